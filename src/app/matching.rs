//! The matching from the command line: a week planned, told in plain words, and published
//! when that was asked for.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;

use super::{open_office, told};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::matching::Line;
use crate::domain::lang::Lang;
use crate::domain::matches::{Draft, Grounds, Remedy, Week, sentence};
use crate::service::{
    self,
    matching::{self, WeekReport},
};

/// As asked for on the command line.
pub struct Wish {
    pub week: Week,
    /// A ward's code or name; none: every ward.
    pub ward: Option<String>,
    pub publish: bool,
    pub lang: Lang,
}

/// Every booking has somebody.
const EVERYBODY: u8 = 0;
/// The plan stands, and some bookings have nobody.
const SOME_LEFT_OUT: u8 = 5;
/// Nobody is booked in that week.
const NOBODY_BOOKED: u8 = 6;
/// No such ward.
const NOT_UNDERSTOOD: u8 = 2;

/// Plans the week, prints what came of it, and answers with the code the command ends with.
pub async fn run(config: &Config, wish: &Wish) -> anyhow::Result<ExitCode> {
    let office = open_office(config, Clock::machine())?;
    let (week, ward) = (wish.week, wish.ward.as_deref());
    let reports = match matching::week(&office, week, ward, wish.publish).await {
        Err(service::Error::NotFound) => {
            let ward = ward.unwrap_or_default();
            eprintln!("--ward: no ward has the code or the name \"{ward}\"");
            return Ok(ExitCode::from(NOT_UNDERSTOOD));
        }
        reports => reports.map_err(told)?,
    };
    for report in &reports {
        print!("{}", summary(wish.lang, week, report));
    }
    Ok(ExitCode::from(ending(&reports)))
}

/// The code the command ends with.
pub fn ending(reports: &[WeekReport]) -> u8 {
    let sum = |of: fn(&Draft) -> usize| reports.iter().map(|r| of(&r.draft)).sum::<usize>();
    match (sum(|d| d.worth.total), sum(|d| d.left_out.len())) {
        (0, _) => NOBODY_BOOKED,
        (_, 0) => EVERYBODY,
        _ => SOME_LEFT_OUT,
    }
}

/// One ward's week in words: what it is worth, every session with who helps whom and why,
/// and what would help those left out.
pub fn summary(lang: Lang, week: Week, report: &WeekReport) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = write_summary(&mut text, lang, week, report);
    text
}

fn write_summary(
    out: &mut String,
    lang: Lang,
    week: Week,
    report: &WeekReport,
) -> std::fmt::Result {
    let (monday, sunday) = week.days();
    let (from, to) = (lang.date(monday), lang.date(sunday));
    writeln!(out, "{}, {} ({from} – {to})", report.ward, week.code())?;
    let worth = report.draft.worth;
    if worth.total == 0 {
        return writeln!(out, "  {}\n", lang.t("Chưa có ai đặt chỗ.", "Nobody is booked."));
    }
    let served = format!("{}/{}", worth.served, worth.total);
    let first_come = format!("{}/{}", worth.first_come_served, worth.total);
    writeln!(out, "  {:<34}{served}", lang.t("Lượt có người giúp", "Bookings with somebody"))?;
    writeln!(
        out,
        "  {:<34}{first_come}",
        lang.t("Nếu ai đến trước xếp trước", "If first come, first served")
    )?;
    let points = format!("{}; {}", worth.value, worth.said(lang));
    writeln!(out, "  {:<34}{points}", lang.t("Điểm ưu tiên", "Priority points"))?;
    for head in &report.heads {
        let (from, to) = (head.starts_at, head.ends_at);
        let when = format!("{} {}", lang.day(from.day()), lang.times(from.time(), to.time()));
        writeln!(out, "\n  {} · {} · {}", when, head.title, head.place)?;
        for line in report.lines.iter().filter(|l| l.session_id == head.id && l.waits()) {
            writeln!(out, "    {}", said(lang, report, line))?;
        }
    }
    remedies(out, lang, report)?;
    writeln!(out, "\n  {}\n", ended(lang, report))
}

/// "8:00  Bà Chín → Minh Anh (8A1): chứng nhận bậc 2 về VNeID."
fn said(lang: Lang, report: &WeekReport, line: &Line) -> String {
    let time = lang.time(line.starts_at.time());
    match report.draft.pair(line.id) {
        Some(pair) => {
            let name = report.names.get(&pair.ambassador);
            let (class, name) = name.map_or(("", "—"), |n| (n.class.as_str(), n.name.as_str()));
            let why = Grounds::from_code(&pair.grounds).sentence(lang, line.topic(lang));
            format!("{time:>5}  {} → {name} ({class}). {why}", line.name)
        }
        None => format!("{time:>5}  {} → {}", line.name, lang.t("chưa có người", "nobody yet")),
    }
}

/// Each remedy once, the most useful first.
fn remedies(out: &mut String, lang: Lang, report: &WeekReport) -> std::fmt::Result {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for left in &report.draft.left_out {
        let Some(line) = report.lines.iter().find(|l| l.id == left.booking) else { continue };
        let pupil = match &left.remedy {
            Remedy::Nearest { ambassador, .. } | Remedy::PinImpossible { ambassador } => {
                report.names.get(ambassador).map_or("—", |name| name.name.as_str())
            }
            _ => "",
        };
        let time = lang.time(line.starts_at.time());
        let what = sentence(&left.remedy, lang, line.topic(lang), &time, pupil);
        *counts.entry(what).or_default() += 1;
    }
    if counts.is_empty() {
        return Ok(());
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    writeln!(out, "\n  {}", lang.t("Gần nhất có thể làm:", "What would help:"))?;
    for (what, count) in counts {
        writeln!(out, "    {count} × {what}")?;
    }
    Ok(())
}

fn ended(lang: Lang, report: &WeekReport) -> String {
    let Some(done) = report.published else {
        return lang
            .t(
                "Chạy thử: chưa ghi gì, chưa báo ai. Thêm --publish để công bố.",
                "A dry run: nothing is written, nobody is told. Add --publish to publish.",
            )
            .to_owned();
    };
    let (told, shifts, letters) = (done.made + done.kept, done.shifts, done.letters);
    match lang {
        Lang::Vi => format!(
            "Đã công bố: {told} lượt có người giúp, {shifts} ca trực mới, {letters} thư cho phụ huynh."
        ),
        Lang::En => format!(
            "Published: {told} bookings have somebody, {shifts} new shifts, {letters} letters to guardians."
        ),
    }
}
