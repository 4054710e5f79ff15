//! Consents on pages: the questions with their answers, and the child's page; the school's
//! list stands in its own drawer.

mod school;

pub use school::{Look, list, text_message};

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Notice, Table, badge, button_row, card, confirm_box, disclosure,
    error_summary, form, hidden, notice, page_head, section,
};
use crate::db::ambassadors::keep::Consent;
use crate::domain::consent::texts::TODAY;
use crate::domain::consent::{Purpose, RepliesForm, Side};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths;

/// One side's consents: those that stand with a way to withdraw, then yes or no for the
/// others. Nothing is chosen beforehand, and nothing hangs on anything else.
pub fn answers(
    lang: Lang,
    side: Side,
    (consents, year): (&[Consent], &str),
    (typed, problems): (&RepliesForm, &Problems),
    (reply, withdraw): (&str, &str),
) -> Markup {
    let asked = || Purpose::ALL.iter().copied().filter(|p| p.sides().contains(&side));
    let of = |purpose| consents.iter().filter(move |c| c.purpose == purpose && c.side == side);
    let stands = |purpose| of(purpose).find(|c| c.stands() && c.school_year == year);
    let earlier = |purpose| of(purpose).find(|c| c.stands() && c.school_year != year);
    let open: Vec<Purpose> = asked().filter(|p| stands(*p).is_none()).collect();
    html! {
        @for purpose in asked() {
            @if let Some(consent) = stands(purpose).or_else(|| earlier(purpose)) {
                (standing(lang, side, consent, withdraw))
            }
        }
        @if !open.is_empty() {
            (form(reply, html! {
                p.note { (lang.t("Mỗi mục được hỏi riêng. Chỉ mục đầu là cần để được xếp ca; bỏ trống mục nào cũng được.", "Each is asked by itself. Only the first is needed to be scheduled; any may be left open.")) }
                @for purpose in open {
                    @let last = of(purpose).find(|c| c.school_year == year);
                    (question(lang, side, purpose, last, (typed, problems)))
                }
                @if side == Side::Guardian {
                    (Field::text("given_by", lang.t("Họ tên anh/chị", "Your full name")).max_len(100).autocomplete("name").value(&typed.given_by).error(problems.say("given_by", lang)))
                }
                (Button::primary(lang.t("Gửi câu trả lời", "Send my answers")).icon(Icon::Check).wide())
            }))
        }
    }
}

fn standing(lang: Lang, side: Side, consent: &Consent, withdraw: &str) -> Markup {
    let warning = match consent.purpose {
        Purpose::TakingPart => {
            lang.t("Mọi ca sắp tới được rút ngay.", "Every shift ahead is taken back at once.")
        }
        Purpose::PublicName => lang.t(
            "Tên được gỡ khỏi các trang công khai ngay.",
            "The name leaves public pages at once.",
        ),
        _ => lang.t("Có hiệu lực ngay.", "It takes effect at once."),
    };
    let edition = crate::domain::consent::texts::edition(&consent.text_version);
    let text = edition.and_then(|edition| edition.text(consent.purpose, side));
    card(
        consent.purpose.name(lang),
        html! {
            p {
                (badge(Mark::Done, lang.t("Đã đồng ý", "Agreed"))) " "
                span.note { (lang.date(consent.given_at.day())) ", " (lang.t("năm học", "school year")) " " (consent.school_year) }
            }
            @if let Some(text) = text { p { (text.say(lang)) } }
            (confirm_box(
                lang.t("Rút lại…", "Withdraw…"),
                warning,
                withdraw,
                Button::danger(lang.t("Rút lại", "Withdraw")).says(format!("{}: {}", lang.t("Rút lại", "Withdraw"), consent.purpose.name(lang))),
                hidden(&[("purpose", consent.purpose.code())]),
            ))
        },
    )
}

fn question(
    lang: Lang,
    side: Side,
    purpose: Purpose,
    last: Option<&Consent>,
    (typed, problems): (&RepliesForm, &Problems),
) -> Markup {
    let text = TODAY.text(purpose, side);
    let text = text.as_ref().map_or("", |text| text.say(lang)).to_owned();
    let before = last.map(|consent| match consent.refused {
        true => lang.t("Trước đây: không đồng ý.", "Before: no."),
        false => lang.t("Trước đây: đã rút.", "Before: withdrawn."),
    });
    let hint = match before {
        Some(before) => format!("{text} ({before})"),
        None => text,
    };
    let choices = vec![
        Choice::new("yes", lang.t("Đồng ý", "I agree")),
        Choice::new("no", lang.t("Không đồng ý", "I do not agree")),
    ];
    html! {
        (Field::radios(purpose.code(), purpose.name(lang), choices)
            .grid().filter().hint(hint).value(typed.of(purpose)).error(problems.say(purpose.code(), lang)))
    }
}

