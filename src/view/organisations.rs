//! Wards, schools, their neighbourhoods and classes.

use maud::{Markup, html};

use super::icons::Icon;
use super::parts::{
    Button, Choice, Field, Table, breadcrumb, button_row, definitions, empty_state, error_summary,
    form, page_head, section,
};
use crate::db::organisations::{Area, Class, Organisation};
use crate::domain::access::OrganisationKind;
use crate::domain::lang::Lang;
use crate::domain::organisations::{LinesForm, OrganisationForm};
use crate::domain::refusal::Problems;
use crate::paths;

fn kind(lang: Lang, kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Ward => lang.t("Phường", "Ward"),
        OrganisationKind::School => lang.t("Trường", "School"),
    }
}

/// Each ward followed by its schools.
pub fn list(lang: Lang, all: &[Organisation]) -> Markup {
    let table = Table::new(lang.t("Đơn vị", "Organisations"))
        .text(lang.t("Tên", "Name"))
        .text(lang.t("Loại", "Kind"))
        .text(lang.t("Mã", "Code"))
        .text(lang.t("Điện thoại", "Phone"))
        .rows(all.iter().map(|o| {
            [
                html! { a href=(paths::organisations::one(o.id)) { (o.name) } },
                html! { (kind(lang, o.kind)) },
                html! { (o.code) },
                html! { (o.phone) },
            ]
        }))
        .empty(empty_state(
            Icon::Info,
            lang.t("Chưa có đơn vị nào", "No organisations yet"),
            lang.t(
                "Hãy thêm phường trước, rồi thêm trường của phường.",
                "Add the ward first, then its schools.",
            ),
            html! {},
        ));
    html! {
        (page_head(
            lang.t("Đơn vị", "Organisations"),
            lang.t("Phường đăng buổi hỗ trợ; trường cử đại sứ số.", "Wards post sessions; schools send ambassadors."),
            html! { (Button::primary(lang.t("Thêm đơn vị", "Add one")).icon(Icon::Plus).to(paths::organisations::NEW)) },
        ))
        (table)
    }
}

/// The form for a new one.
pub fn new(
    lang: Lang,
    typed: &OrganisationForm,
    problems: &Problems,
    all: &[Organisation],
) -> Markup {
    let mut under = vec![Choice::new("ward", lang.t("Đây là một phường", "This is a ward"))];
    under.extend(all.iter().filter(|o| o.kind == OrganisationKind::Ward).map(|ward| {
        Choice::new(
            ward.id.to_string(),
            format!("{} {}", lang.t("Trường thuộc", "A school of"), ward.name),
        )
    }));
    let error = |field: &str| problems.say(field, lang);
    let chosen = if typed.under.is_empty() { "ward" } else { &typed.under };
    html! {
        (breadcrumb(lang, &[(lang.t("Đơn vị", "Organisations"), paths::organisations::LIST)], lang.t("Thêm", "Add")))
        (page_head(lang.t("Thêm đơn vị", "Add an organisation"), "", html! {}))
        (error_summary(lang, &problems.all(lang)))
        (form(paths::organisations::NEW, html! {
            (Field::select("under", lang.t("Loại", "Kind"), under).value(chosen).error(error("under")))
            (Field::text("name", lang.t("Tên đầy đủ", "Full name")).hint(lang.t("Ví dụ: Trường THCS Nguyễn Vĩnh Nghiệp", "For example: Trường THCS Nguyễn Vĩnh Nghiệp")).value(&typed.name).error(error("name")))
            (Field::text("short_name", lang.t("Tên gọi ngắn", "Short name")).value(&typed.short_name).optional(lang).error(error("short_name")))
            (Field::text("code", lang.t("Mã", "Code")).hint(lang.t("Đứng đầu tên đăng nhập của học sinh và số vào sổ khen thưởng", "Begins pupils' sign-in names and award registers")).short().value(&typed.code).error(error("code")))
            (Field::text("parent_name", lang.t("Cơ quan chủ quản", "Authority above")).hint(lang.t("Như trên văn bản, ví dụ: UBND phường Đông Hưng Thuận", "As documents head themselves")).value(&typed.parent_name).optional(lang).error(error("parent_name")))
            (Field::text("aliases", lang.t("Tên cũ", "Former names")).hint(lang.t("Để người dân tìm được theo tên trước sáp nhập", "So that people find it by its name before the merger")).value(&typed.aliases).optional(lang).error(error("aliases")))
            (Field::tel("phone", lang.t("Điện thoại", "Phone")).value(&typed.phone).error(error("phone")))
            (Field::text("address", lang.t("Địa chỉ", "Address")).value(&typed.address).optional(lang).error(error("address")))
            (button_row(html! {
                (Button::primary(lang.t("Thêm đơn vị", "Add it")))
                (Button::quiet(lang.t("Thôi", "Cancel")).to(paths::organisations::LIST))
            }))
        }))
    }
}

/// One with its neighbourhoods (a ward) or classes (a school).
pub fn one(
    lang: Lang,
    organisation: &Organisation,
    (areas, classes): (&[Area], &[Class]),
    two_step: bool,
    (typed, problems): (&LinesForm, &Problems),
) -> Markup {
    let is_ward = organisation.kind == OrganisationKind::Ward;
    let (title, label, hint) = if is_ward {
        (
            lang.t("Khu phố", "Neighbourhoods"),
            lang.t("Thêm khu phố, mỗi dòng một tên", "Add neighbourhoods, one a line"),
            lang.t("Ví dụ: Khu phố 5", "For example: Khu phố 5"),
        )
    } else {
        (
            lang.t("Lớp năm học này", "Classes of this school year"),
            lang.t("Thêm lớp, mỗi dòng một tên", "Add classes, one a line"),
            lang.t("Ví dụ: 8A1", "For example: 8A1"),
        )
    };
    let names: Vec<&str> = if is_ward {
        areas.iter().map(|area| area.name.as_str()).collect()
    } else {
        classes.iter().map(|class| class.name.as_str()).collect()
    };
    html! {
        (page_head(&organisation.name, kind(lang, organisation.kind), html! {}))
        (definitions(&[
            (lang.t("Mã", "Code"), html! { (organisation.code) }),
            (lang.t("Điện thoại", "Phone"), html! { (organisation.phone) }),
            (lang.t("Địa chỉ", "Address"), html! { (organisation.address) }),
        ]))
        (section(title, html! {
            @if names.is_empty() { p.note { (lang.t("Chưa có.", "None yet.")) } }
            @else { ul { @for name in &names { li { (name) } } } }
            (error_summary(lang, &problems.all(lang)))
            (form(&paths::organisations::one(organisation.id), html! {
                (Field::textarea("lines", label).hint(hint).value(&typed.lines).error(problems.say("lines", lang)))
                (Button::primary(lang.t("Thêm", "Add")))
            }))
        }))
        (section(lang.t("Đăng nhập của cán bộ", "How staff sign in"), html! {
            (form(&paths::two_step::required(organisation.id), html! {
                (Field::tick("required", lang.t("Bắt buộc xác thực hai bước", "Two-step sign-in is required"))
                    .hint(lang.t("Ai chưa bật sẽ được dẫn tới trang bật trước khi làm việc tiếp.", "Whoever has not turned it on is led to the page that does, before anything else."))
                    .values(two_step.then_some("yes")).filter())
                (Button::quiet(lang.t("Lưu", "Save")))
            }))
        }))
    }
}
