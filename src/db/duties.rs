//! How much waits, counted in one query whatever somebody may do.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::conn::Conn;
use super::error::DbError;
use super::incidents::Eyes;
use crate::domain::duties::Duty;
use crate::domain::ids::*;
use crate::domain::school_year;

/// A duty and where somebody has it; `classes` limits a class teacher.
#[derive(Clone, Debug)]
pub struct Post {
    pub duty: Duty,
    pub places: Vec<OrganisationId>,
    pub classes: Option<Vec<ClassId>>,
    /// Whose incidents are seen.
    pub eyes: Eyes,
    /// The whole installation, whatever the places: of an administrator.
    pub everywhere: bool,
}

/// Active pupils of whom one side has not said whether they take part this school year.
fn unanswered(places: &str, in_classes: &str, school_year: &str) -> String {
    let silent = |side: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = m.id \
             AND k.purpose = 'taking_part' AND k.side = '{side}' \
             AND k.school_year = '{school_year}')"
        )
    };
    format!(
        "ambassadors m JOIN accounts x ON x.id = m.account_id \
         WHERE m.school_id IN ({places}) AND m.active AND x.active{in_classes} AND ({} OR {})",
        silent("child"),
        silent("guardian")
    )
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    duty: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// What waits at these posts, in their order, without those where nothing does.
pub fn waiting(
    conn: &mut Conn,
    posts: &[Post],
    today: NaiveDate,
) -> Result<Vec<(Duty, i64)>, DbError> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<String> = posts.iter().map(|post| count_of(post, today)).collect();
    let counted: Vec<Counted> = diesel::sql_query(parts.join(" UNION ALL ")).load(conn)?;
    let n = |duty: Duty| counted.iter().find(|row| row.duty == duty.code()).map_or(0, |row| row.n);
    Ok(posts.iter().map(|post| (post.duty, n(post.duty))).filter(|(_, n)| *n > 0).collect())
}

fn count_of(post: &Post, today: NaiveDate) -> String {
    let places = list(post.places.iter().map(|id| id.0));
    let classes = post.classes.as_ref().map(|ids| list(ids.iter().map(|id| id.0)));
    let in_classes = |column: &str| match &classes {
        Some(classes) => format!(" AND {column} IN ({classes})"),
        None => String::new(),
    };
    let awards = |state: &str| {
        format!(
            "awards w JOIN programmes g ON g.id = w.programme_id \
             WHERE g.school_id IN ({places}) AND w.state = '{state}'{}",
            in_classes("w.class_id")
        )
    };
    let rows = match post.duty {
        Duty::Incidents => {
            format!("incidents i WHERE {} AND i.state <> 'closed'", post.eyes.see())
        }
        Duty::Desk => format!(
            "sessions s WHERE s.ward_id IN ({places}) AND s.state IN ('running', 'to_confirm')"
        ),
        Duty::Calls => {
            format!("bookings b WHERE b.ward_id IN ({places}) AND b.state = 'offered'")
        }
        Duty::Requests => {
            format!("requests q WHERE q.ward_id IN ({places}) AND q.state = 'open'")
        }
        Duty::Releases => format!(
            "school_approvals p JOIN sessions s ON s.id = p.session_id \
             WHERE p.school_id IN ({places}) AND p.state = 'asked' \
             AND s.state IN ('awaiting_school', 'open')"
        ),
        Duty::Supports => format!(
            "supports u JOIN ambassadors m ON m.id = u.ambassador_id \
             WHERE m.school_id IN ({places}) AND u.state = 'closed_by_supervisor'{}",
            in_classes("m.class_id")
        ),
        Duty::Consents => unanswered(&places, &in_classes("m.class_id"), &school_year::of(today)),
        Duty::Family => format!(
            "family_supports f JOIN ambassadors m ON m.id = f.ambassador_id \
             WHERE m.school_id IN ({places}) AND f.state = 'logged'{}",
            in_classes("m.class_id")
        ),
        Duty::Candidates => awards("candidate"),
        Duty::Approvals => awards("checked"),
        Duty::Issues => awards("approved"),
        Duty::DataRequests => format!(
            "data_requests d WHERE {} AND d.state IN ('received', 'acknowledged')",
            of_the_reach(post, "d", &places)
        ),
        Duty::LateDataRequests => format!(
            "data_requests d WHERE {} AND ((d.state = 'received' AND d.acknowledge_by < '{today}') \
             OR (d.state IN ('received', 'acknowledged') AND d.answer_by < '{today}'))",
            of_the_reach(post, "d", &places)
        ),
        Duty::DataLeaks => {
            format!("data_leaks d WHERE {} AND d.state = 'draft'", of_the_reach(post, "d", &places))
        }
    };
    format!("SELECT '{}' AS duty, COUNT(*) AS n FROM {rows}", post.duty.code())
}

fn of_the_reach(post: &Post, table: &str, places: &str) -> String {
    if post.everywhere {
        return "1 = 1".to_owned();
    }
    format!("{table}.organisation_id IN ({places})")
}

/// Numbers for an `IN`; none is a list that holds nothing.
fn list(ids: impl Iterator<Item = i64>) -> String {
    let ids: Vec<String> = ids.map(|id| id.to_string()).collect();
    if ids.is_empty() { "NULL".to_owned() } else { ids.join(", ") }
}
