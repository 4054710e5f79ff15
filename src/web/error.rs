//! Errors as visitors meet them: a status, a page that helps, never a stack trace.

use std::fmt;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, LOCATION};
use actix_web::{HttpResponse, ResponseError};

use crate::domain::refusal::{Message, Refuse};
use crate::service;

/// Why a request gets no ordinary page.
#[derive(Clone, Debug)]
pub enum WebError {
    /// 404: there is none, or this visitor may not know of it.
    NotFound,
    /// 403: known, but not this person's to do.
    Forbidden,
    /// 303 to the sign-in page, and back here afterwards.
    SignIn { back: String },
    /// 303 to the page where the second step is turned on, which one's organisation asks for.
    TwoStep,
    /// 409: a rule says no, with its reason.
    Refused(Arc<dyn Refuse>),
    /// 422: something typed is wrong and the form is not at hand to show it beside its field.
    Invalid(Message),
    /// 400: the request itself is not understandable.
    BadRequest(String),
    /// 413: more was sent than any form of ours holds.
    TooLarge,
    /// 405: the address is there for forms only, or only to be read.
    OtherMethod { allowed: String },
    /// 403: the form was sent from another site.
    ForeignForm,
    /// 429: too many tries from here.
    TooMany,
    /// 503: overloaded; trying again helps.
    Busy(String),
    /// 500: a fault of ours. Visitors see a reference, the log has the reason.
    Fault(String),
}

/// Marks a response whose body the dressing middleware still has to write.
#[derive(Clone, Debug)]
pub struct Undressed(pub WebError);

impl fmt::Display for WebError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            WebError::NotFound => StatusCode::NOT_FOUND,
            WebError::Forbidden | WebError::ForeignForm => StatusCode::FORBIDDEN,
            WebError::SignIn { .. } | WebError::TwoStep => StatusCode::SEE_OTHER,
            WebError::Refused(_) => StatusCode::CONFLICT,
            WebError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            WebError::BadRequest(_) => StatusCode::BAD_REQUEST,
            WebError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::OtherMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
            WebError::TooMany => StatusCode::TOO_MANY_REQUESTS,
            WebError::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            WebError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let WebError::SignIn { back } = self {
            let query = serde_html_form::to_string([("back", back)]).unwrap_or_default();
            let target = format!("{}?{query}", crate::paths::accounts::SIGN_IN);
            return response.insert_header((LOCATION, target)).finish();
        }
        if matches!(self, WebError::TwoStep) {
            return response.insert_header((LOCATION, crate::paths::two_step::PAGE)).finish();
        }
        if let WebError::OtherMethod { allowed } = self {
            response.insert_header((ALLOW, allowed.as_str()));
        }
        if matches!(self, WebError::TooMany | WebError::Busy(_)) {
            response.insert_header(("Retry-After", "30"));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(Undressed(self.clone()));
        response
    }
}

impl From<service::Error> for WebError {
    fn from(error: service::Error) -> WebError {
        match error {
            service::Error::Invalid(problems) => WebError::Invalid(problems.first()),
            service::Error::Refused(refusal) => WebError::Refused(refusal),
            service::Error::NotFound => WebError::NotFound,
            service::Error::Forbidden => WebError::Forbidden,
            service::Error::Busy(why) => WebError::Busy(why),
            service::Error::Fault(why) => WebError::Fault(why),
        }
    }
}
