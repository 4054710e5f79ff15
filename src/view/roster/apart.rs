//! Whom a pupil is kept apart from, for whoever keeps the roster.

use maud::{Markup, html};

use super::one::OneTyped;
use crate::db::ambassadors::apart::{Apart, ApartPart};
use crate::db::ambassadors::pages::PupilPage;
use crate::domain::lang::Lang;
use crate::domain::phone;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Table, Tone, confirm_box, disclosure, form, hint_box,
};
use crate::view::shifts::when;

/// The list, what both still share, and the form.
pub(super) fn apart(lang: Lang, page: &PupilPage, part: &ApartPart, typed: &OneTyped) -> Markup {
    let add = lang.t("Thêm một em", "Add a pupil");
    let wrong = ["other", "reason"].iter().any(|field| typed.problems.say(field, lang).is_some());
    html! {
        p.note { (lang.t(
            "Em và các em ghi ở đây không trực chung một buổi: hệ thống không ghép và không nhận đăng ký như vậy. Học sinh không xem được danh sách và lý do.",
            "This pupil and those named here never share a session: neither the matching nor signing up allows it. Pupils see neither the list nor the reasons.",
        )) }
        (shared(lang, page, part))
        @if !part.pairs.is_empty() { (list(lang, page, &part.pairs)) }
        @if wrong { (add_form(lang, page, part, typed)) }
        @else { (disclosure(add, add_form(lang, page, part, typed))) }
    }
}

/// Sessions to come in which both have a shift already: an adult decides who gives way.
fn shared(lang: Lang, page: &PupilPage, part: &ApartPart) -> Markup {
    html! {
        @for both in &part.together {
            @let shift = page.coming.iter().find(|shift| shift.session == both.session);
            @let pair = part.pairs.iter().find(|pair| pair.other == both.other);
            @if let (Some(shift), Some(pair)) = (shift, pair) {
                (hint_box(Tone::Warn, html! {
                    p {
                        (lang.t("Em đang có ca chung với", "There is already a shift together with")) " "
                        a href=(paths::roster::one(pair.other)) { (pair.name) } ": "
                        a href=(paths::approvals::one(shift.session, page.dossier.school)) { (when(lang, shift)) ", " (shift.place) } "."
                    }
                    p {
                        (lang.t(
                            "Ca của hai em vẫn giữ nguyên. Thầy cô hãy nói chuyện để một em xin đổi buổi, hoặc báo phường",
                            "Both shifts stand. Talk with them so that one gives the shift back, or tell the ward",
                        ))
                        @if !shift.ward_phone.is_empty() { " (" (phone::shown(&shift.ward_phone)) ")" } "."
                    }
                }))
            }
        }
    }
}

fn list(lang: Lang, page: &PupilPage, pairs: &[Apart]) -> Markup {
    let end = lang.t("Thôi giữ riêng", "End this");
    html! {
        (Table::new(lang.t("Không xếp cùng ca", "Not in the same session"))
            .text(lang.t("Em", "Pupil"))
            .text(lang.t("Từ ngày", "Since"))
            .text(lang.t("Lý do", "Reason"))
            .actions(lang.t("Việc", "Actions"))
            .rows(pairs.iter().map(|pair| [
                html! { a href=(paths::roster::one(pair.other)) { (pair.name) } ", " (pair.class_name) },
                html! {
                    (lang.date(pair.since.day()))
                    @if let Some(name) = &pair.by_whom { p.note { (name) } }
                },
                html! { (pair.reason) },
                confirm_box(
                    lang.t("Thôi…", "End…"),
                    lang.t("Hai em lại có thể được xếp cùng một buổi. Lý do đã ghi sẽ được xóa.", "The two may be given the same session again. The written reason is deleted."),
                    &paths::roster::end_apart(page.dossier.id, pair.other),
                    Button::danger(end).small().says(format!("{end}: {}", pair.name)),
                    html! {},
                ),
            ])))
    }
}

fn add_form(lang: Lang, page: &PupilPage, part: &ApartPart, typed: &OneTyped) -> Markup {
    let error = |field: &str| typed.problems.say(field, lang);
    let choose = Choice::new("", lang.t("Chọn một em", "Choose a pupil"));
    let choices = std::iter::once(choose).chain(part.choices.iter().map(|pupil| {
        Choice::new(pupil.id.to_string(), format!("{} – {}", pupil.class_name, pupil.name))
    }));
    form(
        &paths::roster::of(page.dossier.id, "apart"),
        html! {
            (Field::select("other", lang.t("Không xếp cùng em nào?", "Kept apart from whom?"), choices.collect())
                .value(&typed.apart.other).error(error("other")))
            (Field::text("reason", lang.t("Lý do", "Reason")).max_len(200)
                .hint(lang.t("Ngắn gọn, chỉ người phụ trách của trường xem được", "In short; only the school's officers read it"))
                .value(&typed.apart.reason).error(error("reason")))
            (Button::primary(lang.t("Không xếp cùng ca", "Keep apart")).icon(Icon::Check))
        },
    )
}
