//! Help sessions: their states and what may become of them.

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

text_enum! {
    /// A school's word on releasing its pupils.
    pub enum ApprovalState { Asked = "asked", Approved = "approved", Declined = "declined" }
}
