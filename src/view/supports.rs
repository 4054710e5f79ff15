//! Logging a support: a short form that comes filled in with the times.

use chrono::Datelike;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Mark, Notice, Tone, badge, breadcrumb, disclosure, error_summary,
    fieldset, form, hint_box, notice, page_head,
};
use super::shifts::who;
use crate::db::supports::LogPage;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome, SupportForm, also_read};
use crate::domain::typed::time_value;
use crate::paths;

/// How a support ended, in words.
pub fn outcome(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Alone => lang.t("Người dân tự làm được", "The resident did it alone"),
        Outcome::Guided => lang.t("Làm được khi có hướng dẫn", "Done with guidance"),
        Outcome::Unfinished => {
            lang.t("Chưa xong, cần hẹn lại", "Unfinished, another time is needed")
        }
        Outcome::Referred => lang.t("Chuyển cho cán bộ", "Handed to an official"),
        Outcome::Declined => {
            lang.t("Người dân không muốn làm nữa", "The resident did not want to go on")
        }
    }
}

/// Who operated the device, in words.
pub fn operated_by(lang: Lang, who: OperatedBy) -> &'static str {
    match who {
        OperatedBy::Resident => lang.t("Chính người dân", "The resident"),
        OperatedBy::Relative => lang.t("Người nhà đi cùng", "A relative who came along"),
        OperatedBy::Official => lang.t("Cán bộ, người lớn phụ trách", "An official or supervisor"),
    }
}

/// Whether they can do it next time, in words.
pub fn can_do_alone(lang: Lang, answer: CanDoAlone) -> &'static str {
    match answer {
        CanDoAlone::Yes => lang.t("Tự làm được", "Yes, alone"),
        CanDoAlone::WithHelp => lang.t("Cần nhắc thêm", "With some help"),
        CanDoAlone::No => lang.t("Chưa", "Not yet"),
    }
}

/// The choices of a question, with their stored words.
pub fn choices<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    say: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter().map(|value| Choice::new(code(*value), say(*value))).collect()
}

/// What the form shows first: the proposed times, or what was logged before.
pub fn filled(page: &LogPage) -> SupportForm {
    let text = |word: Option<&'static str>| word.unwrap_or_default().to_owned();
    SupportForm {
        started: time_value(page.proposed.from.time()),
        ended: time_value(page.proposed.to.time()),
        outcome: text(page.work.outcome.map(Outcome::code)),
        operated_by: text(page.work.operated_by.map(OperatedBy::code)),
        can_do_alone: text(page.work.can_do_alone.map(CanDoAlone::code)),
        handed_to: page.work.handed_to.clone().unwrap_or_default(),
        tear_off: String::new(),
        topic: page.work.done_topic.clone().unwrap_or_else(|| page.work.topic.clone()),
        also: also_read(page.work.also_done.as_deref().unwrap_or_default())
            .map(str::to_owned)
            .collect(),
    }
}

