//! What makes a certificate look like one: the frame, the lotus, the rosette behind the text.

use std::f32::consts::{PI, TAU};

use krilla::geom::{Path, PathBuilder, Rect};

use super::book::{Book, Paint};
use super::{BLUE, Colour, GOLD};

/// Blue thin enough to lie under text.
const VEIL: Colour = Colour(0xee, 0xf3, 0xf9);
/// Gold thin enough to lie under text.
const SAND: Colour = Colour(0xf8, 0xf1, 0xe2);
/// The strands of the border.
const STRAND_BLUE: Colour = Colour(0x7f, 0xa6, 0xd3);
const STRAND_GOLD: Colour = Colour(0xdf, 0xb8, 0x6c);

/// Insets of the frame from the page edge, outside to inside.
const OUTER: f32 = 20.0;
const BAND: f32 = 24.0;
const BAND_END: f32 = 37.0;
const INNER: f32 = 41.0;
/// The inner line steps back from the corners by this much, to make room for the lotus.
const NOTCH: f32 = 30.0;

/// A border of woven lines between blue and gold, with a lotus in each corner.
pub fn frame(book: &mut Book, (width, height): (f32, f32)) {
    let inset = |d: f32| rectangle(d, d, width - 2.0 * d, height - 2.0 * d);
    book.decorate(inset(OUTER), Paint::Stroke(BLUE, 2.2));
    let (from, to) = (BAND + 20.0, (BAND + BAND_END) / 2.0);
    for (share, colour) in
        [(0.5, STRAND_GOLD), (-0.5, STRAND_GOLD), (1.0, STRAND_BLUE), (-1.0, STRAND_BLUE)]
    {
        let (swing, stroke) = (share * (BAND_END - BAND) / 2.0, Paint::Stroke(colour, 0.6));
        for y in [to, height - to] {
            book.decorate(wave((from, y), (width - from, y), swing), stroke);
        }
        for x in [to, width - to] {
            book.decorate(wave((x, from), (x, height - from), swing), stroke);
        }
    }
    book.decorate(notched(width, height, INNER), Paint::Stroke(GOLD, 1.1));
    book.decorate(notched(width, height, INNER + 3.5), Paint::Stroke(BLUE, 0.4));
    let corner = BAND + 5.5;
    for (x, y, turn) in [
        (corner, corner, 0.75 * PI),
        (width - corner, corner, 1.25 * PI),
        (width - corner, height - corner, 1.75 * PI),
        (corner, height - corner, 0.25 * PI),
    ] {
        lotus(book, (x, y), 28.0, turn, 0.36);
    }
}

/// Five petals opening towards `turn` (0 is up, clockwise) from a point; `spread` is the angle
/// between two neighbours.
fn lotus(book: &mut Book, (x, y): (f32, f32), size: f32, turn: f32, spread: f32) {
    for (step, reach, colour) in [
        (-2.0, 0.78, BLUE),
        (2.0, 0.78, BLUE),
        (-1.0, 0.92, GOLD),
        (1.0, 0.92, GOLD),
        (0.0, 1.0, BLUE),
    ] {
        let petal = petal((x, y), size * reach, size * 0.2, turn + spread * step);
        book.decorate(petal, Paint::Fill(colour));
    }
}

/// A lotus between two tapering lines: the divider under a title.
pub fn divider(book: &mut Book, (x, y): (f32, f32), length: f32) {
    lotus(book, (x, y + 4.0), 13.0, 0.0, 0.52);
    for side in [-1.0, 1.0] {
        let mut builder = PathBuilder::new();
        let (near, far) = (x + side * 20.0, x + side * (20.0 + length));
        builder.move_to(near, y - 0.9);
        builder.line_to(far, y);
        builder.line_to(near, y + 0.9);
        builder.close();
        book.decorate(builder.finish(), Paint::Fill(GOLD));
        book.decorate(diamond((near - side * 5.0, y), 2.4), Paint::Fill(BLUE));
    }
}

/// A pale rosette of interlaced curves, to lie behind the text.
pub fn rosette(book: &mut Book, (x, y): (f32, f32), radius: f32) {
    for i in 0..12 {
        let phase = TAU * i as f32 / 12.0;
        let colour = if i % 3 == 0 { SAND } else { VEIL };
        let path = curve(0.0, TAU, 48, |t| {
            let r = radius * (0.74 + 0.26 * (6.0 * t + phase).cos());
            (x + r * t.cos(), y + r * t.sin())
        });
        book.decorate(path, Paint::Stroke(colour, 0.7));
    }
}

