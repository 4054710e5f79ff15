//! A ward's help points.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Form, Mark, Table, badge, breadcrumb, button_row, disclosure,
    empty_state, form, page_head, post_button, side_by_side,
};
use crate::db::organisations::Area;
use crate::db::places::PlaceLine;
use crate::domain::ids::PlaceId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::place::PlaceForm;
use crate::paths;

/// All of them, those in use first.
pub fn list(lang: Lang, places: &[PlaceLine]) -> Markup {
    let table = Table::new(lang.t("Nơi hỗ trợ", "Help points"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Địa chỉ", "Address"))
        .text(lang.t("Khu phố", "Neighbourhood"))
        .text(lang.t("Trạng thái", "State"))
        .number(lang.t("Buổi sắp tới", "Sessions ahead"))
        .actions(lang.t("Việc", "Actions"))
        .rows(places.iter().map(|place| row(lang, place)))
        .empty(empty_state(
            Icon::Pin,
            lang.t("Chưa có nơi hỗ trợ", "No help point yet"),
            lang.t(
                "Văn phòng khu phố, nhà văn hoá, trung tâm hành chính công đều được.",
                "A neighbourhood office, a culture house, the public service centre.",
            ),
            html! { (Button::primary(lang.t("Thêm nơi hỗ trợ", "Add a help point")).to(paths::places::NEW)) },
        ));
    html! {
        (breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST)], lang.t("Nơi hỗ trợ", "Help points")))
        (page_head(
            lang.t("Nơi hỗ trợ", "Help points"),
            lang.t("Nơi công cộng của phường, không bao giờ là nhà riêng.", "Public places of the ward, never a private home."),
            html! { (Button::primary(lang.t("Thêm nơi hỗ trợ", "Add a help point")).icon(Icon::Plus).to(paths::places::NEW)) },
        ))
        (table)
    }
}

fn row(lang: Lang, place: &PlaceLine) -> [Markup; 6] {
    let says = |act: &str| format!("{act}: {}", place.name);
    [
        html! { a href=(paths::places::one(place.id)) { (place.name) } },
        html! {
            (place.address)
            @if !place.landmark.is_empty() { span class="note" { " " (place.landmark) } }
        },
        html! { (place.area) },
        html! {
            @if place.active { (badge(Mark::Open, lang.t("Đang dùng", "In use"))) }
            @else { (badge(Mark::Stopped, lang.t("Ngừng dùng", "Retired"))) }
            @if place.accessible { " " (badge(Mark::Plain, lang.t("Có lối xe lăn", "Step-free"))) }
        },
        html! { (place.sessions) },
        html! {
            @if place.active {
                (post_button(&paths::places::retire(place.id), Button::quiet(lang.t("Ngừng dùng", "Retire")).small().says(says(lang.t("Ngừng dùng", "Retire"))), &[]))
            } @else {
                (post_button(&paths::places::restore(place.id), Button::quiet(lang.t("Dùng lại", "Use again")).small().says(says(lang.t("Dùng lại", "Use again"))), &[]))
            }
        },
    ]
}

/// The form for a new one, or to change one.
pub fn edit(
    lang: Lang,
    place: Option<PlaceId>,
    typed: &PlaceForm,
    problems: &Problems,
    areas: &[Area],
) -> Markup {
    let title = match place {
        None => lang.t("Thêm nơi hỗ trợ", "Add a help point"),
        Some(_) => lang.t("Sửa nơi hỗ trợ", "Change the help point"),
    };
    let action = place.map_or_else(|| paths::places::NEW.to_owned(), paths::places::one);
    let filled = Form::of(typed, problems, lang);
    let areas = areas.iter().map(|area| Choice::new(area.id.to_string(), &area.name));
    html! {
        (breadcrumb(lang, &[
            (lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST),
            (lang.t("Nơi hỗ trợ", "Help points"), paths::places::LIST),
        ], title))
        (page_head(title, "", html! {}))
        (filled.summary(lang))
        (form(&action, html! {
            (filled.fill(Field::text("name", lang.t("Tên", "Name")).hint(lang.t("Ví dụ: Văn phòng khu phố 5", "For example: Văn phòng khu phố 5")).max_len(120)))
            (filled.fill(Field::text("address", lang.t("Địa chỉ", "Address")).max_len(200)))
            (filled.fill(
                Field::text("landmark", lang.t("Dấu hiệu dễ tìm", "Landmark"))
                    .optional(lang).hint(lang.t("Ví dụ: cạnh chợ, đối diện trường", "For example: beside the market")).max_len(200),
            ))
            (filled.fill(Field::select("area", lang.t("Khu phố", "Neighbourhood"), areas.collect())))
            (filled.fill(Field::tick("accessible", lang.t("Có lối cho xe lăn", "Step-free access")).optional(lang)))
            (disclosure(lang.t("Vị trí trong phường (mét)", "Position in the ward (metres)"), html! {
                p class="note" { (lang.t(
                    "Tính từ điểm mốc của phường, để ước lượng đường đi giữa hai buổi. Để trống nếu chưa đo.",
                    "From the ward's reference point, to estimate the way between two sessions. Leave empty if not measured.",
                )) }
                (side_by_side(html! {
                    (filled.fill(Field::text("east_m", lang.t("Về phía đông", "East")).optional(lang).short()))
                    (filled.fill(Field::text("north_m", lang.t("Về phía bắc", "North")).optional(lang).short()))
                }))
            }))
            (button_row(html! {
                (Button::primary(lang.t("Lưu", "Save")).icon(Icon::Check))
                (Button::quiet(lang.t("Thôi", "Leave")).to(paths::places::LIST))
            }))
        }))
    }
}
