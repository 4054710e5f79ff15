//! The school's roster.

pub mod calendar;
pub mod one;

use actix_web::web::{Path, Query};
use serde::Deserialize;
use validator::Validate;

use super::{Answer, Fields, May, WebError};
use crate::document::qr;
use crate::domain::access::{IssueCards, KeepRoster, SeeSchool};
use crate::domain::ids::{AmbassadorId, ClassId};
use crate::domain::refusal::Problems;
use crate::domain::roster::{PasteForm, PupilForm};
use crate::paths::roster as paths;
use crate::service::Error;
use crate::service::roster::{self, Wanted, Wanting, Which};
use crate::view::layout::Audience;
use crate::view::roster as view;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    class: String,
    which: String,
    page: u32,
}

impl Asked {
    fn class(&self) -> Option<ClassId> {
        self.class.parse().ok()
    }

    fn which(&self) -> Which {
        Which::from_code(&self.which).unwrap_or(Which::Active)
    }

    /// The same list on another page.
    fn href(&self, page: u32) -> String {
        let query = [
            ("q", self.q.as_str()),
            ("class", self.class.as_str()),
            ("which", self.which.as_str()),
            ("page", &page.to_string()),
        ];
        format!("{}?{}", paths::LIST, serde_html_form::to_string(query).unwrap_or_default())
    }
}

/// The list.
pub async fn list(who: May<SeeSchool>, asked: Query<Asked>) -> Answer {
    let wanted = Wanted {
        part: asked.q.clone(),
        class: asked.class(),
        which: Some(asked.which()),
        page: asked.page,
    };
    let page = who.read(move |act| roster::list(act, &wanted)).await?;
    let shown = view::Asked { part: &asked.q, class: asked.class(), which: asked.which() };
    let body = view::list(who.lang, &page, shown, |n| asked.href(n));
    Ok(who.page(who.lang.t("Đại sứ số của trường", "Ambassadors"), Audience::Staff, body))
}

/// The form for a new pupil.
pub async fn new_page(who: May<KeepRoster>) -> Answer {
    let adding = who.read(roster::adding).await?;
    let (form, none) = (PupilForm::default(), Problems::none());
    let body = view::new(who.lang, &adding.classes, &form, &none);
    Ok(who.page(who.lang.t("Thêm một em", "Add a pupil"), Audience::Staff, body))
}

