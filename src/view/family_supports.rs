//! Gia đình số: the pupil's page, the guardian's, and the school's list.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Tone, badge, breadcrumb, card, code_block, confirm_box,
    definitions, empty_state, error_summary, form, hint_box, page_head, pager, post_button,
    qr_code, section,
};
use super::supports::{can_do_alone, choices};
use crate::db::family_supports::{FamilyRow, MyFamily, Waiting};
use crate::domain::family_supports::{AnswerForm, FamilyForm};
use crate::domain::lang::Lang;
use crate::domain::names::given;
use crate::domain::refusal::{Message, Problems};
use crate::domain::supports::{CanDoAlone, FamilyState, Relative};
use crate::domain::typed::day_value;
use crate::paths;

/// Whom the pupil helped, in words.
pub fn relative(lang: Lang, relative: Relative) -> &'static str {
    match relative {
        Relative::Grandparent => lang.t("Ông bà", "Grandparent"),
        Relative::Parent => lang.t("Cha mẹ", "Parent"),
        Relative::Sibling => lang.t("Anh chị em", "Brother or sister"),
        Relative::Other => lang.t("Người thân khác", "Another relative"),
    }
}

fn state(lang: Lang, state: FamilyState) -> (Mark, &'static str) {
    match state {
        FamilyState::Logged => (Mark::Waiting, lang.t("Chờ phụ huynh", "Waiting for the guardian")),
        FamilyState::Confirmed => (Mark::Done, lang.t("Đã xác nhận", "Confirmed")),
        FamilyState::Returned => (Mark::Warning, lang.t("Bị trả lại", "Sent back")),
    }
}

