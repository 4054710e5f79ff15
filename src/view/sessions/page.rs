//! One session with everything about it, and what can be done next.

use maud::{Markup, html};

use super::when_of;
use crate::db::sessions::Slot;
use crate::db::sessions::screens::Page;
use crate::domain::bookings::BookingState;
use crate::domain::lang::Lang;
use crate::domain::matches::Scope;
use crate::domain::phone;
use crate::domain::sessions::{ApprovalState, SessionState};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Seat, SeatRow, Table, Tone, badge, breadcrumb, button_row, card,
    definitions, form, hint_box, page_head, post_button, seat_map, section, stat, stats, timeline,
};
use crate::view::words::{approval_state, session_state, shift_state, tier};

mod history;

/// Everything about one session.
pub fn one(lang: Lang, page: &Page) -> Markup {
    let session = &page.session;
    let (mark, word) = session_state(lang, session.state);
    let when = when_of(lang, session.starts_at, session.ends_at);
    html! {
        (breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST)], &when))
        (page_head(&session.title, &when, actions(lang, page)))
        p { (badge(mark, word)) }
        @if let Some(reason) = &session.cancel_reason {
            (hint_box(Tone::Bad, html! { p { (lang.t("Lý do hủy", "Called off because")) ": " (reason) } }))
        }
        (next(lang, page))
        (named_often(lang, page))
        (figures(lang, page))
        (facts(lang, page))
        (seats(lang, page))
        (pupils(lang, page))
        (answers(lang, page))
        (series(lang, page))
        (section(lang.t("Đã diễn ra", "History"), timeline(&history::moments(lang, &page.trail))))
    }
}

fn actions(lang: Lang, page: &Page) -> Markup {
    let id = page.session.id;
    html! {
        @if page.is_ahead() {
            (Button::primary(lang.t("Sửa", "Change")).icon(Icon::Pencil).to(paths::sessions::edit(id)))
        }
        (Button::quiet(lang.t("Chép thành buổi mới", "Copy")).icon(Icon::Plus).to(paths::sessions::copy(id)))
        @if page.session.state != SessionState::Cancelled {
            (Button::quiet(lang.t("Lặp hằng tuần", "Repeat weekly")).icon(Icon::Refresh).to(paths::sessions::repeat(id)))
        }
        (Button::quiet(lang.t("Danh sách gọi", "Call list")).icon(Icon::Phone).to(paths::sessions::calls(id)))
        @if page.is_ahead() {
            (Button::danger(lang.t("Hủy buổi", "Call off")).to(paths::sessions::cancel(id)))
        }
    }
}

/// What stands to be done now.
fn next(lang: Lang, page: &Page) -> Markup {
    match page.session.state {
        SessionState::Draft if page.is_ahead() => publish(lang, page),
        SessionState::Draft => hint_box(
            Tone::Warn,
            html! { p { (lang.t("Bản nháp này đã quá ngày. Hãy chép thành buổi mới.", "This draft's day has passed. Copy it to a new session.")) } },
        ),
        SessionState::AwaitingSchool => hint_box(
            Tone::Info,
            html! { p { (lang.t(
                "Đang chờ nhà trường. Buổi mở cho người dân khi các trường đã trả lời và ít nhất một trường đồng ý.",
                "Waits for the schools. Residents can book once all have answered and at least one agreed.",
            )) } },
        ),
        SessionState::Open if page.is_ahead() && lacks_schools(page) => hint_box(
            Tone::Warn,
            html! { p { (lang.t(
                "Buổi cần đại sứ số nhưng chưa trường nào đồng ý. Hỏi trường ở mục bên dưới.",
                "Ambassadors are wanted but no school has agreed. Ask one below.",
            )) } },
        ),
        _ => html! {},
    }
}

