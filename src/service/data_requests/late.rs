//! Escalation: when a legal term has passed, everybody who may answer and the administrators
//! are told, once for each term.

use crate::db::data_requests::late;
use crate::domain::lang::Lang;
use crate::paths;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer};

/// Letters of one round; the rest leave with the next.
const AT_ONCE: i64 = 50;

/// Tells those who have not been told yet; how many letters that were.
pub(in crate::service) fn call_the_late(act: &mut Act<'_>) -> Answer<usize> {
    let due = late::to_tell(act.conn, act.now.day(), AT_ONCE)?;
    for one in &due {
        let lang = one.lang();
        let url = format!("{}{}", act.rules.public_url, paths::data_requests::one(one.id));
        let words = Words {
            subject: lang
                .t(
                    "Yêu cầu về dữ liệu cá nhân đã quá hạn",
                    "A request about personal data is overdue",
                )
                .to_owned(),
            to: one.name.clone(),
            paragraphs: vec![missed(lang, one.answer)],
            facts: vec![
                (lang.t("Yêu cầu", "Request").to_owned(), one.kind.name(lang).to_owned()),
                (lang.t("Đơn vị", "Organisation").to_owned(), one.place.clone()),
                (lang.t("Hạn", "Due").to_owned(), lang.date(one.due)),
            ],
            also: None,
            link: Some((lang.t("Mở yêu cầu", "Open the request").to_owned(), url)),
        };
        let letter = compose(one.event_key.clone(), &one.email, lang, &words);
        act.send(&letter)?;
    }
    Ok(due.len())
}

fn missed(lang: Lang, answer: bool) -> String {
    let said = if answer {
        lang.t(
            "Hạn trả lời theo luật đã qua mà yêu cầu này chưa được trả lời. Xin xử lý ngay hôm nay, hoặc trả lời rõ vì sao chậm.",
            "The legal term has passed and this request is not answered. Please deal with it today, or tell the person why it takes longer.",
        )
    } else {
        lang.t(
            "Hai ngày làm việc đã qua mà yêu cầu này chưa được báo nhận. Xin báo cho người yêu cầu biết ngay hôm nay.",
            "Two working days have passed and this request is not acknowledged. Please let the person know today.",
        )
    };
    said.to_owned()
}
