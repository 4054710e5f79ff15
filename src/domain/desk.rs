//! The day itself: how many may be in the room, whose turn it is, and what has to be
//! decided before a session is closed (invariants 3 and 8).

mod adults;
mod forms;
mod queue;
mod refusal;
mod search;

pub use adults::{AdultRefusal, Elsewhere};
pub use forms::*;
pub use queue::{Priority, Turn, WhyNot};
pub use refusal::DeskRefusal;
pub use search::{Sought, find};

use std::borrow::Cow;

use super::at::At;
use super::eligibility::{ADULTS_AT_LEAST, level_for};
use super::lang::Lang;
use super::refusal::Message;
use super::sessions::SessionState;
use super::topics::Tier;

/// The desk may be opened so many minutes before the session begins: adults come
/// first, then the pupils, then the residents (dossier §1.7).
pub const OPENS_BEFORE: i64 = 120;

/// A pupil who has not come so many minutes after the start may be marked absent.
pub const PUPIL_LATE: i64 = 30;

/// A check-out by mistake may be taken back for so many minutes; after that the
/// break is one, and breaks earn no hours.
pub const UNDO_MINUTES: i64 = 10;

/// Who is in the room and how many it is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Room {
    /// Residents at once, as the session was posted.
    pub posted: i64,
    /// Pupils whom one adult can keep in sight.
    pub per_adult: i64,
    pub adults: i64,
    pub pupils: i64,
    /// Residents being helped at this moment.
    pub helping: i64,
}

impl Room {
    /// Seats that may be filled while these adults are here: every resident sits beside
    /// at least one pupil and every pupil is in an adult's sight, so no more residents
    /// than pupils those adults may have; none at all with fewer than two adults.
    pub fn open_seats(self) -> i64 {
        match self.adults {
            few if few < ADULTS_AT_LEAST => 0,
            adults => self.posted.min(adults * self.per_adult),
        }
    }

    /// May one more pupil be let in?
    pub fn admit_pupil(self) -> Result<(), DeskRefusal> {
        if self.adults < ADULTS_AT_LEAST {
            return Err(DeskRefusal::NeedsAdults { present: self.adults });
        }
        if self.pupils >= self.adults * self.per_adult {
            return Err(DeskRefusal::RatioFull {
                adults: self.adults,
                most: self.adults * self.per_adult,
            });
        }
        Ok(())
    }

    /// May help with one more resident begin?
    pub fn start_help(self) -> Result<(), DeskRefusal> {
        if self.adults < ADULTS_AT_LEAST {
            return Err(DeskRefusal::NeedsAdults { present: self.adults });
        }
        if self.helping >= self.open_seats() {
            return Err(DeskRefusal::RoomFull { seats: self.open_seats() });
        }
        Ok(())
    }

    /// An adult has left while residents are being helped: what runs is finished, nothing begins.
    pub fn is_cut_short(self) -> bool {
        self.adults < ADULTS_AT_LEAST && self.helping > 0
    }

    /// What is not as it must be and what to do about it, the gravest first.
    pub fn warnings(self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.adults < ADULTS_AT_LEAST && self.pupils > 0 {
            warnings.push(grave(
                format!(
                    "Chỉ còn {} người lớn bên {} em: tạm dừng, mời thêm người lớn vào ngay; nếu không có, cho các em ra về cùng nhau và gọi phụ huynh. Không để em nào ở riêng với một người lớn.",
                    self.adults, self.pupils,
                ),
                format!(
                    "{} with {}: pause and call another adult in now; if there is none, check the pupils out together and call their guardians. Leave no child alone with one adult.",
                    Lang::En.count(self.adults, "", "adult", "adults"),
                    Lang::En.count(self.pupils, "", "pupil", "pupils"),
                ),
            ));
        } else if self.adults < ADULTS_AT_LEAST {
            warnings.push(mild(
                format!(
                    "Mới có {} người lớn. Điểm danh đủ 2 người lớn rồi mới cho các em vào và bắt đầu hỗ trợ.",
                    self.adults,
                ),
                format!(
                    "{} checked in. Check in two before pupils come in or help begins.",
                    Lang::En.count(self.adults, "", "adult", "adults"),
                ),
            ));
        } else if self.pupils > self.adults * self.per_adult {
            let over = self.pupils - self.adults * self.per_adult;
            warnings.push(grave(
                format!("Thừa {over} em so với số người lớn: mời thêm một người lớn hoặc cho {over} em nghỉ."),
                format!(
                    "{} too many for these adults: call another adult in or let {over} rest.",
                    Lang::En.count(over, "", "pupil", "pupils"),
                ),
            ));
        }
        if self.is_cut_short() {
            warnings.push(grave(
                format!(
                    "Đang dở {} lượt: người lớn còn lại đứng cạnh cho xong từng lượt, không bắt đầu lượt mới. Mời thêm một người lớn phụ trách vào, hoặc chuyển bà con sang cán bộ hay hẹn lại.",
                    self.helping,
                ),
                format!(
                    "{} under way: the remaining adult stays beside each until it is done, and nothing new begins. Check in another adult, or refer residents to an official or give them another time.",
                    Lang::En.count(self.helping, "", "visit", "visits"),
                ),
            ));
        }
        if self.adults >= ADULTS_AT_LEAST && self.pupils == 1 {
            warnings.push(mild(
                "Chỉ có một em trong buổi: luôn để hai người lớn cùng nhìn thấy em.",
                "There is only one pupil: keep two adults in sight at all times.",
            ));
        }
        if self.adults >= ADULTS_AT_LEAST && self.open_seats() < self.posted {
            warnings.push(mild(
                format!(
                    "Mở {} trên {} chỗ vì có {} người lớn. Thêm người lớn vào là mở thêm chỗ.",
                    self.open_seats(),
                    self.posted,
                    self.adults,
                ),
                format!(
                    "{} of {} seats are open with {} adults. Another adult opens more.",
                    self.open_seats(),
                    self.posted,
                    self.adults,
                ),
            ));
        }
        warnings
    }
}

