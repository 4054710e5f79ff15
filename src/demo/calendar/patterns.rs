//! What a ward repeats from week to week.

/// A weekly or fortnightly session.
pub struct Pattern {
    pub weekday: Weekday,
    /// Every how many weeks, and in which of them.
    pub every: usize,
    pub turn: usize,
    /// Also in the weeks before the four around today.
    pub always: bool,
    /// Minutes after midnight.
    pub from: i64,
    pub to: i64,
    /// Index of the place.
    pub place: usize,
    pub slot_minutes: i64,
    pub seats: i64,
    pub wanted: i64,
    pub title: &'static str,
    /// The title on another day at another place.
    pub elsewhere: &'static str,
    pub topics: &'static [&'static str],
    pub access_notes: &'static str,
}

/// The days on which wards hold sessions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub fn chrono(self) -> chrono::Weekday {
        match self {
            Weekday::Tuesday => chrono::Weekday::Tue,
            Weekday::Wednesday => chrono::Weekday::Wed,
            Weekday::Thursday => chrono::Weekday::Thu,
            Weekday::Friday => chrono::Weekday::Fri,
            Weekday::Saturday => chrono::Weekday::Sat,
            Weekday::Sunday => chrono::Weekday::Sun,
        }
    }

    pub fn is_weekend(self) -> bool {
        matches!(self, Weekday::Saturday | Weekday::Sunday)
    }
}

const VNEID: &[&str] = &["A1", "A2", "A3", "A4", "A5", "A7", "H1", "H2"];
const SERVICES: &[&str] = &["B1", "B3", "B5", "B7", "A4", "A5", "C3", "C7"];
const EVERYDAY: &[&str] = &["G1", "G2", "G3", "G5", "G6", "F4", "H1", "H2"];
const HEALTH: &[&str] = &["D1", "D2", "D3", "D4", "A7"];
const FAMILIES: &[&str] = &["A6", "C2", "C4", "E1", "E3", "E4", "B2"];
/// Adults only lead here.
const BUSINESS: &[&str] = &["F1", "F2", "F3", "B6", "C5", "C9", "D5", "B1"];

const STEP_FREE: &str = "Lối vào không có bậc; có người phụ xe lăn.";

/// The ward's week.
pub const PATTERNS: [Pattern; 8] = [
    Pattern {
        weekday: Weekday::Saturday,
        every: 1,
        turn: 0,
        always: true,
        from: 450,
        to: 630,
        place: 1,
        slot_minutes: 30,
        seats: 4,
        wanted: 6,
        title: "Sáng thứ Bảy giúp bà con",
        elsewhere: "Sáng cuối tuần giúp bà con",
        topics: VNEID,
        access_notes: STEP_FREE,
    },
    Pattern {
        weekday: Weekday::Saturday,
        every: 1,
        turn: 0,
        always: true,
        from: 840,
        to: 990,
        place: 2,
        slot_minutes: 30,
        seats: 3,
        wanted: 4,
        title: "Chiều thứ Bảy: điện thoại và đời sống số",
        elsewhere: "Điện thoại và đời sống số",
        topics: EVERYDAY,
        access_notes: STEP_FREE,
    },
    Pattern {
        weekday: Weekday::Sunday,
        every: 2,
        turn: 0,
        always: true,
        from: 480,
        to: 630,
        place: 4,
        slot_minutes: 30,
        seats: 3,
        wanted: 4,
        title: "Cà phê sáng với người dân",
        elsewhere: "Cà phê sáng với người dân",
        topics: EVERYDAY,
        access_notes: "",
    },
    Pattern {
        weekday: Weekday::Sunday,
        every: 2,
        turn: 1,
        always: false,
        from: 480,
        to: 660,
        place: 3,
        slot_minutes: 60,
        seats: 4,
        wanted: 5,
        title: "Gia đình có con nhỏ và người mới đến",
        elsewhere: "Gia đình có con nhỏ và người mới đến",
        topics: FAMILIES,
        access_notes: "Có chỗ cho bé ngồi chơi; phòng ở tầng trệt.",
    },
    Pattern {
        weekday: Weekday::Wednesday,
        every: 1,
        turn: 0,
        always: true,
        from: 1020,
        to: 1140,
        place: 2,
        slot_minutes: 30,
        seats: 3,
        wanted: 4,
        title: "Tối thứ Tư sau giờ làm",
        elsewhere: "Sau giờ làm: dịch vụ công trực tuyến",
        topics: SERVICES,
        access_notes: STEP_FREE,
    },
    Pattern {
        weekday: Weekday::Friday,
        every: 2,
        turn: 0,
        always: true,
        from: 1020,
        to: 1140,
        place: 5,
        slot_minutes: 30,
        seats: 3,
        wanted: 3,
        title: "Sức khỏe số ở Trạm Y tế",
        elsewhere: "Sức khỏe số",
        topics: HEALTH,
        access_notes: STEP_FREE,
    },
    Pattern {
        weekday: Weekday::Tuesday,
        every: 1,
        turn: 0,
        always: false,
        from: 480,
        to: 660,
        place: 0,
        slot_minutes: 60,
        seats: 2,
        wanted: 0,
        title: "Thứ Ba cùng cán bộ: hộ kinh doanh và hộ tịch",
        elsewhere: "Cùng cán bộ: hộ kinh doanh và hộ tịch",
        topics: BUSINESS,
        access_notes: STEP_FREE,
    },
    Pattern {
        weekday: Weekday::Thursday,
        every: 2,
        turn: 1,
        always: false,
        from: 840,
        to: 1020,
        place: 0,
        slot_minutes: 60,
        seats: 2,
        wanted: 0,
        title: "Chiều thứ Năm cùng cán bộ",
        elsewhere: "Buổi chiều cùng cán bộ",
        topics: BUSINESS,
        access_notes: STEP_FREE,
    },
];
