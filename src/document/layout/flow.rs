//! Text that runs from page to page: a cursor, page turns and page numbers.

use krilla::tagging::TagKind;

use super::book::Book;
use super::face::{Face, Run, Style};
use super::mm;
use super::paragraph::{Align, Line};
use crate::document::DocumentError;

/// The width of A4 and, turned, its height.
pub const A4: (f32, f32) = (mm(210.0), mm(297.0));

/// Decree 30/2020/NĐ-CP, Annex I: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
const TOP: f32 = mm(20.0);
const BOTTOM: f32 = mm(20.0);
const LEFT: f32 = mm(30.0);
const RIGHT: f32 = mm(15.0);

/// The page number stands in the top margin, size 13 to 14, and not on the first page.
const NUMBER: Style = Style::new(Face::Serif, 13.0);

/// How far the first line of a paragraph and the others stand in from the left.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Indent {
    pub first: f32,
    pub rest: f32,
}

impl Indent {
    pub const NONE: Indent = Indent { first: 0.0, rest: 0.0 };

    /// Only the first line stands in.
    pub const fn first(first: f32) -> Indent {
        Indent { first, rest: 0.0 }
    }
}

/// A book of A4 portrait pages filled from top to bottom.
pub struct Flow {
    pub book: Book,
    pub left: f32,
    pub width: f32,
    /// Where the next thing is drawn.
    pub y: f32,
}

impl Flow {
    pub fn new() -> Flow {
        let book = Book::new(A4.0, A4.1);
        Flow { book, left: LEFT, width: A4.0 - LEFT - RIGHT, y: TOP }
    }

    /// Height of a page between its margins.
    pub fn page_height() -> f32 {
        A4.1 - TOP - BOTTOM
    }

    /// Everything drawn inside belongs to one element of the tag tree.
    pub fn within<T>(
        &mut self,
        tag: impl Into<TagKind>,
        draw: impl FnOnce(&mut Flow) -> Result<T, DocumentError>,
    ) -> Result<T, DocumentError> {
        self.book.open(tag);
        let drawn = draw(self);
        self.book.close();
        drawn
    }

    /// Leaves an empty stripe; at the top of a page, nothing.
    pub fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// Turns the page if less than `height` is left; tells whether it did.
    pub fn need(&mut self, height: f32) -> Result<bool, DocumentError> {
        if self.room() + 0.01 >= height {
            return Ok(false);
        }
        self.next_page()?;
        Ok(true)
    }

    /// Draws lines across pages; a single first or last line never stands alone.
    pub fn lines(
        &mut self,
        lines: Vec<Line>,
        indent: Indent,
        leading: f32,
        align: Align,
    ) -> Result<(), DocumentError> {
        let mut rest = lines;
        let mut first = indent.first;
        self.need(leading * rest.len().min(2) as f32)?;
        while !rest.is_empty() {
            let fits = ((self.room() + 0.01) / leading) as usize;
            let take = match rest.len().checked_sub(fits) {
                None | Some(0) => rest.len(),
                Some(1) if fits > 2 => fits - 1,
                Some(_) => fits,
            };
            let after = rest.split_off(take);
            let mut here = rest.into_iter();
            if let Some(line) = here.next() {
                let area = (self.left + first, self.y, self.width - first);
                self.y = self.book.lines(vec![line], area, leading, align);
                first = indent.rest;
            }
            let area = (self.left + indent.rest, self.y, self.width - indent.rest);
            self.y = self.book.lines(here.collect(), area, leading, align);
            rest = after;
            if !rest.is_empty() {
                self.next_page()?;
            }
        }
        Ok(())
    }

    fn room(&self) -> f32 {
        A4.1 - BOTTOM - self.y
    }

    fn next_page(&mut self) -> Result<(), DocumentError> {
        self.book.next_page();
        self.y = TOP;
        let number = Run::new(&self.book.pages().to_string(), NUMBER)?;
        let x = self.left + (self.width - number.width) / 2.0;
        self.book.furniture(number, x, TOP - mm(6.0));
        Ok(())
    }
}
