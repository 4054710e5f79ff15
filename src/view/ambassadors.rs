//! A pupil's own pages: the day, the week, the hours.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Notice, Table, Tone, badge, card, day_grid, disclosure,
    empty_state, error_summary, form, hint_box, notice, page_head, post_button, section,
    side_by_side, stat, stats,
};
use super::recognition::progress;
use super::shifts::{my_card, state, when};
use crate::db::ambassadors::pages::{Home, MyWeek};
use crate::db::hours::LedgerRow;
use crate::domain::availability::{Band, ExceptionForm, SPARE_ROWS, WeekForm, clock};
use crate::domain::consent::Side;
use crate::domain::hours::HoursKind;
use crate::domain::lang::Lang;
use crate::domain::names::given;
use crate::domain::recognition::Progress;
use crate::domain::refusal::Problems;
use crate::domain::shifts::ShiftState;
use crate::domain::typed::day_value;
use crate::paths;

/// Where a pupil starts: what comes next, and how far the way has led.
pub fn home(lang: Lang, name: &str, home: &Home) -> Markup {
    let next = home.coming.iter().find(|shift| shift.state != ShiftState::Proposed);
    let asked: Vec<_> =
        home.coming.iter().filter(|shift| shift.state == ShiftState::Proposed).collect();
    html! {
        (page_head(
            &format!("{} {}!", lang.t("Chào", "Hello"), given(name)),
            lang.t("Hôm nay mình giúp được ai?", "Whom can we help today?"),
            html! {},
        ))
        (unready(lang, home))
        @if !asked.is_empty() {
            (section(lang.t("Cần em trả lời", "Waiting for your answer"), html! {
                div.cards { @for shift in &asked { (my_card(lang, shift)) } }
            }))
        }
        (section(lang.t("Ca trực tiếp theo", "Your next shift"), html! {
            @match next {
                Some(shift) => {
                    @let (mark, word) = state(lang, shift.state);
                    (card(&when(lang, shift), html! {
                        p { strong { (shift.place) } ", " (shift.area) }
                        @if !shift.landmark.is_empty() { p.note { (shift.landmark) } }
                        p { (badge(mark, word)) }
                        (Button::primary(lang.t("Mở ca trực", "Open the shift")).icon(Icon::ArrowRight).wide().to(paths::shifts::one(shift.id)))
                    }))
                },
                None => {
                    (empty_state(
                        Icon::Calendar,
                        lang.t("Chưa có ca trực nào", "No shift yet"),
                        lang.t("Chọn một buổi gần nhà, hợp giờ em rảnh.", "Choose a session near home at a time you are free."),
                        html! { (Button::primary(lang.t("Xem ca có thể nhận", "See what I can take")).to(paths::shifts::OPEN)) },
                    ))
                },
            }
        }))
        (section(lang.t("Giờ của em năm học này", "My hours this school year"), html! {
            (progress(lang, &home.progress))
            (figures(lang, home.minutes, home.pending, home.family_minutes))
            p { a href=(paths::ambassadors::HOURS) { (lang.t("Xem từng dòng", "See every row")) } }
        }))
    }
}

/// What still stands between the pupil and a first shift.
fn unready(lang: Lang, home: &Home) -> Markup {
    html! {
        @for side in &home.unsigned {
            (notice(&Notice::warn(match side {
                Side::Child => lang.t("Em chưa ký phiếu đồng ý tham gia năm học này. Gặp thầy cô phụ trách để ký.", "You have not signed the form to take part this school year. See your teacher."),
                Side::Guardian => lang.t("Phụ huynh chưa ký phiếu đồng ý cho em tham gia. Đưa phiếu về nhà và nộp lại cho thầy cô.", "Your guardian has not signed the form. Take it home and hand it in at school."),
            })))
        }
        @if home.certificates.is_empty() {
            (notice(&Notice::info(lang.t("Em chưa được cấp chứng nhận thủ tục nào. Học xong phần an toàn rồi nhờ thầy cô xác nhận.", "You are not certified for any topic yet. Finish the safety lessons and ask your teacher."))))
        }
        @if !home.has_week {
            (hint_box(Tone::Info, html! {
                p { (lang.t("Cho biết khi nào em rảnh để thấy các ca hợp với mình.", "Say when you are free, to see the shifts that suit you.")) }
                (Button::primary(lang.t("Khai lịch rảnh", "Enter my free times")).to(paths::ambassadors::WEEK))
            }))
        }
    }
}

