//! Planning a week that lies in a file of the shared matching problem, without a database.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;

use crate::domain::matching::instance::{Instance, Solution};
use crate::domain::matching::{Assigned, Budget, Facts, Pace, Plan, Progress, Stability, Weights};
use crate::domain::matching::{plan, verify};

/// As asked for on the command line.
pub struct Wish {
    /// The week.
    pub facts: PathBuf,
    /// Where the plan goes.
    pub out: PathBuf,
    /// A plan people were told about already.
    pub published: Option<PathBuf>,
    /// How long to search.
    pub limit: Limit,
    /// Where chance starts.
    pub seed: u64,
}

/// What ends a search.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// Seconds from the start of the command; the plan then depends on the machine.
    Seconds(f64),
    /// Steps; the plan is the same everywhere.
    Iterations(u64),
}

/// How the command ended. The number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The plan was made and written.
    Planned = 0,
    /// Arguments or a file that cannot be understood.
    BadInput = 2,
    /// The plan was made but could not be written.
    NotWritten = 3,
    /// The plan breaks a rule of its own; nothing was written. A mistake of this program.
    Unsound = 4,
    /// Ctrl+C; the best plan so far was written.
    Stopped = 130,
}

/// Plans and writes, and says on standard output what came of it and on standard error what
/// went wrong.
pub async fn run(wish: Wish, bar: ProgressBar) -> Ended {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    let hearing = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            asked.store(true, Ordering::Relaxed);
        }
    });
    let work = tokio::task::spawn_blocking(move || answer(&wish, &bar, &stop));
    let ended = work.await.unwrap_or(Ended::Unsound);
    hearing.abort();
    ended
}

fn answer(wish: &Wish, bar: &ProgressBar, stop: &AtomicBool) -> Ended {
    let start = Instant::now();
    let (facts, weights) = match read_week(wish) {
        Ok(week) => week,
        Err(said) => {
            bar.finish_and_clear();
            eprintln!("{said}");
            return Ended::BadInput;
        }
    };
    let mut watch = |progress: Progress| {
        show(bar, wish.limit, start, progress);
        match wish.limit {
            _ if stop.load(Ordering::Relaxed) => Pace::Stop,
            Limit::Iterations(_) => Pace::Go,
            Limit::Seconds(limit) => match start.elapsed().as_secs_f64() / limit {
                used if used >= 1.0 => Pace::Stop,
                used => Pace::Used(used),
            },
        }
    };
    let iterations = match wish.limit {
        Limit::Iterations(n) => n,
        Limit::Seconds(_) => u64::MAX,
    };
    let budget = Budget { iterations, seed: wish.seed, watch: Some(&mut watch) };
    let plan = plan(&facts, &weights, budget);
    bar.finish_and_clear();
    let matches: Vec<Assigned> = plan.matches.iter().map(|m| m.assigned).collect();
    if let Some(broken) = verify(&facts, &matches).first() {
        eprintln!(
            "kế hoạch phạm quy tắc, không ghi (the plan breaks a rule, nothing was written): \
             {broken:?}"
        );
        return Ended::Unsound;
    }
    if let Err(error) = write(&wish.out, &solution(&plan, &matches)) {
        eprintln!("--out {}: {error}", wish.out.display());
        return Ended::NotWritten;
    }
    let took = start.elapsed().as_secs_f64();
    print!("{}", summary(&facts, &plan, took));
    if stop.load(Ordering::Relaxed) { Ended::Stopped } else { Ended::Planned }
}

/// Shares of whichever limit there is; the bar ends with the search.
fn show(bar: &ProgressBar, limit: Limit, start: Instant, progress: Progress) {
    let (done, all) = match limit {
        Limit::Iterations(n) => (progress.done, n),
        Limit::Seconds(s) => (start.elapsed().as_millis() as u64, (s * 1e3) as u64),
    };
    bar.set_length(all.max(1));
    bar.set_position(done.min(all));
    bar.set_message(format!("P {}", progress.priority));
}

fn read_week(wish: &Wish) -> Result<(Facts, Weights), String> {
    let placed = |option: &str, file: &Path, why: &dyn std::fmt::Display| {
        format!("{option} {}: {why}", file.display())
    };
    let json = read(&wish.facts).map_err(|e| placed("--facts", &wish.facts, &e))?;
    let week = Instance::read(&json).map_err(|e| placed("--facts", &wish.facts, &e))?;
    let (mut facts, mut weights) = week.into_facts();
    if let Some(file) = &wish.published {
        let json = read(file).map_err(|e| placed("--published", file, &e))?;
        let told = Solution::read(&json).map_err(|e| placed("--published", file, &e))?;
        facts.published = told.matches();
        // People were told: keeping their matches counts more than any gain in quality.
        weights.stability = Stability::BeforeQuality;
    }
    Ok((facts, weights))
}

/// The text of a file; one whose first bytes say gzip is unpacked, whatever its name.
fn read(file: &Path) -> std::io::Result<String> {
    let bytes = std::fs::read(file)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        let text = String::from_utf8(bytes);
        return text.map_err(|e| std::io::Error::new(std::io::ErrorKind::InvalidData, e));
    }
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    Ok(text)
}

fn solution(plan: &Plan, matches: &[Assigned]) -> Solution {
    let mut solution = Solution::new(matches);
    let o = plan.objective;
    let notes = [
        ("P", o.priority),
        ("Q", o.quality),
        ("F", o.spread),
        ("C", o.changes),
        ("bound", plan.bound),
    ];
    solution.notes.extend(notes.map(|(name, value)| (name.to_owned(), value)));
    solution
}

/// Writes beside the file first, so that a full disk never leaves half a plan behind.
fn write(file: &Path, solution: &Solution) -> std::io::Result<()> {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = file.with_file_name(name);
    let mut out = std::io::BufWriter::new(File::create(&beside)?);
    if file.extension().is_some_and(|e| e == "gz") {
        let mut packed = GzEncoder::new(&mut out, Compression::default());
        serde_json::to_writer(&mut packed, solution)?;
        packed.finish()?;
    } else {
        serde_json::to_writer(&mut out, solution)?;
    }
    out.flush()?;
    std::fs::rename(&beside, file)
}

/// What a person wants to know of the plan, one fact a line.
fn summary(facts: &Facts, plan: &Plan, seconds: f64) -> String {
    let (o, first) = (plan.objective, plan.first_come);
    let gap = 100.0 * (plan.bound - o.priority) as f64 / (plan.bound.max(1)) as f64;
    let proved = if plan.optimal { ", đã chứng minh tối ưu (proved optimal)" } else { "" };
    format!(
        "Được giúp (served)             {} / {}\n\
         P  ưu tiên (priority)          {}\n\
         Q  chất lượng (quality)        {}\n\
         F  phân bố giờ (fairness)      {}\n\
         C  thay đổi (changes)          {}\n\
         Cận trên của P (upper bound)   {}, còn cách (gap) {gap:.2} %{proved}\n\
         Ai đến trước (first come)      P {}, Q {}, {} / {}\n\
         Thời gian (time)               {seconds:.2} s, {} bước (steps)\n",
        o.served,
        facts.requests.len(),
        o.priority,
        o.quality,
        o.spread,
        o.changes,
        plan.bound,
        first.priority,
        first.quality,
        first.served,
        facts.requests.len(),
        plan.iterations,
    )
}
