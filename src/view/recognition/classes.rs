//! Class by class: classes may be compared, children not.

use maud::{Markup, html};

use super::way;
use crate::db::recognition::pages::{ClassLine, ClassesPage};
use crate::domain::lang::Lang;
use crate::domain::recognition::AwardForm;
use crate::view::icons::Icon;
use crate::view::parts::{Bar, Table, bar_chart, empty_state, page_head};

/// What each class has reached.
pub fn classes(lang: Lang, page: &ClassesPage) -> Markup {
    let bars: Vec<Bar> = page
        .classes
        .iter()
        .map(|class| Bar {
            label: class.class_name.clone(),
            values: vec![Some(class.minutes / 60)],
        })
        .collect();
    html! {
        (way(lang, &page.programme, lang.t("Theo lớp", "By class")))
        (page_head(
            lang.t("Theo lớp", "By class"),
            lang.t("Xếp theo tổng giờ của lớp. Không xếp hạng từng em.", "Ordered by each class's hours. Pupils are not ranked."),
            html! {},
        ))
        @if bars.iter().any(|bar| bar.values != [Some(0)]) {
            (bar_chart(lang, lang.t("Giờ đã xác nhận theo lớp", "Verified hours by class"),
                lang.t("Lớp", "Class"), &[lang.t("Giờ", "Hours")], &bars))
        }
        (table(lang, page))
    }
}

fn table(lang: Lang, page: &ClassesPage) -> Table {
    let mut table = Table::new(lang.t("Các lớp", "Classes"))
        .text(lang.t("Lớp", "Class"))
        .number(lang.t("Đại sứ số", "Ambassadors"))
        .number(lang.t("Giờ", "Hours"))
        .number(lang.t("Lượt hỗ trợ", "Supports"));
    for form in AwardForm::ALL {
        table = table.number(form.name(lang));
    }
    let total =
        ClassLine { class_name: lang.t("Cả trường", "School").to_owned(), ..page.total() };
    let table = table.rows(page.classes.iter().map(|class| cells(lang, class)));
    let table = if page.classes.is_empty() { table } else { table.total(cells(lang, &total)) };
    table.empty(empty_state(
        Icon::School,
        lang.t("Chưa có đại sứ số nào", "No ambassador yet"),
        lang.t("Thêm các em ở mục danh sách đại sứ số.", "Add pupils on the roster."),
        html! {},
    ))
}

fn cells(lang: Lang, class: &ClassLine) -> Vec<Markup> {
    let mut cells = vec![
        html! { (class.class_name) },
        html! { (lang.number(class.ambassadors)) },
        html! { (lang.hours(class.minutes)) },
        html! { (lang.number(class.supports)) },
    ];
    cells.extend(class.awards.iter().map(|n| html! { (lang.number(*n)) }));
    cells
}
