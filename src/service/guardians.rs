//! The guardian's link: made by the school, opened with the child's year of birth, and what
//! can be done behind it.

mod reminders;

pub use reminders::remind;

use super::accounts::{hash, new_token};
use super::consents::{self, Recorded, Signer};
use super::letters::{Words, compose};
use super::{Act, Answer, Error, Office, shifts};
use crate::db::ambassadors::keep;
use crate::db::ambassadors::roster::{self as rows, Dossier};
use crate::db::guardians::{self, GuardianPage, NewLink};
use crate::db::shifts::{self as shift_rows, pages};
use crate::db::{limits, organisations, school_days};
use crate::domain::access::{Actor, Permission};
use crate::domain::at::At;
use crate::domain::consent::{ConsentMethod, RepliesForm, Side, WithdrawForm};
use crate::domain::guardians::{
    AddressForm, DoorForm, GuardianRefusal, LINK_DAYS, LINKS_A_DAY, VISIT_MINUTES,
    WRONG_FROM_ONE_ADDRESS, WRONG_YEARS, Way, may_veto, veto_hours,
};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::given;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::{school_year, staff, typed};
use crate::paths;

const DAY_MINUTES: i64 = 24 * 60;

/// A link that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Made {
    /// On its way to the guardian's address.
    Mailed { pupil: String },
    /// To be sent on by the school: shown once, because only its hash is kept.
    Show { pupil: String, text: String, phone: Option<String> },
}

/// Makes a link in the place of the old one, which is dead at once. The school officer does
/// it for everybody, a class teacher for the own class.
pub fn make_link(act: &mut Act<'_>, id: AmbassadorId, way: Way) -> Answer<Made> {
    let of = asked_by_school(act, id)?;
    let key = hash(&format!("guardian_link:{id}"));
    if limits::count(act.conn, &key, act.now, DAY_MINUTES)? > LINKS_A_DAY {
        return Err(GuardianRefusal::TooManyLinks.into());
    }
    let school = organisations::get(act.conn, of.school)?.name;
    match way {
        Way::Email => {
            let Some(email) = of.guardian_email.clone() else {
                return Err(GuardianRefusal::NoAddress.into());
            };
            let token = renew(act, &of, way)?;
            let words = invitation(act, &of, &school, &token);
            let event = format!("guardian.link:{}:{id}", hash(&token));
            act.send(&compose(event, &email, Lang::Vi, &words))?;
            Ok(Made::Mailed { pupil: of.name })
        }
        Way::Shown => {
            let token = renew(act, &of, way)?;
            let text = short_text(act, &of, &school, &token);
            Ok(Made::Show { pupil: of.name, text, phone: of.guardian_phone })
        }
    }
}

/// The pupil, for those at the school who may ask the guardian.
pub(super) fn asked_by_school(act: &mut Act<'_>, id: AmbassadorId) -> Answer<Dossier> {
    let of = rows::dossier(act.conn, id)?;
    act.within(Permission::SeeSchool, of.school)?;
    let person = act.person()?;
    let of_class = |permission| {
        person.may_at(permission, of.school)
            && person.only_classes(permission).is_none_or(|own| own.contains(&of.class))
    };
    if !of_class(Permission::SeeSchool) {
        return Err(Error::NotFound);
    }
    if !of_class(Permission::KeepRoster) && !of_class(Permission::CheckCandidates) {
        return Err(Error::Forbidden);
    }
    Ok(of)
}

/// Makes the link; answers its token, which is kept nowhere.
fn renew(act: &mut Act<'_>, of: &Dossier, way: Way) -> Answer<String> {
    let token = new_token();
    let new = NewLink {
        ambassador: of.id,
        token_hash: &hash(&token),
        way,
        made_at: act.now,
        made_by: act.actor.person().map(|person| person.account),
        expires_at: act.now.plus_minutes(LINK_DAYS * DAY_MINUTES),
    };
    guardians::set_link(act.conn, &new)?;
    consents::audit(act, of, ("make_link", "", ""), way.code())?;
    Ok(token)
}

fn url(act: &Act<'_>, token: &str) -> String {
    format!("{}{}", act.rules.public_url, paths::guardians::page(token))
}

