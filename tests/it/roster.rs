//! The school's roster in a browser: who is on it, what was signed, what was learnt.

use dai_su_so::domain::ids::AmbassadorId;

use crate::house::world::{
    CLASS_TEACHER, COORDINATOR, MINH_ANH, OTHER_OFFICER, QUOC_BAO, SCHOOL_OFFICER,
};
use crate::house::{Browser, TestApp, saturday_at};

const LIST: &str = "/school/ambassadors";
const NEXT_WEEK: &str = "/me/sessions?week=2026-12-05";

fn sign(officer: &mut Browser, pupil: AmbassadorId, side: &str, given_on: &str) -> u16 {
    let fields = [
        ("side", side),
        ("purposes", "taking_part"),
        ("given_by", "Trần Văn Ba"),
        ("given_on", given_on),
    ];
    officer.post(&format!("{LIST}/{pupil}/consents"), &fields).status
}

#[test]
fn the_list_is_searched_filtered_and_kept_to_ones_own_pupils() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let page = officer.get(LIST);
    page.is(200).shows("3 em trong danh sách này").shows("Trần Quốc Bảo").shows("Đủ hai chữ ký");
    officer.get(&format!("{LIST}?q=quoc+bao")).shows("1 em trong").hides("Nguyễn Ngọc Minh Anh");
    officer.get(&format!("{LIST}?class={}", world.class)).shows("2 em").hides("Trần Quốc Bảo");
    officer.get(&format!("{LIST}?which=no_consent")).shows("1 em").shows("Trần Quốc Bảo");
    officer.get(&format!("{LIST}?q=khong+co+ai")).shows("Không có em nào");

    let mut teacher = app.signed_in(CLASS_TEACHER);
    teacher.get(LIST).is(200).shows("2 em").hides("Trần Quốc Bảo").hides("Thêm một em");
    teacher.get(&format!("{LIST}/{}", world.quoc_bao)).is(404);
    let own = format!("{LIST}/{}", world.minh_anh);
    teacher.get(&own).is(200).hides("Nhập phiếu giấy đã ký").hides("Cho tạm nghỉ");
    teacher.post(&format!("{own}/pause"), &[]).is(403);
    let mut other = app.signed_in(OTHER_OFFICER);
    other.get(LIST).is(200).hides("Nguyễn Ngọc Minh Anh");
    other.get(&own).is(404);
    for act in ["details", "standing", "consents", "certifications", "pause", "resume"] {
        other.post(&format!("{own}/{act}"), &[]).is(404);
    }
    app.signed_in(COORDINATOR).get(LIST).is(403);
    officer.in_english().get(&own).is(200).shows("Consents").shows("Certifications");
}

#[test]
fn a_pupil_is_added_and_changed_and_wrong_input_is_kept() {
    let (app, world) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let new = format!("{LIST}/new");
    let wrong = [("name", "Nguyễn Thị Hoa"), ("birth_year", "1950"), ("guardian_phone", "12")];
    let page = officer.post(&new, &wrong);
    page.is(422).shows("đại sứ số từ 11 đến 18 tuổi").shows("Hãy chọn một lớp");
    assert_eq!(page.attributes("#name", "value"), ["Nguyễn Thị Hoa"]);
    let class = world.class.to_string();
    let fields = [
        ("name", "Nguyễn Thị Hoa"),
        ("class", &*class),
        ("birth_year", "2013"),
        ("guardian_name", "Nguyễn Văn Tư"),
        ("guardian_phone", "0903 111 222"),
    ];
    let one = officer.post(&new, &fields).is(303).location();
    let page = officer.get(&one);
    page.is(200).shows("Đã thêm em vào danh sách").shows("Nguyễn Thị Hoa").shows("8A1");
    page.shows("Chưa có chữ ký của em").shows("Chưa có chữ ký của phụ huynh");
    let details = format!("{one}/details");
    officer.post(&details, &[("name", ""), ("class", &class)]).is(422);
    let mut changed = fields;
    changed[0] = ("name", "Nguyễn Thị Hoa Mai");
    officer.submit(&details, &changed).shows("Đã lưu").shows("Nguyễn Thị Hoa Mai");
    let standing = [("level", "2"), ("week_hours", "4"), ("home_area", "")];
    officer.submit(&format!("{one}/standing"), &standing).shows("Đã lưu");
    let loose = [("level", "2"), ("week_hours", "9"), ("home_area", "")];
    officer.post(&format!("{one}/standing"), &loose).is(422);
    officer.submit(&format!("{one}/pause"), &[]).shows("Đã cho tạm nghỉ");
    officer.get(&format!("{LIST}?which=paused")).shows("Nguyễn Thị Hoa Mai");
    officer.submit(&format!("{one}/resume"), &[]).shows("Đã mở lại");
}

