//! Sign-in cards: a QR code, a number and a first password, shown once on a sheet to be
//! printed and cut. The school officer issues them, and the class teacher for the own class.

use super::audit;
use crate::db::ambassadors::cards::{self as card_rows, NewCard, Validity};
use crate::db::ambassadors::roster::{self as rows, CardRow, Filter, RosterRow, Which};
use crate::db::organisations::Class;
use crate::db::{organisations, staff};
use crate::domain::access::{Actor, Permission};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::domain::roster::{Card, Sheet, first_password};
use crate::domain::school_year;
use crate::service::accounts::{CARD_MISSES, card_hashes, new_token, password_hash};
use crate::service::{Act, Answer, Error, Office};

/// Cards on one sheet: a class, and what hashing its passwords may take.
pub const MOST_CARDS: i64 = 60;

/// Which pupils are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wanting {
    pub class: Option<ClassId>,
    /// Everybody of the class, to reissue; otherwise those who never had a password.
    pub everybody: bool,
}

/// What the page of cards chooses from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToPrint {
    pub rows: Vec<RosterRow>,
    pub classes: Vec<Class>,
    pub class: Option<ClassId>,
}

/// Pupils of one's own school or class who can be given a card: a sheet's worth.
pub fn to_print(act: &mut Act<'_>, wanting: Wanting) -> Answer<ToPrint> {
    let school = act.place(Permission::IssueCards)?;
    let only = act.person()?.only_classes(Permission::IssueCards);
    let school_year = school_year::of(act.now.day());
    let mut classes = organisations::classes(act.conn, school, &school_year)?;
    if let Some(only) = &only {
        classes.retain(|class| only.contains(&class.id));
    }
    let class = match classes.as_slice() {
        [one] => Some(one.id),
        _ => wanting.class,
    };
    let which = match wanting.everybody {
        true => Which::Active,
        false => Which::NoPassword,
    };
    let filter =
        Filter { school, only, class, part: String::new(), which, school_year, now: act.now };
    // A sheet is a class's; only first passwords are also printed for a whole school at once.
    let rows = match class.is_some() || !wanting.everybody {
        true => rows::list(act.conn, &filter, (MOST_CARDS, 0))?,
        false => Vec::new(),
    };
    Ok(ToPrint { rows, classes, class })
}

/// Gives these pupils new cards and answers the sheet; the old ones and what they signed in
/// end at once. Who has no password gets one; with `renew` everybody does, and is signed out
/// everywhere. Pressed again, it makes new ones: only the latest sheet is good.
pub async fn issue_cards(
    office: &Office,
    actor: &Actor,
    ids: Vec<AmbassadorId>,
    renew: bool,
) -> Answer<Sheet> {
    if ids.is_empty() || ids.len() as i64 > MOST_CARDS {
        let message = Message::new(
            format!("Chọn từ 1 đến {MOST_CARDS} em cho một tờ thẻ."),
            format!("Choose 1 to {MOST_CARDS} pupils for a sheet."),
        );
        return Err(Problems::one("ids", message).into());
    }
    let found = {
        let ids = ids.clone();
        office.read(actor, move |act| pupils(act, &ids)).await?
    };
    let count = found.iter().filter(|row| renew || !row.has_password).count();
    let passwords = tokio::task::spawn_blocking(move || {
        let fresh = (0..count).map(|_| first_password(rand::random()));
        fresh.map(|plain| Ok((password_hash(&plain)?, plain))).collect::<Answer<Vec<_>>>()
    })
    .await
    .map_err(|fault| Error::Fault(fault.to_string()))??;
    office
        .write(actor, move |act| {
            let school = act.place(Permission::IssueCards)?;
            let rows = pupils(act, &ids)?;
            let mut passwords = passwords.iter();
            let mut cards = Vec::with_capacity(rows.len());
            for row in rows {
                let password = match renew || !row.has_password {
                    true => passwords.next(),
                    false => None,
                };
                if let Some((hash, _)) = password {
                    staff::set_password(act.conn, row.account, hash, None, act.now)?;
                    audit(act, school, row.id, ("issue_password", "", ""), "")?;
                }
                cards.push(issue(act, school, row, password.map(|(_, plain)| plain.clone()))?);
            }
            Ok(Sheet {
                school: organisations::get(act.conn, school)?.name,
                address: format!("{}{}", act.rules.public_url, crate::paths::accounts::SIGN_IN),
                good_to: school_year::days(act.now.day()).1,
                cards,
            })
        })
        .await
}

/// One pupil's new card.
fn issue(
    act: &mut Act<'_>,
    school: OrganisationId,
    row: CardRow,
    password: Option<String>,
) -> Answer<Card> {
    let (token, number) = (new_token(), format!("{:04}", rand::random_range(0..10_000)));
    let (token_hash, number_hash) = card_hashes(&token, &number);
    let first_day_after = school_year::days(act.now.day()).1 + chrono::Days::new(1);
    let new = NewCard {
        ambassador_id: row.id,
        token_hash,
        number_hash,
        issued_at: act.now,
        expires_at: At::local(first_day_after, chrono::NaiveTime::MIN),
    };
    card_rows::replace(act.conn, &new)?;
    card_rows::end_sign_ins(act.conn, row.account, act.now)?;
    audit(act, school, row.id, ("issue_card", "", ""), "")?;
    Ok(Card {
        name: row.name,
        class_name: row.class_name,
        sign_in_name: row.sign_in_name,
        password,
        link: format!("{}{}", act.rules.public_url, crate::paths::accounts::card(&token)),
        number,
    })
}

/// Takes a pupil's card away, with what it signed in.
pub fn revoke_card(act: &mut Act<'_>, id: AmbassadorId) -> Answer<()> {
    let school = act.place(Permission::IssueCards)?;
    let rows = pupils(act, &[id])?;
    let row = rows.first().ok_or(Error::NotFound)?;
    if card_rows::revoke(act.conn, id)? {
        card_rows::end_sign_ins(act.conn, row.account, act.now)?;
        audit(act, school, id, ("revoke_card", "", ""), "")?;
    }
    Ok(())
}

/// The card a pupil holds, if it is good.
pub(super) fn card_of(act: &mut Act<'_>, id: AmbassadorId) -> Answer<Option<Validity>> {
    Ok(card_rows::validity(act.conn, id, CARD_MISSES, act.now)?)
}

/// Those of these pupils whose cards this person issues; 404 when there are none.
fn pupils(act: &mut Act<'_>, ids: &[AmbassadorId]) -> Answer<Vec<CardRow>> {
    let school = act.place(Permission::IssueCards)?;
    let only = act.person()?.only_classes(Permission::IssueCards);
    let mut rows = rows::cards(act.conn, school, ids)?;
    rows.retain(|row| only.as_ref().is_none_or(|own| own.contains(&row.class)));
    if rows.is_empty() { Err(Error::NotFound) } else { Ok(rows) }
}
