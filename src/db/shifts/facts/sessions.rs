//! Sessions as far as their pupils are concerned.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::eligibility::{SessionFacts, Spot};
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

#[derive(QueryableByName)]
struct SessionRow {
    #[diesel(sql_type = BigInt)]
    id: SessionId,
    #[diesel(sql_type = BigInt)]
    ward_id: OrganisationId,
    #[diesel(sql_type = Text)]
    state: SessionState,
    #[diesel(sql_type = Timestamp)]
    starts_at: At,
    #[diesel(sql_type = Timestamp)]
    ends_at: At,
    #[diesel(sql_type = BigInt)]
    place_id: PlaceId,
    #[diesel(sql_type = BigInt)]
    east_m: i64,
    #[diesel(sql_type = BigInt)]
    north_m: i64,
    #[diesel(sql_type = BigInt)]
    pupils_per_adult: i64,
    #[diesel(sql_type = BigInt)]
    ambassadors_wanted: i64,
    #[diesel(sql_type = BigInt)]
    adults: i64,
}

#[derive(QueryableByName)]
struct TopicOf {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = Text)]
    topic_code: String,
    #[diesel(sql_type = Text)]
    tier: Tier,
}

#[derive(QueryableByName)]
struct MemberOf {
    #[diesel(sql_type = BigInt)]
    session_id: SessionId,
    #[diesel(sql_type = BigInt)]
    other: i64,
}

/// Sessions by their ids, in order of their start: four queries.
pub fn sessions(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<SessionFacts>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Ids of our own, as digits: diesel does not bind lists in its raw queries.
    let list = ids.iter().map(|id| id.0.to_string()).collect::<Vec<_>>().join(", ");
    let rows: Vec<SessionRow> = diesel::sql_query(format!(
        "SELECT s.id, s.ward_id, s.state, s.starts_at, s.ends_at, s.place_id, p.east_m, \
            p.north_m, s.pupils_per_adult, s.ambassadors_wanted, \
            CASE WHEN s.state = 'running' \
              THEN (SELECT COUNT(*) FROM adult_attendance t \
                    WHERE t.session_id = s.id AND t.checked_out_at IS NULL) \
              ELSE (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id) \
            END AS adults \
         FROM sessions s JOIN places p ON p.id = s.place_id \
         WHERE s.id IN ({list}) ORDER BY s.starts_at, s.id"
    ))
    .load(conn)?;
    let topics: Vec<TopicOf> = diesel::sql_query(format!(
        "SELECT st.session_id, st.topic_code, t.tier FROM session_topics st \
         JOIN topics t ON t.code = st.topic_code \
         WHERE st.session_id IN ({list}) ORDER BY t.position"
    ))
    .load(conn)?;
    let members: Vec<MemberOf> = diesel::sql_query(format!(
        "SELECT session_id, ambassador_id AS other FROM shifts \
         WHERE session_id IN ({list}) AND state NOT IN ('declined', 'withdrawn')"
    ))
    .load(conn)?;
    let approvals: Vec<MemberOf> = diesel::sql_query(format!(
        "SELECT session_id, school_id AS other FROM school_approvals \
         WHERE session_id IN ({list}) AND state = 'approved'"
    ))
    .load(conn)?;
    let mut out: Vec<SessionFacts> = rows.into_iter().map(SessionRow::facts).collect();
    let index: HashMap<SessionId, usize> =
        out.iter().enumerate().map(|(i, session)| (session.id, i)).collect();
    for row in topics {
        out[index[&row.session_id]].topics.push((row.topic_code, row.tier));
    }
    for row in members {
        out[index[&row.session_id]].members.push(AmbassadorId(row.other));
    }
    for row in approvals {
        out[index[&row.session_id]].approved_by.push(OrganisationId(row.other));
    }
    Ok(out)
}

impl SessionRow {
    fn facts(self) -> SessionFacts {
        SessionFacts {
            id: self.id,
            ward: self.ward_id,
            state: self.state,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            spot: Spot { place: self.place_id, east_m: self.east_m, north_m: self.north_m },
            topics: Vec::new(),
            supervisors: self.adults,
            pupils_per_adult: self.pupils_per_adult,
            ambassadors_wanted: self.ambassadors_wanted,
            members: Vec::new(),
            approved_by: Vec::new(),
        }
    }
}
