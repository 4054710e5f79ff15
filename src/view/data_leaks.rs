//! Leaks of personal data, step by step.

mod papers;

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Form, Mark, Table, Tone, badge, breadcrumb, button_row, card,
    definitions, empty_state, error_summary, form, hidden, hint_box, page_head, pager, post_button,
    section, side_by_side,
};
use crate::db::data_leaks::Leak;
use crate::db::organisations::Organisation;
use crate::domain::at::At;
use crate::domain::data_leaks::{LeakForm, LeakKind, LeakReader, LeakState, left, tell_by};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::data_leaks as at;

pub use papers::{affected, notices, paper};

/// "Lộ dữ liệu cá nhân".
pub fn title(lang: Lang) -> &'static str {
    lang.t("Lộ dữ liệu cá nhân", "Leaks of personal data")
}

/// "Vụ lộ dữ liệu số 3".
pub fn name(lang: Lang, leak: &Leak) -> String {
    format!("{} {}", lang.t("Vụ lộ dữ liệu số", "Data leak number"), leak.id)
}

/// A page of the leaks; `pages` are this one and how many there are.
pub fn list(lang: Lang, leaks: &[Leak], pages: (u32, u32), now: At) -> Markup {
    let table = Table::new(title(lang))
        .text(lang.t("Vụ", "Leak"))
        .text(lang.t("Đơn vị", "Organisation"))
        .text(lang.t("Phát hiện", "Noticed"))
        .text(lang.t("Tình trạng", "State"))
        .rows(leaks.iter().map(|leak| {
            [
                html! { a href=(at::one(leak.id)) { (name(lang, leak)) } div.note { (kinds(lang, leak)) } },
                html! { (leak.place) },
                html! { (lang.moment(leak.noticed_at)) },
                html! { (state(lang, leak, now)) },
            ]
        }))
        .empty(empty_state(
            Icon::Shield,
            lang.t("Chưa có vụ nào", "No leak"),
            lang.t(
                "Mất một tờ danh sách, gửi nhầm một tệp, máy bị người lạ vào: hãy ghi lại ngay, dù chưa rõ hết.",
                "A lost list, a file sent to the wrong person, a stranger in an account: write it down at once, even before all is known.",
            ),
            html! {},
        ));
    html! {
        (page_head(
            title(lang),
            lang.t(
                "Luật cho 72 giờ, tính từ lúc phát hiện, để báo cơ quan chức năng. Người bị ảnh hưởng cũng phải được báo.",
                "The law gives 72 hours from noticing to tell the authority. Those affected are told as well.",
            ),
            html! { (Button::primary(lang.t("Ghi một vụ mới", "Write one down")).icon(Icon::Plus).to(at::NEW)) },
        ))
        (table)
        (pager(lang, pages.0, pages.1, |n| format!("{}?page={n}", at::LIST)))
    }
}

fn kinds(lang: Lang, leak: &Leak) -> String {
    leak.kinds().iter().map(|kind| kind.name(lang)).collect::<Vec<_>>().join(", ")
}

fn state(lang: Lang, leak: &Leak, now: At) -> Markup {
    let mark = match leak.state {
        LeakState::Draft => Mark::Warning,
        LeakState::Notified => Mark::Running,
        LeakState::Closed => Mark::Done,
    };
    html! {
        (badge(mark, leak.state.name(lang)))
        @if leak.state == LeakState::Draft { div.note { (left(leak.noticed_at, now, lang)) } }
    }
}

/// The form of a new record, or of one that is put right.
pub struct Typed<'a> {
    /// The record, when there is one already.
    pub leak: Option<&'a Leak>,
    pub organisations: &'a [Organisation],
    pub form: &'a LeakForm,
    pub problems: &'a Problems,
}

