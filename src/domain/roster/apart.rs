//! Keeping two pupils apart, as the school's officer asks for it.

use serde::Deserialize;
use validator::Validate;

use crate::domain::ids::AmbassadorId;
use crate::domain::names::tidy;
use crate::domain::privacy::refuse_secrets;
use crate::domain::refusal::{Message, Problems};

/// As typed on one pupil's page: the other one, and why.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ApartForm {
    #[validate(length(max = 20))]
    pub other: String,
    #[validate(length(max = 200))]
    pub reason: String,
}

/// As stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPair {
    pub other: AmbassadorId,
    pub reason: String,
}

impl NewPair {
    /// Reads it. The other one is of the same school, and somebody else.
    pub fn parse(
        form: &ApartForm,
        pupil: AmbassadorId,
        of_school: &[AmbassadorId],
    ) -> Result<NewPair, Problems> {
        let mut problems = Problems::none();
        let typed: Option<AmbassadorId> = form.other.trim().parse().ok();
        let other = typed.filter(|id| *id != pupil && of_school.contains(id));
        let other = problems.take("other", other.ok_or_else(nobody_chosen));
        let reason = tidy(&form.reason);
        if reason.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            problems.add("reason", no_reason());
        }
        problems.take("reason", refuse_secrets(&reason));
        match (other, problems.is_empty()) {
            (Some(other), true) => Ok(NewPair { other, reason }),
            _ => Err(problems),
        }
    }
}

fn nobody_chosen() -> Message {
    Message::new("Hãy chọn một em khác trong trường.", "Choose another pupil of the school.")
}

fn no_reason() -> Message {
    Message::new(
        "Ghi ngắn gọn lý do, ví dụ: “gia đình hai em đề nghị”.",
        "Give a short reason, for example: “both families asked for it”.",
    )
}

/// The pair stands already, perhaps from the other side.
pub fn already_apart() -> Message {
    Message::new(
        "Hai em này đã được giữ để không xếp cùng ca rồi.",
        "These two are already kept out of each other's sessions.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_two_pupils_of_the_school_with_a_reason_and_no_secret() {
        let of_school = [AmbassadorId(1), AmbassadorId(2)];
        let read = |other: &str, reason: &str| {
            let form = ApartForm { other: other.into(), reason: reason.into() };
            NewPair::parse(&form, AmbassadorId(1), &of_school)
        };
        let good = read("2", " gia đình  đề nghị ").unwrap();
        assert_eq!((good.other, good.reason.as_str()), (AmbassadorId(2), "gia đình đề nghị"));
        for (other, reason) in [
            ("1", "cãi nhau"),
            ("3", "cãi nhau"),
            ("", "cãi nhau"),
            ("2", " – "),
            ("2", "căn cước 079155001234"),
        ] {
            assert!(read(other, reason).is_err(), "{other} {reason}");
        }
    }
}
