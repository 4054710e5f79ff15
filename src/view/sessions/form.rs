//! The questions of a posting.

use maud::{Markup, html};

use crate::db::sessions::screens::Options;
use crate::domain::lang::Lang;
use crate::domain::refusal::Problems;
use crate::domain::sessions::PostingForm;
use crate::domain::sessions::change::Scope;
use crate::domain::sessions::posting::SLOT_MINUTES;
use crate::domain::sessions::steps::kept;
use crate::domain::topics::Tier;
use crate::domain::typed;
use crate::paths;
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Choice, Field, Form, breadcrumb, button_row, empty_state, fieldset, form, hidden,
    page_head, side_by_side, steps,
};
use crate::view::words::tier;

/// The way of a posting: typed, looked at, posted.
pub(super) fn way(lang: Lang, at: usize) -> Markup {
    let names = [lang.t("Soạn", "Write"), lang.t("Xem lại", "Check"), lang.t("Đăng", "Post")];
    steps(lang, &names, at)
}

/// The form for a new session.
pub fn new(lang: Lang, typed: &PostingForm, problems: &Problems, offered: &Options) -> Markup {
    let title = match typed.continues.is_empty() {
        true => lang.t("Đăng buổi hỗ trợ", "Post a session"),
        false => lang.t("Lặp lại hằng tuần", "Repeat every week"),
    };
    if offered.places.is_empty() {
        return no_place(lang, title);
    }
    let filled = Form::of(typed, problems, lang);
    html! {
        (trail(lang, title))
        (page_head(title, "", html! {}))
        (way(lang, 0))
        (filled.summary(lang))
        (form(paths::sessions::NEW, html! {
            (hidden(&[("continues", &typed.continues)]))
            (questions(lang, typed, &filled, offered))
            (schools(lang, &filled, offered))
            (fieldset(lang.t("Lặp lại", "Repeat"), html! {
                (filled.fill(
                    Field::date("until", lang.t("Hằng tuần đến ngày", "Every week until"))
                        .optional(lang)
                        .hint(lang.t(
                            "Để trống nếu chỉ một buổi. Ngày lễ và tuần kiểm tra được bỏ qua, trang sau cho xem từng ngày.",
                            "Leave empty for one session. Holidays and exam weeks are skipped; the next page shows each day.",
                        ))
                        .min(typed::day_value(offered.today)),
                ))
            }))
            (button_row(html! {
                (Button::primary(lang.t("Xem lại", "Check")).named("act", "check"))
                (Button::quiet(lang.t("Thôi", "Leave")).to(paths::sessions::LIST))
            }))
        }))
    }
}

fn trail(lang: Lang, here: &str) -> Markup {
    breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST)], here)
}

fn no_place(lang: Lang, title: &str) -> Markup {
    html! {
        (trail(lang, title))
        (page_head(title, "", html! {}))
        (empty_state(
            Icon::Pin,
            lang.t("Chưa có nơi hỗ trợ", "No help point yet"),
            lang.t(
                "Thêm nơi hỗ trợ của phường trước, rồi mới đăng buổi.",
                "Add a help point of the ward first, then post the session.",
            ),
            html! { (Button::primary(lang.t("Thêm nơi hỗ trợ", "Add a help point")).to(paths::places::NEW)) },
        ))
    }
}

/// The form for a change.
pub fn edit(
    lang: Lang,
    action: &str,
    above: (&str, &str),
    typed: &PostingForm,
    problems: &Problems,
    offered: &Options,
    in_series: usize,
) -> Markup {
    let title = lang.t("Sửa buổi hỗ trợ", "Change the session");
    let filled = Form::of(typed, problems, lang);
    html! {
        (breadcrumb(lang, &[(lang.t("Buổi hỗ trợ", "Sessions"), paths::sessions::LIST), above], title))
        (page_head(title, "", html! {}))
        (filled.summary(lang))
        (form(action, html! {
            (hidden(&[("revision", &typed.revision)]))
            (questions(lang, typed, &filled, offered))
            @if in_series > 1 { (filled.fill(scope(lang, in_series))) }
            (button_row(html! {
                (Button::primary(lang.t("Xem ảnh hưởng đến ai", "See whom it touches")).named("act", "check"))
                (Button::quiet(lang.t("Thôi", "Leave")).to(above.1))
            }))
        }))
    }
}

