//! Sign-in cards: who gets one, and the sheet to be printed and cut.

use maud::{Markup, html};

use super::way_back;
use crate::db::ambassadors::pages::PupilPage;
use crate::db::ambassadors::roster::RosterRow;
use crate::db::organisations::Class;
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::roster::{Card, Sheet};
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Tone, button_row, confirm_box, empty_state, error_summary, form, hidden,
    hint_box, page_head, post_button, print_button, qr_code, search_form,
};

fn title(lang: Lang) -> &'static str {
    lang.t("Thẻ đăng nhập", "Sign-in cards")
}

/// Who can be given a card, and how the list was narrowed.
#[derive(Clone, Copy)]
pub struct Cards<'a> {
    pub rows: &'a [RosterRow],
    pub classes: &'a [Class],
    pub class: Option<ClassId>,
    pub everybody: bool,
}

/// Who gets a card.
pub fn cards(lang: Lang, page: Cards<'_>, problems: &Problems) -> Markup {
    let mut classes: Vec<Choice> =
        page.classes.iter().map(|c| Choice::new(c.id.to_string(), &*c.name)).collect();
    if classes.len() != 1 {
        classes.insert(0, Choice::new("", lang.t("Mọi lớp", "All classes")));
    }
    let whom = vec![
        Choice::new("", lang.t("Em chưa có mật khẩu", "Pupils without a password")),
        Choice::new("everybody", lang.t("Cả lớp (cấp lại thẻ)", "The whole class (reissue)")),
    ];
    html! {
        (way_back(lang, title(lang)))
        (page_head(title(lang), lang.t("Thẻ có mã QR để vào nhanh, đi cùng số riêng 4 chữ số. In ra, cắt rồi phát tận tay.", "A QR code signs in together with a four-digit number. Print, cut and hand out."), html! {}))
        (error_summary(lang, &problems.all(lang)))
        (search_form(paths::roster::CARDS, html! {
            (Field::select("class", lang.t("Lớp", "Class"), classes).value(page.class.map(|c| c.to_string()).unwrap_or_default()).filter())
            (Field::select("whom", lang.t("Cho ai", "For whom"), whom).value(if page.everybody { "everybody" } else { "" }).filter())
            (Button::quiet(lang.t("Chọn", "Choose")).icon(Icon::Filter))
        }))
        @if !page.rows.is_empty() {
            (ticked(lang, page, problems))
        } @else if page.everybody && page.class.is_none() {
            (empty_state(Icon::Users, lang.t("Chọn một lớp trước", "Choose a class first"), lang.t("Mỗi tờ thẻ là của một lớp.", "A sheet is made for one class."), html! {}))
        } @else {
            (empty_state(Icon::CircleCheck, lang.t("Em nào cũng đã có mật khẩu", "Everybody has a password"), lang.t("Em nào mất thẻ thì chọn “Cả lớp (cấp lại thẻ)” rồi chỉ đánh dấu em đó.", "For a lost card choose the whole class and tick only that pupil."), html! {}))
        }
    }
}

fn ticked(lang: Lang, page: Cards<'_>, problems: &Problems) -> Markup {
    let pupils: Vec<Choice> = page
        .rows
        .iter()
        .map(|row| Choice::new(row.id.to_string(), &*row.name).note(&*row.class_name))
        .collect();
    let all: Vec<String> = page.rows.iter().map(|row| row.id.to_string()).collect();
    let renew = Choice::new(
        "yes",
        lang.t(
            "Đổi luôn mật khẩu của các em đã có mật khẩu",
            "Also give new passwords to those who have one",
        ),
    );
    form(
        paths::roster::CARDS,
        html! {
            (Field::checks("ids", lang.t("In thẻ cho", "Print cards for"), pupils).grid().values(all).error(problems.say("ids", lang)))
            @if page.everybody {
                (Field::checks("renew", lang.t("Mật khẩu", "Passwords"), vec![renew]))
            }
            (hint_box(Tone::Warn, html! { p { (lang.t("Mật khẩu và số riêng chỉ hiện một lần, trên tờ in kế tiếp. Có thẻ mới thì thẻ cũ không dùng được nữa.", "Passwords and numbers are shown once, on the next page. A new card ends the old one.")) } }))
            (Button::primary(lang.t("Cấp thẻ và mở tờ in", "Issue the cards and open the sheet")).icon(Icon::Printer))
        },
    )
}

/// The sheet: shown once, printed, cut; `codes` are the drawings of the cards' QR codes.
pub fn sheet(lang: Lang, sheet: &Sheet, codes: &[String]) -> Markup {
    html! {
        (way_back(lang, lang.t("Tờ thẻ", "Sheet of cards")))
        (page_head(
            title(lang),
            lang.t("Tờ này chỉ hiện một lần. In ngay, rồi đóng trang.", "This sheet is shown once. Print it now, then close the page."),
            print_button(lang),
        ))
        div.class-cards {
            @for (card, code) in sheet.cards.iter().zip(codes) { (one(lang, sheet, card, code)) }
        }
    }
}

