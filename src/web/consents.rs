//! Consents: the child's own page, and the school's list of what is missing.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, http::header};
use serde::Deserialize;
use validator::Validate;

use super::{Answer, Fields, May, told};
use crate::db::ambassadors::missing::Lack;
use crate::domain::access::{Help, KeepRoster, SeeSchool};
use crate::domain::consent::{RepliesForm, WithdrawForm};
use crate::domain::guardians::{DeadlineForm, Way};
use crate::domain::ids::{AmbassadorId, ClassId};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::consents as paths;
use crate::service::consents::{self, Printed, Recorded, Wanted};
use crate::service::guardians::{self, Made};
use crate::service::{Error, matching};
use crate::view;
use crate::view::layout::Audience;

/// What was written down, in a sentence.
pub(super) fn recorded_words(lang: Lang, recorded: Recorded) -> String {
    let said = match (recorded.given, recorded.refused) {
        (0, 0) => return lang.t("Không có gì thay đổi.", "Nothing has changed.").to_owned(),
        (given, 0) => lang.count(
            given as i64,
            "mục đồng ý đã được ghi.",
            "consent recorded.",
            "consents recorded.",
        ),
        (0, refused) => lang.count(
            refused as i64,
            "mục không đồng ý đã được ghi.",
            "refusal recorded.",
            "refusals recorded.",
        ),
        (given, refused) => match lang {
            Lang::Vi => format!("Đã ghi {given} mục đồng ý, {refused} mục không đồng ý."),
            Lang::En => format!("Recorded: {given} yes, {refused} no."),
        },
    };
    match recorded.fell {
        0 => said,
        fell => format!("{said} {}", fallen(lang, fell)),
    }
}

/// "2 ca sắp tới đã được rút.", in the reader's language.
pub(super) fn fallen(lang: Lang, shifts: usize) -> String {
    lang.count(
        shifts as i64,
        "ca sắp tới đã được rút.",
        "shift ahead was taken back.",
        "shifts ahead were taken back.",
    )
}

/// What the pupil agrees to.
pub async fn mine(who: May<Help>) -> Answer {
    shown(&who, &RepliesForm::default(), &Problems::none()).await
}

async fn shown(who: &May<Help>, form: &RepliesForm, problems: &Problems) -> Answer {
    let own = who.read(consents::mine).await?;
    let body = view::consents::mine(who.lang, &own.school_year, &own.consents, form, problems);
    let title = who.lang.t("Em đồng ý những gì", "What I agree to");
    match problems.is_empty() {
        true => Ok(who.page(title, Audience::Pupil, body)),
        false => Ok(who.again(title, Audience::Pupil, body)),
    }
}

/// The child's own yes and no.
pub async fn reply(who: May<Help>, form: Fields<RepliesForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| consents::reply(act, &typed)).await {
            Ok(recorded) => {
                if recorded.fell > 0 {
                    matching::mend_soon(who.office(), None);
                }
                return Ok(who.done(paths::MINE, &recorded_words(who.lang, recorded)));
            }
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    shown(&who, &form, &problems).await
}

/// The child withdraws one purpose.
pub async fn withdraw(who: May<Help>, form: Fields<WithdrawForm>) -> Answer {
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return Ok(who.refused(paths::MINE, &problems.first()));
    }
    let done = who.write(move |act| consents::withdraw_own(act, &form)).await;
    if done.is_ok() {
        matching::mend_soon(who.office(), None);
    }
    told(&who, paths::MINE, done, |fell| withdrawn_words(who.lang, fell))
}

/// "Đã rút.", and how many shifts fell.
pub(super) fn withdrawn_words(lang: Lang, fell: usize) -> String {
    let first = lang.t("Đã rút, có hiệu lực ngay.", "Withdrawn, with effect at once.");
    match fell {
        0 => first.to_owned(),
        fell => format!("{first} {}", fallen(lang, fell)),
    }
}

/// What narrows the list; what makes no sense is as good as not asked.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    which: String,
    class: String,
    page: String,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        Wanted {
            lack: Lack::from_code(&self.which).unwrap_or(Lack::Missing),
            class: self.class.parse().ok().map(ClassId),
            page: self.page.parse().unwrap_or(1).clamp(1, 100_000),
        }
    }
}

/// What is missing.
pub async fn list(who: May<SeeSchool>, asked: Query<Asked>) -> Answer {
    list_page(&who, asked.wanted(), None).await
}

