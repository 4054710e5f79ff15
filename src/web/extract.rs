//! What a handler may ask for in its signature: the visitor, a permission.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, HOST, LOCATION, REFERER};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use data_encoding::BASE64URL_NOPAD;
use maud::Markup;

use super::error::WebError;
use super::language::{Posted, lang_of};
use super::nav;
use super::site::Site;
use crate::domain::access::{Actor, Needs, Permission, Person};
use crate::domain::consent::Agreement;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};
use crate::service::accounts::Known;
use crate::service::{self, Act, Office};
use crate::view;
use crate::view::layout::{self, Audience, Sent, Shell, Signed};
use crate::view::parts::{Notice, Tone};

/// Holds the token of a sign-in.
pub const SIGN_IN_COOKIE: &str = "sign-in";
pub const NOTICE_COOKIE: &str = "notice";

/// Anybody who asks for a page, signed in or not.
pub struct Visitor {
    pub lang: Lang,
    pub site: Data<Site>,
    /// Path and query of this request.
    pub here: String,
    /// An organisation asks this person for a second step that is not turned on.
    pub two_step_due: bool,
    /// Where this request went, and the form it brought.
    asked: String,
    posted: Posted,
    actor: Actor,
    notice: Option<Notice>,
}

impl Visitor {
    /// The signed-in person.
    pub fn person(&self) -> Option<&Person> {
        self.actor.person()
    }

    /// Who acts, for service functions that open their own transactions.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The back office.
    pub fn office(&self) -> &Office {
        &self.site.office
    }

    /// Runs a reading service function as this visitor.
    pub async fn read<T, F>(&self, act: F) -> service::Answer<T>
    where
        F: FnOnce(&mut Act<'_>) -> service::Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        self.site.office.read(&self.actor, act).await
    }

    /// Runs a writing service function as this visitor, in one transaction.
    pub async fn write<T, F>(&self, act: F) -> service::Answer<T>
    where
        F: FnMut(&mut Act<'_>) -> service::Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        self.site.office.write(&self.actor, act).await
    }

    /// The same for an act that touches little but what `key` names, such as one slot.
    pub async fn write_near<T, F>(&self, key: i64, act: F) -> service::Answer<T>
    where
        F: FnMut(&mut Act<'_>) -> service::Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        self.site.office.write_near(key, &self.actor, act).await
    }

    /// The whole page around `body`.
    pub fn markup(&self, title: &str, audience: Audience, body: Markup) -> Markup {
        self.framed(title, audience, None, body)
    }

    fn framed(
        &self,
        title: &str,
        audience: Audience,
        sent: Option<&Sent<'_>>,
        body: Markup,
    ) -> Markup {
        let body = match self.only_learning().filter(|_| audience == Audience::Pupil) {
            Some(why) => {
                let why = view::consents::only_learning(self.lang, why.message().say(self.lang));
                maud::html! { (why) (body) }
            }
            None => body,
        };
        let signed = self.person().map(|person| Signed {
            name: person.name.clone(),
            role_line: nav::role_line(self.lang, person),
        });
        // The rooms of one's work are reached from the work pages; the public ones keep their own way.
        let at_work = self.person().filter(|_| audience != Audience::Resident);
        let items = nav::items(self.lang, at_work);
        let hotline = self.site.kept.hotline().filter(|_| audience == Audience::Resident);
        let shell = Shell {
            lang: self.lang,
            title,
            audience,
            who: signed.as_ref(),
            nav: &items,
            here: &self.here,
            sent,
            notice: self.notice.clone(),
            demo: self.site.demo,
            hotline: hotline.as_deref(),
        };
        layout::page(&shell, body)
    }

    /// What keeps a pupil's account to learning, except on the page where it is put right.
    fn only_learning(&self) -> Option<Agreement> {
        let agreed = self.person()?.pupil.as_ref()?.agreed;
        let here = self.here.starts_with(crate::paths::consents::MINE);
        (!agreed.nothing_missing() && !here).then_some(agreed)
    }

