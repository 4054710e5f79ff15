//! One's own booking: where it stands, the slip, moving and cancelling.

use maud::{Markup, html};

use super::moment;
use super::when::{first_id, session_times};
use crate::db::bookings::mine::Mine;
use crate::db::catalogue::sessions::{Filter, Times};
use crate::db::catalogue::{Catalogue, Page};
use crate::db::requests::Asked;
use crate::domain::at::At;
use crate::domain::bookings::{BookingState, By, RequestState};
use crate::domain::codes;
use crate::domain::desk::ENDED_EARLY;
use crate::domain::lang::Lang;
use crate::domain::refusal::Message;
use crate::domain::sessions::SessionState;
use crate::domain::topics::{bring, said};
use crate::paths;
use crate::view::catalogue::{next_and_previous, where_fields};
use crate::view::icons::Icon;
use crate::view::parts::{
    Button, Mark, Slip, Tone, badge, big_code, button_row, definitions, empty_state, error_summary,
    form, hidden, hint_box, page_head, post_button, print_button, search_form, section,
};

/// A booking as it stands for whoever has opened it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub mine: &'a Mine,
    pub by: By,
    /// In the waiting line, from 1.
    pub place: i64,
    pub now: At,
}

impl Standing<'_> {
    fn over(&self) -> bool {
        self.mine.ends_at <= self.now
    }

    fn session_cancelled(&self) -> bool {
        self.mine.session_state == SessionState::Cancelled
    }

    /// May the person at the screen still move or cancel it?
    fn changeable(&self) -> bool {
        self.mine.state.is_changeable()
            && self.mine.starts_at > self.now
            && !self.session_cancelled()
            && (self.by != By::Proxy || self.mine.proxy_may_change)
    }
}

/// The booking's page.
pub fn mine(lang: Lang, standing: Standing<'_>) -> Markup {
    let booking = standing.mine;
    html! {
        (page_head(&format!("{} {}", lang.t("Lượt đặt", "Booking"), codes::shown(&booking.code)), "", html! {}))
        (in_words(lang, standing))
        (definitions(&[
            (lang.t("Việc", "Topic"), html! { (topic(lang, booking)) }),
            (lang.t("Lúc", "When"), html! { strong { (moment(lang, booking.starts_at, booking.ends_at)) } }),
            (lang.t("Nơi", "Where"), html! { strong { (booking.place) } br; (booking.address) @if !booking.landmark.is_empty() { br; (booking.landmark) } }),
            (lang.t("Người đến", "Who comes"), html! { (booking.name) }),
        ]))
        (actions(lang, standing))
        p {
            (lang.t("Cần hỏi, gọi ", "Questions? Call ")) strong { (booking.ward_phone) } " (" (booking.ward) ")."
        }
        @if standing.by != By::Proxy {
            p { a href=(paths::data_requests::own(&booking.code)) { (lang.t("Xem, sửa hoặc xóa dữ liệu của tôi", "See, correct or delete my data")) } }
        }
        (post_button(paths::bookings::LEAVE, Button::quiet(lang.t("Xong, đóng trên máy này", "Done, close it on this device")), &[]))
    }
}

fn topic(lang: Lang, booking: &Mine) -> String {
    said(&booking.topic_code, lang.t(&booking.topic_vi, &booking.topic_en), lang).to_owned()
}

fn state_mark(state: BookingState) -> Mark {
    use BookingState as S;
    match state {
        S::Held | S::Booked => Mark::Taken,
        S::Arrived | S::BeingHelped => Mark::Running,
        S::Helped | S::Referred => Mark::Done,
        S::Waiting => Mark::Waiting,
        S::Offered => Mark::Warning,
        S::Rescheduled | S::Cancelled | S::Absent => Mark::Stopped,
    }
}

