//! Class cards: printed by school or class teacher, scanned by the pupil, and dead at once
//! when there is a new one.

use chrono::{NaiveTime, TimeDelta};
use dai_su_so::db::DbError;
use dai_su_so::domain::access::Actor;
use dai_su_so::domain::accounts::SignInForm;
use dai_su_so::domain::at::At;
use dai_su_so::domain::ids::AmbassadorId;
use dai_su_so::service::accounts::{Entered, Knock, sign_in};
use diesel::prelude::*;

use crate::house::world::*;
use crate::house::{Browser, PASSWORD, TestApp};

const CARDS: &str = "/school/ambassadors/cards";

/// Somebody at work, as the service sees them.
fn actor(app: &TestApp, name: &str) -> Actor {
    let form = SignInForm { name: name.into(), password: PASSWORD.into(), ..SignInForm::default() };
    match app.block_on(sign_in(&app.office, &form, &Knock::default())).unwrap() {
        Entered::In(signed_in) => Actor::Person(Box::new(signed_in.person)),
        Entered::HalfWay { .. } => panic!("{name} has no second step"),
    }
}

/// What a printed card opens: the path in its QR code is known to the house only while it is
/// printed, so tests read it off the sheet as the service hands it out.
pub(crate) struct Printed {
    pub(crate) path: String,
    number: String,
    password: Option<String>,
}

pub(crate) fn print(app: &TestApp, who: &str, pupil: AmbassadorId, renew: bool) -> Printed {
    let actor = actor(app, who);
    let issued = dai_su_so::service::roster::issue_cards(&app.office, &actor, vec![pupil], renew);
    let sheet = app.block_on(issued).unwrap();
    let card = sheet.cards[0].clone();
    let path = card.link.split_once("://").unwrap().1;
    let path = path[path.find('/').unwrap()..].to_owned();
    Printed { path, number: card.number, password: card.password }
}

fn enter(browser: &mut Browser, card: &Printed) -> u16 {
    browser.post(&card.path, &[("card_number", &card.number)]).status
}

/// A number that is not the card's.
fn wrong(card: &Printed) -> String {
    format!("{:04}", (card.number.parse::<u32>().unwrap() + 1) % 10_000)
}

#[test]
fn a_pupil_comes_in_with_card_and_number_and_sees_it_among_the_sign_ins() {
    let (app, world) = TestApp::with_world();
    let card = print(&app, CLASS_TEACHER, world.minh_anh, false);
    assert_eq!(card.password, None, "the password stays");
    app.signed_in(MINH_ANH);
    let mut scanned = app.browser();
    scanned.get(&card.path).is(200).shows("Nhập số riêng").hides("Minh Anh");
    scanned.post(&card.path, &[("card_number", &wrong(&card))]).is(422).shows("Số riêng chưa đúng");
    scanned.post(&card.path, &[("card_number", "")]).is(422);
    scanned.get("/me").is(303);
    assert_eq!(enter(&mut scanned, &card), 303);
    scanned.get("/me").is(200);
    scanned.get("/account").is(200).shows("Thẻ lớp").shows("Thiết bị này");
    // A card's sign-in is short.
    app.clock.move_to(app.clock.now() + TimeDelta::days(8));
    scanned.get("/me").is(303);
    assert_eq!(enter(&mut scanned, &card), 303);
    let stored: Vec<String> = app
        .read(|act| {
            use dai_su_so::db::schema::sign_in_cards::dsl as c;
            let hashes = c::sign_in_cards.select(c::token_hash).load(act.conn);
            Ok(hashes.map_err(DbError::from)?)
        })
        .unwrap();
    assert!(stored.iter().all(|hash| !card.path.contains(hash.as_str()) && hash.len() == 64));
}

#[test]
fn a_new_card_ends_the_old_one_and_what_it_signed_in() {
    let (app, world) = TestApp::with_world();
    let mut by_password = app.signed_in(MINH_ANH);
    let old = print(&app, CLASS_TEACHER, world.minh_anh, false);
    let mut finder = app.browser();
    assert_eq!(enter(&mut finder, &old), 303);
    let new = print(&app, CLASS_TEACHER, world.minh_anh, false);
    finder.get("/me").is(303);
    assert_eq!(enter(&mut finder, &old), 422);
    by_password.get("/me").is(200);
    let mut pupil = app.browser();
    assert_eq!(enter(&mut pupil, &new), 303);
    // With a new password everybody is out.
    let renewed = print(&app, SCHOOL_OFFICER, world.minh_anh, true);
    by_password.get("/me").is(303);
    pupil.get("/me").is(303);
    let password = renewed.password.unwrap();
    app.browser().post("/sign-in", &[("name", MINH_ANH), ("password", &password)]).is(303);
    app.browser().post("/sign-in", &[("name", MINH_ANH), ("password", PASSWORD)]).is(422);
}

