//! A booking in the hands of its owner: opened with the code, shown, moved, cancelled.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use validator::Validate;

use super::{Pass, remember};
use crate::db::requests::Asked as Request;
use crate::domain::bookings::{BookingRefusal, BookingState};
use crate::domain::codes;
use crate::domain::ids::SlotId;
use crate::domain::refusal::{Message, Refuse};
use crate::paths;
use crate::service::bookings::{Entry, Moving, Opened};
use crate::service::{self, Act, Error};
use crate::view;
use crate::view::bookings::{Standing, Typed};
use crate::view::layout::Audience;
use crate::web::catalogue::{Asked, link};
use crate::web::extract::address_of;
use crate::web::{Answer, Fields, Visitor};

#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct EnterForm {
    #[validate(length(max = 40))]
    code: String,
    #[validate(length(max = 100))]
    proof: String,
}

/// Where a code is typed.
pub async fn enter_page(visitor: Visitor, typed: Query<EnterForm>) -> Answer {
    let code: String = typed.code.chars().take(20).collect();
    let typed = Typed { code: &code, proof: "" };
    Ok(at_the_door(&visitor, StatusCode::OK, typed, None))
}

/// Checks code and name together; a wrong pair never tells which half was wrong.
pub async fn enter(visitor: Visitor, request: HttpRequest, form: Fields<EnterForm>) -> Answer {
    let pass = Pass { code: form.code.clone(), proof: form.proof.clone() };
    let typed = Typed { code: &form.code, proof: &form.proof };
    let (asked, from) = (pass.clone(), address_of(&request));
    let entry = visitor
        .write(move |act| service::bookings::enter(act, &asked.code, &asked.proof, &from))
        .await?;
    let code = match entry {
        Entry::Booking(opened) => opened.mine.code,
        Entry::Request(request) => request.code,
        Entry::Unknown => return Ok(unknown(&visitor, typed)),
        Entry::TooMany => return Ok(too_many(&visitor, typed)),
    };
    let to = visitor.go(&paths::bookings::mine(&code));
    Ok(remember(&visitor, code, pass.proof, to))
}

fn at_the_door(
    visitor: &Visitor,
    status: StatusCode,
    typed: Typed<'_>,
    why: Option<&Message>,
) -> HttpResponse {
    let lang = visitor.lang;
    let body = view::bookings::enter(lang, typed, why);
    visitor.respond(status, lang.t("Mở lượt đã đặt", "Open a booking"), Audience::Resident, body)
}

fn unknown(visitor: &Visitor, typed: Typed<'_>) -> HttpResponse {
    let why = Message::new(
        "Không tìm thấy lượt đặt nào với mã và tên này. Hãy xem lại từng chữ trên phiếu; mã và tên phải đi cùng nhau.",
        "No booking is found for this code and name. Check each sign on the slip; code and name belong together.",
    );
    at_the_door(visitor, StatusCode::NOT_FOUND, typed, Some(&why))
}

fn too_many(visitor: &Visitor, typed: Typed<'_>) -> HttpResponse {
    let why = Message::new(
        "Đã thử sai nhiều lần. Hãy đợi 15 phút rồi thử lại, hoặc gọi số điện thoại của phường.",
        "Too many wrong tries. Wait 15 minutes and try again, or call the ward.",
    );
    at_the_door(visitor, StatusCode::TOO_MANY_REQUESTS, typed, Some(&why))
}

/// What is behind the code in the address, for whoever has opened it on this device; else
/// the way to the door.
pub(super) async fn inside(
    visitor: &Visitor,
    request: &HttpRequest,
    code: &str,
) -> Result<Result<(Pass, Entry), HttpResponse>, crate::web::WebError> {
    let here = codes::read(code).unwrap_or_else(|| code.to_owned());
    let pass = Pass::read(request).filter(|pass| pass.code == here);
    let Some(pass) = pass else {
        let query = serde_html_form::to_string([("code", code)]).unwrap_or_default();
        return Ok(Err(visitor.go(&format!("{}?{query}", paths::bookings::ENTER))));
    };
    let (asked, from) = (pass.clone(), address_of(request));
    let entry = visitor
        .read(move |act| service::bookings::open(act, &asked.code, &asked.proof, &from))
        .await?;
    if !matches!(entry, Entry::Unknown | Entry::TooMany) {
        return Ok(Ok((pass, entry)));
    }
    // A pass that opens nothing is a guess like any other and is counted like one.
    let (asked, from) = (pass.clone(), address_of(request));
    let entry = visitor
        .write(move |act| service::bookings::enter(act, &asked.code, &asked.proof, &from))
        .await?;
    let typed = Typed { code, proof: "" };
    Ok(match entry {
        Entry::TooMany => Err(too_many(visitor, typed)),
        Entry::Unknown => Err(unknown(visitor, typed)),
        found => Ok((pass, found)),
    })
}

