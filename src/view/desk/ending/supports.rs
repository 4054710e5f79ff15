//! The supports of a session on its closing page, each as the confirming adult has to see it.

use maud::{Markup, html};

use super::Ending;
use crate::db::desk::Done;
use crate::domain::ids::SupportId;
use crate::domain::lang::Lang;
use crate::domain::supports::{OperatedBy, SpanMark, SupportState, also_read};
use crate::paths::desk as paths;
use crate::view::desk::words::*;
use crate::view::icons::Icon;
use crate::view::parts::*;

/// Everything that was done, to be confirmed or sent back.
pub(super) fn supports(lang: Lang, page: &Ending<'_>) -> Markup {
    let id = page.board.head.id;
    let logged = |row: &&Done| row.state == Some(SupportState::Logged);
    let own = page.done.iter().filter(logged).filter(|row| row.is_of(page.me)).count() as i64;
    let others = page.done.iter().filter(logged).count() as i64 - own;
    section(
        lang.t("Các lượt hỗ trợ", "Supports"),
        html! {
            @if others > 0 {
                (button_row(post_button(
                    &paths::of(id, "supports"),
                    Button::primary(format!(
                        "{} {}",
                        lang.t("Xác nhận tất cả:", "Confirm all:"),
                        lang.count(others, "lượt", "support", "supports"),
                    )).icon(Icon::Check),
                    &[],
                )))
            }
            @if own > 0 { p class="note" {
                (lang.count(
                    own,
                    "lượt do chính ông/bà giúp hoặc ghi: nhờ một người phụ trách khác hoặc cán bộ phường xác nhận, kể cả sau khi chốt.",
                    "support is your own or was entered by you: another supervisor or a coordinator confirms it, also after the close.",
                    "supports are your own or were entered by you: another supervisor or a coordinator confirms them, also after the close.",
                ))
            } }
            (Table::new(lang.t("Các lượt hỗ trợ", "Supports"))
                .text(lang.t("Bà con", "Resident"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Người giúp", "Helper"))
                .text(lang.t("Đã làm", "What was done"))
                .text(lang.t("Tình trạng", "State"))
                .actions(lang.t("Việc", "Actions"))
                .rows(page.done.iter().map(|row| support_row(lang, page, row)))
                .empty(html! { p class="note" { (lang.t("Chưa có lượt nào xong.", "No visit is finished yet.")) } }))
        },
    )
}

fn support_row(lang: Lang, page: &Ending<'_>, row: &Done) -> [Markup; 6] {
    let helper = match (&row.pupil, &row.class_name, &row.adult) {
        (Some(pupil), Some(class), _) => format!("{pupil} ({class})"),
        (_, _, Some(adult)) => adult.clone(),
        _ => "–".to_owned(),
    };
    let number = row.queue_number.map(|n| format!("{} {n} · ", lang.t("Số", "No.")));
    [
        html! { (number.unwrap_or_default()) (row.resident) },
        topics_done(lang, page, row),
        html! { (helper) },
        what_was_done(lang, row),
        html! { @match row.state {
            Some(state) => {
                (support_badge(lang, state))
                @if let Some(reason) = &row.returned_reason { p class="note" { (reason) } }
            }
            None => (badge(Mark::Warning, lang.t("chưa ghi", "not logged"))),
        } },
        html! { @if let (Some(support), Some(SupportState::Logged)) = (row.support, row.state) {
            (support_actions(lang, page, row, support))
        } },
    ]
}

/// What was really done: beside it what had been booked, and whether it was the pupil's to do.
fn topics_done(lang: Lang, page: &Ending<'_>, row: &Done) -> Markup {
    let name = |code: &str| {
        let found = page.topics.iter().find(|(known, ..)| known == code);
        found.map(|(_, vi, en)| lang.t(vi, en).to_owned())
    };
    let also = also_read(row.also_done.as_deref().unwrap_or_default()).filter_map(name);
    html! {
        (lang.t(&row.topic_vi, &row.topic_en))
        @for also in also { div class="note" { "+ " (also) } }
        @if let (Some(vi), Some(en)) = (&row.booked_vi, &row.booked_en) {
            div class="note" { (lang.t("đã đặt:", "booked:")) " " (lang.t(vi, en)) }
        }
        @if row.uncertified {
            " " (badge(Mark::Warning, lang.t("em chưa được chứng nhận", "pupil not certified")))
        }
    }
}

/// What the told time leaves, for the adult to look at before confirming it.
fn span_mark(lang: Lang, mark: SpanMark) -> Markup {
    let (word, noted) = match mark {
        SpanMark::OutsideShift(noted) => {
            (lang.t("ngoài giờ em có mặt", "outside the shift"), noted)
        }
        SpanMark::OutsideVisit(noted) => (lang.t("bàn trực ghi", "the desk noted"), noted),
    };
    let times = match noted.to {
        Some(to) => lang.times(noted.from.time(), to.time()),
        None => format!("{} {}", lang.t("từ", "from"), lang.time(noted.from.time())),
    };
    badge(Mark::Warning, &format!("{word} {times}"))
}

/// "8:05–8:32 (27 phút) · làm được khi có hướng dẫn · lần sau cần nhắc".
fn what_was_done(lang: Lang, row: &Done) -> Markup {
    let (Some(from), Some(to), Some(outcome)) = (row.started_at, row.ended_at, row.outcome) else {
        return html! { "–" };
    };
    html! {
           (lang.times(from.time(), to.time())) " ("
           (lang.count(to.minutes_since(from), "phút", "minute", "minutes")) ") · " (outcome_word(lang, outcome))
           @if let Some(can) = row.can_do_alone { " · " (alone_word(lang, can)) }
           @if let Some(to) = row.handed_to.as_deref().filter(|to| !to.is_empty()) { " → " (to) }
           @if let Some(by) = row.operated_by.filter(|by| *by != OperatedBy::Resident) {
               " " (badge(Mark::Warning, &format!("{} {}", lang.t("thao tác:", "operated by:"), operated_word(lang, by))))
           }
    @for mark in row.marks() { " " (span_mark(lang, mark)) }
           @if row.tear_off_matched == Some(true) {
               " " (badge(Mark::Done, lang.t("có số xé từ phiếu", "torn-off number given")))
           }
       }
}

fn support_actions(lang: Lang, page: &Ending<'_>, row: &Done, support: SupportId) -> Markup {
    let id = support.to_string();
    let label = lang.t("Xác nhận", "Confirm");
    let refused = page.refused.filter(|(refused, ..)| *refused == support);
    let typed = refused.map_or("", |(_, typed, _)| typed);
    let why = refused.and_then(|(_, _, problems)| problems.say("reason", lang));
    html! {
        @if row.is_of(page.me) {
            span class="note" { (lang.t("chờ người khác xác nhận", "somebody else confirms it")) }
        } @else {
            (post_button(
                &paths::of(page.board.head.id, "supports"),
                Button::quiet(label).small().says(format!("{label}: {}", row.resident)),
                &[("support", &id)],
            ))
        }
        @if row.pupil.is_some() {
            (confirm_box(
                lang.t("Trả lại…", "Send back…"),
                lang.t("Em sẽ thấy lý do và ghi lại.", "The pupil sees the reason and logs it again."),
                &paths::send_back(page.board.head.id, support),
                Button::danger(lang.t("Trả lại cho em", "Send back")),
                html! {
                    (Field::text("reason", lang.t("Cần sửa gì", "What to mend"))
                        .id(format!("reason-{id}")).value(typed).max_len(300).error(why))
                },
            ))
        }
    }
}
