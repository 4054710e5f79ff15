//! A ward's sessions as its staff see them.

pub mod approvals;
pub mod calls;
pub mod cancel;
pub mod check;
pub mod edit;
pub mod form;
pub mod page;

use chrono::Days;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Event, Field, Mark, Tab, Table, Week, WeekDay, badge, empty_state, hidden,
    page_head, pager, search_form, tabs,
};
use super::words::session_state;
use crate::db::sessions::lists::{SessionLine, When};
use crate::db::sessions::screens::{List, WeekOf};
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::domain::school_year::ClosedSpan;
use crate::domain::sessions::SessionState;
use crate::paths;

/// A part of the list.
pub fn list(
    lang: Lang,
    list: &List,
    when: When,
    state: Option<SessionState>,
    page: u32,
    pages: u32,
) -> Markup {
    let word = state.map_or("", SessionState::code);
    html! {
        (head(lang))
        (views(lang, true))
        (parts(lang, list, when, word))
        (filter(lang, when, word))
        (table(lang, list, when, state))
        (pager(lang, page, pages, |n| paths::sessions::list(when.word(), word, n)))
    }
}

fn head(lang: Lang) -> Markup {
    page_head(
        lang.t("Buổi hỗ trợ", "Sessions"),
        lang.t(
            "Đăng buổi, hỏi nhà trường, theo dõi chỗ và người.",
            "Post sessions, ask schools, keep an eye on seats and people.",
        ),
        html! {
            (Button::primary(lang.t("Đăng buổi mới", "Post a session")).icon(Icon::Plus).to(paths::sessions::NEW))
            (Button::quiet(lang.t("Nơi hỗ trợ", "Help points")).icon(Icon::Pin).to(paths::places::LIST))
        },
    )
}

fn views(lang: Lang, as_list: bool) -> Markup {
    tabs(
        lang.t("Cách xem", "Views"),
        &[
            Tab::new(lang.t("Danh sách", "List"), paths::sessions::LIST).current(as_list),
            Tab::new(lang.t("Theo tuần", "By week"), paths::sessions::WEEK).current(!as_list),
        ],
    )
}

fn parts(lang: Lang, list: &List, shown: When, state: &str) -> Markup {
    let tab = |when: When, name: &str| {
        Tab::new(name, paths::sessions::list(when.word(), state, 1))
            .count(list.counts.of(when))
            .current(when == shown)
    };
    tabs(
        lang.t("Phần danh sách", "Parts of the list"),
        &[
            tab(When::Upcoming, lang.t("Sắp tới", "Ahead")),
            tab(When::Past, lang.t("Đã qua", "Past")),
            tab(When::All, lang.t("Tất cả", "All")),
        ],
    )
}

fn filter(lang: Lang, when: When, state: &str) -> Markup {
    let mut states = vec![Choice::new("", lang.t("Mọi trạng thái", "Every state"))];
    states
        .extend(SessionState::ALL.iter().map(|s| Choice::new(s.code(), session_state(lang, *s).1)));
    search_form(
        paths::sessions::LIST,
        html! {
            (hidden(&[("when", when.word())]))
            (Field::select("state", lang.t("Trạng thái", "State"), states).value(state).short().filter())
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        },
    )
}

fn table(lang: Lang, list: &List, when: When, state: Option<SessionState>) -> Markup {
    let table = Table::new(lang.t("Buổi hỗ trợ", "Sessions"))
        .text(lang.t("Thời gian", "Time"))
        .text(lang.t("Buổi", "Session"))
        .text(lang.t("Nơi", "Place"))
        .text(lang.t("Trạng thái", "State"))
        .number(lang.t("Chỗ đã đặt", "Seats taken"))
        .number(lang.t("Đại sứ số", "Ambassadors"))
        .number(lang.t("Người lớn", "Adults"))
        .rows(list.lines.iter().map(|line| row(lang, line)));
    html! { div.sessions { (table.empty(nothing(lang, when, state.is_some()))) } }
}

