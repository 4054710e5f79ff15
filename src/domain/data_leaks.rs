//! Leaks of personal data: what has to be told to whom, and the clock that runs from the
//! moment it was noticed (Luật 91/2025/QH15 Điều 23; NĐ 356/2025/NĐ-CP Điều 28).

mod forms;
mod notice;

pub use forms::{CloseForm, LeakForm, NoticesForm, NotifiedForm, ParsedLeak};
pub use notice::{Facts, to_authority, to_people};

use super::at::At;
use super::lang::Lang;
use super::refusal::{Message, Refuse};
use crate::text_enum;

text_enum! {
    /// Where a leak stands.
    pub enum LeakState { Draft = "draft", Notified = "notified", Closed = "closed" }
}

text_enum! {
    /// Whose data leaked.
    pub enum LeakKind {
        Residents = "residents",
        Pupils = "pupils",
        Guardians = "guardians",
        Staff = "staff",
    }
}

text_enum! {
    /// Whom a notice is for.
    pub enum LeakReader { Authority = "authority", People = "people" }
}

/// Hours from noticing to the authority's notice.
const HOURS: i64 = 72;

/// The moment by which the authority is told.
pub fn tell_by(noticed_at: At) -> At {
    noticed_at.plus_minutes(HOURS * 60)
}

/// "còn 71 giờ", "đã quá 3 giờ": how the clock stands.
pub fn left(noticed_at: At, now: At, lang: Lang) -> String {
    let minutes = tell_by(noticed_at).minutes_since(now);
    let hours = minutes.abs() / 60;
    let amount = match hours {
        0 => lang.count(minutes.abs(), "phút", "minute", "minutes"),
        _ => lang.count(hours, "giờ", "hour", "hours"),
    };
    match minutes {
        0.. => lang.t(&format!("còn {amount}"), &format!("{amount} left")).to_owned(),
        _ => lang.t(&format!("đã quá {amount}"), &format!("over by {amount}")).to_owned(),
    }
}

impl LeakState {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            LeakState::Draft => lang.t("Chưa báo", "Not reported"),
            LeakState::Notified => lang.t("Đã báo", "Reported"),
            LeakState::Closed => lang.t("Đã khép lại", "Closed"),
        }
    }
}

impl LeakKind {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            LeakKind::Residents => {
                lang.t("Người đặt lịch và người đặt hộ", "Residents and those who booked for them")
            }
            LeakKind::Pupils => lang.t("Học sinh đại sứ số", "Pupils"),
            LeakKind::Guardians => lang.t("Phụ huynh", "Guardians"),
            LeakKind::Staff => lang.t("Cán bộ, giáo viên", "Staff and teachers"),
        }
    }

    /// What is kept of them, for the notice.
    pub fn data(self, lang: Lang) -> &'static str {
        match self {
            LeakKind::Residents => lang.t(
                "tên, số điện thoại, khu phố, việc cần giúp, giờ hẹn",
                "name, telephone, neighbourhood, topic, time of the visit",
            ),
            LeakKind::Pupils => lang.t(
                "họ tên, lớp, năm sinh, lịch trực, giờ tham gia",
                "name, class, year of birth, shifts, hours",
            ),
            LeakKind::Guardians => {
                lang.t("họ tên, số điện thoại, địa chỉ thư", "name, telephone, e-mail address")
            }
            LeakKind::Staff => lang.t("họ tên, vai trò, địa chỉ thư", "name, role, e-mail address"),
        }
    }
}

/// Why a leak is not moved on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LeakRefusal {
    MovedOn,
    /// The authority or the people have not been told.
    NotTold,
}

impl Refuse for LeakRefusal {
    fn code(&self) -> &'static str {
        match self {
            LeakRefusal::MovedOn => "leak_moved_on",
            LeakRefusal::NotTold => "leak_not_told",
        }
    }

    fn message(&self) -> Message {
        match self {
            LeakRefusal::MovedOn => Message::new(
                "Hồ sơ này đã có người cập nhật. Hãy xem lại trang.",
                "Somebody has moved this on already. Look at the page again.",
            ),
            LeakRefusal::NotTold => Message::new(
                "Hãy báo cơ quan chức năng và những người bị ảnh hưởng trước khi khép lại.",
                "Tell the authority and those affected before closing it.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, NaiveTime};

    #[test]
    fn the_clock_runs_seventy_two_hours_from_noticing() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let at = At::local(day, NaiveTime::from_hms_opt(7, 0, 0).unwrap());
        assert_eq!(left(at, at.plus_minutes(60), Lang::Vi), "còn 71 giờ");
        assert_eq!(left(at, at.plus_minutes(72 * 60 - 1), Lang::Vi), "còn 1 phút");
        assert_eq!(left(at, at.plus_minutes(75 * 60), Lang::En), "over by 3 hours");
    }
}