/// How far a change or cancellation reaches in a series.
pub(super) fn scope(lang: Lang, in_series: usize) -> Field {
    let choices = Scope::ALL.iter().map(|scope| {
        let all;
        let label = match scope {
            Scope::This => lang.t("Chỉ buổi này", "This session only"),
            Scope::Following => lang.t("Buổi này và các buổi sau", "This one and those after it"),
            Scope::All => {
                all = format!(
                    "{} ({in_series})",
                    lang.t("Mọi buổi sắp tới của chuỗi", "All of the series that are ahead")
                );
                &all
            }
        };
        Choice::new(scope.code(), label)
    });
    Field::radios("scope", lang.t("Áp dụng cho", "Applies to"), choices.collect())
}

fn questions(lang: Lang, typed: &PostingForm, filled: &Form, offered: &Options) -> Markup {
    html! {
        (fieldset(lang.t("Nơi và giờ", "Place and time"), html! {
            (filled.fill(place(lang, offered)))
            (side_by_side(html! {
                (filled.fill(Field::date("day", lang.t("Ngày", "Day")).min(typed::day_value(offered.today))))
                (filled.fill(Field::time("from", lang.t("Từ", "From"))))
                (filled.fill(Field::time("to", lang.t("Đến", "To"))))
            }))
            (filled.fill(
                Field::text("title", lang.t("Tên buổi", "Title"))
                    .optional(lang)
                    .hint(lang.t("Để trống: đặt theo tên nơi hỗ trợ", "Left empty: named after the help point"))
                    .max_len(120),
            ))
        }))
        (topics(lang, typed, filled, offered))
        (seats(lang, typed, filled))
        (people(lang, filled, offered))
        (fieldset(lang.t("Ghi chú", "Notes"), html! {
            (filled.fill(
                Field::text("access_notes", lang.t("Lối đi, hỗ trợ đặc biệt", "Access"))
                    .optional(lang)
                    .hint(lang.t("Ví dụ: có lối xe lăn, có bảng chữ to. Người dân đọc được.", "For example: step-free, large print. Residents read this."))
                    .max_len(300),
            ))
            (filled.fill(
                Field::textarea("notes", lang.t("Ghi chú cho người phụ trách", "Notes for the supervisors"))
                    .optional(lang)
                    .hint(lang.t("Ổ cắm, Wi-Fi, chìa khoá, phương án khi mưa. Người dân không thấy.", "Sockets, Wi-Fi, keys, what to do in rain. Residents do not see this."))
                    .max_len(1000),
            ))
        }))
    }
}

fn place(lang: Lang, offered: &Options) -> Field {
    let places = offered.places.iter().map(|place| {
        Choice::new(place.id.to_string(), format!("{}, {}", place.name, place.address))
    });
    Field::select("place", lang.t("Nơi hỗ trợ", "Help point"), places.collect())
}

