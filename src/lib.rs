//! Đại sứ số: help sessions, bookings, matching, verified hours and recognition.
//!
//! The rooms, in reading order: [`domain`], [`view`], [`document`].

pub mod document;
pub mod domain;
pub mod view;
