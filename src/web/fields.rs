//! A form as it was typed, read for every handler in the same way.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::error::WebError;
use super::language::Posted;
use crate::domain::privacy::refuse_in_fields;
use crate::domain::refusal::{Message, Problems};

/// A form as typed, with the problems of its fields' lengths and what nobody may store in
/// them; nothing is lost when it is wrong.
pub struct Fields<T> {
    form: T,
    pub problems: Problems,
}

impl<T> Fields<T> {
    /// The form and what is wrong with the length of its fields.
    pub fn into_parts(self) -> (T, Problems) {
        (self.form, self.problems)
    }
}

impl<T> Deref for Fields<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.form
    }
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Fields<T> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Fields<T>, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = Bytes::from_request(request, payload);
        let posted = Posted::of(request);
        Box::pin(async move {
            let bad = |error: String| WebError::BadRequest(error);
            let bytes =
                bytes.await.map_err(|error| match error.as_response_error().status_code() {
                    StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
                    _ => bad(error.to_string()),
                })?;
            if bytes.contains(&0) || bytes.windows(3).any(|window| window == b"%00") {
                return Err(bad("a NUL in the form".to_owned()));
            }
            let form: T =
                serde_html_form::from_bytes(&bytes).map_err(|error| bad(error.to_string()))?;
            let mut problems = too_long(&form);
            let typed: Vec<(String, String)> =
                serde_html_form::from_bytes(&bytes).map_err(|error| bad(error.to_string()))?;
            posted.keep(&typed);
            // Here, so that no form can forget it; tests/it/tidy.rs sees to it that no handler
            // of a form with free text looks away.
            problems.extend(refuse_in_fields(typed.iter().map(|(f, t)| (f.as_str(), t.as_str()))));
            Ok(Fields { problems, form })
        })
    }
}

/// The lengths that `validator` finds exceeded, in words.
fn too_long(form: &impl Validate) -> Problems {
    let mut problems = Problems::none();
    if let Err(errors) = form.validate() {
        let errors = errors.field_errors();
        let mut fields: Vec<_> = errors.iter().collect();
        fields.sort_by_key(|(field, _)| field.to_string());
        for (field, errors) in fields {
            let max = errors.iter().find_map(|e| e.params.get("max")).map(ToString::to_string);
            let max = max.unwrap_or_default();
            problems.add(
                field,
                Message::new(
                    format!("Dài quá: chỉ nhận tối đa {max} ký tự."),
                    format!("Too long: at most {max} characters."),
                ),
            );
        }
    }
    problems
}
