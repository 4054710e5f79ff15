//! What a school is asked, and how it answers.

use maud::{Markup, html};

use super::when_of;
use crate::db::sessions::release::ReleaseLine;
use crate::db::sessions::screens::Question;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::ApprovalState;
use crate::domain::sessions::release::{DecisionForm, seen};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Form, Mark, Table, Tone, badge, breadcrumb, button_row, card,
    definitions, empty_state, form, hidden, hint_box, page_head, section,
};
use crate::view::words::{approval_state, session_state, tier};

/// Questions that wait, to be answered one by one or agreed to together, and those answered.
pub fn list(lang: Lang, lines: &[ReleaseLine], problems: &Problems) -> Markup {
    let (waiting, answered): (Vec<&ReleaseLine>, Vec<&ReleaseLine>) =
        lines.iter().partition(|line| line.answer == ApprovalState::Asked);
    html! {
        (page_head(
            lang.t("Duyệt cho học sinh tham gia", "Releasing pupils"),
            lang.t(
                "Phường hỏi trường trước mỗi buổi có đại sứ số. Trường đồng ý thì các em mới nhận ca được.",
                "The ward asks before every session with ambassadors. Pupils can join once the school agrees.",
            ),
            html! {},
        ))
        (section(lang.t("Chờ trường trả lời", "Waiting for you"), html! {
            @if waiting.is_empty() {
                (empty_state(
                    Icon::CircleCheck,
                    lang.t("Không có gì chờ duyệt", "Nothing waits"),
                    lang.t("Khi phường hỏi, trường nhận thư và thấy ở đây.", "When the ward asks, you get a letter and see it here."),
                    html! {},
                ))
            } @else { (together(lang, &waiting, problems)) }
        }))
        @if !answered.is_empty() {
            (section(lang.t("Đã trả lời, buổi còn ở phía trước", "Answered, still ahead"), answered_table(lang, &answered)))
        }
    }
}

fn together(lang: Lang, waiting: &[&ReleaseLine], problems: &Problems) -> Markup {
    let choices = waiting.iter().map(|line| {
        let seen = seen(line.starts_at, line.ends_at, line.place_id);
        let value = format!("{}-{}-{seen}", line.session_id, line.school_id);
        let note = format!(
            "{}, {} · {} {} · {} {} · {}",
            line.place,
            line.address,
            line.ambassadors_wanted,
            lang.t("em", "pupils"),
            line.adults,
            lang.t("người lớn", "adults"),
            line.school,
        );
        Choice::new(value, when_of(lang, line.starts_at, line.ends_at)).note(note)
    });
    html! {
        (form(paths::approvals::LIST, html! {
            (Field::checks("questions", lang.t("Chọn buổi để đồng ý một lần", "Choose what to agree to at once"), choices.collect())
                .error(problems.say("questions", lang)))
            (button_row(html! {
                (Button::primary(lang.t("Đồng ý các buổi đã chọn", "Agree to those chosen")).icon(Icon::Check).named("act", "approve"))
            }))
        }))
        p { (lang.t("Xem kỹ hoặc từ chối từng buổi:", "Look closely, or decline one:")) }
        ul {
            @for line in waiting {
                li { a href=(paths::approvals::one(line.session_id, line.school_id)) {
                    (when_of(lang, line.starts_at, line.ends_at)) ", " (line.place)
                } }
            }
        }
    }
}

fn answered_table(lang: Lang, lines: &[&ReleaseLine]) -> Markup {
    let table = Table::new(lang.t("Đã trả lời", "Answered"))
        .text(lang.t("Thời gian", "Time"))
        .text(lang.t("Nơi", "Place"))
        .text(lang.t("Trả lời", "Answer"))
        .text(lang.t("Buổi", "Session"))
        .number(lang.t("Em của trường có ca", "Your pupils with a shift"))
        .rows(lines.iter().map(|line| {
            let (mark, word) = approval_state(lang, line.answer);
            let (state, state_word) = session_state(lang, line.state);
            [
                html! { a href=(paths::approvals::one(line.session_id, line.school_id)) {
                (lang.day(line.starts_at.day())) ", " span.when { (lang.times(line.starts_at.time(), line.ends_at.time())) } } },
                html! { (line.place) },
                html! { (badge(mark, word)) @if !line.reason.is_empty() { " " (line.reason) } },
                html! { (badge(state, state_word)) },
                html! { (line.joined) },
            ]
        }));
    html! { (table) }
}

