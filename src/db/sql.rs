//! How the domain's types are stored: ids as BIGINT, words as TEXT, instants as UTC TIMESTAMP.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use crate::domain::at::At;
use crate::domain::ids::*;

/// Lets a domain type stand where diesel expects the SQL type.
macro_rules! expression {
    ($name:ty as $sql:ty) => {
        impl AsExpression<$sql> for $name {
            type Expression = Bound<$sql, $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl AsExpression<Nullable<$sql>> for $name {
            type Expression = Bound<Nullable<$sql>, $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<$sql> for &'a $name {
            type Expression = Bound<$sql, &'a $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<'a> AsExpression<Nullable<$sql>> for &'a $name {
            type Expression = Bound<Nullable<$sql>, &'a $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
        impl<DB: Backend> ToSql<Nullable<$sql>, DB> for $name
        where
            $name: ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <$name as ToSql<$sql, DB>>::to_sql(self, out)
            }
        }
        impl<DB: Backend> Queryable<$sql, DB> for $name
        where
            $name: FromSql<$sql, DB>,
        {
            type Row = $name;
            fn build(row: $name) -> deserialize::Result<$name> {
                Ok(row)
            }
        }
    };
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        expression!($name as BigInt);
        impl<DB: Backend> ToSql<BigInt, DB> for $name
        where
            i64: ToSql<BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
        impl<DB: Backend> FromSql<BigInt, DB> for $name
        where
            i64: FromSql<BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<$name> {
                i64::from_sql(bytes).map($name)
            }
        }
    )*};
}

ids! {
    OrganisationId AreaId PlaceId AccountId SignInId PasskeyId ClassId AmbassadorId SeriesId
    SessionId SlotId ResidentId BookingId RequestId ShiftId RunId MatchId SupportId FamilySupportId
    HoursEntryId ProgrammeId TierId AwardId DecisionId BreachId IncidentId ConductNoteId BarId
    MessageId DataRequestId DataLeakId
}

/// Stores a `text_enum!` by its word; an unknown word in the database is a fault, not a default.
macro_rules! words {
    ($($name:path)*) => {$(
        const _: () = {
            type Word = $name;
            expression!(Word as Text);
            impl<DB: Backend> ToSql<Text, DB> for Word
            where
                str: ToSql<Text, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    self.code().to_sql(out)
                }
            }
            impl<DB: Backend> FromSql<Text, DB> for Word
            where
                String: FromSql<Text, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Word> {
                    let word = String::from_sql(bytes)?;
                    Word::from_code(&word)
                        .ok_or_else(|| format!("unknown {}: {word}", stringify!($name)).into())
                }
            }
        };
    )*};
}

words! {
    crate::domain::access::OrganisationKind
    crate::domain::access::AccountKind
    crate::domain::access::Role
    crate::domain::accounts::Way
    crate::domain::topics::Tier
    crate::domain::sessions::SessionState
    crate::domain::sessions::ApprovalState
    crate::domain::bookings::BookingState
    crate::domain::bookings::Channel
    crate::domain::bookings::Relation
    crate::domain::bookings::Agreed
    crate::domain::bookings::FeltHelped
    crate::domain::bookings::RequestState
    crate::domain::shifts::ShiftState
    crate::domain::shifts::ShiftSource
    crate::domain::matches::MatchState
    crate::domain::matches::RunState
    crate::domain::supports::SupportState
    crate::domain::supports::Outcome
    crate::domain::supports::OperatedBy
    crate::domain::supports::CanDoAlone
    crate::domain::supports::Relative
    crate::domain::supports::FamilyState
    crate::domain::supports::ConfirmedHow
    crate::domain::hours::HoursKind
    crate::domain::recognition::AwardState
    crate::domain::recognition::AwardForm
    crate::domain::consent::Purpose
    crate::domain::consent::Side
    crate::domain::consent::ConsentMethod
    crate::domain::guardians::Way
    crate::domain::school_year::ClosedKind
    crate::domain::incidents::IncidentKind
    crate::domain::incidents::IncidentState
    crate::domain::incidents::IncidentOutcome
    crate::domain::conduct::ConductKind
    crate::domain::data_requests::RightKind
    crate::domain::data_requests::Subject
    crate::domain::data_requests::AskedBy
    crate::domain::data_requests::Way
    crate::domain::data_requests::IdentityCheck
    crate::domain::data_requests::DataRequestState
    crate::domain::data_leaks::LeakState
    crate::domain::data_leaks::LeakKind
}

expression!(At as Timestamp);
impl<DB: Backend> ToSql<Timestamp, DB> for At
where
    chrono::NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_utc().to_sql(out)
    }
}
impl<DB: Backend> FromSql<Timestamp, DB> for At
where
    chrono::NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<At> {
        chrono::NaiveDateTime::from_sql(bytes).map(At::from_utc)
    }
}
