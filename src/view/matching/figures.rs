//! What a plan is worth, and how it differs from what people were told.

use chrono::NaiveTime;
use maud::{Markup, html};

use crate::db::matching::RunPage;
use crate::domain::at::At;
use crate::domain::lang::Lang;
use crate::domain::matches::{
    Idea, Minutes, Moved, Pairing, RunState, Suggestion, Worth, standing_differences,
};
use crate::domain::typed::{day_value, time_value};
use crate::paths;
use crate::view::parts::{Button, Table, button_row, disclosure, section, stat, stats};

/// The figures of a plan.
pub fn worth(lang: Lang, page: &RunPage) -> Markup {
    let worth = page.draft.worth;
    let joins = joining(&page.draft.pairs);
    let served =
        format!("{}/{}", lang.number(worth.served as i64), lang.number(worth.total as i64));
    let first_come = lang.count(
        worth.first_come_served as i64,
        "lượt nếu ai đến trước xếp trước",
        "booking if first come, first served",
        "bookings if first come, first served",
    );
    stats(html! {
        (stat(&served, lang.t("lượt có người giúp", "bookings with somebody"), None))
        (stat(&gain(lang, worth), lang.t("so với ai đến trước xếp trước", "against first come, first served"), Some(&first_come)))
        (stat(&best(worth), &worth.said(lang), Some(&points(lang, worth))))
        @if joins > 0 {
            (stat(&lang.number(joins), lang.t("ca trực mời thêm", "shifts to be asked for"), None))
        }
    })
}

/// "+3 lượt", or "+12 điểm" where as many are served but those who need it more.
fn gain(lang: Lang, worth: Worth) -> String {
    let signed = |n: i64| format!("{}{}", if n > 0 { "+" } else { "" }, lang.number(n));
    let more = worth.served as i64 - worth.first_come_served as i64;
    let points = worth.value - worth.first_come_value;
    match (more, points) {
        (0, 0) => lang.t("bằng nhau", "the same").to_owned(),
        (0, points) => format!("{} {}", signed(points), lang.t("điểm", "points")),
        (more, _) => format!("{} {}", signed(more), lang.t("lượt", "bookings")),
    }
}

/// New shifts: a pupil who joins one session for several residents is one.
fn joining(pairs: &[Pairing]) -> i64 {
    let mut new: Vec<_> =
        pairs.iter().filter(|p| p.joins).map(|p| (p.session, p.ambassador)).collect();
    new.sort_unstable();
    new.dedup();
    new.len() as i64
}

/// "100 %" only when it is proved.
fn best(worth: Worth) -> String {
    format!("{} %", 100 - worth.short_of_best())
}

fn points(lang: Lang, worth: Worth) -> String {
    let (value, bound) = (lang.number(worth.value), lang.number(worth.bound.max(worth.value)));
    match lang {
        Lang::Vi => format!("{value} điểm ưu tiên; không cách xếp nào quá {bound}"),
        Lang::En => format!("{value} priority points; no plan exceeds {bound}"),
    }
}

/// What publishing would change of what people were told.
pub fn differences(lang: Lang, page: &RunPage) -> Markup {
    let standing = page.lines.iter().filter(|line| line.waits());
    let standing: Vec<_> = standing.filter_map(|l| Some((l.id, l.ambassador?))).collect();
    if page.run.state != RunState::Preview || standing.is_empty() {
        return html! {};
    }
    let moved = standing_differences(standing.into_iter(), &page.draft);
    if moved.is_empty() {
        return html! {
            p.note { (lang.t("Giống hệt những gì đã báo cho các em.", "Exactly what people were told.")) }
        };
    }
    let count = |of: fn(&&Moved) -> bool| moved.iter().filter(of).count() as i64;
    let title = format!(
        "{}: {}, {}, {}",
        lang.t("Khác với bản đã báo", "Differs from what was told"),
        lang.count(count(|m| m.from.is_none()), "lượt thêm", "added", "added"),
        lang.count(
            count(|m| m.from.is_some() && m.to.is_some()),
            "lượt đổi em",
            "changed",
            "changed"
        ),
        lang.count(
            count(|m| m.to.is_none()),
            "lượt mất người",
            "without anybody",
            "without anybody"
        ),
    );
    let name = |pupil: Option<_>| pupil.map_or("—", |pupil| page.name(pupil));
    let table = Table::new(lang.t("Khác với bản đã báo", "Differs from what was told"))
        .text(lang.t("Giờ và người đến", "Time and resident"))
        .text(lang.t("Đã báo", "Told"))
        .text(lang.t("Bản này", "This plan"))
        .rows(moved.iter().filter_map(|moved| {
            let line = page.lines.iter().find(|line| line.id == moved.booking)?;
            Some([
                html! { span.nowrap { (lang.time(line.starts_at.time())) } " · " (line.name) },
                html! { (name(moved.from)) },
                html! { (name(moved.to)) },
            ])
        }));
    disclosure(&title, html! { (table) })
}

