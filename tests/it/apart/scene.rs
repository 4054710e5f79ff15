//! Two wards and two schools with something in every drawer, and the numbers by which a path
//! reaches what belongs to the first.

use dai_su_so::db::schema::{
    availability_exceptions, bookings, closed_days, family_supports, hours_entries, incidents,
    matches, passkeys, requests, roles, sign_ins, supports, ward_bars,
};
use dai_su_so::db::shifts::{self, NewShift};
use dai_su_so::db::{DbError, outbox};
use dai_su_so::domain::consent::Purpose;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::matches::MatchState;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::domain::supports::*;
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use super::other_side::other_side;
use crate::house::world::*;
use crate::house::{Browser, TestApp};
use crate::recognition::scene::{agree, awards, earn, issued, open_programme};

/// What only people of the first ward and school may read.
pub const THEIRS: [&str; 5] = [
    "Bà Chín Riêng",
    "Anh Tuấn Riêng",
    "Nguyễn Ngọc Minh Anh",
    "Trần Quốc Bảo",
    "Kiểm tra của trường mình",
];
/// What only people of the other ward and school may read.
pub const OTHERS: [&str; 2] = ["Ông Mười Bên Kia", "Hồ Thị Bên Kia"];
/// The other school's pupil.
pub const OTHER_PUPIL: &str = "pbc-0001";

/// One object: where paths name it, the name of the parameter, and its number or token.
type Object = (&'static str, &'static str, String);

pub struct Scene {
    pub app: TestApp,
    objects: Vec<Object>,
    /// What a form names besides its path: a booking with a pupil or another, a slot.
    pub form: Vec<(&'static str, String)>,
    /// A booking's code and a guardian's link, to come in by.
    pub code: String,
    pub guardian: String,
}

impl Scene {
    /// The path with the first organisation's objects in it. A parameter without an object is
    /// a hole in this test, and fails it.
    pub fn filled(&self, path: &str) -> String {
        let (mut out, mut rest) = (String::new(), path);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a parameter ends");
            out.push_str(before);
            let fits = |(prefix, own, _): &&Object| path.starts_with(prefix) && *own == name;
            let found = self.objects.iter().find(fits);
            let (.., value) = found.unwrap_or_else(|| panic!("no object for {{{name}}} of {path}"));
            out.push_str(value);
            rest = after;
        }
        out + rest
    }
}

/// Builds both sides by the pages and, where these need time to pass, by rows.
pub fn scene() -> Scene {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chín Riêng");
    let done = app.booking(session, 1, "Bà Chín Riêng");
    let (shift, support) =
        app.write(move |act| at_work(act, world, session, booking, done)).unwrap();
    earn(&app, world.minh_anh, 25 * 60);
    let mut objects = vec![
        ("/staff/matching/", "run", planned(&app, session)),
        ("/", "session", session.to_string()),
        ("/", "booking", booking.to_string()),
        ("/", "shift", shift.to_string()),
        ("/desk/", "support", support.to_string()),
        ("/school/hours/", "support", support.to_string()),
        ("/", "ambassador", world.minh_anh.to_string()),
        ("/", "pupil", world.minh_anh.to_string()),
        ("/", "class", world.class.to_string()),
        ("/", "school", world.school.to_string()),
        ("/", "organisation", world.ward.to_string()),
        ("/", "place", world.place.to_string()),
        ("/topics/", "code", "A2".to_owned()),
        ("/", "topic", "A2".to_owned()),
        ("/assets/", "name:.*", stylesheet(&app)),
        ("/staff/data-leaks/", "reader", "people".to_owned()),
    ];
    objects.extend(of_pupil(&app, world));
    objects.extend(of_school(&app, world));
    objects.extend(of_ward(&app, world, session, booking));
    let code = app
        .read(move |act| {
            let own = bookings::table.find(booking).select(bookings::code);
            Ok(own.first::<String>(act.conn).map_err(DbError::from)?)
        })
        .unwrap();
    objects.push(("/b/", "code", code.clone()));
    objects.push(("/staff/calls/", "code", code.clone()));
    let guardian = link(&app, "/guardian/");
    for (prefix, way) in [("/guardian/", guardian.clone()), ("/family/", link(&app, "/family/"))] {
        objects.push((prefix, "token", way.trim_start_matches(prefix).to_owned()));
    }
    other_side(&app, world);
    let slot = app.read(move |act| Ok(dai_su_so::db::sessions::slots(act.conn, session)?[3].id));
    let form = vec![
        ("booking", booking.to_string()),
        ("ambassador", world.minh_anh.to_string()),
        ("with", done.to_string()),
        ("slot", slot.unwrap().to_string()),
    ];
    Scene { app, objects, form, code, guardian }
}

fn stylesheet(app: &TestApp) -> String {
    let links = app.browser().get("/").attributes("link[rel=stylesheet]", "href");
    links[0].trim_start_matches("/assets/").to_owned()
}

