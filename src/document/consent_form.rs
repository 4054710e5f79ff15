//! The consent form on paper: one A4 page per pupil, every purpose asked by itself with boxes
//! for yes and no, two signatures, and a code that leads the school to where it is typed in.
//!
//! The text is Vietnamese whatever the language of the screen, as papers of a school are.

use std::num::NonZeroU16;

use krilla::geom::{PathBuilder, Rect};
use krilla::tagging::Tag;

use super::DocumentError;
use super::layout::book::{Book, Paint};
use super::layout::face::{Face, Style};
use super::layout::flow::A4;
use super::layout::ornament::rectangle;
use super::layout::paragraph::{self, Align, Line, Span};
use super::layout::{BLACK, BLUE, GREY, mm};
use super::letterhead::{self, Letterhead, Place};
use super::qr::Matrix;

/// Everything that stands on one form.
#[derive(Clone, Debug)]
pub struct ConsentForm {
    pub letterhead: Letterhead,
    /// "2026–2027".
    pub school_year: String,
    /// The version of the texts: "2026-1".
    pub version: String,
    pub pupil: String,
    pub class: String,
    pub birth_year: i64,
    /// The sign-in name, by which the school finds the pupil: "NVN-0001".
    pub code: String,
    pub guardian: String,
    pub questions: Vec<Question>,
    pub school_phone: String,
    /// Where the school types the form in.
    pub enter_url: String,
}

/// One purpose: its name and what each side says yes or no to.
#[derive(Clone, Debug)]
pub struct Question {
    pub name: String,
    /// Without it the pupil is not scheduled; all others are free.
    pub needed: bool,
    /// ("Em", "Em đồng ý để …").
    pub statements: Vec<(String, String)>,
}

/// All forms in one PDF, one page each.
pub fn consent_forms(items: &[ConsentForm]) -> Result<Vec<u8>, DocumentError> {
    let title = match items {
        [] => return Err(DocumentError::Empty),
        [only] => format!("Phiếu đồng ý – {}", only.pupil),
        [first, ..] => format!("Phiếu đồng ý – lớp {}", first.class),
    };
    draw(items)?.finish(&title)
}

/// The pages, not yet written.
pub(super) fn draw(items: &[ConsentForm]) -> Result<Book, DocumentError> {
    let mut book = Book::new(A4.0, A4.1);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            book.next_page();
        }
        book.within(Tag::Section, |book| item.draw(book))?;
    }
    Ok(book)
}

const LEFT: f32 = mm(20.0);
const WIDTH: f32 = A4.0 - LEFT - mm(15.0);
const TOP: f32 = mm(14.0);
const BOTTOM: f32 = A4.1 - mm(13.0);
/// The two narrow columns on the right, each with one box.
const BOX_COLUMN: f32 = 42.0;
const BOX: f32 = 12.0;
const TEXT_WIDTH: f32 = WIDTH - 2.0 * BOX_COLUMN - 8.0;
const QR_SIDE: f32 = 62.0;
/// Signatures and the code at the foot.
const FOOT: f32 = 128.0;

const INTRO: &str = "Mỗi mục được hỏi riêng: xin đánh dấu × vào ô “Có” hoặc “Không”. Chỉ mục 1 là cần để em được xếp ca; trả lời “Không” ở các mục khác không ảnh hưởng gì đến em. Điều đã đồng ý có hiệu lực đến hết năm học và có thể rút lại bất cứ lúc nào, không cần nêu lý do: ở trang phụ huynh, trang “Em đồng ý những gì” của em hoặc báo nhà trường.";

impl ConsentForm {
    fn draw(&self, book: &mut Book) -> Result<(), DocumentError> {
        let place = Place { left: LEFT, top: TOP, width: WIDTH, size: 11.0 };
        let head = letterhead::draw(book, &self.letterhead, None, None, &place)?;
        let y = self.headline(book, head + 10.0)?;
        let y = self.person(book, y + 6.0)?;
        self.questions(book, y + 6.0)?;
        self.foot(book)
    }

