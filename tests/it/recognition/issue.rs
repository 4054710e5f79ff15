//! Registers without a gap, whoever issues at the same moment; revoking; the trail.

use std::collections::BTreeMap;

use dai_su_so::domain::access::{AccountKind, Actor, Held, OrganisationKind, Person, Role};
use dai_su_so::domain::consent::Purpose;
use dai_su_so::domain::ids::*;
use dai_su_so::domain::lang::Lang;
use dai_su_so::domain::recognition::{DecisionForm, ProgrammeForm};
use dai_su_so::domain::shifts::ShiftState;
use dai_su_so::service::recognition as service;
use futures_util::future::join_all;

use super::scene::*;
use crate::house::world::*;
use crate::house::{TestApp, World};

/// Somebody with one role at the school, without signing in.
fn person(world: World, role: Role, class: Option<ClassId>) -> Actor {
    Actor::Person(Box::new(Person {
        account: world.school_officer,
        sign_in: SignInId(0),
        kind: AccountKind::Staff,
        name: "Cán bộ".into(),
        lang: Lang::Vi,
        roles: vec![Held {
            role,
            organisation: Some(world.school),
            organisation_kind: Some(OrganisationKind::School),
            organisation_name: String::new(),
            class,
            since: day(2026, 8, 1),
            until: None,
        }],
        pupil: None,
    }))
}

/// A programme of this name whose every candidate is approved.
fn ready(app: &TestApp, world: World, name: &'static str) -> ProgrammeId {
    let officer = person(world, Role::SchoolOfficer, None);
    let id = app.write_as(&officer, move |act| {
        let form = ProgrammeForm { name: name.into(), ..service::blank(act)? };
        let id = service::create(act, &form)?;
        service::compute(act, id)?;
        Ok(id)
    });
    let id = id.unwrap();
    let ids: Vec<AwardId> = awards(app)
        .into_iter()
        .filter(|award| award.state == "candidate")
        .map(|award| award.id)
        .collect();
    let teacher = person(world, Role::ClassTeacher, Some(world.class));
    let seen = app.write_as(&teacher, move |act| service::check(act, id, &ids)).unwrap();
    let board = person(world, Role::Board, None);
    let decision = DecisionForm { number: "45/QĐ-NVN".into(), decided_on: "2026-11-28".into() };
    app.write_as(&board, move |act| service::approve(act, id, &decision, seen)).unwrap();
    id
}

/// The numbers of each register, sorted.
fn registers(app: &TestApp) -> BTreeMap<String, Vec<i64>> {
    let mut registers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for award in awards(app) {
        if let (Some(register), Some(number)) = (award.register, award.number) {
            registers.entry(register).or_default().push(number);
        }
    }
    registers.values_mut().for_each(|numbers| numbers.sort_unstable());
    registers
}

#[test]
fn numbers_have_no_gap_however_many_issue_at_once() {
    let (app, world) = TestApp::with_world();
    praiseworthy(&app, world, 6);
    for pupil in [world.minh_anh, world.gia_han] {
        earn(&app, pupil, 40 * 60);
        due_shift(&app, world, pupil, ShiftState::Done);
    }
    let programmes: Vec<ProgrammeId> =
        ["Đại sứ số", "Gia đình số", "Chợ số"].map(|name| ready(&app, world, name)).into();
    let offices: Vec<_> = (0..3).map(|_| app.another_instance()).collect();
    let officer = person(world, Role::SchoolOfficer, None);
    let answers = app.block_on(join_all((0..12).map(|n| {
        let (office, id) = (&offices[n % 3], programmes[n % programmes.len()]);
        office.write(&officer, move |act| service::issue(act, id))
    })));
    let issued: usize = answers.iter().flatten().sum();
    assert_eq!(issued, 3 * 8, "each award once: {answers:?}");
    assert_eq!(answers.iter().flatten().count(), 3, "each programme once");
    for answer in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(answer.code(), "nothing_to_issue");
    }
    let registers = registers(&app);
    assert_eq!(registers["NVN/2026/TK"], (1..=18).collect::<Vec<i64>>());
    assert_eq!(registers["NVN/2026/GK"], (1..=6).collect::<Vec<i64>>());
    let tokens: std::collections::BTreeSet<_> =
        awards(&app).into_iter().filter_map(|award| award.token).collect();
    assert_eq!(tokens.len(), 24);
}

