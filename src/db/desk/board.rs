//! The board: everything about a running session in a fixed number of queries.

use chrono::NaiveDate;

use super::{
    AdultLine, Certificate, Guest, Head, Offered, PupilLine, adults, certificates, guests, offered,
    pupils, ruled_out,
};
use crate::db::conn::Conn;
use crate::db::error::DbError;
use crate::db::incidents::Incident;
use crate::db::sessions::{Slot, slots};
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::{DeskRefusal, Hand, Lead, Room, WhyNot, may_lead};
use crate::domain::ids::*;
use crate::domain::shifts::ShiftState;
use crate::domain::topics::Tier;

/// A session's day as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Board {
    pub head: Head,
    pub adults: Vec<AdultLine>,
    pub pupils: Vec<PupilLine>,
    /// By slot.
    pub guests: Vec<Guest>,
    pub slots: Vec<Slot>,
    pub offered: Vec<Offered>,
    /// Open safety reports that concern whoever looks at the board.
    pub incidents: Vec<Incident>,
    /// Residents of these bookings are barred by the ward until a day.
    pub barred: Vec<(BookingId, NaiveDate)>,
    certificates: Vec<Certificate>,
    ruled_out: Vec<(BookingId, AmbassadorId)>,
}

/// Reads the board: seven queries besides the head's.
pub fn board(conn: &mut Conn, head: Head, today: NaiveDate) -> Result<Board, DbError> {
    let id = head.id;
    Ok(Board {
        adults: adults(conn, id, head.ward_id, today)?,
        pupils: pupils(conn, id)?,
        guests: guests(conn, id)?,
        slots: slots(conn, id)?,
        offered: offered(conn, id)?,
        certificates: certificates(conn, id, today)?,
        ruled_out: ruled_out(conn, id)?,
        incidents: Vec::new(),
        barred: Vec::new(),
        head,
    })
}

impl Board {
    /// Those booked or waiting whose time is not over.
    pub fn still_to_come(&self, now: At) -> impl Iterator<Item = &Guest> {
        use BookingState::{Arrived, Booked};
        let in_time = move |g: &&Guest| g.slot_ends > now && matches!(g.state, Booked | Arrived);
        self.guests.iter().filter(in_time)
    }

    /// How full the room is.
    pub fn room(&self) -> Room {
        Room {
            posted: self.head.seats,
            per_adult: self.head.pupils_per_adult,
            adults: self.adults.iter().filter(|adult| adult.since.is_some()).count() as i64,
            pupils: self.present().count() as i64,
            helping: self.in_state(BookingState::BeingHelped).count() as i64,
        }
    }

    /// Pupils who are here.
    pub fn present(&self) -> impl Iterator<Item = &PupilLine> {
        self.pupils.iter().filter(|pupil| pupil.state == ShiftState::Present)
    }

    /// Residents in one state, by slot.
    pub fn in_state(&self, state: BookingState) -> impl Iterator<Item = &Guest> {
        self.guests.iter().filter(move |guest| guest.state == state)
    }

    /// Those who wait, in the order in which they are called.
    pub fn waiting(&self) -> Vec<&Guest> {
        let mut waiting: Vec<_> = self.in_state(BookingState::Arrived).collect();
        waiting.sort_by_key(|guest| (guest.turn().key(), guest.id));
        waiting
    }

    /// One resident of the session.
    pub fn guest(&self, id: BookingId) -> Option<&Guest> {
        self.guests.iter().find(|guest| guest.id == id)
    }

    /// Is somebody being helped by this person now?
    pub fn is_busy(&self, lead: Lead) -> bool {
        self.in_state(BookingState::BeingHelped).any(|guest| guest.lead() == Some(lead))
    }

    fn hand(&self, pupil: AmbassadorId, topic: &str) -> Hand {
        let certificate =
            self.certificates.iter().find(|c| c.ambassador == pupil && c.topic == topic);
        Hand {
            present: self.present().any(|line| line.ambassador == pupil),
            busy: self.is_busy(Lead::Pupil(pupil)),
            level: certificate.map(|c| c.level),
        }
    }

    /// May this person lead the help with this resident, now?
    pub fn may_help(&self, guest: &Guest, lead: Lead) -> Result<(), DeskRefusal> {
        self.may_take(guest, lead)?;
        if self.is_busy(lead) { Err(DeskRefusal::HelperBusy) } else { Ok(()) }
    }

    /// May this person take the resident next, busy or not?
    pub fn may_take(&self, guest: &Guest, lead: Lead) -> Result<(), DeskRefusal> {
        match lead {
            Lead::Adult(account) => {
                let here = |adult: &AdultLine| adult.account == account && adult.since.is_some();
                if self.adults.iter().any(here) {
                    Ok(())
                } else {
                    Err(DeskRefusal::HelperNotPresent)
                }
            }
            Lead::Pupil(pupil) => {
                if self.ruled_out.contains(&(guest.id, pupil)) {
                    return Err(DeskRefusal::RuledOut);
                }
                may_lead(guest.tier, Hand { busy: false, ..self.hand(pupil, &guest.topic) })
            }
        }
    }

