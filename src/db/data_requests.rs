//! Requests about personal data, and the people they are about.

pub mod copy;
pub mod erase;
pub mod find;
pub mod late;
pub mod people;
pub mod scan;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::data_requests;
use super::staff::Reach;
use crate::domain::at::At;
use crate::domain::data_requests::{
    AskedBy, DataRequestState, IdentityCheck, ParsedDataRequest, RightKind, Subject, Way,
};
use crate::domain::ids::*;

/// A request with the name its person has now.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct DataRequest {
    #[diesel(sql_type = BigInt)]
    pub id: DataRequestId,
    #[diesel(sql_type = BigInt)]
    pub organisation: OrganisationId,
    #[diesel(sql_type = Text)]
    pub place: String,
    #[diesel(sql_type = Text)]
    pub place_phone: String,
    #[diesel(sql_type = Text)]
    pub subject: Subject,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub resident: Option<ResidentId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub ambassador: Option<AmbassadorId>,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub kind: RightKind,
    #[diesel(sql_type = Text)]
    pub asked_by: AskedBy,
    #[diesel(sql_type = Text)]
    pub way: Way,
    #[diesel(sql_type = Text)]
    pub identity_check: IdentityCheck,
    #[diesel(sql_type = Text)]
    pub asker_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub reply_email: Option<String>,
    #[diesel(sql_type = Text)]
    pub wish: String,
    #[diesel(sql_type = Date)]
    pub asked_on: NaiveDate,
    #[diesel(sql_type = Date)]
    pub acknowledge_by: NaiveDate,
    #[diesel(sql_type = Date)]
    pub answer_by: NaiveDate,
    #[diesel(sql_type = Text)]
    pub state: DataRequestState,
    #[diesel(sql_type = Timestamp)]
    pub received_at: At,
    #[diesel(sql_type = Nullable<Text>)]
    pub received_by: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub acknowledged_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub finished_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub finished_by: Option<String>,
    #[diesel(sql_type = Text)]
    pub answer: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub lifted_at: Option<At>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub scanned_tables: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub scanned_columns: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub finds: Option<i64>,
    #[diesel(sql_type = Text)]
    pub found_in: String,
}

impl DataRequest {
    /// The day that is missed, if one is.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        (self.state == DataRequestState::Received && self.acknowledge_by < today)
            || (self.state.is_open() && self.answer_by < today)
    }
}

const REQUEST: &str = "SELECT r.id, r.organisation_id AS organisation, o.name AS place, \
     o.phone AS place_phone, r.subject, r.resident_id AS resident, r.ambassador_id AS ambassador, \
     COALESCE(p.name, CASE WHEN r.subject = 'guardian' THEN m.guardian_name ELSE a.name END, '') \
        AS name, \
     r.kind, r.asked_by, r.way, r.identity_check, r.asker_name, r.reply_email, r.wish, \
     r.asked_on, r.acknowledge_by, r.answer_by, r.state, r.received_at, \
     b.name AS received_by, r.acknowledged_at, r.finished_at, f.name AS finished_by, r.answer, \
     r.lifted_at, r.scanned_tables, r.scanned_columns, r.finds, r.found_in \
     FROM data_requests r JOIN organisations o ON o.id = r.organisation_id \
     LEFT JOIN residents p ON p.id = r.resident_id \
     LEFT JOIN ambassadors m ON m.id = r.ambassador_id \
     LEFT JOIN accounts a ON a.id = m.account_id \
     LEFT JOIN accounts b ON b.id = r.received_by \
     LEFT JOIN accounts f ON f.id = r.finished_by";

/// Open ones, or those that are answered.
fn condition(open: bool) -> &'static str {
    if open { "r.state IN ('received', 'acknowledged')" } else { "r.state IN ('done', 'refused')" }
}

/// A page of the requests within reach: the open ones by their term, the answered ones from
/// the newest.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    open: bool,
    rows: (i64, i64),
) -> Result<Vec<DataRequest>, DbError> {
    let order = if open { "r.answer_by, r.id" } else { "r.finished_at DESC, r.id DESC" };
    Ok(diesel::sql_query(format!(
        "{REQUEST} WHERE {} AND {} ORDER BY {order} LIMIT $1 OFFSET $2",
        reach.condition(),
        condition(open)
    ))
    .bind::<BigInt, _>(rows.0)
    .bind::<BigInt, _>(rows.1)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many there are within reach.
pub fn count(conn: &mut Conn, reach: &Reach, open: bool) -> Result<i64, DbError> {
    let row: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n FROM data_requests r WHERE {} AND {}",
        reach.condition(),
        condition(open)
    ))
    .get_result(conn)?;
    Ok(row.n)
}

