//! The desk's pages: today's sessions, the board with its one field, and what lies behind.

mod body;
mod ending;
mod roll;
mod visit;
mod words;

pub use body::body;
pub use ending::{Ending, ending};
pub use visit::visit;
pub use words::*;

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::*;
use crate::db::desk::{Board, Guest, Head, Listed, PupilLine};
use crate::domain::at::At;
use crate::domain::bookings::BookingState;
use crate::domain::desk::WalkInForm;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::SessionState;
use crate::domain::shifts::ShiftState;
use crate::paths::{desk as paths, incidents as at_incidents};

/// The sessions whose desk one may run: what runs or waits, today, and what comes next.
pub fn list(lang: Lang, sessions: &[Listed], now: At) -> Markup {
    let open = |s: &&Listed| matches!(s.state, SessionState::Running | SessionState::ToConfirm);
    let today = |s: &&Listed| !open(s) && s.starts_at.day() == now.day();
    let left = |s: &&Listed| !open(s) && s.starts_at.day() < now.day();
    let next = |s: &&Listed| !open(s) && s.starts_at.day() > now.day();
    let groups: [(&str, Vec<&Listed>); 4] = [
        (
            lang.t("Đang diễn ra hoặc chờ chốt", "Running, or waiting to be closed"),
            sessions.iter().filter(open).collect(),
        ),
        (lang.t("Hôm nay", "Today"), sessions.iter().filter(today).collect()),
        (lang.t("Sắp tới", "Coming up"), sessions.iter().filter(next).collect()),
        (
            lang.t("Đã qua mà chưa mở", "Past and never opened"),
            sessions.iter().filter(left).collect(),
        ),
    ];
    html! {
        (page_head(
            lang.t("Bàn trực", "Desk"),
            lang.t(
                "Điểm danh, đón bà con, ghép người giúp và chốt buổi.",
                "Roll call, arrivals, who helps whom, and closing the session.",
            ),
            html! {},
        ))
        @if sessions.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Chưa có buổi nào", "No sessions yet"),
                lang.t(
                    "Buổi đã đăng của phường, hoặc buổi ghi tên ông/bà phụ trách, sẽ hiện ở đây.",
                    "Posted sessions of your ward, and those that name you as supervisor, appear here.",
                ),
                html! {},
            ))
        }
        @for (title, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
            (section(title, html! {
                div class="cards" { @for session in group { (listed(lang, session)) } }
            }))
        }
    }
}

fn listed(lang: Lang, session: &Listed) -> Markup {
    link_card(
        &paths::board(session.id),
        &session.title,
        html! {
            p {
                (lang.day(session.starts_at.day())) ", "
                (lang.times(session.starts_at.time(), session.ends_at.time()))
            }
            p { (session.place) " · " (session.ward) }
            p class="row" {
                (session_badge(lang, session.state))
                span {
                    (lang.count(session.residents, "người dân", "resident", "residents")) " · "
                    (lang.count(session.pupils, "em", "pupil", "pupils")) " · "
                    (lang.count(session.adults, "người lớn", "adult", "adults"))
                }
            }
        },
    )
}

/// What the board's page shows besides the board: what was typed and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Front<'a> {
    /// Typed into the one field.
    pub q: &'a str,
    /// Why nothing came of it.
    pub why: Option<&'a str>,
    pub hits: Vec<&'a Guest>,
    pub walk_in: WalkInForm,
    pub problems: Problems,
}

/// The board's page: the one field and the walk-in above, the living board below.
pub fn board(lang: Lang, board: &Board, front: &Front<'_>, now: At) -> Markup {
    let head = &board.head;
    html! {
        (heading(lang, head, html! {
            (Button::quiet(lang.t("Tải lại", "Reload")).icon(Icon::Refresh).to(paths::board(head.id)))
            (Button::quiet(lang.t("Báo sự cố", "Report an incident")).icon(Icon::Bell).to(at_incidents::at_desk(head.id)))
            (Button::quiet(lang.t("Kết thúc và chốt buổi", "End and close")).to(paths::of(head.id, "end")))
        }))
        @if head.state == SessionState::Running { (jump(lang, board)) }
        div.desk-board {
        @if head.state == SessionState::Running {
            div.cards.part id="arrivals" {
                (card(lang.t("Ai vừa đến?", "Who has come?"), arrive_form(lang, head, front)))
                (card(
                    lang.t("Khách chưa đặt lịch", "Without a booking"),
                    walk_in_form(lang, board, front),
                ))
            }
            @if !front.hits.is_empty() { (hits(lang, head, front)) }
            (disclosure(
                lang.t("Có em đến mà chưa có ca?", "A pupil came without a shift?"),
                join_form(lang, head),
            ))
        }
        (live_stream(
            &paths::of(head.id, "board"),
            &paths::of(head.id, "events"),
            body(lang, board, now),
        ))
        }
    }
}

