//! Help at home: told by pupils, confirmed by guardians or from paper.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::family_supports;
use super::topics::TopicRow;
use crate::domain::at::At;
use crate::domain::family_supports::FamilyHelp;
use crate::domain::ids::*;
use crate::domain::supports::{ConfirmedHow, FamilyState, Relative};

/// Adds what a pupil told, with the guardian's link.
pub fn add(
    conn: &mut Conn,
    pupil: AmbassadorId,
    help: &FamilyHelp,
    link: (&str, At),
    now: At,
) -> Result<FamilySupportId, DbError> {
    use family_supports::dsl as f;
    Ok(diesel::insert_into(family_supports::table)
        .values((
            f::ambassador_id.eq(pupil),
            f::topic_code.eq(&help.topic),
            f::relative.eq(help.relative),
            f::done_on.eq(help.done_on),
            f::minutes.eq(help.minutes),
            f::can_do_alone.eq(help.can_do_alone),
            f::state.eq(FamilyState::Logged),
            f::token_hash.eq(link.0),
            f::token_expires_at.eq(link.1),
            f::logged_at.eq(now),
        ))
        .returning(f::id)
        .get_result(conn)?)
}

/// Minutes told for these days that are waiting or confirmed.
pub fn told(
    conn: &mut Conn,
    pupil: AmbassadorId,
    days: (NaiveDate, NaiveDate),
) -> Result<i64, DbError> {
    use family_supports::dsl as f;
    let minutes: Vec<i64> = family_supports::table
        .filter(f::ambassador_id.eq(pupil).and(f::state.ne(FamilyState::Returned)))
        .filter(f::done_on.between(days.0, days.1))
        .select(f::minutes)
        .load(conn)?;
    Ok(minutes.iter().sum())
}

/// Puts a new link in the place of the old one; false unless the help still waits.
pub fn renew_link(conn: &mut Conn, id: FamilySupportId, link: (&str, At)) -> Result<bool, DbError> {
    use family_supports::dsl as f;
    let waiting = family_supports::table.find(id).filter(f::state.eq(FamilyState::Logged));
    let renewed = diesel::update(waiting)
        .set((f::token_hash.eq(link.0), f::token_expires_at.eq(link.1)))
        .execute(conn)?;
    Ok(renewed == 1)
}

/// Confirms help that waits; false when it was answered meanwhile.
pub fn confirm(
    conn: &mut Conn,
    id: FamilySupportId,
    how: ConfirmedHow,
    by: Option<AccountId>,
    now: At,
) -> Result<bool, DbError> {
    use family_supports::dsl as f;
    let waiting = family_supports::table.find(id).filter(f::state.eq(FamilyState::Logged));
    let confirmed = diesel::update(waiting)
        .set((
            f::state.eq(FamilyState::Confirmed),
            f::confirmed_how.eq(how),
            f::confirmed_by.eq(by),
            f::confirmed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(confirmed == 1)
}

/// Sends help that waits back; false when it was answered meanwhile.
pub fn send_back(conn: &mut Conn, id: FamilySupportId, reason: &str) -> Result<bool, DbError> {
    use family_supports::dsl as f;
    let waiting = family_supports::table.find(id).filter(f::state.eq(FamilyState::Logged));
    let returned = diesel::update(waiting)
        .set((f::state.eq(FamilyState::Returned), f::returned_reason.eq(reason)))
        .execute(conn)?;
    Ok(returned == 1)
}

/// Help at home as lists and the guardian's page show it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct FamilyRow {
    #[diesel(sql_type = BigInt)]
    pub id: FamilySupportId,
    #[diesel(sql_type = BigInt)]
    pub ambassador: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub pupil: String,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = Text)]
    pub school_name: String,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub birth_year: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub guardian_email: Option<String>,
    #[diesel(sql_type = Text)]
    pub topic_vi: String,
    #[diesel(sql_type = Text)]
    pub topic_en: String,
    #[diesel(sql_type = Text)]
    pub relative: Relative,
    #[diesel(sql_type = Date)]
    pub done_on: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub minutes: i64,
    #[diesel(sql_type = Text)]
    pub state: FamilyState,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub token_expires_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub confirmed_how: Option<ConfirmedHow>,
    #[diesel(sql_type = Nullable<Text>)]
    pub returned_reason: Option<String>,
    #[diesel(sql_type = Timestamp)]
    pub logged_at: At,
}

