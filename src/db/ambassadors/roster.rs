//! The school's list of ambassadors.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::text_enum;

text_enum! {
    /// Which pupils of the list are wanted.
    pub enum Which {
        Active = "active",
        /// A signature to take part is missing.
        NoConsent = "no_consent",
        /// Certified for nothing today.
        NoCertificate = "no_certificate",
        /// Both signatures and a certification: can be scheduled.
        Ready = "ready",
        /// Never had a password: the sign-in card is still to be printed.
        NoPassword = "no_password",
        Paused = "paused",
    }
}

/// A pupil on the list.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct RosterRow {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub level: i64,
    #[diesel(sql_type = Bool)]
    pub active: bool,
    #[diesel(sql_type = Bool)]
    pub has_password: bool,
    /// Signatures to take part that stand this school year: 0, 1 or 2.
    #[diesel(sql_type = BigInt)]
    pub signatures: i64,
    /// Topics certified today.
    #[diesel(sql_type = BigInt)]
    pub certified: i64,
    /// Agreed or proposed shifts to come.
    #[diesel(sql_type = BigInt)]
    pub shifts: i64,
}

/// What narrows the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    pub school: OrganisationId,
    /// Set for a class teacher: no other classes.
    pub only: Option<Vec<ClassId>>,
    pub class: Option<ClassId>,
    /// Part of a name or sign-in name, folded; empty: everybody.
    pub part: String,
    pub which: Which,
    pub school_year: String,
    pub now: At,
}

/// " AND am.class_id IN (…)", or nothing; ids of our own, as digits.
pub(in crate::db) fn in_classes(classes: Option<&[ClassId]>) -> String {
    match classes {
        None => String::new(),
        Some([]) => " AND 1 = 0".to_owned(),
        Some(classes) => {
            let list: Vec<String> = classes.iter().map(ToString::to_string).collect();
            format!(" AND am.class_id IN ({})", list.join(", "))
        }
    }
}

/// One sub-query counts what each condition needs, so that list and total agree.
const FACTS: &str = "SELECT am.id, a.name, a.sign_in_name, a.sort_key, a.search, \
        c.name AS class_name, c.grade, am.class_id, am.level, \
        (am.active AND a.active) AS active, (a.password_hash IS NOT NULL) AS has_password, \
        (SELECT COUNT(*) FROM consents k WHERE k.ambassador_id = am.id \
            AND k.purpose = 'taking_part' AND k.school_year = $1 \
            AND k.withdrawn_at IS NULL) AS signatures, \
        (SELECT COUNT(*) FROM certifications q WHERE q.ambassador_id = am.id \
            AND q.certified_on <= $2 AND q.expires_on >= $2) AS certified, \
        (SELECT COUNT(*) FROM shifts sh JOIN sessions s ON s.id = sh.session_id \
            WHERE sh.ambassador_id = am.id AND s.starts_at > $3 AND s.state <> 'cancelled' \
            AND sh.state IN ('taken', 'proposed', 'accepted')) AS shifts \
     FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
     JOIN classes c ON c.id = am.class_id WHERE am.school_id = $4";

impl Filter {
    fn conditions(&self) -> String {
        let mut out = in_classes(self.only.as_deref());
        if let Some(class) = self.class {
            out.push_str(&in_classes(Some(&[class])));
        }
        out.push_str(" AND (a.search LIKE $5 OR a.sign_in_name LIKE $5)");
        out
    }

    fn state(&self) -> &'static str {
        match self.which {
            Which::Active => "f.active",
            Which::NoConsent => "f.active AND f.signatures < 2",
            Which::NoCertificate => "f.active AND f.certified = 0",
            Which::Ready => "f.active AND f.signatures = 2 AND f.certified > 0",
            Which::NoPassword => "f.active AND NOT f.has_password",
            Which::Paused => "NOT f.active",
        }
    }

    /// The typed part between wildcards, its own wildcards taken out.
    fn pattern(&self) -> String {
        format!("%{}%", self.part.replace(['%', '_'], ""))
    }
}

