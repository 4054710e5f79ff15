//! Wishes that no session fits yet.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::web::{Path, Query};
use serde::Deserialize;
use validator::Validate;

use super::bookings::flow::must_wait;
use super::bookings::remember;
use super::{Answer, Fields, May, Visitor};
use crate::db::catalogue::Catalogue;
use crate::domain::access::PostSessions;
use crate::domain::ids::{OrganisationId, RequestId, SlotId};
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::domain::requests::{Request, RequestForm, RequestRefusal};
use crate::paths;
use crate::service::accounts::new_token;
use crate::service::bookings::Booked;
use crate::service::requests::Left;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    topic: String,
    ward: String,
}

/// The form; where there are several wards, first the question which.
pub async fn ask_page(visitor: Visitor, asked: Query<Asked>) -> Answer {
    let (catalogue, ()) = visitor.look(|_, _| Ok(())).await?;
    let form = RequestForm {
        topic: asked.topic.chars().take(20).collect(),
        ward: asked.ward.clone(),
        key: new_token(),
        ..RequestForm::default()
    };
    let lang = visitor.lang;
    let title = lang.t("Gửi yêu cầu", "Leave a request");
    match form_page(&visitor, &catalogue, &form, &Problems::none()) {
        Some(body) => Ok(visitor.page(title, Audience::Resident, body)),
        None => {
            let body = view::requests::ward(lang, &catalogue, &form.topic);
            Ok(visitor.page(title, Audience::Resident, body))
        }
    }
}

fn ward_of(catalogue: &Catalogue, form: &RequestForm) -> Option<OrganisationId> {
    let asked = form.ward.parse().ok().filter(|ward| catalogue.ward(*ward).is_some());
    asked.or_else(|| catalogue.only_ward().map(|ward| ward.id))
}

fn form_page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    form: &RequestForm,
    problems: &Problems,
) -> Option<maud::Markup> {
    let ward = catalogue.ward(ward_of(catalogue, form)?)?;
    let filled = view::bookings::filled(visitor.lang, &form.answers(), problems);
    Some(view::requests::ask(visitor.lang, catalogue, ward, &form.key, &form.times, &filled))
}

/// Keeps the request and shows its code.
pub async fn ask(visitor: Visitor, http: HttpRequest, form: Fields<RequestForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    let (catalogue, ()) = visitor.look(|_, _| Ok(())).await?;
    let Some(ward) = ward_of(&catalogue, &form) else {
        return Ok(visitor.go(paths::requests::ASK));
    };
    if catalogue.topic(&form.topic).is_none() {
        problems.add("topic", Message::new("Hãy chọn một việc.", "Please choose a topic."));
    }
    let title = visitor.lang.t("Gửi yêu cầu", "Leave a request");
    let request = Request::parse(&form, visitor.office().now().day());
    if request.is_ok()
        && problems.is_empty()
        && let Some(minutes) = must_wait(&visitor, &http).await?
    {
        let problems = Problems::one("name", slow_down(minutes));
        let body = form_page(&visitor, &catalogue, &form, &problems).unwrap_or_default();
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut page = visitor.respond(status, title, Audience::Resident, body);
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(minutes * 60));
        return Ok(page);
    }
    let asked = match request {
        Ok(request) if problems.is_empty() => {
            let name = request.who.name.clone();
            let asked = visitor.write(move |act| service::requests::ask(act, ward, &request)).await;
            asked.map(|left| (left, name))
        }
        Ok(_) => Err(Error::Invalid(problems)),
        Err(others) => {
            problems.extend(others);
            Err(Error::Invalid(problems))
        }
    };
    let problems = match asked {
        Ok((Left::Before(code), name)) => {
            let to = paths::bookings::mine(&code);
            let kept = visitor.refused(&to, &RequestRefusal::SentBefore.message());
            return Ok(remember(&visitor, code, name, kept));
        }
        Ok((Left::Kept(code), name)) => {
            let to = paths::bookings::mine(&code);
            let said = visitor.lang.t(
                "Đã nhận yêu cầu. Hãy ghi lại mã này.",
                "Request received. Please note the code.",
            );
            return Ok(remember(&visitor, code, name, visitor.done(&to, said)));
        }
        Err(Error::Invalid(problems)) => problems,
        Err(Error::Refused(why)) => Problems::one("name", why.message()),
        Err(error) => return Err(error.into()),
    };
    let body = form_page(&visitor, &catalogue, &form, &problems);
    Ok(visitor.again(title, Audience::Resident, body.unwrap_or_default()))
}

fn slow_down(minutes: i64) -> Message {
    Message::new(
        format!(
            "Trong giờ qua, từ mạng (Wi-Fi) này đã gửi rất nhiều. Xin để trang này mở và gửi lại \
             sau {minutes} phút, hoặc gọi phường."
        ),
        format!(
            "Very much has been sent from this network (Wi-Fi) within the hour. Please leave this \
             page open and send it again in {minutes} minutes, or call the ward."
        ),
    )
}

/// The ward's open requests.
pub async fn list(who: May<PostSessions>) -> Answer {
    let lang = who.lang;
    let open = who.read(service::requests::open).await?;
    let body = view::requests::list(lang, &open, who.office().now());
    Ok(who.page(lang.t("Yêu cầu", "Requests"), Audience::Staff, body))
}

/// One request and where it could go.
pub async fn one(who: May<PostSessions>, id: Path<RequestId>) -> Answer {
    let (lang, id) = (who.lang, id.into_inner());
    let (catalogue, (asked, slots)) =
        who.look(move |act, _| service::requests::choices(act, id)).await?;
    let topic = catalogue.topic(&asked.request.topic_code);
    let body = view::requests::one(lang, topic, &asked, &slots);
    Ok(who.page(lang.t("Xếp lịch cho yêu cầu", "Find a session"), Audience::Staff, body))
}

#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct FitForm {
    #[validate(length(max = 20))]
    slot: String,
}

/// Books the request into a slot.
pub async fn fit(who: May<PostSessions>, id: Path<RequestId>, form: Fields<FitForm>) -> Answer {
    let id = id.into_inner();
    let back = paths::requests::one(id);
    let slot = SlotId(form.slot.parse().unwrap_or_default());
    match who.write(move |act| service::requests::fit(act, id, slot)).await {
        Ok(Booked::Seat(_)) => {
            let said = who
                .lang
                .t("Đã xếp lịch. Hãy gọi báo cho người này.", "Booked. Please call and tell them.");
            Ok(who.done(paths::requests::LIST, said))
        }
        Ok(_) => {
            let why = Message::new("Khung giờ này vừa hết chỗ.", "This slot has just filled up.");
            Ok(who.refused(&back, &why))
        }
        Err(Error::Refused(why)) => Ok(who.refused(&back, &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// Closes a request that is not needed any more.
pub async fn close(who: May<PostSessions>, id: Path<RequestId>) -> Answer {
    let id = id.into_inner();
    match who.write(move |act| service::requests::close(act, id)).await {
        Ok(()) => {
            Ok(who.done(paths::requests::LIST, who.lang.t("Đã đóng yêu cầu.", "Request closed.")))
        }
        Err(Error::Refused(why)) => Ok(who.refused(paths::requests::LIST, &why.message())),
        Err(error) => Err(error.into()),
    }
}
