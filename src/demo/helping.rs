//! What happened in sessions that are over, and what is happening in the one that runs:
//! adults in the room, arrivals, help, supports, hours.

use std::collections::HashMap;
use std::ops::Range;

use super::bookings::Bookings;
use super::calendar::{Planned, Stage};
use super::chance::Chance;
use super::pupils::Pupil;
use super::setting::Setting;
use super::shifts::Member;
use crate::db::bulk::{AttendanceRow, BookingRow, HoursRow, MatchRow, ShiftRow, SupportRow};
use crate::domain::at::At;
use crate::domain::bookings::{BookingState, FeltHelped};
use crate::domain::hours::{Book, Caps, HoursKind, Span, attended};
use crate::domain::ids::*;
use crate::domain::matches::MatchState;
use crate::domain::school_year;
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome, SupportState};

/// What was done, in every session so far.
#[derive(Default)]
pub struct Helping {
    pub attendance: Vec<AttendanceRow>,
    pub matches: Vec<MatchRow>,
    pub supports: Vec<SupportRow>,
    pub hours: Vec<HoursRow>,
    books: HashMap<AmbassadorId, Book>,
}

/// One session and those who work in it.
pub struct Room<'a> {
    pub setting: &'a Setting,
    pub session: &'a Planned,
    pub slots: Range<usize>,
    pub pupils: &'a [Pupil],
    pub team: &'a [Member],
    pub shifts: &'a [ShiftRow],
}

/// The room as it fills: who helps, and the last number drawn.
#[derive(Default)]
struct Floor {
    /// Pupils who help in this slot, and those whom the slot before still keeps.
    busy: Vec<AmbassadorId>,
    /// Pupils whose help is not over yet.
    kept: Vec<AmbassadorId>,
    /// Adults of the running session who help somebody.
    adults: Vec<AccountId>,
    /// Seats in use.
    helping: i64,
    /// Who is late for the last slot.
    late: i64,
    queue: i64,
}

/// How help went.
struct Course {
    outcome: Outcome,
    can_do_alone: CanDoAlone,
    handed_to: &'static str,
}

impl Helping {
    /// Plays a session up to now.
    pub fn play(
        &mut self,
        room: &Room<'_>,
        chance: &mut Chance,
        bookings: &mut Bookings,
        rows: Range<usize>,
    ) {
        self.adults_arrive(room, chance);
        let slots: Vec<(SlotId, At, At)> = bookings.slots[room.slots.clone()]
            .iter()
            .map(|slot| (slot.id, slot.starts_at, slot.ends_at))
            .collect();
        let mut floor = Floor::default();
        for (slot, from, to) in slots {
            floor.busy.clone_from(&floor.kept);
            for index in rows.clone() {
                if bookings.rows[index].slot_id == slot {
                    let row = &mut bookings.rows[index];
                    self.attend(room, chance, row, (from, to), &mut floor);
                }
            }
        }
        if room.session.stage == Stage::Past {
            self.credit(room);
        }
    }

    fn adults_arrive(&mut self, room: &Room<'_>, chance: &mut Chance) {
        let session = room.session;
        let over = session.stage != Stage::Running;
        for who in &session.supervisors {
            self.attendance.push(AttendanceRow {
                session_id: session.id,
                account_id: *who,
                checked_in_at: session.starts_at.plus_minutes(-chance.between(12, 25)),
                checked_out_at: over.then(|| session.ends_at.plus_minutes(chance.between(14, 30))),
                entered_by: session.supervisors[0],
            });
            // Two adults are enough to begin; the third comes later.
            if !over && self.attendance.iter().filter(|a| a.session_id == session.id).count() == 2 {
                break;
            }
        }
    }

