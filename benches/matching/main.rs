//! Measures the matching engine:
//!
//! `cargo bench --bench matching -- [WEEK…] [--seconds N | --iterations N] [--seed N]
//!  [--events N] [--out SOLUTION.json]`
//!
//! A WEEK is `S`, `M` or `L`, made up here, with a seed after it (`M3`; seed 1 by default), or
//! an instance file of the shared problem, plain or `.gz`. Without any it is `S`, `M`, `L`, with
//! 1, 10 and 60 seconds. Prints first come, first served; the plan with its bound; the time to
//! the first plan and to 99 % of the final priority; and peak memory. `--events` adds how long
//! a plan takes to mend after each of so many things that happen to a week, and what is then
//! left of its value. Times are CPU time of the searching thread where the kernel tells it,
//! wall time elsewhere; a second thread works on the bound. `--seed` is the search's. `--out`
//! writes the last solution for the problem's checker.

mod life;
mod town;

use std::io::Read;
use std::time::{Duration, Instant};

use dai_su_so::domain::matching::instance::{Instance, Solution};
use dai_su_so::domain::matching::*;

/// The three sizes of the shared problem.
const SMALL: town::Size = town::Size { ambassadors: 100, requests: 150, sessions: 12, areas: 3 };
const MEDIUM: town::Size =
    town::Size { ambassadors: 2_000, requests: 5_000, sessions: 300, areas: 40 };
const LARGE: town::Size =
    town::Size { ambassadors: 20_000, requests: 50_000, sessions: 3_000, areas: 400 };

#[derive(Clone)]
struct Wish {
    weeks: Vec<String>,
    seconds: Option<f64>,
    iterations: u64,
    seed: u64,
    events: usize,
    out: Option<String>,
}

fn main() {
    let wish = match wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(said) => {
            println!("{said}; see the head of benches/matching/main.rs");
            return;
        }
    };
    for name in &wish.weeks {
        let (mut facts, weights, seconds) = week(name);
        let seconds = match wish.seconds {
            Some(seconds) => seconds,
            None if wish.iterations < u64::MAX => f64::INFINITY,
            None => seconds,
        };
        println!(
            "== {name}: {} ambassadors, {} requests, {} sessions, points {}",
            facts.ambassadors.len(),
            facts.requests.len(),
            facts.sessions.len(),
            facts.requests.iter().map(|r| r.weight).sum::<i64>(),
        );
        let matches = measure_plan(&wish, seconds, &facts, &weights);
        if let Some(out) = &wish.out {
            let json =
                serde_json::to_string(&Solution::new(&matches)).expect("rows are plain numbers");
            std::fs::write(out, json).expect("the solution can be written");
        }
        if wish.events > 0 {
            facts.published = matches;
            measure_events(&wish, seconds, facts, &weights);
        }
    }
}

fn wish(mut args: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish = Wish {
        weeks: Vec::new(),
        seconds: None,
        iterations: u64::MAX,
        seed: 1,
        events: 0,
        out: None,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        let bad = |_| format!("{arg} needs a number");
        match arg.as_str() {
            // What cargo itself adds.
            "--bench" => {}
            "--seconds" => wish.seconds = Some(value()?.parse().map_err(|_| bad(()))?),
            "--iterations" => wish.iterations = value()?.parse().map_err(|_| bad(()))?,
            "--seed" => wish.seed = value()?.parse().map_err(|_| bad(()))?,
            "--events" => wish.events = value()?.parse().map_err(|_| bad(()))?,
            "--out" => wish.out = Some(value()?),
            _ => wish.weeks.push(arg),
        }
    }
    if wish.weeks.is_empty() {
        wish.weeks = ["S", "M", "L"].map(str::to_owned).to_vec();
    }
    Ok(wish)
}

/// A week by name, and the seconds it is given when nobody says.
fn week(name: &str) -> (Facts, Weights, f64) {
    let seed = name.get(1..).map(|seed| if seed.is_empty() { "1" } else { seed });
    let known = match name.chars().next() {
        Some('S') => Some((SMALL, 1.0)),
        Some('M') => Some((MEDIUM, 10.0)),
        Some('L') => Some((LARGE, 60.0)),
        _ => None,
    };
    match (known, seed.and_then(|seed| seed.parse().ok())) {
        (Some((size, seconds)), Some(seed)) => {
            let weights = Weights { stability: Stability::Last, ..Weights::default() };
            (town::town(size, seed), weights, seconds)
        }
        _ => {
            let json = read(name);
            let instance = Instance::read(&json).expect("the file holds an instance");
            let (facts, weights) = instance.into_facts();
            (facts, weights, 10.0)
        }
    }
}

fn read(file: &str) -> String {
    let bytes = std::fs::read(file).expect("a week is S, M, L or a file that can be read");
    let mut text = String::new();
    if file.ends_with(".gz") {
        let mut unpacked = flate2::read::GzDecoder::new(bytes.as_slice());
        unpacked.read_to_string(&mut text).expect("the file is gzip of text");
        text
    } else {
        String::from_utf8(bytes).expect("the file is text")
    }
}

