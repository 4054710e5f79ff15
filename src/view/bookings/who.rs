//! Who comes: oneself, or somebody one books for.

use maud::{Markup, html};

use super::when::chosen;
use super::{filled, kept_for, way_steps};
use crate::db::catalogue::Catalogue;
use crate::db::catalogue::sessions::ChosenSlot;
use crate::db::topics::TopicRow;
use crate::domain::bookings::{AccessNeed, Agreed, Relation, Room, WhoForm};
use crate::domain::ids::OrganisationId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::topics::said;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Form, Tone, fieldset, form, hidden, hint_box, link_card, page_head,
};

/// The third step's first question.
pub fn whom(lang: Lang, topic: &TopicRow, slot: &ChosenSlot) -> Markup {
    let link = |whom: &str| {
        format!("{}?topic={}&slot={}&whom={whom}", paths::bookings::WHO, topic.code, slot.id)
    };
    html! {
        (way_steps(lang, 2))
        (page_head(lang.t("Ai sẽ đến?", "Who will come?"), &chosen(lang, slot), html! {}))
        (waiting_hint(lang, slot))
        div class="cards" {
            (link_card(&link("self"), lang.t("Tôi sẽ đến", "I will come"), html! {
                p { (lang.t("Tôi đặt cho chính mình.", "I book for myself.")) }
            }))
            (link_card(&link("other"), lang.t("Tôi đặt hộ người khác", "I book for somebody else"), html! {
                p { (lang.t("Cho ông bà, cha mẹ, hàng xóm, bà con trong khu phố.", "For parents, neighbours, people of the neighbourhood.")) }
            }))
        }
    }
}

/// The third step's form.
pub fn who(
    lang: Lang,
    catalogue: &Catalogue,
    topic: &TopicRow,
    slot: &ChosenSlot,
    typed: &WhoForm,
    problems: &Problems,
) -> Markup {
    let mut filled = filled(lang, &typed.answers(), problems);
    if typed.name.is_empty() && problems.is_empty() {
        filled = Form::default();
    }
    let other = typed.is_for_other();
    html! {
        (way_steps(lang, 2))
        (page_head(
            if other { lang.t("Người sẽ đến", "The person who comes") }
                else { lang.t("Cho chúng tôi biết ông/bà", "About you") },
            &format!("{} · {}", said(&topic.code, topic.name(lang), lang), chosen(lang, slot)),
            html! {},
        ))
        (filled.summary(lang))
        (waiting_hint(lang, slot))
        (form(paths::bookings::CHECK, html! {
            (hidden(&[("topic", &topic.code), ("slot", &slot.id.to_string()), ("whom", if other { "other" } else { "self" })]))
            (person_fields(lang, catalogue, slot.ward_id, &filled))
            @if other { (proxy_fields(lang, &filled)) }
            (kept_for(lang))
            (Button::primary(lang.t("Xem lại", "Check my answers")).icon(Icon::ArrowRight).wide())
        }))
    }
}

/// The person who comes: used for bookings and for requests.
pub fn person_fields(
    lang: Lang,
    catalogue: &Catalogue,
    ward: OrganisationId,
    filled: &Form,
) -> Markup {
    let areas = catalogue.areas_of(ward).map(|area| {
        let choice = Choice::new(area.id.to_string(), &area.name);
        if area.aliases.is_empty() { choice } else { choice.note(&area.aliases) }
    });
    let first = Choice::new("", lang.t("Chọn khu phố", "Choose a neighbourhood"));
    let last = Choice::new("other", lang.t("Nơi khác", "Elsewhere"));
    let areas = std::iter::once(first).chain(areas).chain(std::iter::once(last)).collect();
    let needs =
        AccessNeed::ALL.iter().map(|need| Choice::new(need.code(), need.message().say(lang)));
    html! {
        (filled.fill(Field::text("name", lang.t("Tên người sẽ đến", "Name of the person who comes"))
            .hint(lang.t("Như bà con vẫn gọi, ví dụ: Bà Chín, Nguyễn Văn Sáu", "As neighbours say it, for example: Bà Chín"))
            .autocomplete("name").max_len(80)))
        (filled.fill(Field::tel("phone", lang.t("Số điện thoại", "Telephone"))
            .optional(lang)
            .hint(lang.t("Để phường gọi khi có thay đổi. Không có cũng được.", "So that the ward can call if something changes."))))
        (filled.fill(Field::select("area", lang.t("Khu phố đang ở", "Neighbourhood"), areas)))
        (filled.fill(Field::number("birth_year", lang.t("Năm sinh", "Year of birth"))
            .optional(lang).hint(lang.t("Chỉ cần năm, ví dụ: 1955", "Only the year, such as 1955"))))
        (filled.fill(Field::checks("needs", lang.t("Cần chuẩn bị gì thêm?", "Should we prepare anything?"), needs.collect())
            .optional(lang)))
    }
}

fn proxy_fields(lang: Lang, filled: &Form) -> Markup {
    let relations = Relation::ALL
        .iter()
        .map(|relation| Choice::new(relation.code(), relation.message().say(lang)));
    let agreed = Agreed::ALL.iter().map(|how| Choice::new(how.code(), how.message().say(lang)));
    fieldset(
        lang.t("Người đặt hộ", "You, who book for them"),
        html! {
            (filled.fill(Field::text("proxy_name", lang.t("Tên của ông/bà, anh/chị", "Your name")).max_len(80)))
            (filled.fill(Field::tel("proxy_phone", lang.t("Số điện thoại của người đặt hộ", "Your telephone")).optional(lang)))
            (filled.fill(Field::radios("proxy_relation", lang.t("Là gì của người sẽ đến?", "What are you to them?"), relations.collect())))
            (filled.fill(Field::radios("proxy_agreed", lang.t("Người đó đã đồng ý chưa?", "Have they agreed?"), agreed.collect())))
            (filled.fill(Field::tick("proxy_may_change", lang.t("Tôi cũng được đổi hoặc hủy lượt này", "I too may change or cancel it"))
                .hint(lang.t("Nếu không, chỉ người sẽ đến mới đổi hoặc hủy được.", "Otherwise only the person who comes may do so."))
                .filter()))
        },
    )
}

fn waiting_hint(lang: Lang, slot: &ChosenSlot) -> Markup {
    html! {
        @if Room::from_rank(slot.room) == Room::Full {
            (hint_box(Tone::Info, html! {
                p {
                    strong { (lang.t("Khung giờ này đã đủ chỗ.", "This time is full.")) } " "
                    (lang.t("Ông/bà sẽ vào danh sách chờ, ở vị trí thứ ", "You will be on the waiting list, in place "))
                    (slot.waiting + 1) ". "
                    (lang.t("Khi có người hủy, ai chờ lâu nhất được gọi trước.", "Whoever has waited longest is called first when a seat comes free."))
                }
            }))
        }
    }
}
