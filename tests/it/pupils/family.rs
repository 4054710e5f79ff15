//! Gia đình số: told by the pupil, confirmed by link or from paper, an hour a week.

use dai_su_so::db::DbError;
use dai_su_so::db::schema::ambassadors;
use dai_su_so::domain::ids::AmbassadorId;
use diesel::prelude::*;

use super::letters;
use crate::house::world::{CLASS_TEACHER, MINH_ANH, OTHER_OFFICER, SCHOOL_OFFICER};
use crate::house::{Browser, Page, TestApp, saturday_at};

fn tell(pupil: &mut Browser, minutes: &str) -> Page {
    let fields = [
        ("topic", "A2"),
        ("relative", "grandparent"),
        ("done_on", "2026-11-26"),
        ("minutes", minutes),
        ("can_do_alone", "yes"),
    ];
    pupil.post("/me/family", &fields)
}

/// The path of the one-time link in the newest letter to a guardian.
fn mailed_link(app: &TestApp) -> String {
    let (to, _, text) = letters(app).pop().expect("a letter");
    assert_eq!(to, "phuhuynh@example.vn");
    let at = text.find("/family/").expect("a link");
    text[at..].split_whitespace().next().unwrap().to_owned()
}

fn without_address(app: &TestApp, pupil: AmbassadorId) {
    app.write(move |act| {
        diesel::update(ambassadors::table.find(pupil))
            .set(ambassadors::guardian_email.eq(None::<String>))
            .execute(act.conn)
            .map_err(DbError::from)?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn the_guardian_confirms_by_a_link_that_works_once() {
    let (app, _) = TestApp::with_world();
    let mut pupil = app.signed_in(MINH_ANH);
    let wrong = pupil.post("/me/family", &[("minutes", "5"), ("done_on", "2026-11-01")]);
    wrong.is(422).shows("Từ 15 đến 60 phút").shows("7 ngày vừa qua");
    assert_eq!(wrong.attributes("#minutes", "value"), ["5"]);
    let to = tell(&mut pupil, "45").is(303).location();
    pupil.get(&to).shows("Phụ huynh sẽ nhận được thư").shows("Chờ phụ huynh");
    pupil.get("/me").shows("gia đình số chờ phụ huynh 0,75 giờ");

    let link = mailed_link(&app);
    let mut guardian = app.browser();
    for _ in 0..2 {
        let page = guardian.get(&link);
        page.is(200).shows("Em Anh có giúp người nhà").shows("45 phút").hides("Minh Anh");
    }
    pupil.get("/me/hours").shows("Chưa có giờ nào");
    let year = |year: &'static str, act: &'static str| [("birth_year", year), ("act", act)];
    guardian.post(&link, &year("2011", "confirm")).is(422).shows("Năm sinh của em chưa đúng");
    guardian.post(&link, &year("2013", "return")).is(422).shows("Ghi ngắn gọn điều chưa đúng");
    guardian.submit(&link, &year("2013", "confirm")).shows("Đã xác nhận. Cảm ơn phụ huynh");
    guardian.get(&link).is(200).shows("Lần giúp này đã được xác nhận");
    let twice = guardian.post(&link, &year("2013", "confirm"));
    twice.is(422).shows("Lần giúp này đã được xác nhận");
    guardian.get("/family/khong-co-dau").is(404);
    pupil.get("/me/hours").shows("Gia đình số:").shows("Tổng 0,75 giờ");

    // An hour a week: what is left is said, and more is refused.
    pupil.get("/me/family").shows("Tuần này còn 15 phút");
    tell(&mut pupil, "30").is(422).shows("Tuần đó còn 15 phút");
    tell(&mut pupil, "15").is(303);
    let link = mailed_link(&app);
    pupil.get("/me/family").shows("Tuần này em đã ghi đủ 60 phút");
    app.clock.move_to(saturday_at(7, 0).plus_minutes(15 * 24 * 60));
    guardian.get(&link).is(200).shows("Đường dẫn đã hết hạn");
    guardian.post(&link, &year("2013", "confirm")).is(422).shows("Đường dẫn đã hết hạn");
}

#[test]
fn guessing_the_birth_year_ends_after_five_tries() {
    let (app, _) = TestApp::with_world();
    tell(&mut app.signed_in(MINH_ANH), "30").is(303);
    let link = mailed_link(&app);
    let mut guesser = app.browser();
    for year in ["2008", "2009", "2010", "2011", "2012"] {
        guesser.post(&link, &[("birth_year", year), ("act", "confirm")]).is(422);
    }
    guesser.post(&link, &[("birth_year", "2014"), ("act", "confirm")]);
    let right = guesser.post(&link, &[("birth_year", "2013"), ("act", "confirm")]);
    right.is(422).shows("Đã thử quá nhiều lần");
    app.signed_in(MINH_ANH).get("/me/family").shows("Chờ phụ huynh");
}

#[test]
fn the_class_teacher_confirms_or_returns_from_paper() {
    let (app, world) = TestApp::with_world();
    without_address(&app, world.minh_anh);
    let mut pupil = app.signed_in(MINH_ANH);
    let to = tell(&mut pupil, "30").is(303).location();
    let page = pupil.get(&to);
    page.shows("nộp giấy có chữ ký cho thầy cô").shows("Đưa phụ huynh quét mã");
    let link = page.attributes("form", "action").into_iter().find(|to| to.ends_with("/link"));
    let shown = pupil.post(&link.unwrap(), &[]);
    shown.is(200).shows("Nhờ phụ huynh quét mã này").shows("/family/");
    assert_eq!(shown.all(".qr svg").len(), 1, "one square to scan");

    let mut teacher = app.signed_in(CLASS_TEACHER);
    let list = teacher.get("/school/family");
    list.is(200).shows("Nguyễn Ngọc Minh Anh · 8A1").shows("Phụ huynh đã ký giấy");
    let paper = list
        .attributes("form", "action")
        .into_iter()
        .find(|to| to.starts_with("/school/family/"))
        .expect("a form to answer with");
    app.signed_in(OTHER_OFFICER).post(&paper, &[("act", "confirm")]).is(404);
    app.signed_in(OTHER_OFFICER).get("/school/family").is(200).shows("Không có lần nào đang chờ");
    app.signed_in(MINH_ANH).post(&paper, &[("act", "confirm")]).is(403);
    teacher.submit(&paper, &[("act", "return")]).shows("Ghi ngắn gọn điều chưa đúng");
    teacher
        .submit(&paper, &[("act", "return"), ("reason", "chưa có chữ ký")])
        .shows("Đã trả lại cho em")
        .shows("Không có lần nào đang chờ");
    pupil.get("/me/family").shows("Bị trả lại").shows("Lý do: chưa có chữ ký");
    tell(&mut pupil, "60").is(303);
    let list = teacher.get("/school/family");
    let paper =
        list.attributes("form", "action").into_iter().find(|to| to.starts_with("/school/family/"));
    teacher.submit(&paper.unwrap(), &[("act", "confirm")]).shows("Đã xác nhận và ghi giờ");
    pupil.get("/me/hours").shows("Tổng 1 giờ");
    let ledger =
        app.signed_in(SCHOOL_OFFICER).get(&format!("/school/hours/pupils/{}", world.minh_anh));
    ledger.is(200).shows("Gia đình số").shows("1 giờ");
}
