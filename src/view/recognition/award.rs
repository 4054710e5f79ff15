//! One award, for staff: its figures, what may be done with it, and its history.

use maud::{Markup, html};

use super::{measured, state_badge, way};
use crate::db::audit::TrailRow;
use crate::db::recognition::awards::AwardRow;
use crate::db::recognition::pages::AwardPage;
use crate::domain::access::{Permission, Person};
use crate::domain::lang::Lang;
use crate::domain::recognition::{AwardState, ReasonForm};
use crate::domain::refusal::Problems;
use crate::paths::recognition as at;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Field, Moment, Tone, button_row, card, confirm_box, confirm_box_again, definitions,
    error_summary, page_head, post_button, section, timeline,
};

/// A step that asked for a reason and did not get one.
#[derive(Clone, Copy)]
pub struct Refused<'a> {
    /// As in its address: "set-aside", "take-off", "revoke".
    pub step: &'a str,
    pub typed: &'a ReasonForm,
    pub problems: &'a Problems,
}

/// The award, and what was wrong with the last step that was tried.
pub fn award(lang: Lang, me: &Person, page: &AwardPage, refused: Option<Refused<'_>>) -> Markup {
    let award = &page.award;
    let measures = page.tier.criteria().measures(&award.figures());
    let lead =
        format!("{} {} · {}", lang.t("Lớp", "Class"), award.class_name, page.tier.name(lang));
    html! {
        (way(lang, &page.programme, &award.name))
        (page_head(&award.name, &lead, html! {
            @if award.state == AwardState::Issued && me.may(Permission::IssueAwards) {
                (Button::primary(lang.t("Giấy (PDF)", "Paper (PDF)")).icon(Icon::Download)
                    .to(at::of_award(award.id, "certificate.pdf")))
            }
        }))
        @if let Some(refused) = refused { (error_summary(lang, &refused.problems.all(lang))) }
        p { (state_badge(lang, award.state)) }
        div.cards {
            (card(lang.t("Tiêu chí", "Criteria"), html! {
                (measured(lang, &measures))
                p.note { (lang.t("Số liệu lúc xét; em chưa kiểm tra sẽ được tính lại khi bấm “Tính danh sách”.", "Figures of the moment of computing; unchecked candidates follow the next computing.")) }
            }))
            (card(lang.t("Giấy tờ", "Papers"), definitions(&papers(lang, page))))
        }
        (steps(lang, me, page, refused))
        (section(lang.t("Lịch sử", "History"), timeline(&moments(lang, page))))
    }
}

fn papers(lang: Lang, page: &AwardPage) -> Vec<(&'static str, Markup)> {
    let award = &page.award;
    let mut pairs = vec![(lang.t("Hình thức", "Form"), html! { (award.form.name(lang)) })];
    if let Some(decision) = &award.decision {
        pairs.push((lang.t("Quyết định", "Decision"), html! { (decision) }));
    }
    if let Some(printed) = award.printed_number() {
        pairs.push((lang.t("Số vào sổ", "Register number"), html! { (printed) }));
    }
    if let Some(at) = award.issued_at {
        pairs.push((lang.t("Ngày ban hành", "Issued on"), html! { (lang.date(at.day())) }));
    }
    if let Some(token) = &award.token {
        let public = at::public(token);
        pairs.push((
            lang.t("Trang công khai", "Public page"),
            html! { a href=(public) { (public) } },
        ));
    }
    if let Some(at) = award.revoked_at {
        pairs.push((lang.t("Ngày thu hồi", "Revoked on"), html! { (lang.date(at.day())) }));
    }
    if let Some(reason) = reason_that_stands(award) {
        pairs.push((lang.t("Lý do", "Reason"), html! { (reason) }));
    }
    pairs
}

