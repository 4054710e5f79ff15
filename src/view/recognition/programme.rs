//! A programme: who waits for whom, and the acts on whole lists.

use maud::{Markup, html};

use super::{class_filter, filtered, measured, way};
use crate::db::recognition::awards::{AwardRow, WaitingClass};
use crate::db::recognition::pages::{Miss, MissingPage, PER_PAGE, ProgrammePage};
use crate::db::recognition::{Programme, Tier};
use crate::domain::access::{Permission, Person};
use crate::domain::ids::ClassId;
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardState, DecisionForm};
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Field, Tab, Table, Tone, breadcrumb, button_row, confirm_box, definitions, disclosure,
    empty_state, error_summary, form, hidden, hint_box, page_head, pager, post_button, section,
    side_by_side, tabs,
};

/// A programme's candidates and awards in one state.
pub fn programme(lang: Lang, me: &Person, page: &ProgrammePage) -> Markup {
    let programme = &page.programme;
    html! {
        (breadcrumb(lang, &[(lang.t("Khen thưởng", "Recognition"), at::LIST)], &programme.name))
        (page_head(&programme.name, &lead(lang, programme), actions(lang, me, page)))
        (state_tabs(lang, page))
        (class_filter(lang, &at::one(programme.id), &page.classes, page.look.class,
            &[("state", page.state.code())]))
        (check_all(lang, me, page))
        (table(lang, me, page))
        (pager(lang, page.look.page as u32, page.pages().max(1) as u32, |n| {
            filtered(&at::one(programme.id), Some(page.state), page.look.class, n)
        }))
        @if sees_all(me) { (waiting(lang, &page.waiting)) }
        (disclosure(lang.t("Các mức khen thưởng", "The tiers"), tiers(lang, &page.tiers)))
    }
}

fn sees_all(me: &Person) -> bool {
    me.only_classes(Permission::SeeSchool).is_none()
}

fn lead(lang: Lang, programme: &Programme) -> String {
    let (from, to) = (lang.date(programme.from_day), lang.date(programme.to_day));
    let mut lead = match lang {
        Lang::Vi => format!("Năm học {}, xét từ {from} đến {to}.", programme.school_year),
        Lang::En => format!("School year {}, from {from} to {to}.", programme.school_year),
    };
    if !programme.plan_number.is_empty() {
        let plan = &programme.plan_number;
        lead.push_str(&match (lang, programme.plan_date) {
            (Lang::Vi, Some(day)) => format!(" Kế hoạch {plan} ngày {}.", lang.date(day)),
            (Lang::Vi, None) => format!(" Kế hoạch {plan}."),
            (Lang::En, Some(day)) => format!(" Plan {plan} of {}.", lang.date(day)),
            (Lang::En, None) => format!(" Plan {plan}."),
        });
    }
    lead
}

/// What this person may do with the whole list.
fn actions(lang: Lang, me: &Person, page: &ProgrammePage) -> Markup {
    let id = page.programme.id;
    let (checked, approved) = (page.whole(AwardState::Checked), page.whole(AwardState::Approved));
    let issued = page.whole(AwardState::Issued);
    let paper = |label, what| Button::quiet(label).icon(Icon::Download).to(at::of(id, what));
    html! {
        @if me.may(Permission::ApproveAwards) {
            @let none = lang.t("Chưa có hồ sơ nào được kiểm tra", "Nothing has been checked yet");
            (Button::primary(format!("{} ({checked})", lang.t("Phê duyệt", "Approve")))
                .to(at::of(id, "approve")).blocked((checked == 0).then_some(none)))
        }
        @if me.may(Permission::IssueAwards) {
            (post_button(&at::of(id, "candidates"),
                Button::primary(lang.t("Tính danh sách", "Compute candidates")).icon(Icon::Refresh), &[]))
            @if approved > 0 { (issue_box(lang, page, approved)) }
            @if issued > 0 {
                (paper(lang.t("Tất cả giấy (PDF)", "All papers (PDF)"), "certificates.pdf"))
            }
            (Button::quiet(lang.t("Sửa", "Edit")).icon(Icon::Pencil).to(at::of(id, "edit")))
        }
        @if checked + approved + issued > 0 {
            (paper(lang.t("Danh sách đề nghị (PDF)", "List of proposals (PDF)"), "proposal.pdf"))
        }
        (Button::quiet(lang.t("Theo lớp", "By class")).icon(Icon::Chart).to(at::of(id, "classes")))
    }
}

