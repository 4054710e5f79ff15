//! Why a booking has no pupil, and the nearest thing that would help.

use serde::{Deserialize, Serialize};

use crate::domain::ids::AmbassadorId;
use crate::domain::lang::Lang;
use crate::domain::matching::{self, Refusal};
use crate::domain::refusal::{Message, Refuse};

use super::roster::Roster;
use super::scene::{Awaiting, Scene};

/// What would help a booking that the plan leaves out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remedy {
    /// The topic is for adults.
    AdultOnly,
    /// Fewer than two adults: no pupil may be there at all.
    TwoAdults,
    /// One more adult could supervise one more pupil.
    OneMoreAdult,
    /// The posting asks for no more pupils.
    OneMorePlace,
    /// Everybody certified helps somebody else then, or is due a rest.
    OneMorePupil,
    /// Nobody of the schools that come is certified for the topic.
    NobodyCertified,
    /// All who could were ruled out by hand.
    RuledOut,
    /// The pupil it is pinned to cannot take it.
    PinImpossible { ambassador: AmbassadorId },
    /// This certified pupil is the nearest; what stands in the way, in both languages.
    Nearest { ambassador: AmbassadorId, vi: String, en: String },
}

impl Remedy {
    /// The engine's remedy, with what only the scene knows.
    pub(super) fn of(
        found: matching::Remedy,
        scene: &Scene,
        roster: &Roster<'_>,
        booking: &Awaiting,
    ) -> Remedy {
        use matching::Remedy as Engine;
        let posted = scene.session(booking.session);
        if let Engine::AdultOnly = found {
            return Remedy::AdultOnly;
        }
        if posted.is_some_and(|s| !s.has_adults()) {
            return Remedy::TwoAdults;
        }
        match found {
            Engine::NeedsAdult { .. } => match posted {
                Some(s) if s.supervised() > s.facts.ambassadors_wanted => Remedy::OneMorePlace,
                _ => Remedy::OneMoreAdult,
            },
            Engine::EverybodyBusy { .. } | Engine::SeatsFull { .. } => Remedy::OneMorePupil,
            Engine::PinImpossible { ambassador, .. } => Remedy::PinImpossible { ambassador },
            _ => nearest(scene, roster, booking),
        }
    }
}

/// The certified pupil with the fewest obstacles, asked with all shifts of the plan given.
pub(super) fn nearest(scene: &Scene, roster: &Roster<'_>, booking: &Awaiting) -> Remedy {
    let Some(posted) = scene.session(booking.session) else { return Remedy::NobodyCertified };
    let day = posted.facts.starts_at.day();
    let certified =
        |h: &&super::Helper| h.candidate.is_certified(&booking.topic, booking.tier, day);
    let able: Vec<AmbassadorId> =
        scene.helpers.iter().filter(certified).map(|h| h.candidate.ambassador).collect();
    if able.is_empty() {
        return Remedy::NobodyCertified;
    }
    let mut allowed = able;
    allowed.retain(|a| !scene.forbidden.contains(&(booking.id, *a)));
    if allowed.is_empty() {
        return Remedy::RuledOut;
    }
    let asked = allowed.into_iter().filter(|a| !roster.declined(booking.session, *a));
    let answers = asked.map(|a| (roster.refusals(booking.session, a), a));
    match answers.min_by_key(|(refusals, a)| (refusals.len(), *a)) {
        None => Remedy::OneMorePupil,
        Some((refusals, ambassador)) => match refusals.first() {
            None => Remedy::OneMorePupil,
            Some(first) => {
                let message = first.message();
                let say = |lang| message.say(lang).to_owned();
                Remedy::Nearest { ambassador, vi: say(Lang::Vi), en: say(Lang::En) }
            }
        },
    }
}

