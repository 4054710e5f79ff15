//! Taking a request in: whose data it is about, then what was asked and how it was checked.

use maud::{Markup, html};

use super::title;
use crate::db::data_requests::find::Found;
use crate::domain::data_requests::{
    AskedBy, DataRequestForm, IdentityCheck, RightKind, Subject, Way,
};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::data_requests as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Form, Table, breadcrumb, definitions, empty_state, form, hidden,
    page_head, search_form, side_by_side,
};

/// Looks for the person.
pub fn page(lang: Lang, typed: &str, found: &[Found]) -> Markup {
    let table = Table::new(lang.t("Người tìm thấy", "People found"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Là ai", "Who"))
        .text(lang.t("Đơn vị", "Organisation"))
        .actions(lang.t("Việc", "Actions"))
        .rows(found.iter().map(|row| cells(lang, row)))
        .empty(empty_state(
            Icon::Search,
            lang.t("Không tìm thấy ai", "Nobody found"),
            lang.t(
                "Thử họ tên đầy đủ, số điện thoại hoặc mã lượt đặt.",
                "Try the full name, the telephone number or the booking code.",
            ),
            html! {},
        ));
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST)], lang.t("Nhận yêu cầu", "A new request")))
        (page_head(
            lang.t("Yêu cầu này về dữ liệu của ai?", "Whose data is it about?"),
            lang.t(
                "Tìm theo tên, số điện thoại hoặc mã lượt đặt. Phụ huynh tìm theo tên con.",
                "By name, telephone or booking code. Guardians by the name of the child.",
            ),
            html! {},
        ))
        (search_form(at::NEW, html! {
            (Field::search("q", lang.t("Tên, điện thoại hoặc mã", "Name, telephone or code")).value(typed).filter())
            (Button::quiet(lang.t("Tìm", "Search")).icon(Icon::Search))
        }))
        @if !typed.is_empty() { (table) }
    }
}

/// What tells people of one name apart.
fn mark(lang: Lang, found: &Found) -> String {
    match found.subject {
        Subject::Resident if found.mark.is_empty() => String::new(),
        Subject::Resident => format!("{} {}", lang.t("số cuối", "ends with"), found.mark),
        Subject::Pupil => format!("{} {}", lang.t("lớp", "class"), found.mark),
        Subject::Guardian => format!("{} {}", lang.t("phụ huynh của", "guardian of"), found.mark),
    }
}

fn cells(lang: Lang, row: &Found) -> [Markup; 4] {
    let to = format!("{}?subject={}&who={}", at::NEW, row.subject.code(), row.id);
    let choose = lang.t("Chọn", "Choose");
    [
        html! { (row.name) },
        html! { (row.subject.name(lang)) div.note { (mark(lang, row)) } },
        html! { (row.place) },
        html! { (Button::quiet(choose).small().to(to).says(format!("{choose}: {}", row.name))) },
    ]
}

/// The request as staff type it in.
pub fn ask(lang: Lang, found: &Found, typed: &DataRequestForm, problems: &Problems) -> Markup {
    let filled = Form::of(typed, problems, lang);
    let kinds = RightKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.name(lang)).note(kind.explain(lang)));
    let by = AskedBy::ALL.iter().map(|by| Choice::new(by.code(), by.name(lang)));
    let ways = Way::ALL.iter().filter(|way| way.is_entered());
    let ways = ways.map(|way| Choice::new(way.code(), way.name(lang)));
    let checks = IdentityCheck::ALL
        .iter()
        .filter(|check| check.is_entered())
        .map(|check| Choice::new(check.code(), check.name(lang)));
    let checks =
        std::iter::once(Choice::new("", lang.t("Chọn cách đã làm", "Choose how"))).chain(checks);
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST), (lang.t("Nhận yêu cầu", "A new request"), at::NEW)], &found.name))
        (page_head(lang.t("Người này yêu cầu điều gì?", "What is asked for?"), "", html! {}))
        (filled.summary(lang))
        (definitions(&[(lang.t("Dữ liệu của", "Data of"), html! {
            strong { (found.name) } " · " (found.subject.name(lang)) " · " (found.place) " " span.note { (mark(lang, found)) }
        })]))
        (form(at::NEW, html! {
            (hidden(&[("subject", &typed.subject), ("who", &typed.who)]))
            (filled.fill(Field::radios("kind", lang.t("Muốn gì", "Asks to"), kinds.collect())))
            (filled.fill(Field::radios("asked_by", lang.t("Ai yêu cầu", "Who asks"), by.collect())))
            (filled.fill(Field::text("asker_name", lang.t("Tên người yêu cầu", "Name of who asks"))
                .hint(lang.t("Để trống nếu chính người đó yêu cầu", "Empty when it is the person")).max_len(80).optional(lang)))
            (side_by_side(html! {
                (filled.fill(Field::radios("way", lang.t("Bằng cách nào", "How"), ways.collect())))
                (filled.fill(Field::date("asked_on", lang.t("Ngày yêu cầu", "Asked on"))))
            }))
            (filled.fill(Field::select("identity_check", lang.t("Đã xác minh bằng cách nào", "How identity was checked"), checks.collect())))
            (filled.fill(Field::textarea("wish", lang.t("Nội dung", "Wish")).max_len(1000)
                .hint(lang.t("Không ghi số giấy tờ, mật khẩu hay mã OTP", "No document number, password or one-time code")).optional(lang)))
            (filled.fill(Field::email("reply_email", lang.t("Địa chỉ thư để trả lời", "E-mail for the answer")).max_len(200).optional(lang)))
            (Button::primary(lang.t("Nhận yêu cầu", "Keep the request")))
        }))
    }
}
