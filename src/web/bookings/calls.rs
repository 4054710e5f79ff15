//! The coordinator's calls to people for whom a seat is kept.

use actix_web::web::Path;

use crate::domain::access::PostSessions;
use crate::paths;
use crate::service::{self, Error};
use crate::view;
use crate::view::layout::Audience;
use crate::web::{Answer, May};

/// Whom to call.
pub async fn list(who: May<PostSessions>) -> Answer {
    let lang = who.lang;
    let calls = who.read(service::bookings::calls).await?;
    let body = view::bookings::calls(lang, &calls);
    Ok(who.page(lang.t("Cần gọi điện", "People to call"), Audience::Staff, body))
}

/// The person says yes.
pub async fn yes(who: May<PostSessions>, code: Path<String>) -> Answer {
    let done = who.write(move |act| {
        let opened = service::bookings::open_as_ward(act, &code)?;
        service::bookings::accept(act, &opened)
    });
    answered(&who, done.await, who.lang.t("Đã giữ chỗ cho người này.", "The seat is theirs."))
}

/// The person says no.
pub async fn no(who: May<PostSessions>, code: Path<String>) -> Answer {
    let done = who.write(move |act| {
        let opened = service::bookings::open_as_ward(act, &code)?;
        service::bookings::decline(act, &opened)
    });
    let said =
        who.lang.t("Đã nhường chỗ cho người tiếp theo.", "The seat goes to the next person.");
    answered(&who, done.await, said)
}

fn answered(who: &May<PostSessions>, done: service::Answer<()>, said: &str) -> Answer {
    match done {
        Ok(()) => Ok(who.done(paths::bookings::CALLS, said)),
        Err(Error::Refused(why)) => Ok(who.refused(paths::bookings::CALLS, &why.message())),
        Err(error) => Err(error.into()),
    }
}
