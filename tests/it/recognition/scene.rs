//! What recognition needs to have happened before: verified hours, supports, shifts, consents.

use dai_su_so::db::DbError;
use dai_su_so::db::ambassadors::{self, Signature};
use dai_su_so::db::schema::{family_supports, hours_entries, shifts, supports};
use dai_su_so::domain::consent::{ConsentMethod, Purpose, Side};
use dai_su_so::domain::hours::HoursKind;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::domain::supports::*;
use diesel::prelude::*;

use crate::house::world::{BOARD, CLASS_TEACHER, SCHOOL_OFFICER, YEAR, day, pupil};
use crate::house::{Browser, TestApp, World};

pub const PROGRAMME: &str = "/school/recognition/programmes/1";

/// A house with a school whose programme of the year is open, seen by its officer.
pub fn with_programme() -> (TestApp, World, Browser) {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    open_programme(&mut officer);
    (app, world, officer)
}

/// Opens the programme as the page proposes it.
pub fn open_programme(officer: &mut Browser) {
    let page = officer.get("/school/recognition/programmes/new");
    let fields = typed(page.is(200));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    officer.submit("/school/recognition/programmes/new", &fields).is(200).shows("Đã mở");
}

/// What the form on a page would send: every field with its value, as a browser does.
pub fn typed(page: &crate::house::Page) -> Vec<(String, String)> {
    let html = scraper::Html::parse_document(&page.html());
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let form = html.select(&select("main form.form")).next().expect("a form");
    let mut fields = Vec::new();
    for element in form.select(&select("input, select, textarea")) {
        let name = element.attr("name").unwrap_or_default().to_owned();
        let value = match element.value().name() {
            "select" => {
                let options = select("option[selected]");
                let chosen = element.select(&options).next();
                let first = select("option");
                let chosen = chosen.or_else(|| element.select(&first).next());
                chosen.and_then(|o| o.attr("value")).unwrap_or_default().to_owned()
            }
            "textarea" => element.text().collect(),
            _ => element.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name, value));
    }
    fields
}

/// Puts verified minutes into a pupil's ledger.
pub fn earn(app: &TestApp, pupil: AmbassadorId, minutes: i64) {
    app.write(move |act| {
        let mut rest = minutes;
        while rest > 0 {
            let part = rest.min(180);
            rest -= part;
            use family_supports::dsl as f;
            let family: FamilySupportId = diesel::insert_into(f::family_supports)
                .values((
                    f::ambassador_id.eq(pupil),
                    f::topic_code.eq("A2"),
                    f::relative.eq(Relative::Grandparent),
                    f::done_on.eq(day(2026, 10, 3)),
                    f::minutes.eq(60),
                    f::can_do_alone.eq(CanDoAlone::Yes),
                    f::state.eq(FamilyState::Confirmed),
                    f::confirmed_how.eq(ConfirmedHow::Paper),
                    f::confirmed_at.eq(act.now),
                    f::logged_at.eq(act.now),
                ))
                .returning(f::id)
                .get_result(act.conn)
                .map_err(DbError::from)?;
            use hours_entries::dsl as h;
            diesel::insert_into(h::hours_entries)
                .values((
                    h::ambassador_id.eq(pupil),
                    h::school_year.eq(YEAR),
                    h::kind.eq(HoursKind::Family),
                    h::family_support_id.eq(family),
                    h::minutes.eq(part),
                    h::earned_on.eq(day(2026, 10, 3)),
                    h::created_at.eq(act.now),
                ))
                .execute(act.conn)
                .map_err(DbError::from)?;
        }
        Ok(())
    })
    .unwrap();
}

/// Verified supports of a pupil in a session of its own.
pub fn support(app: &TestApp, world: World, pupil: AmbassadorId, count: usize) {
    let session = app.session_with(world, |new| new.seats = 20);
    for n in 0..count {
        let name: &'static str = Box::leak(format!("Bà con thứ {n}").into_boxed_str());
        let booking = app.booking(session, 0, name);
        app.write(move |act| {
            use supports::dsl as s;
            diesel::insert_into(s::supports)
                .values((
                    s::booking_id.eq(booking),
                    s::session_id.eq(session),
                    s::ambassador_id.eq(pupil),
                    s::topic_code.eq("A2"),
                    s::state.eq(SupportState::Verified),
                    s::started_at.eq(act.now),
                    s::ended_at.eq(act.now),
                    s::outcome.eq(Outcome::Alone),
                    s::operated_by.eq(OperatedBy::Resident),
                    s::can_do_alone.eq(CanDoAlone::Yes),
                    s::logged_at.eq(act.now),
                ))
                .execute(act.conn)
                .map_err(DbError::from)?;
            Ok(())
        })
        .unwrap();
    }
}

