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
        measure_suggestions(&facts, &weights);
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
    let start = spent();
    let mut curve: Vec<(Duration, i64)> = Vec::new();
    let mut watch = |progress: Progress| {
        let spent = spent() - start;
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
    let spent = spent() - start;
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

/// What the coordinator's page asks for when it suggests what would help most.
fn measure_suggestions(facts: &Facts, weights: &Weights) {
    let start = spent();
    let found = best_three(facts, weights);
    let each = found.iter().map(|s| match &s.change {
        Change::Session { session, .. } => format!("a session in area {}", session.area.0),
        Change::Certified { topic, count } => format!("{count} certified in topic {}", topic.0),
    });
    let gains = each.zip(&found).map(|(what, s)| format!("{what} (P +{})", s.gain.priority));
    let gains: Vec<String> = gains.collect();
    println!(
        "three best changes in {:.2} s: {}",
        (spent() - start).as_secs_f64(),
        gains.join(", ")
    );
}

/// Five kinds of events in turn, each on somebody drawn by a fixed generator.
fn measure_events(wish: &Wish, mut facts: Facts, weights: &Weights) {
    let mut chance = wish.seed;
    let mut draw = |n: usize| {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % n.max(1)
    };
    let (mut times, mut changes, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    let mut mended = 0;
    for event in 0..wish.events {
        happen(&mut facts, event, &mut draw);
        let start = spent();
        let plan = replan(&facts, weights);
        times.push((spent() - start).as_secs_f64() * 1e3);
        changes.push(plan.objective.changes);
        moved.push(plan.moved);
        mended = plan.objective.priority;
        facts.published = plan.matches.iter().map(|m| m.assigned).collect();
        if event + 1 == wish.events / 10 {
            compare(wish, facts.clone(), weights, mended);
        }
    }
    times.sort_by(f64::total_cmp);
    changes.sort_unstable();
    moved.sort_unstable();
    let at = |share: usize| (wish.events - 1) * share / 100;
    println!(
        "{} events: {:.1} ms of CPU at the median, {:.1} at p99; matches changed {} and {}, of \
         these not hit by the event {} and {} (in all {})",
        wish.events,
        times[at(50)],
        times[at(99)],
        changes[at(50)],
        changes[at(99)],
        moved[at(50)],
        moved[at(99)],
        moved.iter().sum::<usize>(),
    );
    compare(wish, facts, weights, mended);
}

/// The mended plan beside one made from nothing for the same week.
fn compare(wish: &Wish, mut facts: Facts, weights: &Weights, mended: i64) {
    facts.published.clear();
    let start = spent();
    let mut watch = |_: Progress| match (spent() - start).as_secs_f64() / wish.seconds {
        used if used >= 1.0 => Pace::Stop,
        used => Pace::Used(used),
    };
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
