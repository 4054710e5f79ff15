//! Which ambassador helps which booking.

use crate::text_enum;

text_enum! {
    /// Where a match stands.
    pub enum MatchState {
        Proposed = "proposed",
        Published = "published",
        Accepted = "accepted",
        Declined = "declined",
        Replaced = "replaced",
        Done = "done",
    }
}

text_enum! {
    /// What became of a run of the matching.
    pub enum RunState { Preview = "preview", Published = "published", Discarded = "discarded" }
}
