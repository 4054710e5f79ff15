//! Whose turn it is: a public rule that the board and the slip can explain.

use chrono::NaiveDate;

use crate::domain::at::At;
use crate::domain::eligibility::age_on;
use crate::domain::lang::Lang;

/// From this age on one goes first within one's slot.
const FIRST_FROM_AGE: i64 = 75;

/// Why somebody goes first within the slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Priority {
    /// 75 years or more.
    Age,
    /// Says that getting here, seeing or sitting is hard.
    AccessNeeds,
}

impl Priority {
    /// From what the resident told; nothing told, no priority.
    pub fn of(birth_year: Option<i64>, access_needs: &str, day: NaiveDate) -> Option<Priority> {
        if birth_year.is_some_and(|year| age_on(year, day) >= FIRST_FROM_AGE) {
            return Some(Priority::Age);
        }
        (!access_needs.trim().is_empty()).then_some(Priority::AccessNeeds)
    }
}

/// A waiting resident's place in the order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    pub slot: At,
    pub arrived: At,
    pub priority: Option<Priority>,
}

impl Turn {
    /// Sorts by the booked time, then who goes first within it, then by arrival.
    pub fn key(&self) -> (At, bool, At) {
        (self.slot, self.priority.is_none(), self.arrived)
    }

    /// "giờ hẹn 8:00 · từ 75 tuổi · đến lúc 7:52": why this is the place in the order.
    pub fn why(&self, lang: Lang) -> String {
        let mut why = format!("{} {}", lang.t("giờ hẹn", "slot"), lang.time(self.slot.time()));
        if let Some(priority) = self.priority {
            why.push_str(" · ");
            why.push_str(match priority {
                Priority::Age => lang.t("từ 75 tuổi, ưu tiên", "75 or older, goes first"),
                Priority::AccessNeeds => {
                    lang.t("cần trợ giúp đi lại, ưu tiên", "access needs, goes first")
                }
            });
        }
        why.push_str(" · ");
        why.push_str(lang.t("đến lúc", "arrived"));
        why.push(' ');
        why.push_str(&lang.time(self.arrived.time()));
        why
    }
}

/// Why somebody at the session does not take a waiting resident now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WhyNot {
    /// Busy with this resident.
    Helping(String),
    /// Free, but another resident comes before in the order.
    MeantFor(String),
    NotCertified,
    /// A coordinator forbade this pair.
    RuledOut,
    /// Checked out, or not in yet.
    Away,
    /// An adult with free hands: takes a resident when somebody says so.
    AdultFree,
}

impl WhyNot {
    /// In words, to stand behind the name.
    pub fn say(&self, lang: Lang) -> String {
        let fixed = match self {
            WhyNot::Helping(whom) => {
                return format!("{} {whom}", lang.t("đang giúp", "is helping"));
            }
            WhyNot::MeantFor(whom) => {
                return format!("{} {whom}", lang.t("sẽ giúp trước", "comes first to"));
            }
            WhyNot::NotCertified => {
                lang.t("chưa được chứng nhận thủ tục này", "is not certified for the topic")
            }
            WhyNot::RuledOut => {
                lang.t("cán bộ phường ghi không ghép", "ruled out by the coordinator")
            }
            WhyNot::Away => lang.t("đã ra hoặc chưa vào", "is not in the room"),
            WhyNot::AdultFree => {
                lang.t("người lớn, đang rảnh: bấm “Chọn”", "adult, free: press “Choose”")
            }
        };
        fixed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> At {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        At::local(day, chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
    }

    #[test]
    fn the_booked_time_comes_first_then_priority_then_arrival() {
        let day = at(8, 0).day();
        let old = Priority::of(Some(1951), "", day);
        assert_eq!(old, Some(Priority::Age));
        assert_eq!(Priority::of(Some(1952), " ", day), None);
        let early = Turn { slot: at(8, 30), arrived: at(7, 30), priority: old };
        let first = Turn { slot: at(8, 0), arrived: at(7, 50), priority: old };
        let second = Turn { slot: at(8, 0), arrived: at(7, 40), priority: None };
        let mut turns = [early, second, first];
        turns.sort_by_key(Turn::key);
        assert_eq!(turns, [first, second, early]);
        assert_eq!(first.why(Lang::Vi), "giờ hẹn 8:00 · từ 75 tuổi, ưu tiên · đến lúc 7:50");
    }
}
