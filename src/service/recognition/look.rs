//! The pages one looks at: a programme's lists, one award, one's own, the public one.

use super::figures::classes_in_view;
use super::{Act, Answer, Error, classes_of, figures, programme_for};
use crate::db::audit;
use crate::db::recognition::pages::{AwardPage, Look, MyAwards, ProgrammePage};
use crate::db::recognition::papers::PublicAward;
use crate::db::recognition::{self, Count, awards, papers};
use crate::domain::access::Permission;
use crate::domain::ids::*;
use crate::domain::recognition::AwardState;
use crate::domain::school_year;

/// A programme's candidates and awards: those of one state, of one class or of all this
/// person may see.
pub fn page(act: &mut Act<'_>, id: ProgrammeId, look: Look) -> Answer<ProgrammePage> {
    let programme = programme_for(act, id, Permission::SeeSchool)?;
    let tiers = recognition::tiers(act.conn, id)?;
    let all = classes_in_view(act, &programme)?;
    let own = classes_of(act, Permission::SeeSchool);
    let in_view = match (look.class, own) {
        (Some(class), own) if own.as_ref().is_none_or(|own| own.contains(&class)) => {
            Some(vec![class])
        }
        // A class that is not this person's to see is as good as none.
        (Some(_), _) => Some(Vec::new()),
        (None, own) => own,
    };
    let counts = recognition::counts(act.conn, id)?;
    let state = look.state.unwrap_or_else(|| first_state(act, &counts));
    let rows = awards::list(act.conn, id, state, in_view.as_deref(), look.rows())?;
    let waiting = awards::waiting_classes(act.conn, id, act.now.day())?;
    let classes = all;
    Ok(ProgrammePage { programme, tiers, classes, counts, in_view, state, look, rows, waiting })
}

/// The first state, in this person's working order, in which anything stands.
fn first_state(act: &Act<'_>, counts: &[Count]) -> AwardState {
    use AwardState as S;
    let may = |permission| act.actor.person().is_some_and(|person| person.may(permission));
    let order = if may(Permission::ApproveAwards) {
        [S::Checked, S::Candidate, S::Approved, S::Issued]
    } else if may(Permission::IssueAwards) {
        [S::Approved, S::Candidate, S::Checked, S::Issued]
    } else {
        [S::Candidate, S::Checked, S::Approved, S::Issued]
    };
    let stands = |state: &&AwardState| counts.iter().any(|count| count.state == **state);
    order.iter().find(stands).copied().unwrap_or(S::Candidate)
}

/// One award with its figures and its history.
pub fn award(act: &mut Act<'_>, id: AwardId) -> Answer<AwardPage> {
    let award = awards::get(act.conn, id)?;
    let programme = programme_for(act, award.programme, Permission::SeeSchool)?;
    let own = classes_of(act, Permission::SeeSchool);
    if own.is_some_and(|own| !own.contains(&award.class)) {
        return Err(Error::NotFound);
    }
    let tiers = recognition::tiers(act.conn, award.programme)?;
    let tier = tiers.into_iter().find(|tier| tier.id == award.tier).ok_or(Error::NotFound)?;
    let history = audit::of(act.conn, "award", id.0)?;
    Ok(AwardPage { award, programme, tier, history })
}

/// The signed-in pupil's awards and the way to the next one.
pub fn mine(act: &mut Act<'_>) -> Answer<MyAwards> {
    let pupil = act.person()?.pupil.as_ref().ok_or(Error::Forbidden)?.ambassador;
    let progress = figures::progress(act, pupil)?;
    let awards = papers::of_pupil(act.conn, pupil)?;
    let year = school_year::of(act.now.day());
    let name_is_public = papers::shows_name(act.conn, pupil, &year)?;
    Ok(MyAwards { progress, awards, name_is_public })
}

/// The award behind the code on a paper, as anybody may see it.
pub fn public(act: &mut Act<'_>, token: &str) -> Answer<PublicAward> {
    Ok(papers::public(act.conn, &token.to_uppercase())?)
}
