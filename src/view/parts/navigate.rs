//! Ways within a page and between pages.

use maud::{Markup, html};

use crate::domain::lang::Lang;
use crate::view::icons::Icon;

/// One of several views of the same thing.
#[derive(Clone, Debug)]
pub struct Tab {
    label: String,
    href: String,
    count: Option<i64>,
    current: bool,
}

impl Tab {
    /// `Tab::new("Chờ xác nhận", "/supports?state=logged").count(4).current(state == Logged)`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Tab {
        Tab { label: label.into(), href: href.into(), count: None, current: false }
    }

    /// How many things it holds.
    pub fn count(mut self, n: i64) -> Tab {
        self.count = Some(n);
        self
    }

    /// Whether it is the one shown.
    pub fn current(mut self, current: bool) -> Tab {
        self.current = current;
        self
    }
}

/// Links between views of the same thing; `label` names the row for screen readers.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(n) = tab.count { " " span class="count" { (n) } }
                        }
                    }
                }
            }
        }
    }
}

/// The way up: `breadcrumb(lang, &[("Buổi hỗ trợ", "/sessions")], "Thứ Bảy, 28/11")`.
pub fn breadcrumb(lang: Lang, above: &[(&str, &str)], here: &str) -> Markup {
    html! {
        nav class="breadcrumb" aria-label=(lang.t("Đường dẫn", "Breadcrumb")) {
            ol {
                @for (label, href) in above {
                    li { a href=(href) { (label) } (Icon::ChevronRight) }
                }
                li aria-current="page" { (here) }
            }
        }
    }
}

/// Links to the other pages of a list, first page 1; nothing when there is only one.
///
/// `pager(lang, 3, 12, |n| format!("/people?page={n}"))`
pub fn pager(lang: Lang, page: u32, pages: u32, href: impl Fn(u32) -> String) -> Markup {
    if pages <= 1 {
        return html! {};
    }
    html! {
        nav class="pager" aria-label=(lang.t("Các trang của danh sách", "Pages of the list")) {
            @if page > 1 {
                a class="button quiet" rel="prev" href=(href(page - 1)) {
                    (Icon::ChevronLeft) span { (lang.t("Trước", "Previous")) }
                }
            }
            p {
                (lang.t("Trang", "Page")) " " strong { (page) } " / " (pages)
            }
            @if page < pages {
                a class="button quiet" rel="next" href=(href(page + 1)) {
                    span { (lang.t("Sau", "Next")) } (Icon::ChevronRight)
                }
            }
        }
    }
}

/// Where one is in a form of several pages; `current` counts from 0.
///
/// `steps(lang, &["Thủ tục", "Buổi", "Giờ", "Xác nhận"], 1)`
pub fn steps(lang: Lang, names: &[&str], current: usize) -> Markup {
    html! {
        ol class="steps" aria-label=(lang.t("Các bước", "Steps")) {
            @for (i, name) in names.iter().enumerate() {
                li class=[(i < current).then_some("done")]
                    aria-current=[(i == current).then_some("step")] {
                    span class="step-number" {
                        @if i < current { (Icon::Check) } @else { (i + 1) }
                    }
                    span class="step-name" {
                        @if i < current {
                            span class="unseen" { (lang.t("Đã xong: ", "Done: ")) }
                        }
                        (name)
                    }
                }
            }
        }
    }
}
