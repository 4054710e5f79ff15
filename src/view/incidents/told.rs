//! What adults see of a report: at the desk, in the list, by itself.

use maud::{Markup, html};

use super::numbers;
use crate::db::incidents::Incident;
use crate::domain::incidents::{CloseForm, IncidentOutcome, IncidentState};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::paths::incidents as at;
use crate::view::icons::Icon;
use crate::view::parts::*;

fn mark(lang: Lang, state: IncidentState) -> Markup {
    let mark = match state {
        IncidentState::Reported => Mark::Warning,
        IncidentState::Seen => Mark::Waiting,
        IncidentState::Handling => Mark::Running,
        IncidentState::Closed => Mark::Done,
    };
    badge(mark, state.name(lang))
}

/// The open reports on top of the desk's board.
pub fn alerts(lang: Lang, incidents: &[Incident]) -> Markup {
    html! {
        @for incident in incidents {
            @let tone = if incident.kind.is_urgent() { Tone::Bad } else { Tone::Warn };
            (hint_box(tone, html! {
                p {
                    strong { (lang.t("Báo cáo an toàn: ", "Safety report: ")) (incident.kind.name(lang)) }
                    " · " (lang.time(incident.created_at.time()))
                    @if let Some(pupil) = &incident.pupil { " · " (pupil) }
                }
                p { (mark(lang, incident.state)) }
                (button_row(html! {
                    (Button::primary(lang.t("Mở và xử lý", "Open and act")).small().to(at::one(incident.id)))
                }))
            }))
        }
    }
}

/// The reports one may see, open ones first.
pub fn list(lang: Lang, rows: &[Incident], (page, pages): (i64, i64)) -> Markup {
    let table = Table::new(lang.t("Báo cáo an toàn", "Safety reports"))
        .text(lang.t("Chuyện", "What"))
        .text(lang.t("Lúc", "When"))
        .text(lang.t("Em", "Pupil"))
        .text(lang.t("Buổi", "Session"))
        .text(lang.t("Tình trạng", "State"))
        .rows(rows.iter().map(|row| {
            [
                html! { a href=(at::one(row.id)) { (row.kind.name(lang)) } },
                html! { (lang.moment(row.created_at)) },
                html! { (pupil(lang, row)) },
                html! { (row.title.as_deref().unwrap_or("–")) },
                html! { (mark(lang, row.state)) },
            ]
        }))
        .empty(empty_state(
            Icon::Shield,
            lang.t("Chưa có báo cáo nào", "No reports"),
            lang.t("Mong rằng trang này luôn trống.", "May this page stay empty."),
            html! {},
        ));
    html! {
        (page_head(
            lang.t("Báo cáo an toàn", "Safety reports"),
            lang.t(
                "Chuyện các em và người lớn báo, trong phạm vi của ông/bà. Mỗi báo cáo cần một người nhận xử lý và khép lại.",
                "What pupils and adults reported, within your reach. Each needs somebody who takes charge and closes it.",
            ),
            html! {},
        ))
        (table)
        (pager(lang, page as u32, pages.max(1) as u32, at::page))
    }
}

fn pupil(lang: Lang, row: &Incident) -> String {
    match (&row.pupil, &row.class_name) {
        (Some(name), Some(class)) => format!("{name} · {class}"),
        _ => lang.t("không riêng em nào", "nobody in particular").to_owned(),
    }
}

