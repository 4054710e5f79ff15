//! Staff accounts with the roles they hold, invitations, and signed-in devices.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text};

use super::conn::Conn;
use super::error::DbError;
use super::openid;
use super::schema::{accounts, invitations, openid_bindings, roles, sign_ins};
use crate::domain::access::Role;
use crate::domain::accounts::Way;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::passwords::About;

/// A role somebody holds, as the list of staff shows it.
#[derive(QueryableByName, Clone, Debug)]
pub struct StaffRow {
    #[diesel(sql_type = BigInt)]
    pub role_id: i64,
    #[diesel(sql_type = BigInt)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub sign_in_name: String,
    #[diesel(sql_type = Text)]
    pub role: Role,
    #[diesel(sql_type = Nullable<Text>)]
    pub organisation: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub class: Option<String>,
    #[diesel(sql_type = Date)]
    pub since: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    pub until: Option<NaiveDate>,
    /// The invitation has not been taken up yet.
    #[diesel(sql_type = Bool)]
    pub invited: bool,
    #[diesel(sql_type = Bool)]
    pub active: bool,
    /// Signs in with a second step.
    #[diesel(sql_type = Bool)]
    pub two_step: bool,
    /// Holds a passkey.
    #[diesel(sql_type = Bool)]
    pub passkey: bool,
    /// Can sign in with an account kept elsewhere.
    #[diesel(sql_type = Bool)]
    pub connected: bool,
}

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Which staff a keeper of accounts may see.
#[derive(Clone, Debug)]
pub enum Reach {
    Everybody,
    At(Vec<OrganisationId>),
}

impl Reach {
    pub(super) fn condition(&self) -> String {
        match self {
            Reach::Everybody => "TRUE".to_owned(),
            Reach::At(places) if places.is_empty() => "FALSE".to_owned(),
            Reach::At(places) => {
                let ids: Vec<_> = places.iter().map(ToString::to_string).collect();
                format!("r.organisation_id IN ({})", ids.join(", "))
            }
        }
    }
}

const ROW: &str = "SELECT r.id AS role_id, a.id AS account, a.name, a.title, a.sign_in_name, \
     r.role, o.short_name AS organisation, c.name AS class, r.since, r.until, \
     (a.password_hash IS NULL AND b.n IS NULL) AS invited, a.active, \
     (t.confirmed_at IS NOT NULL) AS two_step, (b.n IS NOT NULL) AS connected, \
     EXISTS (SELECT 1 FROM passkeys k WHERE k.account_id = a.id) AS passkey";
const FROM: &str = "FROM roles r JOIN accounts a ON a.id = r.account_id \
     LEFT JOIN organisations o ON o.id = r.organisation_id \
     LEFT JOIN classes c ON c.id = r.class_id \
     LEFT JOIN two_steps t ON t.account_id = a.id \
     LEFT JOIN (SELECT account_id, COUNT(*) AS n FROM openid_bindings GROUP BY account_id) b \
         ON b.account_id = a.id";

/// One page of the roles held within reach whose holder's name holds `part` (folded), and how many there are.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    part: &str,
    page: i64,
    per_page: i64,
) -> Result<(Vec<StaffRow>, i64), DbError> {
    let place = reach.condition();
    let like = format!("%{part}%");
    let rows = diesel::sql_query(format!(
        "{ROW} {FROM} WHERE a.search LIKE $1 AND {place} \
         ORDER BY a.sort_key, a.id, r.id LIMIT $2 OFFSET $3"
    ))
    .bind::<Text, _>(&like)
    .bind::<BigInt, _>(per_page)
    .bind::<BigInt, _>((page - 1) * per_page)
    .load(conn)?;
    let total: Total = diesel::sql_query(format!(
        "SELECT COUNT(*) AS n {FROM} WHERE a.search LIKE $1 AND {place}"
    ))
    .bind::<Text, _>(&like)
    .get_result(conn)?;
    Ok((rows, total.n))
}

/// One held role with its organisation.
pub fn role(conn: &mut Conn, id: i64) -> Result<(AccountId, Option<OrganisationId>), DbError> {
    Ok(roles::table.find(id).select((roles::account_id, roles::organisation_id)).first(conn)?)
}

