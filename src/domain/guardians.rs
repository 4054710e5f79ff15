//! The guardian's way in: a link, the child's year of birth, and what can be done there.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::at::At;
use super::refusal::{Message, Problems, Refuse};
use super::shifts::ShiftState;
use super::typed;
use crate::text_enum;

/// Days in which a link works.
pub const LINK_DAYS: i64 = 90;
/// Minutes for which a browser in which it was opened stays open.
pub const VISIT_MINUTES: i64 = 60;
/// Wrong years for one link within a day; then no year opens it until the next.
pub const WRONG_YEARS: i64 = 5;
/// Wrong years from one address within a day, whatever the links.
pub const WRONG_FROM_ONE_ADDRESS: i64 = 30;
/// New links for one pupil within a day.
pub const LINKS_A_DAY: i64 = 5;
/// Hours before a shift until which a guardian can say no, unless the school sets others.
pub const VETO_HOURS: i64 = 24;
/// What a school may set.
pub const VETO_RANGE: std::ops::RangeInclusive<i64> = 1..=72;
/// Days before the school year's end in which its consents are said to end.
pub const EXPIRY_DAYS: i64 = 30;

text_enum! {
    /// How a link reached the guardian: by letter, or shown to the school to be sent on.
    pub enum Way { Email = "email", Shown = "shown" }
}

/// What a link's door asks.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct DoorForm {
    #[validate(length(max = 10))]
    pub birth_year: String,
}

/// The guardian's own address.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct AddressForm {
    #[validate(length(max = 200))]
    pub email: String,
}

/// The school's deadline for saying no to a shift.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct DeadlineForm {
    #[validate(length(max = 5))]
    pub veto_hours: String,
}

impl DeadlineForm {
    /// Whole hours in the range.
    pub fn parse(&self) -> Result<i64, Problems> {
        let hours = typed::whole(&self.veto_hours).filter(|hours| VETO_RANGE.contains(hours));
        hours.ok_or_else(|| {
            let message =
                Message::new("Ghi số giờ từ 1 đến 72.", "Enter a number of hours from 1 to 72.");
            Problems::one("veto_hours", message)
        })
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Own {
    veto_hours: Option<i64>,
}

/// The hours that stand in a school's settings (its JSON object, key `guardians`).
pub fn veto_hours(settings: &str) -> i64 {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Settings {
        guardians: Own,
    }
    let own = serde_json::from_str::<Settings>(settings).unwrap_or_default().guardians;
    own.veto_hours.filter(|hours| VETO_RANGE.contains(hours)).unwrap_or(VETO_HOURS)
}

/// The settings with these hours in them; everything else in them stays.
pub fn with_veto_hours(settings: &str, hours: i64) -> String {
    let mut all: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(settings).unwrap_or_default();
    all.insert("guardians".to_owned(), serde_json::json!(Own { veto_hours: Some(hours) }));
    serde_json::Value::Object(all).to_string()
}

/// The last moment at which a guardian can say no to a shift.
pub fn veto_until(starts_at: At, hours: i64) -> At {
    starts_at.plus_minutes(-hours * 60)
}

/// May the guardian still say no?
pub fn may_veto(
    state: ShiftState,
    starts_at: At,
    hours: i64,
    now: At,
) -> Result<(), GuardianRefusal> {
    let ahead = matches!(state, ShiftState::Taken | ShiftState::Proposed | ShiftState::Accepted);
    if !ahead {
        return Err(GuardianRefusal::NotAhead);
    }
    if veto_until(starts_at, hours) < now {
        return Err(GuardianRefusal::TooLate { hours });
    }
    Ok(())
}

/// Why a guardian's wish is not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GuardianRefusal {
    /// Unknown, replaced by a newer one, or over: one answer for all three.
    DeadLink,
    /// Not opened in this browser, or too long ago.
    Closed,
    WrongYear,
    TooManyTries,
    TooManyLinks,
    NoAddress,
    NotAhead,
    TooLate {
        hours: i64,
    },
}

impl Refuse for GuardianRefusal {
    fn code(&self) -> &'static str {
        match self {
            GuardianRefusal::DeadLink => "dead_link",
            GuardianRefusal::Closed => "link_closed",
            GuardianRefusal::WrongYear => "wrong_birth_year",
            GuardianRefusal::TooManyTries => "too_many_tries",
            GuardianRefusal::TooManyLinks => "too_many_links",
            GuardianRefusal::NoAddress => "no_address",
            GuardianRefusal::NotAhead => "shift_not_ahead",
            GuardianRefusal::TooLate { .. } => "veto_too_late",
        }
    }

