//! What a coordinator is told when a pupil leaves a session.

use maud::html;

use crate::db::shifts::pages::{self, Departure};
use crate::domain::ids::ShiftId;
use crate::domain::lang::Lang;
use crate::domain::shifts::ShiftState;
use crate::service::{Act, Answer, Letter};

/// Tells whoever posted the session that a shift was declined or given back.
pub fn coordinator(act: &mut Act<'_>, shift: ShiftId, to: ShiftState, reason: &str) -> Answer<()> {
    let news = pages::departure(act.conn, shift)?;
    let Some(email) = news.email.clone() else { return Ok(()) };
    act.send(&letter(&news, &email, shift, to, reason))
}

fn letter(news: &Departure, email: &str, shift: ShiftId, to: ShiftState, reason: &str) -> Letter {
    let lang = Lang::from_tag(&news.lang);
    let (title, pupil, class) = (&news.title, &news.pupil, &news.class);
    let when = lang.moment(news.starts_at);
    let what = match to {
        ShiftState::Declined => lang.t("không nhận ca trực", "declined the shift"),
        _ => lang.t("rút khỏi ca trực", "has left the shift"),
    };
    let subject = format!("{}: {title}, {when}", lang.t("Thiếu đại sứ số", "An ambassador less"));
    let first = format!("{pupil} ({class}) {what}: {title}, {when}.");
    let why = format!("{}: {reason}", lang.t("Lý do", "Reason"));
    let next = lang.t(
        "Người dân đã ghép với em (nếu có) cần người khác. Hãy mở buổi này và ghép lại.",
        "Residents matched to this pupil, if any, need somebody else. Open the session and match again.",
    );
    Letter {
        event_key: format!("shift.{}:{}:{}", to.code(), shift, news.coordinator),
        email: email.to_owned(),
        subject,
        text: format!("{first}\n{why}\n\n{next}\n"),
        html: html! { p { (first) br; (why) } p { (next) } }.into_string(),
    }
}
