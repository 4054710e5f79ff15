//! Who becomes a candidate, what is missing for the others, and the teacher's word.

use dai_su_so::domain::shifts::ShiftState;
use dai_su_so::service::recognition;

use super::scene::*;
use crate::house::world::*;
use crate::house::{TestApp, saturday_at};

#[test]
fn the_highest_tier_reached_is_proposed_with_each_figure() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.minh_anh, 750);
    support(&app, world, world.minh_anh, 8);
    earn(&app, world.gia_han, 40 * 60);
    for state in [ShiftState::Done, ShiftState::Absent] {
        due_shift(&app, world, world.gia_han, state);
    }
    earn(&app, world.quoc_bao, 450);
    support(&app, world, world.quoc_bao, 5);
    let page = officer.submit(&format!("{PROGRAMME}/candidates"), &[]);
    page.shows("2 em mới đạt").shows("12,5/10 giờ").shows("8/8 lượt");
    page.shows("40/25 giờ").shows("Thư khen");
    let tiers = page.all("td[data-label=Mức]");
    assert_eq!(tiers.len(), 2);
    assert!(tiers.iter().all(|tier| !tier.contains("Giấy khen")), "attendance is 50 %: {tiers:?}");
    let missing = officer.get(&format!("{PROGRAMME}/missing"));
    missing.shows("Trần Quốc Bảo").shows("7,5/10 giờ").shows("2,5 giờ; 3 lượt hỗ trợ");
    missing.hides("Minh Anh");
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).shows("không có gì thay đổi");
}

#[test]
fn what_nobody_checked_follows_the_figures_and_what_was_checked_stays() {
    let (app, world, mut officer) = with_programme();
    let compute = format!("{PROGRAMME}/candidates");
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.minh_anh, 25 * 60);
    officer.submit(&compute, &[]).shows("2 em mới đạt");
    let checked = live(&app, world.minh_anh).id.to_string();
    let mut teacher = app.signed_in(CLASS_TEACHER);
    teacher.submit(&format!("{PROGRAMME}/check"), &[("award", &checked)]).is(200);
    earn(&app, world.gia_han, 20 * 60);
    earn(&app, world.minh_anh, 20 * 60);
    let forty_hours = officer.submit(&compute, &[]);
    forty_hours.shows("1 em đổi số liệu");
    let tiers = officer.get(PROGRAMME).all("td[data-label=Mức]");
    assert!(tiers.iter().all(|tier| !tier.contains("Giấy khen")), "no shift, no attendance");
    due_shift(&app, world, world.gia_han, ShiftState::Done);
    officer.submit(&compute, &[]).shows("0 em mới đạt, 1 em đổi số liệu");
    officer.get(&format!("{PROGRAMME}?state=candidate")).shows("45/40 giờ");
    officer.get(&format!("{PROGRAMME}?state=checked")).shows("25/25 giờ");
    assert_eq!(awards(&app).len(), 2);
}

#[test]
fn lists_are_computed_once_a_night_and_never_by_day() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.minh_anh, 750);
    support(&app, world, world.minh_anh, 8);
    let night = || app.block_on(recognition::compute_nightly(&app.office)).unwrap();
    assert_eq!(night(), 0, "seven in the morning is day");
    assert!(awards(&app).is_empty());
    app.clock.move_to(saturday_at(7, 0).plus_minutes(20 * 60));
    assert_eq!(night(), 1);
    assert_eq!(awards(&app).len(), 1);
    earn(&app, world.gia_han, 25 * 60);
    assert_eq!(night(), 0, "once a night is enough");
    assert_eq!(awards(&app).len(), 1);
    app.clock.move_to(saturday_at(7, 0).plus_minutes(44 * 60));
    assert_eq!(night(), 1);
    assert_eq!(awards(&app).len(), 2);
    officer.get(PROGRAMME).shows("Lê Gia Hân");
}

#[test]
fn only_the_classs_own_teacher_checks_or_sets_aside() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.quoc_bao, 25 * 60);
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).shows("2 em mới đạt");
    officer.get(PROGRAMME).shows("6/3").shows("Lớp chưa có giáo viên chủ nhiệm");
    let (own, other) = (live(&app, world.gia_han).id, live(&app, world.quoc_bao).id);
    let mut teacher = app.signed_in(CLASS_TEACHER);
    teacher.get(PROGRAMME).shows("Lê Gia Hân").hides("Quốc Bảo");
    let class = live_class(&app, world.quoc_bao);
    teacher.get(&format!("{PROGRAMME}?class={class}")).is(200).hides("Quốc Bảo");
    teacher.get(&format!("{PROGRAMME}/missing")).hides("Quốc Bảo");
    let other = other.to_string();
    teacher.post(&format!("{PROGRAMME}/check"), &[("award", &other)]).is(404);
    let award = |id: &str, what: &str| format!("/school/recognition/awards/{id}{what}");
    teacher.get(&award(&other, "")).is(404);
    teacher.post(&award(&other, "/set-aside"), &[("reason", "không đúng lớp")]).is(404);

    let own = own.to_string();
    let page = teacher.post(&award(&own, "/set-aside"), &[("reason", "vì")]);
    page.is(422).shows("Hãy ghi lý do");
    assert_eq!(page.attributes("#reason", "value"), ["vì"]);
    assert_eq!(page.attributes("details.confirm", "open").len(), 1);
    let reason = [("reason", "gia đình xin chưa nhận đợt này")];
    teacher.submit(&award(&own, "/set-aside"), &reason).is(200).shows("ra khỏi danh sách");
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]).shows("không có gì thay đổi");
    officer.get(&format!("{PROGRAMME}?state=set_aside")).shows("gia đình xin chưa nhận đợt này");
    teacher.submit(&award(&own, "/reopen"), &[]).is(200).shows("đưa lại vào danh sách");
    assert_eq!(live(&app, world.gia_han).state, "candidate");
    teacher.submit(&award(&own, "/reopen"), &[]).shows("xem lại trạng thái");
    let history = teacher.get(&award(&own, ""));
    history.shows("Vào danh sách xét").shows("Không đề nghị: gia đình xin chưa nhận đợt này");
}

