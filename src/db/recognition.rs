//! Programmes of a school year with their tiers. Awards are computed in [`candidates`],
//! listed in [`awards`], moved on in [`steps`], printed and shown in [`papers`]; whole
//! screens stand in [`pages`].

pub mod awards;
pub mod candidates;
pub mod pages;
pub mod papers;
pub mod steps;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Text};

use super::conn::Conn;
use super::error::DbError;
use super::schema::{decisions, programmes, tiers};
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::recognition::{
    AwardForm, AwardState, Criteria, ParsedDecision, ParsedProgramme, ParsedTier,
};

/// A school year's programme.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = programmes)]
pub struct Programme {
    pub id: ProgrammeId,
    pub school_id: OrganisationId,
    pub school_year: String,
    pub name: String,
    /// "126/KH-NVN": the school's plan it carries out.
    pub plan_number: String,
    pub plan_date: Option<NaiveDate>,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    /// One office a line.
    pub signatory_title: String,
    pub signatory_name: String,
    pub place_name: String,
}

/// A step of a programme.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = tiers)]
pub struct Tier {
    pub id: TierId,
    pub form: AwardForm,
    pub name_vi: String,
    pub name_en: String,
    pub min_minutes: i64,
    pub min_supports: i64,
    pub min_attendance_percent: i64,
    pub needs_clean_record: bool,
}

impl Tier {
    /// Its name in one language.
    pub fn name(&self, lang: Lang) -> &str {
        lang.t(&self.name_vi, &self.name_en)
    }

    /// What it asks for.
    pub fn criteria(&self) -> Criteria {
        Criteria {
            min_minutes: self.min_minutes,
            min_supports: self.min_supports,
            min_attendance_percent: self.min_attendance_percent,
            needs_clean_record: self.needs_clean_record,
        }
    }

    /// As it is typed.
    pub fn typed(&self) -> ParsedTier {
        ParsedTier {
            id: Some(self.id),
            form: self.form,
            name_vi: self.name_vi.clone(),
            name_en: self.name_en.clone(),
            criteria: self.criteria(),
        }
    }
}

/// Adds a programme with its tiers; `None` when the school has one of this name in this year.
pub fn add(
    conn: &mut Conn,
    school: OrganisationId,
    new: &ParsedProgramme,
    by: AccountId,
    now: At,
) -> Result<Option<ProgrammeId>, DbError> {
    use programmes::dsl as p;
    let values = (
        p::school_id.eq(school),
        p::school_year.eq(&new.school_year),
        p::name.eq(&new.name),
        p::plan_number.eq(&new.plan_number),
        p::plan_date.eq(new.plan_date),
        p::from_day.eq(new.from_day),
        p::to_day.eq(new.to_day),
        p::signatory_title.eq(&new.signatory_title),
        p::signatory_name.eq(&new.signatory_name),
        p::place_name.eq(&new.place_name),
        p::created_by.eq(by),
        p::created_at.eq(now),
    );
    let id: Option<ProgrammeId> =
        crate::each_backend!(conn, |c| diesel::insert_into(programmes::table)
            .values(values)
            .on_conflict((p::school_id, p::school_year, p::name))
            .do_nothing()
            .returning(p::id)
            .get_result(c)
            .optional())?;
    let Some(id) = id else { return Ok(None) };
    for (position, tier) in new.tiers.iter().enumerate() {
        add_tier(conn, id, position as i64, tier)?;
    }
    Ok(Some(id))
}

fn add_tier(
    conn: &mut Conn,
    programme: ProgrammeId,
    position: i64,
    tier: &ParsedTier,
) -> Result<(), DbError> {
    diesel::insert_into(tiers::table)
        .values((tiers::programme_id.eq(programme), tiers::position.eq(position), asks(tier)))
        .execute(conn)?;
    Ok(())
}

type Asks<'a> = (
    diesel::dsl::Eq<tiers::form, AwardForm>,
    diesel::dsl::Eq<tiers::name_vi, &'a str>,
    diesel::dsl::Eq<tiers::name_en, &'a str>,
    diesel::dsl::Eq<tiers::min_minutes, i64>,
    diesel::dsl::Eq<tiers::min_supports, i64>,
    diesel::dsl::Eq<tiers::min_attendance_percent, i64>,
    diesel::dsl::Eq<tiers::needs_clean_record, bool>,
);

fn asks(tier: &ParsedTier) -> Asks<'_> {
    (
        tiers::form.eq(tier.form),
        tiers::name_vi.eq(tier.name_vi.as_str()),
        tiers::name_en.eq(tier.name_en.as_str()),
        tiers::min_minutes.eq(tier.criteria.min_minutes),
        tiers::min_supports.eq(tier.criteria.min_supports),
        tiers::min_attendance_percent.eq(tier.criteria.min_attendance_percent),
        tiers::needs_clean_record.eq(tier.criteria.needs_clean_record),
    )
}

