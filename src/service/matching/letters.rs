//! What guardians are told when a plan is published: one letter per pupil and run.

use crate::db::matching::{self, Run, ToTell};
use crate::domain::ids::*;
use crate::domain::lang::Lang;
use crate::domain::matches::{Draft, Settlement};
use crate::domain::school_year;
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
        act.send(&letter(id, part))?;
        told += 1;
    }
    Ok(told)
}

/// The letter about one pupil; guardians have no account, so it speaks Vietnamese first and
/// English below. Residents are counted, never named.
fn letter(run: RunId, rows: &[ToTell]) -> Letter {
    let first = &rows[0];
    let pupil = &first.pupil;
    let sessions: Vec<&ToTell> = rows.iter().filter(|row| row.starts_at.is_some()).collect();
    let subject = format!("Lịch hỗ trợ của {pupil}");
    let paragraphs = match sessions.is_empty() {
        true => vec![
            format!(
                "Lịch của {pupil} đã thay đổi: hiện em không còn lượt hỗ trợ nào trong các buổi vừa sắp xếp."
            ),
            format!(
                "{pupil}'s schedule has changed: there is no one to help in these sessions any more."
            ),
        ],
        false => vec![
            format!(
                "{pupil} được xếp hỗ trợ bà con trong các buổi dưới đây, luôn có người lớn phụ trách. Em đăng nhập để nhận lời hoặc từ chối; gia đình có thể báo lại nhà trường nếu không đồng ý."
            ),
            format!(
                "{pupil} is asked to help residents in the sessions below, always with adults present. {pupil} signs in to accept or decline; families who do not agree may tell the school."
            ),
        ],
    };
    let words = Words {
        subject,
        to: first.guardian.clone(),
        paragraphs,
        facts: sessions.into_iter().filter_map(fact).collect(),
        link: None,
    };
    compose(format!("matching:{run}:{}", first.ambassador), &first.email, Lang::Vi, &words)
}

/// ("Thứ Bảy, 28/11/2026, 8:00–10:00", "Văn phòng khu phố 5, 12 Tân Thới Nhất 14: 3 lượt").
fn fact(row: &ToTell) -> Option<(String, String)> {
    let (from, to) = (row.starts_at?, row.ends_at?);
    let when = format!("{}, {}", Lang::Vi.day(from.day()), Lang::Vi.times(from.time(), to.time()));
    let place = row.place.as_deref().unwrap_or_default();
    let address = row.address.as_deref().unwrap_or_default();
    Some((when, format!("{place}, {address}: {} lượt", row.residents)))
}
