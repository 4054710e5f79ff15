//! A pupil begins to help and logs what was done.

use actix_web::web::Path;

use super::{Answer, Fields, May, told};
use crate::domain::access::Help;
use crate::domain::ids::BookingId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::supports::SupportForm;
use crate::paths;
use crate::service::Error;
use crate::service::supports::{self, Recorded, TearOff};
use crate::view;
use crate::view::layout::Audience;

/// Begins.
pub async fn start(who: May<Help>, id: Path<i64>) -> Answer {
    let booking = BookingId(*id);
    match who.write(move |act| supports::start(act, booking)).await {
        Ok(shift) => {
            let notice = who
                .lang
                .t("Đã bắt đầu. Xong thì ghi lượt nhé.", "Begun. Log it when you are done.");
            Ok(who.done(&paths::shifts::one(shift), notice))
        }
        refused => told(&who, paths::shifts::MINE, refused, |_| String::new()),
    }
}

/// The form.
pub async fn log_page(who: May<Help>, id: Path<i64>) -> Answer {
    let booking = BookingId(*id);
    let page = who.read(move |act| supports::log_page(act, booking)).await?;
    let (form, none) = (view::supports::filled(&page), Problems::none());
    let body = view::supports::log(who.lang, &page, &form, &none);
    Ok(who.page(title(who.lang), Audience::Pupil, body))
}

fn title(lang: Lang) -> &'static str {
    lang.t("Ghi lượt hỗ trợ", "Log the support")
}

/// Logs it.
pub async fn log(who: May<Help>, id: Path<i64>, form: Fields<SupportForm>) -> Answer {
    let (booking, (form, mut problems)) = (BookingId(*id), form.into_parts());
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| supports::log(act, booking, &typed)).await {
            Ok(recorded) => {
                let said = thanks(who.lang, recorded);
                return Ok(who.done(&paths::shifts::one(recorded.shift), &said));
            }
            Err(Error::Invalid(found)) => problems = found,
            refused => return told(&who, paths::shifts::MINE, refused, |_| String::new()),
        }
    }
    let page = who.read(move |act| supports::log_page(act, booking)).await?;
    let body = view::supports::log(who.lang, &page, &form, &problems);
    Ok(who.again(title(who.lang), Audience::Pupil, body))
}

fn thanks(lang: Lang, recorded: Recorded) -> String {
    let mut out = lang.t("Đã ghi lượt hỗ trợ.", "The support is logged.").to_owned();
    let more = match recorded.tear_off {
        Some(TearOff::Right) => lang.t(
            "Mã xé đúng: người dân hài lòng!",
            "The tear-off number is right: a content resident!",
        ),
        Some(TearOff::TriesOver) => lang.t(
            "Hôm nay đã thử mã xé quá nhiều lần nên không so nữa; nhờ người lớn phụ trách xem giúp.",
            "The tear-off number was tried too often today and is not compared any more; ask the adult in charge.",
        ),
        Some(TearOff::Wrong) => lang.t(
            "Mã xé chưa khớp; mở lại lượt này nếu em gõ nhầm.",
            "The tear-off number does not match; open it again if you mistyped.",
        ),
        None => "",
    };
    let next = match recorded.desk_decides {
        true => lang.t(
            "Báo bàn đón tiếp để hẹn lại hoặc chuyển tiếp.",
            "Tell the desk, which finds another time or an official.",
        ),
        false => "",
    };
    for sentence in [more, next].into_iter().filter(|sentence| !sentence.is_empty()) {
        out.push(' ');
        out.push_str(sentence);
    }
    out
}
