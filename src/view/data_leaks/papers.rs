//! The notices, to mend and to print, and the list of those affected.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{name, title};
use crate::db::data_leaks::Leak;
use crate::db::data_leaks::affected::Affected;
use crate::domain::data_leaks::{LeakReader, NoticesForm};
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::Problems;
use crate::paths::data_leaks as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Field, Form, Table, breadcrumb, button_row, empty_state, form, page_head, pager,
    print_button, section,
};

/// A text of several lines as it was typed.
pub(super) fn lines(text: &str) -> Markup {
    html! {
        @for (i, line) in text.lines().enumerate() {
            @if i > 0 { br; }
            (line)
        }
    }
}

/// The four texts, drafted from what is known until they are mended.
pub fn notices(lang: Lang, leak: &Leak, typed: &NoticesForm, problems: &Problems) -> Markup {
    let filled = Form::of(typed, problems, lang);
    let area = |field: &'static str, label: &'static str| {
        filled.fill(Field::textarea(field, label).max_len(8000).attribute("rows", "14"))
    };
    let (vi, en) = (lang.t("Tiếng Việt", "Vietnamese"), lang.t("Tiếng Anh", "English"));
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (&name(lang, leak), &at::one(leak.id))], lang.t("Thông báo", "Notices")))
        (page_head(
            lang.t("Lời thông báo", "The notices"),
            lang.t(
                "Soạn sẵn từ những gì đã ghi. Sửa cho hợp; phần không sửa sẽ tự theo thông tin mới.",
                "Drafted from what was written down. Mend them; what is not mended follows new facts.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (form(&at::of(leak.id, "notices"), html! {
            (section(lang.t("Gửi cơ quan chức năng", "To the authority"), html! {
                (area("authority_vi", vi))
                (area("authority_en", en))
            }))
            (section(lang.t("Gửi người bị ảnh hưởng", "To those affected"), html! {
                (area("people_vi", vi))
                (area("people_en", en))
            }))
            (button_row(html! {
                (Button::primary(lang.t("Lưu", "Save")))
                (Button::quiet(lang.t("Thôi", "Not now")).to(at::one(leak.id)))
            }))
        }))
    }
}

/// One notice in the language of the page, to print.
pub fn paper(lang: Lang, leak: &Leak, reader: LeakReader, text: &str, today: NaiveDate) -> Markup {
    let heading = match reader {
        LeakReader::Authority => lang.t(
            "Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân",
            "Notice of a breach of personal data protection",
        ),
        LeakReader::People => {
            lang.t("Thông báo về việc lộ dữ liệu cá nhân", "Notice about a leak of personal data")
        }
    };
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (&name(lang, leak), &at::one(leak.id))], lang.t("Bản in", "Print")))
        (page_head(heading, "", html! { (print_button(lang)) }))
        div.flow {
            p { (leak.place) ", " (lang.day_in_words(today)) }
            @for paragraph in text.split("\n\n").filter(|part| !part.trim().is_empty()) {
                p { (lines(paragraph)) }
            }
            p { (lang.t("Người phụ trách (ký, ghi rõ họ tên)", "In charge (signature, name)")) }
        }
    }
}

/// Those affected; `pages` are this one and how many there are.
pub fn affected(
    lang: Lang,
    leak: &Leak,
    people: &[Affected],
    total: i64,
    pages: (u32, u32),
) -> Markup {
    let table = Table::new(lang.t("Người bị ảnh hưởng", "Those affected"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Là ai", "Who"))
        .text(lang.t("Điện thoại", "Telephone"))
        .text(lang.t("Địa chỉ thư", "E-mail"))
        .rows(people.iter().map(|one| {
            [
                html! { (one.name) @if !one.mark.is_empty() { div.note { (one.mark) } } },
                html! { (one.kind.name(lang)) },
                html! { @if !one.phone.is_empty() { span.nowrap { (shown(&one.phone)) } } },
                html! { (one.email) },
            ]
        }))
        .empty(empty_state(
            Icon::Users,
            lang.t("Không có ai", "Nobody"),
            lang.t(
                "Trong những ngày này đơn vị không có dữ liệu của những người như vậy, hoặc họ đã được ẩn danh.",
                "On these days the organisation had no data of such people, or they were pseudonymised.",
            ),
            html! {},
        ));
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (&name(lang, leak), &at::one(leak.id))], lang.t("Người bị ảnh hưởng", "Those affected")))
        (page_head(
            lang.t("Người bị ảnh hưởng", "Those affected"),
            &format!("{} · {} – {}", lang.count(total, "người", "person", "people"), lang.date(leak.from_day), lang.date(leak.to_day)),
            html! {
                (print_button(lang))
                (Button::quiet(lang.t("Tải danh sách", "The list as a file")).icon(Icon::Download).to(at::of(leak.id, "affected.csv")))
            },
        ))
        (table)
        (pager(lang, pages.0, pages.1, |n| format!("{}?page={n}", at::of(leak.id, "affected"))))
    }
}
