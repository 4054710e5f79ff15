//! A pupil's consents as the school sees them: what stands, ways to ask, the typed-in form.

use maud::{Markup, html};

use super::one::{OneTyped, stands};
use crate::db::ambassadors::pages::PupilPage;
use crate::db::guardians::LinkState;
use crate::domain::at::At;
use crate::domain::consent::{Purpose, Side};
use crate::domain::guardians::Way;
use crate::domain::lang::Lang;
use crate::domain::typed::day_value;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Table, badge, button_row, confirm_box, disclosure, form, hidden,
    post_button,
};

pub(super) fn consents(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let table =
        Table::new(format!("{} {}", lang.t("Đồng ý năm học", "Consents of"), page.school_year))
            .text(lang.t("Mục", "Purpose"))
            .text(Side::Child.name(lang))
            .text(Side::Guardian.name(lang))
            .rows(Purpose::ALL.iter().map(|p| {
                [
                    html! { (p.name(lang)) },
                    signature(lang, page, *p, Side::Child),
                    signature(lang, page, *p, Side::Guardian),
                ]
            }));
    html! {
        (table)
        @if page.asks { (ask(lang, page)) }
        @if page.keeps {
            div id="phieu" { (disclosure(lang.t("Nhập phiếu giấy đã ký", "Enter a signed paper form"), sign_form(lang, page, typed))) }
        }
    }
}

/// Ways to ask the guardian, and what became of the last link.
fn ask(lang: Lang, page: &PupilPage) -> Markup {
    let id = page.dossier.id;
    html! {
        @if let Some(link) = &page.link { p.note { (link_state(lang, link, page.now)) } }
        (button_row(html! {
            @if page.dossier.guardian_email.is_some() {
                (post_button(&paths::consents::link(id), Button::quiet(lang.t("Gửi đường dẫn qua thư điện tử", "Mail the guardian a link")).icon(Icon::Mail).small(), &[("way", Way::Email.code())]))
            }
            (post_button(&paths::consents::link(id), Button::quiet(lang.t("Tạo tin nhắn SMS, Zalo", "Make a text for SMS or Zalo")).icon(Icon::Phone).small(), &[("way", Way::Shown.code())]))
            (Button::quiet(lang.t("In phiếu", "Print the form")).icon(Icon::Printer).small().to(paths::consents::form(id)))
        }))
    }
}

/// When the link went out, and whether it was opened.
fn link_state(lang: Lang, link: &LinkState, now: At) -> String {
    let made = lang.date(link.made_at.day());
    let way = match link.way {
        Way::Email => lang.t("qua thư điện tử", "by e-mail"),
        Way::Shown => lang.t("để gửi bằng tin nhắn", "for a text message"),
    };
    let then = match link.opened_at {
        _ if link.expires_at <= now => lang.t("đã hết hạn", "expired").to_owned(),
        Some(at) => {
            format!("{} {}", lang.t("đã mở", "opened on"), lang.date(at.day()))
        }
        None => lang.t("chưa mở", "not opened yet").to_owned(),
    };
    format!("{} {made}, {way}; {then}.", lang.t("Đường dẫn phụ huynh:", "Guardian's link:"))
}

fn signature(lang: Lang, page: &PupilPage, p: Purpose, s: Side) -> Markup {
    if !p.sides().contains(&s) {
        return html! { span.note { "–" } };
    }
    let Some(consent) = stands(page, p, s) else {
        let last = page.consents.iter().rfind(|c| c.purpose == p && c.side == s);
        return match last.and_then(|c| c.withdrawn_at.map(|at| (at, c.refused))) {
            Some((at, true)) => {
                html! { (badge(Mark::Stopped, lang.t("Không đồng ý", "Said no"))) " " span.note { (lang.date(at.day())) } }
            }
            Some((at, false)) => {
                html! { (badge(Mark::Stopped, lang.t("Đã rút", "Withdrawn"))) " " span.note { (lang.date(at.day())) } }
            }
            None => badge(Mark::Waiting, lang.t("Chưa ký", "Not signed")),
        };
    };
    let warning = match p {
        Purpose::TakingPart => lang
            .t("Mọi ca sắp tới của em sẽ bị rút ngay.", "Every shift ahead is taken back at once."),
        _ => lang.t("Có hiệu lực ngay.", "It takes effect at once."),
    };
    html! {
        (badge(Mark::Done, lang.t("Đã ký", "Signed")))
        p.note { (consent.given_by) ", " (lang.date(consent.given_at.day())) ", " (consent.method.name(lang)) }
        @if page.keeps {
            (confirm_box(
                lang.t("Rút…", "Withdraw…"),
                warning,
                &paths::roster::of(page.dossier.id, "consents/withdraw"),
                Button::danger(lang.t("Rút đồng ý", "Withdraw")).small().says(format!("{}: {}, {}", lang.t("Rút đồng ý", "Withdraw"), p.name(lang), s.name(lang))),
                hidden(&[("purpose", p.code()), ("side", s.code())]),
            ))
        }
    }
}

fn sign_form(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let error = |field: &str| typed.problems.say(field, lang);
    let sides: Vec<Choice> =
        Side::ALL.iter().map(|s| Choice::new(s.code(), s.name(lang))).collect();
    let purposes: Vec<Choice> =
        Purpose::ALL.iter().map(|p| Choice::new(p.code(), p.name(lang))).collect();
    form(
        &paths::roster::of(page.dossier.id, "consents"),
        html! {
            (Field::radios("side", lang.t("Ai đã ký?", "Who signed?"), sides).grid().value(&typed.signature.side).error(error("side")))
            (Field::checks("purposes", lang.t("Mục đánh dấu “Có” trên phiếu", "Ticked “Có” (yes) on the form"), purposes.clone())
                .hint(lang.t("Đánh dấu đúng như trên phiếu; mục để trống thì bỏ trống.", "Tick as on the paper; leave open what is left open.")).filter().values(&typed.signature.purposes).error(error("purposes")))
            (Field::checks("refused", lang.t("Mục đánh dấu “Không” trên phiếu", "Ticked “Không” (no) on the form"), purposes)
                .filter().values(&typed.signature.refused).error(error("refused")))
            (Field::text("given_by", lang.t("Họ tên người ký", "Name of who signed")).max_len(100).value(&typed.signature.given_by).error(error("given_by")))
            (Field::date("given_on", lang.t("Ngày ký", "Day of signing")).max(day_value(page.now.day())).value(&typed.signature.given_on).error(error("given_on")))
            (Button::primary(lang.t("Ghi nhận chữ ký", "Record")).icon(Icon::Check))
        },
    )
}
