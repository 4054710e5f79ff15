//! What the school changes about a pupil: details, signatures, certifications, standing.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::schema::{accounts, ambassadors, certifications, consents, organisations};
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, Purpose, Side};
use crate::domain::ids::*;
use crate::domain::names::{fold, sort_key};
use crate::domain::roster::{PupilDetails, PupilStanding};

/// Lets acts that count a school's pupils follow each other, so that no sign-in name is
/// given twice. SQLite has one writer anyway.
pub fn lock_school(conn: &mut Conn, school: OrganisationId) -> Result<(), DbError> {
    if let Conn::Pg(c) = conn {
        organisations::table.find(school).select(organisations::id).for_update().first::<i64>(c)?;
    }
    Ok(())
}

/// Sign-in names that begin with this text.
pub fn sign_in_names(conn: &mut Conn, beginning: &str) -> Result<Vec<String>, DbError> {
    Ok(accounts::table
        .filter(accounts::sign_in_name.like(format!("{beginning}%")))
        .select(accounts::sign_in_name)
        .load(conn)?)
}

/// Changes name, class, birth year and guardian.
pub fn set_details(
    conn: &mut Conn,
    pupil: AmbassadorId,
    account: AccountId,
    new: &PupilDetails,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set((
            accounts::name.eq(&new.name),
            accounts::search.eq(fold(&new.name)),
            accounts::sort_key.eq(sort_key(&new.name)),
        ))
        .execute(conn)?;
    use ambassadors::dsl as a;
    diesel::update(ambassadors::table.find(pupil))
        .set((
            a::class_id.eq(new.class),
            a::birth_year.eq(new.birth_year),
            a::guardian_name.eq(&new.guardian_name),
            a::guardian_phone.eq(&new.guardian_phone),
            a::guardian_email.eq(&new.guardian_email),
        ))
        .execute(conn)?;
    Ok(())
}

/// Changes level, ceiling and home.
pub fn set_standing(
    conn: &mut Conn,
    pupil: AmbassadorId,
    new: &PupilStanding,
) -> Result<(), DbError> {
    use ambassadors::dsl as a;
    diesel::update(ambassadors::table.find(pupil))
        .set((
            a::level.eq(new.level),
            a::week_cap_minutes.eq(new.week_cap_minutes),
            a::home_area_id.eq(new.home_area),
        ))
        .execute(conn)?;
    Ok(())
}

/// Pauses a pupil's account and place on the roster, or opens both again.
pub fn set_active(
    conn: &mut Conn,
    pupil: AmbassadorId,
    account: AccountId,
    active: bool,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account)).set(accounts::active.eq(active)).execute(conn)?;
    diesel::update(ambassadors::table.find(pupil))
        .set(ambassadors::active.eq(active))
        .execute(conn)?;
    Ok(())
}

/// A signature, standing or withdrawn.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = consents)]
pub struct Consent {
    pub id: i64,
    pub purpose: Purpose,
    pub side: Side,
    pub school_year: String,
    pub text_version: String,
    pub method: ConsentMethod,
    pub given_at: At,
    pub given_by: String,
    pub withdrawn_at: Option<At>,
    pub withdrawn_method: Option<ConsentMethod>,
    /// A no: it never stood.
    pub refused: bool,
}

impl Consent {
    /// Does it allow anything now?
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}

/// A pupil's signatures of a school year, the oldest first.
pub fn consents(
    conn: &mut Conn,
    pupil: AmbassadorId,
    school_year: &str,
) -> Result<Vec<Consent>, DbError> {
    use consents::dsl as k;
    Ok(consents::table
        .filter(k::ambassador_id.eq(pupil).and(k::school_year.eq(school_year)))
        .order((k::given_at, k::id))
        .select(Consent::as_select())
        .load(conn)?)
}

/// A pupil's signatures of all school years, the newest first.
pub fn consents_ever(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<Consent>, DbError> {
    use consents::dsl as k;
    Ok(consents::table
        .filter(k::ambassador_id.eq(pupil))
        .order((k::given_at.desc(), k::id.desc()))
        .select(Consent::as_select())
        .load(conn)?)
}

/// Withdraws one side's standing signatures for a purpose, of whatever year; false when
/// none stands.
pub fn withdraw_consent(
    conn: &mut Conn,
    pupil: AmbassadorId,
    (purpose, side): (Purpose, Side),
    how: ConsentMethod,
    now: At,
) -> Result<bool, DbError> {
    use consents::dsl as k;
    let standing = consents::table
        .filter(k::ambassador_id.eq(pupil).and(k::purpose.eq(purpose)))
        .filter(k::side.eq(side).and(k::withdrawn_at.is_null()));
    Ok(diesel::update(standing)
        .set((k::withdrawn_at.eq(now), k::withdrawn_method.eq(how)))
        .execute(conn)?
        > 0)
}

/// Certifies for a topic, or puts a new level and day in the place of the old.
pub fn set_certificate(
    conn: &mut Conn,
    pupil: AmbassadorId,
    topic: &str,
    level: i64,
    valid: (NaiveDate, NaiveDate),
    by: Option<AccountId>,
) -> Result<(), DbError> {
    use certifications::dsl as q;
    let change = (
        q::level.eq(level),
        q::certified_on.eq(valid.0),
        q::expires_on.eq(valid.1),
        q::certified_by.eq(by),
    );
    let row = (q::ambassador_id.eq(pupil), q::topic_code.eq(topic), change);
    crate::each_backend!(conn, |c| diesel::insert_into(certifications::table)
        .values(row)
        .on_conflict((q::ambassador_id, q::topic_code))
        .do_update()
        .set(change)
        .execute(c))?;
    Ok(())
}

/// Takes a certification away; false when there is none.
pub fn remove_certificate(
    conn: &mut Conn,
    pupil: AmbassadorId,
    topic: &str,
) -> Result<bool, DbError> {
    use certifications::dsl as q;
    let own = certifications::table.filter(q::ambassador_id.eq(pupil).and(q::topic_code.eq(topic)));
    Ok(diesel::delete(own).execute(conn)? == 1)
}
