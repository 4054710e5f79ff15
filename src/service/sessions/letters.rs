//! The letters around a session: to schools, coordinators, adults in charge and guardians.

use crate::db::sessions::Session;
use crate::db::sessions::people::{self, Adult, OnDuty};
use crate::db::sessions::release;
use crate::db::sessions::screens::{Options, Target};
use crate::db::sessions::staff_page::{self, Surroundings};
use crate::domain::access::Role;
use crate::domain::at::At;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::sessions::{ApprovalState, SessionState};
use crate::paths;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer};

/// Writes to an adult who has an address, unless it is the one who acts.
fn to_adult(
    act: &mut Act<'_>,
    key: &str,
    adult: &Adult,
    words: impl FnOnce(Lang) -> Words,
) -> Answer<()> {
    let acts = act.actor.person().is_some_and(|person| person.account == adult.account);
    let Some(email) = adult.email.as_deref().filter(|_| !acts) else { return Ok(()) };
    let lang = adult.lang();
    let words = Words { to: adult.name.clone(), ..words(lang) };
    act.send(&compose(format!("{key}:{}", adult.account), email, lang, &words))
}

fn facts(lang: Lang, session: &Session, around: &Surroundings) -> Vec<(String, String)> {
    let named = |vi, en, value: String| (lang.t(vi, en).to_owned(), value);
    vec![
        named("Buổi", "Session", session.title.clone()),
        named("Thời gian", "Time", when(lang, session.starts_at, session.ends_at)),
        named("Nơi", "Place", format!("{}, {}", around.place, around.address)),
        named("Điện thoại", "Telephone", format!("{} ({})", around.ward_phone, around.ward)),
    ]
}

fn when(lang: Lang, from: At, to: At) -> String {
    format!("{}, {}", lang.day(from.day()), lang.times(from.time(), to.time()))
}

fn link(act: &Act<'_>, lang: Lang, vi: &str, en: &str, path: &str) -> Option<(String, String)> {
    Some((lang.t(vi, en).to_owned(), format!("{}{path}", act.rules.public_url)))
}

/// Asks a school's officers for its pupils, for one session or a whole series.
pub(super) fn asked(act: &mut Act<'_>, school: OrganisationId, theirs: &[&Session]) -> Answer<()> {
    let Some(first) = theirs.first() else { return Ok(()) };
    let around = staff_page::surroundings(act.conn, first.id)?;
    let link_at = |act: &Act<'_>, lang| {
        link(act, lang, "Xem và trả lời", "Read and answer", paths::approvals::LIST)
    };
    for officer in people::holders(act.conn, school, Role::SchoolOfficer, act.now.day())? {
        let open = link_at(act, officer.lang());
        let key = format!("release.asked:{}:{}:{}", first.id, first.revision, school);
        to_adult(act, &key, &officer, |lang| {
            let mut facts = facts(lang, first, &around);
            for more in theirs.iter().skip(1) {
                let also = lang.t("Và", "And").to_owned();
                facts.push((also, when(lang, more.starts_at, more.ends_at)));
            }
            Words {
                subject: lang.t(
                    "Xin ý kiến cho học sinh tham gia buổi hỗ trợ",
                    "Pupils asked for at a help session",
                ).to_owned(),
                paragraphs: vec![format!(
                    "{} {}",
                    around.ward,
                    lang.t(
                        "mời học sinh đại sứ số của trường tham gia. Xin nhà trường xem và trả lời để phường mở đăng ký cho người dân.",
                        "asks for your ambassadors. Please answer, so that the ward can open the session to residents.",
                    )
                )],
                facts,
                link: open,
                ..Words::default()
            }
        })?;
    }
    Ok(())
}

/// Tells the ward's coordinators what a school answered and what follows.
pub(super) fn decided(
    act: &mut Act<'_>,
    session: &Session,
    now: SessionState,
    answer: ApprovalState,
    detail: &str,
) -> Answer<()> {
    let around = staff_page::surroundings(act.conn, session.id)?;
    let at = act.now.datetime().timestamp();
    let key = format!("release.{answer}:{}:{at}", session.id);
    for adult in people::holders(act.conn, session.ward_id, Role::Coordinator, act.now.day())? {
        let path = paths::sessions::one(session.id);
        let open = link(act, adult.lang(), "Mở buổi này", "Open the session", &path);
        to_adult(act, &key, &adult, |lang| Words {
            subject: match answer {
                ApprovalState::Approved => lang.t("Nhà trường đã đồng ý", "A school said yes"),
                _ => lang.t("Nhà trường chưa đồng ý", "A school said no"),
            }
            .to_owned(),
            paragraphs: vec![detail.to_owned(), what_follows(lang, now).to_owned()],
            facts: facts(lang, session, &around),
            link: open,
            ..Words::default()
        })?;
    }
    Ok(())
}

