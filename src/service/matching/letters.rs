//! What guardians and coordinators are told when a plan is published or mended: one letter
//! per person and event.

use super::Outcome;
use crate::db::matching::{self, Freed, Run, ToTell, Wanted};
use crate::db::sessions::Session;
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::matches::{Draft, Settlement};
use crate::domain::school_year;
use crate::paths;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer, Letter};

/// Tells the guardians of everybody whose work changed, where both sides agreed to be told;
/// answers how many letters that were.
pub(super) fn tell(
    act: &mut Act<'_>,
    id: RunId,
    run: &Run,
    draft: &Draft,
    done: &Settlement,
) -> Answer<usize> {
    let concerned = done.concerned();
    let year = school_year::of(run.from_day);
    let rows = matching::to_tell(act.conn, concerned.into_iter(), &draft.sessions, &year)?;
    let mut told = 0;
    for part in rows.chunk_by(|one, other| one.ambassador == other.ambassador) {
        act.send(&letter(format!("matching:{id}:{}", part[0].ambassador), part))?;
        told += 1;
    }
    Ok(told)
}

/// Tells the guardians of pupils who declined or left that somebody else was looked for.
pub(super) fn tell_those_who_left(
    act: &mut Act<'_>,
    run: RunId,
    wanted: &Wanted,
    left: &[AmbassadorId],
) -> Answer<usize> {
    let sessions: Vec<SessionId> = wanted.session.into_iter().collect();
    let year = school_year::of(wanted.days.0);
    let rows = matching::to_tell(act.conn, left.iter().copied(), &sessions, &year)?;
    let mut told = 0;
    for part in rows.chunk_by(|one, other| one.ambassador == other.ambassador) {
        act.send(&letter(format!("matching.left:{run}:{}", part[0].ambassador), part))?;
        told += 1;
    }
    Ok(told)
}

/// Tells the guardian that a resident does not come any more.
pub(super) fn freed(act: &mut Act<'_>, freed: Freed, session: &Session) -> Answer<()> {
    let year = school_year::of(session.starts_at.day());
    let pupil = std::iter::once(freed.ambassador);
    let rows = matching::to_tell(act.conn, pupil, &[session.id], &year)?;
    if rows.is_empty() {
        return Ok(());
    }
    act.send(&letter(format!("matching.freed:{}:{}", freed.id, freed.ambassador), &rows))
}

/// Tells whoever posted the session what came of planning it again.
pub(super) fn tell_poster(
    act: &mut Act<'_>,
    run: RunId,
    wanted: &Wanted,
    draft: &Draft,
    done: &Outcome,
) -> Answer<()> {
    let Some(session) = wanted.session else { return Ok(()) };
    let poster = matching::poster(act.conn, session)?;
    let Some(email) = &poster.email else { return Ok(()) };
    let lang = Lang::from_tag(&poster.lang);
    let (found, missing) = (done.made as i64, (draft.worth.total - done.made) as i64);
    let subject = match missing {
        0 => lang.t("Đã có người thay", "Somebody else was found"),
        _ => lang.t("Còn lượt chưa có người giúp", "Some bookings still have nobody"),
    };
    let found = lang.count(
        found,
        "lượt đã được xếp cho em khác; các em đã được mời.",
        "booking was given to somebody else, who has been asked.",
        "bookings were given to others, who have been asked.",
    );
    let missing = lang.count(
        missing,
        "lượt chưa có người: mở bản ghép để xem cách gần nhất.",
        "booking has nobody: open the plan to see what would help.",
        "bookings have nobody: open the plan to see what would help.",
    );
    let words = Words {
        subject: format!("{subject}: {}, {}", poster.title, lang.moment(poster.starts_at)),
        to: poster.name.clone(),
        paragraphs: vec![
            lang.t(
                "Vừa có thay đổi ở buổi này, nên các lượt bị ảnh hưởng đã được ghép lại ngay.",
                "Something has changed in this session, so the bookings concerned were matched again at once.",
            )
            .to_owned(),
            found,
            missing,
        ],
        facts: Vec::new(),
        link: Some((
            lang.t("Mở bản ghép", "Open the plan").to_owned(),
            format!("{}{}", act.rules.public_url, paths::matching::run(run)),
        )),
also: None,
};
    let key = format!("matching.mended:{run}:{}", poster.account);
    act.send(&compose(key, email, lang, &words))
}

/// The letter about one pupil; guardians have no account, so it speaks Vietnamese first and
/// English below. Residents are counted, never named.
fn letter(event_key: String, rows: &[ToTell]) -> Letter {
    let first = &rows[0];
    let pupil = &first.pupil;
    let sessions: Vec<&ToTell> = rows.iter().filter(|row| row.starts_at.is_some()).collect();
    let subject = format!("Lịch hỗ trợ của {pupil}");
    let (said, also) = match sessions.is_empty() {
        true => (
            format!(
                "Lịch của {pupil} đã thay đổi: hiện em không còn lượt hỗ trợ nào trong các buổi vừa sắp xếp."
            ),
            format!(
                "In English: {pupil}'s schedule has changed: there is nobody left to help in the sessions just planned."
            ),
        ),
        false => (
            format!(
                "{pupil} được xếp hỗ trợ bà con trong các buổi dưới đây, luôn có người lớn phụ trách. Em đăng nhập để nhận lời hoặc từ chối; gia đình có thể báo lại nhà trường nếu không đồng ý."
            ),
            format!(
                "In English: {pupil} is asked to help residents in the sessions below, always with adults in charge. {pupil} signs in to accept or decline; families who do not agree may tell the school. {}",
                sessions.iter().filter_map(|row| in_english(row)).collect::<Vec<_>>().join(" ")
            ),
        ),
    };
    let words = Words {
        subject,
        to: first.guardian.clone(),
        paragraphs: vec![said],
        facts: sessions.into_iter().filter_map(fact).collect(),
        link: None,
        also: Some(also),
    };
    compose(event_key, &first.email, Lang::Vi, &words)
}

/// "Saturday 28 November 2026, 8:00–10:00: Văn phòng khu phố 5, 12 Tân Thới Nhất 14, 3 residents."
fn in_english(row: &ToTell) -> Option<String> {
    let (from, to) = (row.starts_at?, row.ends_at?);
    let when = format!("{}, {}", Lang::En.day(from.day()), Lang::En.times(from.time(), to.time()));
    let place = row.place.as_deref().unwrap_or_default();
    let address = row.address.as_deref().unwrap_or_default();
    let residents = Lang::En.count(row.residents, "", "resident", "residents");
    Some(format!("{when}: {place}, {address}, {residents}."))
}

/// ("Thứ Bảy, 28/11/2026, 8:00–10:00", "Văn phòng khu phố 5, 12 Tân Thới Nhất 14: 3 lượt").
fn fact(row: &ToTell) -> Option<(String, String)> {
    let (from, to) = (row.starts_at?, row.ends_at?);
    let when = format!("{}, {}", Lang::Vi.day(from.day()), Lang::Vi.times(from.time(), to.time()));
    let place = row.place.as_deref().unwrap_or_default();
    let address = row.address.as_deref().unwrap_or_default();
    Some((when, format!("{place}, {address}: {} lượt", row.residents)))
}
