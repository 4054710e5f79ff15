//! Public pages, kept as they were rendered until something they show may have changed.
//!
//! A kept page is served only while the public tables stand at the versions that were read
//! before the page's own questions were asked, and within the same minute, because "to come"
//! moves with the clock. While nothing at all was written to an SQLite database, that is seen
//! without asking it; otherwise it is one small question.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, RwLock};

use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use maud::Markup;

use super::extract::{NOTICE_COOKIE, SIGN_IN_COOKIE};
use super::language::lang_of;
use super::site::Site;
use super::{Answer, Visitor, WebError};
use crate::db::Mark;
use crate::db::catalogue::{Catalogue, Figures};
use crate::domain::access::Actor;
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::service::catalogue;
use crate::service::{self, Act};
use crate::view::layout::Audience;

/// Pages kept at most: about 6 MB.
const MOST: usize = 256;
/// How long counts over everything may be shown.
const FIGURES_MINUTES: i64 = 10;

/// What this process keeps in memory.
#[derive(Default)]
pub struct Kept {
    pages: RwLock<HashMap<String, Arc<Page>>>,
    catalogue: RwLock<Option<Arc<Catalogue>>>,
    figures: RwLock<Option<(At, Figures)>>,
}

/// What a page shows depends on nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Freshness {
    /// Of the sessions and of the catalogue.
    versions: (i64, i64),
    minute: i64,
}

struct Page {
    freshness: Freshness,
    /// Where an SQLite database stood when the freshness was last found true.
    mark: Option<Mark>,
    body: Bytes,
    etag: String,
}

/// A page's title and its body.
pub struct Rendered {
    pub title: String,
    pub body: Markup,
}

/// Somebody who asks for a public page: usually without any cookie of ours.
pub struct Public {
    request: HttpRequest,
    site: Data<Site>,
}

impl FromRequest for Public {
    type Error = WebError;
    type Future = std::future::Ready<Result<Public, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.app_data::<Data<Site>>().cloned();
        let site = site.ok_or_else(|| WebError::Fault("the site is not registered".into()));
        std::future::ready(site.map(|site| Public { request: request.clone(), site }))
    }
}

impl Public {
    /// Answers with the page at `link`, kept or rendered. Whoever is signed in, is to read
    /// a notice, or writes the address in another way gets a page of their own.
    pub async fn page(
        self,
        link: &str,
        render: impl AsyncFnOnce(&Visitor) -> Result<Rendered, WebError>,
    ) -> Answer {
        if !self.is_for_everybody(link) {
            let visitor = Visitor::from_request(&self.request, &mut Payload::None).await?;
            let made = render(&visitor).await?;
            return Ok(visitor.page(&made.title, Audience::Resident, made.body));
        }
        let lang = lang_of(&self.request);
        let key = format!("{}{link}", lang.tag());
        let (minute, mark) = (self.minute(), self.site.office.db().mark());
        let kept = self.site.kept.page(&key).filter(|page| page.freshness.minute == minute);
        if let Some(page) = kept.as_ref().filter(|page| mark.is_some() && page.mark == mark) {
            return Ok(self.answer(page));
        }
        let versions = self.site.office.read(&Actor::Visitor, catalogue::versions).await?;
        let freshness = Freshness { versions, minute };
        let kept = kept.filter(|page| page.freshness == freshness);
        let (body, etag) = match kept {
            Some(page) => (page.body.clone(), page.etag.clone()),
            None => (self.rendered(render).await?, etag(lang, link, freshness)),
        };
        let page = Arc::new(Page { freshness, mark, body, etag });
        self.site.kept.keep_page(key, page.clone());
        Ok(self.answer(&page))
    }