fn nothing(lang: Lang, when: When, filtered: bool) -> Markup {
    let text = match (filtered, when) {
        (true, _) => lang.t("Thử bỏ bộ lọc trạng thái.", "Try without the state filter."),
        (_, When::Past) => {
            lang.t("Các buổi đã qua sẽ nằm ở đây.", "Sessions stand here once they are over.")
        }
        _ => lang.t(
            "Đăng buổi đầu tiên: chọn nơi, ngày giờ, nội dung và người phụ trách.",
            "Post the first one: choose a place, a time, topics and supervisors.",
        ),
    };
    empty_state(
        Icon::Calendar,
        lang.t("Chưa có buổi nào", "No sessions here"),
        text,
        html! { (Button::primary(lang.t("Đăng buổi mới", "Post a session")).to(paths::sessions::NEW)) },
    )
}

fn row(lang: Lang, line: &SessionLine) -> [Markup; 7] {
    [
        html! {
            a href=(paths::sessions::one(line.id)) { (lang.day(line.starts_at.day())) }
            div.note { (lang.times(line.starts_at.time(), line.ends_at.time())) }
        },
        html! {
            (line.title)
            @if line.series_id.is_some() { " " (badge(Mark::Plain, lang.t("Hằng tuần", "Weekly"))) }
        },
        html! { (line.place) div.note { (line.area) } },
        html! { (state_badge(lang, line)) },
        html! {
            (line.taken) "/" (line.seats)
            @if line.waiting > 0 {
                span class="note" { " " (lang.t("chờ", "waiting")) " " (line.waiting) }
            }
        },
        html! { (line.ambassadors) "/" (line.ambassadors_wanted) },
        html! { (line.adults) },
    ]
}

/// The state, or that every seat is taken, which is a figure for the eye and no state.
fn state_badge(lang: Lang, line: &SessionLine) -> Markup {
    if line.state == SessionState::Open && line.is_full() {
        return badge(Mark::Taken, lang.t("Đủ chỗ", "Full"));
    }
    let (mark, word) = session_state(lang, line.state);
    badge(mark, word)
}

/// "Thứ Bảy, 28/11/2026, 7:30–10:30".
pub(super) fn when_of(lang: Lang, from: At, to: At) -> String {
    format!("{}, {}", lang.day(from.day()), lang.times(from.time(), to.time()))
}

/// A week of the ward.
pub fn week(lang: Lang, week: &WeekOf) -> Markup {
    let days = (0..7).map(|n| {
        let day = week.monday + Days::new(n);
        let on_day = |line: &&SessionLine| line.starts_at.day() == day;
        let closing = |span: &&ClosedSpan| span.from_day <= day && day <= span.to_day;
        WeekDay {
            day,
            note: week.closed.iter().find(closing).map(|s| s.name.say(lang).to_owned()),
            events: week.lines.iter().filter(on_day).map(|line| event(lang, line)).collect(),
        }
    });
    let drawn = Week {
        lang,
        today: week.today,
        days: days.collect(),
        earlier: Some(paths::sessions::week(week.monday - Days::new(7))),
        later: Some(paths::sessions::week(week.monday + Days::new(7))),
    };
    html! {
        (head(lang))
        (views(lang, false))
        (drawn)
    }
}

fn event(lang: Lang, line: &SessionLine) -> Event {
    let (mark, state) = session_state(lang, line.state);
    let full = line.state == SessionState::Open && line.is_full();
    let counts = format!("{}/{} {}", line.taken, line.seats, lang.t("chỗ", "seats"));
    Event {
        time: lang.times(line.starts_at.time(), line.ends_at.time()),
        title: line.title.clone(),
        place: format!("{} · {counts}", line.place),
        href: Some(paths::sessions::one(line.id)),
        mark: if full { Mark::Taken } else { mark },
        state: if full { lang.t("Đủ chỗ", "Full") } else { state }.to_owned(),
    }
}
