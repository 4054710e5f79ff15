//! Sign-in cards: new first passwords, shown once on a sheet to be printed and cut.

use super::audit;
use crate::db::ambassadors::roster::{self as rows, CardRow, Filter, RosterRow, Which};
use crate::db::{organisations, staff};
use crate::domain::access::{Actor, Permission};
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::domain::roster::{Card, Sheet, first_password};
use crate::domain::school_year;
use crate::service::accounts::password_hash;
use crate::service::{Act, Answer, Error, Office};

/// Cards on one sheet: a class, and what hashing its passwords may take.
pub const MOST_CARDS: i64 = 60;

/// Pupils who never had a password, of one class when it is given: a sheet's worth.
pub fn without_password(act: &mut Act<'_>, class: Option<ClassId>) -> Answer<Vec<RosterRow>> {
    let school = act.place(Permission::KeepRoster)?;
    let filter = Filter {
        school,
        only: None,
        class,
        part: String::new(),
        which: Which::NoPassword,
        school_year: school_year::of(act.now.day()),
        now: act.now,
    };
    Ok(rows::list(act.conn, &filter, (MOST_CARDS, 0))?)
}

/// Gives these pupils new passwords, ends their sign-ins and answers the sheet. Pressed
/// again, it makes new ones: only the latest sheet is good.
pub async fn issue_cards(office: &Office, actor: &Actor, ids: Vec<AmbassadorId>) -> Answer<Sheet> {
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
    let count = found.len();
    let passwords = tokio::task::spawn_blocking(move || {
        let fresh = (0..count).map(|_| first_password(rand::random()));
        fresh.map(|plain| Ok((password_hash(&plain)?, plain))).collect::<Answer<Vec<_>>>()
    })
    .await
    .map_err(|fault| Error::Fault(fault.to_string()))??;
    office
        .write(actor, move |act| {
            let school = act.place(Permission::KeepRoster)?;
            let rows = pupils(act, &ids)?;
            let mut cards = Vec::with_capacity(rows.len());
            for (row, (hash, plain)) in rows.into_iter().zip(&passwords) {
                staff::set_password(act.conn, row.account, hash, None, act.now)?;
                audit(act, school, row.id, ("issue_password", "", ""), "")?;
                cards.push(card(row, plain));
            }
            Ok(Sheet {
                school: organisations::get(act.conn, school)?.name,
                address: format!("{}{}", act.rules.public_url, crate::paths::accounts::SIGN_IN),
                cards,
            })
        })
        .await
}

/// Those of these pupils whose roster this person keeps; 404 when there are none.
fn pupils(act: &mut Act<'_>, ids: &[AmbassadorId]) -> Answer<Vec<CardRow>> {
    let school = act.place(Permission::KeepRoster)?;
    let rows = rows::cards(act.conn, school, ids)?;
    if rows.is_empty() { Err(Error::NotFound) } else { Ok(rows) }
}

fn card(row: CardRow, password: &str) -> Card {
    Card {
        name: row.name,
        class_name: row.class_name,
        sign_in_name: row.sign_in_name,
        password: password.to_owned(),
    }
}
