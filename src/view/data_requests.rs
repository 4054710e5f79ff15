//! Requests about personal data, as staff work on them.

pub mod copy;
pub mod deletion;
pub mod find;
mod labels;
pub mod letter;
pub mod own;

use chrono::NaiveDate;
use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Field, Mark, Tab, Table, Tone, badge, breadcrumb, button_row, card, confirm_box,
    confirm_box_again, definitions, empty_state, error_summary, form, hint_box, page_head, pager,
    post_button, section, side_by_side, tabs,
};
use crate::db::data_requests::DataRequest;
use crate::domain::at::At;
use crate::domain::data_requests::{CorrectionForm, DataRequestState, RightKind, Subject};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::paths::data_requests as at;
use crate::paths::roster;

/// A page of the list.
pub struct List<'a> {
    pub rows: &'a [DataRequest],
    pub open: bool,
    pub waiting: i64,
    pub answered: i64,
    pub page: i64,
    pub per_page: i64,
    pub today: NaiveDate,
}

/// "Yêu cầu về dữ liệu cá nhân".
pub fn title(lang: Lang) -> &'static str {
    lang.t("Yêu cầu về dữ liệu cá nhân", "Requests about personal data")
}

/// The requests, open or answered.
pub fn list(lang: Lang, list: &List<'_>) -> Markup {
    let done = format!("{}?show=done", at::LIST);
    let table = Table::new(title(lang))
        .text(lang.t("Người", "Person"))
        .text(lang.t("Yêu cầu", "Asks to"))
        .text(lang.t("Ngày nhận", "Asked on"))
        .text(lang.t("Hạn", "Due"))
        .text(lang.t("Tình trạng", "State"))
        .rows(list.rows.iter().map(|row| cells(lang, list.today, row)))
        .empty(empty_state(
            Icon::Shield,
            lang.t("Không có yêu cầu nào", "No request"),
            lang.t(
                "Yêu cầu gửi từ trang lượt đặt và từ giấy sẽ hiện ở đây.",
                "Requests from a booking's page and from paper appear here.",
            ),
            html! {},
        ));
    let total = if list.open { list.waiting } else { list.answered };
    let pages = (total + list.per_page - 1) / list.per_page;
    let show = if list.open { "open" } else { "done" };
    html! {
        (page_head(
            title(lang),
            lang.t(
                "Ai cũng có quyền xem, sửa, ngừng dùng, rút đồng ý hoặc xóa dữ liệu của mình. Báo nhận trong 2 ngày làm việc; trả lời trong 10, 15 hoặc 20 ngày.",
                "Everybody may see, correct, restrict, withdraw or delete their data. Acknowledge within 2 working days; answer within 10, 15 or 20 days.",
            ),
            html! { (Button::primary(lang.t("Nhận yêu cầu", "A new request")).icon(Icon::Plus).to(at::NEW)) },
        ))
        (tabs(lang.t("Danh sách", "List"), &[
            Tab::new(lang.t("Chờ trả lời", "Open"), at::LIST).count(list.waiting).current(list.open),
            Tab::new(lang.t("Đã trả lời", "Answered"), &done).count(list.answered).current(!list.open),
        ]))
        (table)
        (pager(lang, list.page as u32, pages.max(1) as u32, |n| format!("{}?show={show}&page={n}", at::LIST)))
    }
}

fn state_badge(lang: Lang, request: &DataRequest, today: NaiveDate) -> Markup {
    let mark = match request.state {
        DataRequestState::Received => Mark::Waiting,
        DataRequestState::Acknowledged => Mark::Running,
        DataRequestState::Done => Mark::Done,
        DataRequestState::Refused => Mark::Stopped,
    };
    html! {
        (badge(mark, request.state.name(lang)))
        @if request.is_late(today) { " " (badge(Mark::Warning, lang.t("Quá hạn", "Overdue"))) }
    }
}

fn cells(lang: Lang, today: NaiveDate, row: &DataRequest) -> [Markup; 5] {
    [
        html! {
            a href=(at::one(row.id)) { (row.name) }
            div.note { (row.subject.name(lang)) " · " (row.place) }
        },
        html! { (row.kind.name(lang)) },
        html! { (lang.date(row.asked_on)) },
        html! {
            @if row.state == DataRequestState::Received {
                (lang.t("báo nhận", "acknowledge")) " " (lang.date(row.acknowledge_by)) br;
            }
            (lang.t("trả lời", "answer")) " " (lang.date(row.answer_by))
        },
        html! { (state_badge(lang, row, today)) },
    ]
}