fn figures(lang: Lang, minutes: i64, pending: i64, family: i64) -> Markup {
    stats(html! {
        (stat(&lang.hours(minutes), lang.t("đã xác nhận", "verified"), None))
        (stat(&lang.hours(pending), lang.t("chờ chốt buổi", "until sessions close"), None))
        (stat(&lang.hours(family), lang.t("gia đình số chờ phụ huynh", "at home, until confirmed"), None))
    })
}

/// The ledger: every row that counts, and those taken back.
pub fn hours(
    lang: Lang,
    (minutes, pending): (i64, i64),
    rows: &[LedgerRow],
    to_award: &Progress,
) -> Markup {
    let table = Table::new(lang.t("Sổ giờ", "Ledger of hours"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Nội dung", "What"))
        .number(lang.t("Giờ", "Hours"))
        .rows(rows.iter().map(|row| {
            [
                html! { (lang.date(row.earned_on)) },
                html! {
                    (what(lang, row))
                    @if row.kind != HoursKind::Reversal && !row.reason.is_empty() { span.note { " " (lang.t("Ghi lại: ", "Credited anew: ")) (row.reason) } }
                    @if row.reversed_by.is_some() { " " (badge(Mark::Stopped, lang.t("Đã hủy", "Taken back"))) }
                },
                html! { (lang.hours(row.minutes)) },
            ]
        }))
        .total([html! { (lang.t("Tổng", "Total")) }, html! {}, html! { (lang.hours(minutes)) }])
        .empty(empty_state(
            Icon::Clock,
            lang.t("Chưa có giờ nào", "No hours yet"),
            lang.t("Giờ được ghi khi người lớn chốt buổi em đã trực.", "Hours are credited when an adult closes a session you worked in."),
            html! {},
        ));
    html! {
        (page_head(
            lang.t("Giờ của em", "My hours"),
            lang.t("Tính từ lúc điểm danh vào đến lúc điểm danh ra, làm tròn xuống 15 phút.", "From check-in to check-out, rounded down to a quarter of an hour."),
            html! {},
        ))
        (progress(lang, to_award))
        @if pending > 0 {
            (notice(&Notice::info(format!("{} {}", lang.hours(pending), lang.t("đang chờ người lớn chốt buổi.", "wait for sessions to be closed.")))))
        }
        (table)
    }
}

fn what(lang: Lang, row: &LedgerRow) -> Markup {
    match row.kind {
        HoursKind::Session => html! { (row.session_title.as_deref().unwrap_or_default()) },
        HoursKind::Family => {
            let topic = lang.t(
                row.topic_vi.as_deref().unwrap_or_default(),
                row.topic_en.as_deref().unwrap_or_default(),
            );
            html! { (lang.t("Gia đình số", "At home")) ": " (topic) }
        }
        HoursKind::Reversal => {
            html! { (lang.t("Hủy giờ", "Taken back")) ": " (row.reason) }
        }
    }
}

/// The days as ticks and rows name them, Monday first.
pub fn weekdays(lang: Lang) -> [(&'static str, &'static str); 7] {
    [
        ("1", lang.t("Thứ Hai", "Monday")),
        ("2", lang.t("Thứ Ba", "Tuesday")),
        ("3", lang.t("Thứ Tư", "Wednesday")),
        ("4", lang.t("Thứ Năm", "Thursday")),
        ("5", lang.t("Thứ Sáu", "Friday")),
        ("6", lang.t("Thứ Bảy", "Saturday")),
        ("7", lang.t("Chủ nhật", "Sunday")),
    ]
}

/// What is typed on the week's page, with what is wrong with it.
pub struct WeekTyped<'a> {
    pub week: &'a WeekForm,
    pub week_problems: &'a Problems,
    pub exception: &'a ExceptionForm,
    pub exception_problems: &'a Problems,
}

/// When the pupil is free.
pub fn week(lang: Lang, own: &MyWeek, typed: &WeekTyped<'_>) -> Markup {
    let bands = [
        (Band::Morning.code(), lang.t("Sáng", "Morning")),
        (Band::Afternoon.code(), lang.t("Chiều", "Afternoon")),
        (Band::Evening.code(), lang.t("17–19 giờ", "17–19 h")),
    ];
    html! {
        (page_head(
            lang.t("Khi nào em rảnh?", "When are you free?"),
            lang.t("Đánh dấu các buổi em rảnh hằng tuần. Giờ học trên lớp đã được trừ sẵn.", "Tick the times you are free every week. Lesson hours are left out anyway."),
            html! {},
        ))
        (error_summary(lang, &typed.week_problems.all(lang)))
        (form(paths::ambassadors::WEEK, html! {
            (day_grid("free", lang.t("Rảnh hằng tuần", "Free every week"), &weekdays(lang), &bands, &typed.week.free))
            (rows(lang, typed))
            (Button::primary(lang.t("Lưu lịch rảnh", "Save")).icon(Icon::Check).wide())
            p.note { (lang.t("Ca em đã nhận vẫn giữ nguyên; muốn rút thì mở từng ca.", "Shifts you have stay as they are; give them back one by one.")) }
        }))
        (section(lang.t("Ngày khác thường", "Days that differ"), exceptions(lang, own, typed)))
    }
}

fn rows(lang: Lang, typed: &WeekTyped<'_>) -> Markup {
    let mut given: Vec<(&str, &str, &str)> = typed.week.rows().collect();
    given.extend(std::iter::repeat_n(("", "", ""), SPARE_ROWS));
    let choices = || {
        let mut all = vec![Choice::new("", lang.t("Chọn thứ", "Choose a day"))];
        all.extend(weekdays(lang).map(|(code, word)| Choice::new(code, word)));
        all
    };
    let body = html! {
        p.note { (lang.t("Nếu em chỉ rảnh một phần của buổi, ghi giờ ở đây.", "If you are free only for a part of it, enter the times here.")) }
        @if let Some(problem) = typed.week_problems.say("rows", lang) {
            p.error id="rows" { (Icon::CircleAlert) (problem) }
        }
        @for (i, (weekday, from, to)) in given.iter().enumerate() {
            div.span {
                (Field::select("weekday", lang.t("Thứ", "Day"), choices()).id(format!("weekday-{i}")).value(*weekday).filter())
                (Field::time("from", lang.t("Từ", "From")).id(format!("from-{i}")).value(padded(from)).filter())
                (Field::time("to", lang.t("Đến", "To")).id(format!("to-{i}")).value(padded(to)).filter())
            }
        }
    };
    if given.len() > SPARE_ROWS {
        return body;
    }
    disclosure(lang.t("Giờ khác, chính xác hơn", "Other, exact times"), body)
}

/// Time boxes want two digits for the hour.
fn padded(time: &str) -> String {
    if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() }
}

