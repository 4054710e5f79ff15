//! A coordinator's own question: what would one more session bring, or more certificates?

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::scene::Scene;
use super::what_if::{Idea, is_taken};
use crate::domain::ids::{BookingId, SessionId};
use crate::domain::refusal::{Message, Problems};
use crate::domain::typed;

/// As asked on the page; nothing asked yet when `kind` is empty.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate)]
#[serde(default)]
pub struct QuestionForm {
    /// "session" or "certify".
    #[validate(length(max = 10))]
    pub kind: String,
    /// The session another one would be like.
    #[validate(length(max = 20))]
    pub like: String,
    #[validate(length(max = 20))]
    pub day: String,
    #[validate(length(max = 10))]
    pub from: String,
    #[validate(length(max = 10))]
    pub to: String,
    /// A booking whose topic more pupils would be certified for.
    #[validate(length(max = 20))]
    pub booking: String,
    #[validate(length(max = 5))]
    pub pupils: String,
}

/// Pupils one question may certify.
const MOST_PUPILS: i64 = 50;

impl QuestionForm {
    /// Whether anything is asked.
    pub fn asks(&self) -> bool {
        !self.kind.is_empty()
    }

    /// The idea that is asked about, in this scene.
    pub fn parse(&self, scene: &Scene) -> Result<Idea, Problems> {
        match self.kind.as_str() {
            "session" => self.session(scene),
            "certify" => self.certify(scene),
            _ => {
                let why = Message::new("Hãy chọn một câu hỏi.", "Choose a question.");
                Err(Problems::one("kind", why))
            }
        }
    }

    fn session(&self, scene: &Scene) -> Result<Idea, Problems> {
        let mut problems = Problems::none();
        let like = typed::whole(&self.like).map(SessionId);
        let like = like.filter(|id| scene.session(*id).is_some()).ok_or_else(|| {
            Message::new("Hãy chọn một buổi làm mẫu.", "Choose a session to be like.")
        });
        let day = typed::day(&self.day).filter(|day| in_week(scene, *day)).ok_or_else(|| {
            Message::new(
                "Hãy chọn một ngày còn lại của tuần này.",
                "Choose a day that is left of the week.",
            )
        });
        let time = |text: &str| {
            let why = || Message::new("Hãy ghi giờ, ví dụ 9:00.", "Give a time, such as 9:00.");
            typed::time(text).map(minute).ok_or_else(why)
        };
        let like = problems.take("like", like);
        let day = problems.take("day", day);
        let from = problems.take("from", time(&self.from));
        let to = problems.take("to", time(&self.to));
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            let why = "Giờ kết thúc phải sau giờ bắt đầu.";
            problems.add("to", Message::new(why, "The end must come after the beginning."));
        }
        if problems.is_empty()
            && let (Some(like), Some(day), Some(from), Some(to)) = (like, day, from, to)
            && scene.session(like).is_some_and(|posted| is_taken(scene, posted, day, (from, to)))
        {
            let why = "Lúc đó ở điểm này đã có một buổi. Hãy chọn giờ khác.";
            let en = "A session is held there at that time already. Choose another time.";
            problems.add("from", Message::new(why, en));
        }
        match (like, day, from, to) {
            (Some(like), Some(day), Some(from), Some(to)) if problems.is_empty() => {
                Ok(Idea::Session { like, day, minutes: (from, to) })
            }
            _ => Err(problems),
        }
    }

    fn certify(&self, scene: &Scene) -> Result<Idea, Problems> {
        let mut problems = Problems::none();
        let booking = typed::whole(&self.booking).and_then(|id| scene.booking(BookingId(id)));
        let booking = problems.take(
            "booking",
            booking.ok_or_else(|| Message::new("Hãy chọn nội dung.", "Choose a topic.")),
        );
        let pupils = typed::whole(&self.pupils).filter(|n| (1..=MOST_PUPILS).contains(n));
        let pupils = problems.take(
            "pupils",
            pupils.ok_or_else(|| {
                Message::new("Hãy ghi số em, từ 1 đến 50.", "Give a number from 1 to 50.")
            }),
        );
        match (booking, pupils) {
            (Some(booking), Some(pupils)) => Ok(Idea::Certify {
                booking: booking.id,
                topic: booking.topic.clone(),
                pupils: pupils as usize,
            }),
            _ => Err(problems),
        }
    }
}

/// A day of the scene's week that is not over: a past one would help nobody.
fn in_week(scene: &Scene, day: NaiveDate) -> bool {
    let days = (day - scene.monday).num_days();
    (0..7).contains(&days) && day >= scene.now.day()
}

fn minute(time: NaiveTime) -> i64 {
    i64::from(time.hour() * 60 + time.minute())
}