fn issue_box(lang: Lang, page: &ProgrammePage, approved: i64) -> Markup {
    confirm_box(
        &format!("{} ({approved})…", lang.t("Ban hành", "Issue")),
        lang.t(
            "Mỗi khen thưởng được vào sổ với số tiếp theo, có trang kiểm tra công khai, và phụ huynh được báo nếu đã đồng ý nhận tin. Việc này không hoàn tác được, chỉ thu hồi được từng giấy.",
            "Each award gets the next number of its register and a public page, and guardians who agreed to messages are told. This cannot be undone; single awards can only be revoked.",
        ),
        &at::of(page.programme.id, "issue"),
        Button::danger(match lang {
            Lang::Vi => format!("Ban hành {approved} khen thưởng"),
            Lang::En => format!("Issue {approved} awards"),
        }),
        html! {},
    )
}

fn state_tabs(lang: Lang, page: &ProgrammePage) -> Markup {
    let (one, class) = (at::one(page.programme.id), page.look.class);
    use AwardState as S;
    let order = [S::Candidate, S::Checked, S::Approved, S::Issued, S::SetAside, S::Revoked];
    let mut all: Vec<Tab> = order
        .into_iter()
        .map(|state| {
            Tab::new(state.name(lang), filtered(&one, Some(state), class, 1))
                .count(page.count(state))
                .current(state == page.state)
        })
        .collect();
    let missing = filtered(&at::of(page.programme.id, "missing"), None, class, 1);
    all.push(Tab::new(lang.t("Chưa đạt", "Not there yet"), missing));
    tabs(lang.t("Danh sách", "List"), &all)
}

/// May this person check candidates of the class?
fn teaches(me: &Person, class: ClassId) -> bool {
    me.may(Permission::CheckCandidates)
        && me
            .only_classes(Permission::CheckCandidates)
            .is_none_or(|classes| classes.contains(&class))
}

/// One button for all candidates on the page that are this teacher's.
fn check_all(lang: Lang, me: &Person, page: &ProgrammePage) -> Markup {
    let own: Vec<String> = page
        .rows
        .iter()
        .filter(|row| row.state == AwardState::Candidate && teaches(me, row.class))
        .map(|row| row.id.to_string())
        .collect();
    if own.is_empty() {
        return html! {};
    }
    let fields: Vec<(&str, &str)> = own.iter().map(|id| ("award", id.as_str())).collect();
    let label = match lang {
        Lang::Vi => format!("Đồng ý đề nghị cả {} em trên trang này", own.len()),
        Lang::En => format!("Agree with all {} on this page", own.len()),
    };
    post_button(
        &at::of(page.programme.id, "check"),
        Button::primary(label).icon(Icon::Check),
        &fields,
    )
}

fn table(lang: Lang, me: &Person, page: &ProgrammePage) -> Table {
    let title = match lang {
        Lang::Vi => {
            "Bấm “Tính danh sách” để hệ thống xét từng em theo giờ đã xác nhận. Em chưa đạt thì xem ở mục “Chưa đạt”."
        }
        Lang::En => {
            "“Compute candidates” weighs every pupil's verified hours. Those still missing something stand under “Not there yet”."
        }
    };
    Table::new(page.state.name(lang))
        .id("awards")
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Mức", "Tier"))
        .text(lang.t("Tiêu chí", "Criteria"))
        .text(noted(lang, page.state))
        .actions(lang.t("Việc", "Actions"))
        .rows(page.rows.iter().map(|row| cells(lang, me, page, row)))
        .empty(empty_state(
            Icon::Award,
            lang.t("Chưa có ai ở đây", "Nobody here yet"),
            title,
            html! {},
        ))
}

/// What the fifth column tells of awards in a state.
fn noted(lang: Lang, state: AwardState) -> &'static str {
    match state {
        AwardState::Candidate | AwardState::Checked => {
            lang.t("Còn thiếu cho mức sau", "Missing for the next")
        }
        AwardState::Approved => lang.t("Quyết định", "Decision"),
        AwardState::Issued => lang.t("Số và quyết định", "Number and decision"),
        AwardState::Revoked | AwardState::SetAside => lang.t("Lý do", "Reason"),
    }
}

/// What the next tier would still take: a teacher sees whom an hour more would lift.
fn missing_for_next(lang: Lang, page: &ProgrammePage, row: &AwardRow) -> Option<String> {
    let at = page.tiers.iter().position(|tier| tier.id == row.tier)?;
    let next = page.tiers.get(at + 1)?.criteria();
    let missing = next.measures(&row.figures()).into_iter().filter_map(|m| m.missing(lang));
    Some(missing.collect::<Vec<_>>().join(", "))
}

