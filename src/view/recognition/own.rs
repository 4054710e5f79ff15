//! A pupil's own way to the next award, and the papers already held.

use maud::{Markup, html};

use super::measured;
use crate::db::recognition::pages::MyAwards;
use crate::db::recognition::papers::PaperRow;
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardState, Progress, Step, number};
use crate::paths::recognition as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Goal, Mark, Tone, award_progress, badge, button_row, card, definitions, empty_state,
    hint_box, page_head, section,
};

/// How far a pupil has come, for the pupil's own pages: the way in hours, and what the
/// next award still asks for.
pub fn progress(lang: Lang, progress: &Progress) -> Markup {
    let name = |step: &Step| lang.t(&step.name_vi, &step.name_en).to_owned();
    let goals: Vec<Goal> = progress
        .steps
        .iter()
        .map(|step| Goal {
            label: name(step),
            minutes: step.criteria.min_minutes,
            reached: step.criteria.are_met(&progress.figures),
        })
        .collect();
    html! {
        @if progress.steps.is_empty() {
            (hint_box(Tone::Info, html! { p { (lang.t(
                "Trường chưa công bố các mức khen thưởng của năm học này. Giờ của em vẫn được ghi đầy đủ.",
                "The school has not announced this year's awards yet. Your hours are kept all the same.",
            )) } }))
        } @else {
            (award_progress(lang, progress.figures.minutes, &goals))
            @if let Some(step) = progress.reached() {
                p {
                    (Icon::Award) " "
                    (lang.t("Em đã đủ tiêu chí:", "You have reached:")) " " strong { (name(step)) }
                }
            }
            @match progress.next() {
                Some(step) => {
                    p { (lang.t("Mức tiếp theo:", "Next:")) " " strong { (name(step)) } }
                    (measured(lang, &step.criteria.measures(&progress.figures)))
                    p.note { (missing(lang, step, progress)) }
                },
                None => p { (lang.t("Em đã đạt mức cao nhất. Cảm ơn em!", "You have reached the highest award. Thank you!")) },
            }
        }
    }
}

/// "Em còn thiếu 2,5 giờ, 3 lượt hỗ trợ.": the way to the next award in one line.
fn missing(lang: Lang, step: &Step, progress: &Progress) -> String {
    let measures = step.criteria.measures(&progress.figures);
    let missing: Vec<String> = measures.into_iter().filter_map(|m| m.missing(lang)).collect();
    format!("{} {}.", lang.t("Em còn thiếu", "Still missing:"), missing.join(", "))
}

/// The pupil's awards page.
pub fn mine(lang: Lang, page: &MyAwards) -> Markup {
    html! {
        (page_head(
            lang.t("Khen thưởng của em", "My awards"),
            page.progress.programme.as_deref().unwrap_or_default(),
            html! {},
        ))
        (section(lang.t("Đường đến mức tiếp theo", "The way to the next award"), progress(lang, &page.progress)))
        (section(lang.t("Giấy đã nhận", "Papers received"), html! {
            @if page.awards.is_empty() {
                (empty_state(
                    Icon::Award,
                    lang.t("Chưa có giấy nào", "No paper yet"),
                    lang.t("Khi nhà trường ban hành, em tải giấy về ở đây.", "Once the school issues one, you can download it here."),
                    html! {},
                ))
            } @else {
                div.cards { @for paper in &page.awards { (paper_card(lang, paper)) } }
                p.note { (shown(lang, page.name_is_public)) }
            }
        }))
    }
}

fn paper_card(lang: Lang, paper: &PaperRow) -> Markup {
    let valid = paper.state == AwardState::Issued;
    let state = match valid {
        true => badge(Mark::Done, lang.t("Có hiệu lực", "Valid")),
        false => badge(Mark::Stopped, lang.t("Đã thu hồi", "Revoked")),
    };
    card(
        paper.form.name(lang),
        html! {
            p { (state) }
            (definitions(&[
                (lang.t("Số", "Number"), html! { (number(paper.number, paper.form, &paper.school_code)) }),
                (lang.t("Chương trình", "Programme"), html! { (paper.programme) }),
                (lang.t("Năm học", "School year"), html! { (paper.school_year) }),
                (lang.t("Ngày ban hành", "Issued on"), html! { (lang.date(paper.issued_at.day())) }),
            ]))
            (button_row(html! {
                @if valid {
                    (Button::primary(lang.t("Tải giấy (PDF)", "Download (PDF)")).icon(Icon::Download)
                        .to(at::my_certificate(paper.id)))
                }
                (Button::quiet(lang.t("Trang công khai", "Public page")).icon(Icon::Qr).to(at::public(&paper.token)))
            }))
        },
    )
}

/// What the public pages tell about this pupil.
fn shown(lang: Lang, name_is_public: bool) -> &'static str {
    match name_is_public {
        true => lang.t(
            "Trang công khai năm nay ghi tên viết tắt của em, vì em và phụ huynh đã đồng ý. Rút đồng ý thì tên mất ngay.",
            "This year's public pages show your initials, because you and your guardian agreed. Withdraw, and they are gone at once.",
        ),
        false => lang.t(
            "Trang công khai chỉ ghi lớp của em, không ghi tên và số giờ.",
            "The public pages name only your class, neither your name nor your hours.",
        ),
    }
}
