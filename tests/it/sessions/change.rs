//! Changing and calling off: nobody loses a seat unnoticed, and those concerned are told.

use dai_su_so::db::ambassadors::{self, Signature};
use dai_su_so::db::sessions as db;
use dai_su_so::db::shifts::{self, NewShift};
use dai_su_so::domain::consent::{ConsentMethod, Purpose, Side};
use dai_su_so::domain::ids::*;
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::shifts::{ShiftSource, ShiftState};
use dai_su_so::paths::sessions as paths;

use super::{Typed, form_of, posted};
use crate::house::TestApp;
use crate::house::world::*;

/// Minh Anh takes a shift; her family signed for messages.
pub(super) fn on_duty(app: &TestApp, world: World, session: SessionId) {
    app.write(move |act| {
        let new = NewShift {
            session_id: session,
            ambassador_id: world.minh_anh,
            state: ShiftState::Taken,
            source: ShiftSource::Own,
            reason: "",
            created_at: act.now,
        };
        shifts::add(act.conn, &new)?;
        Ok(())
    })
    .unwrap();
}

fn signed_for_messages(app: &TestApp, world: World) {
    app.write(move |act| {
        for side in [Side::Child, Side::Guardian] {
            let signature = Signature {
                ambassador: world.minh_anh,
                purpose: Purpose::ScheduleMessages,
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

/// The times of a session's slots and how many residents hold a seat in each.
fn slots(app: &TestApp, id: SessionId) -> Vec<(String, i64)> {
    let slots = app.read(move |act| Ok(db::slots(act.conn, id)?)).unwrap();
    slots.iter().map(|s| (s.starts_at.time().format("%H:%M").to_string(), s.taken)).collect()
}

#[test]
fn a_session_moves_with_its_bookings_and_everybody_is_told() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    signed_for_messages(&app, world);
    on_duty(&app, world, id);
    app.booking(id, 1, "Trần Thị Lan");
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id)));
    let later = form.with("day", "2026-12-06").with("from", "8:00").with("to", "11:00");
    let page = browser.post(&paths::edit(id), &later.clone().with("act", "check").fields());
    page.is(200)
        .shows("Cả buổi dời như nhau")
        .shows("Trần Thị Lan 0903 123 456")
        .shows("8:00–8:30 8:30–9:00")
        .shows("Nguyễn Ngọc Minh Anh")
        .shows("Giữ ca")
        .shows("thư cho phụ huynh");
    let saved = browser.submit(&paths::edit(id), &form_of(&page).with("act", "save").fields());
    saved.shows("1 người cần gọi báo").shows("Danh sách gọi điện").shows("0903 123 456");
    saved.hides("0903123456").hides("+84");
    saved.shows("5/12/2026 7:30–10:30, Văn phòng khu phố 5 → 6/12/2026 8:00–11:00");
    assert_eq!(slots(&app, id)[1], ("08:30".to_owned(), 1));
    let day = app.rows("bookings WHERE day = '2026-12-06'");
    assert_eq!(day, 1);
    let guardian = app.letters_to("phuhuynh@example.vn");
    assert_eq!(guardian.len(), 1);
    assert!(guardian[0].body_text.contains("Chủ nhật, 6/12/2026, 8:00–11:00"));
    assert!(guardian[0].body_text.contains("Trước đây: Thứ Bảy, 5/12/2026, 7:30–10:30"));
    for email in [SUPERVISOR, SCHOOL_OFFICER] {
        assert_eq!(app.letters_to(email)[0].subject, "Buổi hỗ trợ đổi giờ hoặc nơi", "{email}");
    }
    browser.get(&paths::one(id)).shows("Đổi giờ hoặc nơi");
}

#[test]
fn a_published_session_does_not_move_to_where_its_adults_are_needed_elsewhere() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    posted(&mut browser, &Typed::posting(world), "publish");
    let afternoon = Typed::posting(world).with("from", "14:00").with("to", "16:00");
    let id = posted(&mut browser, &afternoon, "publish");
    let form = form_of(&browser.get(&paths::edit(id)));
    let morning = form.with("from", "9:00").with("to", "11:00");
    let page = browser.post(&paths::edit(id), &morning.clone().with("act", "check").fields());
    page.is(200).shows("đã có buổi");
    let save = form_of(&page).with("act", "save");
    let page = browser.post(&paths::edit(id), &save.fields());
    page.is(422).shows("đã phụ trách buổi khác, nên không đủ hai người lớn");
    assert_eq!(slots(&app, id)[0].0, "14:00");
}