/// Where it stands and what that means.
fn in_words(lang: Lang, standing: Standing<'_>) -> Markup {
    let booking = standing.mine;
    let state = booking.state;
    html! {
        p class="row" { (badge(state_mark(state), state.message().say(lang))) }
        @if standing.session_cancelled() {
            (hint_box(Tone::Bad, html! {
                p { strong { (lang.t("Buổi hỗ trợ này đã hủy.", "This session is cancelled.")) } }
                @if let Some(reason) = &booking.session_cancelled { p { (reason) } }
                p { (again(lang, booking)) }
            }))
        } @else {
            @match state {
                BookingState::Waiting if standing.now >= booking.starts_at => (hint_box(Tone::Info, html! {
                    p { (lang.t("Khung giờ này đã qua mà chưa có ai hủy. ", "The time is over and nobody cancelled. ")) (again(lang, booking)) }
                })),
                BookingState::Waiting => (waiting(lang, standing)),
                BookingState::Offered => (offered(lang, standing)),
                BookingState::Cancelled => (cancelled(lang, booking)),
                BookingState::Absent => (hint_box(Tone::Info, html! {
                    p { (lang.t("Ông/bà đã không đến được. Không sao cả. ", "You could not come. That is all right. ")) (again(lang, booking)) }
                })),
                BookingState::Rescheduled => (hint_box(Tone::Info, html! {
                    p {
                        @if booking.cancel_reason.as_deref() == Some(ENDED_EARLY) {
                            (lang.t("Buổi này phải dừng sớm, phường xin lỗi ông/bà. ", "This session had to end early; the ward is sorry. "))
                        }
                        (again(lang, booking))
                    }
                })),
                BookingState::Booked if standing.over() => (hint_box(Tone::Info, html! {
                    p { (lang.t("Buổi này đã qua. ", "This session is over. ")) (again(lang, booking)) }
                })),
                _ => {}
            }
        }
    }
}

fn again(lang: Lang, booking: &Mine) -> Markup {
    html! {
        a href=(format!("{}?topic={}", paths::bookings::WHEN, booking.topic_code)) {
            (lang.t("Đặt lại việc này vào giờ khác", "Book this topic at another time"))
        }
    }
}

fn waiting(lang: Lang, standing: Standing<'_>) -> Markup {
    hint_box(
        Tone::Info,
        html! {
            p {
                strong { (lang.t("Ông/bà đang chờ ở vị trí thứ ", "You wait in place ")) (standing.place) "." }
            }
            p {
                (lang.t(
                    "Khung giờ này đã đủ chỗ. Khi có người hủy, ai chờ lâu nhất được gọi trước; phường sẽ gọi điện, hoặc ông/bà mở lại trang này để nhận chỗ.",
                    "The time is full. When somebody cancels, whoever has waited longest is called first; the ward calls you, or you open this page to accept.",
                ))
            }
        },
    )
}

fn offered(lang: Lang, standing: Standing<'_>) -> Markup {
    let booking = standing.mine;
    let open = booking.offered_until.filter(|until| *until > standing.now);
    html! {
        @if let Some(until) = open {
            (hint_box(Tone::Warn, html! {
                p { strong { (lang.t("Đã có chỗ cho ông/bà.", "A seat is kept for you.")) } }
                p { (lang.t("Xin trả lời trước ", "Please answer before ")) strong { (lang.moment(until)) } "." }
            }))
            (post_button(&paths::bookings::accept(&booking.code),
                Button::primary(lang.t("Tôi nhận chỗ này", "I take this seat")).icon(Icon::Check).wide(), &[]))
        } @else {
            (hint_box(Tone::Info, html! {
                p { (lang.t("Đã quá hạn nhận chỗ. ", "The time to accept is over. ")) (again(lang, booking)) }
            }))
        }
    }
}

fn cancelled(lang: Lang, booking: &Mine) -> Markup {
    let why = match booking.cancel_reason.as_deref() {
        Some("offer_over") => lang.t(
            "Chỗ được giữ đã quá hạn trả lời, nên đã chuyển cho người tiếp theo. ",
            "The seat kept for you was not accepted in time and went to the next person. ",
        ),
        Some("by_ward") => lang.t(
            "Phường đã hủy lượt này theo lời ông/bà. ",
            "The ward cancelled this as you asked. ",
        ),
        _ => lang.t("Lượt này đã hủy. Đổi ý? ", "This is cancelled. Changed your mind? "),
    };
    hint_box(Tone::Info, html! { p { (why) (again(lang, booking)) } })
}

fn actions(lang: Lang, standing: Standing<'_>) -> Markup {
    let code = &standing.mine.code;
    let booked = matches!(standing.mine.state, BookingState::Booked | BookingState::Arrived);
    html! {
        @if !standing.session_cancelled() && !standing.over() {
            (button_row(html! {
                @if booked {
                    (Button::primary(lang.t("Xem và in phiếu", "Show and print the slip")).icon(Icon::Ticket).to(paths::bookings::slip(code)))
                    (Button::quiet(lang.t("Thêm vào lịch điện thoại", "Add to my calendar")).icon(Icon::Calendar).to(paths::bookings::calendar(code)))
                }
                @if standing.changeable() {
                    (Button::quiet(lang.t("Đổi giờ", "Change the time")).icon(Icon::Clock).to(paths::bookings::change(code)))
                    (Button::quiet(lang.t("Hủy lượt này", "Cancel")).icon(Icon::CircleX).to(paths::bookings::cancel(code)))
                }
            }))
            @if standing.mine.state.is_changeable() && standing.by == By::Proxy && !standing.mine.proxy_may_change {
                p class="note" { (lang.t("Chỉ người sẽ đến mới đổi hoặc hủy được lượt này.", "Only the person who comes may change or cancel this.")) }
            }
        }
    }
}

