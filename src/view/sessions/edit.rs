//! What a change of a session alters and whom it touches, before it is saved.

mod changes;

use maud::{Markup, html};

use super::check::{cautions, warnings};
use crate::db::sessions::people::{Expected, OnDuty};
use crate::db::sessions::screens::{Preview, Target};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::PostingForm;
use crate::domain::sessions::change::Scope;
use crate::domain::{codes, phone};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Form, Mark, Table, Tone, badge, breadcrumb, button_row, form, hint_box, page_head,
    section,
};

/// Each session the change reaches, with the people in it.
pub fn preview(lang: Lang, typed: &PostingForm, preview: &Preview) -> Markup {
    let id = preview.session.id;
    let title = lang.t("Thay đổi này ảnh hưởng đến ai?", "Whom does this change touch?");
    let here = paths::sessions::one(id);
    let lead = match preview.targets.len() {
        1 => String::new(),
        n => format!("{}: {n}", lang.t("Số buổi sẽ đổi", "Sessions to be changed")),
    };
    html! {
        (breadcrumb(lang, &[
            (lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST),
            (&preview.session.title, &here),
        ], title))
        (page_head(title, &lead, html! {}))
        (warnings(lang, &preview.overlaps))
        @if preview.scope != Scope::This {
            p class="note" { (lang.t(
                "Ở các buổi khác của chuỗi, chỉ những mục bạn vừa sửa mới đổi theo.",
                "In the other sessions of the series only what you edited changes.",
            )) }
        }
        @for target in &preview.targets { (one(lang, preview, target)) }
        (finish(lang, typed, preview))
    }
}

fn one(lang: Lang, preview: &Preview, target: &Target) -> Markup {
    section(
        &lang.day(target.session.starts_at.day()),
        html! {
            @if !target.refused.is_empty() {
                (hint_box(Tone::Bad, html! {
                    p { strong { (lang.t("Chưa lưu được:", "Cannot be saved:")) } }
                    ul { @for why in &target.refused { li { (why.say(lang)) } } }
                }))
            }
            @if target.before == target.after {
                p { (lang.t("Không có gì thay đổi.", "Nothing changes.")) }
            }
            @if target.before != target.after {
                (cautions(lang, &preview.options.cautions(&target.after)))
            }
            (changes::table(lang, &preview.options, target))
            (slots(lang, target))
            (schools(lang, target))
            (residents(lang, target))
            (pupils(lang, target))
        },
    )
}

fn slots(lang: Lang, target: &Target) -> Markup {
    let plan = &target.plan;
    if plan.shifted_by != 0 {
        return html! {
            p {
                (Icon::Clock) " "
                (lang.t(
                    "Cả buổi dời như nhau: ai đã đặt giữ nguyên khung của mình, giờ dời theo.",
                    "The whole session moves alike: everybody keeps their slot, at its new time.",
                ))
            }
        };
    }
    if plan.removed.is_empty() && plan.added.is_empty() {
        return html! {};
    }
    html! {
        p {
            (Icon::Clock) " "
            (lang.t("Khung giờ giữ lại", "Slots kept")) ": " (plan.kept.len()) " · "
            (lang.t("bỏ", "removed")) ": " (plan.removed.len()) " · "
            (lang.t("thêm", "added")) ": " (plan.added.len())
        }
    }
}

/// The schools whose consent ends with the change.
fn schools(lang: Lang, target: &Target) -> Markup {
    if !target.asks_again() || target.agreed.is_empty() {
        return html! {};
    }
    hint_box(
        Tone::Warn,
        html! {
            p {
                strong { (lang.t("Phải hỏi lại trường", "Schools to be asked again")) ": " (target.agreed.join(", ")) }
            }
            p { (lang.t(
                "Trường đã đồng ý cho giờ và nơi cũ. Lưu xong, trường nhận thư và trả lời lại; ca của các em vẫn giữ trong lúc chờ.",
                "They agreed to the old time and place. After saving they get a letter and answer again; pupils keep their shifts until then.",
            )) }
        },
    )
}

