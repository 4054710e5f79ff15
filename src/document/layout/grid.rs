//! A ruled table that runs over pages, with its head repeated on each.

use krilla::geom::{PathBuilder, Rect};
use krilla::tagging::{TableHeaderScope, Tag};

use super::BLACK;
use super::book::Paint;
use super::face::{Run, Style};
use super::flow::Flow;
use super::paragraph::{self, Align, Line};
use crate::document::DocumentError;

const PAD_X: f32 = 4.0;
const PAD_Y: f32 = 3.0;
const RULE: Paint = Paint::Stroke(BLACK, 0.5);

/// A column: its heading, its share of the width, and how its cells stand.
#[derive(Clone, Debug)]
pub struct Column {
    pub title: String,
    pub share: f32,
    pub align: Align,
}

/// What a table holds and looks like.
pub struct Grid<'a> {
    pub columns: &'a [Column],
    pub rows: &'a [Vec<String>],
    /// A last row in the style of the head, for sums.
    pub total: Option<&'a [String]>,
    pub head: Style,
    pub body: Style,
    pub leading: f32,
}

/// A row measured: the lines of each cell.
struct Row {
    cells: Vec<Vec<Line>>,
    height: f32,
}

impl Grid<'_> {
    /// Draws the table at the cursor. What follows it takes `keep` and stays with the last two
    /// rows.
    pub fn draw(&self, flow: &mut Flow, keep: f32) -> Result<(), DocumentError> {
        let widths = self.widths(flow.width)?;
        let titles: Vec<String> = self.columns.iter().map(|c| c.title.clone()).collect();
        let head = self.measure(&titles, self.head, &widths)?;
        let mut rows = Vec::with_capacity(self.rows.len() + 1);
        for (i, row) in self.rows.iter().enumerate() {
            self.check(row, i)?;
            rows.push(self.measure(row, self.body, &widths)?);
        }
        if let Some(total) = self.total {
            self.check(total, self.rows.len())?;
            rows.push(self.measure(total, self.head, &widths)?);
        }
        let tallest = rows.iter().map(|row| row.height).fold(0.0, f32::max);
        if head.height + tallest > Flow::page_height() {
            return Err(DocumentError::TooLong { what: "a row of a table" });
        }
        let last = rows.len().saturating_sub(2);
        let end = rows[last..].iter().map(|row| row.height).sum::<f32>() + keep;
        // Too tall to be kept together: then it is not.
        let end = if head.height + end > Flow::page_height() { 0.0 } else { end };
        let first = rows.first().map_or(0.0, |row| row.height);
        flow.need(head.height + if last == 0 { end.max(first) } else { first })?;
        flow.within(Tag::Table, |flow| {
            flow.within(Tag::THead, |flow| self.row(flow, &head, &widths, Part::Head))?;
            flow.within(Tag::TBody, |flow| {
                for (i, row) in rows.iter().enumerate() {
                    if flow.need(if i == last { end.max(row.height) } else { row.height })? {
                        self.row(flow, &head, &widths, Part::HeadAgain)?;
                    }
                    self.row(flow, row, &widths, Part::Body)?;
                }
                Ok(())
            })
        })
    }

    /// The shares of the width, except that a column whose longest word would not fit takes what
    /// the word needs from the others.
    fn widths(&self, width: f32) -> Result<Vec<f32>, DocumentError> {
        let mut fixed: Vec<Option<f32>> = vec![None; self.columns.len()];
        loop {
            let taken: f32 = fixed.iter().flatten().sum();
            let free = fixed.iter().zip(self.columns).filter(|(f, _)| f.is_none());
            let shares: f32 = free.map(|(_, column)| column.share).sum();
            let widths = fixed.iter().zip(self.columns).map(|(fixed, column)| {
                fixed.unwrap_or((width - taken).max(0.0) * column.share / shares)
            });
            let widths: Vec<f32> = widths.collect();
            let mut changed = false;
            for (i, fixed) in fixed.iter_mut().enumerate().filter(|(_, fixed)| fixed.is_none()) {
                // A single cell may not push the others off the page.
                let need = self.longest_word(i)?.min(width / 3.0) + 2.0 * PAD_X + 0.1;
                if need > widths[i] {
                    *fixed = Some(need);
                    changed = true;
                }
            }
            if !changed || fixed.iter().all(Option::is_some) {
                let total: f32 = widths.iter().sum();
                return Ok(widths.iter().map(|w| w * width / total).collect());
            }
        }
    }

    fn longest_word(&self, column: usize) -> Result<f32, DocumentError> {
        let mut longest: f32 = 0.0;
        let title = (self.columns[column].title.as_str(), self.head);
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let cells = cells.map(|cell| (cell.as_str(), self.body));
        for (text, style) in std::iter::once(title).chain(cells) {
            for word in text.split_whitespace() {
                longest = longest.max(Run::new(word, style)?.width);
            }
        }
        Ok(longest)
    }

    fn check(&self, row: &[String], index: usize) -> Result<(), DocumentError> {
        let (cells, columns) = (row.len(), self.columns.len());
        if cells == columns {
            return Ok(());
        }
        Err(DocumentError::Ragged { row: index + 1, cells, columns })
    }

    fn measure(
        &self,
        cells: &[String],
        style: Style,
        widths: &[f32],
    ) -> Result<Row, DocumentError> {
        let mut measured = Vec::with_capacity(cells.len());
        for (cell, width) in cells.iter().zip(widths) {
            measured.push(paragraph::lines(cell, style, width - 2.0 * PAD_X)?);
        }
        let lines = measured.iter().map(Vec::len).max().unwrap_or(1);
        Ok(Row { cells: measured, height: lines as f32 * self.leading + 2.0 * PAD_Y })
    }

    fn row(
        &self,
        flow: &mut Flow,
        row: &Row,
        widths: &[f32],
        part: Part,
    ) -> Result<(), DocumentError> {
        if let Part::HeadAgain = part {
            return self.cells(flow, row, widths, part);
        }
        flow.within(Tag::TR, |flow| self.cells(flow, row, widths, part))
    }

    fn cells(
        &self,
        flow: &mut Flow,
        row: &Row,
        widths: &[f32],
        part: Part,
    ) -> Result<(), DocumentError> {
        let (mut x, top) = (flow.left, flow.y);
        for ((lines, width), column) in row.cells.iter().zip(widths).zip(self.columns) {
            let mut builder = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(x, top, *width, row.height) {
                builder.push_rect(rect);
            }
            flow.book.decorate(builder.finish(), RULE);
            let height = lines.len() as f32 * self.leading;
            let y = top + (row.height - height) / 2.0;
            let area = (x + PAD_X, y, width - 2.0 * PAD_X);
            match part {
                Part::Head => flow.within(Tag::TH(TableHeaderScope::Column), |flow| {
                    self.cell(flow, lines, area, Align::Centre)
                })?,
                Part::Body => {
                    flow.within(Tag::TD, |flow| self.cell(flow, lines, area, column.align))?;
                }
                Part::HeadAgain => self.furniture(flow, lines, area),
            }
            x += width;
        }
        flow.y = top + row.height;
        Ok(())
    }

    fn cell(
        &self,
        flow: &mut Flow,
        lines: &[Line],
        area: (f32, f32, f32),
        align: Align,
    ) -> Result<(), DocumentError> {
        if lines.iter().all(|line| line.pieces.is_empty()) {
            // An empty cell must stay in the tag tree, or the columns of its row shift.
            flow.book.text(Run::new(" ", self.body)?, area.0, area.1 + self.leading);
        }
        flow.book.lines(lines.to_vec(), area, self.leading, align);
        Ok(())
    }

    fn furniture(&self, flow: &mut Flow, lines: &[Line], (left, top, width): (f32, f32, f32)) {
        for (i, line) in lines.iter().enumerate() {
            for (dx, run) in line.clone().placed(width, Align::Centre) {
                let y = top + i as f32 * self.leading + run.style.baseline(self.leading);
                flow.book.furniture(run, left + dx, y);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    /// The head on a further page: seen, not read again.
    HeadAgain,
    Body,
}
