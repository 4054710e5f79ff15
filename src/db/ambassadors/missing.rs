//! What is still missing of the consents, pupil by pupil.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamp};

use super::roster::in_classes;
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::text_enum;

text_enum! {
    /// Which pupils of the list are wanted.
    pub enum Lack {
        /// One side has not said whether the child takes part.
        Missing = "missing",
        /// One side said no or withdrew.
        SaidNo = "said_no",
        /// They take part, and something else is open.
        Others = "others",
        /// Both sides agree that the child takes part.
        Agreed = "agreed",
    }
}

impl Lack {
    fn condition(self) -> &'static str {
        match self {
            Lack::Missing => "(f.child_rows = 0 OR f.guardian_rows = 0)",
            Lack::SaidNo => {
                "((f.child_rows > 0 AND f.child_yes = 0) \
                  OR (f.guardian_rows > 0 AND f.guardian_yes = 0))"
            }
            Lack::Others => "(f.child_yes = 1 AND f.guardian_yes = 1 AND f.answered < 9)",
            Lack::Agreed => "(f.child_yes = 1 AND f.guardian_yes = 1)",
        }
    }
}

/// A pupil on the list.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct MissingRow {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = Bool)]
    pub has_address: bool,
    /// Answers to taking part this school year, and those that stand.
    #[diesel(sql_type = BigInt)]
    pub child_rows: i64,
    #[diesel(sql_type = BigInt)]
    pub child_yes: i64,
    #[diesel(sql_type = BigInt)]
    pub guardian_rows: i64,
    #[diesel(sql_type = BigInt)]
    pub guardian_yes: i64,
    /// Questions with an answer, of nine: five of the guardian's, four of the child's.
    #[diesel(sql_type = BigInt)]
    pub answered: i64,
    /// When the guardian's link was made, opened and ends.
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub link_made_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub link_opened_at: Option<At>,
    #[diesel(sql_type = Nullable<Timestamp>)]
    pub link_expires_at: Option<At>,
}

/// How many of a class lack what.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct ClassLacks {
    #[diesel(sql_type = BigInt)]
    pub class: ClassId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = BigInt)]
    pub pupils: i64,
    #[diesel(sql_type = BigInt)]
    pub missing: i64,
    #[diesel(sql_type = BigInt)]
    pub said_no: i64,
    #[diesel(sql_type = BigInt)]
    pub others: i64,
    #[diesel(sql_type = BigInt)]
    pub agreed: i64,
}

impl ClassLacks {
    /// How many lack this.
    pub fn of(&self, lack: Lack) -> i64 {
        match lack {
            Lack::Missing => self.missing,
            Lack::SaidNo => self.said_no,
            Lack::Others => self.others,
            Lack::Agreed => self.agreed,
        }
    }
}

/// Answers to taking part of one side, counted; `extra` narrows them.
fn answers(side: &str, extra: &str) -> String {
    format!(
        "(SELECT COUNT(*) FROM consents k WHERE k.ambassador_id = am.id \
            AND k.purpose = 'taking_part' AND k.side = '{side}' AND k.school_year = $1{extra})"
    )
}

/// Active pupils of a school with what decides; the year is $1, the school $2.
fn facts(classes: Option<&[ClassId]>, class: Option<ClassId>) -> String {
    let only = in_classes(classes);
    let one = class.map_or_else(String::new, |class| in_classes(Some(&[class])));
    let standing = " AND k.withdrawn_at IS NULL";
    format!(
        "SELECT am.id, a.name, a.sign_in_name, a.sort_key, c.id AS class_id, \
            c.name AS class_name, c.grade, \
            (am.guardian_email IS NOT NULL AND am.guardian_email <> '') AS has_address, \
            {} AS child_rows, {} AS child_yes, {} AS guardian_rows, {} AS guardian_yes, \
            (SELECT COUNT(DISTINCT k.purpose || ' ' || k.side) FROM consents k \
                WHERE k.ambassador_id = am.id AND k.school_year = $1) AS answered \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         WHERE am.school_id = $2 AND am.active AND a.active{only}{one}",
        answers("child", ""),
        answers("child", standing),
        answers("guardian", ""),
        answers("guardian", standing),
    )
}

/// A page of the list, class by class, by given name.
pub fn list(
    conn: &mut Conn,
    (school, school_year): (OrganisationId, &str),
    (classes, class): (Option<&[ClassId]>, Option<ClassId>),
    lack: Lack,
    (most, skip): (i64, i64),
) -> Result<Vec<MissingRow>, DbError> {
    let (facts, lacks) = (facts(classes, class), lack.condition());
    Ok(diesel::sql_query(format!(
        "SELECT f.id, f.name, f.sign_in_name, f.class_name, f.has_address, f.child_rows, \
            f.child_yes, f.guardian_rows, f.guardian_yes, f.answered, \
            l.made_at AS link_made_at, l.opened_at AS link_opened_at, \
            l.expires_at AS link_expires_at \
         FROM ({facts}) f LEFT JOIN guardian_links l ON l.ambassador_id = f.id \
         WHERE {lacks} ORDER BY f.grade, f.class_name, f.sort_key, f.id LIMIT $3 OFFSET $4"
    ))
    .bind::<Text, _>(school_year)
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(skip)
    .load(conn)?)
}

/// How many lack what, class by class.
pub fn by_class(
    conn: &mut Conn,
    (school, school_year): (OrganisationId, &str),
    classes: Option<&[ClassId]>,
) -> Result<Vec<ClassLacks>, DbError> {
    let count = |lack: Lack| {
        format!(
            "CAST(COALESCE(SUM(CASE WHEN {} THEN 1 ELSE 0 END), 0) AS BIGINT)",
            lack.condition()
        )
    };
    Ok(diesel::sql_query(format!(
        "SELECT f.class_id AS class, f.class_name AS name, COUNT(*) AS pupils, \
            {} AS missing, {} AS said_no, {} AS others, {} AS agreed \
         FROM ({}) f GROUP BY f.class_id, f.class_name, f.grade ORDER BY f.grade, f.class_name",
        count(Lack::Missing),
        count(Lack::SaidNo),
        count(Lack::Others),
        count(Lack::Agreed),
        facts(classes, None),
    ))
    .bind::<Text, _>(school_year)
    .bind::<BigInt, _>(school)
    .load(conn)?)
}

/// A pupil whose form is printed.
#[derive(QueryableByName, Clone, PartialEq, Eq, Debug)]
pub struct FormRow {
    #[diesel(sql_type = BigInt)]
    pub id: AmbassadorId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Text)]
    pub class_name: String,
    #[diesel(sql_type = BigInt)]
    pub birth_year: i64,
    #[diesel(sql_type = Text)]
    pub guardian_name: String,
}

/// Active pupils of one class of a school, by given name.
pub fn to_print(
    conn: &mut Conn,
    school: OrganisationId,
    class: ClassId,
) -> Result<Vec<FormRow>, DbError> {
    Ok(diesel::sql_query(
        "SELECT am.id, a.name, a.sign_in_name, c.name AS class_name, am.birth_year, \
            am.guardian_name \
         FROM ambassadors am JOIN accounts a ON a.id = am.account_id \
         JOIN classes c ON c.id = am.class_id \
         WHERE am.school_id = $1 AND am.class_id = $2 AND am.active AND a.active \
         ORDER BY a.sort_key, am.id",
    )
    .bind::<BigInt, _>(school)
    .bind::<BigInt, _>(class)
    .load(conn)?)
}