/// What was typed and is not right yet.
#[derive(Default)]
pub struct Typed {
    pub answer: String,
    pub correction: Option<CorrectionForm>,
    pub problems: Problems,
}

/// One request.
pub struct One<'a> {
    pub request: &'a DataRequest,
    pub correction: Option<&'a CorrectionForm>,
    pub typed: &'a Typed,
    pub now: At,
}

/// One request with its clocks, what was asked, and what can be done next.
pub fn one(lang: Lang, page: &One<'_>) -> Markup {
    let request = page.request;
    let heading = format!("{} · {}", request.kind.name(lang), request.name);
    html! {
        (breadcrumb(lang, &[(title(lang), at::LIST)], request.kind.name(lang)))
        (page_head(&heading, "", html! {}))
        (error_summary(lang, &page.typed.problems.all(lang)))
        p.row { (state_badge(lang, request, page.now.day())) }
        (definitions(&facts(lang, request, page.now.day())))
        @if request.state.is_open() { (next(lang, page)) } @else { (ended(lang, request)) }
        (button_row(html! {
            (Button::quiet(lang.t("Thư trả lời để in", "The letter to print")).icon(Icon::Printer).to(at::of(request.id, "letter")))
        }))
    }
}

/// "còn 3 ngày", "hôm nay là hạn cuối", "quá hạn 2 ngày".
fn left(lang: Lang, due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        0 => lang.t("hôm nay là hạn cuối", "today is the last day").to_owned(),
        days if days > 0 => {
            format!("{} {}", lang.t("còn", "in"), lang.count(days, "ngày", "day", "days"))
        }
        days => {
            format!("{} {}", lang.t("quá hạn", "late by"), lang.count(-days, "ngày", "day", "days"))
        }
    }
}

fn facts(lang: Lang, request: &DataRequest, today: NaiveDate) -> Vec<(&str, Markup)> {
    let mut facts = vec![
        (
            lang.t("Dữ liệu của", "Data of"),
            html! { (request.name) " (" (request.subject.name(lang)) ", " (request.place) ")" },
        ),
        (
            lang.t("Ai yêu cầu", "Asked by"),
            html! {
                (request.asked_by.name(lang)) @if !request.asker_name.is_empty() { ": " (request.asker_name) }
            },
        ),
        (lang.t("Bằng cách nào", "How"), html! { (request.way.name(lang)) }),
        (lang.t("Xác minh", "Identity"), html! { (request.identity_check.name(lang)) }),
        (lang.t("Ngày yêu cầu", "Asked on"), html! { (lang.date(request.asked_on)) }),
        (
            lang.t("Ghi nhận", "Entered"),
            html! {
                (lang.moment(request.received_at)) @if let Some(by) = &request.received_by { " · " (by) }
            },
        ),
        (
            lang.t("Hạn báo nhận", "Acknowledge by"),
            html! {
                (lang.date(request.acknowledge_by))
                @match request.acknowledged_at {
                    Some(at) => { " · " (lang.t("đã báo nhận", "acknowledged")) " " (lang.moment(at)) }
                    None => { " · " (left(lang, request.acknowledge_by, today)) }
                }
            },
        ),
        (
            lang.t("Hạn trả lời", "Answer by"),
            html! {
                strong { (lang.date(request.answer_by)) }
                @if request.state.is_open() { " · " (left(lang, request.answer_by, today)) }
            },
        ),
    ];
    if !request.wish.is_empty() {
        facts.push((lang.t("Nội dung", "Wish"), html! { (request.wish) }));
    }
    if let Some(email) = &request.reply_email {
        facts.push((lang.t("Trả lời qua thư", "Answer by mail"), html! { (email) }));
    }
    facts
}

