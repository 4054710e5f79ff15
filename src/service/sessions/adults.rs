//! The adults of a session: two of them have to be there.

use crate::db::sessions::Session;
use crate::db::sessions::people;
use crate::domain::eligibility::ADULTS_AT_LEAST;
use crate::domain::refusal::{Message, Problems};
use crate::service::{Act, Answer};

/// Two adults stay in the room all the time: nobody counts in two rooms at once.
pub(super) fn refuse_elsewhere(act: &mut Act<'_>, session: &Session) -> Answer<()> {
    let named = people::supervisors(act.conn, session.id)?.len() as i64;
    let elsewhere = people::elsewhere(act.conn, session)?;
    if named - elsewhere.len() as i64 >= ADULTS_AT_LEAST {
        return Ok(());
    }
    let names = elsewhere.join(", ");
    let why = Message::new(
        format!(
            "Giờ này {names} đã phụ trách buổi khác, nên không đủ hai người lớn ở đây. Hãy chọn người khác hoặc giờ khác."
        ),
        format!(
            "{names} look after another session at that time, so two adults are not left here. Choose others or another time."
        ),
    );
    Err(Problems::one("supervisors", why).into())
}