/// The limit of a day counts what people say of themselves; a person sees more.
fn named_often(lang: Lang, page: &Page) -> Markup {
    if page.named_often.is_empty() {
        return html! {};
    }
    hint_box(
        Tone::Warn,
        html! {
            p { strong { (lang.t("Cùng tên trong ngày này, quá số lượt một người được đặt:", "The same name on this day, more often than one person may book:")) } }
            ul { @for often in &page.named_often {
                li { (often.name) ": " (lang.count(often.bookings, "lượt", "booking", "bookings")) }
            } }
            p { (lang.t(
                "Có thể là nhiều người trùng tên. Nếu là một người, gọi hỏi và hủy bớt ở ",
                "They may be namesakes. If it is one person, call them and cancel some on the ",
            )) a href=(paths::sessions::calls(page.session.id)) { (lang.t("danh sách gọi", "call list")) } "." }
        },
    )
}

fn lacks_schools(page: &Page) -> bool {
    let agreed = page.answers.iter().any(|a| a.state == ApprovalState::Approved);
    page.session.ambassadors_wanted > 0 && !agreed
}

fn publish(lang: Lang, page: &Page) -> Markup {
    let declined = page.answers.iter().filter(|a| a.state == ApprovalState::Declined);
    let declined: Vec<_> = declined.collect();
    let with_pupils = page.session.ambassadors_wanted > 0;
    let button = match with_pupils {
        true => lang.t("Đăng và hỏi nhà trường", "Publish and ask the schools"),
        false => lang.t("Đăng ngay", "Publish now"),
    };
    html! {
        @if !declined.is_empty() {
            (hint_box(Tone::Bad, html! {
                p { (lang.t("Không trường nào đồng ý:", "No school agreed:")) }
                ul { @for answer in &declined { li { (answer.school) ": " (answer.reason) } } }
            }))
        }
        (card(lang.t("Đăng buổi này", "Publish this session"), form(&paths::sessions::publish(page.session.id), html! {
            @if with_pupils { (school_checks(lang, page, true)) }
            (button_row(html! { (Button::primary(button).icon(Icon::Check)) }))
        })))
    }
}

fn school_checks(lang: Lang, page: &Page, all: bool) -> Field {
    let known =
        |id| page.answers.iter().any(|a| a.school_id == id && a.state != ApprovalState::Declined);
    let offered = page.schools.iter().filter(|school| all || !known(school.id));
    let ids: Vec<String> = page.schools.iter().map(|s| s.id.to_string()).collect();
    let choices = offered.map(|s| Choice::new(s.id.to_string(), &s.name)).collect();
    let field =
        Field::checks("schools", lang.t("Hỏi trường nào?", "Which schools are asked?"), choices);
    if all { field.values(ids) } else { field }
}

fn figures(lang: Lang, page: &Page) -> Markup {
    let sum = |of: fn(&Slot) -> i64| page.slots.iter().map(of).sum::<i64>();
    let (taken, all) = (sum(|s| s.taken), sum(|s| s.seats));
    let waiting = page.counts.iter().filter(|c| c.state == BookingState::Waiting);
    let waiting: i64 = waiting.map(|c| c.n).sum();
    let waits = format!("{} {}", lang.number(waiting), lang.t("người chờ", "waiting"));
    let pupils = page.on_duty.len() as i64;
    let of = |n: i64, all: i64| format!("{}/{}", lang.number(n), lang.number(all));
    stats(html! {
        @if page.session.state != SessionState::Cancelled {
            (stat(&of(taken, all), lang.t("chỗ đã đặt", "seats taken"), (waiting > 0).then_some(waits.as_str())))
        }
        (stat(&of(pupils, page.session.ambassadors_wanted), lang.t("đại sứ số", "ambassadors"), None))
        (stat(&lang.number(page.supervisors.len() as i64), lang.t("người lớn", "adults"), None))
    })
}

