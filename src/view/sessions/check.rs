//! A posting as it would be, before anything is written.

use maud::{Markup, html};

use super::form::way;
use super::when_of;
use crate::db::sessions::screens::Checked;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Message, Problems, Refuse};
use crate::domain::sessions::PostingForm;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Form, Mark, Table, Tone, badge, breadcrumb, button_row, card, checklist, definitions,
    form, hint_box, page_head, section, stat, stats,
};

/// What residents will see, how many seats there will be, and on which days.
pub fn new(lang: Lang, typed: &PostingForm, checked: &Checked) -> Markup {
    let title = lang.t("Xem lại trước khi đăng", "Check before posting");
    html! {
        (breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST)], title))
        (page_head(title, lang.t("Chưa có gì được lưu.", "Nothing is saved yet."), html! {}))
        (way(lang, 1))
        (warnings(lang, &checked.overlaps))
        (cautions(lang, &checked.options.cautions(&checked.posting)))
        (residents(lang, checked))
        (figures(lang, checked))
        (behind(lang, checked))
        @if checked.is_series { (weeks(lang, checked)) } @else { (away(lang, checked)) }
        (finish(lang, typed, checked))
    }
}

/// Where somebody or something is needed twice; it may be meant so.
pub(super) fn warnings(lang: Lang, overlaps: &[Message]) -> Markup {
    if overlaps.is_empty() {
        return html! {};
    }
    hint_box(
        Tone::Warn,
        html! {
            p { strong { (lang.t("Trùng giờ, xin xem lại:", "Needed twice at a time, please look:")) } }
            ul { @for overlap in overlaps { li { (overlap.say(lang)) } } }
        },
    )
}

/// What stands, but may not be meant.
pub(super) fn cautions(lang: Lang, cautions: &[Message]) -> Markup {
    if cautions.is_empty() {
        return html! {};
    }
    hint_box(
        Tone::Info,
        html! {
            p { strong { (lang.t("Xin để ý:", "Please note:")) } }
            ul { @for caution in cautions { li { (caution.say(lang)) } } }
        },
    )
}

fn residents(lang: Lang, checked: &Checked) -> Markup {
    let posting = &checked.posting;
    let names: Vec<&str> = checked
        .options
        .topics
        .iter()
        .filter(|topic| posting.topics.contains(&topic.code))
        .map(|topic| topic.name(lang))
        .collect();
    let place = checked.options.place(posting.place);
    let (name, address, landmark) =
        place.map_or(("", "", ""), |p| (p.name.as_str(), p.address.as_str(), p.landmark.as_str()));
    section(
        lang.t("Người dân sẽ thấy", "What residents will see"),
        card(
            &posting.title,
            html! {
                p { strong { (when_of(lang, posting.starts_at, posting.ends_at)) } }
                p {
                    (name) ", " (address)
                    @if !landmark.is_empty() { " (" (landmark) ")" }
                    @if place.is_some_and(|p| p.accessible) {
                        " " (badge(Mark::Plain, lang.t("Có lối xe lăn", "Step-free")))
                    }
                }
                @if !posting.access_notes.is_empty() { p { (posting.access_notes) } }
                (checklist(&names))
                p class="note" { (lang.t("Điện thoại phường", "The ward's telephone")) ": " (checked.options.ward.phone) }
            },
        ),
    )
}

fn figures(lang: Lang, checked: &Checked) -> Markup {
    let slots = checked.steps.len() as i64;
    let posting = &checked.posting;
    let kept = format!(
        "{} {}",
        posting.seats - checked.bookable,
        lang.t("mỗi khung cho người đến thẳng", "in each slot for walk-ins")
    );
    let length = format!("{} {}", posting.slot_minutes, lang.t("phút", "minutes"));
    stats(html! {
        (stat(&lang.number(slots), lang.t("khung giờ", "slots"), Some(&length)))
        (stat(&lang.number(slots * posting.seats), lang.t("chỗ", "seats"), Some(&kept)))
        (stat(&lang.number(slots * checked.bookable), lang.t("chỗ đặt trước được", "may be booked ahead"), None))
        (stat(&lang.number(posting.ambassadors_wanted), lang.t("đại sứ số", "ambassadors"), None))
        (stat(&lang.number(posting.supervisors.len() as i64), lang.t("người lớn", "adults"), None))
    })
}

