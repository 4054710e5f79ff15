//! Reports about somebody's safety: what they are about, how far they have come, and what
//! an adult says when one is closed.

use serde::Deserialize;
use validator::Validate;

use super::ids::{AmbassadorId, SessionId};
use super::lang::Lang;
use super::names::tidy_lines;
use super::privacy::refuse_secrets;
use super::refusal::{Message, Problems, Refuse};
use crate::text_enum;

text_enum! {
    /// What happened, in the words that stand on the buttons.
    pub enum IncidentKind {
        AskedForSecrets = "asked_for_secrets",
        Uncomfortable = "uncomfortable",
        Quarrel = "quarrel",
        Health = "health",
        Accident = "accident",
        LostDevice = "lost_device",
        Other = "other",
    }
}

text_enum! {
    /// How far a report has come.
    pub enum IncidentState {
        Reported = "reported",
        Seen = "seen",
        Handling = "handling",
        Closed = "closed",
    }
}

text_enum! {
    /// What came of it.
    pub enum IncidentOutcome {
        Settled = "settled",
        GuardianTold = "guardian_told",
        Authorities = "authorities",
        NoGround = "no_ground",
    }
}

impl IncidentKind {
    /// As a child would say it; adults read the same words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            IncidentKind::AskedForSecrets => lang.t(
                "Có người xin tiền, mật khẩu hoặc mã",
                "Somebody asked for money, a password or a code",
            ),
            IncidentKind::Uncomfortable => {
                lang.t("Có người làm em khó chịu", "Somebody made me uncomfortable")
            }
            IncidentKind::Quarrel => lang.t("Cãi nhau hoặc bị dọa", "A quarrel or a threat"),
            IncidentKind::Health => lang.t("Mệt, đau, cần y tế", "Feeling ill, needing a nurse"),
            IncidentKind::Accident => lang.t("Bị ngã, bị thương", "A fall or an injury"),
            IncidentKind::LostDevice => {
                lang.t("Mất điện thoại, đồ dùng", "A lost phone or belongings")
            }
            IncidentKind::Other => lang.t("Chuyện khác", "Something else"),
        }
    }

    /// Not a word may be lost before somebody goes there.
    pub fn is_urgent(self) -> bool {
        !matches!(self, IncidentKind::LostDevice | IncidentKind::Other)
    }
}

impl IncidentState {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            IncidentState::Reported => lang.t("mới báo, chưa ai xem", "reported, not seen yet"),
            IncidentState::Seen => lang.t("đã có người xem", "seen"),
            IncidentState::Handling => lang.t("đang xử lý", "being handled"),
            IncidentState::Closed => lang.t("đã khép lại", "closed"),
        }
    }

    /// It may go on to this one: forward only, and never twice to the same.
    pub fn may_become(self, next: IncidentState) -> Result<(), IncidentRefusal> {
        if self == IncidentState::Closed {
            return Err(IncidentRefusal::Closed);
        }
        if next > self { Ok(()) } else { Err(IncidentRefusal::Moved) }
    }
}

impl IncidentOutcome {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            IncidentOutcome::Settled => lang.t("Đã giải quyết tại chỗ", "Settled on the spot"),
            IncidentOutcome::GuardianTold => {
                lang.t("Đã báo phụ huynh và cùng giải quyết", "Settled together with the guardian")
            }
            IncidentOutcome::Authorities => lang.t(
                "Đã chuyển 111, công an hoặc y tế",
                "Passed on to 111, the police or medical help",
            ),
            IncidentOutcome::NoGround => {
                lang.t("Đã kiểm tra, không có gì nguy hiểm", "Looked into, nothing dangerous")
            }
        }
    }
}

/// As sent: the kind is the button that was pressed.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct ReportForm {
    #[validate(length(max = 30))]
    pub kind: String,
    #[validate(length(max = 500))]
    pub what: String,
    /// "yes": not to the adults of the session.
    #[validate(length(max = 10))]
    pub away: String,
    /// The session the reporter stood in when the page was opened.
    #[validate(length(max = 20))]
    pub session: String,
    /// At the desk: the pupil it is about.
    #[validate(length(max = 20))]
    pub pupil: String,
}