/// The catalogue by group; one question to the reader, so one message above them all.
fn topics(lang: Lang, typed: &PostingForm, filled: &Form, offered: &Options) -> Markup {
    let mut groups: Vec<&str> = Vec::new();
    for topic in &offered.topics {
        let group = lang.t(&topic.group_vi, &topic.group_en);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let field = |index: usize, group: &str| {
        let of_group = offered.topics.iter().filter(|t| lang.t(&t.group_vi, &t.group_en) == group);
        let choices = of_group.map(|topic| {
            let choice = Choice::new(&topic.code, topic.name(lang));
            match topic.tier {
                Tier::Guide => choice,
                other => choice.note(tier(lang, other)),
            }
        });
        let field =
            Field::checks("topics", group, choices.collect()).values(&typed.topics).roomy_grid();
        match index {
            0 => field.error(filled.problem("topics")),
            _ => field.id(format!("topics-group-{index}")),
        }
    };
    fieldset(
        lang.t("Nội dung hỗ trợ", "Topics"),
        html! { @for (index, group) in groups.iter().enumerate() { (field(index, group)) } },
    )
}

/// How many seats the share of walk-ins makes, for what stands in the form now.
fn kept_words(lang: Lang, typed: &PostingForm) -> String {
    let never_ahead = lang.t("Không cho đặt trước", "Cannot be booked ahead");
    let seats = typed::whole(&typed.seats).filter(|n| (1..=200).contains(n));
    let percent = typed::whole(&typed.walk_in_percent).filter(|n| (0..=100).contains(n));
    let (Some(seats), Some(percent)) = (seats, percent) else { return never_ahead.to_owned() };
    let kept = kept(seats, percent);
    match lang {
        Lang::Vi => format!(
            "{never_ahead}. {percent} % của {seats} chỗ: dành {kept} chỗ mỗi khung (làm tròn)"
        ),
        Lang::En => format!(
            "{never_ahead}. {percent} % of {seats} seats: {kept} kept in each slot (rounded)"
        ),
    }
}

fn seats(lang: Lang, typed: &PostingForm, filled: &Form) -> Markup {
    let lengths = SLOT_MINUTES.iter().map(|minutes| {
        Choice::new(minutes.to_string(), format!("{minutes} {}", lang.t("phút", "minutes")))
    });
    fieldset(
        lang.t("Khung giờ và chỗ", "Slots and seats"),
        side_by_side(html! {
            (filled.fill(Field::select("slot_minutes", lang.t("Một khung giờ", "A slot lasts"), lengths.collect()).short()))
            (filled.fill(
                Field::number("seats", lang.t("Số chỗ mỗi khung", "Seats in a slot"))
                    .hint(lang.t("Số người dân cùng lúc", "Residents at a time")),
            ))
            (filled.fill(
                Field::number("walk_in_percent", lang.t("Dành cho người đến thẳng (%)", "Kept for walk-ins (%)"))
                    .hint(kept_words(lang, typed)),
            ))
        }),
    )
}

fn people(lang: Lang, filled: &Form, offered: &Options) -> Markup {
    let adults = offered.adults.iter().map(|adult| {
        let note = match adult.title.is_empty() {
            true => adult.organisation.clone(),
            false => format!("{}, {}", adult.title, adult.organisation),
        };
        Choice::new(adult.account.to_string(), &adult.name).note(note)
    });
    fieldset(
        lang.t("Người", "People"),
        html! {
            (filled.fill(
                Field::checks("supervisors", lang.t("Người lớn phụ trách", "Supervisors"), adults.collect())
                    .hint(lang.t("Ít nhất hai người. Ai chưa có tên ở đây thì nhờ quản trị mời.", "At least two. Ask the administrator to invite whoever is missing."))
                    .grid(),
            ))
            (side_by_side(html! {
                (filled.fill(
                    Field::number("ambassadors_wanted", lang.t("Số đại sứ số cần", "Ambassadors wanted"))
                        .hint(lang.t("0: chỉ có người lớn", "0: adults only")),
                ))
                (filled.fill(
                    Field::number("pupils_per_adult", lang.t("Mỗi người lớn phụ trách (em)", "Pupils per adult"))
                        .hint(lang.t("Nhiều nhất 8", "8 at most")),
                ))
            }))
        },
    )
}

fn schools(lang: Lang, filled: &Form, offered: &Options) -> Markup {
    if offered.schools.is_empty() {
        return html! {};
    }
    let choices = offered.schools.iter().map(|s| Choice::new(s.id.to_string(), &s.name));
    fieldset(
        lang.t("Nhà trường", "Schools"),
        html! {
            (filled.fill(
                Field::checks("schools", lang.t("Hỏi trường nào?", "Which schools are asked?"), choices.collect())
                    .optional(lang)
                    .hint(lang.t(
                        "Chỉ hỏi khi cần đại sứ số. Buổi mở cho người dân sau khi các trường trả lời.",
                        "Asked only when ambassadors are wanted. The session opens once the schools have answered.",
                    )),
            ))
        },
    )
}
