//! Before a session is called off: whom it concerns, and why.

use maud::{Markup, html};

use super::form::scope;
use super::when_of;
use crate::db::sessions::screens::Concerned;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::change::CancelForm;
use crate::paths;
use crate::view::parts::{
    Button, Field, Form, Tone, breadcrumb, button_row, form, hint_box, page_head,
};

/// Asks for the reason, and how far it reaches.
pub fn ask(lang: Lang, typed: &CancelForm, problems: &Problems, concerned: &Concerned) -> Markup {
    let session = &concerned.session;
    let here = paths::sessions::one(session.id);
    let title = lang.t("Hủy buổi hỗ trợ", "Call the session off");
    let filled = Form::of(typed, problems, lang);
    html! {
        (breadcrumb(lang, &[
            (lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST),
            (&session.title, &here),
        ], title))
        (page_head(title, &when_of(lang, session.starts_at, session.ends_at), html! {}))
        (filled.summary(lang))
        (hint_box(Tone::Warn, html! {
            p { (lang.t("Việc này không lấy lại được.", "This cannot be undone.")) }
            ul {
                li {
                    (lang.count(concerned.expected.len() as i64, "người dân đã đặt chỗ ở buổi này: chỗ được trả lại, bạn gọi báo theo danh sách.", "resident has booked: the seat is given back and you call from the list.", "residents have booked: seats are given back and you call them from the list."))
                }
                li {
                    (lang.count(concerned.on_duty.len() as i64, "đại sứ số có ca ở buổi này: ca được rút, phụ huynh đã đồng ý nhận tin được báo qua thư.", "ambassador has a shift: it is withdrawn and the guardian who agreed is written to.", "ambassadors have a shift: they are withdrawn and guardians who agreed are written to."))
                }
                li { (lang.t("Người lớn phụ trách và nhà trường được báo qua thư.", "Supervisors and schools are written to.")) }
            }
        }))
        (form(&paths::sessions::cancel(session.id), html! {
            (filled.fill(
                Field::textarea("reason", lang.t("Lý do", "Reason"))
                    .hint(lang.t("Ví dụ: mưa lớn, mất điện. Người dân và phụ huynh sẽ đọc.", "For example: heavy rain, no power. Residents and guardians read this."))
                    .max_len(300),
            ))
            @if concerned.in_series > 1 { (filled.fill(scope(lang, concerned.in_series))) }
            (button_row(html! {
                (Button::danger(lang.t("Hủy buổi", "Call it off")))
                (Button::quiet(lang.t("Giữ lại", "Keep it")).to(&here))
            }))
        }))
    }
}
