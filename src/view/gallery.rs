//! Every part on one page, so that a change of the design can be looked at as a whole.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{Mark, badge, page_head, section};
use crate::domain::lang::Lang;

mod drawn;
mod forms;
mod told;

/// All parts with invented contents; the frame around it is the caller's.
pub fn page(lang: Lang) -> Markup {
    html! {
        (page_head(
            lang.t("Bộ mẫu giao diện", "The parts"),
            lang.t("Mọi thành phần của các trang, cùng một chỗ.", "All parts of all pages in one place."),
            html! {},
        ))
        (told::blocks(lang))
        (forms::buttons(lang))
        (forms::fields(lang))
        (told::lists(lang))
        (drawn::charts(lang))
        (drawn::times(lang))
        (told::booking_slip(lang))
        (section(lang.t("Trạng thái", "States"), html! {
            p class="row" {
                @for mark in Mark::ALL { (badge(mark, &format!("{mark:?}"))) }
            }
        }))
        (section(lang.t("Biểu tượng", "Icons"), html! {
            p class="row" { @for icon in Icon::ALL { (icon) } }
        }))
    }
}

/// The last Saturday of November 2026, the day of the invented session.
fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).expect("28 November 2026 is a day")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::view::layout::{Shell, page as frame};

    fn ids(html: &str) -> Vec<&str> {
        html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    fn whole(lang: Lang) -> String {
        frame(&Shell { lang, title: "Gallery", ..Shell::default() }, page(lang)).into_string()
    }

    #[test]
    fn no_id_stands_twice_and_every_reference_leads_somewhere() {
        let html = whole(Lang::Vi);
        let all = ids(&html);
        let unique: HashSet<&str> = all.iter().copied().collect();
        assert_eq!(all.len(), unique.len(), "an id stands twice: {all:?}");
        for attribute in [" for=\"", " aria-describedby=\"", " href=\"#"] {
            for rest in html.split(attribute).skip(1) {
                for id in rest.split('"').next().unwrap().split(' ') {
                    assert!(unique.contains(id), "{attribute}{id} leads nowhere");
                }
            }
        }
    }

    #[test]
    fn the_page_obeys_a_strict_content_policy() {
        let html = whole(Lang::En);
        assert!(!html.contains(" style=\""), "an inline style");
        assert!(!html.contains("<style"), "a style element");
        assert_eq!(html.matches("<script").count(), 1, "a script beside the one in the head");
    }

    #[test]
    fn the_first_page_of_a_resident_stays_small() {
        use crate::view::assets::{FOLDER, asset_url, find};
        let size =
            |name: &str| find(asset_url(name).strip_prefix(FOLDER).unwrap()).unwrap().bytes.len();
        assert!(size("site.css") < 50_000, "{} bytes of style", size("site.css"));
        assert!(size("site.js") < 8_000, "{} bytes of script", size("site.js"));
    }
}
