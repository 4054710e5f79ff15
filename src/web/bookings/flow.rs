//! Four steps to a seat. The choices of the first ones travel in the address, so that the
//! back button and a second tab do what one expects; who comes is never in an address.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::remember;
use crate::db::catalogue::Catalogue;
use crate::db::catalogue::sessions::ChosenSlot;
use crate::domain::bookings::{Booking, BookingRefusal, WhoForm};
use crate::domain::ids::SlotId;
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::paths;
use crate::service::accounts::new_token;
use crate::service::bookings::Booked;
use crate::service::{self, Error};
use crate::view;
use crate::view::bookings::Answers;
use crate::view::layout::Audience;
use crate::web::catalogue::{Asked, link};
use crate::web::extract::address_of;
use crate::web::{Answer, Fields, Visitor, WebError};

/// What was chosen; else the handler ends on the way back to choosing.
macro_rules! chosen {
    ($found:expr) => {
        match $found {
            Ok(chosen) => chosen,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

/// The way begins with the topic.
pub async fn begin(visitor: Visitor) -> Answer {
    Ok(visitor.go(paths::catalogue::TOPICS))
}

/// Where and when.
pub async fn when(visitor: Visitor, asked: Query<Asked>) -> Answer {
    times(&visitor, &asked, None).await
}

async fn times(visitor: &Visitor, asked: &Asked, wrong: Option<&Message>) -> Answer {
    let (lang, filter, number) = (visitor.lang, asked.filter(), asked.number());
    if filter.topic.is_none() {
        return Ok(visitor.go(paths::catalogue::TOPICS));
    }
    let wanted = filter.clone();
    let (catalogue, page) =
        visitor.look(move |act, _| service::catalogue::times(act, &wanted, number)).await?;
    let code = filter.topic.as_deref().unwrap_or_default();
    let topic = catalogue.topic(code).ok_or(WebError::NotFound)?;
    let title = lang.t("Nơi và giờ", "Place and time");
    let to = |number| link(paths::bookings::WHEN, &filter, number);
    let body = view::bookings::when(lang, &catalogue, topic, &filter, &page, wrong, to);
    Ok(match wrong {
        None => visitor.page(title, Audience::Resident, body),
        Some(_) => visitor.again(title, Audience::Resident, body),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Who {
    topic: String,
    slot: String,
    whom: String,
}

/// Who comes: first whether it is oneself, then the form.
pub async fn who(visitor: Visitor, asked: Query<Who>) -> Answer {
    let lang = visitor.lang;
    let Ok(slot) = asked.slot.parse::<SlotId>() else {
        let asked = Asked { topic: asked.into_inner().topic, ..Asked::default() };
        let choose = Message::new("Hãy chọn một khung giờ.", "Please choose a time.");
        return times(&visitor, &asked, Some(&choose)).await;
    };
    let chosen = chosen!(Chosen::find(&visitor, &asked.topic, slot).await?);
    let title = lang.t("Ai sẽ đến?", "Who will come?");
    let typed = WhoForm { whom: asked.into_inner().whom, ..WhoForm::default() };
    if !typed.says_whom() {
        let body = view::bookings::whom(lang, chosen.topic()?, &chosen.slot);
        return Ok(visitor.page(title, Audience::Resident, body));
    }
    let body = chosen.form(&visitor, &typed, &Problems::none())?;
    Ok(visitor.page(title, Audience::Resident, body))
}

/// The same form with what was typed, for somebody who wants to change an answer.
pub async fn who_again(mut visitor: Visitor, form: Fields<WhoForm>) -> Answer {
    let (typed, problems) = form.into_parts();
    visitor.here = step_of(&typed);
    let chosen = chosen!(Chosen::of(&visitor, &typed).await?);
    let title = visitor.lang.t("Ai sẽ đến?", "Who will come?");
    let body = chosen.form(&visitor, &typed, &problems)?;
    Ok(visitor.shown(title, Audience::Resident, body))
}

/// The answers once more, or what is wrong with them.
pub async fn check(mut visitor: Visitor, form: Fields<WhoForm>) -> Answer {
    let (typed, problems) = form.into_parts();
    visitor.here = step_of(&typed);
    let chosen = chosen!(Chosen::of(&visitor, &typed).await?);
    let understood = understood(&visitor, &typed, problems);
    let booking = match understood.and_then(|booking| chosen.within_ward(booking)) {
        Ok(booking) => booking,
        Err(problems) => return chosen.wrong(&visitor, &typed, &problems),
    };
    let (lang, key) = (visitor.lang, new_token());
    let answers = Answers { typed: &typed, booking: &booking, key: &key };
    let (topic, slot) = (chosen.topic()?, &chosen.slot);
    let body = view::bookings::check(lang, &chosen.catalogue, topic, slot, answers);
    let mut page = visitor.shown(lang.t("Xem lại", "Check"), Audience::Resident, body);
    // Kept for this browser's back button, which cannot ask for the answer to a form again.
    page.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(page)
}

/// Books. Whoever comes too late is shown other times, with nothing to type again.
pub async fn book(mut visitor: Visitor, request: HttpRequest, form: Fields<WhoForm>) -> Answer {
    let (typed, problems) = form.into_parts();
    visitor.here = step_of(&typed);
    let booking = match understood(&visitor, &typed, problems) {
        Ok(booking) => booking,
        Err(problems) => {
            let chosen = chosen!(Chosen::of(&visitor, &typed).await?);
            return chosen.wrong(&visitor, &typed, &problems);
        }
    };
    if let Some(minutes) = must_wait(&visitor, &request).await? {
        return slow_down(&visitor, &typed, minutes).await;
    }
    // Whoever books for somebody else holds what a helper holds, no more.
    let proof = booking.proxy.as_ref().map_or(&booking.who.name, |proxy| &proxy.name).clone();
    let near = booking.slot.0;
    let booked = visitor.write_near(near, move |act| service::bookings::book(act, &booking)).await;
    match booked {
        Ok(Booked::Seat(ticket)) => {
            let to = paths::bookings::slip(&ticket.code);
            let said = visitor.lang.t("Đã giữ chỗ cho ông/bà.", "Your seat is booked.");
            Ok(remember(&visitor, ticket.code, proof, visitor.done(&to, said)))
        }
        Ok(Booked::Waiting(ticket)) => {
            let to = paths::bookings::mine(&ticket.code);
            let said =
                visitor.lang.t("Đã ghi tên vào danh sách chờ.", "You are on the waiting list.");
            Ok(remember(&visitor, ticket.code, proof, visitor.done(&to, said)))
        }
        Ok(Booked::Before(ticket)) => {
            let to = paths::bookings::mine(&ticket.code);
            let kept = visitor.refused(&to, &BookingRefusal::SentBefore.message());
            Ok(remember(&visitor, ticket.code, proof, kept))
        }
        Ok(Booked::Full) => too_late(&visitor, &typed, None).await,
        Err(Error::Invalid(problems)) => {
            chosen!(Chosen::of(&visitor, &typed).await?).wrong(&visitor, &typed, &problems)
        }
        Err(Error::Refused(why)) => too_late(&visitor, &typed, Some(&*why)).await,
        Err(Error::NotFound) => Ok(Chosen::gone(&visitor, &typed.topic)),
        Err(error) => Err(error.into()),
    }
}

/// Minutes to wait when too much has been booked from this address.
pub async fn must_wait(visitor: &Visitor, request: &HttpRequest) -> Result<Option<i64>, WebError> {
    if visitor.office().rules().bookings_per_hour == 0 {
        return Ok(None);
    }
    let from = address_of(request);
    Ok(visitor.write(move |act| service::bookings::wait_before_another(act, &from)).await?)
}

/// Everything typed is kept, to be sent again a little later.
async fn slow_down(visitor: &Visitor, typed: &WhoForm, minutes: i64) -> Answer {
    let lang = visitor.lang;
    let chosen = Chosen::of(visitor, typed).await?.ok();
    let body = view::bookings::slow_down(lang, typed, chosen.as_ref().map(|c| &c.slot), minutes);
    let title = lang.t("Xin đợi một lát", "Please wait a little");
    let status = StatusCode::TOO_MANY_REQUESTS;
    let mut page = visitor.respond(status, title, Audience::Resident, body);
    page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(minutes * 60));
    Ok(page)
}

/// The page on which the form stands: its own address cannot be opened again.
fn step_of(typed: &WhoForm) -> String {
    let asked = [("topic", &typed.topic), ("slot", &typed.slot), ("whom", &typed.whom)];
    let query = serde_html_form::to_string(asked).unwrap_or_default();
    format!("{}?{query}", paths::bookings::WHO)
}

fn understood(
    visitor: &Visitor,
    typed: &WhoForm,
    mut problems: Problems,
) -> Result<Booking, Problems> {
    let today = visitor.office().now().day();
    match Booking::parse(typed, today, visitor.lang) {
        Ok(booking) => problems.done().map(|()| booking),
        Err(others) => {
            problems.extend(others);
            Err(problems)
        }
    }
}

/// Somebody was faster, or a rule says no.
async fn too_late(visitor: &Visitor, typed: &WhoForm, why: Option<&dyn Refuse>) -> Answer {
    let chosen = chosen!(Chosen::of(visitor, typed).await?);
    let lang = visitor.lang;
    let (topic, ward) = (typed.topic.clone(), chosen.slot.ward_id);
    let closed_day = BookingRefusal::NotThatDay { limit: 0 }.code();
    let but = why.filter(|why| why.code() == closed_day).map(|_| chosen.slot.starts_at.day());
    let free =
        visitor.read(move |act| service::catalogue::alternatives(act, ward, &topic, but)).await?;
    let title = lang.t("Giờ khác", "Other times");
    let topic = chosen.topic()?;
    Ok(match why {
        None => visitor.shown(
            title,
            Audience::Resident,
            view::bookings::other_times(lang, topic, &chosen.slot, typed, &free),
        ),
        Some(why) => visitor.again(
            title,
            Audience::Resident,
            view::bookings::refused(lang, topic, typed, &why.message(), but, &free),
        ),
    })
}

/// Where a topic's times are chosen.
fn times_of(topic: &str) -> String {
    let asked = Asked { topic: topic.to_owned(), ..Asked::default() };
    link(paths::bookings::WHEN, &asked.filter(), 1)
}

/// What was chosen, or the way back to choosing again.
type Found = Result<Chosen, HttpResponse>;

/// What the first two steps have chosen.
struct Chosen {
    catalogue: Arc<Catalogue>,
    slot: ChosenSlot,
    topic: String,
}

impl Chosen {
    async fn of(visitor: &Visitor, typed: &WhoForm) -> Result<Found, WebError> {
        if !typed.says_whom() {
            return Ok(Err(visitor.go(&step_of(typed))));
        }
        match typed.slot.parse() {
            Ok(slot) => Chosen::find(visitor, &typed.topic, slot).await,
            Err(_) => Ok(Err(Chosen::gone(visitor, &typed.topic))),
        }
    }

    async fn find(visitor: &Visitor, topic: &str, slot: SlotId) -> Result<Found, WebError> {
        let (now, topic) = (visitor.office().now(), topic.to_owned());
        let asked = topic.clone();
        let found =
            visitor.look(move |act, _| service::catalogue::chosen_slot(act, slot, &asked)).await;
        let (catalogue, slot) = match found {
            Ok(found) => found,
            Err(Error::NotFound) => return Ok(Err(Chosen::gone(visitor, &topic))),
            Err(error) => return Err(error.into()),
        };
        if catalogue.topic(&topic).is_none() {
            let why = Message::new(
                "Hãy chọn việc cần hướng dẫn trong danh sách này.",
                "Please choose what you need from this list.",
            );
            return Ok(Err(visitor.refused(paths::catalogue::TOPICS, &why)));
        }
        if slot.starts_at <= now {
            return Ok(Err(Chosen::gone(visitor, &topic)));
        }
        if !slot.offered {
            let why = BookingRefusal::NotOffered.message();
            return Ok(Err(visitor.refused(&times_of(&topic), &why)));
        }
        Ok(Ok(Chosen { catalogue, slot, topic }))
    }

    /// The chosen time is no more: back to choosing, with a sentence.
    fn gone(visitor: &Visitor, topic: &str) -> HttpResponse {
        let to = if topic.is_empty() { paths::catalogue::TOPICS.into() } else { times_of(topic) };
        let why = Message::new(
            "Khung giờ đó không còn nhận đặt lịch. Hãy chọn giờ khác.",
            "That time takes no more bookings. Please choose another one.",
        );
        visitor.refused(&to, &why)
    }

    /// The neighbourhood must be one that the form offers.
    fn within_ward(&self, booking: Booking) -> Result<Booking, Problems> {
        let known = |area| self.catalogue.areas_of(self.slot.ward_id).any(|a| a.id == area);
        if booking.who.area.is_none_or(known) {
            return Ok(booking);
        }
        Err(Problems::one("area", BookingRefusal::UnknownArea.message()))
    }

    fn topic(&self) -> Result<&crate::db::topics::TopicRow, WebError> {
        self.catalogue.topic(&self.topic).ok_or(WebError::NotFound)
    }

    fn form(
        &self,
        visitor: &Visitor,
        typed: &WhoForm,
        problems: &Problems,
    ) -> Result<maud::Markup, WebError> {
        let topic = self.topic()?;
        Ok(view::bookings::who(visitor.lang, &self.catalogue, topic, &self.slot, typed, problems))
    }

    fn wrong(&self, visitor: &Visitor, typed: &WhoForm, problems: &Problems) -> Answer {
        let title = visitor.lang.t("Ai sẽ đến?", "Who will come?");
        Ok(visitor.again(title, Audience::Resident, self.form(visitor, typed, problems)?))
    }
}
