//! Why an adult cannot be checked in or out at this moment, and what to do instead.

use super::Room;
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};

/// Where an adult is checked in besides the session that is asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Elsewhere {
    pub title: String,
    pub place: String,
    pub since: At,
}

/// Each reason, with what its sentence names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AdultRefusal {
    /// The adult leads help that is under way.
    Helping { resident: String },
    /// The last adult, while pupils or residents would stay behind alone.
    LastOne { pupils: i64, helping: i64 },
    /// In the room of another session.
    There(Elsewhere),
    /// The same, and whoever presses does not run the desk there.
    NotYourDesk(Elsewhere),
}

impl Room {
    /// May one adult leave? The second one may, and then nothing new begins; the last one
    /// only when no pupil and no visit stays behind.
    pub fn dismiss_adult(self) -> Result<(), AdultRefusal> {
        let left_alone = self.pupils > 0 || self.helping > 0;
        if self.adults <= 1 && left_alone {
            return Err(AdultRefusal::LastOne { pupils: self.pupils, helping: self.helping });
        }
        Ok(())
    }
}

impl Refuse for AdultRefusal {
    fn code(&self) -> &'static str {
        match self {
            AdultRefusal::Helping { .. } => "adult_helping",
            AdultRefusal::LastOne { .. } => "last_adult",
            AdultRefusal::There(_) => "adult_elsewhere",
            AdultRefusal::NotYourDesk(_) => "adult_at_another_desk",
        }
    }

    fn message(&self) -> Message {
        match self {
            AdultRefusal::Helping { resident } => Message::new(
                format!(
                    "Người này đang giúp {resident}. Hãy kết thúc lượt đó, hoặc đưa về hàng đợi, rồi ghi giờ ra."
                ),
                format!(
                    "This adult is helping {resident}. Finish that visit, or send it back to the queue, then check out."
                ),
            ),
            AdultRefusal::LastOne { pupils, helping } => last_one(*pupils, *helping),
            AdultRefusal::There(there) => {
                let (vi, en) = words(there);
                Message::new(
                    format!(
                        "{vi} Mỗi người chỉ tính là có mặt ở một buổi. Bấm “Ghi ra ở đó và vào đây” nếu người này đã sang đây."
                    ),
                    format!(
                        "{en} An adult counts in one session only. Press “Out there, in here” if the adult has come over."
                    ),
                )
            }
            AdultRefusal::NotYourDesk(there) => {
                let (vi, en) = words(there);
                Message::new(
                    format!("{vi} Hãy nhờ bàn trực của buổi đó ghi giờ ra trước."),
                    format!("{en} Ask the desk of that session to check the adult out first."),
                )
            }
        }
    }
}

fn words(there: &Elsewhere) -> (String, String) {
    let Elsewhere { title, place, since } = there;
    let time = |lang: Lang| lang.time(since.time());
    (
        format!("Người này đang có mặt ở buổi “{title}” ({place}) từ {}.", time(Lang::Vi)),
        format!("This adult is checked in at “{title}” ({place}) since {}.", time(Lang::En)),
    )
}

fn last_one(pupils: i64, helping: i64) -> Message {
    if pupils == 0 {
        return Message::new(
            format!(
                "Đây là người lớn cuối cùng và còn {helping} lượt đang dở. Hãy kết thúc các lượt đó, hoặc điểm danh thêm một người lớn, rồi ghi giờ ra."
            ),
            format!(
                "This is the last adult, and {} under way. Finish there, or check in another adult, then check out.",
                Lang::En.count(helping, "", "visit is", "visits are"),
            ),
        );
    }
    Message::new(
        format!(
            "Đây là người lớn cuối cùng và còn {pupils} em trong buổi. Hãy cho các em ra về trước, hoặc điểm danh thêm một người lớn, rồi ghi giờ ra."
        ),
        format!(
            "This is the last adult, and {} still here. Check the pupils out, or check in another adult, then check out.",
            Lang::En.count(pupils, "", "pupil is", "pupils are"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_adult_may_leave_and_the_last_one_leaves_nobody_behind() {
        let room = Room { posted: 4, per_adult: 8, adults: 2, pupils: 3, helping: 1 };
        assert!(room.dismiss_adult().is_ok());
        let last = Room { adults: 1, ..room };
        assert_eq!(last.dismiss_adult().unwrap_err().code(), "last_adult");
        let visit = Room { pupils: 0, ..last };
        assert_eq!(visit.dismiss_adult().unwrap_err().code(), "last_adult");
        assert!(Room { helping: 0, ..visit }.dismiss_adult().is_ok());
    }
}
