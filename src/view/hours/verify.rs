//! Supports that wait for the school's word, session by session.

use maud::{Markup, html};

use super::ways;
use crate::db::hours::verify::ToVerify;
use crate::domain::ids::SupportId;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::supports::OperatedBy;
use crate::paths::hours as paths;
use crate::view::desk::{alone_word, operated_word, outcome_word};
use crate::view::icons::Icon;
use crate::view::parts::*;

/// The list, one by one, by session, or all.
pub fn verify(
    lang: Lang,
    rows: &[ToVerify],
    more: bool,
    refused: Option<(SupportId, &str, &Problems)>,
) -> Markup {
    html! {
        (page_head(
            lang.t("Xác minh lượt hỗ trợ", "Verify supports"),
            lang.t(
                "Người lớn phụ trách đã xác nhận các lượt này. Nhà trường xác minh lần cuối cho học sinh của mình.",
                "Supervisors confirmed these supports. The school gives the last word for its own pupils.",
            ),
            html! {},
        ))
        (ways(lang, true, true))
        @if let Some((id, _, problems)) = refused {
            (error_summary(lang, &[(format!("reason-{id}"), problems.first().say(lang))]))
        }
        @if rows.is_empty() {
            (empty_state(
                Icon::CircleCheck,
                lang.t("Không có lượt nào chờ", "Nothing waits"),
                lang.t(
                    "Lượt mới hiện ở đây sau khi người lớn phụ trách xác nhận.",
                    "New ones appear once a supervisor has confirmed them.",
                ),
                html! {},
            ))
        } @else if more {
            (hint_box(Tone::Info, html! { p { (lang.t(
                "Còn nhiều lượt nữa; xác minh xong các buổi bên dưới, các buổi sau sẽ hiện ra.",
                "There are more; once the sessions below are verified, later ones appear.",
            )) } }))
        } @else {
            (button_row(post_button(
                paths::SUPPORTS,
                Button::primary(format!(
                    "{} {}",
                    lang.t("Xác minh tất cả:", "Verify all:"),
                    lang.count(rows.len() as i64, "lượt", "support", "supports"),
                )).icon(Icon::Check),
                &[("all", "yes")],
            )))
        }
        @for session in rows.chunk_by(|one, next| one.session == next.session) {
            (of_session(lang, session, refused))
        }
    }
}

fn of_session(
    lang: Lang,
    rows: &[ToVerify],
    refused: Option<(SupportId, &str, &Problems)>,
) -> Markup {
    let first = &rows[0];
    let title = format!("{} · {}", lang.day(first.session_starts.day()), first.session_title);
    let session = first.session.to_string();
    let whole = lang.t("Xác minh cả buổi", "Verify the whole session");
    section(
        &title,
        html! {
            p class="row" {
                span { (first.place) }
                (post_button(
                    paths::SUPPORTS,
                    Button::quiet(whole).small().says(format!("{whole}: {title}")),
                    &[("session", &session)],
                ))
            }
            (Table::new(title.as_str())
                .text(lang.t("Họ tên", "Name"))
                .text(lang.t("Lớp", "Class"))
                .text(lang.t("Thủ tục", "Topic"))
                .text(lang.t("Đã làm", "What was done"))
                .text(lang.t("Người xác nhận", "Confirmed by"))
                .actions(lang.t("Việc", "Actions"))
                .rows(rows.iter().map(|row| line(lang, row, refused))))
        },
    )
}

fn line(lang: Lang, row: &ToVerify, refused: Option<(SupportId, &str, &Problems)>) -> [Markup; 6] {
    let minutes = row.ended_at.minutes_since(row.started_at);
    let id = row.support.to_string();
    let label = lang.t("Xác minh", "Verify");
    let refused = refused.filter(|(refused, ..)| *refused == row.support);
    [
        html! { a href=(paths::pupil(row.ambassador)) { (row.pupil) } },
        html! { (row.class_name) },
        html! { (lang.t(&row.topic_vi, &row.topic_en)) },
        html! {
            (lang.times(row.started_at.time(), row.ended_at.time())) " ("
            (lang.count(minutes, "phút", "minute", "minutes")) ") · "
            (outcome_word(lang, row.outcome)) " · " (alone_word(lang, row.can_do_alone))
            @if row.operated_by != OperatedBy::Resident {
                " " (badge(Mark::Warning, &format!(
                    "{} {}", lang.t("thao tác:", "operated by:"), operated_word(lang, row.operated_by),
                )))
            }
            @if row.tear_off_matched {
                " " (badge(Mark::Done, lang.t("có số xé từ phiếu", "torn-off number given")))
            }
        },
        html! { (row.confirmed_by.as_deref().unwrap_or("–")) },
        html! {
            (post_button(
                paths::SUPPORTS,
                Button::quiet(label).small().says(format!("{label}: {}", row.pupil)),
                &[("support", &id)],
            ))
            (confirm_box(
                lang.t("Trả lại…", "Send back…"),
                lang.t(
                    "Em thấy lý do và ghi lại; người lớn phụ trách xác nhận lại.",
                    "The pupil sees the reason and logs it again; a supervisor confirms it again.",
                ),
                &paths::send_back(row.support),
                Button::danger(lang.t("Trả lại cho em", "Send back")),
                html! {
                    (Field::text("reason", lang.t("Cần sửa gì", "What to mend"))
                        .id(format!("reason-{id}"))
                        .value(refused.map_or("", |(_, typed, _)| typed))
                        .error(refused.and_then(|(_, _, problems)| problems.say("reason", lang)))
                        .max_len(300))
                },
            ))
        },
    ]
}
