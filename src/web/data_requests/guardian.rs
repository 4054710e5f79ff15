//! What a guardian asks for behind the link.

use actix_web::HttpRequest;
use actix_web::web::Path;

use crate::domain::data_requests::GuardianDataForm;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::service::Error;
use crate::service::data_requests as service;
use crate::service::guardians::Key;
use crate::view::data_requests::own;
use crate::view::layout::Audience;
use crate::web::guardians::key;
use crate::web::{Answer, Fields, Visitor};

/// What may be asked, and what was asked; the link's door where it is not open.
pub async fn page(visitor: Visitor, request: HttpRequest, token: Path<String>) -> Answer {
    let none = Problems::none();
    show(&visitor, key(&request, &token), &GuardianDataForm::default(), &none).await
}

async fn show(visitor: &Visitor, key: Key, form: &GuardianDataForm, problems: &Problems) -> Answer {
    let (lang, token) = (visitor.lang, key.token.clone());
    match visitor.read(move |act| service::guardian_requests(act, &key)).await {
        Ok((child, sent)) => {
            let body = own::guardian(lang, &child.name, &token, &sent, form, problems);
            let title = lang.t("Dữ liệu của con và của tôi", "My child's data and mine");
            Ok(match problems.is_empty() {
                true => visitor.page(title, Audience::Resident, body),
                false => visitor.again(title, Audience::Resident, body),
            })
        }
        Err(Error::Refused(_)) => Ok(visitor.go(&paths::guardians::page(&token))),
        Err(error) => Err(error.into()),
    }
}

/// Sends a request to the school.
pub async fn ask(
    visitor: Visitor,
    request: HttpRequest,
    token: Path<String>,
    form: Fields<GuardianDataForm>,
) -> Answer {
    let key = key(&request, &token);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let (opened, typed) = (key.clone(), form.clone());
        match visitor.write(move |act| service::ask_guardian(act, &opened, &typed)).await {
            Ok(_) => {
                let notice = visitor.lang.t(
                    "Đã gửi. Nhà trường báo nhận trong 2 ngày làm việc.",
                    "Sent. The school acknowledges it within 2 working days.",
                );
                return Ok(visitor.done(&paths::data_requests::guardian(&token), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(Error::Refused(_)) => return Ok(visitor.go(&paths::guardians::page(&token))),
            Err(error) => return Err(error.into()),
        }
    }
    show(&visitor, key, &form, &problems).await
}