/// What happened, whose data, since when.
pub fn edit(lang: Lang, typed: &Typed<'_>) -> Markup {
    let filled = Form::of(typed.form, typed.problems, lang);
    let heading = match typed.leak {
        Some(leak) => name(lang, leak),
        None => lang.t("Ghi một vụ lộ dữ liệu", "Write a leak down").to_owned(),
    };
    let to = typed.leak.map_or(at::NEW.to_owned(), |leak| at::of(leak.id, "edit"));
    let kinds = LeakKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.name(lang)).note(kind.data(lang)));
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST)], &heading))
        (page_head(
            &heading,
            lang.t(
                "Điền những gì đã biết; phần còn lại bổ sung sau. Đừng ghi tên từng người ở đây.",
                "Fill in what is known and add the rest later. Do not name people here.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (form(&to, html! {
            (organisation(lang, typed, &filled))
            (section(lang.t("1. Việc gì?", "1. What?"), html! {
                (filled.fill(Field::textarea("what", lang.t("Việc đã xảy ra", "What happened")).max_len(2000)
                    .hint(lang.t("Ví dụ: mất một tờ danh sách của buổi sáng thứ Bảy ở khu phố 5", "For example: a printed list of Saturday's session was lost"))))
                (side_by_side(html! {
                    (filled.fill(Field::date("noticed_on", lang.t("Ngày phát hiện", "Noticed on"))))
                    (filled.fill(Field::time("noticed_time", lang.t("Lúc", "At"))))
                }))
            }))
            (section(lang.t("2. Dữ liệu của ai?", "2. Whose data?"), html! {
                (filled.fill(Field::checks("kinds", lang.t("Những ai", "Who"), kinds.collect())))
            }))
            (section(lang.t("3. Của thời gian nào?", "3. Of what time?"), html! {
                p.note { (lang.t("Danh sách người bị ảnh hưởng tính theo lịch hẹn và ca trực trong những ngày này.", "The list of those affected follows from visits and shifts on these days.")) }
                (side_by_side(html! {
                    (filled.fill(Field::date("from_day", lang.t("Từ ngày", "From"))))
                    (filled.fill(Field::date("to_day", lang.t("Đến hết ngày", "To"))))
                }))
            }))
            (section(lang.t("4. Vì sao, và đã làm gì?", "4. Why, and what was done?"), html! {
                (filled.fill(Field::textarea("cause", lang.t("Nguyên nhân", "Cause")).max_len(2000).optional(lang)))
                (filled.fill(Field::textarea("measures", lang.t("Biện pháp đã làm", "Measures taken")).max_len(2000).optional(lang)
                    .hint(lang.t("Ví dụ: đã đổi mật khẩu, đã thu lại tệp, đã gọi cho từng người", "For example: passwords changed, the file taken back, everybody called"))))
            }))
            (Button::primary(lang.t("Lưu", "Save")))
        }))
    }
}

fn organisation(lang: Lang, typed: &Typed<'_>, filled: &Form) -> Markup {
    match (typed.leak, typed.organisations) {
        (Some(leak), _) => html! { p { strong { (leak.place) } } },
        (None, [only]) => html! {
            p { strong { (only.name) } }
            (hidden(&[("organisation", &only.id.to_string())]))
        },
        (None, several) => {
            let choose = Choice::new("", lang.t("Chọn đơn vị", "Choose"));
            let choices = several.iter().map(|o| Choice::new(o.id.to_string(), &o.name));
            let choices = std::iter::once(choose).chain(choices).collect();
            let label = lang.t("Đơn vị", "Organisation");
            html! { (filled.fill(Field::select("organisation", label, choices))) }
        }
    }
}

/// One leak as it stands, with what is wrong with what was typed on it.
pub struct One<'a> {
    pub leak: &'a Leak,
    pub people: &'a [(LeakKind, i64)],
    pub late_reason: &'a str,
    pub closing: &'a str,
    pub problems: &'a Problems,
    pub now: At,
}

/// The clock, what is known, who is touched, and the steps that are left.
pub fn one(lang: Lang, page: &One<'_>) -> Markup {
    let leak = page.leak;
    let open = leak.state != LeakState::Closed;
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST)], &name(lang, leak)))
        (page_head(&name(lang, leak), &leak.place, html! {
            @if open { (Button::quiet(lang.t("Bổ sung, sửa", "Add, correct")).icon(Icon::Pencil).to(at::of(leak.id, "edit"))) }
        }))
        (error_summary(lang, &page.problems.all(lang)))
        (clock(lang, leak, page.now))
        (definitions(&facts(lang, leak)))
        (section(lang.t("Người bị ảnh hưởng", "Those affected"), html! {
            ul.points { @for (kind, n) in page.people { li { (kind.name(lang)) ": " strong { (lang.number(*n)) } } } }
            (button_row(html! {
                (Button::quiet(lang.t("Xem danh sách", "The list")).icon(Icon::Users).to(at::of(leak.id, "affected")))
                (Button::quiet(lang.t("Tải danh sách", "The list as a file")).icon(Icon::Download).to(at::of(leak.id, "affected.csv")))
            }))
        }))
        (section(lang.t("Thông báo", "Notices"), html! {
            (button_row(html! {
                (Button::quiet(lang.t("Gửi cơ quan chức năng, để in", "To the authority, to print")).icon(Icon::Printer).to(at::paper(leak.id, LeakReader::Authority)))
                (Button::quiet(lang.t("Gửi người bị ảnh hưởng, để in", "To those affected, to print")).icon(Icon::Printer).to(at::paper(leak.id, LeakReader::People)))
                @if open { (Button::quiet(lang.t("Sửa lời thông báo", "Mend the words")).to(at::of(leak.id, "notices"))) }
            }))
        }))
        (steps(lang, page))
    }
}

