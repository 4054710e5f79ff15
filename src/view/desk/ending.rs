//! The closing page: everybody out, supports confirmed, absences decided, hours credited.

mod supports;

use maud::{Markup, html};

use super::heading;
use super::words::*;
use crate::db::desk::{AdultStay, Board, Done, PupilLine};
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::{Lead, Open, PUPIL_LATE};
use crate::domain::ids::{AccountId, SupportId};
use crate::domain::lang::Lang;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::paths::desk as paths;
use crate::view::icons::Icon;
use crate::view::parts::*;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    pub board: &'a Board,
    pub done: &'a [Done],
    /// (code, name, English name) of every topic.
    pub topics: &'a [(String, String, String)],
    pub adults: &'a [AdultStay],
    pub open: Open,
    /// Who looks at the page.
    pub me: AccountId,
    /// A support that was to be sent back without a good reason, and what was typed.
    pub refused: Option<(SupportId, &'a str, &'a Problems)>,
}

/// Step by step to the closed session.
pub fn ending(lang: Lang, page: &Ending<'_>, now: At) -> Markup {
    let state = page.board.head.state;
    html! {
        (breadcrumb(lang, &[
            (lang.t("Bàn trực", "Desk"), paths::LIST),
            (&page.board.head.title, &paths::board(page.board.head.id)),
        ], lang.t("Kết thúc và chốt", "End and close")))
        (heading(lang, &page.board.head, html! {}))
        @if let Some((id, _, problems)) = page.refused {
            (error_summary(lang, &[(format!("reason-{id}"), problems.first().say(lang))]))
        }
        (steps(
            lang,
            &[
                lang.t("Kết thúc", "End"),
                lang.t("Quyết định và xác nhận", "Decide and confirm"),
                lang.t("Chốt", "Close"),
            ],
            match state {
                SessionState::ToConfirm if page.open.decided().is_ok() => 2,
                SessionState::ToConfirm => 1,
                SessionState::Closed => 3,
                _ => 0,
            },
        ))
        @match state {
            SessionState::Running => (end(lang, page.board, now)),
            SessionState::ToConfirm => (close(lang, page)),
            SessionState::Closed => (hint_box(Tone::Good, html! { p { (lang.t(
                "Buổi đã chốt, giờ của các em đã ghi vào sổ.",
                "The session is closed and the pupils' hours are in the ledger.",
            )) } })),
            _ => (hint_box(Tone::Info, html! { p { (lang.t("Buổi chưa mở.", "The session has not been opened.")) } })),
        }
        (undecided_residents(lang, page.board, now))
        (undecided_pupils(lang, page.board, now))
        (supports::supports(lang, page))
        (adults(lang, page.adults))
    }
}

fn end(lang: Lang, board: &Board, now: At) -> Markup {
    let room = board.room();
    let id = board.head.id;
    let helping = (room.helping > 0).then(|| {
        let count = lang.count(room.helping, "lượt đang hỗ trợ", "visit is", "visits are");
        match lang {
            Lang::Vi => format!("Còn {count}: kết thúc từng lượt ở danh sách dưới đây trước."),
            Lang::En => format!("{count} still being helped: finish each in the list below first."),
        }
    });
    card(
        lang.t("Kết thúc buổi", "End the session"),
        html! {
            @if room.pupils > 0 {
                (leaving(lang, board))
            } @else if let Some(helping) = helping {
                p { (helping) }
            } @else {
                (confirm_box(
                    lang.t("Kết thúc buổi…", "End the session…"),
                    lang.t(
                        "Không nhận thêm ai nữa. Người lớn còn có mặt được ghi giờ ra lúc này.",
                        "Nobody else is taken. Adults who are still here are noted as leaving now.",
                    ),
                    &paths::of(id, "end"),
                    Button::danger(lang.t("Kết thúc buổi", "End the session")),
                    early(lang, board, now),
                ))
            }
        },
    )
}

