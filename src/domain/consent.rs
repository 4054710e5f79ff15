//! Consent: per purpose and school year, signed by the child and by the guardian.

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::refusal::{Message, Problems};
use super::school_year;
use super::staff::person_name;
use super::typed;
use crate::text_enum;

text_enum! {
    /// What a signature allows; each is asked for by itself.
    pub enum Purpose {
        TakingPart = "taking_part",
        ScheduleMessages = "schedule_messages",
        Photo = "photo",
        PublicName = "public_name",
    }
}

text_enum! {
    /// Whose signature it is.
    pub enum Side { Child = "child", Guardian = "guardian" }
}

text_enum! {
    /// How it was given.
    pub enum ConsentMethod { Paper = "paper", Link = "link", Account = "account" }
}

/// The version of the texts people sign today.
pub const TEXT_VERSION: &str = "2026-1";

/// A paper form as the school enters it: one side's signature for the purposes ticked.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignatureForm {
    #[validate(length(max = 20))]
    pub side: String,
    #[validate(length(max = 10))]
    pub purposes: Vec<String>,
    #[validate(length(max = 100))]
    pub given_by: String,
    #[validate(length(max = 20))]
    pub given_on: String,
}

/// Signatures to be recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    pub side: Side,
    pub purposes: Vec<Purpose>,
    pub given_by: String,
    pub given_on: NaiveDate,
}

impl Signed {
    /// Reads the form. No purpose is ticked beforehand and none includes another; the
    /// day lies in the running school year, because consent is asked anew each year.
    pub fn parse(form: &SignatureForm, today: NaiveDate) -> Result<Signed, Problems> {
        let mut problems = Problems::none();
        let choose = || Message::new("Hãy chọn một mục.", "Choose one.");
        let side = problems.take("side", Side::from_code(&form.side).ok_or_else(choose));
        let purposes: Vec<Purpose> = Purpose::ALL
            .iter()
            .copied()
            .filter(|purpose| form.purposes.iter().any(|word| word == purpose.code()))
            .collect();
        if purposes.is_empty() {
            problems.add(
                "purposes",
                Message::new(
                    "Chọn đúng những mục đã ký trên phiếu.",
                    "Choose what was signed on the form.",
                ),
            );
        }
        let given_by = problems.take("given_by", person_name(&form.given_by));
        let (first, _) = school_year::days(today);
        let given_on = typed::day(&form.given_on).filter(|day| (first..=today).contains(day));
        let given_on = problems.take(
            "given_on",
            given_on.ok_or_else(|| {
                Message::new(
                    "Ngày ký nằm trong năm học này và không sau hôm nay.",
                    "The day of signing lies in this school year and not after today.",
                )
            }),
        );
        match (problems.is_empty(), side, given_by, given_on) {
            (true, Some(side), Some(given_by), Some(given_on)) => {
                Ok(Signed { side, purposes, given_by, given_on })
            }
            _ => Err(problems),
        }
    }
}

/// Withdrawing one side's consent for one purpose.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct WithdrawForm {
    #[validate(length(max = 30))]
    pub purpose: String,
    #[validate(length(max = 20))]
    pub side: String,
}

impl WithdrawForm {
    /// Which; no reason is asked, because none is needed.
    pub fn parse(&self) -> Result<(Purpose, Side), Problems> {
        let which = Purpose::from_code(&self.purpose).zip(Side::from_code(&self.side));
        which.ok_or_else(|| {
            let message = Message::new("Chọn mục cần rút.", "Choose what is withdrawn.");
            Problems::one("purpose", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> SignatureForm {
        SignatureForm {
            side: "guardian".into(),
            purposes: vec!["taking_part".into(), "photo".into()],
            given_by: "Nguyễn Thị Mai".into(),
            given_on: "2026-09-10".into(),
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
    }

    #[test]
    fn only_what_was_ticked_is_given() {
        let signed = Signed::parse(&form(), today()).unwrap();
        assert_eq!(signed.purposes, [Purpose::TakingPart, Purpose::Photo]);
        let nothing = SignatureForm { purposes: vec![], ..form() };
        assert!(Signed::parse(&nothing, today()).unwrap_err().of("purposes").is_some());
    }

    #[test]
    fn the_day_lies_in_this_school_year() {
        for (day, fine) in [
            ("2026-08-01", true),
            ("2026-11-28", true),
            ("2026-07-31", false),
            ("2026-11-29", false),
        ] {
            let form = SignatureForm { given_on: day.into(), ..form() };
            assert_eq!(Signed::parse(&form, today()).is_ok(), fine, "{day}");
        }
    }
}
