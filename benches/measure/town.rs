//! A large town out of the demo's generator, for the pages of people who sign in.

use anyhow::Context;
use chrono::NaiveTime;
use dai_su_so::app::open_office;
use dai_su_so::clock::Clock;
use dai_su_so::config::Config;
use dai_su_so::db::DbError;
use dai_su_so::db::schema::school_approvals::dsl as a;
use dai_su_so::db::schema::{accounts, ambassadors, session_supervisors, session_topics, slots};
use dai_su_so::db::sessions::{self, NewSession};
use dai_su_so::demo::{self, PASSWORD, ProgressBar, Size};
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::at::At;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::sessions::{ApprovalState, SessionState};
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use crate::client::Client;

/// 5,000 accounts of pupils, and sessions enough for 20,000 slots.
const TOWN: Size = Size { seed: 2026, ambassadors: 5_000, sessions: 5_300, residents: 3_000 };

/// The pupil who looks.
pub const PUPIL: &str = "nvn-0001";

/// The Monday after next, in which that pupil finds a full page of sessions.
pub fn full_week() -> String {
    format!("/me/sessions?week={}", monday(Clock::machine().now()))
}

fn monday(now: At) -> chrono::NaiveDate {
    dai_su_so::domain::hours::week_of(now.day()).0 + chrono::Days::new(14)
}

/// Fills the database; answers how many slots there are.
pub fn build(runtime: &tokio::runtime::Runtime, database: &str) -> anyhow::Result<i64> {
    let mut config = Config::defaults();
    config.database.url = database.to_owned();
    let office = open_office(&config, Clock::machine())?;
    let told = |error: dai_su_so::service::Error| anyhow::anyhow!("{error:?}");
    runtime.block_on(demo::fill(&office, TOWN, &ProgressBar::hidden())).map_err(told)?;
    runtime.block_on(office.write(&Actor::House, busy_week)).map_err(told)?;
    runtime
        .block_on(office.read(&Actor::House, |act| {
            Ok(slots::table.count().get_result(act.conn).map_err(DbError::from)?)
        }))
        .map_err(told)
}

/// Sixty more sessions like the newest that the pupil's school released, in one week.
fn busy_week(act: &mut Act<'_>) -> Answer<()> {
    let account: AccountId = accounts::table
        .filter(accounts::sign_in_name.eq(PUPIL))
        .select(accounts::id)
        .first(act.conn)
        .map_err(DbError::from)?;
    let school: OrganisationId = ambassadors::table
        .filter(ambassadors::account_id.eq(account))
        .select(ambassadors::school_id)
        .first(act.conn)
        .map_err(DbError::from)?;
    let like: SessionId = a::school_approvals
        .filter(a::school_id.eq(school).and(a::state.eq(ApprovalState::Approved)))
        .order(a::session_id.desc())
        .select(a::session_id)
        .first(act.conn)
        .map_err(DbError::from)?;
    let topics: Vec<String> = session_topics::table
        .filter(session_topics::session_id.eq(like))
        .select(session_topics::topic_code)
        .load(act.conn)
        .map_err(DbError::from)?;
    let supervisors: Vec<AccountId> = session_supervisors::table
        .filter(session_supervisors::session_id.eq(like))
        .select(session_supervisors::account_id)
        .load(act.conn)
        .map_err(DbError::from)?;
    let like = sessions::get(act.conn, like)?;
    for number in 0..60 {
        let day = monday(act.now) + chrono::Days::new(number % 7);
        let starts_at = At::local(day, NaiveTime::MIN).plus_minutes(8 * 60 + number as i64);
        let new = NewSession {
            ward: like.ward_id,
            place: like.place_id,
            series: None,
            state: SessionState::Open,
            title: "Buổi của tuần đông",
            starts_at,
            ends_at: starts_at.plus_minutes(120),
            slot_minutes: 30,
            seats: 4,
            walk_in_percent: 30,
            ambassadors_wanted: 6,
            pupils_per_adult: 8,
            access_notes: "",
            notes: "",
            topics: &topics,
            supervisors: &supervisors,
            created_by: supervisors[0],
        };
        let id = sessions::add(act.conn, &new, act.now)?;
        diesel::insert_into(a::school_approvals)
            .values((
                a::session_id.eq(id),
                a::school_id.eq(school),
                a::state.eq(ApprovalState::Approved),
                a::asked_at.eq(act.now),
                a::decided_at.eq(act.now),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
    }
    Ok(())
}

/// Signs somebody in; answers the cookies.
pub fn sign_in(port: u16, name: &str) -> anyhow::Result<String> {
    let password = PASSWORD.replace(' ', "+");
    let answer =
        Client::connect(port)?.post("/sign-in", &format!("name={name}&password={password}"))?;
    anyhow::ensure!(answer.status == 303, "sign-in answered {}", answer.status);
    Some(answer.cookies).filter(|cookies| !cookies.is_empty()).context("no cookie")
}
