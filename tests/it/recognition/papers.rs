//! Papers and pages: certificates, the list of proposals, the pupil's own page, and what
//! the public learns.

use dai_su_so::domain::consent::Purpose;

use super::scene::*;
use crate::house::world::*;
use crate::house::{Page, TestApp};

fn is_private_pdf(page: &Page) {
    page.is(200);
    assert!(page.bytes.starts_with(b"%PDF-"));
    assert_eq!(page.header("content-type"), Some("application/pdf"));
    assert!(page.header("cache-control").unwrap().contains("private"));
}

#[test]
fn certificates_are_printed_singly_and_in_one_file() {
    let (app, world, mut officer) = with_programme();
    officer.get(&format!("{PROGRAMME}/certificates.pdf")).is(409).shows("Chưa có gì để in");
    officer.get(&format!("{PROGRAMME}/proposal.pdf")).is(409);
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.minh_anh, 40 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let id = live(&app, world.gia_han).id;
    let one = officer.get(&format!("/school/recognition/awards/{id}/certificate.pdf"));
    is_private_pdf(&one);
    let all = officer.get(&format!("{PROGRAMME}/certificates.pdf"));
    is_private_pdf(&all);
    assert!(all.bytes.len() > one.bytes.len());
    is_private_pdf(&app.signed_in(BOARD).get(&format!("{PROGRAMME}/proposal.pdf")));
    let mut stranger = app.signed_in(OTHER_OFFICER);
    stranger.get(&format!("/school/recognition/awards/{id}/certificate.pdf")).is(404);
    stranger.get(&format!("/school/recognition/awards/{id}")).is(404);
    stranger
        .post(&format!("/school/recognition/awards/{id}/revoke"), &[("reason", "tò mò thôi")])
        .is(404);
}

#[test]
fn a_pupil_sees_the_way_and_downloads_only_the_own_paper() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.minh_anh, 450);
    support(&app, world, world.minh_anh, 5);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let id = live(&app, world.gia_han).id;
    let mut holder = app.signed_in(GIA_HAN);
    holder.get("/me/awards").is(200).shows("Thư khen").shows("01/TK-NVN").shows("25/40 giờ");
    is_private_pdf(&holder.get(&format!("/me/awards/{id}/certificate.pdf")));
    let mut other = app.signed_in(MINH_ANH);
    let page = other.get("/me/awards");
    page.shows("7,5/10 giờ").shows("5/8 lượt").shows("Em còn thiếu 2,5 giờ, 3 lượt hỗ trợ.");
    page.shows("Chưa có giấy nào").hides("01/TK-NVN");
    other.get(&format!("/me/awards/{id}/certificate.pdf")).is(404);
    other.get(&format!("/school/recognition/awards/{id}")).is(403);
    let queries = |browser: &mut crate::house::Browser| {
        app.queries(|| {
            browser.get("/me/awards").is(200);
        })
    };
    assert_eq!(queries(&mut holder), queries(&mut other));
}

#[test]
fn a_school_without_programme_says_so_to_its_pupils() {
    let (app, _) = TestApp::with_world();
    app.signed_in(GIA_HAN).get("/me/awards").is(200).shows("chưa công bố");
}

#[test]
fn the_public_page_names_initials_and_class_with_consent_alone() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let token = live(&app, world.gia_han).token.unwrap();
    let mut visitor = app.browser();
    let path = format!("/v/{token}");
    let page = visitor.get(&path);
    page.is(200).shows("Có hiệu lực").shows("01/TK-NVN").shows("Một học sinh của trường");
    page.shows("28/11/2026").shows("Trường THCS Nguyễn Vĩnh Nghiệp").shows("2026–2027");
    for secret in ["Lê", "Gia Hân", "25 giờ", "8A1"] {
        page.hides(secret);
    }
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert!(page.header("x-robots-tag").unwrap().contains("noindex"));
    visitor.get(&path.to_lowercase().replace("/V/", "/v/")).is(200);
    app.browser().in_english().get(&path).shows("A pupil of the school").shows("Valid.");

    agree(&app, world.gia_han, Purpose::PublicName);
    visitor.get(&path).shows("Lê G. H. – Học sinh lớp 8A1").shows("25 giờ").hides("Gia Hân");
    for side in ["child", "guardian"] {
        withdraw(&app, world.gia_han, side);
        visitor.get(&path).hides("Lê").hides("25 giờ").hides("8A1");
    }
    visitor.get("/v/AAAAAAAAAAAAAAAAAA").is(404);
}

/// One side withdraws the public name; the other signs anew before the next withdrawal.
fn withdraw(app: &TestApp, pupil: dai_su_so::domain::ids::AmbassadorId, side: &'static str) {
    use dai_su_so::db::schema::consents::dsl as c;
    use diesel::prelude::*;
    app.write(move |act| {
        let of = c::consents
            .filter(c::ambassador_id.eq(pupil))
            .filter(c::purpose.eq("public_name").and(c::withdrawn_at.is_null()));
        diesel::update(of.filter(c::side.eq(side)))
            .set(c::withdrawn_at.eq(act.now))
            .execute(act.conn)
            .map_err(dai_su_so::db::DbError::from)?;
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_revoked_paper_says_so_with_its_day_but_not_why() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let award = live(&app, world.gia_han);
    let revoke = format!("/school/recognition/awards/{}/revoke", award.id);
    officer.submit(&revoke, &[("reason", "khai sai số giờ")]).is(200);
    let page = app.browser().get(&format!("/v/{}", award.token.unwrap()));
    page.is(200).shows("Đã thu hồi ngày 28/11/2026").shows("01/TK-NVN").hides("khai sai");
    page.hides("Có hiệu lực");
    app.signed_in(GIA_HAN).get("/me/awards").shows("Đã thu hồi").hides("Tải giấy");
}

#[test]
fn classes_are_compared_and_pupils_are_not() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.quoc_bao, 180);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let page = officer.get(&format!("{PROGRAMME}/classes"));
    page.is(200).shows("8A1").shows("6/3").shows("28 giờ").hides("Gia Hân");
    let rows = page.all(".table tbody tr");
    assert!(rows[0].starts_with("8A1 2 25 giờ"), "most hours first: {rows:?}");
}
