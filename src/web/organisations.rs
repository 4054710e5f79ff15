//! Wards, schools, their neighbourhoods and classes.

use actix_web::web::Path;

use super::{Answer, Fields, May};
use crate::domain::access::{KeepAccounts, KeepOrganisations};
use crate::domain::ids::OrganisationId;
use crate::domain::organisations::{LinesForm, OrganisationForm};
use crate::domain::refusal::Problems;
use crate::paths;
use crate::service::{Error, organisations};
use crate::view;
use crate::view::layout::Audience;

/// All of them.
pub async fn list(who: May<KeepOrganisations>) -> Answer {
    let all = who.read(organisations::list).await?;
    let body = view::organisations::list(who.lang, &all);
    Ok(who.page(who.lang.t("Đơn vị", "Organisations"), Audience::Staff, body))
}

/// The form for a new one.
pub async fn new_page(who: May<KeepOrganisations>) -> Answer {
    let all = who.read(organisations::list).await?;
    let (form, none) = (OrganisationForm::default(), Problems::none());
    let body = view::organisations::new(who.lang, &form, &none, &all);
    Ok(who.page(who.lang.t("Thêm đơn vị", "Add an organisation"), Audience::Staff, body))
}

/// Adds one.
pub async fn add(who: May<KeepOrganisations>, form: Fields<OrganisationForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| organisations::add(act, &typed)).await {
            Ok(id) => {
                let notice = who.lang.t("Đã thêm đơn vị.", "The organisation is added.");
                return Ok(who.done(&paths::organisations::one(id), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let all = who.read(organisations::list).await?;
    let body = view::organisations::new(who.lang, &form, &problems, &all);
    Ok(who.again(who.lang.t("Thêm đơn vị", "Add an organisation"), Audience::Staff, body))
}

/// One with its neighbourhoods or classes.
pub async fn one(who: May<KeepAccounts>, id: Path<i64>) -> Answer {
    let id = OrganisationId(id.into_inner());
    let kept = who.read(move |act| organisations::one(act, id)).await?;
    let parts = (kept.areas.as_slice(), kept.classes.as_slice());
    let (form, none) = (LinesForm::default(), Problems::none());
    let typed = (&form, &none);
    let body = view::organisations::one(who.lang, &kept.organisation, parts, kept.two_step, typed);
    Ok(who.page(&kept.organisation.name, Audience::Staff, body))
}

/// Adds neighbourhoods or classes, one a line.
pub async fn add_parts(who: May<KeepAccounts>, id: Path<i64>, form: Fields<LinesForm>) -> Answer {
    let id = OrganisationId(id.into_inner());
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| organisations::add_parts(act, id, &typed)).await {
            Ok(added) => {
                let notice = who.lang.count(
                    added as i64,
                    "mục mới đã thêm.",
                    "new line added.",
                    "new lines added.",
                );
                return Ok(who.done(&paths::organisations::one(id), &notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let kept = who.read(move |act| organisations::one(act, id)).await?;
    let organisation = &kept.organisation;
    let parts = (kept.areas.as_slice(), kept.classes.as_slice());
    let typed = (&form, &problems);
    let body = view::organisations::one(who.lang, organisation, parts, kept.two_step, typed);
    Ok(who.again(&organisation.name, Audience::Staff, body))
}
