//! Shifts as a pupil sees them: what can be taken and why not, and one's own.

use chrono::Datelike;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Field, Mark, Notice, Table, badge, breadcrumb, card, checklist, confirm_box,
    definitions, disclosure, empty_state, error_summary, link_card, notice, page_head, pager,
    post_button, section,
};
use crate::db::shifts::pages::{
    Helped, MyShift, MyShifts, OpenRow, OpenWeek, ShiftPage, TopicChip,
};
use crate::domain::bookings::{BookingState, needs};
use crate::domain::eligibility::Refusal;
use crate::domain::lang::Lang;
use crate::domain::refusal::{Problems, Refuse};
use crate::domain::sessions::SessionState;
use crate::domain::shifts::{ReasonForm, ShiftState, may_withdraw, withdraw_until};
use crate::domain::supports::{SupportState, shown_to_pupil};
use crate::paths;

/// A shift's state: its look and its word.
pub fn state(lang: Lang, state: ShiftState) -> (Mark, &'static str) {
    match state {
        ShiftState::Taken => (Mark::Taken, lang.t("Đã nhận", "Taken")),
        ShiftState::Proposed => (Mark::Waiting, lang.t("Chờ em trả lời", "Waiting for you")),
        ShiftState::Accepted => (Mark::Taken, lang.t("Đã đồng ý", "Accepted")),
        ShiftState::Declined => (Mark::Stopped, lang.t("Đã từ chối", "Declined")),
        ShiftState::Withdrawn => (Mark::Stopped, lang.t("Đã rút", "Given back")),
        ShiftState::Present => (Mark::Running, lang.t("Đang trực", "On duty")),
        ShiftState::Done => (Mark::Done, lang.t("Đã xong", "Done")),
        ShiftState::Absent => (Mark::Warning, lang.t("Vắng", "Absent")),
    }
}

/// "Thứ Bảy, 28/11/2026 · 8:00–10:00".
pub fn when(lang: Lang, shift: &MyShift) -> String {
    let (from, to) = (shift.starts_at, shift.ends_at);
    format!("{}\u{a0}· {}", lang.day(from.day()), lang.times(from.time(), to.time()))
}

/// What a pupil could take in a week: what is possible first, then the rest with its reasons.
pub fn open(lang: Lang, week: &OpenWeek) -> Markup {
    let own: Vec<&OpenRow> = week.rows.iter().filter(|r| r.session.own_shift.is_some()).collect();
    let free: Vec<&OpenRow> = week.rows.iter().filter(|r| r.why_not.is_empty()).collect();
    let barred: Vec<&OpenRow> = week
        .rows
        .iter()
        .filter(|r| r.session.own_shift.is_none() && !r.why_not.is_empty())
        .collect();
    html! {
        (page_head(
            lang.t("Ca trực có thể nhận", "Shifts you can take"),
            lang.t("Chọn buổi em đi được. Buổi chưa nhận được có ghi rõ vì sao.", "Choose the sessions you can come to. Where you cannot, the reason is given."),
            html! {},
        ))
        (week_switch(lang, week))
        @if week.rows.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Tuần này không có buổi nào", "No sessions in this week"),
                lang.t("Xem tuần sau, hoặc quay lại vào thứ Hai: phường đăng buổi mới mỗi tuần.", "Look at the next week, or come back on Monday: new sessions are posted every week."),
                html! {},
            ))
        }
        @if !free.is_empty() {
            (section(&format!("{} ({})", lang.t("Em nhận được", "You can take"), free.len()), html! {
                div.cards { @for row in &free { (open_card(lang, row)) } }
            }))
        }
        @if !own.is_empty() {
            (section(lang.t("Em đã nhận", "You have a shift"), html! {
                div.cards { @for row in &own { (open_card(lang, row)) } }
            }))
        }
        @if !barred.is_empty() {
            (section(lang.t("Chưa nhận được", "Not open to you"), html! {
                div.cards { @for row in &barred { (open_card(lang, row)) } }
            }))
        }
        (page_switch(lang, week))
    }
}

fn week_switch(lang: Lang, week: &OpenWeek) -> Markup {
    html! {
        nav.row aria-label=(lang.t("Chọn tuần", "Choose the week")) {
            @if let Some(earlier) = week.earlier {
                (Button::quiet(lang.t("Tuần trước", "Week before")).icon(Icon::ChevronLeft).small().to(paths::shifts::open_in(earlier)))
            }
            strong { (lang.date(week.monday)) " – " (lang.date(week.sunday)) }
            @if let Some(later) = week.later {
                (Button::quiet(lang.t("Tuần sau", "Week after")).icon(Icon::ChevronRight).small().to(paths::shifts::open_in(later)))
            }
        }
    }
}

/// A week of more sessions than fit on a page goes on behind these.
fn page_switch(lang: Lang, week: &OpenWeek) -> Markup {
    let to = |page| paths::shifts::open_page(week.monday, page);
    html! {
        @if week.page > 1 || week.more {
            nav.row aria-label=(lang.t("Chọn trang", "Choose the page")) {
                @if week.page > 1 {
                    (Button::quiet(lang.t("Các buổi trước đó", "Earlier sessions")).icon(Icon::ChevronLeft).small().to(to(week.page - 1)))
                }
                @if week.more {
                    (Button::quiet(lang.t("Các buổi tiếp theo của tuần", "More sessions of this week")).icon(Icon::ChevronRight).small().to(to(week.page + 1)))
                }
            }
        }
    }
}

