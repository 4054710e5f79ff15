//! The trail: append-only, chained, and honest about the first row that was changed.

use dai_su_so::db::DbError;
use dai_su_so::service::Answer;
use dai_su_so::service::audit::{Verdict, seal, verify};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::house::TestApp;
use crate::house::world::*;

/// What somebody with the database in their hands could do.
fn by_force(app: &TestApp, sql: &'static str) -> Answer<()> {
    app.write(move |act| Ok(act.conn.batch_execute(sql).map_err(DbError::from)?))
}

fn triggers_off(app: &TestApp) -> &'static str {
    match app.database_url().starts_with("postgres") {
        true => {
            "ALTER TABLE audit DISABLE TRIGGER audit_is_append_only; ALTER TABLE audit_seals DISABLE TRIGGER seals_are_append_only"
        }
        false => {
            "DROP TRIGGER audit_is_append_only_update; DROP TRIGGER audit_is_append_only_delete; DROP TRIGGER seals_are_append_only_update; DROP TRIGGER seals_are_append_only_delete"
        }
    }
}

/// A house in which six acts left their rows, all sealed.
fn sealed() -> TestApp {
    let app = TestApp::mail_unattended();
    let world = World::build(&app);
    for n in 0..6 {
        app.write(move |act| {
            act.audit(dai_su_so::service::Step {
                organisation: Some(world.ward),
                entity: "place",
                id: n,
                act: "edit",
                from: "",
                to: "",
                detail: "",
            })
        })
        .unwrap();
    }
    assert!(app.block_on(seal(&app.office)).unwrap() >= 6);
    assert_eq!(app.block_on(seal(&app.office)).unwrap(), 0, "each row once");
    app
}

fn verdict(app: &TestApp) -> Verdict {
    app.block_on(verify(&app.office, None)).unwrap()
}

#[test]
fn the_trail_cannot_be_changed_through_the_product() {
    let app = sealed();
    for sql in [
        "UPDATE audit SET detail = 'x'",
        "DELETE FROM audit",
        "UPDATE audit_seals SET hash = 'x'",
        "DELETE FROM audit_seals",
    ] {
        let refused = format!("{:?}", by_force(&app, sql).unwrap_err());
        assert!(refused.contains("append-only"), "{sql}: {refused}");
    }
    assert!(matches!(verdict(&app), Verdict::Sound { unsealed: 0, .. }));
}

#[test]
fn the_first_changed_row_is_named() {
    let app = sealed();
    by_force(&app, triggers_off(&app)).unwrap();
    by_force(&app, "UPDATE audit SET detail = 'another' WHERE entity = 'place' AND entity_id = 3")
        .unwrap();
    by_force(&app, "UPDATE audit SET detail = 'another' WHERE entity = 'place' AND entity_id = 5")
        .unwrap();
    let Verdict::Broken { row, .. } = verdict(&app) else { panic!("{:?}", verdict(&app)) };
    let third: i64 = app
        .read(|act| {
            use dai_su_so::db::schema::audit::dsl as a;
            let third = a::audit.filter(a::entity.eq("place").and(a::entity_id.eq(3)));
            Ok(third.select(a::id).first(act.conn).map_err(DbError::from)?)
        })
        .unwrap();
    assert_eq!(row, third);
}

#[test]
fn a_seal_taken_away_breaks_the_chain_at_its_number() {
    let app = sealed();
    by_force(&app, triggers_off(&app)).unwrap();
    by_force(&app, "DELETE FROM audit_seals WHERE number = 2").unwrap();
    assert!(matches!(verdict(&app), Verdict::Broken { number: 2, .. }));
}

#[test]
fn a_chain_that_was_cut_is_found_by_the_hash_noted_before() {
    let app = sealed();
    let Verdict::Sound { sealed, head, .. } = verdict(&app) else { panic!("sound before") };
    let noted = Some((sealed, head));
    let found = app.block_on(verify(&app.office, noted.clone())).unwrap();
    assert!(matches!(found, Verdict::Sound { .. }));
    by_force(&app, triggers_off(&app)).unwrap();
    by_force(
        &app,
        "DELETE FROM audit_seals WHERE number > 3; \
         DELETE FROM audit WHERE id NOT IN (SELECT audit_id FROM audit_seals)",
    )
    .unwrap();
    assert!(matches!(verdict(&app), Verdict::Sound { sealed: 3, .. }), "what is left fits");
    let found = app.block_on(verify(&app.office, noted)).unwrap();
    assert_eq!(found, Verdict::Forged { number: sealed });
}
