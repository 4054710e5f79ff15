//! The whole plan, in memory: every row that will be written.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Size;
use super::bookings::{Bookings, WALK_IN_PERCENT};
use super::calendar::{self, Planned, Stage};
use super::chance::Chance;
use super::helping::{Helping, Room};
use super::pupils::{self, Pupils};
use super::residents::{CHIN, HANH, LAN, Persona, Residents, SAU};
use super::setting::Setting;
use super::trail::Trail;
use super::{family, requests, shifts};
use crate::db::bulk::*;
use crate::domain::hours::HoursKind;
use crate::domain::ids::*;
use crate::domain::sessions::{ApprovalState, SessionState};

/// Everything to be written after the setting stands.
#[derive(Default)]
pub struct Plan {
    pub accounts: Vec<AccountRow>,
    pub ambassadors: Vec<AmbassadorRow>,
    pub consents: Vec<ConsentRow>,
    pub certifications: Vec<CertificationRow>,
    pub availability: Vec<AvailabilityRow>,
    pub exceptions: Vec<ExceptionRow>,
    pub series: Vec<SeriesRow>,
    pub sessions: Vec<SessionRow>,
    pub session_topics: Vec<SessionTopicRow>,
    pub session_supervisors: Vec<SessionSupervisorRow>,
    pub approvals: Vec<ApprovalRow>,
    pub slots: Vec<SlotRow>,
    pub attendance: Vec<AttendanceRow>,
    pub residents: Vec<ResidentRow>,
    pub bookings: Vec<BookingRow>,
    pub requests: Vec<RequestRow>,
    pub request_times: Vec<RequestTimeRow>,
    pub shifts: Vec<ShiftRow>,
    pub matches: Vec<MatchRow>,
    pub supports: Vec<SupportRow>,
    pub family_supports: Vec<FamilySupportRow>,
    pub hours: Vec<HoursRow>,
}

impl Plan {
    /// Plans a town of this size in this setting.
    pub fn make(setting: &Setting, size: &Size, hash: &str) -> (Plan, Trail) {
        let mut chance = Chance::new(size.seed);
        let Pupils {
            accounts,
            ambassadors,
            consents,
            certifications,
            availability,
            exceptions,
            mut all,
        } = pupils::plan(setting, size, hash, &mut chance);
        let mut sessions = calendar::plan(setting, size, &mut chance);
        make_room(&mut sessions, size.residents);
        let mut residents = Residents::new(setting.wards.len());
        let mut bookings = Bookings::new();
        let mut helping = Helping::default();
        let mut shift_rows = Vec::new();
        let slots: Vec<Range<usize>> =
            sessions.iter().map(|session| bookings.cut(session)).collect();
        book_personas((setting, &mut residents, &mut chance), &sessions, &slots, &mut bookings);
        let people = people(&sessions, size.residents);
        // Played in the order of time, so that each pupil's week fills up as it did.
        let mut order: Vec<usize> = (0..sessions.len()).collect();
        order.sort_by_key(|index| (sessions[*index].starts_at, *index));
        for index in order {
            let (session, slots) = (&sessions[index], slots[index].clone());
            let town = (setting, &mut residents, &mut chance);
            let rows = bookings.fill(town, session, slots.clone(), people[index]);
            let team = shifts::gather((setting, &mut chance), session, &mut all, &mut shift_rows);
            if matches!(session.stage, Stage::Past | Stage::ToConfirm | Stage::Running) {
                let room = Room {
                    setting,
                    session,
                    slots,
                    pupils: &all,
                    team: &team,
                    shifts: &shift_rows,
                };
                helping.play(&room, &mut chance, &mut bookings, rows);
            }
        }
        let mut hours = helping.hours;
        let family_supports = family::plan(setting, &all, &mut chance, &mut hours);
        reverse_one(setting, &mut hours);
        let (requests, request_times) =
            requests::plan(setting, &mut residents, &mut bookings, &mut chance);
        let mut plan = Plan {
            accounts,
            ambassadors,
            consents,
            certifications,
            availability,
            exceptions,
            slots: bookings.slots,
            attendance: helping.attendance,
            residents: residents.rows,
            bookings: bookings.rows,
            requests,
            request_times,
            shifts: shift_rows,
            matches: helping.matches,
            supports: helping.supports,
            family_supports,
            hours,
            ..Plan::default()
        };
        plan.add_sessions(setting, &sessions);
        let trail = Trail::of(setting, &sessions, &plan);
        (plan, trail)
    }

