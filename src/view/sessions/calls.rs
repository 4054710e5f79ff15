//! The call list of a session, to be printed and ticked by hand.

use maud::{Markup, html};

use super::when_of;
use crate::db::sessions::people::Expected;
use crate::db::sessions::screens::Calls;
use crate::domain::bookings::BookingState;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::{codes, phone};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Mark, Table, Tone, badge, breadcrumb, empty_state, hint_box, page_head, print_button,
};

/// Whom to call, and what to say.
pub fn list(lang: Lang, calls: &Calls) -> Markup {
    let session = &calls.session;
    let here = paths::sessions::one(session.id);
    let title = lang.t("Danh sách gọi điện", "Call list");
    let when = when_of(lang, session.starts_at, session.ends_at);
    html! {
        (breadcrumb(lang, &[
            (lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST),
            (&session.title, &here),
        ], title))
        (page_head(title, &format!("{}. {when}", session.title), html! {
            @if !calls.expected.is_empty() { (print_button(lang)) }
            (Button::quiet(lang.t("Về buổi này", "Back to the session")).to(&here))
        }))
        (what_to_say(lang, calls))
        (lost_topics(lang, calls))
        (table(lang, calls))
        p class="note" { (lang.t("Lập lúc", "Made at")) " " (lang.moment(calls.now)) ". "
            (lang.t("Hủy bản in sau khi gọi xong.", "Shred the printout once everybody is called.")) }
    }
}

fn what_to_say(lang: Lang, calls: &Calls) -> Markup {
    let session = &calls.session;
    if session.state == SessionState::Cancelled {
        let reason = session.cancel_reason.as_deref().unwrap_or_default();
        return hint_box(
            Tone::Bad,
            html! {
                p { strong { (lang.t("Buổi đã hủy.", "The session is called off.")) } " " (lang.t("Lý do", "Reason")) ": " (reason) }
                p { (lang.t("Xin lỗi bà con và giúp đặt buổi khác.", "Apologise and help them to book another session.")) }
            },
        );
    }
    match &calls.moved {
        Some((at, detail)) => hint_box(
            Tone::Warn,
            html! {
                p { strong { (lang.t("Buổi đã đổi", "The session has moved")) } " (" (lang.moment(*at)) "): " (detail) }
                p { (lang.t(
                    "Đọc giờ mới của từng người, nơi mới, và hỏi họ còn đến được không.",
                    "Read out each person's new time and the place, and ask whether they can still come.",
                )) }
            },
        ),
        None => hint_box(
            Tone::Info,
            html! { p { (lang.t("Buổi chưa đổi giờ hay nơi.", "Neither time nor place has changed.")) " "
            (calls.around.place) ", " (calls.around.address) } },
        ),
    }
}

/// Those whose topic the session no longer has need another topic or another session.
fn lost_topics(lang: Lang, calls: &Calls) -> Markup {
    let lost = calls.expected.iter().filter(|e| calls.lost_topic(e)).count() as i64;
    if lost == 0 || calls.session.state == SessionState::Cancelled {
        return html! {};
    }
    hint_box(
        Tone::Warn,
        html! {
            p { strong { (lang.count(
                lost,
                "người đặt nội dung mà buổi này không còn.",
                "person booked a topic that this session no longer has.",
                "people booked a topic that this session no longer has.",
            )) } }
            p { (lang.t(
                "Hỏi họ muốn đổi nội dung hay dời sang buổi khác có nội dung ấy.",
                "Ask whether they take another topic or move to a session that has theirs.",
            )) }
        },
    )
}

fn table(lang: Lang, calls: &Calls) -> Markup {
    let table = Table::new(lang.t("Người cần gọi", "People to call"))
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Điện thoại", "Telephone"))
        .text(lang.t("Mã", "Code"))
        .text(lang.t("Giờ", "Time"))
        .text(lang.t("Nội dung", "Topic"))
        .text(lang.t("Đã gọi", "Called"))
        .rows(calls.expected.iter().map(|e| row(lang, calls, e)))
        .empty(empty_state(
            Icon::Phone,
            lang.t("Không phải gọi ai", "Nobody to call"),
            lang.t("Buổi này chưa có ai đặt chỗ.", "Nobody has booked this session."),
            html! {},
        ));
    html! { (table) }
}

fn row(lang: Lang, calls: &Calls, e: &Expected) -> [Markup; 6] {
    let waits = matches!(e.state, BookingState::Waiting | BookingState::Offered);
    [
        html! {
            (e.name)
            @if let Some(area) = &e.area { span class="note" { " " (area) } }
        },
        html! { (number(lang, e)) },
        html! { span.nowrap { (codes::shown(&e.code)) } },
        html! {
            span.nowrap { (lang.times(e.starts_at.time(), e.ends_at.time())) }
            @if waits { span class="note" { " " (lang.t("(đang chờ chỗ)", "(waits for a seat)")) } }
        },
        html! {
            (lang.t(&e.topic_vi, &e.topic_en))
            @if calls.lost_topic(e) {
                " " (badge(Mark::Stopped, lang.t("Nội dung bị bỏ", "Topic removed")))
            }
        },
        html! { "☐" },
    ]
}

/// The resident's own number, or that of whoever booked; else the neighbourhood passes it on.
fn number(lang: Lang, e: &Expected) -> Markup {
    html! {
        @match (&e.phone, &e.proxy_phone) {
            (Some(own), _) => { span.nowrap { (phone::shown(own)) } },
            (None, Some(proxy)) => {
                span.nowrap { (phone::shown(proxy)) } span class="note" { " " (e.proxy_name.as_deref().unwrap_or_default()) }
            },
            (None, None) => { (lang.t("không có số, nhắn qua khu phố", "none; through the neighbourhood")) },
        }
    }
}
