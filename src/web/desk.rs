//! The desk on the day: the board and everything pressed on it.

pub mod ending;
pub mod live;
pub mod visit;

use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May, told};
use crate::db::desk::{Board, Guest};
use crate::domain::access::RunDesk;
use crate::domain::desk::{ArriveForm, JoinForm, LeaveForm, NextForm, RollForm, WalkInForm, find};
use crate::domain::ids::SessionId;
use crate::domain::refusal::{Problems, Refuse};
use crate::paths::desk as paths;
use crate::service::desk::Came;
use crate::service::{Error, accounts::new_token, desk};
use crate::view::desk as view;
use crate::view::layout::Audience;

/// Sessions whose desk one may run.
pub async fn list(who: May<RunDesk>) -> Answer {
    let sessions = who.read(desk::list).await?;
    let body = view::list(who.lang, &sessions, who.office().now());
    Ok(who.page(who.lang.t("Bàn trực", "Desk"), Audience::Staff, body))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
}

/// The board, with those whom the typed letters mean.
pub async fn board(who: May<RunDesk>, id: Path<i64>, asked: Query<Asked>) -> Answer {
    let session = SessionId(*id);
    let board = who.read(move |act| desk::board(act, session)).await?;
    let front = view::Front {
        q: &asked.q,
        hits: hits(&board, &asked.q),
        walk_in: fresh_walk_in(),
        ..view::Front::default()
    };
    let body = view::board(who.lang, &board, &front, who.office().now());
    Ok(who.page(&board.head.title, Audience::Staff, body))
}

fn hits<'a>(board: &'a Board, typed: &str) -> Vec<&'a Guest> {
    let mut hits = find(typed, &board.guests, Guest::sought);
    hits.retain(|guest| guest.is_expected());
    hits
}

/// Each form has a key of its own, so that sending it twice takes one seat.
fn fresh_walk_in() -> WalkInForm {
    WalkInForm { key: new_token(), ..WalkInForm::default() }
}

/// The living part alone.
pub async fn body(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let board = who.read(move |act| desk::board(act, session)).await?;
    Ok(who.fragment(view::body(who.lang, &board, who.office().now())))
}

/// Opens the session.
pub async fn open(who: May<RunDesk>, id: Path<i64>) -> Answer {
    let session = SessionId(*id);
    let opened = who.write(move |act| desk::open(act, session)).await;
    told(&who, &paths::board(session), opened, |()| {
        who.lang.t("Buổi đã mở.", "The session is open.").into()
    })
}

/// Roll call of an adult.
pub async fn adult(who: May<RunDesk>, id: Path<i64>, form: Fields<RollForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let leaves = form.act == "out";
    let called = who.write(move |act| desk::adult(act, session, &form)).await;
    told(&who, &paths::board(session), called, |name| {
        let said = match leaves {
            true => who.lang.t("Đã ghi ra về:", "Checked out:"),
            false => who.lang.t("Đã điểm danh:", "Checked in:"),
        };
        format!("{said} {name}.")
    })
}

/// Roll call of a pupil; after the end only absences, noted on the closing page.
pub async fn pupil(who: May<RunDesk>, id: Path<i64>, form: Fields<RollForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let back = back_to(session, &form);
    let called = who.write(move |act| desk::pupil(act, session, &form)).await;
    told(&who, &back, called, |name| format!("{} {name}.", who.lang.t("Đã điểm danh:", "Noted:")))
}

/// A pupil who came without a shift.
pub async fn join(who: May<RunDesk>, id: Path<i64>, form: Fields<JoinForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let joined = who.write(move |act| desk::join(act, session, &form)).await;
    told(&who, &paths::board(session), joined, |name| {
        let lang = who.lang;
        format!("{} {name}.", lang.t("Đã nhận ca và điểm danh:", "On the roll and checked in:"))
    })
}

/// The page on which the button stood.
fn back_to(session: SessionId, form: &RollForm) -> String {
    if form.back == "end" { paths::of(session, "end") } else { paths::board(session) }
}

/// Checks out the pupils who were ticked.
pub async fn pupils_out(who: May<RunDesk>, id: Path<i64>, form: Fields<LeaveForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let left = who.write(move |act| desk::pupils_out(act, session, &form)).await;
    told(&who, &paths::of(session, "end"), left, |count| {
        let lang = who.lang;
        lang.count(count as i64, "em đã ra về.", "pupil checked out.", "pupils checked out.")
    })
}

