//! Sessions as far as their pupils are concerned.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::fixed::{Fixed, listed};
use crate::domain::at::At;
use crate::domain::eligibility::{SessionFacts, Spot};
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;
use crate::domain::topics::Tier;

#[derive(Queryable)]
struct SessionRow {
    id: SessionId,
    ward_id: OrganisationId,
    state: SessionState,
    starts_at: At,
    ends_at: At,
    place_id: PlaceId,
    east_m: i64,
    north_m: i64,
    pupils_per_adult: i64,
    ambassadors_wanted: i64,
    adults: i64,
}

#[derive(Queryable)]
struct TopicOf {
    session_id: SessionId,
    topic_code: String,
    tier: Tier,
}

#[derive(Queryable)]
struct MemberOf {
    session_id: SessionId,
    other: i64,
}

/// Sessions by their ids, in order of their start: four queries.
pub fn sessions(conn: &mut Conn, ids: &[SessionId]) -> Result<Vec<SessionFacts>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (list, ids) = listed(ids.iter().map(|id| id.0));
    let rows: Vec<SessionRow> = Fixed::<(
        BigInt,
        BigInt,
        Text,
        Timestamp,
        Timestamp,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
    )>::new(format!(
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
    .with_all(&ids)
    .load(conn)?;
    let topics: Vec<TopicOf> = Fixed::<(BigInt, Text, Text)>::new(format!(
        "SELECT st.session_id, st.topic_code, t.tier FROM session_topics st \
         JOIN topics t ON t.code = st.topic_code \
         WHERE st.session_id IN ({list}) ORDER BY t.position"
    ))
    .with_all(&ids)
    .load(conn)?;
    let members: Vec<MemberOf> = Fixed::<(BigInt, BigInt)>::new(format!(
        "SELECT session_id, ambassador_id AS other FROM shifts \
         WHERE session_id IN ({list}) AND state NOT IN ('declined', 'withdrawn')"
    ))
    .with_all(&ids)
    .load(conn)?;
    let approvals: Vec<MemberOf> = Fixed::<(BigInt, BigInt)>::new(format!(
        "SELECT session_id, school_id AS other FROM school_approvals \
         WHERE session_id IN ({list}) AND state = 'approved'"
    ))
    .with_all(&ids)
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
