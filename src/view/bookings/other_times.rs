//! Somebody was faster, or a rule says no: what can be had instead, with nothing to type again.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::when::chosen;
use crate::db::catalogue::sessions::ChosenSlot;
use crate::db::topics::TopicRow;
use crate::domain::bookings::WhoForm;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{Button, Tone, button_row, form, hidden, hint_box, page_head, section};

/// Other times for the same topic and the same person.
pub fn other_times(
    lang: Lang,
    topic: &TopicRow,
    slot: &ChosenSlot,
    typed: &WhoForm,
    free: &[ChosenSlot],
) -> Markup {
    html! {
        (page_head(
            lang.t("Chỗ này vừa có người đặt", "This seat has just been taken"),
            lang.t(
                "Tên ông/bà chưa mất đâu: chỉ cần chọn giờ khác dưới đây, không phải ghi lại.",
                "Nothing is lost: choose another time below, without typing anything again.",
            ),
            html! {},
        ))
        (instead(lang, lang.t("Giờ khác còn chỗ", "Other times with a seat"), topic, typed, free))
        (section(lang.t("Hoặc chờ đúng giờ đó", "Or wait for that very time"), html! {
            p {
                (chosen(lang, slot)) ". "
                (lang.t("Đang có ", "Waiting now: ")) (slot.waiting) (lang.t(" người chờ.", "."))
            }
            (form(paths::bookings::CHECK, html! {
                (hidden(&answers_for(typed, &slot.id.to_string())))
                (Button::quiet(lang.t("Ghi tên vào danh sách chờ", "Join the waiting list")).icon(Icon::Hourglass).wide())
            }))
        }))
    }
}

/// Why it cannot be booked, and other times; `closed` when it is the person who can have
/// nothing more that day, whom a fuller name may tell from another one.
pub fn refused(
    lang: Lang,
    topic: &TopicRow,
    typed: &WhoForm,
    why: &Message,
    closed: Option<NaiveDate>,
    free: &[ChosenSlot],
) -> Markup {
    let other = match closed {
        Some(_) => lang.t("Ngày khác còn chỗ", "Other days with a seat"),
        None => lang.t("Giờ khác còn chỗ", "Other times with a seat"),
    };
    html! {
        (page_head(lang.t("Chưa đặt được", "This could not be booked"), "", html! {}))
        (hint_box(Tone::Warn, html! { p { (why.say(lang)) } }))
        (instead(lang, other, topic, typed, free))
        @if closed.is_some() {
            (form(paths::bookings::WHO, html! {
                (hidden(&typed.answers()))
                (Button::quiet(lang.t("Sửa lại tên, thông tin", "Change the name or details")).icon(Icon::Pencil).wide())
            }))
        }
        (button_row(html! {
            (Button::quiet(lang.t("Xem lượt đã đặt bằng mã", "Open a booking by its code")).to(paths::bookings::ENTER))
        }))
    }
}

/// Too much has been booked from one address; what was typed can be sent again later.
pub fn slow_down(lang: Lang, typed: &WhoForm, slot: Option<&ChosenSlot>, minutes: i64) -> Markup {
    let mut answers = typed.answers();
    answers.push(("key", &typed.key));
    html! {
        (page_head(lang.t("Xin đợi một lát", "Please wait a little"), "", html! {}))
        (hint_box(Tone::Warn, html! { p {
            (lang.t(
                "Trong giờ qua, từ mạng (Wi-Fi) này đã có rất nhiều lượt đặt, nên máy tạm ngừng nhận để không ai chiếm hết chỗ. ",
                "Very many bookings have come from this network (Wi-Fi) within the hour, so no more are taken for a while: nobody shall take all the seats. ",
            ))
            strong { (lang.t("Xin thử lại sau ", "Please try again in ")) (lang.count(minutes, "phút", "minute", "minutes")) "." }
        } }))
        p {
            (lang.t(
                "Những gì ông/bà đã ghi vẫn còn trên trang này: cứ để trang mở, đến lúc đó bấm nút dưới đây.",
                "What you have typed is still on this page: leave it open and press the button then.",
            ))
        }
        @if let Some(slot) = slot { p { strong { (chosen(lang, slot)) } " · " (typed.name) } }
        (form(paths::bookings::BOOK, html! {
            (hidden(&answers))
            (Button::primary(lang.t("Đặt lại lần nữa", "Book once more")).icon(Icon::Check).wide())
        }))
        @if let Some(slot) = slot {
            p {
                (lang.t("Cần gấp thì gọi ", "In a hurry? Call ")) strong { (slot.ward_phone) } " (" (slot.ward) "), "
                (lang.t("hoặc đến thẳng buổi hỗ trợ.", "or come to the session."))
            }
        }
    }
}

fn instead(
    lang: Lang,
    heading: &str,
    topic: &TopicRow,
    typed: &WhoForm,
    free: &[ChosenSlot],
) -> Markup {
    html! {
        @if !free.is_empty() {
            (section(heading, html! {
                @for slot in free {
                    (form(paths::bookings::CHECK, html! {
                        (hidden(&answers_for(typed, &slot.id.to_string())))
                        (Button::quiet(chosen(lang, slot)).icon(Icon::Calendar).wide())
                    }))
                }
            }))
        }
        p {
            a href=(format!("{}?topic={}", paths::bookings::WHEN, topic.code)) {
                (lang.t("Xem tất cả các giờ", "See all times"))
            }
            " · "
            a href=(format!("{}?topic={}", paths::requests::ASK, topic.code)) {
                (lang.t("Gửi yêu cầu, phường gọi lại", "Leave a request and be called"))
            }
        }
    }
}

fn answers_for<'a>(typed: &'a WhoForm, slot: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut answers = typed.answers();
    answers.retain(|(name, _)| !matches!(*name, "slot" | "wait"));
    answers.push(("slot", slot));
    answers
}
