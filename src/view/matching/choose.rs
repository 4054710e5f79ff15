//! Who could help one booking: free, free if others are planned anew, or not, and why.

use maud::{Markup, html};

use crate::db::matching::Chooser;
use crate::domain::ids::AmbassadorId;
use crate::domain::lang::Lang;
use crate::domain::matches::{Choice, Verdict};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Mark, Table, badge, breadcrumb, definitions, empty_state, filter_box, page_head,
    post_button, section,
};

/// Rows on the page at most; further down are only pupils who cannot.
const MOST: usize = 200;

/// The page.
pub fn choose(lang: Lang, page: &Chooser) -> Markup {
    let line = &page.line;
    let title = format!("{} {}", lang.t("Ai giúp", "Who helps"), line.name);
    let back = paths::matching::run(page.run.id);
    let time = format!(
        "{}, {}",
        lang.day(line.starts_at.day()),
        lang.times(line.starts_at.time(), line.ends_at.time())
    );
    html! {
        (breadcrumb(
            lang,
            &[(lang.t("Ghép", "Matching"), paths::matching::LIST), (lang.t("Bản xem trước", "Preview"), &back)],
            &line.name,
        ))
        (page_head(
            &title,
            lang.t(
                "Chọn một em là ghim: bản xem trước được xếp lại quanh lựa chọn này.",
                "Choosing pins: the preview is planned again around the choice.",
            ),
            html! {},
        ))
        (definitions(&[
            (lang.t("Giờ", "Time"), html! { (time) }),
            (lang.t("Nội dung", "Topic"), html! { (line.topic(lang)) }),
            (lang.t("Khu phố", "Neighbourhood"), html! { (line.area.as_deref().unwrap_or("—")) }),
        ]))
        (section(lang.t("Các em có chứng nhận", "Certified ambassadors"), list(lang, page)))
    }
}

fn list(lang: Lang, page: &Chooser) -> Markup {
    if page.choices.is_empty() {
        return empty_state(
            Icon::Graduation,
            lang.t(
                "Chưa em nào có chứng nhận cho nội dung này",
                "Nobody is certified for this topic",
            ),
            lang.t(
                "Nhờ nhà trường bồi dưỡng và cấp chứng nhận.",
                "Ask the school to train and certify some.",
            ),
            html! {},
        );
    }
    let table = Table::new(lang.t("Các em có chứng nhận", "Certified ambassadors"))
        .id("choices")
        .text(lang.t("Đại sứ số", "Ambassador"))
        .text(lang.t("Vì sao hợp", "What speaks for it"))
        .text(lang.t("Có được không", "Possible"))
        .actions(lang.t("Việc", "Act"))
        .rows(page.choices.iter().take(MOST).map(|choice| row(lang, page, choice)));
    html! {
        @if page.choices.len() > 8 { (filter_box("choices", lang.t("Lọc theo tên", "Filter by name"))) }
        (table)
    }
}

fn row(lang: Lang, page: &Chooser, choice: &Choice) -> [Markup; 4] {
    let name = page.names.get(&choice.ambassador);
    let class = name.map_or("", |name| name.class.as_str());
    let name = name.map_or("—", |name| name.name.as_str());
    [
        html! { (name) " " span.note { (class) } },
        html! { (choice.grounds.sentence(lang, page.line.topic(lang))) },
        answer(lang, &choice.answer),
        acts(lang, page, choice, name),
    ]
}

fn answer(lang: Lang, answer: &Verdict) -> Markup {
    match answer {
        Verdict::Planned => badge(Mark::Taken, lang.t("Đang được xếp", "As planned")),
        Verdict::Free => badge(Mark::Open, lang.t("Được ngay", "Free")),
        Verdict::Moves { why, .. } => html! {
            (badge(Mark::Waiting, lang.t("Được, người khác xếp lại", "Possible, others move")))
            div.note { (why.say(lang)) }
        },
        Verdict::No(why) => html! {
            (badge(Mark::Stopped, lang.t("Không được", "Not possible")))
            @for reason in why { div.note { (reason.say(lang)) } }
        },
    }
}

fn acts(lang: Lang, page: &Chooser, choice: &Choice, name: &str) -> Markup {
    let pupil = choice.ambassador;
    let (booking, ambassador) = (page.line.id.to_string(), pupil.to_string());
    let fields = [("booking", booking.as_str()), ("ambassador", ambassador.as_str())];
    let act = |act: &str| paths::matching::run_act(page.run.id, act);
    let effect =
        |act: &str, fields: &[(&str, &str)]| paths::matching::effect(page.run.id, act, fields);
    let button = |words: &str| Button::quiet(words).small().says(format!("{words}: {name}"));
    if is_forbidden(page, pupil) {
        return post_button(&act("allow"), button(lang.t("Cho ghép lại", "Allow again")), &fields);
    }
    let pinned = page.draft.pins.get(&page.line.id) == Some(&pupil);
    html! {
        @match &choice.answer {
            Verdict::No(_) => {}
            Verdict::Planned => @if !pinned {
                (post_button(&act("pin"), button(lang.t("Ghim", "Pin")).icon(Icon::Pin), &fields))
            },
            Verdict::Free => (post_button(&act("pin"), button(lang.t("Chọn và ghim", "Choose and pin")), &fields)),
            Verdict::Moves { swap, .. } => {
                (button(lang.t("Xem ảnh hưởng", "See what changes")).to(effect("pin", &fields)))
                @if let Some(other) = swap {
                    @let with = other.to_string();
                    @let whom = page.others.get(other).map_or("", |name| name.as_str());
                    (button(&format!("{} {whom}", lang.t("Đổi với", "Swap with")))
                        .to(effect("swap", &[("booking", &booking), ("with", &with)])))
                }
            }
        }
        @if !matches!(choice.answer, Verdict::No(_)) {
            (button(lang.t("Không ghép cặp này", "Never this pair")).to(effect("forbid", &fields)))
        }
    }
}

fn is_forbidden(page: &Chooser, pupil: AmbassadorId) -> bool {
    page.forbidden.contains(&pupil)
}
