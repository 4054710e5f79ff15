//! Measures the matching engine on instances of the shared problem:
//!
//! `cargo bench --bench matching -- INSTANCE.json[.gz] [--seconds N | --iterations N]
//!  [--seed N] [--events N] [--out SOLUTION.json]`
//!
//! Prints one line for first come, first served; one for the plan with its bound, the time to
//! the first plan and to 99 % of the final priority, and peak memory; and with `--events`, how
//! long a plan takes to mend after each of so many things that happen to a week. The times are
//! wall clock. `--out` writes a solution for the problem's checker.

use std::io::Read;
use std::time::{Duration, Instant};

use dai_su_so::domain::matching::instance::{Instance, Solution};
use dai_su_so::domain::matching::*;

struct Wish {
    file: String,
    seconds: f64,
    iterations: u64,
    seed: u64,
    events: usize,
    out: Option<String>,
}

fn main() {
    let wish = match wish(std::env::args().skip(1)) {
        Ok(wish) => wish,
        Err(said) => {
            println!("{said}; see the head of benches/matching.rs");
            return;
        }
    };
    let json = read(&wish.file);
    let instance = Instance::read(&json).expect("the file holds an instance");
    let (mut facts, weights) = instance.into_facts();
    let matches = measure_plan(&wish, &facts, &weights);
    if let Some(out) = &wish.out {
        let json = serde_json::to_string(&Solution::new(&matches)).expect("rows are plain numbers");
        std::fs::write(out, json).expect("the solution can be written");
    }
    if wish.events > 0 {
        facts.published = matches;
        measure_events(&wish, facts, &weights);
    }
}

fn wish(mut args: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish = Wish {
        file: String::new(),
        seconds: f64::INFINITY,
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
            "--seconds" => wish.seconds = value()?.parse().map_err(|_| bad(()))?,
            "--iterations" => wish.iterations = value()?.parse().map_err(|_| bad(()))?,
            "--seed" => wish.seed = value()?.parse().map_err(|_| bad(()))?,
            "--events" => wish.events = value()?.parse().map_err(|_| bad(()))?,
            "--out" => wish.out = Some(value()?),
            _ => wish.file = arg,
        }
    }
    if wish.file.is_empty() {
        return Err("an instance file is needed".into());
    }
    if wish.seconds.is_infinite() && wish.iterations == u64::MAX {
        wish.seconds = 10.0;
    }
    Ok(wish)
}

fn read(file: &str) -> String {
    let bytes = std::fs::read(file).expect("the instance can be read");
    let mut text = String::new();
    if file.ends_with(".gz") {
        let mut unpacked = flate2::read::GzDecoder::new(bytes.as_slice());
        unpacked.read_to_string(&mut text).expect("the file is gzip of text");
        text
    } else {
        String::from_utf8(bytes).expect("the file is text")
    }
}

fn measure_plan(wish: &Wish, facts: &Facts, weights: &Weights) -> Vec<Assigned> {
    let start = Instant::now();
    let mut curve: Vec<(Duration, i64)> = Vec::new();
    let mut watch = |progress: Progress| {
        let spent = start.elapsed();
        if curve.last().is_none_or(|(_, best)| *best < progress.priority) {
            curve.push((spent, progress.priority));
        }
        match spent.as_secs_f64() / wish.seconds {
            used if used >= 1.0 => Pace::Stop,
            used if used > 0.0 => Pace::Used(used),
            _ => Pace::Go,
        }
    };
    let (iterations, seed) = (wish.iterations, wish.seed);
    let plan = plan(facts, weights, Budget { iterations, seed, watch: Some(&mut watch) });
    let spent = start.elapsed();
    let (o, f) = (plan.objective, plan.first_come);
    println!("first come: P {} Q {} F {} served {}", f.priority, f.quality, f.spread, f.served);
    println!(
        "plan: P {} Q {} F {} served {} of {}; bound {} ({:.2} % above); {} steps in {:.2} s",
        o.priority,
        o.quality,
        o.spread,
        o.served,
        facts.requests.len(),
        plan.bound,
        100.0 * (plan.bound - o.priority) as f64 / o.priority.max(1) as f64,
        plan.iterations,
        spent.as_secs_f64(),
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

/// As the kernel counts it, where there is one that does.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.map_or("unknown".into(), |l| l.trim().to_string())
}

/// Five kinds of events in turn, each on somebody drawn by a fixed generator.
fn measure_events(wish: &Wish, mut facts: Facts, weights: &Weights) {
    let mut chance = wish.seed;
    let mut draw = |n: usize| {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n.max(1)
    };
    let (mut times, mut changes) = (Vec::new(), Vec::new());
    for event in 0..wish.events {
        happen(&mut facts, event, &mut draw);
        let start = Instant::now();
        let plan = replan(&facts, weights);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        changes.push(plan.objective.changes);
        facts.published = plan.matches.iter().map(|m| m.assigned).collect();
    }
    times.sort_by(f64::total_cmp);
    changes.sort_unstable();
    let at = |share: usize| (wish.events - 1) * share / 100;
    println!(
        "{} events: {:.1} ms median, {:.1} ms p99; {} matches changed at the median, {} at p99",
        wish.events,
        times[at(50)],
        times[at(99)],
        changes[at(50)],
        changes[at(99)],
    );
}

fn happen(facts: &mut Facts, event: usize, draw: &mut impl FnMut(usize) -> usize) {
    match event % 5 {
        0 => {
            let who = draw(facts.ambassadors.len());
            facts.ambassadors[who].available.clear();
        }
        1 => {
            let like = draw(facts.requests.len());
            let newest = facts.requests.iter().map(|r| r.id.0).max().unwrap_or(0);
            facts
                .requests
                .push(Request { id: RequestId(newest + 1), ..facts.requests[like].clone() });
        }
        2 => {
            let who = draw(facts.requests.len());
            facts.requests.remove(who);
        }
        3 => {
            let which = draw(facts.sessions.len());
            let adults = &mut facts.sessions[which].adults;
            *adults = adults.saturating_sub(1).max(1);
        }
        _ => {
            let which = draw(facts.published.len());
            if let Some(m) = facts.published.get(which) {
                let (request, ambassador, slot) = (m.request, m.ambassador, Some(m.slot));
                facts.pins.push(Pin { request, ambassador, slot });
            }
        }
    }
}