#[test]
fn without_both_signatures_no_guardian_is_written_to() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    on_duty(&app, world, id);
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id)));
    let later = form.with("from", "8:00").with("to", "11:00");
    let page = browser.post(&paths::edit(id), &later.clone().with("act", "check").fields());
    page.shows("nhà trường báo giúp");
    browser.submit(&paths::edit(id), &later.with("act", "save").fields()).shows("Đã lưu");
    assert!(app.letters_to("phuhuynh@example.vn").is_empty());
}

#[test]
fn a_pupil_who_is_not_free_then_is_withdrawn_and_shown_before() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    on_duty(&app, world, id);
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id)));
    // A Monday evening: Minh Anh is free at weekends only.
    let monday = form.with("day", "2026-12-07").with("from", "16:00").with("to", "18:30");
    let page = browser.post(&paths::edit(id), &monday.clone().with("act", "check").fields());
    page.is(200).shows("Rút ca");
    browser.submit(&paths::edit(id), &monday.with("act", "save").fields()).shows("Đã lưu");
    assert_eq!(app.rows("shifts WHERE state = 'withdrawn'"), 1);
}

#[test]
fn slots_with_bookings_are_not_removed_and_seats_not_taken_away() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    app.booking(id, 0, "Trần Thị Lan");
    app.booking(id, 3, "Lê Văn Ba");
    app.booking(id, 3, "Ngô Thị Tư");
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id)));
    let shorter = form.clone().with("from", "8:00");
    let page = browser.post(&paths::edit(id), &shorter.clone().with("act", "check").fields());
    page.is(200).shows("Còn 1 lượt đặt").shows("Trần Thị Lan").shows("Khung bị bỏ");
    browser
        .post(&paths::edit(id), &shorter.with("act", "save").fields())
        .is(422)
        .shows("Còn 1 lượt đặt");
    let fewer = form.clone().with("seats", 1).with("act", "check");
    browser.post(&paths::edit(id), &fewer.fields()).is(200).shows("đã có 2 người");
    browser.post(&paths::edit(id), &fewer.with("act", "save").fields()).is(422);
    assert_eq!(slots(&app, id).len(), 6);
    // At the other end nobody is in the way.
    let earlier_end = form.with("to", "9:30").with("seats", 3).with("act", "save");
    browser.submit(&paths::edit(id), &earlier_end.fields()).shows("Danh sách gọi điện");
    let left: Vec<_> = slots(&app, id);
    assert_eq!(left.iter().map(|s| s.1).collect::<Vec<_>>(), [1, 0, 0, 2]);
}

#[test]
fn two_people_editing_at_once_do_not_overwrite_each_other() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id)));
    let mine = form.clone().with("seats", 5).with("act", "save");
    let yours = form.with("seats", 6).with("act", "save");
    browser.submit(&paths::edit(id), &mine.fields()).shows("Đã lưu thay đổi");
    browser.submit(&paths::edit(id), &yours.fields()).shows("Có người vừa sửa");
    assert_eq!(app.session(id).seats, 5);
}

#[test]
fn a_session_that_began_is_led_from_the_desk() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    let mut browser = app.coordinator();
    let form = form_of(&browser.get(&paths::edit(id))).with("act", "save");
    app.clock.move_to(app.session(id).starts_at);
    assert_eq!(browser.get(&paths::edit(id)).is(303).location(), paths::one(id));
    browser.submit(&paths::edit(id), &form.fields()).shows("Đã đến giờ bắt đầu");
    browser.submit(&paths::cancel(id), &[("reason", "Mưa")]).shows("Đã đến giờ bắt đầu");
    browser.get(&paths::one(id)).hides("Hủy buổi</span>");
}

