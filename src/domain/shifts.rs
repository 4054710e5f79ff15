//! An ambassador's place in a session.

use crate::text_enum;

text_enum! {
    /// Where a shift stands.
    pub enum ShiftState {
        /// The pupil took it.
        Taken = "taken",
        /// The matching proposes it, published, not yet answered.
        Proposed = "proposed",
        Accepted = "accepted",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// Checked in.
        Present = "present",
        /// Checked out.
        Done = "done",
        /// Did not come; said by a named adult.
        Absent = "absent",
    }
}

text_enum! {
    /// How a shift came about.
    pub enum ShiftSource { Own = "own", Matching = "matching", Hand = "hand" }
}