    /// Who should help this resident now: whoever was chosen before if free; else, for a
    /// reserved topic, a free adult; else a free certified pupil, first those for whom
    /// nobody else waits, then those who have helped least today. None: nobody is free.
    pub fn suggestion(&self, guest: &Guest) -> Option<Lead> {
        self.suggestion_among(guest, &[])
    }

    /// The same without those who are meant for somebody else already.
    fn suggestion_among(&self, guest: &Guest, meant: &[Lead]) -> Option<Lead> {
        let free = |lead: &Lead| !meant.contains(lead) && self.may_help(guest, *lead).is_ok();
        if let Some(lead) = guest.lead().filter(free) {
            return Some(lead);
        }
        if guest.tier == Tier::Reserved {
            let here = self.adults.iter().filter(|adult| adult.since.is_some());
            return here.map(|adult| Lead::Adult(adult.account)).find(free);
        }
        self.present()
            .map(|pupil| Lead::Pupil(pupil.ambassador))
            .filter(free)
            .min_by_key(|lead| (self.is_waited_for(*lead, guest.id), self.helped(*lead)))
    }

    /// Those who wait, in calling order, each with who could begin at once: nobody is
    /// named twice.
    pub fn calling(&self) -> Vec<(&Guest, Option<Lead>)> {
        let mut meant = Vec::new();
        let mut calling = Vec::new();
        for guest in self.waiting() {
            let lead = self.suggestion_among(guest, &meant);
            meant.extend(lead);
            calling.push((guest, lead));
        }
        calling
    }

    /// Everybody of the session with the reason why this resident has to wait, in the order
    /// of the roll; for a reserved topic the adults alone.
    pub fn why_nobody(&self, guest: &Guest) -> Vec<(&str, WhyNot)> {
        let calling = self.calling();
        let helping = |lead| {
            let mut being = self.in_state(BookingState::BeingHelped);
            being.find(|other| other.lead() == Some(lead)).map(|other| other.name.clone())
        };
        let meant = |lead| {
            let (other, _) = calling.iter().find(|(_, meant)| *meant == Some(lead))?;
            (other.id != guest.id).then(|| other.name.clone())
        };
        let pupil = |line: &PupilLine| {
            let lead = Lead::Pupil(line.ambassador);
            if line.state != ShiftState::Present {
                return Some(WhyNot::Away);
            }
            match self.may_take(guest, lead) {
                Err(DeskRefusal::RuledOut) => Some(WhyNot::RuledOut),
                Err(_) => Some(WhyNot::NotCertified),
                Ok(()) => helping(lead).map(WhyNot::Helping).or(meant(lead).map(WhyNot::MeantFor)),
            }
        };
        let adult = |line: &AdultLine| {
            line.since?;
            let lead = Lead::Adult(line.account);
            let busy = helping(lead).map(WhyNot::Helping).or(meant(lead).map(WhyNot::MeantFor));
            Some(busy.unwrap_or(WhyNot::AdultFree))
        };
        let pupils = self.pupils.iter().filter(|line| line.state != ShiftState::Absent);
        let pupils = pupils.filter(|_| guest.tier != Tier::Reserved);
        let pupils = pupils.filter_map(|line| Some((line.name.as_str(), pupil(line)?)));
        let adults = self.adults.iter();
        let adults = adults.filter_map(|line| Some((line.name.as_str(), adult(line)?)));
        pupils.chain(adults).collect()
    }

    fn is_waited_for(&self, lead: Lead, except: BookingId) -> bool {
        let others = self.in_state(BookingState::Arrived).filter(|other| other.id != except);
        others.into_iter().any(|other| other.lead() == Some(lead))
    }

    fn helped(&self, lead: Lead) -> usize {
        self.guests.iter().filter(|g| g.finished_at.is_some() && g.lead() == Some(lead)).count()
    }

    /// The first in the order who can be helped now, and by whom.
    pub fn next(&self) -> Option<(&Guest, Lead)> {
        self.waiting().into_iter().find_map(|guest| Some((guest, self.suggestion(guest)?)))
    }

    /// The name of whoever leads.
    pub fn name_of(&self, lead: Lead) -> &str {
        match lead {
            Lead::Adult(id) => self.adults.iter().find(|a| a.account == id).map(|a| &a.name),
            Lead::Pupil(id) => self.pupils.iter().find(|p| p.ambassador == id).map(|p| &p.name),
        }
        .map_or("", String::as_str)
    }

    /// Everybody who may lead the help with this resident, pupils first, with whether
    /// they are free.
    pub fn helpers(&self, guest: &Guest) -> Vec<(Lead, &str, bool)> {
        let pupils = self.present().map(|pupil| (Lead::Pupil(pupil.ambassador), &pupil.name));
        let adults = self.adults.iter().filter(|adult| adult.since.is_some());
        let adults = adults.map(|adult| (Lead::Adult(adult.account), &adult.name));
        pupils
            .chain(adults)
            .filter(|(lead, _)| self.may_take(guest, *lead).is_ok())
            .map(|(lead, name)| (lead, name.as_str(), !self.is_busy(lead)))
            .collect()
    }
}