/// The newest row of a table.
macro_rules! newest {
    ($app:expr, $table:ident) => {
        $app.read(|act| {
            let ids = $table::table.order($table::id.desc()).select($table::id);
            Ok(ids.first::<i64>(act.conn).map_err(DbError::from)?.to_string())
        })
        .unwrap()
    };
}

/// Minh Anh stands in the session, is to help with one booking, and has helped with another.
fn at_work(
    act: &mut Act<'_>,
    world: World,
    session: SessionId,
    booking: BookingId,
    done: BookingId,
) -> Answer<(ShiftId, SupportId)> {
    let new = NewShift {
        session_id: session,
        ambassador_id: world.minh_anh,
        state: ShiftState::Taken,
        source: ShiftSource::Own,
        reason: "",
        created_at: act.now,
    };
    let shift = shifts::add(act.conn, &new)?;
    diesel::insert_into(matches::table)
        .values((
            matches::booking_id.eq(booking),
            matches::ambassador_id.eq(world.minh_anh),
            matches::state.eq(MatchState::Published),
            matches::created_at.eq(act.now),
        ))
        .execute(act.conn)
        .map_err(DbError::from)?;
    use supports::dsl as s;
    let support = diesel::insert_into(s::supports)
        .values((
            s::booking_id.eq(done),
            s::session_id.eq(session),
            s::ambassador_id.eq(world.minh_anh),
            s::topic_code.eq("A2"),
            s::state.eq(SupportState::ClosedBySupervisor),
            s::started_at.eq(act.now),
            s::ended_at.eq(act.now),
            s::outcome.eq(Outcome::Alone),
            s::operated_by.eq(OperatedBy::Resident),
            s::can_do_alone.eq(CanDoAlone::Yes),
            s::logged_at.eq(act.now),
        ))
        .returning(s::id)
        .get_result(act.conn)
        .map_err(DbError::from)?;
    Ok((shift, support))
}

