//! What guardians see: the page that explains, the link's door, and the child's page behind it.

use maud::{Markup, html};

use super::consents::{answers, history};
use super::icons::Icon;
use super::parts::{
    Button, Field, Mark, Notice, Tone, badge, card, confirm_box, definitions, disclosure,
    error_summary, form, hint_box, notice, page_head, post_button, section,
};
use super::shifts::when;
use crate::db::guardians::GuardianPage;
use crate::db::shifts::pages::MyShift;
use crate::domain::consent::{Purpose, RepliesForm, Side};
use crate::domain::guardians::{DoorForm, may_veto, veto_until};
use crate::domain::lang::Lang;
use crate::domain::names::given;
use crate::domain::refusal::{Message, Problems};
use crate::domain::shifts::ShiftState;
use crate::paths::guardians as paths;
use crate::paths::incidents::FOR_PARENTS;

/// What was typed into one of the page's forms, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub replies: RepliesForm,
    pub email: String,
    pub problems: Problems,
}

/// The door: one question.
pub fn door(lang: Lang, token: &str, typed: &DoorForm, problems: &Problems) -> Markup {
    html! {
        (page_head(
            lang.t("Trang dành cho phụ huynh", "A page for guardians"),
            lang.t("Ghi năm sinh của con để mở trang.", "Enter your child's year of birth to open the page."),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (form(&paths::page(token), html! {
            (Field::number("birth_year", lang.t("Năm sinh của con", "Your child's year of birth"))
                .hint(lang.t("Bốn chữ số, ví dụ 2013", "Four digits, for example 2013"))
                .max_len(4).value(&typed.birth_year).error(problems.say("birth_year", lang)))
            (Button::primary(lang.t("Mở trang", "Open the page")).icon(Icon::ArrowRight).wide())
        }))
        (never_asked(lang))
    }
}

fn never_asked(lang: Lang) -> Markup {
    hint_box(
        Tone::Info,
        html! {
            p { (lang.t("Trang này không hỏi mật khẩu, mã OTP, số căn cước hay tiền. Ai hỏi những điều đó là lừa đảo.", "This page asks for no password, code, identity number or money. Whoever does is a fraud.")) }
        },
    )
}

/// A link that does not work any more.
pub fn dead(lang: Lang, why: &Message) -> Markup {
    html! {
        (page_head(lang.t("Đường dẫn không dùng được", "This link does not work"), "", html! {}))
        (notice(&Notice::warn(why.say(lang))))
        p { a href=(FOR_PARENTS) { (lang.t("Đọc thêm dành cho phụ huynh", "More for guardians")) } }
    }
}

/// The child's page.
pub fn page(lang: Lang, page: &GuardianPage, token: &str, typed: &Typed) -> Markup {
    let taking_part = page.consents.iter().any(|c| {
        (c.purpose, c.side) == (Purpose::TakingPart, Side::Guardian)
            && c.stands()
            && c.school_year == page.school_year
    });
    let shifts = section(
        lang.t("Các ca sắp tới của con", "Your child's coming shifts"),
        shifts(lang, page, token),
    );
    let consents = section(
        lang.t("Anh/chị đồng ý những gì", "What you agree to"),
        consents(lang, page, token, typed),
    );
    html! {
        (page_head(
            &format!("{} {}", lang.t("Phụ huynh của em", "Guardian of"), given(&page.child.name)),
            &format!("{} {} · {}", lang.t("Lớp", "Class"), page.child.class_name, page.school_name),
            html! {},
        ))
        (error_summary(lang, &typed.problems.all(lang)))
        @if taking_part { (shifts) (consents) } @else {
            (notice(&Notice::info(lang.t(
                "Năm học này anh/chị chưa đồng ý cho con tham gia, nên con chưa được xếp ca nào. Đồng ý hay không đều được.",
                "You have not agreed for this school year, so your child is not scheduled. Yes and no are both fine.",
            ))))
            (consents) (shifts)
        }
        (section(lang.t("Nhận tin", "Messages"), messages(lang, page, token, typed)))
        (section(lang.t("Cần gọi ai", "Whom to call"), calls(lang, page)))
        (section(lang.t("Dữ liệu của con và của tôi", "My child's data and mine"), html! {
            p { (lang.t("Xem, sửa, tạm ngừng dùng hoặc xóa những gì đang giữ về con và về anh/chị.", "See, correct, restrict or delete what is kept about your child and you.")) }
            (Button::quiet(lang.t("Mở", "Open")).icon(Icon::ArrowRight).to(crate::paths::data_requests::guardian(token)))
        }))
        (disclosure(lang.t("Đã đồng ý, đã rút những gì, khi nào", "What was agreed and withdrawn, and when"), history(lang, &page.consents)))
        (post_button(&paths::of(token, "leave"), Button::quiet(lang.t("Đóng trang này", "Close this page")).icon(Icon::Lock).wide(), &[]))
    }
}

fn shifts(lang: Lang, page: &GuardianPage, token: &str) -> Markup {
    html! {
        @if page.coming.is_empty() {
            p { (lang.t("Con chưa có ca nào sắp tới.", "No shifts ahead.")) }
        }
        div.cards { @for shift in &page.coming { (shift_card(lang, page, token, shift)) } }
        @for shift in &page.vetoed {
            (card(&when(lang, shift), html! {
                p { strong { (shift.place) } }
                p { (badge(Mark::Stopped, lang.t("Anh/chị không cho đi", "You said no"))) }
                (post_button(&paths::allow(token, shift.id), Button::quiet(lang.t("Cho con đi lại", "Allow it again")).small().says(format!("{}: {}", lang.t("Cho con đi lại", "Allow it again"), when(lang, shift))), &[]))
            }))
        }
    }
}

fn shift_card(lang: Lang, page: &GuardianPage, token: &str, shift: &MyShift) -> Markup {
    let adults: Vec<&str> = page
        .adults
        .iter()
        .filter(|(session, _)| *session == shift.session)
        .map(|(_, name)| name.as_str())
        .collect();
    let adults = match adults.is_empty() {
        true => lang.t("sẽ báo sau", "to be named").to_owned(),
        false => adults.join(", "),
    };
    card(
        &when(lang, shift),
        html! {
            (definitions(&[
                (lang.t("Nơi", "Place"), html! {
                    strong { (shift.place) }
                    br; (shift.address)
                    @if !shift.landmark.is_empty() { " (" (shift.landmark) ")" }
                }),
                (lang.t("Người lớn phụ trách", "Adults in charge"), html! { (adults) }),
                (lang.t("Gọi cho", "Call"), html! { (lang.t("Đoàn phường", "the youth union")) " " (tel(&shift.ward_phone)) }),
            ]))
            @if shift.state == ShiftState::Proposed {
                p.note { (lang.t("Ca này mới được đề nghị, con chưa trả lời.", "Proposed; your child has not answered yet.")) }
            }
            (veto(lang, page, token, shift))
        },
    )
}

fn veto(lang: Lang, page: &GuardianPage, token: &str, shift: &MyShift) -> Markup {
    let until = veto_until(shift.starts_at, page.veto_hours);
    match may_veto(shift.state, shift.starts_at, page.veto_hours, page.now) {
        Ok(()) => confirm_box(
            lang.t("Không cho con đi ca này…", "Not this shift…"),
            &match lang {
                Lang::Vi => format!(
                    "Con được rút khỏi ca ngay và Đoàn phường được báo; anh/chị không cần nêu lý do. Hạn: {}.",
                    lang.moment(until)
                ),
                Lang::En => format!(
                    "Your child is taken off at once and the youth union is told; no reason is needed. Until {}.",
                    lang.moment(until)
                ),
            },
            &paths::veto(token, shift.id),
            Button::danger(lang.t("Không cho đi ca này", "Say no to this shift")).says(format!(
                "{}: {}",
                lang.t("Không cho đi ca này", "Say no to this shift"),
                when(lang, shift)
            )),
            html! {},
        ),
        Err(_) => html! {
            p.note {
                (match lang {
                    Lang::Vi => format!("Đã qua hạn từ chối ({}). Nếu con không đi được, xin anh/chị gọi Đoàn phường.", lang.moment(until)),
                    Lang::En => format!("The time to say no is over ({}). If your child cannot come, please call the youth union.", lang.moment(until)),
                })
            }
        },
    }
}

fn tel(phone: &str) -> Markup {
    html! { a.nowrap href=(format!("tel:{}", phone.replace(' ', ""))) { (phone) } }
}

fn consents(lang: Lang, page: &GuardianPage, token: &str, typed: &Typed) -> Markup {
    answers(
        lang,
        Side::Guardian,
        (&page.consents, &page.school_year),
        (&typed.replies, &typed.problems),
        (&paths::of(token, "replies"), &paths::of(token, "withdraw")),
    )
}

fn messages(lang: Lang, page: &GuardianPage, token: &str, typed: &Typed) -> Markup {
    match &page.child.guardian_email {
        Some(email) => html! {
            p {
                (lang.t("Tin được gửi đến", "Messages go to")) " " strong { (masked(email)) } ". "
                (lang.t("Muốn đổi địa chỉ, anh/chị báo giáo viên chủ nhiệm.", "To change the address, tell the class teacher."))
            }
        },
        None => html! {
            p { (lang.t("Nhà trường chưa có địa chỉ thư điện tử của anh/chị, nên chưa gửi tin được.", "The school has no e-mail address of yours, so no messages can be sent.")) }
            (form(&paths::of(token, "address"), html! {
                (Field::email("email", lang.t("Thư điện tử của anh/chị", "Your e-mail address")).max_len(200).autocomplete("email").value(&typed.email).error(typed.problems.say("email", lang)))
                (Button::quiet(lang.t("Lưu địa chỉ", "Save the address")).icon(Icon::Check).wide())
            }))
        },
    }
}

/// "ph…@example.vn": enough to know one's own address again.
fn masked(email: &str) -> String {
    let (name, host) = email.split_once('@').unwrap_or((email, ""));
    let shown: String = name.chars().take(2).collect();
    format!("{shown}…@{host}")
}

fn calls(lang: Lang, page: &GuardianPage) -> Markup {
    definitions(&[
        (lang.t("Nhà trường", "The school"), tel(&page.school_phone)),
        (
            lang.t("Tổng đài bảo vệ trẻ em", "Child protection hotline"),
            html! { (tel("111")) " " (lang.t("(miễn phí, cả ngày đêm)", "(free, day and night)")) },
        ),
        (lang.t("Công an", "Police"), tel("113")),
    ])
}
