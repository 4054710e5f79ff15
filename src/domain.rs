//! Pure rules: values in, decisions out. No I/O, no clock, no SQL, no HTML.

pub mod access;
pub mod accounts;
pub mod at;
pub mod bookings;
pub mod codes;
pub mod consent;
pub mod eligibility;
pub mod hours;
pub mod ids;
pub mod lang;
pub mod matches;
pub mod matching;
pub mod names;
pub mod organisations;
pub mod people;
pub mod phone;
pub mod privacy;
pub mod recognition;
pub mod refusal;
pub mod school_year;
pub mod sessions;
pub mod shifts;
pub mod staff;
pub mod supports;
pub mod text_enum;
pub mod topics;
