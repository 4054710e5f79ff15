//! What the school sees of consents: who is missing, with one action each.

use maud::{Markup, html};

use crate::db::ambassadors::missing::{ClassLacks, Lack, MissingRow};
use crate::domain::at::At;
use crate::domain::guardians::{DeadlineForm, Way};
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::domain::phone;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Notice, Tab, Table, badge, breadcrumb, button_row, disclosure,
    empty_state, form, hidden, notice, page_head, pager, post_button, search_form, tabs,
};

/// The school's list and what narrows it.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    pub now: At,
    pub school_year: &'a str,
    pub rows: &'a [MissingRow],
    pub classes: &'a [ClassLacks],
    pub lack: Lack,
    pub class: Option<ClassId>,
    /// This page and how many there are.
    pub page: (u32, u32),
    pub ends_in: Option<i64>,
    pub asks: bool,
    pub keeps: bool,
}

fn lack_word(lang: Lang, lack: Lack) -> &'static str {
    match lack {
        Lack::Missing => lang.t("Còn thiếu", "Missing"),
        Lack::SaidNo => lang.t("Không đồng ý, đã rút", "Said no or withdrew"),
        Lack::Others => lang.t("Mục khác còn trống", "Others open"),
        Lack::Agreed => lang.t("Đã đủ để xếp ca", "Can be scheduled"),
    }
}

/// What is missing, with one action each.
pub fn list(lang: Lang, look: &Look<'_>, deadline: (&DeadlineForm, &Problems)) -> Markup {
    let class = look.class.map(|class| class.to_string()).unwrap_or_default();
    let here: Vec<&ClassLacks> =
        look.classes.iter().filter(|c| look.class.is_none_or(|id| c.class == id)).collect();
    let count = |lack: Lack| here.iter().map(|c| c.of(lack)).sum::<i64>();
    let all: Vec<Tab> = Lack::ALL
        .iter()
        .map(|lack| {
            Tab::new(lack_word(lang, *lack), paths::consents::narrowed(lack.code(), &class))
                .count(count(*lack))
                .current(*lack == look.lack)
        })
        .collect();
    let mut classes = vec![Choice::new("", lang.t("Mọi lớp", "All classes"))];
    classes.extend(look.classes.iter().map(|c| {
        Choice::new(c.class.to_string(), format!("{} ({}/{})", c.name, c.agreed, c.pupils))
    }));
    let code = look.lack.code();
    html! {
        (page_head(
            lang.t("Đồng ý tham gia", "Consents"),
            &format!("{} {}", lang.t("Năm học", "School year"), look.school_year),
            html! {
                (Button::quiet(lang.t("Tải danh sách (CSV)", "Download (CSV)")).icon(Icon::Download).to(paths::consents::export(code, &class)))
                @if look.asks && look.class.is_some() {
                    (Button::primary(lang.t("In phiếu cả lớp", "Print the class's forms")).icon(Icon::Printer).to(paths::consents::forms(&class)))
                }
            },
        ))
        @if let Some(days) = look.ends_in { (ends_soon(lang, days, count(Lack::Agreed))) }
        (tabs(lang.t("Trạng thái", "State"), &all))
        (search_form(paths::consents::LIST, html! {
            (hidden(&[("which", code)]))
            (Field::select("class", lang.t("Lớp (đủ / tổng số)", "Class (complete / all)"), classes).value(&class).filter())
            (Button::quiet(lang.t("Lọc", "Filter")).icon(Icon::Filter))
        }))
        @if look.asks && look.class.is_none() {
            p.note { (lang.t("Chọn một lớp để in phiếu của cả lớp trong một tệp.", "Choose a class to print all its forms in one file.")) }
        }
        (table(lang, look))
        (pager(lang, look.page.0, look.page.1, |page| paths::consents::list(code, &class, page)))
        @if look.keeps { (disclosure(lang.t("Hạn phụ huynh từ chối một ca", "Deadline for guardians"), deadline_form(lang, deadline))) }
    }
}

fn ends_soon(lang: Lang, days: i64, agreed: i64) -> Markup {
    let text = match lang {
        Lang::Vi => format!(
            "Mọi phiếu đồng ý hết hạn sau {days} ngày nữa, cùng năm học. {agreed} em đang đủ phiếu sẽ cần trả lời lại từ ngày đầu năm học mới; phụ huynh có thư điện tử được nhắc tự động một lần."
        ),
        Lang::En => format!(
            "All consents end in {days} days, with the school year. {agreed} pupils who agree now will have to answer anew; guardians with an e-mail address are reminded once."
        ),
    };
    notice(&Notice::info(text))
}

fn table(lang: Lang, look: &Look<'_>) -> Markup {
    let mut table = Table::new(lack_word(lang, look.lack))
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Em", "Child"))
        .text(lang.t("Phụ huynh", "Guardian"));
    if look.lack == Lack::Others {
        table = table.text(lang.t("Đã trả lời", "Answered"));
    }
    table = table.text(lang.t("Đường dẫn phụ huynh", "Guardian's link"));
    if look.asks {
        table = table.actions(lang.t("Việc", "Actions"));
    }
    let rows = look.rows.iter().map(|row| {
        let mut cells = vec![
            html! { a href=(paths::roster::one(row.id)) { (row.name) } },
            html! { (row.class_name) },
            answer(lang, row.child_rows, row.child_yes),
            answer(lang, row.guardian_rows, row.guardian_yes),
        ];
        if look.lack == Lack::Others {
            cells.push(html! { (row.answered) "/9" });
        }
        cells.push(html! { (link_state(lang, row, look.now)) });
        if look.asks {
            cells.push(actions(lang, row, look));
        }
        cells
    });
    let (title, hint) = match look.lack {
        Lack::Missing => (
            lang.t("Không em nào còn thiếu", "Nobody is missing"),
            lang.t(
                "Mọi em và phụ huynh trong danh sách này đã trả lời.",
                "Everybody on this list has answered.",
            ),
        ),
        _ => (
            lang.t("Không có em nào", "Nobody"),
            lang.t("Danh sách này đang trống.", "This list is empty."),
        ),
    };
    let table = table.rows(rows).empty(empty_state(Icon::Check, title, hint, html! {}));
    html! { (table) }
}