    /// What becomes of one booking.
    fn attend(
        &mut self,
        room: &Room<'_>,
        chance: &mut Chance,
        row: &mut BookingRow,
        (from, to): (At, At),
        floor: &mut Floor,
    ) {
        if !row.seat_held {
            return;
        }
        let now = room.setting.now;
        if from > now {
            // Of those booked for later, one in eight is early; nobody walks in ahead of time.
            let early = from.minutes_since(now) <= 30 && chance.percent(25);
            if row.state == BookingState::Arrived || early {
                arrive(row, now.plus_minutes(-chance.between(1, 9)), &mut floor.queue);
            }
            return;
        }
        // In its last half hour somebody is still to come.
        if to > now && to == room.session.ends_at && row.ahead && floor.late < 2 {
            floor.late += 1;
            return;
        }
        if row.ahead && chance.percent(10) {
            if room.session.stage == Stage::Past {
                row.state = BookingState::Absent;
            }
            return;
        }
        let came = from.plus_minutes(chance.between(-14, 3)).max(row.created_at).min(now);
        arrive(row, came, &mut floor.queue);
        let helper = helper(room, chance, &row.topic_code, &floor.busy);
        let started = from.plus_minutes(chance.between(1, 5)).max(came);
        let planned = room.setting.minutes(&row.topic_code) + chance.between(-6, 4);
        let ended = started.plus_minutes(planned.max(6)).min(to.plus_minutes(-1)).max(started);
        let full = floor.helping == room.session.seats;
        // A desk at which nobody is helped shows little.
        let few = floor.helping < 3;
        if started > now || (to > now && (full || (!few && chance.percent(25)))) {
            return;
        }
        // Help that began half an hour ago is not always over on the minute.
        let lasts = now.minutes_since(to) < 8 && (few || chance.percent(60));
        let going_on = to > now || (lasts && !full);
        // Nobody helps two at once: without a free adult the resident waits.
        let free = |who: &&AccountId| !going_on || !floor.adults.contains(who);
        let adult = room.session.supervisors.iter().take(2).find(free).copied();
        if helper.is_none() && adult.is_none() {
            return;
        }
        row.started_at = Some(started);
        row.led_by = adult.filter(|_| helper.is_none());
        floor.busy.extend(helper);
        if going_on {
            floor.kept.extend(helper);
            floor.adults.extend(row.led_by);
            floor.helping += 1;
            row.state = BookingState::BeingHelped;
            self.matched(row, helper, MatchState::Accepted);
            return;
        }
        self.help(room, chance, row, (started, ended), helper);
    }

    fn matched(&mut self, row: &BookingRow, helper: Option<AmbassadorId>, state: MatchState) {
        let Some(ambassador_id) = helper else { return };
        self.matches.push(MatchRow {
            booking_id: row.id,
            ambassador_id,
            state,
            pinned: false,
            reason: String::new(),
            created_at: row.created_at,
            decided_at: row.arrived_at,
        });
    }

    fn help(
        &mut self,
        room: &Room<'_>,
        chance: &mut Chance,
        row: &mut BookingRow,
        (started, ended): (At, At),
        helper: Option<AmbassadorId>,
    ) {
        let course = course(chance, helper.is_none());
        row.state = match course.outcome {
            Outcome::Referred => BookingState::Referred,
            _ => BookingState::Helped,
        };
        row.finished_at = Some(ended);
        if chance.percent(45) {
            let felt = [(FeltHelped::Yes, 82), (FeltHelped::Partly, 14), (FeltHelped::No, 4)];
            row.felt_helped = Some(chance.weighted(&felt));
        }
        self.matched(row, helper, MatchState::Done);
        let support = support(room, chance, row, (started, ended), helper, &course);
        self.supports.push(support);
    }

    /// Hours of the session's shifts, by the ledger's own arithmetic.
    fn credit(&mut self, room: &Room<'_>) {
        let session = room.session;
        let window = Span { from: session.starts_at, to: session.ends_at };
        for member in room.team {
            let shift = &room.shifts[member.shift];
            let (Some(from), Some(to)) = (shift.checked_in_at, shift.checked_out_at) else {
                continue;
            };
            let who = shift.ambassador_id;
            let book = self.books.entry(who).or_insert_with(|| Book::open(Caps::SESSIONS, []));
            let minutes = book.credit(session.day(), attended(Span { from, to }, window));
            if minutes > 0 {
                self.hours.push(HoursRow {
                    id: HoursEntryId(self.hours.len() as i64 + 1),
                    ambassador_id: who,
                    school_year: school_year::of(session.day()),
                    kind: HoursKind::Session,
                    shift_id: Some(shift.id),
                    family_support_id: None,
                    reverses_id: None,
                    minutes,
                    earned_on: session.day(),
                    reason: String::new(),
                    created_by: session.supervisors.first().copied(),
                    created_at: closed_at(session).min(room.setting.now),
                });
            }
        }
    }
}

/// A session is confirmed three quarters of an hour after its end.
fn closed_at(session: &Planned) -> At {
    session.ends_at.plus_minutes(45)
}

fn arrive(row: &mut BookingRow, at: At, queue: &mut i64) {
    *queue += 1;
    row.state = BookingState::Arrived;
    row.arrived_at = Some(at);
    row.queue_number = Some(*queue);
}

