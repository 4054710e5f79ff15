//! Where and when: days and times in a list, read from top to bottom.

use maud::{Markup, html};

use super::{moment, way_steps};
use crate::db::catalogue::sessions::{Filter, SlotToCome, Times};
use crate::db::catalogue::{Catalogue, Page};
use crate::db::topics::TopicRow;
use crate::domain::bookings::Room;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::domain::topics::said;
use crate::paths;
use crate::view::catalogue::{next_and_previous, where_fields};
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, button_row, empty_state, error_summary, hidden, page_head, search_form,
};

/// The second step. `wrong` is what was missing when it was sent.
pub fn when(
    lang: Lang,
    catalogue: &Catalogue,
    topic: &TopicRow,
    filter: &Filter,
    page: &Page<Times>,
    wrong: Option<&Message>,
    link: impl Fn(i64) -> String,
) -> Markup {
    let said = said(&topic.code, topic.name(lang), lang);
    html! {
        (way_steps(lang, 1))
        (page_head(
            lang.t("Đến đâu, lúc nào?", "Where and when?"),
            said,
            html! {},
        ))
        @if let Some(wrong) = wrong { (error_summary(lang, &[(first_id(page), wrong.say(lang))])) }
        @if filter.session.is_none() {
            (search_form(paths::bookings::WHEN, html! {
                (hidden(&[("topic", &topic.code)]))
                (where_fields(lang, catalogue, filter))
                (Button::quiet(lang.t("Xem", "Show")))
            }))
        }
        @if page.rows.is_empty() { (nothing(lang, topic)) } @else {
            form class="form" method="get" action=(paths::bookings::WHO) {
                (hidden(&[("topic", &topic.code)]))
                @for times in &page.rows { (session_times(lang, times)) }
                div class="stick" { (Button::primary(lang.t("Tiếp tục", "Continue")).icon(Icon::ArrowRight).wide()) }
            }
        }
        (next_and_previous(lang, page.number, page.more, link))
        @if !page.rows.is_empty() {
            p {
                (lang.t("Không có giờ nào tiện?", "No time suits you?")) " "
                a href=(format!("{}?topic={}", paths::requests::ASK, topic.code)) {
                    (lang.t("Gửi yêu cầu, phường sẽ gọi lại", "Leave a request and the ward will call"))
                }
            }
        }
    }
}

/// The session's times as cards; a full one leads to its waiting list.
pub fn session_times(lang: Lang, times: &Times) -> Markup {
    let session = &times.session;
    let hours = lang.times(session.starts_at.time(), session.ends_at.time());
    let legend = format!("{} – {}", lang.day(session.starts_at.day()), session.place);
    let mut place = vec![session.area.clone()];
    if !session.landmark.is_empty() {
        place.push(session.landmark.clone());
    }
    if session.accessible {
        place.push(lang.t("xe lăn vào được", "wheelchair access").to_owned());
    }
    let choices = times.slots.iter().map(|slot| choice(lang, slot)).collect();
    html! {
        (Field::radios("slot", legend, choices).id(group_id(times)).grid()
            .hint(format!("{hours} · {}", place.join(" · "))))
    }
}

fn choice(lang: Lang, slot: &SlotToCome) -> Choice {
    let times = lang.times(slot.starts_at.time(), slot.ends_at.time());
    let choice = Choice::new(slot.id.to_string(), times);
    let room = Room::from_rank(slot.room);
    if room != Room::Full {
        return choice.note(room.message().say(lang));
    }
    let waiting = match slot.waiting {
        0 => lang.t("Đã đủ – ghi tên chờ", "Full – waiting list").to_owned(),
        n => format!("{} ({n})", lang.t("Đã đủ – đang chờ", "Full – waiting")),
    };
    choice.note(waiting).lesser(true)
}

fn group_id(times: &Times) -> String {
    format!("session-{}", times.session.id)
}

pub(super) fn first_id(page: &Page<Times>) -> String {
    page.rows.first().map(group_id).unwrap_or_default()
}

fn nothing(lang: Lang, topic: &TopicRow) -> Markup {
    empty_state(
        Icon::Calendar,
        lang.t("Chưa có buổi nào cho việc này", "No session for this yet"),
        lang.t(
            "Hãy cho biết lúc nào đến được: khi có buổi phù hợp, phường sẽ gọi lại.",
            "Tell us when you could come: the ward calls when a session fits.",
        ),
        button_row(html! {
            (Button::primary(lang.t("Gửi yêu cầu", "Leave a request"))
                .to(format!("{}?topic={}", paths::requests::ASK, topic.code)))
            (Button::quiet(lang.t("Chọn việc khác", "Choose another topic")).to(paths::catalogue::TOPICS))
        }),
    )
}

/// The slot that was chosen, in one line, for the steps after.
pub fn chosen(lang: Lang, slot: &crate::db::catalogue::sessions::ChosenSlot) -> String {
    format!("{} · {}", moment(lang, slot.starts_at, slot.ends_at), slot.place)
}
