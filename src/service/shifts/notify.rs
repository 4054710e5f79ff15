//! What a coordinator is told when a pupil leaves a session.

use crate::db::shifts::pages;
use crate::domain::ids::ShiftId;
use crate::domain::lang::Lang;
use crate::domain::shifts::ShiftState;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer};

/// Tells whoever posted the session that a shift was declined or given back.
pub fn coordinator(act: &mut Act<'_>, shift: ShiftId, to: ShiftState, reason: &str) -> Answer<()> {
    let news = pages::departure(act.conn, shift)?;
    let Some(email) = news.email else { return Ok(()) };
    let lang = Lang::from_tag(&news.lang);
    let what = match to {
        ShiftState::Declined => {
            lang.t("không nhận ca trực được đề nghị", "declined a proposed shift")
        }
        _ => lang.t("đã rút khỏi ca trực", "has left a shift"),
    };
    let next = lang.t(
        "Nếu em đã được ghép với người dân, các lượt ấy đang được ghép lại; kết quả sẽ báo trong thư sau.",
        "If residents were matched to this pupil, they are matched again now; another letter tells what came of it.",
    );
    let title = lang.t("Thiếu một đại sứ số", "One ambassador less");
    let words = Words {
        subject: format!("{title}: {}, {}", news.title, lang.moment(news.starts_at)),
        to: news.name,
        paragraphs: vec![format!("{} ({}) {what}.", news.pupil, news.class), next.to_owned()],
        facts: vec![
            (lang.t("Buổi", "Session").to_owned(), news.title),
            (lang.t("Bắt đầu", "Begins").to_owned(), lang.moment(news.starts_at)),
            (lang.t("Lý do", "Reason").to_owned(), reason.to_owned()),
        ],
        link: None,
        also: None,
    };
    let key = format!("shift.{}:{shift}:{}", to.code(), news.coordinator);
    act.send(&compose(key, &email, lang, &words))
}
