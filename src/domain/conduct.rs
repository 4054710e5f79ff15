//! Residents' conduct towards the pupils: notes of the adults, and a ward's bar for a time.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use validator::Validate;

use super::lang::Lang;
use super::names::tidy_lines;
use super::phone::Phone;
use super::privacy::refuse_secrets;
use super::refusal::{Message, Problems, Refuse};
use super::typed;
use crate::text_enum;

/// A bar lasts no longer than this, whatever the installation allows.
pub const BAR_DAYS_MOST: i64 = 365;

text_enum! {
    /// What somebody did against the rules that stand on the booking slip.
    pub enum ConductKind {
        Disrespect = "disrespect",
        Photos = "photos",
        Contact = "contact",
        Money = "money",
        Threat = "threat",
        Other = "other",
    }
}

impl ConductKind {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            ConductKind::Disrespect => {
                lang.t("Thiếu tôn trọng các em", "Disrespect towards pupils")
            }
            ConductKind::Photos => {
                lang.t("Chụp ảnh, quay phim các em", "Photos or films of pupils")
            }
            ConductKind::Contact => {
                lang.t("Xin số, hẹn gặp riêng", "Asking for contacts or a meeting")
            }
            ConductKind::Money => {
                lang.t("Đưa tiền, đưa quà, nhờ chuyển tiền", "Money, gifts, transfers")
            }
            ConductKind::Threat => lang.t("Dọa nạt, gây gổ", "Threats or violence"),
            ConductKind::Other => lang.t("Việc khác", "Something else"),
        }
    }
}

/// As typed on a visit's page.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct NoteForm {
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 300))]
    pub what: String,
}

/// A note that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub kind: ConductKind,
    pub what: String,
}

impl Note {
    /// Reads it.
    pub fn parse(form: &NoteForm) -> Result<Note, Problems> {
        let mut problems = Problems::none();
        let kind = problems.take("kind", kind(&form.kind));
        let what = problems.take("what", account(&form.what));
        match (kind, what) {
            (Some(kind), Some(what)) => Ok(Note { kind, what }),
            _ => Err(problems),
        }
    }
}

fn kind(typed: &str) -> Result<ConductKind, Message> {
    ConductKind::from_code(typed)
        .ok_or_else(|| Message::new("Hãy chọn loại việc.", "Choose what it was."))
}

fn account(typed: &str) -> Result<String, Message> {
    let what = tidy_lines(typed);
    refuse_secrets(&what)?;
    if what.chars().count() < 10 {
        return Err(Message::new(
            "Hãy ghi ngắn gọn điều đã thấy (ít nhất 10 ký tự).",
            "Say shortly what was seen (at least 10 characters).",
        ));
    }
    Ok(what)
}

/// As typed by the coordinator.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct BarForm {
    #[validate(length(max = 20))]
    pub kind: String,
    #[validate(length(max = 300))]
    pub what: String,
    #[validate(length(max = 10))]
    pub until: String,
    #[validate(length(max = 20))]
    pub appeal_phone: String,
}

/// A bar that can be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBar {
    pub kind: ConductKind,
    pub what: String,
    pub until: NaiveDate,
    pub appeal_phone: String,
}

impl NewBar {
    /// Reads it: a reason, an end within `most` days, and a number to call against it.
    pub fn parse(form: &BarForm, today: NaiveDate, most: i64) -> Result<NewBar, Problems> {
        let mut problems = Problems::none();
        let kind = problems.take("kind", kind(&form.kind));
        let what = problems.take("what", account(&form.what));
        let most = most.clamp(1, BAR_DAYS_MOST);
        let last = today + Days::new(most.unsigned_abs());
        let until = typed::day(&form.until).filter(|day| *day > today && *day <= last);
        let until = until.ok_or_else(|| {
            Message::new(
                format!("Chọn ngày kết thúc, từ ngày mai đến {}.", Lang::Vi.date(last)),
                format!("Choose the last day, from tomorrow to {}.", Lang::En.date(last)),
            )
        });
        let until = problems.take("until", until);
        let phone = Phone::parse(&form.appeal_phone).map(|phone| phone.as_str().to_owned());
        let appeal_phone = problems.take("appeal_phone", phone);
        match (kind, what, until, appeal_phone) {
            (Some(kind), Some(what), Some(until), Some(appeal_phone)) => {
                Ok(NewBar { kind, what, until, appeal_phone })
            }
            _ => Err(problems),
        }
    }
}

/// Why the lifting of a bar needs a word.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LiftForm {
    #[validate(length(max = 300))]
    pub reason: String,
}

impl LiftForm {
    /// The reason, as it is kept.
    pub fn parse(&self) -> Result<String, Problems> {
        account(&self.reason).map_err(|message| Problems::one("reason", message))
    }
}

/// Why a bar is not set or lifted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConductRefusal {
    /// Known by nothing but a name given at the desk.
    NotKnown,
    StandsAlready,
    Lifted,
    /// Said to coordinators only.
    Barred {
        until: NaiveDate,
    },
}

impl Refuse for ConductRefusal {
    fn code(&self) -> &'static str {
        match self {
            ConductRefusal::NotKnown => "person_not_known",
            ConductRefusal::StandsAlready => "bar_stands",
            ConductRefusal::Lifted => "bar_lifted",
            ConductRefusal::Barred { .. } => "barred",
        }
    }

    fn message(&self) -> Message {
        match self {
            ConductRefusal::NotKnown => Message::new(
                "Người này đến không đặt trước, chỉ có tên, nên không thể tạm dừng mà không nhầm người trùng tên. Ghi nhận vẫn được giữ.",
                "This person came without a booking and is known by name only, so that a bar would hit namesakes. The note is kept.",
            ),
            ConductRefusal::StandsAlready => Message::new(
                "Người này đang được tạm dừng rồi. Gỡ lần trước nếu muốn đặt lại.",
                "A bar stands already. Lift it first to set another.",
            ),
            ConductRefusal::Lifted => {
                Message::new("Việc tạm dừng này đã được gỡ.", "This bar is lifted already.")
            }
            ConductRefusal::Barred { until } => Message::new(
                format!(
                    "Phường đang tạm dừng nhận đặt của người này đến {}. Xem trang Ứng xử.",
                    Lang::Vi.date(*until)
                ),
                format!(
                    "The ward takes no bookings of this person until {}. See the page Conduct.",
                    Lang::En.date(*until)
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_has_a_reason_an_end_within_a_year_and_a_number_to_call() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let form = |until: &str| BarForm {
            kind: "photos".into(),
            what: "Chụp ảnh em dù đã nhắc hai lần".into(),
            until: until.into(),
            appeal_phone: "028 3891 0000".into(),
        };
        assert!(NewBar::parse(&form("2027-11-28"), today, 365).is_ok());
        for wrong in ["2027-11-29", "2026-11-28", ""] {
            assert!(NewBar::parse(&form(wrong), today, 9999).unwrap_err().of("until").is_some());
        }
        assert!(NewBar::parse(&form("2027-02-01"), today, 30).is_err());
        let empty = NewBar::parse(&BarForm::default(), today, 365).unwrap_err();
        for field in ["kind", "what", "until", "appeal_phone"] {
            assert!(empty.of(field).is_some(), "{field}");
        }
    }
}
