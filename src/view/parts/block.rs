//! The plain building blocks of a page: headings, cards, figures, lists.

use maud::{Markup, html};

use super::slip::grouped;
use crate::view::icons::Icon;

/// The head of a page: its title, a line about it, and what one can do here.
///
/// `page_head("Buổi hỗ trợ", "Ba buổi trong tuần này", html! { (Button::primary("Đăng buổi")) })`
pub fn page_head(title: &str, lead: &str, actions: Markup) -> Markup {
    html! {
        div class="page-head" {
            div {
                h1 { (title) }
                @if !lead.is_empty() { p class="lead" { (lead) } }
            }
            @if !actions.0.is_empty() { div class="buttons" { (actions) } }
        }
    }
}

/// A part of a page under its own heading.
pub fn section(title: &str, body: Markup) -> Markup {
    html! { section { h2 { (title) } (body) } }
}

/// A box with a heading; an empty heading leaves only the box.
pub fn card(title: &str, body: Markup) -> Markup {
    html! {
        div class="card" {
            @if !title.is_empty() { h2 { (title) } }
            (body)
        }
    }
}

/// A box that leads somewhere as a whole: one session in a list, one class.
pub fn link_card(href: &str, title: &str, body: Markup) -> Markup {
    html! {
        article class="card link-card" {
            h2 { a href=(href) { (title) } (Icon::ChevronRight) }
            (body)
        }
    }
}

/// One figure: `stat("1.204", "lượt hỗ trợ", Some("từ 1/9"))`. Put several into [`stats`].
pub fn stat(value: &str, label: &str, note: Option<&str>) -> Markup {
    html! {
        div class="stat" {
            dt { (label) }
            dd { strong { (value) } }
            @if let Some(note) = note { dd class="note" { (note) } }
        }
    }
}

/// Figures side by side.
pub fn stats(figures: Markup) -> Markup {
    html! { dl class="stats" { (figures) } }
}

/// Names and what they are: `definitions(&[("Nơi", html! { "Văn phòng khu phố 5" })])`.
pub fn definitions(pairs: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="definitions" {
            @for (name, value) in pairs { div { dt { (name) } dd { (value) } } }
        }
    }
}

/// Things to bring or to have done, each with a tick.
pub fn checklist(items: &[impl AsRef<str>]) -> Markup {
    html! {
        ul class="checklist" {
            @for item in items { li { (Icon::Check) span { (item.as_ref()) } } }
        }
    }
}

/// More that most people need not read, folded away.
pub fn disclosure(summary: &str, body: Markup) -> Markup {
    html! {
        details class="disclosure" {
            summary { (Icon::ChevronRight) span { (summary) } }
            div { (body) }
        }
    }
}

/// A code to be read out or copied by hand, large and in groups.
pub fn big_code(code: &str) -> Markup {
    html! { p class="big-code" { (grouped(code)) } }
}

/// Text a machine gave and a machine takes: a setup secret, a command, a CSV line.
pub fn code_block(text: &str) -> Markup {
    html! { pre class="code" tabindex="0" { code { (text) } } }
}
