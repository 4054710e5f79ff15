//! Requests about personal data, from the asking to the proof that nothing is left.

use std::collections::BTreeSet;

use dai_su_so::db::DbError;
use dai_su_so::db::data_requests::copy::columns_for;
use dai_su_so::db::register::columns;
use dai_su_so::domain::data_requests::Subject;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::register::Whose;
use dai_su_so::domain::retention::FORGOTTEN;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::house::world::*;
use crate::house::{Browser, TestApp, book};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    text: String,
}

fn rows(app: &TestApp, sql: &str) -> Vec<(i64, String)> {
    let sql = sql.to_owned();
    app.read(move |act| {
        let rows: Vec<Row> = diesel::sql_query(sql).load(act.conn).map_err(DbError::from)?;
        Ok(rows.into_iter().map(|row| (row.id, row.text)).collect())
    })
    .unwrap()
}

fn run(app: &TestApp, sql: &str) {
    let sql = sql.to_owned();
    app.write(move |act| {
        diesel::sql_query(sql.as_str()).execute(act.conn).map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

/// Types a request in; answers its address.
fn asked(browser: &mut Browser, subject: &str, who: i64, kind: &str) -> String {
    let who = who.to_string();
    let page = browser.post(
        "/staff/data-requests/new",
        &[
            ("subject", subject),
            ("who", &who),
            ("kind", kind),
            ("asked_by", "person"),
            ("way", "paper"),
            ("identity_check", "known_in_person"),
            ("asked_on", "2026-11-28"),
            ("reply_email", "tra.loi@example.vn"),
            ("wish", "Xin làm theo đơn"),
        ],
    );
    page.is(303);
    page.location()
}

fn resident_of(app: &TestApp, booking: BookingId) -> i64 {
    rows(app, &format!("SELECT resident_id AS id, code AS text FROM bookings WHERE id = {booking}"))
        [0]
    .0
}

#[test]
fn every_column_declared_as_somebodys_is_in_their_copy() {
    for (subject, whose) in [
        (Subject::Resident, vec![Whose::Resident, Whose::Proxy]),
        (Subject::Pupil, vec![Whose::Pupil, Whose::Guardian]),
        (Subject::Guardian, vec![Whose::Guardian]),
    ] {
        let copied: BTreeSet<_> =
            columns_for(subject).into_iter().map(|c| (c.table, c.column)).collect();
        let missing: Vec<_> = columns()
            .filter(|column| whose.contains(&column.why.whose))
            .map(|column| (column.table, column.column))
            .filter(|key| !copied.contains(key))
            .collect();
        assert!(missing.is_empty(), "{subject}: the copy leaves out {missing:?}");
    }
}

#[test]
fn a_request_has_its_terms_and_is_late_when_they_are_over() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chín");
    let mut staff = app.signed_in(COORDINATOR);
    staff.get("/staff/data-requests").is(200).shows("Không có yêu cầu nào");
    staff.get("/staff/data-requests/new?q=ch%C3%ADn").is(200).shows("Bà Chín");
    let one = asked(&mut staff, "resident", resident_of(&app, booking), "see");
    // Asked on a Saturday: Monday and Tuesday are the two working days.
    staff.get(&one).shows("1/12/2026 · còn 3 ngày").shows("8/12/2026").shows("còn 10 ngày");
    staff.get("/start").shows("yêu cầu về dữ liệu chờ trả lời").hides("quá hạn luật định");
    app.signed_in(SCHOOL_OFFICER).get(&one).is(404);
    app.signed_in(OTHER_COORDINATOR).get(&one).is(404);
    app.clock.move_to(app.clock.now() + chrono::TimeDelta::days(11));
    staff.get("/staff/data-requests").shows("Quá hạn");
    for who in [COORDINATOR, ADMINISTRATOR] {
        app.signed_in(who).get("/start").shows("quá hạn luật định");
    }
    staff.post(&format!("{one}/acknowledge"), &[]).is(303);
    staff.get(&format!("{one}/copy")).is(200).shows("Bà Chín").shows("Lượt đặt");
    let file = staff.get(&format!("{one}/copy.json"));
    file.is(200);
    let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(json["data"]["residents"][0]["name"], "Bà Chín");
    staff.post(&format!("{one}/refuse"), &[("answer", "")]).is(422);
    staff.post(&format!("{one}/answer"), &[("answer", "")]).is(303);
    staff.get(&format!("{one}/letter")).is(200).shows("Bà Chín");
    staff.get("/staff/data-requests?show=done").shows("Đã thực hiện");
    let letters = rows(&app, "SELECT id, subject AS text FROM outbox ORDER BY id");
    assert_eq!(letters.len(), 2, "{letters:?}");
}

#[test]
fn a_resident_asks_with_the_code_of_a_booking() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chín");
    let sql = format!("SELECT id, code AS text FROM bookings WHERE id = {booking}");
    let code = rows(&app, &sql)[0].1.clone();
    let mut visitor = app.browser();
    visitor.get(&format!("/b/{code}/data")).is(303);
    visitor.post("/b", &[("code", &code), ("proof", "Bà Chín")]).is(303);
    visitor.get(&format!("/b/{code}/data")).is(200).shows("Dữ liệu của tôi").shows("Bà Chín");
    visitor.post(&format!("/b/{code}/data"), &[]).is(422);
    visitor.post(&format!("/b/{code}/data"), &[("kind", "delete")]).is(303);
    visitor.get(&format!("/b/{code}/data")).shows("Mới nhận");
    app.signed_in(COORDINATOR).get("/staff/data-requests").shows("Bà Chín").shows("Xóa dữ liệu");
}

#[test]
fn whoever_booked_for_another_is_shown_nothing_of_their_data() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chín");
    app.write(move |act| {
        use diesel::prelude::*;
        let named = format!(
            "UPDATE bookings SET proxy_name = 'Lê Thị Thanh', proxy_relation = 'child', \
             proxy_agreed = 'spoken' WHERE id = {booking}"
        );
        diesel::sql_query(named).execute(act.conn).map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
    let sql = format!("SELECT id, code AS text FROM bookings WHERE id = {booking}");
    let code = rows(&app, &sql)[0].1.clone();
    let mut helper = app.browser();
    let page = helper.submit("/b", &[("code", &code), ("proof", "Thanh")]);
    page.is(200).hides("dữ liệu của tôi");
    let own = format!("/b/{code}/data");
    helper.get(&own).is(303);
    helper.post(&own, &[("kind", "delete")]).is(303);
    helper.get(&format!("/b/{code}")).shows("Chỉ người sẽ đến mới xem, sửa hay xóa");
    app.signed_in(COORDINATOR).get("/staff/data-requests").hides("Bà Chín");
}

#[test]
fn a_correction_leaves_no_old_value_anywhere() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let booking = app.booking(session, 0, "Bà Chính Sai");
    let mut staff = app.signed_in(COORDINATOR);
    let one = asked(&mut staff, "resident", resident_of(&app, booking), "correct");
    let form = [("name", ""), ("phone", ""), ("birth_year", "")];
    staff.post(&format!("{one}/correct"), &form).is(422);
    let form = [("name", "Bà Chính Đúng"), ("phone", "0903 123 456"), ("birth_year", "1950")];
    staff.post(&format!("{one}/correct"), &form).is(303);
    let now = rows(&app, "SELECT id, name AS text FROM residents");
    assert_eq!(now[0].1, "Bà Chính Đúng");
    let trail = rows(&app, "SELECT id, detail AS text FROM audit WHERE act = 'correct'");
    assert_eq!(trail[0].1, "name, phone, birth_year");
}

#[test]
fn a_restricted_pupil_is_kept_but_not_scheduled_until_it_is_lifted() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let one = asked(&mut officer, "pupil", world.minh_anh.0, "restrict");
    officer.post(&format!("{one}/restrict"), &[]).is(303);
    let restricted = "SELECT id, badge AS text FROM ambassadors WHERE restricted_at IS NOT NULL";
    assert_eq!(rows(&app, restricted), [(world.minh_anh.0, MINH_ANH.to_owned())]);
    officer.get(&one).shows("Bỏ hạn chế");
    officer.post(&format!("{one}/lift"), &[]).is(303);
    assert!(rows(&app, restricted).is_empty());
    let withdrawn = "SELECT id, purpose AS text FROM consents WHERE withdrawn_at IS NOT NULL";
    let one = asked(&mut officer, "guardian", world.minh_anh.0, "withdraw");
    officer.post(&format!("{one}/withdraw"), &[]).is(303);
    assert_eq!(rows(&app, withdrawn).len(), 1);
}

