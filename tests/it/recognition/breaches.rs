//! Safety breaches: noted and withdrawn by the school, and what they cost.

use dai_su_so::domain::shifts::ShiftState;

use super::scene::*;
use crate::house::world::*;

const BREACHES: &str = "/school/recognition/breaches";

#[test]
fn a_breach_bars_the_commendation_until_it_is_withdrawn() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 40 * 60);
    due_shift(&app, world, world.gia_han, ShiftState::Done);
    let who = world.gia_han.to_string();
    let fields = [
        ("ambassador", who.as_str()),
        ("happened_on", "2026-11-21"),
        ("what", "Tự cầm điện thoại của bà con để thao tác"),
    ];
    officer.get(BREACHES).is(200).shows("Không có vi phạm nào");
    officer.submit(BREACHES, &fields).is(200).shows("Đã ghi nhận").shows("Lê Gia Hân");
    let compute = format!("{PROGRAMME}/candidates");
    officer.submit(&compute, &[]).shows("40/25 giờ");
    officer.get(&format!("{PROGRAMME}/missing")).hides("Gia Hân");
    let progress = app.signed_in(GIA_HAN).get("/me/awards");
    progress.shows("1 vi phạm an toàn");

    let withdraw = format!("{BREACHES}/1/withdraw");
    let page = officer.post(&withdraw, &[("reason", "x")]);
    page.is(422).shows("Hãy ghi lý do");
    assert_eq!(page.attributes("#reason", "value"), ["x"]);
    officer.submit(&withdraw, &[("reason", "ghi nhầm em khác")]).is(200).shows("Đã rút lại");
    officer.submit(&withdraw, &[("reason", "ghi nhầm em khác")]).shows("đã được rút lại rồi");
    officer.submit(&compute, &[]).shows("1 em đổi số liệu").shows("Không có vi phạm an toàn");
}

#[test]
fn only_ones_own_pupils_can_be_noted_and_secrets_are_refused() {
    let (app, world, mut officer) = with_programme();
    let page = officer.post(BREACHES, &[("what", "ngắn")]);
    page.is(422).shows("Hãy chọn một em").shows("ít nhất 10 ký tự");
    assert_eq!(page.all("#what"), ["ngắn"]);
    let who = world.gia_han.to_string();
    let secret = [
        ("ambassador", who.as_str()),
        ("happened_on", "2026-11-21"),
        ("what", "Giữ căn cước số 079201001234 của bà con"),
    ];
    officer.post(BREACHES, &secret).is(422);
    let fields = [
        ("ambassador", who.as_str()),
        ("happened_on", "2026-11-21"),
        ("what", "Đến nhà riêng một mình"),
    ];
    app.signed_in(OTHER_OFFICER).post(BREACHES, &fields).is(404);
    officer.submit(BREACHES, &fields).is(200);
    app.signed_in(OTHER_OFFICER).get(BREACHES).hides("Gia Hân");
    app.signed_in(OTHER_OFFICER)
        .post(&format!("{BREACHES}/1/withdraw"), &[("reason", "không phải")])
        .is(404);
    app.signed_in(CLASS_TEACHER).get(BREACHES).is(403);
}

#[test]
fn the_list_costs_the_same_queries_for_two_and_for_twenty() {
    let (app, world, mut officer) = with_programme();
    let who = world.gia_han.to_string();
    let mut costs = Vec::new();
    for more in [2, 18] {
        for n in 0..more {
            let what = format!("Đến nhà riêng lần thứ {n}");
            let fields =
                [("ambassador", who.as_str()), ("happened_on", "2026-11-21"), ("what", &what)];
            officer.submit(BREACHES, &fields).is(200);
        }
        costs.push(app.queries(|| {
            officer.get(BREACHES).is(200);
        }));
    }
    assert_eq!(costs[0], costs[1]);
}
