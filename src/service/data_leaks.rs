//! Leaks of personal data: what is known, who is touched, the notices, and that they left
//! in time.

use super::data_requests::within;
use super::staff::reach;
use super::{Act, Answer, Step};
use crate::db::data_leaks::affected::{self, Affected};
use crate::db::data_leaks::{self as rows, Leak};
use crate::db::organisations;
use crate::db::staff::Reach;
use crate::domain::access::Permission;
use crate::domain::data_leaks::{
    CloseForm, Facts, LeakForm, LeakKind, LeakRefusal, LeakState, NoticesForm, NotifiedForm,
    ParsedLeak, tell_by, to_authority, to_people,
};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::tidy_lines;

/// Rows of a page.
pub const PER_PAGE: i64 = 25;
/// Rows of a page of those affected.
pub const PEOPLE_PER_PAGE: i64 = 100;
/// More people than any ward's book of a year.
const EVERYBODY: i64 = 1_000_000;

/// A page of the leaks within reach, and how many there are.
pub fn list(act: &mut Act<'_>, page: i64) -> Answer<(Vec<Leak>, i64)> {
    let reach = reach(act, Permission::AnswerDataRequests)?;
    let found = rows::list(act.conn, &reach, (PER_PAGE, (page - 1) * PER_PAGE))?;
    Ok((found, rows::count(act.conn, &reach)?))
}

/// Organisations for which this person reports.
pub fn choices(act: &mut Act<'_>) -> Answer<Vec<organisations::Organisation>> {
    let mut all = organisations::all(act.conn)?;
    if let Reach::At(places) = reach(act, Permission::AnswerDataRequests)? {
        all.retain(|organisation| places.contains(&organisation.id));
    }
    Ok(all)
}

/// A leak with what can be said of it.
pub struct Known {
    pub leak: Leak,
    /// Whose data, and how many people.
    pub people: Vec<(LeakKind, i64)>,
    /// As saved, or as drafted from what is known.
    pub notices: NoticesForm,
}

/// One leak within reach; 404 for others.
pub fn one(act: &mut Act<'_>, id: DataLeakId) -> Answer<Leak> {
    let leak = rows::get(act.conn, id)?;
    within(act, leak.organisation)?;
    Ok(leak)
}

/// The same with the numbers of people and the notices.
pub fn look(act: &mut Act<'_>, id: DataLeakId) -> Answer<Known> {
    let leak = one(act, id)?;
    let people = affected::counts(act.conn, &leak)?;
    let facts = Facts {
        place: &leak.place,
        phone: &leak.phone,
        from_day: leak.from_day,
        to_day: leak.to_day,
        noticed_at: leak.noticed_at,
        what: &leak.what,
        cause: &leak.cause,
        measures: &leak.measures,
        late_reason: &leak.late_reason,
        people: &people,
    };
    let or = |saved: &str, draft: fn(Lang, &Facts<'_>) -> String, lang: Lang| {
        if saved.is_empty() { draft(lang, &facts) } else { saved.to_owned() }
    };
    let notices = NoticesForm {
        authority_vi: or(&leak.authority_vi, to_authority, Lang::Vi),
        authority_en: or(&leak.authority_en, to_authority, Lang::En),
        people_vi: or(&leak.people_vi, to_people, Lang::Vi),
        people_en: or(&leak.people_en, to_people, Lang::En),
    };
    Ok(Known { leak, people, notices })
}

/// Opens a record; the clock runs from the moment it was noticed.
pub fn open(act: &mut Act<'_>, form: &LeakForm) -> Answer<DataLeakId> {
    let leak = ParsedLeak::parse(form, act.now)?;
    within(act, leak.organisation)?;
    let by = act.person()?.account;
    let id = rows::add(act.conn, &leak, by, act.now)?;
    note(act, leak.organisation, id, ("open", "", "draft"))?;
    Ok(id)
}