    /// 200 with a page; a notice is shown once.
    pub fn page(&self, title: &str, audience: Audience, body: Markup) -> HttpResponse {
        self.respond(StatusCode::OK, title, audience, body)
    }

    /// 200 with a page that a form asked for and that nothing has been written for: its
    /// language switch asks for it once more.
    pub fn shown(&self, title: &str, audience: Audience, body: Markup) -> HttpResponse {
        self.answer(StatusCode::OK, title, audience, true, body)
    }

    /// 422 with the form again, what was typed kept.
    pub fn again(&self, title: &str, audience: Audience, body: Markup) -> HttpResponse {
        self.respond(StatusCode::UNPROCESSABLE_ENTITY, title, audience, body)
    }

    /// The page under any other status.
    pub fn respond(
        &self,
        status: StatusCode,
        title: &str,
        audience: Audience,
        body: Markup,
    ) -> HttpResponse {
        // Whoever was refused has written nothing, and may be refused again.
        self.answer(status, title, audience, status.is_client_error(), body)
    }

    fn answer(
        &self,
        status: StatusCode,
        title: &str,
        audience: Audience,
        again: bool,
        body: Markup,
    ) -> HttpResponse {
        let sent = if again { self.posted.sent(&self.asked, self.lang.other()) } else { None };
        let mut response = HttpResponse::build(status);
        response.content_type("text/html; charset=utf-8");
        // Pages carry names and codes: neither a proxy nor the back button of the next user keeps them.
        response.insert_header((CACHE_CONTROL, "private, no-store"));
        if self.notice.is_some() {
            let mut used = self.cookie(NOTICE_COOKIE, String::new());
            used.make_removal();
            response.cookie(used);
        }
        response.body(self.framed(title, audience, sent.as_ref(), body).into_string())
    }

    /// A fragment of a page, for live parts.
    pub fn fragment(&self, body: Markup) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(body.into_string())
    }

    /// 303 to another page.
    pub fn go(&self, to: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((LOCATION, to)).finish()
    }

    /// 303 with a good notice on the next page.
    pub fn done(&self, to: &str, notice: &str) -> HttpResponse {
        self.go_saying(to, &Notice::done(notice))
    }

    /// 303 with the reason for a refusal on the next page.
    pub fn refused(&self, to: &str, refusal: &Message) -> HttpResponse {
        self.go_saying(to, &Notice::problem(refusal.say(self.lang)))
    }

    fn go_saying(&self, to: &str, notice: &Notice) -> HttpResponse {
        let text = format!("{} {}", notice.tone.word(), notice.text);
        let mut cookie = self.cookie(NOTICE_COOKIE, BASE64URL_NOPAD.encode(text.as_bytes()));
        cookie.set_max_age(actix_web::cookie::time::Duration::seconds(60));
        HttpResponse::SeeOther().insert_header((LOCATION, to)).cookie(cookie).finish()
    }

    /// A cookie of this site, out of reach of scripts and of other sites' forms.
    pub fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        self.site.cookie(name, value)
    }
}

/// What this visitor's browser holds under one of the site's names.
pub fn cookie_of(request: &HttpRequest, name: &'static str) -> Option<Cookie<'static>> {
    request.app_data::<Data<Site>>()?.cookie_of(request, name)
}

fn read_notice(request: &HttpRequest) -> Option<Notice> {
    let cookie = cookie_of(request, NOTICE_COOKIE)?;
    let text = String::from_utf8(BASE64URL_NOPAD.decode(cookie.value().as_bytes()).ok()?).ok()?;
    let (tone, text) = text.split_once(' ')?;
    Some(Notice { tone: Tone::from_word(tone), text: text.to_owned() })
}

/// Where a request comes from, for counting wrong tries. A proxy on the same machine or
/// network writes the visitor's address at the end of `X-Forwarded-For`; from anywhere
/// else that header is the visitor's own invention. IPv6 visitors own whole /64 networks.
pub fn address_of(request: &HttpRequest) -> String {
    use std::net::IpAddr;
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return String::new() };
    let near = match peer {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    };
    let told = request.headers().get_all("x-forwarded-for").next_back();
    let told = told.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
    let told = told.and_then(|ip| ip.trim().parse::<IpAddr>().ok()).filter(|_| near);
    match told.unwrap_or(peer).to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{:x?}", &v6.segments()[..4]),
    }
}

