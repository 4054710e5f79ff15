//! How a letter is put together: greeting, paragraphs, facts and one link, as text and as HTML.

use maud::html;

use super::Letter;
use crate::domain::lang::Lang;

/// The words of a letter, already in the reader's language.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub subject: String,
    /// The reader's name, for the greeting.
    pub to: String,
    pub paragraphs: Vec<String>,
    /// Named facts: ("Thời gian", "Thứ Bảy, 28/11/2026, 7:30–10:30").
    pub facts: Vec<(String, String)>,
    /// The same in another language, below what it repeats.
    pub also: Option<String>,
    /// What the link does and where it leads, an absolute address.
    pub link: Option<(String, String)>,
}

/// The letter to one person about one event.
pub fn compose(event_key: String, email: &str, lang: Lang, words: &Words) -> Letter {
    Letter {
        event_key,
        email: email.to_owned(),
        subject: words.subject.clone(),
        text: text(lang, words),
        html: html(lang, words),
    }
}

fn greeting(lang: Lang, words: &Words) -> String {
    if words.to.is_empty() {
        return lang.t("Kính gửi ông/bà,", "Dear Sir or Madam,").to_owned();
    }
    format!("{} {},", lang.t("Kính gửi", "Dear"), words.to)
}

fn signature(lang: Lang) -> &'static str {
    lang.t(
        "Thư tự động của Đại sứ số. Mọi thắc mắc xin hỏi cán bộ phụ trách của phường hoặc nhà trường.",
        "This letter was sent by Đại sứ số. Please ask the ward's or the school's staff any question.",
    )
}

fn text(lang: Lang, words: &Words) -> String {
    let mut out = format!("{}\n\n", greeting(lang, words));
    for paragraph in &words.paragraphs {
        out.push_str(paragraph);
        out.push_str("\n\n");
    }
    for (name, value) in &words.facts {
        out.push_str(&format!("{name}: {value}\n"));
    }
    if !words.facts.is_empty() {
        out.push('\n');
    }
    if let Some(also) = &words.also {
        out.push_str(also);
        out.push_str("\n\n");
    }
    if let Some((label, url)) = &words.link {
        out.push_str(&format!("{label}:\n{url}\n\n"));
    }
    out.push_str("-- \n");
    out.push_str(signature(lang));
    out.push('\n');
    out
}

fn html(lang: Lang, words: &Words) -> String {
    let page = html! {
        html lang=(lang.tag()) {
            body {
                p { (greeting(lang, words)) }
                @for paragraph in &words.paragraphs { p { (paragraph) } }
                @if !words.facts.is_empty() {
                    table cellpadding="4" {
                        @for (name, value) in &words.facts {
                            tr { th align="left" valign="top" { (name) } td { (value) } }
                        }
                    }
                }
                @if let Some(also) = &words.also { p { (also) } }
                @if let Some((label, url)) = &words.link { p { a href=(url) { (label) } } }
                hr;
                p { small { (signature(lang)) } }
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_escape_what_people_typed() {
        let words = Words {
            subject: "Xin ý kiến".into(),
            to: "Trần Đăng Khoa".into(),
            paragraphs: vec!["Phường mời <8A1>.".into()],
            facts: vec![("Nơi".into(), "Văn phòng khu phố 5".into())],
            link: Some(("Mở trang duyệt".into(), "https://dss.example/staff/approvals".into())),
            also: None,
        };
        let letter = compose("k".into(), "khoa@truong.example", Lang::Vi, &words);
        for part in ["Kính gửi Trần Đăng Khoa,", "Phường mời <8A1>.", "Nơi: Văn phòng khu phố 5"]
        {
            assert!(letter.text.contains(part), "{part}");
        }
        assert!(letter.html.contains("Phường mời &lt;8A1&gt;."));
        assert!(letter.html.contains("href=\"https://dss.example/staff/approvals\""));
    }
}
