//! Reports about somebody's safety, and who sees which.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::organisations::Organisation;
use super::schema::incidents;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::incidents::{Closing, IncidentKind, IncidentOutcome, IncidentState};

/// From where an adult sees incidents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Eyes {
    pub account: AccountId,
    /// Held as coordinator.
    pub wards: Vec<OrganisationId>,
    /// Held as school officer.
    pub schools: Vec<OrganisationId>,
    /// Of a class teacher.
    pub classes: Vec<ClassId>,
}

impl Eyes {
    /// A condition on `incidents i`: of one's ward, of pupils of one's school or class, of a
    /// session one is or was in charge of, and one's own.
    pub fn see(&self) -> String {
        let wards = listed(self.wards.iter().map(|id| id.0));
        let schools = listed(self.schools.iter().map(|id| id.0));
        let classes = listed(self.classes.iter().map(|id| id.0));
        let me = self.account;
        format!(
            "(i.ward_id IN ({wards}) OR i.school_id IN ({schools}) OR i.reported_by = {me} \
             OR i.ambassador_id IN (SELECT c.id FROM ambassadors c WHERE c.class_id IN ({classes})) \
             OR (NOT i.away AND i.session_id IN \
                (SELECT v.session_id FROM session_supervisors v WHERE v.account_id = {me} \
                 UNION SELECT t.session_id FROM adult_attendance t WHERE t.account_id = {me})))"
        )
    }
}

/// Numbers for an `IN`; none is a list that holds nothing.
fn listed(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") }
}

/// A report to be added.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = incidents)]
pub struct NewIncident<'a> {
    pub ward_id: OrganisationId,
    pub school_id: Option<OrganisationId>,
    pub session_id: Option<SessionId>,
    pub ambassador_id: Option<AmbassadorId>,
    pub reported_by: AccountId,
    pub kind: IncidentKind,
    pub what: &'a str,
    pub away: bool,
    pub state: IncidentState,
    pub created_at: At,
}

/// Adds a report.
pub fn add(conn: &mut Conn, new: &NewIncident<'_>) -> Result<IncidentId, DbError> {
    Ok(diesel::insert_into(incidents::table)
        .values(new)
        .returning(incidents::id)
        .get_result(conn)?)
}

/// The same person's report of the same thing since a moment: pressed twice.
pub fn told_before(
    conn: &mut Conn,
    new: &NewIncident<'_>,
    since: At,
) -> Result<Option<IncidentId>, DbError> {
    use incidents::dsl as i;
    let query = incidents::table
        .filter(i::reported_by.eq(new.reported_by))
        .filter(i::kind.eq(new.kind))
        .filter(i::what.eq(new.what))
        .filter(i::away.eq(new.away))
        .filter(i::created_at.ge(since))
        .order(i::id.desc());
    Ok(query.select(i::id).first(conn).optional()?)
}

/// A session in which a pupil stands.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Here {
    #[diesel(sql_type = BigInt)]
    pub session: SessionId,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Text)]
    pub title: String,
}

/// Where the pupil is now: the session that runs with the pupil in it, or whose shift begins
/// or ended between these moments.
pub fn here(
    conn: &mut Conn,
    pupil: AmbassadorId,
    begins_before: At,
    ends_after: At,
) -> Result<Option<Here>, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id AS session, s.ward_id AS ward, s.title \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         WHERE sh.ambassador_id = $1 AND sh.state IN ('taken', 'accepted', 'present', 'done') \
           AND s.state IN ('open', 'running', 'to_confirm', 'closed') \
           AND s.starts_at <= $2 AND s.ends_at >= $3 \
         ORDER BY CASE WHEN sh.state = 'present' THEN 0 ELSE 1 END, s.starts_at DESC LIMIT 1",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<Timestamp, _>(begins_before)
    .bind::<Timestamp, _>(ends_after)
    .get_result(conn)
    .optional()?)
}

/// A session of the pupil's own, whenever it was.
pub fn own_session(
    conn: &mut Conn,
    pupil: AmbassadorId,
    session: SessionId,
) -> Result<Option<Here>, DbError> {
    Ok(diesel::sql_query(
        "SELECT s.id AS session, s.ward_id AS ward, s.title \
         FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
         WHERE sh.ambassador_id = $1 AND s.id = $2 \
           AND sh.state NOT IN ('declined', 'withdrawn') LIMIT 1",
    )
    .bind::<BigInt, _>(pupil)
    .bind::<BigInt, _>(session)
    .get_result(conn)
    .optional()?)
}