    async fn rendered(
        &self,
        render: impl AsyncFnOnce(&Visitor) -> Result<Rendered, WebError>,
    ) -> Result<Bytes, WebError> {
        let visitor = Visitor::from_request(&self.request, &mut Payload::None).await?;
        let made = render(&visitor).await?;
        let markup = visitor.markup(&made.title, Audience::Resident, made.body);
        Ok(Bytes::from(markup.into_string()))
    }

    fn is_for_everybody(&self, link: &str) -> bool {
        let cookie = |name| self.site.cookie_of(&self.request, name).is_some();
        let here = self.request.uri().path_and_query().map_or("/", |here| here.as_str());
        here == link && !cookie(SIGN_IN_COOKIE) && !cookie(NOTICE_COOKIE)
    }

    fn minute(&self) -> i64 {
        self.site.office.now().datetime().timestamp().div_euclid(60)
    }

    fn answer(&self, page: &Page) -> HttpResponse {
        let known = self.request.headers().get(IF_NONE_MATCH);
        let known = known.and_then(|tags| tags.to_str().ok());
        let unchanged = known.is_some_and(|tags| tags.contains(&page.etag));
        let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((CACHE_CONTROL, "private, no-cache"))
            .insert_header((VARY, "Cookie, Accept-Language"))
            .insert_header((ETAG, format!("W/{}", page.etag)));
        if unchanged {
            return response.finish();
        }
        response.content_type("text/html; charset=utf-8").body(page.body.clone())
    }
}

/// Differs between pages, versions and processes; what it hashes says all that the page shows.
fn etag(lang: Lang, link: &str, freshness: Freshness) -> String {
    let mut hasher = DefaultHasher::new();
    (std::process::id(), lang, link, freshness).hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

impl Kept {
    fn page(&self, key: &str) -> Option<Arc<Page>> {
        self.pages.read().ok()?.get(key).cloned()
    }

    fn keep_page(&self, key: String, page: Arc<Page>) {
        let Ok(mut pages) = self.pages.write() else { return };
        if pages.len() >= MOST {
            pages.retain(|_, kept| kept.freshness == page.freshness);
        }
        if pages.len() >= MOST {
            pages.clear();
        }
        pages.insert(key, page);
    }

    fn catalogue(&self) -> Option<Arc<Catalogue>> {
        self.catalogue.read().ok()?.clone()
    }

    /// The number to call, where there is one ward and so no doubt whose.
    pub fn hotline(&self) -> Option<String> {
        Some(self.catalogue()?.only_ward()?.phone.clone())
    }

    fn keep_catalogue(&self, current: &Arc<Catalogue>) {
        let known = self.catalogue();
        if known.is_some_and(|known| Arc::ptr_eq(&known, current)) {
            return;
        }
        if let Ok(mut kept) = self.catalogue.write() {
            *kept = Some(current.clone());
        }
    }

    /// Counts that are not older than a few minutes.
    pub fn figures(&self, now: At) -> Option<Figures> {
        let kept = *self.figures.read().ok()?;
        kept.filter(|(at, _)| (0..FIGURES_MINUTES).contains(&now.minutes_since(*at)))
            .map(|(_, figures)| figures)
    }

    /// Keeps counts for a few minutes.
    pub fn keep_figures(&self, now: At, figures: Figures) {
        if let Ok(mut kept) = self.figures.write() {
            *kept = Some((now, figures));
        }
    }
}

impl Visitor {
    /// Reads with the catalogue at hand, which is itself read only when it has changed.
    pub async fn look<T, F>(&self, act: F) -> service::Answer<(Arc<Catalogue>, T)>
    where
        F: FnOnce(&mut Act<'_>, &Catalogue) -> service::Answer<T> + Send + 'static,
        T: Send + 'static,
    {
        let known = self.site.kept.catalogue();
        let seen = self
            .read(move |found| {
                let current = catalogue::current(found, known)?;
                let answer = act(found, &current)?;
                Ok((current, answer))
            })
            .await?;
        self.site.kept.keep_catalogue(&seen.0);
        Ok(seen)
    }
}
