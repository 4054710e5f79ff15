//! Help sessions: their states, how one is posted, released, changed and called off.

pub mod change;
pub mod place;
pub mod posting;
pub mod refusal;
pub mod release;
pub mod series;
pub mod steps;

pub use posting::{Posting, PostingForm};
pub use refusal::SessionRefusal;

use crate::text_enum;

text_enum! {
    /// Where a session stands, from draft to closed.
    pub enum SessionState {
        Draft = "draft",
        AwaitingSchool = "awaiting_school",
        Open = "open",
        Running = "running",
        ToConfirm = "to_confirm",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}

impl SessionState {
    /// May its posting still be changed, or the session be called off? From its start on
    /// the desk leads it, and what happened stays.
    pub fn is_ahead(self) -> bool {
        matches!(self, SessionState::Draft | SessionState::AwaitingSchool | SessionState::Open)
    }
}

text_enum! {
    /// A school's word on releasing its pupils.
    pub enum ApprovalState { Asked = "asked", Approved = "approved", Declined = "declined" }
}