#[test]
fn a_deleted_resident_is_found_nowhere_and_a_namesake_stays() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let (lan, again, anh) = app
        .write(move |act| {
            Ok((
                book(act, session, 0, "Nguyễn Thị Lan", "A2")?,
                book(act, session, 1, "Nguyễn Thị Lan", "A2")?,
                book(act, session, 0, "Nguyễn Thị Lan Anh", "A4")?,
            ))
        })
        .unwrap();
    let note = "Bà NGUYỄN THỊ LAN cần ghế; Nguyễn Thị Lan Anh tự đi";
    run(&app, &format!("UPDATE sessions SET notes = '{note}' WHERE id = {session}"));
    let mut staff = app.signed_in(COORDINATOR);
    let one = asked(&mut staff, "resident", resident_of(&app, lan), "delete");
    // A letter to the same address has left before.
    staff.post(&format!("{one}/acknowledge"), &[]).is(303);
    run(&app, "UPDATE outbox SET state = 'sent'");
    staff.get(&format!("{one}/delete")).is(200).shows("Sẽ mất").shows("Còn lại");
    staff.post(&format!("{one}/delete"), &[]).is(303);
    staff.get(&one).hides("Không còn tìm thấy");
    staff.post(&format!("{one}/delete"), &[("sure", "yes")]).is(303);
    staff.get(&one).is(200).shows("Không còn tìm thấy người này").shows("tìm thấy 0");
    let names = rows(
        &app,
        "SELECT b.id, r.name AS text FROM bookings b JOIN residents r ON r.id = b.resident_id \
         ORDER BY b.id",
    );
    let expected = [(lan, FORGOTTEN), (again, FORGOTTEN), (anh, "Nguyễn Thị Lan Anh")];
    assert_eq!(names, expected.map(|(id, name)| (id.0, name.to_owned())));
    let notes = rows(&app, &format!("SELECT id, notes AS text FROM sessions WHERE id = {session}"));
    assert_eq!(notes[0].1, format!("Bà {FORGOTTEN} cần ghế; Nguyễn Thị Lan Anh tự đi"));
    staff.post(&format!("{one}/delete"), &[("sure", "yes")]).is(303);
    let answer = "SELECT id, recipient AS text FROM outbox WHERE state = 'queued'";
    let answer: Vec<String> = rows(&app, answer).into_iter().map(|row| row.1).collect();
    assert_eq!(answer, ["tra.loi@example.vn"], "the letter that tells of it");
    staff.get(&format!("{one}/letter")).shows("Kính gửi: Ông/bà");
}

