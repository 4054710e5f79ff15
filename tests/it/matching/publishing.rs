//! Published: who is told, what was resolved, what is mended, and once only.

use dai_su_so::db::shifts::{NewShift, add as add_shift};
use dai_su_so::domain::sessions::SessionState;
use dai_su_so::domain::shifts::ShiftSource;

use super::*;

#[test]
fn guardians_are_told_once_and_only_where_both_sides_agreed() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    for (slot, name) in [(0, "Bà Chín"), (0, "Ông Tư"), (1, "Cô Ba"), (1, "Bác Năm")] {
        app.booking(session, slot, name);
    }
    app.write(move |act| {
        agree_to_messages(act, world.minh_anh, &[Side::Child, Side::Guardian])?;
        agree_to_messages(act, world.gia_han, &[Side::Guardian])
    })
    .unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.submit(&format!("{path}/publish"), &[]).shows("4 lượt").shows("1 thư cho phụ huynh");
    let sent = letters(&app);
    assert_eq!(sent.len(), 1);
    let text = &sent[0].body_text;
    assert!(text.contains("Minh Anh") && text.contains("2 lượt") && text.contains("8:00–10:00"));
    assert!(!text.contains("Bà Chín") && !text.contains("Ông Tư"), "no resident is named");
    let again = plan(&mut diem, session);
    diem.submit(&format!("{again}/publish"), &[]).shows("4 lượt").shows("0 thư");
    assert_eq!((letters(&app).len(), matches(&app).len()), (1, 4), "nothing changed, nobody told");
}

#[test]
fn what_changed_meanwhile_is_passed_over_and_reported() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    app.booking(session, 0, "Ông Tư");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    cancel(&app, chin);
    let ready = move |act: &mut Act<'_>| {
        use dai_su_so::db::schema::availability::dsl as v;
        let gone = v::availability.filter(v::ambassador_id.eq(world.gia_han));
        diesel::delete(gone).execute(act.conn).map_err(DbError::from)?;
        let gone = v::availability.filter(v::ambassador_id.eq(world.minh_anh));
        diesel::delete(gone).execute(act.conn).map_err(DbError::from)?;
        Ok(())
    };
    app.write(ready).unwrap();
    app.booking(session, 2, "Cô Ba");
    let page = diem.get(&path);
    page.shows("1 lượt đặt mới từ khi xếp").shows("Đã hủy");
    let page = diem.submit(&format!("{path}/publish"), &[]);
    page.shows("2 lượt đã thay đổi").shows("Người đặt đã hủy").shows("Ngoài giờ rảnh");
    assert!(matches(&app).is_empty() && shifts_of(&app).is_empty());
}

#[test]
fn planning_again_keeps_what_was_published_and_replaces_what_must_change() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    let chin = app.booking(session, 0, "Bà Chín");
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.submit(&format!("{path}/publish"), &[]);
    let before = matches(&app)[0].1;
    let other = if before == world.minh_anh { world.gia_han } else { world.minh_anh };
    let again = plan(&mut diem, session);
    diem.get(&again).shows("giữ như đã báo");
    let pair = [("booking", chin.to_string()), ("ambassador", other.to_string())];
    let pair: Vec<(&str, &str)> = pair.iter().map(|(k, v)| (*k, v.as_str())).collect();
    diem.submit(&format!("{again}/pin"), &pair)
        .shows("Khác với bản đã báo: 0 lượt thêm, 1 lượt đổi em");
    diem.submit(&format!("{again}/publish"), &[]);
    let expected = vec![
        (chin, before, MatchState::Replaced, false),
        (chin, other, MatchState::Published, true),
    ];
    assert_eq!(matches(&app), expected);
    let kept = plan(&mut diem, session);
    diem.get(&kept).shows("Đã ghim");
    diem.submit(&format!("{kept}/unpin"), &[("booking", &chin.to_string())]);
    diem.submit(&format!("{kept}/publish"), &[]);
    assert_eq!(matches(&app)[1], (chin, other, MatchState::Published, false), "pin let go");
}