/// A report that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    pub kind: IncidentKind,
    pub what: String,
    pub away: bool,
    pub session: Option<SessionId>,
    pub pupil: Option<AmbassadorId>,
}

impl Report {
    /// Reads it. Only the kind is needed: a child in trouble writes nothing.
    pub fn parse(form: &ReportForm) -> Result<Report, Problems> {
        let mut problems = Problems::none();
        let kind = IncidentKind::from_code(&form.kind).ok_or_else(|| {
            Message::new("Hãy bấm vào chuyện đã xảy ra.", "Press what has happened.")
        });
        let kind = problems.take("kind", kind);
        let what = tidy_lines(&form.what);
        if let Err(secret) = refuse_secrets(&what) {
            problems.add("what", secret);
        }
        match (kind, problems.is_empty()) {
            (Some(kind), true) => Ok(Report {
                kind,
                what,
                away: form.away == "yes",
                session: form.session.parse().ok(),
                pupil: form.pupil.parse().ok(),
            }),
            _ => Err(problems),
        }
    }
}

/// What an adult says when closing a report.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct CloseForm {
    #[validate(length(max = 30))]
    pub outcome: String,
    #[validate(length(max = 500))]
    pub follow_up: String,
}

/// An end that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closing {
    pub outcome: IncidentOutcome,
    pub follow_up: String,
}

impl Closing {
    /// Reads it: an outcome, and what was done and will be done.
    pub fn parse(form: &CloseForm) -> Result<Closing, Problems> {
        let mut problems = Problems::none();
        let outcome = IncidentOutcome::from_code(&form.outcome)
            .ok_or_else(|| Message::new("Hãy chọn kết quả.", "Choose what came of it."));
        let outcome = problems.take("outcome", outcome);
        let follow_up = tidy_lines(&form.follow_up);
        if follow_up.chars().count() < 10 {
            problems.add(
                "follow_up",
                Message::new(
                    "Hãy ghi đã làm gì và còn theo dõi gì (ít nhất 10 ký tự).",
                    "Say what was done and what will be watched (at least 10 characters).",
                ),
            );
        }
        if let Err(secret) = refuse_secrets(&follow_up) {
            problems.add("follow_up", secret);
        }
        match (outcome, problems.is_empty()) {
            (Some(outcome), true) => Ok(Closing { outcome, follow_up }),
            _ => Err(problems),
        }
    }
}

/// Why a report does not move on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IncidentRefusal {
    Moved,
    Closed,
}

impl Refuse for IncidentRefusal {
    fn code(&self) -> &'static str {
        match self {
            IncidentRefusal::Moved => "incident_moved",
            IncidentRefusal::Closed => "incident_closed",
        }
    }

    fn message(&self) -> Message {
        match self {
            IncidentRefusal::Moved => Message::new(
                "Người khác vừa nhận việc này. Xem lại tình trạng mới ở dưới.",
                "Somebody else has just moved this on. See where it stands below.",
            ),
            IncidentRefusal::Closed => {
                Message::new("Báo cáo này đã khép lại.", "This report is closed.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_needs_nothing_but_a_kind_and_takes_no_secret() {
        let form = |kind: &str, what: &str| ReportForm {
            kind: kind.into(),
            what: what.into(),
            ..ReportForm::default()
        };
        let bare = Report::parse(&form("uncomfortable", "")).unwrap();
        assert_eq!(
            (bare.kind, bare.away, bare.session),
            (IncidentKind::Uncomfortable, false, None)
        );
        assert!(Report::parse(&form("", "")).unwrap_err().of("kind").is_some());
        let secret = form("other", "bác ấy đọc số 079201001234");
        assert!(Report::parse(&secret).unwrap_err().of("what").is_some());
    }

    #[test]
    fn a_report_only_goes_forward() {
        use IncidentState::*;
        assert!(Reported.may_become(Handling).is_ok() && Seen.may_become(Closed).is_ok());
        assert_eq!(Handling.may_become(Seen), Err(IncidentRefusal::Moved));
        assert_eq!(Closed.may_become(Closed), Err(IncidentRefusal::Closed));
    }
}
