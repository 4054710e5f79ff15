//! Gia đình số: told by the pupil, confirmed by the guardian's one-time link or by the
//! school from paper, and then credited.

use super::accounts::{hash, new_token};
use super::consents::acting;
use super::letters::{Words, compose};
use super::shifts::{me, page_count};
use super::{Act, Answer, Error, Office, Step, hours};
use crate::db::family_supports::{self as rows, FamilyRow, MyFamily, Waiting};
use crate::db::topics::{self, TopicRow};
use crate::db::{limits, shifts};
use crate::domain::access::{Actor, Permission};
use crate::domain::at::At;
use crate::domain::family_supports::{
    AnswerForm, FamilyForm, FamilyHelp, FamilyRefusal, LINK_DAYS, Verdict, WEEK_MINUTES, fits,
};
use crate::domain::hours::week_of;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::supports::{ConfirmedHow, FamilyState};
use crate::domain::topics::Tier;
use crate::domain::typed;
use crate::paths;

/// Rows of a page.
pub const PER_PAGE: i64 = 20;
/// Wrong birth years for one link within an hour.
const TRIES: i64 = 5;
/// New links for one help within a day.
const LINKS_A_DAY: i64 = 5;

/// The signed-in pupil's help at home; pages count from 1.
pub fn mine(act: &mut Act<'_>, page: u32) -> Answer<MyFamily> {
    let pupil = me(act)?.ambassador;
    let pages = page_count(rows::count_of_pupil(act.conn, pupil)?, PER_PAGE);
    let page = page.clamp(1, pages);
    let part = (PER_PAGE, i64::from(page - 1) * PER_PAGE);
    let found = rows::of_pupil(act.conn, pupil, part)?;
    let told = rows::told(act.conn, pupil, week_of(act.now.day()))?;
    Ok(MyFamily {
        now: act.now,
        rows: found,
        page,
        pages,
        topics: topics_for_pupils(act)?,
        left: (WEEK_MINUTES - told).max(0),
    })
}

fn topics_for_pupils(act: &mut Act<'_>) -> Answer<Vec<TopicRow>> {
    let mut all = topics::all(act.conn)?;
    all.retain(|topic| topic.tier != Tier::Reserved);
    Ok(all)
}

/// How the guardian is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Asked {
    /// A letter is on its way.
    ByMail,
    /// There is no address: the pupil shows a code, or the school confirms from paper.
    InPerson,
}

/// The pupil tells of help at home; the guardian is asked to confirm it.
pub fn tell(act: &mut Act<'_>, form: &FamilyForm) -> Answer<Asked> {
    let pupil = acting(act)?;
    let codes: Vec<String> = topics_for_pupils(act)?.into_iter().map(|t| t.code).collect();
    let help = FamilyHelp::parse(form, &codes, act.now.day())?;
    // The week's hour is a sum over rows: tellings of one pupil follow each other.
    shifts::lock(act.conn, &[], &[pupil.ambassador])?;
    fits(rows::told(act.conn, pupil.ambassador, week_of(help.done_on))?, help.minutes)?;
    let token = new_token();
    let link = (hash(&token), link_until(act));
    let id = rows::add(act.conn, pupil.ambassador, &help, (&link.0, link.1), act.now)?;
    audit(act, pupil.school, id, "tell", ("", FamilyState::Logged))?;
    let row = rows::get(act.conn, id)?;
    ask_by_mail(act, &row, &token)
}

fn link_until(act: &Act<'_>) -> At {
    act.now.plus_minutes(LINK_DAYS * 24 * 60)
}