/// The remedy in a sentence; `topic` and `pupil` are names, `time` is the booking's.
pub fn sentence(remedy: &Remedy, lang: Lang, topic: &str, time: &str, pupil: &str) -> String {
    match remedy {
        Remedy::AdultOnly => lang
            .t(
                "Thủ tục này do người lớn giúp: xếp một người lớn phụ trách lúc đó.",
                "An adult has to help with this topic: plan one of the adults for that time.",
            )
            .to_owned(),
        Remedy::TwoAdults => lang
            .t(
                "Buổi này cần ít nhất hai người lớn phụ trách thì học sinh mới được tham gia.",
                "The session needs at least two adults before pupils may take part.",
            )
            .to_owned(),
        Remedy::OneMoreAdult => lang
            .t(
                "Thêm một người lớn phụ trách thì thêm được đại sứ số.",
                "One more adult would let one more ambassador come.",
            )
            .to_owned(),
        Remedy::OneMorePlace => lang
            .t(
                "Tăng số đại sứ số cần cho buổi này thêm một.",
                "Ask for one more ambassador in this session.",
            )
            .to_owned(),
        Remedy::OneMorePupil => match lang {
            Lang::Vi => format!("Cần thêm một đại sứ số có chứng nhận {topic} lúc {time}."),
            Lang::En => format!("One more ambassador certified for {topic} is needed at {time}."),
        },
        Remedy::NobodyCertified => match lang {
            Lang::Vi => {
                format!("Chưa đại sứ số nào có chứng nhận {topic}: nhờ nhà trường bồi dưỡng.")
            }
            Lang::En => {
                format!("No ambassador is certified for {topic} yet: ask the school to train some.")
            }
        },
        Remedy::RuledOut => lang
            .t(
                "Những em giúp được đều đã bị loại bằng tay.",
                "Everybody who could help was ruled out by hand.",
            )
            .to_owned(),
        Remedy::PinImpossible { .. } => match lang {
            Lang::Vi => {
                format!("Đã ghim cho {pupil} nhưng em không nhận được: bỏ ghim hoặc chọn em khác.")
            }
            Lang::En => {
                format!("Pinned to {pupil}, who cannot take it: unpin it or choose another.")
            }
        },
        Remedy::Nearest { vi, en, .. } => {
            let what = lang.t(vi, en);
            match lang {
                Lang::Vi => format!("Gần nhất là {pupil}: {what}"),
                Lang::En => format!("{pupil} is nearest: {what}"),
            }
        }
    }
}

/// Said of somebody who said no.
pub(super) fn has_declined() -> Message {
    Message::new("Em đã từ chối hoặc rút khỏi buổi này.", "Has declined or left this session.")
}

/// What the engine says about a match made by hand, in words.
pub(super) fn explained(refusal: Refusal) -> Message {
    let (vi, en) = match refusal {
        Refusal::TierForAdults => {
            ("Thủ tục này chỉ người lớn giúp.", "Only adults help with this topic.")
        }
        Refusal::NotCertified => {
            ("Chưa có chứng nhận cho thủ tục này.", "Not certified for this topic.")
        }
        Refusal::Blocked | Refusal::Forbidden => {
            ("Cặp này đã bị loại bằng tay.", "This pair was ruled out by hand.")
        }
        Refusal::PinnedElsewhere => {
            ("Lượt này đã ghim cho em khác.", "This booking is pinned to somebody else.")
        }
        Refusal::Busy => ("Lúc đó em đang giúp người khác.", "Helps somebody else at that time."),
        Refusal::RunTooLong => {
            ("Đã giúp hai giờ liền, cần nghỉ.", "Has helped for two hours and is due a rest.")
        }
        Refusal::WeeklyCap => ("Đã đủ giờ trong tuần.", "Has reached the hours of the week."),
        Refusal::TravelTooShort => (
            "Đã có một buổi khác không đi cùng được với buổi này.",
            "Is in another session that does not go together with this one.",
        ),
        Refusal::TeamTooLarge => {
            ("Buổi này đã đủ đại sứ số.", "The session has enough ambassadors.")
        }
        Refusal::NoPair => (
            "Nhóm của buổi này đã được thầy cô sắp xếp.",
            "The adults have arranged the group of this session.",
        ),
        Refusal::SeatsFull => ("Khung giờ đã đủ chỗ.", "Every seat of that time is taken."),
        Refusal::TeamTooSmall => (
            "Buổi này chưa đủ đại sứ số để diễn ra.",
            "The session has too few ambassadors to take place.",
        ),
        Refusal::AlreadyServed => {
            ("Lượt này đã có người giúp.", "The booking already has somebody.")
        }
        Refusal::AreaNotAccepted
        | Refusal::NotInTeam
        | Refusal::OutsideSession
        | Refusal::AtSchool
        | Refusal::NotAvailable
        | Refusal::Unknown => ("Không đến được buổi này.", "Cannot come to this session."),
    };
    Message::new(vi, en)
}
