//! Bookings: their states and who speaks for whom.

use crate::text_enum;

text_enum! {
    /// Where a booking stands.
    pub enum BookingState {
        Held = "held",
        Booked = "booked",
        Arrived = "arrived",
        BeingHelped = "being_helped",
        Helped = "helped",
        Referred = "referred",
        Rescheduled = "rescheduled",
        Cancelled = "cancelled",
        Absent = "absent",
        Waiting = "waiting",
        Offered = "offered",
    }
}

text_enum! {
    /// How a booking came in.
    pub enum Channel {
        Web = "web",
        Proxy = "proxy",
        Desk = "desk",
        WalkIn = "walk_in",
        Request = "request",
    }
}

text_enum! {
    /// What somebody who books for another is to them.
    pub enum Relation {
        Child = "child",
        Relative = "relative",
        Neighbour = "neighbour",
        AreaHead = "area_head",
        Officer = "officer",
        Other = "other",
    }
}

text_enum! {
    /// How the person who will come agreed to be booked for.
    pub enum Agreed { Present = "present", Spoken = "spoken", Phone = "phone" }
}

text_enum! {
    /// Whether the resident felt helped, asked on the slip.
    pub enum FeltHelped { Yes = "yes", Partly = "partly", No = "no" }
}

text_enum! {
    /// A wish for help that no session fits yet.
    pub enum RequestState { Open = "open", Fitted = "fitted", Cancelled = "cancelled" }
}