impl FromRequest for Visitor {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Visitor, WebError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        let posted = Posted::of(&request);
        Box::pin(async move {
            let site = request
                .app_data::<Data<Site>>()
                .ok_or_else(|| WebError::Fault("the site is not registered".into()))?
                .clone();
            let token = site.cookie_of(&request, SIGN_IN_COOKIE).map(|c| c.value().to_owned());
            let known = match token {
                None => None,
                Some(token) => known_by(&site.office, token).await?,
            };
            Ok(Visitor {
                lang: lang_of(&request),
                here: shown_at(&request),
                asked: own_address(&request).to_owned(),
                posted,
                two_step_due: known.as_ref().is_some_and(|known| known.two_step_due),
                actor: known.map_or(Actor::Visitor, |known| Actor::Person(Box::new(known.person))),
                notice: read_notice(&request),
                site,
            })
        })
    }
}

/// Who holds a token; that the device is in use is noted now and then.
async fn known_by(office: &Office, token: String) -> service::Answer<Option<Known>> {
    let find = move |act: &mut Act<'_>| service::accounts::who(act, &token);
    let Some((known, to_note)) = office.read(&Actor::Visitor, find).await? else {
        return Ok(None);
    };
    if to_note {
        let here = known.person.sign_in;
        let note = move |act: &mut Act<'_>| service::accounts::in_use(act, here);
        office.write(&Actor::Visitor, note).await?;
    }
    Ok(Some(known))
}

/// The page that the visitor sees: of a form's answer, the page the form stands on, because
/// its own address cannot be opened again.
fn shown_at(request: &HttpRequest) -> String {
    let here = own_address(request);
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return here.to_owned();
    }
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let from = header(REFERER).and_then(|from| from.split_once("://")).map(|(_, rest)| rest);
    let own = from.zip(header(HOST)).and_then(|(from, host)| from.strip_prefix(host));
    own.filter(|path| path.starts_with('/')).unwrap_or(here).to_owned()
}

fn own_address(request: &HttpRequest) -> &str {
    request.uri().path_and_query().map_or("/", |p| p.as_str())
}

/// A signed-in person who holds the permission `P` somewhere. Services still
/// check at which organisation.
pub struct May<P> {
    visitor: Visitor,
    permission: PhantomData<P>,
}

impl<P> Deref for May<P> {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl<P> May<P> {
    /// The signed-in person; there always is one.
    pub fn me(&self) -> &Person {
        self.visitor.person().expect("May is only made for a signed-in person")
    }
}

impl<P: Needs> FromRequest for May<P> {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<May<P>, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = Visitor::from_request(request, payload);
        let asks = request.method() == Method::GET;
        Box::pin(async move {
            let visitor = visitor.await?;
            match visitor.person() {
                None if asks => Err(WebError::SignIn { back: visitor.here }),
                None => Err(WebError::SignIn { back: crate::paths::accounts::START.into() }),
                Some(person) if !person.may(P::PERMISSION) => {
                    let (account, asked) = (person.account.0, P::PERMISSION.code());
                    tracing::warn!(account, permission = asked, "Not allowed");
                    Err(WebError::Forbidden)
                }
                Some(_) if visitor.two_step_due && P::PERMISSION != Permission::OwnAccount => {
                    Err(WebError::TwoStep)
                }
                Some(_) => Ok(May { visitor, permission: PhantomData }),
            }
        })
    }
}