#[test]
fn a_deleted_pupil_leaves_hours_and_a_namesake_behind() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let gia_han = world.gia_han;
    run(
        &app,
        &format!(
            "UPDATE accounts SET name = 'Nguyễn Ngọc Minh Anh Thư' WHERE id = \
             (SELECT account_id FROM ambassadors WHERE id = {gia_han})"
        ),
    );
    let link = format!("/school/ambassadors/{}/guardian-link", world.minh_anh);
    officer.post(&link, &[("way", "shown")]).is(200);
    let links = "SELECT ambassador_id AS id, way AS text FROM guardian_links";
    assert_eq!(rows(&app, links).len(), 1);
    let one = asked(&mut officer, "pupil", world.minh_anh.0, "delete");
    officer.post(&format!("{one}/delete"), &[("sure", "yes")]).is(303);
    officer.get(&one).shows("Không còn tìm thấy người này");
    assert!(rows(&app, links).is_empty(), "the guardian's link goes with the pupil");
    let names = rows(
        &app,
        "SELECT m.id, a.name AS text FROM ambassadors m JOIN accounts a ON a.id = m.account_id \
         ORDER BY m.id",
    );
    let name = |id: AmbassadorId| names.iter().find(|row| row.0 == id.0).unwrap().1.clone();
    assert_eq!(name(world.minh_anh), FORGOTTEN);
    assert_eq!(name(gia_han), "Nguyễn Ngọc Minh Anh Thư");
    app.browser()
        .post("/sign-in", &[("name", MINH_ANH), ("password", PASSWORD)])
        .shows("chưa đúng");
}

#[test]
fn what_has_a_step_of_its_own_is_not_answered_by_words() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    for kind in ["restrict", "withdraw", "delete"] {
        let one = asked(&mut officer, "pupil", world.minh_anh.0, kind);
        officer.submit(&format!("{one}/answer"), &[]).shows("bằng nút của nó");
        officer.get(&one).shows("Mới nhận");
    }
}

