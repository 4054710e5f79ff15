//! A posting is refused for one named reason at a time, and stands when nothing is wrong.

use super::*;
use crate::domain::lang::Lang;

const WARD: OrganisationId = OrganisationId(1);

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn form() -> PostingForm {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
    PostingForm {
        place: "5".into(),
        day: "2026-12-05".into(),
        from: "7:30".into(),
        to: "10:30".into(),
        topics: words(&["A4", "A2"]),
        slot_minutes: "30".into(),
        seats: "4".into(),
        walk_in_percent: "30".into(),
        supervisors: words(&["11", "12"]),
        ambassadors_wanted: "8".into(),
        pupils_per_adult: "8".into(),
        ..PostingForm::default()
    }
}

fn parse(form: &PostingForm) -> Result<Posting, Problems> {
    let topics: Vec<(String, Tier)> =
        [("A2", Tier::Adult), ("A4", Tier::Guide), ("C1", Tier::Reserved)]
            .map(|(code, tier)| (code.to_owned(), tier))
            .into();
    let closed = crate::domain::school_year::holidays(day(1), day(30) + Days::new(400));
    let choices = Choices {
        now: At::local(day(28), NaiveTime::from_hms_opt(7, 0, 0).unwrap()),
        ward: WARD,
        places: &[PlaceId(5)],
        topics: &topics,
        supervisors: &[AccountId(11), AccountId(12), AccountId(13)],
        schools: &[OrganisationId(2)],
        closed: &closed,
    };
    Posting::parse(form, &choices)
}

/// The fields that are refused once the form is changed like this.
fn refused(change: impl Fn(&mut PostingForm)) -> Vec<String> {
    let mut form = form();
    change(&mut form);
    match parse(&form) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.all(Lang::Vi).iter().map(|(f, _)| (*f).to_owned()).collect(),
    }
}

#[test]
fn a_good_posting_stands_with_its_topics_in_the_catalogues_order() {
    let posting = parse(&form()).unwrap();
    assert_eq!(posting.topics, ["A2", "A4"]);
    assert_eq!(posting.ends_at.minutes_since(posting.starts_at), 180);
    assert_eq!(posting.supervisors, [AccountId(11), AccountId(12)]);
}

#[test]
fn time_must_lie_ahead_and_hold_a_slot() {
    assert_eq!(refused(|f| f.day = "2026-11-27".into()), ["day"]);
    assert_eq!(refused(|f| f.day = "28/11/2026".into()), [""; 0], "later today is fine");
    let today_early = |f: &mut PostingForm| {
        f.day = "28/11/2026".into();
        f.from = "6:30".into();
        f.to = "8:00".into();
    };
    assert_eq!(refused(today_early), ["from"]);
    assert_eq!(refused(|f| f.to = "7:30".into()), ["to"]);
    assert_eq!(refused(|f| f.to = "7:45".into()), ["to"]);
    assert_eq!(refused(|f| f.day = "2028-11-28".into()), ["day"]);
    assert_eq!(refused(|f| f.from = "5:00".into()), ["from", "to"], "too early and too long");
}

#[test]
fn nobody_posts_on_a_public_holiday() {
    assert_eq!(refused(|f| f.day = "1/1/2027".into()), ["day"]);
    assert_eq!(refused(|f| f.day = "24/11/2027".into()), ["day"]);
}

#[test]
fn pupils_are_home_by_seven_and_stay_three_hours() {
    let evening = |f: &mut PostingForm| {
        f.from = "17:30".into();
        f.to = "19:30".into();
    };
    assert_eq!(refused(evening), ["to"]);
    let adults_only = |f: &mut PostingForm| {
        evening(f);
        f.ambassadors_wanted = "0".into();
    };
    assert_eq!(refused(adults_only), [""; 0]);
    assert_eq!(refused(|f| f.to = "11:00".into()), ["to"]);
}

#[test]
fn two_adults_at_least_and_eight_pupils_each_at_most() {
    assert_eq!(refused(|f| f.supervisors.truncate(1)), ["supervisors"]);
    assert_eq!(refused(|f| f.supervisors = vec!["11".into(), "11".into()]), ["supervisors"]);
    assert_eq!(refused(|f| f.supervisors = vec!["11".into(), "99".into()]), ["supervisors"]);
    assert_eq!(refused(|f| f.pupils_per_adult = "9".into()), ["pupils_per_adult"]);
    assert_eq!(refused(|f| f.ambassadors_wanted = "17".into()), ["ambassadors_wanted"]);
    assert_eq!(refused(|f| f.topics = vec!["C1".into()]), ["ambassadors_wanted"]);
}

#[test]
fn an_empty_form_names_every_question() {
    let problems = parse(&PostingForm::default()).unwrap_err();
    assert_eq!(problems.all(Lang::Vi).len(), 11);
}

#[test]
fn free_text_holds_no_secrets() {
    assert_eq!(refused(|f| f.notes = "Mật khẩu wifi: abc12345".into()), ["notes"]);
}

#[test]
fn a_series_lasts_a_week_to_a_year() {
    let until = |text: &str| {
        let form = PostingForm { until: text.into(), ..form() };
        parse_until(&form, day(28))
    };
    assert_eq!(until("").unwrap(), None);
    assert_eq!(until("2026-12-26").unwrap(), NaiveDate::from_ymd_opt(2026, 12, 26));
    for wrong in ["hôm sau", "2026-11-30", "2029-01-01"] {
        assert!(until(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_may_not_be_meant_is_said_but_not_refused() {
    let said = |change: fn(&mut PostingForm), reserved: &[(&str, &str)]| -> Vec<String> {
        let mut form = form();
        change(&mut form);
        let cautions = parse(&form).unwrap().cautions(reserved);
        cautions.iter().map(|caution| caution.say(Lang::En).to_owned()).collect()
    };
    assert!(said(|_| (), &[]).is_empty());
    let lost = said(|form| form.to = "10:20".into(), &[]);
    assert!(lost.len() == 1 && lost[0].contains("20 minutes (10:00–10:20)"), "{lost:?}");
    let few = |form: &mut PostingForm| {
        form.seats = "1".into();
        form.walk_in_percent = "60".into();
    };
    assert!(said(few, &[])[0].contains("nobody can book ahead"));
    let reserved = [("Vay tiền", "Loans")];
    assert!(said(|_| (), &reserved)[0].contains("Loans"));
    assert!(said(|form| form.ambassadors_wanted = "0".into(), &reserved).is_empty());
}
