//! Pupils with everything that decides about their shifts.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use super::{Entry, Whom};
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::fixed::Fixed;
use crate::domain::at::At;
use crate::domain::consent::Side;
use crate::domain::eligibility::{Candidate, Certified, DayException, Held, Limits, Spot, Weekly};
use crate::domain::ids::*;

#[derive(Queryable)]
struct PupilRow {
    id: AmbassadorId,
    school_id: OrganisationId,
    class_id: ClassId,
    birth_year: i64,
    week_cap_minutes: i64,
    level: i64,
    languages: String,
    home_area_id: Option<AreaId>,
    is_active: bool,
    name: String,
    class_name: String,
    settings: String,
}

impl PupilRow {
    fn entry(self) -> Entry {
        Entry {
            candidate: Candidate {
                ambassador: self.id,
                school: self.school_id,
                active: self.is_active,
                birth_year: self.birth_year,
                signatures: Vec::new(),
                certified: Vec::new(),
                free: Vec::new(),
                exceptions: Vec::new(),
                lessons: Vec::new(),
                shifts: Vec::new(),
                vetoed: Vec::new(),
                kept_apart: Vec::new(),
                week_cap: self.week_cap_minutes,
                limits: Limits::of_school(&self.settings),
            },
            name: self.name,
            class_name: self.class_name,
            level: self.level,
            languages: self.languages,
            home_area: self.home_area_id,
        }
    }
}