/// The pupils who are still here, by name: those who help nobody are ticked already.
fn leaving(lang: Lang, board: &Board) -> Markup {
    let helped = |pupil: &PupilLine| {
        let lead = Some(Lead::Pupil(pupil.ambassador));
        board.in_state(BookingState::BeingHelped).find(move |guest| guest.lead() == lead)
    };
    let (mut choices, mut free) = (Vec::new(), Vec::new());
    for pupil in board.present() {
        let choice = Choice::new(pupil.shift.to_string(), &pupil.name);
        choices.push(match helped(pupil) {
            Some(guest) => {
                let busy = lang.t("Đang giúp", "Is helping");
                let first = lang.t("kết thúc lượt đó trước", "finish there first");
                choice.note(format!("{busy} {}: {first}", guest.name)).closed(true)
            }
            None => {
                free.push(pupil.shift.to_string());
                choice.note(&pupil.class_name)
            }
        });
    }
    let nobody = lang.t(
        "Em nào cũng đang giúp: kết thúc từng lượt ở danh sách dưới đây trước.",
        "All are helping: finish each visit in the list below first.",
    );
    let all_helping = free.is_empty().then_some(nobody);
    form(
        &paths::of(board.head.id, "pupils/out"),
        html! {
            (Field::checks(
                "who",
                lang.t("Ai ra về bây giờ?", "Who leaves now?"),
                choices,
            )
            .hint(lang.t(
                "Bỏ dấu em nào còn ở lại. Giờ ra là lúc bấm nút.",
                "Untick whoever stays. The time of leaving is when you press.",
            ))
            .values(free)
            .roomy_grid())
            (Button::primary(lang.t("Cho các em đã chọn ra về", "Check these pupils out")).blocked(all_helping))
        },
    )
}

/// Before everybody's time has come: how many are sent home, and a word for it.
fn early(lang: Lang, board: &Board, now: At) -> Markup {
    let count = board.still_to_come(now).count() as i64;
    if count == 0 {
        return html! {};
    }
    let until = lang.time(board.head.ends_at.time());
    let people = lang.count(count, "người", "person", "people");
    let left = match lang {
        Lang::Vi => format!("Buổi còn đến {until}: {people} đã hẹn hoặc đang chờ."),
        Lang::En => format!("The session lasts until {until}: {people} booked or waiting."),
    };
    html! {
        (hint_box(Tone::Warn, html! {
            p { strong { (left) } }
            p { (lang.t(
                "Dừng bây giờ thì họ được ghi là hẹn lại lần khác và đứng trong danh sách gọi của buổi. Hãy gọi cho từng người.",
                "If it ends now they are noted as to come another day and stand on the session's call list. Call each of them.",
            )) }
        }))
        (Field::tick("early", lang.t("Dừng sớm, tôi sẽ báo cho những người này", "End early; I will tell these people")))
    }
}

fn close(lang: Lang, page: &Ending<'_>) -> Markup {
    let why = page.open.decided().err().map(|why| why.message().say(lang).to_owned());
    let missing = page.done.iter().filter(|row| row.support.is_none()).count() as i64;
    card(
        lang.t("Chốt buổi", "Close the session"),
        html! {
            p { (lang.t(
                "Chốt xong, giờ của các em được ghi vào sổ theo lúc vào và lúc ra. Việc này không làm lại được.",
                "Closing credits the pupils' hours from check-in to check-out. It cannot be undone.",
            )) }
            @if missing > 0 {
                (hint_box(Tone::Warn, html! { p {
                    (lang.count(missing, "lượt chưa được ghi.", "visit is not logged yet.", "visits are not logged yet."))
                    " "
                    (lang.t(
                        "Vẫn chốt được; các em ghi sau và ông/bà xác nhận sau ở trang này.",
                        "You can close all the same; pupils log later and you confirm on this page.",
                    ))
                } }))
            }
            (post_button(
                &paths::of(page.board.head.id, "close"),
                Button::primary(lang.t("Chốt buổi và ghi giờ", "Close and credit hours")).icon(Icon::Lock).blocked(why),
                &[],
            ))
        },
    )
}