fn next(lang: Lang, page: &One<'_>) -> Markup {
    let request = page.request;
    html! {
        @if request.state == DataRequestState::Received {
            (card(lang.t("Báo đã nhận", "Acknowledge"), html! {
                p {
                    (lang.t(
                        "Báo cho người yêu cầu biết đã nhận. Có địa chỉ thư thì thư tự gửi; không thì gọi điện hoặc đưa bản in.",
                        "Tell the person that it has arrived. With an address the letter goes by itself; else call or hand over the print.",
                    ))
                }
                (post_button(&at::of(request.id, "acknowledge"), Button::primary(lang.t("Đã báo nhận", "Acknowledge")).icon(Icon::Check), &[]))
            }))
        }
        (card(request.kind.name(lang), deed(lang, page)))
        (refuse_box(lang, page))
    }
}

fn refuse_box(lang: Lang, page: &One<'_>) -> Markup {
    let problem = page.typed.problems.say("answer", lang);
    let ask = if problem.is_some() { confirm_box_again } else { confirm_box };
    ask(
        lang.t("Từ chối…", "Refuse…"),
        lang.t(
            "Chỉ từ chối khi luật cho phép, và nói rõ vì sao. Người yêu cầu đọc được lý do này.",
            "Only as the law allows, and say why. The person reads this reason.",
        ),
        &at::of(page.request.id, "refuse"),
        Button::danger(lang.t("Từ chối yêu cầu", "Refuse the request")),
        html! {
            (Field::textarea("answer", lang.t("Lý do", "Reason")).max_len(1000)
                .value(&page.typed.answer).error(problem))
        },
    )
}

/// A field for words that go along with the deed.
fn words_along(lang: Lang, id: &str) -> Field {
    Field::textarea("answer", lang.t("Lời nhắn kèm theo", "Words to go along"))
        .id(id)
        .max_len(1000)
        .optional(lang)
}

fn deed(lang: Lang, page: &One<'_>) -> Markup {
    let request = page.request;
    match request.kind {
        RightKind::See => html! {
            p { (lang.t("In bản sao, trao tận tay hoặc cho người yêu cầu tải tệp, rồi ghi là đã trả lời.", "Print the copy and hand it over, or give the file, then note it as answered.")) }
            (button_row(html! {
                (Button::quiet(lang.t("Bản sao để in", "Copy to print")).icon(Icon::Printer).to(at::of(request.id, "copy")))
                (Button::quiet(lang.t("Tải tệp cho máy đọc", "File for machines")).icon(Icon::Download).to(at::of(request.id, "copy.json")))
            }))
            (form(&at::of(request.id, "answer"), html! {
                (words_along(lang, "answer-see"))
                (Button::primary(lang.t("Đã trao bản sao", "The copy was handed over")))
            }))
        },
        RightKind::Correct => correct(lang, page),
        RightKind::Restrict => html! {
            p { (lang.t("Dữ liệu được giữ nhưng không dùng để xếp lịch, ghép hay gửi tin cho đến khi bỏ hạn chế. Ca trực sắp tới của em được rút.", "The data are kept but not used for scheduling, matching or letters until it is lifted. A pupil's coming shifts are withdrawn.")) }
            (form(&at::of(request.id, "restrict"), html! {
                (words_along(lang, "answer-restrict"))
                (Button::primary(lang.t("Tạm ngừng sử dụng", "Restrict the use")))
            }))
        },
        RightKind::Withdraw => html! {
            p {
                @if request.subject == Subject::Resident {
                    (lang.t("Mọi lịch hẹn và yêu cầu sắp tới của người này được hủy, chỗ trả lại cho người khác.", "All coming appointments and requests are cancelled and the seats go to others."))
                } @else {
                    (lang.t("Mọi điều đã đồng ý trong năm học này được rút; ca trực sắp tới được trả lại ngay.", "Every consent of this school year is withdrawn; coming shifts are given back at once."))
                }
            }
            (form(&at::of(request.id, "withdraw"), html! {
                (words_along(lang, "answer-withdraw"))
                (Button::primary(lang.t("Rút lại đồng ý", "Withdraw the consent")))
            }))
        },
        RightKind::Delete => html! {
            p { (lang.t("Bước tiếp theo cho thấy những gì sẽ mất và những gì luật buộc giữ lại dưới dạng con số.", "The next step shows what goes and what the law keeps as figures.")) }
            (button_row(html! { (Button::primary(lang.t("Xem trước khi xóa", "Look before deleting")).to(at::of(request.id, "delete"))) }))
        },
    }
}