/// The slip, right after booking and ever after.
pub fn slip(lang: Lang, standing: Standing<'_>, qr: Option<&str>) -> Markup {
    let booking = standing.mine;
    let time = lang.times(booking.starts_at.time(), booking.ends_at.time());
    let bring = bring(&booking.topic_code, &booking.bring_vi, lang);
    let topic = topic(lang, booking);
    html! {
        (page_head(
            lang.t("Phiếu hẹn của ông/bà", "Your slip"),
            lang.t("Hãy in, chụp lại hoặc chép mã này ra giấy.", "Print this, photograph it or write the code down."),
            html! {},
        ))
        (Slip {
            lang,
            code: &codes::shown(&booking.code),
            day: booking.day,
            time: &time,
            place: &booking.place,
            address: &booking.address,
            landmark: (!booking.landmark.is_empty()).then_some(booking.landmark.as_str()),
            topic: &topic,
            bring: &bring,
            phrase: &booking.phrase,
            tear_code: &booking.tear_off,
            phone: &booking.ward_phone,
            qr,
        })
        (button_row(html! {
            (print_button(lang))
            (Button::quiet(lang.t("Thêm vào lịch điện thoại", "Add to my calendar")).icon(Icon::Calendar).to(paths::bookings::calendar(&booking.code)))
            (Button::quiet(lang.t("Đổi giờ hoặc hủy", "Change or cancel")).to(paths::bookings::mine(&booking.code)))
        }))
        (section(lang.t("Tiếp theo", "What happens next"), html! {
            ol class="how" {
                li { p { (lang.t("Trước ngày hẹn, sạc đầy điện thoại và chuẩn bị giấy tờ trong phiếu.", "Before the day, charge your phone and prepare the papers on the slip.")) } }
                li { p { (lang.t("Đến sớm 5 phút, đọc mã cho bàn đón tiếp. Người đón phải nói đúng hai chữ trên phiếu.", "Come 5 minutes early and tell the desk your code. The greeter must say the two words on your slip.")) } }
                li { p { (lang.t("Được giúp tốt thì đưa mã cảm ơn. Không hài lòng thì cứ giữ lại.", "If the help was good, hand over the thank-you code. If not, keep it.")) } }
            }
        }))
        p { a href=(paths::catalogue::TOPICS) { (lang.t("Đặt thêm việc khác", "Book something else")) } }
    }
}

/// Choosing another time; the seat is kept until the new one is taken.
pub fn move_to(
    lang: Lang,
    catalogue: &Catalogue,
    booking: &Mine,
    filter: &Filter,
    page: &Page<Times>,
    wrong: Option<&Message>,
    link: impl Fn(i64) -> String,
) -> Markup {
    let here = paths::bookings::change(&booking.code);
    html! {
        (page_head(
            lang.t("Đổi sang giờ khác", "Change the time"),
            &format!("{}: {} · {}", lang.t("Đang giữ", "Kept now"), moment(lang, booking.starts_at, booking.ends_at), booking.place),
            html! {},
        ))
        @if let Some(wrong) = wrong { (error_summary(lang, &[(first_id(page), wrong.say(lang))])) }
        p { (lang.t("Chỗ cũ vẫn được giữ cho đến khi chỗ mới chắc chắn.", "The old seat stays yours until the new one is certain.")) }
        (search_form(&here, html! {
            (where_fields(lang, catalogue, filter))
            (Button::quiet(lang.t("Xem", "Show")))
        }))
        @if page.rows.is_empty() {
            (empty_state(
                Icon::Calendar,
                lang.t("Không có giờ nào khác", "No other time"),
                lang.t("Hiện chưa có buổi nào khác còn chỗ cho việc này.", "No other session has a seat for this at the moment."),
                html! {},
            ))
        } @else {
            (form(&here, html! {
                (hidden(&[("from", &booking.slot_id.to_string())]))
                @for times in &page.rows { (session_times(lang, times)) }
                div class="stick" { (Button::primary(lang.t("Đổi sang giờ này", "Change to this time")).icon(Icon::Check).wide()) }
            }))
        }
        (next_and_previous(lang, page.number, page.more, link))
        p { a href=(paths::bookings::mine(&booking.code)) { (lang.t("Thôi, giữ giờ cũ", "Keep the old time")) } }
    }
}

