//! A small town made by chance, in the database and in memory alike.

use chrono::{Days, NaiveDate, NaiveTime};
use dai_su_so::db::accounts::{self, NewAccount};
use dai_su_so::db::ambassadors::apart::{self, Said};
use dai_su_so::db::ambassadors::{self, NewAmbassador, Signature};
use dai_su_so::db::organisations::{self, ClosedDays, NewOrganisation};
use dai_su_so::db::schema::{
    ambassadors as ambassadors_table, availability_exceptions, sessions as sessions_table,
};
use dai_su_so::db::sessions::{self, NewSession};
use dai_su_so::domain::access::{AccountKind, Actor, OrganisationKind, Person, Pupil};
use dai_su_so::domain::at::At;
use dai_su_so::domain::consent::{Agreement, ConsentMethod, Purpose, Side};
use dai_su_so::domain::eligibility::*;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::refusal::Message;
use dai_su_so::domain::school_year::{ClosedKind, ClosedSpan};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::topics::Tier;
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use crate::house::saturday_at;
use crate::house::world::{World, YEAR};

/// Splitmix64: enough chance for a test, the same on every machine.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn of<T: Clone>(&mut self, these: &[T]) -> T {
        these[self.below(these.len() as u64) as usize].clone()
    }
}

/// A town in memory: what the rules are asked about.
pub struct Town {
    pub pupils: Vec<(Actor, Candidate)>,
    pub sessions: Vec<SessionFacts>,
    pub closed: Vec<ClosedSpan>,
}

const TOPICS: [(&str, Tier); 3] =
    [("A4", Tier::Guide), ("A2", Tier::Adult), ("C5", Tier::Reserved)];

fn today() -> NaiveDate {
    saturday_at(7, 0).day()
}

fn a_day(chance: &mut Chance) -> NaiveDate {
    today() + Days::new(chance.of(&[0, 1, 1, 2, 4, 7]))
}

fn a_span(chance: &mut Chance) -> (i64, i64) {
    let from = 6 * 60 + 15 * chance.below(40) as i64;
    (from, (from + 60 + 30 * chance.below(20) as i64).min(1440))
}

pub fn build(act: &mut Act<'_>, world: World, chance: &mut Chance, case: u64) -> Answer<Town> {
    let code = format!("T{case}");
    let school = NewOrganisation {
        kind: OrganisationKind::School,
        ward: Some(world.ward),
        name: &code,
        short_name: &code,
        code: &code,
        parent_name: "",
        aliases: "",
        phone: "028",
        address: "",
    };
    let school = organisations::add(act.conn, &school, act.now)?;
    let class = organisations::add_class(act.conn, school, YEAR, "8A1", 8)?;
    for weekday in 1..=5 {
        organisations::add_lesson_hours(act.conn, class, weekday, (420, 690))?;
    }
    let mut town = Town { pupils: vec![], sessions: vec![], closed: vec![] };
    if chance.one_in(4) {
        let day = a_day(chance);
        let kind = chance.of(&[ClosedKind::ExamWeek, ClosedKind::Closure]);
        town.closed.push(ClosedSpan {
            organisation: Some(school),
            kind,
            from_day: day,
            to_day: day,
            name: Message::new("Kiểm tra", "Exams"),
        });
        let row = ClosedDays {
            organisation_id: Some(school),
            kind,
            from_day: day,
            to_day: day,
            name_vi: "Kiểm tra".into(),
            name_en: "Exams".into(),
        };
        organisations::add_closed_days(act.conn, &row)?;
    }
    for number in 0..3 {
        let name = format!("t{case}-{number}");
        let pupil = add_pupil(act, chance, &name, (school, world.ward, class))?;
        town.pupils.push(pupil);
    }
    if chance.one_in(3) {
        let (one, other) = (town.pupils[0].1.ambassador, town.pupils[1].1.ambassador);
        let said = Said { reason: "Gia đình đề nghị", by: None, at: act.now };
        apart::add(act.conn, one, other, said)?;
        town.pupils[0].1.kept_apart.push(other);
        town.pupils[1].1.kept_apart.push(one);
    }
    for _ in 0..6 {
        town.sessions.push(add_session(act, world, school, chance)?);
    }
    Ok(town)
}

fn add_pupil(
    act: &mut Act<'_>,
    chance: &mut Chance,
    name: &str,
    (school, ward, class): (OrganisationId, OrganisationId, ClassId),
) -> Answer<(Actor, Candidate)> {
    let account = NewAccount {
        kind: AccountKind::Ambassador,
        sign_in_name: name,
        password_hash: None,
        name: "Nguyễn Văn An",
        title: "",
        email: None,
        phone: None,
    };
    let account = accounts::add(act.conn, &account, act.now)?;
    let birth_year = if chance.one_in(12) { chance.of(&[2016, 2007]) } else { 2013 };
    let new = NewAmbassador {
        account_id: account,
        school_id: school,
        class_id: class,
        birth_year,
        home_area_id: None,
        guardian_name: "",
        guardian_phone: None,
        guardian_email: None,
        level: 0,
        badge: name,
    };
    let ambassador = ambassadors::add(act.conn, &new)?;
    let active = !chance.one_in(15);
    let week_cap = chance.of(&[480, 480, 300, 180]);
    diesel::update(ambassadors_table::table.find(ambassador))
        .set((
            ambassadors_table::active.eq(active),
            ambassadors_table::week_cap_minutes.eq(week_cap),
        ))
        .execute(act.conn)
        .map_err(dai_su_so::db::DbError::from)?;
    let mut candidate = Candidate {
        ambassador,
        school,
        active,
        birth_year,
        signatures: vec![],
        certified: vec![],
        free: vec![],
        exceptions: vec![],
        lessons: (1..=5).map(|weekday| Weekly { weekday, minutes: (420, 690) }).collect(),
        shifts: vec![],
        vetoed: Vec::new(),
        kept_apart: vec![],
        week_cap,
        limits: Limits::default(),
    };
    add_standing(act, chance, &mut candidate)?;
    add_times(act, chance, &mut candidate)?;
    let person = Person {
        account,
        sign_in: SignInId(0),
        kind: AccountKind::Ambassador,
        name: "Nguyễn Văn An".into(),
        lang: Lang::Vi,
        roles: vec![],
        pupil: Some(Pupil {
            ambassador,
            school,
            ward,
            class,
            class_name: "8A1".into(),
            agreed: Agreement { child: true, guardian: true },
        }),
    };
    Ok((Actor::Person(Box::new(person)), candidate))
}

