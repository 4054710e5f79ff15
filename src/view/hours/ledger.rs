//! A pupil's ledger: what was credited for what, and what was taken back why.

use maud::{Markup, html};

use crate::db::hours::{LedgerRow, Total};
use crate::domain::hours::{HoursKind, percent_shown};
use crate::domain::ids::HoursEntryId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::hours as paths;
use crate::view::parts::*;

/// A reversal that was refused: which row, what was typed, and why.
pub type Refused<'a> = Option<(HoursEntryId, &'a str, &'a Problems)>;

/// The ledger of one pupil, for the school; whoever verifies hours may take a row back.
pub fn ledger(
    lang: Lang,
    total: &Total,
    pending: i64,
    rows: &[LedgerRow],
    may_reverse: bool,
    refused: Refused<'_>,
) -> Markup {
    let class = format!("{} {}", lang.t("Lớp", "Class"), total.class_name);
    html! {
        (breadcrumb(lang, &[
            (lang.t("Giờ của các em", "Pupils' hours"), paths::SCHOOL),
            (&class, &paths::class(total.class)),
        ], &total.name))
        (page_head(&total.name, &class, html! {}))
        @if let Some((id, _, problems)) = refused {
            (error_summary(lang, &[(format!("reason-{id}"), problems.first().say(lang))]))
        }
        (stats(html! {
            (stat(&lang.hours(total.minutes), lang.t("đã ghi sổ", "credited"), None))
            (stat(&lang.hours(pending), lang.t("chờ chốt buổi", "waiting for the close"), None))
            (stat(&lang.number(total.supports), lang.t("lượt hỗ trợ", "supports"), None))
            (stat(
                &percent_shown(total.attendance_percent()),
                lang.t("chuyên cần", "attendance"),
                Some(&format!(
                    "{} {}",
                    lang.count(total.shifts_done, "ca đã trực,", "shift done,", "shifts done,"),
                    lang.count(total.shifts_absent, "ca vắng", "missed", "missed"),
                )),
            ))
        }))
        (Table::new(lang.t("Sổ giờ", "Ledger"))
            .text(lang.t("Nội dung", "What for"))
            .text(lang.t("Ngày", "Day"))
            .number(lang.t("Giờ", "Hours"))
            .text(lang.t("Người ghi", "Entered by"))
            .actions(lang.t("Việc", "Actions"))
            .rows(rows.iter().map(|row| line(lang, row, may_reverse, refused)))
            .empty(html! { p class="note" { (lang.t("Chưa có giờ nào được ghi.", "No hours yet.")) } }))
    }
}

fn line(lang: Lang, row: &LedgerRow, may_reverse: bool, refused: Refused<'_>) -> [Markup; 5] {
    [
        what(lang, row),
        html! { (lang.date(row.earned_on)) },
        html! { (lang.hours(row.minutes)) },
        html! {
            (row.entered_by.as_deref().unwrap_or("–"))
            span class="note" { " " (lang.moment(row.created_at)) }
        },
        html! {
            @if may_reverse {
                @if row.kind == HoursKind::Reversal && row.credited_again_by.is_none() {
                    (crediting_again(lang, row, refused))
                } @else if row.kind != HoursKind::Reversal && row.reversed_by.is_none() {
                    (reversal(lang, row, refused))
                }
            }
        },
    ]
}

/// What the row is for.
pub(super) fn what(lang: Lang, row: &LedgerRow) -> Markup {
    let topic = lang.t(
        row.topic_vi.as_deref().unwrap_or_default(),
        row.topic_en.as_deref().unwrap_or_default(),
    );
    html! {
        @match row.kind {
            HoursKind::Session => (row.session_title.as_deref().unwrap_or("–")),
            HoursKind::Family => { (lang.t("Gia đình số: ", "At home: ")) (topic) }
            HoursKind::Reversal => { (lang.t("Hủy giờ: ", "Taken back: ")) (row.reason) }
        }
        @if row.kind != HoursKind::Reversal && !row.reason.is_empty() {
            span.note { " " (lang.t("Ghi lại: ", "Credited anew: ")) (row.reason) }
        }
        @if row.reversed_by.is_some() { " " (badge(Mark::Stopped, lang.t("đã hủy", "taken back"))) }
    }
}

fn reversal(lang: Lang, row: &LedgerRow, refused: Refused<'_>) -> Markup {
    confirm_box(
        lang.t("Hủy giờ…", "Take back…"),
        lang.t(
            "Sổ không sửa được: một dòng trừ cùng số giờ được thêm vào.",
            "The ledger is never edited: a row below zero of the same size is added.",
        ),
        &paths::reverse(row.id),
        Button::danger(lang.t("Hủy giờ này", "Take these hours back")),
        reason(lang, row, refused),
    )
}

fn crediting_again(lang: Lang, row: &LedgerRow, refused: Refused<'_>) -> Markup {
    confirm_box(
        lang.t("Ghi lại…", "Credit anew…"),
        lang.t(
            "Nếu hủy nhầm: giờ được tính lại từ điểm danh hoặc từ lần phụ huynh đã xác nhận, và thêm một dòng mới.",
            "If they were taken back by mistake: the hours are worked out again from the roll call, or from what the guardian confirmed, and added as a new row.",
        ),
        &paths::credit_again(row.id),
        Button::quiet(lang.t("Ghi lại giờ này", "Credit these hours anew")),
        reason(lang, row, refused),
    )
}

fn reason(lang: Lang, row: &LedgerRow, refused: Refused<'_>) -> Markup {
    let refused = refused.filter(|(id, ..)| *id == row.id);
    let field = Field::text("reason", lang.t("Lý do", "Reason"))
        .id(format!("reason-{}", row.id))
        .hint(lang.t(
            "Ít nhất 5 chữ cái; lý do được giữ trong sổ",
            "At least 5 letters; the reason is kept in the ledger",
        ))
        .value(refused.map_or("", |(_, typed, _)| typed))
        .error(refused.and_then(|(_, _, problems)| problems.say("reason", lang)))
        .max_len(300);
    html! { (field) }
}
