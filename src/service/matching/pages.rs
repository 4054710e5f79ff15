//! What the pages of the matching show.

use std::collections::BTreeSet;

use chrono::{Days, NaiveTime};

use super::planning::state_of;
use super::{draft_of, gather, own, wanted_of};
use crate::db::matching::{
    self, Chooser, EffectPage, Overview, QuestionPage, Run, RunPage, RunRow,
};
use crate::domain::access::Permission;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::matches::{
    Change, Choice, Draft, MatchingRefusal, QuestionForm, Remedy, RunState, Scene, Week, what_if,
};
use crate::domain::refusal::{Message, Problems};
use crate::service::{Act, Answer, Error};

/// Runs on the first page at most.
const RUNS: i64 = 12;
/// Weeks that can be matched ahead, this one included.
const WEEKS: u64 = 3;

/// This week's and the next weeks' sessions with how far they are matched, and the newest
/// runs: two queries, and five for the newest plan that counts.
pub fn overview(act: &mut Act<'_>) -> Answer<Overview> {
    let ward = act.place(Permission::RunMatching)?;
    let first = Week::of(act.now.day());
    let weeks: Vec<Week> =
        std::iter::successors(Some(first), |week| Some(week.next())).take(WEEKS as usize).collect();
    let end = first.days().0 + Days::new(7 * WEEKS);
    let sessions = matching::outlook(act.conn, ward, act.now, At::local(end, NaiveTime::MIN))?;
    let runs = matching::runs(act.conn, ward, RUNS)?;
    let counts = |run: &&RunRow| matches!(run.state, RunState::Preview | RunState::Published);
    let newest = runs.iter().find(counts).map(|run| page(act, run.id)).transpose()?;
    Ok(Overview { now: act.now, weeks, sessions, runs, newest })
}

/// A coordinator's own question about a plan, measured on the town of today and kept nowhere.
pub fn question(act: &mut Act<'_>, id: RunId, form: &QuestionForm) -> Answer<QuestionPage> {
    let mut page = page(act, id)?;
    if !matches!(page.run.state, RunState::Preview | RunState::Published) {
        return Err(MatchingRefusal::Decided.into());
    }
    let monday = Week::of(page.run.from_day).days().0;
    if !form.asks() {
        return Ok(QuestionPage { page, monday, answer: None, problems: Problems::none() });
    }
    let scene = gather(act, &wanted_of(&page.run))?;
    let idea = match form.parse(&scene) {
        Ok(idea) => idea,
        Err(problems) => return Ok(QuestionPage { page, monday, answer: None, problems }),
    };
    let answer = what_if(&scene, &page.draft, idea).ok_or(Error::NotFound)?;
    page.names.extend(matching::names(act.conn, answer.pupils.iter().copied())?);
    Ok(QuestionPage { page, monday, answer: Some(answer), problems: Problems::none() })
}

/// One run: five queries.
pub fn page(act: &mut Act<'_>, id: RunId) -> Answer<RunPage> {
    let mut run = own(act, id)?;
    run.state = state_of(&run, act.now);
    let draft = draft_of(&run)?;
    let heads = matching::heads(act.conn, &draft.sessions)?;
    let lines = matching::lines(act.conn, &draft.sessions)?;
    let mut pupils = mentioned(&draft);
    pupils.extend(lines.iter().filter_map(|line| line.ambassador));
    let team = matching::team(act.conn, &draft.sessions)?;
    pupils.extend(team.iter().map(|(_, pupil)| *pupil));
    let names = matching::names(act.conn, pupils.into_iter())?;
    Ok(RunPage { now: act.now, run, draft, heads, lines, team, names })
}

/// Every pupil a draft speaks of.
pub(super) fn mentioned(draft: &Draft) -> BTreeSet<AmbassadorId> {
    let paired = draft.pairs.iter().map(|pair| pair.ambassador);
    let passed = draft.passed.iter().flat_map(|p| [Some(p.ambassador), p.instead]).flatten();
    let nearest = draft.left_out.iter().filter_map(|left| match &left.remedy {
        Remedy::Nearest { ambassador, .. } | Remedy::PinImpossible { ambassador } => {
            Some(*ambassador)
        }
        _ => None,
    });
    let ideas = draft.ideas.iter().flat_map(|idea| idea.pupils.iter().copied());
    let pinned = draft.pins.values().copied();
    paired.chain(passed).chain(nearest).chain(pinned).chain(ideas).collect()
}

/// Puts names to the choices: two queries.
pub(super) fn choosing(
    act: &mut Act<'_>,
    run: Run,
    draft: Draft,
    scene: Scene,
    booking: BookingId,
    choices: Vec<Choice>,
) -> Answer<Chooser> {
    let waiting = scene.booking(booking).ok_or(Error::NotFound)?;
    let lines = matching::lines(act.conn, &[waiting.session])?;
    let names = matching::names(act.conn, choices.iter().map(|choice| choice.ambassador))?;
    let others = lines.iter().map(|line| (line.id, line.name.clone())).collect();
    let line = lines.into_iter().find(|line| line.id == booking).ok_or(Error::NotFound)?;
    let ruled_out = scene.forbidden.iter().filter(|(b, _)| *b == booking);
    let forbidden = ruled_out.map(|(_, ambassador)| *ambassador).collect();
    Ok(Chooser { run, draft, line, choices, forbidden, names, others })
}

/// Puts names to a change: two queries.
pub(super) fn comparing(
    act: &mut Act<'_>,
    run: Run,
    before: Draft,
    after: Result<Draft, Message>,
    change: Change,
) -> Answer<EffectPage> {
    let lines = matching::lines(act.conn, &before.sessions)?;
    let mut pupils = mentioned(&before);
    pupils.extend(after.iter().flat_map(mentioned));
    pupils.extend(change.ambassador());
    let names = matching::names(act.conn, pupils.into_iter())?;
    Ok(EffectPage { run, change, before, after, lines, names })
}