fn cells(lang: Lang, me: &Person, page: &ProgrammePage, row: &AwardRow) -> [Markup; 6] {
    let tier = page.tiers.iter().find(|tier| tier.id == row.tier);
    let says = |verb: &str| format!("{verb}: {}", row.name);
    let check = lang.t("Đồng ý", "Agree");
    [
        html! { a href=(at::award(row.id)) { (row.name) } },
        html! { (row.class_name) },
        html! { @if let Some(tier) = tier { (tier.name(lang)) } },
        html! { @if let Some(tier) = tier { (measured(lang, &tier.criteria().measures(&row.figures()))) } },
        html! {
            @if matches!(row.state, AwardState::Candidate | AwardState::Checked) {
                (missing_for_next(lang, page, row).unwrap_or_default())
            }
            @if let Some(number) = row.printed_number() { span.nowrap { (number) } }
            @if let Some(decision) = &row.decision { div class="note nowrap" { (decision) } }
            @if let Some(reason) = row.revoked_reason.as_ref().or(row.set_aside_reason.as_ref().filter(|_| row.state == AwardState::SetAside)) { (reason) }
        },
        html! {
            @if row.state == AwardState::Candidate && teaches(me, row.class) {
                (post_button(&at::of(page.programme.id, "check"),
                    Button::quiet(check).small().says(says(check)),
                    &[("award", &row.id.to_string())]))
            }
            @if row.state == AwardState::Issued && me.may(Permission::IssueAwards) {
                (Button::quiet("PDF").small().icon(Icon::Download).says(says("PDF"))
                    .to(at::of_award(row.id, "certificate.pdf")))
            }
        },
    ]
}