/// The one field: acts on a single hit, shows several, and says when there is none.
pub async fn arrive(who: May<RunDesk>, id: Path<i64>, form: Fields<ArriveForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let typed = form.clone();
    let came = who.write(move |act| desk::arrive(act, session, &typed)).await;
    match came {
        Err(Error::Refused(why)) if why.code() == "several_found" => {
            let query = serde_html_form::to_string([("q", &form.q)]).unwrap_or_default();
            Ok(who.go(&format!("{}?{query}", paths::board(session))))
        }
        Err(Error::Refused(why)) if form.booking.is_empty() && why.code() != "not_running" => {
            nobody(&who, session, &form.q, &*why).await
        }
        came => told(&who, &paths::board(session), came, |came| came_word(&who, &came)),
    }
}

/// The board again with the reason beside the field, and the name ready for a walk-in.
async fn nobody(who: &May<RunDesk>, session: SessionId, q: &str, why: &dyn Refuse) -> Answer {
    let board = who.read(move |act| desk::board(act, session)).await?;
    let message = why.message();
    let mut walk_in = fresh_walk_in();
    if why.code() == "nobody_found" && !q.contains(|c: char| c.is_ascii_digit()) {
        q.clone_into(&mut walk_in.name);
    }
    let front =
        view::Front { q, why: Some(message.say(who.lang)), walk_in, ..view::Front::default() };
    again(who, &board, &front)
}

fn again(who: &May<RunDesk>, board: &Board, front: &view::Front<'_>) -> Answer {
    let body = view::board(who.lang, board, front, who.office().now());
    Ok(who.again(&board.head.title, Audience::Staff, body))
}

fn came_word(who: &May<RunDesk>, came: &Came) -> String {
    let lang = who.lang;
    match came {
        Came::Guest { number, name, phrase } => format!(
            "{} {number} · {name}. {} “{phrase}”.",
            lang.t("Số", "No."),
            lang.t("Câu chào:", "Greet with:"),
        ),
        Came::Pupil { name, came: true } => {
            format!("{name}: {}", lang.t("đã vào.", "checked in."))
        }
        Came::Pupil { name, came: false } => {
            format!("{name}: {}", lang.t("đã ra về.", "checked out."))
        }
    }
}

/// A walk-in in two fields.
pub async fn walk_in(who: May<RunDesk>, id: Path<i64>, form: Fields<WalkInForm>) -> Answer {
    let session = SessionId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| desk::walk_in(act, session, &typed)).await {
            Err(Error::Invalid(found)) => problems = found,
            Err(Error::Refused(why)) if why.code() == "form_used" => {
                let form = WalkInForm { key: new_token(), ..form };
                let problems = Problems::one("name", why.message());
                return refused_walk_in(&who, session, form, problems).await;
            }
            taken => {
                return told(&who, &paths::board(session), taken, |guest| took(&who, &guest));
            }
        }
    }
    refused_walk_in(&who, session, form, problems).await
}

fn took(who: &May<RunDesk>, guest: &Guest) -> String {
    let lang = who.lang;
    format!(
        "{} {} · {} · {} {} · {} {}",
        lang.t("Số", "No."),
        guest.queue_number.unwrap_or_default(),
        guest.name,
        lang.t("giờ", "slot"),
        lang.times(guest.slot_starts.time(), guest.slot_ends.time()),
        lang.t("mã", "code"),
        crate::domain::codes::shown(&guest.code),
    )
}

async fn refused_walk_in(
    who: &May<RunDesk>,
    session: SessionId,
    mut form: WalkInForm,
    problems: Problems,
) -> Answer {
    let board = who.read(move |act| desk::board(act, session)).await?;
    if form.key.is_empty() {
        form.key = new_token();
    }
    let front = view::Front { walk_in: form, problems, ..view::Front::default() };
    again(who, &board, &front)
}

/// Calls the next one in.
pub async fn next(who: May<RunDesk>, id: Path<i64>, form: Fields<NextForm>) -> Answer {
    let session = SessionId(*id);
    let (form, _) = form.into_parts();
    let called = who.write(move |act| desk::call_next(act, session, &form)).await;
    told(&who, &paths::board(session), called, |called| called_word(&who, &called))
}

fn called_word(who: &May<RunDesk>, called: &desk::Called) -> String {
    let lang = who.lang;
    format!(
        "{} {} {} → {}. {}: {}.",
        lang.t("Mời số", "Call no."),
        called.guest.queue_number.unwrap_or_default(),
        called.guest.name,
        called.lead_name,
        lang.t("Vì", "Because"),
        called.guest.turn().why(lang),
    )
}