/// Changes everything but the tiers.
pub fn change(conn: &mut Conn, id: ProgrammeId, to: &ParsedProgramme) -> Result<(), DbError> {
    use programmes::dsl as p;
    diesel::update(programmes::table.find(id))
        .set((
            p::school_year.eq(&to.school_year),
            p::name.eq(&to.name),
            p::plan_number.eq(&to.plan_number),
            p::plan_date.eq(to.plan_date),
            p::from_day.eq(to.from_day),
            p::to_day.eq(to.to_day),
            p::signatory_title.eq(&to.signatory_title),
            p::signatory_name.eq(&to.signatory_name),
            p::place_name.eq(&to.place_name),
        ))
        .execute(conn)?;
    Ok(())
}

/// Puts these tiers in the place of those there are: known ones are changed, new ones
/// added, and those left out removed. The caller has seen that no award refers to them.
pub fn replace_tiers(
    conn: &mut Conn,
    programme: ProgrammeId,
    to: &[ParsedTier],
) -> Result<(), DbError> {
    let kept: Vec<TierId> = to.iter().filter_map(|tier| tier.id).collect();
    let own = tiers::programme_id.eq(programme);
    diesel::delete(tiers::table.filter(own).filter(tiers::id.ne_all(kept))).execute(conn)?;
    // Out of the way first, because two tiers may change places and a place is unique.
    diesel::update(tiers::table.filter(own))
        .set(tiers::position.eq(tiers::position + 1000))
        .execute(conn)?;
    for (position, tier) in to.iter().enumerate() {
        let position = position as i64;
        match tier.id {
            Some(id) => {
                diesel::update(tiers::table.filter(own).filter(tiers::id.eq(id)))
                    .set((tiers::position.eq(position), asks(tier)))
                    .execute(conn)?;
            }
            None => add_tier(conn, programme, position, tier)?,
        }
    }
    Ok(())
}

/// One programme.
pub fn get(conn: &mut Conn, id: ProgrammeId) -> Result<Programme, DbError> {
    Ok(programmes::table.find(id).select(Programme::as_select()).first(conn)?)
}

/// The programme, and nobody else moves its awards until this act is done: numbers stay
/// without gaps, and nobody is approved who was not seen.
pub fn lock(conn: &mut Conn, id: ProgrammeId) -> Result<Programme, DbError> {
    diesel::update(programmes::table.find(id))
        .set(programmes::name.eq(programmes::name))
        .execute(conn)?;
    get(conn, id)
}

/// The programmes whose period holds this day.
pub fn on_day(conn: &mut Conn, day: NaiveDate) -> Result<Vec<ProgrammeId>, DbError> {
    Ok(programmes::table
        .filter(programmes::from_day.le(day).and(programmes::to_day.ge(day)))
        .order(programmes::id)
        .select(programmes::id)
        .load(conn)?)
}

/// A programme's tiers in rising order.
pub fn tiers(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Tier>, DbError> {
    Ok(tiers::table
        .filter(tiers::programme_id.eq(programme))
        .order(tiers::position)
        .select(Tier::as_select())
        .load(conn)?)
}

/// The school's programme of this school year: the newest that runs on the day, else the newest.
pub fn running(
    conn: &mut Conn,
    school: OrganisationId,
    school_year: &str,
    day: NaiveDate,
) -> Result<Option<Programme>, DbError> {
    let mut all: Vec<Programme> = programmes::table
        .filter(programmes::school_id.eq(school).and(programmes::school_year.eq(school_year)))
        .order(programmes::id.desc())
        .select(Programme::as_select())
        .load(conn)?;
    let running = all.iter().position(|p| p.from_day <= day && day <= p.to_day).unwrap_or(0);
    Ok(if all.is_empty() { None } else { Some(all.swap_remove(running)) })
}

/// The newest programme of a school, whose plan and signatory the next one begins with.
pub fn newest(conn: &mut Conn, school: OrganisationId) -> Result<Option<Programme>, DbError> {
    Ok(programmes::table
        .filter(programmes::school_id.eq(school))
        .order((programmes::to_day.desc(), programmes::id.desc()))
        .select(Programme::as_select())
        .first(conn)
        .optional()?)
}

/// A programme as the list of programmes shows it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ProgrammeLine {
    #[diesel(sql_type = BigInt)]
    pub id: ProgrammeId,
    #[diesel(sql_type = Text)]
    pub school_year: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Date)]
    pub from_day: NaiveDate,
    #[diesel(sql_type = Date)]
    pub to_day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    pub candidates: i64,
    #[diesel(sql_type = BigInt)]
    pub checked: i64,
    #[diesel(sql_type = BigInt)]
    pub approved: i64,
    #[diesel(sql_type = BigInt)]
    pub issued: i64,
}