fn answer(lang: Lang, rows: i64, yes: i64) -> Markup {
    match (rows, yes) {
        (0, _) => badge(Mark::Waiting, lang.t("Chưa trả lời", "No answer")),
        (_, 0) => badge(Mark::Stopped, lang.t("Không", "No")),
        _ => badge(Mark::Done, lang.t("Đồng ý", "Agreed")),
    }
}

fn link_state(lang: Lang, row: &MissingRow, now: At) -> Markup {
    let (Some(made), Some(until)) = (row.link_made_at, row.link_expires_at) else {
        return html! { span.note { (lang.t("chưa gửi", "not sent")) } };
    };
    let state = match row.link_opened_at {
        _ if until <= now => lang.t("hết hạn", "expired"),
        Some(_) => lang.t("đã mở", "opened"),
        None => lang.t("chưa mở", "not opened"),
    };
    html! { (lang.date(made.day())) span.note { " · " (state) } }
}

/// What would bring the missing answer in: the guardian is asked by a link, the child by the
/// form it takes home or in its own account. Who has said no is not asked again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Next {
    Mail,
    Text,
    Print,
    Nothing,
}

fn next(row: &MissingRow, lack: Lack) -> Next {
    match lack {
        Lack::SaidNo => Next::Nothing,
        Lack::Missing if row.guardian_rows > 0 => Next::Print,
        _ if row.has_address => Next::Mail,
        _ => Next::Text,
    }
}

fn actions(lang: Lang, row: &MissingRow, look: &Look<'_>) -> Markup {
    let again = row.link_made_at.is_some();
    let mail = match again {
        false => lang.t("Gửi thư", "Mail link"),
        true => lang.t("Gửi lại thư", "Mail again"),
    };
    let text = match again {
        false => lang.t("Tin nhắn", "Text link"),
        true => lang.t("Tin nhắn mới", "New text"),
    };
    let print = lang.t("In phiếu", "Print");
    let enter = lang.t("Nhập phiếu", "Type in");
    let says = |word: &str| format!("{word}: {}", row.name);
    let link = paths::consents::link(row.id);
    html! {
        div.row {
            @match next(row, look.lack) {
                Next::Mail => (post_button(&link, Button::quiet(mail).icon(Icon::Mail).small().says(says(mail)), &[("way", Way::Email.code())])),
                Next::Text => (post_button(&link, Button::quiet(text).icon(Icon::Phone).small().says(says(text)), &[("way", Way::Shown.code())])),
                Next::Print => (Button::quiet(print).icon(Icon::Printer).small().says(says(print)).to(paths::consents::form(row.id))),
                Next::Nothing => {},
            }
            @if look.keeps && look.lack != Lack::Agreed {
                (Button::quiet(enter).icon(Icon::Pencil).small().says(says(enter)).to(format!("{}#phieu", paths::roster::one(row.id))))
            }
        }
    }
}

fn deadline_form(lang: Lang, (typed, problems): (&DeadlineForm, &Problems)) -> Markup {
    form(
        paths::consents::DEADLINE,
        html! {
            (Field::number("veto_hours", lang.t("Phụ huynh từ chối được một ca trước giờ bắt đầu bao nhiêu giờ?", "Up to how many hours before a shift can guardians say no?"))
                .hint(lang.t("Từ 1 đến 72; thường là 24.", "From 1 to 72; usually 24."))
                .short().value(&typed.veto_hours).error(problems.say("veto_hours", lang)))
            (Button::quiet(lang.t("Lưu", "Save")).icon(Icon::Check))
        },
    )
}

/// The text with the link, once: to be copied into SMS or Zalo.
pub fn text_message(lang: Lang, pupil: &str, text: &str, phone: Option<&str>) -> Markup {
    html! {
        (breadcrumb(lang, &[(lang.t("Đồng ý tham gia", "Consents"), paths::consents::LIST)], lang.t("Gửi phụ huynh", "For the guardian")))
        (page_head(
            &format!("{} {pupil}", lang.t("Tin nhắn gửi phụ huynh của em", "Text for the guardian of")),
            lang.t("Chép nguyên văn và gửi qua SMS hoặc Zalo từ số của nhà trường. Trang này chỉ hiện một lần; đường dẫn cũ, nếu có, đã ngừng dùng được.", "Copy it as it is and send it by SMS or Zalo from the school's number. This page is shown once; the old link, if any, is dead."),
            html! {},
        ))
        p class="message-text" id="message" tabindex="0" { (text) }
        (button_row(html! {
            button class="button primary needs-script" type="button" data-copy="message" data-done=(lang.t("Đã chép", "Copied")) {
                (Icon::Check) span { (lang.t("Chép tin nhắn", "Copy the text")) }
            }
            (Button::quiet(lang.t("Xong", "Done")).to(paths::consents::LIST))
        }))
        p {
            (lang.t("Số của phụ huynh:", "The guardian's number:")) " "
            @match phone {
                Some(number) => { strong { (phone::shown(number)) } },
                None => { (lang.t("chưa có trong danh sách", "not on the roster")) },
            }
        }
    }
}
