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

    /// The value of the next `?`.
    pub fn with(mut self, value: impl Into<Value>) -> Fixed<S> {
        self.values.push(value.into());
        self
    }
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
}
