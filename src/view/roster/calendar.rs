//! The school's calendar: closed days, lesson hours, tighter limits.

use maud::{Markup, html};

use crate::db::school_days::{Calendar, ClassLessons};
use crate::domain::availability::clock;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::roster::{ClosedForm, LessonsForm, LimitsForm};
use crate::domain::school_year::ClosedKind;
use crate::domain::typed::day_value;
use crate::paths;
use crate::view::ambassadors::weekdays;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Table, badge, breadcrumb, empty_state, error_summary, fieldset,
    form, page_head, post_button, section,
};

fn kind(lang: Lang, kind: ClosedKind) -> &'static str {
    match kind {
        ClosedKind::Holiday => lang.t("Nghỉ lễ", "Holiday"),
        ClosedKind::ExamWeek => lang.t("Tuần kiểm tra", "Exam week"),
        ClosedKind::Closure => lang.t("Trường nghỉ", "Closure"),
    }
}

fn span(lang: Lang, from: chrono::NaiveDate, to: chrono::NaiveDate) -> String {
    if from == to { lang.day(from) } else { format!("{} – {}", lang.date(from), lang.date(to)) }
}

/// The page with its two forms.
pub fn calendar(
    lang: Lang,
    calendar: &Calendar,
    days: (&ClosedForm, &Problems),
    limits: (&LimitsForm, &Problems),
) -> Markup {
    html! {
        (page_head(
            lang.t("Lịch của trường", "The school's calendar"),
            lang.t("Những lúc học sinh không được xếp ca trực.", "When pupils are not scheduled."),
            html! {},
        ))
        (section(lang.t("Ngày nghỉ, tuần kiểm tra", "Closed days and exam weeks"), html! {
            (own_table(lang, calendar))
            (error_summary(lang, &days.1.all(lang)))
            (days_form(lang, calendar, days))
        }))
        (section(lang.t("Giờ học của các lớp", "Lesson hours of the classes"), classes(lang, calendar)))
        (section(lang.t("Giới hạn riêng của trường", "The school's own limits"), html! {
            (error_summary(lang, &limits.1.all(lang)))
            (limits_form(lang, limits))
        }))
        (section(lang.t("Ngày nghỉ chung", "Days closed for all"), others(lang, calendar)))
    }
}