#[test]
fn an_edit_reaches_this_and_following_only_in_what_was_edited() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-26");
    let first = posted(&mut browser, &typed, "draft");
    let ids: Vec<SessionId> = (0..4).map(|n| SessionId(first.0 + n)).collect();
    let own = form_of(&browser.get(&paths::edit(ids[2]))).with("seats", 9).with("act", "save");
    browser.submit(&paths::edit(ids[2]), &own.fields()).shows("Đã lưu");
    let form = form_of(&browser.get(&paths::edit(ids[1])));
    let typed = form.with("from", "8:00").with("to", "10:00").with("scope", "following");
    let page = browser.post(&paths::edit(ids[1]), &typed.clone().with("act", "check").fields());
    page.is(200).shows("Số buổi sẽ đổi: 3");
    browser
        .submit(&paths::edit(ids[1]), &typed.with("act", "save").fields())
        .shows("3 buổi đã đổi");
    let times: Vec<_> = ids.iter().map(|id| slots(&app, *id)[0].0.clone()).collect();
    assert_eq!(times, ["07:30", "08:00", "08:00", "08:00"]);
    assert_eq!(app.session(ids[2]).seats, 9, "what was special there stays");
    let all = form_of(&browser.get(&paths::edit(ids[3])))
        .with("title", "Thứ Bảy số")
        .with("scope", "all");
    browser.submit(&paths::edit(ids[3]), &all.with("act", "save").fields()).shows("4 buổi đã đổi");
    assert_eq!(app.session(ids[0]).title, "Thứ Bảy số");
}

#[test]
fn calling_off_ends_bookings_once_and_gives_a_call_list() {
    let (app, world) = TestApp::with_world();
    let id = app.open_ahead(world);
    signed_for_messages(&app, world);
    on_duty(&app, world, id);
    app.booking(id, 0, "Trần Thị Lan");
    app.booking(id, 1, "Lê Văn Ba");
    let mut browser = app.coordinator();
    browser.get(&paths::cancel(id)).is(200).shows("2 người dân đã đặt").shows("1 đại sứ số có ca");
    browser.post(&paths::cancel(id), &[]).is(422).shows("Ghi lý do hủy");
    let page = browser.submit(&paths::cancel(id), &[("reason", "Mưa lớn, mất điện")]);
    page.shows("Đã hủy buổi").shows("Buổi đã hủy.").shows("Trần Thị Lan").shows("Lê Văn Ba");
    let session = app.session(id);
    assert_eq!(session.state, SessionState::Cancelled);
    assert_eq!(session.cancel_reason.as_deref(), Some("Mưa lớn, mất điện"));
    assert!(slots(&app, id).iter().all(|s| s.1 == 0), "every seat is given back");
    for (of, n) in [
        ("bookings WHERE state = 'cancelled' AND cancel_reason = 'Mưa lớn, mất điện'", 2),
        ("shifts WHERE state = 'withdrawn'", 1),
        ("audit WHERE entity = 'booking' AND to_state = 'cancelled'", 2),
        ("audit WHERE entity = 'session' AND to_state = 'cancelled'", 1),
    ] {
        assert_eq!(app.rows(of), n, "{of}");
    }
    for email in [SUPERVISOR, SCHOOL_OFFICER, "phuhuynh@example.vn"] {
        let letters = app.letters_to(email);
        assert_eq!(letters[0].subject, "Buổi hỗ trợ đã hủy", "{email}");
        assert!(letters[0].body_text.contains("Mưa lớn, mất điện"));
    }
    browser.submit(&paths::cancel(id), &[("reason", "Lần nữa")]).shows("không đổi được nữa");
    browser.get(dai_su_so::paths::sessions::LIST).hides("5/12/2026");
}

#[test]
fn calling_off_the_rest_of_a_series_leaves_what_came_before() {
    let (app, world) = TestApp::with_world();
    let mut browser = app.coordinator();
    let typed = Typed::posting(world).with("until", "2026-12-26");
    let first = posted(&mut browser, &typed, "draft");
    let third = SessionId(first.0 + 2);
    browser.get(&paths::cancel(third)).shows("Buổi này và các buổi sau");
    let fields = [("reason", "Hết kế hoạch"), ("scope", "following")];
    browser.submit(&paths::cancel(third), &fields).shows("2 buổi đã hủy");
    assert_eq!(app.rows("sessions WHERE state = 'draft'"), 2);
}