/// Mails the link when there is an address.
fn ask_by_mail(act: &mut Act<'_>, row: &FamilyRow, token: &str) -> Answer<Asked> {
    let Some(email) = row.guardian_email.clone() else { return Ok(Asked::InPerson) };
    // A guardian's language is not known: Vietnamese, with the core of it in English.
    let lang = Lang::Vi;
    let url = format!("{}{}", act.rules.public_url, paths::family_supports::answer(token));
    let words = Words {
        subject: format!("Xác nhận “gia đình số” của em {}", row.pupil),
        to: String::new(),
        paragraphs: vec![
            format!(
                "Em {} ({}, {}) ghi rằng em đã giúp người thân ở nhà. Xin phụ huynh xác nhận để nhà trường tính giờ cho em.",
                row.pupil, row.class_name, row.school_name
            ),
            "Trang này chỉ hỏi năm sinh của em. Không ai hỏi mật khẩu, mã OTP hay số căn cước.".to_owned(),
            "Your child reports help given at home; please open the link to confirm. Only the child's year of birth is asked.".to_owned(),
        ],
        facts: vec![
            ("Nội dung".to_owned(), row.topic_vi.clone()),
            ("Ngày".to_owned(), lang.date(row.done_on)),
            ("Thời gian".to_owned(), format!("{} phút", row.minutes)),
        ],
        link: Some((format!("Mở trang xác nhận (trong {LINK_DAYS} ngày)"), url)),
also: None,
};
    let key = format!("family_support.ask:{}:{}", row.id, hash(token));
    act.send(&compose(key, &email, lang, &words))?;
    Ok(Asked::ByMail)
}

/// A link for a guardian who sits beside the pupil, or a new letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NewLink {
    Mailed,
    /// The absolute address, shown once, and what it is about.
    Show {
        url: String,
        row: Box<FamilyRow>,
    },
}

/// Makes a new link in the place of the old one. With an address on file it goes there
/// and nowhere else; only without one may the pupil show it.
pub fn new_link(act: &mut Act<'_>, id: FamilySupportId) -> Answer<NewLink> {
    let pupil = acting(act)?;
    let row = rows::get(act.conn, id)?;
    if row.ambassador != pupil.ambassador {
        return Err(Error::NotFound);
    }
    let key = hash(&format!("family_link:{id}"));
    if limits::count(act.conn, &key, act.now, 24 * 60)? > LINKS_A_DAY {
        return Err(FamilyRefusal::TooManyTries.into());
    }
    let token = new_token();
    let (token_hash, until) = (hash(&token), link_until(act));
    if !rows::renew_link(act.conn, id, (&token_hash, until))? {
        return Err(FamilyRefusal::Answered(row.state).into());
    }
    audit(act, pupil.school, id, "new_link", (row.state.code(), row.state))?;
    match ask_by_mail(act, &row, &token)? {
        Asked::ByMail => Ok(NewLink::Mailed),
        Asked::InPerson => {
            let path = paths::family_supports::answer(&token);
            let url = format!("{}{path}", act.rules.public_url);
            Ok(NewLink::Show { url, row: Box::new(row) })
        }
    }
}

/// What a guardian's link is about; refused when it no longer holds.
pub fn by_link(act: &mut Act<'_>, token: &str) -> Answer<FamilyRow> {
    let row = rows::by_token(act.conn, &hash(token))?;
    still_open(&row, act.now)?;
    Ok(row)
}

fn still_open(row: &FamilyRow, now: At) -> Answer<()> {
    if row.state != FamilyState::Logged {
        return Err(FamilyRefusal::Answered(row.state).into());
    }
    if row.token_expires_at.is_none_or(|until| until <= now) {
        return Err(FamilyRefusal::LinkExpired.into());
    }
    Ok(())
}