/// One report: what was told, who has done what, and the next step.
pub fn one(lang: Lang, incident: &Incident, typed: &CloseForm, problems: &Problems) -> Markup {
    let open = incident.state != IncidentState::Closed;
    let actions = html! {
        @if incident.state == IncidentState::Reported {
            (post_button(&at::of(incident.id, "seen"), Button::quiet(lang.t("Tôi đã xem", "I have seen it")).icon(Icon::Eye), &[]))
        }
        @if matches!(incident.state, IncidentState::Reported | IncidentState::Seen) {
            (post_button(&at::of(incident.id, "handle"), Button::primary(lang.t("Tôi nhận xử lý", "I take charge")).icon(Icon::Hands), &[]))
        }
    };
    html! {
        (breadcrumb(lang, &[(lang.t("Báo cáo an toàn", "Safety reports"), at::LIST)], incident.kind.name(lang)))
        (page_head(incident.kind.name(lang), &lang.moment(incident.created_at), html! {}))
        (error_summary(lang, &problems.all(lang)))
        p { (mark(lang, incident.state)) }
        @if open { (button_row(actions)) }
        (card("", about(lang, incident)))
        (section(lang.t("Đã làm gì", "What has been done"), timeline(&moments(lang, incident))))
        @if open {
            (section(lang.t("Khép lại", "Close it"), close_form(lang, incident, typed, problems)))
            (section(lang.t("Số cần gọi", "Whom to call"), numbers(lang, None)))
        }
    }
}

fn about(lang: Lang, incident: &Incident) -> Markup {
    let mut pairs = vec![
        (lang.t("Người báo", "Told by"), html! { (incident.reporter) }),
        (lang.t("Em", "Pupil"), html! { (pupil(lang, incident)) }),
    ];
    if let (Some(session), Some(title)) = (incident.session, &incident.title) {
        pairs.push((
            lang.t("Buổi", "Session"),
            html! {
                a href=(paths::desk::board(session)) { (title) }
                @if let Some(place) = &incident.place { br; (place) }
            },
        ));
    }
    if !incident.what.is_empty() {
        pairs.push((
            lang.t("Lời kể", "In their words"),
            html! { @for line in incident.what.lines() { p { (line) } } },
        ));
    }
    html! {
        (definitions(&pairs))
        @if incident.away {
            p class="note" { (lang.t(
                "Em xin không báo người lớn ở buổi: đừng hỏi em trước mặt họ.",
                "The pupil asked not to tell the session's adults: do not ask in front of them.",
            )) }
        }
    }
}

fn moments(lang: Lang, incident: &Incident) -> Vec<Moment> {
    let moment = |at, what: &str, who: &str, tone| Moment {
        at: lang.moment(at),
        what: what.to_owned(),
        who: who.to_owned(),
        tone,
    };
    let mut all = vec![moment(
        incident.created_at,
        lang.t("Báo", "Reported"),
        &incident.reporter,
        Tone::Warn,
    )];
    if let (Some(at), Some(who)) = (incident.seen_at, &incident.seen_by) {
        all.push(moment(at, lang.t("Đã xem", "Seen"), who, Tone::Info));
    }
    if let (Some(at), Some(who)) = (incident.handled_at, &incident.handled_by) {
        all.push(moment(at, lang.t("Nhận xử lý", "Took charge"), who, Tone::Info));
    }
    if let (Some(at), Some(who), Some(outcome)) =
        (incident.closed_at, &incident.closed_by, incident.outcome)
    {
        let what = match incident.follow_up.as_str() {
            "" => outcome.name(lang).to_owned(),
            follow_up => format!("{}. {follow_up}", outcome.name(lang)),
        };
        all.push(moment(at, &what, who, Tone::Good));
    }
    all
}

fn close_form(lang: Lang, incident: &Incident, typed: &CloseForm, problems: &Problems) -> Markup {
    let outcomes = IncidentOutcome::ALL.iter().map(|o| Choice::new(o.code(), o.name(lang)));
    form(
        &at::of(incident.id, "close"),
        html! {
            (Field::radios("outcome", lang.t("Kết quả", "What came of it"), outcomes.collect())
                .value(&typed.outcome).error(problems.say("outcome", lang)))
            (Field::textarea("follow_up", lang.t("Đã làm gì, còn theo dõi gì", "What was done, what will be watched"))
                .hint(lang.t("Không ghi số điện thoại, số giấy tờ hay bệnh của ai", "No telephone or document numbers, nobody's illness"))
                .max_len(500).value(&typed.follow_up).error(problems.say("follow_up", lang)))
            (Button::primary(lang.t("Khép lại", "Close it")).icon(Icon::Check))
        },
    )
}
