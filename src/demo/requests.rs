//! Wishes that no session fits yet.

use super::bookings::Bookings;
use super::chance::Chance;
use super::residents::{Residents, TUAN};
use super::setting::Setting;
use crate::db::bulk::{RequestRow, RequestTimeRow};
use crate::domain::bookings::{BookingState, Channel, RequestState};
use crate::domain::ids::*;
use crate::domain::requests::Part;

/// When people who work by day can come: (weekday, part of the day).
const AFTER_WORK: [(i64, Part); 3] = [(2, Part::Evening), (4, Part::Evening), (7, Part::Afternoon)];

/// Requests of the known ward: Anh Tuấn's, some others, one that was fitted, one given up.
pub fn plan(
    setting: &Setting,
    residents: &mut Residents,
    bookings: &mut Bookings,
    chance: &mut Chance,
) -> (Vec<RequestRow>, Vec<RequestTimeRow>) {
    let mut rows = Vec::new();
    let mut times = Vec::new();
    for number in 0..8_i64 {
        let created_at = setting.now.plus_minutes(-(8 - number) * 700 - 45);
        let day = created_at.day();
        let (resident, topic) = match number {
            7 => (residents.known(setting, &TUAN, created_at, day), TUAN.topic),
            _ => (
                residents.somebody(chance, setting, 0, day, created_at),
                *chance.one(&["C1", "C2", "E2", "D5", "F3", "G6", "A1"]),
            ),
        };
        let resident = &residents.rows[resident];
        let id = RequestId(number + 1);
        let mut row = RequestRow {
            id,
            code: bookings.new_code(chance),
            ward_id: setting.wards[0].id,
            resident_id: resident.id,
            topic_code: topic.to_owned(),
            area_id: resident.area_id,
            state: if number == 1 { RequestState::Cancelled } else { RequestState::Open },
            booking_id: None,
            idempotency_key: format!("demo-request-{id}"),
            created_at,
        };
        if number == 0 {
            fit(&mut row, bookings, resident.id, &resident.person_key);
        }
        rows.push(row);
        for (weekday, part) in AFTER_WORK.into_iter().take(1 + number as usize % 3) {
            let (from_minute, to_minute) = part.minutes();
            times.push(RequestTimeRow { request_id: id, weekday, from_minute, to_minute });
        }
    }
    (rows, times)
}

/// The oldest wish became a booking: one that stands is said to have come of it.
fn fit(row: &mut RequestRow, bookings: &mut Bookings, resident: ResidentId, person_key: &str) {
    // The last ones: the dossier's people were booked first and keep their bookings.
    let found = bookings.rows.iter_mut().rev().find(|booking| {
        booking.ward_id == row.ward_id
            && booking.state == BookingState::Booked
            && booking.channel == Channel::Web
            && booking.created_at > row.created_at
    });
    if let Some(booking) = found {
        booking.channel = Channel::Request;
        booking.resident_id = resident;
        booking.person_key = person_key.to_owned();
        row.topic_code = booking.topic_code.clone();
        row.booking_id = Some(booking.id);
        row.state = RequestState::Fitted;
    }
}
