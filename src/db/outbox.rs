//! Messages on their way: claimed for a while by one instance, then settled.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp};

use super::conn::Conn;
use super::error::DbError;
use super::schema::outbox;
use crate::domain::at::At;
use crate::domain::ids::MessageId;

/// A claimed message.
#[derive(QueryableByName, Clone, Debug)]
pub struct Claimed {
    #[diesel(sql_type = BigInt)]
    pub id: MessageId,
    #[diesel(sql_type = Text)]
    pub event_key: String,
    #[diesel(sql_type = Text)]
    pub recipient: String,
    #[diesel(sql_type = Text)]
    pub subject: String,
    #[diesel(sql_type = Text)]
    pub body_text: String,
    #[diesel(sql_type = Text)]
    pub body_html: String,
    #[diesel(sql_type = BigInt)]
    pub attempts: i64,
}

/// Claims up to `limit` messages that are due until `until`; another instance gets others.
pub fn claim(conn: &mut Conn, now: At, until: At, limit: i64) -> Result<Vec<Claimed>, DbError> {
    // SQLite has one writer at a time and needs no row locks.
    let lock = match conn {
        Conn::Pg(_) => "FOR UPDATE SKIP LOCKED",
        Conn::Sqlite(_) => "",
    };
    let sql = format!(
        "UPDATE outbox SET leased_until = $1, attempts = attempts + 1 WHERE id IN ( \
             SELECT id FROM outbox \
             WHERE state = 'queued' AND channel = 'email' AND next_attempt_at <= $2 \
               AND (leased_until IS NULL OR leased_until <= $2) \
             ORDER BY id LIMIT $3 {lock}) \
         RETURNING id, event_key, recipient, subject, body_text, body_html, attempts"
    );
    Ok(diesel::sql_query(sql)
        .bind::<Timestamp, _>(until)
        .bind::<Timestamp, _>(now)
        .bind::<BigInt, _>(limit)
        .load(conn)?)
}

/// (id, event) of what waits for one address and is not just being sent.
pub fn waiting_for(
    conn: &mut Conn,
    recipient: &str,
    now: At,
) -> Result<Vec<(MessageId, String)>, DbError> {
    use outbox::dsl as o;
    Ok(outbox::table
        .filter(o::recipient.eq(recipient).and(o::state.eq("queued")))
        .filter(o::leased_until.is_null().or(o::leased_until.le(now)))
        .select((o::id, o::event_key))
        .load(conn)?)
}

/// Takes messages back that have not left.
pub fn take_back(conn: &mut Conn, ids: &[MessageId]) -> Result<usize, DbError> {
    use outbox::dsl as o;
    let waiting = outbox::table.filter(o::id.eq_any(ids).and(o::state.eq("queued")));
    Ok(diesel::delete(waiting).execute(conn)?)
}

/// It has left.
pub fn sent(conn: &mut Conn, id: MessageId, now: At) -> Result<(), DbError> {
    use outbox::dsl as o;
    diesel::update(outbox::table.find(id))
        .set((o::state.eq("sent"), o::sent_at.eq(now), o::last_error.eq("")))
        .execute(conn)?;
    Ok(())
}

/// It has not; it is tried again at `again`, or given up.
pub fn not_sent(
    conn: &mut Conn,
    id: MessageId,
    error: &str,
    again: Option<At>,
) -> Result<(), DbError> {
    use outbox::dsl as o;
    let row = diesel::update(outbox::table.find(id));
    match again {
        Some(at) => row
            .set((
                o::next_attempt_at.eq(at),
                o::leased_until.eq(None::<At>),
                o::last_error.eq(error),
            ))
            .execute(conn)?,
        None => row.set((o::state.eq("failed"), o::last_error.eq(error))).execute(conn)?,
    };
    Ok(())
}

/// A message as the development page shows it.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = outbox)]
pub struct MessageRow {
    pub id: MessageId,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub state: String,
    pub attempts: i64,
    pub last_error: String,
    pub created_at: At,
    pub sent_at: Option<At>,
}

/// The newest messages, a page of them, and how many there are.
pub fn newest(
    conn: &mut Conn,
    page: i64,
    per_page: i64,
) -> Result<(Vec<MessageRow>, i64), DbError> {
    let rows = outbox::table
        .order(outbox::id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
        .select(MessageRow::as_select())
        .load(conn)?;
    Ok((rows, outbox::table.count().get_result(conn)?))
}
