//! Comfort that needs script. Without script each of these is a plain, complete part.

use chrono::{DateTime, SecondsFormat, Utc};
use maud::{Markup, html};

use crate::domain::lang::Lang;
use crate::view::icons::Icon;

/// A region that keeps itself current: the script fetches `fragment` every 15 seconds and puts
/// it in place of `body`. The address must answer with the markup of the body alone.
pub fn live(fragment: &str, body: Markup) -> Markup {
    html! { div data-live=(fragment) { (body) } }
}

/// The same, told by the server when to fetch: `stream` is an event source whose every message
/// means "fetch again". When the stream cannot be opened the script polls instead.
pub fn live_stream(fragment: &str, stream: &str, body: Markup) -> Markup {
    html! { div data-live=(fragment) data-stream=(stream) { (body) } }
}

/// A box that narrows a list on the page while one types, with or without accents. `target` is
/// the id of a table or list. It appears only where script runs.
///
/// `filter_box("people", "Lọc theo tên hoặc lớp")`
pub fn filter_box(target: &str, label: &str) -> Markup {
    let id = format!("{target}-filter");
    html! {
        div class="field filter needs-script" {
            label for=(id) { (Icon::Search) (label) }
            input type="search" id=(id) data-filter=(target) autocomplete="off";
        }
    }
}

/// Minutes since a moment, counting on while the page is open.
pub fn running_time(lang: Lang, since: DateTime<Utc>, now: DateTime<Utc>) -> Markup {
    let since_text = since.to_rfc3339_opts(SecondsFormat::Secs, true);
    let minutes = (now - since).num_minutes().max(0);
    html! {
        time class="running-time" datetime=(since_text) data-since=(since_text)
            data-unit=(lang.t("phút", "min")) {
            (minutes) " " (lang.t("phút", "min"))
        }
    }
}

/// Opens the browser's print window; appears only where script runs.
pub fn print_button(lang: Lang) -> Markup {
    html! {
        button class="button quiet needs-script" type="button" data-print {
            (Icon::Printer) span { (lang.t("In ra giấy", "Print")) }
        }
    }
}
