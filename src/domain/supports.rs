//! The record of what was done for a resident, in a session or at home.

use crate::text_enum;

text_enum! {
    /// Where a support stands.
    pub enum SupportState {
        Logged = "logged",
        ClosedBySupervisor = "closed_by_supervisor",
        Verified = "verified",
        Returned = "returned",
    }
}

text_enum! {
    /// How it ended.
    pub enum Outcome {
        /// The resident did it alone.
        Alone = "alone",
        Guided = "guided",
        Unfinished = "unfinished",
        /// Handed to an official.
        Referred = "referred",
        Declined = "declined",
    }
}

text_enum! {
    /// Who operated the device; never the pupil.
    pub enum OperatedBy { Resident = "resident", Relative = "relative", Official = "official" }
}

text_enum! {
    /// Could the resident do it alone next time?
    pub enum CanDoAlone { Yes = "yes", WithHelp = "with_help", No = "no" }
}

text_enum! {
    /// Whom a pupil helped at home.
    pub enum Relative {
        Grandparent = "grandparent",
        Parent = "parent",
        Sibling = "sibling",
        Other = "other",
    }
}

text_enum! {
    /// Where a family support stands.
    pub enum FamilyState { Logged = "logged", Confirmed = "confirmed", Returned = "returned" }
}

text_enum! {
    /// How a family support was confirmed.
    pub enum ConfirmedHow { GuardianLink = "guardian_link", Paper = "paper" }
}
