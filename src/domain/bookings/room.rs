//! How much room a slot has, in numbers and in the words that the public reads.

use crate::domain::refusal::Message;

/// What is left of a slot for those who book ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// Seats that may be booked ahead at all.
    pub bookable: i64,
    /// Of them, those nobody has taken.
    pub free: i64,
}

/// The same in words: numbers would only invite counting who comes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Room {
    Full,
    Few,
    Plenty,
}

impl Left {
    /// From a slot's counters: walk-ins too may use up what could be booked.
    pub fn of(seats: i64, bookable: i64, taken: i64, booked_ahead: i64) -> Left {
        Left { bookable, free: (bookable - booked_ahead).min(seats - taken).max(0) }
    }

    /// In words. Few: the last one, or a quarter of them.
    pub fn room(self) -> Room {
        match self.free {
            0 => Room::Full,
            1 => Room::Few,
            free if free * 4 <= self.bookable => Room::Few,
            _ => Room::Plenty,
        }
    }

    /// The words with one seat more: did taking it change what the public reads?
    pub fn was_said_otherwise_before_taking(self) -> bool {
        Left { free: self.free + 1, ..self }.room() != self.room()
    }

    /// The words with one seat less: did giving it back change them?
    pub fn was_said_otherwise_before_freeing(self) -> bool {
        Left { free: (self.free - 1).max(0), ..self }.room() != self.room()
    }
}

impl Room {
    /// From its rank in SQL: 0 full, 1 few, 2 plenty.
    pub fn from_rank(rank: i64) -> Room {
        match rank {
            i64::MIN..=0 => Room::Full,
            1 => Room::Few,
            _ => Room::Plenty,
        }
    }

    /// "còn nhiều chỗ".
    pub fn message(self) -> Message {
        match self {
            Room::Full => Message::new("Đã đủ chỗ", "Full"),
            Room::Few => Message::new("Còn ít chỗ", "Few seats left"),
            Room::Plenty => Message::new("Còn nhiều chỗ", "Seats available"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_the_seats_left() {
        let room = |free, bookable| Left { bookable, free }.room();
        assert_eq!(room(0, 4), Room::Full);
        assert_eq!(room(1, 1), Room::Few);
        assert_eq!(room(2, 2), Room::Plenty);
        assert_eq!(room(2, 8), Room::Few);
        assert_eq!(room(3, 8), Room::Plenty);
        assert_eq!(Left::of(4, 3, 4, 2).free, 0, "walk-ins took the rest");
    }

    #[test]
    fn pages_are_rendered_anew_only_when_the_words_change() {
        let taken = |free| Left { bookable: 8, free }.was_said_otherwise_before_taking();
        assert_eq!(
            [taken(7), taken(3), taken(2), taken(1), taken(0)],
            [false, false, true, false, true]
        );
        let freed = |free| Left { bookable: 8, free }.was_said_otherwise_before_freeing();
        assert_eq!([freed(1), freed(2), freed(3), freed(8)], [true, false, true, false]);
    }
}
