//! The seats of a session, slot by slot, as one sees them from the desk.

use maud::{Markup, html};

use crate::domain::lang::Lang;

/// What a seat is doing. Each has its own shape, so colour is not needed to tell them apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seat {
    /// May be booked.
    Free,
    /// Kept for people who come without booking.
    WalkIn,
    /// Booked, not here yet.
    Booked,
    /// Here and waiting.
    Arrived,
    /// Being helped.
    Helping,
    /// Helped or referred.
    Done,
    /// Booked and did not come.
    Absent,
}

impl Seat {
    /// All of them, in the order of the legend.
    pub const ALL: [Seat; 7] = [
        Seat::Free,
        Seat::WalkIn,
        Seat::Booked,
        Seat::Arrived,
        Seat::Helping,
        Seat::Done,
        Seat::Absent,
    ];

    /// The word for it.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Seat::Free => lang.t("trống", "free"),
            Seat::WalkIn => lang.t("dành cho người đến thẳng", "kept for walk-ins"),
            Seat::Booked => lang.t("đã đặt", "booked"),
            Seat::Arrived => lang.t("đã đến", "arrived"),
            Seat::Helping => lang.t("đang hỗ trợ", "being helped"),
            Seat::Done => lang.t("đã xong", "done"),
            Seat::Absent => lang.t("vắng", "absent"),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Seat::Free => "seat free",
            Seat::WalkIn => "seat walk-in",
            Seat::Booked => "seat booked",
            Seat::Arrived => "seat arrived",
            Seat::Helping => "seat helping",
            Seat::Done => "seat done",
            Seat::Absent => "seat absent",
        }
    }

    /// What is drawn inside the square.
    fn sign(self) -> Option<&'static str> {
        match self {
            Seat::Free | Seat::WalkIn => None,
            Seat::Booked => Some("M9.5 12a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0z"),
            Seat::Arrived => Some("M12 12h.01"),
            Seat::Helping => Some("M9.5 8v8l6.5-4z"),
            Seat::Done => Some("m7.5 12.5 3 3 6-6.5"),
            Seat::Absent => Some("m8.5 8.5 7 7m0-7-7 7"),
        }
    }

    fn drawing(self) -> Markup {
        html! {
            svg class=(self.class()) viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" {
                rect x="2" y="2" width="20" height="20" rx="6" {}
                @if let Some(sign) = self.sign() { path d=(sign) {} }
            }
        }
    }
}

/// One slot with its seats.
#[derive(Clone, Debug)]
pub struct SeatRow {
    /// "7:30–8:00".
    pub time: String,
    /// The seats, in any order; the map groups them.
    pub seats: Vec<Seat>,
}

/// The seats of a session: a row of squares for each slot, how many are free, and a legend
/// of what occurs.
pub fn seat_map(lang: Lang, caption: &str, rows: &[SeatRow]) -> Markup {
    let occurs: Vec<Seat> =
        Seat::ALL.into_iter().filter(|s| rows.iter().any(|r| r.seats.contains(s))).collect();
    html! {
        figure class="seat-map" {
            figcaption { (caption) }
            ul { @for row in rows { (seat_row(lang, row)) } }
            p class="legend" aria-hidden="true" {
                @for seat in occurs { span { (seat.drawing()) (seat.word(lang)) } }
            }
        }
    }
}

fn seat_row(lang: Lang, row: &SeatRow) -> Markup {
    let counted = Seat::ALL.map(|seat| (seat, row.seats.iter().filter(|s| **s == seat).count()));
    let free = counted[0].1;
    let spoken: Vec<String> = counted
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(seat, n)| format!("{n} {}", seat.word(lang)))
        .collect();
    html! {
        li {
            span class="seat-time" { (row.time) }
            span class="seats" aria-hidden="true" {
                @for (seat, n) in counted.into_iter().rev() {
                    @for _ in 0..n { (seat.drawing()) }
                }
            }
            span class="unseen" { (spoken.join(", ")) }
            span class="seat-free" aria-hidden="true" {
                @if free == 0 {
                    (lang.t("hết chỗ", "full"))
                } @else {
                    (lang.t("còn ", "")) b { (free) } (lang.t(" chỗ", " free"))
                }
            }
        }
    }
}