/// One request.
pub fn get(conn: &mut Conn, id: DataRequestId) -> Result<DataRequest, DbError> {
    let query = diesel::sql_query(format!("{REQUEST} WHERE r.id = $1"));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

/// The requests of a resident in a ward, the newest first, at most ten.
pub fn of_resident(conn: &mut Conn, id: ResidentId) -> Result<Vec<DataRequest>, DbError> {
    Ok(diesel::sql_query(format!(
        "{REQUEST} WHERE r.resident_id IN (SELECT s.id FROM residents own JOIN residents s \
            ON s.ward_id = own.ward_id AND s.person_key = own.person_key WHERE own.id = $1) \
         ORDER BY r.id DESC LIMIT 10"
    ))
    .bind::<BigInt, _>(id)
    .load(conn)?)
}

/// The requests about a pupil or the pupil's guardian, the newest first, at most ten.
pub fn of_pupil(conn: &mut Conn, id: AmbassadorId) -> Result<Vec<DataRequest>, DbError> {
    let query = format!("{REQUEST} WHERE r.ambassador_id = $1 ORDER BY r.id DESC LIMIT 10");
    Ok(diesel::sql_query(query).bind::<BigInt, _>(id).load(conn)?)
}

/// Keeps a request; `days` are the last ones to acknowledge and to answer.
pub fn add(
    conn: &mut Conn,
    organisation: OrganisationId,
    new: &ParsedDataRequest,
    days: (NaiveDate, NaiveDate),
    by: Option<AccountId>,
    now: At,
) -> Result<DataRequestId, DbError> {
    use data_requests::dsl as d;
    let resident = (new.subject == Subject::Resident).then_some(new.who);
    let ambassador = (new.subject != Subject::Resident).then_some(new.who);
    Ok(diesel::insert_into(data_requests::table)
        .values((
            (
                d::organisation_id.eq(organisation),
                d::subject.eq(new.subject),
                d::resident_id.eq(resident),
                d::ambassador_id.eq(ambassador),
                d::kind.eq(new.kind),
                d::asked_by.eq(new.asked_by),
                d::way.eq(new.way),
                d::identity_check.eq(new.identity_check),
            ),
            (
                d::asker_name.eq(&new.asker_name),
                d::reply_email.eq(&new.reply_email),
                d::wish.eq(&new.wish),
                d::asked_on.eq(new.asked_on),
                d::acknowledge_by.eq(days.0),
                d::answer_by.eq(days.1),
                d::state.eq(DataRequestState::Received),
                d::received_at.eq(now),
                d::received_by.eq(by),
            ),
        ))
        .returning(d::id)
        .get_result(conn)?)
}

/// Notes that the request is acknowledged; false when it has moved on.
pub fn acknowledge(conn: &mut Conn, id: DataRequestId, now: At) -> Result<bool, DbError> {
    use data_requests::dsl as d;
    let received = data_requests::table.find(id).filter(d::state.eq(DataRequestState::Received));
    let moved = diesel::update(received)
        .set((d::state.eq(DataRequestState::Acknowledged), d::acknowledged_at.eq(now)))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Ends a request; false when it was ended before.
pub fn finish(
    conn: &mut Conn,
    id: DataRequestId,
    to: DataRequestState,
    answer: &str,
    by: AccountId,
    now: At,
) -> Result<bool, DbError> {
    use data_requests::dsl as d;
    let open = [DataRequestState::Received, DataRequestState::Acknowledged];
    let moved = diesel::update(data_requests::table.find(id).filter(d::state.eq_any(open)))
        .set((
            d::state.eq(to),
            d::answer.eq(answer),
            d::finished_at.eq(now),
            d::finished_by.eq(by),
            d::acknowledged_at.eq(diesel::dsl::sql::<Nullable<Timestamp>>(
                "COALESCE(acknowledged_at, ",
            )
            .bind::<Timestamp, _>(now)
            .sql(")")),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}

/// Notes that a restriction is over; false when there is none.
pub fn lift(conn: &mut Conn, id: DataRequestId, now: At) -> Result<bool, DbError> {
    use data_requests::dsl as d;
    let standing = data_requests::table
        .find(id)
        .filter(d::kind.eq(RightKind::Restrict).and(d::state.eq(DataRequestState::Done)))
        .filter(d::lifted_at.is_null());
    Ok(diesel::update(standing).set(d::lifted_at.eq(now)).execute(conn)? == 1)
}
