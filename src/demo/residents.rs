//! The people who come: five from the dossier, the others invented.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::chance::Chance;
use super::names;
use super::setting::{Setting, Ward};
use crate::db::bulk::ResidentRow;
use crate::domain::at::At;
use crate::domain::bookings::{AccessNeed, needs_stored};
use crate::domain::ids::*;
use crate::domain::names::fold;
use crate::domain::people::person_key;
use crate::domain::phone::Phone;

/// Numbers that belong to nobody in this demo: 0900 000 xxx.
pub fn fictitious_phone(number: i64) -> String {
    format!("+84900000{:03}", number.rem_euclid(1000))
}

/// Somebody of the dossier (§1.8).
pub struct Persona {
    pub name: &'static str,
    age: i64,
    phone: Option<i64>,
    /// Number of the neighbourhood.
    area: usize,
    needs: &'static [AccessNeed],
    pub topic: &'static str,
    /// Ông Phước, head of khu phố 7, speaks for her.
    pub by_area_head: bool,
}

const fn persona(
    name: &'static str,
    age: i64,
    phone: Option<i64>,
    area: usize,
    topic: &'static str,
) -> Persona {
    Persona { name, age, phone, area, needs: &[], topic, by_area_head: false }
}

/// Forgot the VNeID password on a new telephone, sees badly.
pub const SAU: Persona =
    Persona { needs: &[AccessNeed::Eyesight], ..persona("Trần Văn Sáu", 71, Some(6), 5, "A2") };
/// Sells bún and must declare her taxes.
pub const LAN: Persona = persona("Lê Thị Lan", 46, Some(46), 1, "F2");
/// Rents a room, works in a factory, free in the evening and on Sunday.
pub const TUAN: Persona = persona("Nguyễn Anh Tuấn", 33, Some(33), 9, "C2");
/// Has a newborn child.
pub const HANH: Persona = persona("Phạm Thị Hạnh", 29, Some(29), 6, "C4");
/// Eighty, without a telephone of her own.
pub const CHIN: Persona = Persona {
    needs: &[AccessNeed::Wheelchair, AccessNeed::Companion],
    by_area_head: true,
    ..persona("Võ Thị Chín", 80, None, 7, "A7")
};

/// Everybody so far.
#[derive(Default)]
pub struct Residents {
    pub rows: Vec<ResidentRow>,
    /// Days on which somebody has a booking: nobody comes twice on one.
    days: Vec<HashSet<NaiveDate>>,
    /// Indices of a ward's people.
    by_ward: Vec<Vec<usize>>,
    phones: i64,
}

impl Residents {
    pub fn new(wards: usize) -> Residents {
        // The first hundred numbers are those of the dossier's people and of the ward.
        Residents { by_ward: vec![Vec::new(); wards], phones: 100, ..Residents::default() }
    }

    /// Somebody for a booking on `day`: one in twelve has been helped before.
    pub fn somebody(
        &mut self,
        chance: &mut Chance,
        setting: &Setting,
        ward: usize,
        day: NaiveDate,
        created_at: At,
    ) -> usize {
        if self.by_ward[ward].len() > 20 && chance.percent(8) {
            let known = *chance.one(&self.by_ward[ward]);
            if self.days[known].insert(day) {
                return known;
            }
        }
        let area = chance.index(setting.wards[ward].areas.len());
        let age = chance.weighted(&[(25, 10), (38, 16), (52, 24), (63, 28), (74, 22)]);
        let birth_year =
            chance.percent(70).then(|| i64::from(setting.first_year) - age - chance.between(-5, 6));
        let phone = (self.phones < 1000 && chance.percent(78)).then(|| {
            self.phones += 1;
            self.phones - 1
        });
        let needs: &[AccessNeed] = match age {
            60.. => chance.weighted(&[
                (&[][..], 72),
                (&[AccessNeed::Eyesight], 12),
                (&[AccessNeed::Hearing], 6),
                (&[AccessNeed::Reading], 5),
                (&[AccessNeed::Eyesight, AccessNeed::Companion], 3),
                (&[AccessNeed::Wheelchair], 2),
            ]),
            _ => chance.weighted(&[(&[][..], 97), (&[AccessNeed::Reading], 3)]),
        };
        let name = names::adult(chance);
        self.add(
            &setting.wards[ward],
            ward,
            (&name, phone, birth_year, area, needs),
            created_at,
            day,
        )
    }

    /// Somebody of the dossier.
    pub fn known(
        &mut self,
        setting: &Setting,
        who: &Persona,
        created_at: At,
        day: NaiveDate,
    ) -> usize {
        let birth_year = Some(i64::from(setting.first_year) - who.age);
        let about = (who.name, who.phone, birth_year, who.area - 1, who.needs);
        self.add(&setting.wards[0], 0, about, created_at, day)
    }

    fn add(
        &mut self,
        place: &Ward,
        ward: usize,
        (name, phone, birth_year, area, needs): (
            &str,
            Option<i64>,
            Option<i64>,
            usize,
            &[AccessNeed],
        ),
        created_at: At,
        day: NaiveDate,
    ) -> usize {
        let phone = phone.map(fictitious_phone);
        let parsed = phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
        let area_id = Some(place.areas[area]);
        let index = self.rows.len();
        self.rows.push(ResidentRow {
            id: ResidentId(index as i64 + 1),
            ward_id: place.id,
            name: name.to_owned(),
            phone,
            birth_year,
            area_id,
            access_needs: needs_stored(needs),
            search: fold(name),
            person_key: person_key(name, parsed.as_ref(), birth_year, area_id),
            created_at,
        });
        self.days.push(HashSet::from([day]));
        self.by_ward[ward].push(index);
        index
    }
}
