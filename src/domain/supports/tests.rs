use super::*;

fn at(hour: u32, minute: u32) -> At {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    At::local(day, NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn session() -> Span {
    Span { from: at(8, 0), to: at(10, 0) }
}

fn typed(started: &str, ended: &str) -> SupportForm {
    SupportForm {
        started: started.into(),
        ended: ended.into(),
        outcome: "guided".into(),
        operated_by: "resident".into(),
        can_do_alone: "with_help".into(),
        ..SupportForm::default()
    }
}

const TOPICS: Topics<'static> = Topics { booked: "A2", open: &[] };

fn parse(started: &str, ended: &str) -> Result<Span, Problems> {
    let proposed = proposed(session(), Some(at(8, 10)), None, at(9, 0));
    Logged::parse(&typed(started, ended), session(), proposed, TOPICS, at(9, 0)).map(|l| l.span)
}

#[test]
fn the_noted_start_and_now_are_proposed_and_may_be_mended() {
    assert_eq!(parse("", ""), Ok(Span { from: at(8, 10), to: at(9, 0) }));
    assert_eq!(parse("8h20", "8:45"), Ok(Span { from: at(8, 20), to: at(8, 45) }));
}

#[test]
fn times_lie_inside_the_session_and_not_ahead() {
    for (started, ended, field) in [
        ("7:59", "8:30", "started"),
        ("8:00", "9:01", "ended"),
        ("8:00", "10:30", "ended"),
        ("8:30", "8:30", "ended"),
        ("sáng", "8:30", "started"),
    ] {
        let problems = parse(started, ended).unwrap_err();
        assert!(problems.of(field).is_some(), "{started}–{ended}: {problems:?}");
    }
}

#[test]
fn a_start_noted_before_the_session_counts_from_its_beginning() {
    assert_eq!(proposed(session(), Some(at(7, 50)), None, at(8, 30)).from, at(8, 0));
    assert_eq!(proposed(session(), Some(at(9, 50)), None, at(10, 30)).to, at(10, 0));
    assert_eq!(proposed(session(), None, None, at(7, 0)), Span { from: at(8, 0), to: at(8, 0) });
}

#[test]
fn the_end_that_the_desk_noted_is_proposed_not_the_moment_of_writing() {
    let known = proposed(session(), Some(at(8, 10)), Some(at(8, 35)), at(9, 50));
    assert_eq!(known, Span { from: at(8, 10), to: at(8, 35) });
}

#[test]
fn what_was_done_is_a_topic_of_the_programme_and_may_differ_from_what_was_booked() {
    let open = ["A2".to_owned(), "A4".to_owned(), "B1".to_owned()];
    let topics = Topics { booked: "A2", open: &open };
    let done = |topic: &str, also: &[&str]| {
        let also = also.iter().map(|code| (*code).to_owned()).collect();
        topics.done(&SupportForm { topic: topic.into(), also, ..SupportForm::default() })
    };
    assert_eq!(done("", &[]).unwrap().topic, "A2");
    let more = done("A4", &["", "B1", "A4", "B1"]).unwrap();
    assert_eq!((more.topic.as_str(), more.also_stored().as_str()), ("A4", "B1"));
    assert_eq!(also_read(&more.also_stored()).collect::<Vec<_>>(), ["B1"]);
    assert_eq!(also_read("").count(), 0);
    assert!(done("R9", &[]).unwrap_err().of("topic").is_some());
    assert!(done("", &["R9"]).unwrap_err().of("also").is_some());
}

#[test]
fn a_time_beyond_the_shift_or_the_desks_own_is_marked() {
    let noted = |from, to| Some(Noted { from, to: Some(to) });
    let told = |from, to| Span { from, to };
    let (shift, visit) = (noted(at(7, 55), at(9, 30)), noted(at(8, 10), at(8, 40)));
    let marks = |span| {
        let marks = span_marks(span, shift, visit).into_iter();
        marks.map(|mark| matches!(mark, SpanMark::OutsideShift(_))).collect::<Vec<_>>()
    };
    assert!(marks(told(at(8, 10), at(8, 40))).is_empty());
    assert!(marks(told(at(8, 5), at(8, 46))).is_empty(), "five minutes are no matter");
    assert_eq!(marks(told(at(8, 4), at(8, 40))), [false]);
    assert_eq!(marks(told(at(8, 10), at(8, 47))), [false]);
    assert_eq!(marks(told(at(7, 50), at(9, 35))), [true, false]);
    let lasts = Some(Noted { from: at(8, 10), to: None });
    assert!(span_marks(told(at(8, 10), at(9, 59)), lasts, lasts).is_empty());
    assert!(span_marks(told(at(8, 10), at(9, 59)), None, None).is_empty());
}

#[test]
fn the_pupil_never_operates_the_device() {
    let form = SupportForm { operated_by: "ambassador".into(), ..typed("8:00", "8:30") };
    let problems = Logged::parse(&form, session(), session(), TOPICS, at(9, 0)).unwrap_err();
    assert!(problems.of("operated_by").is_some());
}

fn standing() -> Standing {
    Standing {
        session: SessionState::Running,
        shift: Some(ShiftState::Present),
        booking: BookingState::Arrived,
        support: None,
        busy: false,
        late: false,
    }
}

#[test]
fn help_begins_with_somebody_who_arrived_by_somebody_checked_in() {
    use SupportRefusal::*;
    assert_eq!(may_start(standing()), Ok(()));
    let with = |change: fn(&mut Standing)| {
        let mut facts = standing();
        change(&mut facts);
        may_start(facts)
    };
    assert_eq!(with(|s| s.session = SessionState::Open), Err(NotRunning));
    assert_eq!(with(|s| s.shift = Some(ShiftState::Taken)), Err(NotCheckedIn));
    assert_eq!(with(|s| s.shift = None), Err(NotCheckedIn));
    assert_eq!(with(|s| s.booking = BookingState::Booked), Err(NotArrived));
    assert_eq!(with(|s| s.booking = BookingState::Helped), Err(Moved));
    assert_eq!(with(|s| s.busy = true), Err(HelpingAnother));
}

#[test]
fn a_support_is_logged_after_it_began_and_mended_until_an_adult_confirms_it() {
    use SupportRefusal::*;
    let with = |booking, support| may_log(Standing { booking, support, ..standing() });
    assert_eq!(with(BookingState::BeingHelped, None), Ok(()));
    assert_eq!(with(BookingState::Helped, Some(SupportState::Logged)), Ok(()));
    assert_eq!(with(BookingState::Helped, Some(SupportState::Returned)), Ok(()));
    assert_eq!(with(BookingState::Arrived, None), Err(NotStarted));
    assert_eq!(with(BookingState::Cancelled, None), Err(Moved));
    for closed in [SupportState::ClosedBySupervisor, SupportState::Verified] {
        assert_eq!(with(BookingState::Helped, Some(closed)), Err(Closed));
    }
    let after = Standing {
        session: SessionState::ToConfirm,
        shift: Some(ShiftState::Done),
        booking: BookingState::BeingHelped,
        ..standing()
    };
    assert_eq!(may_log(after), Ok(()));
    assert_eq!(may_log(Standing { session: SessionState::Open, ..after }), Err(NotRunning));
    let closed = Standing { session: SessionState::Closed, booking: BookingState::Helped, ..after };
    assert_eq!(may_log(closed), Ok(()), "the closing page promises it");
    let late = Standing { late: true, ..closed };
    assert_eq!(may_log(late), Err(TooLate));
    let returned = Standing { support: Some(SupportState::Returned), ..late };
    assert_eq!(may_log(returned), Ok(()));
}

#[test]
fn a_pupil_sees_a_form_of_address_and_one_letter() {
    let vi = |name, year| shown_to_pupil(Lang::Vi, name, year, 2026);
    assert_eq!(vi("Bà Trần Thị Lan", None), "Bà L.");
    assert_eq!(vi("Bà Chín", Some(1946)), "Bà C.");
    assert_eq!(vi("Nguyễn Văn Sáu", Some(1955)), "Ông/bà S.");
    assert_eq!(vi("Lan", Some(1980)), "Cô/chú L.");
    assert_eq!(vi("Trần Thị Hạnh", Some(1997)), "Anh/chị H.");
    assert_eq!(shown_to_pupil(Lang::En, "Lan", None, 2026), "Mr/Ms L.");
}
