//! Consent: per purpose and school year, signed by the child and by the guardian.

pub mod texts;

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::lang::Lang;
use super::refusal::{Message, Problems, Refuse};
use super::school_year;
use super::staff::person_name;
use super::typed;
use crate::text_enum;

text_enum! {
    /// What a signature allows; each is asked for by itself.
    pub enum Purpose {
        TakingPart = "taking_part",
        ScheduleMessages = "schedule_messages",
        /// A line to the guardian when the child comes and when it leaves; theirs alone to ask.
        ArrivalMessages = "arrival_messages",
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
pub const TEXT_VERSION: &str = texts::TODAY.version;

impl Purpose {
    /// Who is asked for it.
    pub fn sides(self) -> &'static [Side] {
        match self {
            Purpose::ArrivalMessages => &[Side::Guardian],
            _ => Side::ALL,
        }
    }

    /// In a few words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Purpose::TakingPart => {
                lang.t("Tham gia và được xếp ca", "Taking part and being scheduled")
            }
            Purpose::ScheduleMessages => lang.t("Nhận tin về lịch trực", "Messages about shifts"),
            Purpose::ArrivalMessages => {
                lang.t("Báo khi con đến và ra về", "A line on arrival and on leaving")
            }
            Purpose::Photo => lang.t("Dùng ảnh hoạt động", "Photos of activities"),
            Purpose::PublicName => {
                lang.t("Nêu tên khi khen thưởng công khai", "Name in public recognition")
            }
        }
    }
}

impl Side {
    /// Who that is.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Side::Child => lang.t("Học sinh", "Child"),
            Side::Guardian => lang.t("Phụ huynh", "Guardian"),
        }
    }
}

impl ConsentMethod {
    /// How a signature came in.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            ConsentMethod::Paper => lang.t("phiếu giấy", "paper form"),
            ConsentMethod::Link => lang.t("đường dẫn của phụ huynh", "guardian's link"),
            ConsentMethod::Account => lang.t("tài khoản của em", "the child's account"),
        }
    }
}

/// What one side says about one purpose.
pub type Reply = (Purpose, bool);

/// Yes or no for each purpose, as the guardian's and the child's page ask. What is left
/// open stays open.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct RepliesForm {
    #[validate(length(max = 5))]
    pub taking_part: String,
    #[validate(length(max = 5))]
    pub schedule_messages: String,
    #[validate(length(max = 5))]
    pub arrival_messages: String,
    #[validate(length(max = 5))]
    pub photo: String,
    #[validate(length(max = 5))]
    pub public_name: String,
    /// The guardian's full name; the child's is known.
    #[validate(length(max = 100))]
    pub given_by: String,
}

impl RepliesForm {
    /// As typed for one purpose.
    pub fn of(&self, purpose: Purpose) -> &str {
        match purpose {
            Purpose::TakingPart => &self.taking_part,
            Purpose::ScheduleMessages => &self.schedule_messages,
            Purpose::ArrivalMessages => &self.arrival_messages,
            Purpose::Photo => &self.photo,
            Purpose::PublicName => &self.public_name,
        }
    }

    /// The replies that were given, at least one.
    pub fn replies(&self, side: Side) -> Result<Vec<Reply>, Problems> {
        let asked = Purpose::ALL.iter().filter(|purpose| purpose.sides().contains(&side));
        let replies: Vec<Reply> = asked
            .filter_map(|purpose| match self.of(*purpose) {
                "yes" => Some((*purpose, true)),
                "no" => Some((*purpose, false)),
                _ => None,
            })
            .collect();
        match replies.is_empty() {
            true => Err(Problems::one(
                "taking_part",
                Message::new(
                    "Chọn “Đồng ý” hoặc “Không đồng ý” cho ít nhất một mục.",
                    "Choose “I agree” or “I do not agree” for at least one of them.",
                ),
            )),
            false => Ok(replies),
        }
    }

    /// The guardian's replies with the name they sign with.
    pub fn signed(&self) -> Result<(Vec<Reply>, String), Problems> {
        let mut problems = Problems::none();
        let replies = self.replies(Side::Guardian).map_err(|found| problems.extend(found)).ok();
        let given_by = problems.take("given_by", person_name(&self.given_by));
        replies.zip(given_by).filter(|_| problems.is_empty()).ok_or(problems)
    }
}