fn residents(lang: Lang, target: &Target) -> Markup {
    let touched = |e: &&Expected| {
        target.moves() || target.loses_topic(e) || target.slot_after(e.slot_id).is_none()
    };
    let shown: Vec<&Expected> = target.expected.iter().filter(touched).collect();
    if shown.is_empty() {
        return html! {};
    }
    let table = Table::new(lang.t("Người dân đã đặt", "Residents who booked"))
        .with_caption()
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Điện thoại", "Telephone"))
        .text(lang.t("Mã", "Code"))
        .text(lang.t("Khung cũ", "Slot before"))
        .text(lang.t("Khung mới", "Slot after"))
        .text(lang.t("Nội dung", "Topic"))
        .rows(shown.iter().map(|e| resident(lang, target, e)));
    html! {
        (table)
        @if target.to_call().next().is_some() {
            p class="note" { (lang.t(
                "Người dân không có thư điện tử: lưu xong, hãy gọi từng người theo danh sách gọi.",
                "Residents have no e-mail: after saving, call each of them from the call list.",
            )) }
        }
    }
}

fn resident(lang: Lang, target: &Target, e: &Expected) -> [Markup; 6] {
    let times = lang.times(e.starts_at.time(), e.ends_at.time());
    let number = e.phone.as_deref().or(e.proxy_phone.as_deref()).map(phone::shown);
    [
        html! { (e.name) },
        html! { span.nowrap { (number.as_deref().unwrap_or("–")) } },
        html! { span.nowrap { (codes::shown(&e.code)) } },
        html! { span.nowrap { (times) } },
        html! {
            @match target.slot_after(e.slot_id) {
                Some(step) => { span.nowrap { (lang.times(step.from.time(), step.to.time())) } },
                None => { (badge(Mark::Stopped, lang.t("Khung bị bỏ", "Slot removed"))) },
            }
        },
        html! {
            (lang.t(&e.topic_vi, &e.topic_en))
            @if target.loses_topic(e) {
                " " (badge(Mark::Stopped, lang.t("Nội dung bị bỏ", "Topic removed")))
            }
        },
    ]
}

fn pupils(lang: Lang, target: &Target) -> Markup {
    let touched = target.moves() || !target.unfit.is_empty();
    if target.on_duty.is_empty() || !touched {
        return html! {};
    }
    let table = Table::new(lang.t("Đại sứ số có ca", "Ambassadors with a shift"))
        .with_caption()
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Sau thay đổi", "After the change"))
        .text(lang.t("Báo tin", "Told by"))
        .rows(target.on_duty.iter().map(|pupil| one_pupil(lang, target, pupil)));
    html! { (table) }
}

fn one_pupil(lang: Lang, target: &Target, pupil: &OnDuty) -> [Markup; 4] {
    let mailed = !pupil.emails().is_empty();
    [
        html! { (pupil.name) },
        html! { (pupil.class_name) ", " (pupil.school) },
        html! {
            @match target.why_unfit(pupil.ambassador_id) {
                None => { (badge(Mark::Taken, lang.t("Giữ ca", "Stays"))) },
                Some(why) => { (badge(Mark::Stopped, lang.t("Rút ca", "Withdrawn"))) " " (why.say(lang)) },
            }
        },
        html! {
            @if mailed { (lang.t("thư cho phụ huynh", "letter to the guardian")) }
            @else { (lang.t("nhà trường báo giúp", "the school passes it on")) }
        },
    ]
}

fn finish(lang: Lang, typed: &PostingForm, preview: &Preview) -> Markup {
    let unseen = Form::of(typed, &Problems::none(), lang);
    let blocked = (!preview.may_be_saved()).then(|| {
        lang.t("Còn điều chưa lưu được, xem bên trên", "Something above stands in the way")
    });
    form(
        &paths::sessions::edit(preview.session.id),
        html! {
            (unseen.unseen("act"))
            (button_row(html! {
                (Button::primary(lang.t("Lưu thay đổi", "Save the change")).icon(Icon::Check).named("act", "save").blocked(blocked))
                (Button::quiet(lang.t("Sửa lại", "Change something")).icon(Icon::Pencil).named("act", "back"))
                (Button::quiet(lang.t("Thôi, không đổi", "Leave it as it was")).to(paths::sessions::one(preview.session.id)))
            }))
        },
    )
}
