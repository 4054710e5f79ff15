//! Wishes that no session fits yet: asking, and fitting them into sessions.

use maud::{Markup, html};

use super::bookings::person_fields;
use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Form, Mark, Table, badge, button_row, confirm_box, day_grid,
    definitions, empty_state, form, hidden, page_head, section,
};
use crate::db::catalogue::Catalogue;
use crate::db::catalogue::sessions::ChosenSlot;
use crate::db::organisations::Organisation;
use crate::db::requests::Asked;
use crate::db::topics::TopicRow;
use crate::domain::at::At;
use crate::domain::bookings::needs;
use crate::domain::codes;
use crate::domain::lang::Lang;
use crate::domain::phone;
use crate::domain::requests::{Part, Time, weekdays};
use crate::domain::topics::said;
use crate::paths;

/// Which ward, where there are several.
pub fn ward(lang: Lang, catalogue: &Catalogue, topic: &str) -> Markup {
    html! {
        (page_head(lang.t("Ông/bà ở phường nào?", "Which ward do you live in?"), "", html! {}))
        ul class="ways" {
            @for ward in &catalogue.wards {
                li {
                    a href=(format!("{}?topic={topic}&ward={}", paths::requests::ASK, ward.id)) {
                        strong { (ward.name) } (Icon::ChevronRight)
                    }
                }
            }
        }
    }
}

/// For what, when, and who.
pub fn ask(
    lang: Lang,
    catalogue: &Catalogue,
    ward: &Organisation,
    key: &str,
    chosen_times: &[String],
    filled: &Form,
) -> Markup {
    let topics = catalogue
        .topics
        .iter()
        .map(|topic| Choice::new(&topic.code, said(&topic.code, topic.name(lang), lang)));
    let days: Vec<(String, &str)> =
        weekdays(lang).iter().map(|(number, name)| (number.to_string(), *name)).collect();
    let days: Vec<(&str, &str)> = days.iter().map(|(code, name)| (code.as_str(), *name)).collect();
    let parts: Vec<(&str, &str)> =
        Part::ALL.iter().map(|part| (part.code(), part.name(lang))).collect();
    html! {
        (page_head(
            lang.t("Gửi yêu cầu", "Leave a request"),
            lang.t(
                "Chưa có buổi nào tiện? Cho biết lúc nào đến được, phường sẽ xếp lịch và gọi lại.",
                "No session suits you? Say when you could come; the ward finds one and calls you.",
            ),
            html! {},
        ))
        (filled.summary(lang))
        (form(paths::requests::ASK, html! {
            (hidden(&[("key", key), ("ward", &ward.id.to_string())]))
            (filled.fill(Field::select("topic", lang.t("Việc cần giúp", "What you need help with"), topics.collect())))
            div class="field" id="times" {
                @if let Some(wrong) = filled.problem("times") { p class="error" { (Icon::CircleAlert) span { (wrong) } } }
                (day_grid("times", lang.t("Đến được vào lúc nào? Đánh dấu mọi lúc tiện.", "When could you come? Tick everything that suits you."), &days, &parts, chosen_times))
            }
            (person_fields(lang, catalogue, ward.id, filled))
            p class="note" {
                (lang.t(
                    "Chúng tôi chỉ dùng những điều này để xếp lịch và gọi lại, và xóa sau 90 ngày.",
                    "Used only to find a session and to call you back, and erased after 90 days.",
                ))
            }
            (Button::primary(lang.t("Gửi yêu cầu", "Send the request")).icon(Icon::Check).wide())
        }))
    }
}

