//! Reasons of time: free hours, lessons, closed days, caps, nights, and the way between two
//! places.

use super::*;

#[test]
fn the_session_lies_inside_free_times_and_the_days_exceptions() {
    let free = |spans: &'static [(i64, i64)]| {
        move |c: &mut Candidate, _: &mut SessionFacts| {
            c.free = spans.iter().map(|m| Weekly { weekday: 6, minutes: *m }).collect();
        }
    };
    expect(free(&[]), &[Refusal::NotFree]);
    expect(free(&[(480, 600)]), &[]);
    expect(free(&[(481, 600)]), &[Refusal::NotFree]);
    expect(free(&[(480, 599)]), &[Refusal::NotFree]);
    // Times that meet are one; a gap of a minute is not.
    expect(free(&[(400, 540), (540, 700)]), &[]);
    expect(free(&[(400, 540), (541, 700)]), &[Refusal::NotFree]);
    let exception = |d, available, minutes| {
        move |c: &mut Candidate, _: &mut SessionFacts| {
            c.exceptions.push(DayException { day: day(d), available, minutes });
        }
    };
    expect(exception(28, false, (0, 1440)), &[Refusal::NotFree]);
    expect(exception(28, false, (599, 620)), &[Refusal::NotFree]);
    expect(exception(28, false, (600, 700)), &[]);
    expect(exception(28, false, (0, 480)), &[]);
    expect(exception(21, false, (0, 1440)), &[]);
    expect(
        |c, _| {
            c.free.clear();
            c.exceptions.push(DayException { day: day(28), available: true, minutes: (480, 600) });
        },
        &[],
    );
}

#[test]
fn nobody_is_taken_out_of_lessons() {
    let wednesday = |from: u32, to: u32| {
        move |_: &mut Candidate, s: &mut SessionFacts| {
            (s.starts_at, s.ends_at) = (at(25, from / 60, from % 60), at(25, to / 60, to % 60));
        }
    };
    let (mut candidate, mut session) = (ready(), saturday());
    wednesday(16 * 60, 17 * 60)(&mut candidate, &mut session);
    let now = at(20, 12, 0);
    assert_eq!(check(&candidate, &session, &[], now), Err(vec![Refusal::AtSchool]));
    wednesday(16 * 60 + 30, 18 * 60)(&mut candidate, &mut session);
    assert_eq!(check(&candidate, &session, &[], now), Ok(()), "lessons end as it begins");
}

#[test]
fn closed_days_of_the_country_the_school_and_the_ward_count_and_no_others() {
    let closed = |organisation, kind, from, to| ClosedSpan {
        organisation,
        kind,
        from_day: day(from),
        to_day: day(to),
        name: Message::new("Nghỉ", "Closed"),
    };
    let (candidate, session) = (ready(), saturday());
    for (organisation, kind) in [
        (None, ClosedKind::Holiday),
        (Some(SCHOOL), ClosedKind::ExamWeek),
        (Some(WARD), ClosedKind::Closure),
    ] {
        let week = [closed(organisation, kind, 23, 28)];
        assert_eq!(reasons(&candidate, &session, &week), [Refusal::Closed(kind)]);
        let over = [closed(organisation, kind, 20, 27), closed(organisation, kind, 29, 30)];
        assert_eq!(reasons(&candidate, &session, &over), []);
    }
    let elsewhere = [closed(Some(OrganisationId(99)), ClosedKind::ExamWeek, 23, 28)];
    assert_eq!(reasons(&candidate, &session, &elsewhere), []);
}

#[test]
fn a_session_has_at_most_three_hours_and_ends_by_seven_in_the_evening() {
    expect(|_, s| s.ends_at = at(28, 11, 0), &[]);
    expect(
        |_, s| s.ends_at = at(28, 11, 1),
        &[Refusal::SessionTooLong { most: 180 }, Refusal::DayFull { most: 180 }],
    );
    let evening = |minute| {
        move |_: &mut Candidate, s: &mut SessionFacts| {
            (s.starts_at, s.ends_at) = (at(28, 17, 30), at(28, 19, minute));
        }
    };
    expect(evening(0), &[]);
    expect(evening(1), &[Refusal::NotFree, Refusal::TooLate { latest: 1140 }]);
    // Past midnight is late too.
    expect(
        |_, s| (s.starts_at, s.ends_at) = (at(28, 23, 30), at(29, 0, 30)),
        &[Refusal::NotFree, Refusal::TooLate { latest: 1140 }],
    );
}