/// The guardian answers. The child's year of birth shows that it is somebody who knows
/// the child; wrong ones are counted even though nothing else is written.
pub async fn answer_by_link(office: &Office, token: &str, form: &AnswerForm) -> Answer<Verdict> {
    let token_hash = hash(token);
    let known = token_hash.clone();
    let row =
        office.read(&Actor::Visitor, move |act| Ok(rows::by_token(act.conn, &known)?)).await?;
    let right = typed::whole(&form.birth_year) == Some(row.birth_year);
    let key = hash(&format!("family_answer:{token_hash}"));
    let tries = office
        .write(&Actor::Visitor, move |act| match right {
            true => Ok(limits::so_far(act.conn, &key, act.now, 60)?),
            false => Ok(limits::count(act.conn, &key, act.now, 60)?),
        })
        .await?;
    if tries > TRIES {
        return Err(FamilyRefusal::TooManyTries.into());
    }
    if !right {
        let wrong = FamilyRefusal::WrongBirthYear.message();
        return Err(Problems::one("birth_year", wrong).into());
    }
    let verdict = form.parse()?;
    let told = verdict.clone();
    office
        .write(&Actor::Visitor, move |act| {
            let row = rows::by_token(act.conn, &token_hash)?;
            still_open(&row, act.now)?;
            settle(act, &row, &told, ConfirmedHow::GuardianLink)
        })
        .await?;
    Ok(verdict)
}

fn settle(act: &mut Act<'_>, row: &FamilyRow, verdict: &Verdict, how: ConfirmedHow) -> Answer<()> {
    let by = act.actor.person().map(|person| person.account);
    let moved = match verdict {
        Verdict::Confirmed => rows::confirm(act.conn, row.id, how, by, act.now)?,
        Verdict::Returned { reason } => rows::send_back(act.conn, row.id, reason)?,
    };
    if !moved {
        let state = rows::get(act.conn, row.id)?.state;
        return Err(FamilyRefusal::Answered(state).into());
    }
    let to = match verdict {
        Verdict::Confirmed => FamilyState::Confirmed,
        Verdict::Returned { .. } => FamilyState::Returned,
    };
    audit(act, row.school, row.id, how.code(), (FamilyState::Logged.code(), to))?;
    if to == FamilyState::Confirmed {
        hours::credit_family(act, row.id)?;
    }
    Ok(())
}

/// Help at home that waits, of one's school or class.
pub fn waiting(act: &mut Act<'_>, page: u32) -> Answer<Waiting> {
    let school = act.place(Permission::SeeSchool)?;
    let classes = act.person()?.only_classes(Permission::SeeSchool);
    let total = rows::count_waiting(act.conn, school, classes.as_deref())?;
    let pages = page_count(total, PER_PAGE);
    let page = page.clamp(1, pages);
    let part = (PER_PAGE, i64::from(page - 1) * PER_PAGE);
    let found = rows::waiting(act.conn, school, classes.as_deref(), part)?;
    let person = act.person()?;
    let may_answer = person.may_at(Permission::KeepRoster, school)
        || person.may_at(Permission::CheckCandidates, school);
    Ok(Waiting { rows: found, page, pages, may_answer })
}

/// The school officer or the class teacher answers from the paper a guardian signed.
pub fn answer_from_paper(
    act: &mut Act<'_>,
    id: FamilySupportId,
    form: &AnswerForm,
) -> Answer<Verdict> {
    let row = rows::get(act.conn, id)?;
    act.within(Permission::SeeSchool, row.school)?;
    let person = act.person()?;
    let of_class = |permission| {
        person.may_at(permission, row.school)
            && person.only_classes(permission).is_none_or(|own| own.contains(&row.class))
    };
    if !of_class(Permission::SeeSchool) {
        return Err(Error::NotFound);
    }
    if !of_class(Permission::KeepRoster) && !of_class(Permission::CheckCandidates) {
        return Err(Error::Forbidden);
    }
    let verdict = form.parse()?;
    settle(act, &row, &verdict, ConfirmedHow::Paper)?;
    Ok(verdict)
}

fn audit(
    act: &mut Act<'_>,
    school: OrganisationId,
    id: FamilySupportId,
    what: &str,
    (from, to): (&str, FamilyState),
) -> Answer<()> {
    act.audit(Step {
        organisation: Some(school),
        entity: "family_support",
        id: id.0,
        act: what,
        from,
        to: to.code(),
        detail: "",
    })
}
