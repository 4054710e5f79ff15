//! Booking: seats that are never oversold, the waiting line, and the resident's way
//! through the pages.

mod flow;
pub mod seats;
