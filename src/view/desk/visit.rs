//! One resident's visit: who they are, who helps, and every way it can end.

use maud::{Markup, html};

use super::body::called;
use super::heading;
use super::words::*;
use crate::db::desk::{Board, Guest, LaterSlot};
use crate::domain::bookings::{BookingState, needs};
use crate::domain::desk::{FinishForm, Lead};
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::SessionState;
use crate::domain::supports::{CanDoAlone, OperatedBy, Outcome};
use crate::paths::desk as paths;
use crate::view::conduct;
use crate::view::icons::Icon;
use crate::view::parts::*;

/// The page of one resident; the form keeps what was typed and refused.
pub fn visit(
    lang: Lang,
    board: &Board,
    guest: &Guest,
    later: &[LaterSlot],
    form: &FinishForm,
    problems: &Problems,
) -> Markup {
    let running = board.head.state == SessionState::Running;
    let undecided = running || board.head.state == SessionState::ToConfirm;
    let here = matches!(guest.state, BookingState::Arrived | BookingState::BeingHelped);
    let live = here || guest.state == BookingState::Booked;
    html! {
        (breadcrumb(lang, &[
            (lang.t("Bàn trực", "Desk"), paths::LIST),
            (&board.head.title, &paths::board(board.head.id)),
        ], &called(lang, guest)))
        (heading(lang, &board.head, html! {}))
        (conduct::barred(lang, board, guest))
        (about(lang, guest))
        @if running && guest.state == BookingState::Booked { (arrive(lang, board, guest)) }
        @if running && matches!(guest.state, BookingState::Arrived | BookingState::Booked) {
            (helper(lang, board, guest))
        }
        @if undecided && here { (finish(lang, board, guest, form, problems)) }
        @if undecided && live { (otherwise(lang, board, guest, later)) }
        (conduct::note_form(lang, board, guest))
    }
}

fn about(lang: Lang, guest: &Guest) -> Markup {
    let mut pairs = vec![
        (lang.t("Tình trạng", "State"), booking_badge(lang, guest.state)),
        (lang.t("Thủ tục", "Topic"), topic(lang, guest)),
        (lang.t("Giờ hẹn", "Slot"), html! { (slot_time(lang, guest)) }),
        (lang.t("Mã", "Code"), html! { (crate::domain::codes::shown(&guest.code)) }),
        (
            lang.t("Câu chào phải nói", "Words the greeter says"),
            html! { strong { "“" (guest.phrase) "”" } },
        ),
    ];
    if guest.arrived_at.is_some() {
        pairs
            .push((lang.t("Thứ tự gọi", "Place in the order"), html! { (guest.turn().why(lang)) }));
    }
    if let Some(name) = &guest.lead_name {
        pairs.push((lang.t("Người giúp", "Helper"), html! { (name) }));
    }
    if !guest.access_needs.is_empty() {
        pairs.push((
            lang.t("Cần lưu ý", "Access needs"),
            html! { (needs(&guest.access_needs, lang)) },
        ));
    }
    card(&called(lang, guest), definitions(&pairs))
}

fn arrive(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    let id = guest.id.to_string();
    button_row(post_button(
        &paths::of(board.head.id, "arrive"),
        Button::primary(lang.t("Đã đến", "Here")).icon(Icon::Check),
        &[("booking", &id)],
    ))
}

fn helper(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    let chosen = guest.lead().or_else(|| board.suggestion(guest));
    let helpers = board.helpers(guest);
    let choices = helpers.iter().map(|(lead, name, free)| {
        let kind = match lead {
            Lead::Pupil(_) => lang.t("em", "pupil"),
            Lead::Adult(_) => lang.t("người lớn", "adult"),
        };
        let busy = if *free { "" } else { lang.t(", đang bận", ", busy") };
        Choice::new(lead.word(), format!("{name} ({kind}{busy})"))
    });
    let field = Field::select("helper", lang.t("Ai sẽ giúp", "Who helps"), choices.collect())
        .value(chosen.map(Lead::word).unwrap_or_default());
    let few = board.room().start_help().err();
    let few = few.map(|why| {
        use crate::domain::refusal::Refuse;
        why.message().say(lang).to_owned()
    });
    card(
        lang.t("Người giúp", "Helper"),
        html! {
            @if helpers.is_empty() {
                p { (lang.t(
                    "Chưa có ai có mặt làm được thủ tục này. Điểm danh thêm người lớn, hoặc chuyển cán bộ.",
                    "Nobody here can take this topic. Check in another adult, or refer to an official.",
                )) }
            } @else {
                (form(&paths::of_visit(board.head.id, guest.id, "helper"), html! {
                    (field)
                    (button_row(html! {
                        @if guest.state == BookingState::Arrived {
                            (Button::primary(lang.t("Bắt đầu", "Start")).named("then", "start").blocked(few))
                        }
                        (Button::quiet(lang.t("Chỉ ghép, chưa bắt đầu", "Assign only")).named("then", "assign"))
                    }))
                }))
            }
        },
    )
}

