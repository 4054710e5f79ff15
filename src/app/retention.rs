//! Taking away what has been kept long enough, from the command line.

use super::{open_office, told};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::access::Actor;
use crate::domain::lang::Lang;
use crate::domain::retention::Days;
use crate::service::retention::{self, Reach};

/// Says what each rule would do, or does it.
pub async fn run(config: &Config, apply: bool, lang: Lang) -> anyhow::Result<()> {
    let office = open_office(config, Clock::machine())?;
    let reached = match apply {
        true => retention::apply_all(&office).await,
        false => office.read(&Actor::House, retention::plan).await,
    };
    let days = &office.rules().retention;
    print!("{}", say(&reached.map_err(told)?, days, apply, lang));
    Ok(())
}

fn say(reached: &[Reach], days: &Days, apply: bool, lang: Lang) -> String {
    let mut out = String::new();
    for Reach { rule, rows } in reached {
        let rows: Vec<String> = rows.iter().map(|(table, n)| format!("{table} {n}")).collect();
        let (after, what) = (days.after(*rule, lang), rule.what(lang));
        let code = rule.code();
        out.push_str(&format!("{code:<16} {}\n    {after}: {what}\n", rows.join(", ")));
    }
    let total: i64 = reached.iter().map(Reach::total).sum();
    let head = match apply {
        true => lang.t("Đã làm", "Done"),
        false => lang.t(
            "Chạy thử, chưa đổi gì; thêm --apply để làm",
            "Dry run, nothing was changed; add --apply to do it",
        ),
    };
    out.push_str(&format!("{head}: {}\n", lang.count(total, "dòng", "row", "rows")));
    out
}