#[test]
fn other_requests_are_answered_before_the_data_go() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let copy = asked(&mut officer, "guardian", world.minh_anh.0, "see");
    let gone = asked(&mut officer, "pupil", world.minh_anh.0, "delete");
    let sure = [("sure", "yes")];
    officer.submit(&format!("{gone}/delete"), &sure).shows("yêu cầu khác đang chờ");
    officer.submit(&format!("{copy}/answer"), &[]).shows("Đã thực hiện");
    officer.submit(&format!("{gone}/delete"), &sure).shows("Không còn tìm thấy người này");
}

#[test]
fn a_pupil_reads_everything_at_once_and_asks_the_school_for_the_rest() {
    let (app, _) = TestApp::with_world();
    let mut pupil = app.signed_in(MINH_ANH);
    pupil.get("/account").shows("Dữ liệu của em");
    pupil.get("/me/data").is(200).shows("Xem ngay");
    pupil.get("/me/data/copy").is(200).shows("Hồ sơ đại sứ số").hides("Báo cáo an toàn").hides("_");
    let file = pupil.get("/me/data/copy.json");
    let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(json["data"]["ambassadors"][0]["badge"], MINH_ANH);
    assert_eq!(json["data"]["accounts"][0]["password_hash"], "***");
    pupil.post("/me/data", &[]).is(422);
    let wish = [("kind", "correct"), ("wish", "Tên đúng của em là Minh Ánh")];
    pupil.submit("/me/data", &wish).shows("Mới nhận");
    pupil.submit("/me/data", &wish);
    assert_eq!(rows(&app, "SELECT id, way AS text FROM data_requests").len(), 1, "kept once");
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get("/staff/data-requests/1").is(200).shows("Đăng nhập và gửi").shows("Minh Ánh");
    officer.submit("/staff/data-requests/1/answer", &[("answer", "Đã sửa tên rồi nhé")]);
    pupil.get("/me/data").shows("Đã thực hiện").shows("Đã sửa tên rồi nhé");
    app.signed_in(OTHER_COORDINATOR).get("/staff/data-requests/1").is(404);
    app.signed_in(COORDINATOR).get("/me/data").is(403);
}

#[test]
fn whoever_answers_and_the_administrators_are_told_once_of_each_missed_term() {
    use dai_su_so::service::housekeeping;
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    asked(&mut app.signed_in(SCHOOL_OFFICER), "pupil", world.minh_anh.0, "see");
    let told = |days: i64| {
        app.clock.move_to(app.clock.now() + chrono::TimeDelta::days(days));
        for _ in 0..2 {
            app.block_on(housekeeping::run(&app.office)).unwrap();
            app.clock.move_to(app.clock.now() + chrono::TimeDelta::minutes(3));
        }
        let late = "SELECT id, recipient AS text FROM outbox \
                    WHERE event_key LIKE 'data_request.late:%' ORDER BY recipient, id";
        rows(&app, late).into_iter().map(|row| row.1).collect::<Vec<_>>()
    };
    assert_eq!(told(3), [] as [String; 0], "Tuesday is the last day");
    let once = told(1);
    assert_eq!(once.len(), 2, "{once:?}");
    assert_eq!(told(3), once);
    assert_eq!(told(10).len(), 4, "the second term is another matter");
}

#[test]
fn the_list_costs_the_same_queries_for_two_requests_and_for_twenty() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let mut ask = |n: usize| {
        for _ in 0..n {
            asked(&mut app.signed_in(SCHOOL_OFFICER), "pupil", world.minh_anh.0, "see");
        }
        app.queries(|| drop(officer.get("/staff/data-requests")))
    };
    let few = ask(2);
    assert_eq!(ask(18), few);
}

#[test]
fn the_trail_refuses_what_somebody_typed() {
    use dai_su_so::service::holds_codes_only;
    for fine in ["", "school 12, school 13", "tables 45, columns 420, found 0", "A2 B5", "name"] {
        assert!(holds_codes_only(fine), "{fine}");
    }
    for typed in ["Em ốm", "Bận học thêm", "Nguyen Van Sau", "Văn phòng khu phố 5"] {
        assert!(!holds_codes_only(typed), "{typed}");
    }
}
