//! What is looked at rather than read.

use chrono::TimeDelta;
use maud::{Markup, html};

use super::saturday;
use crate::domain::lang::Lang;
use crate::view::parts::*;

pub(super) fn charts(lang: Lang) -> Markup {
    let goals = [
        Goal {
            label: lang.t("Giấy chứng nhận", "Certificate").into(),
            minutes: 600,
            reached: true,
        },
        Goal {
            label: lang.t("Thư khen", "Letter of praise").into(),
            minutes: 1500,
            reached: false,
        },
        Goal { label: lang.t("Giấy khen", "Commendation").into(), minutes: 2400, reached: false },
    ];
    let bars = [
        Bar { label: "VNeID".into(), values: vec![Some(120), Some(64), Some(12)] },
        Bar {
            label: lang.t("Bảo hiểm y tế", "Health insurance").into(),
            values: vec![Some(48), Some(30), None],
        },
        Bar {
            label: lang.t("An toàn số", "Digital safety").into(),
            values: vec![Some(22), Some(9), Some(5)],
        },
    ];
    let months =
        [("9/26", 120), ("10/26", 310), ("11/26", 268), ("12/26", 90), ("1/27", 41), ("2/27", 12)]
            .map(|(month, n)| (month.to_owned(), n));
    section(
        lang.t("Biểu đồ", "Charts"),
        html! {
            (card(lang.t("Giờ của em", "Your hours"), award_progress(lang, 870, &goals)))
            (bar_chart(lang, lang.t("Lượt theo thủ tục", "Visits by topic"),
                lang.t("Thủ tục", "Topic"),
                &[lang.t("Tự làm", "Alone"), lang.t("Có hướng dẫn", "Guided"), lang.t("Chuyển", "Referred")],
                &bars))
            (column_chart(lang, lang.t("Lượt theo tháng", "Visits by month"),
                lang.t("Tháng", "Month"), lang.t("Lượt", "Visits"), &months))
        },
    )
}

pub(super) fn times(lang: Lang) -> Markup {
    let rows = [
        ("7:30", vec![Seat::Done, Seat::Done, Seat::Absent, Seat::Done]),
        ("8:00", vec![Seat::Helping, Seat::Arrived, Seat::Booked, Seat::Booked]),
        ("8:30", vec![Seat::Booked, Seat::Free, Seat::Free, Seat::WalkIn]),
    ]
    .map(|(time, seats)| SeatRow { time: time.into(), seats });
    let free = ["sat-morning".to_owned()];
    section(
        lang.t("Thời gian", "Times"),
        html! {
            (seat_map(lang, lang.t("Chỗ theo khung giờ", "Seats by slot"), &rows))
            (week(lang))
            (day_grid("free", lang.t("Khi nào em rảnh?", "When are you free?"),
                &[("sat", lang.t("Thứ Bảy", "Saturday")), ("sun", lang.t("Chủ nhật", "Sunday"))],
                &[("morning", lang.t("Sáng", "Morning")), ("afternoon", lang.t("Chiều", "Afternoon"))],
                &free))
        },
    )
}

fn week(lang: Lang) -> Week {
    let monday = saturday() - TimeDelta::days(5);
    let event = |time: &str, title: &str, mark, state: &str| Event {
        time: time.into(),
        title: title.into(),
        place: lang.t("Phường Phú Thuận", "Phú Thuận ward").into(),
        href: Some("/sessions/7".into()),
        mark,
        state: state.into(),
    };
    let days = (0..7)
        .map(|n| WeekDay {
            day: monday + TimeDelta::days(n),
            note: (n == 1).then(|| lang.t("Ngày Văn hoá Việt Nam", "Vietnam Culture Day").into()),
            events: match n {
                2 => {
                    vec![event("15:00–17:00", "Nhà văn hoá", Mark::Draft, lang.t("Nháp", "Draft"))]
                }
                5 => vec![
                    event(
                        "7:30–10:30",
                        "Văn phòng khu phố 5",
                        Mark::Open,
                        lang.t("Mở đăng ký", "Open"),
                    ),
                    event("14:00–16:30", "Trường Nguyễn Huệ", Mark::Taken, lang.t("Đủ", "Full")),
                ],
                _ => Vec::new(),
            },
        })
        .collect();
    Week {
        lang,
        today: monday + TimeDelta::days(3),
        days,
        earlier: Some("/week?at=2026-11-16".into()),
        later: Some("/week?at=2026-11-30".into()),
    }
}
