//! What happens to every request and response: same-origin checks, security
//! headers, and the pages that errors show.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN, SET_COOKIE,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, ResponseError};
use tracing_actix_web::RequestId;

use super::error::{Undressed, WebError};
use super::extract::{SIGN_IN_COOKIE, cookie_of};
use super::language::{asked, lang_of, remembered};
use super::site::Site;
use crate::view;

/// No inline script or style, nothing from elsewhere, never in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // Says again what the policy's frame-ancestors says, for browsers that do not read it.
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Adds the security headers to every response, remembers the language that a form's switch
/// asked for, and keeps cookies out of all caches.
pub async fn secure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let site = request.app_data::<Data<Site>>().cloned();
    let https = site.as_ref().is_some_and(|site| site.https);
    let lang = asked(request.request());
    let mut response = next.call(request).await?;
    if let (Some(site), Some(lang)) = (site, lang) {
        // A cookie that the framework has just built is well-formed.
        let _ = response.response_mut().add_cookie(&remembered(&site, lang));
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if headers.contains_key(SET_COOKIE) {
        // A redirect after a form too: what carries a cookie is for one visitor only.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    if https {
        headers.insert(
            HeaderName::from_static("strict-transport-security"),
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        );
    }
    Ok(response)
}

/// Refuses forms that another site sends with this visitor's cookies.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones in
/// `Origin`. A program that says neither carries no visitor's cookies.
pub async fn same_origin<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let refusal = if is_unsafe(request.method()) && is_foreign(&request) {
        Some(WebError::ForeignForm)
    } else if request.uri().to_string().contains("%00") {
        // PostgreSQL takes no text with a NUL in it, and nobody types one.
        Some(WebError::BadRequest("a NUL in the address".into()))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        let response = refusal.error_response();
        return Ok(request.into_response(response).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_foreign(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (header(ORIGIN.as_str()), header(HOST.as_str())) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_none_or(|(_, authority)| authority != host)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Writes the page of an error that a handler or an extractor returned, and logs faults.
pub async fn dress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let lang = lang_of(request.request());
    let reference = reference_of(&request);
    let known = cookie_of(request.request(), SIGN_IN_COOKIE).is_some();
    let response = next.call(request).await?;
    let undressed = response.response().extensions().get::<Undressed>().cloned();
    let Some(Undressed(error)) = undressed else {
        return Ok(response.map_into_left_body());
    };
    if let WebError::Fault(why) | WebError::Busy(why) = &error {
        tracing::error!(reference, error = why, "A request failed");
    }
    let status = response.status().as_u16();
    let page = view::errors::page(lang, status, &explain(&error), &reference, known);
    let (request, response) = response.into_parts();
    let mut response = response.set_body(BoxBody::new(page.into_string()));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(ServiceResponse::new(request, response).map_into_right_body())
}

/// What a visitor may quote and the log can be searched for.
fn reference_of(request: &ServiceRequest) -> String {
    use actix_web::HttpMessage;
    request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}

fn explain(error: &WebError) -> view::errors::Why {
    use view::errors::Why;
    match error {
        WebError::NotFound => Why::NotFound,
        WebError::Forbidden | WebError::SignIn { .. } | WebError::TwoStep => Why::Forbidden,
        WebError::ForeignForm => Why::ForeignForm,
        WebError::Refused(refusal) => Why::Refused(refusal.message()),
        WebError::Invalid(message) => Why::Refused(message.clone()),
        WebError::BadRequest(_) => Why::BadRequest,
        WebError::TooLarge => Why::TooLarge,
        WebError::OtherMethod { .. } => Why::FormOnly,
        WebError::TooMany => Why::TooMany,
        WebError::Busy(_) => Why::Busy,
        WebError::Fault(_) => Why::Fault,
    }
}
