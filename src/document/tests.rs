//! The papers as a whole: pages, places, refusals.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::DocumentError;
use super::certificate::{self, Certificate, Decision, Kind, Signatory, certificates};
use super::layout::book::{Book, Placed};
use super::letterhead::Letterhead;
use super::paper::{Align, Block, Column, Paper, Table};

fn school() -> Letterhead {
    Letterhead::State {
        parent: "UBND phường Đông Hưng Thuận".to_owned(),
        name: "Trường THCS Nguyễn Vĩnh Nghiệp".to_owned(),
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 5, 26).unwrap()
}

fn head_teacher() -> Signatory {
    Signatory {
        office: vec!["HIỆU TRƯỞNG".to_owned()], name: "Nguyễn Thị Thanh Hương".to_owned()
    }
}

fn award() -> Certificate {
    Certificate {
        kind: Kind::Certificate,
        letterhead: school(),
        number: "01/GCN-NVN".to_owned(),
        presenter: "Hiệu trưởng Trường THCS Nguyễn Vĩnh Nghiệp".to_owned(),
        holder: "Nguyễn Hoàng Bảo Trâm Anh".to_owned(),
        holder_of: "Học sinh lớp 8A1".to_owned(),
        achievement: "Đã hoàn thành tốt nhiệm vụ Đại sứ số".to_owned(),
        minutes: 2190,
        supports: 42,
        programme: "Đại sứ số – Bình dân học vụ số".to_owned(),
        school_year: "2026–2027".to_owned(),
        decision: Some(Decision { number: "45/QĐ-NVN".to_owned(), day: day() }),
        place: "Đông Hưng Thuận".to_owned(),
        day: day(),
        signatory: head_teacher(),
        verify_url: "https://daisuso.example/kiem-tra/9F3K77QX2M".to_owned(),
    }
}

fn list(rows: usize) -> Paper {
    let columns = vec![
        Column::new("STT", 4.0, Align::Centre),
        Column::new("Họ và tên", 24.0, Align::Left),
        Column::new("Lớp", 8.0, Align::Centre),
        Column::new("Số giờ", 9.0, Align::Right),
        Column::new("Hình thức", 20.0, Align::Left),
    ];
    let row = |i: usize| {
        let name = "Trần Đặng Gia Hân".to_owned();
        vec![i.to_string(), name, "8A1".to_owned(), "12,5".to_owned(), String::new()]
    };
    let rows = (1..=rows).map(row).collect();
    Paper {
        letterhead: school(),
        number: Some("05/TTr-NVN".to_owned()),
        place: "Đông Hưng Thuận".to_owned(),
        day: Some(day()),
        title: "Danh sách đề nghị khen thưởng".to_owned(),
        subject: Some("Năm học 2026–2027".to_owned()),
        attached_to: None,
        addressees: vec!["Hội đồng Thi đua".to_owned()],
        grounds: vec!["Căn cứ Luật Thi đua, khen thưởng;".to_owned(), "Xét đề nghị".to_owned()],
        body: vec![
            Block::Heading("I. Danh sách".to_owned()),
            Block::Table(Table { columns, rows, total: None }),
            Block::Text("Trân trọng kính trình./.".to_owned()),
        ],
        signatures: vec![head_teacher()],
        recipients: vec!["Như trên".to_owned(), "Lưu: VT.".to_owned()],
    }
}

/// The count in the PDF's page tree.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let count = text.split("/Type/Pages/Count ").nth(1).expect("a page tree");
    count.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

fn texts(book: &Book) -> String {
    book.texts().iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join("|")
}

fn overlapping(texts: &[Placed]) -> Option<String> {
    for (i, a) in texts.iter().enumerate() {
        for b in texts[i + 1..].iter().filter(|b| b.page == a.page) {
            let across = a.right.min(b.right) - a.left.max(b.left);
            let down = a.bottom.min(b.bottom) - a.top.max(b.top);
            if across > 0.5 && down > 0.5 {
                return Some(format!("{:?} over {:?}", a.text, b.text));
            }
        }
    }
    None
}