/// What would help most, the best first.
pub fn ideas(lang: Lang, page: &RunPage) -> Markup {
    let said: Vec<Markup> =
        page.draft.ideas.iter().filter_map(|idea| suggestion(lang, page, idea)).collect();
    if page.run.state == RunState::Discarded {
        return html! {};
    }
    let title = lang.t("Làm thêm gì thì giúp được nhiều nhất", "What would help most");
    let days = super::days(lang, page.run.from_day, page.run.to_day);
    let ask = Button::quiet(lang.t("Tự hỏi: nếu làm thêm…", "Ask your own: what if…"));
    section(
        title,
        html! {
            p.note { (lang.t("Tính theo bản ghép", "By the plan for")) " " (days) "." }
            @if said.is_empty() {
                p { (lang.t("Chưa thấy việc nào giúp thêm được ai.", "Nothing found that would help anybody more.")) }
            } @else {
                ol.ideas { @for idea in &said { li { (idea) } } }
            }
            (button_row(html! { (ask.to(paths::matching::what_if(page.run.id))) }))
        },
    )
}

pub(super) fn suggestion(lang: Lang, page: &RunPage, found: &Suggestion) -> Option<Markup> {
    let more = lang.count(found.served, "người nữa", "more person", "more people");
    let gain = match lang {
        Lang::Vi => format!("Thêm {more} được giúp"),
        Lang::En => format!("{more} helped"),
    };
    Some(match &found.idea {
        Idea::Session { like, day, minutes: (from, to) } => {
            let head = page.heads.iter().find(|head| head.id == *like)?;
            let at = |minute: i64| At::local(*day, NaiveTime::MIN).plus_minutes(minute).time();
            let times = (time_value(at(*from)), time_value(at(*to)));
            let post = paths::sessions::copy_at(*like, &day_value(*day), (&times.0, &times.1));
            let when = format!("{}, {}", lang.day(*day), lang.times(at(*from), at(*to)));
            html! {
                strong { (gain) } ": "
                (lang.t("mở thêm một buổi ở", "hold one more session at")) " " (head.place) ", " (when) ". "
                a href=(post) { (lang.t("Đăng buổi như vậy", "Post one like it")) }
            }
        }
        Idea::Certify { booking, pupils, .. } => {
            let line = page.lines.iter().find(|line| line.id == *booking)?;
            let names: Vec<&str> = found.pupils.iter().map(|pupil| page.name(*pupil)).collect();
            html! {
                strong { (gain) } ": "
                (lang.count(*pupils as i64, "em nữa có chứng nhận", "more ambassador certified for", "more ambassadors certified for"))
                " " (line.topic(lang)) "; "
                (lang.t("hợp nhất là", "best of all")) " " (names.join(", ")) "."
            }
        }
    })
}

/// How evenly the hours are spread in every class, before the plan and with it.
pub fn spread(lang: Lang, page: &RunPage) -> Markup {
    if page.draft.classes.is_empty() {
        return html! {};
    }
    let range = |m: Minutes| {
        format!("{} – {} – {}", lang.hours(m.least), lang.hours(m.median), lang.hours(m.most))
    };
    let table = Table::new(lang.t("Giờ hỗ trợ của từng lớp", "Hours by class"))
        .text(lang.t("Lớp", "Class"))
        .number(lang.t("Số em", "Pupils"))
        .text(lang.t("Trước: ít nhất – giữa – nhiều nhất", "Before: least – middle – most"))
        .text(lang.t("Sau khi ghép", "With this plan"))
        .rows(page.draft.classes.iter().map(|class| {
            [
                html! { (class.class) },
                html! { (lang.number(class.pupils as i64)) },
                html! { (range(class.before)) },
                html! { (range(class.after)) },
            ]
        }));
    let title = lang.t(
        "Chia giờ có đều không: từng lớp, trước và sau",
        "Are the hours fair: by class, before and after",
    );
    disclosure(title, html! { (table) })
}
