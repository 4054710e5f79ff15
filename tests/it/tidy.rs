//! The house stays readable: who may call whom, how long a file may be, and traps
//! that a compiler does not see.

use std::path::{Path, PathBuf};

/// Rooms and the rooms each may name (DESIGN §5; `view` and `web` may name the row
/// types of `db`, never its connection).
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("db", &["domain"]),
    ("document", &["domain"]),
    ("message", &["domain"]),
    ("openid", &["domain"]),
    ("view", &["domain", "paths", "db"]),
    ("service", &["domain", "db", "document", "message", "openid", "paths"]),
    ("web", &["service", "view", "domain", "paths", "db", "document"]),
    ("jobs", &["service", "message"]),
    ("demo", &["service", "db", "domain", "paths"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(root().join("src")).unwrap().display().to_string();
            (name, std::fs::read_to_string(file).unwrap())
        })
        .collect()
}

/// The room a file of `src` stands in: "db/seats.rs" and "db.rs" are in "db".
fn room(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The code of a file without its unit tests, which may use what they like.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

#[test]
fn each_room_calls_only_the_rooms_it_may() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let Some((room, allowed)) = MAY_NAME.iter().find(|(r, _)| *r == room(&file)) else {
            continue;
        };
        for (number, line) in code(&text).lines().enumerate() {
            for (_, rest) in line.match_indices("crate::").map(|(at, _)| line.split_at(at + 7)) {
                let named: String =
                    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = MAY_NAME.iter().any(|(r, _)| *r == named) || named == "web";
                if known && named != *room && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{file}:{}: {room} names {named}", number + 1));
                }
            }
        }
        if matches!(*room, "view" | "web") && code(&text).contains("Conn,") {
            wrong.push(format!("{file}: only service and db hold a connection"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_stay_short_enough_to_read() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|(file, _)| file != "db/schema.rs")
        .map(|(file, text)| (text.lines().count(), file))
        .filter(|(lines, _)| *lines > 500)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

/// SQLite numbers `$1 $2 …` by first appearance, PostgreSQL by the digits: the two
/// agree only when the first appearances come in order.
#[test]
fn sql_parameters_first_appear_in_their_order() {
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| room(file) == "db") {
        for query in text.split('"').skip(1).step_by(2) {
            let mut next = 1;
            let parts: Vec<&str> = query.split('$').collect();
            for (at, part) in parts.iter().enumerate().skip(1) {
                let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
                let Ok(number) = digits.parse::<u32>() else { continue };
                // A shared beginning, put in as `{…}`, may hold the first of them, and so
                // may the statement that a piece such as ` AND …` is added to.
                let before = parts[..at].concat();
                let whole = ["SELECT", "UPDATE", "INSERT", "DELETE", "WITH"]
                    .iter()
                    .any(|verb| before.trim_start().starts_with(verb));
                let continues = next == 1 && (before.contains('{') || !whole);
                if number == next || continues {
                    next = number + 1;
                } else if number > next {
                    wrong.push(format!("{file}: ${number} before ${next} in {query}"));
                    break;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["todo!(", "unimplemented!(", "FIXME", "dbg!(", "#[ignore"];
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    rust_files(&root().join("tests"), &mut files);
    for file in files.into_iter().filter(|file| !file.ends_with("tidy.rs")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for mark in marks {
            assert!(!text.contains(mark), "{} holds {mark}", file.display());
        }
    }
}

/// The text fields of every form, by the form's name.
fn forms() -> Vec<(String, Vec<String>)> {
    let mut forms = Vec::new();
    for (_, text) in sources() {
        for part in text.split("#[derive(").skip(1).filter(|part| {
            part.split(")]").next().is_some_and(|derived| derived.contains("Validate"))
        }) {
            let Some((_, rest)) = part.split_once("pub struct ") else { continue };
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let body = rest.split("\n}").next().unwrap();
            let fields = body.lines().filter_map(|line| {
                let (field, kind) = line.trim().trim_end_matches(',').split_once(": ")?;
                let is_text = kind.contains("String") && !kind.contains('(');
                is_text.then(|| field.trim_start_matches("pub ").to_owned())
            });
            forms.push((name, fields.collect()));
        }
    }
    forms
}

/// What the guard on free text does not read: passwords, telephones, and what the house
/// itself put into the form or only compares. A new name here is a decision.
#[test]
fn only_these_fields_go_past_the_guard_on_free_text() {
    let mut past: Vec<String> = forms()
        .into_iter()
        .flat_map(|(_, fields)| fields)
        .filter(|field| !dai_su_so::domain::privacy::is_guarded(field))
        .filter(|field| !field.ends_with("phone") && !field.contains("password"))
        .collect();
    past.sort();
    past.dedup();
    assert_eq!(past, ["again", "back", "current", "key", "proof"]);
}

/// The guard leaves its findings among the problems of a form (`web::Fields`): a
/// handler that looks away from them, or looks only after it has written, may only take forms
/// whose words are ids, choices, or compared with what is known and never kept.
#[test]
fn no_handler_looks_away_from_what_the_guard_found() {
    let choices = [
        "ArriveForm",
        "BeginForm",
        "CardForm",
        "CardsForm",
        "CheckForm",
        "CodeForm",
        "ConfirmForm",
        "CurrentForm",
        "DecisionForm",
        "EndForm",
        "EnterForm",
        "FitForm",
        "HelperForm",
        "JoinForm",
        "LanguageForm",
        "LeaveForm",
        "MoveForm",
        "NextForm",
        "PairForm",
        "PasskeySignInForm",
        "PasswordForm",
        "ProofForm",
        "RemovePasskeyForm",
        "RequiredForm",
        "RescheduleForm",
        "RollForm",
        "SchoolsForm",
        "SignInForm",
        "VerifyForm",
        "WithdrawForm",
    ];
    assert!(forms().len() > 40);
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().filter(|(file, _)| room(file) == "web") {
        for handler in code(&text).split("async fn ").skip(1) {
            let Some((_, rest)) = handler.split_once("form: Fields<") else { continue };
            let form = rest.split('>').next().unwrap();
            let hands_on = rest.contains(", form)") || rest.contains(", form,");
            let before = rest.split(".write(").next().unwrap();
            let looks = before.contains("problems") || hands_on;
            if !looks && !choices.contains(&form) {
                wrong.push(format!("{file}: {form}: {}", handler.split('(').next().unwrap()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