fn finish(
    lang: Lang,
    board: &Board,
    guest: &Guest,
    typed: &FinishForm,
    problems: &Problems,
) -> Markup {
    let action = paths::of_visit(board.head.id, guest.id, "finish");
    let by_pupil = matches!(guest.lead(), Some(Lead::Pupil(_)));
    if by_pupil && guest.state == BookingState::BeingHelped {
        return card(
            lang.t("Kết thúc", "Finish"),
            html! {
                p { (lang.t(
                    "Em sẽ tự ghi lượt hỗ trợ. Ở đây chỉ cần báo đã xong hay chuyển cán bộ.",
                    "The pupil logs the support. Here only say whether it is done or referred.",
                )) }
                (button_row(html! {
                    (post_button(&action, Button::primary(lang.t("Xong", "Done")).icon(Icon::Check), &[]))
                    (post_button(&action, Button::quiet(lang.t("Chuyển cán bộ", "Refer")), &[("outcome", "referred")]))
                    (back(lang, board, guest))
                }))
            },
        );
    }
    let fields = html! {
        (error_summary(lang, &problems.all(lang)))
        (form(&action, finish_fields(lang, typed, problems)))
    };
    if guest.state == BookingState::BeingHelped {
        return card(
            lang.t("Kết thúc lượt do người lớn giúp", "Finish help by an adult"),
            html! {
                (fields)
                (button_row(back(lang, board, guest)))
            },
        );
    }
    let title = lang.t("Chuyển cán bộ hoặc xong ngay tại bàn", "Refer, or settle at the desk");
    // Rarely needed, so folded away, but never with a message inside.
    if problems.is_empty() { disclosure(title, fields) } else { card(title, fields) }
}

fn finish_fields(lang: Lang, typed: &FinishForm, problems: &Problems) -> Markup {
    let outcomes = Outcome::ALL.iter().map(|o| Choice::new(o.code(), outcome_word(lang, *o)));
    let operated = OperatedBy::ALL.iter().map(|o| Choice::new(o.code(), operated_word(lang, *o)));
    let alone = CanDoAlone::ALL.iter().map(|c| Choice::new(c.code(), alone_word(lang, *c)));
    html! {
        (Field::radios("outcome", lang.t("Kết quả", "Outcome"), outcomes.collect())
            .value(&typed.outcome).error(problems.say("outcome", lang)))
        (Field::text("handed_to", lang.t("Chuyển đến đâu", "Referred to"))
            .hint(lang.t("Chỉ ghi khi chuyển: Công an phường, bưu điện…", "Only when referred: ward police, post office…"))
            .optional(lang).value(&typed.handed_to).max_len(120).error(problems.say("handed_to", lang)))
        (Field::radios("operated_by", lang.t("Ai thao tác", "Who operated the device"), operated.collect())
            .value(if typed.operated_by.is_empty() { OperatedBy::Resident.code() } else { &typed.operated_by })
            .error(problems.say("operated_by", lang)))
        (Field::radios("can_do_alone", lang.t("Lần sau", "Next time"), alone.collect())
            .value(&typed.can_do_alone).error(problems.say("can_do_alone", lang)))
        (Field::text("tear_off", lang.t("Bốn số xé từ phiếu", "Four digits torn from the slip"))
            .hint(lang.t("Bà con chỉ đưa khi thấy hài lòng", "Handed over only when the resident is content"))
            .optional(lang).value(&typed.tear_off).short().max_len(4).autocomplete("off"))
        (Button::primary(lang.t("Kết thúc lượt này", "Finish")).icon(Icon::Check))
    }
}

fn back(lang: Lang, board: &Board, guest: &Guest) -> Markup {
    post_button(
        &paths::of_visit(board.head.id, guest.id, "back"),
        Button::quiet(lang.t("Đưa về hàng đợi", "Back to the queue")).icon(Icon::Undo),
        &[],
    )
}

/// Ends without help: another time, gone home, never came.
fn otherwise(lang: Lang, board: &Board, guest: &Guest, later: &[LaterSlot]) -> Markup {
    let of = |door| paths::of_visit(board.head.id, guest.id, door);
    let slots = later.iter().map(|slot| {
        let day = lang.day(slot.starts_at.day());
        let times = lang.times(slot.starts_at.time(), slot.ends_at.time());
        let free = lang.count(slot.free, "chỗ", "seat", "seats");
        Choice::new(slot.slot.to_string(), format!("{day}, {times} · {} · {free}", slot.place))
    });
    section(
        lang.t("Không hỗ trợ lần này", "Not helped this time"),
        html! {
            div class="row" {
                @if later.is_empty() {
                    p class="note" { (lang.t("Chưa có buổi nào sau này còn chỗ cho thủ tục này.", "No later session has a seat for this topic yet.")) }
                } @else {
                    (confirm_box(
                        lang.t("Hẹn lại buổi khác…", "Another time…"),
                        lang.t("Chỗ hôm nay được trả lại, bà con nhận mã mới.", "Today's seat is given back; the resident gets a new code."),
                        &of("reschedule"),
                        Button::primary(lang.t("Hẹn lại", "Reschedule")),
                        html! { (Field::select("slot", lang.t("Giờ mới", "New time"), slots.collect())) },
                    ))
                }
                @match guest.state {
                    BookingState::Arrived => (confirm_box(
                        lang.t("Bà con đã về…", "Left…"),
                        lang.t("Ghi là đã đến nhưng về trước khi được hỗ trợ.", "Noted as come, but gone before being helped."),
                        &of("leave"),
                        Button::danger(lang.t("Ghi là đã về", "Note as left")),
                        html! {},
                    )),
                    BookingState::Booked => (post_button(
                        &of("absent"),
                        Button::quiet(lang.t("Không đến", "Did not come")),
                        &[],
                    )),
                    _ => {}
                }
            }
        },
    )
}
