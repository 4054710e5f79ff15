//! The hours of a school's pupils.

use crate::domain::ids::{AmbassadorId, ClassId, HoursEntryId, SupportId};

pub const SCHOOL: &str = "/school/hours";
pub const CLASS: &str = "/school/hours/classes/{class}";
pub const SHEET: &str = "/school/hours/classes/{class}/sheet.pdf";
pub const EXPORT: &str = "/school/hours/hours.csv";
pub const PUPIL: &str = "/school/hours/pupils/{pupil}";
pub const REVERSE: &str = "/school/hours/entries/{entry}/reverse";
pub const CREDIT_AGAIN: &str = "/school/hours/entries/{entry}/credit";
pub const SUPPORTS: &str = "/school/hours/supports";
pub const SEND_BACK: &str = "/school/hours/supports/{support}/return";

pub fn class(class: ClassId) -> String {
    format!("/school/hours/classes/{class}")
}

pub fn sheet(class: ClassId) -> String {
    format!("/school/hours/classes/{class}/sheet.pdf")
}

/// The spreadsheet, of one class when one is named.
pub fn export(class: Option<ClassId>) -> String {
    match class {
        Some(class) => format!("/school/hours/hours.csv?class={class}"),
        None => EXPORT.to_owned(),
    }
}

pub fn pupil(pupil: AmbassadorId) -> String {
    format!("/school/hours/pupils/{pupil}")
}

pub fn reverse(entry: HoursEntryId) -> String {
    format!("/school/hours/entries/{entry}/reverse")
}

pub fn credit_again(reversal: HoursEntryId) -> String {
    format!("/school/hours/entries/{reversal}/credit")
}

pub fn send_back(support: SupportId) -> String {
    format!("/school/hours/supports/{support}/return")
}
