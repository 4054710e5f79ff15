//! Changing a session, alone or with the rest of its series. Whom it touches is shown
//! first; nothing is written that would cost somebody a seat.

use super::post::{form_of, name, overlaps, posting_from, posting_of};
use super::{adults, letters, mine, note, options_of, release, withdraw};
use crate::db::organisations::Place;
use crate::db::sessions::people;
use crate::db::sessions::screens::{Editing, Options, Preview, Target};
use crate::db::sessions::{self, SeriesFrom, Session, change, series, staff_page};
use crate::db::shifts::{
    self,
    facts::{self, Whom},
};
use crate::domain::at::At;
use crate::domain::eligibility::{self, Spot};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::domain::school_year;
use crate::domain::sessions::change::{Scope, SlotNow, plan_slots, refuse};
use crate::domain::sessions::posting::title_for;
use crate::domain::sessions::steps::bookable;
use crate::domain::sessions::{Posting, PostingForm, SessionRefusal, SessionState};
use crate::domain::topics::Tier;
use crate::service::{Act, Answer, Error};

/// A session's posting in its form, or why it cannot be changed.
pub fn form(act: &mut Act<'_>, id: SessionId) -> Answer<Editing> {
    let mut editing = around(act, id)?;
    let posting = posting_of(act, &editing.session)?;
    editing.form = PostingForm {
        revision: editing.session.revision.to_string(),
        scope: Scope::This.code().to_owned(),
        ..form_of(&posting)
    };
    Ok(editing)
}

/// What stands around the form when what was typed is shown again.
pub fn around(act: &mut Act<'_>, id: SessionId) -> Answer<Editing> {
    let session = changeable(act, id)?;
    let in_series = match session.series_id {
        Some(series) => series::ahead(act.conn, series, act.now, act.now)?.len(),
        None => 0,
    };
    let options = options_of(act, session.ward_id)?;
    Ok(Editing { session, options, form: PostingForm::default(), in_series })
}

pub(super) fn changeable(act: &mut Act<'_>, id: SessionId) -> Answer<Session> {
    let session = mine(act, id)?;
    if !session.state.is_ahead() {
        return Err(SessionRefusal::NotAhead.into());
    }
    if session.starts_at <= act.now {
        return Err(SessionRefusal::Started.into());
    }
    Ok(session)
}

/// The sessions a change or cancellation reaches, and from when on in which series.
pub(super) fn reached(
    act: &mut Act<'_>,
    session: &Session,
    scope: Scope,
) -> Answer<(Vec<Session>, Option<SeriesFrom>)> {
    let (Some(series), Scope::Following | Scope::All) = (session.series_id, scope) else {
        return Ok((vec![session.clone()], None));
    };
    let from = if scope == Scope::Following { session.starts_at } else { act.now };
    Ok((series::ahead(act.conn, series, from, act.now)?, Some((series, from))))
}

/// The scope that was chosen; anything else means this session alone.
pub fn scope_of(typed: &str) -> Scope {
    Scope::from_code(typed).unwrap_or(Scope::This)
}

/// Says what the change would do; writes nothing.
pub fn preview(act: &mut Act<'_>, id: SessionId, form: &PostingForm) -> Answer<Preview> {
    let session = changeable(act, id)?;
    if form.revision != session.revision.to_string() {
        return Err(SessionRefusal::ChangedMeanwhile.into());
    }
    let options = options_of(act, session.ward_id)?;
    let mut edited = options.parse(form, act.now)?;
    // A title the house gave follows the place.
    if edited.title == title_for(options.place_name(session.place_id)) {
        edited.title.clear();
    }
    name(&mut edited, &options);
    let scope = scope_of(&form.scope);
    let targets = targets(act, &options, &session, &edited, scope)?;
    let after: Vec<Posting> = targets.iter().map(|target| target.after.clone()).collect();
    let changed: Vec<SessionId> = targets.iter().map(|target| target.session.id).collect();
    let overlaps = overlaps(act, &options, &after, &changed)?;
    Ok(Preview { session, options, scope, targets, overlaps })
}

