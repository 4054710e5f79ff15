//! Accounts, the roles they hold, and the devices that are signed in.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::fixed::Fixed;
use super::schema::{accounts, roles, sign_ins};
use crate::domain::access::{AccountKind, Held, OrganisationKind, Person, Pupil, Role};
use crate::domain::accounts::Way;
use crate::domain::at::At;
use crate::domain::consent::Agreement;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::names::{fold, sort_key};
use crate::domain::organisations::needs_two_step;
use crate::domain::school_year;

/// What a sign-in needs to check a password.
#[derive(Queryable, Selectable, Debug)]
#[diesel(table_name = accounts)]
pub struct Credentials {
    pub id: AccountId,
    pub password_hash: Option<String>,
    pub active: bool,
}

/// By the name typed at the door, already folded to lower case.
pub fn credentials(conn: &mut Conn, sign_in_name: &str) -> Result<Option<Credentials>, DbError> {
    Ok(accounts::table
        .filter(accounts::sign_in_name.eq(sign_in_name))
        .select(Credentials::as_select())
        .first(conn)
        .optional()?)
}

/// The stored hash of one account's password.
pub fn password_hash_of(conn: &mut Conn, id: AccountId) -> Result<Option<String>, DbError> {
    Ok(accounts::table.find(id).select(accounts::password_hash).first(conn)?)
}

/// The name one account signs in with.
pub fn sign_in_name_of(conn: &mut Conn, id: AccountId) -> Result<String, DbError> {
    Ok(accounts::table.find(id).select(accounts::sign_in_name).first(conn)?)
}

/// An account to be added.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    pub kind: AccountKind,
    /// E-mail address of staff, school code and personal code of pupils; stored folded.
    pub sign_in_name: &'a str,
    /// None until the invitation is taken up.
    pub password_hash: Option<&'a str>,
    pub name: &'a str,
    /// "Bí thư Đoàn phường", "Tổng phụ trách Đội".
    pub title: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
}

/// Adds an account; it may do nothing until it holds a role or is an ambassador's.
pub fn add(conn: &mut Conn, new: &NewAccount<'_>, now: At) -> Result<AccountId, DbError> {
    use accounts::dsl as a;
    Ok(diesel::insert_into(accounts::table)
        .values((
            a::kind.eq(new.kind),
            a::sign_in_name.eq(fold(new.sign_in_name)),
            a::password_hash.eq(new.password_hash),
            a::name.eq(new.name),
            a::title.eq(new.title),
            a::email.eq(new.email),
            a::phone.eq(new.phone),
            a::search.eq(fold(new.name)),
            a::sort_key.eq(sort_key(new.name)),
            a::created_at.eq(now),
        ))
        .returning(a::id)
        .get_result(conn)?)
}

/// A role to be held from a day on.
#[derive(Insertable, Clone, Copy, Debug)]
#[diesel(table_name = roles)]
pub struct NewRole {
    pub account_id: AccountId,
    pub organisation_id: Option<OrganisationId>,
    pub class_id: Option<ClassId>,
    pub role: Role,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// Gives a role; answers its number.
pub fn add_role(conn: &mut Conn, new: &NewRole) -> Result<i64, DbError> {
    Ok(diesel::insert_into(roles::table).values(new).returning(roles::id).get_result(conn)?)
}

/// A new signed-in device.
#[derive(Insertable)]
#[diesel(table_name = sign_ins)]
pub struct NewSignIn<'a> {
    pub account_id: AccountId,
    pub token_hash: &'a str,
    pub way: Way,
    pub device: &'a str,
    pub created_at: At,
    pub last_seen_at: At,
    pub expires_at: At,
}

/// Signs a device in.
pub fn add_sign_in(conn: &mut Conn, new: &NewSignIn<'_>) -> Result<SignInId, DbError> {
    Ok(diesel::insert_into(sign_ins::table).values(new).returning(sign_ins::id).get_result(conn)?)
}

