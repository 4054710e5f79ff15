//! Each answer that a change alters, as it was and as it becomes.

use maud::{Markup, html};

use super::super::when_of;
use crate::db::sessions::screens::{Options, Target};
use crate::domain::lang::Lang;
use crate::domain::sessions::Posting;
use crate::domain::sessions::steps::kept;
use crate::view::parts::{Mark, Table, badge};

/// One row for each altered answer; nothing when the change leaves the session as it is.
pub(super) fn table(lang: Lang, options: &Options, target: &Target) -> Markup {
    let rows: Vec<[Markup; 3]> = one_answer(lang, options, target)
        .into_iter()
        .chain(
            [topics(lang, options, target), supervisors(lang, options, target)]
                .into_iter()
                .flatten(),
        )
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    let table = Table::new(lang.t("Những gì thay đổi", "What changes"))
        .with_caption()
        .text(lang.t("Mục", "Item"))
        .text(lang.t("Trước", "Before"))
        .text(lang.t("Sau", "After"))
        .rows(rows);
    html! { (table) }
}

/// One answer of a posting in words.
type Says<'a> = &'a dyn Fn(&Posting) -> String;

/// The answers that are one value each.
fn one_answer(lang: Lang, options: &Options, target: &Target) -> Vec<[Markup; 3]> {
    let minutes = |n: i64| format!("{n} {}", lang.t("phút", "minutes"));
    let walk_ins = |p: &Posting| {
        let seats = lang.t("chỗ mỗi khung", "seats in each slot");
        format!("{} % = {} {seats}", p.walk_in_percent, kept(p.seats, p.walk_in_percent))
    };
    let says: [(&str, Says<'_>); 10] = [
        (lang.t("Tên buổi", "Title"), &|p| p.title.clone()),
        (lang.t("Thời gian", "Time"), &|p| when_of(lang, p.starts_at, p.ends_at)),
        (lang.t("Nơi hỗ trợ", "Help point"), &|p| options.place_name(p.place).to_owned()),
        (lang.t("Một khung giờ", "A slot lasts"), &|p| minutes(p.slot_minutes)),
        (lang.t("Số chỗ mỗi khung", "Seats in a slot"), &|p| p.seats.to_string()),
        (lang.t("Dành cho người đến thẳng", "Kept for walk-ins"), &walk_ins),
        (lang.t("Số đại sứ số cần", "Ambassadors wanted"), &|p| {
            p.ambassadors_wanted.to_string()
        }),
        (lang.t("Mỗi người lớn phụ trách (em)", "Pupils per adult"), &|p| {
            p.pupils_per_adult.to_string()
        }),
        (lang.t("Lối đi, hỗ trợ đặc biệt", "Access"), &|p| or_dash(&p.access_notes)),
        (lang.t("Ghi chú cho người phụ trách", "Notes for the supervisors"), &|p| {
            or_dash(&p.notes)
        }),
    ];
    says.into_iter()
        .map(|(what, say)| (what, say(&target.before), say(&target.after)))
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| {
            [html! { (what) }, html! { (before) }, html! { strong { (after) } }]
        })
        .collect()
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "–".to_owned() } else { text.to_owned() }
}

fn topics(lang: Lang, options: &Options, target: &Target) -> Option<[Markup; 3]> {
    let name = |code: &String| {
        let topic = options.topics.iter().find(|topic| topic.code == *code);
        topic.map_or(code.as_str(), |topic| topic.name(lang)).to_owned()
    };
    let (before, after) = (&target.before.topics, &target.after.topics);
    several(lang, lang.t("Nội dung", "Topics"), (before, after), name)
}

fn supervisors(lang: Lang, options: &Options, target: &Target) -> Option<[Markup; 3]> {
    let name = |id: &crate::domain::ids::AccountId| {
        let offered = options.adults.iter().find(|adult| adult.account == *id);
        // Whoever lost the role stands in the session, but no longer in the form.
        let named = || target.named.iter().find(|n| n.account_id == *id).map(|n| n.name.clone());
        offered.map(|adult| adult.name.clone()).or_else(named).unwrap_or_default()
    };
    let (before, after) = (&target.before.supervisors, &target.after.supervisors);
    several(lang, lang.t("Người lớn phụ trách", "Supervisors"), (before, after), name)
}

/// An answer of several values: before, marking what goes; after, marking what comes.
fn several<T: PartialEq>(
    lang: Lang,
    what: &str,
    (before, after): (&[T], &[T]),
    name: impl Fn(&T) -> String,
) -> Option<[Markup; 3]> {
    let list = |items: &[T], others: &[T], mark: Mark, word: &str| {
        html! {
            ul { @for item in items {
                li { (name(item)) @if !others.contains(item) { " " (badge(mark, word)) } }
            } }
        }
    };
    let same = before.len() == after.len() && before.iter().all(|item| after.contains(item));
    (!same).then(|| {
        [
            html! { (what) },
            list(before, after, Mark::Stopped, lang.t("Bỏ", "Leaves")),
            list(after, before, Mark::Open, lang.t("Thêm", "Comes")),
        ]
    })
}
