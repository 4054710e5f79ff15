//! One pupil as the school sees them: what they may do, and what is still missing.

use maud::{Markup, html};

use super::apart::apart;
use super::cards::account;
use super::{consents, pupil_fields, way_back};
use crate::db::ambassadors::keep::Consent;
use crate::db::ambassadors::pages::PupilPage;
use crate::domain::availability::clock;
use crate::domain::consent::{Purpose, Side, SignatureForm};
use crate::domain::hours::percent_shown;
use crate::domain::lang::Lang;
use crate::domain::phone;
use crate::domain::refusal::Problems;
use crate::domain::roster::{ApartForm, CertifyForm, ClassChoice, PupilForm, StandingForm};
use crate::domain::topics::Tier;
use crate::paths;
use crate::view::ambassadors::weekdays;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Mark, Notice, Table, badge, definitions, disclosure, empty_state,
    error_summary, form, notice, page_head, post_button, section, stat, stats,
};
use crate::view::shifts::{state, when};

/// What was typed into one of the page's forms, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct OneTyped {
    pub details: Option<PupilForm>,
    pub standing: Option<StandingForm>,
    pub signature: SignatureForm,
    pub certify: CertifyForm,
    pub apart: ApartForm,
    pub problems: Problems,
}

/// The page. Without the right to keep the roster it only shows.
pub fn one(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let dossier = &page.dossier;
    html! {
        (way_back(lang, &dossier.name))
        (page_head(&dossier.name, &format!("{} · {}", dossier.class_name, dossier.sign_in_name), html! {
            @if !dossier.active { (badge(Mark::Stopped, lang.t("Tạm nghỉ", "Paused"))) }
        }))
        (error_summary(lang, &typed.problems.all(lang)))
        (missing(lang, page))
        (figures(lang, page))
        (section(lang.t("Đồng ý tham gia và các mục khác", "Consents"), consents::consents(lang, page, typed)))
        (section(lang.t("Chứng nhận thủ tục", "Certifications"), certificates(lang, page, typed)))
        (section(lang.t("Ca sắp tới và giờ rảnh", "Shifts ahead and free times"), ahead(lang, page)))
        @if let Some(part) = &page.apart {
            (section(lang.t("Không xếp cùng ca", "Not in the same session"), apart(lang, page, part, typed)))
        }
        (section(lang.t("Thông tin", "Details"), details(lang, page, typed)))
        @if page.issues || page.keeps { (section(lang.t("Tài khoản", "Account"), account(lang, page))) }
    }
}

pub(super) fn stands(page: &PupilPage, purpose: Purpose, side: Side) -> Option<&Consent> {
    page.consents
        .iter()
        .find(|c| c.purpose == purpose && c.side == side && c.withdrawn_at.is_none())
}

/// Why the pupil cannot be scheduled yet, in one place.
fn missing(lang: Lang, page: &PupilPage) -> Markup {
    let today = page.now.day();
    let certified =
        page.certificates.iter().any(|c| (c.certified_on..=c.expires_on).contains(&today));
    html! {
        @for side in Side::ALL {
            @if stands(page, Purpose::TakingPart, *side).is_none() {
                (notice(&Notice::warn(match side {
                    Side::Child => lang.t("Chưa có chữ ký của em: chưa xếp ca được.", "The child has not signed: no shifts yet."),
                    Side::Guardian => lang.t("Chưa có chữ ký của phụ huynh: chưa xếp ca được.", "The guardian has not signed: no shifts yet."),
                })))
            }
        }
        @if !certified {
            (notice(&Notice::info(lang.t("Chưa có chứng nhận thủ tục nào còn hạn.", "No certification is valid today."))))
        }
    }
}

fn figures(lang: Lang, page: &PupilPage) -> Markup {
    let figures = stats(html! {
        (stat(&lang.hours(page.total.minutes), lang.t("giờ năm học này", "hours this school year"), (page.pending > 0).then(|| format!("+ {} {}", lang.hours(page.pending), lang.t("chờ chốt", "pending"))).as_deref()))
        (stat(&lang.number(page.total.supports), lang.t("lượt hỗ trợ", "supports"), None))
        (stat(&percent_shown(page.total.attendance_percent()), lang.t("chuyên cần", "attendance"), None))
    });
    html! {
        (figures)
        p { a href=(paths::hours::pupil(page.dossier.id)) { (lang.t("Sổ giờ của em: từng dòng, hủy giờ, ghi lại", "The pupil's ledger: every row, reversals, crediting anew")) } }
    }
}

