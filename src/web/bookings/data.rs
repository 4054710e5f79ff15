//! A resident's own data, behind the code of a booking.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::mine::{inside, with_booking};
use crate::domain::bookings::By;
use crate::domain::data_requests::OwnDataForm;
use crate::domain::refusal::{Message, Problems};
use crate::paths;
use crate::service::bookings::{Entry, Opened};
use crate::service::{self, Error};
use crate::view::data_requests::own;
use crate::view::layout::Audience;
use crate::web::{Answer, Fields, Visitor};

/// What is kept, what may be asked, and the requests that were sent.
pub async fn page(visitor: Visitor, request: HttpRequest, code: Path<String>) -> Answer {
    let entry = match inside(&visitor, &request, &code).await? {
        Ok((_, entry)) => entry,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    if opened.by == By::Proxy {
        return Ok(for_oneself(&visitor, &opened));
    }
    show(&visitor, &opened, &OwnDataForm::default(), &Problems::none()).await
}

/// A helper has shown who the helper is, nothing of the person the data are about.
fn for_oneself(visitor: &Visitor, opened: &Opened) -> HttpResponse {
    let why = Message::new(
        "Chỉ người sẽ đến mới xem, sửa hay xóa được dữ liệu của mình ở đây. Người đại diện xin gửi yêu cầu tại phường.",
        "Only the person who comes may see, correct or delete their data here. Whoever acts for them asks at the ward.",
    );
    visitor.refused(&paths::bookings::mine(&opened.mine.code), &why)
}

async fn show(
    visitor: &Visitor,
    opened: &Opened,
    form: &OwnDataForm,
    problems: &Problems,
) -> Answer {
    let asked = opened.clone();
    let sent = visitor
        .read(move |act| {
            let resident = service::data_requests::resident_of(act, &asked)?;
            service::data_requests::of_resident(act, resident)
        })
        .await?;
    let lang = visitor.lang;
    let body = own::page(lang, &opened.mine, &sent, form, problems);
    let title = lang.t("Dữ liệu của tôi", "My data");
    Ok(match problems.is_empty() {
        true => visitor.page(title, Audience::Resident, body),
        false => visitor.again(title, Audience::Resident, body),
    })
}

/// Sends a request.
pub async fn ask(
    visitor: Visitor,
    request: HttpRequest,
    code: Path<String>,
    form: Fields<OwnDataForm>,
) -> Answer {
    let (pass, entry) = match inside(&visitor, &request, &code).await? {
        Ok(inside) => inside,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let Entry::Booking(opened) = entry else {
        return Ok(visitor.go(&paths::bookings::mine(&code)));
    };
    if opened.by == By::Proxy {
        return Ok(for_oneself(&visitor, &opened));
    }
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        let sent = with_booking(&visitor, &request, &pass, move |act, opened| {
            service::data_requests::ask(act, opened, &typed)
        });
        match sent.await {
            Ok(_) => {
                let notice = visitor.lang.t(
                    "Đã gửi yêu cầu. Phường sẽ báo nhận trong 2 ngày làm việc.",
                    "Sent. The ward acknowledges it within 2 working days.",
                );
                return Ok(visitor.done(&paths::data_requests::own(&opened.mine.code), notice));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    show(&visitor, &opened, &form, &problems).await
}
