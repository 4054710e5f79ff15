//! Residents' conduct, for the ward's coordinators; and the form at the desk.

use chrono::Days;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::*;
use crate::db::conduct::{Bar, NoteRow, Person};
use crate::db::desk::{Board, Guest};
use crate::domain::at::At;
use crate::domain::conduct::{BarForm, ConductKind, ConductRefusal};
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::typed::day_value;
use crate::paths::conduct as at;

fn kinds(lang: Lang) -> Vec<Choice> {
    ConductKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.name(lang))).collect()
}

/// The form on a visit's page, folded away; who runs the desk writes and cannot read.
pub fn note_form(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    disclosure(
        lang.t("Ghi nhận về ứng xử của người này…", "Note on this person's conduct…"),
        form(
            &at::note(board.head.id, guest.id),
            html! {
                p class="note" { (lang.t(
                    "Chỉ cán bộ phường đọc được. Ghi điều đã thấy, không ghi điều nghe kể. Việc nguy hiểm: báo sự cố trước.",
                    "Only the ward's coordinators can read it. Write what was seen, not hearsay. In danger report an incident first.",
                )) }
                (Field::radios("kind", lang.t("Việc gì", "What it was"), kinds(lang)))
                (Field::text("what", lang.t("Đã thấy gì", "What was seen")).max_len(300))
                (Button::quiet(lang.t("Ghi nhận", "Note it")))
            },
        ),
    )
}

/// Says at the desk that somebody is barred.
pub fn barred(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    let until = board.barred.iter().find(|(id, _)| *id == guest.id).map(|(_, until)| *until);
    html! {
        @if let Some(until) = until {
            (hint_box(Tone::Warn, html! { p {
                (lang.t("Phường đang tạm dừng nhận đặt của người này đến ", "The ward takes no bookings of this person until "))
                strong { (lang.date(until)) } ". "
                (lang.t(
                    "Lượt đặt trước đó vẫn còn: người lớn giúp, không ghép với em.",
                    "This booking was made before: an adult helps, no pupil.",
                ))
            } }))
        }
    }
}

/// The bars that stand, and the notes.
pub fn list(lang: Lang, bars: &[Bar], notes: &[NoteRow], (page, pages): (i64, i64)) -> Markup {
    let standing = Table::new(lang.t("Đang tạm dừng", "Bars that stand"))
        .text(lang.t("Người dân", "Resident"))
        .text(lang.t("Vì việc gì", "Why"))
        .text(lang.t("Đến hết", "Until"))
        .text(lang.t("Người đặt", "Set by"))
        .rows(bars.iter().map(|bar| {
            [
                html! { a href=(at::one(bar.resident)) { (bar.name) } },
                html! { (bar.kind.name(lang)) },
                html! { (lang.date(bar.until)) },
                html! { (bar.set_by) },
            ]
        }))
        .empty(html! { p class="note" { (lang.t("Không tạm dừng ai.", "Nobody is barred.")) } });
    html! {
        (page_head(
            lang.t("Ứng xử", "Conduct"),
            lang.t(
                "Ghi nhận của người lớn ở buổi về cách cư xử với các em. Trang này chỉ cán bộ phường thấy.",
                "What adults at sessions noted of behaviour towards the pupils. Only the ward's coordinators see this page.",
            ),
            html! {},
        ))
        (section(lang.t("Đang tạm dừng nhận đặt", "Barred from booking"), html! { (standing) }))
        (section(lang.t("Ghi nhận", "Notes"), html! {
            (note_table(lang, notes, true))
            (pager(lang, page as u32, pages.max(1) as u32, at::page))
        }))
    }
}

/// Notes, each with its resident unless all are about one.
fn note_table(lang: Lang, notes: &[NoteRow], named: bool) -> Markup {
    let mut table = Table::new(lang.t("Ghi nhận", "Notes"));
    if named {
        table = table.text(lang.t("Người dân", "Resident"));
    }
    let table = table
        .text(lang.t("Việc gì", "What"))
        .text(lang.t("Đã thấy", "What was seen"))
        .text(lang.t("Buổi", "Session"))
        .text(lang.t("Người ghi", "Noted by"))
        .rows(notes.iter().map(|note| {
            let resident = html! { a href=(at::one(note.resident)) { (note.name) } };
            let cells = [
                html! { (note.kind.name(lang)) },
                html! { (note.what) },
                html! { (note.session) },
                html! { (note.written_by) br; span class="note" { (lang.moment(note.created_at)) } },
            ];
            named.then_some(resident).into_iter().chain(cells)
        }))
        .empty(empty_state(
            Icon::Shield,
            lang.t("Chưa có ghi nhận nào", "No notes yet"),
            lang.t(
                "Người trực bàn ghi ở trang của từng lượt.",
                "Whoever runs the desk writes them on a visit's page.",
            ),
            html! {},
        ));
    html! { (table) }
}

