//! Files of the shared problem: what is wrong with one is said with its place.

use serde_json::{Value, json};

use super::super::instance::{Instance, Solution};

fn sound() -> Value {
    json!({
        "meta": {"slot_minutes": 30, "slots_per_day": 48, "topics": 1},
        "rules": {"minors_per_adult": 4, "min_volunteers": 2, "travel_base_min": 5,
                  "travel_min_per_km": 6},
        "quality": {"level": [0, 10, 20, 30], "continuity": 25, "lang": 15, "gender": 10,
                    "accessible": 15, "resident_same_area": 10, "resident_adjacent_area": 5,
                    "volunteer_same_area": 5},
        "areas": [{"id": 0, "adj": []}],
        "places": [{"id": 0, "x": 0.5, "y": 1, "accessible": true}],
        "sessions": [{"id": 0, "place": 0, "area": 0, "start": 20, "end": 24, "adults": 1,
                      "seats": 3}],
        "volunteers": [{"id": 0, "gender": "F", "langs": [], "area": 0, "areas_ok": [0],
                        "topics": [[0, 2]], "avail": [[18, 40]], "exceptions": [],
                        "school_hours": [], "max_slots": 4, "max_consec": 3, "recorded": 0,
                        "no_pair": []}],
        "requests": [{"id": 0, "topic": 0, "area": 0, "accept": [[0, 20, 24]], "pref": {},
                      "weight": 10, "continuity": null, "blocked": []}],
    })
}

/// Where the reader says the file is wrong after `change`.
fn place_of(change: impl Fn(&mut Value)) -> String {
    let mut file = sound();
    change(&mut file);
    let said = Instance::read(&file.to_string()).err().expect("the file must be refused");
    assert!(said.to_string().starts_with(&said.place), "{said}");
    assert!(!said.why.is_empty());
    said.place
}

/// Something that goes wrong in a file.
type Damage = fn(&mut Value);

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_place() {
    assert!(Instance::read(&sound().to_string()).is_ok());
    let cases: [(&str, Damage); 13] = [
        ("", |f| *f = json!([])),
        ("meta", |f| f["meta"]["slot_minutes"] = json!(15)),
        ("volunteers", |f| drop(f.as_object_mut().unwrap().remove("volunteers"))),
        ("sessions", |f| f["sessions"] = json!({})),
        ("sessions[0].seats", |f| f["sessions"][0]["seats"] = json!(-1)),
        ("sessions[0]", |f| f["sessions"][0]["end"] = json!(20)),
        ("sessions[0]", |f| f["sessions"][0]["end"] = json!(400)),
        ("sessions[0]", |f| f["sessions"][0]["place"] = json!(4)),
        ("volunteers[0].topics", |f| f["volunteers"][0]["topics"] = json!([[0]])),
        ("volunteers[1].id", |f| {
            let again = f["volunteers"][0].clone();
            f["volunteers"].as_array_mut().unwrap().push(again);
        }),
        ("requests[0]", |f| drop(f["requests"][0].as_object_mut().unwrap().remove("weight"))),
        ("requests[0].accept[0]", |f| f["requests"][0]["accept"][0][0] = json!(9)),
        ("requests[0].weight", |f| f["requests"][0]["weight"] = json!(-10)),
    ];
    for (place, change) in cases {
        assert_eq!(place_of(change), place);
    }
    let cut = &sound().to_string()[..100];
    let said = Instance::read(cut).err().unwrap().to_string();
    assert!(said.contains("line 1"), "{said}");
}

#[test]
fn a_solution_is_read_back_as_written() {
    let rows = r#"{"assign":[[0,0,20,0],[3,1,21,2]],"notes":{"P":5}}"#;
    let solution = Solution::read(rows).unwrap();
    assert_eq!(
        Solution::read(&serde_json::to_string(&solution).unwrap()).unwrap().matches(),
        solution.matches()
    );
    let said = Solution::read(r#"{"assign":[[0,0,20,0],[3,1,21]]}"#).err().unwrap();
    assert_eq!(said.place, "assign[1]");
}