/// Ways down the long page: on a telephone each part is a screen or more away.
fn jump(lang: Lang, board: &Board) -> Markup {
    let count = |state| board.in_state(state).count() as i64;
    let undecided =
        |pupil: &&PupilLine| matches!(pupil.state, ShiftState::Taken | ShiftState::Accepted);
    let to = |label: &str, id: &str| Tab::new(label, format!("#{id}"));
    let parts = [
        match board.pupils.iter().filter(undecided).count() {
            0 => to(lang.t("Điểm danh", "Roll call"), "roll"),
            left => to(lang.t("Điểm danh", "Roll call"), "roll").count(left as i64),
        },
        to(lang.t("Ai vừa đến", "Arrivals"), "arrivals"),
        to(lang.t("Đang chờ", "Waiting"), "queue").count(count(BookingState::Arrived)),
        to(lang.t("Đang giúp", "Helping"), "helping").count(count(BookingState::BeingHelped)),
        to(lang.t("Chưa đến", "Expected"), "expected-residents").count(count(BookingState::Booked)),
    ];
    html! { div class="jump" { (tabs(lang.t("Các phần của trang", "Parts of the page"), &parts)) } }
}

/// The session's title, day, place and state on top of each of its desk pages.
pub fn heading(lang: Lang, head: &Head, actions: Markup) -> Markup {
    let when = lang.times(head.starts_at.time(), head.ends_at.time());
    let lead =
        format!("{}, {when} · {} · {}", lang.day(head.starts_at.day()), head.place, head.ward);
    html! {
        (page_head(&head.title, &lead, actions))
        p { (session_badge(lang, head.state)) }
    }
}

fn arrive_form(lang: Lang, head: &Head, front: &Front<'_>) -> Markup {
    let field = Field::search("q", lang.t("Mã, tên hoặc quét QR", "Code, name or QR"))
        .hint(lang.t(
            "Ba chữ của tên không cần dấu, mã đặt, số thứ tự, hoặc thẻ của em. Bấm Enter.",
            "Three letters of a name, a booking code, a number, or a pupil's badge. Press Enter.",
        ))
        .value(front.q)
        .error(front.why)
        .attribute("autocomplete", "off")
        .attribute("autofocus", "autofocus");
    form(
        &paths::of(head.id, "arrive"),
        html! { (field) (Button::primary(lang.t("Ghi đến", "Check in")).icon(Icon::Check)) },
    )
}

fn join_form(lang: Lang, head: &Head) -> Markup {
    let field = Field::text("badge", lang.t("Thẻ hoặc tên đăng nhập của em", "Badge or sign-in name"))
        .hint(lang.t(
            "Em được nhận ca và điểm danh ngay nếu đủ điều kiện như khi tự đăng ký; nếu không, lý do hiện ra.",
            "The pupil gets a shift and is checked in at once if the rules of signing up allow it; if not, the reasons are told.",
        ))
        .attribute("autocomplete", "off")
        .max_len(40);
    form(
        &paths::of(head.id, "pupils/join"),
        html! { (field) (Button::quiet(lang.t("Thêm em này", "Add this pupil")).icon(Icon::Plus)) },
    )
}

fn hits(lang: Lang, head: &Head, front: &Front<'_>) -> Markup {
    let rows = front.hits.iter().map(|guest| {
        let id = guest.id.to_string();
        let arrive = Button::primary(lang.t("Đã đến", "Here")).small().says(format!(
            "{}: {}",
            lang.t("Đã đến", "Here"),
            guest.name
        ));
        [
            html! { (guest.name) },
            html! { (slot_time(lang, guest)) },
            html! { (topic(lang, guest)) },
            html! { (booking_badge(lang, guest.state)) },
            html! { (post_button(&paths::of(head.id, "arrive"), arrive, &[("booking", &id)])) },
        ]
    });
    section(
        lang.t("Chọn đúng người", "Choose the right one"),
        html! {
            (Table::new(lang.t("Người tìm thấy", "People found"))
                .text(lang.t("Tên", "Name"))
                .text(lang.t("Giờ hẹn", "Slot"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Tình trạng", "State"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows))
        },
    )
}

fn walk_in_form(lang: Lang, board: &Board, front: &Front<'_>) -> Markup {
    let none = Choice::new("", lang.t("Chọn thủ tục", "Choose the topic"));
    let topics = board.offered.iter().map(|topic| {
        Choice::new(&topic.code, lang.t(&topic.name_vi, &topic.name_en))
            .note(tier_word(lang, topic.tier))
    });
    let typed = &front.walk_in;
    form(
        &paths::of(board.head.id, "walk-in"),
        html! {
            (hidden(&[("key", &typed.key)]))
            (Field::text("name", lang.t("Tên", "Name"))
                .hint(lang.t("Như bà con gọi nhau: Bà Chín", "As neighbours say it: Bà Chín"))
                .value(&typed.name)
                .autocomplete("off")
                .max_len(80)
                .error(front.problems.say("name", lang)))
            (Field::select("topic", lang.t("Thủ tục", "Topic"), std::iter::once(none).chain(topics).collect())
                .value(&typed.topic)
                .error(front.problems.say("topic", lang)))
            (Button::primary(lang.t("Lấy số", "Give a number")).icon(Icon::Plus))
        },
    )
}