    fn headline(&self, book: &mut Book, top: f32) -> Result<f32, DocumentError> {
        let title = "Phiếu đồng ý tham gia Đại sứ số";
        let style = Style::new(Face::SerifBold, 16.0).colour(BLUE);
        let lines = paragraph::lines(&title.to_uppercase(), style, WIDTH)?;
        book.outline(&format!("{title} – {}", self.pupil), top);
        let tag = Tag::Hn(NonZeroU16::MIN, Some(format!("{title} – {}", self.pupil)));
        let y = book
            .within(tag, |book| Ok(book.lines(lines, (LEFT, top, WIDTH), 21.0, Align::Centre)))?;
        let about = format!("Năm học {}", self.school_year);
        put(book, &about, Style::new(Face::SerifItalic, 12.0), (LEFT, y, WIDTH), Align::Centre)
    }

    fn person(&self, book: &mut Book, top: f32) -> Result<f32, DocumentError> {
        let (text, bold) = (Style::new(Face::Serif, 11.5), Style::new(Face::SerifBold, 11.5));
        let span = |text, style| Span { text, style };
        let birth_year = self.birth_year.to_string();
        let guardian = match self.guardian.is_empty() {
            true => "................................................................",
            false => &self.guardian,
        };
        let pupil = [
            span("Học sinh: ", text),
            span(&self.pupil, bold),
            span(" · Lớp: ", text),
            span(&self.class, bold),
            span(" · Năm sinh: ", text),
            span(&birth_year, bold),
        ];
        let parent =
            [span("Phụ huynh (người đại diện theo pháp luật): ", text), span(guardian, bold)];
        let mut y = top;
        for spans in [&pupil[..], &parent[..]] {
            let lines = paragraph::wrap(spans, WIDTH, 0.0)?;
            y = book.within(Tag::P, |book| {
                Ok(book.lines(lines, (LEFT, y, WIDTH), 16.0, Align::Left))
            })?;
        }
        let intro = Style::new(Face::SerifItalic, 10.0);
        put(book, INTRO, intro, (LEFT, y + 3.0, WIDTH), Align::Justify)
    }

    /// The table of questions, as large as fits above the foot.
    fn questions(&self, book: &mut Book, top: f32) -> Result<(), DocumentError> {
        let room = BOTTOM - FOOT - top;
        for size in [11.0, 10.5, 10.0, 9.5, 9.0] {
            let rows = self.rows(size)?;
            let height: f32 = 16.0 + rows.iter().map(|row| row.height(size)).sum::<f32>();
            if height > room {
                continue;
            }
            // Room left over makes the rows airier, up to a limit.
            let air = ((room - height) / rows.len() as f32).min(5.0);
            return draw_rows(book, rows, (top, size, air));
        }
        Err(DocumentError::TooLong { what: "the questions of a consent form" })
    }

    fn rows(&self, size: f32) -> Result<Vec<Row>, DocumentError> {
        let (text, bold) = (Style::new(Face::Serif, size), Style::new(Face::SerifBold, size));
        let mut rows = Vec::new();
        for (i, question) in self.questions.iter().enumerate() {
            let needed = if question.needed { " (cần để được xếp ca)" } else { "" };
            let name = format!("{}. {}{needed}", i + 1, question.name);
            let lines = paragraph::lines(&name, bold, WIDTH - 8.0)?;
            rows.push(Row { lines, boxes: false });
            for (who, statement) in &question.statements {
                let who = format!("{who}: ");
                let spans =
                    [Span { text: &who, style: bold }, Span { text: statement, style: text }];
                let lines = paragraph::wrap(&spans, TEXT_WIDTH, 0.0)?;
                rows.push(Row { lines, boxes: true });
            }
        }
        Ok(rows)
    }