#[test]
fn a_card_is_revoked_and_ends_with_pause_and_school_year() {
    let (app, world) = TestApp::with_world();
    let mut thu = app.signed_in(CLASS_TEACHER);
    let page = format!("/school/ambassadors/{}", world.minh_anh);
    let revoke = format!("{page}/revoke-card");
    let card = print(&app, CLASS_TEACHER, world.minh_anh, false);
    let mut pupil = app.browser();
    enter(&mut pupil, &card);
    thu.get(&page).is(200).shows("Thẻ lớp cấp ngày 28/11/2026").shows("Thu hồi thẻ");
    thu.submit(&revoke, &[]).shows("Đã thu hồi thẻ").shows("Em chưa có thẻ lớp");
    pupil.get("/me").is(303);
    assert_eq!(enter(&mut pupil, &card), 422);
    app.signed_in(SCHOOL_OFFICER).get("/staff/audit").shows("thu hồi thẻ");

    let card = print(&app, CLASS_TEACHER, world.minh_anh, false);
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.submit(&format!("{page}/pause"), &[]);
    assert_eq!(enter(&mut pupil, &card), 422);
    officer.submit(&format!("{page}/resume"), &[]);
    assert_eq!(enter(&mut pupil, &card), 303);

    // 31 July is the last day; a sign-in does not outlive its card.
    let at = |day, hour| At::local(day, NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
    app.clock.move_to(at(day(2027, 7, 31), 20));
    assert_eq!(enter(&mut pupil, &card), 303);
    pupil.get("/me").is(200);
    app.clock.move_to(at(day(2027, 8, 1), 0));
    pupil.get("/me").is(303);
    assert_eq!(enter(&mut pupil, &card), 422);
}

#[test]
fn who_finds_a_card_cannot_guess_its_number() {
    let (app, world) = TestApp::with_world();
    let card = print(&app, CLASS_TEACHER, world.minh_anh, false);
    let mut finder = app.browser();
    let wrong = wrong(&card);
    let mut guess = |number: &str| {
        let page = finder.post(&card.path, &[("card_number", number)]);
        assert_eq!(page.status, if number == card.number { 303 } else { 422 });
    };
    for _ in 0..4 {
        guess(&wrong);
    }
    // The right number forgives; the window still counts.
    guess(&card.number);
    let mut finder = app.browser();
    finder.post(&card.path, &[("card_number", &card.number)]).is(422).shows("quá nhiều lần");
    for _ in 0..2 {
        app.clock.move_to(app.clock.now() + TimeDelta::minutes(16));
        for _ in 0..5 {
            finder.post(&card.path, &[("card_number", &wrong)]).is(422).shows("chưa đúng");
        }
    }
    // Ten in a row, however slowly: the card is dead and looks as if the number were wrong.
    app.clock.move_to(app.clock.now() + TimeDelta::days(1));
    finder.post(&card.path, &[("card_number", &card.number)]).is(422).shows("chưa đúng");
    app.signed_in(MINH_ANH).get("/me").is(200);
    let page = format!("/school/ambassadors/{}", world.minh_anh);
    app.signed_in(CLASS_TEACHER).get(&page).shows("Em chưa có thẻ lớp");
}

#[test]
fn an_unknown_card_answers_like_a_wrong_number() {
    let (app, world) = TestApp::with_world();
    let card = print(&app, CLASS_TEACHER, world.minh_anh, false);
    let unknown = format!("/card/{}", "x".repeat(43));
    let plain = |path: &str, page: String| page.replace(path.trim_start_matches("/card/"), "…");
    let ask = |path: &str| plain(path, app.browser().get(path).is(200).html());
    assert_eq!(ask(&card.path), ask(&unknown));
    let (number, wrong) = (card.number.clone(), wrong(&card));
    let answer = |path: &str, number: &str| {
        let knock = || app.browser().post(path, &[("card_number", number)]);
        let (compared, page) = app.comparisons(knock);
        assert_eq!(compared, 0, "a card's number is looked up, known or not");
        plain(path, page.is(422).html())
    };
    assert_eq!(answer(&card.path, &wrong), answer(&unknown, &number));
}

#[test]
fn a_class_teacher_prints_the_own_class_and_nobody_elses() {
    let (app, world) = TestApp::with_world();
    let mut thu = app.signed_in(CLASS_TEACHER);
    thu.get("/school/ambassadors").shows("Thẻ đăng nhập");
    let page = thu.get(&format!("{CARDS}?whom=everybody"));
    let ids = page.is(200).shows("Minh Anh").attributes("input[name=ids]", "value");
    assert!(ids.contains(&world.minh_anh.to_string()));
    let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ids", id.as_str())).collect();
    let sheet = thu.post(CARDS, &fields);
    sheet.is(200).shows("Tờ này chỉ hiện một lần").shows("đừng để cùng thẻ").shows("31/7/2027");
    assert_eq!(sheet.all("article.class-card svg").len(), ids.len());
    let other = world.quoc_bao;
    thu.post(CARDS, &[("ids", &other.to_string())]).is(404);
    thu.post(&format!("/school/ambassadors/{other}/revoke-card"), &[]).is(404);
    for stranger in [COORDINATOR, SUPERVISOR, MINH_ANH] {
        app.signed_in(stranger).post(CARDS, &fields).is(403);
    }
    app.signed_in(SCHOOL_OFFICER)
        .get(&format!("{CARDS}?whom=everybody"))
        .shows("Chọn một lớp trước");
    app.signed_in(COORDINATOR).get("/staff/people/rights").shows("thẻ đăng nhập");
}
