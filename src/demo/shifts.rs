//! Which pupils were, are or will be in a session: only those the product's own rule
//! lets in (`domain::eligibility`).

use super::calendar::{Planned, Stage};
use super::chance::Chance;
use super::pupils::Pupil;
use super::setting::Setting;
use crate::db::bulk::ShiftRow;
use crate::domain::eligibility::{Held, SessionFacts, may_stay};
use crate::domain::ids::*;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::{ShiftSource, ShiftState};

/// Somebody of a session's team: index of the pupil, index of the shift's row.
#[derive(Clone, Copy)]
pub struct Member {
    pub pupil: usize,
    pub shift: usize,
}

/// Gathers a team; those who stayed away are in the rows but not in the answer.
pub fn gather(
    (setting, chance): (&Setting, &mut Chance),
    session: &Planned,
    pupils: &mut [Pupil],
    rows: &mut Vec<ShiftRow>,
) -> Vec<Member> {
    let mut facts = facts(setting, session);
    let mut order: Vec<(i64, usize)> = (0..pupils.len())
        .filter(|i| pupils[*i].ward == session.ward)
        .map(|i| (-(pupils[i].zeal + chance.between(0, 99)), i))
        .collect();
    order.sort_unstable();
    let wanted = wanted(session, chance);
    let mut team = Vec::new();
    for strict in [true, false] {
        // Only the session that runs at any hour may ask pupils at any hour.
        if !strict && session.stage != Stage::Running {
            break;
        }
        for (_, index) in &order {
            if team.len() as i64 >= wanted {
                break;
            }
            if team.iter().any(|member: &Member| member.pupil == *index) {
                continue;
            }
            let pupil = &mut pupils[*index];
            let able = pupil.agreed && pupil.level > 0;
            let fits = match strict {
                true => may_stay(&pupil.candidate, &facts, &setting.closed).is_ok(),
                false => able,
            };
            if fits {
                let member = Member { pupil: *index, shift: rows.len() };
                rows.push(shift(setting, session, pupil, rows.len(), chance));
                if settle(session, pupil, &rows[member.shift]) {
                    facts.members.push(pupil.candidate.ambassador);
                    team.push(member);
                }
            }
        }
    }
    team
}

/// Ahead of the day there are still places to be matched or taken.
fn wanted(session: &Planned, chance: &mut Chance) -> i64 {
    match session.stage {
        Stage::Past | Stage::ToConfirm | Stage::Running => session.wanted,
        Stage::Ahead | Stage::Full => (session.wanted * chance.between(30, 70) + 50) / 100,
        Stage::Draft | Stage::AwaitingSchool | Stage::Cancelled => 0,
    }
}

fn facts(setting: &Setting, session: &Planned) -> SessionFacts {
    let ward = &setting.wards[session.ward];
    SessionFacts {
        id: session.id,
        ward: ward.id,
        state: SessionState::Open,
        starts_at: session.starts_at,
        ends_at: session.ends_at,
        spot: session.spot,
        topics: session.topics.iter().map(|t| ((*t).to_owned(), setting.tier(t))).collect(),
        supervisors: session.supervisors.len() as i64,
        pupils_per_adult: 8,
        ambassadors_wanted: session.wanted,
        members: Vec::new(),
        approved_by: ward.schools.iter().map(|school| school.id).collect(),
    }
}

fn shift(
    setting: &Setting,
    session: &Planned,
    pupil: &Pupil,
    number: usize,
    chance: &mut Chance,
) -> ShiftRow {
    let came = session.starts_at.plus_minutes(-chance.between(0, 12));
    let left = session.ends_at.plus_minutes(chance.between(0, 12));
    let here = session.supervisors.first().copied();
    let late = chance.percent(if pupil.zeal == 100 { 2 } else { 7 });
    let (state, checked_in_at, checked_out_at, checked_by) = match session.stage {
        Stage::Past | Stage::ToConfirm if late && chance.percent(70) => {
            (ShiftState::Absent, None, None, here)
        }
        Stage::Past | Stage::ToConfirm if late => (ShiftState::Withdrawn, None, None, None),
        Stage::Past | Stage::ToConfirm => (ShiftState::Done, Some(came), Some(left), here),
        Stage::Running if late => (ShiftState::Taken, None, None, None),
        Stage::Running => (ShiftState::Present, Some(came), None, here),
        _ => (ShiftState::Taken, None, None, None),
    };
    let reason = match state {
        ShiftState::Withdrawn => "Em bị ốm",
        _ => "",
    };
    let hours = chance.between(20, 6 * 24);
    ShiftRow {
        id: ShiftId(number as i64 + 1),
        session_id: session.id,
        ambassador_id: pupil.candidate.ambassador,
        state,
        source: chance.weighted(&[
            (ShiftSource::Own, 80),
            (ShiftSource::Matching, 12),
            (ShiftSource::Hand, 8),
        ]),
        reason: reason.to_owned(),
        checked_in_at,
        checked_out_at,
        checked_by,
        created_at: session
            .starts_at
            .plus_minutes(-hours * 60)
            .min(setting.now.plus_minutes(-hours)),
    }
}

/// Remembers a shift that stands; answers whether the pupil counts among the team.
fn settle(session: &Planned, pupil: &mut Pupil, row: &ShiftRow) -> bool {
    let stands = !matches!(row.state, ShiftState::Absent | ShiftState::Withdrawn);
    if stands {
        pupil.candidate.shifts.push(Held {
            session: session.id,
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            spot: session.spot,
        });
    }
    stands
}
