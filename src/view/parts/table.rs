//! Lists of rows: a table where there is room, cards on a phone.

use maud::{Markup, Render, html};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Align {
    Text,
    Number,
    Actions,
}

impl Align {
    fn class(self) -> Option<&'static str> {
        match self {
            Align::Text => None,
            Align::Number => Some("number"),
            Align::Actions => Some("actions"),
        }
    }
}

/// A list with named columns. The first column names the row: it is the row's heading for
/// screen readers and the card's title on a phone.
///
/// ```
/// use dai_su_so::view::parts::Table;
/// use maud::{Render, html};
/// let table = Table::new("Lớp 8A1").text("Họ tên").number("Giờ")
///     .row([html! { "Lê Minh Anh" }, html! { "12,5" }]);
/// assert!(table.render().into_string().contains("data-label=\"Giờ\""));
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    caption_seen: bool,
    compact: bool,
    id: Option<String>,
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<Markup>>,
    total: Option<Vec<Markup>>,
    empty: Markup,
}

impl Table {
    /// The caption says what the list is, and is read out before it.
    pub fn new(caption: impl Into<String>) -> Table {
        Table {
            caption: caption.into(),
            caption_seen: false,
            compact: false,
            id: None,
            columns: Vec::new(),
            rows: Vec::new(),
            total: None,
            empty: html! {},
        }
    }

    /// Shows the caption above the table, not only to screen readers.
    pub fn with_caption(mut self) -> Table {
        self.caption_seen = true;
        self
    }

    /// On a telephone each row is a line or two with its button beside it, instead of a card with
    /// a label before each cell: for short cells that say by themselves what they are.
    pub fn compact(mut self) -> Table {
        self.compact = true;
        self
    }

    /// An id, for [`filter_box`](super::filter_box).
    pub fn id(mut self, id: impl Into<String>) -> Table {
        self.id = Some(id.into());
        self
    }

    /// A column of text.
    pub fn text(self, label: impl Into<String>) -> Table {
        self.column(label, Align::Text)
    }

    /// A column of numbers, aligned at the right.
    pub fn number(self, label: impl Into<String>) -> Table {
        self.column(label, Align::Number)
    }

    /// A column of buttons; its label is only for screen readers.
    pub fn actions(self, label: impl Into<String>) -> Table {
        self.column(label, Align::Actions)
    }

    /// A row, one cell for each column.
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Table {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Many rows at once.
    pub fn rows<R: IntoIterator<Item = Markup>>(
        mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Table {
        self.rows.extend(rows.into_iter().map(|row| row.into_iter().collect()));
        self
    }

    /// The last row, with sums.
    pub fn total(mut self, cells: impl IntoIterator<Item = Markup>) -> Table {
        self.total = Some(cells.into_iter().collect());
        self
    }

    /// What stands here when there are no rows, usually an [`empty_state`](super::empty_state).
    pub fn empty(mut self, instead: Markup) -> Table {
        self.empty = instead;
        self
    }

    fn column(mut self, label: impl Into<String>, align: Align) -> Table {
        self.columns.push((label.into(), align));
        self
    }

    fn cells(&self, cells: &[Markup]) -> Markup {
        html! {
            tr {
                @for (i, (cell, (label, align))) in cells.iter().zip(&self.columns).enumerate() {
                    @if i == 0 {
                        th scope="row" { (cell) }
                    } @else {
                        td class=[align.class()] data-label=(label) { (cell) }
                    }
                }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        if self.rows.is_empty() && !self.empty.0.is_empty() {
            return self.empty.clone();
        }
        html! {
            div class="table-box" {
                table.table.compact[self.compact] id=[self.id.as_deref()] {
                    caption class=[(!self.caption_seen).then_some("unseen")] { (self.caption) }
                    thead {
                        tr {
                            @for (label, align) in &self.columns {
                                th scope="col" class=[align.class()] {
                                    @if *align == Align::Actions {
                                        span class="unseen" { (label) }
                                    } @else {
                                        (label)
                                    }
                                }
                            }
                        }
                    }
                    tbody { @for row in &self.rows { (self.cells(row)) } }
                    @if let Some(total) = &self.total { tfoot { (self.cells(total)) } }
                }
            }
        }
    }
}