/// A preview of the session, planned to its end.
fn planned(app: &TestApp, session: SessionId) -> String {
    let mut staff = app.signed_in(COORDINATOR);
    let path =
        staff.post("/staff/matching", &[("scope", &format!("session:{session}"))]).location();
    for _ in 0..200 {
        if staff.get(&path).header("refresh").is_none() {
            return path.rsplit('/').next().unwrap().to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{path} is still being planned");
}

/// The path of the newest link of this kind in a letter.
fn link(app: &TestApp, prefix: &str) -> String {
    let (rows, _) = app.read(|act| dai_su_so::service::outbox::newest(act, 1)).unwrap();
    let found = rows.iter().find_map(|row: &outbox::MessageRow| {
        let at = row.body_text.find(prefix)?;
        row.body_text[at..].split_whitespace().next()
    });
    found.unwrap_or_else(|| panic!("no letter with {prefix}")).to_owned()
}

/// What a pupil has: a day away, help at home, a report, a second sign-in, a card.
fn of_pupil(app: &TestApp, world: World) -> Vec<Object> {
    let mut pupil = app.signed_in(MINH_ANH);
    let away = [("day", "2026-12-05"), ("kind", "away_all_day")];
    pupil.submit("/me/week/exceptions", &away).is(200);
    let help = [
        ("topic", "A2"),
        ("relative", "grandparent"),
        ("done_on", "2026-11-26"),
        ("minutes", "30"),
        ("can_do_alone", "yes"),
    ];
    pupil.post("/me/family", &help).is(303);
    let report = [("kind", "uncomfortable"), ("what", "Em Minh Anh không thoải mái hôm ấy")];
    pupil.post("/me/safety/report", &report).is(303);
    app.signed_in(MINH_ANH);
    let family = newest!(app, family_supports);
    let card = crate::cards::print(app, CLASS_TEACHER, world.minh_anh, false).path;
    vec![
        ("/", "exception", newest!(app, availability_exceptions)),
        ("/me/family/", "support", family.clone()),
        ("/school/family/", "support", family),
        ("/", "incident", newest!(app, incidents)),
        ("/account/", "sign_in", last_sign_in(app)),
        ("/card/", "token", card.trim_start_matches("/card/").to_owned()),
    ]
}

fn last_sign_in(app: &TestApp) -> String {
    newest!(app, sign_ins)
}

/// What a school has: days without shifts, a programme with an award, a breach, a link.
fn of_school(app: &TestApp, world: World) -> Vec<Object> {
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let exams = [
        ("kind", "exam_week"),
        ("from_day", "2027-03-01"),
        ("to_day", "2027-03-05"),
        ("name", "Kiểm tra của trường mình"),
    ];
    officer.submit("/school/calendar", &exams).is(200);
    let who = world.gia_han.to_string();
    let breach = [
        ("ambassador", who.as_str()),
        ("happened_on", "2026-11-21"),
        ("what", "Tự cầm điện thoại của bà con để thao tác"),
    ];
    officer.submit("/school/recognition/breaches", &breach).is(200);
    let bao = world.quoc_bao.to_string();
    let kept = [("other", bao.as_str()), ("reason", "Gia đình hai em đề nghị")];
    officer.submit(&format!("/school/ambassadors/{}/apart", world.minh_anh), &kept).is(200);
    open_programme(&mut officer);
    agree(app, world.minh_anh, Purpose::PublicName);
    issued(app, &mut officer, "45/QĐ-NVN");
    let award = awards(app).remove(0);
    let to = format!("/school/ambassadors/{}/guardian-link", world.minh_anh);
    officer.submit(&to, &[("way", "email")]).is(200);
    vec![
        ("/school/ambassadors/", "other", bao),
        ("/", "days", newest!(app, closed_days)),
        ("/", "entry", newest!(app, hours_entries)),
        ("/", "breach", "1".to_owned()),
        ("/", "programme", "1".to_owned()),
        ("/", "award", award.id.to_string()),
        ("/v/", "token", award.token.unwrap()),
    ]
}

/// What a ward has: a wish, a request about data, a leak, a note and a bar, somebody invited.
fn of_ward(app: &TestApp, world: World, session: SessionId, booking: BookingId) -> Vec<Object> {
    let wish = [
        ("topic", "A2".to_owned()),
        ("ward", world.ward.to_string()),
        ("name", "Anh Tuấn Riêng".to_owned()),
        ("phone", "0912345678".to_owned()),
        ("area", world.area.to_string()),
        ("times", "7-afternoon".to_owned()),
        ("key", "k1".to_owned()),
    ];
    send(&mut app.browser(), "/request", &wish);
    let note = [("kind", "photos"), ("what", "Chụp ảnh em dù đã nhắc hai lần")];
    let visit = format!("/desk/{session}/bookings/{booking}/conduct");
    let mut supervisor = app.signed_in(SUPERVISOR);
    supervisor.submit(&visit, &note).is(200);
    crate::passkeys::add(&mut supervisor, "Khóa riêng");
    let mut staff = app.signed_in(COORDINATOR);
    let resident = app
        .read(move |act| {
            let of = bookings::table.find(booking).select(bookings::resident_id);
            Ok(of.first::<ResidentId>(act.conn).map_err(DbError::from)?.to_string())
        })
        .unwrap();
    let bar = [
        ("kind", "photos"),
        ("what", "Đã nhắc hai lần ở buổi này"),
        ("until", "2026-12-31"),
        ("appeal_phone", "028 3891 0000"),
    ];
    staff.submit(&format!("/staff/conduct/{resident}/bar"), &bar).is(200);
    let invited = [
        ("name", "Ngô Thị Lành".to_owned()),
        ("email", "lanh@phuong.example".to_owned()),
        ("organisation", world.ward.to_string()),
        ("role", "supervisor".to_owned()),
    ];
    send(&mut staff, "/staff/people/invite", &invited);
    let invitation = link(app, "/invitations/");
    data_desk(&mut staff, world.ward, &resident);
    vec![
        ("/staff/requests/", "request", newest!(app, requests)),
        ("/staff/data-requests/{request}/delete", "request", "2".to_owned()),
        ("/staff/data-requests/", "request", "1".to_owned()),
        ("/staff/data-leaks/", "leak", "1".to_owned()),
        ("/", "resident", resident),
        ("/", "bar", newest!(app, ward_bars)),
        ("/", "role", newest!(app, roles)),
        ("/account/", "passkey", newest!(app, passkeys)),
        ("/invitations/", "token", invitation.trim_start_matches("/invitations/").to_owned()),
    ]
}

/// Two requests about a resident's data and a leak of the ward.
pub fn data_desk(staff: &mut Browser, ward: OrganisationId, resident: &str) {
    let mut asked = [
        ("kind", "see"),
        ("subject", "resident"),
        ("who", resident),
        ("asked_by", "person"),
        ("way", "paper"),
        ("identity_check", "known_in_person"),
        ("asked_on", "2026-11-28"),
    ];
    staff.post("/staff/data-requests/new", &asked).is(303);
    asked[0].1 = "delete";
    staff.post("/staff/data-requests/new", &asked).is(303);
    let leak = [
        ("organisation", ward.to_string()),
        ("kinds", "residents".to_owned()),
        ("from_day", "2026-11-28".to_owned()),
        ("to_day", "2026-11-28".to_owned()),
        ("noticed_on", "2026-11-28".to_owned()),
        ("noticed_time", "6:30".to_owned()),
        ("what", "Mất một tờ danh sách sáng nay".to_owned()),
    ];
    send(staff, "/staff/data-leaks/new", &leak);
}

fn send(browser: &mut Browser, path: &str, fields: &[(&str, String)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(path, &fields).is(303);
}
