//! Sign-in cards: a QR code and a number that only work together.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::sign_in_cards::{self, dsl as c};
use crate::db::schema::sign_ins::dsl as s;
use crate::domain::accounts::Way;
use crate::domain::at::At;
use crate::domain::ids::*;

/// A card to be handed out.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = sign_in_cards)]
pub struct NewCard {
    pub ambassador_id: AmbassadorId,
    pub token_hash: String,
    pub number_hash: String,
    pub issued_at: At,
    pub expires_at: At,
}

/// Gives a pupil a card; the one before is dead from here on.
pub fn replace(conn: &mut Conn, new: &NewCard) -> Result<(), DbError> {
    diesel::delete(c::sign_in_cards.find(new.ambassador_id)).execute(conn)?;
    diesel::insert_into(c::sign_in_cards).values(new).execute(conn)?;
    Ok(())
}

/// Takes a pupil's card away; false when there was none.
pub fn revoke(conn: &mut Conn, pupil: AmbassadorId) -> Result<bool, DbError> {
    Ok(diesel::delete(c::sign_in_cards.find(pupil)).execute(conn)? == 1)
}

/// Ends what an account's cards have signed in.
pub fn end_sign_ins(conn: &mut Conn, account: AccountId, now: At) -> Result<(), DbError> {
    let by_card = s::account_id.eq(account).and(s::way.eq(Way::Card)).and(s::revoked_at.is_null());
    diesel::update(s::sign_ins.filter(by_card)).set(s::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Since when and until when a pupil's card is good.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = sign_in_cards)]
pub struct Validity {
    pub issued_at: At,
    pub expires_at: At,
}

/// The card a pupil holds, if it is neither expired nor dead of wrong numbers.
pub fn validity(
    conn: &mut Conn,
    pupil: AmbassadorId,
    most: i64,
    now: At,
) -> Result<Option<Validity>, DbError> {
    Ok(c::sign_in_cards
        .find(pupil)
        .filter(c::expires_at.gt(now).and(c::misses.lt(most)))
        .select(Validity::as_select())
        .first(conn)
        .optional()?)
}

/// Whose card it is and what goes with it.
#[derive(QueryableByName, Clone, Debug)]
pub struct Held {
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub number_hash: String,
    #[diesel(sql_type = Timestamp)]
    pub expires_at: At,
}

/// The card behind a code, while it is good and its pupil takes part. To look costs one of
/// the wrong numbers it bears, which [`forgive`] gives back: whoever guesses runs out of them.
pub fn take_up(
    conn: &mut Conn,
    token_hash: &str,
    most: i64,
    now: At,
) -> Result<Option<Held>, DbError> {
    let good = c::token_hash.eq(token_hash).and(c::misses.lt(most)).and(c::expires_at.gt(now));
    let one_more = diesel::update(c::sign_in_cards.filter(good)).set(c::misses.eq(c::misses + 1));
    if one_more.execute(conn)? == 0 {
        return Ok(None);
    }
    Ok(diesel::sql_query(
        "SELECT am.account_id AS account, k.number_hash, k.expires_at FROM sign_in_cards k \
         JOIN ambassadors am ON am.id = k.ambassador_id JOIN accounts a ON a.id = am.account_id \
         WHERE k.token_hash = $1 AND am.active AND a.active",
    )
    .bind::<Text, _>(token_hash)
    .get_result(conn)
    .optional()?)
}

/// The number was right: earlier misses count no more.
pub fn forgive(conn: &mut Conn, token_hash: &str) -> Result<(), DbError> {
    diesel::update(c::sign_in_cards.filter(c::token_hash.eq(token_hash)))
        .set(c::misses.eq(0))
        .execute(conn)?;
    Ok(())
}
