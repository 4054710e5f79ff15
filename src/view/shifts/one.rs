//! One shift: where and when, whom the pupil helps, and what can still be answered.

use chrono::Datelike;
use maud::{Markup, html};

use super::{state, when};
use crate::db::shifts::pages::{Helped, MyShift, ShiftPage};
use crate::domain::bookings::{BookingState, needs};
use crate::domain::lang::Lang;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::sessions::SessionState;
use crate::domain::shifts::{ReasonForm, ShiftState, may_withdraw, withdraw_until};
use crate::domain::supports::{SupportState, shown_to_pupil};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::incidents::tell_button;
use crate::view::parts::{
    Button, Field, Mark, Notice, badge, breadcrumb, card, checklist, confirm_box, definitions,
    error_summary, notice, page_head, post_button, section,
};

/// One shift: where and when, whom the pupil helps, and what can still be answered.
pub fn one(lang: Lang, page: &ShiftPage, typed: &ReasonForm, problems: &Problems) -> Markup {
    let shift = &page.shift;
    let (mark, word) = state(lang, shift.state);
    html! {
        (breadcrumb(lang, &[(lang.t("Ca trực của em", "My shifts"), paths::shifts::MINE)], &lang.date(shift.starts_at.day())))
        (page_head(&when(lang, shift), &shift.title, html! { (badge(mark, word)) }))
        (error_summary(lang, &problems.all(lang)))
        @if shift.session_state == SessionState::Cancelled {
            (notice(&Notice::warn(lang.t("Buổi này đã bị hủy. Em không cần đến.", "This session is cancelled. You need not come."))))
        }
        @if shift.state == ShiftState::Proposed && shift.starts_at > page.now {
            (proposal(lang, shift, typed, problems))
        }
        (card("", definitions(&[
            (lang.t("Nơi", "Place"), html! { strong { (shift.place) } br; (shift.address) @if !shift.landmark.is_empty() { br; (shift.landmark) } }),
            (lang.t("Khu phố", "Area"), html! { (shift.area) }),
            (lang.t("Người lớn phụ trách", "Supervisors"), html! { @for (i, name) in page.adults.iter().enumerate() { @if i > 0 { ", " } (name) } }),
            (lang.t("Đoàn phường", "Youth union"), html! { (crate::domain::phone::shown(&shift.ward_phone)) }),
        ])))
        (people(lang, page))
        @if !matches!(shift.state, ShiftState::Declined | ShiftState::Withdrawn) {
            (tell_button(lang, paths::incidents::report_from(shift.session)))
        }
        @if shift.state.is_to_come() { (rules(lang)) }
        @if shift.state.is_agreed() && shift.starts_at > page.now {
            (giving_back(lang, page, typed, problems))
        }
    }
}

fn proposal(lang: Lang, shift: &MyShift, typed: &ReasonForm, problems: &Problems) -> Markup {
    card(
        lang.t("Em có đi được ca này không?", "Can you come to this shift?"),
        html! {
            (post_button(&paths::shifts::accept(shift.id), Button::primary(lang.t("Em đi được", "Yes, I can come")).icon(Icon::Check).wide(), &[]))
            (confirm_box(
                lang.t("Em không đi được…", "No, I cannot…"),
                lang.t("Đoàn phường sẽ tìm bạn khác. Ghi ngắn gọn lý do.", "The youth union will find somebody else. Give a short reason."),
                &paths::shifts::decline(shift.id),
                Button::danger(lang.t("Từ chối ca này", "Decline this shift")),
                reason_field(lang, typed, problems),
            ))
        },
    )
}

fn reason_field(lang: Lang, typed: &ReasonForm, problems: &Problems) -> Markup {
    html! {
        (Field::text("reason", lang.t("Lý do", "Reason"))
            .hint(lang.t("Ví dụ: bận học thêm", "For example: an extra lesson"))
            .max_len(200).value(&typed.reason).error(problems.say("reason", lang)))
    }
}

fn giving_back(lang: Lang, page: &ShiftPage, typed: &ReasonForm, problems: &Problems) -> Markup {
    let shift = &page.shift;
    let until = lang.moment(withdraw_until(shift.starts_at));
    match may_withdraw(shift.state, shift.starts_at, page.now) {
        Ok(()) => confirm_box(
            lang.t("Em không đi được nữa…", "I can no longer come…"),
            &format!(
                "{} {until}. {}",
                lang.t("Em rút được đến", "You can give it back until"),
                lang.t(
                    "Người em được ghép sẽ được bạn khác giúp.",
                    "Somebody else will help those matched to you."
                ),
            ),
            &paths::shifts::withdraw(shift.id),
            Button::danger(lang.t("Rút khỏi ca này", "Give this shift back")),
            reason_field(lang, typed, problems),
        ),
        Err(why) => html! {
            p { (Button::quiet(lang.t("Rút khỏi ca này", "Give this shift back")).blocked(Some(why.message().say(lang)))) }
        },
    }
}

fn rules(lang: Lang) -> Markup {
    let rules = [
        lang.t("Người dân tự cầm máy, tự gõ mật khẩu và mã OTP. Em chỉ hướng dẫn bằng lời.", "Residents hold their phone and type passwords and codes themselves. You guide with words."),
        lang.t("Luôn ở nơi có người lớn phụ trách nhìn thấy.", "Stay where a supervisor can see you."),
        lang.t("Không chụp giấy tờ, không ghi số căn cước, không cho số điện thoại.", "No photos of papers, no identity numbers, no exchange of telephone numbers."),
        lang.t("Lỗi lặp lại hai lần hoặc thấy lo: gọi người lớn ngay.", "The same error twice, or anything worrying: call an adult at once."),
    ];
    section(lang.t("Nhớ khi giúp", "Keep in mind"), checklist(&rules))
}