fn invitation(act: &Act<'_>, of: &Dossier, school: &str, token: &str) -> Words {
    Words {
        subject: format!("Trang dành cho phụ huynh của em {}", of.name),
        to: of.guardian_name.clone(),
        paragraphs: vec![
            format!(
                "{school} mời anh/chị đọc và trả lời từng mục về việc em {} ({}) tham gia Đại sứ số. Ở trang này anh/chị cũng xem được các ca sắp tới của con, nói “không” với một ca, hoặc rút lại điều đã đồng ý, bất cứ lúc nào.",
                of.name, of.class_name
            ),
            "Trang chỉ hỏi năm sinh của con. Không ai hỏi mật khẩu, mã OTP, số căn cước hay tiền."
                .to_owned(),
        ],
        facts: Vec::new(),
        also: Some("This is your page about your child's volunteering: please read and answer. Only the child's year of birth is asked.".to_owned()),
        link: Some((format!("Mở trang phụ huynh (dùng được {LINK_DAYS} ngày)"), url(act, token))),
    }
}

/// For SMS or Zalo: one paragraph with the address at its end.
fn short_text(act: &Act<'_>, of: &Dossier, school: &str, token: &str) -> String {
    let until = Lang::Vi.date((act.now.plus_minutes(LINK_DAYS * DAY_MINUTES)).day());
    format!(
        "{school} gửi phụ huynh em {}: mời anh/chị đọc và trả lời về việc con tham gia Đại sứ số, xem các ca sắp tới của con. Trang chỉ hỏi năm sinh của con, không hỏi mật khẩu, mã OTP hay tiền. Dùng được đến {until}: {}",
        given(&of.name),
        url(act, token)
    )
}

/// Does this link work? Unknown, replaced and expired ones are one answer.
pub fn knock(act: &mut Act<'_>, token: &str) -> Answer<()> {
    match guardians::door(act.conn, &hash(token), act.now)? {
        Some(_) => Ok(()),
        None => Err(GuardianRefusal::DeadLink.into()),
    }
}

/// Opens the link with the child's year of birth; answers the key of this browser. Wrong
/// years are counted for the link and for the address, even though nothing else is written;
/// when there were too many, the right one is answered like the wrong ones.
pub async fn open(office: &Office, token: &str, from: &str, form: &DoorForm) -> Answer<String> {
    let token_hash = hash(token);
    let known = token_hash.clone();
    let door = office
        .read(&Actor::Visitor, move |act| Ok(guardians::door(act.conn, &known, act.now)?))
        .await?;
    let Some(door) = door else { return Err(GuardianRefusal::DeadLink.into()) };
    let right = typed::whole(&form.birth_year) == Some(door.birth_year);
    let keys = [
        (hash(&format!("guardian_year:{token_hash}")), WRONG_YEARS),
        (hash(&format!("guardian_from:{from}")), WRONG_FROM_ONE_ADDRESS),
    ];
    let too_many = office
        .write(&Actor::Visitor, move |act| {
            let mut too_many = false;
            for (key, most) in &keys {
                let wrong_before = limits::so_far(act.conn, key, act.now, DAY_MINUTES)?;
                too_many |= wrong_before >= *most;
                if !right {
                    limits::count(act.conn, key, act.now, DAY_MINUTES)?;
                }
            }
            Ok(too_many)
        })
        .await?;
    if too_many {
        return Err(GuardianRefusal::TooManyTries.into());
    }
    if !right {
        let wrong = GuardianRefusal::WrongYear.message();
        return Err(Problems::one("birth_year", wrong).into());
    }
    let visit = new_token();
    let visit_hash = hash(&visit);
    office
        .write(&Actor::Visitor, move |act| {
            let until = act.now.plus_minutes(VISIT_MINUTES);
            guardians::open(act.conn, door.ambassador, &visit_hash, until, act.now)?;
            let of = rows::dossier(act.conn, door.ambassador)?;
            consents::audit(act, &of, ("open_link", "", ""), "")
        })
        .await?;
    Ok(visit)
}

/// A link and the key of the browser in which it was opened.
#[derive(Clone, Debug)]
pub struct Key {
    pub token: String,
    pub visit: String,
}

