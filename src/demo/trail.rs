//! The audit trail of the planned rows, in the words the services use, written in the
//! order of time.

use super::calendar::{Planned, Stage};
use super::plan::Plan;
use super::setting::Setting;
use crate::db::bulk::{self, AuditedRow};
use crate::domain::access::Actor;
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::ids::*;
use crate::domain::shifts::{ShiftSource, ShiftState};
use crate::service::{Answer, Office};

/// Rows in one act.
const ROWS_PER_ACT: usize = 4000;

/// Planned rows of the trail, of which the oldest are written first.
pub struct Trail {
    rows: Vec<AuditedRow>,
    written: usize,
}

impl Trail {
    /// Of sessions everywhere; of single bookings and shifts in the known ward.
    pub fn of(setting: &Setting, sessions: &[Planned], plan: &Plan) -> Trail {
        let mut rows = Vec::new();
        for session in sessions {
            of_session(setting, session, plan, &mut rows);
        }
        of_bookings(setting, plan, &mut rows);
        of_shifts(setting, sessions, plan, &mut rows);
        rows.retain(|row| row.at <= setting.now);
        rows.sort_by_key(|row| row.at);
        Trail { rows, written: 0 }
    }

    /// Writes what is older than `until`.
    pub async fn write(&mut self, office: &Office, until: At) -> Answer<()> {
        let end = self.rows.partition_point(|row| row.at < until);
        while self.written < end {
            let to = (self.written + ROWS_PER_ACT).min(end);
            let part = self.rows[self.written..to].to_vec();
            office.write(&Actor::House, move |act| Ok(bulk::audit(act.conn, &part)?)).await?;
            self.written = to;
        }
        Ok(())
    }
}

/// Who did it, at which ward, and to what.
struct Hand {
    account: Option<AccountId>,
    ward: OrganisationId,
    entity: &'static str,
    id: i64,
}

impl Hand {
    fn row(&self, at: At, act: &str, from: &str, to: &str) -> AuditedRow {
        AuditedRow {
            at,
            account_id: self.account,
            actor: if self.account.is_some() { "person" } else { "visitor" }.to_owned(),
            organisation_id: Some(self.ward),
            entity: self.entity.to_owned(),
            entity_id: self.id,
            act: act.to_owned(),
            from_state: from.to_owned(),
            to_state: to.to_owned(),
        }
    }
}

fn of_session(setting: &Setting, session: &Planned, plan: &Plan, rows: &mut Vec<AuditedRow>) {
    let ward = &setting.wards[session.ward];
    let hand = |account| Hand {
        account: Some(account),
        ward: ward.id,
        entity: "session",
        id: session.id.0,
    };
    let coordinator = hand(ward.coordinator);
    let Some(row) = plan.sessions.get(session.id.0 as usize - 1) else { return };
    let posted = row.created_at;
    rows.push(coordinator.row(posted, "post", "", "draft"));
    if session.stage == Stage::Draft {
        return;
    }
    let asks = session.wanted > 0;
    let to = if asks { "awaiting_school" } else { "open" };
    rows.push(coordinator.row(posted.plus_minutes(4), "publish", "draft", to));
    if session.stage == Stage::AwaitingSchool {
        return;
    }
    if asks {
        let officer = hand(ward.schools[0].officer);
        let waits = "awaiting_school";
        rows.push(officer.row(posted.plus_minutes(60), "school_approved", waits, waits));
        rows.push(officer.row(posted.plus_minutes(60), "open", waits, "open"));
    }
    if session.stage == Stage::Cancelled {
        let at = setting.now.plus_minutes(-19 * 60);
        rows.push(coordinator.row(at, "cancel", "open", "cancelled"));
        return;
    }
    let adult = hand(session.supervisors.first().copied().unwrap_or(ward.coordinator));
    let opened = session.starts_at.plus_minutes(-25);
    rows.push(adult.row(opened, "run", "open", "running"));
    if session.stage != Stage::Running {
        rows.push(adult.row(session.ends_at.plus_minutes(14), "end", "running", "to_confirm"));
    }
    if session.stage == Stage::Past {
        rows.push(adult.row(session.ends_at.plus_minutes(45), "close", "to_confirm", "closed"));
    }
}

fn of_bookings(setting: &Setting, plan: &Plan, rows: &mut Vec<AuditedRow>) {
    let ward = &setting.wards[0];
    for booking in plan.bookings.iter().filter(|booking| booking.ward_id == ward.id) {
        let hand = Hand { account: None, ward: ward.id, entity: "booking", id: booking.id.0 };
        let first = match booking.state {
            BookingState::Waiting | BookingState::Offered => "waiting",
            _ => "booked",
        };
        rows.push(hand.row(booking.created_at, "book", "", first));
        if booking.state == BookingState::Cancelled {
            let at = booking.created_at.plus_minutes(11 * 60);
            rows.push(hand.row(at, "cancel", "booked", "cancelled"));
        }
    }
}

fn of_shifts(setting: &Setting, sessions: &[Planned], plan: &Plan, rows: &mut Vec<AuditedRow>) {
    let ward = &setting.wards[0];
    for shift in &plan.shifts {
        let Some(session) = sessions.get(shift.session_id.0 as usize - 1) else { continue };
        if session.ward != 0 {
            continue;
        }
        let pupil = &plan.ambassadors[shift.ambassador_id.0 as usize - 1];
        let account = match shift.source {
            ShiftSource::Own => pupil.account_id,
            _ => ward.coordinator,
        };
        let id = shift.id.0;
        let hand = Hand { account: Some(account), ward: ward.id, entity: "shift", id };
        rows.push(hand.row(shift.created_at, shift.source.code(), "", "taken"));
        let adult = Hand { account: shift.checked_by, ..hand };
        if let Some(at) = shift.checked_in_at {
            rows.push(adult.row(at, "check_in", "taken", "present"));
        }
        if let Some(at) = shift.checked_out_at {
            rows.push(adult.row(at, "check_out", "present", "done"));
        }
        if shift.state == ShiftState::Absent {
            let at = session.starts_at.plus_minutes(35);
            rows.push(adult.row(at, "mark_absent", "taken", "absent"));
        }
    }
}
