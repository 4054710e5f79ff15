//! The answer to be printed.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::title;
use crate::db::data_requests::DataRequest;
use crate::domain::lang::Lang;
use crate::domain::retention::FORGOTTEN;
use crate::paths::data_requests as at;
use crate::view::parts::{breadcrumb, page_head, print_button};

/// The answer to be printed.
pub fn page(
    lang: Lang,
    request: &DataRequest,
    subject: &str,
    paragraphs: &[String],
    today: NaiveDate,
) -> Markup {
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (&request.name, &at::one(request.id))], lang.t("Thư trả lời", "Letter")))
        (page_head(subject, "", html! { (print_button(lang)) }))
        div.flow {
            p { (request.place) ", " (lang.day_in_words(today)) br; (lang.t("Yêu cầu số", "Request number")) " " (request.id) }
            p { (lang.t("Kính gửi:", "To:")) " " strong { (addressee(lang, request)) } }
            @for paragraph in paragraphs { p { (paragraph) } }
            p { (lang.t("Mọi thắc mắc xin liên hệ", "Questions:")) " " (request.place) ", " (request.place_phone) "." }
            p.signature { (lang.t("Người phụ trách (ký, ghi rõ họ tên)", "In charge (signature, name)")) }
        }
    }
}

/// Whoever asked; after a deletion the name is gone from here as well.
fn addressee(lang: Lang, request: &DataRequest) -> &str {
    let name = if request.asker_name.is_empty() { &request.name } else { &request.asker_name };
    if name == FORGOTTEN { lang.t("Ông/bà", "Sir or Madam") } else { name }
}
