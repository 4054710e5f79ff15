//! The state of a thing in one word, told by shape, colour and text together.

use maud::{Markup, html};

use crate::view::icons::Icon;

/// The kinds of states there are. Every life cycle maps its own states to these.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Not yet shown to others: a draft session, a proposed match.
    Draft,
    /// Somebody has to act or time has to pass: waiting list, asked consent.
    Waiting,
    /// One may come in: an open session, a free place.
    Open,
    /// Taken or agreed: a booked place, an accepted shift, a full session.
    Taken,
    /// Happening now.
    Running,
    /// Done and in order: helped, verified, issued.
    Done,
    /// Look here: returned, close to a deadline.
    Warning,
    /// Ended without result: cancelled, absent, declined, revoked.
    Stopped,
    /// A plain label without a state: a topic's tier, a class.
    Plain,
}

impl Mark {
    /// All of them, for the gallery.
    pub const ALL: [Mark; 9] = [
        Mark::Draft,
        Mark::Waiting,
        Mark::Open,
        Mark::Taken,
        Mark::Running,
        Mark::Done,
        Mark::Warning,
        Mark::Stopped,
        Mark::Plain,
    ];

    pub(super) fn class(self) -> &'static str {
        match self {
            Mark::Draft => "draft",
            Mark::Waiting => "waiting",
            Mark::Open => "open",
            Mark::Taken => "taken",
            Mark::Running => "running",
            Mark::Done => "done",
            Mark::Warning => "warning",
            Mark::Stopped => "stopped",
            Mark::Plain => "plain",
        }
    }

    fn icon(self) -> Option<Icon> {
        match self {
            Mark::Draft => Some(Icon::CircleDashed),
            Mark::Waiting => Some(Icon::Hourglass),
            Mark::Open => Some(Icon::Circle),
            Mark::Taken => Some(Icon::CircleDot),
            Mark::Running => Some(Icon::CirclePlay),
            Mark::Done => Some(Icon::CircleCheck),
            Mark::Warning => Some(Icon::Alert),
            Mark::Stopped => Some(Icon::CircleX),
            Mark::Plain => None,
        }
    }
}

/// A state as a small label: `badge(Mark::Done, "Đã hỗ trợ")`.
pub fn badge(mark: Mark, text: &str) -> Markup {
    html! {
        span class=(format!("badge {}", mark.class())) {
            @if let Some(icon) = mark.icon() { (icon) }
            (text)
        }
    }
}