fn what_follows(lang: Lang, now: SessionState) -> &'static str {
    match now {
        SessionState::AwaitingSchool => lang
            .t("Buổi còn chờ trường khác trả lời.", "The session still waits for another school."),
        SessionState::Draft => lang.t(
            "Không trường nào đồng ý, nên buổi trở về bản nháp để phường sửa.",
            "No school said yes, so the session is a draft again for you to change.",
        ),
        _ => lang.t("Buổi đang mở cho người dân.", "The session is open to residents."),
    }
}

/// Tells the adults in charge that their session is open.
pub(super) fn opened(act: &mut Act<'_>, session: &Session) -> Answer<()> {
    let supervisors = people::supervisors(act.conn, session.id)?;
    let all: Vec<&Adult> = supervisors.iter().collect();
    in_charge(act, session, &all)
}

fn in_charge(act: &mut Act<'_>, session: &Session, adults: &[&Adult]) -> Answer<()> {
    let around = staff_page::surroundings(act.conn, session.id)?;
    let key = format!("session.in_charge:{}", session.id);
    for adult in adults {
        to_adult(act, &key, adult, |lang| {
            Words {
            subject: lang.t("Phụ trách buổi hỗ trợ", "You look after a help session").to_owned(),
            paragraphs: vec![
                lang.t(
                    "Bạn được phân công phụ trách buổi hỗ trợ dưới đây. Xin có mặt trước giờ bắt đầu 15 phút.",
                    "You are named to look after the session below. Please be there 15 minutes before it starts.",
                )
                .to_owned(),
            ],
            facts: facts(lang, session, &around),
            ..Words::default()
        }
        })?;
    }
    Ok(())
}

/// A session was changed: newly named adults are told, and everybody when time or place moved.
pub(super) fn edited(act: &mut Act<'_>, target: &Target, options: &Options) -> Answer<()> {
    let (before, after) = (&target.before, &target.after);
    let session = crate::db::sessions::get(act.conn, target.session.id)?;
    let is_new = |adult: &&Adult| {
        after.supervisors.contains(&adult.account) && !before.supervisors.contains(&adult.account)
    };
    if session.state == SessionState::Open {
        let new: Vec<&Adult> = options.adults.iter().filter(is_new).collect();
        in_charge(act, &session, &new)?;
    }
    if !target.moves() {
        return released(act, &session, &unfit(target), "");
    }
    let before_words = |lang: Lang| {
        let place = options.place_name(before.place);
        format!("{}, {place}", when(lang, before.starts_at, before.ends_at))
    };
    let key = format!("session.moved:{}:{}", session.id, session.revision);
    let words = |lang: Lang, facts: Vec<(String, String)>| {
        let was = lang.t("Trước đây", "Before").to_owned();
        Words {
            subject: lang.t("Buổi hỗ trợ đổi giờ hoặc nơi", "A help session has moved").to_owned(),
            paragraphs: vec![
                lang.t("Xin ghi lại giờ và nơi mới:", "Please note the new time and place:")
                    .to_owned(),
            ],
            facts: facts.into_iter().chain([(was, before_words(lang))]).collect(),
            ..Words::default()
        }
    };
    to_supervisors(act, &session, &key, &words)?;
    let public = act.rules.public_url.clone();
    let asked_again = |lang: Lang, facts: Vec<(String, String)>| {
        let mut words = words(lang, facts);
        let ask = lang.t(
            "Ý kiến trước đây của trường là cho giờ và nơi cũ. Xin nhà trường xem và trả lời lại; ca của các em vẫn giữ trong lúc chờ.",
            "Your school was asked about the old time and place. Please read and answer again; your pupils keep their shifts until then.",
        );
        words.paragraphs.push(ask.to_owned());
        let label = lang.t("Xem và trả lời", "Read and answer").to_owned();
        words.link = Some((label, format!("{public}{}", paths::approvals::LIST)));
        words
    };
    let to_schools: &dyn Fn(Lang, Vec<(String, String)>) -> Words =
        if target.asks_again() { &asked_again } else { &words };
    to_officers(act, &session, &key, to_schools)?;
    let staying: Vec<&OnDuty> = target
        .on_duty
        .iter()
        .filter(|pupil| target.unfit.iter().all(|u| u.0 != pupil.ambassador_id))
        .collect();
    to_guardians(act, &session, &key, &staying, &words)?;
    released(act, &session, &unfit(target), "")
}

