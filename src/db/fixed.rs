//! Statements whose text does not depend on their values.
//!
//! `sql_query` is prepared anew at each call, on SQLite a larger cost than running it.
//! These are prepared once per connection: for the pages and acts that happen most.

use std::borrow::Cow;
use std::marker::PhantomData;

use chrono::NaiveDate;
use diesel::connection::Connection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Date, Text, Timestamp};

use super::conn::Conn;
use crate::domain::at::At;
use crate::domain::ids::*;

/// A statement with `?` for each value, which yields rows of the SQL types `S`.
#[derive(Debug)]
pub(super) struct Fixed<S> {
    sql: Cow<'static, str>,
    values: Vec<Value>,
    rows: PhantomData<S>,
}

/// A value that goes with a statement.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Number(i64),
    Moment(At),
    Day(NaiveDate),
    Text(String),
    Flag(bool),
}

impl<S> Fixed<S> {
    /// The text must hold no `?` but those that stand for values.
    pub fn new(sql: impl Into<Cow<'static, str>>) -> Fixed<S> {
        Fixed { sql: sql.into(), values: Vec::new(), rows: PhantomData }
    }

    /// The values of the next places, as [`listed`] counted them.
    pub fn with_all(mut self, ids: &[i64]) -> Fixed<S> {
        self.values.extend(ids.iter().map(|id| Value::Number(*id)));
        self
    }

    /// The value of the next `?`.
    pub fn with(mut self, value: impl Into<Value>) -> Fixed<S> {
        self.values.push(value.into());
        self
    }
}

/// Longer lists stand in the text itself: they are rare, and databases count places.
const MOST_PLACES: usize = 256;

/// A list for `IN (…)` with what stands in its places. The places are a power of two, the
/// last value repeated, so that lists of all lengths share a handful of prepared texts.
/// An empty list matches nothing.
pub(super) fn listed(ids: impl IntoIterator<Item = i64>) -> (String, Vec<i64>) {
    let mut ids: Vec<i64> = ids.into_iter().collect();
    let Some(last) = ids.last().copied() else { return ("NULL".to_owned(), ids) };
    if ids.len() > MOST_PLACES {
        let digits: Vec<String> = ids.iter().map(i64::to_string).collect();
        return (digits.join(", "), Vec::new());
    }
    ids.resize(ids.len().next_power_of_two(), last);
    (vec!["?"; ids.len()].join(", "), ids)
}

type Backend = <Conn as Connection>::Backend;

impl<S> QueryFragment<Backend> for Fixed<S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        let mut parts = self.sql.split('?');
        out.push_sql(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(&self.values) {
            match value {
                Value::Number(n) => out.push_bind_param::<BigInt, _>(n)?,
                Value::Moment(at) => out.push_bind_param::<Timestamp, _>(at)?,
                Value::Day(day) => out.push_bind_param::<Date, _>(day)?,
                Value::Text(text) => out.push_bind_param::<Text, _>(text)?,
                Value::Flag(flag) => out.push_bind_param::<Bool, _>(flag)?,
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

/// No static id: the connection finds the prepared statement by its text.
impl<S> QueryId for Fixed<S> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S> Query for Fixed<S> {
    type SqlType = S;
}

impl<S> RunQueryDsl<Conn> for Fixed<S> {}

macro_rules! values {
    ($($kind:ty => |$value:ident| $made:expr;)*) => {$(
        impl From<$kind> for Value {
            fn from($value: $kind) -> Value {
                $made
            }
        }
    )*};
}

values! {
    i64 => |n| Value::Number(n);
    At => |at| Value::Moment(at);
    NaiveDate => |day| Value::Day(day);
    &str => |text| Value::Text(text.to_owned());
    bool => |flag| Value::Flag(flag);
    OrganisationId => |id| Value::Number(id.0);
    AreaId => |id| Value::Number(id.0);
    SessionId => |id| Value::Number(id.0);
    SlotId => |id| Value::Number(id.0);
    BookingId => |id| Value::Number(id.0);
    AmbassadorId => |id| Value::Number(id.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_near_lengths_share_a_text() {
        assert_eq!(listed([]), ("NULL".to_owned(), vec![]));
        assert_eq!(listed([7]), ("?".to_owned(), vec![7]));
        assert_eq!(listed([1, 2, 3]), ("?, ?, ?, ?".to_owned(), vec![1, 2, 3, 3]));
        assert_eq!(listed(1..=5).0, listed(1..=8).0);
        let (text, ids) = listed(1..=300);
        assert!(text.ends_with("299, 300") && ids.is_empty());
    }
}
