//! Why a file cannot be read as a week, with the place in it where a person has to look.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;

/// What is wrong with a file of the shared problem, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// As a path into the file, like `sessions[3].seats`; empty for the whole of it.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl Unreadable {
    fn new(place: impl Into<String>, why: impl Into<String>) -> Self {
        Self { place: place.into(), why: why.into() }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.why),
            place => write!(f, "{place}: {}", self.why),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Finds the place of a reader's complaint. The file is taken apart piece by piece, which
/// costs time and memory only where something is wrong already.
pub(super) fn place(json: &str, said: &serde_json::Error) -> Unreadable {
    let Ok(value) = serde_json::from_str::<Value>(json) else { return not_json(said) };
    if !value.is_object() {
        return Unreadable::new("", "an instance is an object with meta, rules, sessions, …");
    }
    let found = part::<Meta>(&value, "meta")
        .or_else(|| part::<RulesIn>(&value, "rules"))
        .or_else(|| part::<QualityIn>(&value, "quality"))
        .or_else(|| rows::<AreaIn>(&value, "areas"))
        .or_else(|| rows::<PlaceIn>(&value, "places"))
        .or_else(|| rows::<SessionIn>(&value, "sessions"))
        .or_else(|| rows::<VolunteerIn>(&value, "volunteers"))
        .or_else(|| rows::<RequestIn>(&value, "requests"));
    found.unwrap_or_else(|| not_json(said))
}

/// The same for a solution.
pub(super) fn place_in_solution(json: &str, said: &serde_json::Error) -> Unreadable {
    let Ok(value) = serde_json::from_str::<Value>(json) else { return not_json(said) };
    let found = rows::<(i64, i64, Slot, i64)>(&value, "assign");
    found.unwrap_or_else(|| not_json(said))
}

fn not_json(said: &serde_json::Error) -> Unreadable {
    Unreadable::new("", format!("not JSON of the shared problem: {said}"))
}

fn part<T: DeserializeOwned>(value: &Value, key: &str) -> Option<Unreadable> {
    match value.get(key) {
        None => Some(Unreadable::new(key, "is missing")),
        Some(part) => complaint::<T>(part, key),
    }
}

fn rows<T: DeserializeOwned>(value: &Value, key: &str) -> Option<Unreadable> {
    match value.get(key) {
        None => Some(Unreadable::new(key, "is missing")),
        Some(Value::Array(rows)) => {
            let placed = |(i, row)| complaint::<T>(row, &format!("{key}[{i}]"));
            rows.iter().enumerate().find_map(placed)
        }
        Some(_) => Some(Unreadable::new(key, "must be a list")),
    }
}

/// What the reader says about one piece. Of an object's keys, the one without which the
/// complaint is another one is the place.
fn complaint<T: DeserializeOwned>(piece: &Value, place: &str) -> Option<Unreadable> {
    let said = serde_json::from_value::<T>(piece.clone()).err()?.to_string();
    let changes = |key: &&String| {
        let mut less = piece.clone();
        less.as_object_mut().and_then(|keys| keys.remove(*key));
        serde_json::from_value::<T>(less).err().is_none_or(|e| e.to_string() != said)
    };
    // A key that is missing is named by the reader itself.
    let missing = said.starts_with("missing");
    let key = piece.as_object().filter(|_| !missing).and_then(|keys| keys.keys().find(changes));
    let place = key.map_or(place.to_owned(), |key| format!("{place}.{key}"));
    Some(Unreadable::new(place, said))
}

/// What no single piece can say: slots that are half hours, sessions inside the week, ids that
/// are unique, and names of places, areas and sessions that exist.
pub(super) fn check(week: &Instance) -> Result<(), Unreadable> {
    if week.meta.slot_minutes != 30 || week.meta.slots_per_day != 48 {
        return Err(Unreadable::new("meta", "slots must be half hours, 48 a day"));
    }
    let areas = unique("areas", week.areas.iter().map(|a| a.id))?;
    let places = unique("places", week.places.iter().map(|p| p.id))?;
    let sessions = unique("sessions", week.sessions.iter().map(|s| s.id))?;
    unique("volunteers", week.volunteers.iter().map(|v| v.id))?;
    unique("requests", week.requests.iter().map(|r| r.id))?;
    for (i, s) in week.sessions.iter().enumerate() {
        let wrong = |why: String| Err(Unreadable::new(format!("sessions[{i}]"), why));
        if s.start >= s.end || s.end > WEEK || s.end - s.start > 48 {
            return wrong(format!("{}–{} does not lie inside the week", s.start, s.end));
        }
        if !places.contains(&s.place) {
            return wrong(format!("there is no place {}", s.place));
        }
        if !areas.contains(&s.area) {
            return wrong(format!("there is no area {}", s.area));
        }
    }
    for (i, r) in week.requests.iter().enumerate() {
        if r.weight < 0 {
            let place = format!("requests[{i}].weight");
            return Err(Unreadable::new(place, "must not be negative"));
        }
        if let Some((n, row)) = r.accept.iter().enumerate().find(|(_, a)| !sessions.contains(&a.0))
        {
            let place = format!("requests[{i}].accept[{n}]");
            return Err(Unreadable::new(place, format!("there is no session {}", row.0)));
        }
    }
    Ok(())
}

fn unique(list: &str, ids: impl Iterator<Item = i64>) -> Result<BTreeSet<i64>, Unreadable> {
    let mut seen = BTreeSet::new();
    for (i, id) in ids.enumerate() {
        if !seen.insert(id) {
            return Err(Unreadable::new(format!("{list}[{i}].id"), format!("{id} comes twice")));
        }
    }
    Ok(seen)
}
