//! The school's roster: the list, new pupils, sign-in cards. One pupil's page and the
//! calendar have files of their own.

mod apart;
mod calendar;
mod cards;
mod consents;
mod one;

pub use calendar::{calendar, lessons};
pub use cards::{Cards, cards, sheet};
pub use one::{OneTyped, one};

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::code_block;
use super::parts::{
    Button, Choice, Field, Mark, Notice, Table, badge, breadcrumb, button_row, empty_state,
    error_summary, form, hidden, notice, page_head, pager, search_form, section,
};
use crate::db::ambassadors::pages::RosterPage;
use crate::db::ambassadors::roster::{RosterRow, Which};
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::roster::{ClassChoice, PasteForm, PastedLine, PupilForm};
use crate::paths;

/// What narrows the list, as it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub part: &'a str,
    pub class: Option<ClassId>,
    pub which: Which,
}

fn which_word(lang: Lang, which: Which) -> &'static str {
    match which {
        Which::Active => lang.t("Đang hoạt động", "Active"),
        Which::NoConsent => lang.t("Thiếu phiếu đồng ý", "Consent missing"),
        Which::NoCertificate => lang.t("Chưa có chứng nhận", "Not certified"),
        Which::Ready => lang.t("Sẵn sàng trực", "Ready to be scheduled"),
        Which::NoPassword => lang.t("Chưa có thẻ đăng nhập", "Without a sign-in card"),
        Which::Paused => lang.t("Tạm nghỉ", "Paused"),
    }
}

/// The list with its filters.
pub fn list(
    lang: Lang,
    page: &RosterPage,
    asked: Asked<'_>,
    href: impl Fn(u32) -> String,
) -> Markup {
    let mut classes = vec![Choice::new("", lang.t("Mọi lớp", "All classes"))];
    classes.extend(page.classes.iter().map(|c| Choice::new(c.id.to_string(), &*c.name)));
    let states: Vec<Choice> =
        Which::ALL.iter().map(|w| Choice::new(w.code(), which_word(lang, *w))).collect();
    let class = asked.class.map(|class| class.to_string()).unwrap_or_default();
    html! {
        (page_head(
            lang.t("Đại sứ số của trường", "Ambassadors of the school"),
            &lang.count(page.total, "em trong danh sách này", "pupil in this list", "pupils in this list"),
            html! {
                @if page.keeps {
                    (Button::primary(lang.t("Thêm một em", "Add a pupil")).icon(Icon::Plus).to(paths::roster::NEW))
                    (Button::quiet(lang.t("Dán danh sách", "Paste a list")).icon(Icon::List).to(paths::roster::PASTE))
                }
                @if page.issues {
                    (Button::quiet(lang.t("Thẻ đăng nhập", "Sign-in cards")).icon(Icon::Key).to(paths::roster::CARDS))
                }
            },
        ))
        (search_form(paths::roster::LIST, html! {
            (Field::search("q", lang.t("Tên hoặc mã", "Name or code")).value(asked.part).filter())
            (Field::select("class", lang.t("Lớp", "Class"), classes).value(class).filter())
            (Field::select("which", lang.t("Trạng thái", "State"), states).value(asked.which.code()).filter())
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        }))
        (table(lang, &page.rows))
        (pager(lang, page.page, page.pages, href))
    }
}

fn table(lang: Lang, rows: &[RosterRow]) -> Markup {
    let table = Table::new(lang.t("Đại sứ số", "Ambassadors"))
        .id("ambassadors")
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Đồng ý", "Consent"))
        .number(lang.t("Thủ tục", "Topics"))
        .number(lang.t("Cấp", "Level"))
        .number(lang.t("Ca sắp tới", "Shifts ahead"))
        .text(lang.t("Đăng nhập", "Sign-in"))
        .rows(rows.iter().map(|row| {
            [
                html! {
                    a href=(paths::roster::one(row.id)) { (row.name) }
                    @if !row.active { " " (badge(Mark::Stopped, lang.t("Tạm nghỉ", "Paused"))) }
                },
                html! { (row.class_name) },
                html! { (signatures(lang, row.signatures)) },
                html! { (row.certified) },
                html! { (row.level) },
                html! { (row.shifts) },
                html! {
                    code { (row.sign_in_name) }
                    @if !row.has_password { " " (badge(Mark::Waiting, lang.t("Chưa có thẻ", "No card"))) }
                },
            ]
        }))
        .empty(empty_state(
            Icon::Users,
            lang.t("Không có em nào", "Nobody here"),
            lang.t("Bỏ bớt điều kiện lọc, hoặc thêm học sinh vào danh sách.", "Loosen the filter, or add pupils to the roster."),
            html! {},
        ));
    html! { (table) }
}

fn signatures(lang: Lang, count: i64) -> Markup {
    match count {
        2.. => badge(Mark::Done, lang.t("Đủ hai chữ ký", "Both signed")),
        1 => badge(Mark::Warning, lang.t("Một chữ ký", "One signed")),
        _ => badge(Mark::Waiting, lang.t("Chưa có", "None")),
    }
}

fn way_back(lang: Lang, here: &str) -> Markup {
    breadcrumb(lang, &[(lang.t("Đại sứ số", "Ambassadors"), paths::roster::LIST)], here)
}