/// A page of the list, by given name.
pub fn list(
    conn: &mut Conn,
    filter: &Filter,
    (most, skip): (i64, i64),
) -> Result<Vec<RosterRow>, DbError> {
    let (conditions, state) = (filter.conditions(), filter.state());
    Ok(diesel::sql_query(format!(
        "SELECT f.id, f.name, f.sign_in_name, f.class_name, f.level, f.active, f.has_password, \
            f.signatures, f.certified, f.shifts \
         FROM ({FACTS}{conditions}) f WHERE {state} \
         ORDER BY f.sort_key, f.id LIMIT $6 OFFSET $7"
    ))
    .bind::<Text, _>(&filter.school_year)
    .bind::<Date, _>(filter.now.day())
    .bind::<Timestamp, _>(filter.now)
    .bind::<BigInt, _>(filter.school)
    .bind::<Text, _>(filter.pattern())
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(skip)
    .load(conn)?)
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many pupils the filter lets through.
pub fn count(conn: &mut Conn, filter: &Filter) -> Result<i64, DbError> {
    let (conditions, state) = (filter.conditions(), filter.state());
    let row: Count = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n FROM ({FACTS}{conditions}) f WHERE {state}"
    ))
    .bind::<Text, _>(&filter.school_year)
    .bind::<Date, _>(filter.now.day())
    .bind::<Timestamp, _>(filter.now)
    .bind::<BigInt, _>(filter.school)
    .bind::<Text, _>(filter.pattern())
    .get_result(conn)?;
    Ok(row.n)
}

/// Everything on one pupil's page but the lists.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Dossier {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = BigInt)]
    pub school: OrganisationId,
    #[diesel(sql_type = BigInt)]
    pub ward: OrganisationId,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Bool)]
    pub has_password: bool,
    #[diesel(sql_type = Bool)]
    pub active: bool,
    #[diesel(sql_type = BigInt)]
    pub birth_year: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub home_area: Option<AreaId>,
    #[diesel(sql_type = Text)]
    pub guardian_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub guardian_phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub guardian_email: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub week_cap_minutes: i64,
    #[diesel(sql_type = BigInt)]
    pub level: i64,
}

/// One pupil.
pub fn dossier(conn: &mut Conn, pupil: AmbassadorId) -> Result<Dossier, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id, a.id AS account, am.school_id AS school, sc.ward_id AS ward, \
            am.class_id AS class, c.name AS class_name, a.name, a.sign_in_name, \
            (a.password_hash IS NOT NULL) AS has_password, (am.active AND a.active) AS active, \
            am.birth_year, am.home_area_id AS home_area, am.guardian_name, am.guardian_phone, \
            am.guardian_email, am.week_cap_minutes, am.level \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         JOIN organisations sc ON sc.id = am.school_id WHERE am.id = $1",
    )
    .bind::<BigInt, _>(pupil)
    .get_result(conn)?)
}

/// A certification as the pupil's page lists it.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct CertificateRow {
    #[diesel(sql_type = Text)]
    pub topic: String,
    #[diesel(sql_type = Text)]
    pub name_vi: String,
    #[diesel(sql_type = Text)]
    pub name_en: String,
    #[diesel(sql_type = Text)]
    pub tier: crate::domain::topics::Tier,
    #[diesel(sql_type = BigInt)]
    pub level: i64,
    #[diesel(sql_type = Date)]
    pub certified_on: NaiveDate,
    #[diesel(sql_type = Date)]
    pub expires_on: NaiveDate,
}

/// A pupil's certifications, in the catalogue's order.
pub fn certificates(conn: &mut Conn, pupil: AmbassadorId) -> Result<Vec<CertificateRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT q.topic_code AS topic, t.name_vi, t.name_en, t.tier, q.level, q.certified_on, \
            q.expires_on \
         FROM certifications q JOIN topics t ON t.code = q.topic_code \
         WHERE q.ambassador_id = $1 ORDER BY t.position",
    )
    .bind::<BigInt, _>(pupil)
    .load(conn)?)
}

/// (folded name, class, birth year) of everybody on a school's roster, for telling doubles.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct Known {
    #[diesel(sql_type = Text)]
    pub search: String,
    #[diesel(sql_type = BigInt)]
    pub class_id: ClassId,
    #[diesel(sql_type = BigInt)]
    pub birth_year: i64,
}

/// All of them.
pub fn known(conn: &mut Conn, school: OrganisationId) -> Result<Vec<Known>, DbError> {
    Ok(diesel::sql_query(
        "SELECT a.search, am.class_id, am.birth_year \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id WHERE am.school_id = $1",
    )
    .bind::<BigInt, _>(school)
    .load(conn)?)
}

/// A pupil for whom a sign-in card is made.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct CardRow {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Bool)]
    pub has_password: bool,
}

/// Those of these pupils who are of the school and active, class by class.
pub fn cards(
    conn: &mut Conn,
    school: OrganisationId,
    ids: &[AmbassadorId],
) -> Result<Vec<CardRow>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Ok(diesel::sql_query(format!(
        "SELECT am.id, a.id AS account, a.name, am.class_id AS class, c.name AS class_name, \
            a.sign_in_name, (a.password_hash IS NOT NULL) AS has_password \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         WHERE am.school_id = $1 AND am.active AND am.id IN ({}) \
         ORDER BY c.grade, c.name, a.sort_key, am.id",
        list.join(", ")
    ))
    .bind::<BigInt, _>(school)
    .load(conn)?)
}
