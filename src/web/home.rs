//! Everybody's pages: the front door, the language, assets, health.

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, LOCATION};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use validator::Validate;

use super::cache::{Public, Rendered};
use super::language::remembered;
use super::{Answer, Fields, Visitor, WebError};
use crate::paths;
use crate::service;
use crate::view;

/// Sessions shown on the front page.
const NEXT: i64 = 3;

/// The front door.
pub async fn index(public: Public) -> Answer {
    public
        .page(paths::home::INDEX, async move |visitor| {
            let (lang, now) = (visitor.lang, visitor.office().now());
            let known = visitor.site.kept.figures(now);
            let (catalogue, (next, figures)) = visitor
                .look(move |act, _| {
                    let figures = match known {
                        Some(figures) => figures,
                        None => service::catalogue::figures(act)?,
                    };
                    Ok((service::catalogue::next_sessions(act, NEXT)?, figures))
                })
                .await?;
            if known.is_none() {
                visitor.site.kept.keep_figures(now, figures);
            }
            Ok(Rendered {
                title: lang.t("Trang chủ", "Home").to_owned(),
                body: view::home::index(lang, &catalogue, &next, &figures, now),
            })
        })
        .await
}

#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LanguageForm {
    #[validate(length(max = 10))]
    to: String,
    #[validate(length(max = 500))]
    back: String,
}

/// Remembers the language and shows the same page again.
pub async fn set_language(visitor: Visitor, form: Fields<LanguageForm>) -> Answer {
    let to = crate::domain::lang::Lang::from_tag(&form.to);
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, inside(&form.back, paths::home::INDEX)))
        .cookie(remembered(&visitor.site, to))
        .finish())
}

/// A path of this house, or the given one instead: never a way to another site.
pub fn inside<'a>(path: &'a str, otherwise: &'a str) -> &'a str {
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    if local && !path.chars().any(char::is_control) { path } else { otherwise }
}

/// Styles, script, fonts and icons, under names that change with their content.
pub async fn asset(request: HttpRequest, name: Path<String>) -> Answer {
    let asset = view::assets::find(&name).ok_or(WebError::NotFound)?;
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|tag| tag == asset.etag.as_str());
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((ETAG, asset.etag.as_str()));
    if known {
        return Ok(response.finish());
    }
    Ok(response.content_type(asset.mime).body(asset.bytes.clone()))
}

/// Browsers ask for it unasked.
pub async fn favicon() -> Answer {
    let to = view::assets::asset_url("favicon.svg");
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish())
}

/// The process lives.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}

/// The process can serve: its database answers and has the schema it knows.
pub async fn readyz(visitor: Visitor) -> Answer {
    visitor.read(service::health::ready).await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready"))
}

/// Every path that is not in the table.
pub async fn not_found() -> Answer {
    Err(WebError::NotFound)
}
