//! How long what is kept, rule by rule. The register of processing names these rules
//! column by column; the nightly job and the command `retention` carry them out.

use chrono::NaiveDate;

use super::lang::Lang;
use super::school_year;
use crate::text_enum;

/// In the place of a name that is not kept any more.
pub const FORGOTTEN: &str = "Người đã ẩn danh";

text_enum! {
    /// One rule: what happens to which rows, and after how many days.
    pub enum Rule {
        /// Residents and those who book for them, after the last visit or request.
        Residents = "residents",
        /// Requests for help and their times.
        Requests = "requests",
        /// Sign-ins that expired or were ended, and cards that expired.
        SignIns = "sign_ins",
        /// Counters of attempts, and sign-ins whose second step never came.
        Attempts = "attempts",
        /// Invitations that were used or have expired.
        Invitations = "invitations",
        /// Addresses and texts of messages that left or were given up.
        MessageTexts = "message_texts",
        /// Rows of such messages.
        Messages = "messages",
        /// Why a pupil declined or left a shift.
        ShiftReasons = "shift_reasons",
        /// Links by which a guardian confirms help at home.
        FamilyLinks = "family_links",
        /// Guardians' links to their child's page, and the browsers that opened them.
        GuardianLinks = "guardian_links",
        /// Single days on which a pupil was away or free.
        DaysAway = "days_away",
        /// Names and addresses of guardians of pupils who left.
        Guardians = "guardians",
        /// Weekly free times of pupils who left.
        FreeTimes = "free_times",
        /// Who gave a consent, after its school year.
        ConsentNames = "consent_names",
        /// What happened at a safety breach.
        Breaches = "breaches",
        /// What was told of an incident, after it was closed.
        Incidents = "incidents",
        /// Notes about residents' conduct.
        Conduct = "conduct",
        /// Bars of a ward, after their end.
        Bars = "bars",
        /// Names and texts of answered requests about personal data.
        DataRequests = "data_requests",
        /// Records of leaks, after they were closed.
        DataLeaks = "data_leaks",
        /// Pupils who left, with hours and awards.
        Pupils = "pupils",
        /// Staff whose last role ended.
        Staff = "staff",
    }
}

/// How many days each rule waits in this installation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Days(Vec<u64>);

impl Default for Days {
    /// As long as the law and the purpose allow.
    fn default() -> Days {
        Days(Rule::ALL.iter().map(|rule| rule.longest()).collect())
    }
}

impl Days {
    /// The same with one rule set otherwise.
    pub fn with(mut self, rule: Rule, days: u64) -> Days {
        self.0[rule as usize] = days;
        self
    }

    /// Days after the moment that [`Rule::what`] names.
    pub fn of(&self, rule: Rule) -> u64 {
        self.0[rule as usize]
    }

    /// The last day whose rows the rule reaches, excluded.
    pub fn before(&self, rule: Rule, today: NaiveDate) -> NaiveDate {
        today - chrono::Days::new(self.of(rule))
    }

    /// School years that sort before this one ended that long ago.
    pub fn years_before(&self, rule: Rule, today: NaiveDate) -> String {
        school_year::of(self.before(rule, today))
    }

    /// "sau 90 ngày", "after 2 years".
    pub fn after(&self, rule: Rule, lang: Lang) -> String {
        let days = self.of(rule) as i64;
        let long = match days % 365 {
            0 => lang.count(days / 365, "năm", "year", "years"),
            _ => lang.count(days, "ngày", "day", "days"),
        };
        format!("{} {long}", lang.t("sau", "after"))
    }
}

impl Rule {
    /// The most days that the purpose and the law allow; settings can only shorten them.
    pub fn longest(self) -> u64 {
        match self {
            Rule::Attempts => 1,
            Rule::Invitations | Rule::MessageTexts | Rule::FamilyLinks | Rule::GuardianLinks => 30,
            Rule::Residents
            | Rule::Requests
            | Rule::SignIns
            | Rule::ShiftReasons
            | Rule::DaysAway
            | Rule::Guardians
            | Rule::FreeTimes
            | Rule::Bars => 90,
            Rule::Messages | Rule::Conduct => 365,
            Rule::ConsentNames | Rule::Breaches | Rule::Incidents | Rule::DataRequests => 2 * 365,
            Rule::DataLeaks | Rule::Pupils | Rule::Staff => 5 * 365,
        }
    }

