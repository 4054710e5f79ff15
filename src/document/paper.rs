//! Official papers on A4 portrait: submissions, lists, hour sheets, decisions, in the layout of
//! Decree 30/2020/NĐ-CP, Annex I.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use krilla::tagging::{ListNumbering, Tag};

pub use super::certificate::Signatory;
pub use super::layout::grid::Column;
pub use super::layout::paragraph::Align;

use super::DocumentError;
use super::layout::book::{Book, Paint};
use super::layout::face::{Face, Style};
use super::layout::flow::{Flow, Indent};
use super::layout::grid::Grid;
use super::layout::paragraph::{self, Line, Span};
use super::layout::{BLACK, mm, ornament::rectangle};
use super::letterhead::{self, Letterhead, Place, place_and_date};

/// A whole paper, from its head to "Nơi nhận".
#[derive(Clone, Debug)]
pub struct Paper {
    pub letterhead: Letterhead,
    /// "05/TTr-NVN"; an annex has none.
    pub number: Option<String>,
    /// Địa danh: the ward.
    pub place: String,
    /// Without a day, dots are printed for the hand that signs.
    pub day: Option<NaiveDate>,
    /// The kind of paper, set in capitals: "Tờ trình", "Danh sách đề nghị khen thưởng".
    pub title: String,
    /// Trích yếu: what it is about.
    pub subject: Option<String>,
    /// "Kèm theo Tờ trình số 05/TTr-NVN ngày 25 tháng 5 năm 2027", printed in brackets.
    pub attached_to: Option<String>,
    /// Kính gửi.
    pub addressees: Vec<String>,
    /// Căn cứ: the lines are closed with ";" and the last with "." here.
    pub grounds: Vec<String>,
    pub body: Vec<Block>,
    /// One signs on the right; two or more sign side by side.
    pub signatures: Vec<Signatory>,
    /// Nơi nhận, without the dashes: "Như trên", "Lưu: VT".
    pub recipients: Vec<String>,
}

/// A part of the body.
#[derive(Clone, Debug)]
pub enum Block {
    /// "I. Kết quả".
    Heading(String),
    /// A justified paragraph with an indented first line.
    Text(String),
    /// A paragraph that begins in bold: "Điều 1." and its text.
    Clause {
        lead: String,
        text: String,
    },
    Table(Table),
}

/// Rows under headings; the headings repeat on every page.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<Column>,
    /// As many cells in each row as there are columns.
    pub rows: Vec<Vec<String>>,
    /// A last row in bold.
    pub total: Option<Vec<String>>,
}

impl Column {
    /// A heading, its share of the table's width and how its cells stand.
    pub fn new(title: &str, share: f32, align: Align) -> Column {
        Column { title: title.to_owned(), share, align }
    }
}

impl Paper {
    /// Writes the paper as a PDF.
    pub fn pdf(&self) -> Result<Vec<u8>, DocumentError> {
        let title = match &self.subject {
            Some(subject) => format!("{} {subject}", self.title),
            None => self.title.clone(),
        };
        self.draw()?.finish(&title)
    }

    /// The pages, not yet written.
    pub(super) fn draw(&self) -> Result<Book, DocumentError> {
        let mut flow = Flow::new();
        self.head(&mut flow)?;
        self.opening(&mut flow)?;
        for (block, keep) in self.body.iter().zip(self.kept(flow.width)?) {
            block.draw(&mut flow, keep)?;
        }
        self.closing(&mut flow)?;
        Ok(flow.book)
    }

    fn head(&self, flow: &mut Flow) -> Result<(), DocumentError> {
        let number = self.number.as_ref().map(|number| format!("Số: {number}"));
        let dateline = match self.day {
            Some(day) => place_and_date(&self.place, day),
            None => format!("{}, ngày .... tháng .... năm ......", self.place),
        };
        let place = Place { left: flow.left, top: flow.y, width: flow.width, size: 12.0 };
        let head = &self.letterhead;
        let number = number.as_deref();
        flow.y = letterhead::draw(&mut flow.book, head, number, Some(&dateline), &place)?;
        flow.space(16.0);
        let title = paragraph::balanced(&self.title.to_uppercase(), BOLD, flow.width)?;
        let y = flow.y;
        flow.book.open(Tag::Hn(NonZeroU16::MIN, Some(self.title.clone())));
        flow.book.outline(&self.title, y);
        flow.lines(title, Indent::NONE, LEADING, Align::Centre)?;
        flow.book.close();
        if let Some(subject) = &self.subject {
            centred(flow, subject, BOLD)?;
        }
        if let Some(attached) = &self.attached_to {
            centred(flow, &format!("({attached})"), ITALIC.size(13.0))?;
        }
        let rule = rectangle(flow.left + flow.width * 0.4, flow.y + 3.0, flow.width * 0.2, 0.7);
        flow.book.decorate(rule, Paint::Fill(BLACK));
        flow.space(14.0);
        Ok(())
    }