/// A shift that came due: kept, or missed.
pub fn due_shift(app: &TestApp, world: World, pupil: AmbassadorId, state: ShiftState) {
    let session = app.open_session(world);
    app.write(move |act| {
        use shifts::dsl as s;
        diesel::insert_into(s::shifts)
            .values((
                s::session_id.eq(session),
                s::ambassador_id.eq(pupil),
                s::state.eq(state),
                s::source.eq(ShiftSource::Own),
                s::created_at.eq(act.now),
            ))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

/// Both sides agree to something for the school year.
pub fn agree(app: &TestApp, pupil: AmbassadorId, purpose: Purpose) {
    app.write(move |act| {
        for side in [Side::Child, Side::Guardian] {
            let signature = Signature {
                ambassador: pupil,
                purpose,
                side,
                school_year: YEAR,
                method: ConsentMethod::Paper,
                given_at: act.now,
                given_by: "Phụ huynh",
                entered_by: None,
            };
            ambassadors::sign(act.conn, &signature)?;
        }
        Ok(())
    })
    .unwrap();
}

/// More pupils of class 8A1, each with enough hours for a letter of praise.
pub fn praiseworthy(app: &TestApp, world: World, count: usize) -> Vec<AmbassadorId> {
    let added: Vec<AmbassadorId> = app
        .write(move |act| {
            (0..count)
                .map(|n| {
                    let (code, name) = (format!("nvn-9{n:03}"), format!("Phạm Thị Bé {n:03}"));
                    pupil(act, "x", &code, &name, world.school, world.class, 2013, world.area)
                })
                .collect()
        })
        .unwrap();
    for pupil in &added {
        earn(app, *pupil, 25 * 60);
    }
    added
}

/// Computes, checks and approves everything of the one programme; answers the officer.
pub fn approved(app: &TestApp, officer: &mut Browser, decision: &str) {
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).is(200).shows("Đã tính");
    let mut teacher = app.signed_in(CLASS_TEACHER);
    loop {
        let page = teacher.get(&format!("{PROGRAMME}?state=candidate"));
        let own = page.attributes("form.post input[name=award]", "value");
        if own.is_empty() {
            break;
        }
        let fields: Vec<_> = own.iter().map(|id| ("award", id.as_str())).collect();
        teacher.submit(&format!("{PROGRAMME}/check"), &fields).is(200).shows("Đã đồng ý");
    }
    let mut board = app.signed_in(BOARD);
    let seen = board.get(&format!("{PROGRAMME}/approve")).attributes("input[name=seen]", "value");
    let fields = [("number", decision), ("decided_on", "2026-11-28"), ("seen", seen[0].as_str())];
    board.submit(&format!("{PROGRAMME}/approve"), &fields).is(200).shows("Đã phê duyệt");
}

/// The same, and issues.
pub fn issued(app: &TestApp, officer: &mut Browser, decision: &str) {
    approved(app, officer, decision);
    officer.submit(&format!("{PROGRAMME}/issue"), &[]).is(200).shows("Đã ban hành");
}

/// An award as the database has it.
#[derive(Debug, Clone)]
pub struct Award {
    pub id: AwardId,
    pub ambassador: AmbassadorId,
    pub state: String,
    pub register: Option<String>,
    pub number: Option<i64>,
    pub token: Option<String>,
}

/// All awards, in the order they were made.
pub fn awards(app: &TestApp) -> Vec<Award> {
    use dai_su_so::db::schema::awards::dsl as a;
    type Row = (AwardId, AmbassadorId, String, Option<String>, Option<i64>, Option<String>);
    app.read(|act| {
        let rows: Vec<Row> = a::awards
            .order(a::id)
            .select((a::id, a::ambassador_id, a::state, a::register, a::number, a::token))
            .load(act.conn)
            .map_err(DbError::from)?;
        Ok(rows)
    })
    .unwrap()
    .into_iter()
    .map(|(id, ambassador, state, register, number, token)| Award {
        id,
        ambassador,
        state,
        register,
        number,
        token,
    })
    .collect()
}

/// The one award of a pupil that is not revoked or set aside.
pub fn live(app: &TestApp, pupil: AmbassadorId) -> Award {
    let own = awards(app).into_iter().filter(|award| award.ambassador == pupil);
    let mut live: Vec<Award> =
        own.filter(|a| !["revoked", "set_aside"].contains(&a.state.as_str())).collect();
    assert_eq!(live.len(), 1, "one achievement, one award: {live:?}");
    live.remove(0)
}