fn unfit(target: &Target) -> Vec<OnDuty> {
    let unfit = |pupil: &&OnDuty| target.unfit.iter().any(|u| u.0 == pupil.ambassador_id);
    target.on_duty.iter().filter(unfit).cloned().collect()
}

/// Tells guardians that their child is not expected any more.
pub(super) fn released(
    act: &mut Act<'_>,
    session: &Session,
    pupils: &[OnDuty],
    reason: &str,
) -> Answer<()> {
    let key = format!("shift.released:{}:{}", session.id, session.revision);
    let all: Vec<&OnDuty> = pupils.iter().collect();
    to_guardians(act, session, &key, &all, &|lang, facts| Words {
        subject: lang.t("Em không cần đến buổi hỗ trợ này", "Your child need not come").to_owned(),
        paragraphs: [
            lang.t(
                "Ca của em trong buổi dưới đây được rút lại. Em không cần đến.",
                "Your child's place in the session below was taken back. There is no need to come.",
            ),
            reason,
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect(),
        facts,
        ..Words::default()
    })
}

/// Tells everybody who can be written to that a session is called off.
pub(super) fn cancelled(
    act: &mut Act<'_>,
    session: &Session,
    pupils: &[&OnDuty],
    reason: &str,
) -> Answer<()> {
    let key = format!("session.cancelled:{}", session.id);
    let words = |lang: Lang, facts: Vec<(String, String)>| Words {
        subject: lang.t("Buổi hỗ trợ đã hủy", "A help session is called off").to_owned(),
        paragraphs: vec![
            lang.t("Buổi dưới đây không diễn ra.", "The session below is called off.").to_owned(),
            format!("{}: {reason}", lang.t("Lý do", "Reason")),
        ],
        facts,
        ..Words::default()
    };
    to_supervisors(act, session, &key, &words)?;
    to_officers(act, session, &key, &words)?;
    to_guardians(act, session, &key, pupils, &words)
}

/// To the adults in charge.
fn to_supervisors(
    act: &mut Act<'_>,
    session: &Session,
    key: &str,
    words: &dyn Fn(Lang, Vec<(String, String)>) -> Words,
) -> Answer<()> {
    let around = staff_page::surroundings(act.conn, session.id)?;
    for adult in &people::supervisors(act.conn, session.id)? {
        to_adult(act, key, adult, |lang| words(lang, facts(lang, session, &around)))?;
    }
    Ok(())
}

/// To the officers of the schools that were asked and have not declined.
fn to_officers(
    act: &mut Act<'_>,
    session: &Session,
    key: &str,
    words: &dyn Fn(Lang, Vec<(String, String)>) -> Words,
) -> Answer<()> {
    let around = staff_page::surroundings(act.conn, session.id)?;
    let mut adults = Vec::new();
    for answer in release::answers(act.conn, session.id)? {
        if answer.state != ApprovalState::Declined {
            let day = act.now.day();
            adults.extend(people::holders(act.conn, answer.school_id, Role::SchoolOfficer, day)?);
        }
    }
    for adult in &adults {
        to_adult(act, key, adult, |lang| words(lang, facts(lang, session, &around)))?;
    }
    Ok(())
}

/// To the guardians (and pupils) who signed for messages about the schedule. Which language
/// they read is not known: Vietnamese, and then the same in English.
fn to_guardians(
    act: &mut Act<'_>,
    session: &Session,
    key: &str,
    pupils: &[&OnDuty],
    words: &dyn Fn(Lang, Vec<(String, String)>) -> Words,
) -> Answer<()> {
    if pupils.is_empty() {
        return Ok(());
    }
    let around = staff_page::surroundings(act.conn, session.id)?;
    let lang = Lang::Vi;
    for pupil in pupils {
        let child = ("Đại sứ số".to_owned(), format!("{}, lớp {}", pupil.name, pupil.class_name));
        for (i, email) in pupil.emails().into_iter().enumerate() {
            let facts = std::iter::once(child.clone()).chain(facts(lang, session, &around));
            let english = words(Lang::En, Vec::new());
            let mut words = words(lang, facts.collect());
            words.also = Some(format!(
                "In English: {}. {} {} ({}): {}, {}, {}. {}: {}.",
                english.subject,
                english.paragraphs.join(" "),
                pupil.name,
                pupil.class_name,
                when(Lang::En, session.starts_at, session.ends_at),
                around.place,
                around.address,
                around.ward,
                around.ward_phone,
            ));
            words.to = pupil.guardian_name.clone();
            let key = format!("{key}:pupil:{}:{i}", pupil.ambassador_id);
            act.send(&compose(key, email, lang, &words))?;
        }
    }
    Ok(())
}