/// The school of a pupil who has a shift in the session.
pub fn school_on_duty(
    conn: &mut Conn,
    session: SessionId,
    pupil: AmbassadorId,
) -> Result<Option<OrganisationId>, DbError> {
    #[derive(QueryableByName)]
    struct School {
        #[diesel(sql_type = BigInt)]
        id: OrganisationId,
    }
    let found: Option<School> = diesel::sql_query(
        "SELECT am.school_id AS id FROM ambassadors am \
         JOIN shifts sh ON sh.ambassador_id = am.id \
         WHERE sh.session_id = $1 AND am.id = $2 AND sh.state NOT IN ('declined', 'withdrawn')",
    )
    .bind::<BigInt, _>(session)
    .bind::<BigInt, _>(pupil)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|school| school.id))
}

/// A report as its own pupil sees it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Mine {
    #[diesel(sql_type = Text)]
    pub kind: IncidentKind,
    #[diesel(sql_type = Text)]
    pub state: IncidentState,
    #[diesel(sql_type = Bool)]
    pub away: bool,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    /// Who takes care of it, or has seen it.
    #[diesel(sql_type = Nullable<Text>)]
    pub adult: Option<String>,
}

/// The newest reports of one person.
pub fn mine(conn: &mut Conn, account: AccountId, most: i64) -> Result<Vec<Mine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT i.kind, i.state, i.away, i.created_at, a.name AS adult FROM incidents i \
         LEFT JOIN accounts a ON a.id = COALESCE(i.closed_by, i.handled_by, i.seen_by) \
         WHERE i.reported_by = $1 ORDER BY i.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(account)
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

/// What the pupil's page of safety shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MySafety {
    /// The session the pupil stands in, or was asked from.
    pub here: Option<Here>,
    pub mine: Vec<Mine>,
    pub ward: Organisation,
    pub school: Organisation,
}

/// A report as adults see it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Incident {
    #[diesel(sql_type = BigInt)]
    pub id: IncidentId,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub school: Option<OrganisationId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub session: Option<SessionId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub title: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub place: Option<String>,
    #[diesel(sql_type = Text)]
    pub kind: IncidentKind,
    #[diesel(sql_type = Text)]
    pub what: String,
    #[diesel(sql_type = Bool)]
    pub away: bool,
    #[diesel(sql_type = Text)]
    pub state: IncidentState,
    #[diesel(sql_type = Timestamp)]
    pub created_at: At,
    #[diesel(sql_type = Text)]
    pub reporter: String,
    /// The pupil it is about and the pupil's class.
    #[diesel(sql_type = Nullable<Text>)]
    pub pupil: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub class_name: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub seen_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub seen_by: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub handled_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub handled_by: Option<String>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub closed_at: Option<At>,
    #[diesel(sql_type = Nullable<Text>)]
    pub closed_by: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub outcome: Option<IncidentOutcome>,
    #[diesel(sql_type = Text)]
    pub follow_up: String,
}

const INCIDENT: &str = "SELECT i.id, i.ward_id AS ward, i.school_id AS school, \
        i.session_id AS session, s.title, p.name AS place, i.kind, i.what, i.away, i.state, \
        i.created_at, r.name AS reporter, n.name AS pupil, c.name AS class_name, \
        i.seen_at, se.name AS seen_by, i.handled_at, ha.name AS handled_by, \
        i.closed_at, cl.name AS closed_by, i.outcome, i.follow_up \
     FROM incidents i JOIN accounts r ON r.id = i.reported_by \
     LEFT JOIN sessions s ON s.id = i.session_id LEFT JOIN places p ON p.id = s.place_id \
     LEFT JOIN ambassadors am ON am.id = i.ambassador_id \
     LEFT JOIN accounts n ON n.id = am.account_id LEFT JOIN classes c ON c.id = am.class_id \
     LEFT JOIN accounts se ON se.id = i.seen_by LEFT JOIN accounts ha ON ha.id = i.handled_by \
     LEFT JOIN accounts cl ON cl.id = i.closed_by";

/// One report, to those who may see it.
pub fn get(conn: &mut Conn, eyes: &Eyes, id: IncidentId) -> Result<Incident, DbError> {
    let query = diesel::sql_query(format!("{INCIDENT} WHERE i.id = $1 AND {}", eyes.see()));
    Ok(query.bind::<BigInt, _>(id).get_result(conn)?)
}