/// Whom the list waits for.
fn waiting(lang: Lang, classes: &[WaitingClass]) -> Markup {
    if classes.is_empty() {
        return html! {};
    }
    let nobody = lang.t(
        "Lớp chưa có giáo viên chủ nhiệm trong hệ thống: hãy mời ở mục Cán bộ.",
        "The class has no teacher here: invite one under Staff.",
    );
    let table = Table::new(lang.t("Chờ giáo viên chủ nhiệm", "Waiting for class teachers"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Giáo viên chủ nhiệm", "Class teacher"))
        .number(lang.t("Số em chờ", "Waiting"))
        .rows(classes.iter().map(|class| {
            [
                html! { (class.class_name) },
                html! {
                    @match &class.teacher {
                        Some(teacher) => (teacher),
                        None => span.note { (Icon::Alert) " " (nobody) },
                    }
                },
                html! { (lang.number(class.waiting)) },
            ]
        }));
    section(lang.t("Đang chờ thầy cô", "Waiting for teachers"), html! { (table) })
}

/// What each tier asks for, in words.
pub(super) fn tiers(lang: Lang, tiers: &[Tier]) -> Markup {
    let table = Table::new(lang.t("Các mức khen thưởng", "The tiers"))
        .text(lang.t("Mức", "Tier"))
        .text(lang.t("Hình thức", "Form"))
        .number(lang.t("Giờ", "Hours"))
        .number(lang.t("Lượt hỗ trợ", "Supports"))
        .number(lang.t("Chuyên cần", "Attendance"))
        .text(lang.t("An toàn", "Safety"))
        .rows(tiers.iter().map(|tier| {
            let asks = |n: i64, text: String| if n > 0 { text } else { "—".to_owned() };
            [
                html! { (tier.name(lang)) },
                html! { (tier.form.name(lang)) },
                html! { "≥ " (lang.hours(tier.min_minutes)) },
                html! { (asks(tier.min_supports, format!("≥ {}", lang.number(tier.min_supports)))) },
                html! { (asks(tier.min_attendance_percent, format!("≥ {} %", tier.min_attendance_percent))) },
                html! { (if tier.needs_clean_record { lang.t("Không vi phạm", "No breach") } else { "—" }) },
            ]
        }));
    html! { (table) }
}

/// Who has not reached a tier yet, and by how much.
pub fn missing(lang: Lang, page: &MissingPage) -> Markup {
    let programme = &page.programme;
    let path = at::of(programme.id, "missing");
    let pages = ((page.total + PER_PAGE - 1) / PER_PAGE).max(1);
    let table = Table::new(lang.t("Chưa đạt", "Not there yet"))
        .text(lang.t("Họ tên", "Name"))
        .text(lang.t("Lớp", "Class"))
        .text(lang.t("Mức tiếp theo", "Next tier"))
        .text(lang.t("Tiêu chí", "Criteria"))
        .text(lang.t("Còn thiếu", "Missing"))
        .rows(page.rows.iter().map(|row| missing_cells(lang, &page.tiers, row)))
        .empty(empty_state(
            Icon::CircleCheck,
            lang.t("Không còn ai", "Nobody"),
            lang.t(
                "Mọi em đang hoạt động đều đã có trong danh sách xét.",
                "Every active pupil is a candidate already.",
            ),
            html! {},
        ));
    html! {
        (way(lang, programme, lang.t("Chưa đạt", "Not there yet")))
        (page_head(
            lang.t("Chưa đạt mức nào", "Not there yet"),
            lang.t(
                "Em nào còn thiếu gì để đạt mức tiếp theo, tính đến lúc này.",
                "What each pupil still misses for the next tier, as of now.",
            ),
            html! {},
        ))
        (class_filter(lang, &path, &page.classes, page.look.class, &[]))
        (table)
        (pager(lang, page.look.page as u32, pages as u32, |n| filtered(&path, None, page.look.class, n)))
    }
}

fn missing_cells(lang: Lang, tiers: &[Tier], row: &Miss) -> [Markup; 5] {
    let tier = &tiers[row.next];
    let measures = tier.criteria().measures(&row.figures);
    let missing: Vec<String> = measures.iter().filter_map(|m| m.missing(lang)).collect();
    [
        html! { (row.total.name) },
        html! { (row.total.class_name) },
        html! { (tier.name(lang)) },
        measured(lang, &measures),
        html! { (missing.join("; ")) },
    ]
}

/// The board's page: what is proposed, and the decision it gets.
pub fn approve(
    lang: Lang,
    programme: &Programme,
    tiers: &[(Tier, i64)],
    typed: &DecisionForm,
    problems: &Problems,
) -> Markup {
    let all: i64 = tiers.iter().map(|(_, n)| n).sum();
    let pairs: Vec<(&str, Markup)> = tiers
        .iter()
        .map(|(tier, n)| (tier.name(lang), html! { (lang.count(*n, "em", "pupil", "pupils")) }))
        .collect();
    let title = lang.t("Phê duyệt danh sách", "Approve the list");
    let none = lang.t(
        "Chưa có hồ sơ nào được giáo viên chủ nhiệm kiểm tra",
        "No candidate has been checked yet",
    );
    html! {
        (way(lang, programme, title))
        (page_head(title, &match lang {
            Lang::Vi => format!("{all} em đã được giáo viên chủ nhiệm kiểm tra."),
            Lang::En => format!("{all} pupils have been checked by their class teachers."),
        }, html! {
            @if all > 0 {
                (Button::quiet(lang.t("Danh sách đề nghị (PDF)", "List of proposals (PDF)"))
                    .icon(Icon::Download).to(at::of(programme.id, "proposal.pdf")))
                (Button::quiet(lang.t("Xem từng em", "See each pupil")).icon(Icon::Users)
                    .to(filtered(&at::one(programme.id), Some(AwardState::Checked), None, 1)))
            }
        }))
        (error_summary(lang, &problems.all(lang)))
        (definitions(&pairs))
        (hint_box(Tone::Info, html! { p {
            (lang.t(
                "Mọi hồ sơ đã kiểm tra sẽ được phê duyệt theo quyết định này. Em nào không đồng ý thì mở hồ sơ và rút khỏi danh sách trước.",
                "All checked candidates are approved with this decision. Take those you do not agree with off the list first, on their own page.",
            ))
        } }))
        (form(&at::of(programme.id, "approve"), html! {
            (hidden(&[("seen", &all.to_string())]))
            (side_by_side(html! {
                (Field::text("number", lang.t("Số quyết định", "Decision number"))
                    .hint(lang.t("Ví dụ 45/QĐ-NVN", "For example 45/QĐ-NVN")).max_len(40).short()
                    .value(&typed.number).error(problems.say("number", lang)))
                (Field::date("decided_on", lang.t("Ngày quyết định", "Date of the decision"))
                    .value(&typed.decided_on).error(problems.say("decided_on", lang)))
            }))
            (button_row(html! {
                (Button::primary(match lang {
                    Lang::Vi => format!("Phê duyệt {all} em"),
                    Lang::En => format!("Approve {all} pupils"),
                }).icon(Icon::Check).blocked((all == 0).then_some(none)))
                (Button::quiet(lang.t("Quay lại", "Back")).to(at::one(programme.id)))
            }))
        }))
        (disclosure(lang.t("Tiêu chí từng mức", "What each tier asks for"),
            super::programme::tiers(lang, &tiers.iter().map(|(tier, _)| tier.clone()).collect::<Vec<_>>())))
    }
}
