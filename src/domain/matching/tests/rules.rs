//! Each hard rule has a week that breaks exactly that rule, and both judges name it: the
//! verifier for the whole plan, the desk for the match that breaks it.

use super::super::*;
use super::{Recipe, person, week};

/// Two ambassadors, four requests, one long session and a later one elsewhere; sound as it is.
fn sound() -> (Facts, Vec<Assigned>) {
    let mut facts = week(&Recipe {
        sessions: vec![(0, 6, 0, 2), (8, 3, 1, 2)],
        people: vec![],
        requests: vec![],
        rules: (4, 2),
        enemies: (9, 9),
    });
    let helper = |i| Ambassador {
        available: vec![Span::new(20, 40)],
        school_hours: vec![Span::new(10, 15)],
        ..person(i, &(7, 0, 8, 4, 3), (9, 9))
    };
    facts.ambassadors = (0..3).map(helper).collect();
    let request = |i| Request {
        id: RequestId(i),
        topic: TopicId(0),
        area: AreaId(0),
        accept: vec![
            Acceptance { session: SessionId(0), span: Span::new(20, 26) },
            Acceptance { session: SessionId(1), span: Span::new(28, 31) },
        ],
        prefer: Preference::default(),
        weight: 10,
        continuity: None,
        blocked: vec![],
    };
    facts.requests = (0..5).map(request).collect();
    (facts, vec![at(0, 0, 20, 0), at(1, 0, 20, 1), at(2, 0, 21, 0), at(3, 0, 22, 1)])
}

fn at(request: i64, session: i64, slot: Slot, ambassador: i64) -> Assigned {
    Assigned {
        request: RequestId(request),
        session: SessionId(session),
        slot,
        ambassador: AmbassadorId(ambassador),
    }
}

/// Changes the sound week, adds one match, and expects exactly one rule to be named.
fn breaks(rule: Refusal, change: impl Fn(&mut Facts), extra: Assigned) {
    let (mut facts, matches) = sound();
    assert_eq!(verify(&facts, &matches), []);
    change(&mut facts);
    assert_eq!(check_pair(&facts, &matches, extra), Err(rule), "the desk on {rule:?}");
    let all: Vec<Assigned> = matches.into_iter().chain([extra]).collect();
    let mut named: Vec<Refusal> = verify(&facts, &all).iter().map(|v| v.rule).collect();
    // A match in a session of its own also leaves that session with too small a team.
    named.retain(|named| *named == rule || *named != Refusal::TeamTooSmall);
    named.dedup();
    assert_eq!(named, [rule], "the verifier on {rule:?}");
}

#[test]
fn each_rule_is_named_when_it_alone_is_broken() {
    let nothing = |_: &mut Facts| {};
    let last = |f: &mut Facts, change: fn(&mut Request)| change(&mut f.requests[4]);
    breaks(Refusal::AlreadyServed, nothing, at(0, 0, 23, 2));
    breaks(Refusal::OutsideSession, |f| last(f, |r| r.accept[0].span.to = 23), at(4, 0, 23, 0));
    breaks(Refusal::NotCertified, uncertified, at(4, 0, 24, 0));
    breaks(Refusal::Blocked, |f| last(f, |r| r.blocked = vec![AmbassadorId(0)]), at(4, 0, 24, 0));
    breaks(Refusal::AreaNotAccepted, |f| f.ambassadors[2].areas_ok.clear(), at(4, 0, 24, 2));
    breaks(Refusal::NotInTeam, |f| close(f, 0), at(4, 0, 24, 2));
    breaks(Refusal::AtSchool, |f| lesson(f, 0), at(4, 0, 25, 0));
    breaks(Refusal::NotAvailable, |f| away(f, 0), at(4, 0, 25, 0));
    breaks(Refusal::Busy, nothing, at(4, 0, 21, 0));
    breaks(Refusal::SeatsFull, nothing, at(4, 0, 20, 2));
    breaks(Refusal::WeeklyCap, |f| f.ambassadors[0].max_slots = 2, at(4, 0, 24, 0));
    breaks(Refusal::RunTooLong, |f| f.ambassadors[0].max_consecutive = 2, at(4, 0, 22, 0));
    breaks(Refusal::TravelTooShort, far_away, at(4, 1, 28, 0));
    breaks(Refusal::TeamTooLarge, |f| f.rules.minors_per_adult = 2, at(4, 0, 24, 2));
    breaks(Refusal::NoPair, |f| f.ambassadors[2].no_pair = vec![AmbassadorId(0)], at(4, 0, 24, 2));
    breaks(Refusal::TierForAdults, adults_only, at(4, 0, 24, 2));
    let forbid = |f: &mut Facts| f.forbidden.push((RequestId(4), AmbassadorId(2)));
    breaks(Refusal::Forbidden, forbid, at(4, 0, 24, 2));
    let pin = Pin { request: RequestId(4), ambassador: AmbassadorId(1), slot: None };
    breaks(Refusal::PinnedElsewhere, |f| f.pins.push(pin), at(4, 0, 24, 2));
    breaks(Refusal::Unknown, nothing, at(4, 0, 24, 7));
}

#[test]
fn a_team_too_small_is_named() {
    let (facts, _) = sound();
    let named: Vec<Refusal> = verify(&facts, &[at(0, 0, 20, 0)]).iter().map(|v| v.rule).collect();
    assert_eq!(named, [Refusal::TeamTooSmall]);
}

#[test]
fn a_confirmed_team_counts_as_present() {
    let (mut facts, _) = sound();
    facts.sessions[0].team = vec![AmbassadorId(0), AmbassadorId(1)];
    facts.sessions[0].open_team = false;
    assert_eq!(verify(&facts, &[at(0, 0, 20, 0)]), []);
    let plan = plan(&facts, &Weights::default(), Budget::default());
    let in_team = |m: &Match| m.assigned.session != SessionId(0) || m.assigned.ambassador.0 < 2;
    assert!(plan.matches.iter().all(in_team));
    assert_eq!(plan.objective.served, 5);
}

#[test]
fn adults_only_topics_go_to_adults() {
    let (mut facts, _) = sound();
    adults_only(&mut facts);
    let plan = plan(&facts, &Weights::default(), Budget::default());
    let left: Vec<Remedy> = plan.unserved.iter().map(|u| u.remedy).collect();
    assert_eq!(left, [Remedy::AdultOnly]);
}

fn uncertified(facts: &mut Facts) {
    facts.topics.push(Topic { id: TopicId(9), tier: Tier::Guide, min_level: 1 });
    facts.requests[4].topic = TopicId(9);
}

fn close(facts: &mut Facts, session: usize) {
    facts.sessions[session].team = vec![AmbassadorId(0), AmbassadorId(1)];
    facts.sessions[session].open_team = false;
}

fn lesson(facts: &mut Facts, who: usize) {
    facts.ambassadors[who].school_hours.push(Span::one(25));
}

fn away(facts: &mut Facts, who: usize) {
    facts.ambassadors[who].exceptions.push(Span::one(25));
}

/// The second session moves so far that the way there takes seven slots.
fn far_away(facts: &mut Facts) {
    facts.places[1].x_km = 34.0;
}

fn adults_only(facts: &mut Facts) {
    facts.topics.push(Topic { id: TopicId(8), tier: Tier::Reserved, min_level: 1 });
    for person in &mut facts.ambassadors {
        person.topics.push((TopicId(8), 3));
    }
    facts.requests[4].topic = TopicId(8);
}
