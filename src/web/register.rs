//! The register of processing.

use super::{Answer, May};
use crate::domain::access::ReadAudit;
use crate::view;
use crate::view::layout::Audience;

/// The whole register on one page, to be read or printed.
pub async fn page(who: May<ReadAudit>) -> Answer {
    let lang = who.lang;
    let title = lang.t("Sổ xử lý dữ liệu", "Register of processing");
    Ok(who.page(title, Audience::Staff, view::register::page(lang)))
}