/// A tier in words.
fn tier(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Guide => lang.t("Nhóm G: từ cấp 1", "Tier G: from level 1"),
        Tier::Adult => lang.t("Nhóm A: từ cấp 2", "Tier A: from level 2"),
        Tier::Reserved => lang.t("Nhóm R: chỉ người lớn", "Tier R: adults only"),
    }
}

fn certificates(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let today = page.now.day();
    let remove = lang.t("Bỏ", "Remove");
    let table = Table::new(lang.t("Chứng nhận", "Certifications"))
        .compact()
        .text(lang.t("Thủ tục", "Topic"))
        .number(lang.t("Cấp", "Level"))
        .number(lang.t("Đến hết ngày", "Until"))
        .actions(lang.t("Việc", "Actions"))
        .rows(page.certificates.iter().map(|row| {
            let name = lang.t(&row.name_vi, &row.name_en);
            [
                html! { (row.topic) " · " (name) },
                html! { (row.level) },
                html! {
                    (lang.date(row.expires_on))
                    @if row.expires_on < today { " " (badge(Mark::Warning, lang.t("Hết hạn", "Expired"))) }
                },
                html! {
                    @if page.keeps {
                        (post_button(&paths::roster::uncertify(page.dossier.id, &row.topic), Button::quiet(remove).icon(Icon::Trash).small().says(format!("{remove}: {name}")), &[]))
                    }
                },
            ]
        }))
        .empty(empty_state(Icon::Graduation, lang.t("Chưa có chứng nhận nào", "None yet"), lang.t("Thêm sau khi em đạt bài kiểm tra và làm mẫu.", "Add them after the test and the watched demonstration."), html! {}));
    html! {
        (table)
        @if page.keeps {
            (disclosure(lang.t("Thêm chứng nhận", "Add certifications"), certify_form(lang, page, typed)))
        }
    }
}

fn certify_form(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let error = |field: &str| typed.problems.say(field, lang);
    let topics: Vec<Choice> = page
        .topics
        .iter()
        .filter(|topic| topic.tier != Tier::Reserved)
        .map(|topic| {
            Choice::new(&*topic.code, format!("{} · {}", topic.code, topic.name(lang)))
                .note(tier(lang, topic.tier))
        })
        .collect();
    let levels: Vec<Choice> = [
        ("1", lang.t("Cấp 1 – cơ bản", "Level 1 – basic")),
        ("2", lang.t("Cấp 2 – dịch vụ công", "Level 2 – public services")),
        ("3", lang.t("Cấp 3 – đội trưởng", "Level 3 – team leader")),
    ]
    .map(|(code, word)| Choice::new(code, word))
    .into();
    form(
        &paths::roster::of(page.dossier.id, "certifications"),
        html! {
            (Field::select("level", lang.t("Cấp", "Level"), levels).id("certify-level").value(&typed.certify.level).error(error("level")))
            (Field::date("until", lang.t("Đến hết ngày", "Until")).hint(lang.t("Để trống: đến hết năm học", "Empty: to the end of the school year")).optional(lang).value(&typed.certify.until).error(error("until")))
            (Field::checks("topics", lang.t("Thủ tục", "Topics"), topics).values(&typed.certify.topics).error(error("topics")))
            (Button::primary(lang.t("Cấp chứng nhận", "Certify")).icon(Icon::Check))
        },
    )
}