    fn add_sessions(&mut self, setting: &Setting, sessions: &[Planned]) {
        let series = self.add_series(setting, sessions);
        for session in sessions {
            let ward = &setting.wards[session.ward];
            let series_id =
                session.weekly.and_then(|number| series.get(&(session.ward, number)).copied());
            let created_at = session.starts_at.plus_minutes(-16 * 24 * 60);
            let created_at = created_at.min(setting.now.plus_minutes(-90));
            self.sessions.push(SessionRow {
                id: session.id,
                ward_id: ward.id,
                place_id: session.spot.place,
                series_id,
                state: state(session.stage),
                title: session.title.clone(),
                starts_at: session.starts_at,
                ends_at: session.ends_at,
                slot_minutes: session.slot_minutes,
                seats: session.seats,
                walk_in_percent: WALK_IN_PERCENT,
                ambassadors_wanted: session.wanted,
                access_notes: session.access_notes.to_owned(),
                notes: String::new(),
                cancel_reason: (session.stage == Stage::Cancelled)
                    .then(|| calendar::CANCEL_REASON.to_owned()),
                created_by: ward.coordinator,
                created_at,
            });
            self.session_topics.extend(session.topics.iter().map(|topic| SessionTopicRow {
                session_id: session.id,
                topic_code: (*topic).to_owned(),
            }));
            self.session_supervisors.extend(
                session
                    .supervisors
                    .iter()
                    .map(|who| SessionSupervisorRow { session_id: session.id, account_id: *who }),
            );
            self.add_approvals(setting, session, created_at);
        }
    }

    /// What repeats in dense weeks is a series.
    fn add_series(
        &mut self,
        setting: &Setting,
        sessions: &[Planned],
    ) -> BTreeMap<(usize, usize), SeriesId> {
        let mut groups: BTreeMap<(usize, usize), Vec<&Planned>> = BTreeMap::new();
        for session in sessions {
            if let Some(number) = session.weekly {
                groups.entry((session.ward, number)).or_default().push(session);
            }
        }
        let mut series = BTreeMap::new();
        for (key, group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
            let days = || group.iter().map(|session| session.day());
            let (Some(first_day), Some(last_day)) = (days().min(), days().max()) else { continue };
            let id = SeriesId(self.series.len() as i64 + 1);
            self.series.push(SeriesRow {
                id,
                ward_id: setting.wards[key.0].id,
                weekday: i64::from(chrono::Datelike::weekday(&first_day).number_from_monday()),
                first_day,
                last_day,
                created_by: setting.wards[key.0].coordinator,
                created_at: setting.now.plus_minutes(-85 * 24 * 60),
            });
            series.insert(key, id);
        }
        series
    }

    /// Schools release their pupils where pupils are wanted.
    fn add_approvals(
        &mut self,
        setting: &Setting,
        session: &Planned,
        asked_at: crate::domain::at::At,
    ) {
        if session.wanted == 0 || session.stage == Stage::Draft {
            return;
        }
        for (number, school) in setting.wards[session.ward].schools.iter().enumerate() {
            let waiting = session.stage == Stage::AwaitingSchool && number == 0;
            self.approvals.push(ApprovalRow {
                session_id: session.id,
                school_id: school.id,
                state: if waiting { ApprovalState::Asked } else { ApprovalState::Approved },
                asked_at,
                decided_by: (!waiting).then_some(school.officer),
                decided_at: (!waiting).then(|| asked_at.plus_minutes(60)),
                reason: String::new(),
            });
        }
    }
}

fn state(stage: Stage) -> SessionState {
    match stage {
        Stage::Past => SessionState::Closed,
        Stage::ToConfirm => SessionState::ToConfirm,
        Stage::Running => SessionState::Running,
        Stage::Ahead | Stage::Full => SessionState::Open,
        Stage::Draft => SessionState::Draft,
        Stage::AwaitingSchool => SessionState::AwaitingSchool,
        Stage::Cancelled => SessionState::Cancelled,
    }
}

