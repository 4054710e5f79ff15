//! What leaves the house with a booking: the QR code of its slip and a calendar entry.

use chrono::TimeDelta;

use crate::db::bookings::mine::Mine;
use crate::db::trail;
use crate::document::{calendar as ics, qr as picture};
use crate::domain::bookings::BookingState;
use crate::domain::codes;
use crate::domain::lang::Lang;
use crate::domain::sessions::SessionState;
use crate::domain::topics::{bring, said};
use crate::service::{Act, Answer, Error};

/// The code alone as a picture: the desk scans it, and it leads nowhere (invariant 7).
pub fn qr(mine: &Mine, lang: Lang) -> Answer<String> {
    let label = lang.t("Mã đặt lịch dạng QR", "Booking code as a QR code");
    picture::svg(&codes::shown(&mine.code), label).map_err(|fault| Error::Fault(fault.to_string()))
}

/// The appointment for one's own calendar: place, time and what to bring, nobody's name.
pub fn calendar(act: &mut Act<'_>, mine: &Mine, lang: Lang) -> Answer<String> {
    let (changes, changed_at) = trail::changes(act.conn, "booking", mine.id.0)?;
    let topic = said(&mine.topic_code, lang.t(&mine.topic_vi, &mine.topic_en), lang);
    let items = bring(&mine.topic_code, &mine.bring_vi, lang).join("; ");
    let off =
        mine.state == BookingState::Cancelled || mine.session_state == SessionState::Cancelled;
    let waits = matches!(mine.state, BookingState::Waiting | BookingState::Offered);
    let event = ics::Event {
        uid: format!("booking-{}@{}", mine.id, host(&act.rules.public_url)),
        sequence: u32::try_from(changes).unwrap_or(u32::MAX),
        modified: changed_at.unwrap_or(mine.created_at).datetime(),
        starts: mine.starts_at.datetime(),
        ends: mine.ends_at.datetime(),
        summary: format!("{}: {topic}", lang.t("Hẹn hỗ trợ", "Help appointment")),
        place: format!("{}, {}", mine.place, mine.address),
        description: format!(
            "{} {}\n{}: {items}\n{}: {}",
            lang.t("Mã", "Code"),
            codes::shown(&mine.code),
            lang.t("Mang theo", "Bring"),
            lang.t("Điện thoại phường", "The ward's telephone"),
            mine.ward_phone,
        ),
        state: match (off, waits) {
            (true, _) => ics::State::Cancelled,
            (false, true) => ics::State::Tentative,
            (false, false) => ics::State::Confirmed,
        },
        reminder: Some(TimeDelta::hours(2)),
    };
    Ok(ics::event(&event, act.now.datetime()))
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, host)| host)
}
