//! One's own data: what is kept, what may be asked, what was asked; for residents behind a
//! booking's code and for pupils.

use maud::{Markup, html};

use crate::db::bookings::mine::Mine;
use crate::db::data_requests::DataRequest;
use crate::domain::data_requests::{
    DataRequestState, GuardianDataForm, OwnDataForm, RightKind, Subject,
};
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::Problems;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Form, Mark, badge, breadcrumb, button_row, definitions, form, page_head,
    section,
};

/// The page behind the code.
pub fn page(
    lang: Lang,
    mine: &Mine,
    sent: &[DataRequest],
    typed: &OwnDataForm,
    problems: &Problems,
) -> Markup {
    let filled = Form::of(typed, problems, lang);
    let none = lang.t("không có", "none");
    let phone = mine.phone.as_deref().map_or_else(|| none.to_owned(), shown);
    html! {
        (page_head(
            lang.t("Dữ liệu của tôi", "My data"),
            lang.t(
                "Ông/bà có quyền xem, sửa, ngừng dùng, rút đồng ý hoặc xóa dữ liệu của mình. Phường báo nhận trong 2 ngày làm việc.",
                "You may see, correct, restrict, withdraw or delete your data. The ward acknowledges within 2 working days.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (definitions(&[
            (lang.t("Tên", "Name"), html! { (mine.name) }),
            (lang.t("Điện thoại", "Telephone"), html! { (phone) }),
            (lang.t("Đơn vị giữ", "Kept by"), html! { (mine.ward) }),
        ]))
        (already_sent(lang, sent))
        (form(&paths::data_requests::own(&mine.code), html! {
            (filled.fill(Field::radios("kind", lang.t("Ông/bà muốn", "You would like to"), kinds(lang)).cards()))
            (filled.fill(Field::textarea("wish", lang.t("Nói rõ thêm", "More about it"))
                .hint(lang.t("Ví dụ: tên đúng là … Đừng ghi số giấy tờ hay mật khẩu", "For example: the right name is … No document number or password"))
                .max_len(1000).optional(lang)))
            (filled.fill(Field::email("reply_email", lang.t("Địa chỉ thư để nhận trả lời", "E-mail for the answer"))
                .hint(lang.t("Không có cũng được: phường sẽ gọi điện hoặc trả lời tại nơi hẹn", "Not needed: the ward calls or answers at the place"))
                .max_len(200).optional(lang)))
            (Button::primary(lang.t("Gửi yêu cầu", "Send the request")).wide())
        }))
        p { a href=(paths::bookings::mine(&mine.code)) { (lang.t("Về lượt đặt", "Back to the booking")) } }
    }
}

/// A pupil's page: everything at once to read, the rest to ask the school for.
pub fn pupil(lang: Lang, sent: &[DataRequest], typed: &OwnDataForm, problems: &Problems) -> Markup {
    let filled = Form::of(typed, problems, lang);
    let kinds = RightKind::ALL
        .iter()
        .filter(|kind| **kind != RightKind::See)
        .map(|kind| Choice::new(kind.code(), kind.name(lang)).note(kind.explain(lang)));
    html! {
        (page_head(
            lang.t("Dữ liệu của em", "My data"),
            lang.t(
                "Em và ba mẹ được xem, sửa, tạm ngừng dùng, rút đồng ý hoặc xóa dữ liệu của em bất cứ lúc nào.",
                "You and your parents may see, correct, restrict, withdraw or delete your data at any time.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (section(lang.t("Xem ngay", "See it now"), html! {
            p { (lang.t("Tất cả những gì hệ thống đang giữ về em. Báo cáo an toàn thì em xem cùng thầy cô phụ trách.", "Everything that is kept about you. Safety reports you read together with the teacher in charge.")) }
            (button_row(html! {
                (Button::quiet(lang.t("Xem và in", "Read and print")).icon(Icon::Printer).to(paths::data_requests::MY_COPY))
                (Button::quiet(lang.t("Tải tệp cho máy đọc", "File for machines")).icon(Icon::Download).to(paths::data_requests::MY_COPY_FILE))
            }))
        }))
        (already_sent(lang, sent))
        (section(lang.t("Nhờ nhà trường", "Ask the school"), html! {
            (form(paths::data_requests::MINE, html! {
                (filled.fill(Field::radios("kind", lang.t("Em muốn", "I would like to"), kinds.collect()).cards()))
                (filled.fill(Field::textarea("wish", lang.t("Nói rõ thêm", "More about it"))
                    .hint(lang.t("Ví dụ: tên đúng của em là … Đừng ghi số giấy tờ hay mật khẩu", "For example: my right name is … No document number or password"))
                    .max_len(1000).optional(lang)))
                (Button::primary(lang.t("Gửi cho nhà trường", "Send to the school")).wide())
            }))
            p.note { (lang.t("Nhà trường báo nhận trong 2 ngày làm việc. Trước khi xóa, thầy cô sẽ nói chuyện với em và ba mẹ.", "The school acknowledges within 2 working days. Before deleting, a teacher talks with you and your parents.")) }
        }))
    }
}

