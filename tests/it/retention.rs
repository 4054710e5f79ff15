//! What has been kept long enough goes, and nothing else does.

use chrono::TimeDelta;
use dai_su_so::db::DbError;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::retention::{FORGOTTEN, Rule};
use dai_su_so::service::{Office, retention};
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use crate::house::world::*;
use crate::house::{TestApp, book};

fn reached(app: &TestApp, rule: Rule) -> i64 {
    let plan = app.read(retention::plan).unwrap();
    plan.iter().find(|reach| reach.rule == rule).unwrap().total()
}

fn pass_days(app: &TestApp, days: i64) {
    app.clock.move_to(app.clock.now() + TimeDelta::days(days));
}

/// A house in which nothing happens by itself.
fn quiet_house() -> (TestApp, World) {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    (app, world)
}

/// Name, a contact and a key of one person.
#[derive(QueryableByName)]
struct Traces {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    phone: Option<String>,
    #[diesel(sql_type = Text)]
    key: String,
}

fn resident(app: &TestApp, booking: BookingId) -> Traces {
    traces(
        app,
        format!(
            "SELECT r.name, r.phone, b.person_key AS key FROM bookings b \
             JOIN residents r ON r.id = b.resident_id WHERE b.id = {booking}"
        ),
    )
}

fn pupil(app: &TestApp, pupil: AmbassadorId) -> Traces {
    traces(
        app,
        format!(
            "SELECT a.name, a.phone, a.sign_in_name AS key FROM ambassadors m \
             JOIN accounts a ON a.id = m.account_id WHERE m.id = {pupil}"
        ),
    )
}

fn traces(app: &TestApp, sql: String) -> Traces {
    app.read(move |act| Ok(diesel::sql_query(sql).get_result(act.conn).map_err(DbError::from)?))
        .unwrap()
}

#[test]
fn residents_are_pseudonymised_ninety_days_after_their_last_visit() {
    let (app, world) = quiet_house();
    let session = app.open_session(world);
    let (chin, again, sau) = app
        .write(move |act| {
            Ok((
                book(act, session, 0, "Bà Chín", "A2")?,
                book(act, session, 1, "Bà Chín", "A2")?,
                book(act, session, 0, "Ông Sáu", "A4")?,
            ))
        })
        .unwrap();
    pass_days(&app, 89);
    assert_eq!(reached(&app, Rule::Residents), 0);
    app.block_on(retention::apply_all(&app.office)).unwrap();
    assert_eq!(resident(&app, chin).name, "Bà Chín");
    pass_days(&app, 2);
    assert_eq!(reached(&app, Rule::Residents), 3, "the dry run says so and changes nothing");
    assert_eq!(resident(&app, chin).name, "Bà Chín");
    app.block_on(retention::apply_all(&app.office)).unwrap();
    let (one, two, other) = (resident(&app, chin), resident(&app, again), resident(&app, sau));
    assert_eq!((one.name.as_str(), one.phone.as_deref()), (FORGOTTEN, None));
    assert_eq!(one.key, two.key, "the same person is still one person");
    assert_ne!(one.key, other.key);
    assert!(one.key.starts_with("gone-"));
    assert_eq!(reached(&app, Rule::Residents), 0, "done once");
    let said = app
        .read(|act| {
            use dai_su_so::db::schema::audit;
            Ok(audit::table
                .filter(audit::entity.eq("retention").and(audit::act.eq("take_away")))
                .select(audit::detail)
                .load::<String>(act.conn)
                .map_err(DbError::from)?)
        })
        .unwrap();
    assert_eq!(said, ["residents: residents 3"]);
}

#[test]
fn sign_ins_messages_reasons_and_guardians_go_in_their_time() {
    let (app, world) = quiet_house();
    let who_left = world.minh_anh;
    app.signed_in(COORDINATOR).get("/start").is(200);
    app.signed_in(SCHOOL_OFFICER)
        .post(&format!("/school/ambassadors/{who_left}/pause"), &[])
        .is(303);
    app.write(move |act| {
        use dai_su_so::db::schema::{availability_exceptions as e, outbox};
        act.send(&dai_su_so::service::Letter {
            event_key: "k".into(),
            email: "mai@example.vn".into(),
            subject: "Ca trực".into(),
            text: "Kính gửi".into(),
            html: "<p>Kính gửi</p>".into(),
        })?;
        diesel::update(outbox::table)
            .set(outbox::state.eq("sent"))
            .execute(act.conn)
            .map_err(DbError::from)?;
        diesel::insert_into(e::table)
            .values((
                e::ambassador_id.eq(who_left),
                e::day.eq(day(2026, 11, 29)),
                e::available.eq(false),
                e::from_minute.eq(0),
                e::to_minute.eq(600),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
    let after = |days: i64, rules: &[(Rule, bool)]| {
        pass_days(&app, days);
        for (rule, due) in rules {
            assert_eq!(reached(&app, *rule) > 0, *due, "{rule} {days} days later");
        }
        app.block_on(retention::apply_all(&app.office)).unwrap();
        for (rule, _) in rules {
            assert_eq!(reached(&app, *rule), 0, "{rule} is done");
        }
    };
    after(1, &[(Rule::MessageTexts, false), (Rule::DaysAway, false), (Rule::Guardians, false)]);
    after(31, &[(Rule::MessageTexts, true), (Rule::Messages, false), (Rule::DaysAway, false)]);
    after(90, &[(Rule::DaysAway, true), (Rule::SignIns, true), (Rule::Guardians, false)]);
    // The school year ends on 31 July 2027; ninety days later it is the end of October.
    after(130, &[(Rule::Guardians, false), (Rule::FreeTimes, false)]);
    after(90, &[(Rule::Guardians, true), (Rule::FreeTimes, true), (Rule::Messages, false)]);
    after(120, &[(Rule::Messages, true), (Rule::ConsentNames, false), (Rule::Pupils, false)]);
    after(2 * 365, &[(Rule::ConsentNames, true), (Rule::Pupils, false)]);
    after(4 * 365, &[(Rule::Pupils, true), (Rule::Staff, false)]);
    let gone = pupil(&app, who_left);
    assert_eq!(gone.name, FORGOTTEN);
    assert!(gone.key.starts_with("gone-"));
    assert_eq!(pupil(&app, world.gia_han).name, "Lê Gia Hân", "who still takes part stays");
}

#[test]
fn one_instance_a_day_takes_away_by_night() {
    let (app, world) = quiet_house();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    pass_days(&app, 100);
    let other = app.another_instance();
    let night = |office: &Office| app.block_on(retention::nightly(office)).unwrap();
    assert_eq!((night(&app.office), night(&other), night(&app.office)), (1, 0, 0));
    assert_eq!(reached(&app, Rule::Residents), 0);
    pass_days(&app, 1);
    assert_eq!(night(&other), 0, "there is nothing more to take away");
}
