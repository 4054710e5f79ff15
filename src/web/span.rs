//! What the log says about a request: one line with method, route pattern, status,
//! milliseconds and reference; only a fault is told in more words.
//! Never the path or the query themselves: they carry booking codes, names and tokens.

use std::time::Instant;

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// Spans that hold nothing about the visitor, and one line for every request answered.
pub struct Discreet;

/// When the request came.
#[derive(Clone, Copy)]
struct Began(Instant);

impl RootSpanBuilder for Discreet {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().copied();
        request.extensions_mut().insert(Began(Instant::now()));
        tracing::info_span!("request", id = id.map(tracing::field::display))
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let response = match outcome {
            Ok(response) => response,
            Err(error) => {
                let status = error.as_response_error().status_code().as_u16();
                return span.in_scope(|| tracing::warn!(http.status = status, "Not answered"));
            }
        };
        let (request, status) = (response.request(), response.status());
        let method = request.method().as_str();
        let route = request.match_pattern();
        let route = route.as_deref().unwrap_or("-");
        let began = request.extensions().get::<Began>().copied();
        let took_ms = began.map_or(0.0, |Began(at)| at.elapsed().as_micros() as f64 / 1000.0);
        let code = status.as_u16();
        span.in_scope(|| match status.is_server_error() {
            true => tracing::warn!(
                http.method = method,
                http.route = route,
                http.status = code,
                took_ms,
                "Answered with a fault"
            ),
            false => tracing::info!(
                http.method = method,
                http.route = route,
                http.status = code,
                took_ms,
                "Answered"
            ),
        });
    }
}