/// Who agrees that a pupil takes part; while one does not, the account can only learn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreement {
    pub child: bool,
    pub guardian: bool,
}

impl Agreement {
    /// Both agree.
    pub fn nothing_missing(self) -> bool {
        self.child && self.guardian
    }
}

impl Refuse for Agreement {
    fn code(&self) -> &'static str {
        "only_learning"
    }

    fn message(&self) -> Message {
        match (self.child, self.guardian) {
            (false, _) => Message::new(
                "Em chưa đồng ý tham gia năm học này. Mở trang “Em đồng ý những gì” để đọc và trả lời; trong lúc đó em vẫn xem và học được các thủ tục.",
                "You have not agreed to take part this school year. Open “What I agree to” to read and answer; meanwhile you can look at and learn the topics.",
            ),
            (true, _) => Message::new(
                "Phụ huynh chưa đồng ý cho em tham gia năm học này. Em nhờ phụ huynh mở đường dẫn nhà trường gửi hoặc ký phiếu; trong lúc đó em vẫn xem và học được các thủ tục.",
                "Your guardian has not agreed yet for this school year. Ask them to open the school's link or sign the form; meanwhile you can look at and learn the topics.",
            ),
        }
    }
}

/// A paper form as the school enters it: one side's yes and no, purpose by purpose.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct SignatureForm {
    #[validate(length(max = 20))]
    pub side: String,
    /// Where "Có" is ticked.
    #[validate(length(max = 10))]
    pub purposes: Vec<String>,
    /// Where "Không" is ticked.
    #[validate(length(max = 10))]
    pub refused: Vec<String>,
    #[validate(length(max = 100))]
    pub given_by: String,
    #[validate(length(max = 20))]
    pub given_on: String,
}

/// Signatures to be recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    pub side: Side,
    pub replies: Vec<Reply>,
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
        let asked = side.unwrap_or(Side::Guardian);
        let of = |words: &[String], yes: bool| -> Vec<Reply> {
            let all = Purpose::ALL.iter().filter(|purpose| purpose.sides().contains(&asked));
            all.filter(|p| words.iter().any(|w| w == p.code())).map(|p| (*p, yes)).collect()
        };
        let (yes, no) = (of(&form.purposes, true), of(&form.refused, false));
        if no.iter().any(|(purpose, _)| yes.contains(&(*purpose, true))) {
            problems.add(
                "refused",
                Message::new(
                    "Một mục không thể vừa “Có” vừa “Không”. Hãy xem lại phiếu.",
                    "A purpose cannot be both yes and no. Look at the form again.",
                ),
            );
        }
        let replies = [yes, no].concat();
        if replies.is_empty() {
            problems.add(
                "purposes",
                Message::new(
                    "Chọn đúng những mục đã đánh dấu trên phiếu.",
                    "Choose what is ticked on the form.",
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
                Ok(Signed { side, replies, given_by, given_on })
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
            refused: vec!["public_name".into()],
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
        let said =
            [(Purpose::TakingPart, true), (Purpose::Photo, true), (Purpose::PublicName, false)];
        assert_eq!(signed.replies, said);
        let both = SignatureForm { refused: vec!["photo".into()], ..form() };
        assert!(Signed::parse(&both, today()).unwrap_err().of("refused").is_some());
        let nothing = SignatureForm { purposes: vec![], refused: vec![], ..form() };
        assert!(Signed::parse(&nothing, today()).unwrap_err().of("purposes").is_some());
    }

    #[test]
    fn no_answer_is_no_consent_and_a_guardian_signs_with_a_name() {
        assert!(RepliesForm::default().replies(Side::Child).is_err());
        let typed = RepliesForm { photo: "no".into(), ..RepliesForm::default() };
        assert_eq!(typed.replies(Side::Child), Ok(vec![(Purpose::Photo, false)]));
        assert!(typed.signed().unwrap_err().of("given_by").is_some());
        let named = RepliesForm { given_by: "Nguyễn Thị Mai".into(), ..typed };
        assert!(named.signed().is_ok());
        let arrival = RepliesForm { arrival_messages: "yes".into(), ..RepliesForm::default() };
        assert!(arrival.replies(Side::Child).is_err(), "it is the guardian's to ask");
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
