//! Settings that cannot work stop the start with one sentence that names the key.

use std::path::{Path, PathBuf};
use std::process::Command;

use dai_su_so::db::{Db, DbConfig, Durability};

use crate::house::TestApp;

/// Starts `serve` with these lines as its file and returns what it says and whether it
/// touched a database.
fn refused(folder: &Path, lines: &str) -> String {
    let file = folder.join("settings.toml");
    std::fs::write(&file, lines).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_dai-su-so"))
        .args(["serve", "--config"])
        .arg(&file)
        .current_dir(folder)
        .env("RUST_BACKTRACE", "1")
        .env("DSS_LISTEN", "127.0.0.1:0")
        .output()
        .expect("the program starts");
    assert!(!ended.status.success(), "it started with {lines}");
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(said.trim().lines().count(), 1, "one sentence: {said}");
    for noise in ["panicked", "backtrace", "Caused by"] {
        assert!(!said.contains(noise), "{said}");
    }
    said
}

/// An OpenID provider with one more line.
fn provided(line: &str) -> String {
    format!("[sign_in.openid]\nissuer = \"https://id.example\"\nclient_id = \"dss\"\n{line}")
}

/// The same with a rule that gives a role.
fn given(role: &str, place: &str) -> String {
    let rule = format!("claim = \"groups\"\nvalue = \"x\"\nrole = {role}\n{place}");
    provided(&format!("[[sign_in.openid.roles]]\n{rule}"))
}

/// A build without OpenID Connect opens no house that counts on it.
#[cfg(not(feature = "oidc"))]
#[test]
fn a_provider_that_the_build_does_not_know_is_refused() {
    let app = TestApp::in_a_file();
    let said = refused(&folder(&app), &provided(""));
    assert!(said.contains("sign_in.openid.issuer:") && said.contains("--features oidc"), "{said}");
}

fn folder(app: &TestApp) -> PathBuf {
    let folder = app.folder().join("settings");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn every_wrong_setting_is_refused_by_name_before_the_database_is_made() {
    let app = TestApp::in_a_file();
    let folder = folder(&app);
    for (lines, key) in [
        ("[server]\nworkres = 2", "server.workres"),
        ("[limit]\nbookings_per_day = 2", "limit"),
        ("server = 3", "server"),
        ("[server]\nworkers = \"hai\"", "server.workers"),
        ("[limits]\nbookings_per_hour = -1", "limits.bookings_per_hour"),
        ("[limits]\noffer_hours = 1.5", "limits.offer_hours"),
        ("[limits]\nstaff_idle_hours = 0", "limits.staff_idle_hours"),
        ("[retention]\nresidents = 91", "retention.residents"),
        ("[retention]\nconsent_names = 0", "retention.consent_names"),
        ("[database]\nurl = \"mysql://root:matkhau@localhost/dss\"", "database.url"),
        ("[mail]\nfolder = \"/proc/khong-co\"", "mail.folder"),
        ("[sign_in]\nopenid = 3", "sign_in.openid"),
        ("[sign_in.openid]\nissuers = \"x\"", "sign_in.openid.issuers"),
        ("[sign_in.openid]\nissuer = \"http://id.example\"", "sign_in.openid.issuer"),
        ("[sign_in.openid]\nissuer = \"https://id.example\"", "sign_in.openid.client_id"),
        (&provided("hours = 0"), "sign_in.openid.hours"),
        (&provided("verified_claim = \"\""), "sign_in.openid.verified_claim"),
        (&provided("client_secret_file = \"khong-co\""), "sign_in.openid.client_secret_file"),
        (&provided("[[sign_in.openid.roles]]\nclaim = \"groups\""), "sign_in.openid.roles"),
        (&given("\"king\"", ""), "sign_in.openid.roles"),
        (&given("\"board\"", ""), "sign_in.openid.roles"),
        (&given("\"class_teacher\"", "organisation = \"NVN\""), "sign_in.openid.roles"),
        (&given("\"administrator\"", "organisation = \"NVN\""), "sign_in.openid.roles"),
        ("[log]\nfilter = \"a=b=c\"", "log.filter"),
    ] {
        let said = refused(&folder, lines);
        assert!(said.contains(&format!("{key}:")), "{lines}: {said}");
        assert!(!said.contains("matkhau"), "{said}");
    }
    assert!(!folder.join("data/dai-su-so.sqlite").exists(), "no database was made");
}

#[test]
fn a_database_that_cannot_be_opened_is_one_sentence_too() {
    let app = TestApp::in_a_file();
    let folder = folder(&app);
    std::fs::write(folder.join("tep"), "").unwrap();
    for url in
        ["postgres://ai@127.0.0.1:9/dss", "tep/dss.sqlite", "/proc/dss.sqlite", "settings.toml"]
    {
        let said = refused(&folder, &format!("[database]\nurl = \"{url}\""));
        assert!(said.contains("database.url:"), "{url}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_stored_is_for_the_programs_own_user() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::in_a_file();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&app.folder().join("mail")), 0o700);
    let folder = folder(&app);
    let database = folder.join("data/dss.sqlite");
    let made = Command::new(env!("CARGO_BIN_EXE_dai-su-so"))
        .arg("migrate")
        .env("DSS_DATABASE_URL", &database)
        .output()
        .expect("the program starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let url = database.display().to_string();
    let opened = DbConfig { url: url.clone(), durability: Durability::Normal, readers: 1 };
    let _open = Db::open(&opened).expect("it opens");
    for end in ["", "-wal", "-shm"] {
        let file = PathBuf::from(format!("{url}{end}"));
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert_eq!(mode(&folder.join("data")), 0o700);
}
