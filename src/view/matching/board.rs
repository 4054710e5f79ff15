//! A plan as a board: a row for every ambassador, a column for every time, a card for every
//! resident. Cards are links to the chooser; where script runs they can be dragged to another
//! row or moved by keys, and what that changes is shown before it is kept.

use maud::{Markup, html};

use super::run::remedy;
use crate::db::matching::{Head, Line, RunPage};
use crate::domain::at::At;
use crate::domain::ids::{AmbassadorId, SlotId};
use crate::domain::lang::Lang;
use crate::domain::matches::{Grounds, RunState};
use crate::domain::names;
use crate::paths;
use crate::view::assets::asset_url;
use crate::view::icons::Icon;
use crate::view::parts::{Mark, badge, section};

/// All sessions of the plan.
pub fn board(lang: Lang, page: &RunPage) -> Markup {
    let preview = page.run.state == RunState::Preview;
    html! {
        @if preview {
            p class="note needs-script" id="board-keys" {
                (lang.t(
                    "Kéo thẻ sang hàng của em khác. Bằng phím: đến thẻ, bấm M để nhấc, ↑ ↓ để chọn hàng, Enter để xem ảnh hưởng, Esc để thôi; P là ghim, X là không ghép cặp này. Chưa gì được giữ cho đến khi bạn đồng ý.",
                    "Drag a card to another row. By keys: go to a card, M lifts it, ↑ ↓ choose the row, Enter shows what changes, Esc puts it back; P pins, X rules the pair out. Nothing is kept until you agree.",
                ))
            }
            p class="unseen" role="status" id="board-says" {}
        }
        @for head in &page.heads { (session(lang, page, head, preview)) }
        @if preview { script src=(asset_url("board.js")) defer {} }
    }
}

/// A row of the board: a pupil, or those who have nobody.
struct Row<'p> {
    pupil: Option<AmbassadorId>,
    lines: Vec<&'p Line>,
}

fn session(lang: Lang, page: &RunPage, head: &Head, preview: bool) -> Markup {
    let lines: Vec<&Line> =
        page.lines.iter().filter(|l| l.session_id == head.id && l.waits()).collect();
    let mut slots: Vec<(At, SlotId)> = lines.iter().map(|l| (l.starts_at, l.slot_id)).collect();
    slots.sort_unstable();
    slots.dedup();
    let (from, to) = (head.starts_at, head.ends_at);
    let title =
        format!("{}, {} {}", head.title, lang.day(from.day()), lang.times(from.time(), to.time()));
    let rows = rows(page, head, &lines);
    let effect = preview.then(|| paths::matching::run_act(page.run.id, "effect"));
    section(
        &title,
        html! {
            p.note { (head.place) }
            @if lines.is_empty() {
                p { (lang.t("Không còn lượt nào chờ người giúp.", "Nobody waits for help here.")) }
            } @else {
                div class="table-box board-box" {
                    table class="board" data-effect=[effect] {
                        caption class="unseen" { (title) }
                        thead { tr {
                            th scope="col" { (lang.t("Đại sứ số", "Ambassador")) }
                            @for (at, _) in &slots { th scope="col" { (lang.time(at.time())) } }
                        } }
                        tbody { @for row in &rows { (row_of(lang, page, row, &slots)) } }
                    }
                }
            }
        },
    )
}

/// Those without anybody first, then the session's pupils by given name.
fn rows<'p>(page: &'p RunPage, head: &Head, lines: &[&'p Line]) -> Vec<Row<'p>> {
    let helper = |line: &Line| match page.run.state {
        RunState::Published => line.ambassador,
        _ => page.draft.pair(line.id).map(|pair| pair.ambassador),
    };
    let team = page.team.iter().filter(|(session, _)| *session == head.id).map(|(_, pupil)| *pupil);
    let mut pupils: Vec<AmbassadorId> =
        lines.iter().filter_map(|line| helper(line)).chain(team).collect();
    pupils.sort_unstable();
    pupils.dedup();
    pupils.sort_by_key(|pupil| (names::sort_key(page.name(*pupil)), *pupil));
    let of = |pupil: Option<AmbassadorId>| Row {
        pupil,
        lines: lines.iter().filter(|line| helper(line) == pupil).copied().collect(),
    };
    let nobody = of(None);
    let nobody = (!nobody.lines.is_empty()).then_some(nobody);
    nobody.into_iter().chain(pupils.into_iter().map(|pupil| of(Some(pupil)))).collect()
}

fn row_of(lang: Lang, page: &RunPage, row: &Row<'_>, slots: &[(At, SlotId)]) -> Markup {
    let name =
        row.pupil.map_or(lang.t("Chưa có người", "Nobody yet"), |pupil| page.name(pupil));
    let class = row.pupil.and_then(|pupil| page.names.get(&pupil)).map(|name| &name.class);
    let asked = row.pupil.is_some_and(|pupil| {
        row.lines.iter().any(|l| {
            page.draft.pair(l.id).is_some_and(|pair| pair.joins && pair.ambassador == pupil)
        })
    });
    html! {
        tr class=[row.pupil.is_none().then_some("nobody")] data-name=(name)
            data-ambassador=[row.pupil.map(|pupil| pupil.to_string())] {
            th scope="row" {
                span { (name) }
                @if let Some(class) = class { " " span.note { (class) } }
                @if asked && page.run.state == RunState::Preview {
                    " " (badge(Mark::Draft, lang.t("Sẽ mời", "To be asked")))
                }
                @if row.lines.is_empty() { " " span.note { (lang.t("còn rảnh", "free")) } }
            }
            @for (at, slot) in slots {
                td data-label=(lang.time(at.time())) data-slot=(slot) {
                    @for line in row.lines.iter().filter(|line| line.slot_id == *slot) {
                        (card(lang, page, line, row.pupil))
                    }
                }
            }
        }
    }
}

fn card(lang: Lang, page: &RunPage, line: &Line, pupil: Option<AmbassadorId>) -> Markup {
    let pinned = page.draft.pins.contains_key(&line.id);
    let why = match (page.draft.pair(line.id), page.draft.left_out_of(line.id)) {
        (Some(pair), _) => Grounds::from_code(&pair.grounds).sentence(lang, line.topic(lang)),
        (None, Some(left)) => remedy(lang, page, left, line),
        (None, None) => lang.t("Mới đặt từ khi xếp.", "Booked since the plan was made.").to_owned(),
    };
    let inside = html! {
        strong { (line.name) }
        span.note { (line.topic(lang)) }
        @if pinned { span class="pin" { (Icon::Pin) span.unseen { (lang.t("Đã ghim", "Pinned")) } } }
        span.unseen { (why) }
    };
    let choosable = page.run.state == RunState::Preview && page.draft.knows(line.id);
    html! {
        @if choosable {
            a class="match-card" href=(paths::matching::choose(page.run.id, line.id)) title=(why)
                draggable="true" data-booking=(line.id) data-slot=(line.slot_id)
                data-ambassador=[pupil.map(|pupil| pupil.to_string())]
                aria-describedby="board-keys" { (inside) }
        } @else {
            div class="match-card" title=(why) { (inside) }
        }
    }
}
