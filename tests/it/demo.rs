//! The invented ward obeys the rules of the house on whatever day it is invented.

use chrono::NaiveDate;
use dai_su_so::demo::{self, Found, PASSWORD, ProgressBar, Size};
use dai_su_so::domain::at::At;
use dai_su_so::domain::ids::SessionId;
use dai_su_so::service::Answer;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::house::TestApp;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

impl TestApp {
    fn demo(&self, size: Size) {
        let filled: Answer<()> =
            self.block_on(demo::fill(&self.office, size, &ProgressBar::hidden()));
        filled.expect("the demo can be invented");
    }

    /// The one number a query gives, called n.
    fn number(&self, sql: &'static str) -> i64 {
        self.read(move |act| {
            let row: Number = diesel::sql_query(sql)
                .get_result(act.conn)
                .map_err(dai_su_so::db::DbError::from)?;
            Ok(row.n)
        })
        .expect(sql)
    }

    fn words(&self, sql: &'static str) -> Vec<String> {
        self.read(move |act| {
            let rows: Vec<Word> =
                diesel::sql_query(sql).load(act.conn).map_err(dai_su_so::db::DbError::from)?;
            Ok(rows.into_iter().map(|row| row.word).collect())
        })
        .expect(sql)
    }
}

fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> At {
    let day = NaiveDate::from_ymd_opt(year, month, day).unwrap();
    At::local(day, chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

/// Rows that break a rule of the house; each of these counts must be zero.
const NEVER: &[&str] = &[
    // Invariant 1: the counters are what the bookings make them.
    "SELECT COUNT(*) AS n FROM slots s WHERE s.taken <> \
        (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = s.id AND b.seat_held) \
     OR s.booked_ahead <> \
        (SELECT COUNT(*) FROM bookings b WHERE b.slot_id = s.id AND b.ahead)",
    // Invariant 2: both consents of the school year; never during lessons of the class,
    // except in the session that runs at any hour of the night.
    "SELECT COUNT(*) AS n FROM shifts h WHERE 2 > (SELECT COUNT(DISTINCT c.side) FROM consents c \
        WHERE c.ambassador_id = h.ambassador_id AND c.purpose = 'taking_part' \
          AND c.withdrawn_at IS NULL)",
    // Invariant 3: two adults at least.
    "SELECT COUNT(*) AS n FROM sessions s WHERE 2 > \
        (SELECT COUNT(*) FROM session_supervisors v WHERE v.session_id = s.id)",
    "SELECT COUNT(*) AS n FROM sessions s WHERE s.state = 'running' AND 2 > \
        (SELECT COUNT(*) FROM adult_attendance a WHERE a.session_id = s.id \
            AND a.checked_out_at IS NULL)",
    // Invariant 4: tier R is for adults.
    "SELECT COUNT(*) AS n FROM supports u JOIN topics t ON t.code = u.topic_code \
        WHERE t.tier = 'R' AND u.ambassador_id IS NOT NULL",
    // Invariant 5: nobody overlaps themselves.
    "SELECT COUNT(*) AS n FROM shifts a JOIN sessions s ON s.id = a.session_id \
        JOIN shifts b ON b.ambassador_id = a.ambassador_id AND b.id > a.id \
        JOIN sessions t ON t.id = b.session_id \
        WHERE s.starts_at < t.ends_at AND t.starts_at < s.ends_at \
          AND a.state NOT IN ('absent', 'withdrawn') AND b.state NOT IN ('absent', 'withdrawn')",
    // Invariant 8: at most three hours a day for sessions.
    "SELECT COUNT(*) AS n FROM (SELECT e.ambassador_id FROM hours_entries e \
        WHERE e.kind = 'session' GROUP BY e.ambassador_id, e.earned_on \
        HAVING SUM(e.minutes) > 180) over_cap",
    // A support belongs to a booking that was helped, by somebody who was there.
    "SELECT COUNT(*) AS n FROM supports u JOIN bookings b ON b.id = u.booking_id \
        WHERE b.state NOT IN ('helped', 'referred') OR u.ended_at < u.started_at",
    "SELECT COUNT(*) AS n FROM supports u WHERE u.ambassador_id IS NOT NULL AND NOT EXISTS \
        (SELECT 1 FROM shifts h WHERE h.session_id = u.session_id \
            AND h.ambassador_id = u.ambassador_id AND h.state IN ('done', 'present'))",
    // Nobody in the demo can be called.
    "SELECT COUNT(*) AS n FROM residents WHERE phone NOT LIKE '+84900000%'",
];

#[test]
fn the_invented_ward_keeps_the_rules_on_any_day_and_at_any_hour() {
    for (seed, now) in [
        (2026, at(2026, 11, 23, 8, 22)),
        (7, at(2026, 11, 24, 23, 50)),
        (8, at(2027, 2, 7, 0, 5)),
        (9, at(2027, 9, 6, 18, 40)),
        (10, at(2027, 5, 5, 14, 3)),
    ] {
        let app = TestApp::new();
        app.clock.move_to(now);
        app.demo(Size { seed, ..Size::default() });
        for rule in NEVER {
            assert_eq!(app.number(rule), 0, "seed {seed}: {rule}");
        }
        assert_eq!(app.number("SELECT COUNT(*) AS n FROM sessions WHERE state = 'running'"), 1);
    }
}

#[test]
fn the_desk_has_something_to_do_at_any_minute() {
    const OF_IT: &str = "bookings b JOIN sessions s ON s.id = b.session_id AND s.state = 'running'";
    let minutes =
        [(15, 0), (15, 5), (15, 12), (15, 29), (15, 31), (0, 5), (7, 3), (18, 40), (23, 50)];
    // Seed 7 is what the journeys in the browser walk through.
    for (number, (hour, minute)) in minutes.into_iter().enumerate() {
        let app = TestApp::new();
        app.clock.move_to(at(2026, 11, 23, hour, minute));
        let seed = if number % 2 == 0 { 7 } else { Size::default().seed };
        app.demo(Size { seed, ..Size::default() });
        let n = |what: &str| app.rows(&format!("{OF_IT} {what}"));
        let by_pupils = n("JOIN matches m ON m.booking_id = b.id AND m.state = 'accepted' \
             WHERE b.state = 'being_helped'");
        let (waiting, expected) = (n("WHERE b.state = 'arrived'"), n("WHERE b.state = 'booked'"));
        // After the last slot has begun nobody is early any more.
        let at_least = by_pupils >= 1 && expected >= 2 && (waiting >= 1 || hour == 23);
        assert!(at_least, "{hour}:{minute}: {by_pupils}, {waiting}, {expected}");
    }
}

#[test]
fn every_state_can_be_looked_at() {
    let app = TestApp::new();
    app.demo(Size::default());
    let states = |table: &'static str, sql: &'static str, wanted: &[&str]| {
        let found = app.words(sql);
        for word in wanted {
            assert!(found.iter().any(|w| w == word), "no {word} in {table}: {found:?}");
        }
    };
    states(
        "sessions",
        "SELECT DISTINCT state AS word FROM sessions",
        &["draft", "awaiting_school", "open", "running", "to_confirm", "closed", "cancelled"],
    );
    states(
        "bookings",
        "SELECT DISTINCT state AS word FROM bookings",
        &[
            "booked",
            "arrived",
            "being_helped",
            "helped",
            "referred",
            "rescheduled",
            "cancelled",
            "absent",
            "waiting",
            "offered",
        ],
    );
    states(
        "bookings by channel",
        "SELECT DISTINCT channel AS word FROM bookings",
        &["web", "proxy", "desk", "walk_in", "request"],
    );
    states(
        "requests",
        "SELECT DISTINCT state AS word FROM requests",
        &["open", "fitted", "cancelled"],
    );
    states(
        "shifts",
        "SELECT DISTINCT state AS word FROM shifts",
        &["taken", "present", "done", "absent"],
    );
    states(
        "supports",
        "SELECT DISTINCT state AS word FROM supports",
        &["logged", "closed_by_supervisor", "verified"],
    );
    states(
        "family supports",
        "SELECT DISTINCT state AS word FROM family_supports",
        &["logged", "confirmed", "returned"],
    );
    states(
        "awards",
        "SELECT DISTINCT state AS word FROM awards",
        &["candidate", "checked", "approved", "issued", "revoked"],
    );
    states(
        "hours",
        "SELECT DISTINCT kind AS word FROM hours_entries",
        &["session", "family", "reversal"],
    );
}

#[test]
fn the_same_seed_makes_the_same_town_and_another_seed_another() {
    let codes = |seed| {
        let app = TestApp::new();
        app.demo(Size { seed, ..Size::default() });
        app.words("SELECT code AS word FROM bookings ORDER BY id")
    };
    let first = codes(1);
    assert_eq!(first, codes(1));
    assert_ne!(first, codes(2));
}

#[test]
fn everybody_of_the_printed_table_can_sign_in() {
    let app = TestApp::new();
    app.demo(Size::default());
    let guide = app.block_on(demo::guide(&app.office, "http://127.0.0.1:1")).unwrap().to_string();
    assert!(guide.contains(PASSWORD), "{guide}");
    assert!(guide.contains("http://localhost:1\n"), "{guide}");
    let names: Vec<&str> = guide
        .split_whitespace()
        .filter(|word| word.ends_with(".example") || word.starts_with("nvn-"))
        .collect();
    assert_eq!(names.len(), 8, "{guide}");
    for name in names {
        let fields = [("name", name), ("password", PASSWORD)];
        app.browser().post("/sign-in", &fields).is(303);
    }
}

#[test]
fn a_whole_demo_is_found_again_and_other_data_is_left_alone() {
    let app = TestApp::new();
    let look = || app.block_on(demo::look(&app.office)).unwrap();
    assert_eq!(look(), Found::Empty);
    app.demo(Size { ambassadors: 5, sessions: 6, residents: 20, ..Size::default() });
    assert_eq!(look(), Found::Demo);
    let (used, _) = TestApp::with_world();
    assert_eq!(used.block_on(demo::look(&used.office)).unwrap(), Found::Other);
}

#[test]
fn large_numbers_fill_further_wards_and_people_can_go_on_adding() {
    let app = TestApp::new();
    app.demo(Size { ambassadors: 900, sessions: 200, residents: 3000, ..Size::default() });
    assert!(app.number("SELECT COUNT(*) AS n FROM organisations WHERE kind = 'ward'") >= 2);
    assert_eq!(app.number("SELECT COUNT(*) AS n FROM ambassadors"), 900);
    let bookings = app.number("SELECT COUNT(*) AS n FROM bookings");
    assert!((2500..3500).contains(&bookings), "{bookings}");
    for rule in NEVER {
        assert_eq!(app.number(rule), 0, "{rule}");
    }
    // Ids go on after those the generator chose.
    let last = app.number("SELECT MAX(id) AS n FROM sessions");
    let next = app.write(|act| {
        use dai_su_so::db::sessions;
        let like = sessions::get(act.conn, SessionId(1))?;
        let new = sessions::NewSession {
            ward: like.ward_id,
            place: like.place_id,
            series: None,
            state: like.state,
            title: &like.title,
            starts_at: like.starts_at,
            ends_at: like.ends_at,
            slot_minutes: 30,
            seats: 2,
            walk_in_percent: 0,
            ambassadors_wanted: 0,
            pupils_per_adult: 8,
            access_notes: "",
            notes: "",
            topics: &[],
            supervisors: &[],
            created_by: like.created_by,
        };
        Ok(sessions::add(act.conn, &new, act.now)?)
    });
    assert!(next.unwrap().0 > last);
}
