//! The way to the next award is the one that the school computes.

use crate::house::world::MINH_ANH;
use crate::recognition::scene::{earn, with_programme};

#[test]
fn the_pupils_pages_and_the_school_say_the_same() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.minh_anh, 450);
    let mut pupil = app.signed_in(MINH_ANH);
    let missing = "Em còn thiếu 2,5 giờ, 8 lượt hỗ trợ.";
    for page in ["/me", "/me/hours", "/me/awards"] {
        pupil.get(page).is(200).shows("Mức tiếp theo:").shows("7,5/10 giờ").shows(missing);
    }
    let missed = officer.get("/school/recognition/programmes/1/missing");
    missed.is(200).shows("Nguyễn Ngọc Minh Anh").shows("7,5/10 giờ");
    pupil.in_english().get("/me").shows("Still missing: 2.5 hours, 8 supports.");
    let one = officer.get(&format!("/school/ambassadors/{}", world.minh_anh));
    let ledger = format!("/school/hours/pupils/{}", world.minh_anh);
    assert!(one.is(200).attributes("main a", "href").contains(&ledger));
}
