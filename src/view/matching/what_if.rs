//! A coordinator's own question: one more session, or more certificates.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::days;
use super::figures::suggestion;
use crate::db::matching::{QuestionPage, RunPage};
use crate::domain::lang::Lang;
use crate::domain::matches::QuestionForm;
use crate::domain::topics::Tier;
use crate::domain::typed::{day_value, time_value};
use crate::paths;
use crate::view::parts::{
    Button, Choice, Field, Form, Tone, breadcrumb, button_row, hidden, hint_box, page_head,
    section, side_by_side,
};

/// The page: what is asked, and below it the answer.
pub fn what_if(lang: Lang, page: &QuestionPage, typed: &QuestionForm) -> Markup {
    let run = &page.page.run;
    let back = paths::matching::run(run.id);
    let plan = days(lang, run.from_day, run.to_day);
    let filled = match typed.asks() {
        true => Form::of(typed, &page.problems, lang),
        false => Form::default(),
    };
    let none = Form::default();
    let of = |kind: &str| if typed.kind == kind { &filled } else { &none };
    html! {
        (breadcrumb(
            lang,
            &[(lang.t("Ghép", "Matching"), paths::matching::LIST), (&plan, &back)],
            lang.t("Nếu làm thêm", "What if"),
        ))
        (page_head(
            lang.t("Nếu làm thêm thì giúp được bao nhiêu?", "What if: how many more would be helped?"),
            lang.t(
                "Chỉ là tính thử: không có gì được lưu, không ai được báo.",
                "Only a calculation: nothing is kept and nobody is told.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (answer(lang, page))
        (section(lang.t("Mở thêm một buổi", "One more session"), session(lang, page, of("session"))))
        (section(lang.t("Thêm em có chứng nhận", "More ambassadors certified"), certify(lang, &page.page, of("certify"))))
    }
}

fn answer(lang: Lang, page: &QuestionPage) -> Markup {
    let Some(found) = &page.answer else { return html! {} };
    let nothing = found.served <= 0 && found.value <= 0;
    let said = suggestion(lang, &page.page, found);
    let tone = if nothing { Tone::Warn } else { Tone::Good };
    hint_box(
        tone,
        html! {
            @if nothing {
                p { (lang.t(
                    "Tính thử rồi: như vậy chưa giúp thêm được ai.",
                    "Calculated: this would help nobody more.",
                )) }
            } @else if let Some(said) = said {
                p { (said) }
            }
        },
    )
}

/// Asks by GET, so that an answer can be sent to somebody as its address.
fn asking(page: &RunPage, kind: &str, body: Markup) -> Markup {
    html! {
        form class="form" method="get" action=(paths::matching::what_if(page.run.id)) novalidate {
            (hidden(&[("kind", kind)]))
            (body)
        }
    }
}

fn session(lang: Lang, page: &QuestionPage, filled: &Form) -> Markup {
    let like = page.page.heads.iter().map(|head| {
        let day = lang.day(head.starts_at.day());
        Choice::new(head.id.to_string(), format!("{}, {}, {day}", head.title, head.place))
    });
    let last = page.page.heads.last();
    let day = last.map_or(page.monday, |head| head.starts_at.day());
    let time =
        |at: Option<crate::domain::at::At>| at.map_or(String::new(), |at| time_value(at.time()));
    asking(
        &page.page,
        "session",
        html! {
            (filled.fill(Field::select("like", lang.t("Giống buổi", "Like the session"), like.collect())
                .hint(lang.t("Cùng nơi, số chỗ và số người lớn.", "The same place, seats and adults."))))
            (filled.fill(Field::date("day", lang.t("Ngày", "Day")).value(day_value(day)).short()))
            (side_by_side(html! {
                (filled.fill(Field::time("from", lang.t("Từ", "From")).value(time(last.map(|h| h.starts_at)))))
                (filled.fill(Field::time("to", lang.t("Đến", "To")).value(time(last.map(|h| h.ends_at)))))
            }))
            (button_row(html! { (Button::primary(lang.t("Tính thử buổi này", "Calculate this session"))) }))
        },
    )
}

fn certify(lang: Lang, page: &RunPage, filled: &Form) -> Markup {
    let mut topics: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    for left in &page.draft.left_out {
        let line = page.lines.iter().find(|line| line.id == left.booking);
        if let Some(line) = line.filter(|line| line.tier != Tier::Reserved) {
            topics.entry(line.topic(lang)).or_insert((line.id.0, 0)).1 += 1;
        }
    }
    if topics.is_empty() {
        return html! {
            p { (lang.t(
                "Không lượt nào thiếu người có chứng nhận: mọi nội dung đã có em giúp.",
                "No booking lacks anybody: every topic has its ambassadors.",
            )) }
        };
    }
    let choices = topics.into_iter().map(|(topic, (booking, left))| {
        let left = lang.count(left as i64, "lượt chưa có ai", "booking open", "bookings open");
        Choice::new(booking.to_string(), format!("{topic} ({left})"))
    });
    asking(
        page,
        "certify",
        html! {
            (filled.fill(Field::select("booking", lang.t("Nội dung", "Topic"), choices.collect())))
            (filled.fill(Field::number("pupils", lang.t("Thêm bao nhiêu em", "How many more")).value("2")))
            (button_row(html! { (Button::primary(lang.t("Tính thử chứng nhận", "Calculate certificates"))) }))
        },
    )
}
