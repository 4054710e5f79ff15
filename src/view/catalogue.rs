//! Sessions to come, as the public sees them: where, when, what for, and whether there is
//! room. Nothing here is about anybody.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Tone, badge, breadcrumb, button_row, definitions, empty_state,
    hint_box, page_head, search_form, section,
};
use super::topics::way;
use crate::db::catalogue::sessions::{Card, Filter, PublicSession, SlotToCome};
use crate::db::catalogue::{Catalogue, Page};
use crate::domain::at::At;
use crate::domain::bookings::Room;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::topics::said;
use crate::paths;

/// The list with its filters. `link` makes the address of another page.
pub fn sessions(
    lang: Lang,
    catalogue: &Catalogue,
    filter: &Filter,
    page: &Page<Card>,
    now: At,
    link: impl Fn(i64) -> String,
) -> Markup {
    html! {
        (page_head(
            lang.t("Các buổi hỗ trợ", "Help sessions"),
            lang.t(
                "Miễn phí, ai cũng đến được. Đặt lịch trước để khỏi chờ lâu.",
                "Free and open to everybody. Book ahead and you will wait less.",
            ),
            html! {},
        ))
        (search_form(paths::catalogue::SESSIONS, html! {
            (where_fields(lang, catalogue, filter))
            (topic_field(lang, catalogue, filter))
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        }))
        @if page.rows.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Chưa có buổi nào như vậy", "No such session yet"),
                lang.t(
                    "Hãy bỏ bớt điều kiện lọc, hoặc gửi yêu cầu: khi có buổi phù hợp, phường sẽ gọi lại.",
                    "Use fewer filters, or leave a request: the ward calls when a session fits.",
                ),
                html! { (Button::primary(lang.t("Gửi yêu cầu", "Leave a request")).to(paths::requests::ASK)) },
            ))
        } @else {
            div class="cards" {
                @for session in &page.rows { (session_card(lang, catalogue, session, now)) }
            }
        }
        (next_and_previous(lang, page.number, page.more, link))
    }
}

/// Ward (where there are several) and neighbourhood.
pub fn where_fields(lang: Lang, catalogue: &Catalogue, filter: &Filter) -> Markup {
    let anywhere = |vi, en| Choice::new("", lang.t(vi, en));
    let ward = filter.ward.or_else(|| catalogue.only_ward().map(|ward| ward.id));
    html! {
        @if catalogue.wards.len() > 1 {
            @let choices = catalogue.wards.iter().map(|w| Choice::new(w.id.to_string(), &w.name));
            (Field::select("ward", lang.t("Phường", "Ward"),
                std::iter::once(anywhere("Tất cả các phường", "All wards")).chain(choices).collect())
                .filter().values(filter.ward.map(|id| id.to_string())))
        }
        @if let Some(ward) = ward {
            @let choices = catalogue.areas_of(ward).map(|a| Choice::new(a.id.to_string(), &a.name));
            (Field::select("area", lang.t("Khu phố", "Neighbourhood"),
                std::iter::once(anywhere("Tất cả khu phố", "All neighbourhoods")).chain(choices).collect())
                .filter().values(filter.area.map(|id| id.to_string())))
        }
    }
}

fn topic_field(lang: Lang, catalogue: &Catalogue, filter: &Filter) -> Markup {
    let all = Choice::new("", lang.t("Tất cả các việc", "Everything"));
    let choices = catalogue.topics.iter().map(|topic| Choice::new(&topic.code, topic.name(lang)));
    html! {
        (Field::select("topic", lang.t("Việc cần giúp", "Topic"),
            std::iter::once(all).chain(choices).collect())
            .filter().values(filter.topic.clone()))
    }
}

/// One session of the list.
pub fn session_card(lang: Lang, catalogue: &Catalogue, session: &Card, now: At) -> Markup {
    html! {
        article class="card link-card" {
            h2 {
                a href=(paths::catalogue::session(session.id)) {
                    (lang.day(session.starts_at.day()))
                    ", " (lang.times(session.starts_at.time(), session.ends_at.time()))
                }
            }
            p {
                strong { (session.place) } ", " (session.area)
                @if !session.landmark.is_empty() { " (" (session.landmark) ")" }
            }
            p class="note" { (catalogue.groups(&session.topics, lang).join(" · ")) }
            p class="row" {
                @if session.starts_at <= now { (badge(Mark::Running, lang.t("Đang diễn ra", "Running now"))) }
                (room(lang, Room::from_rank(session.room)))
                @if session.accessible { (badge(Mark::Plain, lang.t("Xe lăn vào được", "Wheelchair access"))) }
            }
        }
    }
}

/// "Còn nhiều chỗ", with a shape of its own.
pub fn room(lang: Lang, room: Room) -> Markup {
    let mark = match room {
        Room::Full => Mark::Taken,
        Room::Few => Mark::Warning,
        Room::Plenty => Mark::Open,
    };
    badge(mark, room.message().say(lang))
}