fn one(lang: Lang, sheet: &Sheet, pupil: &Card, code: &str) -> Markup {
    html! {
        article.class-card {
            div.class-card-front {
                (qr_code(code))
                div {
                    h2 { (pupil.name) }
                    p { (pupil.class_name) " · " (sheet.school) }
                    p { (lang.t("Tên đăng nhập:", "Name:")) " " strong { code { (pupil.sign_in_name) } } }
                    p.note { (lang.t("Quét mã rồi nhập số riêng, hoặc mở", "Scan and enter your number, or open")) " " code { (sheet.address) } }
                    p.note { (lang.t("Dùng đến hết", "Good to")) " " (lang.date(sheet.good_to)) ". " (lang.t("Mất thẻ thì báo thầy cô ngay.", "Tell your teacher at once when it is lost.")) }
                }
            }
            div.class-card-apart {
                p.note { (lang.t("Cắt phần này đưa riêng cho em, đừng để cùng thẻ.", "Cut this part off and hand it over apart from the card.")) }
                p { (lang.t("Số riêng:", "Number:")) " " strong { code { (pupil.number) } } }
                p {
                    (lang.t("Mật khẩu:", "Password:")) " "
                    @match &pupil.password {
                        Some(password) => { strong { code { (password) } } }
                        None => { (lang.t("như cũ", "as before")) }
                    }
                }
            }
        }
    }
}

/// The pupil's way in: password, card, pause.
pub(super) fn account(lang: Lang, page: &PupilPage) -> Markup {
    let dossier = &page.dossier;
    let id = dossier.id.to_string();
    let card = match dossier.has_password {
        true => lang.t("Cấp lại mật khẩu và in thẻ…", "Issue a new password and card…"),
        false => lang.t("Cấp mật khẩu và in thẻ…", "Issue a password and card…"),
    };
    let standing = match &page.card {
        Some(card) => format!(
            "{} {}, {} {}.",
            lang.t("Thẻ lớp cấp ngày", "Class card issued on"),
            lang.date(card.issued_at.day()),
            lang.t("dùng đến trước", "good before"),
            lang.date(card.expires_at.day())
        ),
        None => lang.t("Em chưa có thẻ lớp.", "The pupil has no class card.").to_owned(),
    };
    let buttons = button_row(html! {
        @if dossier.active && page.issues {
            @if dossier.has_password { (card_boxes(lang, page)) }
            (confirm_box(
                card,
                lang.t("Mật khẩu cũ hết dùng được và em bị đăng xuất khỏi mọi thiết bị. Mật khẩu mới chỉ hiện một lần.", "The old password ends and the pupil is signed out everywhere. The new one is shown once."),
                paths::roster::CARDS,
                Button::primary(lang.t("Cấp mật khẩu", "Issue")).icon(Icon::Key),
                hidden(&[("ids", &id), ("renew", "yes")]),
            ))
        }
        @if dossier.active && page.keeps {
            (confirm_box(
                lang.t("Tạm nghỉ…", "Pause…"),
                lang.t("Em không đăng nhập được và mọi ca sắp tới bị rút ngay.", "No sign-in, and every shift ahead is taken back at once."),
                &paths::roster::of(dossier.id, "pause"),
                Button::danger(lang.t("Cho tạm nghỉ", "Pause")),
                html! {},
            ))
        } @else if page.keeps {
            (post_button(&paths::roster::of(dossier.id, "resume"), Button::primary(lang.t("Mở lại tài khoản", "Open the account again")), &[]))
        }
    });
    html! {
        @if dossier.active { p { (standing) } }
        (buttons)
    }
}

/// A new card in place of a lost one, and the end of a card.
fn card_boxes(lang: Lang, page: &PupilPage) -> Markup {
    let id = page.dossier.id.to_string();
    html! {
        (confirm_box(
            lang.t("Cấp lại thẻ…", "Issue a new card…"),
            lang.t("Thẻ cũ không dùng được nữa và thiết bị vào bằng thẻ bị đăng xuất. Mật khẩu giữ nguyên.", "The old card ends and what it signed in is signed out. The password stays."),
            paths::roster::CARDS,
            Button::primary(lang.t("Cấp thẻ", "Issue")).icon(Icon::Printer),
            hidden(&[("ids", &id)]),
        ))
        @if page.card.is_some() {
            (confirm_box(
                lang.t("Thu hồi thẻ…", "Revoke the card…"),
                lang.t("Thẻ không dùng được nữa và thiết bị vào bằng thẻ bị đăng xuất. Em vẫn vào được bằng mật khẩu.", "The card ends and what it signed in is signed out. The password still works."),
                &paths::roster::of(page.dossier.id, "revoke-card"),
                Button::danger(lang.t("Thu hồi thẻ", "Revoke")),
                html! {},
            ))
        }
    }
}