/// A wave from one point to another, a whole number of periods long; it starts on the side that
/// the sign of `height` says.
fn wave((x0, y0): (f32, f32), (x1, y1): (f32, f32), height: f32) -> Option<Path> {
    const PERIOD: f32 = 18.0;
    let length = (x1 - x0).hypot(y1 - y0);
    let periods = (length / PERIOD).round().max(1.0);
    let (along, across) = (((x1 - x0), (y1 - y0)), (-(y1 - y0) / length, (x1 - x0) / length));
    // From crest to trough one cubic piece is a cosine almost exactly.
    curve(0.0, 1.0, periods as usize * 2, |t| {
        let swing = height * (TAU * periods * t).cos();
        (x0 + along.0 * t + across.0 * swing, y0 + along.1 * t + across.1 * swing)
    })
}

/// A smooth line through a function's points: cubic pieces along its numeric tangents.
fn curve(from: f32, to: f32, steps: usize, at: impl Fn(f32) -> (f32, f32)) -> Option<Path> {
    let step = (to - from) / steps as f32;
    // A third of the way that the tangent goes in one step: where the control points lie.
    let third = |t: f32| {
        let near = step / 64.0;
        let ((x0, y0), (x1, y1)) = (at(t - near), at(t + near));
        ((x1 - x0) * 32.0 / 3.0, (y1 - y0) * 32.0 / 3.0)
    };
    // Hundredths of a point are finer than print, and keep the file small.
    let fine = |v: f32| (v * 100.0).round() / 100.0;
    let mut builder = PathBuilder::new();
    let (x, y) = at(from);
    builder.move_to(fine(x), fine(y));
    for i in 0..steps {
        let (t0, t1) = (from + step * i as f32, from + step * (i + 1) as f32);
        let ((x0, y0), (x1, y1)) = (at(t0), at(t1));
        let ((a, b), (c, d)) = (third(t0), third(t1));
        let [a, b, c, d, x1, y1] = [x0 + a, y0 + b, x1 - c, y1 - d, x1, y1].map(fine);
        builder.cubic_to(a, b, c, d, x1, y1);
    }
    builder.finish()
}

/// A pointed leaf from a point towards `angle` (0 is up, clockwise).
fn petal((x, y): (f32, f32), length: f32, half_width: f32, angle: f32) -> Option<Path> {
    let (sin, cos) = angle.sin_cos();
    // In the petal's own frame, u runs along it and v to its right.
    let place = |u: f32, v: f32| (x + u * sin + v * cos, y - u * cos + v * sin);
    let mut builder = PathBuilder::new();
    builder.move_to(x, y);
    for side in [1.0, -1.0] {
        let (start, end) = if side > 0.0 { (0.25, 0.75) } else { (0.75, 0.25) };
        let (a, b) = place(length * start, half_width * side * 1.4);
        let (c, d) = place(length * end, half_width * side * 1.4);
        let (tip_x, tip_y) = if side > 0.0 { place(length, 0.0) } else { (x, y) };
        builder.cubic_to(a, b, c, d, tip_x, tip_y);
    }
    builder.close();
    builder.finish()
}

/// The inner line of the frame: a rectangle whose corners curve inwards.
fn notched(width: f32, height: f32, inset: f32) -> Option<Path> {
    // The share of a quarter circle's radius at which a cubic's control points lie.
    const ROUND: f32 = 0.5523;
    let (l, t, r, b) = (inset, inset, width - inset, height - inset);
    let n = NOTCH - (inset - INNER) * 0.4;
    let k = n * (1.0 - ROUND);
    let mut builder = PathBuilder::new();
    builder.move_to(l + n, t);
    builder.line_to(r - n, t);
    builder.cubic_to(r - n, t + n - k, r - k, t + n, r, t + n);
    builder.line_to(r, b - n);
    builder.cubic_to(r - k, b - n, r - n, b - n + k, r - n, b);
    builder.line_to(l + n, b);
    builder.cubic_to(l + n, b - n + k, l + k, b - n, l, b - n);
    builder.line_to(l, t + n);
    builder.cubic_to(l + k, t + n, l + n, t + n - k, l + n, t);
    builder.close();
    builder.finish()
}

fn diamond((x, y): (f32, f32), radius: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.move_to(x, y - radius);
    builder.line_to(x + radius, y);
    builder.line_to(x, y + radius);
    builder.line_to(x - radius, y);
    builder.close();
    builder.finish()
}

/// A rectangle as a path.
pub fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.push_rect(Rect::from_xywh(x, y, width, height)?);
    builder.finish()
}