fn measure_plan(wish: &Wish, seconds: f64, facts: &Facts, weights: &Weights) -> Vec<Assigned> {
    let simple = measure_first_come(facts, weights);
    forget_peak();
    let (start, wall) = (spent(), Instant::now());
    let mut curve: Vec<(Duration, i64)> = Vec::new();
    let mut watch = |progress: Progress| {
        let spent = spent() - start;
        if curve.last().is_none_or(|(_, best)| *best < progress.priority) {
            curve.push((spent, progress.priority));
        }
        pace(spent, seconds)
    };
    let (iterations, seed) = (wish.iterations, wish.seed);
    let plan = plan(facts, weights, Budget { iterations, seed, watch: Some(&mut watch) });
    let spent = spent() - start;
    let (o, f) = (plan.objective, plan.first_come);
    let above = |p: i64| 100.0 * (plan.bound - p) as f64 / p.max(1) as f64;
    println!(
        "first come: P {} Q {} F {} served {}; bound {:.2} % above; {simple}",
        f.priority,
        f.quality,
        f.spread,
        f.served,
        above(f.priority),
    );
    println!(
        "plan: P {} Q {} F {} served {}; bound {} ({:.2} % above{}); {} steps, {:.2} s of CPU, \
         {:.2} s by the clock",
        o.priority,
        o.quality,
        o.spread,
        o.served,
        plan.bound,
        above(o.priority),
        if plan.optimal { ", proved" } else { "" },
        plan.iterations,
        spent.as_secs_f64(),
        wall.elapsed().as_secs_f64(),
    );
    let nearly = curve.iter().find(|(_, best)| best * 100 >= o.priority * 99);
    let first = curve.first().map_or(spent, |(at, _)| *at);
    println!(
        "first plan after {} ms, 99 % of the final after {} ms, peak memory {}",
        first.as_millis(),
        nearly.map_or(spent, |(at, _)| *at).as_millis(),
        peak_memory(),
    );
    plan.matches.iter().map(|m| m.assigned).collect()
}

/// First come, first served with nothing after it: its time and peak memory.
fn measure_first_come(facts: &Facts, weights: &Weights) -> String {
    forget_peak();
    let start = spent();
    let simple = first_come(facts, weights);
    let spent = spent() - start;
    assert_eq!(verify(facts, &simple), [], "first come, first served broke a rule");
    format!("{} ms, peak memory {}", spent.as_millis(), peak_memory())
}

/// Lets the kernel count the peak from here on, where it can.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn pace(spent: Duration, seconds: f64) -> Pace {
    match spent.as_secs_f64() / seconds {
        used if used >= 1.0 => Pace::Stop,
        used if used > 0.0 => Pace::Used(used),
        _ => Pace::Go,
    }
}

/// As the kernel counts it, where there is one that does.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.map_or("unknown".into(), |l| l.trim().to_string())
}

/// So many events are also looked at alone, each as the first thing that happens.
const ALONE: usize = 10;

fn measure_events(wish: &Wish, seconds: f64, mut facts: Facts, weights: &Weights) {
    let mut chance = town::Chance(wish.seed);
    for event in 0..ALONE.min(wish.events) {
        let mut facts = facts.clone();
        life::happen(&mut facts, event, &mut chance);
        let mended = replan(&facts, weights);
        print!("event {event} alone, {} moved; ", mended.moved);
        compare(wish, seconds, facts, weights, mended.objective.priority);
    }
    let (mut times, mut moved, mut mended) = (Vec::new(), Vec::new(), 0);
    for event in 0..wish.events {
        life::happen(&mut facts, event, &mut chance);
        let start = spent();
        let plan = replan(&facts, weights);
        times.push((spent() - start).as_secs_f64() * 1e3);
        moved.push(plan.moved);
        mended = plan.objective.priority;
        facts.published = plan.matches.iter().map(|m| m.assigned).collect();
        if event + 1 == wish.events / 10 {
            compare(wish, seconds, facts.clone(), weights, mended);
        }
    }
    times.sort_by(f64::total_cmp);
    moved.sort_unstable();
    let at = |share: usize| (wish.events - 1) * share / 100;
    println!(
        "{} events: {:.1} ms of CPU at the median, {:.1} at p99; matches moved that the event \
         had left alone: {} at the median, {} at p99, {} in all",
        wish.events,
        times[at(50)],
        times[at(99)],
        moved[at(50)],
        moved[at(99)],
        moved.iter().sum::<usize>(),
    );
    compare(wish, seconds, facts, weights, mended);
}

/// The mended plan beside one made from nothing for the same week.
fn compare(wish: &Wish, seconds: f64, mut facts: Facts, weights: &Weights, mended: i64) {
    facts.published.clear();
    let start = spent();
    let mut watch = |_: Progress| pace(spent() - start, seconds);
    let (iterations, seed) = (wish.iterations, wish.seed);
    let fresh = plan(&facts, weights, Budget { iterations, seed, watch: Some(&mut watch) });
    println!(
        "mended: P {mended}, planned afresh {} ({:.2} % of it)",
        fresh.objective.priority,
        100.0 * mended as f64 / fresh.objective.priority.max(1) as f64,
    );
}

/// CPU time of this thread where the kernel tells it, since others may share the machine;
/// wall time elsewhere.
fn spent() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|line| line.split_whitespace().next()?.parse().ok());
    nanos.map_or(start.elapsed(), Duration::from_nanos)
}
