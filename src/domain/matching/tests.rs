//! Properties of every plan, over random small weeks.

mod bounds;
mod reading;
mod rules;
mod towns;

use proptest::prelude::*;

use super::index::Index;
use super::*;

/// Small numbers from which a week is built; proptest shrinks them.
#[derive(Clone, Debug)]
struct Recipe {
    sessions: Vec<(u16, u16, u16, u16)>,
    people: Vec<(u8, u16, u16, u16, u16)>,
    requests: Vec<(u8, u8, u16, u16, u8)>,
    rules: (u16, u16),
    enemies: (u8, u8),
}

fn recipe(sessions: usize, people: usize, requests: usize) -> impl Strategy<Value = Recipe> {
    (
        prop::collection::vec((0..6u16, 2..4u16, 0..3u16, 1..4u16), 1..=sessions),
        prop::collection::vec((1..8u8, 0..3u16, 2..9u16, 1..5u16, 1..4u16), 1..=people),
        prop::collection::vec((0..3u8, 0..3u8, 0..3u16, 1..5u16, 1..6u8), 1..=requests),
        (1..3u16, 1..3u16),
        (0..6u8, 0..6u8),
    )
        .prop_map(|(sessions, people, requests, rules, enemies)| Recipe {
            sessions,
            people,
            requests,
            rules,
            enemies,
        })
}

fn person(i: usize, p: &(u8, u16, u16, u16, u16), enemies: (u8, u8)) -> Ambassador {
    let (topics, from, length, max_slots, max_consecutive) = *p;
    let has = |t: &i64| topics >> t & 1 == 1;
    let foe =
        if i == usize::from(enemies.0) { vec![AmbassadorId(i64::from(enemies.1))] } else { vec![] };
    Ambassador {
        id: AmbassadorId(i as i64),
        area: AreaId(0),
        areas_ok: vec![AreaId(0)],
        topics: (0..3).filter(has).map(|t| (TopicId(t), 1 + (i as u8 + t as u8) % 3)).collect(),
        languages: vec!["vi".into()],
        gender: None,
        available: vec![Span::new(20 + from, 20 + from + length)],
        exceptions: vec![],
        school_hours: vec![Span::new(10, 21)],
        max_slots,
        max_consecutive,
        recorded: i as i64,
        no_pair: foe.into_iter().filter(|f| f.0 != i as i64).collect(),
    }
}

fn week(recipe: &Recipe) -> Facts {
    let session = |(i, (from, length, place, seats)): (usize, &(u16, u16, u16, u16))| Session {
        id: SessionId(i as i64),
        place: PlaceId(i64::from(*place)),
        area: AreaId(0),
        span: Span::new(20 + from, 20 + from + length),
        adults: 1,
        seats: *seats,
        team: vec![],
        open_team: true,
    };
    let sessions: Vec<Session> = recipe.sessions.iter().enumerate().map(session).collect();
    let request = |(i, (topic, which, from, length, weight)): (usize, &(u8, u8, u16, u16, u8))| {
        let accept = |k: usize| {
            let s = &sessions[(usize::from(*which) + k) % sessions.len()];
            let from = s.span.from + from;
            Acceptance { session: s.id, span: Span::new(from, from + length) }
        };
        Request {
            id: RequestId(i as i64),
            topic: TopicId(i64::from(*topic)),
            area: AreaId(0),
            accept: (0..2).map(accept).collect(),
            prefer: Preference::default(),
            weight: i64::from(*weight),
            continuity: Some(AmbassadorId(i64::from(*which))),
            blocked: vec![],
        }
    };
    Facts {
        rules: Rules {
            minors_per_adult: recipe.rules.0,
            min_ambassadors: recipe.rules.1,
            ..Rules::default()
        },
        topics: (0..3).map(|t| Topic { id: TopicId(t), tier: Tier::Guide, min_level: 1 }).collect(),
        areas: vec![Area { id: AreaId(0), adjacent: vec![] }],
        places: (0..3)
            .map(|p| Place { id: PlaceId(p), x_km: 4.0 * p as f64, y_km: 0.0, accessible: true })
            .collect(),
        ambassadors: recipe
            .people
            .iter()
            .enumerate()
            .map(|(i, p)| person(i, p, recipe.enemies))
            .collect(),
        requests: recipe.requests.iter().enumerate().map(request).collect(),
        one_of: if recipe.enemies.0.is_multiple_of(2) {
            vec![(SessionId(0), SessionId(1))]
        } else {
            vec![]
        },
        sessions,
        ..Facts::default()
    }
}