/// One person's page.
pub struct Page<'a> {
    pub person: &'a Person,
    pub notes: &'a [NoteRow],
    pub bars: &'a [Bar],
    pub blocked: Option<ConductRefusal>,
    pub days_most: i64,
    pub now: At,
}

/// Notes and bars of one person, and the form for another bar.
pub fn one(lang: Lang, page: &Page<'_>, typed: &BarForm, problems: &Problems) -> Markup {
    html! {
        (breadcrumb(lang, &[(lang.t("Ứng xử", "Conduct"), at::LIST)], &page.person.name))
        (page_head(&page.person.name, "", html! {}))
        (error_summary(lang, &problems.all(lang)))
        @for bar in page.bars { (bar_card(lang, bar, page.now)) }
        (section(lang.t("Ghi nhận về người này", "Notes about this person"), note_table(lang, page.notes, false)))
        (section(lang.t("Tạm dừng nhận đặt", "Bar bookings"), html! {
            @match page.blocked {
                Some(why) => p class="note" { (why.message().say(lang)) },
                None => (bar_form(lang, page, typed, problems)),
            }
        }))
    }
}

fn bar_card(lang: Lang, bar: &Bar, now: At) -> Markup {
    let stands = bar.lifted_at.is_none() && bar.until >= now.day();
    let mark = match stands {
        true => badge(Mark::Warning, lang.t("Đang áp dụng", "Stands")),
        false => badge(Mark::Plain, lang.t("Đã hết", "Over")),
    };
    card(
        lang.t("Tạm dừng nhận đặt", "Bookings barred"),
        html! {
            p { (mark) }
            (definitions(&[
                (lang.t("Vì việc gì", "Why"), html! { (bar.kind.name(lang)) ": " (bar.what) }),
                (lang.t("Từ", "From"), html! { (lang.date(bar.since)) }),
                (lang.t("Đến hết", "Until"), html! { (lang.date(bar.until)) }),
                (lang.t("Người đặt", "Set by"), html! { (bar.set_by) }),
                (lang.t("Ý kiến lại gọi số", "Objections to"), html! { (shown(&bar.appeal_phone)) }),
            ]))
            @if let Some(at) = bar.lifted_at {
                p class="note" { (lang.t("Gỡ lúc ", "Lifted ")) (lang.moment(at)) ". " (bar.lifted_reason.as_deref().unwrap_or_default()) }
            }
            @if stands {
                (confirm_box(
                    lang.t("Gỡ trước hạn…", "Lift it early…"),
                    lang.t("Người này đặt lịch lại được ngay.", "This person can book again at once."),
                    &at::lift(bar.id),
                    Button::primary(lang.t("Gỡ", "Lift")),
                    html! { (Field::text("reason", lang.t("Lý do gỡ", "Why it is lifted")).max_len(300)) },
                ))
            }
        },
    )
}

fn bar_form(lang: Lang, page: &Page<'_>, typed: &BarForm, problems: &Problems) -> Markup {
    let today = page.now.day();
    let last = today + Days::new(page.days_most.unsigned_abs());
    let says = |field| problems.say(field, lang);
    let phone = match typed.appeal_phone.as_str() {
        "" => shown(&page.person.ward_phone),
        typed => typed.to_owned(),
    };
    form(
        &at::bar(page.person.id),
        html! {
            p class="note" { (lang.t(
                "Người này sẽ không đặt được lượt mới; trang đặt chỉ nói hãy gọi phường, không nói vì sao. Lượt đã đặt vẫn còn và bàn trực được báo. Hãy gọi báo cho người ấy biết lý do và số để ý kiến lại.",
                "New bookings of this person are refused; the page only says to call the ward, not why. Bookings made before stay, and the desk is told. Call the person to say why, and whom to call against it.",
            )) }
            (Field::radios("kind", lang.t("Vì việc gì", "Why"), kinds(lang)).value(&typed.kind).error(says("kind")))
            (Field::text("what", lang.t("Căn cứ", "Grounds"))
                .hint(lang.t("Ngắn gọn, dựa trên ghi nhận ở trên", "Short, from the notes above"))
                .max_len(300).value(&typed.what).error(says("what")))
            (side_by_side(html! {
                (Field::date("until", lang.t("Đến hết ngày", "Last day"))
                    .min(day_value(today + Days::new(1))).max(day_value(last))
                    .value(&typed.until).error(says("until")))
                (Field::tel("appeal_phone", lang.t("Số nhận ý kiến lại", "Number for objections"))
                    .value(&phone).error(says("appeal_phone")))
            }))
            (Button::danger(lang.t("Tạm dừng nhận đặt", "Bar bookings")))
        },
    )
}