/// A page of what these eyes see: open ones first, then the newest.
pub fn list(conn: &mut Conn, eyes: &Eyes, part: (i64, i64)) -> Result<Vec<Incident>, DbError> {
    Ok(diesel::sql_query(format!(
        "{INCIDENT} WHERE {} ORDER BY CASE WHEN i.state = 'closed' THEN 1 ELSE 0 END, i.id DESC \
         LIMIT $1 OFFSET $2",
        eyes.see()
    ))
    .bind::<BigInt, _>(part.0)
    .bind::<BigInt, _>(part.1)
    .load(conn)?)
}

/// How many there are of them.
pub fn count(conn: &mut Conn, eyes: &Eyes) -> Result<i64, DbError> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let row: Count =
        diesel::sql_query(format!("SELECT COUNT(*) AS n FROM incidents i WHERE {}", eyes.see()))
            .get_result(conn)?;
    Ok(row.n)
}

/// Those of one session that are not closed, oldest first.
pub fn open_at(conn: &mut Conn, eyes: &Eyes, session: SessionId) -> Result<Vec<Incident>, DbError> {
    Ok(diesel::sql_query(format!(
        "{INCIDENT} WHERE i.session_id = $1 AND i.state <> 'closed' AND {} ORDER BY i.id LIMIT 20",
        eyes.see()
    ))
    .bind::<BigInt, _>(session)
    .load(conn)?)
}

/// Notes that an adult has seen it; false when somebody had before.
pub fn see(conn: &mut Conn, id: IncidentId, by: AccountId, at: At) -> Result<bool, DbError> {
    use incidents::dsl as i;
    let row = incidents::table.find(id).filter(i::seen_at.is_null());
    let seen = (i::state.eq(IncidentState::Seen), i::seen_at.eq(at), i::seen_by.eq(by));
    Ok(diesel::update(row).set(seen).execute(conn)? == 1)
}

/// Notes who takes care of it; whoever does has seen it. False when somebody did before.
pub fn handle(conn: &mut Conn, id: IncidentId, by: AccountId, at: At) -> Result<bool, DbError> {
    use incidents::dsl as i;
    see(conn, id, by, at)?;
    let row = incidents::table.find(id).filter(i::state.eq(IncidentState::Seen));
    let taken = (i::state.eq(IncidentState::Handling), i::handled_at.eq(at), i::handled_by.eq(by));
    Ok(diesel::update(row).set(taken).execute(conn)? == 1)
}

/// Closes a report; false when it was closed meanwhile.
pub fn close(
    conn: &mut Conn,
    id: IncidentId,
    closing: &Closing,
    (by, at): (AccountId, At),
) -> Result<bool, DbError> {
    use incidents::dsl as i;
    see(conn, id, by, at)?;
    let row = incidents::table.find(id).filter(i::state.ne(IncidentState::Closed));
    let moved = diesel::update(row)
        .set((
            i::state.eq(IncidentState::Closed),
            i::closed_at.eq(at),
            i::closed_by.eq(by),
            i::outcome.eq(closing.outcome),
            i::follow_up.eq(&closing.follow_up),
        ))
        .execute(conn)?;
    Ok(moved == 1)
}

/// An adult to be told by letter.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Reader {
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub lang: String,
}

/// Coordinators of the ward, officers of the school, and the session's supervisors when it is
/// not to be kept from them.
pub fn readers(
    conn: &mut Conn,
    (ward, school): (OrganisationId, Option<OrganisationId>),
    session: Option<SessionId>,
    today: NaiveDate,
) -> Result<Vec<Reader>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.id AS account, a.name, a.email, a.lang FROM accounts a \
         WHERE a.active AND a.email IS NOT NULL AND (EXISTS (SELECT 1 FROM roles r \
            WHERE r.account_id = a.id AND r.since <= $1 AND (r.until IS NULL OR r.until >= $1) \
              AND ((r.role = 'coordinator' AND r.organisation_id = $2) \
                OR (r.role = 'school_officer' AND r.organisation_id = $3))) \
          OR EXISTS (SELECT 1 FROM session_supervisors v \
            WHERE v.account_id = a.id AND v.session_id = $4)) ORDER BY a.id",
    )
    .bind::<Date, _>(today)
    .bind::<BigInt, _>(ward)
    .bind::<Nullable<BigInt>, _>(school)
    .bind::<Nullable<BigInt>, _>(session)
    .load(conn)?)
}
