//! Hours: credits from check-in and check-out or a confirmed family support, never edited.

use crate::text_enum;

text_enum! {
    /// What a ledger row is.
    pub enum HoursKind { Session = "session", Family = "family", Reversal = "reversal" }
}