/// A school's programmes, newest first, with how many awards stand where.
pub fn of_school(conn: &mut Conn, school: OrganisationId) -> Result<Vec<ProgrammeLine>, DbError> {
    Ok(diesel::sql_query(
        "SELECT g.id, g.school_year, g.name, g.from_day, g.to_day, \
            CAST(COALESCE(SUM(CASE WHEN a.state = 'candidate' THEN 1 ELSE 0 END), 0) AS BIGINT) AS candidates, \
            CAST(COALESCE(SUM(CASE WHEN a.state = 'checked' THEN 1 ELSE 0 END), 0) AS BIGINT) AS checked, \
            CAST(COALESCE(SUM(CASE WHEN a.state = 'approved' THEN 1 ELSE 0 END), 0) AS BIGINT) AS approved, \
            CAST(COALESCE(SUM(CASE WHEN a.state = 'issued' THEN 1 ELSE 0 END), 0) AS BIGINT) AS issued \
         FROM programmes g LEFT JOIN awards a ON a.programme_id = g.id \
         WHERE g.school_id = $1 \
         GROUP BY g.id, g.school_year, g.name, g.from_day, g.to_day \
         ORDER BY g.to_day DESC, g.id DESC",
    )
    .bind::<BigInt, _>(school)
    .load(conn)?)
}

/// What decides whether a programme's tiers may still change.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct TierUse {
    #[diesel(sql_type = BigInt)]
    pub tier: TierId,
    /// Awards rest on it: approved, issued or revoked.
    #[diesel(sql_type = Bool)]
    pub settled: bool,
    /// Somebody decided under it, if only to set a candidate aside.
    #[diesel(sql_type = Bool)]
    pub decided: bool,
}

/// The tiers of a programme that awards refer to.
pub fn tier_uses(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<TierUse>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.tier_id AS tier, \
            SUM(CASE WHEN a.state IN ('approved', 'issued', 'revoked') THEN 1 ELSE 0 END) > 0 AS settled, \
            SUM(CASE WHEN a.state IN ('candidate', 'checked') THEN 0 ELSE 1 END) > 0 AS decided \
         FROM awards a WHERE a.programme_id = $1 GROUP BY a.tier_id",
    )
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// Notes the board's decision; `None` when the programme has one of this number.
pub fn add_decision(
    conn: &mut Conn,
    programme: ProgrammeId,
    new: &ParsedDecision,
    by: AccountId,
    now: At,
) -> Result<Option<DecisionId>, DbError> {
    use decisions::dsl as d;
    let values = (
        d::programme_id.eq(programme),
        d::number.eq(&new.number),
        d::decided_on.eq(new.decided_on),
        d::decided_by.eq(by),
        d::created_at.eq(now),
    );
    Ok(crate::each_backend!(conn, |c| diesel::insert_into(decisions::table)
        .values(values)
        .on_conflict((d::programme_id, d::number))
        .do_nothing()
        .returning(d::id)
        .get_result(c)
        .optional())?)
}

/// How many awards of a class stand in a state.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Count {
    #[diesel(sql_type = Text)]
    pub state: AwardState,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = BigInt)]
    pub awards: i64,
}

/// How many awards of a programme stand in each state, class by class.
pub fn counts(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Count>, DbError> {
    Ok(diesel::sql_query(
        "SELECT state, class_id AS class, COUNT(*) AS awards FROM awards \
         WHERE programme_id = $1 GROUP BY state, class_id",
    )
    .bind::<BigInt, _>(programme)
    .load(conn)?)
}

/// The name under which a board member would sign, to begin a programme with.
pub fn head_of(
    conn: &mut Conn,
    school: OrganisationId,
    day: NaiveDate,
) -> Result<Option<String>, DbError> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let found: Option<Name> = diesel::sql_query(
        "SELECT a.name FROM roles r JOIN accounts a ON a.id = r.account_id \
         WHERE r.organisation_id = $1 AND r.role = 'board' AND a.active \
           AND r.since <= $2 AND (r.until IS NULL OR r.until >= $2) \
         ORDER BY r.id LIMIT 1",
    )
    .bind::<BigInt, _>(school)
    .bind::<Date, _>(day)
    .get_result(conn)
    .optional()?;
    Ok(found.map(|row| row.name))
}
