//! Pure rules: values in, decisions out. No I/O, no clock, no SQL, no HTML.

pub mod lang;
