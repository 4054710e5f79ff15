//! What public pages read and how fresh it is: the catalogue of topics, wards and
//! neighbourhoods, and below it the sessions to come.

pub mod sessions;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::conn::Conn;
use super::error::DbError;
use super::fixed::Fixed;
use super::organisations::{self, Area, Organisation};
use super::topics::{self, TopicRow};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::fold;
use crate::domain::topics::{Hit, hit};

/// The versions of public pages: (sessions, catalogue).
pub fn versions(conn: &mut Conn) -> Result<(i64, i64), DbError> {
    let rows: Vec<(String, i64)> =
        Fixed::<(Text, BigInt)>::new("SELECT name, version FROM versions").load(conn)?;
    let of = |name: &str| rows.iter().find(|(n, _)| n == name).map_or(0, |(_, version)| *version);
    Ok((of("sessions"), of("catalogue")))
}

/// Topics, wards and neighbourhoods, which change a few times a year: processes keep them
/// and ask only whether the version is still the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Catalogue {
    pub version: i64,
    pub topics: Vec<TopicRow>,
    /// Where each code stands among the topics.
    places: HashMap<String, usize>,
    pub wards: Vec<Organisation>,
    pub areas: Vec<Area>,
}

impl Catalogue {
    /// A topic in use.
    pub fn topic(&self, code: &str) -> Option<&TopicRow> {
        self.places.get(code).map(|place| &self.topics[*place])
    }

    /// A ward.
    pub fn ward(&self, id: OrganisationId) -> Option<&Organisation> {
        self.wards.iter().find(|ward| ward.id == id)
    }

    /// The only ward of a small installation.
    pub fn only_ward(&self) -> Option<&Organisation> {
        (self.wards.len() == 1).then(|| self.wards.first()).flatten()
    }

    /// A neighbourhood.
    pub fn area(&self, id: AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// A ward's neighbourhoods, in its own order.
    pub fn areas_of(&self, ward: OrganisationId) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.ward_id == ward)
    }

    /// Topics in which every word of the question is found: those that have the words as they
    /// were asked first, each in the catalogue's order.
    pub fn found(&self, question: &str) -> Vec<&TopicRow> {
        let folded = fold(question);
        let asked = |topic: &TopicRow| hit(&topic.code, &topic.search, &folded);
        let mut hits: Vec<(Hit, &TopicRow)> =
            self.topics.iter().filter_map(|topic| Some((asked(topic)?, topic))).collect();
        hits.sort_by_key(|(hit, _)| *hit);
        hits.into_iter().map(|(_, topic)| topic).collect()
    }

    /// Groups of these topics' codes, each once: "An toàn số · Đời sống số".
    pub fn groups<'a>(&'a self, codes: &str, lang: Lang) -> Vec<&'a str> {
        let mut places: Vec<usize> =
            codes.split(' ').filter_map(|code| self.places.get(code).copied()).collect();
        places.sort_unstable();
        let mut groups: Vec<&str> = Vec::new();
        for topic in places.into_iter().map(|place| &self.topics[place]) {
            let group = lang.t(&topic.group_vi, &topic.group_en);
            if groups.last() != Some(&group) {
                groups.push(group);
            }
        }
        groups
    }
}

/// Reads the catalogue, which stands at `version`.
pub fn read(conn: &mut Conn, version: i64) -> Result<Catalogue, DbError> {
    let topics = topics::all(conn)?;
    let place = |(place, topic): (usize, &TopicRow)| (topic.code.clone(), place);
    Ok(Catalogue {
        version,
        places: topics.iter().enumerate().map(place).collect(),
        topics,
        wards: organisations::wards(conn)?,
        areas: organisations::all_areas(conn)?,
    })
}

/// A page of something, and whether there are more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// From 1.
    pub number: i64,
    pub more: bool,
}

impl<T> Page<T> {
    /// Cuts off the one row too many that tells whether there is another page.
    pub fn cut(mut rows: Vec<T>, number: i64, size: i64) -> Page<T> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        Page { rows, number, more }
    }
}

/// What has been done so far, for the front page.
#[derive(QueryableByName, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Figures {
    /// Finished supports: visits, not people.
    #[diesel(sql_type = BigInt)]
    pub supports: i64,
    #[diesel(sql_type = BigInt)]
    pub ambassadors: i64,
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
}

/// Counts over everything: costly, so callers keep the answer for a while.
pub fn figures(conn: &mut Conn) -> Result<Figures, DbError> {
    Ok(diesel::sql_query(
        "SELECT (SELECT COUNT(*) FROM supports \
         WHERE state IN ('closed_by_supervisor', 'verified')) AS supports, \
         (SELECT COUNT(*) FROM ambassadors WHERE active) AS ambassadors, \
         (SELECT COUNT(*) FROM sessions WHERE state IN ('to_confirm', 'closed')) AS sessions",
    )
    .get_result(conn)?)
}
