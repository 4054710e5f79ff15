use std::collections::HashSet;

use super::*;
use crate::domain::eligibility::Weekly;
use crate::domain::lang::Lang;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

fn classes() -> Vec<ClassChoice> {
    [(1, "8A1"), (2, "6/3")]
        .map(|(id, name)| ClassChoice { id: ClassId(id), name: name.into() })
        .into()
}

#[test]
fn a_pupil_has_a_class_a_year_and_a_guardian() {
    let form = PupilForm {
        name: " nguyễn  Ngọc Minh Anh ".into(),
        class: "1".into(),
        birth_year: "2013".into(),
        guardian_name: "Nguyễn Thị Mai".into(),
        guardian_phone: "0903 123 456".into(),
        guardian_email: "".into(),
    };
    let pupil = PupilDetails::parse(&form, &classes(), today()).unwrap();
    assert_eq!(pupil.guardian_phone.as_deref(), Some("+84903123456"));
    for (field, wrong) in [
        ("name", PupilForm { name: "".into(), ..form.clone() }),
        ("class", PupilForm { class: "9".into(), ..form.clone() }),
        ("birth_year", PupilForm { birth_year: "2016".into(), ..form.clone() }),
        ("birth_year", PupilForm { birth_year: "12/3/2013".into(), ..form.clone() }),
        ("guardian_name", PupilForm { guardian_name: "".into(), ..form.clone() }),
        ("guardian_phone", PupilForm { guardian_phone: "12".into(), ..form.clone() }),
        ("guardian_email", PupilForm { guardian_email: "mai".into(), ..form.clone() }),
    ] {
        let problems = PupilDetails::parse(&wrong, &classes(), today()).unwrap_err();
        assert!(problems.of(field).is_some(), "{field}: {problems:?}");
    }
}

#[test]
fn a_pasted_list_tells_good_lines_from_bad_ones() {
    let text = "Họ tên; lớp; năm sinh; phụ huynh; điện thoại\n\
                Lê Gia Hân; 8a1; 2013; Lê Văn Tám; 0903123456\n\
                \n\
                Trần Quốc Bảo\t6/3\t2015\tTrần Thị Bảy\t\n\
                Võ An; 9Z; 2013; Võ Ba; 0903123456\n\
                lê gia hân; 8A1; 2013; Lê Văn Tám; 0903123456\n\
                Hồ Bình; 8A1\n\
                Đã Có; 8A1; 2013; Mẹ Em; 0903123456";
    let known = HashSet::from([("da co".to_owned(), ClassId(1), 2013)]);
    let lines = read_lines(text, &classes(), &known, today());
    let fine: Vec<usize> = lines.iter().filter(|l| l.read.is_ok()).map(|l| l.number).collect();
    assert_eq!(fine, [2, 4]);
    let say = |number: usize| {
        let line = lines.iter().find(|l| l.number == number).unwrap();
        line.read.clone().unwrap_err().say(Lang::Vi).to_owned()
    };
    assert!(say(5).contains("lớp"));
    assert!(say(6).contains("đã có"));
    assert!(say(7).contains("Thiếu cột"));
    assert!(say(8).contains("đã có"));
}

#[test]
fn a_list_ends_after_two_hundred_lines() {
    let text = (0..300)
        .map(|i| format!("Lê Gia Hân{}; 8A1; 2013; Lê Tám;", "n".repeat(i)))
        .collect::<Vec<_>>()
        .join("\n");
    let lines = read_lines(&text, &classes(), &HashSet::new(), today());
    assert_eq!((lines.len(), lines.iter().filter(|l| l.read.is_ok()).count()), (201, 200));
}

#[test]
fn certifications_leave_tier_r_out_and_end_with_the_school_year() {
    let catalogue = [("A4".to_owned(), Tier::Guide), ("C5".to_owned(), Tier::Reserved)];
    let form = |topics: &[&str], until: &str| CertifyForm {
        topics: topics.iter().map(|t| (*t).to_owned()).collect(),
        level: "2".into(),
        until: until.into(),
    };
    let parse = |form: CertifyForm| Certifying::parse(&form, &catalogue, today());
    let certifying = parse(form(&["A4", "C5"], "")).unwrap();
    assert_eq!(certifying.topics, ["A4"]);
    assert_eq!(certifying.until, NaiveDate::from_ymd_opt(2027, 7, 31).unwrap());
    assert!(parse(form(&["C5"], "")).unwrap_err().of("topics").is_some());
    assert!(parse(form(&["A4"], "2027-08-01")).unwrap_err().of("until").is_some());
}

#[test]
fn sign_in_names_count_up_and_passwords_have_no_look_alikes() {
    assert_eq!(sign_in_name("NVN", 12), "nvn-0012");
    assert_eq!(sign_in_number("NVN", "nvn-0012"), Some(12));
    assert_eq!(sign_in_number("NVN", "nvn-12345"), Some(12345));
    assert_eq!(sign_in_number("NVN", "nvna-0001"), None);
    let password = first_password(u64::MAX);
    assert_eq!((password.len(), password.as_bytes()[4]), (9, b'-'));
    assert!(!first_password(12345).contains(['0', 'o', '1', 'l', 'i']));
    assert_ne!(first_password(1), first_password(2));
}

#[test]
fn closed_days_are_not_over_and_not_endless() {
    let form = |from: &str, to: &str| ClosedForm {
        kind: "exam_week".into(),
        from_day: from.into(),
        to_day: to.into(),
        name: "Kiểm tra cuối kỳ".into(),
        name_en: "".into(),
    };
    let one = NewClosed::parse(&form("2026-12-21", ""), today()).unwrap();
    assert_eq!((one.from_day, one.name_en.as_str()), (one.to_day, "Kiểm tra cuối kỳ"));
    assert!(NewClosed::parse(&form("2026-12-21", "2026-12-26"), today()).is_ok());
    for (from, to) in
        [("2026-12-21", "2026-12-20"), ("2026-12-21", "2027-12-26"), ("2026-11-01", "2026-11-05")]
    {
        assert!(NewClosed::parse(&form(from, to), today()).unwrap_err().of("to_day").is_some());
    }
}

#[test]
fn lesson_hours_survive_being_shown() {
    let lessons = vec![
        Weekly { weekday: 1, minutes: (420, 690) },
        Weekly { weekday: 1, minutes: (810, 960) },
        Weekly { weekday: 6, minutes: (420, 600) },
    ];
    assert_eq!(LessonsForm::of(&lessons).parse().unwrap(), lessons);
    let wrong = LessonsForm { from: vec!["7:00".into()], ..LessonsForm::default() };
    assert!(wrong.parse().unwrap_err().of("lessons").is_some());
}

#[test]
fn a_school_may_only_tighten() {
    let form = |session: &str, week: &str, end: &str| LimitsForm {
        session_minutes: session.into(),
        week_hours: week.into(),
        latest_end: end.into(),
    };
    let own = read_limits(&form("120", "6", "18:00")).unwrap();
    assert_eq!(
        (own.session_minutes, own.week_minutes, own.latest_end),
        (Some(120), Some(360), Some(1080))
    );
    assert_eq!(read_limits(&LimitsForm::of(&own)).unwrap(), own);
    for (field, wrong) in [
        ("session_minutes", form("181", "", "")),
        ("week_hours", form("", "9", "")),
        ("latest_end", form("", "", "19:01")),
    ] {
        assert!(read_limits(&wrong).unwrap_err().of(field).is_some(), "{field}");
    }
}
