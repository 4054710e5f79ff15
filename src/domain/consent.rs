//! Consent: per purpose and school year, signed by the child and by the guardian.

use crate::text_enum;

text_enum! {
    /// What a signature allows; each is asked for by itself.
    pub enum Purpose {
        TakingPart = "taking_part",
        ScheduleMessages = "schedule_messages",
        Photo = "photo",
        PublicName = "public_name",
    }
}

text_enum! {
    /// Whose signature it is.
    pub enum Side { Child = "child", Guardian = "guardian" }
}

text_enum! {
    /// How it was given.
    pub enum ConsentMethod { Paper = "paper", Link = "link", Account = "account" }
}

/// The version of the texts people sign today.
pub const TEXT_VERSION: &str = "2026-1";