#[test]
fn each_certificate_takes_one_page() {
    for count in [1, 3] {
        let items = vec![award(); count];
        assert_eq!(pages(&certificates(&items).unwrap()), count);
    }
    assert!(matches!(certificates(&[]), Err(DocumentError::Empty)));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let items = [award(), Certificate { kind: Kind::Commendation, ..award() }];
    assert_eq!(certificates(&items).unwrap(), certificates(&items).unwrap());
    assert_eq!(list(40).pdf().unwrap(), list(40).pdf().unwrap());
}

#[test]
fn the_pdf_claims_pdf_ua_and_speaks_vietnamese() {
    let pdf = certificates(&[award()]).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(text.contains("/Lang(vi)") && text.contains("/Marked true"));
}

#[test]
fn a_certificate_says_everything_it_must() {
    let drawn = texts(&certificate::draw(&[award()]).unwrap());
    for said in [
        "UBND PHƯỜNG ĐÔNG HƯNG THUẬN",
        "TRƯỜNG THCS NGUYỄN VĨNH NGHIỆP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 01/GCN-NVN",
        "GIẤY CHỨNG NHẬN",
        "Nguyễn Hoàng Bảo Trâm Anh",
        "36,5 giờ",
        "42 lượt",
        "năm học 2026–2027",
        "Theo Quyết định số 45/QĐ-NVN ngày 26 tháng 5 năm 2027",
        "Đông Hưng Thuận, ngày 26 tháng 5 năm 2027",
        "HIỆU TRƯỞNG",
        "https://daisuso.example/kiem-tra/9F3K77QX2M",
    ] {
        assert!(drawn.contains(said), "{said} is missing in {drawn}");
    }
}

#[test]
fn figures_that_are_nothing_are_left_out() {
    let none = Certificate { minutes: 0, supports: 0, decision: None, ..award() };
    let drawn = texts(&certificate::draw(&[none]).unwrap());
    assert!(!drawn.contains("giờ") && !drawn.contains("lượt") && !drawn.contains("Quyết định"));
    let hours = Certificate { supports: 0, ..award() };
    let drawn = texts(&certificate::draw(&[hours]).unwrap());
    assert!(drawn.contains("36,5 giờ| tình nguyện") && !drawn.contains("lượt"));
}

#[test]
fn a_name_no_font_can_draw_is_refused_rather_than_spoiled() {
    let emoji = Certificate { holder: "Bảo Trâm 🌸".to_owned(), ..award() };
    let error = certificates(&[emoji]).unwrap_err();
    assert!(matches!(error, DocumentError::MissingGlyph { character: '🌸', .. }));
}

#[test]
fn a_text_without_end_is_refused() {
    let long = Certificate { achievement: "rất chăm chỉ ".repeat(120), ..award() };
    assert!(matches!(certificates(&[long]), Err(DocumentError::TooLong { .. })));
    let long = Certificate { holder: "Nguyễn Thị ".repeat(20), ..award() };
    assert!(matches!(certificates(&[long]), Err(DocumentError::TooLong { .. })));
}

#[test]
fn a_list_numbers_its_pages_from_the_second_and_repeats_the_head_unread() {
    let book = list(100).draw().unwrap();
    assert!(book.pages() >= 3);
    let texts = book.texts();
    for page in 0..book.pages() {
        let on: Vec<&Placed> = texts.iter().filter(|t| t.page == page).collect();
        let number = (page + 1).to_string();
        let furniture: Vec<&str> =
            on.iter().filter(|t| !t.read_aloud).map(|t| t.text.as_str()).collect();
        assert_eq!(furniture.contains(&number.as_str()), page > 0);
        let rows = on.iter().any(|t| t.read_aloud && t.text == "8A1");
        assert_eq!(furniture.contains(&"Họ và tên"), page > 0 && rows);
    }
    assert_eq!(overlapping(&texts), None);
    assert_eq!(pages(&list(100).pdf().unwrap()), book.pages());
}

#[test]
fn signatures_never_stand_without_the_last_rows() {
    for rows in 1..=70 {
        let book = list(rows).draw().unwrap();
        let texts = book.texts();
        let signed = texts.iter().find(|t| t.text == "Nguyễn Thị Thanh Hương").unwrap().page;
        let beside = texts.iter().filter(|t| t.page == signed && t.text == "8A1").count();
        assert!(beside >= rows.min(2), "{rows} rows: {beside} beside the signature");
        assert_eq!(overlapping(&texts), None);
    }
}