    /// Kính gửi and căn cứ.
    fn opening(&self, flow: &mut Flow) -> Result<(), DocumentError> {
        match self.addressees.as_slice() {
            [] => {}
            [only] => centred(flow, &format!("Kính gửi: {only}"), TEXT)?,
            several => {
                centred(flow, "Kính gửi:", TEXT)?;
                for (i, addressee) in several.iter().enumerate() {
                    let end = if i + 1 == several.len() { '.' } else { ';' };
                    let line = format!("- {}{end}", bare(addressee));
                    let indent = Indent { first: mm(30.0), rest: mm(32.5) };
                    paragraph(flow, &[Span { text: &line, style: TEXT }], indent)?;
                }
            }
        }
        if !self.addressees.is_empty() {
            flow.space(GAP);
        }
        for (i, ground) in self.grounds.iter().enumerate() {
            let end = if i + 1 == self.grounds.len() { '.' } else { ';' };
            let line = format!("{}{end}", bare(ground));
            paragraph(flow, &[Span { text: &line, style: ITALIC }], INDENT)?;
        }
        Ok(())
    }

    /// For each block what has to follow it on the same page: signatures never stand on a page
    /// of their own, nor with only a short sentence.
    fn kept(&self, width: f32) -> Result<Vec<f32>, DocumentError> {
        let mut kept = vec![0.0; self.body.len()];
        let mut after = match self.closing_height() {
            0.0 => 0.0,
            closing => closing + GAP * 2.0,
        };
        for (block, kept) in self.body.iter().zip(&mut kept).rev() {
            *kept = after;
            after = match block.short(width)? {
                Some(height) if after > 0.0 => height + after,
                _ => 0.0,
            };
        }
        Ok(kept)
    }

    /// How much the block of signatures and recipients takes.
    fn closing_height(&self) -> f32 {
        let offices = self.signatures.iter().map(|s| s.office.len()).max().unwrap_or(0);
        let signatures = match self.signatures.len() {
            0 => 0.0,
            _ => (offices + 1) as f32 * LEADING + SIGN_ROOM + LEADING,
        };
        let recipients = match self.recipients.len() {
            0 => 0.0,
            n => n as f32 * 14.0 + 16.0,
        };
        match self.signatures.len() {
            1 => signatures.max(recipients),
            _ => signatures + GAP + recipients,
        }
    }

    /// Signatures and recipients, kept on one page.
    fn closing(&self, flow: &mut Flow) -> Result<(), DocumentError> {
        flow.space(GAP * 2.0);
        let shared = self.signatures.len() == 1;
        let columns = if shared { 2 } else { self.signatures.len().max(1) };
        let width = flow.width / columns as f32;
        flow.need(self.closing_height())?;
        let top = flow.y;
        let mut below = top;
        for (i, signatory) in self.signatures.iter().enumerate() {
            let column = if shared { 1 } else { i };
            let left = flow.left + column as f32 * width;
            below = below.max(sign(flow, signatory, (left, top, width))?);
        }
        if !shared && !self.signatures.is_empty() {
            flow.y = below + GAP;
        }
        let end = self.distribution(flow, width)?;
        flow.y = end.max(below);
        Ok(())
    }

    fn distribution(&self, flow: &mut Flow, width: f32) -> Result<f32, DocumentError> {
        let mut y = flow.y;
        if self.recipients.is_empty() {
            return Ok(y);
        }
        let (left, book) = (flow.left, &mut flow.book);
        let head = paragraph::lines("Nơi nhận:", Style::new(Face::SerifBoldItalic, 12.0), width)?;
        y =
            book.within(Tag::P, |book| Ok(book.lines(head, (left, y, width), 16.0, Align::Left)))?;
        book.within(Tag::L(ListNumbering::None), |book| {
            for (i, recipient) in self.recipients.iter().enumerate() {
                let end = if i + 1 == self.recipients.len() { '.' } else { ';' };
                let text = format!("- {}{end}", bare(recipient));
                let lines = paragraph::lines(&text, Style::new(Face::Serif, 11.0), width)?;
                book.open(Tag::LI);
                y = book.within(Tag::LBody, |book| {
                    Ok(book.lines(lines, (left, y, width), 14.0, Align::Left))
                })?;
                book.close();
            }
            Ok(y)
        })
    }
}

const TEXT: Style = Style::new(Face::Serif, 14.0);
const BOLD: Style = Style::new(Face::SerifBold, 14.0);
const ITALIC: Style = Style::new(Face::SerifItalic, 14.0);
/// Line height of the body: between single and one and a half.
const LEADING: f32 = 18.5;
/// Between paragraphs, at least 6 pt.
const GAP: f32 = 6.0;
const INDENT: Indent = Indent::first(mm(12.7));
/// Lines of a paragraph that is not parted.
const SHORT: usize = 3;
/// Room for a signature and a stamp.
const SIGN_ROOM: f32 = 66.0;