fn targets(
    act: &mut Act<'_>,
    options: &Options,
    session: &Session,
    edited: &Posting,
    scope: Scope,
) -> Answer<Vec<Target>> {
    let (reached, range) = reached(act, session, scope)?;
    let topics = staff_page::topics(act.conn, session.id, range)?;
    let named = staff_page::named(act.conn, session.id, range)?;
    let agreed = sessions::release::agreed(act.conn, session.id, range)?;
    let slots = change::slots_now(act.conn, session.id, range)?;
    let expected = people::expected(act.conn, session.id, range)?;
    let year = school_year::of(session.starts_at.day());
    let on_duty = people::on_duty(act.conn, session.id, range, &year)?;
    let posting = |s: &Session| {
        let topics = topics.iter().filter(|t| t.session_id == s.id).map(|t| t.code.clone());
        let adults = named.iter().filter(|n| n.session_id == s.id).map(|n| n.account_id);
        posting_from(s, topics.collect(), adults.collect())
    };
    let shown = posting(session);
    let mut targets = Vec::new();
    for target in reached {
        let before = posting(&target);
        let after = match target.id == session.id {
            true => edited.clone(),
            false => edited.carried_to(&shown, &before),
        };
        let now: Vec<SlotNow> = slots.iter().filter(|s| s.0 == target.id).map(|s| s.1).collect();
        let mut found = Target {
            plan: plan_slots(&now, &before, &after),
            expected: expected.iter().filter(|e| e.session_id == target.id).cloned().collect(),
            on_duty: on_duty.iter().filter(|d| d.session_id == target.id).cloned().collect(),
            named: named.iter().filter(|n| n.session_id == target.id).cloned().collect(),
            agreed: agreed.iter().filter(|a| a.0 == target.id).map(|a| a.1.clone()).collect(),
            refused: Vec::new(),
            unfit: Vec::new(),
            session: target,
            before,
            after,
        };
        found.unfit = unfit(act, options, &found)?;
        found.refused = refusals(options, &found, &now, act.now);
        targets.push(found);
    }
    Ok(targets)
}

/// Why a session cannot be changed so: its slots, its pupils, the rules of its own day.
fn refusals(options: &Options, target: &Target, now: &[SlotNow], at: At) -> Vec<Message> {
    let mut why = Vec::new();
    if let Err(refusal) = refuse(&target.plan, now, target.after.seats) {
        why.push(refusal.message());
    }
    let staying = (target.on_duty.len() - target.unfit.len()) as i64;
    if staying > target.after.ambassadors_wanted {
        why.push(SessionRefusal::PupilsInTheWay { pupils: staying }.message());
    }
    if let Err(problems) = options.with_choices(at, |choices| target.after.check(choices)) {
        why.push(problems.first());
    }
    why
}

/// Pupils on duty whom the rules would not let stay after the change.
fn unfit(
    act: &mut Act<'_>,
    options: &Options,
    target: &Target,
) -> Answer<Vec<(AmbassadorId, Message)>> {
    let (before, after) = (&target.before, &target.after);
    let same = !after.moves(before) && after.topics == before.topics;
    let Some(place) = options.place(after.place) else { return Ok(Vec::new()) };
    if same || target.on_duty.is_empty() {
        return Ok(Vec::new());
    }
    let id = target.session.id;
    let Some(mut session) = facts::sessions(act.conn, &[id])?.pop() else {
        return Err(Error::NotFound);
    };
    session.starts_at = after.starts_at;
    session.ends_at = after.ends_at;
    session.spot = spot(place);
    session.topics = options
        .topics
        .iter()
        .filter(|topic| after.topics.contains(&topic.code))
        .map(|topic| (topic.code.clone(), topic.tier))
        .collect::<Vec<(String, Tier)>>();
    let day = after.starts_at.day();
    let days = facts::weeks(day, day);
    let entries = facts::pupils(act.conn, Whom::OnDuty(id), days)?;
    let mut found = Vec::new();
    // Whoever said yes to this time and place is free then; another time is asked anew.
    let ask = if after.moves(before) { eligibility::may_stay } else { eligibility::may_keep };
    for entry in entries {
        if let Err(why) = ask(&entry.candidate, &session, &options.closed) {
            let first = why.first().map(|refusal| refusal.message());
            found.extend(first.map(|message| (entry.candidate.ambassador, message)));
        }
    }
    Ok(found)
}

fn spot(place: &Place) -> Spot {
    Spot { place: place.id, east_m: place.east_m, north_m: place.north_m }
}

/// What a saved change asks of the coordinator next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Saved {
    pub sessions: usize,
    /// Residents who have to be called, since they have no e-mail.
    pub to_call: usize,
}

/// Saves a change, in every session it reaches or in none.
pub fn save(act: &mut Act<'_>, id: SessionId, form: &PostingForm) -> Answer<Saved> {
    // Nobody signs up for the old time while the new one is asked about and written.
    let session = changeable(act, id)?;
    let (mut reached, _) = reached(act, &session, scope_of(&form.scope))?;
    reached.sort_unstable_by_key(|session| session.id);
    let ids: Vec<SessionId> = reached.iter().map(|session| session.id).collect();
    shifts::lock(act.conn, &ids, &[])?;
    let preview = preview(act, id, form)?;
    for target in &preview.targets {
        if let Some(why) = target.refused.first() {
            return Err(Problems::one("day", on_day(target, why)).into());
        }
    }
    let mut to_call = 0;
    for target in &preview.targets {
        apply(act, &preview.options, target)?;
        to_call += target.to_call().count();
    }
    Ok(Saved { sessions: preview.targets.len(), to_call })
}

/// A reason with the day of the session it is about.
fn on_day(target: &Target, why: &Message) -> Message {
    let day = target.session.starts_at.day();
    let say = |lang: Lang| format!("{}: {}", lang.date(day), why.say(lang));
    Message::new(say(Lang::Vi), say(Lang::En))
}

