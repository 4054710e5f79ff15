//! When a pupil is free: a row for each weekday, and the days that differ.

use maud::{Markup, html};

use super::weekdays;
use crate::db::ambassadors::pages::MyWeek;
use crate::db::shifts::pages::MyShift;
use crate::domain::availability::{Band, ExceptionForm, WeekForm, clock, tick};
use crate::domain::eligibility::Weekly;
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::shifts::{ShiftState, may_withdraw};
use crate::domain::typed::day_value;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Tone, badge, confirm_box, error_summary, form, hidden, hint_box,
    page_head, post_button, section, side_by_side,
};

/// What is typed on the week's page, with what is wrong with it.
pub struct WeekTyped<'a> {
    pub week: &'a WeekForm,
    pub week_problems: &'a Problems,
    pub exception: &'a ExceptionForm,
    pub exception_problems: &'a Problems,
}

/// When the pupil is free.
pub fn week(lang: Lang, own: &MyWeek, typed: &WeekTyped<'_>) -> Markup {
    html! {
        (page_head(
            lang.t("Khi nào em rảnh?", "When are you free?"),
            lang.t("Đánh dấu các buổi em rảnh hằng tuần. Nếu chỉ rảnh một phần của buổi, ghi giờ vào bên cạnh. Giờ học trên lớp đã được trừ sẵn.", "Tick the times you are free every week. If you are free only for a part, enter the hours beside them. Lesson hours are left out anyway."),
            html! {},
        ))
        (error_summary(lang, &typed.week_problems.all(lang)))
        (form(paths::ambassadors::WEEK, html! {
            (days(lang, typed))
            (Button::primary(lang.t("Lưu lịch rảnh", "Save")).icon(Icon::Check).wide())
            p.note { (lang.t("Ca em đã nhận vẫn giữ nguyên; muốn rút thì mở từng ca.", "Shifts you have stay as they are; give them back one by one.")) }
        }))
        (section(lang.t("Ngày khác thường", "Days that differ"), exceptions(lang, own, typed)))
    }
}

/// A row for each weekday: its name with what it adds up to, its parts, its exact times.
fn days(lang: Lang, typed: &WeekTyped<'_>) -> Markup {
    let free = typed.week.parse().unwrap_or_default();
    html! {
        @if let Some(problem) = typed.week_problems.say("rows", lang) {
            p.error id="rows" { (Icon::CircleAlert) (problem) }
        }
        ul.free-week {
            @for ((code, word), number) in weekdays(lang).into_iter().zip(1..) {
                (one_day(lang, (code, word), &free, number, typed.week))
            }
        }
    }
}

fn one_day(
    lang: Lang,
    (code, word): (&str, &str),
    free: &[Weekly],
    number: i64,
    typed: &WeekForm,
) -> Markup {
    let bands = [
        (Band::Morning, lang.t("Sáng", "Morning"), "6–12"),
        (Band::Afternoon, lang.t("Chiều", "Afternoon"), "12–17"),
        (Band::Evening, lang.t("Tối", "Evening"), "17–19"),
    ];
    let spans: Vec<String> = free
        .iter()
        .filter(|f| f.weekday == number)
        .map(|f| format!("{}–{}", clock(f.minutes.0), clock(f.minutes.1)))
        .collect();
    let rows: Vec<(&str, &str)> = typed
        .rows()
        .filter(|(weekday, from, to)| *weekday == code && !(from.is_empty() && to.is_empty()))
        .map(|(_, from, to)| (from, to))
        .collect();
    html! {
        li.free-day role="group" aria-label=(word) {
            div.free-name {
                strong { (word) }
                span.note { @if spans.is_empty() { (lang.t("bận", "not free")) } @else { (spans.join(", ")) } }
            }
            div.free-parts {
                @for (band, name, hours) in bands {
                    @let value = tick(number, band);
                    label {
                        input type="checkbox" name="free" value=(value) checked[typed.free.contains(&value)];
                        span { span.unseen { (word) ", " } (name) span.note { " " (hours) } }
                    }
                }
            }
            div.free-times {
                @for (n, row) in rows.iter().enumerate() { (times(lang, (code, word), n, *row)) }
                details.disclosure {
                    summary { (Icon::ChevronRight) (lang.t("Giờ khác", "Other hours")) span.unseen { ": " (word) } }
                    (times(lang, (code, word), rows.len(), ("", "")))
                }
            }
        }
    }
}

/// From and to in one line, sent with their weekday.
fn times(lang: Lang, (code, word): (&str, &str), n: usize, (from, to): (&str, &str)) -> Markup {
    let id = |end: &str| format!("{end}-{code}-{n}");
    let field = |name: &str, label: &str, value: &str| {
        Field::time(name, format!("{word}, {label}"))
            .id(id(name))
            .quiet_label()
            .value(padded(value))
            .filter()
    };
    html! {
        div.free-span {
            (hidden(&[("weekday", code)]))
            (field("from", lang.t("từ", "from"), from))
            span aria-hidden="true" { "–" }
            (field("to", lang.t("đến", "to"), to))
        }
    }
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
                        @for shift in own.in_the_way(day) { (in_the_way(lang, own, shift)) }
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

/// An agreed shift in a time away: where and when, and the way to give it back.
fn in_the_way(lang: Lang, own: &MyWeek, shift: &MyShift) -> Markup {
    let when = lang.times(shift.starts_at.time(), shift.ends_at.time());
    hint_box(
        Tone::Warn,
        html! {
            p {
                (lang.t("Hôm đó em vẫn còn ca", "You still have a shift then:")) " "
                a href=(paths::shifts::one(shift.id)) { strong { (when) ", " (shift.place) } }
                ". " (lang.t("Ghi bận không tự trả lại ca.", "Being away does not give it back."))
            }
            @match may_withdraw(shift.state, shift.starts_at, own.now) {
                _ if shift.state == ShiftState::Proposed => p { (lang.t(
                    "Em chưa trả lời ca này: mở ca để nhận hoặc từ chối.",
                    "You have not answered it yet: open the shift to accept or decline.",
                )) },
                Ok(()) => (confirm_box(
                    lang.t("Trả lại ca này…", "Give this shift back…"),
                    lang.t("Người em được ghép sẽ được bạn khác giúp.", "Somebody else will help those matched to you."),
                    &paths::shifts::withdraw(shift.id),
                    Button::danger(lang.t("Rút khỏi ca này", "Give this shift back")),
                    html! { (Field::text("reason", lang.t("Lý do", "Reason"))
                        .id(format!("reason-{}", shift.id))
                        .value(lang.t("Hôm đó em bận", "I am away that day")).max_len(200)) },
                )),
                Err(why) => p { (why.message().say(lang)) " " (lang.t("Gọi Đoàn phường:", "Call the youth union:")) " " (shown(&shift.ward_phone)) },
            }
        },
    )
}
