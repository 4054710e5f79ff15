//! Safety reports: the child's pages, the desk's, and those of the adults who answer them.

mod explained;
mod told;

pub use explained::{for_parents, safety};
pub use told::{alerts, list, one};

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::*;
use crate::db::desk::Board;
use crate::db::incidents::MySafety;
use crate::domain::incidents::{IncidentKind, ReportForm};
use crate::domain::lang::Lang;
use crate::domain::phone::shown;
use crate::domain::refusal::Problems;
use crate::domain::shifts::ShiftState;
use crate::paths;
use crate::paths::incidents as at;

fn icon(kind: IncidentKind) -> Icon {
    match kind {
        IncidentKind::AskedForSecrets => Icon::Key,
        IncidentKind::Uncomfortable => Icon::Users,
        IncidentKind::Quarrel => Icon::Alert,
        IncidentKind::Health => Icon::CircleAlert,
        IncidentKind::Accident => Icon::Ban,
        IncidentKind::LostDevice => Icon::Smartphone,
        IncidentKind::Other => Icon::Info,
    }
}

/// The numbers to call, large enough for a shaking hand: child protection, the police, and
/// the ward's own.
pub fn numbers(lang: Lang, ward: Option<(&str, &str)>) -> Markup {
    html! {
        ul class="help-numbers" {
            li { a href="tel:111" { strong { "111" } span { (lang.t("Bảo vệ trẻ em, miễn phí, ngày đêm", "Child protection, free, day and night")) } } }
            li { a href="tel:113" { strong { "113" } span { (lang.t("Công an, khi nguy hiểm", "Police, in danger")) } } }
            @if let Some((name, phone)) = ward {
                li { a href=(format!("tel:{}", dialled(phone))) { strong { (shown(phone)) } span { (name) } } }
            }
        }
    }
}

fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The second tap: what has happened. Everything else on the page may be left alone.
pub fn report(lang: Lang, safety: &MySafety, typed: &ReportForm, problems: &Problems) -> Markup {
    let session = safety.here.as_ref().map(|here| here.session.to_string()).unwrap_or_default();
    html! {
        (breadcrumb(lang, &[(lang.t("An toàn của em", "My safety"), at::SAFETY)], lang.t("Báo người lớn", "Tell an adult")))
        (page_head(
            lang.t("Chuyện gì đã xảy ra?", "What has happened?"),
            lang.t("Bấm một ô là gửi. Em không cần viết gì thêm.", "Press one: that sends it. You need not write anything."),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (form(at::REPORT, html! {
            (hidden(&[("session", &session)]))
            (kinds(lang))
            (Field::textarea("what", lang.t("Muốn kể thêm thì ghi ở đây trước khi bấm", "To tell more, write it here before you press"))
                .hint(lang.t("Không ghi số điện thoại, mật khẩu hay số giấy tờ của ai", "No telephone numbers, passwords or document numbers"))
                .optional(lang).max_len(500).value(&typed.what).error(problems.say("what", lang)))
            (Field::tick("away", lang.t("Đừng báo người lớn ở buổi này, chỉ báo nhà trường và phường", "Do not tell the adults of this session, only my school and the ward"))
                .value(&typed.away))
        }))
        @if let Some(here) = &safety.here {
            p class="note" { (lang.t("Buổi: ", "Session: ")) (here.title) }
        }
        (section(lang.t("Gọi ngay", "Call now"), numbers(lang, Some((&safety.ward.short_name, &safety.ward.phone)))))
    }
}

fn kinds(lang: Lang) -> Markup {
    html! {
        div class="incident-kinds" id="kind" {
            @for kind in IncidentKind::ALL {
                (Button::quiet(kind.name(lang)).icon(icon(*kind)).named("kind", kind.code()).wide())
            }
        }
    }
}

/// The same at the desk, with the pupil it is about.
pub fn at_desk(lang: Lang, board: &Board, typed: &ReportForm, problems: &Problems) -> Markup {
    let nobody = Choice::new("", lang.t("Không riêng em nào", "No pupil in particular"));
    let pupils = board.pupils.iter().filter(|pupil| pupil.state != ShiftState::Absent);
    let pupils = pupils.map(|pupil| Choice::new(pupil.ambassador.to_string(), &pupil.name));
    html! {
        (breadcrumb(lang, &[
            (lang.t("Bàn trực", "Desk"), paths::desk::LIST),
            (&board.head.title, &paths::desk::board(board.head.id)),
        ], lang.t("Báo sự cố", "Report an incident")))
        (page_head(
            lang.t("Chuyện gì đã xảy ra?", "What has happened?"),
            lang.t(
                "Bấm một ô là gửi. Chọn em nếu chuyện liên quan đến một em: nhà trường của em được báo ngay.",
                "Press one: that sends it. Choose the pupil if it is about one: the school is told at once.",
            ),
            html! {},
        ))
        (error_summary(lang, &problems.all(lang)))
        (form(&at::at_desk(board.head.id), html! {
            (Field::select("pupil", lang.t("Về em nào", "About which pupil"), std::iter::once(nobody).chain(pupils).collect())
                .optional(lang).value(&typed.pupil))
            (kinds(lang))
            (Field::textarea("what", lang.t("Ghi thêm trước khi bấm", "To tell more, write it before you press"))
                .hint(lang.t("Không ghi số giấy tờ, mật khẩu, số điện thoại", "No document numbers, passwords, telephone numbers"))
                .optional(lang).max_len(500).value(&typed.what).error(problems.say("what", lang)))
        }))
        (section(lang.t("Gọi ngay", "Call now"), numbers(lang, None)))
    }
}

/// The way to the report page, for every page of a pupil's day.
pub fn tell_button(lang: Lang, href: String) -> Markup {
    html! {
        div class="tell-adult" {
            (Button::danger(lang.t("Có chuyện không ổn? Báo người lớn", "Something wrong? Tell an adult"))
                .icon(Icon::Bell).wide().to(href))
        }
    }
}