/// The best `(P, Q)` there is, by trying everything; only the verifier judges.
fn brute_force(facts: &Facts) -> (i64, i64) {
    let mut best = (0, 0);
    try_from(facts, 0, &mut Vec::new(), &mut best);
    best
}

fn try_from(facts: &Facts, at: usize, matches: &mut Vec<Assigned>, best: &mut (i64, i64)) {
    let later = [Refusal::TeamTooSmall];
    let broken = verify(facts, matches);
    if broken.iter().any(|v| !later.contains(&v.rule)) {
        return;
    }
    if at == facts.requests.len() {
        if broken.is_empty() {
            *best = (*best).max(value(facts, matches));
        }
        return;
    }
    let request = &facts.requests[at];
    for session in &facts.sessions {
        for slot in session.span.from..session.span.to {
            if !request.accept.iter().any(|a| a.session == session.id && a.span.has(slot)) {
                continue;
            }
            for person in &facts.ambassadors {
                matches.push(Assigned {
                    request: request.id,
                    session: session.id,
                    slot,
                    ambassador: person.id,
                });
                try_from(facts, at + 1, matches, best);
                matches.pop();
            }
        }
    }
    try_from(facts, at + 1, matches, best);
}

fn value(facts: &Facts, matches: &[Assigned]) -> (i64, i64) {
    let index = Index::new(facts);
    matches.iter().fold((0, 0), |(p, q), m| {
        let (Some(r), Some(s), Some(a)) =
            (index.request(m.request), index.session(m.session), index.ambassador(m.ambassador))
        else {
            return (p, q);
        };
        (p + r.weight, q + quality::why(&index, &Weights::default(), r, s, a).quality)
    })
}

fn budget<'w>(iterations: u64) -> Budget<'w> {
    Budget { iterations, seed: 7, watch: None }
}

fn rows(plan: &Plan) -> Vec<Assigned> {
    plan.matches.iter().map(|m| m.assigned).collect()
}

