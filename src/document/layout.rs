//! A small layout on krilla: lines of measured text, shapes, a tag tree, pages.
//!
//! Lengths are PDF points (1/72 inch) from the top left corner of the page. Everything is
//! collected first ([`book::Book`]) and written at the end, so a page may be drawn in any
//! order while the tag tree keeps the order in which it is read aloud.

pub mod book;
pub mod face;
pub mod flow;
pub mod grid;
pub mod ornament;
pub mod paragraph;

/// A colour on paper: red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Official papers are printed in black.
pub const BLACK: Colour = Colour(0, 0, 0);
/// The deep blue of the product.
pub const BLUE: Colour = Colour(0x0b, 0x4f, 0x9e);
/// The warm gold of the product.
pub const GOLD: Colour = Colour(0xc9, 0x8a, 0x1b);
/// Small print beside the main text; 7:1 on white.
pub const GREY: Colour = Colour(0x4a, 0x4f, 0x57);

/// Millimetres as points.
pub const fn mm(length: f32) -> f32 {
    length * 72.0 / 25.4
}
