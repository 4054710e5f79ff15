//! The two relaxations against the best there is.

use super::super::bound::Relaxation;
use super::super::model::Model;
use super::super::rosters::Rosters;
use super::*;

/// The bounds after so many steps of either kind: the simple one, and that of whole weeks.
fn bounds(facts: &Facts, steps: usize, known: f64) -> (f64, f64) {
    let index = Index::new(facts);
    let model = Model::new(&index, &Weights::default());
    let mut simple = Relaxation::new(&model);
    simple.steps(steps, &mut || true);
    let rosters = Rosters::new(&model, simple.prices());
    let mut rosters = rosters.expect("nobody has too many ways to spend a session");
    (simple.bound(), rosters.lower(steps, known, &mut || true))
}

/// Two slots in a row and then a rest, six slots to fill, and one resident for each: four can
/// be served. Whoever does not know of rests believes in six, if the week has room for them.
#[test]
fn rests_and_rooms_are_part_of_the_bound() {
    let mut facts = week(&Recipe {
        sessions: vec![(0, 6, 0, 1)],
        people: vec![(1, 0, 6, 6, 2)],
        requests: vec![(0, 0, 0, 6, 1); 6],
        rules: (1, 1),
        enemies: (0, 0),
    });
    assert!(bounds(&facts, 400, 4.0).1 < 4.01);
    // Three of them can only come at one and the same time.
    for request in &mut facts.requests[..3] {
        request.accept.iter_mut().for_each(|a| a.span = Span::new(20, 21));
    }
    let best = brute_force(&facts).0 as f64;
    let bound = bounds(&facts, 400, best).1;
    assert!(bound > best - 1e-6 && bound < best + 0.01, "{bound} is not {best}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_plan_is_better_than_either_bound(recipe in recipe(3, 4, 5), steps in 0..120usize) {
        let facts = week(&recipe);
        let best = brute_force(&facts).0 as f64;
        let (simple, rosters) = bounds(&facts, steps, 0.0);
        prop_assert!(best <= simple + 1e-6, "{best} is more than {simple}");
        prop_assert!(best <= rosters + 1e-6, "{best} is more than {rosters}");
    }
}
