//! What the public sees of a child: only what was agreed, and nothing from the moment it is
//! withdrawn.

use dai_su_so::domain::consent::{Purpose, Side};
use dai_su_so::web::routes::DOORS;

use super::{agree, mailed, opened};
use crate::house::TestApp;
use crate::house::world::{MINH_ANH, SCHOOL_OFFICER};
use crate::recognition::scene::{earn, issued, live, with_programme};

/// Every way by which the child could be known: name, initials as public pages write them,
/// class.
const TRACES: [&str; 5] =
    ["Nguyễn Ngọc Minh Anh", "Minh Anh", "Nguyễn N. M. A.", "8A1", "nvn-0001"];

/// Every public address that can be read, with something that exists in each parameter.
fn addresses(session: i64, award: &str, booking: &str) -> Vec<String> {
    let doors = DOORS.iter().copied().flatten();
    let public = doors.filter(|door| door.method == "GET" && door.needs.is_none());
    // A trial shows its outbox and the design system's samples; an installation does not.
    let public = public.filter(|door| !door.path.starts_with("/dev/"));
    let filled = public.map(|door| {
        door.path
            .replace("/v/{token}", &format!("/v/{award}"))
            .replace("/b/{code}", &format!("/b/{booking}"))
            .replace("/topics/{code}", "/topics/A2")
            .replace("{session}", &session.to_string())
            .replace("{name:.*}", "site.css")
            .replace("{token}", "khong-co")
    });
    let all: Vec<String> = filled.collect();
    assert!(all.iter().all(|path| !path.contains('{')), "{all:?}");
    assert!(all.len() > 20, "{all:?}");
    all
}

/// Where which trace of the child is found.
fn found(app: &TestApp, addresses: &[String], booking: &str) -> Vec<String> {
    let mut out = Vec::new();
    // A stranger, and a resident who has a booking in the child's session.
    let mut resident = app.browser();
    resident.post("/b", &[("code", booking), ("proof", "Bà Tư")]).is(303);
    for mut browser in [app.browser(), resident] {
        for path in addresses {
            let body = browser.get(path).html();
            for trace in TRACES.iter().filter(|trace| body.contains(**trace)) {
                out.push(format!("{path}: {trace}"));
            }
        }
    }
    out.sort();
    out.dedup();
    out
}

#[test]
fn every_public_page_forgets_the_child_in_the_act_of_withdrawing() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.minh_anh, 25 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let award = live(&app, world.minh_anh).token.unwrap();
    let session = app.session_with(world, |new| {
        new.starts_at = crate::house::saturday_at(8, 0).plus_minutes(7 * 24 * 60);
        new.ends_at = crate::house::saturday_at(10, 0).plus_minutes(7 * 24 * 60);
    });
    let booking = app.booking(session, 0, "Bà Tư");
    let code = app
        .read(move |act| {
            use dai_su_so::db::schema::bookings::dsl as b;
            use diesel::prelude::*;
            let code = b::bookings.find(booking).select(b::code).first::<String>(act.conn);
            Ok(code.map_err(dai_su_so::db::DbError::from)?)
        })
        .unwrap();
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.post(&format!("/me/sessions/{session}/take"), &[]).is(303);
    let all = addresses(session.0, &award, &code);
    assert_eq!(found(&app, &all, &code), Vec::<String>::new(), "nothing was agreed yet");

    agree(&app, world.minh_anh, Purpose::PublicName, Side::ALL);
    let shown = found(&app, &all, &code);
    let page = format!("/v/{award}");
    assert_eq!(shown, [format!("{page}: 8A1"), format!("{page}: Nguyễn N. M. A.")]);

    // The guardian withdraws behind the link: the same addresses, at once.
    let mut school = app.signed_in(SCHOOL_OFFICER);
    let link = mailed(&app, &mut school, world.minh_anh);
    let mut guardian = opened(&app, &link, "2013");
    let withdraw = format!("{link}/withdraw");
    guardian.submit(&withdraw, &[("purpose", "public_name")]).shows("Đã rút");
    assert_eq!(found(&app, &all, &code), Vec::<String>::new());

    // Taking part, withdrawn, frees what lay ahead in the same act.
    pupil.get("/me/shifts").shows("Văn phòng khu phố 5");
    let gone = guardian.submit(&withdraw, &[("purpose", "taking_part")]);
    gone.shows("1 ca sắp tới đã được rút").shows("Con chưa có ca nào sắp tới");
    assert_eq!(found(&app, &all, &code), Vec::<String>::new());
}