fn open_card(lang: Lang, row: &OpenRow) -> Markup {
    let session = &row.session;
    let (from, to) = (session.starts_at, session.ends_at);
    let title = format!("{} · {}", lang.day(from.day()), lang.times(from.time(), to.time()));
    let take = lang.t("Nhận ca này", "Take this shift");
    card(
        &title,
        html! {
            p { strong { (session.place) } ", " (session.area) }
            p.note { (session.title) }
            (topics(lang, row))
            p.note {
                (row.coming) "/" (session.wanted) " " (lang.t("đại sứ số đã có chỗ", "ambassadors have a place"))
            }
            @if let Some(shift) = session.own_shift {
                (Button::quiet(lang.t("Xem ca trực", "See the shift")).to(paths::shifts::one(shift)).says(format!("{}: {title}", lang.t("Xem ca trực", "See the shift"))))
            } @else if row.why_not.is_empty() {
                (post_button(&paths::shifts::take(session.id), Button::primary(take).icon(Icon::Check).wide().says(format!("{take}: {title}")), &[]))
            } @else {
                (Button::quiet(take).blocked(Some(lang.t("Vì sao em chưa nhận được:", "Why you cannot take it:"))))
                (reasons(lang, &row.why_not))
            }
        },
    )
}

/// The topics the pupil may help with, and the others on demand.
fn topics(lang: Lang, row: &OpenRow) -> Markup {
    let name = |topic: &TopicChip| lang.t(&topic.name_vi, &topic.name_en).to_owned();
    let (own, others): (Vec<_>, Vec<_>) = row.topics.iter().partition(|topic| topic.certified);
    html! {
        @if !own.is_empty() {
            p.row { @for topic in &own { (badge(Mark::Done, &name(topic))) } }
        }
        @if !others.is_empty() {
            @let more = lang.count(
                others.len() as i64,
                "nội dung em chưa được cấp chứng nhận",
                "topic you are not certified for",
                "topics you are not certified for",
            );
            (disclosure(&more, html! { ul { @for topic in &others { li { (name(topic)) } } } }))
        }
    }
}

/// Every reason, one a line.
pub fn reasons(lang: Lang, why_not: &[Refusal]) -> Markup {
    html! { ul { @for why in why_not { li data-reason=(why.code()) { (why.message().say(lang)) } } } }
}

/// A pupil's own shifts.
pub fn mine(lang: Lang, shifts: &MyShifts) -> Markup {
    html! {
        (page_head(
            lang.t("Ca trực của em", "My shifts"),
            "",
            html! { (Button::primary(lang.t("Nhận thêm ca", "Take another")).icon(Icon::Plus).to(paths::shifts::OPEN)) },
        ))
        (section(lang.t("Sắp tới", "Coming up"), html! {
            @if shifts.coming.is_empty() {
                (empty_state(
                    Icon::Calendar,
                    lang.t("Chưa có ca nào sắp tới", "No shifts ahead"),
                    lang.t("Xem các buổi đang mở và chọn một ca hợp với em.", "Look at the open sessions and choose one that suits you."),
                    html! { (Button::primary(lang.t("Xem ca trực", "See shifts")).to(paths::shifts::OPEN)) },
                ))
            }
            div.cards { @for shift in &shifts.coming { (my_card(lang, shift)) } }
        }))
        @if !shifts.past.is_empty() {
            (section(lang.t("Đã qua", "Past"), html! {
                (past_table(lang, &shifts.past))
                (pager(lang, shifts.page, shifts.pages, paths::shifts::mine))
            }))
        }
    }
}

/// One shift as a card that leads to its page.
pub fn my_card(lang: Lang, shift: &MyShift) -> Markup {
    let (mark, word) = state(lang, shift.state);
    link_card(
        &paths::shifts::one(shift.id),
        &when(lang, shift),
        html! {
            p { strong { (shift.place) } ", " (shift.area) }
            p { (badge(mark, word)) }
        },
    )
}

fn past_table(lang: Lang, past: &[MyShift]) -> Markup {
    let table = Table::new(lang.t("Ca trực đã qua", "Past shifts"))
        .text(lang.t("Ngày", "Day"))
        .text(lang.t("Nơi", "Place"))
        .text(lang.t("Trạng thái", "State"))
        .rows(past.iter().map(|shift| {
            let (mark, word) = match shift.session_state {
                SessionState::Cancelled => {
                    (Mark::Stopped, lang.t("Buổi bị hủy", "Session cancelled"))
                }
                _ => state(lang, shift.state),
            };
            [
                html! { a href=(paths::shifts::one(shift.id)) { (when(lang, shift)) } },
                html! { (shift.place) },
                html! { (badge(mark, word)) },
            ]
        }));
    html! { (table) }
}

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
        html! { div.cards { @for helped in &page.helped { (person(lang, page, helped, year)) } } },
    )
}

fn person(lang: Lang, page: &ShiftPage, helped: &Helped, year: i64) -> Markup {
    let name = who(lang, helped, year);
    let time = lang.time(helped.slot_starts_at.time());
    let (mark, word) = visit(lang, helped);
    let log = lang.t("Ghi lượt hỗ trợ", "Log the support");
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
