//! Pages: data in, markup out. No I/O, no clock, no SQL; the words of every page are here,
//! in both languages.
//!
//! [`layout::page`] is the frame around every page, [`parts`] is the design system every
//! page is put together from, and [`gallery`] shows all of it on one page.

pub mod accounts;
pub mod ambassadors;
pub mod assets;
pub mod audit;
pub mod bookings;
pub mod breaches;
pub mod catalogue;
pub mod conduct;
pub mod consents;
pub mod data_leaks;
pub mod data_requests;
pub mod desk;
pub mod dev;
pub mod errors;
pub mod family_supports;
pub mod gallery;
pub mod guardians;
pub mod home;
pub mod hours;
pub use parts::icons;
pub mod incidents;
pub mod layout;
pub mod matching;
pub mod openid;
pub mod organisations;
pub mod parts;
pub mod passkeys;
pub mod places;
pub mod recognition;
pub mod register;
pub mod requests;
pub mod rights;
pub mod roster;
pub mod sessions;
pub mod shifts;
pub mod staff;
pub mod supports;
pub mod topics;
pub mod two_step;
pub mod words;