/// Every signature, refusal and withdrawal, the newest first.
pub fn history(lang: Lang, consents: &[Consent]) -> Markup {
    let table = Table::new(lang.t("Lịch sử đồng ý", "History of consents"))
        .text(lang.t("Mục", "Purpose"))
        .text(lang.t("Ai", "Who"))
        .text(lang.t("Trả lời", "Answer"))
        .text(lang.t("Cách", "How"))
        .text(lang.t("Rút", "Withdrawn"))
        .rows(consents.iter().map(|c| {
            let answer = match c.refused {
                true => lang.t("Không", "No"),
                false => lang.t("Có", "Yes"),
            };
            [
                html! { (c.purpose.name(lang)) span.note { " · " (c.school_year) } },
                html! { (c.side.name(lang)) @if !c.given_by.is_empty() { ": " (c.given_by) } },
                html! { (answer) ", " (lang.date(c.given_at.day())) },
                html! { (c.method.name(lang)) span.note { " · " (lang.t("bản lời", "text")) " " (c.text_version) } },
                html! {
                    @match c.withdrawn_at.filter(|_| !c.refused) {
                        Some(at) => {
                            (lang.date(at.day()))
                            @if let Some(method) = c.withdrawn_method { ", " (method.name(lang)) }
                        },
                        None => { "–" },
                    }
                },
            ]
        }));
    html! {
        @if consents.is_empty() { p { (lang.t("Chưa có gì.", "Nothing yet.")) } } @else { (table) }
    }
}

/// What the child agrees to, and what the guardian has agreed to beside it.
pub fn mine(
    lang: Lang,
    year: &str,
    consents: &[Consent],
    typed: &RepliesForm,
    problems: &Problems,
) -> Markup {
    let guardian = |purpose: Purpose| {
        consents.iter().any(|c| {
            (c.purpose, c.side) == (purpose, Side::Guardian) && c.stands() && c.school_year == year
        })
    };
    html! {
        (page_head(
            lang.t("Em đồng ý những gì", "What I agree to"),
            lang.t("Em được hỏi ý kiến và được đổi ý bất cứ lúc nào. Không đồng ý thì em vẫn học được, không ai trách em.", "You are asked, and may change your mind at any time. If you say no you can still learn, and nobody blames you."),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (answers(lang, Side::Child, (consents, year), (typed, problems), (paths::consents::MINE, paths::consents::WITHDRAW_MINE)))
        (section(lang.t("Phụ huynh của em", "Your guardian"), html! {
            p {
                (match guardian(Purpose::TakingPart) {
                    true => lang.t("Phụ huynh của em đã đồng ý cho em tham gia năm học này.", "Your guardian agrees that you take part this school year."),
                    false => lang.t("Phụ huynh của em chưa đồng ý cho năm học này. Nhà trường sẽ hỏi; em cũng có thể xin phiếu mang về nhà.", "Your guardian has not agreed for this school year. The school will ask; you can also ask for the form and take it home."),
                })
                @if guardian(Purpose::ArrivalMessages) { " " (lang.t("Phụ huynh nhờ báo khi em đến nơi trực và khi em ra về.", "Your guardian asked to be told when you arrive at a shift and when you leave.")) }
            }
        }))
        (section(lang.t("Điều nhà trường lưu về em", "What is kept about you"), html! {
            p { (lang.t("Họ tên, lớp, năm sinh, giờ rảnh, các ca, số giờ và khen thưởng; tên và liên hệ của phụ huynh. Không lưu số căn cước, ảnh giấy tờ.", "Name, class, birth year, free times, shifts, hours and awards; your guardian's name and contact. No identity numbers, no photos of papers.")) }
            (disclosure(lang.t("Đã đồng ý, đã rút những gì, khi nào", "What was agreed and withdrawn, and when"), history(lang, consents)))
        }))
        (button_row(html! {
            (Button::quiet(lang.t("Xem, sửa hay xóa dữ liệu của em", "See, correct or delete my data")).to(paths::data_requests::MINE))
            (Button::quiet(lang.t("An toàn của em", "My safety")).icon(Icon::Shield).to(paths::incidents::SAFETY))
        }))
    }
}

/// Above every page of a pupil who can only learn for now.
pub fn only_learning(lang: Lang, why: &str) -> Markup {
    html! {
        (notice(&Notice::warn(why)))
        (button_row(html! {
            (Button::quiet(lang.t("Mở “Em đồng ý những gì”", "Open “What I agree to”")).icon(Icon::Check).to(paths::consents::MINE))
            (Button::quiet(lang.t("Học các thủ tục", "Learn the topics")).icon(Icon::Graduation).to(paths::catalogue::TOPICS))
        }))
    }
}
