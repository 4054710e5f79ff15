//! Safety breaches of a school's pupils.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Table, badge, breadcrumb, card, confirm_box, confirm_box_again,
    empty_state, error_summary, form, page_head, pager, side_by_side,
};
use crate::db::breaches::{BreachRow, PupilChoice};
use crate::domain::breaches::BreachForm;
use crate::domain::ids::BreachId;
use crate::domain::lang::Lang;
use crate::domain::recognition::ReasonForm;
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;

/// A page of the list, whom one may name, and where the list stands.
pub struct Page<'a> {
    pub rows: &'a [BreachRow],
    pub pupils: &'a [PupilChoice],
    pub page: i64,
    pub pages: i64,
}

/// What was typed and is not right yet: a new note, or the reason for withdrawing one.
#[derive(Default)]
pub struct Typed<'a> {
    pub note: BreachForm,
    pub withdraw: Option<(BreachId, &'a ReasonForm)>,
    pub problems: Problems,
}

/// The breaches noted, newest first, and the form for another.
pub fn page(lang: Lang, page: &Page<'_>, typed: &Typed<'_>) -> Markup {
    let table = Table::new(lang.t("Vi phạm an toàn", "Safety breaches"))
        .text(lang.t("Em", "Pupil"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Việc đã xảy ra", "What happened"))
        .text(lang.t("Người ghi", "Noted by"))
        .actions(lang.t("Việc", "Actions"))
        .rows(page.rows.iter().map(|row| cells(lang, row, typed)))
        .empty(empty_state(
            Icon::Shield,
            lang.t("Không có vi phạm nào", "No breach"),
            lang.t("Mong rằng trang này luôn trống.", "May this page stay empty."),
            html! {},
        ));
    html! {
        (breadcrumb(lang, &[(lang.t("Khen thưởng", "Recognition"), at::LIST)], lang.t("Vi phạm an toàn", "Safety breaches")))
        (page_head(
            lang.t("Vi phạm an toàn", "Safety breaches"),
            lang.t(
                "Chỉ ghi việc trái quy tắc an toàn: tự thao tác thay người dân, đến nhà riêng, giữ giấy tờ hay mật khẩu. Ghi nhận ảnh hưởng đến khen thưởng.",
                "Only what goes against the safety rules: operating the device for a resident, visiting homes, keeping papers or passwords. It bears on awards.",
            ),
            html! {},
        ))
        (error_summary(lang, &typed.problems.all(lang)))
        (card(lang.t("Ghi nhận một vi phạm", "Note a breach"), note_form(lang, page.pupils, typed)))
        (table)
        (pager(lang, page.page as u32, page.pages.max(1) as u32, |n| format!("{}?page={n}", at::BREACHES)))
    }
}

fn note_form(lang: Lang, pupils: &[PupilChoice], typed: &Typed<'_>) -> Markup {
    let choose = Choice::new("", lang.t("Chọn một em", "Choose a pupil"));
    let choices = std::iter::once(choose).chain(pupils.iter().map(|pupil| {
        Choice::new(pupil.id.to_string(), format!("{} – {}", pupil.class_name, pupil.name))
    }));
    let says = |field| typed.problems.say(field, lang);
    form(
        at::BREACHES,
        html! {
            (side_by_side(html! {
                (Field::select("ambassador", lang.t("Em", "Pupil"), choices.collect())
                    .value(&typed.note.ambassador).error(says("ambassador")))
                (Field::date("happened_on", lang.t("Ngày xảy ra", "Day"))
                    .value(&typed.note.happened_on).error(says("happened_on")))
            }))
            (Field::textarea("what", lang.t("Việc đã xảy ra", "What happened"))
                .hint(lang.t("Không ghi tên người dân, số giấy tờ hay mật khẩu", "No resident's name, document number or password"))
                .value(&typed.note.what).error(says("what")))
            (Button::primary(lang.t("Ghi nhận", "Note it")))
        },
    )
}

fn cells(lang: Lang, row: &BreachRow, typed: &Typed<'_>) -> [Markup; 5] {
    let reason = typed.withdraw.filter(|(id, _)| *id == row.id).map(|(_, form)| form);
    let problem = reason.and_then(|_| typed.problems.say("reason", lang));
    let ask = if reason.is_some() { confirm_box_again } else { confirm_box };
    let field_id = match reason {
        // The summary leads to "reason", and only one field of the page is called so.
        Some(_) => "reason".to_owned(),
        None => format!("reason-{}", row.id),
    };
    [
        html! { (row.name) div.note { (lang.t("Lớp", "Class")) " " (row.class_name) } },
        html! { (lang.date(row.happened_on)) @if let Some(session) = &row.session { div.note { (session) } } },
        html! {
            (row.what)
            @if let Some(reason) = &row.withdrawn_reason {
                div { (badge(Mark::Stopped, lang.t("Đã rút lại", "Withdrawn"))) " " (reason) }
            }
        },
        html! { (row.entered_by) div.note { (lang.moment(row.created_at)) } },
        html! {
            @if row.withdrawn_at.is_none() {
                (ask(
                    lang.t("Rút lại…", "Withdraw…"),
                    lang.t("Dùng khi ghi nhầm. Dòng này vẫn giữ lại với lý do, nhưng không còn tính vào khen thưởng.", "For notes made by mistake. The row stays with its reason but no longer counts."),
                    &at::withdraw(row.id),
                    Button::danger(lang.t("Rút lại ghi nhận", "Withdraw the note")).small(),
                    html! {
                        (Field::text("reason", lang.t("Lý do", "Reason")).id(field_id).max_len(300)
                            .value(reason.map(|form| form.reason.clone()).unwrap_or_default()).error(problem))
                    },
                ))
            }
        },
    ]
}
