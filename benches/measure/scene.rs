//! A ward with sessions to book, written straight into the database.

use dai_su_so::app::open_office;
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::db::accounts::{self, NewAccount};
use dai_su_so::db::organisations::{self, NewOrganisation, NewPlace};
use dai_su_so::db::sessions::{self, NewSession};
use dai_su_so::db::topics;
use dai_su_so::domain::access::{AccountKind, Actor, OrganisationKind};
use dai_su_so::domain::at::At;
use dai_su_so::domain::ids::{AccountId, OrganisationId, PlaceId, SlotId};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::service::{Act, Answer, Office};

/// The topic everybody books.
pub const TOPIC: &str = "A4";

pub struct Scene {
    pub office: Office,
    ward: OrganisationId,
    place: PlaceId,
    owner: AccountId,
}

impl Scene {
    /// Opens the database and adds the ward.
    pub fn build(runtime: &tokio::runtime::Runtime, database: &str) -> anyhow::Result<Scene> {
        let mut config = Config::defaults();
        config.database.url = database.to_owned();
        let office = open_office(&config, Clock::machine())?;
        let added = runtime.block_on(office.write(&Actor::House, ward));
        let (ward, place, owner) = added.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        Ok(Scene { office, ward, place, owner })
    }

    /// Sessions of so many quarter-hour slots (56 at most) from 6:00 on the day after tomorrow
    /// and the days after it; returns their slots.
    pub fn sessions(
        &self,
        runtime: &tokio::runtime::Runtime,
        count: usize,
        (slots_each, seats): (i64, i64),
    ) -> anyhow::Result<Vec<SlotId>> {
        let (ward, place, owner) = (self.ward, self.place, self.owner);
        let mut slots = Vec::new();
        for chunk in 0..count.div_ceil(100) {
            let numbers = (chunk * 100..count.min((chunk + 1) * 100)).collect::<Vec<_>>();
            let added = runtime.block_on(self.office.write(&Actor::House, move |act| {
                let mut slots = Vec::new();
                for number in &numbers {
                    slots.extend(session(
                        act,
                        (ward, place, owner),
                        *number as i64,
                        (slots_each, seats),
                    )?);
                }
                Ok(slots)
            }));
            slots.extend(added.map_err(|e| anyhow::anyhow!("{e:?}"))?);
        }
        Ok(slots)
    }
}

fn ward(act: &mut Act<'_>) -> Answer<(OrganisationId, PlaceId, AccountId)> {
    let shipped = dai_su_so::domain::topics::shipped()
        .map_err(|error| dai_su_so::service::Error::Fault(error.to_string()))?;
    topics::add_missing(act.conn, &shipped, act.now.day())?;
    let code = format!("M{}", act.now.datetime().timestamp() % 1_000_000);
    let new = NewOrganisation {
        kind: OrganisationKind::Ward,
        ward: None,
        name: "Phường đo đạc",
        short_name: "Phường đo đạc",
        code: &code,
        parent_name: "",
        aliases: "",
        phone: "028 0000 0000",
        address: "",
    };
    let ward = organisations::add(act.conn, &new, act.now)?;
    let area = organisations::add_area(act.conn, ward, "Khu phố 1", "", 1)?;
    let place = NewPlace {
        ward,
        area,
        name: "Văn phòng khu phố 1",
        address: "1 Đường số 1",
        landmark: "đối diện chợ",
        accessible: true,
        at: (0, 0),
    };
    let place = organisations::add_place(act.conn, &place)?;
    let email = format!("{code}@example.vn");
    let owner = NewAccount {
        kind: AccountKind::Staff,
        sign_in_name: &email,
        password_hash: None,
        name: "Người đo",
        title: "",
        email: None,
        phone: None,
    };
    Ok((ward, place, accounts::add(act.conn, &owner, act.now)?))
}

fn session(
    act: &mut Act<'_>,
    (ward, place, owner): (OrganisationId, PlaceId, AccountId),
    number: i64,
    (slots_each, seats): (i64, i64),
) -> Answer<Vec<SlotId>> {
    let day = act.now.plus_minutes((2 + number % 60) * 24 * 60).day();
    let six = chrono::NaiveTime::from_hms_opt(6, 0, 0).expect("six o'clock");
    let starts_at = At::local(day, six);
    let new = NewSession {
        ward,
        place,
        series: None,
        state: SessionState::Open,
        title: "Buổi hỗ trợ",
        starts_at,
        ends_at: starts_at.plus_minutes(slots_each * 15),
        slot_minutes: 15,
        seats,
        walk_in_percent: 0,
        pupils_per_adult: 8,
        ambassadors_wanted: 0,
        access_notes: "",
        notes: "",
        topics: &[TOPIC.to_owned()],
        supervisors: &[],
        created_by: owner,
    };
    let id = sessions::add(act.conn, &new, act.now)?;
    Ok(sessions::slots(act.conn, id)?.into_iter().map(|slot| slot.id).collect())
}
