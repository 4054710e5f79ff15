//! The matching: where it begins, a plan, and who could help one booking.

mod board;
mod choose;
mod effect;
mod figures;
mod planning;
mod run;
mod what_if;

pub use choose::choose;
pub use effect::effect;
pub use run::{Look, run};
pub use what_if::what_if;

use chrono::NaiveDate;
use figures::ideas;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Mark, Table, badge, button_row, empty_state, error_summary, page_head, post_button,
    section,
};
use crate::db::matching::{Outlook, Overview, RunRow};
use crate::domain::lang::Lang;
use crate::domain::matches::{RunState, Scope, Week};
use crate::domain::refusal::Problems;
use crate::paths;

/// What could be matched, and what was.
pub fn overview(lang: Lang, page: &Overview, problems: &Problems) -> Markup {
    html! {
        (page_head(
            lang.t("Ghép", "Matching"),
            lang.t(
                "Chọn một buổi, một ngày hoặc cả tuần. Bạn xem trước và sửa; trước khi công bố, chưa ai được báo.",
                "Choose a session, a day or a week. You see and change the plan first; nobody is told before it is published.",
            ),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        @for (number, week) in page.weeks.iter().enumerate() {
            @let sessions = of_week(&page.sessions, *week);
            @if number == 0 || !sessions.is_empty() {
                (section(&week_name(lang, number, *week), week_body(lang, *week, &sessions)))
            }
        }
        @if let Some(newest) = &page.newest { (ideas(lang, newest)) }
        @if !page.runs.is_empty() {
            (section(lang.t("Các lần ghép gần đây", "Recent plans"), runs(lang, &page.runs)))
        }
    }
}

fn of_week(sessions: &[Outlook], week: Week) -> Vec<&Outlook> {
    sessions.iter().filter(|session| Week::of(session.starts_at.day()) == week).collect()
}

fn week_name(lang: Lang, number: usize, week: Week) -> String {
    let (monday, sunday) = week.days();
    let name = match number {
        0 => lang.t("Tuần này", "This week"),
        1 => lang.t("Tuần sau", "Next week"),
        _ => lang.t("Tuần sau nữa", "The week after next"),
    };
    format!("{name}: {}", days(lang, monday, sunday))
}

/// "23/11–29/11/2026" or "23 November–29 November 2026"; one day stands alone.
fn days(lang: Lang, from: NaiveDate, to: NaiveDate) -> String {
    match from == to {
        true => lang.day(from),
        false => format!("{} – {}", lang.date(from), lang.date(to)),
    }
}

fn run_button(scope: Scope, button: Button) -> Markup {
    post_button(paths::matching::LIST, button, &[("scope", &scope.code())])
}

fn week_body(lang: Lang, week: Week, sessions: &[&Outlook]) -> Markup {
    if sessions.is_empty() {
        return empty_state(
            Icon::Calendar,
            lang.t("Không còn buổi nào trong tuần", "No session left this week"),
            lang.t("Buổi đã mở nhận đặt chỗ sẽ hiện ở đây.", "Sessions that are open show here."),
            html! {},
        );
    }
    let mut days: Vec<NaiveDate> = sessions.iter().map(|s| s.starts_at.day()).collect();
    days.dedup();
    let busy = days
        .into_iter()
        .filter(|day| sessions.iter().filter(|s| s.starts_at.day() == *day).count() > 1);
    html! {
        @if sessions.len() > 1 {
            (button_row(html! {
                (run_button(Scope::Week(week), Button::primary(lang.t("Ghép cả tuần", "Match the week")).icon(Icon::Users)))
                @for day in busy {
                    (run_button(Scope::Day(day), Button::quiet(format!("{} {}", lang.t("Ghép", "Match"), lang.day(day)))))
                }
            }))
        }
        (Table::new(lang.t("Buổi của tuần", "Sessions of the week"))
            .text(lang.t("Buổi", "Session"))
            .text(lang.t("Thời gian", "Time"))
            .text(lang.t("Lượt đặt đã ghép", "Bookings matched"))
            .text(lang.t("Đại sứ số", "Ambassadors"))
            .actions(lang.t("Việc", "Act"))
            .rows(sessions.iter().map(|session| row(lang, session))))
    }
}

fn row(lang: Lang, session: &Outlook) -> [Markup; 5] {
    let (from, to) = (session.starts_at, session.ends_at);
    let open = session.booked - session.matched;
    let says = format!("{}: {}", lang.t("Ghép buổi này", "Match this session"), session.title);
    let button = Button::quiet(lang.t("Ghép buổi này", "Match this session")).small().says(says);
    let nobody = lang.t("Chưa ai đặt", "Nobody booked yet");
    [
        html! { (session.title) div.note { (session.place) } },
        html! { (lang.day(from.day())) div.note { (lang.times(from.time(), to.time())) } },
        html! {
            @if session.booked == 0 { (nobody) } @else {
                span.nowrap { (lang.number(session.matched)) "/" (lang.number(session.booked)) } " "
                @if open == 0 { (badge(Mark::Done, lang.t("Đủ người", "Everybody"))) }
                @if session.lost > 0 {
                    (badge(Mark::Warning, &lang.count(session.lost, "lượt mất người", "lost its ambassador", "lost their ambassadors")))
                }
                @if session.unanswered > 0 {
                    div.note { (lang.count(session.unanswered, "lượt chờ các em trả lời", "waits for an answer", "wait for an answer")) }
                }
            }
        },
        html! { span.nowrap { (lang.number(session.pupils)) "/" (lang.number(session.wanted)) } },
        html! {
            @if session.booked == 0 { (button.blocked(Some(nobody))) }
            @else { (run_button(Scope::Session(session.id), button)) }
        },
    ]
}

fn runs(lang: Lang, runs: &[RunRow]) -> Markup {
    let table = Table::new(lang.t("Các lần ghép gần đây", "Recent plans"))
        .text(lang.t("Ghép cho", "Plan for"))
        .text(lang.t("Lúc", "Made"))
        .number(lang.t("Lượt có người", "Served"))
        .text(lang.t("Trạng thái", "State"))
        .rows(runs.iter().map(|run| {
            let by = run.made_by.as_deref().unwrap_or(lang.t("Hệ thống", "The house"));
            [
                html! {
                    a href=(paths::matching::run(run.id)) { (run.title.as_deref().unwrap_or(&days(lang, run.from_day, run.to_day))) }
                    @if run.title.is_some() { div.note { (days(lang, run.from_day, run.to_day)) } }
                },
                html! { (lang.moment(run.created_at)) div.note { (by) } },
                html! { @if run.state == RunState::Planning { (run.progress / 10) " %" } @else { (lang.number(run.served)) } },
                state_badge(lang, run.state),
            ]
        }));
    html! { (table) }
}

/// Where a run stands.
fn state_badge(lang: Lang, state: RunState) -> Markup {
    match state {
        RunState::Planning => badge(Mark::Running, lang.t("Đang xếp", "Being planned")),
        RunState::Stopped => badge(Mark::Stopped, lang.t("Đã dừng", "Stopped")),
        RunState::Lost => badge(Mark::Warning, lang.t("Dở dang", "Broken off")),
        RunState::Preview => badge(Mark::Draft, lang.t("Xem trước", "Preview")),
        RunState::Published => badge(Mark::Done, lang.t("Đã công bố", "Published")),
        RunState::Discarded => badge(Mark::Stopped, lang.t("Đã bỏ", "Discarded")),
    }
}