#[test]
fn one_programme_is_issued_once_by_two_at_the_same_moment() {
    let (app, world) = TestApp::with_world();
    praiseworthy(&app, world, 5);
    let id = ready(&app, world, "Đại sứ số");
    let offices = [app.office.clone(), app.another_instance()];
    let officer = person(world, Role::SchoolOfficer, None);
    for round in 0..3 {
        let answers = app.block_on(join_all(
            offices.iter().map(|office| office.write(&officer, move |act| service::issue(act, id))),
        ));
        let issued: usize = answers.iter().flatten().sum();
        assert_eq!(issued, if round == 0 { 5 } else { 0 });
    }
    assert_eq!(registers(&app)["NVN/2026/TK"], [1, 2, 3, 4, 5]);
}

#[test]
fn numbers_follow_the_class_list_and_guardians_who_agreed_are_told() {
    let (app, world, mut officer) = with_programme();
    for pupil in [world.minh_anh, world.gia_han] {
        earn(&app, pupil, 25 * 60);
    }
    agree(&app, world.gia_han, Purpose::ScheduleMessages);
    approved(&app, &mut officer, "45/QĐ-NVN");
    let page = officer.submit(&format!("{PROGRAMME}/issue"), &[]);
    page.is(200).shows("Đã ban hành 2 khen thưởng");
    // Anh stands before Hân.
    assert_eq!(live(&app, world.minh_anh).number, Some(1));
    assert_eq!(live(&app, world.gia_han).number, Some(2));
    officer.submit(&format!("{PROGRAMME}/issue"), &[]).shows("Chưa có hồ sơ nào được phê duyệt");
    let letters = letters(&app);
    assert_eq!(letters.len(), 1, "Minh Anh's guardian has not agreed to messages");
    let (key, to, text) = &letters[0];
    assert_eq!(key, &format!("award.issued:{}:guardian", live(&app, world.gia_han).id));
    assert_eq!(to, "phuhuynh@example.vn");
    assert!(text.contains("02/TK-NVN") && text.contains("Lê Gia Hân"), "{text}");
}

/// (event, recipient, text) of every letter about an award.
fn letters(app: &TestApp) -> Vec<(String, String, String)> {
    use dai_su_so::db::schema::outbox::dsl as o;
    use diesel::prelude::*;
    app.read(|act| {
        Ok(o::outbox
            .filter(o::event_key.like("award.%"))
            .select((o::event_key, o::recipient, o::body_text))
            .load(act.conn)
            .map_err(dai_su_so::db::DbError::from)?)
    })
    .unwrap()
}

#[test]
fn a_revoked_award_keeps_its_number_and_frees_the_achievement() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let first = live(&app, world.gia_han);
    let revoke = format!("/school/recognition/awards/{}/revoke", first.id);
    let page = officer.post(&revoke, &[]);
    page.is(422).shows("Hãy ghi lý do");
    officer.submit(&revoke, &[("reason", "khai sai số giờ")]).is(200).shows("Đã thu hồi");
    officer.submit(&revoke, &[("reason", "khai sai số giờ")]).shows("xem lại trạng thái");
    let paper = format!("/school/recognition/awards/{}/certificate.pdf", first.id);
    officer.get(&paper).is(409).shows("đã bị thu hồi");
    issued(&app, &mut officer, "46/QĐ-NVN");
    let second = live(&app, world.gia_han);
    assert_ne!(first.id, second.id);
    assert_eq!((first.number, second.number), (Some(1), Some(2)), "a number is used once");
    let all = awards(&app);
    assert_eq!(all.iter().filter(|award| award.state == "revoked").count(), 1);
}

#[test]
fn every_step_is_in_the_trail() {
    let (app, world, mut officer) = with_programme();
    earn(&app, world.gia_han, 25 * 60);
    issued(&app, &mut officer, "45/QĐ-NVN");
    let id = live(&app, world.gia_han).id;
    let revoke = format!("/school/recognition/awards/{id}/revoke");
    officer.submit(&revoke, &[("reason", "khai sai số giờ")]).is(200);
    let steps = app
        .read(move |act| Ok(dai_su_so::db::audit::of(act.conn, "award", id.0)?))
        .unwrap()
        .into_iter()
        .map(|row| (row.act, row.from_state, row.to_state))
        .collect::<Vec<_>>();
    let told: Vec<(&str, &str, &str)> =
        steps.iter().map(|(a, f, t)| (a.as_str(), f.as_str(), t.as_str())).collect();
    assert_eq!(
        told,
        [
            ("compute", "", "candidate"),
            ("check", "candidate", "checked"),
            ("approve", "checked", "approved"),
            ("issue", "approved", "issued"),
            ("revoke", "issued", "revoked"),
        ]
    );
}