/// One question with everything a school wants to know before it answers.
pub fn one(lang: Lang, question: &Question, typed: &DecisionForm, problems: &Problems) -> Markup {
    let session = &question.session;
    let when = when_of(lang, session.starts_at, session.ends_at);
    let (mark, word) = approval_state(lang, question.answer.state);
    let filled = Form::of(typed, problems, lang);
    html! {
        (breadcrumb(lang, &[(lang.t("Duyệt cho học sinh", "Releasing pupils"), paths::approvals::LIST)], &when))
        (page_head(&session.title, &when, html! {}))
        p { (badge(mark, word)) @if !question.answer.reason.is_empty() { " " (question.answer.reason) } }
        (filled.summary(lang))
        @if let Some(away) = &question.away {
            (hint_box(Tone::Warn, html! { p { (lang.t("Ngày này trường có", "On that day your school has")) ": " (away.name.say(lang)) } }))
        }
        (facts(lang, question))
        (joined(lang, question))
        @if question.is_ahead {
            (answer(lang, question, &filled))
        } @else {
            p class="note" { (lang.t("Buổi này không còn chờ trả lời.", "This session waits for no answer any more.")) }
        }
    }
}

fn facts(lang: Lang, question: &Question) -> Markup {
    let (session, around) = (&question.session, &question.around);
    definitions(&[
        (
            lang.t("Nơi", "Place"),
            html! {
                (around.place) ", " (around.address)
                @if !around.landmark.is_empty() { " (" (around.landmark) ")" }
            },
        ),
        (
            lang.t("Người lớn phụ trách", "Supervisors"),
            html! {
                ul { @for adult in &question.supervisors {
                    li { (adult.name) @if !adult.title.is_empty() { ", " (adult.title) } @if let Some(phone) = &adult.phone { " · " (phone) } }
                } }
            },
        ),
        (
            lang.t("Số đại sứ số", "Ambassadors"),
            html! {
                (session.ambassadors_wanted) " (" (lang.t("mỗi người lớn phụ trách nhiều nhất", "per adult at most")) " " (session.pupils_per_adult) ")"
            },
        ),
        (
            lang.t("Nội dung", "Topics"),
            html! {
                ul { @for topic in &question.topics {
                    li { (topic.name(lang)) " " span class="note" { (tier(lang, topic.tier)) } }
                } }
            },
        ),
        (lang.t("Phường", "Ward"), html! { (around.ward) " · " (around.ward_phone) }),
    ])
}

fn joined(lang: Lang, question: &Question) -> Markup {
    if question.joined.is_empty() {
        return html! {};
    }
    section(
        lang.t("Học sinh của trường đã có ca", "Your pupils with a shift"),
        html! {
            ul { @for pupil in &question.joined { li { (pupil.name) ", " (pupil.class_name) } } }
        },
    )
}

fn answer(lang: Lang, question: &Question, filled: &Form) -> Markup {
    let session = &question.session;
    let action = paths::approvals::one(question.session.id, question.answer.school_id);
    let approved = question.answer.state == ApprovalState::Approved;
    let declined = question.answer.state == ApprovalState::Declined;
    let no = match approved {
        true => lang.t("Rút lại đồng ý", "Take the consent back"),
        false => lang.t("Chưa đồng ý", "Decline"),
    };
    html! {
        @if !approved {
            (card(lang.t("Đồng ý", "Agree"), form(&action, html! {
                (hidden(&[("seen", &seen(session.starts_at, session.ends_at, session.place_id))]))
                p { (lang.t(
                    "Học sinh có đủ chữ ký đồng ý, đúng nội dung và rảnh giờ này sẽ nhận ca được.",
                    "Pupils with both signatures, the right topics and free time can then join.",
                )) }
                (Button::primary(lang.t("Trường đồng ý", "The school agrees")).icon(Icon::Check).named("act", "approve"))
            })))
        }
        @if !declined {
            (card(no, form(&action, html! {
                @if !question.joined.is_empty() {
                    p {
                        (badge(Mark::Warning, lang.t("Lưu ý", "Note"))) " "
                        (lang.t("Ca của các em trường mình trong buổi này sẽ được rút.", "Your pupils' shifts in this session will be withdrawn."))
                    }
                }
                (filled.fill(
                    Field::textarea("reason", lang.t("Lý do", "Reason"))
                        .hint(lang.t("Ví dụ: tuần kiểm tra giữa kỳ. Phường sẽ đọc.", "For example: mid-term exams. The ward reads this."))
                        .max_len(300),
                ))
                (Button::danger(no).named("act", "decline"))
            })))
        }
    }
}
