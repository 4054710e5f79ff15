//! Pages for demonstration and development.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Mark, badge, card, definitions, empty_state, page_head, pager};
use crate::db::outbox::MessageRow;
use crate::domain::lang::Lang;
use crate::paths;

/// The messages that would have been sent.
pub fn mail(lang: Lang, rows: &[MessageRow], page: i64, total: i64, per_page: i64) -> Markup {
    let pages = ((total + per_page - 1) / per_page).max(1);
    html! {
        (page_head(
            lang.t("Thư đã gửi", "Messages"),
            lang.t("Trong bản minh họa, thư không rời khỏi máy này.", "In the demo nothing leaves this machine."),
            html! {},
        ))
        @if rows.is_empty() {
            (empty_state(Icon::Info, lang.t("Chưa có thư", "No messages yet"), lang.t("Hãy đăng hoặc hủy một buổi.", "Publish or cancel a session."), html! {}))
        }
        @for row in rows {
            (card(&row.subject, html! {
                (definitions(&[
                    (lang.t("Gửi tới", "To"), html! { (row.recipient) }),
                    (lang.t("Lúc", "When"), html! { (lang.moment(row.sent_at.unwrap_or(row.created_at))) }),
                ]))
                @match row.state.as_str() {
                    "sent" => (badge(Mark::Done, lang.t("Đã gửi", "Sent"))),
                    "failed" => (badge(Mark::Stopped, lang.t("Không gửi được", "Failed"))),
                    _ => (badge(Mark::Waiting, lang.t("Đang chờ", "Queued"))),
                }
                @if !row.last_error.is_empty() { p.note { (row.last_error) } }
                pre { (row.body_text) }
            }))
        }
        (pager(lang, page as u32, pages as u32, |n| format!("{}?page={n}", paths::dev::MAIL)))
    }
}
