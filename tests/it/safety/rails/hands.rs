//! What a coordinator does by hand: moves a session under the pupils' feet, pins and swaps in
//! a preview, publishes.

use dai_su_so::db::matching::{self as runs, Run};
use dai_su_so::domain::matches::{Change, Draft, RunState, Scope};
use dai_su_so::service::{matching, sessions};

use super::*;
use crate::house::book;

fn coordinator(world: World) -> Actor {
    staff(world.coordinator, Role::Coordinator, OrganisationKind::Ward, world.ward)
}

/// Changes a session's day, hours, place, topics, adults or number of pupils, as the form does.
pub fn change_session(
    app: &TestApp,
    world: World,
    town: &Town,
    (which, n): (usize, u8),
) -> Answer<()> {
    let id = town.sessions[which].id;
    let other = town.sessions[usize::from(n) % town.sessions.len()].clone();
    app.write_as(&coordinator(world), move |act| {
        let mut form = sessions::edit::form(act, id)?.form;
        match n % 6 {
            0 => form.day = other.starts_at.day().to_string(),
            1 => (form.from, form.to) = ("8:00".into(), "10:00".into()),
            2 => (form.from, form.to) = ("16:00".into(), "18:00".into()),
            3 => form.place = if n > 127 { world.place } else { world.far_place }.to_string(),
            4 => form.topics = vec![["A2", "A4", "C5"][usize::from(n / 6 % 3)].to_owned()],
            _ => form.ambassadors_wanted = (n / 6 % 4).to_string(),
        }
        sessions::edit::save(act, id, &form).map(drop)
    })
}

/// A preview of a session into which a few people are booked.
fn preview(app: &TestApp, world: World, town: &Town, which: usize) -> Answer<RunId> {
    let session = town.sessions[which].clone();
    if state_of(app, session.id) != SessionState::Open {
        return Err(service::Error::NotFound);
    }
    app.write(move |act| {
        let booked = dai_su_so::db::sessions::slots(act.conn, session.id)?;
        if booked.iter().all(|slot| slot.taken == 0) {
            for number in 0..3 {
                let (topic, _) = &session.topics[number % session.topics.len()];
                book(act, session.id, number % 2, &format!("Bà {} {number}", session.id), topic)?;
            }
        }
        Ok(())
    })?;
    let scope = Scope::Session(town.sessions[which].id);
    let run = app.block_on(matching::begin(&app.office, &coordinator(world), scope))?;
    for _ in 0..400 {
        if read(app, run)?.state == RunState::Preview {
            return Ok(run);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("{run} is still being planned");
}

fn read(app: &TestApp, run: RunId) -> Answer<Run> {
    app.read(move |act| Ok(runs::run(act.conn, run)?))
}

fn draft(app: &TestApp, run: RunId) -> Answer<Draft> {
    Ok(serde_json::from_str(&read(app, run)?.plan).expect("a preview holds a draft"))
}

fn publish(app: &TestApp, world: World, run: RunId) -> Answer<()> {
    app.block_on(matching::publish(&app.office, &coordinator(world), run)).map(drop)
}

/// Pins a pupil to the first booking of a session, whatever the plan thought, and publishes.
pub fn pin_and_publish(
    app: &TestApp,
    world: World,
    town: &Town,
    (who, which): (usize, usize),
) -> Answer<()> {
    let run = preview(app, world, town, which)?;
    let plan = draft(app, run)?;
    let of_pair = plan.pairs.first().map(|pair| pair.booking);
    let booking = of_pair.or_else(|| plan.left_out.first().map(|left| left.booking));
    let pin = Change::Pin(booking.ok_or(service::Error::NotFound)?, town.pupils[who].1.ambassador);
    let by = coordinator(world);
    let pinned = app.block_on(matching::revise(&app.office, &by, run, pin));
    let published = publish(app, world, run);
    pinned.and(published)
}

/// Swaps the first two pupils of the plan that may be swapped, and publishes.
pub fn swap_and_publish(app: &TestApp, world: World, town: &Town, which: usize) -> Answer<()> {
    let run = preview(app, world, town, which)?;
    let pairs = draft(app, run)?.pairs;
    let by = coordinator(world);
    let mut swapped = Err(service::Error::NotFound);
    for (at, one) in pairs.iter().enumerate() {
        for other in pairs[at + 1..].iter().filter(|other| other.ambassador != one.ambassador) {
            if swapped.is_err() {
                let swap = Change::Swap(one.booking, other.booking);
                swapped = app.block_on(matching::revise(&app.office, &by, run, swap));
            }
        }
    }
    let published = publish(app, world, run);
    swapped.and(published)
}
