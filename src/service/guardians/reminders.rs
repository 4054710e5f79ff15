//! Letters the house writes by itself: once to a guardian who was asked and has not answered,
//! and once before the school year, and with it every consent, ends.

use chrono::{Days, NaiveDate};

use super::{DAY_MINUTES, renew, url};
use crate::db::ambassadors::roster::{self as rows, Dossier};
use crate::db::{guardians, leases, organisations};
use crate::domain::access::Actor;
use crate::domain::guardians::{EXPIRY_DAYS, LINK_DAYS, Way};
use crate::domain::ids::AmbassadorId;
use crate::domain::lang::Lang;
use crate::domain::school_year;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer, Office};

/// Days after which a guardian who was asked is reminded.
const PATIENCE_DAYS: i64 = 7;
/// Letters of one night; those left over come the next.
const MOST: i64 = 500;

/// Why a guardian is written to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Why {
    Unanswered,
    Expiring,
}

impl Why {
    /// The letter's event without the pupil: once per school year.
    fn event(self, year: &str) -> String {
        match self {
            Why::Unanswered => format!("consent.remind:{year}:"),
            Why::Expiring => format!("consent.expiring:{year}:"),
        }
    }
}

/// The nightly job: whichever instance comes first does it, and nobody again for a day.
/// Answers how many letters were written.
pub async fn remind(office: &Office) -> Answer<usize> {
    let mine = office
        .write(&Actor::House, |act| {
            let (holder, until) = (&act.rules.instance, act.now.plus_minutes(DAY_MINUTES));
            Ok(leases::take_free(act.conn, "consents", holder, act.now, until)?)
        })
        .await?;
    if !mine {
        return Ok(0);
    }
    let due = office.read(&Actor::House, due).await?;
    let count = due.len();
    for (pupil, why) in due {
        office.write(&Actor::House, move |act| write(act, pupil, why)).await?;
    }
    Ok(count)
}

fn due(act: &mut Act<'_>) -> Answer<Vec<(AmbassadorId, Why)>> {
    let today = act.now.day();
    let year = school_year::of(today);
    let asked_before = act.now.plus_minutes(-PATIENCE_DAYS * DAY_MINUTES);
    let event = Why::Unanswered.event(&year);
    let silent = guardians::unanswered(act.conn, &year, asked_before, &event, MOST)?;
    let mut all: Vec<_> = silent.into_iter().map(|pupil| (pupil, Why::Unanswered)).collect();
    if ends_soon(today) {
        let event = Why::Expiring.event(&year);
        let ending = guardians::expiring(act.conn, &year, &event, MOST)?;
        all.extend(ending.into_iter().map(|pupil| (pupil, Why::Expiring)));
    }
    Ok(all)
}

/// The school year's consents end within the days in which that is said.
fn ends_soon(today: NaiveDate) -> bool {
    let (_, last) = school_year::days(today);
    today + Days::new(EXPIRY_DAYS as u64) > last
}

/// Makes a new link and writes the letter with it.
fn write(act: &mut Act<'_>, pupil: AmbassadorId, why: Why) -> Answer<()> {
    let of = rows::dossier(act.conn, pupil)?;
    let Some(email) = of.guardian_email.clone() else { return Ok(()) };
    let token = renew(act, &of, Way::Email)?;
    let school = organisations::get(act.conn, of.school)?.name;
    let words = words(act, &of, &school, why, &token);
    let event = format!("{}{pupil}", why.event(&school_year::of(act.now.day())));
    act.send(&compose(event, &email, Lang::Vi, &words))
}

fn words(act: &Act<'_>, of: &Dossier, school: &str, why: Why, token: &str) -> Words {
    let (_, last) = school_year::days(act.now.day());
    let (subject, first, english) = match why {
        Why::Unanswered => (
            format!("Nhắc: chờ ý kiến phụ huynh của em {}", of.name),
            format!(
                "{school} đang chờ anh/chị trả lời về việc em {} ({}) tham gia Đại sứ số năm học này. Đồng ý hay không đều được; chưa có câu trả lời thì em chưa được xếp ca nào.",
                of.name, of.class_name
            ),
            "The school awaits your answer about your child's volunteering this school year; yes and no are both fine.",
        ),
        Why::Expiring => (
            format!("Phiếu đồng ý của em {} sắp hết hạn", of.name),
            format!(
                "Điều anh/chị đã đồng ý cho em {} ({}, {school}) có hiệu lực đến hết năm học, ngày {}. Từ ngày hôm sau, nếu anh/chị muốn em tiếp tục Đại sứ số, xin mở trang dưới đây và trả lời lại từng mục.",
                of.name,
                of.class_name,
                Lang::Vi.date(last)
            ),
            "Your consents end with the school year; from the day after, please answer anew on your page if your child is to go on.",
        ),
    };
    Words {
        subject,
        to: of.guardian_name.clone(),
        paragraphs: vec![
            first,
            "Đường dẫn mới này thay cho đường dẫn cũ. Trang chỉ hỏi năm sinh của con, không hỏi mật khẩu, mã OTP hay tiền. Mỗi năm học chúng tôi chỉ nhắc một lần.".to_owned(),
        ],
        facts: Vec::new(),
        also: Some(english.to_owned()),
        link: Some((format!("Mở trang phụ huynh (dùng được {LINK_DAYS} ngày)"), url(act, token))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_said_in_the_last_thirty_days() {
        let day = |m, d| NaiveDate::from_ymd_opt(2027, m, d).unwrap();
        assert!(!ends_soon(day(7, 1)));
        assert!(ends_soon(day(7, 2)));
        assert!(ends_soon(day(7, 31)));
        assert!(!ends_soon(day(8, 1)));
    }
}
