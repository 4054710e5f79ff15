//! One plan: what it is worth, what is missing, and every match with its reason.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::board::board;
use super::figures::{differences, ideas, spread, worth};
use super::planning::{ended, planning};
use super::{days, state_badge};
use crate::db::matching::{Head, Line, RunPage};
use crate::domain::bookings::BookingState;
use crate::domain::lang::Lang;
use crate::domain::matches::{
    Grounds, LeftOut, MatchState, Pairing, Passed, Remedy, RunState, sentence,
};
use crate::domain::topics::Tier;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Mark, Notice, Tab, Table, Tone, badge, breadcrumb, button_row, confirm_box, hint_box,
    notice, page_head, post_button, section, tabs,
};

/// How a plan is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Board,
    List,
}

impl Look {
    /// As it stands in the address; the list, with every reason, comes first.
    pub fn from_code(code: &str) -> Look {
        if code == "board" { Look::Board } else { Look::List }
    }
}

/// The page of a run.
pub fn run(lang: Lang, page: &RunPage, look: Look) -> Markup {
    let title = format!("{}: {}", lang.t("Ghép", "Matching"), name(lang, page));
    html! {
        (breadcrumb(lang, &[(lang.t("Ghép", "Matching"), paths::matching::LIST)], &name(lang, page)))
        (page_head(&title, lead(lang, page.run.state), html! {}))
        p { (state_badge(lang, page.run.state)) " " span.note { (lang.moment(page.run.created_at)) } }
        @match page.run.state {
            RunState::Planning => (planning(lang, page)),
            RunState::Stopped | RunState::Lost => (ended(lang, page)),
            _ => (plan(lang, page, look)),
        }
    }
}

fn plan(lang: Lang, page: &RunPage, look: Look) -> Markup {
    let here = paths::matching::run(page.run.id);
    html! {
        (worth(lang, page))
        (news(lang, page))
        @if page.run.state == RunState::Preview { (decisions(lang, page)) }
        (differences(lang, page))
        (missing(lang, page))
        (ideas(lang, page))
        (spread(lang, page))
        (tabs(lang.t("Cách xem", "View"), &[
            Tab::new(lang.t("Danh sách, kèm lý do", "List with reasons"), here.clone()).current(look == Look::List),
            Tab::new(lang.t("Bảng theo giờ", "Board by time"), format!("{here}?view=board")).current(look == Look::Board),
        ]))
        @match look {
            Look::Board => (board(lang, page)),
            Look::List => @for head in &page.heads { (session(lang, page, head)) },
        }
    }
}

fn name(lang: Lang, page: &RunPage) -> String {
    match (&page.run.session_id, page.heads.first()) {
        (Some(_), Some(head)) => format!("{}, {}", head.title, lang.day(head.starts_at.day())),
        _ => days(lang, page.run.from_day, page.run.to_day),
    }
}

fn lead(lang: Lang, state: RunState) -> &'static str {
    match state {
        RunState::Preview => lang.t(
            "Bản xem trước: chưa ai được báo. Ghim, đổi người, rồi công bố một lần.",
            "A preview: nobody has been told. Pin, change, then publish once.",
        ),
        RunState::Published => lang.t(
            "Đã công bố: các em được mời và phụ huynh đã đồng ý nhận tin đã được báo.",
            "Published: the ambassadors are asked, and guardians who agreed were told.",
        ),
        RunState::Planning => lang.t(
            "Máy đang tìm cách xếp tốt nhất; chưa ai được báo.",
            "The best plan is being looked for; nobody has been told.",
        ),
        RunState::Stopped | RunState::Lost => {
            lang.t("Không có bản ghép nào ở đây.", "There is no plan here.")
        }
        RunState::Discarded => {
            lang.t("Bản này đã bỏ; không ai được báo.", "This plan was discarded; nobody was told.")
        }
    }
}

/// What happened since the plan was made.
fn news(lang: Lang, page: &RunPage) -> Markup {
    let fresh = page.fresh() as i64;
    html! {
        @if page.run.state == RunState::Preview && fresh > 0 {
            (notice(&Notice::warn(format!(
                "{} {}",
                lang.count(fresh, "lượt đặt mới từ khi xếp.", "new booking since this was planned.", "new bookings since this was planned."),
                lang.t("Khi công bố, các lượt này cũng được xếp nếu còn người; bấm “Xếp lại” để xem trước.", "Publishing includes them where somebody is free; press “Plan again” to see it first."),
            ))))
        }
        @if !page.draft.passed.is_empty() {
            (hint_box(Tone::Warn, html! {
                p { strong { (lang.t("Đã thay đổi từ lúc xem trước và đã được xử lý khi công bố:", "Had changed since the preview, and was resolved when publishing:")) } }
                ul {
                    @for passed in &page.draft.passed {
                        li {
                            (page.lines.iter().find(|l| l.id == passed.booking).map_or("—", |l| l.name.as_str()))
                            " – " (page.name(passed.ambassador)) ": " (lang.t(&passed.vi, &passed.en)) " "
                            (instead(lang, page, passed))
                        }
                    }
                }
            }))
        }
    }
}