/// Seats of a session that its people may take, over all slots.
fn capacity(session: &Planned) -> i64 {
    let per_slot = match session.stage {
        Stage::Past | Stage::ToConfirm | Stage::Running => session.seats,
        _ => crate::db::sessions::bookable(session.seats, WALK_IN_PERCENT),
    };
    per_slot * session.slots()
}

/// How full it is, in percent: past ones nearly, near ones half, far ones hardly.
fn fullness(session: &Planned, first_ahead: i64) -> i64 {
    match session.stage {
        Stage::Past | Stage::ToConfirm => 78,
        Stage::Running => 70,
        Stage::Ahead => 70 - 4 * (session.starts_at.datetime().timestamp() / 86_400 - first_ahead),
        Stage::Cancelled => 40,
        Stage::Full | Stage::Draft | Stage::AwaitingSchool => 0,
    }
}

/// More seats where so many residents would not fit.
fn make_room(sessions: &mut [Planned], residents: usize) {
    let all: i64 = sessions.iter().map(capacity).sum();
    let factor = (residents as i64 * 10 / (all * 8).max(1) + 1).clamp(1, 20);
    for session in sessions {
        session.seats = (session.seats * factor).min(200);
    }
}

/// How many book into each session, so that together they are about `residents`.
fn people(sessions: &[Planned], residents: usize) -> Vec<usize> {
    let ahead = |session: &&Planned| session.stage == Stage::Ahead;
    let day = |session: &Planned| session.starts_at.datetime().timestamp() / 86_400;
    let first_ahead = sessions.iter().filter(ahead).map(day).min().unwrap_or(0);
    let wishes: Vec<i64> = sessions
        .iter()
        .map(|session| capacity(session) * fullness(session, first_ahead).max(0))
        .collect();
    let all: i64 = wishes.iter().sum::<i64>().max(1);
    let share = |(session, wish): (&Planned, &i64)| {
        let people = wish * residents as i64 / all;
        people.min(capacity(session)).max(0) as usize
    };
    sessions.iter().zip(&wishes).map(share).collect()
}

/// Bác Sáu, Cô Lan, Chị Hạnh and Bà Chín have a booking ahead where a session helps with it.
fn book_personas(
    (setting, residents, chance): (&Setting, &mut Residents, &mut Chance),
    sessions: &[Planned],
    slots: &[Range<usize>],
    bookings: &mut Bookings,
) {
    for who in [&SAU, &LAN, &HANH, &CHIN] {
        let helps = |session: &Planned, who: &Persona| session.topics.contains(&who.topic);
        let found = sessions
            .iter()
            .zip(slots)
            .filter(|(session, _)| session.ward == 0 && helps(session, who))
            .filter(|(session, _)| matches!(session.stage, Stage::Ahead | Stage::Full))
            .min_by_key(|(session, _)| (session.stage == Stage::Full, session.starts_at));
        if let Some((session, slots)) = found {
            bookings.book_persona((setting, residents, chance), session, slots, who);
        }
    }
}

/// One credit was a mistake and was taken back with a reason.
fn reverse_one(setting: &Setting, hours: &mut Vec<HoursRow>) {
    let week_ago = setting.now.plus_minutes(-7 * 24 * 60);
    let school = &setting.wards[0].schools[0];
    let mistaken = hours.iter().rev().find(|row| {
        row.kind == HoursKind::Session && row.ambassador_id.0 > 3 && row.created_at < week_ago
    });
    let Some(mistaken) = mistaken else { return };
    let row = HoursRow {
        id: HoursEntryId(hours.len() as i64 + 1),
        kind: HoursKind::Reversal,
        shift_id: None,
        reverses_id: Some(mistaken.id),
        minutes: -mistaken.minutes,
        reason: "Điểm danh nhầm sang bạn cùng tên".to_owned(),
        created_by: Some(school.officer),
        created_at: mistaken.created_at.plus_minutes(26 * 60),
        ..mistaken.clone()
    };
    hours.push(row);
}