const ROW: &str = "SELECT f.id, am.id AS ambassador, a.name AS pupil, am.school_id AS school, \
        sc.name AS school_name, am.class_id AS class, c.name AS class_name, am.birth_year, \
        am.guardian_email, t.name_vi AS topic_vi, t.name_en AS topic_en, f.relative, f.done_on, \
        f.minutes, f.state, f.token_expires_at, f.confirmed_how, f.returned_reason, f.logged_at \
     FROM family_supports f JOIN ambassadors am ON am.id = f.ambassador_id \
     JOIN accounts a ON a.id = am.account_id JOIN classes c ON c.id = am.class_id \
     JOIN organisations sc ON sc.id = am.school_id JOIN topics t ON t.code = f.topic_code";

/// One help at home.
pub fn get(conn: &mut Conn, id: FamilySupportId) -> Result<FamilyRow, DbError> {
    Ok(diesel::sql_query(format!("{ROW} WHERE f.id = $1"))
        .bind::<BigInt, _>(id)
        .get_result(conn)?)
}

/// The one behind a guardian's link.
pub fn by_token(conn: &mut Conn, token_hash: &str) -> Result<FamilyRow, DbError> {
    Ok(diesel::sql_query(format!("{ROW} WHERE f.token_hash = $1"))
        .bind::<Text, _>(token_hash)
        .get_result(conn)?)
}

/// A pupil's, the latest first: a page of them.
pub fn of_pupil(
    conn: &mut Conn,
    pupil: AmbassadorId,
    (most, skip): (i64, i64),
) -> Result<Vec<FamilyRow>, DbError> {
    Ok(diesel::sql_query(format!(
        "{ROW} WHERE f.ambassador_id = $1 ORDER BY f.done_on DESC, f.id DESC LIMIT $2 OFFSET $3"
    ))
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(skip)
    .load(conn)?)
}

/// How many a pupil has told.
pub fn count_of_pupil(conn: &mut Conn, pupil: AmbassadorId) -> Result<i64, DbError> {
    use family_supports::dsl as f;
    Ok(family_supports::table.filter(f::ambassador_id.eq(pupil)).count().get_result(conn)?)
}

/// How many of a school wait, of some classes only when they are given.
pub fn count_waiting(
    conn: &mut Conn,
    school: OrganisationId,
    classes: Option<&[ClassId]>,
) -> Result<i64, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let of = super::ambassadors::roster::in_classes(classes);
    let row: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n FROM family_supports f \
         JOIN ambassadors am ON am.id = f.ambassador_id \
         WHERE am.school_id = $1 AND f.state = 'logged' {of}"
    ))
    .bind::<BigInt, _>(school)
    .get_result(conn)?;
    Ok(row.n)
}

/// Those of a school that wait, the oldest first; of some classes only when they are given.
pub fn waiting(
    conn: &mut Conn,
    school: OrganisationId,
    classes: Option<&[ClassId]>,
    (most, skip): (i64, i64),
) -> Result<Vec<FamilyRow>, DbError> {
    let of = super::ambassadors::roster::in_classes(classes);
    Ok(diesel::sql_query(format!(
        "{ROW} WHERE am.school_id = $1 AND f.state = 'logged' {of} \
         ORDER BY f.logged_at, f.id LIMIT $2 OFFSET $3"
    ))
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(skip)
    .load(conn)?)
}

/// Minutes of a pupil's help at home that wait for an answer.
pub fn waiting_minutes(conn: &mut Conn, pupil: AmbassadorId) -> Result<i64, DbError> {
    use family_supports::dsl as f;
    let minutes: Vec<i64> = family_supports::table
        .filter(f::ambassador_id.eq(pupil).and(f::state.eq(FamilyState::Logged)))
        .select(f::minutes)
        .load(conn)?;
    Ok(minutes.iter().sum())
}

/// The pupil's page: what was told, and what the form chooses from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MyFamily {
    pub now: At,
    pub rows: Vec<FamilyRow>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// Topics a pupil may help with.
    pub topics: Vec<TopicRow>,
    /// Minutes this week still has.
    pub left: i64,
}

/// What waits for an answer at a school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub rows: Vec<FamilyRow>,
    /// From 1.
    pub page: u32,
    pub pages: u32,
    /// This person may confirm from paper.
    pub may_answer: bool,
}
