//! The two pages that explain: one in a child's words, one for parents.

use maud::{Markup, html};

use super::{numbers, tell_button};
use crate::db::incidents::{Mine, MySafety};
use crate::domain::incidents::IncidentState;
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::paths::consents::MINE;
use crate::paths::{bookings, incidents as at};
use crate::view::icons::Icon;
use crate::view::parts::*;

/// "An toàn của em": what may be asked of a pupil, what not, what to do, whom to call.
pub fn safety(lang: Lang, safety: &MySafety) -> Markup {
    html! {
        (page_head(
            lang.t("An toàn của em", "My safety"),
            lang.t(
                "Em đến để giúp, và em luôn được bảo vệ. Thấy không ổn thì báo, em không bao giờ có lỗi khi báo.",
                "You come to help, and you are always protected. If something feels wrong, tell: telling is never your fault.",
            ),
            html! {},
        ))
        (tell_button(lang, at::REPORT.to_owned()))
        @if !safety.mine.is_empty() { (mine(lang, &safety.mine)) }
        (section(lang.t("Gọi ngay khi cần", "Call when you need to"), html! {
            (numbers(lang, Some((&safety.ward.short_name, &safety.ward.phone))))
            p class="note" { (lang.t("Thầy cô ở trường: ", "Your school: ")) (shown(&safety.school.phone)) }
        }))
        (section(lang.t("Em được hỏi ý kiến", "You are asked"), html! {
            p { (lang.t(
                "Em chỉ được xếp ca khi chính em và phụ huynh cùng đồng ý. Từng điều được hỏi riêng, và em đổi ý lúc nào cũng được.",
                "You are scheduled only when you and your guardian both agree. Each thing is asked by itself, and you may change your mind at any time.",
            )) }
            (button_row(html! { (Button::quiet(lang.t("Xem em đồng ý những gì", "See what you agree to")).icon(Icon::Check).to(MINE)) }))
        }))
        (section(lang.t("Em được nhờ những việc này", "These may be asked of you"), checklist(&[
            lang.t("Hướng dẫn bằng lời để bà con tự bấm trên máy của mình.", "Saying what to press, while residents press it on their own phone."),
            lang.t("Đọc to chữ trên màn hình, giải thích chữ khó.", "Reading the screen aloud, explaining hard words."),
            lang.t("Mời người lớn phụ trách khi việc khó hoặc bị lỗi hai lần.", "Calling the adult in charge when it is hard or fails twice."),
            lang.t("Nghỉ 15 phút sau mỗi hai giờ, và về trước 19 giờ.", "Resting 15 minutes after two hours, and going home before 19:00."),
        ])))
        (section(lang.t("Không ai được nhờ em những việc này", "Nobody may ask these of you"), html! {
            ul class="never" {
                @for never in nevers(lang) { li { (Icon::X) span { (never) } } }
            }
        }))
        (section(lang.t("Nếu có chuyện, em làm thế này", "If something happens"), html! {
            ol class="how" {
                @for (name, text) in steps(lang) { li { div { strong { (name) } p { (text) } } } }
            }
        }))
        (section(lang.t("Ai thấy điều em báo?", "Who sees what you tell?"), html! {
            p { (lang.t(
                "Chỉ người lớn phụ trách buổi đó, thầy cô phụ trách của trường em và cán bộ phường. Các bạn không thấy, bà con không thấy, giấy khen không ghi. Nếu chuyện liên quan đến chính người lớn ở buổi, em đánh dấu ô “Đừng báo người lớn ở buổi này”.",
                "Only the adults in charge of that session, the teacher in charge at your school and the ward's officer. Not your friends, not residents, not your awards. If it is about an adult of the session, tick “Do not tell the adults of this session”.",
            )) }
        }))
    }
}

