//! One type per kind of row, so that a booking's id never stands where a session's belongs.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )*};
}

ids! {
    /// A ward youth union or a school.
    OrganisationId,
    /// A neighbourhood (khu phố).
    AreaId,
    /// A help point.
    PlaceId,
    /// Somebody who signs in.
    AccountId,
    /// One signed-in device.
    SignInId,
    /// A key on a device of somebody of staff.
    PasskeyId,
    /// A class of a school year.
    ClassId,
    /// A pupil who helps.
    AmbassadorId,
    /// A weekly series of sessions.
    SeriesId,
    /// A help session.
    SessionId,
    /// A step of a session.
    SlotId,
    /// A person who is helped.
    ResidentId,
    /// One resident, one topic, one slot.
    BookingId,
    /// A wish that no session fits yet.
    RequestId,
    /// A pupil's place in a session.
    ShiftId,
    /// A run of the matching.
    RunId,
    /// Which pupil helps which booking.
    MatchId,
    /// A request about personal data.
    DataRequestId,
    /// A leak of personal data.
    DataLeakId,
    /// The record of what was done.
    SupportId,
    /// The same at home.
    FamilySupportId,
    /// A row of the hours ledger.
    HoursEntryId,
    /// A school year's recognition programme.
    ProgrammeId,
    /// A step of a programme.
    TierId,
    /// What somebody received.
    AwardId,
    /// The board's decision that awards rest on.
    DecisionId,
    /// A safety breach that was noted.
    BreachId,
    /// A report about somebody's safety.
    IncidentId,
    /// What an adult noted of a resident's conduct.
    ConductNoteId,
    /// A person whom a ward does not book for a time.
    BarId,
    /// A message waiting to leave.
    MessageId,
}