/// The class an award's pupil is in.
fn live_class(app: &TestApp, pupil: dai_su_so::domain::ids::AmbassadorId) -> i64 {
    use dai_su_so::db::schema::ambassadors::dsl as a;
    use diesel::prelude::*;
    app.read(move |act| {
        let class = a::ambassadors.find(pupil).select(a::class_id).first(act.conn);
        Ok(class.map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

#[test]
fn the_board_approves_what_it_saw_and_may_take_somebody_off_the_list() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    earn(&app, world.minh_anh, 25 * 60);
    officer.submit(&format!("{PROGRAMME}/candidates"), &[]);
    let (first, second) = (live(&app, world.gia_han).id, live(&app, world.minh_anh).id);
    let mut board = app.signed_in(BOARD);
    let approve = format!("{PROGRAMME}/approve");
    board.get(&approve).shows("Chưa có hồ sơ nào được giáo viên");
    let mut teacher = app.signed_in(CLASS_TEACHER);
    let check = format!("{PROGRAMME}/check");
    teacher.submit(&check, &[("award", &first.to_string())]).is(200);
    let fields = [("number", "45/QĐ-NVN"), ("decided_on", "2026-11-28"), ("seen", "1")];
    let page = board
        .post(&approve, &[("number", "không số"), ("decided_on", "2026-11-29"), ("seen", "1")]);
    page.is(422).shows("Hãy nhập số quyết định").shows("còn ở tương lai");
    assert_eq!(page.attributes("#number", "value"), ["không số"]);
    teacher.submit(&check, &[("award", &second.to_string())]).is(200);
    board.submit(&approve, &fields).shows("vừa được người khác xử lý");
    let take_off = format!("/school/recognition/awards/{second}/take-off");
    board.post(&take_off, &[]).is(422);
    board.submit(&take_off, &[("reason", "chờ xác minh thêm")]).is(200);
    board.submit(&approve, &fields).is(200).shows("Đã phê duyệt 1");
    assert_eq!(live(&app, world.gia_han).state, "approved");
    let again = board.post(&approve, &fields);
    assert_eq!(again.status, 303, "nothing is left to approve");

    // The second one comes back with the next decision; the number of the first is used.
    let mut teacher = app.signed_in(CLASS_TEACHER);
    teacher.submit(&format!("/school/recognition/awards/{second}/reopen"), &[]).is(200);
    teacher.submit(&check, &[("award", &second.to_string())]).is(200);
    board.post(&approve, &fields).is(422).shows("đã dùng trong chương trình");
}

#[test]
fn a_list_costs_the_same_queries_for_two_and_for_twenty() {
    let (app, world, mut officer) = with_programme();
    let pages = ["", "/missing", "/classes", "/approve", "/proposal.pdf"];
    let mut board = app.signed_in(BOARD);
    let mut costs = Vec::new();
    for more in [2, 20] {
        let batch = app.write(move |act| {
            let code = format!("nvn-5{more}");
            pupil(act, "x", &code, "Em chưa đủ", world.school, world.class, 2013, world.area)
        });
        earn(&app, batch.unwrap(), 60);
        praise_more(&app, world, more);
        officer.submit(&format!("{PROGRAMME}/candidates"), &[]).is(200);
        let mut teacher = app.signed_in(CLASS_TEACHER);
        let ids: Vec<String> = awards(&app).iter().map(|award| award.id.to_string()).collect();
        let half: Vec<(&str, &str)> =
            ids.iter().step_by(2).map(|id| ("award", id.as_str())).collect();
        teacher.submit(&format!("{PROGRAMME}/check"), &half).is(200);
        let cost: Vec<u64> = pages
            .iter()
            .map(|page| {
                app.queries(|| {
                    board.get(&format!("{PROGRAMME}{page}")).is(200);
                })
            })
            .collect();
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1], "{pages:?}");
}

/// Pupils with names of their own each time it is called.
fn praise_more(app: &TestApp, world: World, count: usize) {
    let added: Vec<_> = app
        .write(move |act| {
            (0..count)
                .map(|n| {
                    let code = format!("nvn-{count}-{n}");
                    pupil(act, "x", &code, &code, world.school, world.class, 2013, world.area)
                })
                .collect()
        })
        .unwrap();
    for pupil in added {
        earn(app, pupil, 25 * 60);
    }
}