#[test]
fn a_declined_shift_is_mended_at_once_without_touching_the_rest() {
    let (app, world) = TestApp::with_world();
    let session = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(24 * 60);
        new.ends_at = new.ends_at.plus_minutes(24 * 60);
        new.ambassadors_wanted = 2;
    });
    let chin = app.booking(session, 0, "Bà Chín");
    let tu = app.booking(session, 0, "Ông Tư");
    app.write(move |act| agree_to_messages(act, world.quoc_bao, &[Side::Child, Side::Guardian]))
        .unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.submit(&format!("{path}/publish"), &[]);
    let first = matches(&app);
    app.write(move |act| make_ready(act, world.quoc_bao)).unwrap();

    app.clock.move_to(saturday_at(7, 5));
    let decliner = first[0].1;
    let shift = app.write(move |act| {
        use shifts_table::dsl as s;
        let mine = s::shifts.filter(s::ambassador_id.eq(decliner)).select(s::id);
        Ok(mine.first::<ShiftId>(act.conn).map_err(DbError::from)?)
    });
    let (shift, form) = (shift.unwrap(), ReasonForm { reason: "Em bận thi học kỳ".into() });
    app.write_as(&pupil(&app, world, decliner), move |act| shifts::decline(act, shift, &form))
        .unwrap();
    let mended = app.block_on(matching::mend_all(&app.office)).unwrap();
    // The jobs of the running application may have been first.
    assert!(mended <= 1);
    let expected = vec![
        (chin, decliner, MatchState::Declined, false),
        (chin, world.quoc_bao, MatchState::Published, false),
        (tu, first[1].1, MatchState::Published, false),
    ];
    wait_until(|| matches(&app) == expected, || format!("{:?}", matches(&app)));
    assert_eq!(letters(&app).len(), 1, "the one who takes over is told");
    assert_eq!(app.block_on(matching::mend_all(&app.office)).unwrap(), 0, "once is enough");
    diem.get("/staff/matching").shows("Hệ thống").shows("2/2");
}

#[test]
fn who_agreed_to_come_has_nothing_more_to_answer() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let take = move |act: &mut Act<'_>| shifts::take(act, session);
    app.write_as(&pupil(&app, world, world.minh_anh), take).unwrap();
    let mut diem = app.signed_in(COORDINATOR);
    let path = plan(&mut diem, session);
    diem.submit(&format!("{path}/publish"), &[]).shows("Đã nhận lời");
    assert_eq!(matches(&app)[0].1, world.minh_anh, "who is there already comes first");
    assert_eq!(matches(&app)[0].2, MatchState::Accepted);
    assert_eq!(shifts_of(&app), [(world.minh_anh, ShiftState::Taken)]);
}

#[test]
fn two_people_who_publish_at_once_publish_once() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    for (slot, name) in [(0, "Bà Chín"), (0, "Ông Tư"), (1, "Cô Ba")] {
        app.booking(session, slot, name);
    }
    let mut diem = app.signed_in(COORDINATOR);
    let plans: Vec<RunId> = (0..4).map(|_| run_id(&plan(&mut diem, session))).collect();
    let publish = |run: RunId| matching::publish(&app.office, &Actor::House, run);
    let done = app.block_on(async {
        let twice = plans.iter().chain(&plans).map(|run| publish(*run));
        futures_util::future::join_all(twice).await
    });
    let published = done.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(published, 4, "each plan once: {done:?}");
    assert!(done.iter().all(|o| o.as_ref().err().is_none_or(|e| e.code() == "run_decided")));
    let live = matches(&app).into_iter().filter(|m| m.2 == MatchState::Published).count();
    assert_eq!((live, shifts_of(&app).len()), (3, 2));
}