macro_rules! inside {
    ($visitor:expr, $request:expr, $code:expr) => {
        match inside(&$visitor, &$request, &$code).await? {
            Ok(inside) => inside,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

/// Does something with the booking in a transaction of its own, in which it is opened anew.
pub(super) async fn with_booking<T: Send + 'static>(
    visitor: &Visitor,
    request: &HttpRequest,
    pass: &Pass,
    mut deed: impl FnMut(&mut Act<'_>, &Opened) -> service::Answer<T> + Send + 'static,
) -> service::Answer<T> {
    let (pass, from) = (pass.clone(), address_of(request));
    visitor
        .write(move |act| match service::bookings::open(act, &pass.code, &pass.proof, &from)? {
            Entry::Booking(opened) => deed(act, &opened),
            _ => Err(Error::NotFound),
        })
        .await
}

/// The booking's or the request's page.
pub async fn mine(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (_, entry) = inside!(visitor, request, code);
    let lang = visitor.lang;
    let body = match entry {
        Entry::Booking(opened) => {
            let place = place(&visitor, &opened).await?;
            view::bookings::mine(lang, standing(&visitor, &opened, place))
        }
        Entry::Request(asked) => view::bookings::request(lang, &asked_for(&visitor, *asked).await?),
        Entry::Unknown | Entry::TooMany => return Err(crate::web::WebError::NotFound),
    };
    Ok(visitor.page(lang.t("Lượt đặt của tôi", "My booking"), Audience::Resident, body))
}

async fn asked_for(
    visitor: &Visitor,
    request: crate::db::requests::Mine,
) -> service::Answer<Request> {
    visitor.read(move |act| service::requests::with_its_times(act, request)).await
}

/// The place in the line of somebody who waits.
async fn place(visitor: &Visitor, opened: &Opened) -> service::Answer<i64> {
    if opened.mine.state != BookingState::Waiting {
        return Ok(0);
    }
    let (slot, id) = (opened.mine.slot_id, opened.mine.id);
    visitor.read(move |act| service::bookings::place_in_line(act, slot, id)).await
}

fn standing<'a>(visitor: &Visitor, opened: &'a Opened, place: i64) -> Standing<'a> {
    Standing { mine: &opened.mine, by: opened.by, place, now: visitor.office().now() }
}

/// The slip.
pub async fn slip(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (_, entry) = inside!(visitor, request, code);
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    let holds_seat = matches!(opened.mine.state, BookingState::Booked | BookingState::Arrived);
    if !holds_seat {
        return Ok(visitor.go(&paths::bookings::mine(&opened.mine.code)));
    }
    let lang = visitor.lang;
    let qr = service::bookings::qr(&opened.mine, lang)?;
    let body = view::bookings::slip(lang, standing(&visitor, &opened, 0), Some(&qr));
    Ok(visitor.page(lang.t("Phiếu hẹn", "Slip"), Audience::Resident, body))
}

/// The appointment as a file for one's own calendar.
pub async fn calendar(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (_, entry) = inside!(visitor, request, code);
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    let (lang, name) = (visitor.lang, codes::shown(&opened.mine.code));
    let file =
        visitor.read(move |act| service::bookings::calendar(act, &opened.mine, lang)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.ics\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(file))
}

/// The page for whoever cannot change the booking: why, and what can still be done.
fn stuck(visitor: &Visitor, opened: &Opened, why: BookingRefusal) -> HttpResponse {
    let lang = visitor.lang;
    let status = match why {
        BookingRefusal::NotForProxies => StatusCode::CONFLICT,
        _ => StatusCode::GONE,
    };
    let body = view::bookings::stuck(lang, &opened.mine, &why.message());
    let title = lang.t("Không đổi được nữa", "It cannot be changed");
    visitor.respond(status, title, Audience::Resident, body)
}

/// Other times for the same topic.
pub async fn move_page(
    visitor: Visitor,
    request: HttpRequest,
    code: Path<String>,
    asked: Query<Asked>,
) -> Answer {
    let (_, entry) = inside!(visitor, request, code);
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    if let Err(why) = service::bookings::may_change(&opened, visitor.office().now()) {
        return Ok(stuck(&visitor, &opened, why));
    }
    other_times(&visitor, &opened, &asked, None).await
}

async fn other_times(
    visitor: &Visitor,
    opened: &Opened,
    asked: &Asked,
    wrong: Option<&Message>,
) -> Answer {
    let (lang, number, mine) = (visitor.lang, asked.number(), &opened.mine);
    let mut filter = asked.filter();
    filter.ward = Some(mine.ward_id);
    filter.topic = Some(mine.topic_code.clone());
    let wanted = filter.clone();
    let (catalogue, mut page) =
        visitor.look(move |act, _| service::catalogue::times(act, &wanted, number)).await?;
    // The time it has is none to change to.
    page.rows.iter_mut().for_each(|times| times.slots.retain(|slot| slot.id != mine.slot_id));
    page.rows.retain(|times| !times.slots.is_empty());
    let here = paths::bookings::change(&mine.code);
    let to = |number| link(&here, &filter, number);
    let body = view::bookings::move_to(lang, &catalogue, mine, &filter, &page, wrong, to);
    let title = lang.t("Đổi giờ", "Change the time");
    let status = match wrong {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(visitor.respond(status, title, Audience::Resident, body))
}

#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct MoveForm {
    #[validate(length(max = 20))]
    slot: String,
    /// Where the booking stood when the page was shown.
    #[validate(length(max = 20))]
    from: String,
}

/// Moves the booking.
pub async fn move_to(
    visitor: Visitor,
    request: HttpRequest,
    code: Path<String>,
    form: Fields<MoveForm>,
) -> Answer {
    let (pass, entry) = inside!(visitor, request, code);
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    if let Err(why) = service::bookings::may_change(&opened, visitor.office().now()) {
        return Ok(stuck(&visitor, &opened, why));
    }
    let choose = paths::bookings::change(&pass.code);
    let Ok(slot) = form.slot.parse::<SlotId>() else {
        let why = Message::new("Hãy chọn một khung giờ.", "Please choose a time.");
        return other_times(&visitor, &opened, &Asked::default(), Some(&why)).await;
    };
    let from = form.from.parse::<SlotId>().ok();
    let moved = with_booking(&visitor, &request, &pass, move |act, opened| {
        let left = opened.mine.session_id;
        Ok((service::bookings::move_to(act, opened, from, slot)?, left))
    });
    match moved.await {
        Ok((Moving::Moved, left)) => {
            service::matching::mend_soon(visitor.office(), Some(left));
            let said = visitor
                .lang
                .t("Đã đổi sang giờ mới. Hãy in lại phiếu.", "Moved. Please print the slip again.");
            Ok(visitor.done(&paths::bookings::slip(&pass.code), said))
        }
        Ok((Moving::Full, _)) => {
            let why = Message::new(
                "Giờ đó vừa hết chỗ. Chỗ cũ của ông/bà vẫn còn; hãy chọn giờ khác.",
                "That time has just filled up. Your old seat is still yours; choose another time.",
            );
            Ok(visitor.refused(&choose, &why))
        }
        Err(Error::Refused(why)) => {
            other_times(&visitor, &opened, &Asked::default(), Some(&why.message())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks once more.
pub async fn cancel_page(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (_, entry) = inside!(visitor, request, code);
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    if let Err(why) = service::bookings::may_change(&opened, visitor.office().now()) {
        return Ok(stuck(&visitor, &opened, why));
    }
    let lang = visitor.lang;
    let body = view::bookings::cancel(lang, &opened.mine);
    Ok(visitor.page(lang.t("Hủy lượt này?", "Cancel this?"), Audience::Resident, body))
}

/// Cancels a booking, leaves the line, declines an offer or withdraws a request.
pub async fn cancel(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (pass, entry) = inside!(visitor, request, code);
    let back = paths::bookings::mine(&pass.code);
    let done = match entry {
        Entry::Request(asked) => {
            visitor.write(move |act| service::requests::cancel(act, &asked)).await
        }
        _ => with_booking(&visitor, &request, &pass, service::bookings::cancel).await,
    };
    if done.is_ok() {
        service::matching::mend_soon(visitor.office(), None);
    }
    let said = visitor
        .lang
        .t("Đã hủy. Cảm ơn ông/bà đã nhường chỗ.", "Cancelled. Thank you for making room.");
    finished(&visitor, &back, done, said)
}

/// Accepts a seat that is kept for somebody from the waiting line.
pub async fn accept(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let (pass, _) = inside!(visitor, request, code);
    let back = paths::bookings::mine(&pass.code);
    let done = with_booking(&visitor, &request, &pass, service::bookings::accept).await;
    let said = visitor
        .lang
        .t("Chỗ này là của ông/bà. Hãy in phiếu.", "The seat is yours. Please print the slip.");
    finished(&visitor, &back, done, said)
}

fn finished(visitor: &Visitor, back: &str, done: service::Answer<()>, said: &str) -> Answer {
    match done {
        Ok(()) => Ok(visitor.done(back, said)),
        Err(Error::Refused(why)) => Ok(visitor.refused(back, &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// Forgets the booking on this device.
pub async fn leave(visitor: Visitor) -> Answer {
    let said = visitor.lang.t("Đã đóng trên máy này.", "Closed on this device.");
    let mut response = visitor.done(paths::home::INDEX, said);
    let _ = response.add_cookie(&Pass::no_more(&visitor));
    Ok(response)
}
