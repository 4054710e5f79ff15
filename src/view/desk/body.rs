//! The living part of the board: what is wrong, who is next, who is with whom.

use maud::{Markup, html};

use super::roll::roll;
use super::words::{booking_badge, slot_time, topic};
use crate::db::desk::{Board, Guest, PupilLine};
use crate::db::sessions::Slot;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::{Lead, PUPIL_LATE, may_open_desk};
use crate::domain::lang::Lang;
use crate::domain::refusal::Refuse;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::paths::desk as paths;
use crate::view::icons::Icon;
use crate::view::incidents::alerts;
use crate::view::parts::*;

/// The board itself; the page keeps it current.
pub fn body(lang: Lang, board: &Board, now: At) -> Markup {
    let state = board.head.state;
    let undecided =
        |pupil: &PupilLine| matches!(pupil.state, ShiftState::Taken | ShiftState::Accepted);
    // Until the pupils are in, the roll is what one looks for; later it is the queue.
    let roll_first = state == SessionState::Running
        && (board.present().next().is_none()
            || (board.pupils.iter().any(undecided)
                && now < board.head.starts_at.plus_minutes(PUPIL_LATE)));
    html! {
        @if !board.incidents.is_empty() {
            div.first.flow { (alerts(lang, &board.incidents)) }
        }
        @if state == SessionState::Open {
            (opening(lang, board, now))
            (roll(lang, board, now))
        }
        @if matches!(state, SessionState::ToConfirm | SessionState::Closed) { (over(lang, board)) }
        @if state == SessionState::Running {
            @for warning in board.room().warnings() {
                @let tone = if warning.grave { Tone::Bad } else { Tone::Warn };
                (hint_box(tone, html! { p { (warning.message.say(lang)) } }))
            }
            @if board.room().is_cut_short() { (to_finish(lang, board)) }
            (figures(lang, board))
            @if roll_first { (roll(lang, board, now)) }
            div.part.flow id="queue" { (next(lang, board)) (waiting(lang, board)) }
            div.part.flow id="helping" { (helping(lang, board, now)) }
        }
        div.part.flow id="expected-residents" { (expected(lang, board, now)) }
        @if state != SessionState::Open && !roll_first { (roll(lang, board, now)) }
        @if !board.slots.is_empty() {
            (seat_map(lang, lang.t("Chỗ theo khung giờ", "Seats by slot"), &seat_rows(lang, board)))
        }
    }
}

/// What runs on with one adult, each a way to its end.
fn to_finish(lang: Lang, board: &Board) -> Markup {
    card(
        lang.t("Lượt cần làm cho xong", "Visits to be finished"),
        html! {
            ul {
                @for guest in board.in_state(BookingState::BeingHelped) {
                    li { (visit_link(lang, board, guest)) " · " (guest.lead_name.as_deref().unwrap_or("–")) }
                }
            }
        },
    )
}

fn opening(lang: Lang, board: &Board, now: At) -> Markup {
    let head = &board.head;
    let early = may_open_desk(head.state, head.starts_at, now).err();
    let few = board.room().admit_pupil().err();
    let reason = early.or(few).map(|why| why.message().say(lang).to_owned());
    card(
        lang.t("Mở buổi", "Open the session"),
        html! {
            p { (lang.t(
                "Điểm danh ít nhất hai người lớn ở bên dưới, nhắc các em nội quy an toàn, rồi mở buổi. Mở rồi mới ghi em và bà con đến.",
                "Check in at least two adults below, give the safety talk, then open. Pupils and residents are checked in after that.",
            )) }
            (post_button(
                &paths::of(head.id, "open"),
                Button::primary(lang.t("Mở buổi", "Open the session")).icon(Icon::CirclePlay).blocked(reason),
                &[],
            ))
        },
    )
}

fn over(lang: Lang, board: &Board) -> Markup {
    let closed = board.head.state == SessionState::Closed;
    let text = if closed {
        lang.t(
            "Buổi đã chốt, giờ của các em đã ghi.",
            "The session is closed and hours are credited.",
        )
    } else {
        lang.t(
            "Buổi đã kết thúc. Xác nhận các lượt hỗ trợ rồi chốt buổi.",
            "The session is over. Confirm the supports, then close it.",
        )
    };
    let label = if closed {
        lang.t("Xem lại", "Look back")
    } else {
        lang.t("Xác nhận và chốt", "Confirm and close")
    };
    hint_box(
        if closed { Tone::Good } else { Tone::Info },
        html! {
            p { (text) }
            (Button::primary(label).to(paths::of(board.head.id, "end")))
        },
    )
}