fn add_standing(act: &mut Act<'_>, chance: &mut Chance, candidate: &mut Candidate) -> Answer<()> {
    for side in [Side::Child, Side::Guardian] {
        if chance.one_in(15) {
            continue;
        }
        let signature = Signature {
            ambassador: candidate.ambassador,
            purpose: Purpose::TakingPart,
            side,
            school_year: YEAR,
            method: ConsentMethod::Paper,
            given_at: act.now,
            given_by: "Phụ huynh",
            entered_by: None,
        };
        ambassadors::sign(act.conn, &signature)?;
        candidate.signatures.push((side, YEAR.to_owned()));
    }
    for (topic, _) in TOPICS {
        if chance.one_in(5) {
            continue;
        }
        let certified = Certified {
            topic: topic.to_owned(),
            level: chance.of(&[1, 2, 2, 3]),
            from_day: today() - Days::new(chance.below(30)),
            to_day: today() + Days::new(chance.of(&[0, 3, 30, 30, 30])),
        };
        let valid = (certified.from_day, certified.to_day);
        let pupil = candidate.ambassador;
        ambassadors::certify(act.conn, pupil, topic, certified.level, valid, None)?;
        candidate.certified.push(certified);
    }
    Ok(())
}

fn add_times(act: &mut Act<'_>, chance: &mut Chance, candidate: &mut Candidate) -> Answer<()> {
    for weekday in 1..=7 {
        let minutes = if !chance.one_in(5) { (360, 1140) } else { a_span(chance) };
        if chance.one_in(12) {
            continue;
        }
        ambassadors::add_availability(act.conn, candidate.ambassador, weekday, minutes)?;
        candidate.free.push(Weekly { weekday, minutes });
    }
    if chance.one_in(2) {
        let (day, available, minutes) = (a_day(chance), chance.one_in(2), a_span(chance));
        use availability_exceptions::dsl as e;
        diesel::insert_into(e::availability_exceptions)
            .values((
                e::ambassador_id.eq(candidate.ambassador),
                e::day.eq(day),
                e::available.eq(available),
                e::from_minute.eq(minutes.0),
                e::to_minute.eq(minutes.1),
            ))
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        candidate.exceptions.push(DayException { day, available, minutes });
    }
    Ok(())
}

fn add_session(
    act: &mut Act<'_>,
    world: World,
    school: OrganisationId,
    chance: &mut Chance,
) -> Answer<SessionFacts> {
    let from = 7 * 60 + 30 * chance.below(22) as i64;
    let starts_at = At::local(a_day(chance), NaiveTime::MIN).plus_minutes(from);
    let ends_at = starts_at.plus_minutes(chance.of(&[60, 60, 90, 90, 120, 120, 180, 210]));
    let state = chance.of(&[
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::Open,
        SessionState::AwaitingSchool,
        SessionState::Draft,
    ]);
    let near = chance.one_in(2);
    let (place, spot) = match near {
        true => (world.place, Spot { place: world.place, east_m: 0, north_m: 0 }),
        false => (world.far_place, Spot { place: world.far_place, east_m: 4000, north_m: 3000 }),
    };
    let mut topics: Vec<(String, Tier)> =
        TOPICS.iter().filter(|_| chance.one_in(2)).map(|(t, tier)| ((*t).into(), *tier)).collect();
    if topics.is_empty() {
        topics.push(("A4".into(), Tier::Guide));
    }
    let adults = [world.supervisor, world.supervisor_two];
    let adults = if chance.one_in(12) { &adults[..1] } else { &adults[..] };
    let codes: Vec<String> = topics.iter().map(|(code, _)| code.clone()).collect();
    let wanted = chance.of(&[1, 2, 3, 3]);
    let new = NewSession {
        ward: world.ward,
        place,
        series: None,
        state,
        title: "Buổi hỗ trợ",
        starts_at,
        ends_at,
        slot_minutes: 30,
        seats: 4,
        walk_in_percent: 0,
        ambassadors_wanted: wanted,
        pupils_per_adult: 8,
        access_notes: "",
        notes: "",
        topics: &codes,
        supervisors: adults,
        created_by: world.coordinator,
    };
    let id = sessions::add(act.conn, &new, act.now)?;
    let per_adult = chance.of(&[8, 8, 8, 1]);
    diesel::update(sessions_table::table.find(id))
        .set(sessions_table::pupils_per_adult.eq(per_adult))
        .execute(act.conn)
        .map_err(dai_su_so::db::DbError::from)?;
    let approved = !chance.one_in(12);
    if approved {
        crate::house::release(act, id, school)?;
    }
    Ok(SessionFacts {
        id,
        ward: world.ward,
        state,
        starts_at,
        ends_at,
        spot,
        topics,
        supervisors: adults.len() as i64,
        pupils_per_adult: per_adult,
        ambassadors_wanted: wanted,
        members: vec![],
        approved_by: if approved { vec![school] } else { vec![] },
    })
}
