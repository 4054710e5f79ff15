//! What waits for the person who starts the day.

use super::{Act, Answer};
use crate::db::duties::{self, Post};
use crate::domain::duties::Duty;

/// Everything that waits for this person, with how many there are.
pub fn waiting(act: &mut Act<'_>) -> Answer<Vec<(Duty, i64)>> {
    let person = act.person()?;
    let posts: Vec<Post> = Duty::ALL
        .iter()
        .filter(|duty| person.may(duty.needs()))
        .map(|duty| Post {
            duty: *duty,
            places: person.places(duty.needs()).collect(),
            classes: person.only_classes(duty.needs()),
            eyes: super::incidents::eyes(person),
            everywhere: person.is_administrator(),
        })
        .collect();
    Ok(duties::waiting(act.conn, &posts, act.now.day())?)
}
