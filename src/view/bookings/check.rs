//! Everything once more before it counts.

use maud::{Markup, html};

use super::{kept_for, moment, way_steps};
use crate::db::catalogue::Catalogue;
use crate::db::catalogue::sessions::ChosenSlot;
use crate::db::topics::TopicRow;
use crate::domain::bookings::{Booking, Room, WhoForm, needs, needs_stored};
use crate::domain::lang::Lang;
use crate::domain::topics::said;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{Button, Tone, checklist, definitions, form, hidden, hint_box, page_head};

/// What is shown for checking: as typed, to be sent, and as understood.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    pub typed: &'a WhoForm,
    pub booking: &'a Booking,
    /// Made for this page: the form sent twice books once.
    pub key: &'a str,
}

/// The fourth step.
pub fn check(
    lang: Lang,
    catalogue: &Catalogue,
    topic: &TopicRow,
    slot: &ChosenSlot,
    answers: Answers<'_>,
) -> Markup {
    let full = Room::from_rank(slot.room) == Room::Full;
    html! {
        (way_steps(lang, 3))
        (page_head(lang.t("Xem lại rồi đặt", "Check, then book"), "", html! {}))
        @if full {
            (hint_box(Tone::Info, html! {
                p {
                    (lang.t("Khung giờ này đã đủ chỗ, nên đây là ghi tên vào danh sách chờ, vị trí thứ ", "This time is full, so this puts you on the waiting list, in place "))
                    (slot.waiting + 1) "."
                }
            }))
        }
        (definitions(&rows(lang, catalogue, topic, slot, answers.booking)))
        (rules_of_the_house(lang))
        (kept_for(lang))
        (form(paths::bookings::BOOK, html! {
            (hidden(&sent(answers, full)))
            (Button::primary(if full { lang.t("Ghi tên chờ", "Join the waiting list") } else { lang.t("Đặt chỗ này", "Book this seat") })
                .icon(Icon::Check).wide())
        }))
        (form(paths::bookings::WHO, html! {
            (hidden(&answers.typed.answers()))
            (Button::quiet(lang.t("Sửa lại", "Change my answers")).icon(Icon::Pencil).wide())
        }))
    }
}

fn sent<'a>(answers: Answers<'a>, full: bool) -> Vec<(&'static str, &'a str)> {
    let mut sent = answers.typed.answers();
    sent.retain(|(name, _)| *name != "wait");
    sent.push(("wait", if full { "yes" } else { "" }));
    sent.push(("key", answers.key));
    sent
}

fn rows<'a>(
    lang: Lang,
    catalogue: &Catalogue,
    topic: &TopicRow,
    slot: &ChosenSlot,
    booking: &Booking,
) -> Vec<(&'a str, Markup)> {
    let who = &booking.who;
    let area = who.area.and_then(|id| catalogue.area(id)).map(|area| area.name.as_str());
    let mut rows = vec![
        (label(lang, "Việc", "Topic"), html! { (said(&topic.code, topic.name(lang), lang)) }),
        (
            label(lang, "Lúc", "When"),
            html! { strong { (moment(lang, slot.starts_at, slot.ends_at)) } },
        ),
        (
            label(lang, "Nơi", "Where"),
            html! { strong { (slot.place) } br; (slot.address) @if !slot.landmark.is_empty() { br; (slot.landmark) } },
        ),
        (
            label(lang, "Người đến", "Who comes"),
            html! {
                strong { (who.name) }
                @if let Some(year) = who.birth_year { ", " (lang.t("sinh năm", "born in")) " " (year) }
                br; (area.unwrap_or(lang.t("Nơi khác", "Elsewhere")))
            },
        ),
        (
            label(lang, "Điện thoại", "Telephone"),
            match &who.phone {
                Some(phone) => html! { (phone) },
                None => html! { (lang.t("Không có", "None")) },
            },
        ),
    ];
    let needs = needs(&needs_stored(&who.needs), lang);
    if !needs.is_empty() {
        rows.push((label(lang, "Cần chuẩn bị", "To prepare"), html! { (needs) }));
    }
    if let Some(proxy) = &booking.proxy {
        rows.push((
            label(lang, "Người đặt hộ", "Booked by"),
            html! {
                (proxy.name) " (" (proxy.relation.message().say(lang)) ")"
                @if let Some(phone) = &proxy.phone { ", " (phone) }
                br; (proxy.agreed.message().say(lang))
                br;
                @if proxy.may_change { (lang.t("Được đổi, hủy thay", "May change and cancel")) }
                @else { (lang.t("Không đổi, hủy thay", "May not change or cancel")) }
            },
        ));
    }
    rows
}

fn label(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    lang.t(vi, en)
}

/// How people treat each other at a session (dossier §4.4).
fn rules_of_the_house(lang: Lang) -> Markup {
    html! {
        (checklist(&[
            lang.t("Máy và giấy tờ luôn ở trong tay người đến; tự bấm, tự nhập mật khẩu.", "Phone and papers stay in your own hands; you press and type yourself."),
            lang.t("Không chụp ảnh, không xin số hay kết bạn riêng với các em học sinh.", "No pictures of the pupils, no private contacts with them."),
            lang.t("Các em hướng dẫn miễn phí; không đưa tiền, quà.", "Help is free; no money and no gifts."),
        ]))
    }
}