#[test]
fn signatures_take_the_end_of_a_long_sentence_along() {
    for words in (20..900).step_by(7) {
        let text = "một hai ba bốn ".repeat(words / 4);
        let paper = Paper { body: vec![Block::Text(text)], ..list(0) };
        let texts = paper.draw().unwrap().texts();
        let signed = texts.iter().find(|t| t.text == "Nguyễn Thị Thanh Hương").unwrap();
        let above = |t: &&Placed| t.page == signed.page && t.text.contains("hai ba");
        assert!(texts.iter().any(|t| above(&t)), "{words} words");
    }
}

#[test]
fn nothing_leaves_the_margins_of_a_paper() {
    for text in list(100).draw().unwrap().texts() {
        let mm = |points: f32| points * 25.4 / 72.0;
        assert!(mm(text.left) >= 29.9 && mm(text.right) <= 195.1, "{:?}", text.text);
        assert!(mm(text.bottom) <= 277.1, "{:?}", text.text);
        assert!(!text.read_aloud || mm(text.top) >= 19.9, "{:?}", text.text);
    }
}

#[test]
fn grounds_and_recipients_are_closed_as_the_decree_says() {
    let drawn = texts(&list(1).draw().unwrap());
    assert!(drawn.contains("Căn cứ Luật Thi đua, khen thưởng;|Xét đề nghị."));
    assert!(drawn.contains("Nơi nhận:|- Như trên;|- Lưu: VT."));
}

#[test]
fn an_undated_paper_leaves_room_for_the_hand() {
    let draft = Paper { day: None, number: None, ..list(1) };
    let drawn = texts(&draft.draw().unwrap());
    assert!(drawn.contains("ngày .... tháng .... năm ......") && !drawn.contains("Số:"));
}

#[test]
fn a_column_is_never_narrower_than_its_longest_word() {
    let drawn = texts(&list(3).draw().unwrap());
    assert!(drawn.contains("|STT|"), "not broken into two lines: {drawn}");
}

#[test]
fn a_row_with_a_cell_too_few_is_refused() {
    let mut paper = list(2);
    if let Block::Table(table) = &mut paper.body[1] {
        table.rows[1].pop();
    }
    let error = paper.pdf().unwrap_err();
    assert_eq!(error.to_string(), "row 2 has 4 cells for 5 columns");
}

#[test]
fn two_people_sign_side_by_side() {
    let teacher = Signatory {
        office: vec!["Giáo viên".to_owned()],
        name: "Trần Ngọc Diễm".to_owned(),
    };
    let paper = Paper { signatures: vec![teacher, head_teacher()], ..list(1) };
    let texts = paper.draw().unwrap().texts();
    let find = |text: &str| texts.iter().find(|t| t.text == text).unwrap();
    let (left, right) = (find("Trần Ngọc Diễm"), find("Nguyễn Thị Thanh Hương"));
    assert!(left.right < right.left && (left.top - right.top).abs() < 0.5);
    assert_eq!(overlapping(&texts), None);
}

fn words(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Nguyễn",
        "Thị",
        "Hoàng",
        "Bảo",
        "Trâm",
        "Anh",
        "nghiêng",
        "phường",
        "số",
        "ở",
        "Quỳnh",
    ]);
    prop::collection::vec(word, words).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However long names and sentences are, a certificate is either refused or clean.
    #[test]
    fn no_text_of_a_certificate_touches_another_or_the_frame(
        holder in words(1..10),
        achievement in words(1..70),
        school in words(1..14),
        presenter in words(1..14),
        office in words(1..5),
    ) {
        let letterhead = Letterhead::State { parent: "UBND phường".to_owned(), name: school };
        let signatory = Signatory { office: vec!["KT. HIỆU TRƯỞNG".to_owned(), office], ..head_teacher() };
        let item = Certificate { holder, achievement, letterhead, presenter, signatory, ..award() };
        match certificate::draw(&[item]) {
            Ok(book) => {
                let texts = book.texts();
                prop_assert_eq!(overlapping(&texts), None);
                for text in &texts {
                    prop_assert!(text.left >= 60.0 && text.right <= 782.0, "{}", text.text);
                    prop_assert!(text.top >= 46.0 && text.bottom <= 550.0, "{}", text.text);
                }
            }
            Err(error) => {
                let refused = matches!(error, DocumentError::TooLong { .. });
                prop_assert!(refused, "{}", error);
            }
        }
    }
}