/// What this person may do with it now.
fn steps(lang: Lang, me: &Person, page: &AwardPage, refused: Option<Refused<'_>>) -> Markup {
    let award = &page.award;
    let teaches = me.may(Permission::CheckCandidates)
        && me.only_classes(Permission::CheckCandidates).is_none_or(|c| c.contains(&award.class));
    let ask = |step, words| reason_box(lang, page, refused, step, words);
    use AwardState as S;
    html! {
        @if teaches && matches!(award.state, S::Candidate | S::Checked) {
            (button_row(html! {
                @if award.state == S::Candidate {
                    (post_button(&at::of(page.programme.id, "check"),
                        Button::primary(lang.t("Đồng ý đề nghị", "Agree")).icon(Icon::Check),
                        &[("award", &award.id.to_string())]))
                }
                (ask("set-aside", [
                    lang.t("Không đề nghị…", "Set aside…"),
                    lang.t("Em sẽ không có trong danh sách gửi Ban giám hiệu. Có thể đưa lại sau.", "The pupil will not be on the board's list. This can be taken back."),
                    lang.t("Không đề nghị em này", "Set this one aside"),
                ]))
            }))
        }
        @if teaches && award.state == S::SetAside {
            (post_button(&at::of_award(award.id, "reopen"),
                Button::primary(lang.t("Đưa lại vào danh sách xét", "Make a candidate again")).icon(Icon::Undo), &[]))
        }
        @if me.may(Permission::ApproveAwards) && matches!(award.state, S::Checked | S::Approved) {
            (ask("take-off", [
                lang.t("Rút khỏi danh sách…", "Take off the list…"),
                lang.t("Hồ sơ không được phê duyệt, không được ban hành.", "It is neither approved nor issued."),
                lang.t("Rút khỏi danh sách", "Take it off the list"),
            ]))
        }
        @if me.may(Permission::IssueAwards) && award.state == S::Issued {
            (ask("revoke", [
                lang.t("Thu hồi…", "Revoke…"),
                lang.t("Số vẫn giữ trong sổ, trang công khai sẽ ghi “đã thu hồi” ngay. Không hoàn tác được.", "The number stays in the register and the public page says “revoked” at once. This cannot be undone."),
                lang.t("Thu hồi khen thưởng này", "Revoke this award"),
            ]))
        }
    }
}

/// A step that asks for a reason first; open when it was tried without one.
fn reason_box(
    lang: Lang,
    page: &AwardPage,
    refused: Option<Refused<'_>>,
    step: &str,
    [ask, explain, press]: [&str; 3],
) -> Markup {
    let refused = refused.filter(|refused| refused.step == step);
    let id = if refused.is_some() { "reason".to_owned() } else { format!("reason-{step}") };
    let mut field = Field::text("reason", lang.t("Lý do", "Reason")).id(id).max_len(300);
    if let Some(refused) = refused {
        field = field.value(&refused.typed.reason).error(refused.problems.say("reason", lang));
    }
    let action = at::of_award(page.award.id, step);
    let show = if refused.is_some() { confirm_box_again } else { confirm_box };
    show(ask, explain, &action, Button::danger(press), html! { (field) })
}

/// The reason for where the award stands now; one that was reopened keeps its old one only
/// in the history.
fn reason_that_stands(award: &AwardRow) -> Option<&String> {
    let set_aside = award.set_aside_reason.as_ref();
    award.revoked_reason.as_ref().or(set_aside.filter(|_| award.state == AwardState::SetAside))
}

fn moments(lang: Lang, page: &AwardPage) -> Vec<Moment> {
    page.history
        .iter()
        .map(|row| Moment {
            at: lang.moment(row.at),
            what: what(lang, row, &page.award),
            who: row.name.clone().unwrap_or_default(),
            tone: match row.act.as_str() {
                "revoke" | "set_aside" => Tone::Bad,
                "approve" | "issue" => Tone::Good,
                _ => Tone::Info,
            },
        })
        .collect()
}

/// What happened, with the number and the reason that stand with the award itself: the trail
/// holds nothing that people typed.
fn what(lang: Lang, row: &TrailRow, award: &AwardRow) -> String {
    let said = match row.act.as_str() {
        "compute" if row.from_state.is_empty() => lang.t("Vào danh sách xét", "Became a candidate"),
        "compute" => lang.t("Tính lại số liệu", "Computed again"),
        "check" => lang.t("Giáo viên chủ nhiệm đồng ý", "The class teacher agreed"),
        "set_aside" => lang.t("Không đề nghị", "Set aside"),
        "reopen" => lang.t("Đưa lại vào danh sách xét", "Made a candidate again"),
        "approve" => lang.t("Được phê duyệt theo quyết định", "Approved with decision"),
        "issue" => lang.t("Ban hành, vào sổ số", "Issued, register number"),
        "revoke" => lang.t("Thu hồi", "Revoked"),
        other => other,
    };
    let more = match row.act.as_str() {
        "set_aside" => award.set_aside_reason.clone().map(|reason| format!(": {reason}")),
        "revoke" => award.revoked_reason.clone().map(|reason| format!(": {reason}")),
        "approve" => award.decision.clone().map(|number| format!(" {number}")),
        "issue" => award.printed_number().map(|number| format!(" {number}")),
        _ => None,
    };
    format!("{said}{}", more.unwrap_or_default())
}