/// The coordinator's list.
pub fn list(lang: Lang, open: &[Asked], now: At) -> Markup {
    let fit = lang.t("Xếp lịch", "Find a session");
    html! {
        (page_head(
            lang.t("Yêu cầu chưa có buổi phù hợp", "Requests that no session fits yet"),
            lang.t("Chờ lâu nhất ở trên cùng.", "The oldest come first."),
            html! {},
        ))
        @if open.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Không còn yêu cầu nào chờ", "No open requests"),
                lang.t("Bà con gửi yêu cầu khi chưa có giờ nào tiện.", "Residents leave one when no time suits them."),
                html! {},
            ))
        } @else {
            (Table::new(lang.t("Yêu cầu đang chờ", "Open requests"))
                .text(lang.t("Người", "Person")).text(lang.t("Việc", "Topic"))
                .text(lang.t("Đến được", "Could come")).number(lang.t("Chờ (ngày)", "Days waiting"))
                .actions(lang.t("Việc làm", "Action"))
                .rows(open.iter().map(|asked| {
                    let request = &asked.request;
                    [
                        html! { (request.name) br; span class="note" { (request.area.as_deref().unwrap_or("–")) } },
                        html! { (lang.t(&request.topic_vi, &request.topic_en)) },
                        html! { (said_times(lang, &asked.times)) },
                        html! { ((now.day() - request.created_at.day()).num_days()) },
                        html! { (Button::quiet(fit).to(paths::requests::one(request.id)).small().says(format!("{fit}: {}", request.name))) },
                    ]
                })))
        }
    }
}

fn said_times(lang: Lang, times: &[Time]) -> String {
    times.iter().map(|time| time.say(lang)).collect::<Vec<_>>().join("; ")
}

/// One request and the seats it could have; `fits` marks the times the person named.
pub fn one(
    lang: Lang,
    topic: Option<&TopicRow>,
    asked: &Asked,
    slots: &[(ChosenSlot, bool)],
) -> Markup {
    let request = &asked.request;
    let name = topic.map_or(request.topic_code.as_str(), |topic| topic.name(lang));
    html! {
        (page_head(&request.name, name, html! {}))
        (definitions(&[
            (lang.t("Mã", "Code"), html! { (codes::shown(&request.code)) }),
            (lang.t("Điện thoại", "Telephone"), html! {
                @match &request.phone {
                    Some(number) => a href=(format!("tel:{number}")) { (phone::shown(number)) },
                    None => (lang.t("Không có", "None")),
                }
            }),
            (lang.t("Khu phố", "Neighbourhood"), html! { (request.area.as_deref().unwrap_or("–")) }),
            (lang.t("Đến được", "Could come"), html! { (said_times(lang, &asked.times)) }),
            (lang.t("Cần chuẩn bị", "To prepare"), html! { (needs(&request.needs, lang)) }),
        ]))
        (section(lang.t("Xếp vào khung giờ", "Book into a slot"), html! {
            @if slots.is_empty() {
                (empty_state(
                    Icon::Calendar,
                    lang.t("Chưa có buổi nào còn chỗ cho việc này", "No session has a seat for this"),
                    lang.t("Hãy đăng thêm buổi, rồi quay lại đây.", "Post another session, then come back."),
                    html! {},
                ))
            } @else {
                (Table::new(lang.t("Khung giờ còn chỗ", "Slots with a seat"))
                    .text(lang.t("Lúc", "When")).text(lang.t("Nơi", "Where"))
                    .text(lang.t("Hợp ý", "Suits")).actions(lang.t("Việc làm", "Action"))
                    .rows(slots.iter().map(|(slot, fits)| {
                        let when = format!("{}, {}", lang.day(slot.starts_at.day()), lang.times(slot.starts_at.time(), slot.ends_at.time()));
                        [
                            html! { (when) },
                            html! { (slot.place) },
                            html! { @if *fits { (badge(Mark::Done, lang.t("Đúng giờ đã nêu", "As asked"))) } @else { (badge(Mark::Plain, lang.t("Giờ khác", "Another time"))) } },
                            html! { (form(&paths::requests::fit(request.id), html! {
                                (hidden(&[("slot", &slot.id.to_string())]))
                                (Button::primary(lang.t("Xếp", "Book")).small().says(format!("{} {when}", lang.t("Xếp", "Book"))))
                            })) },
                        ]
                    })))
            }
        }))
        (confirm_box(
            lang.t("Đóng yêu cầu", "Close the request"),
            lang.t("Khi người này không cần nữa, hoặc đã được giúp ở nơi khác.", "When it is not needed any more, or help was found elsewhere."),
            &paths::requests::close(request.id),
            Button::danger(lang.t("Đóng yêu cầu", "Close the request")),
            html! {},
        ))
        (button_row(html! { (Button::quiet(lang.t("Về danh sách", "Back to the list")).to(paths::requests::LIST)) }))
    }
}