fn behind(lang: Lang, checked: &Checked) -> Markup {
    let posting = &checked.posting;
    let joined =
        |names: Vec<&str>| if names.is_empty() { "–".to_owned() } else { names.join(", ") };
    let adults = checked.options.adults.iter().filter(|a| posting.supervisors.contains(&a.account));
    let schools = checked.options.schools.iter().filter(|s| checked.schools.contains(&s.id));
    let adults = joined(adults.map(|a| a.name.as_str()).collect());
    let schools = joined(schools.map(|s| s.name.as_str()).collect());
    section(
        lang.t("Chỉ cán bộ thấy", "What only staff see"),
        definitions(&[
            (lang.t("Người lớn phụ trách", "Supervisors"), html! { (adults) }),
            (lang.t("Trường được hỏi", "Schools asked"), html! { (schools) }),
            (
                lang.t("Ghi chú", "Notes"),
                html! { @if posting.notes.is_empty() { "–" } @else { (posting.notes) } },
            ),
        ]),
    )
}

fn school_names(
    checked: &Checked,
    lang: Lang,
    away: &[(crate::domain::ids::OrganisationId, Message)],
) -> String {
    let name =
        |id| checked.options.schools.iter().find(|s| s.id == id).map_or("", |s| &s.short_name);
    let each = away.iter().map(|(id, why)| format!("{} ({})", name(*id), why.say(lang)));
    each.collect::<Vec<_>>().join(", ")
}

fn weeks(lang: Lang, checked: &Checked) -> Markup {
    let table = Table::new(lang.t("Các buổi của chuỗi", "Sessions of the series"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Kết quả", "Outcome"))
        .rows(checked.occasions.iter().map(|occasion| {
            let outcome = match &occasion.skipped {
                Some(why) => html! {
                    (badge(Mark::Stopped, lang.t("Bỏ qua", "Skipped"))) " " (why.say(lang))
                },
                None => html! {
                    (badge(Mark::Open, lang.t("Có buổi", "Held")))
                    @if !occasion.away.is_empty() {
                        " " (lang.t("không hỏi", "not asked:")) " " (school_names(checked, lang, &occasion.away))
                    }
                },
            };
            [html! { (lang.day(occasion.day)) }, outcome]
        }));
    let held = checked.days().count() as i64;
    section(
        &lang.count(held, "buổi sẽ được tạo", "session will be made", "sessions will be made"),
        html! { (table) },
    )
}

fn away(lang: Lang, checked: &Checked) -> Markup {
    let Some(occasion) = checked.occasions.first().filter(|o| !o.away.is_empty()) else {
        return html! {};
    };
    hint_box(
        Tone::Warn,
        html! {
            p {
                (lang.t("Ngày này không hỏi được", "Not to be asked on that day")) ": "
                (school_names(checked, lang, &occasion.away))
            }
        },
    )
}

fn finish(lang: Lang, typed: &PostingForm, checked: &Checked) -> Markup {
    let unseen = Form::of(typed, &Problems::none(), lang);
    let publish = match checked.schools.is_empty() {
        true => lang.t("Đăng ngay", "Publish now"),
        false => lang.t("Đăng và hỏi nhà trường", "Publish and ask the schools"),
    };
    let why = checked.unpublishable().map(|refusal| refusal.message().say(lang).to_owned());
    form(
        paths::sessions::NEW,
        html! {
            (unseen.unseen("act"))
            (button_row(html! {
                (Button::primary(publish).icon(Icon::Check).named("act", "publish").blocked(why))
                (Button::quiet(lang.t("Lưu bản nháp", "Keep as a draft")).named("act", "draft"))
                (Button::quiet(lang.t("Sửa lại", "Change something")).icon(Icon::Pencil).named("act", "back"))
            }))
        },
    )
}