#[test]
fn a_pasted_list_is_previewed_and_its_good_lines_added() {
    let (app, _) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let paste = format!("{LIST}/paste");
    let lines = "Họ tên; lớp; năm sinh; phụ huynh; điện thoại\n\
                 Lý Thị Tám; 8A1; 2013; Lý Văn Một; 0903111222\n\
                 Đỗ Văn Chín; 6/3; 2015; Đỗ Thị Hai; 0903111333; do@example.vn\n\
                 Lý Thị Tám; 8A1; 2013; Lý Văn Một; 0903111222\n\
                 Không Có Lớp; 9Z; 2013; Ai Đó; 0903111444\n\
                 Thiếu cột";
    officer.post(&paste, &[("lines", " ")]).is(422).shows("Chưa có dòng nào");
    let preview = officer.post(&paste, &[("lines", lines)]);
    preview.is(200).shows("Thêm 2 em").shows("3 dòng chưa đúng").shows("đã có trong danh sách");
    officer.get(LIST).shows("3 em trong danh sách này");
    let cards = officer.submit(&paste, &[("lines", lines), ("act", "add")]);
    cards.shows("2 em đã được thêm").shows("Lý Thị Tám").shows("Đỗ Văn Chín");
    officer.get(LIST).shows("5 em trong danh sách này");

    // A card is printed once; what stands on it opens the door.
    let ids = cards.attributes("input[name=ids]", "value");
    let sheet = officer.post(&format!("{LIST}/cards"), &[("ids", &ids[0])]);
    sheet.is(200).shows("Tờ này chỉ hiện một lần");
    let on_it = sheet.all("main code");
    let (name, password) = (on_it[0].as_str(), on_it[3].as_str());
    let mut pupil = app.browser();
    pupil.post("/sign-in", &[("name", name), ("password", password)]).is(303);
    pupil.get("/me").is(200).shows("Em chưa đồng ý tham gia năm học này");
    officer.get(&format!("{LIST}/cards")).shows("Lý Thị Tám").hides("Đỗ Văn Chín").hides(password);
}

#[test]
fn shifts_follow_consents_and_certifications() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(7 * 24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(7 * 24 * 60);
    });
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let mut pupil = app.signed_in(QUOC_BAO);
    let bao = world.quoc_bao;
    let one = format!("{LIST}/{bao}");
    let reasons = |pupil: &mut Browser| {
        pupil.get(NEXT_WEEK).attributes("li[data-reason]", "data-reason").join(" ")
    };
    let free = [("free", "6-morning")];
    pupil.post("/me/week", &free).is(409).shows("Em chưa đồng ý tham gia năm học này");
    assert_eq!(reasons(&mut pupil), "child_consent guardian_consent not_certified not_free");
    assert_eq!(sign(&mut officer, bao, "child", "2026-11-30"), 422, "not in the future");
    assert_eq!(sign(&mut officer, bao, "child", "2026-06-01"), 422, "not of last year");
    assert_eq!(sign(&mut officer, bao, "child", "2026-11-20"), 303);
    assert_eq!(reasons(&mut pupil), "guardian_consent not_certified not_free");
    assert_eq!(sign(&mut officer, bao, "guardian", "2026-11-21"), 303);
    pupil.submit("/me/week", &free).shows("Đã lưu");
    officer.get(&one).shows("Trần Văn Ba, 21/11/2026");

    let certify = format!("{one}/certifications");
    assert!(officer.get(&one).attributes("input[name=topics][value=R1]", "value").is_empty());
    officer
        .post(&certify, &[("level", "1"), ("topics", "R1")])
        .is(422)
        .shows("ít nhất một thủ tục");
    officer.submit(&certify, &[("level", "2"), ("topics", "A2")]);
    pupil.get(NEXT_WEEK).shows("Em nhận được (1)");
    let take = format!("/me/sessions/{session}/take");
    let shift = pupil.post(&take, &[]).is(303).location();

    // Withdrawing consent takes the shift away at once; what is signed anew counts again.
    let withdrawn = officer.submit(
        &format!("{one}/consents/withdraw"),
        &[("purpose", "taking_part"), ("side", "guardian")],
    );
    withdrawn.shows("Đã rút đồng ý").shows("1 ca sắp tới").shows("Đã rút");
    pupil.get(&shift).is(200).shows("Đã rút");
    assert_eq!(reasons(&mut pupil), "guardian_consent");
    assert_eq!(sign(&mut officer, bao, "guardian", "2026-11-28"), 303);
    officer.submit(&format!("{certify}/A2/remove"), &[]).shows("Đã bỏ chứng nhận");
    assert_eq!(reasons(&mut pupil), "not_certified");
}

#[test]
fn the_schools_calendar_and_limits_decide_about_shifts() {
    let (app, world) = TestApp::with_world();
    app.session_with(world, |new| {
        new.starts_at = saturday_at(8, 0).plus_minutes(7 * 24 * 60);
        new.ends_at = saturday_at(10, 0).plus_minutes(7 * 24 * 60);
    });
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let mut pupil = app.signed_in(MINH_ANH);
    let calendar = "/school/calendar";
    officer.post(calendar, &[("kind", "exam_week"), ("from_day", "?")]).is(422);
    let exams = [
        ("kind", "exam_week"),
        ("from_day", "2026-11-30"),
        ("to_day", "2026-12-05"),
        ("name", "Kiểm tra giữa kỳ"),
    ];
    let page = officer.submit(calendar, &exams);
    page.shows("Đã thêm ngày nghỉ").shows("Kiểm tra giữa kỳ");
    pupil.get(NEXT_WEEK).shows("Tuần kiểm tra: không xếp ca trực");
    let remove = page.attributes("form", "action").into_iter().find(|to| to.ends_with("/remove"));
    officer.submit(&remove.unwrap(), &[]).shows("Đã bỏ");
    let tight = [("session_minutes", "90"), ("week_hours", "6"), ("latest_end", "18:00")];
    officer.submit("/school/limits", &tight).shows("Đã lưu giới hạn");
    pupil.get(NEXT_WEEK).shows("mỗi ca trực tối đa 1,5 giờ");
    let lessons = format!("/school/classes/{}/lessons", world.class);
    officer.get(&lessons).is(200).shows("8A1");
    app.signed_in(CLASS_TEACHER).get(calendar).is(403);
    app.signed_in(OTHER_OFFICER).get(&lessons).is(404);
}