/// Notes that a device asks for something.
pub fn note_seen(conn: &mut Conn, sign_in: SignInId, now: At) -> Result<(), DbError> {
    diesel::update(sign_ins::table.find(sign_in).filter(sign_ins::last_seen_at.lt(now)))
        .set(sign_ins::last_seen_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Stores a password's hash made with today's strength, unless the password changed meanwhile.
pub fn renew_hash(conn: &mut Conn, id: AccountId, old: &str, new: &str) -> Result<(), DbError> {
    diesel::update(accounts::table.find(id).filter(accounts::password_hash.eq(old)))
        .set(accounts::password_hash.eq(new))
        .execute(conn)?;
    Ok(())
}

/// Ends one device's sign-in of this account; false when there was none to end.
pub fn revoke_sign_in(
    conn: &mut Conn,
    account: AccountId,
    sign_in: SignInId,
    now: At,
) -> Result<bool, DbError> {
    let ended = diesel::update(
        sign_ins::table
            .find(sign_in)
            .filter(sign_ins::account_id.eq(account))
            .filter(sign_ins::revoked_at.is_null()),
    )
    .set(sign_ins::revoked_at.eq(now))
    .execute(conn)?;
    Ok(ended == 1)
}

#[derive(Queryable)]
struct SignedIn {
    sign_in: SignInId,
    account: AccountId,
    kind: AccountKind,
    name: String,
    lang: String,
    ambassador: Option<AmbassadorId>,
    school: Option<OrganisationId>,
    ward: Option<OrganisationId>,
    class: Option<ClassId>,
    class_name: Option<String>,
    two_step: bool,
    child_agrees: bool,
    guardian_agrees: bool,
    seen: At,
}

#[derive(Queryable)]
struct HeldRow {
    role: Role,
    organisation: Option<OrganisationId>,
    organisation_kind: Option<OrganisationKind>,
    organisation_name: Option<String>,
    class: Option<ClassId>,
    since: NaiveDate,
    until: Option<NaiveDate>,
    settings: Option<String>,
}

/// Who is signed in, and whether an organisation asks for a second step that this person
/// has not turned on. A passkey is both steps at once, for the sign-in that used it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    pub person: Person,
    pub two_step_due: bool,
    /// When this device was last noted to ask for something.
    pub seen: At,
}

type SignedInSql = (
    BigInt,
    BigInt,
    Text,
    Text,
    Text,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<BigInt>,
    Nullable<Text>,
    Bool,
    Bool,
    Bool,
    Timestamp,
);

type HeldSql = (
    Text,
    Nullable<BigInt>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<BigInt>,
    Date,
    Nullable<Date>,
    Nullable<Text>,
);

/// The person behind a sign-in token, with the roles held today: two queries.
pub fn signed_in(conn: &mut Conn, token_hash: &str, now: At) -> Result<Option<Known>, DbError> {
    let year = school_year::of(now.day());
    let found: Option<SignedIn> = Fixed::<SignedInSql>::new(
        "SELECT s.id AS sign_in, a.id AS account, a.kind, a.name, a.lang, \
                am.id AS ambassador, am.school_id AS school, sc.ward_id AS ward, \
                am.class_id AS class, c.name AS class_name, \
                (t.confirmed_at IS NOT NULL OR s.way = 'passkey' OR s.way = 'openid_two_step') AS two_step, \
                EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = am.id \
                    AND k.purpose = 'taking_part' AND k.side = 'child' \
                    AND k.school_year = ? AND k.withdrawn_at IS NULL), \
                EXISTS (SELECT 1 FROM consents k WHERE k.ambassador_id = am.id \
                    AND k.purpose = 'taking_part' AND k.side = 'guardian' \
                    AND k.school_year = ? AND k.withdrawn_at IS NULL), \
                s.last_seen_at \
         FROM sign_ins s \
         JOIN accounts a ON a.id = s.account_id \
         LEFT JOIN ambassadors am ON am.account_id = a.id AND am.active \
         LEFT JOIN organisations sc ON sc.id = am.school_id \
         LEFT JOIN classes c ON c.id = am.class_id \
         LEFT JOIN two_steps t ON t.account_id = a.id \
         WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND a.active",
    )
    .with(&*year)
    .with(&*year)
    .with(token_hash)
    .with(now)
    .get_result(conn)
    .optional()?;
    let Some(row) = found else { return Ok(None) };
    let roles: Vec<HeldRow> = Fixed::<HeldSql>::new(
        "SELECT r.role, r.organisation_id AS organisation, o.kind AS organisation_kind, \
                o.short_name AS organisation_name, r.class_id AS class, r.since, r.until, \
                o.settings \
         FROM roles r LEFT JOIN organisations o ON o.id = r.organisation_id \
         WHERE r.account_id = ? AND r.since <= ? AND (r.until IS NULL OR r.until >= ?) \
         ORDER BY r.id",
    )
    .with(row.account.0)
    .with(now.day())
    .with(now.day())
    .load(conn)?;
    let asked = roles.iter().any(|held| held.settings.as_deref().is_some_and(needs_two_step));
    let two_step_due = asked && !row.two_step;
    let seen = row.seen;
    Ok(Some(Known { person: row.with(roles), two_step_due, seen }))
}

impl SignedIn {
    fn with(self, roles: Vec<HeldRow>) -> Person {
        let pupil = match (self.ambassador, self.school, self.ward, self.class) {
            (Some(ambassador), Some(school), Some(ward), Some(class)) => Some(Pupil {
                ambassador,
                school,
                ward,
                class,
                class_name: self.class_name.unwrap_or_default(),
                agreed: Agreement { child: self.child_agrees, guardian: self.guardian_agrees },
            }),
            _ => None,
        };
        Person {
            account: self.account,
            sign_in: self.sign_in,
            kind: self.kind,
            name: self.name,
            lang: Lang::from_tag(&self.lang),
            roles: roles.into_iter().map(Held::from).collect(),
            pupil,
        }
    }
}

impl From<HeldRow> for Held {
    fn from(row: HeldRow) -> Held {
        Held {
            role: row.role,
            organisation: row.organisation,
            organisation_kind: row.organisation_kind,
            organisation_name: row.organisation_name.unwrap_or_default(),
            class: row.class,
            since: row.since,
            until: row.until,
        }
    }
}