fn facts(lang: Lang, page: &Page) -> Markup {
    let (session, around) = (&page.session, &page.around);
    section(
        lang.t("Thông tin", "Details"),
        definitions(&[
            (
                lang.t("Nơi", "Place"),
                html! {
                    (around.place) ", " (around.address)
                    @if !around.landmark.is_empty() { " (" (around.landmark) ")" }
                    " · " (around.area)
                    @if around.accessible { " " (badge(Mark::Plain, lang.t("Có lối xe lăn", "Step-free"))) }
                },
            ),
            (
                lang.t("Khung giờ", "Slots"),
                html! {
                    (page.slots.len()) " × " (session.slot_minutes) " " (lang.t("phút", "minutes")) ", "
                    (session.seats) " " (lang.t("chỗ mỗi khung", "seats each")) ", "
                    (session.walk_in_percent) " % " (lang.t("cho người đến thẳng", "for walk-ins"))
                },
            ),
            (
                lang.t("Nội dung", "Topics"),
                html! {
                    ul { @for topic in &page.topics {
                        li { (topic.name(lang)) " " span class="note" { (tier(lang, topic.tier)) } }
                    } }
                },
            ),
            (
                lang.t("Người lớn phụ trách", "Supervisors"),
                html! {
                    ul { @for adult in &page.supervisors {
                        li {
                            (adult.name)
                            @if let Some(number) = &adult.phone { " · " (phone::shown(number)) }
                        }
                    } }
                },
            ),
            (
                lang.t("Lối đi, hỗ trợ đặc biệt", "Access"),
                html! { (or_dash(&session.access_notes)) },
            ),
            (lang.t("Ghi chú nội bộ", "Notes for staff"), html! { (or_dash(&session.notes)) }),
            (
                lang.t("Người đăng", "Posted by"),
                html! { (around.posted_by) ", " (lang.moment(session.created_at)) },
            ),
        ]),
    )
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn seats(lang: Lang, page: &Page) -> Markup {
    if page.session.state == SessionState::Cancelled {
        return html! {};
    }
    let rows: Vec<SeatRow> = page.slots.iter().map(|slot| seat_row(lang, page, slot)).collect();
    section(
        lang.t("Chỗ theo khung giờ", "Seats by slot"),
        seat_map(lang, lang.t("Mỗi ô là một chỗ", "Each square is a seat"), &rows),
    )
}

/// Booked seats by what became of them, then those free ahead and those kept for walk-ins.
fn seat_row(lang: Lang, page: &Page, slot: &Slot) -> SeatRow {
    let mut seats = Vec::new();
    for count in page.counts.iter().filter(|c| c.slot_id == slot.id) {
        if let Some(seat) = seat_of(count.state) {
            seats.extend(std::iter::repeat_n(seat, usize::try_from(count.n).unwrap_or_default()));
        }
    }
    let free = (slot.seats - slot.taken).max(0);
    let ahead = (slot.bookable - slot.booked_ahead).clamp(0, free);
    let repeat = |seat, n: i64| std::iter::repeat_n(seat, usize::try_from(n).unwrap_or_default());
    seats.extend(repeat(Seat::Free, ahead));
    seats.extend(repeat(Seat::WalkIn, free - ahead));
    SeatRow { time: lang.times(slot.starts_at.time(), slot.ends_at.time()), seats }
}

fn seat_of(state: BookingState) -> Option<Seat> {
    match state {
        BookingState::Held | BookingState::Booked | BookingState::Offered => Some(Seat::Booked),
        BookingState::Arrived => Some(Seat::Arrived),
        BookingState::BeingHelped => Some(Seat::Helping),
        BookingState::Helped | BookingState::Referred => Some(Seat::Done),
        BookingState::Absent => Some(Seat::Absent),
        BookingState::Cancelled | BookingState::Rescheduled | BookingState::Waiting => None,
    }
}

fn pupils(lang: Lang, page: &Page) -> Markup {
    if page.session.ambassadors_wanted == 0 && page.on_duty.is_empty() {
        return html! {};
    }
    let table = Table::new(lang.t("Đại sứ số của buổi", "Ambassadors of the session"))
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Trường", "School"))
        .text(lang.t("Trạng thái", "State"))
        .rows(page.on_duty.iter().map(|pupil| {
            let (mark, word) = shift_state(lang, pupil.state);
            [
                html! { (pupil.name) },
                html! { (pupil.class_name) },
                html! { (pupil.school) },
                html! { (badge(mark, word)) },
            ]
        }))
        .empty(html! { p class="note" { (lang.t("Chưa em nào nhận ca.", "No pupil has a place yet.")) } });
    let scope = Scope::Session(page.session.id).code();
    let matched = page.session.state == SessionState::Open && page.is_ahead();
    let booked = page.slots.iter().any(|slot| slot.taken > 0);
    let button = Button::quiet(lang.t("Ghép buổi này", "Match this session")).icon(Icon::Users);
    section(
        lang.t("Đại sứ số", "Ambassadors"),
        html! {
            (table)
            @if matched {
                (button_row(html! {
                    @if booked { (post_button(paths::matching::LIST, button, &[("scope", &scope)])) }
                    @else { (button.blocked(Some(lang.t("Chưa ai đặt chỗ", "Nobody has booked yet")))) }
                }))
            }
        },
    )
}

fn answers(lang: Lang, page: &Page) -> Markup {
    let session = &page.session;
    let published = matches!(session.state, SessionState::AwaitingSchool | SessionState::Open);
    let askable = page.is_ahead() && published && session.ambassadors_wanted > 0;
    let unasked = page.schools.iter().any(|school| {
        !page.answers.iter().any(|a| a.school_id == school.id && a.state != ApprovalState::Declined)
    });
    if page.answers.is_empty() && !askable {
        return html! {};
    }
    let table = Table::new(lang.t("Câu trả lời của các trường", "The schools' answers"))
        .text(lang.t("Trường", "School"))
        .text(lang.t("Trả lời", "Answer"))
        .text(lang.t("Ai, lúc nào", "By whom, when"))
        .text(lang.t("Lý do", "Reason"))
        .actions(lang.t("Việc", "Actions"))
        .rows(page.answers.iter().map(|answer| {
            let (mark, word) = approval_state(lang, answer.state);
            let back = paths::sessions::take_back(session.id, answer.school_id);
            [
                html! { (answer.school) },
                html! { (badge(mark, word)) },
                html! {
                    @match answer.decided_at {
                        Some(at) => { (answer.decided_by.as_deref().unwrap_or_default()) ", " (lang.moment(at)) },
                        None => { (lang.t("hỏi lúc", "asked")) " " (lang.moment(answer.asked_at)) },
                    }
                },
                html! { (answer.reason) },
                html! {
                    @if answer.state == ApprovalState::Asked && page.is_ahead() {
                        (post_button(&back, Button::quiet(lang.t("Rút lời hỏi", "Take back")).small()
                            .says(format!("{}: {}", lang.t("Rút lời hỏi", "Take back"), answer.school)), &[]))
                    }
                },
            ]
        }));
    section(
        lang.t("Nhà trường", "Schools"),
        html! {
            @if !page.answers.is_empty() { (table) }
            @if askable && unasked {
                (form(&paths::sessions::schools(session.id), html! {
                    (school_checks(lang, page, false))
                    (button_row(html! { (Button::quiet(lang.t("Hỏi thêm trường", "Ask these too"))) }))
                }))
            }
        },
    )
}

fn series(lang: Lang, page: &Page) -> Markup {
    if page.siblings.is_empty() {
        return html! {};
    }
    section(
        lang.t("Chuỗi hằng tuần", "Weekly series"),
        html! {
            ul {
                @for sibling in &page.siblings {
                    @let (mark, word) = session_state(lang, sibling.state);
                    li {
                        @if sibling.id == page.session.id {
                            strong { (lang.day(sibling.starts_at.day())) }
                        } @else {
                            a href=(paths::sessions::one(sibling.id)) { (lang.day(sibling.starts_at.day())) }
                        }
                        " " (badge(mark, word))
                    }
                }
            }
        },
    )
}