/// Whom the pupil helps: initials, neighbourhood and topic, nothing more.
fn people(lang: Lang, page: &ShiftPage) -> Markup {
    if page.helped.is_empty() {
        let text = match page.shift.session_state {
            SessionState::Open | SessionState::Running => lang.t(
                "Chưa có ai được ghép với em. Đến nơi, bàn đón tiếp sẽ mời em giúp từng người.",
                "Nobody is matched to you yet. At the place, the desk will call you to help.",
            ),
            _ => return html! {},
        };
        return section(lang.t("Em giúp ai", "Whom you help"), html! { p.note { (text) } });
    }
    let year = i64::from(page.shift.starts_at.day().year());
    section(
        lang.t("Em giúp ai", "Whom you help"),
        html! { div.cards { @for helped in now_first(&page.helped) { (person(lang, page, helped, year)) } } },
    )
}

/// Whoever is being helped stands on top, the others by time.
fn now_first(helped: &[Helped]) -> Vec<&Helped> {
    let mut order: Vec<&Helped> = helped.iter().collect();
    order.sort_by_key(|helped| helped.state != BookingState::BeingHelped);
    order
}

fn person(lang: Lang, page: &ShiftPage, helped: &Helped, year: i64) -> Markup {
    let name = who(lang, helped, year);
    let time = lang.time(helped.slot_starts_at.time());
    let (mark, word) = visit(lang, helped);
    let log = lang.t("Ghi lượt hỗ trợ", "Log the support");
    let mend = lang.t("Xem hoặc sửa điều đã ghi", "See or change what was logged");
    let can_log = page.shift.state == ShiftState::Present || page.shift.state == ShiftState::Done;
    card(
        &format!("{time} · {name}"),
        html! {
            p.row {
                (badge(mark, word))
                @if let Some(number) = helped.queue_number { (badge(Mark::Plain, &format!("{} {number}", lang.t("Số", "No.")))) }
                @if helped.adult_beside { (badge(Mark::Warning, lang.t("Người lớn ngồi bên", "Adult beside you"))) }
            }
            p { strong { (lang.t(&helped.topic_vi, &helped.topic_en)) } }
            @if !helped.access_needs.is_empty() { p { (Icon::Accessible) " " (needs(&helped.access_needs, lang)) } }
            p.note { (Icon::Shield) " " (helped.safety_vi) }
            @if let Some(reason) = &helped.returned_reason {
                (notice(&Notice::warn(format!("{}: {reason}", lang.t("Cần sửa lại", "To be mended")))))
            }
            @if helped.state == BookingState::Arrived && page.shift.state == ShiftState::Present {
                (post_button(&paths::supports::start(helped.booking), Button::primary(lang.t("Bắt đầu giúp", "Start helping")).icon(Icon::Hands).wide().says(format!("{}: {name}", lang.t("Bắt đầu giúp", "Start helping"))), &[]))
            } @else if can_log && helped.support_state == Some(SupportState::Logged) {
                (Button::quiet(mend).icon(Icon::Pencil).wide().to(paths::supports::log(helped.booking)).says(format!("{mend}: {name}")))
            } @else if can_log && to_log(helped) {
                (Button::primary(log).icon(Icon::Pencil).wide().to(paths::supports::log(helped.booking)).says(format!("{log}: {name}")))
            }
        },
    )
}

/// "Bà L., Khu phố 5".
pub fn who(lang: Lang, helped: &Helped, year: i64) -> String {
    let mut name = shown_to_pupil(lang, &helped.name, helped.birth_year, year);
    if let Some(area) = &helped.area {
        name.push_str(", ");
        name.push_str(area);
    }
    name
}

fn to_log(helped: &Helped) -> bool {
    let open = matches!(
        helped.support_state,
        None | Some(SupportState::Logged) | Some(SupportState::Returned)
    );
    let begun = matches!(
        helped.state,
        BookingState::BeingHelped | BookingState::Helped | BookingState::Referred
    );
    open && begun
}

fn visit(lang: Lang, helped: &Helped) -> (Mark, &'static str) {
    match (helped.support_state, helped.state) {
        (Some(SupportState::Logged), _) => {
            (Mark::Waiting, lang.t("Đã ghi, chờ xác nhận", "Logged, to be confirmed"))
        }
        (Some(SupportState::Returned), _) => {
            (Mark::Warning, lang.t("Trả lại để sửa", "Sent back to mend"))
        }
        (Some(_), _) => (Mark::Done, lang.t("Đã xác nhận", "Confirmed")),
        (None, BookingState::Arrived) => {
            (Mark::Open, lang.t("Đã đến, đang đợi", "Arrived, waiting"))
        }
        (None, BookingState::BeingHelped) => (Mark::Running, lang.t("Đang giúp", "Being helped")),
        (None, BookingState::Helped | BookingState::Referred) => {
            (Mark::Warning, lang.t("Chưa ghi", "Not logged yet"))
        }
        _ => (Mark::Draft, lang.t("Chưa đến", "Not arrived")),
    }
}
