//! The page behind the QR code on a paper.

use maud::{Markup, html};

use crate::db::recognition::papers::PublicAward;
use crate::domain::lang::Lang;
use crate::domain::names::initials;
use crate::domain::recognition::{AwardState, number};
use crate::view::parts::{Notice, card, definitions, notice, page_head};

/// Whether the paper is valid, and no more about the child than was agreed: initials and
/// class only with consent of both sides.
pub fn public(lang: Lang, award: &PublicAward) -> Markup {
    let number = number(award.number, award.form, &award.school_code);
    let holder = match (&award.name, &award.class_name) {
        (Some(name), Some(class)) => match lang {
            Lang::Vi => format!("{} – Học sinh lớp {class}", initials(name)),
            Lang::En => format!("{} – Pupil of class {class}", initials(name)),
        },
        _ => lang.t("Một học sinh của trường", "A pupil of the school").to_owned(),
    };
    let mut pairs = vec![
        (lang.t("Hình thức", "Form"), html! { (award.form.name(lang)) }),
        (lang.t("Số", "Number"), html! { (number) }),
        (lang.t("Cấp cho", "Awarded to"), html! { (holder) }),
        (lang.t("Trường", "School"), html! { (award.school_name) }),
        (lang.t("Chương trình", "Programme"), html! { (award.programme) }),
        (lang.t("Năm học", "School year"), html! { (award.school_year) }),
        (lang.t("Ngày ban hành", "Issued on"), html! { (lang.date(award.issued_at.day())) }),
    ];
    if let Some(minutes) = award.minutes {
        pairs.push((lang.t("Giờ tình nguyện", "Volunteer hours"), html! { (lang.hours(minutes)) }));
    }
    html! {
        (page_head(
            lang.t("Kiểm tra giấy khen thưởng", "Check an award"),
            lang.t("Trang này cho biết tờ giấy có mã này còn hiệu lực hay không.", "This page says whether the paper with this code is valid."),
            html! {},
        ))
        (notice(&verdict(lang, award)))
        (card("", definitions(&pairs)))
        p.note {
            (lang.t(
                "Hãy so số và ngày với tờ giấy trên tay. Nếu khác, hoặc cần hỏi thêm, xin gọi nhà trường:",
                "Compare number and date with the paper in your hand. If they differ, call the school:",
            ))
            " " a href=(format!("tel:{}", award.school_phone.replace(' ', ""))) { (award.school_phone) }
        }
    }
}

fn verdict(lang: Lang, award: &PublicAward) -> Notice {
    match (award.state, award.revoked_at) {
        (AwardState::Revoked, Some(at)) => {
            let day = lang.date(at.day());
            Notice::problem(match lang {
                Lang::Vi => format!("Đã thu hồi ngày {day}. Tờ giấy này không còn hiệu lực."),
                Lang::En => format!("Revoked on {day}. This paper is no longer valid."),
            })
        }
        _ => Notice::done(lang.t(
            "Có hiệu lực. Nhà trường đã ban hành tờ giấy này.",
            "Valid. The school has issued this paper.",
        )),
    }
}