impl Block {
    /// The text of a paragraph as it is set.
    fn spans(&self) -> Option<Vec<Span<'_>>> {
        let gap = Span { text: " ", style: TEXT };
        match self {
            Block::Text(text) => Some(vec![Span { text, style: TEXT }]),
            Block::Clause { lead, text } => {
                Some(vec![Span { text: lead, style: BOLD }, gap, Span { text, style: TEXT }])
            }
            Block::Heading(_) | Block::Table(_) => None,
        }
    }

    /// The height of a paragraph so short that it does not hold what follows by itself.
    fn short(&self, width: f32) -> Result<Option<f32>, DocumentError> {
        let Some(spans) = self.spans() else { return Ok(None) };
        let lines = paragraph::wrap(&spans, width - INDENT.rest, INDENT.first - INDENT.rest)?;
        Ok((lines.len() <= SHORT).then_some(lines.len() as f32 * LEADING + GAP))
    }

    /// Draws it; `keep` has to follow its end on the same page.
    fn draw(&self, flow: &mut Flow, keep: f32) -> Result<(), DocumentError> {
        if let Some(spans) = self.spans() {
            return kept_paragraph(flow, &spans, keep);
        }
        match self {
            Block::Heading(text) => {
                flow.space(GAP);
                let lines = paragraph::lines(text, BOLD, flow.width)?;
                // A heading stays with the first lines of what it heads.
                flow.need(LEADING * (lines.len() + 2) as f32)?;
                let level = NonZeroU16::MIN.saturating_add(1);
                flow.within(Tag::Hn(level, Some(text.clone())), |flow| {
                    flow.lines(lines, Indent::NONE, LEADING, Align::Left)
                })?;
                flow.space(GAP);
                Ok(())
            }
            Block::Text(_) | Block::Clause { .. } => Ok(()),
            Block::Table(table) => {
                flow.space(GAP);
                let grid = Grid {
                    columns: &table.columns,
                    rows: &table.rows,
                    total: table.total.as_deref(),
                    head: BOLD.size(12.0),
                    body: TEXT.size(12.0),
                    leading: 15.0,
                };
                grid.draw(flow, keep + GAP * 2.0)?;
                flow.space(GAP * 2.0);
                Ok(())
            }
        }
    }
}

fn paragraph(flow: &mut Flow, spans: &[Span], indent: Indent) -> Result<(), DocumentError> {
    let lines: Vec<Line> =
        paragraph::wrap(spans, flow.width - indent.rest, indent.first - indent.rest)?;
    flow.within(Tag::P, |flow| flow.lines(lines, indent, LEADING, Align::Justify))?;
    flow.space(GAP);
    Ok(())
}

/// A paragraph whose end takes what follows along: all of a short one, two lines of a long one.
fn kept_paragraph(flow: &mut Flow, spans: &[Span], keep: f32) -> Result<(), DocumentError> {
    let mut lines: Vec<Line> =
        paragraph::wrap(spans, flow.width - INDENT.rest, INDENT.first - INDENT.rest)?;
    let end = lines.split_off(if lines.len() <= SHORT { 0 } else { lines.len() - 2 });
    let whole = lines.is_empty();
    flow.within(Tag::P, |flow| {
        flow.lines(lines, INDENT, LEADING, Align::Justify)?;
        let height = end.len() as f32 * LEADING + GAP + keep;
        if height <= Flow::page_height() {
            flow.need(height)?;
        }
        let indent = if whole { INDENT } else { Indent { first: INDENT.rest, ..INDENT } };
        flow.lines(end, indent, LEADING, Align::Justify)
    })?;
    flow.space(GAP);
    Ok(())
}

fn centred(flow: &mut Flow, text: &str, style: Style) -> Result<(), DocumentError> {
    let lines = paragraph::balanced(text, style, flow.width)?;
    flow.within(Tag::P, |flow| flow.lines(lines, Indent::NONE, LEADING, Align::Centre))
}

/// Draws one signatory in a column; returns the y below the name.
fn sign(
    flow: &mut Flow,
    signatory: &Signatory,
    (left, top, width): (f32, f32, f32),
) -> Result<f32, DocumentError> {
    let mut y = top;
    for office in &signatory.office {
        let lines = paragraph::fitted(&office.to_uppercase(), BOLD, &[13.0, 12.0], width - GAP)?;
        y = flow.book.within(Tag::P, |book| {
            Ok(book.lines(lines, (left + GAP / 2.0, y, width - GAP), LEADING, Align::Centre))
        })?;
    }
    let name = paragraph::fitted(&signatory.name, BOLD, &[14.0, 13.0, 12.0], width - GAP)?;
    flow.book.within(Tag::P, |book| {
        Ok(book.lines(name, (left + GAP / 2.0, y + SIGN_ROOM, width - GAP), LEADING, Align::Centre))
    })
}

/// Without the stop that a person may already have typed.
fn bare(text: &str) -> &str {
    text.trim_end_matches([';', ',', '.', ' '])
}