/// What a pupil told, and the form for more.
pub fn mine(lang: Lang, page: &MyFamily, typed: &FamilyForm, problems: &Problems) -> Markup {
    html! {
        (page_head(
            lang.t("Gia đình số", "Help at home"),
            lang.t("Giúp một người thân dùng dịch vụ số ở nhà. Mỗi tuần tính tối đa 1 giờ khi phụ huynh xác nhận.", "Help somebody in your family. Up to an hour a week counts once your guardian confirms."),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        @if page.left > 0 || !problems.is_empty() { (tell(lang, page, typed, problems)) }
        @else {
            (hint_box(Tone::Good, html! { p { (lang.t("Tuần này em đã ghi đủ 60 phút. Giỏi lắm! Hẹn em thứ Hai.", "This week's 60 minutes are full. Well done! See you on Monday.")) } }))
        }
        (section(lang.t("Em đã ghi", "What you told"), html! {
            @if page.rows.is_empty() {
                (empty_state(Icon::Home, lang.t("Chưa có lần nào", "Nothing yet"), lang.t("Bắt đầu từ một việc nhỏ: xem giấy tờ trên VNeID, tra cứu hồ sơ…", "Start small: looking up papers in VNeID, following an application…"), html! {}))
            }
            div.cards { @for row in &page.rows { (told(lang, row)) } }
            (pager(lang, page.page, page.pages, paths::family_supports::mine))
        }))
    }
}

fn tell(lang: Lang, page: &MyFamily, typed: &FamilyForm, problems: &Problems) -> Markup {
    let error = |field: &str| problems.say(field, lang);
    let mut topics = vec![Choice::new("", lang.t("Chọn một việc", "Choose one"))];
    topics.extend(page.topics.iter().map(|topic| Choice::new(&*topic.code, topic.name(lang))));
    let today = page.now.day();
    let done_on = if typed.done_on.is_empty() { day_value(today) } else { typed.done_on.clone() };
    form(
        paths::family_supports::MINE,
        html! {
            (Field::select("topic", lang.t("Em đã giúp việc gì?", "What did you help with?"), topics).value(&typed.topic).error(error("topic")))
            (Field::radios("relative", lang.t("Giúp ai?", "Whom?"), choices(Relative::ALL, Relative::code, |r| relative(lang, r))).grid().value(&typed.relative).error(error("relative")))
            (Field::date("done_on", lang.t("Ngày nào?", "On which day?")).min(day_value(today - chrono::Days::new(7))).max(day_value(today)).value(done_on).error(error("done_on")))
            (Field::number("minutes", lang.t("Bao nhiêu phút?", "How many minutes?"))
                .hint(format!("{} {} {}", lang.t("15 đến 60. Tuần này còn", "15 to 60. This week has"), page.left, lang.t("phút.", "minutes left.")))
                .value(&typed.minutes).error(error("minutes")))
            (Field::radios("can_do_alone", lang.t("Lần sau người thân tự làm được không?", "Can they do it alone next time?"), choices(CanDoAlone::ALL, CanDoAlone::code, |c| can_do_alone(lang, c))).value(&typed.can_do_alone).error(error("can_do_alone")))
            (Button::primary(lang.t("Ghi và nhờ phụ huynh xác nhận", "Log and ask my guardian")).icon(Icon::Check).wide())
        },
    )
}

fn told(lang: Lang, row: &FamilyRow) -> Markup {
    let (mark, word) = state(lang, row.state);
    let ask = match row.guardian_email {
        Some(_) => lang.t("Gửi lại thư cho phụ huynh", "Mail my guardian again"),
        None => lang.t("Đưa phụ huynh quét mã", "Show my guardian a code"),
    };
    card(
        lang.t(&row.topic_vi, &row.topic_en),
        html! {
            p { (relative(lang, row.relative)) " · " (lang.date(row.done_on)) " · " (row.minutes) " " (lang.t("phút", "minutes")) }
            p { (badge(mark, word)) }
            @if let Some(reason) = &row.returned_reason { p.note { (lang.t("Lý do", "Reason")) ": " (reason) } }
            @if row.state == FamilyState::Logged {
                (post_button(&paths::family_supports::link(row.id), Button::quiet(ask).icon(Icon::Qr).small(), &[]))
            }
        },
    )
}

/// The code a pupil shows to the guardian beside them, once.
pub fn link(lang: Lang, row: &FamilyRow, url: &str, qr: &str) -> Markup {
    html! {
        (breadcrumb(lang, &[(lang.t("Gia đình số", "Help at home"), paths::family_supports::MINE)], lang.t("Nhờ phụ huynh", "Ask your guardian")))
        (page_head(
            lang.t("Nhờ phụ huynh quét mã này", "Ask your guardian to scan this"),
            lang.t("Phụ huynh mở máy ảnh trên điện thoại của mình, hướng vào mã. Trang này chỉ hiện một lần.", "Your guardian points the camera of their own phone at the code. This page is shown once."),
            html! {},
        ))
        (card(lang.t(&row.topic_vi, &row.topic_en), html! {
            (qr_code(qr))
            p { (lang.t("Hoặc mở địa chỉ:", "Or open this address:")) }
            (code_block(url))
        }))
        p { (Button::quiet(lang.t("Xong", "Done")).to(paths::family_supports::MINE)) }
    }
}

/// The guardian's page: what is to be confirmed, and one question.
pub fn answer(
    lang: Lang,
    row: &FamilyRow,
    action: &str,
    typed: &AnswerForm,
    problems: &Problems,
) -> Markup {
    html! {
        (page_head(
            &format!("{} {} {}", lang.t("Em", "Did"), given(&row.pupil), lang.t("có giúp người nhà như thế này không?", "help at home like this?")),
            &row.school_name,
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (card("", facts(lang, row)))
        (form(action, html! {
            (Field::number("birth_year", lang.t("Năm sinh của em", "The child's year of birth"))
                .hint(lang.t("Để chắc rằng người xác nhận là người nhà. Ví dụ: 2013", "So that we know a family member answers. For example: 2013"))
                .max_len(4).value(&typed.birth_year).error(problems.say("birth_year", lang)))
            (Button::primary(lang.t("Đúng, tôi xác nhận", "Yes, I confirm")).icon(Icon::Check).named("act", "confirm").wide())
            (Field::text("reason", lang.t("Nếu không đúng, ghi ngắn gọn vì sao", "If it is not right, say briefly why"))
                .optional(lang).max_len(200).value(&typed.reason).error(problems.say("reason", lang)))
            (Button::quiet(lang.t("Không đúng, trả lại cho em", "It is not right, send it back")).named("act", "return").wide())
        }))
        (hint_box(Tone::Info, html! {
            p { (lang.t("Trang này không hỏi mật khẩu, mã OTP, số căn cước hay tiền. Ai hỏi những điều đó là lừa đảo.", "This page asks for no password, code, identity number or money. Whoever does is a fraud.")) }
        }))
    }
}

fn facts(lang: Lang, row: &FamilyRow) -> Markup {
    definitions(&[
        (lang.t("Việc", "What"), html! { (lang.t(&row.topic_vi, &row.topic_en)) }),
        (lang.t("Giúp", "Whom"), html! { (relative(lang, row.relative)) }),
        (lang.t("Ngày", "Day"), html! { (lang.day(row.done_on)) }),
        (lang.t("Thời gian", "Time"), html! { (row.minutes) " " (lang.t("phút", "minutes")) }),
    ])
}

/// What a guardian reads after answering, or when the link no longer holds.
pub fn answered(lang: Lang, title: &str, text: &str) -> Markup {
    html! {
        (page_head(title, text, html! {}))
        p { (Button::quiet(lang.t("Về trang chủ", "To the home page")).to(paths::home::INDEX)) }
    }
}

/// The same from a refusal.
pub fn refused(lang: Lang, why: &Message) -> Markup {
    answered(
        lang,
        lang.t("Không xác nhận được nữa", "This can no longer be confirmed"),
        why.say(lang),
    )
}

/// What waits at a school, to be answered from paper.
pub fn waiting(lang: Lang, page: &Waiting) -> Markup {
    html! {
        (page_head(
            lang.t("Gia đình số chờ xác nhận", "Help at home to be confirmed"),
            lang.t("Phụ huynh không dùng đường dẫn thì ký giấy; thầy cô xác nhận ở đây.", "Guardians who do not use the link sign on paper; confirm it here."),
            html! {},
        ))
        @if page.rows.is_empty() {
            (empty_state(Icon::CircleCheck, lang.t("Không có lần nào đang chờ", "Nothing waits"), "", html! {}))
        }
        div.cards { @for row in &page.rows { (to_answer(lang, row, page.may_answer)) } }
        (pager(lang, page.page, page.pages, paths::family_supports::waiting))
    }
}

fn to_answer(lang: Lang, row: &FamilyRow, may_answer: bool) -> Markup {
    let action = paths::family_supports::paper(row.id);
    let confirm = lang.t("Phụ huynh đã ký giấy", "Signed on paper");
    card(
        &format!("{} · {}", row.pupil, row.class_name),
        html! {
            (facts(lang, row))
            @if may_answer {
                div.row {
                    (post_button(&action, Button::primary(confirm).icon(Icon::Check).small().says(format!("{confirm}: {}", row.pupil)), &[("act", "confirm")]))
                    (confirm_box(
                        lang.t("Trả lại…", "Send back…"),
                        lang.t("Em sẽ thấy lý do.", "The pupil will see the reason."),
                        &action,
                        Button::danger(lang.t("Trả lại cho em", "Send back")).named("act", "return"),
                        html! { (Field::text("reason", lang.t("Lý do", "Reason")).id(format!("reason-{}", row.id)).max_len(200)) },
                    ))
                }
            }
        },
    )
}
