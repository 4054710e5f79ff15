//! What a change would do, before it is kept.

use maud::{Markup, html};

use crate::db::matching::EffectPage;
use crate::domain::lang::Lang;
use crate::domain::matches::{Change, Draft, differences};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Table, Tone, breadcrumb, button_row, hint_box, page_head, post_button, stat, stats,
};

/// The page; the board shows its part `effect` in a window of its own.
pub fn effect(lang: Lang, page: &EffectPage) -> Markup {
    let back = paths::matching::run(page.run.id);
    html! {
        (breadcrumb(
            lang,
            &[(lang.t("Ghép", "Matching"), paths::matching::LIST), (lang.t("Bản xem trước", "Preview"), &back)],
            lang.t("Ảnh hưởng", "What it changes"),
        ))
        (page_head(
            lang.t("Nếu đổi như vậy", "If it were changed"),
            lang.t("Chưa giữ gì cả: hãy xem rồi quyết định.", "Nothing is kept yet: look, then decide."),
            html! {},
        ))
        section id="effect" {
            h2 { (asked(lang, page)) }
            @match &page.after {
                Err(why) => {
                    (hint_box(Tone::Bad, html! { p { (why.say(lang)) } }))
                    (button_row(leave(lang, &back)))
                }
                Ok(after) => {
                    (figures(lang, &page.before, after))
                    (moves(lang, page, after))
                    (button_row(html! { (keep(lang, page)) (leave(lang, &back)) }))
                }
            }
        }
    }
}

fn leave(lang: Lang, back: &str) -> Markup {
    html! { (Button::quiet(lang.t("Thôi, giữ như cũ", "Leave it as it was")).to(back)) }
}

/// The change in words.
fn asked(lang: Lang, page: &EffectPage) -> String {
    let resident = |booking| page.line(booking).map_or("—", |line| line.name.as_str());
    match page.change {
        Change::Pin(booking, pupil) => {
            let helps = lang.t("giúp", "helps");
            format!("{} {helps} {}", page.name(pupil), resident(booking))
        }
        Change::Forbid(booking, pupil) => match lang {
            Lang::Vi => format!("Không ghép {} với {}", page.name(pupil), resident(booking)),
            Lang::En => format!("Never {} with {}", page.name(pupil), resident(booking)),
        },
        Change::Allow(booking, pupil) => match lang {
            Lang::Vi => format!("Cho ghép lại {} với {}", page.name(pupil), resident(booking)),
            Lang::En => format!("Allow {} with {} again", page.name(pupil), resident(booking)),
        },
        Change::Unpin(booking) => match lang {
            Lang::Vi => format!("Bỏ ghim lượt của {}", resident(booking)),
            Lang::En => format!("Unpin the booking of {}", resident(booking)),
        },
        Change::Swap(one, other) => match lang {
            Lang::Vi => format!("{} và {} đổi em cho nhau", resident(one), resident(other)),
            Lang::En => format!("{} and {} change ambassadors", resident(one), resident(other)),
        },
    }
}

fn figures(lang: Lang, before: &Draft, after: &Draft) -> Markup {
    let both = |one: i64, other: i64| match one == other {
        true => lang.number(one),
        false => format!("{} → {}", lang.number(one), lang.number(other)),
    };
    let (old, new) = (before.worth, after.worth);
    stats(html! {
        (stat(&both(old.served as i64, new.served as i64), lang.t("lượt có người giúp", "bookings with somebody"), None))
        (stat(&both(old.value, new.value), lang.t("điểm ưu tiên", "priority points"), None))
        (stat(&both(old.changes, new.changes), lang.t("lượt khác với đã báo", "differ from what was told"), None))
    })
}

fn moves(lang: Lang, page: &EffectPage, after: &Draft) -> Markup {
    let moved = differences(&page.before, after);
    if moved.is_empty() {
        return html! {
            p { (lang.t("Không ai phải đổi: mọi lượt giữ nguyên người giúp.", "Nobody moves: every booking keeps its ambassador.")) }
        };
    }
    let name =
        |pupil: Option<_>| pupil.map_or(lang.t("chưa có người", "nobody"), |p| page.name(p));
    let table = Table::new(lang.t("Những lượt đổi theo", "Bookings that change with it"))
        .text(lang.t("Giờ và người đến", "Time and resident"))
        .text(lang.t("Đang xếp", "Now"))
        .text(lang.t("Sau khi đổi", "Afterwards"))
        .rows(moved.iter().map(|moved| {
            let line = page.line(moved.booking);
            [
                html! {
                    @if let Some(line) = line {
                        span.nowrap { (lang.time(line.starts_at.time())) } " · " (line.name)
                        div.note { (line.topic(lang)) }
                    }
                },
                html! { (name(moved.from)) },
                html! { strong { (name(moved.to)) } },
            ]
        }));
    html! { (table) }
}

fn keep(lang: Lang, page: &EffectPage) -> Markup {
    let action = paths::matching::run_act(page.run.id, page.change.code());
    let words = lang.t("Giữ thay đổi này", "Keep this change");
    let booking = page.change.booking().to_string();
    let pupil = page.change.ambassador().map(|pupil| pupil.to_string());
    let with = match page.change {
        Change::Swap(_, other) => Some(other.to_string()),
        _ => None,
    };
    let mut fields = vec![("booking", booking.as_str())];
    fields.extend(pupil.as_deref().map(|pupil| ("ambassador", pupil)));
    fields.extend(with.as_deref().map(|with| ("with", with)));
    post_button(&action, Button::primary(words).icon(Icon::Check), &fields)
}
