//! Booking: seats that are never oversold, the waiting line, the resident's way through the
//! pages, and back to the booking by its code.

mod code;
pub mod seats;
mod way;

use crate::house::{Browser, Page};

/// The slots offered on the page of times.
fn slots_on(page: &Page) -> Vec<String> {
    page.attributes("input[name=slot]", "value")
}

fn who<'a>(slot: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("topic", "A2"),
        ("slot", slot),
        ("whom", "self"),
        ("name", name),
        ("area", "other"),
        ("phone", "0903 123 456"),
    ]
}

/// The answers checked, with the key the page made.
fn checked<'a>(
    browser: &mut Browser,
    mut answers: Vec<(&'a str, &'a str)>,
) -> Vec<(&'a str, String)> {
    let page = browser.post("/book/check", &answers);
    page.is(200).shows("Xem lại rồi đặt");
    let sent = |name: &str| page.attributes(&format!("input[name={name}]"), "value")[0].clone();
    let (key, wait) = (sent("key"), sent("wait"));
    let mut all: Vec<_> = answers.drain(..).map(|(n, v)| (n, v.to_owned())).collect();
    all.extend([("key", key), ("wait", wait)]);
    all
}

fn post(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    browser.post(path, &fields)
}

/// Books the first slot of the page and returns the code.
fn booked(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/book/when?topic=A2");
    let slot = slots_on(&page)[0].clone();
    let answers = checked(browser, who(&slot, name));
    let to = post(browser, "/book", &answers).is(303).location();
    to.trim_start_matches("/b/").trim_end_matches("/slip").to_owned()
}