/// Ends a role after `last`; false when it ended then or before.
pub fn end_role(conn: &mut Conn, id: i64, last: NaiveDate) -> Result<bool, DbError> {
    let ended = diesel::update(
        roles::table.find(id).filter(roles::until.is_null().or(roles::until.gt(last))),
    )
    .set(roles::until.eq(last))
    .execute(conn)?;
    Ok(ended == 1)
}

/// Does an administrator hold the role already?
pub fn administrators(conn: &mut Conn) -> Result<i64, DbError> {
    let held = roles::role.eq(Role::Administrator).and(roles::until.is_null());
    Ok(roles::table.filter(held).count().get_result(conn)?)
}

/// An account's id and whether somebody uses it, by its sign-in name.
pub fn find(conn: &mut Conn, sign_in_name: &str) -> Result<Option<(AccountId, bool)>, DbError> {
    let id: Option<AccountId> = accounts::table
        .filter(accounts::sign_in_name.eq(sign_in_name))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    id.map(|id| Ok((id, in_use(conn, id)?))).transpose()
}

/// Has its holder set a password, or signed in with an account kept elsewhere?
pub fn in_use(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    let connected = openid_bindings::account_id.eq(id);
    let connected: i64 = openid_bindings::table.filter(connected).count().get_result(conn)?;
    Ok(connected > 0 || has_password(conn, id)?)
}

/// Has its holder set a password?
pub fn has_password(conn: &mut Conn, id: AccountId) -> Result<bool, DbError> {
    Ok(accounts::table.find(id).select(accounts::password_hash.is_not_null()).first(conn)?)
}

/// Does somebody hold this role, of this class where it has one, here on any of these days?
pub fn holds(
    conn: &mut Conn,
    account: AccountId,
    organisation: OrganisationId,
    (role, class): (Role, Option<ClassId>),
    (first, last): (NaiveDate, Option<NaiveDate>),
) -> Result<bool, DbError> {
    let held: Vec<(Option<ClassId>, NaiveDate)> = roles::table
        .filter(roles::account_id.eq(account).and(roles::organisation_id.eq(organisation)))
        .filter(roles::role.eq(role))
        .filter(roles::until.is_null().or(roles::until.ge(first)))
        .select((roles::class_id, roles::since))
        .load(conn)?;
    Ok(held.iter().any(|(of, since)| *of == class && last.is_none_or(|last| *since <= last)))
}

/// Name and e-mail address of an account.
pub fn contact(conn: &mut Conn, id: AccountId) -> Result<(String, Option<String>), DbError> {
    Ok(accounts::table.find(id).select((accounts::name, accounts::email)).first(conn)?)
}

/// What others know about the holder of an account: names, and those of the ward and the school.
pub fn about(conn: &mut Conn, id: AccountId) -> Result<About, DbError> {
    #[derive(QueryableByName)]
    struct Around {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        short_name: String,
        #[diesel(sql_type = Text)]
        code: String,
    }
    let own: (String, String) =
        accounts::table.find(id).select((accounts::name, accounts::sign_in_name)).first(conn)?;
    let around: Vec<Around> = diesel::sql_query(
        "SELECT o.name, o.short_name, o.code FROM organisations o WHERE EXISTS \
           (SELECT 1 FROM organisations near WHERE (near.id = o.id OR near.ward_id = o.id) \
              AND (near.id IN (SELECT r.organisation_id FROM roles r WHERE r.account_id = $1) \
                OR near.id IN (SELECT am.school_id FROM ambassadors am WHERE am.account_id = $1))) \
         ORDER BY o.id",
    )
    .bind::<BigInt, _>(id)
    .load(conn)?;
    Ok(About {
        own: vec![own.0, own.1],
        places: around.into_iter().flat_map(|o| [o.name, o.short_name, o.code]).collect(),
    })
}

/// E-mail addresses (with account) of those who hold `role` at an organisation on `day`.
pub fn holders(
    conn: &mut Conn,
    organisation: OrganisationId,
    role: Role,
    day: NaiveDate,
) -> Result<Vec<(AccountId, String)>, DbError> {
    #[derive(QueryableByName)]
    struct Holder {
        #[diesel(sql_type = BigInt)]
        id: AccountId,
        #[diesel(sql_type = Text)]
        email: String,
    }
    let rows: Vec<Holder> = diesel::sql_query(
        "SELECT DISTINCT a.id, a.email FROM roles r JOIN accounts a ON a.id = r.account_id \
         WHERE r.organisation_id = $1 AND r.role = $2 AND r.since <= $3 \
           AND (r.until IS NULL OR r.until >= $3) AND a.active AND a.email IS NOT NULL \
         ORDER BY a.id",
    )
    .bind::<BigInt, _>(organisation)
    .bind::<Text, _>(role)
    .bind::<Date, _>(day)
    .load(conn)?;
    Ok(rows.into_iter().map(|h| (h.id, h.email)).collect())
}

