//! Four steps to a seat. The choices of the first ones travel in the address, so that the
//! back button and a second tab do what one expects; who comes is never in an address.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, RETRY_AFTER};
use actix_web::web::Query;
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
    let Some(chosen) = Chosen::find(&visitor, &asked.topic, slot).await? else {
        return gone(&visitor, &asked.topic);
    };
    let title = lang.t("Ai sẽ đến?", "Who will come?");
    if !matches!(asked.whom.as_str(), "self" | "other") {
        let body = view::bookings::whom(lang, chosen.topic()?, &chosen.slot);
        return Ok(visitor.page(title, Audience::Resident, body));
    }
    let typed = WhoForm { whom: asked.into_inner().whom, ..WhoForm::default() };
    let body = chosen.form(&visitor, &typed, &Problems::none())?;
    Ok(visitor.page(title, Audience::Resident, body))
}

/// The same form with what was typed, for somebody who wants to change an answer.
pub async fn who_again(mut visitor: Visitor, form: Fields<WhoForm>) -> Answer {
    let (typed, problems) = form.into_parts();
    visitor.here = step_of(&typed);
    let Some(chosen) = Chosen::of(&visitor, &typed).await? else {
        return gone(&visitor, &typed.topic);
    };
    let title = visitor.lang.t("Ai sẽ đến?", "Who will come?");
    let body = chosen.form(&visitor, &typed, &problems)?;
    Ok(visitor.page(title, Audience::Resident, body))
}

/// The answers once more, or what is wrong with them.
pub async fn check(mut visitor: Visitor, form: Fields<WhoForm>) -> Answer {
    let (typed, problems) = form.into_parts();
    visitor.here = step_of(&typed);
    let Some(chosen) = Chosen::of(&visitor, &typed).await? else {
        return gone(&visitor, &typed.topic);
    };
    let booking = match understood(&visitor, &typed, problems) {
        Ok(booking) => booking,
        Err(problems) => return chosen.wrong(&visitor, &typed, &problems),
    };
    let (lang, key) = (visitor.lang, new_token());
    let answers = Answers { typed: &typed, booking: &booking, key: &key };
    let (topic, slot) = (chosen.topic()?, &chosen.slot);
    let body = view::bookings::check(lang, &chosen.catalogue, topic, slot, answers);
    let mut page = visitor.page(lang.t("Xem lại", "Check"), Audience::Resident, body);
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
            let Some(chosen) = Chosen::of(&visitor, &typed).await? else {
                return gone(&visitor, &typed.topic);
            };
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
            Ok(remember(&visitor, ticket.code, proof, visitor.go(&to)))
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
        Err(Error::Invalid(problems)) => match Chosen::of(&visitor, &typed).await? {
            Some(chosen) => chosen.wrong(&visitor, &typed, &problems),
            None => gone(&visitor, &typed.topic),
        },
        Err(Error::Refused(why)) => too_late(&visitor, &typed, Some(&*why)).await,
        Err(Error::NotFound) => gone(&visitor, &typed.topic),
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
    let chosen = Chosen::of(visitor, typed).await?;
    let body = view::bookings::slow_down(lang, typed, chosen.as_ref().map(|c| &c.slot), minutes);
    let title = lang.t("Xin đợi một lát", "Please wait a little");
    let status = StatusCode::TOO_MANY_REQUESTS;
    let mut page = visitor.respond(status, title, Audience::Resident, body);
    page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(minutes * 60));
    Ok(page)
}

/// The page to which the language switch returns: what was typed cannot come along, because
/// it is never in an address.
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

/// The chosen time is no more: back to choosing, with a sentence.
fn gone(visitor: &Visitor, topic: &str) -> Answer {
    let asked = Asked { topic: topic.to_owned(), ..Asked::default() };
    let to = match topic {
        "" => paths::catalogue::TOPICS.to_owned(),
        _ => link(paths::bookings::WHEN, &asked.filter(), 1),
    };
    let why = Message::new(
        "Khung giờ đó không còn nhận đặt lịch. Hãy chọn giờ khác.",
        "That time takes no more bookings. Please choose another one.",
    );
    Ok(visitor.refused(&to, &why))
}

/// Somebody was faster, or a rule says no.
async fn too_late(visitor: &Visitor, typed: &WhoForm, why: Option<&dyn Refuse>) -> Answer {
    let Some(chosen) = Chosen::of(visitor, typed).await? else {
        return gone(visitor, &typed.topic);
    };
    let lang = visitor.lang;
    let (topic, ward) = (typed.topic.clone(), chosen.slot.ward_id);
    let closed_day = BookingRefusal::NotThatDay { limit: 0 }.code();
    let but = why.filter(|why| why.code() == closed_day).map(|_| chosen.slot.starts_at.day());
    let free =
        visitor.read(move |act| service::catalogue::alternatives(act, ward, &topic, but)).await?;
    let title = lang.t("Giờ khác", "Other times");
    let topic = chosen.topic()?;
    Ok(match why {
        None => visitor.page(
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

/// What the first two steps have chosen.
struct Chosen {
    catalogue: Arc<Catalogue>,
    slot: ChosenSlot,
    topic: String,
}

impl Chosen {
    async fn of(visitor: &Visitor, typed: &WhoForm) -> Result<Option<Chosen>, WebError> {
        match typed.slot.parse() {
            Ok(slot) => Chosen::find(visitor, &typed.topic, slot).await,
            Err(_) => Ok(None),
        }
    }

    async fn find(
        visitor: &Visitor,
        topic: &str,
        slot: SlotId,
    ) -> Result<Option<Chosen>, WebError> {
        let now = visitor.office().now();
        let found = visitor.look(move |act, _| service::catalogue::chosen_slot(act, slot)).await;
        let (catalogue, slot) = match found {
            Ok(found) => found,
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let known = catalogue.topic(topic).is_some() && slot.starts_at > now;
        Ok(known.then(|| Chosen { catalogue, slot, topic: topic.to_owned() }))
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
