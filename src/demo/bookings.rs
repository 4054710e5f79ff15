//! Who booked what: seats are taken with the same arithmetic as `db::seats`.

use std::collections::HashSet;

use super::calendar::{CANCEL_REASON, Planned, Stage};
use super::chance::Chance;
use super::residents::{self, Persona, Residents};
use super::setting::Setting;
use super::staff;
use crate::db::bulk::{BookingRow, SlotRow};
use crate::db::sessions::bookable;
use crate::domain::at::At;
use crate::domain::bookings::{Agreed, BookingState, Channel, Relation};
use crate::domain::codes;
use crate::domain::ids::*;

/// Kept for people who come without booking, in percent.
pub const WALK_IN_PERCENT: i64 = 30;

/// Bookings and slots of all sessions.
pub struct Bookings {
    pub rows: Vec<BookingRow>,
    pub slots: Vec<SlotRow>,
    codes: HashSet<String>,
}

/// How a booking comes to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Takes a seat that may be booked.
    Ahead,
    /// Takes any seat on the day.
    WalkIn,
    /// Takes none: given back, or waiting.
    Without(BookingState),
}

impl Bookings {
    pub fn new() -> Bookings {
        Bookings { rows: Vec::new(), slots: Vec::new(), codes: HashSet::new() }
    }

    /// A code nobody has.
    pub fn new_code(&mut self, chance: &mut Chance) -> String {
        loop {
            let code = codes::code(chance.between(0, i64::MAX) as u64);
            if self.codes.insert(code.clone()) {
                return code;
            }
        }
    }

    /// Cuts a session into its slots; answers where they lie in [`Bookings::slots`].
    pub fn cut(&mut self, session: &Planned) -> std::ops::Range<usize> {
        let first = self.slots.len();
        for number in 0..session.slots() {
            let starts_at = session.starts_at.plus_minutes(number * session.slot_minutes);
            self.slots.push(SlotRow {
                id: SlotId(self.slots.len() as i64 + 1),
                session_id: session.id,
                starts_at,
                ends_at: starts_at.plus_minutes(session.slot_minutes),
                seats: session.seats,
                bookable: bookable(session.seats, WALK_IN_PERCENT),
                taken: 0,
                booked_ahead: 0,
            });
        }
        first..self.slots.len()
    }

    /// Books about `people` into a session; answers where the rows lie.
    pub fn fill(
        &mut self,
        town: (&Setting, &mut Residents, &mut Chance),
        session: &Planned,
        slots: std::ops::Range<usize>,
        people: usize,
    ) -> std::ops::Range<usize> {
        let (setting, residents, chance) = town;
        let first = self.rows.len();
        for _ in 0..people {
            let way = way(session.stage, chance);
            let slot = match session.stage {
                Stage::Running => self.next_slot(setting.now, &slots, way),
                _ => self.free_slot(&slots, way, chance),
            };
            let Some(slot) = slot else { continue };
            let topic = *chance.one(session.topics);
            let created_at = self.booked_at(setting, session, slot, way, chance);
            let day = session.day();
            let who = residents.somebody(chance, setting, session.ward, day, created_at);
            self.add((setting, residents, chance), session, (slot, who, topic), way, created_at);
        }
        if session.stage == Stage::Full {
            self.fill_up((setting, residents, chance), session, &slots);
        }
        first..self.rows.len()
    }

