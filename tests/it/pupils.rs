//! Pupils: when they are free, the shifts they take, the day itself, help at home, and how
//! far it is to the next award.

mod awards;
mod day;
mod family;
mod lists;
mod shifts;
mod week;

use dai_su_so::db::DbError;
use dai_su_so::db::schema::{matches, outbox};
use dai_su_so::db::sessions::NewSession;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::matches::MatchState;
use diesel::prelude::*;

use crate::house::{TestApp, saturday_at};

/// The week of the Saturday after the tests' own.
const NEXT_WEEK: &str = "/me/sessions?week=2026-12-05";

/// 8:00–10:00 a week later, in time to be given back.
fn a_week_later(new: &mut NewSession<'_>) {
    new.starts_at = saturday_at(8, 0).plus_minutes(7 * 24 * 60);
    new.ends_at = saturday_at(10, 0).plus_minutes(7 * 24 * 60);
}

/// A published match: the pupil is to help this resident.
fn matched(app: &TestApp, booking: BookingId, pupil: AmbassadorId) {
    app.write(move |act| {
        diesel::insert_into(matches::table)
            .values((
                matches::booking_id.eq(booking),
                matches::ambassador_id.eq(pupil),
                matches::state.eq(MatchState::Published),
                matches::created_at.eq(act.now),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

fn match_state(app: &TestApp, booking: BookingId) -> MatchState {
    app.read(move |act| {
        let newest = matches::table
            .filter(matches::booking_id.eq(booking))
            .order(matches::id.desc())
            .select(matches::state);
        Ok(newest.first(act.conn).map_err(DbError::from)?)
    })
    .unwrap()
}

/// (recipient, subject, text) of all letters so far, sent or not.
fn letters(app: &TestApp) -> Vec<(String, String, String)> {
    app.read(|act| {
        Ok(outbox::table
            .order(outbox::id)
            .select((outbox::recipient, outbox::subject, outbox::body_text))
            .load(act.conn)
            .map_err(DbError::from)?)
    })
    .unwrap()
}
