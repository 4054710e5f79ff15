//! The booking slip: what a resident takes home on paper, or has read out over the phone.

use chrono::NaiveDate;
use maud::{Markup, PreEscaped, Render, html};

use super::block::checklist;
use crate::domain::lang::Lang;
use crate::view::icons::Icon;

/// Everything a resident needs on the day, and nothing a fraudster could use: no phone number
/// of theirs, no paper number. It prints on a sheet of A6.
#[derive(Clone, Debug)]
pub struct Slip<'a> {
    /// The language of the page.
    pub lang: Lang,
    /// The booking code with its check character, "7K2Q-M".
    pub code: &'a str,
    /// The day.
    pub day: NaiveDate,
    /// "8:00–8:30".
    pub time: &'a str,
    /// "Văn phòng khu phố 5".
    pub place: &'a str,
    /// "12 Lê Văn Lương, phường Phú Thuận".
    pub address: &'a str,
    /// "Cạnh chợ, đối diện trạm y tế".
    pub landmark: Option<&'a str>,
    /// What the visit is for.
    pub topic: &'a str,
    /// What to bring.
    pub bring: &'a [String],
    /// Two words the greeter must say: "sông xanh".
    pub phrase: &'a str,
    /// Handed over only when the help was good.
    pub tear_code: &'a str,
    /// The ward's number.
    pub phone: &'a str,
    /// A QR code as SVG markup, made by this program.
    pub qr: Option<&'a str>,
}

impl Render for Slip<'_> {
    fn render(&self) -> Markup {
        html! {
            article class="slip" {
                (self.head())
                (self.when_and_where())
                (self.bring_and_phrase())
                (self.tear_off())
            }
        }
    }
}

impl Slip<'_> {
    fn head(&self) -> Markup {
        let lang = self.lang;
        html! {
            div class="slip-head" {
                div {
                    h2 { (lang.t("Mã đặt lịch", "Booking code")) }
                    p class="big-code" { (grouped(self.code)) }
                }
                @if let Some(qr) = self.qr { div class="qr" { (drawing_only(qr)) } }
            }
        }
    }

    fn when_and_where(&self) -> Markup {
        let lang = self.lang;
        html! {
            div class="slip-when" {
                p class="slip-time" {
                    (Icon::Clock)
                    span { strong { (self.time) } br; (lang.day_in_words(self.day)) }
                }
                p {
                    (Icon::Pin)
                    span {
                        strong { (self.place) } br;
                        (self.address)
                        @if let Some(landmark) = self.landmark { br; (landmark) }
                    }
                }
                p { (Icon::Ticket) span { (self.topic) } }
                p {
                    (Icon::Phone)
                    span { (lang.t("Đổi giờ hoặc hủy, gọi ", "To change or cancel, call ")) strong class="nowrap" { (self.phone) } }
                }
            }
        }
    }

    fn bring_and_phrase(&self) -> Markup {
        let lang = self.lang;
        html! {
            @if !self.bring.is_empty() {
                div class="slip-bring" {
                    h3 { (lang.t("Nhớ mang theo", "Please bring")) }
                    (checklist(self.bring))
                }
            }
            div class="slip-phrase" {
                p {
                    (lang.t("Người đón phải nói đúng hai chữ:", "The greeter must say these two words:"))
                }
                p class="phrase" { "“" (self.phrase) "”" }
                p class="note" {
                    (lang.t(
                        "Nói sai thì đừng đi theo. Không ai được hỏi mật khẩu hay mã OTP.",
                        "If they do not, do not follow. Nobody may ask for a password or one-time code.",
                    ))
                }
            }
        }
    }

    fn tear_off(&self) -> Markup {
        let lang = self.lang;
        html! {
            div class="slip-tear" {
                div {
                    h3 { (lang.t("Mã cảm ơn", "Thank-you code")) }
                    p class="note" {
                        (lang.t(
                            "Xé ra, chỉ đưa khi được giúp tốt.",
                            "Tear off; hand over only if the help was good.",
                        ))
                    }
                }
                p class="big-code" { (grouped(self.tear_code)) }
            }
        }
    }
}

/// A code in groups that the eye can hold. Groups a code already has are kept; a plain one is
/// cut into fours where that comes out even, otherwise into threes.
pub fn grouped(code: &str) -> Markup {
    let groups: Vec<String> = if code.contains(['-', ' ']) {
        code.split(['-', ' ']).map(str::to_owned).collect()
    } else {
        let letters: Vec<char> = code.chars().collect();
        let size = if letters.len().is_multiple_of(4) { 4 } else { 3 };
        letters.chunks(size).map(|group| group.iter().collect()).collect()
    };
    html! {
        @for (i, group) in groups.iter().enumerate() {
            @if i > 0 { "-" }
            b { (group) }
        }
    }
}

/// A square to be scanned, as `document::qr` draws it.
pub fn qr_code(svg: &str) -> Markup {
    html! { div class="qr" { (drawing_only(svg)) } }
}

/// The drawing without an XML declaration before it, which HTML does not know.
fn drawing_only(svg: &str) -> PreEscaped<&str> {
    PreEscaped(svg.find("<svg").map_or("", |at| &svg[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_cut_where_the_eye_can_hold_it() {
        assert_eq!(grouped("7K2Q-M").into_string(), "<b>7K2Q</b>-<b>M</b>");
        assert_eq!(grouped("ABCDEF").into_string(), "<b>ABC</b>-<b>DEF</b>");
        assert_eq!(grouped("ABCDEFGH").into_string(), "<b>ABCD</b>-<b>EFGH</b>");
        assert_eq!(grouped("ABC").into_string(), "<b>ABC</b>");
    }

    #[test]
    fn a_qr_loses_its_declaration() {
        let kept = drawing_only("<?xml version=\"1.0\"?><svg/>");
        assert_eq!(kept.0, "<svg/>");
    }
}
