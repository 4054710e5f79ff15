//! Wards, schools, their neighbourhoods and classes.

use super::staff::keeps;
use super::{Act, Answer, Error, Step};
use crate::db::organisations::{self, Area, Class, NewOrganisation, Organisation};
use crate::domain::access::OrganisationKind;
use crate::domain::ids::OrganisationId;
use crate::domain::organisations::{Details, LinesForm, OrganisationForm, grade, lines};
use crate::domain::refusal::{Message, Problems};
use crate::domain::school_year;

/// All wards, each followed by its schools.
pub fn list(act: &mut Act<'_>) -> Answer<Vec<Organisation>> {
    Ok(organisations::all(act.conn)?)
}

/// One organisation as its keepers see it.
pub struct Kept {
    pub organisation: Organisation,
    pub areas: Vec<Area>,
    pub classes: Vec<Class>,
    /// Staff are asked for a second step.
    pub two_step: bool,
}

/// An organisation of which this person keeps accounts.
pub fn one(act: &mut Act<'_>, id: OrganisationId) -> Answer<Kept> {
    keeps(act, Some(id))?;
    let organisation = organisations::get(act.conn, id)?;
    let year = school_year::of(act.now.day());
    Ok(Kept {
        areas: organisations::areas(act.conn, id)?,
        classes: organisations::classes(act.conn, id, &year)?,
        two_step: super::two_step::is_required(act, id)?,
        organisation,
    })
}

/// Adds a ward or a school.
pub fn add(act: &mut Act<'_>, form: &OrganisationForm) -> Answer<OrganisationId> {
    let details = Details::parse(form)?;
    let ward = match details.kind {
        OrganisationKind::Ward => None,
        OrganisationKind::School => Some(ward_of(act, form)?),
    };
    let all = organisations::all(act.conn)?;
    if all.iter().any(|o| o.code == details.code) {
        let taken =
            Message::new("Mã này đã có đơn vị khác dùng.", "Another organisation has this code.");
        return Err(Problems::one("code", taken).into());
    }
    let new = NewOrganisation {
        kind: details.kind,
        ward,
        name: &details.name,
        short_name: &details.short_name,
        code: &details.code,
        parent_name: &details.parent_name,
        aliases: &details.aliases,
        phone: &details.phone,
        address: &details.address,
    };
    let id = organisations::add(act.conn, &new, act.now)?;
    audit(act, id, "add", "")?;
    Ok(id)
}

fn ward_of(act: &mut Act<'_>, form: &OrganisationForm) -> Answer<OrganisationId> {
    let choose = || {
        let message = Message::new("Hãy chọn phường của trường.", "Choose the school's ward.");
        Error::Invalid(Problems::one("under", message))
    };
    let id = form.under.parse().map_err(|_| choose())?;
    match organisations::get(act.conn, id) {
        Ok(ward) if ward.kind == OrganisationKind::Ward => Ok(ward.id),
        _ => Err(choose()),
    }
}

/// Adds neighbourhoods to a ward, or classes of this school year to a school; those
/// that are there already stay. Returns how many are new.
pub fn add_parts(act: &mut Act<'_>, id: OrganisationId, form: &LinesForm) -> Answer<usize> {
    let kept = one(act, id)?;
    let mut added = 0;
    let year = school_year::of(act.now.day());
    for (at, name) in lines(form).iter().enumerate() {
        match kept.organisation.kind {
            OrganisationKind::Ward if kept.areas.iter().all(|area| area.name != *name) => {
                let position = (kept.areas.len() + at) as i64;
                organisations::add_area(act.conn, id, name, "", position)?;
            }
            OrganisationKind::School if kept.classes.iter().all(|class| class.name != *name) => {
                let grade = grade(name).ok_or_else(|| {
                    let (vi, en) = (
                        format!("Tên lớp phải bắt đầu bằng khối 6 đến 9: «{name}»."),
                        format!("A class name begins with its grade, 6 to 9: “{name}”."),
                    );
                    Error::Invalid(Problems::one("lines", Message::new(vi, en)))
                })?;
                organisations::add_class(act.conn, id, &year, name, grade)?;
            }
            _ => continue,
        }
        added += 1;
    }
    audit(act, id, "add_parts", &added.to_string())?;
    act.sessions_changed()?;
    Ok(added)
}

fn audit(act: &mut Act<'_>, id: OrganisationId, what: &str, detail: &str) -> Answer<()> {
    act.audit(Step {
        organisation: Some(id),
        entity: "organisation",
        id: id.0,
        act: what,
        from: "",
        to: "",
        detail,
    })
}
