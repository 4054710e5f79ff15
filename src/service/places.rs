//! Keeping a ward's help points.

use super::{Act, Answer, Step};
use crate::db::organisations::{self, Area, NewPlace};
use crate::db::places::{self, PlaceLine};
use crate::domain::access::Permission;
use crate::domain::ids::*;
use crate::domain::refusal::{Message, Problems};
use crate::domain::sessions::SessionRefusal;
use crate::domain::sessions::place::{Place, PlaceForm};

/// The ward's help points.
pub fn list(act: &mut Act<'_>) -> Answer<Vec<PlaceLine>> {
    let ward = act.place(Permission::PostSessions)?;
    Ok(places::list(act.conn, ward, act.now)?)
}

/// The ward's neighbourhoods, for the form.
pub fn areas(act: &mut Act<'_>) -> Answer<Vec<Area>> {
    let ward = act.place(Permission::PostSessions)?;
    Ok(organisations::areas(act.conn, ward)?)
}

/// A help point in its form.
pub fn one(act: &mut Act<'_>, id: PlaceId) -> Answer<PlaceForm> {
    let place = mine(act, id)?;
    let metres = |m: i64| if m == 0 { String::new() } else { m.to_string() };
    Ok(PlaceForm {
        name: place.name,
        address: place.address,
        landmark: place.landmark,
        area: place.area_id.to_string(),
        accessible: if place.accessible { "yes".into() } else { String::new() },
        east_m: metres(place.east_m),
        north_m: metres(place.north_m),
    })
}

fn mine(act: &mut Act<'_>, id: PlaceId) -> Answer<organisations::Place> {
    let place = places::get(act.conn, id)?;
    act.within(Permission::PostSessions, place.ward_id)?;
    Ok(place)
}

/// Reads the form; a name is unique in its ward.
fn parse(
    act: &mut Act<'_>,
    ward: OrganisationId,
    form: &PlaceForm,
    own: Option<PlaceId>,
) -> Answer<Place> {
    let areas: Vec<AreaId> =
        organisations::areas(act.conn, ward)?.iter().map(|area| area.id).collect();
    let place = Place::parse(form, &areas)?;
    let others = places::list(act.conn, ward, act.now)?;
    if others.iter().any(|other| other.name == place.name && Some(other.id) != own) {
        let taken = Message::new(
            "Phường đã có nơi mang tên này.",
            "The ward already has a help point of this name.",
        );
        return Err(Problems::one("name", taken).into());
    }
    Ok(place)
}

/// Adds a help point.
pub fn add(act: &mut Act<'_>, form: &PlaceForm) -> Answer<PlaceId> {
    let ward = act.place(Permission::PostSessions)?;
    let place = parse(act, ward, form, None)?;
    let new = NewPlace {
        ward,
        area: place.area,
        name: &place.name,
        address: &place.address,
        landmark: &place.landmark,
        accessible: place.accessible,
        at: place.at,
    };
    let id = organisations::add_place(act.conn, &new)?;
    audit(act, ward, id, "add", "")?;
    Ok(id)
}

/// Changes a help point; public pages about its sessions follow.
pub fn change(act: &mut Act<'_>, id: PlaceId, form: &PlaceForm) -> Answer<()> {
    let ward = mine(act, id)?.ward_id;
    let place = parse(act, ward, form, Some(id))?;
    places::update(act.conn, id, &place)?;
    audit(act, ward, id, "edit", "")?;
    act.sessions_changed()
}

/// Takes a help point out of use; refused while sessions ahead are held there.
pub fn retire(act: &mut Act<'_>, id: PlaceId) -> Answer<()> {
    let ward = mine(act, id)?.ward_id;
    let lines = places::list(act.conn, ward, act.now)?;
    let sessions = lines.iter().find(|line| line.id == id).map_or(0, |line| line.sessions);
    if sessions > 0 {
        return Err(SessionRefusal::PlaceInUse { sessions }.into());
    }
    places::set_active(act.conn, id, false)?;
    audit(act, ward, id, "retire", "")
}

/// Takes a help point into use again.
pub fn restore(act: &mut Act<'_>, id: PlaceId) -> Answer<()> {
    let ward = mine(act, id)?.ward_id;
    places::set_active(act.conn, id, true)?;
    audit(act, ward, id, "restore", "")
}

fn audit(
    act: &mut Act<'_>,
    ward: OrganisationId,
    id: PlaceId,
    what: &str,
    detail: &str,
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(ward),
        entity: "place",
        id: id.0,
        act: what,
        from: "",
        to: "",
        detail,
    })
}
