//! What a pupil could take in a week, and why not.

use maud::{Markup, html};

use crate::db::shifts::pages::{OpenRow, OpenWeek, TopicChip};
use crate::domain::eligibility::Refusal;
use crate::domain::lang::Lang;
use crate::domain::refusal::Refuse;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Mark, badge, card, disclosure, empty_state, page_head, post_button, section,
};

/// What a pupil could take in a week: what is possible first, then the rest with its reasons.
pub fn open(lang: Lang, week: &OpenWeek) -> Markup {
    let own: Vec<&OpenRow> = week.rows.iter().filter(|r| r.session.own_shift.is_some()).collect();
    let free: Vec<&OpenRow> = week.rows.iter().filter(|r| r.why_not.is_empty()).collect();
    let barred: Vec<&OpenRow> = week
        .rows
        .iter()
        .filter(|r| r.session.own_shift.is_none() && !r.why_not.is_empty())
        .collect();
    html! {
        (page_head(
            lang.t("Ca trực có thể nhận", "Shifts you can take"),
            lang.t("Chọn buổi em đi được. Buổi chưa nhận được có ghi rõ vì sao.", "Choose the sessions you can come to. Where you cannot, the reason is given."),
            html! {},
        ))
        (week_switch(lang, week))
        @if week.rows.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Tuần này không có buổi nào", "No sessions in this week"),
                lang.t("Xem tuần sau, hoặc quay lại vào thứ Hai: phường đăng buổi mới mỗi tuần.", "Look at the next week, or come back on Monday: new sessions are posted every week."),
                html! {},
            ))
        }
        @if !free.is_empty() {
            (section(&format!("{} ({})", lang.t("Em nhận được", "You can take"), free.len()), html! {
                div.cards { @for row in &free { (open_card(lang, row)) } }
            }))
        }
        @if !own.is_empty() {
            (section(lang.t("Em đã nhận", "You have a shift"), html! {
                div.cards { @for row in &own { (open_card(lang, row)) } }
            }))
        }
        @if !barred.is_empty() {
            (section(lang.t("Chưa nhận được", "Not open to you"), html! {
                div.cards { @for row in &barred { (open_card(lang, row)) } }
            }))
        }
        (page_switch(lang, week))
    }
}

fn week_switch(lang: Lang, week: &OpenWeek) -> Markup {
    html! {
        nav.row aria-label=(lang.t("Chọn tuần", "Choose the week")) {
            @if let Some(earlier) = week.earlier {
                (Button::quiet(lang.t("Tuần trước", "Week before")).icon(Icon::ChevronLeft).small().to(paths::shifts::open_in(earlier)))
            }
            strong { (lang.date(week.monday)) " – " (lang.date(week.sunday)) }
            @if let Some(later) = week.later {
                (Button::quiet(lang.t("Tuần sau", "Week after")).icon(Icon::ChevronRight).small().to(paths::shifts::open_in(later)))
            }
        }
    }
}

/// A week of more sessions than fit on a page goes on behind these.
fn page_switch(lang: Lang, week: &OpenWeek) -> Markup {
    let to = |page| paths::shifts::open_page(week.monday, page);
    html! {
        @if week.page > 1 || week.more {
            nav.row aria-label=(lang.t("Chọn trang", "Choose the page")) {
                @if week.page > 1 {
                    (Button::quiet(lang.t("Các buổi trước đó", "Earlier sessions")).icon(Icon::ChevronLeft).small().to(to(week.page - 1)))
                }
                @if week.more {
                    (Button::quiet(lang.t("Các buổi tiếp theo của tuần", "More sessions of this week")).icon(Icon::ChevronRight).small().to(to(week.page + 1)))
                }
            }
        }
    }
}

fn open_card(lang: Lang, row: &OpenRow) -> Markup {
    let session = &row.session;
    let (from, to) = (session.starts_at, session.ends_at);
    let title = format!("{} · {}", lang.day(from.day()), lang.times(from.time(), to.time()));
    let take = lang.t("Nhận ca này", "Take this shift");
    card(
        &title,
        html! {
            p { strong { (session.place) } ", " (session.area) }
            p.note { (session.title) }
            (topics(lang, row))
            p.note {
                (row.coming) "/" (session.wanted) " " (lang.t("đại sứ số đã có chỗ", "ambassadors have a place"))
            }
            @if let Some(shift) = session.own_shift {
                (Button::quiet(lang.t("Xem ca trực", "See the shift")).to(paths::shifts::one(shift)).says(format!("{}: {title}", lang.t("Xem ca trực", "See the shift"))))
            } @else if row.why_not.is_empty() {
                (post_button(&paths::shifts::take(session.id), Button::primary(take).icon(Icon::Check).wide().says(format!("{take}: {title}")), &[]))
            } @else {
                (Button::quiet(take).blocked(Some(lang.t("Vì sao em chưa nhận được:", "Why you cannot take it:"))))
                (reasons(lang, &row.why_not))
            }
        },
    )
}

/// The topics the pupil may help with, and the others on demand.
fn topics(lang: Lang, row: &OpenRow) -> Markup {
    let name = |topic: &TopicChip| lang.t(&topic.name_vi, &topic.name_en).to_owned();
    let (own, others): (Vec<_>, Vec<_>) = row.topics.iter().partition(|topic| topic.certified);
    html! {
        @if !own.is_empty() {
            p.row { @for topic in &own { (badge(Mark::Done, &name(topic))) } }
        }
        @if !others.is_empty() {
            @let more = lang.count(
                others.len() as i64,
                "nội dung em chưa được cấp chứng nhận",
                "topic you are not certified for",
                "topics you are not certified for",
            );
            (disclosure(&more, html! { ul { @for topic in &others { li { (name(topic)) } } } }))
        }
    }
}

/// Every reason, one a line.
pub fn reasons(lang: Lang, why_not: &[Refusal]) -> Markup {
    html! { ul { @for why in why_not { li data-reason=(why.code()) { (why.message().say(lang)) } } } }
}
