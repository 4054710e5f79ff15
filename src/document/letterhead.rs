//! The head of an official paper: who writes on the left, the state's name and motto on the
//! right (Decree 30/2020/NĐ-CP, Annex I; papers of the Youth Union have a form of their own).

use chrono::{Datelike, NaiveDate};
use krilla::geom::{PathBuilder, Rect};
use krilla::tagging::Tag;

use super::DocumentError;
use super::layout::BLACK;
use super::layout::book::{Book, Paint};
use super::layout::face::{Face, Run, Style};
use super::layout::paragraph::{self, Align};

const COUNTRY: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const UNION: &str = "ĐOÀN TNCS HỒ CHÍ MINH";

/// Whose paper it is. Names are written as they should be printed; they are set in capitals here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letterhead {
    /// A state body such as a school or a ward: the body above it, then itself.
    State { parent: String, name: String },
    /// A committee of the Youth Union, whose papers carry the Union's name, not the state's.
    Union { parent: String, name: String },
}

/// "Đông Hưng Thuận, ngày 05 tháng 01 năm 2027": days under ten and the months one and two are
/// padded, so that nothing can be written in front of them.
pub fn place_and_date(place: &str, day: NaiveDate) -> String {
    format!("{place}, {}", written_date(day))
}

/// "ngày 05 tháng 01 năm 2027".
pub fn written_date(day: NaiveDate) -> String {
    let month = match day.month() {
        m @ (1 | 2) => format!("0{m}"),
        m => m.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// Where a head stands and how large it is.
pub(super) struct Place {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    /// Size of the capitals; the motto is one point larger.
    pub size: f32,
}

/// Draws the head; returns the y below it. `number` is "Số: …", `dateline` the place and date.
pub(super) fn draw(
    book: &mut Book,
    head: &Letterhead,
    number: Option<&str>,
    dateline: Option<&str>,
    place: &Place,
) -> Result<f32, DocumentError> {
    let bold = Style::new(Face::SerifBold, place.size);
    let country = Run::new(COUNTRY, bold)?.width;
    let gap = 10.0;
    // On a wide page the two halves stand like mirror images; a longer name may take more.
    let (Letterhead::State { name, .. } | Letterhead::Union { name, .. }) = head;
    let wanted = Run::new(&name.to_uppercase(), bold)?.width.clamp(country, country * 1.6);
    let width = wanted.min(place.width - country - gap);
    let left = Column { x: place.left, width, y: place.top };
    let right = Column { x: place.left + place.width - country, width: country, y: place.top };
    let left = issuer(book, head, number, left, place.size)?;
    let right = state(book, head, dateline, right, place.size)?;
    Ok(left.max(right))
}

fn issuer(
    book: &mut Book,
    head: &Letterhead,
    number: Option<&str>,
    mut column: Column,
    size: f32,
) -> Result<f32, DocumentError> {
    let (Letterhead::State { parent, name } | Letterhead::Union { parent, name }) = head;
    let (regular, bold) = (Style::new(Face::Serif, size), Style::new(Face::SerifBold, size));
    column.text(book, &parent.to_uppercase(), regular)?;
    let name_width = column.text(book, &name.to_uppercase(), bold)?;
    match head {
        Letterhead::State { .. } => column.rule(book, name_width * 0.4),
        Letterhead::Union { .. } => {
            column.text(book, "***", regular)?;
        }
    }
    if let Some(number) = number {
        column.y += 4.0;
        column.text(book, number, regular.size(size + 0.5))?;
    }
    Ok(column.y)
}

fn state(
    book: &mut Book,
    head: &Letterhead,
    dateline: Option<&str>,
    mut column: Column,
    size: f32,
) -> Result<f32, DocumentError> {
    let bold = Style::new(Face::SerifBold, size);
    match head {
        Letterhead::State { .. } => {
            column.text(book, COUNTRY, bold)?;
            let width = column.text(book, MOTTO, bold.size(size + 1.0))?;
            column.rule(book, width);
        }
        Letterhead::Union { .. } => {
            let width = column.text(book, UNION, bold.size(size + 1.0))?;
            column.rule(book, width);
        }
    }
    if let Some(dateline) = dateline {
        column.y += 4.0;
        column.text(book, dateline, Style::new(Face::SerifItalic, size + 1.0))?;
    }
    Ok(column.y)
}

struct Column {
    x: f32,
    width: f32,
    y: f32,
}

impl Column {
    /// Draws a centred paragraph; returns the width of its widest line.
    fn text(&mut self, book: &mut Book, text: &str, style: Style) -> Result<f32, DocumentError> {
        let mut lines = paragraph::balanced(text, style, self.width)?;
        if lines.len() > 1 {
            // Clerks draw a line a little together before they break it.
            let tighter = paragraph::balanced(text, style.tracking(-0.02), self.width)?;
            if tighter.len() < lines.len() {
                lines = tighter;
            }
        }
        let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let (area, leading) = ((self.x, self.y, self.width), style.size * 1.25);
        self.y = book.within(Tag::P, |book| Ok(book.lines(lines, area, leading, Align::Centre)))?;
        Ok(widest)
    }

    /// A thin rule below the last line.
    fn rule(&mut self, book: &mut Book, width: f32) {
        let mut builder = PathBuilder::new();
        let x = self.x + (self.width - width) / 2.0;
        if let Some(rect) = Rect::from_xywh(x, self.y + 3.0, width, 0.7) {
            builder.push_rect(rect);
        }
        book.decorate(builder.finish(), Paint::Fill(BLACK));
        self.y += 6.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_under_ten_and_the_first_two_months_are_padded() {
        let written = |y, m, d| written_date(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(written(2027, 1, 5), "ngày 05 tháng 01 năm 2027");
        assert_eq!(written(2027, 2, 15), "ngày 15 tháng 02 năm 2027");
        assert_eq!(written(2027, 3, 9), "ngày 09 tháng 3 năm 2027");
        assert_eq!(
            place_and_date("Đông Hưng Thuận", NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()),
            "Đông Hưng Thuận, ngày 23 tháng 11 năm 2026"
        );
    }
}