fn exceptions(lang: Lang, own: &MyWeek, typed: &WeekTyped<'_>) -> Markup {
    let error = |field: &str| typed.exception_problems.say(field, lang);
    let kinds = vec![
        Choice::new("away_all_day", lang.t("Bận cả ngày", "Away all day")),
        Choice::new("away", lang.t("Bận trong giờ này", "Away at these times")),
        Choice::new("free", lang.t("Rảnh thêm trong giờ này", "Free at these times too")),
    ];
    let chosen = match typed.exception.kind.as_str() {
        "" => "away_all_day",
        other => other,
    };
    html! {
        @if own.exceptions.is_empty() {
            p.note { (lang.t("Chưa có ngày nào khác thường.", "No days that differ.")) }
        } @else {
            ul.flow {
                @for day in &own.exceptions {
                    li.row {
                        strong { (lang.day(day.day)) }
                        @if day.available { (badge(Mark::Open, lang.t("Rảnh", "Free"))) } @else { (badge(Mark::Stopped, lang.t("Bận", "Away"))) }
                        @if (day.from_minute, day.to_minute) == (0, 1440) { span { (lang.t("cả ngày", "all day")) } }
                        @else { span { (clock(day.from_minute)) "–" (clock(day.to_minute)) } }
                        (post_button(&paths::ambassadors::remove_exception(day.id), Button::quiet(lang.t("Bỏ", "Remove")).icon(Icon::Trash).small().says(format!("{}: {}", lang.t("Bỏ", "Remove"), lang.day(day.day))), &[]))
                    }
                }
            }
        }
        (error_summary(lang, &typed.exception_problems.all(lang)))
        (form(paths::ambassadors::EXCEPTIONS, html! {
            (Field::date("day", lang.t("Ngày", "Day")).min(day_value(own.today)).value(&typed.exception.day).error(error("day")))
            (Field::radios("kind", lang.t("Hôm đó em", "On that day you are"), kinds).value(chosen).error(error("kind")))
            (side_by_side(html! {
                (Field::time("from", lang.t("Từ", "From")).id("exception-from").value(&typed.exception.from).filter().error(error("from")))
                (Field::time("to", lang.t("Đến", "To")).id("exception-to").value(&typed.exception.to).filter())
            }))
            (Button::quiet(lang.t("Thêm ngày này", "Add this day")).icon(Icon::Plus))
        }))
    }
}
