//! One pupil's page: each form is its own act.

use actix_web::web::Path;

use crate::domain::access::{KeepRoster, SeeSchool};
use crate::domain::consent::{SignatureForm, WithdrawForm};
use crate::domain::ids::AmbassadorId;
use crate::domain::lang::Lang;
use crate::domain::roster::{ApartForm, CertifyForm, PupilForm, StandingForm};
use crate::paths::roster as paths;
use crate::service::{self, Error, matching, roster};
use crate::view::layout::Audience;
use crate::view::roster::{OneTyped, one as page_of};
use crate::web::consents::recorded_words;
use crate::web::{Answer, Fields, May, told};

/// The page.
pub async fn page(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let id = AmbassadorId(*id);
    let page = who.read(move |act| roster::one(act, id)).await?;
    let body = page_of(who.lang, &page, &OneTyped::default());
    Ok(who.page(&page.dossier.name, Audience::Staff, body))
}

/// Back to the page with a good word; a wrong form is shown again with what was typed.
async fn answered<T>(
    who: &May<KeepRoster>,
    id: AmbassadorId,
    answer: service::Answer<T>,
    mut typed: OneTyped,
    say: impl FnOnce(T) -> String,
) -> Answer {
    let found = match answer {
        Err(Error::Invalid(found)) => found,
        other => return told(who, &paths::one(id), other, say),
    };
    typed.problems.extend(found);
    let page = who.read(move |act| roster::one(act, id)).await?;
    let body = page_of(who.lang, &page, &typed);
    Ok(who.again(&page.dossier.name, Audience::Staff, body))
}

/// Changes name, class, birth year and guardian.
pub async fn details(who: May<KeepRoster>, id: Path<i64>, form: Fields<PupilForm>) -> Answer {
    let (id, (form, problems)) = (AmbassadorId(*id), form.into_parts());
    let sent = form.clone();
    let done = who.write(move |act| roster::set_details(act, id, &sent)).await;
    let typed = OneTyped { details: Some(form), problems, ..OneTyped::default() };
    answered(&who, id, done, typed, |()| saved(who.lang).into()).await
}

fn saved(lang: Lang) -> &'static str {
    lang.t("Đã lưu.", "Saved.")
}

/// Changes level, ceiling and home.
pub async fn standing(who: May<KeepRoster>, id: Path<i64>, form: Fields<StandingForm>) -> Answer {
    let (id, (form, problems)) = (AmbassadorId(*id), form.into_parts());
    let sent = form.clone();
    let done = who.write(move |act| roster::set_standing(act, id, &sent)).await;
    let typed = OneTyped { standing: Some(form), problems, ..OneTyped::default() };
    answered(&who, id, done, typed, |()| saved(who.lang).into()).await
}

/// Enters signatures from paper.
pub async fn sign(who: May<KeepRoster>, id: Path<i64>, form: Fields<SignatureForm>) -> Answer {
    let (id, (form, problems)) = (AmbassadorId(*id), form.into_parts());
    let sent = form.clone();
    let done = who.write(move |act| roster::sign(act, id, &sent)).await;
    let typed = OneTyped { signature: form, problems, ..OneTyped::default() };
    if done.as_ref().is_ok_and(|recorded| recorded.fell > 0) {
        matching::mend_soon(who.office(), None);
    }
    answered(&who, id, done, typed, |recorded| recorded_words(who.lang, recorded)).await
}

/// Withdraws one side's consent for one purpose.
pub async fn unsign(who: May<KeepRoster>, id: Path<i64>, form: Fields<WithdrawForm>) -> Answer {
    let (id, (form, _)) = (AmbassadorId(*id), form.into_parts());
    let done = who.write(move |act| roster::withdraw_consent(act, id, &form)).await;
    if done.is_ok() {
        matching::mend_soon(who.office(), None);
    }
    answered(&who, id, done, OneTyped::default(), |fell| {
        let first = who.lang.t("Đã rút đồng ý.", "Withdrawn.");
        format!("{first} {}", taken_back(who.lang, fell))
    })
    .await
}

fn taken_back(lang: Lang, shifts: usize) -> String {
    lang.count(
        shifts as i64,
        "ca sắp tới đã được rút.",
        "shift ahead was taken back.",
        "shifts ahead were taken back.",
    )
}

/// Certifies for topics.
pub async fn certify(who: May<KeepRoster>, id: Path<i64>, form: Fields<CertifyForm>) -> Answer {
    let (id, (form, problems)) = (AmbassadorId(*id), form.into_parts());
    let sent = form.clone();
    let done = who.write(move |act| roster::certify(act, id, &sent)).await;
    let typed = OneTyped { certify: form, problems, ..OneTyped::default() };
    answered(&who, id, done, typed, |count| {
        let lang = who.lang;
        lang.count(count as i64, "thủ tục đã chứng nhận.", "topic certified.", "topics certified.")
    })
    .await
}

/// Takes a certification away.
pub async fn uncertify(who: May<KeepRoster>, path: Path<(i64, String)>) -> Answer {
    let (id, topic) = path.into_inner();
    let id = AmbassadorId(id);
    let done = who.write(move |act| roster::uncertify(act, id, &topic)).await;
    told(&who, &paths::one(id), done, |()| who.lang.t("Đã bỏ chứng nhận.", "Removed.").into())
}

/// Keeps the pupil apart from another.
pub async fn keep_apart(who: May<KeepRoster>, id: Path<i64>, form: Fields<ApartForm>) -> Answer {
    let (id, (form, problems)) = (AmbassadorId(*id), form.into_parts());
    let sent = form.clone();
    let done = who.write(move |act| roster::keep_apart(act, id, &sent)).await;
    let typed = OneTyped { apart: form, problems, ..OneTyped::default() };
    answered(&who, id, done, typed, |()| {
        let lang = who.lang;
        lang.t(
            "Đã ghi. Từ giờ hai em không được xếp cùng ca.",
            "Noted. From now on the two are not given the same session.",
        )
        .into()
    })
    .await
}

/// Lets both be scheduled together again.
pub async fn end_apart(who: May<KeepRoster>, path: Path<(i64, i64)>) -> Answer {
    let (id, other) = path.into_inner();
    let (id, other) = (AmbassadorId(id), AmbassadorId(other));
    let done = who.write(move |act| roster::end_apart(act, id, other)).await;
    told(&who, &paths::one(id), done, |()| {
        who.lang.t("Hai em lại có thể trực cùng ca.", "The two may share a session again.").into()
    })
}

/// Pauses the pupil.
pub async fn pause(who: May<KeepRoster>, id: Path<i64>) -> Answer {
    let id = AmbassadorId(*id);
    let done = who.write(move |act| roster::pause(act, id)).await;
    told(&who, &paths::one(id), done, |fell| {
        let first = who.lang.t("Đã cho tạm nghỉ.", "Paused.");
        format!("{first} {}", taken_back(who.lang, fell))
    })
}

/// Opens the account again.
pub async fn resume(who: May<KeepRoster>, id: Path<i64>) -> Answer {
    let id = AmbassadorId(*id);
    let done = who.write(move |act| roster::resume(act, id)).await;
    told(&who, &paths::one(id), done, |()| who.lang.t("Đã mở lại.", "Open again.").into())
}
