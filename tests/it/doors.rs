//! Every door, tried as everybody: what one may not do is 403, and who is not
//! signed in is sent to the sign-in page.

use dai_su_so::domain::access::{Permission, Role, grants};
use dai_su_so::web::routes::DOORS;

use crate::house::TestApp;
use crate::house::world::*;

/// What each kind of person may do, by the name they sign in with.
fn people() -> Vec<(&'static str, Vec<Permission>)> {
    let of = |role: Role| [grants(role), &[Permission::OwnAccount]].concat();
    vec![
        (COORDINATOR, of(Role::Coordinator)),
        (SUPERVISOR, of(Role::Supervisor)),
        (SCHOOL_OFFICER, of(Role::SchoolOfficer)),
        (CLASS_TEACHER, of(Role::ClassTeacher)),
        (BOARD, of(Role::Board)),
        (ADMINISTRATOR, of(Role::Administrator)),
        (MINH_ANH, vec![Permission::Help, Permission::OwnAccount]),
    ]
}

/// A path with something plausible in the place of each parameter.
fn filled(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push_str("999999");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn every_door_opens_to_those_who_may_and_to_nobody_else() {
    let (app, _) = TestApp::with_world();
    let doors: Vec<_> = DOORS.iter().copied().flatten().collect();
    let mut visitor = app.browser();
    for door in &doors {
        let path = filled(door.path);
        let page = match door.method {
            "GET" => visitor.get(&path),
            _ => visitor.post(&path, &[]),
        };
        match door.needs {
            None => assert_ne!(page.status, 403, "{} {path} is open to all", door.method),
            Some(_) => {
                assert_eq!(page.status, 303, "{} {path} asks to sign in", door.method);
                assert!(page.location().starts_with("/sign-in"), "{} {path}", door.method);
            }
        }
        assert!(page.status < 500, "{} {path}: {}", door.method, page.text());
    }
    for (name, may) in people() {
        let mut browser = app.signed_in(name);
        for door in &doors {
            let Some(needs) = door.needs else { continue };
            if door.path == dai_su_so::paths::accounts::SIGN_OUT {
                continue;
            }
            let path = filled(door.path);
            let page = match door.method {
                "GET" => browser.get(&path),
                _ => browser.post(&path, &[]),
            };
            let line = format!("{name}: {} {path} answered {}", door.method, page.status);
            assert_eq!(page.status == 403, !may.contains(&needs), "{line}: {}", page.text());
            assert!(page.status < 500, "{line}: {}", page.text());
        }
    }
}

#[test]
fn a_known_path_asked_with_another_method_is_405_and_an_unknown_path_404() {
    let (app, _) = TestApp::with_world();
    let mut visitor = app.browser();
    visitor.post("/", &[]).is(405);
    visitor.get("/khong-co").is(404).shows("Không tìm thấy");
}