/// Pupils, by given name, with everything that decides about sessions on these days: eight
/// queries.
pub fn pupils(
    conn: &mut Conn,
    whom: Whom,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Entry>, DbError> {
    let of = whom.condition();
    let rows: Vec<PupilRow> = Fixed::<(
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        BigInt,
        Text,
        Nullable<BigInt>,
        Bool,
        Text,
        Text,
        Text,
    )>::new(format!(
        "SELECT am.id, am.school_id, am.class_id, am.birth_year, am.week_cap_minutes, am.level, \
            am.languages, am.home_area_id, (am.active AND a.active AND am.restricted_at IS NULL) AS is_active, a.name, \
            c.name AS class_name, sc.settings \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         JOIN organisations sc ON sc.id = am.school_id \
         WHERE {of} ORDER BY a.sort_key, am.id"
    ))
    .with(whom.id())
    .load(conn)?;
    let classes: Vec<ClassId> = rows.iter().map(|row| row.class_id).collect();
    let entries: Vec<Entry> = rows.into_iter().map(PupilRow::entry).collect();
    let mut pool = Pool::of(entries);
    pool.standing(conn, whom, days)?;
    pool.times(conn, whom, days)?;
    pool.lessons(conn, whom, &classes)?;
    pool.commitments(conn, whom, days)?;
    Ok(pool.entries)
}

/// Pupils found by their id while their facts come in.
struct Pool {
    entries: Vec<Entry>,
    index: HashMap<AmbassadorId, usize>,
}

#[derive(Queryable)]
struct SignatureRow {
    ambassador_id: AmbassadorId,
    side: Side,
    school_year: String,
}

#[derive(Queryable)]
struct CertificationRow {
    ambassador_id: AmbassadorId,
    topic_code: String,
    level: i64,
    certified_on: NaiveDate,
    expires_on: NaiveDate,
}

#[derive(Queryable)]
struct FreeRow {
    ambassador_id: AmbassadorId,
    weekday: i64,
    from_minute: i64,
    to_minute: i64,
}

#[derive(Queryable)]
struct ExceptionRow {
    ambassador_id: AmbassadorId,
    day: NaiveDate,
    available: bool,
    from_minute: i64,
    to_minute: i64,
}

#[derive(Queryable)]
struct LessonRow {
    class_id: ClassId,
    weekday: i64,
    from_minute: i64,
    to_minute: i64,
}

#[derive(Queryable)]
struct HeldRow {
    ambassador_id: AmbassadorId,
    session_id: SessionId,
    starts_at: At,
    ends_at: At,
    place_id: PlaceId,
    east_m: i64,
    north_m: i64,
    vetoed: bool,
}

#[derive(Queryable)]
struct PairRow {
    ambassador_id: AmbassadorId,
    other_id: AmbassadorId,
}

impl Pool {
    fn of(entries: Vec<Entry>) -> Pool {
        let index = entries.iter().enumerate().map(|(i, e)| (e.candidate.ambassador, i)).collect();
        Pool { entries, index }
    }

    fn get(&mut self, pupil: AmbassadorId) -> Option<&mut Candidate> {
        self.index.get(&pupil).map(|i| &mut self.entries[*i].candidate)
    }

    /// Signatures and certifications.
    fn standing(
        &mut self,
        conn: &mut Conn,
        whom: Whom,
        days: (NaiveDate, NaiveDate),
    ) -> Result<(), DbError> {
        let of = whom.condition();
        let signatures: Vec<SignatureRow> = Fixed::<(BigInt, Text, Text)>::new(format!(
            "SELECT k.ambassador_id, k.side, k.school_year FROM ambassadors am \
             JOIN consents k ON k.ambassador_id = am.id \
             WHERE {of} AND k.purpose = 'taking_part' AND k.withdrawn_at IS NULL"
        ))
        .with(whom.id())
        .load(conn)?;
        for row in signatures {
            if let Some(candidate) = self.get(row.ambassador_id) {
                candidate.signatures.push((row.side, row.school_year));
            }
        }
        let certified: Vec<CertificationRow> =
            Fixed::<(BigInt, Text, BigInt, Date, Date)>::new(format!(
                "SELECT k.ambassador_id, k.topic_code, k.level, k.certified_on, k.expires_on \
             FROM ambassadors am JOIN certifications k ON k.ambassador_id = am.id \
             WHERE {of} AND k.expires_on >= ? AND k.certified_on <= ?"
            ))
            .with(whom.id())
            .with(days.0)
            .with(days.1)
            .load(conn)?;
        for row in certified {
            if let Some(candidate) = self.get(row.ambassador_id) {
                candidate.certified.push(Certified {
                    topic: row.topic_code,
                    level: row.level,
                    from_day: row.certified_on,
                    to_day: row.expires_on,
                });
            }
        }
        Ok(())
    }

    /// Free times and exceptions.
    fn times(
        &mut self,
        conn: &mut Conn,
        whom: Whom,
        days: (NaiveDate, NaiveDate),
    ) -> Result<(), DbError> {
        let of = whom.condition();
        let free: Vec<FreeRow> = Fixed::<(BigInt, BigInt, BigInt, BigInt)>::new(format!(
            "SELECT v.ambassador_id, v.weekday, v.from_minute, v.to_minute FROM ambassadors am \
             JOIN availability v ON v.ambassador_id = am.id WHERE {of}"
        ))
        .with(whom.id())
        .load(conn)?;
        for row in free {
            if let Some(candidate) = self.get(row.ambassador_id) {
                let minutes = (row.from_minute, row.to_minute);
                candidate.free.push(Weekly { weekday: row.weekday, minutes });
            }
        }
        let exceptions: Vec<ExceptionRow> =
            Fixed::<(BigInt, Date, Bool, BigInt, BigInt)>::new(format!(
                "SELECT v.ambassador_id, v.day, v.available, v.from_minute, v.to_minute \
             FROM ambassadors am JOIN availability_exceptions v ON v.ambassador_id = am.id \
             WHERE {of} AND v.day >= ? AND v.day <= ?"
            ))
            .with(whom.id())
            .with(days.0)
            .with(days.1)
            .load(conn)?;
        for row in exceptions {
            if let Some(candidate) = self.get(row.ambassador_id) {
                let minutes = (row.from_minute, row.to_minute);
                let (day, available) = (row.day, row.available);
                candidate.exceptions.push(DayException { day, available, minutes });
            }
        }
        Ok(())
    }

    /// Lesson hours; `classes` stand in the order of the entries.
    fn lessons(&mut self, conn: &mut Conn, whom: Whom, classes: &[ClassId]) -> Result<(), DbError> {
        let of = whom.condition();
        let rows: Vec<LessonRow> = Fixed::<(BigInt, BigInt, BigInt, BigInt)>::new(format!(
            "SELECT l.class_id, l.weekday, l.from_minute, l.to_minute FROM lesson_hours l \
             WHERE l.class_id IN (SELECT am.class_id FROM ambassadors am WHERE {of})"
        ))
        .with(whom.id())
        .load(conn)?;
        let mut by_class: HashMap<ClassId, Vec<Weekly>> = HashMap::new();
        for row in rows {
            let minutes = (row.from_minute, row.to_minute);
            by_class
                .entry(row.class_id)
                .or_default()
                .push(Weekly { weekday: row.weekday, minutes });
        }
        for (entry, class) in self.entries.iter_mut().zip(classes) {
            entry.candidate.lessons = by_class.get(class).cloned().unwrap_or_default();
        }
        Ok(())
    }

    /// Shifts of these days, those a guardian said no to, and pairs kept apart.
    fn commitments(
        &mut self,
        conn: &mut Conn,
        whom: Whom,
        days: (NaiveDate, NaiveDate),
    ) -> Result<(), DbError> {
        let of = whom.condition();
        let held: Vec<HeldRow> = Fixed::<(
            BigInt,
            BigInt,
            Timestamp,
            Timestamp,
            BigInt,
            BigInt,
            BigInt,
            Bool,
        )>::new(format!(
            "SELECT sh.ambassador_id, s.id AS session_id, s.starts_at, s.ends_at, s.place_id, \
                p.east_m, p.north_m, sh.vetoed \
             FROM ambassadors am JOIN shifts sh ON sh.ambassador_id = am.id \
             JOIN sessions s ON s.id = sh.session_id JOIN places p ON p.id = s.place_id \
             WHERE {of} AND (sh.vetoed OR sh.state NOT IN ('declined', 'withdrawn', 'absent')) \
               AND s.state <> 'cancelled' AND s.starts_at >= ? AND s.starts_at < ?"
        ))
        .with(whom.id())
        .with(At::local(days.0, NaiveTime::MIN))
        .with(At::local(days.1 + Days::new(1), NaiveTime::MIN))
        .load(conn)?;
        for row in held {
            let spot = Spot { place: row.place_id, east_m: row.east_m, north_m: row.north_m };
            if let Some(candidate) = self.get(row.ambassador_id) {
                if row.vetoed {
                    candidate.vetoed.push(row.session_id);
                    continue;
                }
                candidate.shifts.push(Held {
                    session: row.session_id,
                    starts_at: row.starts_at,
                    ends_at: row.ends_at,
                    spot,
                });
            }
        }
        let pairs: Vec<PairRow> = Fixed::<(BigInt, BigInt)>::new(format!(
            "SELECT k.ambassador_id, k.other_id FROM ambassadors am \
             JOIN kept_apart k ON k.ambassador_id = am.id WHERE {of} \
             UNION SELECT k.ambassador_id, k.other_id FROM ambassadors am \
             JOIN kept_apart k ON k.other_id = am.id WHERE {of}"
        ))
        .with(whom.id())
        .with(whom.id())
        .load(conn)?;
        for PairRow { ambassador_id: one, other_id: other } in pairs {
            for (pupil, apart) in [(one, other), (other, one)] {
                if let Some(candidate) = self.get(pupil)
                    && !candidate.kept_apart.contains(&apart)
                {
                    candidate.kept_apart.push(apart);
                }
            }
        }
        Ok(())
    }
}
