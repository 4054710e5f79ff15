//! The answer, as a page to print and as a letter where there is an address. Neither says
//! more of the person than they know, and none carries a link.

use super::one;
use crate::db::data_requests::DataRequest;
use crate::domain::data_requests::{DataRequestState, RightKind};
use crate::domain::ids::DataRequestId;
use crate::domain::lang::Lang;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer};

/// The words of an answer in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    pub subject: String,
    pub paragraphs: Vec<String>,
}

/// The answer's event: a person gets it once.
pub(super) fn answer_key(id: DataRequestId) -> String {
    format!("data_request.answer:{id}")
}

/// The request and the letter that fits where it stands, in one language.
pub fn letter(act: &mut Act<'_>, id: DataRequestId, lang: Lang) -> Answer<(DataRequest, Letter)> {
    let request = one(act, id)?;
    let words = match request.state {
        DataRequestState::Received | DataRequestState::Acknowledged => received(lang, &request),
        state => answer(lang, &request, state, &request.answer),
    };
    Ok((request, words))
}

fn received(lang: Lang, request: &DataRequest) -> Letter {
    let (asked, by) = (lang.date(request.asked_on), lang.date(request.answer_by));
    let kind = request.kind.name(lang);
    Letter {
        subject: lang
            .t("Đã nhận yêu cầu về dữ liệu cá nhân", "Your request about personal data has arrived")
            .to_owned(),
        paragraphs: vec![
            lang.t(
                &format!("Chúng tôi đã nhận yêu cầu «{kind}» gửi ngày {asked}."),
                &format!("Your request “{kind}” of {asked} has arrived."),
            )
            .to_owned(),
            lang.t(
                &format!("Chúng tôi sẽ trả lời chậm nhất ngày {by}, theo Luật Bảo vệ dữ liệu cá nhân và Nghị định 356/2025/NĐ-CP."),
                &format!("You will have an answer by {by}, as the Law on Personal Data Protection and Decree 356/2025/NĐ-CP ask."),
            )
            .to_owned(),
        ],
    }
}

fn done(lang: Lang, kind: RightKind) -> &'static str {
    match kind {
        RightKind::See => lang.t(
            "Bản sao mọi dữ liệu chúng tôi đang giữ được trao kèm thư này, hoặc nhận tại đơn vị. Chúng tôi không gửi bản sao qua thư điện tử.",
            "The copy of all data kept is handed over with this letter or at our office. It is not sent by e-mail.",
        ),
        RightKind::Correct => {
            lang.t("Dữ liệu đã được sửa như yêu cầu.", "The data were corrected as asked.")
        }
        RightKind::Restrict => lang.t(
            "Dữ liệu vẫn được giữ nhưng không còn dùng để xếp lịch, ghép người giúp hay gửi tin, cho đến khi có yêu cầu dùng lại.",
            "The data are kept but no longer used for scheduling, matching or messages, until you ask otherwise.",
        ),
        RightKind::Withdraw => lang.t(
            "Việc đồng ý đã được rút. Lịch hẹn và ca trực sắp tới đã hủy.",
            "The consent is withdrawn. Coming appointments and shifts are cancelled.",
        ),
        RightKind::Delete => lang.t(
            "Tên, điện thoại, địa chỉ thư và các mã đã được xóa khỏi hệ thống. Số lượt, số giờ và số giấy khen còn lại dưới dạng con số, không kèm tên, vì luật yêu cầu lưu.",
            "Name, telephone, e-mail address and codes were deleted. Visits, hours and award numbers stay as figures without a name, as the law asks.",
        ),
    }
}

fn answer(lang: Lang, request: &DataRequest, state: DataRequestState, said: &str) -> Letter {
    let kind = request.kind.name(lang);
    let asked = lang.date(request.asked_on);
    let mut paragraphs = vec![
        lang.t(
            &format!("Về yêu cầu «{kind}» gửi ngày {asked}:"),
            &format!("About your request “{kind}” of {asked}:"),
        )
        .to_owned(),
    ];
    if state == DataRequestState::Refused {
        let no = lang.t(
            "Chúng tôi chưa thể thực hiện yêu cầu này vì lý do sau.",
            "We cannot do what was asked, for this reason.",
        );
        paragraphs.push(no.to_owned());
    } else {
        paragraphs.push(done(lang, request.kind).to_owned());
    }
    if !said.is_empty() {
        paragraphs.push(said.to_owned());
    }
    if state == DataRequestState::Refused {
        let way = lang.t(
            "Nếu không đồng ý, có thể khiếu nại với đơn vị hoặc với cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an).",
            "If you disagree you may complain to us or to the authority for personal data protection (Ministry of Public Security).",
        );
        paragraphs.push(way.to_owned());
    }
    Letter {
        subject: lang
            .t("Trả lời yêu cầu về dữ liệu cá nhân", "Answer to your request about personal data")
            .to_owned(),
        paragraphs,
    }
}

/// Sends word that the request has arrived, where there is an address.
pub(super) fn acknowledged(act: &mut Act<'_>, request: &DataRequest) -> Answer<()> {
    let key = format!("data_request.received:{}", request.id);
    send(act, request, key, received(Lang::Vi, request))
}

/// Sends the answer, where there is an address.
pub(super) fn answered(
    act: &mut Act<'_>,
    request: &DataRequest,
    state: DataRequestState,
    said: &str,
) -> Answer<()> {
    send(act, request, answer_key(request.id), answer(Lang::Vi, request, state, said))
}

fn send(act: &mut Act<'_>, request: &DataRequest, key: String, letter: Letter) -> Answer<()> {
    let Some(email) = &request.reply_email else { return Ok(()) };
    let facts = vec![
        ("Đơn vị trả lời".to_owned(), request.place.clone()),
        ("Điện thoại".to_owned(), request.place_phone.clone()),
    ];
    let words =
        Words { subject: letter.subject, paragraphs: letter.paragraphs, facts, ..Words::default() };
    let letter = compose(key, email, Lang::Vi, &words);
    act.send(&letter)
}
