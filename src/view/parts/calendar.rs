//! The week: seven columns where there is room, a list on a phone.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, Render, html};

use super::mark::{Mark, badge};
use crate::domain::lang::Lang;
use crate::view::icons::Icon;

/// One thing in a week: a session, a shift, an exam.
#[derive(Clone, Debug)]
pub struct Event {
    /// "7:30–10:30".
    pub time: String,
    /// What it is.
    pub title: String,
    /// Where, or any second line; may be empty.
    pub place: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// Its state.
    pub mark: Mark,
    /// The state in words.
    pub state: String,
}

/// One day of a week.
#[derive(Clone, Debug)]
pub struct WeekDay {
    /// The day.
    pub day: NaiveDate,
    /// A holiday or an exam week, in words.
    pub note: Option<String>,
    /// What happens, in order of time.
    pub events: Vec<Event>,
}

/// A week from Monday to Sunday with links to the weeks beside it.
#[derive(Clone, Debug)]
pub struct Week {
    /// The language of the page.
    pub lang: Lang,
    /// Today, so that it can be marked.
    pub today: NaiveDate,
    /// Seven days.
    pub days: Vec<WeekDay>,
    /// The week before.
    pub earlier: Option<String>,
    /// The week after.
    pub later: Option<String>,
}

impl Week {
    fn head(&self) -> Markup {
        let lang = self.lang;
        let (first, last) = (self.days.first(), self.days.last());
        html! {
            div class="week-head" {
                @if let Some(href) = &self.earlier {
                    a class="button quiet small" rel="prev" href=(href) {
                        (Icon::ChevronLeft) span { (lang.t("Tuần trước", "Week before")) }
                    }
                }
                @if let (Some(first), Some(last)) = (first, last) {
                    p { strong { (lang.date(first.day)) " – " (lang.date(last.day)) } }
                }
                @if let Some(href) = &self.later {
                    a class="button quiet small" rel="next" href=(href) {
                        span { (lang.t("Tuần sau", "Week after")) } (Icon::ChevronRight)
                    }
                }
            }
        }
    }

    fn day(&self, day: &WeekDay) -> Markup {
        let lang = self.lang;
        let today = day.day == self.today;
        let class = match (today, day.events.is_empty()) {
            (true, _) => "day today",
            (false, true) => "day bare",
            (false, false) => "day",
        };
        html! {
            li class=(class) {
                h3 {
                    span { (lang.weekday(day.day)) }
                    strong { (day.day.day()) "/" (day.day.month()) }
                    @if today { span class="today-word" { (lang.t("Hôm nay", "Today")) } }
                }
                @if let Some(note) = &day.note { p class="note" { (note) } }
                @for event in &day.events { (event) }
            }
        }
    }
}

impl Render for Week {
    fn render(&self) -> Markup {
        html! {
            div class="week" {
                (self.head())
                ol { @for day in &self.days { (self.day(day)) } }
            }
        }
    }
}

impl Render for Event {
    fn render(&self) -> Markup {
        html! {
            div class=(format!("event {}", self.mark.class())) {
                p class="event-time" { (self.time) }
                p class="event-title" {
                    @match &self.href {
                        Some(href) => a href=(href) { (self.title) },
                        None => (self.title),
                    }
                }
                @if !self.place.is_empty() { p class="note" { (self.place) } }
                (badge(self.mark, &self.state))
            }
        }
    }
}

/// Boxes to tick for each day and each part of the day: when somebody is free. Each box sends
/// `name` with `day-band`, as in `free=sat-morning`.
///
/// `day_grid("free", "Khi nào em rảnh", &[("sat", "Thứ Bảy")], &[("morning", "Sáng")], &chosen)`
pub fn day_grid(
    name: &str,
    caption: &str,
    days: &[(&str, &str)],
    bands: &[(&str, &str)],
    chosen: &[String],
) -> Markup {
    html! {
        table class="day-grid" {
            caption { (caption) }
            thead {
                tr { td {} @for (_, band) in bands { th scope="col" { (band) } } }
            }
            tbody {
                @for (day, day_word) in days {
                    tr {
                        th scope="row" { (day_word) }
                        @for (band, band_word) in bands {
                            @let value = format!("{day}-{band}");
                            td {
                                label {
                                    span class="unseen" { (day_word) ", " (band_word) }
                                    input type="checkbox" name=(name) value=(value)
                                        checked[chosen.contains(&value)];
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
