//! What stands, but may not be meant: said in the preview, never refused.

use super::Posting;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::domain::sessions::steps::{bookable, cut};

impl Posting {
    /// Whether pupils are wanted for a session in which some topics are for adults alone,
    /// whether minutes at the end belong to no slot, and whether nobody could book ahead.
    /// `reserved` are the names of its topics that only adults help with, in both languages.
    pub fn cautions(&self, reserved: &[(&str, &str)]) -> Vec<Message> {
        let mut cautions = Vec::new();
        if let Some(last) = cut(self.starts_at, self.ends_at, self.slot_minutes).last() {
            let lost = self.ends_at.minutes_since(last.to);
            if lost > 0 {
                cautions.push(minutes_lost(lost, last.to.time(), self.ends_at.time()));
            }
        }
        if self.walk_in_percent < 100 && bookable(self.seats, self.walk_in_percent) == 0 {
            cautions.push(nobody_books_ahead(self.seats));
        }
        if self.ambassadors_wanted > 0 && !reserved.is_empty() {
            cautions.push(for_adults_only(reserved));
        }
        cautions
    }
}

fn minutes_lost(lost: i64, from: chrono::NaiveTime, to: chrono::NaiveTime) -> Message {
    let say = |lang: Lang| lang.times(from, to);
    Message::new(
        format!(
            "{lost} phút cuối ({}) không đủ một khung giờ, nên không ai đặt được. Hãy đổi giờ kết thúc hoặc độ dài khung giờ nếu muốn dùng hết.",
            say(Lang::Vi)
        ),
        format!(
            "The last {lost} minutes ({}) make no whole slot, so nobody can book them. Change the end or the length of a slot to use them.",
            say(Lang::En)
        ),
    )
}

fn nobody_books_ahead(seats: i64) -> Message {
    Message::new(
        format!(
            "Với {seats} chỗ mỗi khung, phần dành cho người đến thẳng chiếm hết: không ai đặt trước được."
        ),
        format!(
            "With {} in a slot, walk-ins take them all: nobody can book ahead.",
            Lang::En.count(seats, "chỗ", "seat", "seats")
        ),
    )
}

fn for_adults_only(reserved: &[(&str, &str)]) -> Message {
    let vi = reserved.iter().map(|(vi, _)| *vi).collect::<Vec<_>>().join("; ");
    let en = reserved.iter().map(|(_, en)| *en).collect::<Vec<_>>().join("; ");
    Message::new(
        format!("Chỉ người lớn hướng dẫn, đại sứ số không được ghép: {vi}."),
        format!("Adults alone help with these, no ambassador is matched: {en}."),
    )
}