    /// What is done, and from when the days count: "90 ngày sau …: ẩn danh".
    pub fn what(self, lang: Lang) -> &'static str {
        match self {
            Rule::Residents => lang.t(
                "ẩn danh người được giúp và người đặt hộ, tính từ lần hẹn cuối",
                "pseudonymise residents and who booked for them, from the last visit",
            ),
            Rule::Requests => lang.t("xóa yêu cầu, tính từ lúc gửi", "delete requests, from sending"),
            Rule::SignIns => lang.t(
                "xóa phiên đăng nhập và thẻ lớp, tính từ lúc hết hạn hoặc kết thúc",
                "delete sign-ins and class cards, from expiry or ending",
            ),
            Rule::Attempts => lang.t(
                "xóa bộ đếm số lần thử và lần đăng nhập dở dang",
                "delete counters of attempts and sign-ins left half done",
            ),
            Rule::Invitations => lang.t(
                "xóa lời mời, tính từ lúc dùng hoặc hết hạn",
                "delete invitations, from use or expiry",
            ),
            Rule::MessageTexts => lang.t(
                "xóa người nhận và nội dung tin, tính từ lúc gửi xong hoặc thôi gửi",
                "empty addresses and texts of messages, from leaving or giving up",
            ),
            Rule::Messages => lang.t("xóa dòng tin, tính từ lúc tạo", "delete messages, from their making"),
            Rule::ShiftReasons => lang.t(
                "xóa lý do từ chối ca, tính từ lúc nhận ca",
                "empty reasons for declining shifts, from their making",
            ),
            Rule::FamilyLinks => lang.t(
                "xóa đường dẫn phụ huynh xác nhận, tính từ lúc hết hạn",
                "remove guardians' confirmation links, from expiry",
            ),
            Rule::GuardianLinks => lang.t(
                "xóa đường dẫn vào trang phụ huynh, tính từ lúc hết hạn",
                "delete guardians' links to their child's page, from expiry",
            ),
            Rule::DaysAway => lang.t("xóa ngày bận, ngày rảnh riêng", "delete single days away or free"),
            Rule::Guardians => lang.t(
                "xóa tên và liên hệ phụ huynh của em đã thôi tham gia, tính từ hết năm học",
                "empty guardians' names and contacts of pupils who left, from the school year's end",
            ),
            Rule::FreeTimes => lang.t(
                "xóa lịch rảnh của em đã thôi tham gia, tính từ hết năm học",
                "delete free times of pupils who left, from the school year's end",
            ),
            Rule::ConsentNames => lang.t(
                "xóa tên người ký đồng ý, tính từ hết năm học",
                "empty names of who signed consents, from the school year's end",
            ),
            Rule::Breaches => lang.t(
                "xóa nội dung ghi nhận vi phạm an toàn, tính từ ngày xảy ra",
                "empty what was noted of safety breaches, from the day",
            ),
            Rule::Incidents => lang.t(
                "xóa lời kể và việc theo dõi của sự cố, tính từ lúc khép lại",
                "empty what was told of incidents and their follow-up, from closing",
            ),
            Rule::Conduct => lang.t(
                "xóa ghi nhận về ứng xử của người dân, tính từ lúc ghi",
                "delete notes about residents' conduct, from their writing",
            ),
            Rule::Bars => lang.t(
                "xóa việc tạm dừng nhận đặt, tính từ lúc hết hạn hoặc gỡ",
                "delete bars of a ward, from their end or lifting",
            ),
            Rule::DataRequests => lang.t(
                "xóa tên, địa chỉ và nội dung trong yêu cầu về dữ liệu, tính từ lúc trả lời",
                "empty names, addresses and texts of requests about personal data, from the answer",
            ),
            Rule::DataLeaks => lang.t(
                "xóa hồ sơ lộ dữ liệu, tính từ lúc khép lại",
                "delete records of data leaks, from closing",
            ),
            Rule::Pupils => lang.t(
                "ẩn danh em đã thôi tham gia, tính từ hết năm học; giờ và khen thưởng còn số liệu",
                "pseudonymise pupils who left, from the school year's end; hours and awards stay as figures",
            ),
            Rule::Staff => lang.t(
                "ẩn danh tài khoản cán bộ, tính từ ngày vai trò cuối kết thúc",
                "pseudonymise staff accounts, from the end of the last role",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_back_from_today_and_school_years_from_their_end() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let days = Days::default();
        let expected = NaiveDate::from_ymd_opt(2026, 8, 30).unwrap();
        assert_eq!(days.before(Rule::Residents, today), expected);
        assert_eq!(days.years_before(Rule::Guardians, today), "2026–2027");
        assert_eq!(days.years_before(Rule::Pupils, today), "2021–2022");
        assert_eq!(days.after(Rule::Residents, Lang::Vi), "sau 90 ngày");
        assert_eq!(days.after(Rule::Staff, Lang::En), "after 5 years");
        let shorter = days.with(Rule::Residents, 30);
        assert_eq!(shorter.after(Rule::Residents, Lang::Vi), "sau 30 ngày");
    }
}