fn undecided_residents(lang: Lang, board: &Board, now: At) -> Markup {
    let id = board.head.id;
    let left: Vec<_> = board
        .guests
        .iter()
        .filter(|g| {
            use BookingState::{Arrived, BeingHelped, Booked};
            matches!(g.state, Booked | Arrived | BeingHelped)
        })
        .collect();
    let to_mark = left.iter().any(|g| g.state == BookingState::Booked && now >= g.slot_ends);
    let rows = left.iter().map(|guest| {
        [
            html! { a href=(paths::visit(id, guest.id)) { (super::body::called(lang, guest)) } },
            html! { (slot_time(lang, guest)) },
            html! { (booking_badge(lang, guest.state)) },
            html! {
                @if guest.state == BookingState::Booked && now >= guest.slot_ends {
                    (post_button(
                        &paths::of_visit(id, guest.id, "absent"),
                        Button::quiet(lang.t("Không đến", "Did not come")).small()
                            .says(format!("{}: {}", lang.t("Không đến", "Did not come"), guest.name)),
                        &[("back", "end")],
                    ))
                } @else {
                    a href=(paths::visit(id, guest.id)) { (lang.t("Quyết định", "Decide")) }
                }
            },
        ]
    });
    if left.is_empty() {
        return html! {};
    }
    section(
        lang.t("Chưa rõ có đến hay không", "Not decided yet"),
        html! {
            @if to_mark {
                (confirm_box(
                    lang.t("Tất cả còn lại không đến…", "All the rest did not come…"),
                    lang.t("Ghi không đến cho mọi người đã đặt mà khung giờ đã qua.", "Marks everybody absent who was booked into a slot that is over."),
                    &paths::of(id, "absent"),
                    Button::danger(lang.t("Ghi không đến tất cả", "Mark all absent")),
                    html! {},
                ))
            }
            (Table::new(lang.t("Chưa quyết định", "Undecided"))
                .text(lang.t("Bà con", "Resident"))
                .text(lang.t("Giờ hẹn", "Slot"))
                .text(lang.t("Tình trạng", "State"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows))
        },
    )
}

fn undecided_pupils(lang: Lang, board: &Board, now: At) -> Markup {
    let late = now >= board.head.starts_at.plus_minutes(PUPIL_LATE);
    let left: Vec<_> = board
        .pupils
        .iter()
        .filter(|pupil| matches!(pupil.state, ShiftState::Taken | ShiftState::Accepted))
        .collect();
    if left.is_empty() || !late {
        return html! {};
    }
    let rows = left.iter().map(|pupil| {
        let shift = pupil.shift.to_string();
        let label = lang.t("Vắng", "Absent");
        [
            html! { (pupil.name) },
            html! { (pupil.class_name) },
            html! { (post_button(
                &paths::of(board.head.id, "pupils"),
                Button::quiet(label).small().says(format!("{label}: {}", pupil.name)),
                &[("who", &shift), ("act", "absent"), ("back", "end")],
            )) },
        ]
    });
    section(
        lang.t("Các em chưa điểm danh", "Pupils not on the roll"),
        html! {
            (Table::new(lang.t("Các em chưa điểm danh", "Pupils not on the roll"))
                .text(lang.t("Họ tên", "Name"))
                .text(lang.t("Lớp", "Class"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows))
        },
    )
}

fn adults(lang: Lang, stays: &[AdultStay]) -> Markup {
    let rows = stays.iter().map(|stay| {
        let out = stay.checked_out_at.map(|at| lang.time(at.time()));
        [
            html! { (stay.name) },
            html! { (lang.time(stay.checked_in_at.time())) },
            html! { (out.unwrap_or_else(|| "–".to_owned())) },
        ]
    });
    section(
        lang.t("Người lớn đã có mặt", "Adults who were here"),
        html! {
            (Table::new(lang.t("Người lớn đã có mặt", "Adults who were here"))
                .text(lang.t("Họ tên", "Name"))
                .text(lang.t("Vào", "In"))
                .text(lang.t("Ra", "Out"))
                .rows(rows)
                .empty(html! { p class="note" { (lang.t("Chưa điểm danh ai.", "Nobody has been checked in.")) } }))
        },
    )
}
