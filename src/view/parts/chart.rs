//! Numbers drawn: hours towards an award, bars beside their numbers, columns over time.
//!
//! Lengths are attributes of the drawing in per cent, so nothing needs an inline style and
//! the words keep their size on every screen. The numbers always stand beside the drawing
//! as text, so nobody depends on seeing it.

use maud::{Markup, html};

use crate::domain::lang::Lang;
use crate::view::icons::Icon;

/// An award and the minutes it takes.
#[derive(Clone, Debug)]
pub struct Goal {
    /// "Giấy chứng nhận".
    pub label: String,
    /// Verified minutes it takes.
    pub minutes: i64,
    /// Everything it asks for is there, which is more than hours.
    pub reached: bool,
}

/// Verified minutes on the way to one award after the other; `goals` in rising order.
///
/// `award_progress(lang, 870, &[Goal { label: "Giấy chứng nhận".into(), minutes: 600, reached: true }])`
pub fn award_progress(lang: Lang, minutes: i64, goals: &[Goal]) -> Markup {
    let full = goals.iter().map(|g| g.minutes).max().unwrap_or(0).max(minutes).max(1);
    let next = goals.iter().find(|goal| goal.minutes > minutes);
    html! {
        div class="progress" {
            p class="progress-line" {
                strong { (lang.hours(minutes)) }
                span {
                    @match next {
                        Some(goal) => {
                            (lang.t("còn ", "")) b { (lang.hours(goal.minutes - minutes)) }
                            (lang.t(" nữa đến ", " to go until ")) (goal.label)
                        },
                        None => (lang.t("đủ giờ cho mọi mốc", "hours enough for every goal")),
                    }
                }
            }
            svg class="track" width="100%" height="28" aria-hidden="true" {
                rect class="rail" x="0" y="8" width="100%" height="12" rx="6" {}
                rect class="done" x="0" y="8" width=(share(minutes, full)) height="12" rx="6" {}
                @for goal in goals {
                    @let reached = if goal.reached { "goal reached" } else { "goal" };
                    svg x=(share(goal.minutes, full)) y="14" overflow="visible" {
                        circle class=(reached) cx=(if goal.minutes == full { -11 } else { 0 }) r="9" {}
                    }
                }
            }
            ol class="goals" {
                @for goal in goals {
                    @let reached = goal.reached;
                    li class=[reached.then_some("reached")] {
                        (if reached { Icon::CircleCheck } else { Icon::Circle })
                        span {
                            (goal.label) " "
                            span class="note" { (lang.hours(goal.minutes)) }
                            @if reached {
                                span class="unseen" { (lang.t(", đã đạt", ", reached")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One row of a bar chart: a value for each series. `None` is a count too small to be told.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What the row is.
    pub label: String,
    /// One value for each series.
    pub values: Vec<Option<i64>>,
}

/// Bars lying beside their numbers: a table that shows its own proportions. With several
/// series the parts of a bar stand one after the other, in the order of the columns.
///
/// `bar_chart(lang, "Lượt theo thủ tục", "Thủ tục", &["Tự làm được", "Có hướng dẫn"], &bars)`
pub fn bar_chart(
    lang: Lang,
    caption: &str,
    row_name: &str,
    series: &[&str],
    bars: &[Bar],
) -> Markup {
    let sum = |bar: &Bar| bar.values.iter().flatten().sum::<i64>();
    let full = bars.iter().map(sum).max().unwrap_or(0).max(1);
    html! {
        table class="bars" {
            caption { (caption) }
            thead {
                tr {
                    th scope="col" { (row_name) }
                    td class="bar" {}
                    @for (i, name) in series.iter().enumerate() {
                        th scope="col" class="number" {
                            @if series.len() > 1 { (swatch(i)) } (name)
                        }
                    }
                }
            }
            tbody {
                @for bar in bars {
                    tr {
                        th scope="row" { (bar.label) }
                        td class="bar" { (lying(bar, full)) }
                        @for (i, (value, name)) in bar.values.iter().zip(series).enumerate() {
                            td class="number" data-label=(name) {
                                @if series.len() > 1 { (swatch(i)) } (told(lang, *value))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn lying(bar: &Bar, full: i64) -> Markup {
    let mut from = 0;
    let parts: Vec<(usize, i64, i64)> = bar
        .values
        .iter()
        .enumerate()
        .map(|(i, value)| {
            let start = from;
            from += value.unwrap_or(0);
            (i, start, value.unwrap_or(0))
        })
        .collect();
    html! {
        svg width="100%" height="16" aria-hidden="true" {
            rect class="rail" x="0" y="0" width="100%" height="16" rx="3" {}
            @for (i, start, value) in parts {
                @if value > 0 {
                    rect class=(format!("series-{}", i % 4)) x=(share(start, full)) y="0"
                        width=(share(value, full)) height="16" rx="3" {}
                }
            }
        }
    }
}

fn swatch(i: usize) -> Markup {
    html! {
        svg class="swatch" width="12" height="12" aria-hidden="true" {
            rect class=(format!("series-{}", i % 4)) width="12" height="12" rx="3" {}
        }
    }
}

fn told(lang: Lang, value: Option<i64>) -> Markup {
    html! {
        @match value {
            Some(n) => (lang.number(n)),
            None => span class="note" { (lang.t("dưới 5", "under 5")) },
        }
    }
}

/// Columns over time, such as visits per month, with the same numbers as a table below.
///
/// `column_chart(lang, "Lượt theo tháng", "Tháng", "Lượt", &[("9/2026".into(), 120)])`
pub fn column_chart(
    lang: Lang,
    caption: &str,
    row_name: &str,
    value_name: &str,
    points: &[(String, i64)],
) -> Markup {
    let full = points.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let step = 1000 / i64::try_from(points.len().max(1)).unwrap_or(1000);
    html! {
        figure class="columns" {
            figcaption { (caption) }
            svg width="100%" height="190" aria-hidden="true" {
                line class="ground" x1="0" x2="100%" y1="162" y2="162" {}
                @for (i, (label, n)) in (0_i64..).zip(points) {
                    @let tall = 134 * n / full;
                    @let middle = tenths(i * step + step / 2);
                    rect class="series-0" x=(tenths(i * step + step / 6)) y=(162 - tall)
                        width=(tenths(step * 2 / 3)) height=(tall) rx="3" {}
                    text class="value" x=(middle) y=(155 - tall) { (lang.number(*n)) }
                    text x=(middle) y="182" { (label) }
                }
            }
            details class="disclosure" {
                summary { (Icon::ChevronRight) span { (lang.t("Xem dạng bảng", "As a table")) } }
                table class="table" {
                    caption class="unseen" { (caption) }
                    thead {
                        tr {
                            th scope="col" { (row_name) }
                            th scope="col" class="number" { (value_name) }
                        }
                    }
                    tbody {
                        @for (label, n) in points {
                            tr {
                                th scope="row" { (label) }
                                td class="number" data-label=(value_name) { (lang.number(*n)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A part of the whole in per cent with one decimal, as an SVG length.
fn share(part: i64, whole: i64) -> String {
    tenths(part.clamp(0, whole) * 1000 / whole)
}

fn tenths(n: i64) -> String {
    format!("{}.{}%", n / 10, n % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_length_between_nothing_and_everything() {
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(-5, 10), "0.0%");
        assert_eq!(share(20, 10), "100.0%");
    }

    #[test]
    fn the_way_to_the_next_award_is_told_in_words() {
        let goals = [
            Goal { label: "Giấy chứng nhận".into(), minutes: 600, reached: true },
            Goal { label: "Thư khen".into(), minutes: 1500, reached: false },
        ];
        let text = award_progress(Lang::Vi, 870, &goals).into_string();
        assert!(text.contains("<strong>14,5 giờ</strong>"));
        assert!(text.contains("còn <b>10,5 giờ</b> nữa đến Thư khen"));
        assert_eq!(text.matches("class=\"reached\"").count(), 1);
        let hours_alone =
            [Goal { label: "Giấy chứng nhận".into(), minutes: 600, reached: false }];
        let text = award_progress(Lang::Vi, 870, &hours_alone).into_string();
        assert!(!text.contains("đã đạt") && !text.contains("class=\"reached\""));
    }

    #[test]
    fn a_small_count_is_not_told() {
        let bars = [Bar { label: "Khu phố 5".into(), values: vec![None] }];
        let text = bar_chart(Lang::Vi, "Lượt", "Khu phố", &["Lượt"], &bars).into_string();
        assert!(text.contains("dưới 5"));
    }
}
