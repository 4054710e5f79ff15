//! Consent from end to end: asked by link, on paper and in the child's account, withdrawn, and
//! followed by everything that rests on it.

mod guardian;
mod public;
mod school;

use dai_su_so::db::DbError;
use dai_su_so::db::ambassadors::{self, Signature};
use dai_su_so::db::schema::{ambassadors as rows, outbox};
use dai_su_so::domain::consent::{ConsentMethod, Purpose, Side};
use dai_su_so::domain::ids::AmbassadorId;
use diesel::prelude::*;

use crate::house::world::{MINH_ANH, QUOC_BAO, YEAR};
use crate::house::{Browser, TestApp};

/// (event, recipient, text) of every message, the oldest first.
fn letters(app: &TestApp) -> Vec<(String, String, String)> {
    app.read(|act| {
        Ok(outbox::table
            .order(outbox::id)
            .select((outbox::event_key, outbox::recipient, outbox::body_text))
            .load(act.conn)
            .map_err(DbError::from)?)
    })
    .unwrap()
}

/// The path of the guardian's link in a text.
fn link_in(text: &str) -> String {
    let at = text.rfind("/guardian/").expect("a link");
    text[at..].split_whitespace().next().unwrap().to_owned()
}

/// The school mails the guardian a link; its path.
fn mailed(app: &TestApp, school: &mut Browser, pupil: AmbassadorId) -> String {
    let path = format!("/school/ambassadors/{pupil}/guardian-link");
    school.submit(&path, &[("way", "email")]).shows("Đã gửi thư cho phụ huynh");
    let (event, to, text) = letters(app).pop().expect("a letter");
    assert!(event.starts_with("guardian.link:"), "{event}");
    assert_eq!(to, "phuhuynh@example.vn");
    link_in(&text)
}

/// A browser in which the link is open.
fn opened(app: &TestApp, link: &str, year: &str) -> Browser {
    let mut guardian = app.browser();
    guardian.submit(link, &[("birth_year", year)]).is(200).shows("Phụ huynh của em");
    guardian
}