fn ahead(lang: Lang, page: &PupilPage) -> Markup {
    html! {
        @if page.coming.is_empty() { p.note { (lang.t("Không có ca nào sắp tới.", "No shifts ahead.")) } }
        ul.flow {
            @for shift in &page.coming {
                @let (mark, word) = state(lang, shift.state);
                li.row { strong { (when(lang, shift)) } span { (shift.place) } (badge(mark, word)) }
            }
        }
        @if page.week.is_empty() { p.note { (lang.t("Em chưa khai lịch rảnh.", "No free times given yet.")) } }
        @else {
            p.note {
                (lang.t("Rảnh hằng tuần:", "Free every week:")) " "
                @for (i, weekly) in page.week.iter().enumerate() {
                    @if i > 0 { "; " }
                    (weekdays(lang)[(weekly.weekday - 1).clamp(0, 6) as usize].1) " "
                    (clock(weekly.minutes.0)) "–" (clock(weekly.minutes.1))
                }
            }
        }
    }
}

fn details(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let dossier = &page.dossier;
    let shown = dossier.guardian_phone.as_deref().map(phone::shown).unwrap_or_default();
    let area = page.areas.iter().find(|area| Some(area.id) == dossier.home_area);
    let facts = definitions(&[
        (lang.t("Năm sinh", "Year of birth"), html! { (dossier.birth_year) }),
        (
            lang.t("Phụ huynh", "Guardian"),
            html! { (dossier.guardian_name) @if !shown.is_empty() { ", " (shown) } @if let Some(email) = &dossier.guardian_email { ", " (email) } },
        ),
        (lang.t("Nhà ở", "Home"), html! { (area.map_or("–", |a| &a.name)) }),
        (lang.t("Cấp đại sứ", "Level"), html! { (dossier.level) }),
        (
            lang.t("Tối đa mỗi tuần", "At most a week"),
            html! { (lang.hours(dossier.week_cap_minutes)) },
        ),
    ]);
    if !page.keeps {
        return facts;
    }
    html! {
        (facts)
        (disclosure(lang.t("Sửa thông tin", "Change details"), details_form(lang, page, typed)))
        (disclosure(lang.t("Sửa cấp, giờ tối đa, nhà ở", "Change level, ceiling, home"), standing_form(lang, page, typed)))
    }
}

fn details_form(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let dossier = &page.dossier;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form_now = typed.details.clone().unwrap_or_else(|| PupilForm {
        name: dossier.name.clone(),
        class: dossier.class.to_string(),
        birth_year: dossier.birth_year.to_string(),
        guardian_name: dossier.guardian_name.clone(),
        guardian_phone: text(&dossier.guardian_phone),
        guardian_email: text(&dossier.guardian_email),
    });
    let classes: Vec<ClassChoice> =
        page.classes.iter().map(|c| ClassChoice { id: c.id, name: c.name.clone() }).collect();
    form(
        &paths::roster::of(dossier.id, "details"),
        html! {
            (pupil_fields(lang, &classes, &form_now, &typed.problems))
            (Button::primary(lang.t("Lưu thông tin", "Save")).icon(Icon::Check))
        },
    )
}

fn standing_form(lang: Lang, page: &PupilPage, typed: &OneTyped) -> Markup {
    let dossier = &page.dossier;
    let error = |field: &str| typed.problems.say(field, lang);
    let now = typed.standing.clone().unwrap_or_else(|| StandingForm {
        level: dossier.level.to_string(),
        week_hours: (dossier.week_cap_minutes / 60).to_string(),
        home_area: dossier.home_area.map(|area| area.to_string()).unwrap_or_default(),
    });
    let numbers =
        |to: i64| (0..=to).map(|n| Choice::new(n.to_string(), n.to_string())).collect::<Vec<_>>();
    let mut areas = vec![Choice::new("", lang.t("Chưa rõ", "Not known"))];
    areas.extend(page.areas.iter().map(|area| Choice::new(area.id.to_string(), &*area.name)));
    form(
        &paths::roster::of(dossier.id, "standing"),
        html! {
            (Field::select("level", lang.t("Cấp đại sứ", "Level"), numbers(3)).value(&now.level).error(error("level")))
            (Field::select("week_hours", lang.t("Tối đa mấy giờ mỗi tuần", "Hours a week at most"), numbers(8)).value(&now.week_hours).error(error("week_hours")))
            (Field::select("home_area", lang.t("Nhà ở khu phố", "Home area"), areas).value(&now.home_area).filter().error(error("home_area")))
            (Button::primary(lang.t("Lưu", "Save")).icon(Icon::Check))
        },
    )
}
