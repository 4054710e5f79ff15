//! The clock's errands. Each calls a service; state lives in the database, so any
//! instance may run them and a stopped one loses nothing.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::message::Mailer;
use crate::service::{self, Answer, Office};

/// The running errands of one process.
pub struct Jobs {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Jobs {
    /// Starts them on the current runtime.
    pub fn start(office: &Office, mailer: Mailer) -> Jobs {
        let (stop, stopped) = watch::channel(false);
        let deliver = {
            let office = office.clone();
            every(Duration::from_secs(2), stopped.clone(), "deliver", move || {
                let (office, mailer) = (office.clone(), mailer.clone());
                async move { service::outbox::deliver(&office, &mailer).await }
            })
        };
        let housekeeping = {
            let office = office.clone();
            every(Duration::from_secs(60), stopped.clone(), "housekeeping", move || {
                let office = office.clone();
                async move { service::housekeeping::run(&office).await }
            })
        };
        // Whoever declines or leaves has the session mended at once; this finds what a
        // stopped process left undone.
        let mend = {
            let office = office.clone();
            every(Duration::from_secs(30), stopped.clone(), "mend", move || {
                let office = office.clone();
                async move { service::matching::mend_all(&office).await }
            })
        };
        let candidates = {
            let office = office.clone();
            every(Duration::from_secs(300), stopped.clone(), "candidates", move || {
                let office = office.clone();
                async move { service::recognition::compute_nightly(&office).await }
            })
        };
        let seal = {
            let office = office.clone();
            every(Duration::from_secs(5), stopped.clone(), "seal", move || {
                let office = office.clone();
                async move { service::audit::seal(&office).await }
            })
        };
        // Asked every hour so that a stopped night is made up for; it does its work once a day.
        let retention = {
            let office = office.clone();
            every(Duration::from_secs(3600), stopped.clone(), "retention", move || {
                let office = office.clone();
                async move { service::retention::nightly(&office).await }
            })
        };
        let consents = {
            let office = office.clone();
            every(Duration::from_secs(3600), stopped, "consents", move || {
                let office = office.clone();
                async move { service::guardians::remind(&office).await }
            })
        };
        let tasks = vec![
            tokio::spawn(deliver),
            tokio::spawn(housekeeping),
            tokio::spawn(mend),
            tokio::spawn(candidates),
            tokio::spawn(seal),
            tokio::spawn(retention),
            tokio::spawn(consents),
        ];
        Jobs { stop, tasks }
    }

    /// Lets each errand finish what it is doing, then ends it.
    pub async fn finish(self) {
        // Nobody listens any more when all errands have ended by themselves.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(fault) = task.await {
                tracing::error!(%fault, "A job ended badly");
            }
        }
    }
}

/// Runs `errand` every `pause` until told to stop; a failure is logged and tried again next time.
async fn every<F>(
    pause: Duration,
    mut stopped: watch::Receiver<bool>,
    name: &'static str,
    errand: impl Fn() -> F,
) where
    F: Future<Output = Answer<usize>>,
{
    loop {
        match errand().await {
            Ok(0) => {}
            Ok(done) => tracing::info!(job = name, done, "A job did its work"),
            Err(error) => tracing::error!(job = name, ?error, "A job failed"),
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopped.changed() => return,
        }
    }
}
