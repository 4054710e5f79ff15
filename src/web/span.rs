//! What the log says about a request: method, route pattern, status, reference.
//! Never the path or the query themselves: they carry booking codes, names and tokens.

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// Spans that hold nothing about the visitor.
pub struct Discreet;

impl RootSpanBuilder for Discreet {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied();
        tracing::info_span!(
            "request",
            http.method = %request.method(),
            http.route = Empty,
            http.status = Empty,
            request.id = id.map(tracing::field::display),
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (status, route) = match outcome {
            Ok(response) => (response.status(), response.request().match_pattern()),
            Err(error) => (error.as_response_error().status_code(), None),
        };
        span.record("http.status", status.as_u16());
        span.record("http.route", route.as_deref().unwrap_or("-"));
        span.in_scope(|| match status.is_server_error() {
            true => tracing::warn!("A request was not answered"),
            false => tracing::debug!("Answered a request"),
        });
    }
}
