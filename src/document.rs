//! Papers and files that leave the product: data in, bytes out.
//!
//! [`certificate`] and [`paper`] write PDF through the room's own small [`layout`];
//! [`calendar`] writes iCalendar, [`table`] CSV, [`qr`] QR codes as SVG. Nothing here
//! reads a clock, a file or the database, and the same input gives the same bytes.

pub mod calendar;
pub mod certificate;
pub mod consent_form;
mod layout;
pub mod letterhead;
pub mod paper;
pub mod qr;
pub mod table;
#[cfg(test)]
mod tests;

/// Why a document was not written. Each variant is a fact about the input, not a passing trouble.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// No bundled font can draw this character; printing an empty box would spoil the paper.
    #[error("no glyph for {character:?} (U+{:04X}) in {font}", u32::from(*.character))]
    MissingGlyph { character: char, font: &'static str },
    /// The text does not fit its place even at the smallest size that can be read.
    #[error("{what} is too long for its place on the paper")]
    TooLong { what: &'static str },
    /// A document without anything to print was asked for.
    #[error("there is nothing to print")]
    Empty,
    /// More bytes than a QR code can hold.
    #[error("a QR code cannot hold {bytes} bytes")]
    QrTooLong { bytes: usize },
    /// The PDF writer refused the document, for example against the PDF/UA-1 rules.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    /// A row of a table has more or fewer cells than the table has columns.
    #[error("row {row} has {cells} cells for {columns} columns")]
    Ragged { row: usize, cells: usize, columns: usize },
    /// The CSV writer refused a row, for example one whose length differs from the header's.
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
}