    /// Every bookable seat taken, four people waiting, one offered a seat that came free.
    fn fill_up(
        &mut self,
        (setting, residents, chance): (&Setting, &mut Residents, &mut Chance),
        session: &Planned,
        slots: &std::ops::Range<usize>,
    ) {
        let day = session.day();
        let mut latest = setting.now.plus_minutes(-3 * 24 * 60);
        while let Some(slot) = self.free_slot(slots, Way::Ahead, chance) {
            latest = latest.plus_minutes(37);
            let who = residents.somebody(chance, setting, session.ward, day, latest);
            let topic = *chance.one(session.topics);
            self.add((setting, residents, chance), session, (slot, who, topic), Way::Ahead, latest);
        }
        for number in 0..4 {
            let at = setting.now.plus_minutes(-300 + number * 61);
            let slot = slots.start + chance.index(slots.len());
            let who = residents.somebody(chance, setting, session.ward, day, at);
            let way = Way::Without(BookingState::Waiting);
            let topic = *chance.one(session.topics);
            self.add((setting, residents, chance), session, (slot, who, topic), way, at);
        }
        // The last of those who booked gave up; the seat is offered to the next in line.
        if let Some(last) = self.rows.iter_mut().rev().find(|row| {
            row.session_id == session.id && row.ahead && row.state == BookingState::Booked
        }) {
            last.state = BookingState::Offered;
            last.offered_until = Some(setting.now.plus_minutes(180));
        }
    }

    /// A persona's booking; nothing when the session has no seat left.
    pub fn book_persona(
        &mut self,
        (setting, residents, chance): (&Setting, &mut Residents, &mut Chance),
        session: &Planned,
        slots: &std::ops::Range<usize>,
        who: &Persona,
    ) {
        let Some(slot) = self.free_slot(slots, Way::Ahead, chance) else { return };
        let at = setting.now.plus_minutes(-26 * 60);
        let resident = residents.known(setting, who, at, session.day());
        let town = (setting, &mut *residents, &mut *chance);
        self.add(town, session, (slot, resident, who.topic), Way::Ahead, at);
        let Some(row) = self.rows.last_mut() else { return };
        row.channel = Channel::Web;
        clear_proxy(row);
        if who.by_area_head {
            row.channel = Channel::Proxy;
            row.proxy_name = Some(staff::PHUOC.name.to_owned());
            row.proxy_relation = Some(Relation::AreaHead);
            row.proxy_agreed = Some(Agreed::Present);
            row.proxy_may_change = true;
            row.proxy_phone = Some(residents::fictitious_phone(7));
        }
    }

    fn free_slot(
        &self,
        slots: &std::ops::Range<usize>,
        way: Way,
        chance: &mut Chance,
    ) -> Option<usize> {
        let free: Vec<usize> = slots.clone().filter(|index| self.is_free(*index, way)).collect();
        if free.is_empty() { None } else { Some(*chance.one(&free)) }
    }

    /// The running session is filled evenly, so that there is something to do at any minute,
    /// and keeps a seat in every slot, half of them in the last; who comes without booking takes one that has begun.
    fn next_slot(&self, now: At, slots: &std::ops::Range<usize>, way: Way) -> Option<usize> {
        let begun = |index: &usize| way != Way::WalkIn || self.slots[*index].starts_at <= now;
        let has_more = |index: &usize| {
            let slot = &self.slots[*index];
            let kept = if *index + 1 == slots.end { slot.seats / 2 } else { 1 };
            slot.taken + kept < slot.seats
        };
        let free = slots.clone().filter(|index| self.is_free(*index, way));
        free.filter(has_more).filter(begun).min_by_key(|index| self.slots[*index].taken)
    }

    fn is_free(&self, index: usize, way: Way) -> bool {
        let slot = &self.slots[index];
        match way {
            Way::Ahead => slot.taken < slot.seats && slot.booked_ahead < slot.bookable,
            Way::WalkIn => slot.taken < slot.seats,
            Way::Without(_) => true,
        }
    }

    /// Some days before, or at the door.
    fn booked_at(
        &self,
        setting: &Setting,
        session: &Planned,
        slot: usize,
        way: Way,
        chance: &mut Chance,
    ) -> At {
        if way == Way::WalkIn {
            return self.slots[slot].starts_at.plus_minutes(chance.between(-8, 4));
        }
        let hours = chance.between(20, 9 * 24);
        let at = session.starts_at.plus_minutes(-hours * 60 + chance.between(0, 59));
        at.min(setting.now.plus_minutes(-chance.between(30, 2000)))
    }