/// What a guardian may ask for, about the child or about themselves.
pub fn guardian(
    lang: Lang,
    child: &str,
    token: &str,
    sent: &[DataRequest],
    typed: &GuardianDataForm,
    problems: &Problems,
) -> Markup {
    let filled = Form::of(typed, problems, lang);
    let whose = vec![
        Choice::new("child", format!("{} {child}", lang.t("Dữ liệu của em", "The data of"))),
        Choice::new("own", lang.t("Dữ liệu của chính tôi (phụ huynh)", "My own (the guardian's)")),
    ];
    html! {
        (breadcrumb(lang, &[(lang.t("Trang phụ huynh", "Guardian's page"), &paths::guardians::page(token))], lang.t("Dữ liệu", "Data")))
        (page_head(
            lang.t("Dữ liệu của con và của tôi", "My child's data and mine"),
            lang.t(
                "Anh/chị được xem, sửa, tạm ngừng dùng, rút đồng ý hoặc xóa bất cứ lúc nào. Nhà trường báo nhận trong 2 ngày làm việc và gọi lại để xác minh.",
                "You may see, correct, restrict, withdraw or delete at any time. The school acknowledges within 2 working days and calls back to make sure it is you.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (already_sent(lang, sent))
        (form(&paths::data_requests::guardian(token), html! {
            (filled.fill(Field::radios("whose", lang.t("Dữ liệu của ai", "Whose data"), whose)))
            (filled.fill(Field::radios("kind", lang.t("Anh/chị muốn", "You would like to"), kinds(lang)).cards()))
            (filled.fill(Field::textarea("wish", lang.t("Nói rõ thêm", "More about it"))
                .hint(lang.t("Đừng ghi số giấy tờ hay mật khẩu", "No document number or password"))
                .max_len(1000).optional(lang)))
            (Button::primary(lang.t("Gửi cho nhà trường", "Send to the school")).wide())
        }))
    }
}

/// What may be asked for, each with what it means.
fn kinds(lang: Lang) -> Vec<Choice> {
    let choice =
        |kind: &RightKind| Choice::new(kind.code(), kind.name(lang)).note(kind.explain(lang));
    RightKind::ALL.iter().map(choice).collect()
}

fn already_sent(lang: Lang, sent: &[DataRequest]) -> Markup {
    html! {
        @if !sent.is_empty() {
            (section(lang.t("Đã gửi", "Sent"), html! {
                ul { @for request in sent { li { (line(lang, request)) } } }
            }))
        }
    }
}

fn line(lang: Lang, request: &DataRequest) -> Markup {
    let mark = match request.state {
        DataRequestState::Received => Mark::Waiting,
        DataRequestState::Acknowledged => Mark::Running,
        DataRequestState::Done => Mark::Done,
        DataRequestState::Refused => Mark::Stopped,
    };
    html! {
        strong { (request.kind.name(lang)) }
        @if request.subject == Subject::Guardian { " (" (lang.t("của phụ huynh", "the guardian's")) ")" }
        ", " (lang.date(request.asked_on)) " "
        (badge(mark, request.state.name(lang)))
        @if request.state.is_open() {
            div.note { (lang.t("Trả lời chậm nhất", "Answer by")) " " (lang.date(request.answer_by)) }
        }
        @if !request.answer.is_empty() { div.note { (request.answer) } }
    }
}