/// Something that is not as it must be in the room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// A child may be in danger: act now.
    pub grave: bool,
    pub message: Message,
}

fn grave(vi: String, en: String) -> Warning {
    Warning { grave: true, message: Message::new(vi, en) }
}

fn mild(vi: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Warning {
    Warning { grave: false, message: Message::new(vi, en) }
}

/// May the desk be opened for roll call at this moment?
pub fn may_open_desk(state: SessionState, starts_at: At, now: At) -> Result<(), DeskRefusal> {
    match state {
        SessionState::Running => Ok(()),
        SessionState::Open if now >= opens_at(starts_at) => Ok(()),
        SessionState::Open => Err(DeskRefusal::TooEarly { opens: opens_at(starts_at) }),
        _ => Err(DeskRefusal::NotRunning),
    }
}

/// When the desk of a session opens.
pub fn opens_at(starts_at: At) -> At {
    starts_at.plus_minutes(-OPENS_BEFORE)
}

/// A pupil who might help somebody now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hand {
    pub present: bool,
    pub busy: bool,
    /// The level of a certificate that is valid today for the topic.
    pub level: Option<i64>,
}

/// May this pupil lead help with a topic of this tier? Never with a reserved one (invariant 4).
pub fn may_lead(tier: Tier, hand: Hand) -> Result<(), DeskRefusal> {
    let Some(needed) = level_for(tier) else { return Err(DeskRefusal::AdultsOnly) };
    if !hand.present {
        return Err(DeskRefusal::HelperNotPresent);
    }
    if hand.level.is_none_or(|level| level < needed) {
        return Err(DeskRefusal::NotCertified);
    }
    if hand.busy {
        return Err(DeskRefusal::HelperBusy);
    }
    Ok(())
}

/// What is still undecided in a session that is to be closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Open {
    /// Residents of whom nobody has said what became of them.
    pub bookings: i64,
    /// Pupils neither present nor absent.
    pub shifts: i64,
    /// Pupils' supports logged and neither confirmed nor returned.
    pub supports: i64,
}

impl Open {
    /// Everything is decided by a person; nothing is marked by itself.
    pub fn decided(self) -> Result<(), DeskRefusal> {
        match self {
            Open { bookings: 1.., .. } => {
                Err(DeskRefusal::BookingsUndecided { count: self.bookings })
            }
            Open { shifts: 1.., .. } => Err(DeskRefusal::ShiftsUndecided { count: self.shifts }),
            Open { supports: 1.., .. } => {
                Err(DeskRefusal::SupportsUnconfirmed { count: self.supports })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::refusal::Refuse;

    fn room(posted: i64, adults: i64, pupils: i64) -> Room {
        Room { posted, per_adult: 8, adults, pupils, helping: 0 }
    }

    #[test]
    fn seats_follow_the_adults() {
        assert_eq!(room(20, 0, 0).open_seats(), 0);
        assert_eq!(room(20, 1, 0).open_seats(), 0);
        assert_eq!(room(20, 2, 0).open_seats(), 16);
        assert_eq!(room(20, 3, 0).open_seats(), 20);
    }

    #[test]
    fn pupils_come_in_only_beside_two_adults_and_eight_each() {
        assert_eq!(room(9, 1, 0).admit_pupil().unwrap_err().code(), "needs_adults");
        assert!(room(9, 2, 15).admit_pupil().is_ok());
        assert_eq!(room(9, 2, 16).admit_pupil().unwrap_err().code(), "ratio_full");
    }

    #[test]
    fn a_reserved_topic_is_for_adults_whatever_the_pupil_can() {
        let able = Hand { present: true, busy: false, level: Some(3) };
        assert_eq!(may_lead(Tier::Reserved, able), Err(DeskRefusal::AdultsOnly));
        assert_eq!(may_lead(Tier::Adult, able), Ok(()));
        let beginner = Hand { level: Some(1), ..able };
        assert_eq!(may_lead(Tier::Guide, beginner), Ok(()));
        assert_eq!(may_lead(Tier::Adult, beginner), Err(DeskRefusal::NotCertified));
        assert_eq!(
            may_lead(Tier::Guide, Hand { busy: true, ..able }),
            Err(DeskRefusal::HelperBusy)
        );
    }

    proptest! {
        /// However the room fills, no pupil is let in beyond the ratio and no help starts
        /// beyond the seats that the adults allow.
        #[test]
        fn the_room_never_holds_more_than_the_adults_allow(
            posted in 1i64..40, acts in prop::collection::vec(0u8..6, 0..80),
        ) {
            let mut room = room(posted, 0, 0);
            for act in acts {
                match act {
                    0 => room.adults += 1,
                    1 => room.adults = (room.adults - 1).max(0),
                    2 if room.admit_pupil().is_ok() => {
                        room.pupils += 1;
                        prop_assert!(room.adults >= 2 && room.pupils <= room.adults * 8);
                    }
                    3 => room.pupils = (room.pupils - 1).max(0),
                    4 if room.start_help().is_ok() => {
                        room.helping += 1;
                        prop_assert!(room.adults >= 2 && room.helping <= posted);
                        prop_assert!(room.helping <= room.adults * 8);
                    }
                    5 => room.helping = (room.helping - 1).max(0),
                    _ => {}
                }
                if room.adults < 2 || room.pupils > room.adults * 8 {
                    prop_assert!(!room.warnings().is_empty());
                }
            }
        }
    }
}
