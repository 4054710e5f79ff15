//! Roll call of adults and pupils.

use maud::{Markup, html};

use super::words::shift_badge;
use crate::db::desk::{AdultLine, Board, PupilLine};
use crate::domain::at::At;
use crate::domain::desk::{Lead, PUPIL_LATE, UNDO_MINUTES, may_open_desk};
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::paths::desk as paths;
use crate::view::parts::*;

/// Both lists with their buttons.
pub fn roll(lang: Lang, board: &Board, now: At) -> Markup {
    html! {
        div.part.flow id="roll" {
            (section(lang.t("Người lớn", "Adults"), adults(lang, board, now)))
            (section(lang.t("Các em đại sứ số", "Pupils"), pupils(lang, board, now)))
        }
    }
}

fn adults(lang: Lang, board: &Board, now: At) -> Markup {
    let open = may_open_desk(board.head.state, board.head.starts_at, now).is_ok();
    let rows = board.adults.iter().map(|adult| {
        [
            html! { (adult.name) },
            html! {
                @if adult.named { (badge(Mark::Plain, lang.t("phụ trách buổi này", "supervises this session"))) }
                @else { (adult.title) }
            },
            html! { (presence(lang, board, adult)) },
            html! { @if open { (adult_button(lang, board, adult)) } },
        ]
    });
    html! {
        (Table::new(lang.t("Người lớn", "Adults"))
            .compact()
            .text(lang.t("Họ tên", "Name"))
            .text(lang.t("Vai trò", "Role"))
            .text(lang.t("Điểm danh", "Roll call"))
            .actions(lang.t("Việc", "Actions"))
            .rows(rows))
    }
}

fn presence(lang: Lang, board: &Board, adult: &AdultLine) -> Markup {
    let over = !matches!(board.head.state, SessionState::Open | SessionState::Running);
    if let (None, Some((_, there)), false) = (adult.since, adult.elsewhere(), over) {
        let since = lang.time(there.since.time());
        return html! {
            (badge(Mark::Warning, &format!("{} {since}", lang.t("ở buổi khác từ", "at another session since"))))
            p class="note" { (there.title) " · " (there.place) }
        };
    }
    match (adult.since, adult.gone) {
        (Some(since), _) => {
            let since = lang.time(since.time());
            badge(Mark::Running, &format!("{} {since}", lang.t("có mặt từ", "here since")))
        }
        (None, Some(gone)) => {
            let gone = lang.time(gone.time());
            badge(Mark::Done, &format!("{} {gone}", lang.t("đã về lúc", "left at")))
        }
        (None, None) if over => badge(Mark::Plain, lang.t("không trực", "was not here")),
        (None, None) => badge(Mark::Waiting, lang.t("chưa có mặt", "not here")),
    }
}

/// In or out; whoever is in another session's room leaves it in the same press.
fn adult_button(lang: Lang, board: &Board, adult: &AdultLine) -> Markup {
    let there = adult.elsewhere().map(|(session, _)| session.to_string());
    let (act, label) = match (adult.since, &there) {
        (Some(_), _) => ("out", lang.t("Ra", "Out")),
        (None, Some(_)) => ("in", lang.t("Ghi ra ở đó và vào đây", "Out there, in here")),
        (None, None) => ("in", lang.t("Vào", "In")),
    };
    let id = adult.account.to_string();
    let mut fields = vec![("who", id.as_str()), ("act", act)];
    if let (None, Some(there)) = (adult.since, &there) {
        fields.push(("leaving", there));
    }
    post_button(
        &paths::of(board.head.id, "adults"),
        Button::quiet(label).small().says(format!("{label}: {}", adult.name)),
        &fields,
    )
}

fn pupils(lang: Lang, board: &Board, now: At) -> Markup {
    let rows = board.pupils.iter().map(|pupil| {
        [
            html! { (pupil.name) },
            html! { (pupil.class_name) },
            html! { (shift_badge(lang, pupil.state)) " " (stay(lang, pupil)) },
            html! { (with_whom(lang, board, pupil)) },
            html! { (pupil_buttons(lang, board, pupil, now)) },
        ]
    });
    html! {
        (Table::new(lang.t("Các em đại sứ số", "Pupils"))
            .compact()
            .text(lang.t("Họ tên", "Name"))
            .text(lang.t("Lớp", "Class"))
            .text(lang.t("Điểm danh", "Roll call"))
            .text(lang.t("Đang giúp", "Helping"))
            .actions(lang.t("Việc", "Actions"))
            .rows(rows)
            .empty(html! { p class="note" { (lang.t("Chưa em nào nhận ca.", "No pupil has taken a shift.")) } }))
    }
}

/// "7:28–10:45".
fn stay(lang: Lang, pupil: &PupilLine) -> String {
    match (pupil.checked_in_at, pupil.checked_out_at) {
        (Some(from), Some(to)) => lang.times(from.time(), to.time()),
        (Some(from), None) => lang.time(from.time()),
        _ => String::new(),
    }
}

fn with_whom(lang: Lang, board: &Board, pupil: &PupilLine) -> Markup {
    use crate::domain::bookings::BookingState::BeingHelped;
    let lead = Some(Lead::Pupil(pupil.ambassador));
    let guest = board.in_state(BeingHelped).find(|guest| guest.lead() == lead);
    html! {
        @match (guest, pupil.state) {
            (Some(guest), _) => (guest.name),
            (None, ShiftState::Present) => (lang.t("rảnh", "free")),
            _ => "",
        }
    }
}

fn pupil_buttons(lang: Lang, board: &Board, pupil: &PupilLine, now: At) -> Markup {
    let running = board.head.state == SessionState::Running;
    let undecided = matches!(board.head.state, SessionState::Running | SessionState::ToConfirm);
    let late = now >= board.head.starts_at.plus_minutes(PUPIL_LATE);
    let just_left = |pupil: &PupilLine| {
        pupil.checked_out_at.is_some_and(|left| now.minutes_since(left) <= UNDO_MINUTES)
    };
    let button = |act: &str, label: &str| {
        let id = pupil.shift.to_string();
        post_button(
            &paths::of(board.head.id, "pupils"),
            Button::quiet(label).small().says(format!("{label}: {}", pupil.name)),
            &[("who", &id), ("act", act)],
        )
    };
    html! {
        @match pupil.state {
            ShiftState::Taken | ShiftState::Accepted => {
                @if running { (button("in", lang.t("Vào", "In"))) }
                @if undecided && late { (button("absent", lang.t("Vắng", "Absent"))) }
            }
            ShiftState::Absent if running => (button("in", lang.t("Đến muộn", "Came late"))),
            ShiftState::Present if running => (button("out", lang.t("Ra", "Out"))),
            ShiftState::Done if running && just_left(pupil) => (button("in", lang.t("Ghi ra nhầm", "Undo"))),
            _ => {}
        }
    }
}
