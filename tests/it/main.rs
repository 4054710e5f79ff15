//! The tests run as the story reads: coming in, posting, booking, matching,
//! helping, hours, recognition; then the rules of the house itself.
//!
//! On SQLite by default; with `DSS_TEST_POSTGRES=postgres://…` (a server on which
//! databases may be created) every test runs on PostgreSQL instead.

mod house;

mod accounts;
mod apart;
mod audit;
mod bookings;
mod cards;
mod consents;
mod data_leaks;
mod data_requests;
mod demo;
mod desk;
mod doors;
mod duties;
mod eligibility;
mod hours;
mod kept_apart;
mod logs;
mod match_file;
mod matching;
mod migrations;
mod odd_requests;
mod openid;
mod organisations;
mod outbox;
mod passkeys;
mod privacy;
mod pupils;
mod recognition;
mod register;
mod residents;
mod retention;
mod roster;
mod safety;
mod sessions;
mod settings;
mod staff;
mod tidy;
mod two_step;
