//! A list pasted from a spreadsheet or a letter, one pupil a line.

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Deserialize;
use validator::Validate;

use super::{ClassChoice, PupilDetails, PupilForm};
use crate::domain::ids::ClassId;
use crate::domain::names::{fold, tidy};
use crate::domain::refusal::Message;

/// The list as pasted.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PasteForm {
    #[validate(length(max = 15_000))]
    pub lines: String,
    /// "add" stores the good lines; anything else only shows what they would become.
    #[validate(length(max = 10))]
    pub act: String,
}

/// Lines taken at once: about four classes.
pub const MOST_LINES: usize = 200;

/// One line, and what becomes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastedLine {
    /// As it stands in the list, from 1.
    pub number: usize,
    pub text: String,
    pub read: Result<PupilDetails, Message>,
}

/// Reads "Họ tên; lớp; năm sinh; phụ huynh; điện thoại" lines, parted by semicolons or
/// tabs. Empty lines and a line of headings are passed over; a pupil who is on the
/// roster (`known`: folded name, class, birth year) or twice in the list is told so.
pub fn read_lines(
    text: &str,
    classes: &[ClassChoice],
    known: &HashSet<(String, ClassId, i64)>,
    today: NaiveDate,
) -> Vec<PastedLine> {
    let mut seen = known.clone();
    let mut out = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || is_heading(line) {
            continue;
        }
        let mut read = read_line(line, classes, today);
        if let Ok(pupil) = &read
            && !seen.insert((fold(&pupil.name), pupil.class, pupil.birth_year))
        {
            read = Err(twice());
        }
        if out.len() == MOST_LINES {
            read = Err(too_many());
        }
        let stop = read == Err(too_many());
        out.push(PastedLine { number, text: tidy(line), read });
        if stop {
            break;
        }
    }
    out
}

fn is_heading(line: &str) -> bool {
    let folded = fold(line);
    folded.starts_with("ho ten") || folded.starts_with("ho va ten") || folded.starts_with("stt")
}

fn read_line(
    line: &str,
    classes: &[ClassChoice],
    today: NaiveDate,
) -> Result<PupilDetails, Message> {
    let cells: Vec<String> = line.split([';', '\t']).map(tidy).collect();
    if cells.len() < 4 {
        return Err(Message::new(
            "Thiếu cột: cần họ tên; lớp; năm sinh; phụ huynh; điện thoại.",
            "Columns are missing: name; class; year of birth; guardian; telephone.",
        ));
    }
    let cell = |i: usize| cells.get(i).cloned().unwrap_or_default();
    let form = PupilForm {
        name: cell(0),
        class: cell(1),
        birth_year: cell(2),
        guardian_name: cell(3),
        guardian_phone: cell(4),
        guardian_email: cell(5),
    };
    let class = classes.iter().find(|class| fold(&class.name) == fold(&form.class));
    PupilDetails::read(&form, class, today).map_err(|problems| problems.first())
}

fn twice() -> Message {
    Message::new(
        "Em này đã có trong danh sách (cùng tên, lớp và năm sinh).",
        "This pupil is on the list already (same name, class and year of birth).",
    )
}

fn too_many() -> Message {
    Message::new(
        "Mỗi lần tối đa 200 dòng. Hãy thêm phần còn lại ở lần sau.",
        "At most 200 lines at once. Add the rest afterwards.",
    )
}
