//! Recognition: from the programme over candidates, teachers and the board to papers,
//! registers and the public page.

mod breaches;
mod candidates;
mod issue;
mod papers;
mod programme;
pub(crate) mod scene;
