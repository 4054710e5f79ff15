//! What would help most, and how evenly the work is shared.

use super::super::*;
use super::{Recipe, budget, person, rows, week};

/// One session with a single seat, two helpers, and more residents than slots.
fn crowded() -> Facts {
    let mut facts = week(&Recipe {
        sessions: vec![(0, 3, 0, 1)],
        people: vec![],
        requests: vec![(0, 0, 0, 4, 5); 6],
        rules: (4, 2),
        enemies: (9, 9),
    });
    let free = |i| Ambassador {
        topics: vec![(TopicId(0), 1)],
        available: vec![Span::new(20, 40)],
        school_hours: vec![],
        ..person(i, &(1, 0, 8, 4, 3), (9, 9))
    };
    facts.ambassadors = (0..4).map(free).collect();
    facts.one_of.clear();
    facts
}

#[test]
fn a_second_session_serves_those_whom_the_first_has_no_seat_for() {
    let mut facts = crowded();
    let today = plan(&facts, &Weights::default(), budget(200));
    assert_eq!(today.matches.len(), 3, "one seat, three half hours");
    facts.published = rows(&today);
    let session = Session { id: SessionId(7), seats: 2, ..facts.sessions[0].clone() };
    let change = Change::Session { session, also: vec![] };
    let gains = what_if(&facts, &Weights::default(), std::slice::from_ref(&change));
    assert_eq!((gains[0].served, gains[0].priority), (3, 15));
    let left_out: Vec<RequestId> = today.unserved.iter().map(|u| u.request).collect();
    assert_eq!(gains[0].requests, left_out);
    assert!(gains[0].ambassadors.len() >= 2, "a session needs two");
    let best = best_three(&facts, &Weights::default());
    assert!(matches!(best[0].change, Change::Session { .. }), "{best:?}");
    assert_eq!(best[0].gain.served, 3);
}

#[test]
fn residents_who_named_a_time_come_to_a_session_elsewhere() {
    let mut facts = crowded();
    facts.areas.push(Area { id: AreaId(1), adjacent: vec![] });
    facts.ambassadors.iter_mut().for_each(|a| a.areas_ok.push(AreaId(1)));
    facts.published = rows(&plan(&facts, &Weights::default(), budget(200)));
    let span = Span::new(30, 33);
    let session = Session { id: SessionId(7), area: AreaId(1), span, ..facts.sessions[0].clone() };
    let also: Vec<(RequestId, Span)> = facts.requests.iter().map(|r| (r.id, span)).collect();
    let unasked = Change::Session { session: session.clone(), also: vec![] };
    let gains = what_if(&facts, &Weights::default(), &[unasked, Change::Session { session, also }]);
    assert_eq!(gains[0], Gain::default());
    assert_eq!(gains[1].served, 3);
}

#[test]
fn certificates_go_to_those_who_are_free_then() {
    let mut facts = crowded();
    facts.sessions[0].seats = 4;
    facts
        .requests
        .iter_mut()
        .for_each(|r| r.accept = vec![Acceptance { session: SessionId(0), span: Span::one(20) }]);
    for a in &mut facts.ambassadors[2..] {
        a.topics = vec![(TopicId(1), 2)];
    }
    facts.ambassadors[3].available.clear();
    facts.published = rows(&plan(&facts, &Weights::default(), budget(200)));
    assert_eq!(facts.published.len(), 2);
    let change = Change::Certified { topic: TopicId(0), count: 2 };
    let gains = what_if(&facts, &Weights::default(), &[change]);
    assert_eq!(gains[0].ambassadors, [AmbassadorId(2)], "the fourth is not there");
    assert_eq!((gains[0].served, gains[0].priority), (1, 5));
}

#[test]
fn hours_are_spread_by_group() {
    let facts = crowded();
    let at = |ambassador, slot| Assigned {
        request: RequestId(slot),
        session: SessionId(0),
        slot: slot as Slot,
        ambassador: AmbassadorId(ambassador),
    };
    // Recorded are 0, 1, 2 and 3; the first gets three more.
    let class = |a: AmbassadorId| (a.0 < 3).then_some(if a.0 < 2 { "8A1" } else { "8A2" });
    let shares = spread(&facts, &[at(0, 20), at(0, 21), at(0, 22)], class);
    assert_eq!(shares.len(), 2);
    let first = &shares[0];
    assert_eq!((first.group, first.people), ("8A1", 2));
    assert_eq!((first.before.total, first.before.least, first.before.most), (1, 0, 1));
    assert_eq!((first.after.total, first.after.least, first.after.most), (4, 1, 3));
    assert_eq!((first.before.deviation, first.after.deviation), (0.5, 1.0));
    assert_eq!(shares[1].before, shares[1].after);
}
