//! Inviting staff and ending roles; one's own account has a room of its own.

mod account;

pub(super) use account::check_current;
pub use account::{change_password, end_one_sign_in, end_other_sign_ins, own};

use super::accounts::{hash, hash_password, new_token};
use super::{Act, Answer, Error, Letter, Office, Step};
use crate::db::accounts::{self, NewAccount, NewRole};
use crate::db::organisations;
use crate::db::staff::{self, Reach, StaffRow};
use crate::domain::access::{AccountKind, Actor, OrganisationKind, Permission, Role};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::passwords::{PasswordForm, new_password};
use crate::domain::refusal::{Message, Problems};
use crate::domain::staff::{self as rules, Invitation, InviteForm, StaffRefusal};
use crate::paths;

/// Rows of a page of the list.
pub const PER_PAGE: i64 = 50;
/// An invitation holds for a week.
const INVITATION_MINUTES: i64 = 7 * 24 * 60;

/// Whom this person keeps accounts of, or whose trail it reads.
pub fn reach(act: &Act<'_>, permission: Permission) -> Answer<Reach> {
    let person = act.person()?;
    if person.is_administrator() {
        return Ok(Reach::Everybody);
    }
    Ok(Reach::At(person.places(permission).collect()))
}

/// 404 unless this person keeps accounts there.
pub(super) fn keeps(act: &Act<'_>, organisation: Option<OrganisationId>) -> Answer<()> {
    match (reach(act, Permission::KeepAccounts)?, organisation) {
        (Reach::Everybody, _) => Ok(()),
        (Reach::At(places), Some(place)) if places.contains(&place) => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// A page of the staff within reach, and how many roles are held.
pub fn list(act: &mut Act<'_>, part: &str, page: i64) -> Answer<(Vec<StaffRow>, i64)> {
    let reach = reach(act, Permission::KeepAccounts)?;
    let part = crate::domain::names::fold(part);
    Ok(staff::list(act.conn, &reach, &part, page, PER_PAGE)?)
}

/// What the invitation form chooses from: organisations within reach, their classes.
pub struct Choices {
    pub organisations: Vec<organisations::Organisation>,
    pub classes: Vec<organisations::Class>,
}

/// Gathers them.
pub fn choices(act: &mut Act<'_>) -> Answer<Choices> {
    let reach = reach(act, Permission::KeepAccounts)?;
    let mut all = organisations::all(act.conn)?;
    if let Reach::At(places) = &reach {
        all.retain(|o| places.contains(&o.id));
    }
    let year = crate::domain::school_year::of(act.now.day());
    let schools: Vec<_> =
        all.iter().filter(|o| o.kind == OrganisationKind::School).map(|o| o.id).collect();
    let classes = organisations::classes_of(act.conn, &schools, &year)?;
    Ok(Choices { organisations: all, classes })
}

/// Invites somebody to a role; a person who already has an account gets the role at once and
/// is told so.
pub fn invite(act: &mut Act<'_>, form: &InviteForm) -> Answer<()> {
    let wrong = |field, vi: &'static str, en: &'static str| {
        Error::Invalid(Problems::one(field, Message::new(vi, en)))
    };
    let id: Option<OrganisationId> = form.organisation.parse().ok();
    let id =
        id.ok_or_else(|| wrong("organisation", "Hãy chọn đơn vị.", "Choose the organisation."))?;
    keeps(act, Some(id))?;
    let organisation = organisations::get(act.conn, id)?;
    let invitation = Invitation::parse(form, organisation.kind, act.now.day())?;
    refuse_appointing_the_board(act, invitation.role, id)?;
    let class = match invitation.role {
        Role::ClassTeacher => {
            let year = crate::domain::school_year::of(act.now.day());
            let known = organisations::classes(act.conn, id, &year)?;
            let class = known.iter().find(|c| c.id.to_string() == form.class);
            Some(class.ok_or_else(|| wrong("class", "Hãy chọn lớp.", "Choose the class."))?.id)
        }
        _ => None,
    };
    let (account, in_use) = match staff::find(act.conn, &invitation.email)? {
        Some(found) => found,
        None => (add_account(act, &invitation)?, false),
    };
    if act.person()?.account == account {
        return Err(StaffRefusal::Oneself.into());
    }
    let days = (invitation.since, invitation.until);
    if staff::holds(act.conn, account, id, (invitation.role, class), days)? {
        return Err(StaffRefusal::HeldAlready.into());
    }
    let role = NewRole {
        account_id: account,
        organisation_id: Some(id),
        class_id: class,
        role: invitation.role,
        since: invitation.since,
        until: invitation.until,
    };
    accounts::add_role(act.conn, &role)?;
    audit(act, Some(id), account, "invite", &held(&invitation))?;
    match in_use {
        true => tell_role(act, account, &invitation, &organisation.name),
        false => send_invitation(act, account).map(drop),
    }
}

/// The board approves what officers propose, so officers do not appoint it.
fn refuse_appointing_the_board(act: &Act<'_>, role: Role, at: OrganisationId) -> Answer<()> {
    let person = act.person()?;
    let may = person.roles.iter().any(|held| {
        held.role == Role::Administrator
            || (held.role == Role::Board && held.organisation == Some(at))
    });
    if role == Role::Board && !may { Err(StaffRefusal::BoardOnly.into()) } else { Ok(()) }
}

/// Tells somebody who has an account already that they were given a further role.
fn tell_role(
    act: &mut Act<'_>,
    account: AccountId,
    invitation: &Invitation,
    place: &str,
) -> Answer<()> {
    let (name, email) = staff::contact(act.conn, account)?;
    let Some(email) = email else { return Ok(()) };
    let url = format!("{}{}", act.rules.public_url, paths::staff::ACCOUNT);
    let (vi, en) = (term(Lang::Vi, invitation), term(Lang::En, invitation));
    let text = format!(
        "Chào {name},\n\nBạn được giao thêm một vai trò ở {place}{vi}. Xem ở trang tài khoản:\n\
         {url}\nNếu đây là nhầm lẫn, hãy báo cho đơn vị đó.\n\n\
         Dear {name},\n\nYou were given a further role at {place}{en}. See it on the account page \
         above. If this is a mistake, please tell {place}.\n"
    );
    let html = maud::html! {
        p { "Chào " (name) "," }
        p { "Bạn được giao thêm một vai trò ở " (place) (vi) ". Xem ở " a href=(url) { "trang tài khoản" } "." }
        p { "Nếu đây là nhầm lẫn, hãy báo cho đơn vị đó." }
        p lang="en" { "Dear " (name) "," }
        p lang="en" { "You were given a further role at " (place) (en) ". See it on the " a href=(url) { "account page" } "." }
        p lang="en" { "If this is a mistake, please tell " (place) "." }
    };
    let day = act.now.day();
    act.send(&Letter {
        event_key: format!("role:{account}:{}:{place}:{day}", held(invitation)),
        email,
        subject: format!("Vai trò mới ở {place}"),
        text,
        html: html.into_string(),
    })
}

/// "supervisor 2026-12-01–2026-12-24": the role with its days, for the trail.
fn held(invitation: &Invitation) -> String {
    let until = invitation.until.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {}–{until}", invitation.role.code(), invitation.since)
}

/// ", từ 1/12/2026 đến hết 24/12/2026": of a role with a last day or with a first one to come.
fn term(lang: Lang, invitation: &Invitation) -> String {
    let since = lang.date(invitation.since);
    let until = invitation.until.map(|last| lang.date(last));
    let until = until.map(|last| format!(" {} {last}", lang.t("đến hết", "to")));
    format!("{} {since}{}", lang.t(", từ", ", from"), until.unwrap_or_default())
}

fn add_account(act: &mut Act<'_>, invitation: &Invitation) -> Answer<AccountId> {
    let new = NewAccount {
        kind: AccountKind::Staff,
        sign_in_name: &invitation.email,
        password_hash: None,
        name: &invitation.name,
        title: &invitation.title,
        email: Some(&invitation.email),
        phone: None,
    };
    Ok(accounts::add(act.conn, &new, act.now)?)
}

/// Makes a new one-time link, mails it, and returns its path.
fn send_invitation(act: &mut Act<'_>, account: AccountId) -> Answer<String> {
    let token = new_token();
    let until = act.now.plus_minutes(INVITATION_MINUTES);
    staff::invite(act.conn, account, &hash(&token), act.now, until)?;
    let path = paths::staff::invitation(&token);
    let (name, email) = staff::contact(act.conn, account)?;
    if let Some(email) = email {
        let url = format!("{}{path}", act.rules.public_url);
        act.send(&invitation_letter(&hash(&token), &name, &email, &url))?;
    }
    Ok(path)
}

fn invitation_letter(key: &str, name: &str, email: &str, url: &str) -> Letter {
    let text = format!(
        "Chào {name},\n\nBạn được mời vào hệ thống Đại sứ số. Mở địa chỉ sau để đặt mật khẩu \
         (trong 7 ngày):\n{url}\n\nDear {name},\n\nYou are invited to Đại sứ số. Open the address \
         above within seven days to set your password.\n"
    );
    let html = maud::html! {
        p { "Chào " (name) "," }
        p { "Bạn được mời vào hệ thống Đại sứ số. Mở địa chỉ sau để đặt mật khẩu (trong 7 ngày):" }
        p { a href=(url) { (url) } }
        p lang="en" { "Dear " (name) "," }
        p lang="en" { "You are invited to Đại sứ số. Open the address above within seven days to set your password." }
    };
    Letter {
        event_key: format!("invitation:{key}"),
        email: email.to_owned(),
        subject: "Lời mời vào Đại sứ số".to_owned(),
        text,
        html: html.into_string(),
    }
}

/// Sends a new link to somebody who has not taken theirs up.
pub fn invite_again(act: &mut Act<'_>, role_id: i64) -> Answer<()> {
    let (account, organisation) = staff::role(act.conn, role_id)?;
    keeps(act, organisation)?;
    if staff::in_use(act.conn, account)? {
        return Err(StaffRefusal::InUse.into());
    }
    send_invitation(act, account)?;
    audit(act, organisation, account, "invite_again", "")
}

/// Ends a role as of today.
pub fn end_role(act: &mut Act<'_>, role_id: i64) -> Answer<()> {
    let (account, organisation) = staff::role(act.conn, role_id)?;
    keeps(act, organisation)?;
    if act.person()?.account == account {
        return Err(StaffRefusal::OwnRole.into());
    }
    let yesterday = act.now.plus_minutes(-24 * 60).day();
    if !staff::end_role(act.conn, role_id, yesterday)? {
        return Err(StaffRefusal::RoleOver.into());
    }
    audit(act, organisation, account, "end_role", "")
}

/// Signs a person out on every device: a lost telephone, a machine left open. Of one's own
/// sign-ins this one stays.
pub fn end_sign_ins_of(act: &mut Act<'_>, role_id: i64) -> Answer<()> {
    let (account, organisation) = staff::role(act.conn, role_id)?;
    keeps(act, organisation)?;
    let me = act.person()?;
    let here = (me.account == account).then_some(me.sign_in);
    staff::end_sign_ins(act.conn, account, here, act.now)?;
    audit(act, organisation, account, "end_sign_ins", "")
}

/// Makes the first administrator and returns the path of the invitation; `another`
/// allows one more.
pub fn add_administrator(
    act: &mut Act<'_>,
    email: &str,
    name: &str,
    another: bool,
) -> Answer<String> {
    if !another && staff::administrators(act.conn)? > 0 {
        return Err(StaffRefusal::AdministratorExists.into());
    }
    let mut problems = Problems::none();
    let typed = (
        problems.take("name", rules::person_name(name)),
        problems.take("email", rules::email(email)),
    );
    let (Some(name), Some(email)) = typed else { return Err(problems.into()) };
    let role = Role::Administrator;
    let account = match staff::find(act.conn, &email)? {
        Some((account, _)) => account,
        None => add_account(
            act,
            &Invitation {
                name,
                title: String::new(),
                email,
                role,
                since: act.now.day(),
                until: None,
            },
        )?,
    };
    let since = act.now.day();
    let role = NewRole {
        account_id: account,
        organisation_id: None,
        class_id: None,
        role,
        since,
        until: None,
    };
    accounts::add_role(act.conn, &role)?;
    audit(act, None, account, "add_administrator", "")?;
    send_invitation(act, account)
}

/// Whose invitation this is; refused when it no longer holds.
pub fn invited(act: &mut Act<'_>, token: &str) -> Answer<String> {
    let account = staff::invited(act.conn, &hash(token), act.now)?;
    let account = account.ok_or(StaffRefusal::InvitationOver)?;
    Ok(staff::contact(act.conn, account)?.0)
}

/// Takes an invitation up with a password.
pub async fn accept(office: &Office, token: &str, form: &PasswordForm) -> Answer<()> {
    let token_hash = hash(token);
    let asked = token_hash.clone();
    let about = office
        .read(&Actor::Visitor, move |act| {
            let account = staff::invited(act.conn, &asked, act.now)?;
            Ok(staff::about(act.conn, account.ok_or(StaffRefusal::InvitationOver)?)?)
        })
        .await?;
    new_password(form, &about)?;
    let password = hash_password(form.password.clone()).await?;
    office
        .write(&Actor::Visitor, move |act| {
            let account = staff::invited(act.conn, &token_hash, act.now)?;
            let account = account.ok_or(StaffRefusal::InvitationOver)?;
            if !staff::use_invitation(act.conn, &token_hash, act.now)? {
                return Err(StaffRefusal::InvitationOver.into());
            }
            staff::set_password(act.conn, account, &password, None, act.now)?;
            audit(act, None, account, "accept_invitation", "")
        })
        .await
}

pub(super) fn audit(
    act: &mut Act<'_>,
    organisation: Option<OrganisationId>,
    account: AccountId,
    what: &str,
    detail: &str,
) -> Answer<()> {
    // One's own acts show in the trail of where one works.
    let own = act.actor.person().and_then(|p| p.roles.iter().find_map(|held| held.organisation));
    act.audit(Step {
        organisation: organisation.or(own),
        entity: "account",
        id: account.0,
        act: what,
        from: "",
        to: "",
        detail,
    })
}