/// What became of a booking whose pair did not hold.
fn instead(lang: Lang, page: &RunPage, passed: &Passed) -> String {
    let waits = page.lines.iter().any(|line| line.id == passed.booking && line.waits());
    match passed.instead {
        Some(pupil) => format!("{}: {}.", lang.t("Thay bằng", "Instead"), page.name(pupil)),
        None if waits => lang.t("Chưa có người thay.", "Nobody instead yet.").to_owned(),
        None => String::new(),
    }
}

fn decisions(lang: Lang, page: &RunPage) -> Markup {
    let run = page.run.id;
    let act = |act: &str| paths::matching::run_act(run, act);
    let nobody = page.draft.pairs.is_empty();
    let explain = lang.t(
        "Các em được mời sẽ thấy ca trực mới; phụ huynh và học sinh đã đồng ý nhận tin thì phụ huynh nhận một thư. Những gì đã thay đổi từ lúc xếp được xử lý ngay khi công bố và ghi rõ ở đây.",
        "Ambassadors see their new shifts; where both sides agreed to messages, the guardian gets one letter. Whatever has changed since planning is resolved on publishing and listed here.",
    );
    html! {
        (button_row(html! {
            @if nobody {
                (Button::primary(lang.t("Công bố", "Publish")).blocked(Some(lang.t("Chưa ghép được lượt nào", "Nobody is matched yet"))))
            } @else {
                (confirm_box(
                    lang.t("Công bố…", "Publish…"), explain, &act("publish"),
                    Button::primary(lang.t("Công bố và báo các em", "Publish and tell them")).icon(Icon::Check), html! {},
                ))
            }
            (post_button(&act("again"), Button::quiet(lang.t("Xếp lại", "Plan again")).icon(Icon::Refresh), &[]))
            (post_button(&act("discard"), Button::quiet(lang.t("Bỏ bản này", "Discard")).icon(Icon::Trash), &[]))
        }))
    }
}