fn own_table(lang: Lang, calendar: &Calendar) -> Markup {
    let remove = lang.t("Bỏ", "Remove");
    let table = Table::new(lang.t("Ngày nghỉ của trường", "The school's own days"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Ngày", "Days"))
        .text(lang.t("Loại", "Kind"))
        .actions(lang.t("Việc", "Actions"))
        .rows(calendar.own.iter().map(|own| {
            let name = lang.t(&own.name_vi, &own.name_en);
            [
                html! { (name) },
                html! { (span(lang, own.from_day, own.to_day)) },
                html! { (badge(Mark::Stopped, kind(lang, own.kind))) },
                post_button(
                    &paths::roster::remove_days(own.id),
                    Button::quiet(remove)
                        .icon(Icon::Trash)
                        .small()
                        .says(format!("{remove}: {name}")),
                    &[],
                ),
            ]
        }))
        .empty(empty_state(
            Icon::Calendar,
            lang.t("Chưa có ngày nào của riêng trường", "No days of the school's own"),
            lang.t(
                "Thêm các tuần kiểm tra để không em nào bị xếp ca.",
                "Add exam weeks, so that nobody is scheduled then.",
            ),
            html! {},
        ));
    html! { (table) }
}

fn days_form(
    lang: Lang,
    calendar: &Calendar,
    (typed, problems): (&ClosedForm, &Problems),
) -> Markup {
    let error = |field: &str| problems.say(field, lang);
    let kinds: Vec<Choice> = [ClosedKind::ExamWeek, ClosedKind::Closure, ClosedKind::Holiday]
        .map(|k| Choice::new(k.code(), kind(lang, k)))
        .into();
    let today = day_value(calendar.today);
    form(
        paths::roster::CALENDAR,
        fieldset(
            lang.t("Thêm ngày nghỉ", "Add closed days"),
            html! {
                (Field::select("kind", lang.t("Loại", "Kind"), kinds).value(&typed.kind).error(error("kind")))
                (Field::text("name", lang.t("Tên", "Name")).hint(lang.t("Ví dụ: Kiểm tra cuối học kỳ 1", "For example: Kiểm tra cuối học kỳ 1")).max_len(80).value(&typed.name).error(error("name")))
                (Field::text("name_en", lang.t("Tên tiếng Anh", "Name in English")).optional(lang).max_len(80).value(&typed.name_en).error(error("name_en")))
                div.row {
                    (Field::date("from_day", lang.t("Từ ngày", "From")).min(&today).value(&typed.from_day).error(error("from_day")))
                    (Field::date("to_day", lang.t("Đến hết ngày", "To")).min(&today).optional(lang).value(&typed.to_day).error(error("to_day")))
                }
                (Button::primary(lang.t("Thêm", "Add")).icon(Icon::Plus))
            },
        ),
    )
}

fn classes(lang: Lang, calendar: &Calendar) -> Markup {
    let edit = lang.t("Sửa", "Change");
    let table = Table::new(lang.t("Giờ học", "Lesson hours"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Giờ học trong tuần", "Lessons of the week"))
        .actions(lang.t("Việc", "Actions"))
        .rows(calendar.classes.iter().map(|own| {
            [
                html! { (own.class.name) },
                html! { (summary(lang, own)) },
                html! { (Button::quiet(edit).icon(Icon::Pencil).small().to(paths::roster::lessons(own.class.id)).says(format!("{edit}: {}", own.class.name))) },
            ]
        }))
        .empty(empty_state(Icon::School, lang.t("Chưa có lớp nào năm học này", "No classes this school year"), lang.t("Quản trị viên thêm lớp ở trang đơn vị.", "An administrator adds classes on the organisation's page."), html! {}));
    html! { (table) }
}

fn summary(lang: Lang, own: &ClassLessons) -> String {
    if own.lessons.is_empty() {
        return lang
            .t("Chưa nhập: chưa trừ giờ học", "Not entered: no lessons are left out")
            .to_owned();
    }
    let days = weekdays(lang);
    let mut out = String::new();
    for lesson in &own.lessons {
        if !out.is_empty() {
            out.push_str("; ");
        }
        let day = days[(lesson.weekday - 1).clamp(0, 6) as usize].1;
        out.push_str(&format!("{day} {}–{}", clock(lesson.minutes.0), clock(lesson.minutes.1)));
    }
    out
}

fn limits_form(lang: Lang, (typed, problems): (&LimitsForm, &Problems)) -> Markup {
    let error = |field: &str| problems.say(field, lang);
    form(
        paths::roster::LIMITS,
        html! {
            p.note { (lang.t("Mức chung: ca tối đa 180 phút, tuần tối đa 8 giờ, xong trước 19:00. Trường chỉ có thể siết chặt hơn.", "In general: 180 minutes a shift, 8 hours a week, over by 19:00. A school can only tighten.")) }
            div.row {
                (Field::number("session_minutes", lang.t("Phút mỗi ca", "Minutes a shift")).filter().value(&typed.session_minutes).error(error("session_minutes")))
                (Field::number("week_hours", lang.t("Giờ mỗi tuần", "Hours a week")).filter().value(&typed.week_hours).error(error("week_hours")))
                (Field::time("latest_end", lang.t("Xong trước", "Over by")).filter().value(&typed.latest_end).error(error("latest_end")))
            }
            (Button::quiet(lang.t("Lưu giới hạn", "Save limits")).icon(Icon::Check))
        },
    )
}

fn others(lang: Lang, calendar: &Calendar) -> Markup {
    html! {
        ul.flow {
            @for day in &calendar.others {
                li { strong { (span(lang, day.from_day, day.to_day)) } " " (lang.t(&day.name_vi, &day.name_en)) }
            }
        }
    }
}

/// The lesson hours of one class.
pub fn lessons(lang: Lang, own: &ClassLessons, typed: &LessonsForm, problems: &Problems) -> Markup {
    let title = format!("{} {}", lang.t("Giờ học lớp", "Lesson hours of"), own.class.name);
    let cell = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    html! {
        (breadcrumb(lang, &[(lang.t("Lịch của trường", "Calendar"), paths::roster::CALENDAR)], &title))
        (page_head(&title, lang.t("Để trống buổi không học.", "Leave it empty where there are no lessons."), html! {}))
        (error_summary(lang, &problems.all(lang)))
        (form(&paths::roster::lessons(own.class.id), html! {
            @if let Some(problem) = problems.say("lessons", lang) { p.error id="lessons" { (Icon::CircleAlert) (problem) } }
            @for (day, (_, word)) in weekdays(lang).iter().enumerate() {
                (fieldset(word, html! {
                    @for half in 0..2 {
                        @let at = day * 2 + half;
                        @let part = if half == 0 { lang.t("Buổi sáng", "Morning") } else { lang.t("Buổi chiều", "Afternoon") };
                        div.row {
                            (Field::time("from", format!("{part}: {}", lang.t("vào", "from"))).id(format!("from-{at}")).value(padded(&cell(&typed.from, at))).filter())
                            (Field::time("to", format!("{part}: {}", lang.t("ra", "to"))).id(format!("to-{at}")).value(padded(&cell(&typed.to, at))).filter())
                        }
                    }
                }))
            }
            (Field::tick("all", lang.t("Áp dụng cho mọi lớp của trường", "The same for every class of the school")).filter().value(&typed.all))
            (Button::primary(lang.t("Lưu giờ học", "Save")).icon(Icon::Check))
        }))
    }
}

/// Time boxes want two digits for the hour.
fn padded(time: &str) -> String {
    if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() }
}
