//! Keeping the ward's help points.

use dai_su_so::paths::places as paths;

use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn a_place_is_added_changed_retired_and_used_again() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let area = world.area.to_string();
    let new = [
        ("name", "Trung tâm hành chính công"),
        ("address", "45 Tô Ký"),
        ("area", area.as_str()),
        ("accessible", "yes"),
    ];
    browser.submit(paths::NEW, &new).shows("Đã thêm").shows("45 Tô Ký").shows("Có lối xe lăn");
    browser.post(paths::NEW, &new).is(422).shows("đã có nơi mang tên này");
    let links = browser.get(paths::LIST).attributes("th a", "href");
    let path = links
        .iter()
        .find(|l| **l != paths::one(world.place) && **l != paths::one(world.far_place))
        .unwrap();
    let page = browser.get(path);
    assert_eq!(page.attributes("#name", "value"), ["Trung tâm hành chính công"]);
    let changed = [
        ("name", "Trung tâm PVHCC"),
        ("address", "47 Tô Ký"),
        ("area", area.as_str()),
        ("east_m", "-250"),
    ];
    browser.submit(path, &changed).shows("Đã lưu").shows("47 Tô Ký");
    browser.submit(&format!("{path}/retire"), &[]).shows("Ngừng dùng");
    browser.get(dai_su_so::paths::sessions::NEW).hides("Trung tâm PVHCC");
    browser.submit(&format!("{path}/restore"), &[]).is(200);
    browser.get(dai_su_so::paths::sessions::NEW).shows("Trung tâm PVHCC");
}

#[test]
fn a_place_with_sessions_ahead_stays_in_use() {
    let (app, world) = TestApp::with_world();
    app.open_session(world);
    let mut browser = app.coordinator();
    browser.submit(&paths::retire(world.place), &[]).shows("Còn 1 buổi sắp tới ở đây");
}

#[test]
fn wrong_answers_are_named_and_other_wards_kept_out() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let page = browser.post(paths::NEW, &[("east_m", "xa lắm")]);
    page.is(422).shows("Điền tên").shows("Điền địa chỉ").shows("Chọn khu phố").shows("số mét");
    let mut other = app.signed_in(OTHER_COORDINATOR);
    other.get(paths::LIST).is(200).hides("Văn phòng khu phố 5");
    other.get(&paths::one(world.place)).is(404);
    other.post(&paths::one(world.place), &[]).is(404);
    other.post(&paths::retire(world.place), &[]).is(404);
}

#[test]
fn the_list_costs_the_same_for_two_places_and_for_twenty() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let mut cost = || {
        app.queries(|| {
            browser.get(paths::LIST).is(200);
        })
    };
    let few = cost();
    app.write(move |act| {
        for n in 0..20 {
            let name = format!("Điểm {n}");
            let new = dai_su_so::db::organisations::NewPlace {
                ward: world.ward,
                area: world.area,
                name: &name,
                address: "Đường số 1",
                landmark: "",
                accessible: false,
                at: (0, 0),
            };
            dai_su_so::db::organisations::add_place(act.conn, &new)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(cost(), few);
}