#[test]
fn a_week_from_the_command_line_is_a_dry_run_unless_told_otherwise() {
    let (app, world) = TestApp::with_world();
    let session = app.open_session(world);
    app.booking(session, 0, "Bà Chín");
    let week = Week::parse("2026-W48").unwrap();
    let dry = app.block_on(matching::week(&app.office, week, Some("DHT"), false)).unwrap();
    assert_eq!((dry.len(), dry[0].draft.worth.served, dry[0].published), (1, 1, None));
    assert!(matches(&app).is_empty());
    let all = app.block_on(matching::week(&app.office, week, None, true)).unwrap();
    assert_eq!(all.len(), 2, "every ward");
    let mine = all.iter().find(|report| report.ward.contains("Đông Hưng Thuận")).unwrap();
    assert_eq!(mine.published.map(|outcome| outcome.made), Some(1));
    assert_eq!(matches(&app).len(), 1);
    let nowhere = app.block_on(matching::week(&app.office, week, Some("XYZ"), false));
    assert_eq!(nowhere.unwrap_err().code(), "not_found");
}

/// In a session that has begun the desk decides who helps whom.
#[test]
fn a_session_that_has_begun_is_left_to_its_desk() {
    let (app, world) = TestApp::with_world();
    let running = app.session_with(world, |new| new.state = SessionState::Running);
    let today = app.open_session(world);
    let tomorrow = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(24 * 60);
        new.ends_at = new.ends_at.plus_minutes(24 * 60);
    });
    let walked_in = app.booking(running, 0, "Bà Chín");
    let early = app.booking(today, 0, "Ông Tư");
    let later = app.booking(tomorrow, 0, "Cô Ba");
    let mut diem = app.signed_in(COORDINATOR);
    let alone = [("scope", format!("session:{running}"))];
    let alone = [(alone[0].0, alone[0].1.as_str())];
    diem.submit("/staff/matching", &alone).shows("bàn đón tiếp xếp ai giúp ai");
    let path = diem.post("/staff/matching", &[("scope", "week:2026-W48")]).location();
    ready(&mut diem, &path).shows("2/2");

    // The morning begins before anybody publishes.
    app.clock.move_to(saturday_at(8, 5));
    app.booking(today, 1, "Bác Năm");
    diem.get(&path).hides("lượt đặt mới từ khi xếp");
    diem.submit(&format!("{path}/publish"), &[]).shows("Buổi đã bắt đầu");
    let matched: Vec<BookingId> = matches(&app).into_iter().map(|m| m.0).collect();
    assert_eq!(matched, [later]);
    let week = Week::parse("2026-W48").unwrap();
    app.block_on(matching::week(&app.office, week, Some("DHT"), true)).unwrap();
    for session in [running, today] {
        app.block_on(matching::mend(&app.office, session)).unwrap();
    }
    let matched: Vec<BookingId> = matches(&app).into_iter().map(|m| m.0).collect();
    assert_eq!(matched, [later], "not {walked_in} and not {early}");
}

/// A shift in a session that is left out of the plan still takes its hours.
#[test]
fn hours_of_a_running_session_count_in_the_plan_around_it() {
    let (app, world) = TestApp::with_world();
    let running = app.session_with(world, |new| new.state = SessionState::Running);
    let beside = app.session_with(world, |new| {
        new.starts_at = new.starts_at.plus_minutes(60);
        new.ends_at = new.ends_at.plus_minutes(60);
    });
    app.booking(beside, 0, "Bà Chín");
    app.booking(beside, 0, "Ông Tư");
    app.write(move |act| {
        let new = NewShift {
            session_id: running,
            ambassador_id: world.minh_anh,
            state: ShiftState::Present,
            source: ShiftSource::Own,
            reason: "",
            created_at: act.now,
        };
        Ok(add_shift(act.conn, &new)?)
    })
    .unwrap();
    let week = Week::parse("2026-W48").unwrap();
    let report = app.block_on(matching::week(&app.office, week, Some("DHT"), false)).unwrap();
    let draft = &report[0].draft;
    assert_eq!(draft.sessions, [beside]);
    assert!(draft.pairs.iter().all(|pair| pair.ambassador == world.gia_han), "{draft:?}");
    assert_eq!(draft.pairs.len(), 1);
}
