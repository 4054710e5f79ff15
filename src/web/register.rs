//! The register of processing.

use super::{Answer, May};
use crate::domain::access::{Person, ReadAudit};
use crate::service;
use crate::view;
use crate::view::layout::Audience;

/// The whole register on one page, to be read or printed; with what tonight's errand would
/// take for those who look after the whole installation.
pub async fn page(who: May<ReadAudit>) -> Answer {
    let lang = who.lang;
    let everything = who.person().is_some_and(Person::is_administrator);
    let tonight = match everything {
        true => Some(who.read(service::retention::plan).await?),
        false => None,
    };
    let tonight: Option<Vec<_>> =
        tonight.map(|plan| plan.iter().map(|reach| (reach.rule, reach.total())).collect());
    let title = lang.t("Sổ xử lý dữ liệu", "Register of processing");
    Ok(who.page(
        title,
        Audience::Staff,
        view::register::page(lang, &who.office().rules().retention, tonight.as_deref()),
    ))
}
