//! The programme of a school year: its defaults, its form, and when its tiers are fixed.

use super::scene::*;
use crate::house::TestApp;
use crate::house::world::*;

#[test]
fn a_programme_opens_with_the_usual_tiers_and_the_principal_as_signatory() {
    let (app, _) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    officer.get("/school/recognition").is(200).shows("Chưa có chương trình nào");
    let page = officer.get("/school/recognition/programmes/new");
    assert_eq!(page.attributes("#signatory_name", "value"), ["Đỗ Minh Hiếu"]);
    assert_eq!(page.attributes("#place_name", "value"), ["Đông Hưng Thuận"]);
    assert_eq!(page.attributes("#from_day", "value"), ["2026-08-01"]);
    let hours: Vec<_> =
        (0..3).flat_map(|n| page.attributes(&format!("#tier_hours-{n}"), "value")).collect();
    assert_eq!(hours, ["10", "25", "40"]);
    open_programme(&mut officer);
    let page = officer.get(PROGRAMME);
    page.is(200).shows("Năm học 2026–2027").shows("≥ 40 giờ").shows("≥ 90 %");
    officer.get("/school/recognition").shows("Đại sứ số – Bình dân học vụ số");
}

#[test]
fn a_wrong_form_comes_back_with_what_was_typed() {
    let (app, _) = TestApp::with_world();
    let mut officer = app.signed_in(SCHOOL_OFFICER);
    let new = "/school/recognition/programmes/new";
    let page = officer.post(new, &[("name", "Tên gõ dở"), ("to_day", "2027-05-31")]);
    page.is(422).shows("Hãy chọn một ngày").shows("ít nhất một mức");
    assert_eq!(page.attributes("#name", "value"), ["Tên gõ dở"]);
    let mut fields = typed(&officer.get(new));
    let hours = fields.iter_mut().filter(|(name, _)| name == "tier_hours").nth(1).unwrap();
    hours.1 = "9".into();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let page = officer.post(new, &fields);
    page.is(422).shows("nhiều giờ hơn mức trước");
    assert_eq!(page.attributes("#tier_hours-1", "value"), ["9"]);
}

#[test]
fn the_same_name_is_not_opened_twice_in_a_year() {
    let (_app, _, mut officer) = with_programme();
    let new = "/school/recognition/programmes/new";
    let fields = typed(&officer.get(new));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    officer.post(new, &fields).is(422).shows("đã có chương trình tên như vậy");
}

#[test]
fn the_plan_stands_on_the_programmes_page_and_the_next_programme_begins_with_it() {
    let (_app, _, mut officer) = with_programme();
    let edit = format!("{PROGRAMME}/edit");
    let mut fields = typed(&officer.get(&edit));
    for (name, value) in &mut fields {
        match name.as_str() {
            "plan_number" => *value = "126/KH-NVN".into(),
            "plan_date" => *value = "2025-10-11".into(),
            _ => {}
        }
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    officer.submit(&edit, &fields).is(200).shows("Kế hoạch 126/KH-NVN ngày 11/10/2025");
    let next = officer.get("/school/recognition/programmes/new");
    assert_eq!(next.attributes("#plan_number", "value"), ["126/KH-NVN"]);
}

#[test]
fn new_tiers_send_checked_candidates_back_and_approval_fixes_them() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 26 * 60);
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).shows("1 em mới đạt");
    let award = live(&app, world.gia_han);
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let id = award.id.to_string();
    teacher.submit(&format!("{PROGRAMME}/check"), &[("award", &id)]).is(200);
    assert_eq!(live(&app, world.gia_han).state, "checked");

    let edit = format!("{PROGRAMME}/edit");
    let change = |officer: &mut crate::house::Browser, hours: &str| {
        let mut fields = typed(&officer.get(&edit));
        let tier = fields.iter_mut().filter(|(name, _)| name == "tier_hours").nth(1).unwrap();
        tier.1 = hours.into();
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        officer.post(&edit, &fields).is(303);
    };
    change(&mut officer, "26");
    assert_eq!(live(&app, world.gia_han).state, "candidate", "to be checked again");
    change(&mut officer, "27,5");
    assert!(awards(&app).is_empty(), "26 hours reach no tier any more");
    change(&mut officer, "25");
    assert_eq!(live(&app, world.gia_han).state, "candidate");

    approved(&app, &mut officer, "45/QĐ-NVN");
    let page = officer.get(&edit);
    page.shows("không sửa mức được nữa");
    assert!(page.attributes("#tier_hours-1", "value").is_empty());
    let fields = typed(&page);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    officer.submit(&edit, &fields).is(200).shows("Đã lưu");
    let forged = [&fields[..], &[("tier_name_vi", "Mức"), ("tier_name_en", "Tier")]].concat();
    let forged = [&forged[..], &[("tier_hours", "1"), ("tier_form", "letter")]].concat();
    officer.submit(&edit, &forged).is(200).shows("không sửa được mức nữa");
}

#[test]
fn a_programme_is_found_only_by_its_own_school() {
    let (app, world, _) = with_programme();
    earn(&app, world.gia_han, 26 * 60);
    let mut stranger = app.signed_in(OTHER_OFFICER);
    stranger.get("/school/recognition").is(200).hides("Bình dân học vụ số");
    for what in ["", "/edit", "/missing", "/classes", "/proposal.pdf", "/certificates.pdf"] {
        stranger.get(&format!("{PROGRAMME}{what}")).is(404);
    }
    for what in ["/candidates", "/issue", "/edit"] {
        let page = stranger.post(&format!("{PROGRAMME}{what}"), &[]);
        assert!([404, 422].contains(&page.status), "{what}: {}", page.status);
    }
}

#[test]
fn pages_speak_english_too() {
    let (app, world, _) = with_programme();
    earn(&app, world.gia_han, 26 * 60);
    let mut officer = app.signed_in(SCHOOL_OFFICER).in_english();
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).is(200).shows("1 new");
    officer.get(PROGRAMME).shows("Letter of praise").shows("26/25 hours");
    for page in ["/missing", "/classes", "/edit"] {
        officer.get(&format!("{PROGRAMME}{page}")).is(200).hides("Đang chờ");
    }
    let id = live(&app, world.gia_han).id;
    officer.get(&format!("/school/recognition/awards/{id}")).shows("Became a candidate");
    app.signed_in(GIA_HAN).in_english().get("/me/awards").shows("The way to the next award");
}
