//! Posting sessions, asking schools, changing and calling off, as a coordinator and a
//! school officer do it in a browser.

mod change;
mod list;
mod places;
mod posting;
mod release;
mod touched;

use dai_su_so::db::outbox::{self, MessageRow};
use dai_su_so::db::sessions::{self, Session};
use dai_su_so::domain::ids::*;
use dai_su_so::paths;

use crate::house::world::COORDINATOR;
use crate::house::{Browser, TestApp, World};

/// A form as typed: names and values, a name as often as it was ticked.
#[derive(Clone)]
struct Typed(Vec<(String, String)>);

impl Typed {
    /// A posting for Saturday 5 December 2026, 7:30–10:30, that can stand.
    fn posting(world: World) -> Typed {
        let typed = Typed(Vec::new())
            .and("place", world.place)
            .and("day", "2026-12-05")
            .and("from", "7:30")
            .and("to", "10:30")
            .and("topics", "A2")
            .and("topics", "A4")
            .and("slot_minutes", 30)
            .and("seats", 4)
            .and("walk_in_percent", 25)
            .and("supervisors", world.supervisor)
            .and("supervisors", world.supervisor_two)
            .and("ambassadors_wanted", 4)
            .and("pupils_per_adult", 8);
        typed.and("schools", world.school)
    }

    /// One more value.
    fn and(mut self, name: &str, value: impl ToString) -> Typed {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    /// This value instead of any before.
    fn with(mut self, name: &str, value: impl ToString) -> Typed {
        self.0.retain(|(n, _)| n != name);
        self.and(name, value)
    }

    fn without(mut self, name: &str) -> Typed {
        self.0.retain(|(n, _)| n != name);
        self
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
    }
}

/// What the form of a page holds: every input that would be sent.
fn form_of(page: &crate::house::Page) -> Typed {
    let html = scraper::Html::parse_document(&page.html());
    let select = |css: &str| scraper::Selector::parse(css).unwrap();
    let mut typed = Typed(Vec::new());
    for input in html.select(&select("main form.form input")) {
        let value = input.attr("value").unwrap_or_default();
        let ticks = matches!(input.attr("type"), Some("checkbox" | "radio"));
        if !ticks || input.attr("checked").is_some() {
            typed = typed.and(input.attr("name").unwrap_or_default(), value);
        }
    }
    for area in html.select(&select("main form.form textarea")) {
        typed = typed.and(area.attr("name").unwrap(), area.text().collect::<String>().trim());
    }
    for option in html.select(&select("main form.form select")) {
        let chosen = option.select(&select("option[selected]")).next();
        if let Some(chosen) = chosen {
            typed = typed.and(option.attr("name").unwrap(), chosen.attr("value").unwrap());
        }
    }
    typed
}

/// The session a redirect leads to.
fn led_to(location: &str) -> SessionId {
    let id = location.trim_start_matches("/staff/sessions/");
    let id = id.split('/').next().unwrap();
    id.parse().unwrap_or_else(|_| panic!("a session's page: {location}"))
}

/// Posts and answers with the session's id.
fn posted(browser: &mut Browser, typed: &Typed, act: &str) -> SessionId {
    let page = browser.post(paths::sessions::NEW, &typed.clone().with("act", act).fields());
    page.is(303);
    led_to(&page.location())
}

impl TestApp {
    fn session(&self, id: SessionId) -> Session {
        self.read(move |act| Ok(sessions::get(act.conn, id)?)).unwrap()
    }

    fn coordinator(&self) -> Browser {
        self.signed_in(COORDINATOR)
    }

    /// Letters queued so far to this address, the newest first.
    fn letters_to(&self, email: &'static str) -> Vec<MessageRow> {
        let (rows, _) = self.read(|act| Ok(outbox::newest(act.conn, 1, 200)?)).unwrap();
        rows.into_iter().filter(|row| row.recipient == email).collect()
    }

    /// A session ahead with everything as the tests' posting, open, released by the school.
    fn open_ahead(&self, world: World) -> SessionId {
        let mut browser = self.coordinator();
        let id = posted(&mut browser, &Typed::posting(world), "publish");
        let mut officer = self.signed_in(crate::house::world::SCHOOL_OFFICER);
        let path = paths::approvals::one(id, world.school);
        officer.post(&path, &[("act", "approve")]).is(303);
        id
    }
}