/// Why the booking cannot be changed, and what can be done instead.
pub fn stuck(lang: Lang, booking: &Mine, why: &Message) -> Markup {
    html! {
        (page_head(
            lang.t("Lượt này không đổi được nữa", "This booking cannot be changed"),
            &format!("{} · {}", moment(lang, booking.starts_at, booking.ends_at), booking.place),
            html! {},
        ))
        (hint_box(Tone::Warn, html! { p { (why.say(lang)) } }))
        p { (lang.t("Số của phường: ", "The ward's number: ")) strong { (booking.ward_phone) } " (" (booking.ward) ")." }
        (button_row(html! {
            (Button::primary(lang.t("Xem lượt này", "See the booking")).to(paths::bookings::mine(&booking.code)))
            (Button::quiet(lang.t("Đặt vào giờ khác", "Book another time"))
                .to(format!("{}?topic={}", paths::bookings::WHEN, booking.topic_code)))
        }))
    }
}

/// Asking once more before a seat is given away.
pub fn cancel(lang: Lang, booking: &Mine) -> Markup {
    html! {
        (page_head(lang.t("Hủy lượt này?", "Cancel this?"), &moment(lang, booking.starts_at, booking.ends_at), html! {}))
        p {
            (lang.t(
                "Chỗ sẽ được nhường cho người đang chờ. Nếu đổi ý, ông/bà vẫn đặt lại được khi còn chỗ.",
                "The seat goes to whoever waits. If you change your mind you can book again while there is room.",
            ))
        }
        (form(&paths::bookings::cancel(&booking.code), html! {
            (Button::danger(lang.t("Hủy, nhường chỗ này", "Cancel and give the seat away")).wide())
        }))
        (button_row(html! {
            (Button::quiet(lang.t("Thôi, tôi vẫn đến", "No, I will come")).to(paths::bookings::mine(&booking.code)).wide())
        }))
    }
}

/// A request's page.
pub fn request(lang: Lang, asked: &Asked) -> Markup {
    let request = &asked.request;
    let (mark, state) = match request.state {
        RequestState::Open => (Mark::Waiting, lang.t("Đang chờ xếp lịch", "Waiting for a session")),
        RequestState::Fitted => (Mark::Done, lang.t("Đã xếp lịch", "Booked")),
        RequestState::Cancelled => (Mark::Stopped, lang.t("Đã đóng", "Closed")),
    };
    html! {
        (page_head(lang.t("Yêu cầu của ông/bà", "Your request"), "", html! {}))
        (big_code(&codes::shown(&request.code)))
        p class="row" { (badge(mark, state)) }
        (definitions(&[
            (lang.t("Việc", "Topic"), html! { (said(&request.topic_code, lang.t(&request.topic_vi, &request.topic_en), lang)) }),
            (lang.t("Người đến", "Who comes"), html! { (request.name) }),
            (lang.t("Đến được", "Could come"), html! {
                @for time in &asked.times { (time.say(lang)) br; }
            }),
        ]))
        @if request.state == RequestState::Open {
            p {
                (lang.t(
                    "Khi có buổi phù hợp, phường xếp lịch ngay dưới mã này và gọi cho ông/bà nếu có số điện thoại. Không có điện thoại thì vài hôm mở lại trang này bằng mã.",
                    "When a session fits, the ward books it under this code and calls you if you gave a number. Without one, open this page again in a few days.",
                ))
            }
            (post_button(&paths::bookings::cancel(&request.code), Button::quiet(lang.t("Rút yêu cầu", "Withdraw the request")).icon(Icon::CircleX), &[]))
        } @else {
            p { a href=(format!("{}?topic={}", paths::bookings::WHEN, request.topic_code)) { (lang.t("Xem các giờ còn chỗ", "See times with a seat")) } }
        }
        p { (lang.t("Cần hỏi, gọi ", "Questions? Call ")) strong { (request.ward_phone) } " (" (request.ward) ")." }
        (post_button(paths::bookings::LEAVE, Button::quiet(lang.t("Xong, đóng trên máy này", "Done, close it on this device")), &[]))
    }
}