/// Puts what is known right. The organisation stays.
pub fn edit(act: &mut Act<'_>, id: DataLeakId, form: &LeakForm) -> Answer<()> {
    let leak = one(act, id)?;
    let form = LeakForm { organisation: leak.organisation.to_string(), ..form.clone() };
    let new = ParsedLeak::parse(&form, act.now)?;
    if !rows::edit(act.conn, id, &new)? {
        return Err(LeakRefusal::MovedOn.into());
    }
    note(act, leak.organisation, id, ("edit", leak.state.code(), leak.state.code()))
}

/// Keeps the notices as mended; one that says the same as the draft stays a draft, so that it
/// follows what is learnt later.
pub fn save_notices(act: &mut Act<'_>, id: DataLeakId, form: &NoticesForm) -> Answer<()> {
    let Known { leak, notices, .. } = look(act, id)?;
    let mended = |typed: &str, shown: &str, saved: &str| {
        // A browser sends other line ends than it was given; only words count.
        match typed.split_whitespace().eq(shown.split_whitespace()) {
            true => saved.to_owned(),
            false => tidy_lines(typed),
        }
    };
    let new = NoticesForm {
        authority_vi: mended(&form.authority_vi, &notices.authority_vi, &leak.authority_vi),
        authority_en: mended(&form.authority_en, &notices.authority_en, &leak.authority_en),
        people_vi: mended(&form.people_vi, &notices.people_vi, &leak.people_vi),
        people_en: mended(&form.people_en, &notices.people_en, &leak.people_en),
    };
    if !rows::save_notices(act.conn, id, &new)? {
        return Err(LeakRefusal::MovedOn.into());
    }
    note(act, leak.organisation, id, ("save_notices", leak.state.code(), leak.state.code()))
}

/// Notes that the authority was told; after the term with the reason.
pub fn notified(act: &mut Act<'_>, id: DataLeakId, form: &NotifiedForm) -> Answer<()> {
    let leak = one(act, id)?;
    let late = tell_by(leak.noticed_at) < act.now;
    let reason = form.parse(late)?;
    if !rows::notified(act.conn, id, &reason, act.now)? {
        return Err(LeakRefusal::MovedOn.into());
    }
    note(act, leak.organisation, id, ("notify", leak.state.code(), "notified"))
}

/// Notes that those affected were told.
pub fn told(act: &mut Act<'_>, id: DataLeakId) -> Answer<()> {
    let leak = one(act, id)?;
    if !rows::told(act.conn, id, act.now)? {
        return Err(LeakRefusal::MovedOn.into());
    }
    note(act, leak.organisation, id, ("tell_people", leak.state.code(), leak.state.code()))
}

/// Closes a leak of which everybody was told.
pub fn close(act: &mut Act<'_>, id: DataLeakId, form: &CloseForm) -> Answer<()> {
    let leak = one(act, id)?;
    if leak.state == LeakState::Draft || leak.told_at.is_none() {
        return Err(LeakRefusal::NotTold.into());
    }
    let closing = form.parse()?;
    if !rows::close(act.conn, id, &closing, act.now)? {
        return Err(LeakRefusal::MovedOn.into());
    }
    note(act, leak.organisation, id, ("close", leak.state.code(), "closed"))
}

/// A page of those affected, or all of them, and how many there are.
pub fn people(
    act: &mut Act<'_>,
    id: DataLeakId,
    page: Option<i64>,
) -> Answer<(Leak, Vec<Affected>, i64)> {
    let leak = one(act, id)?;
    let part = match page {
        Some(page) => (PEOPLE_PER_PAGE, (page - 1) * PEOPLE_PER_PAGE),
        None => (EVERYBODY, 0),
    };
    let found = affected::list(act.conn, &leak, part)?;
    let total = affected::counts(act.conn, &leak)?.iter().map(|(_, n)| n).sum();
    Ok((leak, found, total))
}

fn note(
    act: &mut Act<'_>,
    organisation: OrganisationId,
    id: DataLeakId,
    (verb, from, to): (&str, &str, &str),
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(organisation),
        entity: "data_leak",
        id: id.0,
        act: verb,
        from,
        to,
        detail: "",
    })
}
