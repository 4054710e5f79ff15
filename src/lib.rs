//! Đại sứ số: help sessions, bookings, matching, verified hours and recognition.
//!
//! The rooms, in reading order. Layers are rooms, features are drawers; the same
//! word opens the same drawer in every room.
//!
//! - [`domain`]: pure rules, values in and decisions out.
//! - [`db`]: the only room that knows SQL.
//! - [`service`]: one function per thing a person can do, each one transaction.
//! - [`document`]: PDF, CSV, ICS and QR; data in, bytes out.
//! - [`view`]: data in, HTML out. [`web`]: routes, extractors, short handlers.
//! - [`paths`]: every URL once. [`config`], [`clock`], [`files`], [`telemetry`]:
//!   the edges.
//! - [`message`]: what leaves. [`openid`]: what a sign-in provider is asked.
//!   [`jobs`]: what happens as time passes.
//! - [`demo`]: an invented ward at work. [`app`]: puts it all together.

pub mod app;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod document;
pub mod domain;
pub mod files;
pub mod jobs;
pub mod message;
pub mod openid;
pub mod paths;
pub mod service;
pub mod telemetry;
pub mod view;
pub mod web;
