//! The reasons, each with a name and a sentence that says what would have to change.

use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Refuse};
use crate::domain::school_year::ClosedKind;

/// Why a pupil may not take a place in a session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Refusal {
    Inactive,
    Age,
    ChildConsent,
    GuardianConsent,
    GuardianVeto,
    NotCertified,
    Started,
    NotOpen,
    NotApproved,
    AlreadyIn,
    NotFree,
    AtSchool,
    Closed(ClosedKind),
    /// Minutes after midnight.
    TooLate {
        latest: i64,
    },
    SessionTooLong {
        most: i64,
    },
    DayFull {
        most: i64,
    },
    WeekFull {
        most: i64,
    },
    Overlaps,
    TooFar {
        minutes: i64,
    },
    /// Too short a night before lessons or another shift.
    NoRest {
        hours: i64,
    },
    KeptApart,
    TooFewAdults,
    EnoughPupils,
}

/// All reasons of one answer together: the first one's name, everybody's sentences.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ineligible(pub Vec<Refusal>);

impl Refuse for Ineligible {
    fn code(&self) -> &'static str {
        self.0.first().map_or("ineligible", Refuse::code)
    }

    fn message(&self) -> Message {
        let say = |lang| {
            let sentences: Vec<String> =
                self.0.iter().map(|why| why.message().say(lang).to_owned()).collect();
            sentences.join(" ")
        };
        Message::new(say(Lang::Vi), say(Lang::En))
    }
}

impl Refusal {
    /// The session is full, over or closed for everybody: nothing the pupil could change.
    pub fn is_about_the_session(self) -> bool {
        use Refusal::*;
        matches!(self, Started | NotOpen | NotApproved | TooFewAdults | EnoughPupils)
    }
}

impl Refuse for Refusal {
    fn code(&self) -> &'static str {
        match self {
            Refusal::Inactive => "inactive",
            Refusal::Age => "age",
            Refusal::ChildConsent => "child_consent",
            Refusal::GuardianConsent => "guardian_consent",
            Refusal::GuardianVeto => "guardian_veto",
            Refusal::NotCertified => "not_certified",
            Refusal::Started => "started",
            Refusal::NotOpen => "not_open",
            Refusal::NotApproved => "not_approved",
            Refusal::AlreadyIn => "already_in",
            Refusal::NotFree => "not_free",
            Refusal::AtSchool => "at_school",
            Refusal::Closed(ClosedKind::Holiday) => "holiday",
            Refusal::Closed(ClosedKind::ExamWeek) => "exam_week",
            Refusal::Closed(ClosedKind::Closure) => "closure",
            Refusal::TooLate { .. } => "too_late",
            Refusal::SessionTooLong { .. } => "session_too_long",
            Refusal::DayFull { .. } => "day_full",
            Refusal::WeekFull { .. } => "week_full",
            Refusal::Overlaps => "overlaps",
            Refusal::TooFar { .. } => "too_far",
            Refusal::NoRest { .. } => "no_rest",
            Refusal::KeptApart => "kept_apart",
            Refusal::TooFewAdults => "too_few_adults",
            Refusal::EnoughPupils => "enough_pupils",
        }
    }

    fn message(&self) -> Message {
        let (vi, en) = self.words();
        match self.figure() {
            None => Message::new(vi, en),
            Some((in_vi, in_en)) => {
                Message::new(vi.replace("{}", &in_vi), en.replace("{}", &in_en))
            }
        }
    }
}

