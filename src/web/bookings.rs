//! The way to a seat and back to it, and the coordinator's calls.

pub mod calls;
pub mod data;
pub mod flow;
pub mod mine;

use actix_web::cookie::Cookie;
use actix_web::{HttpRequest, HttpResponse};
use data_encoding::BASE64URL_NOPAD;

use super::Visitor;
use super::extract::cookie_of;

/// Carries, for half an hour on this device, the code and the name with which somebody
/// has opened a booking: the same two things they would have to type again.
const COOKIE: &str = "booking";
const COOKIE_MINUTES: i64 = 30;

/// A code and what proves that it is one's own.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Pass {
    code: String,
    proof: String,
}

impl Pass {
    fn read(request: &HttpRequest) -> Option<Pass> {
        let cookie = cookie_of(request, COOKIE)?;
        let text = BASE64URL_NOPAD.decode(cookie.value().as_bytes()).ok()?;
        let text = String::from_utf8(text).ok().filter(|text| !text.contains('\0'))?;
        let (code, proof) = text.split_once('\n')?;
        Some(Pass { code: code.to_owned(), proof: proof.to_owned() })
    }

    fn cookie(&self, visitor: &Visitor) -> Cookie<'static> {
        let text = format!("{}\n{}", self.code, self.proof);
        let mut cookie = visitor.cookie(COOKIE, BASE64URL_NOPAD.encode(text.as_bytes()));
        cookie.set_max_age(actix_web::cookie::time::Duration::minutes(COOKIE_MINUTES));
        cookie
    }

    fn no_more(visitor: &Visitor) -> Cookie<'static> {
        let mut cookie = visitor.cookie(COOKIE, String::new());
        cookie.make_removal();
        cookie
    }
}

/// Lets this device open what `code` stands for without typing it again.
pub fn remember(
    visitor: &Visitor,
    code: String,
    proof: String,
    mut response: HttpResponse,
) -> HttpResponse {
    // A cookie that the framework has just built is well-formed.
    let _ = response.add_cookie(&Pass { code, proof }.cookie(visitor));
    response
}