    fn message(&self) -> Message {
        match self {
            GuardianRefusal::DeadLink => Message::new(
                "Đường dẫn này không còn dùng được. Có thể nhà trường đã gửi đường dẫn mới hơn, hoặc đường dẫn đã hết hạn. Anh/chị nhờ giáo viên chủ nhiệm gửi lại.",
                "This link does not work any more. The school may have sent a newer one, or its time is over. Please ask the class teacher for a new one.",
            ),
            GuardianRefusal::Closed => Message::new(
                "Để bảo vệ thông tin của con, xin anh/chị ghi lại năm sinh của con.",
                "To protect your child's data, please enter the year of birth again.",
            ),
            GuardianRefusal::WrongYear => Message::new(
                "Năm sinh chưa đúng. Anh/chị kiểm tra lại giúp.",
                "The year of birth is not right. Please check.",
            ),
            GuardianRefusal::TooManyTries => Message::new(
                "Đã thử quá nhiều lần. Anh/chị đợi đến ngày mai, hoặc nhờ giáo viên chủ nhiệm gửi đường dẫn mới.",
                "Too many tries. Please wait until tomorrow, or ask the class teacher for a new link.",
            ),
            GuardianRefusal::TooManyLinks => Message::new(
                "Hôm nay đã tạo nhiều đường dẫn cho em này. Hãy thử lại ngày mai.",
                "Many links were made for this pupil today. Try again tomorrow.",
            ),
            GuardianRefusal::NoAddress => Message::new(
                "Chưa có địa chỉ thư điện tử của phụ huynh. Hãy tạo tin nhắn để gửi SMS hoặc Zalo.",
                "There is no e-mail address of the guardian. Make a text for SMS or Zalo instead.",
            ),
            GuardianRefusal::NotAhead => Message::new(
                "Ca này không còn ở phía trước nữa.",
                "This shift does not lie ahead any more.",
            ),
            GuardianRefusal::TooLate { hours } => Message::new(
                format!(
                    "Chỉ từ chối được trước giờ bắt đầu {hours} giờ. Bây giờ xin anh/chị gọi Đoàn phường hoặc nhà trường theo số ở dưới."
                ),
                format!(
                    "You can say no up to {hours} hours before it begins. Please call the youth union or the school now; the numbers are below."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::*;

    #[test]
    fn the_deadline_is_a_setting_that_leaves_the_others_alone() {
        assert_eq!(veto_hours("{}"), VETO_HOURS);
        assert_eq!(veto_hours("not json"), VETO_HOURS);
        let settings = with_veto_hours(r#"{"other": 1}"#, 48);
        assert_eq!(veto_hours(&settings), 48);
        assert!(settings.contains("\"other\":1"));
        assert_eq!(veto_hours(&with_veto_hours("{}", 900)), VETO_HOURS);
        let parse = |hours: &str| DeadlineForm { veto_hours: hours.into() }.parse().is_ok();
        assert!(parse("24") && parse("1") && parse("72"));
        assert!(!parse("0") && !parse("73") && !parse("một ngày") && !parse(""));
    }

    #[test]
    fn a_guardian_says_no_until_the_deadline_and_not_a_minute_later() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 5).unwrap();
        let starts = At::local(day, NaiveTime::from_hms_opt(8, 0, 0).unwrap());
        let try_at =
            |minutes: i64| may_veto(ShiftState::Taken, starts, 24, starts.plus_minutes(-minutes));
        assert_eq!(try_at(24 * 60), Ok(()));
        assert_eq!(try_at(24 * 60 - 1), Err(GuardianRefusal::TooLate { hours: 24 }));
        for state in [ShiftState::Present, ShiftState::Done, ShiftState::Withdrawn] {
            let early = starts.plus_minutes(-3 * 24 * 60);
            assert_eq!(may_veto(state, starts, 24, early), Err(GuardianRefusal::NotAhead));
        }
    }
}
