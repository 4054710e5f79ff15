//! Recognition: programmes, candidates and awards for staff; a pupil's own way to the
//! next award; the public page of an award.

mod award;
mod classes;
mod edit;
mod own;
mod programme;
mod public;

pub use award::{Refused, award};
pub use classes::classes;
pub use edit::edit;
pub use own::{mine, progress};
pub use programme::{approve, missing, programme};
pub use public::public;

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Table, badge, breadcrumb, empty_state, hidden, page_head,
    search_form,
};
use crate::db::organisations::Class;
use crate::db::recognition::{Programme, ProgrammeLine};
use crate::domain::access::{Permission, Person};
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardState, Measure};
use crate::paths;

/// The school's programmes, newest first.
pub fn list(lang: Lang, me: &Person, programmes: &[ProgrammeLine]) -> Markup {
    let open = me.may(Permission::IssueAwards).then(|| {
        Button::primary(lang.t("Mở chương trình", "Open a programme"))
            .icon(Icon::Plus)
            .to(paths::recognition::NEW)
    });
    let lead = lang.t(
        "Mỗi năm học một chương trình: mức khen thưởng, danh sách xét, quyết định và giấy khen.",
        "One programme a school year: tiers, candidates, the decision and the papers.",
    );
    let table = Table::new(lang.t("Chương trình khen thưởng", "Recognition programmes"))
        .text(lang.t("Chương trình", "Programme"))
        .text(lang.t("Năm học", "School year"))
        .number(AwardState::Candidate.name(lang))
        .number(AwardState::Checked.name(lang))
        .number(AwardState::Approved.name(lang))
        .number(AwardState::Issued.name(lang))
        .rows(programmes.iter().map(|line| {
            [
                html! { a href=(paths::recognition::one(line.id)) { (line.name) } },
                html! { (line.school_year) },
                html! { (lang.number(line.candidates)) },
                html! { (lang.number(line.checked)) },
                html! { (lang.number(line.approved)) },
                html! { (lang.number(line.issued)) },
            ]
        }))
        .empty(empty_state(
            Icon::Award,
            lang.t("Chưa có chương trình nào", "No programme yet"),
            lang.t(
                "Nhà trường mở chương trình của năm học; các em sẽ thấy ngay mình còn cách mức khen bao xa.",
                "The school opens the year's programme; pupils then see at once how far they have come.",
            ),
            html! { @if let Some(open) = &open { (open) } },
        ));
    html! {
        (page_head(lang.t("Khen thưởng", "Recognition"), lead, html! {
            @if let (Some(open), false) = (&open, programmes.is_empty()) { (open) }
            @if me.may(Permission::KeepRoster) {
                (Button::quiet(lang.t("Vi phạm an toàn", "Safety breaches")).icon(Icon::Shield)
                    .to(paths::recognition::BREACHES))
            }
        }))
        (table)
    }
}

/// An award's state as a label.
fn state_badge(lang: Lang, state: AwardState) -> Markup {
    let mark = match state {
        AwardState::Candidate => Mark::Waiting,
        AwardState::Checked => Mark::Taken,
        AwardState::Approved => Mark::Running,
        AwardState::Issued => Mark::Done,
        AwardState::Revoked | AwardState::SetAside => Mark::Stopped,
    };
    badge(mark, state.name(lang))
}

/// Each criterion with its figure: "12,5/10 giờ ✓".
fn measured(lang: Lang, measures: &[Measure]) -> Markup {
    html! {
        ul class="measures" {
            @for measure in measures {
                li class=[(!measure.is_met()).then_some("missed")] {
                    (if measure.is_met() { Icon::CircleCheck } else { Icon::CircleDashed })
                    span {
                        (measure.say(lang))
                        span class="unseen" {
                            (if measure.is_met() {
                                lang.t(" – đạt", " – reached")
                            } else {
                                lang.t(" – chưa đạt", " – not reached")
                            })
                        }
                    }
                }
            }
        }
    }
}

/// Which class is in view; `keep` travels along.
fn class_filter(
    lang: Lang,
    action: &str,
    classes: &[Class],
    chosen: Option<ClassId>,
    keep: &[(&str, &str)],
) -> Markup {
    if classes.len() < 2 {
        return html! {};
    }
    let every = Choice::new("", lang.t("Tất cả các lớp", "All classes"));
    let choices = std::iter::once(every)
        .chain(classes.iter().map(|class| Choice::new(class.id.to_string(), &class.name)));
    let field = Field::select("class", lang.t("Lớp", "Class"), choices.collect())
        .value(chosen.map(|class| class.to_string()).unwrap_or_default())
        .quiet_label();
    search_form(
        action,
        html! {
            (hidden(keep))
            (field)
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        },
    )
}

/// A list's address with its filters.
fn filtered(path: &str, state: Option<AwardState>, class: Option<ClassId>, page: u32) -> String {
    let mut query = Vec::new();
    if let Some(state) = state {
        query.push(format!("state={state}"));
    }
    if let Some(class) = class {
        query.push(format!("class={class}"));
    }
    if page > 1 {
        query.push(format!("page={page}"));
    }
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The way up from a page of a programme.
fn way(lang: Lang, programme: &Programme, here: &str) -> Markup {
    let one = paths::recognition::one(programme.id);
    let list = lang.t("Khen thưởng", "Recognition");
    breadcrumb(lang, &[(list, paths::recognition::LIST), (&programme.name, &one)], here)
}