fn nevers(lang: Lang) -> [&'static str; 8] {
    [
        lang.t(
            "Cầm điện thoại của bà con để bấm thay.",
            "Taking a resident's phone and pressing for them.",
        ),
        lang.t(
            "Biết, đọc hay gõ mật khẩu, mã OTP, số thẻ của ai.",
            "Knowing, saying or typing anybody's password, one-time code or card number.",
        ),
        lang.t(
            "Chụp ảnh căn cước, giấy tờ, hay để người khác chụp em.",
            "Taking photos of papers, or letting others take photos of you.",
        ),
        lang.t(
            "Nhận tiền, nhận quà, chuyển tiền hộ.",
            "Taking money or gifts, or paying for somebody.",
        ),
        lang.t(
            "Cho số điện thoại, mạng xã hội, địa chỉ nhà.",
            "Giving your telephone number, social media or home address.",
        ),
        lang.t(
            "Ở riêng một mình với một người lớn, hay đến nhà ai.",
            "Being alone with one adult, or going to anybody's home.",
        ),
        lang.t(
            "Đi nhờ xe của người em quen ở buổi hỗ trợ.",
            "Taking a lift from people you met at a session.",
        ),
        lang.t(
            "Giữ bí mật với bố mẹ, thầy cô về chuyện ở buổi.",
            "Keeping secrets from your parents or teachers about a session.",
        ),
    ]
}

fn steps(lang: Lang) -> [(&'static str, &'static str); 4] {
    [
        (
            lang.t("Dừng lại và bước ra", "Stop and step away"),
            lang.t(
                "Em được quyền dừng bất cứ lúc nào, không cần xin phép.",
                "You may stop at any time, without asking.",
            ),
        ),
        (
            lang.t("Đến cạnh người lớn em tin", "Go to an adult you trust"),
            lang.t(
                "Người đeo thẻ phụ trách, hoặc thầy cô.",
                "Somebody with a supervisor's badge, or a teacher.",
            ),
        ),
        (
            lang.t("Bấm “Báo người lớn”", "Press “Tell an adult”"),
            lang.t(
                "Hai lần chạm là xong. Không cần viết.",
                "Two taps and it is done. You need not write.",
            ),
        ),
        (
            lang.t("Kể với bố mẹ khi về nhà", "Tell your parents at home"),
            lang.t(
                "Muốn nói với người ngoài: gọi 111, miễn phí.",
                "To talk to somebody outside: call 111, free of charge.",
            ),
        ),
    ]
}

fn mine(lang: Lang, reports: &[Mine]) -> Markup {
    section(
        lang.t("Điều em đã báo", "What you have told"),
        html! {
            ul class="told" {
                @for report in reports {
                    li {
                        strong { (report.kind.name(lang)) }
                        " · " (lang.moment(report.created_at))
                        br;
                        @match (&report.adult, report.state) {
                            (_, IncidentState::Reported) | (None, _) => (lang.t("Đã gửi, người lớn đang được báo.", "Sent; the adults are being told.")),
                            (Some(adult), state) => (format!("{}: {adult}", uppercase(state.name(lang)))),
                        }
                    }
                }
            }
        },
    )
}