fn apply(act: &mut Act<'_>, options: &Options, target: &Target) -> Answer<()> {
    let Target { session, before, after, .. } = target;
    if after == before {
        return Ok(());
    }
    if !change::update(act.conn, session.id, session.revision, after)? {
        return Err(SessionRefusal::ChangedMeanwhile.into());
    }
    apply_slots(act, target)?;
    let reason = "Buổi đổi giờ, nơi hoặc nội dung";
    let unfit: Vec<AmbassadorId> = target.unfit.iter().map(|u| u.0).collect();
    if !unfit.is_empty() {
        withdraw(act, session, Some(&unfit), reason)?;
    }
    let (what, detail) = match target.moves() {
        true => ("move", moved(before, after)),
        false => ("edit", changed_fields(before, after)),
    };
    note(act, session, what, session.state, &detail)?;
    if session.state == SessionState::Draft {
        return Ok(());
    }
    if target.moves() || after.supervisors != before.supervisors {
        let (starts_at, ends_at) = (after.starts_at, after.ends_at);
        adults::refuse_elsewhere(act, &Session { starts_at, ends_at, ..session.clone() })?;
    }
    if target.asks_again() {
        release::ask_again(act, session)?;
    }
    letters::edited(act, target, options)?;
    act.sessions_changed()?;
    let waits = session.state == SessionState::AwaitingSchool;
    // Where no pupils are wanted, nobody is asked again; should some be wanted later, an
    // answer about another time or place must not count.
    if after.ambassadors_wanted == 0 && (waits || target.moves()) {
        sessions::release::forget(act.conn, session.id)?;
        release::settle_waiting(act, session.id)?;
    }
    Ok(())
}

fn apply_slots(act: &mut Act<'_>, target: &Target) -> Answer<()> {
    let (id, after, plan) = (target.session.id, &target.after, &target.plan);
    let ahead = bookable(after.seats, after.walk_in_percent);
    if plan.shifted_by != 0 {
        let mut kept = plan.kept.clone();
        // A slot that moves later would land on the next one, unless that went first.
        if plan.shifted_by > 0 {
            kept.reverse();
        }
        change::move_slots(act.conn, &kept)?;
        change::rebook_day(act.conn, id, after.starts_at.day())?;
    }
    for step in &plan.added {
        change::add_slot(act.conn, id, *step, after.seats, ahead)?;
    }
    if !plan.removed.is_empty() {
        change::remove_slots(act.conn, id, &plan.removed)?;
    }
    if !change::set_seats(act.conn, id, after.seats, ahead)? {
        let taken = after.seats + 1;
        return Err(SessionRefusal::SeatsTaken { taken }.into());
    }
    Ok(())
}

/// The old and the new time and place, for the trail; [`before_and_after`] reads it again.
fn moved(before: &Posting, after: &Posting) -> String {
    let say = |p: &Posting| {
        let seconds = |at: At| at.datetime().timestamp();
        format!("{}/{}/{}", seconds(p.starts_at), seconds(p.ends_at), p.place)
    };
    format!("{} {}", say(before), say(after))
}

/// What [`moved`] noted, for people: "28/11/2026 7:30–10:30, Văn phòng khu phố 5 → …".
pub(super) fn before_and_after(places: &[Place], noted: &str) -> String {
    let say = |when: &str| {
        let mut parts = when.split('/').map(|part| part.parse::<i64>().ok());
        let mut at = || parts.next().flatten().and_then(|s| chrono::DateTime::from_timestamp(s, 0));
        let (from, to) = (At::from_utc(at()?.naive_utc()), At::from_utc(at()?.naive_utc()));
        let place = PlaceId(parts.next().flatten()?);
        let place = places.iter().find(|p| p.id == place).map_or("", |p| p.name.as_str());
        let lang = Lang::Vi;
        Some(format!("{} {}, {place}", lang.date(from.day()), lang.times(from.time(), to.time())))
    };
    noted.split(' ').filter_map(say).collect::<Vec<_>>().join(" → ")
}

/// The names of the fields that changed, for the trail.
fn changed_fields(before: &Posting, after: &Posting) -> String {
    let fields = [
        ("title", before.title != after.title),
        ("topics", before.topics != after.topics),
        ("slot_minutes", before.slot_minutes != after.slot_minutes),
        ("seats", before.seats != after.seats),
        ("walk_in_percent", before.walk_in_percent != after.walk_in_percent),
        ("supervisors", before.supervisors != after.supervisors),
        ("ambassadors_wanted", before.ambassadors_wanted != after.ambassadors_wanted),
        ("pupils_per_adult", before.pupils_per_adult != after.pupils_per_adult),
        ("access_notes", before.access_notes != after.access_notes),
        ("notes", before.notes != after.notes),
    ];
    let changed: Vec<&str> = fields.iter().filter(|f| f.1).map(|f| f.0).collect();
    changed.join(", ")
}