    /// Two places to sign, the code on the left below them.
    fn foot(&self, book: &mut Book) -> Result<(), DocumentError> {
        let top = BOTTOM - FOOT + 6.0;
        let left = LEFT + QR_SIDE + 14.0;
        let half = (WIDTH - QR_SIDE - 14.0) / 2.0;
        let bold = Style::new(Face::SerifBold, 11.5);
        let small = Style::new(Face::SerifItalic, 9.5);
        for (i, who) in ["HỌC SINH", "PHỤ HUYNH"].into_iter().enumerate() {
            let area = |y: f32| (left + i as f32 * half, y, half);
            let date = "Ngày ...... tháng ...... năm ..........";
            let y = put(book, date, small.size(10.0), area(top), Align::Centre)?;
            let y = put(book, who, bold, area(y), Align::Centre)?;
            put(book, "(ký, ghi rõ họ tên)", small, area(y), Align::Centre)?;
        }
        self.code(book, top + 2.0)?;
        let caption = Style::new(Face::Sans, 7.5).colour(GREY);
        let code = Style::new(Face::SansBold, 9.0);
        put(book, &self.code, code, (LEFT, top + QR_SIDE + 6.0, QR_SIDE), Align::Centre)?;
        let note = format!(
            "Nhà trường quét mã để nhập phiếu. Bản lời {} · Hỏi thêm: {} · Không ai được hỏi mật khẩu, mã OTP hay số căn cước khi xin đồng ý.",
            self.version, self.school_phone
        );
        let area = (LEFT, BOTTOM - 12.0, WIDTH);
        put(book, &note, caption, area, Align::Left)?;
        Ok(())
    }

    fn code(&self, book: &mut Book, top: f32) -> Result<(), DocumentError> {
        let matrix = Matrix::new(&self.enter_url)?;
        let module = QR_SIDE / matrix.side as f32;
        let mut builder = PathBuilder::new();
        for bar in matrix.bars() {
            let (x, y) = (LEFT + bar.x as f32 * module, top + bar.y as f32 * module);
            if let Some(rect) = Rect::from_xywh(x, y, bar.length as f32 * module, module) {
                builder.push_rect(rect);
            }
        }
        let says = format!("Mã QR để nhà trường nhập phiếu của {}", self.code);
        book.within(Tag::Figure(Some(says)), |book| {
            book.shape(builder.finish(), Paint::Fill(BLACK));
            Ok(())
        })
    }
}

struct Row {
    lines: Vec<Line>,
    /// A statement has two boxes; the name of a purpose has none.
    boxes: bool,
}

impl Row {
    fn height(&self, size: f32) -> f32 {
        self.lines.len() as f32 * size * 1.22 + 5.0
    }
}

/// One paragraph; returns the y below.
fn put(
    book: &mut Book,
    text: &str,
    style: Style,
    area: (f32, f32, f32),
    align: Align,
) -> Result<f32, DocumentError> {
    let lines = paragraph::lines(text, style, area.2)?;
    book.within(Tag::P, |book| Ok(book.lines(lines, area, style.size * 1.28, align)))
}

fn draw_rows(
    book: &mut Book,
    rows: Vec<Row>,
    (top, size, air): (f32, f32, f32),
) -> Result<(), DocumentError> {
    let (yes, no) = (LEFT + WIDTH - 2.0 * BOX_COLUMN, LEFT + WIDTH - BOX_COLUMN);
    let head = Style::new(Face::SerifBold, size);
    for (x, word) in [(yes, "Có"), (no, "Không")] {
        put(book, word, head, (x, top, BOX_COLUMN), Align::Centre)?;
    }
    let mut y = top + 16.0;
    for row in rows {
        let height = row.height(size) + air;
        rule(book, y, if row.boxes { 0.3 } else { 0.9 });
        if row.boxes {
            for x in [yes, no] {
                let (left, up) = (x + (BOX_COLUMN - BOX) / 2.0, y + (height - BOX) / 2.0);
                book.decorate(rectangle(left, up, BOX, BOX), Paint::Stroke(BLACK, 0.9));
            }
        }
        let said = if row.boxes { TEXT_WIDTH } else { WIDTH - 8.0 };
        let area = (LEFT + 4.0, y + 2.0 + air / 2.0, said);
        book.within(Tag::P, |book| Ok(book.lines(row.lines, area, size * 1.22, Align::Left)))?;
        y += height;
    }
    rule(book, y, 0.9);
    Ok(())
}

fn rule(book: &mut Book, y: f32, thickness: f32) {
    book.decorate(rectangle(LEFT, y, WIDTH, thickness), Paint::Fill(BLACK));
}