impl Refusal {
    /// The sentences, `{}` where the figure goes. They speak of nobody in particular: a
    /// pupil reads them about themselves, a coordinator about a pupil.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Refusal::Inactive => (
                "Tài khoản đại sứ số đang tạm nghỉ. Thầy cô phụ trách có thể mở lại.",
                "The ambassador's account is paused. The school can open it again.",
            ),
            Refusal::Age => (
                "Đại sứ số từ 11 đến 18 tuổi. Nhờ thầy cô kiểm tra lại năm sinh.",
                "Ambassadors are 11 to 18 years old. Ask the school to check the year of birth.",
            ),
            Refusal::ChildConsent => (
                "Chưa có chữ ký đồng ý của học sinh cho năm học này. Nộp phiếu đồng ý cho thầy cô.",
                "The pupil has not signed for this school year. Hand the form in at school.",
            ),
            Refusal::GuardianConsent => (
                "Chưa có chữ ký đồng ý của phụ huynh cho năm học này. Nộp phiếu đồng ý cho thầy cô.",
                "The guardian has not signed for this school year. Hand the form in at school.",
            ),
            Refusal::GuardianVeto => {
                ("Phụ huynh không đồng ý cho đi buổi này.", "The guardian said no to this session.")
            }
            Refusal::NotCertified => (
                "Chưa được cấp chứng nhận cho thủ tục nào của buổi này.",
                "Not certified for any topic of this session.",
            ),
            Refusal::Started => ("Buổi này đã bắt đầu.", "This session has already started."),
            Refusal::NotOpen => (
                "Buổi này chưa mở hoặc không còn nhận đăng ký.",
                "This session is not open for joining.",
            ),
            Refusal::NotApproved => (
                "Nhà trường chưa đồng ý cho học sinh tham gia buổi này.",
                "The school has not released its pupils for this session.",
            ),
            Refusal::AlreadyIn => {
                ("Đã có ca trực ở buổi này rồi.", "There is already a shift in this session.")
            }
            Refusal::NotFree => (
                "Ngoài giờ rảnh đã khai. Sửa lịch rảnh nếu giờ đó thật sự rảnh.",
                "Outside the free times given. Change them if this time is really free.",
            ),
            Refusal::AtSchool => ("Trùng giờ học trên lớp.", "It falls into lesson hours."),
            Refusal::Closed(ClosedKind::Holiday) => {
                ("Ngày nghỉ lễ: không xếp ca trực.", "A public holiday: nobody is scheduled.")
            }
            Refusal::Closed(ClosedKind::ExamWeek) => {
                ("Tuần kiểm tra: không xếp ca trực.", "Exam week: nobody is scheduled.")
            }
            Refusal::Closed(ClosedKind::Closure) => (
                "Trường hoặc phường nghỉ hôm đó: không xếp ca trực.",
                "School or ward is closed that day: nobody is scheduled.",
            ),
            Refusal::Overlaps => {
                ("Trùng giờ với một ca trực khác.", "It overlaps with another shift.")
            }
            // Who the other one is stays with the adults.
            Refusal::KeptApart => (
                "Nhóm của buổi này đã được thầy cô sắp xếp. Hãy chọn buổi khác.",
                "The adults have arranged the group of this session. Choose another one.",
            ),
            Refusal::TooFewAdults => (
                "Chưa đủ người lớn phụ trách cho thêm một học sinh.",
                "There are not enough adults for one more pupil.",
            ),
            Refusal::EnoughPupils => {
                ("Buổi này đã đủ đại sứ số.", "This session has enough ambassadors.")
            }
            Refusal::TooLate { .. } => ("Ca trực phải xong trước {}.", "Shifts end by {}."),
            Refusal::SessionTooLong { .. } => (
                "Buổi dài quá: mỗi ca trực tối đa {}.",
                "The session is too long: a shift has at most {}.",
            ),
            Refusal::DayFull { .. } => {
                ("Quá số giờ trong ngày: tối đa {}.", "Too many hours that day: at most {}.")
            }
            Refusal::WeekFull { .. } => {
                ("Quá số giờ trong tuần: tối đa {}.", "Too many hours that week: at most {}.")
            }
            Refusal::NoRest { .. } => (
                "Không đủ {} giờ nghỉ trước buổi học hoặc ca trực hôm sau.",
                "Less than {} hours of rest before the next day's lessons or shift.",
            ),
            Refusal::TooFar { .. } => (
                "Không kịp đi giữa hai nơi: cần {} phút.",
                "No time for the way between two places: it takes {} minutes.",
            ),
        }
    }

    /// The figure in the sentence, as each language writes it.
    fn figure(self) -> Option<(String, String)> {
        match self {
            Refusal::TooLate { latest } => {
                let time = format!("{}:{:02}", latest / 60, latest % 60);
                Some((time.clone(), time))
            }
            Refusal::SessionTooLong { most }
            | Refusal::DayFull { most }
            | Refusal::WeekFull { most } => Some((Lang::Vi.hours(most), Lang::En.hours(most))),
            Refusal::NoRest { hours } => Some((hours.to_string(), hours.to_string())),
            Refusal::TooFar { minutes } => Some((minutes.to_string(), minutes.to_string())),
            _ => None,
        }
    }
}
