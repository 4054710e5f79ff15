//! Programmes and the acts on their whole lists.

use actix_web::web::{Path, Query};
use serde::Deserialize;
use validator::Validate;

use super::{Filter, settled};
use crate::domain::access::{ApproveAwards, CheckCandidates, IssueAwards, SeeSchool};
use crate::domain::ids::{AwardId, ProgrammeId};
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardState, DecisionForm, ProgrammeForm};
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;
use crate::web::{Answer, Fields, May};

fn title(lang: Lang) -> &'static str {
    lang.t("Khen thưởng", "Recognition")
}

/// The school's programmes.
pub async fn list(who: May<SeeSchool>) -> Answer {
    let programmes = who.read(service::recognition::list).await?;
    let body = view::recognition::list(who.lang, who.me(), &programmes);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// The form of a new programme.
pub async fn new_page(who: May<IssueAwards>) -> Answer {
    let form = who.read(service::recognition::blank).await?;
    let body = view::recognition::edit(who.lang, None, &form, &Problems::none(), None);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Opens a programme.
pub async fn create(who: May<IssueAwards>, form: Fields<ProgrammeForm>) -> Answer {
    let lang = who.lang;
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::recognition::create(act, &typed)).await {
            Ok(id) => {
                let notice = lang.t("Đã mở chương trình.", "The programme is open.");
                return Ok(who.done(&at::one(id), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let body = view::recognition::edit(lang, None, &form, &problems, None);
    Ok(who.again(title(lang), Audience::Staff, body))
}

/// A programme's candidates and awards.
pub async fn one(who: May<SeeSchool>, id: Path<i64>, filter: Query<Filter>) -> Answer {
    let (id, look) = (ProgrammeId(id.into_inner()), Filter::look(filter));
    let page = who.read(move |act| service::recognition::page(act, id, look)).await?;
    let body = view::recognition::programme(who.lang, who.me(), &page);
    Ok(who.page(&page.programme.name, Audience::Staff, body))
}

/// Who has not reached a tier yet, and by how much.
pub async fn missing(who: May<SeeSchool>, id: Path<i64>, filter: Query<Filter>) -> Answer {
    let (id, look) = (ProgrammeId(id.into_inner()), Filter::look(filter));
    let page = who.read(move |act| service::recognition::missing(act, id, look)).await?;
    let body = view::recognition::missing(who.lang, &page);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Class by class.
pub async fn classes(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let id = ProgrammeId(id.into_inner());
    let page = who.read(move |act| service::recognition::classes(act, id)).await?;
    let body = view::recognition::classes(who.lang, &page);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// The form of a programme there is.
pub async fn edit_page(who: May<IssueAwards>, id: Path<i64>) -> Answer {
    let id = ProgrammeId(id.into_inner());
    let (form, tiers, fixed) =
        who.read(move |act| service::recognition::edit_page(act, id)).await?;
    let fixed = fixed.then_some(tiers.as_slice());
    let body = view::recognition::edit(who.lang, Some(id), &form, &Problems::none(), fixed);
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// Changes a programme.
pub async fn edit(who: May<IssueAwards>, id: Path<i64>, form: Fields<ProgrammeForm>) -> Answer {
    let (lang, id) = (who.lang, ProgrammeId(id.into_inner()));
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::recognition::change(act, id, &typed)).await {
            Ok(()) => return Ok(who.done(&at::one(id), lang.t("Đã lưu.", "Saved."))),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(Error::Refused(refusal)) => {
                return Ok(who.refused(&at::of(id, "edit"), &refusal.message()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let (_, tiers, fixed) = who.read(move |act| service::recognition::edit_page(act, id)).await?;
    let fixed = fixed.then_some(tiers.as_slice());
    let body = view::recognition::edit(lang, Some(id), &form, &problems, fixed);
    Ok(who.again(title(lang), Audience::Staff, body))
}

/// Computes the candidates.
pub async fn compute(who: May<IssueAwards>, id: Path<i64>) -> Answer {
    let (lang, id) = (who.lang, ProgrammeId(id.into_inner()));
    let done = who.write(move |act| service::recognition::compute(act, id)).await;
    let notice = done.map(|changes| {
        let (new, moved) = (changes.add.len(), changes.update.len());
        let gone = changes.withdraw.len();
        match lang {
            Lang::Vi if changes.is_empty() => "Đã tính: không có gì thay đổi.".to_owned(),
            Lang::En if changes.is_empty() => "Computed: nothing has changed.".to_owned(),
            Lang::Vi => format!(
                "Đã tính: {new} em mới đạt, {moved} em đổi số liệu, {gone} em không còn đạt."
            ),
            Lang::En => {
                format!("Computed: {new} new, {moved} with other figures, {gone} no longer there.")
            }
        }
    });
    settled(&who, &at::one(id), notice)
}

/// The candidates a class teacher agrees with.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CheckForm {
    award: Vec<String>,
}

/// The class teacher agrees.
pub async fn check(who: May<CheckCandidates>, id: Path<i64>, form: Fields<CheckForm>) -> Answer {
    let (lang, id) = (who.lang, ProgrammeId(id.into_inner()));
    let awards: Vec<AwardId> = form.award.iter().filter_map(|award| award.parse().ok()).collect();
    let done = who.write(move |act| service::recognition::check(act, id, &awards)).await;
    let notice = done.map(|n| match lang {
        Lang::Vi => format!("Đã đồng ý đề nghị {n} em."),
        Lang::En => format!("Agreed with {}.", lang.count(n as i64, "em", "pupil", "pupils")),
    });
    settled(&who, &at::one(id), notice)
}

/// The board's page.
pub async fn approve_page(who: May<ApproveAwards>, id: Path<i64>) -> Answer {
    let id = ProgrammeId(id.into_inner());
    let form = DecisionForm {
        decided_on: who.office().now().day().to_string(),
        ..DecisionForm::default()
    };
    let (programme, tiers) =
        who.read(move |act| service::recognition::approve_page(act, id)).await?;
    let body = view::recognition::approve(who.lang, &programme, &tiers, &form, &Problems::none());
    Ok(who.page(title(who.lang), Audience::Staff, body))
}

/// How many checked candidates the board's page showed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ApproveForm {
    #[validate(length(max = 40))]
    number: String,
    #[validate(length(max = 10))]
    decided_on: String,
    #[validate(length(max = 10))]
    seen: String,
}

/// The board approves all checked candidates with a decision.
pub async fn approve(who: May<ApproveAwards>, id: Path<i64>, form: Fields<ApproveForm>) -> Answer {
    let (lang, id) = (who.lang, ProgrammeId(id.into_inner()));
    let (form, mut problems) = form.into_parts();
    let seen = form.seen.parse().unwrap_or(0);
    let form = DecisionForm { number: form.number, decided_on: form.decided_on };
    if problems.is_empty() {
        let typed = form.clone();
        let done = who.write(move |act| service::recognition::approve(act, id, &typed, seen)).await;
        match done {
            Err(Error::Invalid(found)) => problems.extend(found),
            done => {
                let notice = done.map(|n| match lang {
                    Lang::Vi => format!("Đã phê duyệt {n} khen thưởng."),
                    Lang::En => {
                        format!("Approved {}.", lang.count(n as i64, "", "award", "awards"))
                    }
                });
                return settled(&who, &at::one(id), notice);
            }
        }
    }
    let (programme, tiers) =
        who.read(move |act| service::recognition::approve_page(act, id)).await?;
    let body = view::recognition::approve(lang, &programme, &tiers, &form, &problems);
    Ok(who.again(title(lang), Audience::Staff, body))
}

/// Issues all approved awards.
pub async fn issue(who: May<IssueAwards>, id: Path<i64>) -> Answer {
    let (lang, id) = (who.lang, ProgrammeId(id.into_inner()));
    let done = who.write(move |act| service::recognition::issue(act, id)).await;
    let notice = done.map(|n| match lang {
        Lang::Vi => format!("Đã ban hành {n} khen thưởng và ghi vào sổ."),
        Lang::En => {
            let awards = lang.count(n as i64, "", "award", "awards");
            format!("Issued {awards} and entered them in the register.")
        }
    });
    let back = format!("{}?state={}", at::one(id), AwardState::Issued);
    settled(&who, &back, notice)
}