fn correct(lang: Lang, page: &One<'_>) -> Markup {
    let request = page.request;
    let problems = &page.typed.problems;
    match (page.correction, request.ambassador) {
        (Some(now), _) => form(
            &at::of(request.id, "correct"),
            html! {
                p { (lang.t("Giá trị cũ không được giữ lại ở đâu cả.", "The old values are kept nowhere.")) }
                (Field::text("name", lang.t("Tên", "Name")).max_len(80).value(&now.name).error(problems.say("name", lang)))
                (side_by_side(html! {
                    (Field::tel("phone", lang.t("Điện thoại", "Telephone")).optional(lang).value(&now.phone).error(problems.say("phone", lang)))
                    (Field::number("birth_year", lang.t("Năm sinh", "Year of birth")).optional(lang).value(&now.birth_year).error(problems.say("birth_year", lang)))
                }))
                (Button::primary(lang.t("Sửa và trả lời", "Correct and answer")))
            },
        ),
        (None, Some(pupil)) => html! {
            p { (lang.t("Sửa ở trang của em trong danh sách đại sứ số, rồi ghi là đã trả lời.", "Correct it on the pupil's page of the roster, then note it as answered.")) }
            (button_row(html! { (Button::quiet(lang.t("Mở trang của em", "Open the pupil's page")).to(roster::one(pupil))) }))
            (form(&at::of(request.id, "answer"), html! {
                (words_along(lang, "answer-correct"))
                (Button::primary(lang.t("Đã sửa xong", "It is corrected")))
            }))
        },
        (None, None) => html! {},
    }
}

fn ended(lang: Lang, request: &DataRequest) -> Markup {
    let when = request.finished_at.map(|at| lang.moment(at)).unwrap_or_default();
    let restricted = request.kind == RightKind::Restrict
        && request.state == DataRequestState::Done
        && request.lifted_at.is_none();
    html! {
        (section(request.state.name(lang), html! {
            p { (when) @if let Some(by) = &request.finished_by { " · " (by) } }
            @if !request.answer.is_empty() { p { (request.answer) } }
        }))
        @if restricted {
            (post_button(&at::of(request.id, "lift"), Button::quiet(lang.t("Bỏ hạn chế, dùng lại", "Lift, use again")), &[]))
        }
        @if let Some(lifted) = request.lifted_at {
            p.note { (lang.t("Đã bỏ hạn chế lúc", "Lifted at")) " " (lang.moment(lifted)) }
        }
        (proof(lang, request))
    }
}

/// What the scan after a deletion has seen.
fn proof(lang: Lang, request: &DataRequest) -> Markup {
    let (Some(tables), Some(columns), Some(finds)) =
        (request.scanned_tables, request.scanned_columns, request.finds)
    else {
        return html! {};
    };
    let tone = if finds == 0 { Tone::Good } else { Tone::Bad };
    hint_box(
        tone,
        html! {
            p {
                strong {
                    @if finds == 0 { (lang.t("Không còn tìm thấy người này.", "The person is found nowhere.")) }
                    @else { (lang.t("Vẫn còn tìm thấy dấu vết.", "Something is still found.")) }
                }
            }
            p {
                (lang.t("Đã dò tên, điện thoại, địa chỉ thư và mã trong", "Name, telephone, address and codes were looked for in")) " "
                (lang.count(tables, "bảng", "table", "tables")) ", "
                (lang.count(columns, "cột", "column", "columns")) "; "
                (lang.t("tìm thấy", "found")) " " (finds) "."
            }
            @if finds > 0 {
                p { (lang.t("Ở:", "In:")) " " code { (request.found_in) } }
                p { (lang.t("Những chỗ này không thể sửa (sổ chỉ ghi thêm). Hãy báo người quản trị.", "These places cannot be changed (rows are only added). Tell the administrator.")) }
            }
            p.note { (lang.t("Nếu có thư trả lời qua mạng, thư còn nằm trong hàng gửi và tự xóa theo thời hạn của tin nhắn.", "A letter of answer by e-mail, if any, stands among the messages and is emptied with them.")) }
        },
    )
}
