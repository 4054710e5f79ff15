//! A pupil's own pages: the day, the week they are free, their hours.

use chrono::NaiveDate;

use super::consents::acting;
use super::hours::{self, PupilLedger};
use super::shifts::me;
use super::{Act, Answer, Error, Step, recognition};
use crate::db::ambassadors::pages::{Home, MyWeek};
use crate::db::ambassadors::roster::CertificateRow;
use crate::db::ambassadors::{roster, week};
use crate::db::family_supports;
use crate::db::hours::Period;
use crate::db::shifts::pages::{self, MyShift};
use crate::domain::access::Pupil;
use crate::domain::availability::{DifferentDay, ExceptionForm, WeekForm, takes_from};
use crate::domain::recognition::Progress;

/// The signed-in pupil's day.
pub fn home(act: &mut Act<'_>) -> Answer<Home> {
    let pupil = me(act)?;
    let today = act.now.day();
    let coming = pages::coming(act.conn, pupil.ambassador, act.now)?;
    let standing = hours::standing(act, pupil.ambassador, Period::school_year(today))?;
    Ok(Home {
        now: act.now,
        coming,
        minutes: standing.total.minutes,
        pending: standing.pending,
        family_minutes: family_supports::waiting_minutes(act.conn, pupil.ambassador)?,
        progress: recognition::progress(act, pupil.ambassador)?,
        certificates: valid_certificates(act, &pupil, today)?,
        has_week: !week::week(act.conn, pupil.ambassador)?.is_empty(),
    })
}

fn valid_certificates(
    act: &mut Act<'_>,
    pupil: &Pupil,
    today: NaiveDate,
) -> Answer<Vec<CertificateRow>> {
    let mut all = roster::certificates(act.conn, pupil.ambassador)?;
    all.retain(|row| (row.certified_on..=row.expires_on).contains(&today));
    Ok(all)
}

/// The signed-in pupil's ledger with the way to the next award.
pub fn hours(act: &mut Act<'_>) -> Answer<(PupilLedger, Progress)> {
    let pupil = me(act)?;
    Ok((hours::mine(act)?, recognition::progress(act, pupil.ambassador)?))
}

/// The signed-in pupil's free times.
pub fn my_week(act: &mut Act<'_>) -> Answer<MyWeek> {
    let pupil = me(act)?.ambassador;
    let today = act.now.day();
    Ok(MyWeek {
        today,
        free: week::week(act.conn, pupil)?,
        exceptions: week::exceptions(act.conn, pupil, today)?,
        now: act.now,
        coming: pages::coming(act.conn, pupil, act.now)?,
    })
}

/// Changes the week. Shifts that were agreed stay agreed: they are given back one by one.
pub fn set_week(act: &mut Act<'_>, form: &WeekForm) -> Answer<()> {
    let pupil = acting(act)?;
    let free = form.parse()?;
    week::set_week(act.conn, pupil.ambassador, &free)?;
    audit(act, &pupil, "set_week", &format!("{} spans", free.len()))
}

/// Adds a day that differs; answers the agreed shift that lies in a time away, if any: it
/// stays agreed until it is given back.
pub fn add_exception(act: &mut Act<'_>, form: &ExceptionForm) -> Answer<Option<MyShift>> {
    let pupil = acting(act)?;
    let day = DifferentDay::parse(form, act.now.day())?;
    week::set_exception(act.conn, pupil.ambassador, &day)?;
    audit(act, &pupil, "add_exception", &day.day.to_string())?;
    if day.available {
        return Ok(None);
    }
    let coming = pages::coming(act.conn, pupil.ambassador, act.now)?;
    Ok(coming.into_iter().find(|shift| takes_from(day.day, day.minutes, shift.span())))
}

/// Takes a day that differs away.
pub fn remove_exception(act: &mut Act<'_>, id: i64) -> Answer<()> {
    let pupil = acting(act)?;
    if !week::remove_exception(act.conn, pupil.ambassador, id)? {
        return Err(Error::NotFound);
    }
    audit(act, &pupil, "remove_exception", "")
}

fn audit(act: &mut Act<'_>, pupil: &Pupil, what: &str, detail: &str) -> Answer<()> {
    act.audit(Step {
        organisation: Some(pupil.school),
        entity: "ambassador",
        id: pupil.ambassador.0,
        act: what,
        from: "",
        to: "",
        detail,
    })
}
