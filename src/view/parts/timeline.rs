//! What happened, one after the other.

use maud::{Markup, html};

use super::notice::Tone;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Moment {
    /// "28/11/2026 7:42".
    pub at: String,
    /// What happened, in a sentence.
    pub what: String,
    /// Who did it; may be empty.
    pub who: String,
    /// Its mood.
    pub tone: Tone,
}

/// The history of a thing, in the order given.
pub fn timeline(moments: &[Moment]) -> Markup {
    html! {
        ol class="timeline" {
            @for moment in moments {
                li class=(moment.tone.word()) {
                    p { (moment.what) }
                    p class="note" {
                        (moment.at)
                        @if !moment.who.is_empty() { " · " (moment.who) }
                    }
                }
            }
        }
    }
}
