//! What one can be helped with, in the words people use.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Field, Mark, Tone, badge, breadcrumb, button_row, checklist, definitions, empty_state,
    hint_box, page_head, search_form, section,
};
use crate::db::topics::TopicRow;
use crate::domain::lang::Lang;
use crate::domain::topics::{Tier, bring, safety, said};
use crate::paths;

/// The list, grouped; `question` is what was searched for.
pub fn list(lang: Lang, question: &str, topics: &[&TopicRow]) -> Markup {
    html! {
        (page_head(
            lang.t("Ông/bà cần giúp việc gì?", "What do you need help with?"),
            lang.t(
                "Chọn một việc để xem cần mang gì và đặt lịch.",
                "Choose one to see what to bring and to book.",
            ),
            html! {},
        ))
        (search_form(paths::catalogue::TOPICS, html! {
            (Field::search("q", lang.t("Tìm việc, gõ không dấu cũng được", "Search, accents are not needed"))
                .filter().narrows("topics").value(question))
            (Button::quiet(lang.t("Tìm", "Search")).icon(Icon::Search))
        }))
        @if topics.is_empty() {
            (empty_state(
                Icon::Search,
                lang.t("Chưa tìm thấy việc này", "Nothing found"),
                lang.t(
                    "Hãy thử từ khác, ví dụ “mật khẩu”, “bảo hiểm”, “tạm trú”; hoặc gửi yêu cầu để phường gọi lại.",
                    "Try another word such as “password” or “insurance”, or see the whole list.",
                ),
                html! { (Button::quiet(lang.t("Xem tất cả", "See everything")).to(paths::catalogue::TOPICS)) },
            ))
        } @else {
            (ways(lang, topics))
        }
    }
}

fn ways(lang: Lang, topics: &[&TopicRow]) -> Markup {
    let group = |topic: &TopicRow| lang.t(&topic.group_vi, &topic.group_en).to_owned();
    html! {
        ul class="ways" id="topics" {
            @for (i, topic) in topics.iter().enumerate() {
                @if i == 0 || group(topics[i - 1]) != group(topic) {
                    li class="ways-head" { h2 { (group(topic)) } }
                }
                li { (way(lang, topic)) }
            }
        }
    }
}

/// A row that leads to a topic.
pub fn way(lang: Lang, topic: &TopicRow) -> Markup {
    let (official, plain) = (topic.name(lang), said(&topic.code, topic.name(lang), lang));
    html! {
        a href=(paths::catalogue::topic(&topic.code)) {
            strong { (plain) }
            @if official != plain { span class="note" { (official) } }
            (Icon::ChevronRight)
        }
    }
}

/// One topic: what to bring, how long, who helps, what to watch.
pub fn one(lang: Lang, topic: &TopicRow) -> Markup {
    let plain = said(&topic.code, topic.name(lang), lang);
    let choose = format!("{}?topic={}", paths::bookings::WHEN, topic.code);
    html! {
        (breadcrumb(lang, &[(lang.t("Việc cần giúp", "Topics"), paths::catalogue::TOPICS)], plain))
        (page_head(plain, if topic.name(lang) == plain { "" } else { topic.name(lang) }, html! {}))
        (button_row(html! {
            (Button::primary(lang.t("Chọn ngày giờ", "Choose a day and time")).icon(Icon::Calendar).to(choose).wide())
        }))
        (section(lang.t("Nhớ mang theo", "Please bring"), html! {
            (checklist(&bring(&topic.code, &topic.bring_vi, lang)))
        }))
        (definitions(&[
            (lang.t("Mất chừng", "It takes about"), html! {
                (topic.minutes) " " (lang.t("phút", "minutes"))
            }),
            (lang.t("Ai hướng dẫn", "Who helps"), tier(lang, topic.tier)),
        ]))
        (hint_box(Tone::Warn, html! {
            p { strong { (lang.t("Để an toàn", "To be safe")) } }
            p { (safety(&topic.code, &topic.safety_vi, lang)) }
        }))
        p class="note" {
            (lang.t("Nội dung được kiểm tra ngày ", "Checked on ")) (lang.date(topic.checked_on)) "."
        }
    }
}

/// Who stands beside the resident, in plain words.
fn tier(lang: Lang, tier: Tier) -> Markup {
    let (mark, short, long) = match tier {
        Tier::Guide => (
            Mark::Done,
            lang.t("Đại sứ số", "Digital ambassadors"),
            lang.t(
                "Hai em học sinh hướng dẫn, người lớn luôn ở trong tầm mắt. Ông/bà tự bấm máy.",
                "Two pupils guide you while an adult watches. You press the buttons yourself.",
            ),
        ),
        Tier::Adult => (
            Mark::Open,
            lang.t("Đại sứ số cùng người lớn", "Ambassadors with an adult"),
            lang.t(
                "Người lớn phụ trách đứng ngay bên cạnh. Ông/bà tự bấm máy và tự nhập mật khẩu.",
                "An adult stands right beside you. You press the buttons and type passwords yourself.",
            ),
        ),
        Tier::Reserved => (
            Mark::Warning,
            lang.t("Người lớn phụ trách", "Adults only"),
            lang.t(
                "Việc này do cán bộ hoặc người lớn hướng dẫn; các em học sinh chỉ đón tiếp.",
                "An official or adult helps with this; pupils only welcome you.",
            ),
        ),
    };
    html! { (badge(mark, short)) p { (long) } }
}
