//! Help at home: told by pupils, answered by guardians or by the school.

use actix_web::web::{Path, Query};

use super::shifts::AskedPage;
use super::{Answer, Fields, May, Visitor, WebError, told};
use crate::document::qr;
use crate::domain::access::{Help, SeeSchool};
use crate::domain::family_supports::{AnswerForm, FamilyForm, Verdict};
use crate::domain::ids::FamilySupportId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::family_supports as paths;
use crate::service::Error;
use crate::service::family_supports::{self, Asked, NewLink};
use crate::view;
use crate::view::layout::Audience;

fn title(lang: Lang) -> &'static str {
    lang.t("Gia đình số", "Help at home")
}

/// The pupil's page.
pub async fn mine(who: May<Help>, asked: Query<AskedPage>) -> Answer {
    let page = asked.page;
    let own = who.read(move |act| family_supports::mine(act, page)).await?;
    let (form, none) = (FamilyForm::default(), Problems::none());
    let body = view::family_supports::mine(who.lang, &own, &form, &none);
    Ok(who.page(title(who.lang), Audience::Pupil, body))
}

/// Tells of help.
pub async fn tell(who: May<Help>, form: Fields<FamilyForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| family_supports::tell(act, &typed)).await {
            Ok(asked) => return Ok(who.done(paths::MINE, asked_words(who.lang, &asked))),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let own = who.read(|act| family_supports::mine(act, 1)).await?;
    let body = view::family_supports::mine(who.lang, &own, &form, &problems);
    Ok(who.again(title(who.lang), Audience::Pupil, body))
}

fn asked_words(lang: Lang, asked: &Asked) -> &'static str {
    match asked {
        Asked::ByMail => lang.t(
            "Đã ghi. Phụ huynh sẽ nhận được thư để xác nhận.",
            "Noted. Your guardian gets a letter to confirm it.",
        ),
        Asked::InPerson => lang.t(
            "Đã ghi. Bấm “Đưa phụ huynh quét mã” khi phụ huynh ở bên, hoặc nộp giấy có chữ ký cho thầy cô.",
            "Noted. Press “Show my guardian a code” when they are beside you, or hand a signed paper in at school.",
        ),
    }
}

/// A new link: mailed, or shown once. The page answers the POST itself, because the
/// link is kept nowhere and could not be shown after a redirect.
pub async fn link(who: May<Help>, id: Path<i64>) -> Answer {
    let id = FamilySupportId(*id);
    match who.write(move |act| family_supports::new_link(act, id)).await {
        Ok(NewLink::Show { url, row }) => {
            let label = who.lang.t("Mã QR cho phụ huynh", "QR code for the guardian");
            let svg = qr::svg(&url, label).map_err(|e| WebError::Fault(e.to_string()))?;
            let body = view::family_supports::link(who.lang, &row, &url, &svg);
            Ok(who.page(title(who.lang), Audience::Pupil, body))
        }
        other => told(&who, paths::MINE, other, |_| {
            who.lang.t("Đã gửi lại thư cho phụ huynh.", "Your guardian gets a new letter.").into()
        }),
    }
}

/// The guardian's page behind the one-time link.
pub async fn answer_page(visitor: Visitor, token: Path<String>) -> Answer {
    let token = token.into_inner();
    let asked = token.clone();
    match visitor.read(move |act| family_supports::by_link(act, &asked)).await {
        Ok(row) => {
            let (form, none) = (AnswerForm::default(), Problems::none());
            let lang = visitor.lang;
            let body =
                view::family_supports::answer(lang, &row, &paths::answer(&token), &form, &none);
            Ok(visitor.page(title(lang), Audience::Resident, body))
        }
        Err(Error::Refused(why)) => {
            let body = view::family_supports::refused(visitor.lang, &why.message());
            Ok(visitor.page(title(visitor.lang), Audience::Resident, body))
        }
        Err(error) => Err(error.into()),
    }
}

/// The guardian answers.
pub async fn answer(visitor: Visitor, token: Path<String>, form: Fields<AnswerForm>) -> Answer {
    let (token, lang) = (token.into_inner(), visitor.lang);
    let answered = match form.problems.clone().done() {
        Ok(()) => family_supports::answer_by_link(visitor.office(), &token, &form).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match answered {
        Ok(verdict) => {
            let (title, text) = thanks(lang, &verdict);
            Ok(visitor.done(crate::paths::home::INDEX, &format!("{title} {text}")))
        }
        Err(Error::Invalid(found)) => {
            let (form, problems) = (form.into_parts().0, found);
            let asked = token.clone();
            let row = visitor.read(move |act| family_supports::by_link(act, &asked)).await?;
            let action = paths::answer(&token);
            let body = view::family_supports::answer(lang, &row, &action, &form, &problems);
            Ok(visitor.again(title(lang), Audience::Resident, body))
        }
        // Sent twice, too late, or guessed too often: the page says which.
        Err(Error::Refused(why)) => {
            let body = view::family_supports::refused(lang, &why.message());
            Ok(visitor.again(title(lang), Audience::Resident, body))
        }
        Err(error) => Err(error.into()),
    }
}

fn thanks(lang: Lang, verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Confirmed => (
            lang.t("Đã xác nhận.", "Confirmed."),
            lang.t(
                "Cảm ơn phụ huynh; giờ của em đã được ghi.",
                "Thank you; the hours are credited.",
            ),
        ),
        Verdict::Returned { .. } => (
            lang.t("Đã trả lại cho em.", "Sent back."),
            lang.t("Em sẽ thấy lý do trên trang của mình.", "The child will see the reason."),
        ),
    }
}

/// What waits at the school.
pub async fn waiting(who: May<SeeSchool>, asked: Query<AskedPage>) -> Answer {
    let page = asked.page;
    let waiting = who.read(move |act| family_supports::waiting(act, page)).await?;
    let body = view::family_supports::waiting(who.lang, &waiting);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Answers from paper.
pub async fn paper(who: May<SeeSchool>, id: Path<i64>, form: Fields<AnswerForm>) -> Answer {
    let (id, lang) = (FamilySupportId(*id), who.lang);
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return Ok(who.refused(paths::WAITING, &problems.first()));
    }
    let answered = who.write(move |act| family_supports::answer_from_paper(act, id, &form)).await;
    told(&who, paths::WAITING, answered, |verdict| match verdict {
        Verdict::Confirmed => lang.t("Đã xác nhận và ghi giờ.", "Confirmed and credited.").into(),
        Verdict::Returned { .. } => lang.t("Đã trả lại cho em.", "Sent back to the pupil.").into(),
    })
}