/// Sessions alike can be exchanged, so a proof looks at each answer several times.
#[test]
fn three_sessions_alike_are_proved_too() {
    let facts = week(&Recipe {
        sessions: vec![(0, 3, 0, 1), (0, 3, 0, 1), (0, 2, 0, 1)],
        people: vec![(3, 0, 3, 1, 1), (2, 0, 3, 1, 1), (6, 0, 3, 1, 1)],
        requests: vec![(1, 2, 0, 2, 1), (1, 0, 1, 2, 1), (1, 0, 1, 1, 1), (0, 0, 1, 1, 1)],
        rules: (1, 2),
        enemies: (0, 0),
    });
    let plan = plan(&facts, &Weights::default(), budget(50));
    assert!(plan.optimal);
    assert_eq!((plan.objective.priority, plan.objective.quality), brute_force(&facts));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_is_sound_and_beats_first_come(recipe in recipe(4, 6, 12)) {
        let facts = week(&recipe);
        let plan = plan(&facts, &Weights::default(), budget(300));
        prop_assert_eq!(verify(&facts, &rows(&plan)), vec![]);
        prop_assert!(plan.objective.priority >= plan.first_come.priority);
        prop_assert!(plan.objective.priority <= plan.bound);
        prop_assert_eq!(plan.matches.len() + plan.unserved.len(), facts.requests.len());
        let (p, q) = value(&facts, &rows(&plan));
        prop_assert_eq!((p, q), (plan.objective.priority, plan.objective.quality));
    }

    #[test]
    fn one_session_is_optimal(recipe in recipe(1, 3, 4)) {
        let facts = week(&recipe);
        let plan = plan(&facts, &Weights::default(), budget(50));
        prop_assert!(plan.optimal);
        prop_assert_eq!((plan.objective.priority, plan.objective.quality), brute_force(&facts));
    }

    #[test]
    fn a_small_week_is_optimal(recipe in recipe(3, 4, 5)) {
        let facts = week(&recipe);
        let plan = plan(&facts, &Weights::default(), budget(50));
        prop_assert!(plan.optimal);
        prop_assert_eq!((plan.objective.priority, plan.objective.quality), brute_force(&facts));
    }

    #[test]
    fn the_order_of_the_lists_does_not_matter(recipe in recipe(3, 5, 8)) {
        let facts = week(&recipe);
        let mut turned = facts.clone();
        turned.requests.reverse();
        turned.sessions.reverse();
        turned.ambassadors.reverse();
        turned.ambassadors.iter_mut().for_each(|a| a.topics.reverse());
        turned.requests.iter_mut().for_each(|r| r.accept.reverse());
        let weights = Weights::default();
        prop_assert_eq!(plan(&facts, &weights, budget(200)), plan(&turned, &weights, budget(200)));
    }

    #[test]
    fn pins_and_vetoes_hold(recipe in recipe(3, 5, 8), which in 0..8usize) {
        let mut facts = week(&recipe);
        let free = plan(&facts, &Weights::default(), budget(100));
        if free.matches.is_empty() {
            return Ok(());
        }
        let chosen = free.matches[which % free.matches.len()].assigned;
        facts.forbidden.push((chosen.request, chosen.ambassador));
        let vetoed = plan(&facts, &Weights::default(), budget(100));
        let again = |m: &Assigned| m.request == chosen.request && m.ambassador == chosen.ambassador;
        prop_assert!(!rows(&vetoed).iter().any(again));
        facts.forbidden.clear();
        facts.pins.push(Pin { request: chosen.request, ambassador: chosen.ambassador, slot: Some(chosen.slot) });
        let pinned = plan(&facts, &Weights::default(), budget(100));
        prop_assert!(rows(&pinned).iter().any(|m| again(m) && m.slot == chosen.slot));
    }

    #[test]
    fn what_was_published_is_kept_when_nothing_changed(recipe in recipe(3, 5, 8)) {
        let mut facts = week(&recipe);
        facts.published = rows(&plan(&facts, &Weights::default(), budget(400)));
        let again = plan(&facts, &Weights::default(), budget(100));
        prop_assert!(again.objective.changes == 0
            || again.objective.priority > value(&facts, &facts.published).0);
    }

    #[test]
    fn the_desk_agrees_with_the_verifier(recipe in recipe(3, 5, 8), n in 0..8usize) {
        let facts = week(&recipe);
        let matches = rows(&plan(&facts, &Weights::default(), budget(50)));
        let kept: Vec<Assigned> = matches.iter().take(n).copied().collect();
        let desk = Desk::new(&facts, &kept);
        let sound = |all: &[Assigned]| {
            verify(&facts, all).iter().all(|v| v.rule == Refusal::TeamTooSmall)
        };
        for r in &facts.requests {
            for s in &facts.sessions {
                for a in &facts.ambassadors {
                    let wish = Assigned { request: r.id, session: s.id, slot: s.span.from, ambassador: a.id };
                    let mut all = kept.clone();
                    all.push(wish);
                    prop_assert_eq!(desk.check(wish).is_ok(), sound(&all));
                }
            }
        }
    }

    #[test]
    fn the_bound_is_a_bound(recipe in recipe(2, 3, 4)) {
        let facts = week(&recipe);
        let plan = plan(&facts, &Weights::default(), budget(100));
        let (best, _) = brute_force(&facts);
        prop_assert!(best <= plan.bound);
        prop_assert!(!plan.optimal || plan.objective.priority == best);
    }

    #[test]
    fn a_mended_plan_is_sound_and_disturbs_few(recipe in recipe(4, 6, 12), gone in 0..6usize) {
        let mut facts = week(&recipe);
        facts.published = rows(&plan(&facts, &Weights::default(), budget(300)));
        let who = gone % facts.ambassadors.len();
        facts.ambassadors[who].available.clear();
        let mended = replan(&facts, &Weights::default());
        prop_assert_eq!(verify(&facts, &rows(&mended)), vec![]);
        let still = |m: &&Assigned| m.ambassador != facts.ambassadors[who].id;
        let left: Vec<Assigned> = facts.published.iter().filter(still).copied().collect();
        if verify(&facts, &left).is_empty() {
            prop_assert!(mended.objective.priority >= value(&facts, &left).0);
        }
        let quiet = replan(&Facts { published: rows(&mended), ..facts.clone() }, &Weights::default());
        prop_assert!(quiet.objective.changes == 0 || quiet.objective.priority > mended.objective.priority);
    }
}
