//! A pupil's own data.

use super::file;
use crate::domain::access::Help;
use crate::domain::data_requests::OwnDataForm;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::data_requests as at;
use crate::service::data_requests as service;
use crate::view::data_requests::{copy, own};
use crate::view::layout::Audience;
use crate::web::{Answer, Fields, May};

fn title(lang: Lang) -> &'static str {
    lang.t("Dữ liệu của em", "My data")
}

/// What may be read and asked, and what was asked.
pub async fn page(who: May<Help>) -> Answer {
    show(&who, &OwnDataForm::default(), &Problems::none()).await
}

async fn show(who: &May<Help>, form: &OwnDataForm, problems: &Problems) -> Answer {
    let sent = who.read(service::my_requests).await?;
    let body = own::pupil(who.lang, &sent, form, problems);
    Ok(match problems.is_empty() {
        true => who.page(title(who.lang), Audience::Pupil, body),
        false => who.again(title(who.lang), Audience::Pupil, body),
    })
}

/// Sends a request to the school.
pub async fn ask(who: May<Help>, form: Fields<OwnDataForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| service::ask_mine(act, &typed)).await {
            Ok(_) => {
                let notice = who.lang.t(
                    "Đã gửi. Nhà trường báo nhận trong 2 ngày làm việc.",
                    "Sent. The school acknowledges it within 2 working days.",
                );
                return Ok(who.done(at::MINE, notice));
            }
            Err(crate::service::Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    show(&who, &form, &problems).await
}

/// Everything kept about the pupil, to be read and printed.
pub async fn copy_page(who: May<Help>) -> Answer {
    let parts = who.read(service::my_copy).await?;
    let head = copy::Head {
        name: who.person().map_or("", |person| person.name.as_str()),
        above: &[(title(who.lang), at::MINE)],
        file: at::MY_COPY_FILE,
    };
    let body = copy::page(who.lang, &head, &parts, who.office().now());
    Ok(who.page(who.lang.t("Bản sao dữ liệu", "Copy of the data"), Audience::Pupil, body))
}

/// The same for machines.
pub async fn copy_file(who: May<Help>) -> Answer {
    let parts = who.read(service::my_copy).await?;
    let about = serde_json::json!({ "subject": "pupil" });
    file::copy("du-lieu-cua-em.json", about, parts, who.office().now())
}