fn clock(lang: Lang, leak: &Leak, now: At) -> Markup {
    let by = lang.moment(tell_by(leak.noticed_at));
    let Some(told) = leak.notified_at else {
        let late = tell_by(leak.noticed_at) < now;
        return hint_box(
            if late { Tone::Bad } else { Tone::Warn },
            html! {
                p { strong { (lang.t("Báo cơ quan chức năng trước", "Tell the authority by")) " " (by) ": " (left(leak.noticed_at, now, lang)) "." } }
                p { (lang.t("Chưa rõ hết cũng báo; phần còn thiếu báo bổ sung sau.", "Tell it even if not everything is known; the rest follows in a second notice.")) }
            },
        );
    };
    let late = tell_by(leak.noticed_at) < told;
    hint_box(
        if late { Tone::Warn } else { Tone::Good },
        html! {
            p {
                (lang.t("Đã báo cơ quan chức năng lúc", "The authority was told at")) " " (lang.moment(told)) " ("
                @if late { (lang.t("sau hạn 72 giờ", "after the 72 hours")) } @else { (lang.t("trong hạn 72 giờ", "within the 72 hours")) } ")."
            }
            @if !leak.late_reason.is_empty() { p { (lang.t("Lý do:", "Why:")) " " (leak.late_reason) } }
        },
    )
}

fn facts<'a>(lang: Lang, leak: &'a Leak) -> Vec<(&'a str, Markup)> {
    let written = |text: &'a str| match text.is_empty() {
        true => html! { span.note { (lang.t("chưa rõ", "not known yet")) } },
        false => html! { (papers::lines(text)) },
    };
    let mut facts = vec![
        (lang.t("Tình trạng", "State"), html! { (leak.state.name(lang)) }),
        (lang.t("Phát hiện", "Noticed"), html! { (lang.moment(leak.noticed_at)) }),
        (lang.t("Việc gì", "What"), html! { (papers::lines(&leak.what)) }),
        (
            lang.t("Dữ liệu của thời gian", "Data of the time"),
            html! { (lang.date(leak.from_day)) " – " (lang.date(leak.to_day)) },
        ),
        (lang.t("Nguyên nhân", "Cause"), written(&leak.cause)),
        (lang.t("Biện pháp đã làm", "Measures taken"), written(&leak.measures)),
        (
            lang.t("Ghi lại", "Written down"),
            html! { (lang.moment(leak.created_at)) " · " (leak.created_by) },
        ),
    ];
    if let Some(told) = leak.told_at {
        let name = lang.t("Đã báo người bị ảnh hưởng", "Those affected were told");
        facts.push((name, html! { (lang.moment(told)) }));
    }
    if let Some(closed) = leak.closed_at {
        facts.push((lang.t("Khép lại", "Closed"), html! { (lang.moment(closed)) }));
        facts.push((lang.t("Rút kinh nghiệm", "What was learnt"), written(&leak.closing)));
    }
    facts
}

/// What is still to do, in its order.
fn steps(lang: Lang, page: &One<'_>) -> Markup {
    let leak = page.leak;
    let late = tell_by(leak.noticed_at) < page.now;
    let problems = page.problems;
    html! {
        @if leak.state == LeakState::Draft {
            (card(lang.t("Báo cơ quan chức năng", "Tell the authority"), html! {
                p { (lang.t("Gửi thông báo cho A05 (Bộ Công an) qua Cổng thông tin quốc gia về bảo vệ dữ liệu cá nhân hoặc bản in, rồi ghi ở đây.", "Send the notice to A05 (Ministry of Public Security) through the national portal or as a print, then note it here.")) }
                (form(&at::of(leak.id, "notified"), html! {
                    @if late {
                        (Field::textarea("late_reason", lang.t("Vì sao báo sau 72 giờ", "Why later than 72 hours"))
                            .max_len(1000).value(page.late_reason).error(problems.say("late_reason", lang)))
                    }
                    (Button::primary(lang.t("Đã báo cơ quan chức năng", "The authority was told")).icon(Icon::Check))
                }))
            }))
        }
        @if leak.told_at.is_none() {
            (card(lang.t("Báo những người bị ảnh hưởng", "Tell those affected"), html! {
                p { (lang.t("Gọi điện, gửi thư hoặc đưa bản in theo danh sách. Nhiều người không dùng thư điện tử: hãy gọi.", "Call, write or hand the print over, along the list. Many have no e-mail: please call.")) }
                (post_button(&at::of(leak.id, "told"), Button::primary(lang.t("Đã báo mọi người", "Everybody was told")).icon(Icon::Check), &[]))
            }))
        }
        @if leak.state == LeakState::Notified && leak.told_at.is_some() {
            (card(lang.t("Khép lại", "Close"), html! {
                (form(&at::of(leak.id, "close"), html! {
                    (Field::textarea("closing", lang.t("Kết quả, và làm gì để không lặp lại", "The outcome, and what keeps it from happening again"))
                        .max_len(2000).value(page.closing).error(problems.say("closing", lang)))
                    (Button::primary(lang.t("Khép lại vụ này", "Close it")))
                }))
            }))
        }
    }
}