/// The nearest remedies, each once with how many bookings it would help.
fn missing(lang: Lang, page: &RunPage) -> Markup {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for left in &page.draft.left_out {
        if let Some(line) = page.lines.iter().find(|l| l.id == left.booking && l.waits()) {
            *counts.entry(remedy(lang, page, left, line)).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return html! {};
    }
    let total: i64 = counts.values().sum();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    hint_box(
        Tone::Warn,
        html! {
            p { strong {
                (lang.count(total, "lượt chưa có người giúp. Gần nhất có thể làm:", "booking has nobody. What would help:", "bookings have nobody. What would help:"))
            } }
            ul {
                @for (what, count) in &counts {
                    li { (what) @if *count > 1 { " (" (lang.count(*count, "lượt", "booking", "bookings")) ")" } }
                }
            }
        },
    )
}

/// What would help a booking that has nobody, in words.
pub(super) fn remedy(lang: Lang, page: &RunPage, left: &LeftOut, line: &Line) -> String {
    let pupil = match &left.remedy {
        Remedy::Nearest { ambassador, .. } | Remedy::PinImpossible { ambassador } => {
            page.name(*ambassador)
        }
        _ => "",
    };
    let time = lang.time(line.starts_at.time());
    sentence(&left.remedy, lang, line.topic(lang), &time, pupil)
}

fn session(lang: Lang, page: &RunPage, head: &Head) -> Markup {
    let (from, to) = (head.starts_at, head.ends_at);
    let lines: Vec<&Line> = page
        .lines
        .iter()
        .filter(|line| line.session_id == head.id)
        .filter(|line| line.waits() || page.draft.knows(line.id))
        .collect();
    let title =
        format!("{}, {} {}", head.title, lang.day(from.day()), lang.times(from.time(), to.time()));
    let mut table = Table::new(title.clone())
        .text(lang.t("Giờ và người đến", "Time and resident"))
        .text(lang.t("Nội dung", "Topic"))
        .text(lang.t("Đại sứ số", "Ambassador"))
        .text(lang.t("Vì sao", "Why"));
    let preview = page.run.state == RunState::Preview;
    if preview {
        table = table.actions(lang.t("Việc", "Act"));
    }
    table = table.rows(lines.into_iter().map(|line| {
        let mut cells = cells(lang, page, line);
        if preview {
            cells.push(acts(lang, page, line));
        }
        cells
    }));
    let adults = lang.count(head.adults, "người lớn", "adult", "adults");
    let wanted =
        lang.count(head.wanted, "đại sứ số cần", "ambassador wanted", "ambassadors wanted");
    section(
        &title,
        html! {
            p.note { (head.place) " · " (adults) " · " (wanted) }
            (table)
        },
    )
}

fn cells(lang: Lang, page: &RunPage, line: &Line) -> Vec<Markup> {
    let pair = page.draft.pair(line.id);
    let left = page.draft.left_out.iter().find(|left| left.booking == line.id);
    vec![
        html! {
            span.nowrap { (lang.time(line.starts_at.time())) } " · " (line.name)
            @if let Some(area) = &line.area { div.note { (area) } }
        },
        html! {
            (line.topic(lang))
            @if line.tier == Tier::Reserved { div { (badge(Mark::Plain, lang.t("Người lớn giúp", "Adults help"))) } }
            @if line.has_needs { div { (badge(Mark::Plain, lang.t("Cần trợ giúp đi lại", "Access needs"))) } }
        },
        who(lang, page, line, pair),
        html! {
            @if let Some(pair) = pair.filter(|_| line.waits()) {
                (Grounds::from_code(&pair.grounds).sentence(lang, line.topic(lang)))
            } @else if let Some(left) = left.filter(|_| line.waits()) {
                (remedy(lang, page, left, line))
            }
        },
    ]
}

/// The pupil: planned while it is a preview, as it stands once it is published.
fn who(lang: Lang, page: &RunPage, line: &Line, pair: Option<&Pairing>) -> Markup {
    if !line.waits() {
        return gone(lang, line.state);
    }
    if page.run.state == RunState::Published {
        return standing(lang, page, line);
    }
    let Some(pair) = pair else {
        return match page.draft.knows(line.id) {
            true => badge(Mark::Warning, lang.t("Chưa có người", "Nobody")),
            false => badge(Mark::Waiting, lang.t("Mới đặt", "New")),
        };
    };
    let class = page.names.get(&pair.ambassador).map_or("", |name| &name.class);
    html! {
        (page.name(pair.ambassador)) " " span.note { (class) }
        @if page.draft.pins.contains_key(&line.id) { div { (badge(Mark::Taken, lang.t("Đã ghim", "Pinned"))) } }
        @if pair.joins { div { (badge(Mark::Draft, lang.t("Sẽ mời", "To be asked"))) } }
    }
}

fn standing(lang: Lang, page: &RunPage, line: &Line) -> Markup {
    let (Some(pupil), Some(state)) = (line.ambassador, line.match_state) else {
        return badge(Mark::Warning, lang.t("Chưa có người", "Nobody"));
    };
    let class = page.names.get(&pupil).map_or("", |name| &name.class);
    let answer = match state {
        MatchState::Accepted => badge(Mark::Taken, lang.t("Đã nhận lời", "Accepted")),
        MatchState::Done => badge(Mark::Done, lang.t("Đã giúp", "Helped")),
        _ => badge(Mark::Waiting, lang.t("Chờ trả lời", "No answer yet")),
    };
    html! { (page.name(pupil)) " " span.note { (class) } div { (answer) } }
}

/// A booking that no longer waits.
fn gone(lang: Lang, state: BookingState) -> Markup {
    match state {
        BookingState::BeingHelped => badge(Mark::Running, lang.t("Đang được giúp", "Being helped")),
        BookingState::Helped | BookingState::Referred => {
            badge(Mark::Done, lang.t("Đã được giúp", "Helped"))
        }
        BookingState::Rescheduled => badge(Mark::Stopped, lang.t("Đã đổi giờ", "Moved")),
        BookingState::Absent => badge(Mark::Stopped, lang.t("Không đến", "Did not come")),
        _ => badge(Mark::Stopped, lang.t("Đã hủy", "Cancelled")),
    }
}

fn acts(lang: Lang, page: &RunPage, line: &Line) -> Markup {
    let run = page.run.id;
    if !line.waits() || !page.draft.knows(line.id) || line.tier == Tier::Reserved {
        return html! {};
    }
    let says = |words: &str| format!("{words}: {}", line.name);
    let booking = line.id.to_string();
    let pair = page.draft.pair(line.id);
    let choose = match pair {
        Some(_) => lang.t("Đổi người", "Change"),
        None => lang.t("Chọn người", "Choose"),
    };
    html! {
        (Button::quiet(choose).small().says(says(choose)).to(paths::matching::choose(run, line.id)))
        @if page.draft.pins.contains_key(&line.id) {
            @let words = lang.t("Bỏ ghim", "Unpin");
            (post_button(&paths::matching::run_act(run, "unpin"),
                Button::quiet(words).small().says(says(words)), &[("booking", &booking)]))
        } @else if let Some(pair) = pair {
            @let words = lang.t("Ghim", "Pin");
            @let ambassador = pair.ambassador.to_string();
            (post_button(&paths::matching::run_act(run, "pin"),
                Button::quiet(words).icon(Icon::Pin).small().says(says(words)),
                &[("booking", &booking), ("ambassador", &ambassador)]))
        }
    }
}
