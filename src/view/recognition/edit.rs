//! A programme as it is typed.

use maud::{Markup, html};

use super::programme::tiers as tier_table;
use crate::db::recognition::Tier;
use crate::domain::ids::ProgrammeId;
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardForm, ProgrammeForm};
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Tone, button_row, error_summary, fieldset, form, hidden, hint_box,
    page_head, side_by_side,
};

/// Tiers the form has room for: those there are and one more.
const ROOM: usize = 5;

/// The form of a new programme (`id` none) or of one there is; `fixed` are its tiers when
/// they can no longer change.
pub fn edit(
    lang: Lang,
    id: Option<ProgrammeId>,
    typed: &ProgrammeForm,
    problems: &Problems,
    fixed: Option<&[Tier]>,
) -> Markup {
    let (title, action) = match id {
        None => (lang.t("Mở chương trình khen thưởng", "Open a programme"), at::NEW.to_owned()),
        Some(id) => (lang.t("Sửa chương trình", "Edit the programme"), at::of(id, "edit")),
    };
    let back = id.map_or(at::LIST.to_owned(), at::one);
    html! {
        (page_head(title, lang.t(
            "Các mức mặc định theo thực tế phong trào; nhà trường tự quyết định.",
            "The usual tiers of the movement; the school decides.",
        ), html! {}))
        (error_summary(lang, &problems.all(lang)))
        (form(&action, html! {
            (about(lang, typed, problems))
            (signing(lang, typed, problems))
            @match fixed {
                Some(tiers) => {
                    (hint_box(Tone::Info, html! { p { (lang.t(
                        "Đã có khen thưởng được phê duyệt theo các mức này nên không sửa mức được nữa.",
                        "Awards have been approved under these tiers, so they can no longer change.",
                    )) } }))
                    (tier_table(lang, tiers))
                },
                None => {
                    @if id.is_some() {
                        (hint_box(Tone::Warn, html! { p { (lang.t(
                            "Đổi mức hoặc thời gian xét thì hồ sơ đã kiểm tra phải kiểm tra lại, và danh sách được tính lại ngay.",
                            "Changing tiers or the period sends checked candidates back to their teachers and computes the list anew.",
                        )) } }))
                    }
                    @for row in 0..(typed.rows() + 1).min(ROOM) { (tier(lang, row, typed, problems)) }
                },
            }
            (button_row(html! {
                (Button::primary(lang.t("Lưu", "Save")).icon(Icon::Check))
                (Button::quiet(lang.t("Thôi", "Cancel")).to(back))
            }))
        }))
    }
}

fn about(lang: Lang, typed: &ProgrammeForm, problems: &Problems) -> Markup {
    fieldset(
        lang.t("Chương trình", "Programme"),
        html! {
            (Field::text("name", lang.t("Tên chương trình", "Name")).max_len(120)
                .hint(lang.t("Ghi trên giấy: Chương trình “…”", "As printed on the papers"))
                .value(&typed.name).error(problems.say("name", lang)))
            (side_by_side(html! {
                (Field::date("from_day", lang.t("Xét từ ngày", "From")).value(&typed.from_day)
                    .error(problems.say("from_day", lang)))
                (Field::date("to_day", lang.t("Đến hết ngày", "To")).value(&typed.to_day)
                    .error(problems.say("to_day", lang)))
            }))
            (side_by_side(html! {
                (Field::text("plan_number", lang.t("Số kế hoạch", "Plan number")).max_len(40).short().optional(lang)
                    .hint(lang.t("Ví dụ 126/KH-NVN", "For example 126/KH-NVN"))
                    .value(&typed.plan_number).error(problems.say("plan_number", lang)))
                (Field::date("plan_date", lang.t("Ngày kế hoạch", "Date of the plan")).optional(lang)
                    .value(&typed.plan_date).error(problems.say("plan_date", lang)))
            }))
        },
    )
}

fn signing(lang: Lang, typed: &ProgrammeForm, problems: &Problems) -> Markup {
    fieldset(
        lang.t("Người ký", "Signatory"),
        html! {
            (Field::textarea("signatory_title", lang.t("Chức danh", "Office")).attribute("rows", "2")
                .hint(lang.t("Mỗi dòng một chức danh, ví dụ “KT. Hiệu trưởng” rồi “Phó Hiệu trưởng”", "One office a line"))
                .value(&typed.signatory_title).error(problems.say("signatory_title", lang)))
            (side_by_side(html! {
                (Field::text("signatory_name", lang.t("Họ và tên", "Name")).max_len(80)
                    .value(&typed.signatory_name).error(problems.say("signatory_name", lang)))
                (Field::text("place_name", lang.t("Địa danh", "Place")).max_len(80)
                    .hint(lang.t("Tên phường, ghi trước ngày tháng", "The ward, before the date"))
                    .value(&typed.place_name).error(problems.say("place_name", lang)))
            }))
        },
    )
}

fn tier(lang: Lang, row: usize, typed: &ProgrammeForm, problems: &Problems) -> Markup {
    let value = |column: &[String]| column.get(row).cloned().unwrap_or_default();
    let is_new = row >= typed.rows();
    let at = |field: &str| format!("{field}-{row}");
    let with = |field: Field, column: &[String]| {
        let id = at(field.name());
        let field = field.value(value(column)).error(problems.say(&id, lang)).id(id);
        if is_new { field.optional(lang) } else { field }
    };
    let forms = AwardForm::ALL.iter().map(|form| Choice::new(form.code(), form.name(lang)));
    let clean = vec![
        Choice::new("no", lang.t("Không xét", "Not asked")),
        Choice::new("yes", lang.t("Không có vi phạm", "No breach")),
    ];
    let legend = match (lang, is_new) {
        (Lang::Vi, false) => format!("Mức {}", row + 1),
        (Lang::Vi, true) => "Thêm một mức (để trống nếu không cần)".to_owned(),
        (Lang::En, false) => format!("Tier {}", row + 1),
        (Lang::En, true) => "One more tier (leave empty if not needed)".to_owned(),
    };
    fieldset(
        &legend,
        html! {
            (side_by_side(html! {
                (with(Field::text("tier_name_vi", lang.t("Tên tiếng Việt", "Vietnamese name")), &typed.tier_name_vi))
                (with(Field::text("tier_name_en", lang.t("Tên tiếng Anh", "English name")), &typed.tier_name_en))
            }))
            (with(Field::select("tier_form", lang.t("Hình thức", "Form"), forms.collect()), &typed.tier_form))
            (side_by_side(html! {
                (with(Field::number("tier_hours", lang.t("Số giờ ít nhất", "Least hours")).attribute("inputmode", "decimal"), &typed.tier_hours))
                (with(Field::number("tier_supports", lang.t("Số lượt ít nhất", "Least supports")), &typed.tier_supports))
                (with(Field::number("tier_attendance", lang.t("Chuyên cần ít nhất (%)", "Least attendance (%)")), &typed.tier_attendance))
                (with(Field::select("tier_clean", lang.t("An toàn", "Safety"), clean), &typed.tier_clean))
            }))
            (hidden(&[("tier_id", &value(&typed.tier_id))]))
        },
    )
}