/// A pupil of the team who is free in this slot and certified; an adult otherwise.
fn helper(
    room: &Room<'_>,
    chance: &mut Chance,
    topic: &str,
    busy: &[AmbassadorId],
) -> Option<AmbassadorId> {
    let tier = room.setting.tier(topic);
    let day = room.session.day();
    let able: Vec<AmbassadorId> = room
        .team
        .iter()
        .filter(|member| room.shifts[member.shift].checked_in_at.is_some())
        .map(|member| &room.pupils[member.pupil].candidate)
        .filter(|pupil| !busy.contains(&pupil.ambassador) && pupil.is_certified(topic, tier, day))
        .map(|pupil| pupil.ambassador)
        .collect();
    if able.is_empty() { None } else { Some(*chance.one(&able)) }
}

fn course(chance: &mut Chance, by_adult: bool) -> Course {
    let outcome = chance.weighted(&[
        (Outcome::Alone, 24),
        (Outcome::Guided, 58),
        (Outcome::Unfinished, 6),
        (Outcome::Referred, if by_adult { 14 } else { 7 }),
        (Outcome::Declined, 1),
    ]);
    let can_do_alone = match outcome {
        Outcome::Alone => chance.weighted(&[(CanDoAlone::Yes, 80), (CanDoAlone::WithHelp, 20)]),
        Outcome::Guided => chance.weighted(&[
            (CanDoAlone::Yes, 42),
            (CanDoAlone::WithHelp, 44),
            (CanDoAlone::No, 14),
        ]),
        _ => chance.weighted(&[(CanDoAlone::WithHelp, 40), (CanDoAlone::No, 60)]),
    };
    let handed_to = match outcome {
        Outcome::Referred => *chance.one(&[
            "Công an phường",
            "Bộ phận Một cửa",
            "Công chức Tư pháp - Hộ tịch",
            "Bảo hiểm xã hội",
        ]),
        _ => "",
    };
    Course { outcome, can_do_alone, handed_to }
}

fn support(
    room: &Room<'_>,
    chance: &mut Chance,
    row: &BookingRow,
    (started_at, ended_at): (At, At),
    ambassador_id: Option<AmbassadorId>,
    course: &Course,
) -> SupportRow {
    let session = room.session;
    let adult = session.supervisors.first().copied();
    let week_old = session.ends_at.plus_minutes(7 * 24 * 60) < room.setting.now;
    let state = match session.stage {
        Stage::Past if week_old => SupportState::Verified,
        Stage::Past => SupportState::ClosedBySupervisor,
        Stage::ToConfirm => chance.weighted(&[
            (SupportState::Logged, 70),
            (SupportState::ClosedBySupervisor, 24),
            (SupportState::Returned, 6),
        ]),
        _ => SupportState::Logged,
    };
    let closed = matches!(state, SupportState::ClosedBySupervisor | SupportState::Verified);
    let verified = state == SupportState::Verified;
    // Whoever gave the help does not confirm it.
    let by_hand = ambassador_id.is_none();
    let second = session.supervisors.get(1).copied().or(adult);
    let closer = if by_hand { second } else { adult };
    let officer = room.setting.wards[session.ward].schools[0].officer;
    SupportRow {
        booking_id: row.id,
        session_id: session.id,
        ambassador_id,
        topic_code: row.topic_code.clone(),
        state,
        started_at,
        ended_at,
        outcome: course.outcome,
        operated_by: chance.weighted(&[
            (OperatedBy::Resident, 93),
            (OperatedBy::Relative, if ambassador_id.is_none() { 7 } else { 4 }),
            (OperatedBy::Official, if ambassador_id.is_none() { 8 } else { 1 }),
        ]),
        can_do_alone: course.can_do_alone,
        handed_to: course.handed_to.to_owned(),
        tear_off_matched: chance.percent(58),
        returned_reason: (state == SupportState::Returned)
            .then(|| "Ghi lại cho đúng giờ bắt đầu và kết thúc".to_owned()),
        logged_at: ended_at.plus_minutes(2),
        logged_by: adult.filter(|_| by_hand),
        closed_by: closer.filter(|_| closed),
        closed_at: closed.then(|| session.ends_at.plus_minutes(20).min(room.setting.now)),
        verified_by: verified.then_some(officer),
        verified_at: verified.then(|| session.ends_at.plus_minutes(3 * 24 * 60)),
    }
}