fn uppercase(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// For parents: how the programme protects children, what is kept, what one may ask.
pub fn for_parents(lang: Lang) -> Markup {
    html! {
        (page_head(
            lang.t("Dành cho phụ huynh", "For parents"),
            lang.t(
                "Con em mình giúp bà con làm thủ tục trên điện thoại, giữa nơi đông người, bên cạnh người lớn. Trang này nói rõ chương trình bảo vệ các em thế nào.",
                "Your child helps residents with online services, in public, beside adults. This page says how the programme protects the children.",
            ),
            html! {},
        ))
        (section(lang.t("Các em được bảo vệ thế nào", "How the children are protected"), checklist(&protections(lang))))
        (section(lang.t("Phải có hai chữ ký", "Two signatures first"), html! {
            p { (lang.t(
                "Em chỉ được nhận ca khi cả em và phụ huynh cùng đồng ý cho năm học này. Mỗi việc hỏi riêng: tham gia, nhận tin lịch trực, ảnh, tên trên danh sách công khai. Không đồng ý ảnh hay tên thì em vẫn tham gia bình thường.",
                "A child takes shifts only when child and guardian have both agreed for this school year. Each thing is asked for itself: taking part, messages about shifts, photos, the name on public lists. Without photo or name the child takes part all the same.",
            )) }
        }))
        (section(lang.t("Trang của anh/chị", "Your own page"), checklist(&[
            lang.t("Nhà trường gửi riêng cho anh/chị một đường dẫn qua thư điện tử, SMS hoặc Zalo. Mở ra, trang chỉ hỏi năm sinh của con; không hỏi mật khẩu, mã OTP hay tiền.", "The school sends you a link of your own by e-mail, SMS or Zalo. It asks only for the year of birth; never for a password, a code or money."),
            lang.t("Anh/chị xem trước mọi ca của con: ngày, giờ, nơi, người lớn phụ trách; và nói “không” với một ca trước hạn, không cần nêu lý do.", "You see every shift beforehand: day, time, place, adults; and can say no to one before the deadline, without a reason."),
            lang.t("Anh/chị rút đồng ý bất cứ lúc nào: các ca sắp tới được rút ngay, tên và ảnh được gỡ khỏi trang công khai ngay.", "You may withdraw at any time: coming shifts end at once, and name and photo leave the public pages at once."),
            lang.t("Nếu muốn, anh/chị nhận một dòng tin khi con đến nơi trực và một dòng khi con ra về.", "If you wish, you get a line when your child arrives and one when your child leaves."),
            lang.t("Chưa có đường dẫn, hoặc đường dẫn đã cũ: nhờ thầy cô chủ nhiệm gửi lại, hoặc ký phiếu giấy.", "If you have no link, or it is too old: ask the class teacher for a new one, or sign on paper."),
        ])))
        (section(lang.t("Hệ thống giữ gì, bao lâu", "What is kept, and how long"), html! {
            (definitions(&kept(lang)))
        }))
        (section(lang.t("Quyền của phụ huynh và của em", "Your rights and your child's"), html! {
            (checklist(&rights(lang)))
            p { (lang.t(
                "Gửi yêu cầu cho thầy cô phụ trách của trường, bằng lời hay bằng giấy đều được. Nhà trường trả lời đã nhận trong 2 ngày làm việc; cho xem, sửa trong 10 ngày; rút, hạn chế trong 15 ngày; xóa trong 20 ngày.",
                "Ask the teacher in charge at school, spoken or on paper. The school confirms within 2 working days; shows or corrects within 10 days; withdraws or restricts within 15; deletes within 20.",
            )) }
        }))
        (section(lang.t("Liên hệ khi lo lắng", "When you are worried"), html! {
            (numbers(lang, None))
            p { (lang.t(
                "Chuyện chưa gấp: gọi thầy cô phụ trách hoặc số của phường ở cuối trang. Em cũng có nút “Báo người lớn” trên trang của mình: nhà trường và phường thấy ngay.",
                "If it is not urgent: call the teacher in charge, or the ward's number at the foot of this page. Your child has a button “Tell an adult”, which school and ward see at once.",
            )) }
            p { (lang.t(
                "Lịch hẹn của bà con và của gia đình xem bằng mã ở đây: ",
                "Bookings are opened with their code here: ",
            )) a href=(bookings::ENTER) { (lang.t("Mã của tôi", "My code")) } "." }
        }))
    }
}

fn protections(lang: Lang) -> [&'static str; 9] {
    [
        lang.t("Mỗi buổi luôn có ít nhất hai người lớn, mỗi người lớn trông nhiều nhất tám em. Thiếu người lớn thì không mở lượt mới.", "At least two adults at every session, at most eight pupils for each. Without them no new help begins."),
        lang.t("Chỉ ở nơi công cộng đã đăng ký. Không đến nhà riêng, không ở riêng với một người lớn.", "Only in registered public places. No homes, never alone with one adult."),
        lang.t("Không trùng giờ học, tuần kiểm tra, ngày lễ, Tết. Kết thúc trước 19 giờ.", "Never in lesson hours, exam weeks, holidays or Tết. Over by 19:00."),
        lang.t("Nhiều nhất 3 giờ một buổi và một ngày, 8 giờ một tuần; nghỉ đủ 12 giờ trước buổi học hôm sau.", "At most 3 hours a session and a day, 8 hours a week; 12 hours of rest before the next morning's lessons."),
        lang.t("Em chỉ hướng dẫn việc em đã học và được cấp chứng nhận. Việc tiền bạc, ngân hàng, mật khẩu: người lớn làm.", "A pupil guides only what was learned and certified. Money, banking and passwords are for adults."),
        lang.t("Em không cầm máy, không biết mật khẩu hay mã của ai.", "A pupil never holds the phone and never knows a password or code."),
        lang.t("Nhà trường duyệt từng buổi trước khi các em được nhận ca.", "The school releases its pupils for each session first."),
        lang.t("Điểm danh lúc vào và lúc về.", "Roll call on arrival and on leaving."),
        lang.t("Bà con cư xử không đúng thì phường ngừng nhận đặt.", "The ward stops taking bookings of residents who behave badly."),
    ]
}

fn kept(lang: Lang) -> [(&'static str, Markup); 5] {
    let say = |vi: &'static str, en: &'static str| html! { (lang.t(vi, en)) };
    [
        (
            lang.t("Của em", "Of your child"),
            say(
                "Họ tên, lớp, năm sinh, khu phố, lịch rảnh, chứng nhận, ca trực và giờ. Không có ngày sinh, địa chỉ nhà, số căn cước.",
                "Name, class, year of birth, neighbourhood, free times, certificates, shifts and hours. No date of birth, no address, no identity number.",
            ),
        ),
        (
            lang.t("Của phụ huynh", "Of the guardian"),
            say(
                "Tên và một cách liên hệ, để xin đồng ý và báo giờ đến, giờ về.",
                "A name and one way to reach you, to ask for consent and tell of arrival and leaving.",
            ),
        ),
        (
            lang.t("Giữ bao lâu", "How long"),
            say(
                "Liên hệ phụ huynh, lịch rảnh: 90 ngày sau năm học em thôi tham gia. Giờ và khen thưởng: 5 năm, theo quy định về thi đua khen thưởng.",
                "Contacts and free times: 90 days after the school year in which the child left. Hours and awards: 5 years, as the rules on recognition ask.",
            ),
        ),
        (
            lang.t("Ai được xem", "Who sees it"),
            say(
                "Trường của em; người lớn phụ trách buổi chỉ thấy tên và lớp. Bà con không thấy họ tên đầy đủ, không có số liên hệ của em.",
                "The child's school; adults of a session see name and class only. Residents never see the full name or a contact.",
            ),
        ),
        (
            lang.t("Không bao giờ", "Never"),
            say(
                "Không bán, không quảng cáo, không đưa cho mạng xã hội.",
                "Not sold, no advertising, not given to social media.",
            ),
        ),
    ]
}

fn rights(lang: Lang) -> [&'static str; 5] {
    [
        lang.t("Xem mọi điều hệ thống giữ về em.", "See everything that is kept about your child."),
        lang.t("Sửa điều chưa đúng.", "Have wrong things corrected."),
        lang.t(
            "Rút đồng ý, toàn bộ hoặc từng việc.",
            "Withdraw consent, all of it or for one purpose.",
        ),
        lang.t("Yêu cầu hạn chế hoặc xóa.", "Ask for restriction or deletion."),
        lang.t(
            "Khiếu nại với nhà trường, phường hoặc cơ quan bảo vệ dữ liệu cá nhân.",
            "Complain to the school, the ward or the data protection authority.",
        ),
    ]
}
