//! QR codes: as SVG for pages, as rectangles for paper.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use super::DocumentError;

/// The quiet zone the standard (ISO/IEC 18004) asks for, in modules on each side.
const QUIET: usize = 4;

/// The dark and light squares of a code, without the quiet zone.
pub struct Matrix {
    /// Squares along one edge.
    pub side: usize,
    dark: Vec<bool>,
}

/// A row of dark squares next to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bar {
    pub x: usize,
    pub y: usize,
    pub length: usize,
}

impl Matrix {
    /// Encodes the text with a quarter of it recoverable, for paper that gets folded and stamped.
    pub fn new(data: &str) -> Result<Matrix, DocumentError> {
        let code = QrCode::with_error_correction_level(data, EcLevel::Q)
            .map_err(|_| DocumentError::QrTooLong { bytes: data.len() })?;
        let side = code.width();
        let dark = code.to_colors().into_iter().map(|colour| colour == Color::Dark).collect();
        Ok(Matrix { side, dark })
    }

    /// Whether the square in this column and row is dark.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.side + x]
    }

    /// The dark squares, joined along rows so that no hairline shows between them.
    pub fn bars(&self) -> Vec<Bar> {
        let mut bars = Vec::new();
        for y in 0..self.side {
            let mut x = 0;
            while x < self.side {
                let length = (x..self.side).take_while(|&x| self.is_dark(x, y)).count();
                if length > 0 {
                    bars.push(Bar { x, y, length });
                }
                x += length.max(1);
            }
        }
        bars
    }
}

/// An inline SVG of the code with its quiet zone, drawn in the text colour; place it on a light
/// ground, since many readers refuse light squares on dark. `label` is what a screen reader says.
pub fn svg(data: &str, label: &str) -> Result<String, DocumentError> {
    let matrix = Matrix::new(data)?;
    let side = matrix.side + 2 * QUIET;
    let mut path = String::new();
    for Bar { x, y, length } in matrix.bars() {
        let (x, y) = (x + QUIET, y + QUIET);
        // Writing to a string does not fail.
        let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         aria-label=\"{}\" shape-rendering=\"crispEdges\"><path fill=\"currentColor\" \
         d=\"{path}\"/></svg>",
        escape(label)
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://daisuso.example/kiem-tra/9F3K77QX2M";

    #[test]
    fn bars_cover_exactly_the_dark_squares() {
        let matrix = Matrix::new(ADDRESS).unwrap();
        let mut drawn = vec![false; matrix.side * matrix.side];
        for bar in matrix.bars() {
            for x in bar.x..bar.x + bar.length {
                assert!(!drawn[bar.y * matrix.side + x], "no square twice");
                drawn[bar.y * matrix.side + x] = true;
            }
        }
        assert_eq!(drawn, matrix.dark);
    }

    #[test]
    fn the_three_finder_patterns_stand_in_their_corners() {
        let matrix = Matrix::new(ADDRESS).unwrap();
        let far = matrix.side - 7;
        for (x, y) in [(0, 0), (far, 0), (0, far)] {
            assert!(matrix.is_dark(x, y) && matrix.is_dark(x + 6, y + 6));
            assert!(!matrix.is_dark(x + 1, y + 1) && matrix.is_dark(x + 3, y + 3));
        }
    }

    #[test]
    fn the_svg_is_named_quiet_at_its_edges_and_takes_the_text_colour() {
        let svg = svg(ADDRESS, "Mã QR \"kiểm tra\" <1>").unwrap();
        let side = Matrix::new(ADDRESS).unwrap().side + 8;
        assert!(svg.contains(&format!("viewBox=\"0 0 {side} {side}\"")));
        assert!(svg.contains("role=\"img\" aria-label=\"Mã QR &quot;kiểm tra&quot; &lt;1&gt;\""));
        assert!(svg.contains("currentColor"));
        assert!(
            svg.contains("d=\"M4 4h7v1h-7z"),
            "the first finder starts after four quiet modules"
        );
    }

    #[test]
    fn too_much_text_is_refused() {
        let error = svg(&"x".repeat(3000), "QR").unwrap_err();
        assert!(matches!(error, DocumentError::QrTooLong { bytes: 3000 }));
    }
}
