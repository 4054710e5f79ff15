//! What guardians who asked for it are told: the child has come, the child has left.

use crate::db::desk::{self, Head, PupilLine, ShiftStep};
use crate::domain::desk::RollStep;
use crate::domain::lang::Lang;
use crate::domain::school_year;
use crate::domain::shifts::ShiftState;
use crate::service::letters::{Words, compose};
use crate::service::{Act, Answer};

/// Writes to the pupil's guardian about a step of the roll call, if they asked for it. An absence is talked about, not mailed.
pub(super) fn tell(
    act: &mut Act<'_>,
    head: &Head,
    who: &PupilLine,
    step: RollStep,
    shift: ShiftStep,
) -> Answer<()> {
    let news = match (step, shift.from) {
        (RollStep::In, ShiftState::Done) => News::StillHere,
        (RollStep::In, _) => News::Came,
        (RollStep::Out, _) => News::Left,
        (RollStep::Absent, _) => return Ok(()),
    };
    let year = school_year::of(head.starts_at.day());
    let Some(guardian) = desk::guardian_to_tell(act.conn, who.ambassador, &year)? else {
        return Ok(());
    };
    // A guardian's language is not known: Vietnamese, with the core of it in English.
    let lang = Lang::Vi;
    let time = lang.time(act.now.time());
    let words = Words {
        subject: news.subject(&who.name, &time),
        to: guardian.name,
        paragraphs: vec![
            news.vietnamese(&who.name, &time),
            news.english(&who.name, &time),
            format!(
                "Session: {}, {}, {}; expected to end at {}.",
                head.title,
                head.place,
                head.ward,
                Lang::En.time(head.ends_at.time())
            ),
        ],
        facts: vec![
            ("Buổi".to_owned(), head.title.clone()),
            ("Nơi".to_owned(), format!("{}, {}", head.place, head.ward)),
            ("Dự kiến kết thúc".to_owned(), lang.time(head.ends_at.time())),
        ],
        link: None,
        also: None,
    };
    let moment = act.now.datetime().timestamp();
    let key = format!("shift.{}:{}:{moment}", news.word(), who.shift);
    act.send(&compose(key, &guardian.email, lang, &words))
}

#[derive(Clone, Copy)]
enum News {
    Came,
    Left,
    /// The check-out before was a mistake.
    StillHere,
}

impl News {
    fn word(self) -> &'static str {
        match self {
            News::Came => "came",
            News::Left => "left",
            News::StillHere => "still_here",
        }
    }

    fn subject(self, pupil: &str, time: &str) -> String {
        match self {
            News::Came => format!("Em {pupil} đã đến buổi hỗ trợ lúc {time}"),
            News::Left => format!("Em {pupil} đã ra về lúc {time}"),
            News::StillHere => format!("Em {pupil} vẫn đang ở buổi hỗ trợ"),
        }
    }

    fn vietnamese(self, pupil: &str, time: &str) -> String {
        match self {
            News::Came => {
                format!("Em {pupil} đã được người lớn phụ trách điểm danh vào lúc {time}.")
            }
            News::Left => {
                format!("Em {pupil} đã được người lớn phụ trách điểm danh ra về lúc {time}.")
            }
            News::StillHere => format!(
                "Thư báo em {pupil} ra về vừa rồi là do ghi nhầm. Lúc {time} em vẫn đang ở buổi hỗ trợ."
            ),
        }
    }

    fn english(self, pupil: &str, time: &str) -> String {
        match self {
            News::Came => {
                format!("In English: {pupil} was checked in by the adult in charge at {time}.")
            }
            News::Left => format!(
                "In English: {pupil} was checked out by the adult in charge at {time} and has left."
            ),
            News::StillHere => format!(
                "In English: the letter that said {pupil} had left was sent by mistake. At {time} \
                 {pupil} is still at the session."
            ),
        }
    }
}
