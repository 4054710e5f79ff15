//! Wards and schools as an administrator adds them.

use serde::Deserialize;
use validator::Validate;

use super::access::OrganisationKind;
use super::names::tidy;
use super::refusal::{Message, Problems};

/// As typed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct OrganisationForm {
    /// `ward`, or the id of the ward a school belongs to.
    #[validate(length(max = 20))]
    pub under: String,
    #[validate(length(max = 150))]
    pub name: String,
    #[validate(length(max = 60))]
    pub short_name: String,
    #[validate(length(max = 8))]
    pub code: String,
    #[validate(length(max = 150))]
    pub parent_name: String,
    #[validate(length(max = 200))]
    pub aliases: String,
    #[validate(length(max = 30))]
    pub phone: String,
    #[validate(length(max = 200))]
    pub address: String,
}

/// What a form says, ready to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Details {
    pub kind: OrganisationKind,
    pub name: String,
    pub short_name: String,
    /// Upper-case letters and digits.
    pub code: String,
    pub parent_name: String,
    pub aliases: String,
    pub phone: String,
    pub address: String,
}

impl Details {
    /// Reads the form.
    pub fn parse(form: &OrganisationForm) -> Result<Details, Problems> {
        let mut problems = Problems::none();
        let kind = match form.under.as_str() {
            "ward" => OrganisationKind::Ward,
            _ => OrganisationKind::School,
        };
        let name = tidy(&form.name);
        if name.chars().count() < 3 {
            problems.add("name", Message::new("Hãy ghi tên đầy đủ.", "Enter the full name."));
        }
        let code = form.code.trim().to_uppercase();
        if !(2..=8).contains(&code.len()) || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
            problems.add(
                "code",
                Message::new(
                    "Mã gồm 2 đến 8 chữ cái không dấu hoặc chữ số, ví dụ NVN.",
                    "A code has 2 to 8 plain letters or digits, for example NVN.",
                ),
            );
        }
        let phone = tidy(&form.phone);
        if phone.chars().filter(char::is_ascii_digit).count() < 3 {
            problems.add(
                "phone",
                Message::new(
                    "Hãy ghi số điện thoại mà người dân gọi được.",
                    "Enter the number that residents may call.",
                ),
            );
        }
        problems.done()?;
        let short_name = match tidy(&form.short_name) {
            short if short.is_empty() => name.clone(),
            short => short,
        };
        Ok(Details {
            kind,
            name,
            short_name,
            code,
            parent_name: tidy(&form.parent_name),
            aliases: tidy(&form.aliases),
            phone,
            address: tidy(&form.address),
        })
    }
}

/// The key of an organisation's settings that asks its staff for a second step.
const TWO_STEP: &str = "two_step";

/// Do these settings (a JSON object) ask staff for a second step?
pub fn needs_two_step(settings: &str) -> bool {
    let settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(settings).unwrap_or_default();
    settings.get(TWO_STEP).and_then(serde_json::Value::as_bool).unwrap_or(false)
}

/// The settings with this answer in them; everything else in them stays.
pub fn with_two_step(settings: &str, required: bool) -> String {
    let mut settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(settings).unwrap_or_default();
    settings.insert(TWO_STEP.to_owned(), required.into());
    serde_json::Value::Object(settings).to_string()
}

/// Neighbourhoods or classes typed one a line.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct LinesForm {
    #[validate(length(max = 4000))]
    pub lines: String,
}

/// The lines that say something, tidied, each once.
pub fn lines(form: &LinesForm) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in form.lines.lines().map(tidy).filter(|line| !line.is_empty()) {
        if !found.contains(&line) {
            found.push(line);
        }
    }
    found
}

/// The grade at the beginning of a class name: 8 for "8A1", "8/3", "8.2".
pub fn grade(class: &str) -> Option<i64> {
    let digits: String = class.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|grade| (6..=9).contains(grade))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_needs_a_name_a_code_and_a_number_to_call() {
        let problems = Details::parse(&OrganisationForm::default()).unwrap_err();
        for field in ["name", "code", "phone"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn the_second_step_is_one_setting_among_others() {
        let with = with_two_step(r#"{"pupils":{"week_minutes":60}}"#, true);
        assert!(needs_two_step(&with) && with.contains("week_minutes"));
        assert!(!needs_two_step(&with_two_step(&with, false)));
        assert!(!needs_two_step("{}"));
    }

    #[test]
    fn class_names_differ_but_begin_with_the_grade() {
        assert_eq!(
            [grade("8A1"), grade("6/3"), grade("9.2"), grade("10A"), grade("A1")],
            [Some(8), Some(6), Some(9), None, None]
        );
    }
}