/// The form.
pub fn log(lang: Lang, page: &LogPage, typed: &SupportForm, problems: &Problems) -> Markup {
    let year = i64::from(page.now.day().year());
    let name = who(lang, &page.helped, year);
    let error = |field: &str| problems.say(field, lang);
    let shift = paths::shifts::one(page.shift);
    html! {
        (breadcrumb(lang, &[(lang.t("Ca trực", "Shift"), &shift)], lang.t("Ghi lượt hỗ trợ", "Log the support")))
        (page_head(&name, lang.t(&page.helped.topic_vi, &page.helped.topic_en), html! {}))
        (error_summary(lang, &problems.all(lang)))
        @if let Some(reason) = &page.helped.returned_reason {
            (notice(&Notice::warn(format!("{}: {reason}", lang.t("Người lớn nhờ em sửa", "An adult asks you to mend this")))))
        }
        (hint_box(Tone::Info, html! { p { (Icon::Shield) " " (page.helped.safety_vi) } }))
        (form(&paths::supports::log(page.helped.booking), html! {
            (fieldset(lang.t("Từ lúc nào đến lúc nào?", "From when to when?"), html! {
                (Field::time("started", lang.t("Bắt đầu", "Beginning")).value(&typed.started).error(error("started")))
                (Field::time("ended", lang.t("Kết thúc", "End")).value(&typed.ended).error(error("ended")))
            }))
            (topics(lang, page, typed, problems))
            (Field::radios("outcome", lang.t("Kết quả", "Outcome"), choices(Outcome::ALL, Outcome::code, |o| outcome(lang, o))).value(&typed.outcome).error(error("outcome")))
            (Field::radios("operated_by", lang.t("Ai thao tác trên máy?", "Who operated the device?"), choices(OperatedBy::ALL, OperatedBy::code, |o| operated_by(lang, o)))
                .hint(lang.t("Em chỉ hướng dẫn bằng lời, không cầm máy hộ.", "You guide with words and never hold the device for them."))
                .value(&typed.operated_by).error(error("operated_by")))
            (Field::radios("can_do_alone", lang.t("Lần sau người dân tự làm được không?", "Can they do it alone next time?"), choices(CanDoAlone::ALL, CanDoAlone::code, |c| can_do_alone(lang, c))).value(&typed.can_do_alone).error(error("can_do_alone")))
            (Field::text("handed_to", lang.t("Nếu chuyển cán bộ: chuyển đến đâu?", "If handed over: to whom?"))
                .hint(lang.t("Tên cơ quan hoặc bàn, ví dụ: Công an phường. Không ghi tên, số giấy tờ.", "The office or desk, such as the ward police. No names, no numbers of papers."))
                .optional(lang).max_len(120).value(&typed.handed_to).error(error("handed_to")))
            @if page.work.tear_off_matched == Some(true) {
                p { (badge(Mark::Done, lang.t("Đã nhận mã xé của người dân", "The tear-off number was given"))) }
            } @else {
                (Field::text("tear_off", lang.t("Mã xé trên phiếu", "Tear-off number"))
                    .hint(lang.t("Người dân đưa khi hài lòng. Không hỏi xin; để trống nếu không có.", "Residents hand it over when they are content. Do not ask for it; leave it empty otherwise."))
                    .optional(lang).max_len(10).short().attribute("inputmode", "numeric").attribute("autocomplete", "off").value(&typed.tear_off).error(error("tear_off")))
            }
            (Button::primary(lang.t("Ghi lượt hỗ trợ", "Log the support")).icon(Icon::Check).wide())
        }))
    }
}

/// What was really done: the booked topic unless another is chosen, and what came besides.
fn topics(lang: Lang, page: &LogPage, typed: &SupportForm, problems: &Problems) -> Markup {
    let choices = || {
        let all = page.topics.iter();
        all.map(|topic| Choice::new(&*topic.code, topic.name(lang))).collect::<Vec<_>>()
    };
    let nothing = Choice::new("", lang.t("Không có", "Nothing else"));
    let more = || std::iter::once(nothing.clone()).chain(choices()).collect();
    let also: Vec<&str> = typed.also.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
    let error = problems.say("also", lang);
    let body = html! {
        @for n in 0..2 {
            (Field::select("also", format!("{} {}", lang.t("Thủ tục thêm", "Further topic"), n + 1), more())
                .id(format!("also-{n}"))
                .value(also.get(n).copied().unwrap_or_default())
                .error(error.filter(|_| n == 0)))
        }
    };
    let title = lang.t("Có làm thêm thủ tục khác?", "Was anything else done?");
    html! {
        (Field::select("topic", lang.t("Đã làm thủ tục gì?", "What was done?"), choices())
            .hint(lang.t("Khác với lúc đặt lịch thì chọn lại cho đúng.", "Choose again if it was not what had been booked."))
            .value(&typed.topic)
            .error(problems.say("topic", lang)))
        @if also.is_empty() && error.is_none() { (disclosure(title, body)) } @else { (fieldset(title, body)) }
    }
}