/// The way to the neighbouring pages of a list whose length nobody needs to know.
pub fn next_and_previous(
    lang: Lang,
    number: i64,
    more: bool,
    link: impl Fn(i64) -> String,
) -> Markup {
    html! {
        @if number > 1 || more {
            nav class="pager" aria-label=(lang.t("Các trang của danh sách", "Pages of the list")) {
                @if number > 1 {
                    a class="button quiet" rel="prev" href=(link(number - 1)) {
                        (Icon::ChevronLeft) span { (lang.t("Trước", "Previous")) }
                    }
                }
                p { (lang.t("Trang", "Page")) " " strong { (number) } }
                @if more {
                    a class="button quiet" rel="next" href=(link(number + 1)) {
                        span { (lang.t("Sau", "Next")) } (Icon::ChevronRight)
                    }
                }
            }
        }
    }
}

/// A session's own page.
pub fn session(
    lang: Lang,
    catalogue: &Catalogue,
    session: &PublicSession,
    slots: &[SlotToCome],
) -> Markup {
    let title = format!(
        "{}, {}",
        lang.day(session.starts_at.day()),
        lang.times(session.starts_at.time(), session.ends_at.time())
    );
    // A session that is called off or over has times, but nobody can come to them.
    let slots = match session.state {
        SessionState::Open | SessionState::Running => slots,
        _ => &[],
    };
    html! {
        (breadcrumb(lang, &[(lang.t("Các buổi hỗ trợ", "Help sessions"), paths::catalogue::SESSIONS)], &title))
        (page_head(&title, &session.title, html! {}))
        (state(lang, session, slots))
        (definitions(&[
            (lang.t("Nơi", "Where"), html! {
                strong { (session.place) } br; (session.address)
                @if !session.landmark.is_empty() { br; (session.landmark) }
            }),
            (lang.t("Ngày", "Day"), html! { (lang.day_in_words(session.starts_at.day())) }),
            (lang.t("Đi lại", "Access"), access(lang, session)),
            (lang.t("Hỏi thêm, gọi", "Questions? Call"), html! { (session.ward_phone) " – " (session.ward) }),
        ]))
        (times(lang, session, slots))
        (section(lang.t("Buổi này giúp được", "This session helps with"), html! {
            ul class="ways" {
                @for topic in catalogue.topics.iter().filter(|t| session.topics.split(' ').any(|c| c == t.code)) {
                    li {
                        @if slots.is_empty() { (way(lang, topic)) } @else {
                            a href=(format!("{}?topic={}&session={}", paths::bookings::WHEN, topic.code, session.id)) {
                                strong { (said(&topic.code, topic.name(lang), lang)) }
                                span class="note" { (topic.name(lang)) }
                                (Icon::ChevronRight)
                            }
                        }
                    }
                }
            }
        }))
    }
}

fn state(lang: Lang, session: &PublicSession, slots: &[SlotToCome]) -> Markup {
    html! {
        @match session.state {
            SessionState::Cancelled => (hint_box(Tone::Bad, html! {
                p { strong { (lang.t("Buổi này đã hủy.", "This session is cancelled.")) } }
                @if let Some(reason) = &session.cancel_reason { p { (reason) } }
                p { a href=(paths::catalogue::SESSIONS) { (lang.t("Xem các buổi khác", "See other sessions")) } }
            })),
            SessionState::Open | SessionState::Running if !slots.is_empty() => (button_row(html! {
                @let best = slots.iter().map(|slot| slot.room).max().unwrap_or_default();
                (room(lang, Room::from_rank(best)))
            })),
            _ => (hint_box(Tone::Info, html! {
                p { (lang.t("Buổi này đã qua hoặc không còn nhận đặt lịch.", "This session is over or takes no more bookings.")) }
                p { a href=(paths::catalogue::SESSIONS) { (lang.t("Xem các buổi sắp tới", "See the sessions to come")) } }
            })),
        }
    }
}

fn access(lang: Lang, session: &PublicSession) -> Markup {
    html! {
        @if session.accessible {
            (lang.t("Xe lăn vào được.", "Wheelchairs can enter."))
        } @else {
            (lang.t("Lối vào có bậc; hãy gọi trước nếu đi xe lăn.", "There are steps; please call ahead with a wheelchair."))
        }
        @if !session.access_notes.is_empty() { " " (session.access_notes) }
    }
}

fn times(lang: Lang, session: &PublicSession, slots: &[SlotToCome]) -> Markup {
    html! {
        @if !slots.is_empty() {
            (section(lang.t("Khung giờ", "Times"), html! {
                ul class="ways" {
                    @for slot in slots {
                        li class="ways-head row" {
                            strong { (lang.times(slot.starts_at.time(), slot.ends_at.time())) }
                            (room(lang, Room::from_rank(slot.room)))
                        }
                    }
                }
                @if session.walk_in_percent > 0 {
                    p class="note" { (lang.t("Không đặt trước vẫn được: có chỗ để dành cho người đến thẳng.", "You may also come without booking: some seats are kept for that.")) }
                }
            }))
        }
    }
}
