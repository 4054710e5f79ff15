//! Two wards and two schools whose data never mix: what belongs to one is neither shown nor
//! touched by people of the other, on any page, in any list, file, feed or count, while every
//! door with a number in it does open to one's own.

mod other_side;
mod scene;

use dai_su_so::web::routes::{DOORS, Door};

use crate::house::world::*;
use crate::house::{Browser, Page};
use scene::{OTHER_PUPIL, OTHERS, Scene, THEIRS, scene};

/// People of the first ward and school, one of every role.
const OWN: [&str; 7] =
    [MINH_ANH, SUPERVISOR, COORDINATOR, CLASS_TEACHER, BOARD, SCHOOL_OFFICER, ADMINISTRATOR];
/// People of the other ward and school, who hold every right there.
const FOREIGN: [&str; 3] = [OTHER_COORDINATOR, OTHER_OFFICER, OTHER_PUPIL];

fn doors() -> impl Iterator<Item = &'static Door> {
    DOORS.iter().copied().flatten()
}

/// A door with the fields that say what it is to act on, and nothing else filled in.
fn asked(browser: &mut Browser, method: &str, path: &str, scene: &Scene) -> Page {
    let fields: Vec<(&str, &str)> = scene.form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    match method {
        "GET" if path.ends_with("/effect") => {
            let what: String = fields.iter().map(|(name, v)| format!("&{name}={v}")).collect();
            browser.get(&format!("{path}?act=pin{what}"))
        }
        "GET" => browser.get(path),
        _ => browser.post(path, &fields),
    }
}

/// Later doors end what these work on: a session is cancelled, a shift given back.
fn goes_first(path: &str) -> bool {
    path.starts_with("/me/bookings/") || path.starts_with("/family/")
}

/// What a page names of these.
fn named<'a>(page: &Page, names: &[&'a str]) -> Vec<&'a str> {
    let text = page.html();
    names.iter().copied().filter(|name| text.contains(name)).collect()
}

/// Whoever holds the link or the code: a resident and a guardian, both inside.
fn bearers(scene: &Scene) -> Vec<Browser> {
    let mut resident = scene.app.browser();
    resident.post("/b", &[("code", &scene.code), ("proof", "Bà Chín Riêng")]).is(303);
    let mut guardian = scene.app.browser();
    guardian.post(&scene.guardian, &[("birth_year", "2013")]).is(303);
    vec![resident, guardian]
}

#[test]
fn every_door_with_a_number_opens_to_its_own_and_to_no_stranger() {
    let scene = scene();
    let mut open = Vec::new();
    let mut ways: Vec<(&Door, String)> = doors()
        .filter(|door| door.path.contains('{'))
        .map(|door| (door, scene.filled(door.path)))
        .collect();
    ways.sort_by_key(|(door, _)| !goes_first(door.path));
    for who in FOREIGN {
        let mut browser = scene.app.signed_in(who);
        for (door, path) in ways.iter().filter(|(door, _)| door.needs.is_some()) {
            // An open session is public; why this pupil may not take it is said in a notice.
            if door.path == dai_su_so::paths::shifts::TAKE && who == OTHER_PUPIL {
                browser.submit(path, &[]).shows("Nhà trường chưa đồng ý");
                continue;
            }
            let page = asked(&mut browser, door.method, path, &scene);
            if !matches!(page.status, 403 | 404) || !named(&page, &THEIRS).is_empty() {
                open.push(format!("{who}: {} {path} answered {}", door.method, page.status));
            }
        }
    }
    assert!(open.is_empty(), "these open to strangers: {open:#?}");

    // Strangers changed nothing: their own people find everything. Reading goes first.
    let mut own: Vec<Browser> = OWN.iter().map(|who| scene.app.signed_in(who)).collect();
    let mut bearers = bearers(&scene);
    let mut shut = Vec::new();
    for method in ["GET", "POST"] {
        // The desk's events never end; `desk::live` listens to them.
        let events = dai_su_so::paths::desk::EVENTS;
        let own_ways = ways.iter().filter(|(door, _)| door.path != events);
        for (door, path) in own_ways.filter(|(door, _)| door.method == method) {
            let people = if door.needs.is_some() { &mut own } else { &mut bearers };
            let answers: Vec<u16> =
                people.iter_mut().map(|who| asked(who, method, path, &scene).status).collect();
            if answers.iter().all(|status| matches!(status, 403 | 404 | 500..)) {
                shut.push(format!("{method} {path}: {answers:?}"));
            }
        }
    }
    assert!(shut.is_empty(), "these are shut to their own people: {shut:#?}");
}