/// The child behind an opened link.
pub(super) fn opened(act: &mut Act<'_>, key: &Key) -> Answer<Dossier> {
    let (token, visit) = (hash(&key.token), hash(&key.visit));
    match guardians::opened(act.conn, &token, &visit, act.now)? {
        Some(pupil) => Ok(rows::dossier(act.conn, pupil)?),
        None => Err(GuardianRefusal::Closed.into()),
    }
}

/// The guardian's page: a fixed number of queries.
pub fn page(act: &mut Act<'_>, key: &Key) -> Answer<GuardianPage> {
    let child = opened(act, key)?;
    let school = organisations::get(act.conn, child.school)?;
    let coming = pages::coming(act.conn, child.id, act.now)?;
    let sessions: Vec<SessionId> = coming.iter().map(|shift| shift.session).collect();
    Ok(GuardianPage {
        now: act.now,
        school_name: school.name,
        school_phone: school.phone,
        school_year: school_year::of(act.now.day()),
        veto_hours: veto_hours(&school_days::settings(act.conn, child.school)?),
        vetoed: pages::vetoed(act.conn, child.id, act.now)?,
        adults: pages::adults_of(act.conn, &sessions)?,
        coming,
        consents: keep::consents_ever(act.conn, child.id)?,
        child,
    })
}

/// The guardian says no to one shift: the child is taken off it, what was matched there is
/// mended, the coordinator is told, and nobody gives the child this session again.
pub fn veto(act: &mut Act<'_>, key: &Key, shift: ShiftId) -> Answer<()> {
    let child = opened(act, key)?;
    let held = pages::my_shift(act.conn, child.id, shift)?;
    shift_rows::lock(act.conn, &[held.session], &[child.id])?;
    let hours = veto_hours(&school_days::settings(act.conn, child.school)?);
    may_veto(held.state, held.starts_at, hours, act.now)?;
    shifts::veto(act, child.id, &held)
}

/// The guardian takes the no back: the child may sign up for the session again.
pub fn allow(act: &mut Act<'_>, key: &Key, shift: ShiftId) -> Answer<()> {
    let child = opened(act, key)?;
    let held = pages::my_shift(act.conn, child.id, shift)?;
    shift_rows::lock(act.conn, &[held.session], &[child.id])?;
    if held.starts_at <= act.now || !shift_rows::set_veto(act.conn, shift, false)? {
        return Err(GuardianRefusal::NotAhead.into());
    }
    shifts::note_allowed(act, &held)
}

/// The guardian's yes and no, purpose by purpose.
pub fn reply(act: &mut Act<'_>, key: &Key, form: &RepliesForm) -> Answer<Recorded> {
    let child = opened(act, key)?;
    let (replies, given_by) = form.signed()?;
    let signer = Signer {
        side: Side::Guardian,
        method: ConsentMethod::Link,
        given_by: &given_by,
        given_at: act.now,
    };
    consents::record(act, &child, &replies, signer)
}

/// The guardian withdraws one purpose; how many shifts fell.
pub fn withdraw(act: &mut Act<'_>, key: &Key, form: &WithdrawForm) -> Answer<usize> {
    let child = opened(act, key)?;
    let form = WithdrawForm { side: Side::Guardian.code().into(), ..form.clone() };
    let (purpose, side) = form.parse()?;
    shift_rows::lock(act.conn, &[], &[child.id])?;
    consents::withdraw(act, &child, (purpose, side), ConsentMethod::Link)
}

/// The guardian adds the address that messages go to; one that is there is changed by the
/// school, so that nobody who borrows the link can turn the letters away.
pub fn add_address(act: &mut Act<'_>, key: &Key, form: &AddressForm) -> Answer<()> {
    let child = opened(act, key)?;
    let email = staff::email(&form.email).map_err(|wrong| Problems::one("email", wrong))?;
    if !guardians::add_address(act.conn, child.id, &email)? {
        return Err(Error::NotFound);
    }
    consents::audit(act, &child, ("add_address", "", ""), "guardian")
}

/// Closes the page in this browser.
pub fn leave(act: &mut Act<'_>, visit: &str) -> Answer<()> {
    Ok(guardians::leave(act.conn, &hash(visit))?)
}

/// When a link made now ends.
pub fn link_until(now: At) -> At {
    now.plus_minutes(LINK_DAYS * DAY_MINUTES)
}
