//! Programmes, tiers and awards.

use crate::text_enum;

text_enum! {
    /// Where an award stands.
    pub enum AwardState {
        Candidate = "candidate",
        Checked = "checked",
        Approved = "approved",
        Issued = "issued",
        Revoked = "revoked",
        SetAside = "set_aside",
    }
}

text_enum! {
    /// The forms a school may give (TT 19/2025/TT-BGDĐT; a certificate is free of form).
    pub enum AwardForm {
        Certificate = "certificate",
        Letter = "letter",
        Commendation = "commendation",
    }
}