fn figures(lang: Lang, board: &Board) -> Markup {
    let room = board.room();
    let count = |state| lang.number(board.in_state(state).count() as i64);
    let done = board.in_state(BookingState::Helped).count()
        + board.in_state(BookingState::Referred).count();
    stats(html! {
        (stat(&lang.number(room.adults), lang.t("người lớn", "adults"), None))
        (stat(&lang.number(room.pupils), lang.t("em có mặt", "pupils here"), None))
        (stat(
            &format!("{}/{}", room.helping, room.open_seats()),
            lang.t("chỗ đang dùng", "seats in use"),
            None,
        ))
        (stat(&count(BookingState::Arrived), lang.t("đang chờ", "waiting"), None))
        (stat(&count(BookingState::Booked), lang.t("chưa đến", "expected"), None))
        (stat(&lang.number(done as i64), lang.t("đã xong", "done"), None))
    })
}

/// "Số 12 · Bà Lan".
pub(super) fn called(lang: Lang, guest: &Guest) -> String {
    match guest.queue_number {
        Some(number) => format!("{} {number} · {}", lang.t("Số", "No."), guest.name),
        None => guest.name.clone(),
    }
}

fn next(lang: Lang, board: &Board) -> Markup {
    let href = paths::of(board.head.id, "next");
    let title = lang.t("Mời tiếp", "Call next");
    let blocked = board.room().start_help().err().map(|why| why.message().say(lang).to_owned());
    match board.next() {
        None if board.waiting().is_empty() => html! {},
        None => nobody_free(lang, board),
        Some((guest, lead)) => card(
            title,
            html! {
                p { strong { (called(lang, guest)) } " → " strong { (board.name_of(lead)) } }
                p class="note" { (guest.turn().why(lang)) " · " (lang.t(&guest.topic_vi, &guest.topic_en)) }
                (post_button(
                    &href,
                    Button::primary(lang.t("Mời vào và bắt đầu", "Call in and start")).icon(Icon::ArrowRight).blocked(blocked),
                    &[("booking", &guest.id.to_string())],
                ))
            },
        ),
    }
}

/// Nobody can begin: each person's reason for the first who waits, and the ways out.
fn nobody_free(lang: Lang, board: &Board) -> Markup {
    let waiting = board.waiting();
    let Some(first) = waiting.first() else { return html! {} };
    hint_box(
        Tone::Info,
        html! {
            p { (lang.t(
                "Chưa em nào rảnh làm được thủ tục của những người đang chờ. Đợi một lượt xong, hoặc chọn người lớn ở danh sách chờ.",
                "No free pupil can take what those waiting need. Wait for one to finish, or choose an adult in the waiting list.",
            )) }
            p { strong { (called(lang, first)) ", " (lang.t(&first.topic_vi, &first.topic_en)) ":" } }
            (reasons(lang, board, first))
        },
    )
}

fn reasons(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    html! {
        ul class="reasons" {
            @for (name, why) in board.why_nobody(guest) { li { (name) ": " (why.say(lang)) } }
        }
    }
}

