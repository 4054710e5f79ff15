//! Children's safety: reports and who sees them, residents' conduct, adults in the room.

mod adults;
mod conduct;
mod incidents;
mod rails;
