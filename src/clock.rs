//! The one place that asks the machine for the time. Tests pass a clock they set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::DateTime;

use crate::domain::at::At;

/// Tells the time: the machine's, or one that stands where it was put.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Microseconds since 1970 of a clock set by hand.
    set: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Clock {
        Clock::default()
    }

    /// A clock that stands still until it is moved.
    pub fn standing(at: At) -> Clock {
        Clock { set: Some(Arc::new(AtomicI64::new(at.datetime().timestamp_micros()))) }
    }

    /// Moves a standing clock, for everybody who holds it.
    pub fn move_to(&self, at: At) {
        if let Some(set) = &self.set {
            set.store(at.datetime().timestamp_micros(), Ordering::SeqCst);
        }
    }

    /// Now.
    pub fn now(&self) -> At {
        let utc = match &self.set {
            Some(set) => DateTime::from_timestamp_micros(set.load(Ordering::SeqCst))
                .expect("a standing clock holds an instant it was given"),
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            None => chrono::Utc::now(),
        };
        At::from_utc(utc.naive_utc())
    }
}
