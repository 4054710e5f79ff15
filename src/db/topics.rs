//! The catalogue of topics.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::conn::Conn;
use super::error::DbError;
use super::schema::topics;
use crate::domain::topics::{Tier, Topic};

/// A topic as wards use it.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq, Debug)]
#[diesel(table_name = topics)]
pub struct TopicRow {
    pub code: String,
    pub tier: Tier,
    pub group_vi: String,
    pub group_en: String,
    pub name_vi: String,
    pub name_en: String,
    pub minutes: i64,
    pub bring_vi: String,
    pub safety_vi: String,
    pub search: String,
    pub checked_on: NaiveDate,
}

impl TopicRow {
    /// Its name in one language.
    pub fn name(&self, lang: crate::domain::lang::Lang) -> &str {
        lang.t(&self.name_vi, &self.name_en)
    }
}

/// Topics in use, in the catalogue's order.
pub fn all(conn: &mut Conn) -> Result<Vec<TopicRow>, DbError> {
    Ok(topics::table
        .filter(topics::active.eq(true))
        .order(topics::position)
        .select(TopicRow::as_select())
        .load(conn)?)
}

/// One topic.
pub fn get(conn: &mut Conn, code: &str) -> Result<TopicRow, DbError> {
    Ok(topics::table.find(code).select(TopicRow::as_select()).first(conn)?)
}

/// Adds the shipped topics that are missing; those a ward has edited stay as they are.
pub fn add_missing(
    conn: &mut Conn,
    shipped: &[Topic],
    checked_on: NaiveDate,
) -> Result<usize, DbError> {
    let known: Vec<String> = topics::table.select(topics::code).load(conn)?;
    let mut added = 0;
    for (position, topic) in shipped.iter().enumerate() {
        if known.contains(&topic.code) {
            continue;
        }
        use topics::dsl as t;
        let row = (
            t::code.eq(&topic.code),
            t::tier.eq(topic.tier),
            t::group_vi.eq(&topic.group_vi),
            t::group_en.eq(&topic.group_en),
            t::name_vi.eq(&topic.name_vi),
            t::name_en.eq(&topic.name_en),
            t::minutes.eq(topic.minutes),
            t::bring_vi.eq(&topic.bring_vi),
            t::safety_vi.eq(&topic.safety_vi),
            t::position.eq(position as i64),
            t::search.eq(topic.search()),
            t::checked_on.eq(checked_on),
        );
        // Another instance may be starting at this moment.
        added += crate::each_backend!(conn, |c| diesel::insert_into(topics::table)
            .values(row)
            .on_conflict(t::code)
            .do_nothing()
            .execute(c))?;
    }
    Ok(added)
}
