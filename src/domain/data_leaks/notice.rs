//! The notices of a leak, drafted from what is known; staff mend them before they leave.

use chrono::NaiveDate;

use super::LeakKind;
use crate::domain::at::At;
use crate::domain::lang::Lang;

/// What is known of a leak.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts<'a> {
    pub place: &'a str,
    pub phone: &'a str,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    pub noticed_at: At,
    pub what: &'a str,
    pub cause: &'a str,
    pub measures: &'a str,
    pub late_reason: &'a str,
    /// Whose data, and how many people.
    pub people: &'a [(LeakKind, i64)],
}

impl Facts<'_> {
    fn period(&self, lang: Lang) -> String {
        let (from, to) = (lang.date(self.from_day), lang.date(self.to_day));
        match from == to {
            true => lang.t(&format!("ngày {from}"), &format!("on {from}")).to_owned(),
            false => lang
                .t(&format!("từ ngày {from} đến ngày {to}"), &format!("from {from} to {to}"))
                .to_owned(),
        }
    }

    fn or(text: &str, else_: &str) -> String {
        if text.is_empty() { else_.to_owned() } else { text.to_owned() }
    }
}

/// To the authority: what NĐ 356/2025 asks for, point by point.
pub fn to_authority(lang: Lang, facts: &Facts<'_>) -> String {
    let kinds: Vec<String> = facts
        .people
        .iter()
        .map(|(kind, n)| {
            let people = lang.count(*n, "người", "person", "people");
            format!("– {}: {people} ({})", kind.name(lang), kind.data(lang))
        })
        .collect();
    let unknown =
        lang.t("đang làm rõ, sẽ báo bổ sung.", "being looked into; a further notice follows.");
    let mut points = vec![
        format!(
            "{} {}, {} {}.",
            lang.t("Đơn vị báo:", "Reported by:"),
            facts.place,
            lang.t("điện thoại", "telephone"),
            facts.phone
        ),
        format!("{} {}", lang.t("Việc xảy ra:", "What happened:"), facts.what),
        format!(
            "{} {}. {} {}.",
            lang.t("Dữ liệu của thời gian:", "Data of the time:"),
            facts.period(lang),
            lang.t("Phát hiện lúc", "Noticed at"),
            lang.moment(facts.noticed_at)
        ),
        format!(
            "{}\n{}",
            lang.t("Dữ liệu và số người bị ảnh hưởng:", "Data and people affected:"),
            kinds.join("\n")
        ),
        format!("{} {}", lang.t("Nguyên nhân:", "Cause:"), Facts::or(facts.cause, unknown)),
        lang.t(
            "Hậu quả có thể: kẻ xấu dùng tên và số điện thoại để gọi lừa đảo, giả làm cán bộ. Hệ thống không giữ số giấy tờ, tài khoản ngân hàng hay mã dùng một lần.",
            "What may follow: fraudulent calls in the name of officials. The system keeps no identity numbers, bank accounts or one-time codes.",
        )
        .to_owned(),
        format!("{} {}", lang.t("Biện pháp đã làm:", "Measures taken:"), Facts::or(facts.measures, unknown)),
    ];
    if !facts.late_reason.is_empty() {
        let late = lang.t("Lý do báo sau 72 giờ:", "Why later than 72 hours:");
        points.push(format!("{late} {}", facts.late_reason));
    }
    let points: Vec<String> =
        points.iter().enumerate().map(|(i, point)| format!("{}. {point}", i + 1)).collect();
    let to = lang.t(
        "Kính gửi: Cục An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao (A05), Bộ Công an.",
        "To: Department of Cybersecurity and High-Tech Crime Prevention (A05), Ministry of Public Security.",
    );
    let about = lang.t(
        "Theo Điều 23 Luật Bảo vệ dữ liệu cá nhân và Nghị định 356/2025/NĐ-CP, chúng tôi xin báo:",
        "Under Article 23 of the Law on Personal Data Protection and Decree 356/2025/NĐ-CP we report:",
    );
    format!("{to}\n\n{about}\n\n{}", points.join("\n"))
}

/// To those affected: what happened, what it means for them, what to do, whom to ask.
pub fn to_people(lang: Lang, facts: &Facts<'_>) -> String {
    let kinds: Vec<String> = facts
        .people
        .iter()
        .map(|(kind, _)| format!("– {}: {}", kind.name(lang), kind.data(lang)))
        .collect();
    let measures = lang.t(
        "Chúng tôi đang xử lý và sẽ báo thêm.",
        "We are dealing with it and will tell you more.",
    );
    [
        lang.t(
            "Kính gửi bà con, quý phụ huynh, thầy cô và các em,",
            "Dear residents, parents, teachers and pupils,",
        )
        .to_owned(),
        format!(
            "{} {} {}",
            facts.place,
            lang.t("xin báo một việc không vui và thành thật xin lỗi:", "is sorry to tell you:"),
            facts.what
        ),
        format!(
            "{} {}:\n{}",
            lang.t("Những dữ liệu có thể đã lộ, của thời gian", "Data that may have leaked, of the time"),
            facts.period(lang),
            kinds.join("\n")
        ),
        lang.t(
            "Hệ thống không giữ số giấy tờ, tài khoản ngân hàng hay mã dùng một lần, nên những thứ đó không bị lộ.",
            "The system keeps no identity numbers, bank accounts or one-time codes, so none of these leaked.",
        )
        .to_owned(),
        Facts::or(facts.measures, measures),
        lang.t(
            "Xin cẩn thận với người lạ gọi đến: cán bộ thật không bao giờ hỏi mã hay mật khẩu. Nghi bị lừa, xin cúp máy và gọi Công an 113.",
            "Please be careful with strangers who call: real officials never ask for codes or passwords. If in doubt, hang up and call the police, 113.",
        )
        .to_owned(),
        format!(
            "{} {}, {} {}.",
            lang.t("Mọi thắc mắc xin hỏi", "Questions:"),
            facts.place,
            lang.t("điện thoại", "telephone"),
            facts.phone
        ),
    ]
    .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::privacy::refuse_secrets;
    use chrono::NaiveTime;

    #[test]
    fn the_drafts_hold_every_fact_and_pass_the_guard_on_texts() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let facts = Facts {
            place: "Phường Đông Hưng Thuận",
            phone: "028 3891 0000",
            from_day: day,
            to_day: day,
            noticed_at: At::local(day, NaiveTime::from_hms_opt(7, 0, 0).unwrap()),
            what: "Mất tờ danh sách có tên và số điện thoại.",
            cause: "",
            measures: "Đã gọi cho từng người.",
            late_reason: "Bàn trực báo muộn.",
            people: &[(LeakKind::Residents, 12), (LeakKind::Pupils, 3)],
        };
        let authority = to_authority(Lang::Vi, &facts);
        for part in ["A05", "12 người", "3 người", "đang làm rõ", "Lý do báo sau 72 giờ", "7:00"]
        {
            assert!(authority.contains(part), "{part}: {authority}");
        }
        for lang in [Lang::Vi, Lang::En] {
            for text in [to_authority(lang, &facts), to_people(lang, &facts)] {
                assert!(refuse_secrets(&text).is_ok(), "{text}");
            }
        }
    }
}