async fn list_page<P>(
    who: &May<P>,
    wanted: Wanted,
    deadline: Option<(DeadlineForm, Problems)>,
) -> Answer {
    let page = who.read(move |act| consents::list(act, wanted)).await?;
    let fine = deadline.is_none();
    let (form, problems) = deadline.unwrap_or_else(|| {
        (DeadlineForm { veto_hours: page.veto_hours.to_string() }, Problems::none())
    });
    let look = view::consents::Look {
        now: page.now,
        school_year: &page.school_year,
        rows: &page.rows,
        classes: &page.classes,
        lack: wanted.lack,
        class: wanted.class,
        page: (page.page, page.pages),
        ends_in: page.ends_in,
        asks: page.asks,
        keeps: page.keeps,
    };
    let body = view::consents::list(who.lang, &look, (&form, &problems));
    let title = who.lang.t("Đồng ý tham gia", "Consents");
    match fine {
        true => Ok(who.page(title, Audience::Staff, body)),
        false => Ok(who.again(title, Audience::Staff, body)),
    }
}

/// The list as a file.
pub async fn export(who: May<SeeSchool>, asked: Query<Asked>) -> Answer {
    let (wanted, lang) = (asked.wanted(), who.lang);
    let bytes = who.read(move |act| consents::spreadsheet(act, wanted, lang)).await?;
    let name = "attachment; filename=\"dong-y-con-thieu.csv\"";
    Ok(file("text/csv; charset=utf-8", name, bytes))
}

/// A file about children: nobody on the way keeps it.
fn file(kind: &str, disposition: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(bytes)
}

/// The forms of a whole class.
pub async fn forms(who: May<SeeSchool>, asked: Query<Asked>) -> Answer {
    let class: i64 = asked.class.parse().unwrap_or_default();
    print(&who, Printed::Class(ClassId(class)), &format!("phieu-dong-y-lop-{class}.pdf")).await
}

/// One pupil's form.
pub async fn form(who: May<SeeSchool>, id: Path<i64>) -> Answer {
    let id = AmbassadorId(*id);
    print(&who, Printed::Pupil(id), &format!("phieu-dong-y-{id}.pdf")).await
}

async fn print(who: &May<SeeSchool>, what: Printed, name: &str) -> Answer {
    let forms = who.read(move |act| consents::to_print(act, what)).await?;
    let bytes = consents::print_forms(forms).await?;
    Ok(file("application/pdf", &format!("inline; filename=\"{name}\""), bytes))
}

/// How the link goes out.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct WayForm {
    #[validate(length(max = 10))]
    way: String,
}

/// Makes a guardian's link: mailed, or shown once to be sent on. The page answers the POST
/// itself, because the link is kept nowhere and could not be shown after a redirect.
pub async fn link(who: May<SeeSchool>, id: Path<i64>, form: Fields<WayForm>) -> Answer {
    let id = AmbassadorId(*id);
    let (form, problems) = form.into_parts();
    if !problems.is_empty() {
        return Ok(who.refused(paths::LIST, &problems.first()));
    }
    let way = Way::from_code(&form.way).unwrap_or(Way::Shown);
    let lang = who.lang;
    match who.write(move |act| guardians::make_link(act, id, way)).await {
        Ok(Made::Show { pupil, text, phone }) => {
            let body = view::consents::text_message(lang, &pupil, &text, phone.as_deref());
            Ok(who.page(lang.t("Gửi phụ huynh", "For the guardian"), Audience::Staff, body))
        }
        other => told(&who, paths::LIST, other, |made| match made {
            Made::Mailed { pupil } | Made::Show { pupil, .. } => match lang {
                Lang::Vi => format!("Đã gửi thư cho phụ huynh của em {pupil}."),
                Lang::En => format!("A letter is on its way to the guardian of {pupil}."),
            },
        }),
    }
}

/// Sets the guardians' deadline.
pub async fn deadline(who: May<KeepRoster>, form: Fields<DeadlineForm>) -> Answer {
    let (form, mut problems) = form.into_parts();
    if problems.is_empty() {
        let typed = form.clone();
        match who.write(move |act| consents::set_deadline(act, &typed)).await {
            Ok(()) => return Ok(who.done(paths::LIST, who.lang.t("Đã lưu.", "Saved."))),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(error) => return Err(error.into()),
        }
    }
    list_page(&who, Asked::default().wanted(), Some((form, problems))).await
}