/// The fields of a pupil's details, for a new one and for changes.
fn pupil_fields(
    lang: Lang,
    classes: &[ClassChoice],
    typed: &PupilForm,
    problems: &Problems,
) -> Markup {
    let error = |field: &str| problems.say(field, lang);
    let mut choices = vec![Choice::new("", lang.t("Chọn lớp", "Choose a class"))];
    choices.extend(classes.iter().map(|c| Choice::new(c.id.to_string(), &*c.name)));
    html! {
        (Field::text("name", lang.t("Họ và tên", "Full name")).max_len(100).value(&typed.name).error(error("name")))
        (Field::select("class", lang.t("Lớp", "Class"), choices).value(&typed.class).error(error("class")))
        (Field::number("birth_year", lang.t("Năm sinh", "Year of birth")).hint(lang.t("Chỉ cần năm. Ví dụ: 2013", "The year is enough. For example: 2013")).max_len(4).value(&typed.birth_year).error(error("birth_year")))
        (Field::text("guardian_name", lang.t("Phụ huynh", "Guardian")).max_len(100).value(&typed.guardian_name).error(error("guardian_name")))
        (Field::tel("guardian_phone", lang.t("Điện thoại phụ huynh", "Guardian's telephone")).optional(lang).attribute("autocomplete", "off").value(&typed.guardian_phone).error(error("guardian_phone")))
        (Field::email("guardian_email", lang.t("Thư điện tử phụ huynh", "Guardian's e-mail")).optional(lang).attribute("autocomplete", "off").hint(lang.t("Để phụ huynh tự xác nhận “gia đình số” qua đường dẫn.", "So that the guardian confirms help at home by a link.")).value(&typed.guardian_email).error(error("guardian_email")))
    }
}

/// The form for one new pupil.
pub fn new(lang: Lang, classes: &[ClassChoice], typed: &PupilForm, problems: &Problems) -> Markup {
    let title = lang.t("Thêm một em", "Add a pupil");
    html! {
        (way_back(lang, title))
        (page_head(title, lang.t("Em chỉ được xếp ca khi đã đủ hai chữ ký đồng ý và có chứng nhận.", "A pupil is scheduled only with both signatures and a certification."), html! {}))
        (error_summary(lang, &problems.all(lang)))
        (form(paths::roster::NEW, html! {
            (pupil_fields(lang, classes, typed, problems))
            (Button::primary(lang.t("Thêm vào danh sách", "Add")).icon(Icon::Plus))
        }))
    }
}

/// A list to be pasted; with lines read, also what each would become.
pub fn paste(
    lang: Lang,
    classes: &[ClassChoice],
    typed: &PasteForm,
    lines: Option<&[PastedLine]>,
    problems: &Problems,
) -> Markup {
    let title = lang.t("Dán danh sách", "Paste a list");
    let names: Vec<&str> = classes.iter().map(|class| class.name.as_str()).collect();
    html! {
        (way_back(lang, title))
        (page_head(title, lang.t("Mỗi em một dòng, chép từ bảng tính cũng được.", "One pupil a line; copying from a spreadsheet works too."), html! {}))
        (error_summary(lang, &problems.all(lang)))
        @if let Some(lines) = lines { (read(lang, typed, lines)) }
        (form(paths::roster::PASTE, html! {
            (Field::textarea("lines", lang.t("Danh sách", "List"))
                .hint(lang.t("Họ tên; lớp; năm sinh; phụ huynh; điện thoại", "Name; class; year of birth; guardian; telephone"))
                .attribute("rows", "12").value(&typed.lines).error(problems.say("lines", lang)))
            (Button::primary(lang.t("Xem trước", "Preview")).named("act", "preview").icon(Icon::Eye))
        }))
        (section(lang.t("Ví dụ", "Example"), html! {
            (code_block("Lê Gia Hân; 8A1; 2013; Lê Văn Tám; 0903 123 456"))
            p.note { (lang.t("Lớp của trường năm học này:", "Classes of the school this year:")) " " (names.join(", ")) }
        }))
    }
}

fn read(lang: Lang, typed: &PasteForm, lines: &[PastedLine]) -> Markup {
    let fine = lines.iter().filter(|line| line.read.is_ok()).count();
    let bad = lines.len() - fine;
    let table = Table::new(lang.t("Kết quả đọc danh sách", "What the list says"))
        .number(lang.t("Dòng", "Line"))
        .text(lang.t("Nội dung", "Text"))
        .text(lang.t("Kết quả", "Result"))
        .rows(lines.iter().map(|line| {
            [
                html! { (line.number) },
                html! { (line.text) },
                match &line.read {
                    Ok(_) => badge(Mark::Done, lang.t("Thêm được", "Will be added")),
                    Err(why) => html! { (badge(Mark::Warning, lang.t("Bỏ qua", "Left out"))) " " (why.say(lang)) },
                },
            ]
        }));
    html! {
        @if fine > 0 {
            form method="post" action=(paths::roster::PASTE) {
                (hidden(&[("lines", &typed.lines)]))
                (button_row(html! {
                    (Button::primary(format!("{} {fine} {}", lang.t("Thêm", "Add"), lang.t("em", "pupils"))).icon(Icon::Plus).named("act", "add"))
                }))
            }
        }
        @if bad > 0 {
            (notice(&Notice::warn(format!("{bad} {}", lang.t("dòng chưa đúng sẽ bị bỏ qua. Sửa ở ô bên dưới rồi xem trước lại.", "lines are left out. Mend them below and preview again.")))))
        }
        (table)
    }
}
