//! The other ward and school, who must see nothing of the first.

use dai_su_so::db::DbError;
use dai_su_so::db::accounts::{self, NewRole};
use dai_su_so::db::organisations::{self, NewPlace};
use dai_su_so::db::schema::residents;
use dai_su_so::domain::access::Role;
use dai_su_so::domain::ids::*;
use dai_su_so::service::{Act, Answer};
use diesel::prelude::*;

use super::scene::{OTHER_PUPIL, OTHERS, data_desk};
use crate::house::world::*;
use crate::house::{TestApp, book, saturday_at};
use crate::recognition::scene::open_programme;

/// The other ward and school hold every right at home, have a pupil, a session with somebody
/// booked, a request, a leak and a programme of their own.
pub fn other_side(app: &TestApp, world: World) {
    let resident = app.write(move |act| other_rows(act, world)).unwrap();
    let mut staff = app.signed_in(OTHER_COORDINATOR);
    data_desk(&mut staff, world.other_ward, &resident.to_string());
    open_programme(&mut app.signed_in(OTHER_OFFICER));
}

fn other_rows(act: &mut Act<'_>, world: World) -> Answer<ResidentId> {
    let (ward, school) = (world.other_ward, world.other_school);
    let area = organisations::add_area(act.conn, ward, "Khu phố 1", "", 1)?;
    let class = organisations::add_class(act.conn, school, YEAR, "8B2", 8)?;
    let place = NewPlace {
        ward,
        area,
        name: "Văn phòng khu phố 1",
        address: "1 Tô Ký",
        landmark: "",
        accessible: true,
        at: (0, 0),
    };
    let place = organisations::add_place(act.conn, &place)?;
    let of = |name: &str| {
        use dai_su_so::db::schema::accounts::dsl as a;
        a::accounts.filter(a::sign_in_name.eq(name.to_owned())).select(a::id)
    };
    let first = |act: &mut Act<'_>, name| of(name).first(act.conn).map_err(DbError::from);
    let coordinator: AccountId = first(act, OTHER_COORDINATOR)?;
    let officer: AccountId = first(act, OTHER_OFFICER)?;
    let held = [
        (coordinator, ward, Role::Supervisor, None),
        (officer, school, Role::Board, None),
        (officer, school, Role::ClassTeacher, Some(class)),
    ];
    for (account_id, organisation, role, class_id) in held {
        let organisation_id = Some(organisation);
        let since = day(2026, 8, 1);
        let new = NewRole { account_id, organisation_id, class_id, role, since, until: None };
        accounts::add_role(act.conn, &new)?;
    }
    let hash = dai_su_so::service::accounts::password_hash(PASSWORD).unwrap();
    let one = pupil(act, &hash, OTHER_PUPIL, OTHERS[1], school, class, 2013, area)?;
    make_ready(act, one)?;
    let topics = ["A2".to_owned()];
    let new = dai_su_so::db::sessions::NewSession {
        ward,
        place,
        series: None,
        state: dai_su_so::domain::sessions::SessionState::Open,
        title: "Buổi bên kia",
        starts_at: saturday_at(8, 0),
        ends_at: saturday_at(10, 0),
        slot_minutes: 30,
        seats: 2,
        walk_in_percent: 0,
        ambassadors_wanted: 4,
        pupils_per_adult: 8,
        access_notes: "",
        notes: "",
        topics: &topics,
        supervisors: &[coordinator],
        created_by: coordinator,
    };
    let session = dai_su_so::db::sessions::add(act.conn, &new, act.now)?;
    book(act, session, 0, OTHERS[0], "A2")?;
    let newest = residents::table.order(residents::id.desc()).select(residents::id);
    Ok(newest.first(act.conn).map_err(DbError::from)?)
}