    fn add(
        &mut self,
        (setting, residents, chance): (&Setting, &mut Residents, &mut Chance),
        session: &Planned,
        (slot, who, topic): (usize, usize, &str),
        way: Way,
        created_at: At,
    ) {
        let code = self.new_code(chance);
        let resident = &residents.rows[who];
        let slot = &mut self.slots[slot];
        let (state, held, ahead) = match way {
            Way::Ahead => (BookingState::Booked, true, true),
            Way::WalkIn => (BookingState::Arrived, true, false),
            Way::Without(state) => (state, false, false),
        };
        slot.taken += i64::from(held);
        slot.booked_ahead += i64::from(ahead);
        let channel = match way {
            Way::WalkIn => Channel::WalkIn,
            _ => chance.weighted(&[(Channel::Web, 68), (Channel::Proxy, 18), (Channel::Desk, 14)]),
        };
        let cancelled = state == BookingState::Cancelled;
        let mut row = BookingRow {
            id: BookingId(self.rows.len() as i64 + 1),
            idempotency_key: format!("demo-{}", self.rows.len() + 1),
            code,
            ward_id: setting.wards[session.ward].id,
            session_id: session.id,
            slot_id: slot.id,
            resident_id: resident.id,
            topic_code: topic.to_owned(),
            state,
            channel,
            seat_held: held,
            ahead,
            day: slot.starts_at.day(),
            person_key: resident.person_key.clone(),
            phrase: codes::phrase(chance.between(0, i64::MAX) as u64),
            tear_off: codes::tear_off(chance.between(0, i64::MAX) as u64),
            queue_number: None,
            led_by: None,
            offered_until: None,
            proxy_name: None,
            proxy_relation: None,
            proxy_agreed: None,
            proxy_may_change: false,
            proxy_phone: None,
            cancel_reason: cancelled.then(|| cancel_reason(session.stage, chance)),
            felt_helped: None,
            created_at,
            arrived_at: None,
            started_at: None,
            finished_at: None,
        };
        if channel == Channel::Proxy {
            give_proxy(&mut row, chance);
        }
        self.rows.push(row);
    }
}

fn way(stage: Stage, chance: &mut Chance) -> Way {
    let gone = |chance: &mut Chance| match chance.percent(70) {
        true => Way::Without(BookingState::Cancelled),
        false => Way::Without(BookingState::Rescheduled),
    };
    match stage {
        Stage::Cancelled => Way::Without(BookingState::Cancelled),
        Stage::Ahead | Stage::Full if chance.percent(6) => gone(chance),
        Stage::Ahead | Stage::Full => Way::Ahead,
        _ if chance.percent(7) => gone(chance),
        _ if chance.percent(28) => Way::WalkIn,
        _ => Way::Ahead,
    }
}

/// As the services write it.
fn cancel_reason(stage: Stage, chance: &mut Chance) -> String {
    let reason = match stage {
        Stage::Cancelled => CANCEL_REASON,
        _ => chance.weighted(&[("by_resident", 80), ("by_ward", 20)]),
    };
    reason.to_owned()
}

fn give_proxy(row: &mut BookingRow, chance: &mut Chance) {
    use super::names;
    row.proxy_name = Some(names::adult(chance));
    row.proxy_relation = Some(chance.weighted(&[
        (Relation::Child, 50),
        (Relation::Relative, 18),
        (Relation::Neighbour, 14),
        (Relation::AreaHead, 12),
        (Relation::Officer, 6),
    ]));
    row.proxy_agreed = Some(*chance.one(Agreed::ALL));
    row.proxy_may_change = chance.percent(70);
    row.proxy_phone =
        row.proxy_may_change.then(|| residents::fictitious_phone(chance.between(900, 999)));
}

fn clear_proxy(row: &mut BookingRow) {
    row.proxy_name = None;
    row.proxy_relation = None;
    row.proxy_agreed = None;
    row.proxy_may_change = false;
    row.proxy_phone = None;
}