/// Adds one.
pub async fn add(who: May<KeepRoster>, form: Fields<PupilForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| roster::add(act, &typed)).await {
            Ok(id) => {
                let notice = who.lang.t(
                    "Đã thêm em vào danh sách. Nhập phiếu đồng ý và in thẻ đăng nhập ở dưới.",
                    "The pupil is on the roster. Enter the consent form and print a sign-in card below.",
                );
                return Ok(who.done(&paths::one(id), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    let adding = who.read(roster::adding).await?;
    let body = view::new(who.lang, &adding.classes, &form, &problems);
    Ok(who.again(who.lang.t("Thêm một em", "Add a pupil"), Audience::Staff, body))
}

/// The box for a pasted list.
pub async fn paste_page(who: May<KeepRoster>) -> Answer {
    let adding = who.read(roster::adding).await?;
    let (form, none) = (PasteForm::default(), Problems::none());
    let body = view::paste(who.lang, &adding.classes, &form, None, &none);
    Ok(who.page(who.lang.t("Dán danh sách", "Paste a list"), Audience::Staff, body))
}

/// Shows what a pasted list would become, or adds its good lines.
pub async fn paste(who: May<KeepRoster>, form: Fields<PasteForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() && form.act == "add" {
        let typed = form.clone();
        let added = who.write(move |act| roster::paste(act, &typed)).await?;
        if added > 0 {
            let notice = who.lang.count(
                added as i64,
                "em đã được thêm. Giờ in thẻ đăng nhập.",
                "pupil added. Now print the sign-in cards.",
                "pupils added. Now print the sign-in cards.",
            );
            return Ok(who.done(paths::CARDS, &notice));
        }
    }
    let lines = match problems.is_empty() {
        true => {
            let typed = form.clone();
            Some(who.read(move |act| roster::preview(act, &typed)).await?)
        }
        false => None,
    };
    if lines.as_ref().is_some_and(Vec::is_empty) {
        problems.add("lines", nothing_pasted());
    }
    let adding = who.read(roster::adding).await?;
    let body = view::paste(who.lang, &adding.classes, &form, lines.as_deref(), &problems);
    let title = who.lang.t("Dán danh sách", "Paste a list");
    match problems.is_empty() {
        true => Ok(who.shown(title, Audience::Staff, body)),
        false => Ok(who.again(title, Audience::Staff, body)),
    }
}

fn nothing_pasted() -> crate::domain::refusal::Message {
    crate::domain::refusal::Message::new(
        "Chưa có dòng nào. Dán danh sách vào ô này.",
        "There are no lines yet. Paste the list here.",
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskedCards {
    class: String,
    whom: String,
}

/// Who can be given a card.
pub async fn cards(who: May<IssueCards>, asked: Query<AskedCards>) -> Answer {
    let class: Option<ClassId> = asked.class.parse().ok();
    let wanting = Wanting { class, everybody: asked.whom == "everybody" };
    cards_page(&who, wanting, Problems::none()).await
}

async fn cards_page(who: &May<IssueCards>, wanting: Wanting, problems: Problems) -> Answer {
    let found = who.read(move |act| roster::to_print(act, wanting)).await?;
    let page = view::Cards {
        rows: &found.rows,
        classes: &found.classes,
        class: found.class,
        everybody: wanting.everybody,
    };
    let body = view::cards(who.lang, page, &problems);
    let title = who.lang.t("Thẻ đăng nhập", "Sign-in cards");
    match problems.is_empty() {
        true => Ok(who.shown(title, Audience::Staff, body)),
        false => Ok(who.again(title, Audience::Staff, body)),
    }
}

/// Ticked pupils.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CardsForm {
    #[validate(length(max = 60))]
    ids: Vec<String>,
    /// "yes": those who have a password get a new one.
    #[validate(length(max = 10))]
    renew: String,
}

/// Issues passwords and shows the sheet. It answers the POST itself: the passwords are
/// kept nowhere and could not be shown after a redirect. Sent again, it makes new ones.
pub async fn issue_cards(who: May<IssueCards>, form: Fields<CardsForm>) -> Answer {
    let (form, _) = form.into_parts();
    let ids: Vec<AmbassadorId> = form.ids.iter().filter_map(|id| id.parse().ok()).collect();
    let renew = form.renew == "yes";
    match roster::issue_cards(who.office(), who.actor(), ids, renew).await {
        Ok(sheet) => {
            let label = who.lang.t("Mã QR của thẻ", "The card's QR code");
            let codes: Result<Vec<String>, _> =
                sheet.cards.iter().map(|card| qr::svg(&card.link, label)).collect();
            let codes = codes.map_err(|e| WebError::Fault(e.to_string()))?;
            let body = view::sheet(who.lang, &sheet, &codes);
            Ok(who.page(who.lang.t("Thẻ đăng nhập", "Sign-in cards"), Audience::Staff, body))
        }
        Err(Error::Invalid(problems)) => cards_page(&who, Wanting::default(), problems).await,
        Err(error) => Err(error.into()),
    }
}

/// Takes a pupil's card away.
pub async fn revoke_card(who: May<IssueCards>, id: Path<i64>) -> Answer {
    let id = AmbassadorId(id.into_inner());
    who.write(move |act| roster::revoke_card(act, id)).await?;
    let notice = who.lang.t("Đã thu hồi thẻ.", "The card is revoked.");
    Ok(who.done(&paths::one(id), notice))
}
