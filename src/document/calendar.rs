//! Events for people's own calendars, as iCalendar (RFC 5545): one to download, or a feed to
//! subscribe to.

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Alarm, Calendar, Component, EventLike, EventStatus, Property, Trigger};

/// Something with a place and two instants.
#[derive(Clone, Debug)]
pub struct Event {
    /// Stays the same through every change, or calendars show the event twice.
    pub uid: String,
    /// Grows with each change that people must notice (time, place, cancellation).
    pub sequence: u32,
    /// When the event last changed.
    pub modified: DateTime<Utc>,
    pub starts: DateTime<Utc>,
    pub ends: DateTime<Utc>,
    pub summary: String,
    pub place: String,
    /// Lines are kept.
    pub description: String,
    pub state: State,
    /// How long before the start a calendar should remind, if at all.
    pub reminder: Option<TimeDelta>,
}

/// Whether the event takes place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Tentative,
    Confirmed,
    Cancelled,
}

/// One event as a file. `stamp` is the moment of writing (DTSTAMP).
pub fn event(event: &Event, stamp: DateTime<Utc>) -> String {
    written(None, std::slice::from_ref(event), stamp)
}

/// Events under a name, for a calendar that subscribes. Give `stamp` the moment of the last
/// change rather than of the request, and an unchanged feed stays the same to the byte.
pub fn feed(name: &str, events: &[Event], stamp: DateTime<Utc>) -> String {
    written(Some(name), events, stamp)
}

fn written(name: Option<&str>, events: &[Event], stamp: DateTime<Utc>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Dai su so//VI"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"));
    if let Some(name) = name {
        calendar.append_property(Property::new("X-WR-CALNAME", plain(name)));
        calendar.timezone("Asia/Ho_Chi_Minh");
        calendar.ttl(&TimeDelta::hours(1));
    }
    for event in events {
        calendar.push(entry(event, stamp));
    }
    calendar.to_string()
}

fn entry(event: &Event, stamp: DateTime<Utc>) -> icalendar::Event {
    let mut entry = icalendar::Event::new();
    entry
        .uid(&event.uid)
        .sequence(event.sequence)
        .timestamp(stamp)
        .last_modified(event.modified)
        .starts(event.starts)
        .ends(event.ends)
        .summary(&plain(&event.summary))
        .location(&plain(&event.place))
        .description(&plain(&event.description))
        .status(match event.state {
            State::Tentative => EventStatus::Tentative,
            State::Confirmed => EventStatus::Confirmed,
            State::Cancelled => EventStatus::Cancelled,
        });
    if let (Some(before), State::Tentative | State::Confirmed) = (event.reminder, event.state) {
        let mut alarm = Alarm::display(&plain(&event.summary), Trigger::before_start(before));
        // Left out, the crate would fill these two from the clock and from chance.
        alarm.uid(&format!("{}-alarm", event.uid)).timestamp(stamp);
        entry.alarm(alarm);
    }
    entry.done()
}

/// The crate escapes line feeds but would let other control characters through into the file.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap()
    }

    fn session() -> Event {
        Event {
            uid: "session-17@daisuso.example".to_owned(),
            sequence: 2,
            modified: at(20, 3, 0),
            starts: at(28, 0, 30),
            ends: at(28, 4, 0),
            summary: "Ca trực: Hỗ trợ dịch vụ công, Khu phố 7".to_owned(),
            place: "Văn phòng khu phố 7; 68 Tân Thới Nhất 14".to_owned(),
            description: "Mang theo: căn cước, điện thoại\r\nNgười phụ trách: thầy Khoa".to_owned(),
            state: State::Confirmed,
            reminder: Some(TimeDelta::hours(2)),
        }
    }

    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_carries_its_times_in_utc_and_everything_a_client_needs() {
        let lines = unfolded(&event(&session(), at(21, 0, 0)));
        for line in [
            "METHOD:PUBLISH",
            "UID:session-17@daisuso.example",
            "SEQUENCE:2",
            "DTSTAMP:20261121T000000Z",
            "LAST-MODIFIED:20261120T030000Z",
            "DTSTART:20261128T003000Z",
            "DTEND:20261128T040000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:Ca trực: Hỗ trợ dịch vụ công\\, Khu phố 7",
            "LOCATION:Văn phòng khu phố 7\\; 68 Tân Thới Nhất 14",
            "DESCRIPTION:Mang theo: căn cước\\, điện thoại\\nNgười phụ trách: thầy Khoa",
            "BEGIN:VALARM",
            "TRIGGER;RELATED=START:-PT7200S",
        ] {
            assert!(lines.iter().any(|l| l == line), "{line} is missing in {lines:#?}");
        }
    }

    #[test]
    fn lines_end_in_crlf_and_are_folded_at_75_bytes() {
        let text = feed("Đại sứ số – Đông Hưng Thuận", &[session()], at(21, 0, 0));
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{} bytes: {line}", line.len());
            assert!(!line.contains(['\r', '\n']));
        }
        assert!(text.contains("\r\n "), "the long lines are folded");
    }

    #[test]
    fn the_same_feed_is_the_same_bytes() {
        let events = [session(), Event { uid: "b".to_owned(), ..session() }];
        let first = feed("Lịch", &events, at(21, 0, 0));
        assert_eq!(first, feed("Lịch", &events, at(21, 0, 0)));
        assert_eq!(first.matches("BEGIN:VEVENT").count(), 2);
        assert!(first.contains("X-WR-CALNAME:Lịch\r\n"));
    }

    #[test]
    fn a_cancelled_event_says_so_and_does_not_ring() {
        let cancelled = Event { state: State::Cancelled, sequence: 3, ..session() };
        let text = event(&cancelled, at(21, 0, 0));
        assert!(text.contains("STATUS:CANCELLED\r\n"));
        assert!(!text.contains("VALARM"));
    }

    #[test]
    fn no_input_can_start_a_line_of_its_own() {
        let sly = Event {
            summary: "x\r\nATTENDEE:mailto:a@b\rURL:http://c\u{85}".to_owned(),
            ..session()
        };
        let text = event(&sly, at(21, 0, 0));
        assert!(!text.contains("\nATTENDEE") && !text.contains("\rURL"));
        assert!(text.contains("SUMMARY:x\\nATTENDEE:mailto:a@bURL:http://c\r\n"));
    }
}