#[test]
fn a_day_has_at_most_three_hours_and_a_week_eight_or_fewer() {
    let afternoon =
        |minutes: u32| held(1, at(28, 14, 0), at(28, 14 + minutes / 60, minutes % 60), HERE);
    expect(|c, _| c.shifts = vec![afternoon(60)], &[]);
    expect(|c, _| c.shifts = vec![afternoon(61)], &[Refusal::DayFull { most: 180 }]);
    // Monday to Friday of the week: six hours, and two more on Saturday make eight.
    let week = |hours: &[(u32, u32)]| {
        hours
            .iter()
            .enumerate()
            .map(|(i, (d, h))| held(i as i64, at(*d, 14, 0), at(*d, 14 + h, 0), HERE))
            .collect::<Vec<_>>()
    };
    expect(|c, _| c.shifts = week(&[(23, 3), (25, 3)]), &[]);
    expect(
        |c, _| c.shifts = week(&[(23, 3), (25, 3), (27, 1)]),
        &[Refusal::WeekFull { most: 480 }],
    );
    // Sunday belongs to this week, the Sunday before to another.
    expect(
        |c, _| c.shifts = week(&[(29, 3), (25, 3), (24, 1)]),
        &[Refusal::WeekFull { most: 480 }],
    );
    expect(|c, _| c.shifts = week(&[(22, 3), (25, 3), (24, 1)]), &[]);
    expect(|c, _| c.week_cap = 120, &[]);
    expect(|c, _| c.week_cap = 119, &[Refusal::WeekFull { most: 119 }]);
}

#[test]
fn a_night_lies_before_the_next_days_lessons_and_shifts() {
    let rest = [Refusal::NoRest { hours: 12 }];
    // Sunday evening before lessons from 6:45 on Monday; from 7:00 it is a night.
    let sunday = |session: &mut SessionFacts| {
        session.starts_at = at(29, 17, 0);
        session.ends_at = at(29, 19, 0);
    };
    let monday = |candidate: &mut Candidate, from| {
        candidate.lessons = vec![Weekly { weekday: 1, minutes: (from, 690) }];
    };
    expect(|c, s| (sunday(s), monday(c, 405)).1, &rest);
    expect(|c, s| (sunday(s), monday(c, 420)).1, &[]);
    let early = |hour, minute| held(9, at(28, hour, minute), at(28, 9, 0), HERE);
    let friday = |session: &mut SessionFacts| {
        session.starts_at = at(27, 17, 30);
        session.ends_at = at(27, 19, 0);
    };
    expect(|c, s| (friday(s), c.shifts.push(early(6, 30))).1, &rest);
    expect(|c, s| (friday(s), c.shifts.push(early(7, 0))).1, &[]);
}

#[test]
fn a_school_tightens_and_never_loosens() {
    let limits = Limits::of_school(
        r#"{"other": 1, "pupils": {"session_minutes": 90, "week_minutes": 600, "latest_end": 1080}}"#,
    );
    assert_eq!((limits.session_minutes, limits.week_minutes, limits.latest_end), (90, 480, 1080));
    assert_eq!(Limits::of_school("{}"), Limits::default());
    let own = OwnLimits { week_minutes: Some(300), ..OwnLimits::default() };
    let settings = own.into_settings(r#"{"other": 1}"#);
    assert!(settings.contains("\"other\":1"));
    assert_eq!(OwnLimits::of_settings(&settings), own);
    expect(|c, _| c.limits = limits.clone(), &[Refusal::SessionTooLong { most: 90 }]);
}

#[test]
fn one_place_at_a_time_with_the_way_between() {
    let with = |from: (u32, u32), to: (u32, u32), spot| {
        move |c: &mut Candidate, _: &mut SessionFacts| {
            c.shifts = vec![held(1, at(28, from.0, from.1), at(28, to.0, to.1), spot)];
        }
    };
    // Back to back at the same place is allowed on both sides.
    expect(with((7, 0), (8, 0), HERE), &[]);
    expect(with((10, 0), (11, 0), HERE), &[]);
    expect(with((7, 30), (8, 1), HERE), &[Refusal::Overlaps]);
    expect(with((9, 59), (10, 30), HERE), &[Refusal::Overlaps]);
    expect(with((8, 30), (9, 0), HERE), &[Refusal::Overlaps]);
    // 2 km: 15 minutes and 15 for each kilometre.
    expect(with((6, 30), (7, 15), TWO_KM), &[]);
    expect(with((6, 30), (7, 16), TWO_KM), &[Refusal::TooFar { minutes: 45 }]);
    expect(with((10, 45), (11, 0), TWO_KM), &[]);
    expect(with((10, 44), (11, 0), TWO_KM), &[Refusal::TooFar { minutes: 45 }]);
    // Another place next door still takes the base time.
    let next_door = Spot { place: PlaceId(3), ..HERE };
    expect(with((7, 0), (7, 45), next_door), &[]);
    expect(with((7, 0), (7, 46), next_door), &[Refusal::TooFar { minutes: 15 }]);
}

#[test]
fn cutting_and_joining_keep_every_other_minute() {
    let cut = |span, cut| without(span, cut).collect::<Vec<_>>();
    assert_eq!(cut((60, 120), (80, 90)), [(60, 80), (90, 120)]);
    assert_eq!(cut((60, 120), (0, 90)), [(90, 120)]);
    assert_eq!(cut((60, 120), (90, 300)), [(60, 90)]);
    assert_eq!(cut((60, 120), (60, 120)), []);
    assert_eq!(cut((60, 120), (120, 130)), [(60, 120)]);
    assert_eq!(cut((60, 120), (0, 60)), [(60, 120)]);
    assert_eq!(joined(vec![(60, 90), (10, 60), (100, 110), (20, 30)]), [(10, 90), (100, 110)]);
}
