//! Hours for the school: sums, ledgers, papers, and the last word on supports.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{Path, Query};
use serde::Deserialize;

use super::{Answer, Fields, May};
use crate::domain::access::{Permission, SeeSchool, VerifyHours};
use crate::domain::desk::ReturnForm;
use crate::domain::hours::{ReverseForm, VerifyForm};
use crate::domain::ids::*;
use crate::paths::hours as paths;
use crate::service::hours::{self, PupilLedger, sheet, verify};
use crate::service::{self, Act, Error, recognition::papers};
use crate::view::hours as view;
use crate::view::layout::Audience;

/// Classes with their sums.
pub async fn school(who: May<SeeSchool>) -> Answer {
    let hours = who.read(hours::of_school).await?;
    let verifies = who.me().may(Permission::VerifyHours);
    let body = view::school(who.lang, &hours.school_year, &hours.totals, verifies);
    Ok(who.page(who.lang.t("Giờ của các em", "Pupils' hours"), Audience::Staff, body))
}

/// One class, pupil by pupil.
pub async fn class(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let class = ClassId(*id);
    let hours = who.read(move |act| hours::of_class(act, class)).await?;
    let body = view::class(who.lang, &hours.school_year, &hours.totals);
    Ok(who.page(who.lang.t("Giờ của lớp", "Hours of a class"), Audience::Staff, body))
}

/// One class's hours on paper.
pub async fn class_sheet(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let class = ClassId(*id);
    let paper = who.read(move |act| sheet::class_sheet(act, class)).await?;
    let bytes = papers::print_paper(paper).await?;
    Ok(file("application/pdf", &format!("inline; filename=\"gio-lop-{class}.pdf\""), bytes))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    class: Option<i64>,
}

/// The hours as a spreadsheet.
pub async fn export(who: May<SeeSchool>, of: Query<Of>) -> Answer {
    let (class, lang) = (of.class.map(ClassId), who.lang);
    let bytes = who.read(move |act| sheet::spreadsheet(act, class, lang)).await?;
    Ok(file("text/csv; charset=utf-8", "attachment; filename=\"gio-dai-su-so.csv\"", bytes))
}

/// A file about children: nobody on the way keeps it.
fn file(kind: &str, disposition: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}

/// One pupil's ledger.
pub async fn pupil(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let pupil = AmbassadorId(*id);
    let page = who.read(move |act| hours::of_pupil(act, pupil)).await?;
    let body = ledger(&who, &page, None);
    Ok(who.page(&page.standing.total.name, Audience::Staff, body))
}

fn ledger<P>(who: &May<P>, page: &PupilLedger, refused: view::Refused<'_>) -> maud::Markup {
    let total = &page.standing.total;
    let may_reverse = who.me().may_at(Permission::VerifyHours, total.school);
    view::ledger(who.lang, total, page.standing.pending, &page.rows, may_reverse, refused)
}

/// Takes a credit back.
pub async fn reverse(who: May<VerifyHours>, id: Path<i64>, form: Fields<ReverseForm>) -> Answer {
    let said = who.lang.t("Đã hủy giờ.", "Taken back.");
    mend(who, HoursEntryId(*id), form, hours::reverse, said).await
}

/// Credits anew what was taken back.
pub async fn credit_again(
    who: May<VerifyHours>,
    id: Path<i64>,
    form: Fields<ReverseForm>,
) -> Answer {
    let said = who.lang.t("Đã ghi lại giờ.", "Credited anew.");
    mend(who, HoursEntryId(*id), form, hours::credit_again, said).await
}

type Mending = fn(&mut Act<'_>, HoursEntryId, &ReverseForm) -> service::Answer<AmbassadorId>;

/// One row of the ledger with a reason; back to the ledger, or to the row's own form.
async fn mend(
    who: May<VerifyHours>,
    entry: HoursEntryId,
    form: Fields<ReverseForm>,
    act_on: Mending,
    said: &str,
) -> Answer {
    let pupil = who.read(move |act| hours::pupil_of(act, entry)).await?;
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        let to = paths::pupil(pupil);
        match who.write(move |act| act_on(act, entry, &typed)).await {
            Ok(_) => return Ok(who.done(&to, said)),
            Err(Error::Refused(why)) => return Ok(who.refused(&to, &why.message())),
            Err(Error::Invalid(found)) => problems = found,
            Err(error) => return Err(error.into()),
        }
    }
    let page = who.read(move |act| hours::of_pupil(act, pupil)).await?;
    let body = ledger(&who, &page, Some((entry, &form.reason, &problems)));
    Ok(who.again(&page.standing.total.name, Audience::Staff, body))
}

fn verify_title<P>(who: &May<P>) -> &'static str {
    who.lang.t("Xác minh lượt hỗ trợ", "Verify supports")
}

/// What waits to be verified.
pub async fn supports(who: May<VerifyHours>) -> Answer {
    let (rows, more) = who.read(verify::list).await?;
    let body = view::verify(who.lang, &rows, more, None);
    Ok(who.page(verify_title(&who), Audience::Staff, body))
}

/// Verifies one, a session's, or all.
pub async fn verify_supports(who: May<VerifyHours>, form: Fields<VerifyForm>) -> Answer {
    let (form, _) = form.into_parts();
    match who.write(move |act| verify::verify(act, &form)).await {
        Ok(count) => {
            let count = count as i64;
            let said = who.lang.count(
                count,
                "lượt đã xác minh.",
                "support verified.",
                "supports verified.",
            );
            Ok(who.done(paths::SUPPORTS, &said))
        }
        Err(Error::Refused(why)) => Ok(who.refused(paths::SUPPORTS, &why.message())),
        Err(error) => Err(error.into()),
    }
}

/// Sends one back to the pupil.
pub async fn send_back(who: May<VerifyHours>, id: Path<i64>, form: Fields<ReturnForm>) -> Answer {
    let support = SupportId(*id);
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| verify::send_back(act, support, &typed)).await {
            Ok(()) => {
                let said = who.lang.t("Đã trả lại cho em.", "Sent back to the pupil.");
                return Ok(who.done(paths::SUPPORTS, said));
            }
            Err(Error::Refused(why)) => {
                return Ok(who.refused(paths::SUPPORTS, &why.message()));
            }
            Err(Error::Invalid(found)) => problems = found,
            Err(error) => return Err(error.into()),
        }
    }
    let (rows, more) = who.read(verify::list).await?;
    let refused = Some((support, form.reason.as_str(), &problems));
    let body = view::verify(who.lang, &rows, more, refused);
    Ok(who.again(verify_title(&who), Audience::Staff, body))
}