/// Signs for a purpose on each of these sides.
fn agree(app: &TestApp, pupil: AmbassadorId, purpose: Purpose, sides: &'static [Side]) {
    app.write(move |act| {
        for side in sides {
            let signature = Signature {
                ambassador: pupil,
                purpose,
                side: *side,
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

fn without_address(app: &TestApp, pupil: AmbassadorId) {
    app.write(move |act| {
        diesel::update(rows::table.find(pupil))
            .set(rows::guardian_email.eq(None::<String>))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_child_answers_for_itself_and_can_only_learn_until_both_agree() {
    let (app, world) = TestApp::with_world();
    let mut pupil = app.signed_in(QUOC_BAO);
    // Every page says so kindly and leads to where it is put right; what acts is refused.
    for page in ["/me", "/me/week", "/me/sessions", "/me/shifts", "/me/family", "/me/hours"] {
        let page = pupil.get(page);
        page.is(200).shows("Em chưa đồng ý tham gia").shows("Mở “Em đồng ý những gì”");
    }
    let session = app.open_session(world);
    pupil.submit(&format!("/me/sessions/{session}/take"), &[]).shows("Chưa có chữ ký đồng ý");
    pupil.post("/me/week", &[("free", "6-morning")]).is(409).shows("vẫn xem và học được");
    pupil.post("/me/week/exceptions", &[("day", "2026-12-05")]).is(409);
    pupil.submit("/me/week/exceptions/1/remove", &[]).shows("vẫn xem và học được");
    pupil.post("/me/bookings/1/start", &[]).is(303);
    let help = [
        ("topic", "A2"),
        ("relative", "parent"),
        ("done_on", "2026-11-26"),
        ("minutes", "30"),
        ("can_do_alone", "yes"),
    ];
    pupil.post("/me/family", &help).is(409);
    pupil.get("/topics").is(200);

    let page = pupil.get("/me/consents");
    page.is(200).shows("Em đồng ý những gì").shows("Em muốn tham gia Đại sứ số");
    pupil
        .get("/me/safety")
        .is(200)
        .shows("Xem em đồng ý những gì")
        .shows("Mở “Em đồng ý những gì”");
    page.hides("Báo khi con đến và ra về").hides("Mở “Em đồng ý những gì”");
    assert!(page.attributes("input[type=radio][checked]", "name").is_empty(), "nothing is ticked");
    pupil.post("/me/consents", &[]).is(422).shows("ít nhất một mục");
    let said = [("taking_part", "yes"), ("photo", "no")];
    let page = pupil.submit("/me/consents", &said);
    page.shows("Đã ghi 1 mục đồng ý, 1 mục không đồng ý").shows("Trước đây: không đồng ý");
    page.shows("tài khoản của em").shows("Phụ huynh của em chưa đồng ý");
    pupil.get("/me").shows("Phụ huynh chưa đồng ý cho em tham gia");

    // The officer types the guardian's paper in, with a no beside the yes.
    let mut officer = app.signed_in(crate::house::world::SCHOOL_OFFICER);
    let one = format!("/school/ambassadors/{}", world.quoc_bao);
    officer.get(&one).is(200).shows("Không đồng ý").shows("tài khoản của em");
    let both = [
        ("side", "guardian"),
        ("purposes", "taking_part"),
        ("refused", "taking_part"),
        ("given_by", "Trần Văn Ba"),
        ("given_on", "2026-11-20"),
    ];
    officer.post(&format!("{one}/consents"), &both).is(422).shows("vừa “Có” vừa “Không”");
    let paper = [
        ("side", "guardian"),
        ("purposes", "taking_part"),
        ("refused", "public_name"),
        ("given_by", "Trần Văn Ba"),
        ("given_on", "2026-11-20"),
    ];
    let page = officer.submit(&format!("{one}/consents"), &paper);
    page.shows("Đã ghi 1 mục đồng ý, 1 mục không đồng ý").shows("Trần Văn Ba, 20/11/2026");
    pupil.get("/me").hides("chưa đồng ý cho em tham gia");
    pupil.submit("/me/week", &[("free", "6-morning")]).shows("Đã lưu");

    // The child changes its mind by itself.
    let gone = pupil.submit("/me/consents/withdraw", &[("purpose", "taking_part")]);
    gone.shows("Đã rút, có hiệu lực ngay");
    pupil.get("/me").shows("Em chưa đồng ý tham gia");
    pupil.post("/me/consents/withdraw", &[("purpose", "taking_part")]).is(404);
    pupil.submit("/me/consents/withdraw", &[]).shows("Chọn mục cần rút");
}

#[test]
fn a_withdrawal_stops_letters_that_have_not_left() {
    let (app, world) = TestApp::with_world();
    agree(&app, world.minh_anh, Purpose::ScheduleMessages, Side::ALL);
    let mut pupil = app.signed_in(MINH_ANH);
    let own = format!("matching:1:{}", world.minh_anh);
    let other = format!("matching:1:{}", world.gia_han);
    let keys = [own.clone(), other.clone(), "session.moved:1:1:pupil:999:0".to_owned()];
    app.write(move |act| {
        for key in &keys {
            act.send(&dai_su_so::service::Letter {
                event_key: key.clone(),
                email: "phuhuynh@example.vn".into(),
                subject: "Lịch".into(),
                text: "Lịch".into(),
                html: "Lịch".into(),
            })?;
        }
        Ok(())
    })
    .unwrap();
    let gone = pupil.submit("/me/consents/withdraw", &[("purpose", "schedule_messages")]);
    gone.shows("Đã rút, có hiệu lực ngay");
    let left: Vec<String> = letters(&app).into_iter().map(|(event, ..)| event).collect();
    assert!(!left.contains(&own), "{left:?}");
    assert!(left.contains(&other) && left.len() == 2, "{left:?}");
}