#[test]
fn no_list_file_count_or_public_page_of_one_side_names_the_other() {
    let scene = scene();
    let mut mixed = Vec::new();
    let mut seen = Vec::new();
    let sides = [(&OWN[..6], &OTHERS[..], &THEIRS[..]), (&FOREIGN[..], &THEIRS[..], &OTHERS[..])];
    for (people, others, theirs) in sides {
        for who in people {
            let mut browser = scene.app.signed_in(who);
            for door in doors().filter(|door| door.method == "GET" && !door.path.contains('{')) {
                // A trial shows all letters on one page; an installation does not.
                if door.path.starts_with("/dev/") {
                    continue;
                }
                let page = browser.get(door.path);
                for name in named(&page, others) {
                    mixed.push(format!("{who}: {} names {name}", door.path));
                }
                seen.extend(named(&page, theirs));
            }
        }
    }
    assert!(mixed.is_empty(), "{mixed:#?}");
    // The names do stand in the lists of their own side: the search above is not blind.
    for name in THEIRS.iter().chain(&OTHERS) {
        assert!(seen.contains(name), "nobody reads {name}");
    }
    // Nobody who is not signed in reads any of them, with the numbers or without.
    let mut stranger = scene.app.browser();
    for door in doors().filter(|door| door.method == "GET" && !door.path.starts_with("/dev/")) {
        let page = stranger.get(&scene.filled(door.path));
        let all = [&THEIRS[..], &OTHERS[..]].concat();
        assert_eq!(named(&page, &all), Vec::<&str>::new(), "{}", door.path);
    }
}

#[test]
fn counts_and_searches_know_their_own_people_only() {
    let scene = scene();
    let app = &scene.app;
    let waits = |who: &str| app.signed_in(who).get("/start").all(".duties li");
    let all = ["1 báo cáo an toàn", "1 yêu cầu chưa", "2 yêu cầu về dữ liệu", "1 vụ lộ dữ liệu"];
    assert_eq!(waits(COORDINATOR).len(), all.len());
    for (line, expected) in waits(COORDINATOR).iter().zip(all) {
        assert!(line.starts_with(expected), "{line}");
    }
    let other = waits(OTHER_COORDINATOR);
    assert_eq!(other.len(), 2, "{other:?}");
    assert!(other[0].starts_with(all[2]) && other[1].starts_with(all[3]), "{other:?}");
    assert_eq!(waits(OTHER_OFFICER), Vec::<String>::new());
    for who in [OTHER_COORDINATOR, OTHER_OFFICER] {
        let mut browser = app.signed_in(who);
        for path in ["/staff/data-requests/new?q=Ch%C3%ADn", "/staff/data-requests/new?q=Minh"] {
            browser.get(path).is(200).shows("Không tìm thấy ai");
        }
        let trail = browser.get("/staff/audit");
        assert!(!trail.text().contains("Yêu cầu về dữ liệu #1"), "{who} reads another's trail");
    }
}

#[test]
fn a_pupil_opens_nothing_of_another_pupil() {
    let scene = scene();
    let mut other = scene.app.signed_in(GIA_HAN);
    let mut open = Vec::new();
    // A session belongs to the ward, and any pupil released for it may look at it.
    let of_pupils =
        doors().filter(|door| door.path.starts_with("/me/") && !door.path.contains("{session}"));
    for door in of_pupils.filter(|door| door.path.contains('{')) {
        let path = scene.filled(door.path);
        let page = asked(&mut other, door.method, &path, &scene);
        if !matches!(page.status, 403 | 404) {
            open.push(format!("{} {path} answered {}", door.method, page.status));
        }
    }
    assert!(open.is_empty(), "{open:#?}");
}
