//! Messages leave through a real SMTP dialogue, at least once, and each only once.

use dai_su_so::message::Mailer;
use dai_su_so::service::{Letter, outbox};

use crate::house::smtp::SmtpServer;
use crate::house::{TestApp, saturday_at};

fn letter(event: &str, email: &str) -> Letter {
    Letter {
        event_key: event.to_owned(),
        email: email.to_owned(),
        subject: "Ca trực thứ Bảy của Minh Anh".to_owned(),
        text: "Chào anh chị, ca trực bắt đầu lúc 7:30.".to_owned(),
        html: "<p>Chào anh chị, ca trực bắt đầu lúc <b>7:30</b>.</p>".to_owned(),
    }
}

fn queue(app: &TestApp, event: &'static str, email: &'static str) {
    app.write(move |act| act.send(&letter(event, email))).unwrap();
}

#[test]
fn a_letter_reaches_the_server_in_both_forms_and_only_once() {
    let app = TestApp::mail_unattended();
    let _runtime = app.enter();
    let server = SmtpServer::start();
    let mailer = Mailer::smtp("Đại sứ số <dss@phuong.example>", &server.url()).unwrap();
    queue(&app, "shift.reminder:1", "phuhuynh@example.vn");
    queue(&app, "shift.reminder:1", "phuhuynh@example.vn");
    assert_eq!(app.block_on(outbox::deliver(&app.office, &mailer)).unwrap(), 1);
    assert_eq!(app.block_on(outbox::deliver(&app.office, &mailer)).unwrap(), 0);
    let received = server.received();
    assert_eq!(received.len(), 1);
    for part in [
        "To: phuhuynh@example.vn",
        "Message-ID: <shift-reminder-1@phuong.example>",
        "text/plain",
        "text/html",
    ] {
        assert!(received[0].contains(part), "{part} in {}", received[0]);
    }
}

#[test]
fn a_busy_server_is_asked_again_later_and_a_broken_address_never() {
    let app = TestApp::mail_unattended();
    let _runtime = app.enter();
    let server = SmtpServer::start();
    let mailer = Mailer::smtp("dss@phuong.example", &server.url()).unwrap();
    server.busy.store(1, std::sync::atomic::Ordering::SeqCst);
    queue(&app, "a", "phuhuynh@example.vn");
    queue(&app, "b", "khong phai dia chi");
    assert_eq!(app.block_on(outbox::deliver(&app.office, &mailer)).unwrap(), 0);
    assert_eq!(app.block_on(outbox::deliver(&app.office, &mailer)).unwrap(), 0, "not due yet");
    app.clock.move_to(saturday_at(7, 2));
    assert_eq!(app.block_on(outbox::deliver(&app.office, &mailer)).unwrap(), 1);
    assert_eq!(server.received().len(), 1);
    let (rows, _) = app.read(|act| outbox::newest(act, 1)).unwrap();
    let states: Vec<_> = rows.iter().map(|r| (r.recipient.as_str(), r.state.as_str())).collect();
    assert_eq!(states, [("khong phai dia chi", "failed"), ("phuhuynh@example.vn", "sent")]);
}

#[test]
fn two_instances_never_carry_the_same_letter() {
    let app = TestApp::mail_unattended();
    let _runtime = app.enter();
    let server = SmtpServer::start();
    let mailer = Mailer::smtp("dss@phuong.example", &server.url()).unwrap();
    for event in ["1", "2", "3", "4", "5", "6"] {
        queue(&app, event, "phuhuynh@example.vn");
    }
    let (one, two) = app.block_on(async {
        tokio::join!(outbox::deliver(&app.office, &mailer), outbox::deliver(&app.office, &mailer))
    });
    assert_eq!(one.unwrap() + two.unwrap(), 6);
    assert_eq!(server.received().len(), 6);
}
