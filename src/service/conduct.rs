//! Notes about residents' conduct, written at the desk and read by coordinators; bars of a
//! ward, set and lifted by coordinators.

use super::accounts::hash;
use super::{Act, Answer, Error, Step, desk};
use crate::db::DbError;
use crate::db::conduct::{self, Bar, NoteRow, Person};
use crate::domain::access::Permission;
use crate::domain::conduct::{BarForm, ConductRefusal, LiftForm, NewBar, Note, NoteForm};
use crate::domain::ids::*;

/// Notes on a page.
pub const PER_PAGE: i64 = 25;

/// What stands for a person of a ward when name and telephone are gone.
pub fn key_hash(ward: OrganisationId, person_key: &str) -> String {
    hash(&format!("bar/{ward}/{person_key}"))
}

/// Writes a note about the resident of a visit. Whoever runs the desk may; who may read it
/// is another matter.
pub fn note(
    act: &mut Act<'_>,
    session: SessionId,
    booking: BookingId,
    form: &NoteForm,
) -> Answer<()> {
    let board = desk::board(act, session)?;
    let guest = board.guest(booking).ok_or(Error::NotFound)?;
    let note = Note::parse(form)?;
    let of = (board.head.ward_id, booking, guest.resident);
    let by = (act.person()?.account, act.now);
    let id = conduct::add_note(act.conn, of, &note, by)?;
    audit(act, board.head.ward_id, ("conduct_note", id.0), ("note", "", "noted"), "")
}

/// What the ward's page shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    pub bars: Vec<Bar>,
    pub notes: Vec<NoteRow>,
    pub total: i64,
}

/// The bars that stand and a page of the notes.
pub fn overview(act: &mut Act<'_>, page: i64) -> Answer<Overview> {
    let ward = act.place(Permission::KeepConduct)?;
    Ok(Overview {
        bars: conduct::standing(act.conn, ward, act.now.day())?,
        notes: conduct::notes(act.conn, ward, (PER_PAGE, (page - 1) * PER_PAGE))?,
        total: conduct::note_count(act.conn, ward)?,
    })
}

/// One person: notes, bars, and whether a bar could hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    pub person: Person,
    pub notes: Vec<NoteRow>,
    pub bars: Vec<Bar>,
    /// Why no bar can be set.
    pub blocked: Option<ConductRefusal>,
    pub days_most: i64,
}

/// Gathers it, for the ward's coordinators.
pub fn about(act: &mut Act<'_>, resident: ResidentId) -> Answer<About> {
    let person = own(act, resident)?;
    let notes = conduct::notes_about(act.conn, &person)?;
    let hash = key_hash(person.ward, &person.person_key);
    let bars = conduct::of_person(act.conn, person.ward, &hash)?;
    let stands = bars.iter().any(|bar| bar.lifted_at.is_none() && bar.until >= act.now.day());
    let blocked = match () {
        () if is_one_visit(&person) => Some(ConductRefusal::NotKnown),
        () if stands => Some(ConductRefusal::StandsAlready),
        () => None,
    };
    Ok(About { person, notes, bars, blocked, days_most: act.rules.bar_days })
}

fn own(act: &mut Act<'_>, resident: ResidentId) -> Answer<Person> {
    let person = conduct::person(act.conn, resident)?;
    act.within(Permission::KeepConduct, person.ward)?;
    Ok(person)
}

/// A walk-in is known by a name alone, which others share; and who is forgotten is nobody.
fn is_one_visit(person: &Person) -> bool {
    person.person_key.starts_with("walk-in/") || person.person_key.starts_with("gone-")
}

/// Bars new bookings of this person until a day.
pub fn bar(act: &mut Act<'_>, resident: ResidentId, form: &BarForm) -> Answer<()> {
    let person = own(act, resident)?;
    if is_one_visit(&person) {
        return Err(ConductRefusal::NotKnown.into());
    }
    let new = NewBar::parse(form, act.now.day(), act.rules.bar_days)?;
    let hash = key_hash(person.ward, &person.person_key);
    let by = (act.person()?.account, act.now);
    let id = match conduct::set(act.conn, &person, &hash, &new, by) {
        Err(DbError::Conflict(_)) => return Err(ConductRefusal::StandsAlready.into()),
        set => set?,
    };
    let detail = format!("{} until {}", new.kind, new.until);
    audit(act, person.ward, ("bar", id.0), ("set", "", "standing"), &detail)
}

/// Lifts a bar before its end.
pub fn lift(act: &mut Act<'_>, bar: BarId, form: &LiftForm) -> Answer<ResidentId> {
    let found = conduct::bar(act.conn, bar)?;
    act.within(Permission::KeepConduct, found.ward)?;
    let reason = form.parse()?;
    let by = (act.person()?.account, act.now);
    if !conduct::lift(act.conn, bar, &reason, by)? {
        return Err(ConductRefusal::Lifted.into());
    }
    audit(act, found.ward, ("bar", bar.0), ("lift", "standing", "lifted"), "")?;
    Ok(found.resident)
}

/// Does a bar stand against this person? Asked by every way to a new booking.
pub(super) fn refuse_barred(
    act: &mut Act<'_>,
    ward: OrganisationId,
    person_key: &str,
) -> Answer<Result<(), ConductRefusal>> {
    let hash = key_hash(ward, person_key);
    let until = conduct::barred_until(act.conn, ward, &hash, act.now.day())?;
    Ok(until.map_or(Ok(()), |until| Err(ConductRefusal::Barred { until })))
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    (entity, id): (&str, i64),
    (what, from, to): (&str, &str, &str),
    detail: &str,
) -> Answer<()> {
    act.audit(Step { organisation: Some(ward), entity, id, act: what, from, to, detail })
}
