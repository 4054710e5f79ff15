//! What would help most.

use super::*;

#[test]
fn ideas_say_what_would_serve_more() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 0), booking(3, 1, 0)];
    let mut helpers: Vec<Helper> = (1..=3).map(pupil).collect();
    for helper in &mut helpers[1..] {
        helper.candidate.certified.retain(|c| c.topic != "A2");
    }
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], helpers, waiting);
    let plan = plan_of(&town);
    assert_eq!(plan.worth.served, 1);
    let best = best_three(&town, &plan);
    let Idea::Certify { topic, pupils, .. } = &best[0].idea else { panic!("{best:?}") };
    assert_eq!((topic.as_str(), *pupils, best[0].served), ("A2", 2, 2));
    assert_eq!(best[0].pupils, [AmbassadorId(2), AmbassadorId(3)]);

    town.wishes = vec![Wish {
        id: RequestId(1),
        topic: "A2".into(),
        tier: Tier::Adult,
        area: Some(AreaId(7)),
        access_needs: true,
        birth_year: Some(1940),
        asked_at: now(),
        times: vec![Weekly { weekday: 7, minutes: (9 * 60, 11 * 60) }],
    }];
    let sunday = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
    let like = SessionId(1);
    let held = |minutes| what_if(&town, &plan, Idea::Session { like, day: sunday, minutes });
    assert_eq!(held((540, 660)).unwrap().served, 1, "the wish fits");
    assert_eq!(held((840, 960)).unwrap().served, 0, "nobody asked for the afternoon");
    let found = best_three(&town, &plan);
    assert!(found.iter().any(|s| matches!(s.idea, Idea::Session { day, .. } if day == sunday)));
    let shares = &plan.classes;
    assert_eq!((shares.len(), shares[0].pupils, shares[0].after.total), (1, 3, 30));
}

fn sessions_in(ideas: &[Suggestion]) -> Vec<(SessionId, NaiveDate, (i64, i64))> {
    let session = |s: &Suggestion| match s.idea {
        Idea::Session { like, day, minutes } => Some((like, day, minutes)),
        Idea::Certify { .. } => None,
    };
    ideas.iter().filter_map(session).collect()
}

#[test]
fn no_idea_is_a_session_that_is_held_already() {
    let waiting = vec![booking(1, 1, 0), booking(2, 1, 0), booking(3, 1, 0)];
    let mut helpers: Vec<Helper> = (1..=6).map(pupil).collect();
    for helper in &mut helpers[1..] {
        let others = (2..=6).map(AmbassadorId).filter(|id| *id != helper.candidate.ambassador);
        helper.candidate.kept_apart = others.collect();
    }
    let mut town = scene(vec![session(1, 28, 480, 30, 4)], helpers, waiting);
    town.wishes = vec![Wish {
        id: RequestId(1),
        topic: "A2".into(),
        tier: Tier::Adult,
        area: None,
        access_needs: false,
        birth_year: Some(1940),
        asked_at: now(),
        times: vec![Weekly { weekday: 6, minutes: (9 * 60, 11 * 60) }],
    }];
    let plan = plan_of(&town);
    assert!(plan.worth.served < 3);
    assert_eq!(sessions_in(&best_three(&town, &plan)), [], "the one place is taken from 8 to 10");

    // Another place of the neighbourhood is free at that time.
    let mut other = session(2, 27, 480, 30, 4);
    other.facts.spot.place = PlaceId(2);
    town.occupied.push(Occupied {
        place: PlaceId(2),
        starts_at: other.facts.starts_at,
        ends_at: other.facts.ends_at,
    });
    town.sessions.push(other);
    let plan = plan_of(&town);
    let found = sessions_in(&best_three(&town, &plan));
    assert!(!found.is_empty());
    assert!(found.iter().all(|(like, ..)| *like == SessionId(2)), "{found:?}");

    // A session of another ward's run, or a draft, takes the place as well.
    town.occupied.push(Occupied {
        place: PlaceId(2),
        starts_at: at(28, 9 * 60),
        ends_at: at(28, 12 * 60),
    });
    assert_eq!(sessions_in(&best_three(&town, &plan)), []);
    let ask = |from: &str, to: &str| QuestionForm {
        kind: "session".into(),
        like: "2".into(),
        day: "2026-11-28".into(),
        from: from.into(),
        to: to.into(),
        ..QuestionForm::default()
    };
    let refused = ask("11:00", "13:00").parse(&town).unwrap_err();
    assert!(refused.of("from").is_some());
    assert!(ask("13:00", "15:00").parse(&town).is_ok());
}
