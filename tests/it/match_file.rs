//! `match --facts`: the command as a person types it, on weeks made here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dai_su_so::domain::matching::instance::{Instance, Solution};
use dai_su_so::domain::matching::verify;
use serde_json::{Value, json};

/// A folder of its own that goes at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dss-match-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Two sessions, four pupils, eight residents; everybody can be helped.
fn week() -> Value {
    let session = |i: u16| {
        json!({"id": i, "place": 0, "area": 0, "start": 20 + 10 * i, "end": 24 + 10 * i,
               "adults": 1, "seats": 3})
    };
    let volunteer = |i: u16| {
        json!({"id": i, "age": 13, "gender": "F", "langs": ["vi"], "school": 0, "class": "8A",
               "area": 0, "areas_ok": [0], "topics": [[0, 2], [1, 1]], "avail": [[18, 40]],
               "exceptions": [], "school_hours": [], "max_slots": 4, "max_consec": 3,
               "recorded": i, "no_pair": []})
    };
    let request = |i: u16| {
        json!({"id": i, "topic": i % 2, "area": 0, "accept": [[i % 2, 20, 34]], "pref": {},
               "age": 70, "disability": false, "waiting_days": 3, "weight": 10 + i,
               "continuity": null, "blocked": []})
    };
    json!({
        "meta": {"name": "two sessions", "size": "-", "seed": 0, "schema": 1, "slot_minutes": 30,
                 "slots_per_day": 48, "days": 7, "topics": 2},
        "rules": {"minors_per_adult": 4, "min_volunteers": 2, "travel_base_min": 5,
                  "travel_min_per_km": 6},
        "quality": {"level": [0, 10, 20, 30], "continuity": 25, "lang": 15, "gender": 10,
                    "accessible": 15, "resident_same_area": 10, "resident_adjacent_area": 5,
                    "volunteer_same_area": 5},
        "areas": [{"id": 0, "x": 0, "y": 0, "adj": []}],
        "places": [{"id": 0, "area": 0, "x": 0.5, "y": 1, "accessible": true}],
        "sessions": [session(0), session(1)],
        "volunteers": (0..4).map(volunteer).collect::<Vec<Value>>(),
        "requests": (0..8).map(request).collect::<Vec<Value>>(),
    })
}

fn packed(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn run(facts: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dai-su-so"));
    command.arg("match").arg("--facts").arg(facts).arg("--out").arg(out).args(more);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_week_in_a_file_becomes_a_sound_plan_that_is_the_same_every_time() {
    let folder = Folder::new("plan");
    let (facts, out, again) =
        (folder.file("week.json.gz"), folder.file("plan.json"), folder.file("again.json"));
    std::fs::write(&facts, packed(&week().to_string())).unwrap();
    let said = run(&facts, &out, &["--iterations", "300", "--seed", "5"]);
    assert_eq!(said.status.code(), Some(0), "{}", text(&said.stderr));
    let printed = text(&said.stdout);
    // 10 + 11 + … + 17, and everybody is helped.
    for words in ["8 / 8", "(priority)          108\n", "proved optimal"] {
        assert!(printed.contains(words), "{words}: {printed}");
    }
    let json = std::fs::read_to_string(&out).unwrap();
    let (week, _) = Instance::read(&week().to_string()).unwrap().into_facts();
    let matches = Solution::read(&json).unwrap().matches();
    assert_eq!(verify(&week, &matches), []);
    assert_eq!(matches.len(), 8);
    run(&facts, &again, &["--iterations", "300", "--seed", "5"]);
    assert_eq!(json, std::fs::read_to_string(&again).unwrap());

    // The plan, published, is kept as it is.
    let kept = folder.file("kept.json.gz");
    let said = run(&facts, &kept, &["--published", out.to_str().unwrap(), "--seconds", "0.2"]);
    assert!(text(&said.stdout).contains("(changes)          0\n"), "{}", text(&said.stdout));
    assert!(std::fs::read(&kept).unwrap().starts_with(&[0x1f, 0x8b]));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let folder = Folder::new("refused");
    let (facts, out) = (folder.file("week.json"), folder.file("plan.json"));
    let refused = |place: &str| {
        let said = run(&facts, &out, &["--iterations", "1"]);
        let printed = text(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{printed}");
        assert!(printed.contains("--facts") && printed.contains(place), "{place}: {printed}");
        assert!(!out.exists());
    };
    refused("week.json");
    std::fs::write(&facts, "{").unwrap();
    refused("line 1");
    let half = packed(&week().to_string());
    std::fs::write(&facts, &half[..half.len() / 2]).unwrap();
    refused("week.json");
    let mut wrong = week();
    wrong["sessions"][1]["seats"] = json!("many");
    std::fs::write(&facts, wrong.to_string()).unwrap();
    refused("sessions[1].seats");
}

#[test]
fn a_plan_that_cannot_be_written_says_so() {
    let folder = Folder::new("unwritten");
    let facts = folder.file("week.json");
    std::fs::write(&facts, week().to_string()).unwrap();
    let said = run(&facts, &folder.file("no-such-folder/plan.json"), &["--iterations", "1"]);
    assert_eq!(said.status.code(), Some(3));
    assert!(text(&said.stderr).contains("--out"));
    let both = run(&facts, &folder.file("x"), &["--iterations", "1", "--seconds", "1"]);
    assert_eq!(both.status.code(), Some(2), "a search ends one way");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_search_with_the_best_plan_so_far() {
    let folder = Folder::new("stopped");
    let (facts, out) = (folder.file("week.json"), folder.file("plan.json"));
    std::fs::write(&facts, week().to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_dai-su-so"));
    command.arg("match").arg("--facts").arg(&facts).arg("--out").arg(&out);
    let mut search = command.args(["--seconds", "600"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let pid = search.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(search.wait().unwrap().code(), Some(130));
    assert!(!Solution::read(&std::fs::read_to_string(&out).unwrap()).unwrap().matches().is_empty());
}