/// Adds an invitation and ends the account's earlier ones.
pub fn invite(
    conn: &mut Conn,
    account: AccountId,
    token_hash: &str,
    now: At,
    until: At,
) -> Result<(), DbError> {
    use invitations::dsl as i;
    diesel::update(i::invitations.filter(i::account_id.eq(account).and(i::used_at.is_null())))
        .set(i::used_at.eq(now))
        .execute(conn)?;
    diesel::insert_into(i::invitations)
        .values((
            i::account_id.eq(account),
            i::token_hash.eq(token_hash),
            i::created_at.eq(now),
            i::expires_at.eq(until),
        ))
        .execute(conn)?;
    Ok(())
}

/// The account of an invitation that still holds.
pub fn invited(conn: &mut Conn, token_hash: &str, now: At) -> Result<Option<AccountId>, DbError> {
    use invitations::dsl as i;
    Ok(i::invitations
        .filter(i::token_hash.eq(token_hash).and(i::used_at.is_null()).and(i::expires_at.gt(now)))
        .select(i::account_id)
        .first(conn)
        .optional()?)
}

/// Marks an invitation as used; false when somebody was first.
pub fn use_invitation(conn: &mut Conn, token_hash: &str, now: At) -> Result<bool, DbError> {
    use invitations::dsl as i;
    let used = diesel::update(
        i::invitations
            .filter(i::token_hash.eq(token_hash).and(i::used_at.is_null()))
            .filter(i::expires_at.gt(now)),
    )
    .set(i::used_at.eq(now))
    .execute(conn)?;
    Ok(used == 1)
}

/// Sets a password and ends all sign-ins but one.
pub fn set_password(
    conn: &mut Conn,
    account: AccountId,
    hash: &str,
    keep: Option<SignInId>,
    now: At,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::password_hash.eq(hash))
        .execute(conn)?;
    end_sign_ins(conn, account, keep, now)
}

/// Ends all sign-ins of an account but one.
pub fn end_sign_ins(
    conn: &mut Conn,
    account: AccountId,
    keep: Option<SignInId>,
    now: At,
) -> Result<(), DbError> {
    use sign_ins::dsl as s;
    let kept = keep.unwrap_or(SignInId(0));
    diesel::update(
        s::sign_ins
            .filter(s::account_id.eq(account).and(s::revoked_at.is_null()))
            .filter(s::id.ne(kept)),
    )
    .set(s::revoked_at.eq(now))
    .execute(conn)?;
    Ok(())
}

/// A signed-in device.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = sign_ins)]
pub struct Device {
    pub id: SignInId,
    pub way: Way,
    pub device: String,
    pub created_at: At,
    pub expires_at: At,
}

/// An account's devices, newest first.
pub fn devices(conn: &mut Conn, account: AccountId, now: At) -> Result<Vec<Device>, DbError> {
    use sign_ins::dsl as s;
    Ok(s::sign_ins
        .filter(s::account_id.eq(account).and(s::revoked_at.is_null()))
        .filter(s::expires_at.gt(now))
        .order(s::id.desc())
        .limit(50)
        .select(Device::as_select())
        .load(conn)?)
}

/// What one's own account page shows.
#[derive(Clone, Debug)]
pub struct Own {
    pub devices: Vec<Device>,
    /// Who came by an account kept elsewhere may have none.
    pub has_password: bool,
    /// Since when the account is connected to the one kept elsewhere.
    pub connected: Option<At>,
}

/// Gathers it; `issuer` is the provider that there is, if any.
pub fn own(
    conn: &mut Conn,
    account: AccountId,
    issuer: Option<&str>,
    now: At,
) -> Result<Own, DbError> {
    let connected = match issuer {
        Some(issuer) => openid::bound_at(conn, issuer, account)?,
        None => None,
    };
    Ok(Own {
        devices: devices(conn, account, now)?,
        has_password: has_password(conn, account)?,
        connected,
    })
}