fn helping(lang: Lang, board: &Board, now: At) -> Markup {
    let rows = board.in_state(BookingState::BeingHelped).map(|guest| {
        let since = guest.started_at.unwrap_or(now);
        [
            html! { (visit_link(lang, board, guest)) },
            html! { (topic(lang, guest)) },
            html! { (guest.lead_name.as_deref().unwrap_or("–")) },
            html! { (running_time(lang, since.datetime(), now.datetime())) },
            html! { (finish_button(lang, board, guest)) },
        ]
    });
    section(
        lang.t("Ai đang giúp ai", "Who is with whom"),
        html! {
            (Table::new(lang.t("Đang hỗ trợ", "Being helped"))
                .text(lang.t("Bà con", "Resident"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Người giúp", "Helper"))
                .number(lang.t("Đã giúp", "For"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows)
                .empty(html! { p class="note" { (lang.t("Chưa có lượt nào đang hỗ trợ.", "Nobody is being helped.")) } }))
        },
    )
}

/// Beside a pupil one press ends it; what an adult did is written on the visit's page.
fn finish_button(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    let label = lang.t("Xong", "Done");
    let button =
        Button::primary(label).small().icon(Icon::Check).says(format!("{label}: {}", guest.name));
    match guest.lead() {
        Some(Lead::Pupil(_)) => {
            post_button(&paths::of_visit(board.head.id, guest.id, "finish"), button, &[])
        }
        _ => html! { (button.to(paths::visit(board.head.id, guest.id))) },
    }
}

fn visit_link(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    html! { a href=(paths::visit(board.head.id, guest.id)) { (called(lang, guest)) } }
}

fn waiting(lang: Lang, board: &Board) -> Markup {
    let may_start = board.room().start_help().is_ok();
    let rows = board.calling().into_iter().map(|(guest, helper)| {
        let start = lang.t("Bắt đầu", "Start");
        let button = Button::quiet(start).small().says(format!("{start}: {}", guest.name));
        [
            html! { (visit_link(lang, board, guest)) },
            html! { (topic(lang, guest)) },
            html! { (guest.turn().why(lang)) },
            html! {
                @match helper {
                    Some(lead) => (board.name_of(lead)),
                    None => (disclosure(
                        lang.t("chưa ai rảnh, vì sao?", "nobody free: why?"),
                        reasons(lang, board, guest),
                    )),
                }
            },
            html! {
                @if let (Some(lead), true) = (helper, may_start) {
                    (post_button(
                        &paths::of_visit(board.head.id, guest.id, "helper"),
                        button,
                        &[("helper", &lead.word()), ("then", "start")],
                    ))
                }
                a href=(paths::visit(board.head.id, guest.id)) { (lang.t("Chọn người", "Choose")) }
            },
        ]
    });
    section(
        lang.t("Đang chờ, theo thứ tự gọi", "Waiting, in calling order"),
        html! {
            (Table::new(lang.t("Đang chờ", "Waiting"))
                .text(lang.t("Bà con", "Resident"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Vì sao ở chỗ này", "Why this place"))
                .text(lang.t("Sẽ giúp", "Helper"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows)
                .empty(html! { p class="note" { (lang.t("Chưa có ai đang chờ.", "Nobody is waiting.")) } }))
        },
    )
}

fn expected(lang: Lang, board: &Board, now: At) -> Markup {
    let running = board.head.state == SessionState::Running;
    let rows = board.guests.iter().filter(|guest| guest.is_expected()).map(|guest| {
        [
            html! { (visit_link(lang, board, guest)) },
            html! { (slot_time(lang, guest)) },
            html! { (topic(lang, guest)) },
            html! { (booking_badge(lang, guest.state)) },
            html! { @if running { (expected_actions(lang, board, guest, now)) } },
        ]
    });
    section(
        lang.t("Đã đặt, chưa đến", "Booked, not here yet"),
        html! {
            (filter_box("expected", lang.t("Lọc theo tên", "Filter by name")))
            (Table::new(lang.t("Đã đặt, chưa đến", "Booked, not here yet"))
                .id("expected")
                .text(lang.t("Bà con", "Resident"))
                .text(lang.t("Giờ hẹn", "Slot"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Tình trạng", "State"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows)
                .empty(html! { p class="note" { (lang.t("Không còn ai.", "Nobody left.")) } }))
        },
    )
}

fn expected_actions(lang: Lang, board: &Board, guest: &Guest, now: At) -> Markup {
    let id = guest.id.to_string();
    let button = |vi, en| {
        let label = lang.t(vi, en);
        Button::quiet(label).small().says(format!("{label}: {}", guest.name))
    };
    html! {
        (post_button(&paths::of(board.head.id, "arrive"), button("Đã đến", "Here"), &[("booking", &id)]))
        @if guest.state == BookingState::Booked && now >= guest.slot_ends {
            (post_button(
                &paths::of_visit(board.head.id, guest.id, "absent"),
                button("Không đến", "Did not come"),
                &[],
            ))
        }
    }
}

fn seat_rows(lang: Lang, board: &Board) -> Vec<SeatRow> {
    board.slots.iter().map(|slot| seat_row(lang, board, slot)).collect()
}

/// The seats of a slot: those taken by what their residents are doing, then the free ones.
fn seat_row(lang: Lang, board: &Board, slot: &Slot) -> SeatRow {
    let own = board.guests.iter().filter(|guest| guest.slot == slot.id);
    let mut seats: Vec<Seat> = own
        .filter_map(|guest| match guest.state {
            BookingState::Booked => Some(Seat::Booked),
            BookingState::Arrived => Some(Seat::Arrived),
            BookingState::BeingHelped => Some(Seat::Helping),
            BookingState::Helped | BookingState::Referred => Some(Seat::Done),
            BookingState::Absent => Some(Seat::Absent),
            _ => None,
        })
        .collect();
    // Seats kept for somebody on the waiting list count as taken too.
    while (seats.len() as i64) < slot.taken {
        seats.push(Seat::Booked);
    }
    let free = (slot.seats - slot.taken).max(0);
    let ahead = (slot.bookable - slot.booked_ahead).clamp(0, free);
    seats.extend((0..ahead).map(|_| Seat::Free));
    seats.extend((ahead..free).map(|_| Seat::WalkIn));
    SeatRow { time: lang.times(slot.starts_at.time(), slot.ends_at.time()), seats }
}
