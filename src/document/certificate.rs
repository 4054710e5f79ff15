//! Certificates, letters of praise and commendations: one A4 landscape page each, to be signed
//! and stamped by hand.
//!
//! The text is Vietnamese whatever the language of the screen: it is an official paper. The
//! name of the issuer and the state's motto stand as Decree 30/2020/NĐ-CP puts them.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use krilla::geom::{PathBuilder, Rect};
use krilla::tagging::Tag;

use super::DocumentError;
use super::layout::book::{Book, Paint};
use super::layout::face::{Face, Run, Style};
use super::layout::flow::A4;
use super::layout::paragraph::{self, Align, Line, Span};
use super::layout::{BLACK, BLUE, GREY, ornament};
use super::letterhead::{self, Letterhead, Place, place_and_date, written_date};
use super::qr::Matrix;
use crate::domain::lang::Lang;

/// What kind of paper it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Giấy chứng nhận: confirms hours; any organisation may issue it.
    Certificate,
    /// Thư khen: a form of commendation of Circular 19/2025/TT-BGDĐT.
    LetterOfPraise,
    /// Giấy khen: the head of the unit commends.
    Commendation,
}

/// Everything that stands on one certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub kind: Kind,
    pub letterhead: Letterhead,
    /// "01/GCN-NVN".
    pub number: String,
    /// Who awards it, as the sentence begins: "Hiệu trưởng Trường THCS Nguyễn Vĩnh Nghiệp".
    pub presenter: String,
    /// "Nguyễn Hoàng Bảo Trâm Anh", or a collective: "Tập thể Chi đội 8A1".
    pub holder: String,
    /// "Học sinh lớp 8A1", "Trường THCS Nguyễn Vĩnh Nghiệp".
    pub holder_of: String,
    /// What for: "Đã có thành tích xuất sắc trong …".
    pub achievement: String,
    /// Verified hours, in minutes, and completed supports.
    pub minutes: i64,
    pub supports: i64,
    /// "Đại sứ số – Bình dân học vụ số".
    pub programme: String,
    /// "2026–2027".
    pub school_year: String,
    pub decision: Option<Decision>,
    /// Địa danh: the ward.
    pub place: String,
    pub day: NaiveDate,
    pub signatory: Signatory,
    /// The public page that tells whether the paper is valid.
    pub verify_url: String,
}

/// The decision an award rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// "45/QĐ-NVN".
    pub number: String,
    pub day: NaiveDate,
}

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatory {
    /// The office, one line each: "HIỆU TRƯỞNG", or "KT. HIỆU TRƯỞNG" and "PHÓ HIỆU TRƯỞNG".
    pub office: Vec<String>,
    pub name: String,
}

/// All certificates in one PDF, one page each.
pub fn certificates(items: &[Certificate]) -> Result<Vec<u8>, DocumentError> {
    let title = match items {
        [] => return Err(DocumentError::Empty),
        [only] => only.title(),
        [first, ..] => format!("{} – {}", first.kind.name(), first.programme),
    };
    draw(items)?.finish(&title)
}

/// The pages, not yet written.
pub(super) fn draw(items: &[Certificate]) -> Result<Book, DocumentError> {
    let mut book = Book::new(PAGE.0, PAGE.1);
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            book.next_page();
        }
        book.within(Tag::Section, |book| item.draw(book))?;
    }
    Ok(book)
}

const PAGE: (f32, f32) = (A4.1, A4.0);
/// Content stays this far from the edges of the page.
const SIDE: f32 = 76.0;
const TOP: f32 = 60.0;
const WIDTH: f32 = PAGE.0 - 2.0 * SIDE;
/// The bottom block: signature on the right, code on the left.
const FOOT_TOP: f32 = 416.0;
const FOOT_BOTTOM: f32 = PAGE.1 - 62.0;
const SIGNATURE_WIDTH: f32 = 270.0;
/// The least height to sign in; a round stamp covers a third of the signature.
const SIGNATURE_ROOM: f32 = 46.0;
const QR_SIDE: f32 = 72.0;

impl Kind {
    fn capitals(self) -> &'static str {
        match self {
            Kind::Certificate => "GIẤY CHỨNG NHẬN",
            Kind::LetterOfPraise => "THƯ KHEN",
            Kind::Commendation => "GIẤY KHEN",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Certificate => "Giấy chứng nhận",
            Kind::LetterOfPraise => "Thư khen",
            Kind::Commendation => "Giấy khen",
        }
    }

    fn english(self) -> &'static str {
        match self {
            Kind::Certificate => "Certificate of Volunteer Service",
            Kind::LetterOfPraise => "Letter of Praise",
            Kind::Commendation => "Certificate of Commendation",
        }
    }

    /// What the presenter does, after their name and before the holder's.
    fn verb(self) -> &'static str {
        match self {
            Kind::Certificate => "chứng nhận",
            Kind::LetterOfPraise => "gửi lời khen tới",
            Kind::Commendation => "khen tặng",
        }
    }
}

/// A centred paragraph of the middle part and the space above it.
struct Block {
    above: f32,
    lines: Vec<Line>,
    leading: f32,
}

impl Block {
    fn height(&self) -> f32 {
        self.above + self.lines.len() as f32 * self.leading
    }
}

impl Certificate {
    /// "Giấy khen – Nguyễn Hoàng Bảo Trâm Anh".
    fn title(&self) -> String {
        format!("{} – {}", self.kind.name(), self.holder)
    }

    fn draw(&self, book: &mut Book) -> Result<(), DocumentError> {
        ornament::rosette(book, (PAGE.0 / 2.0, PAGE.1 / 2.0 + 6.0), 178.0);
        ornament::frame(book, PAGE);
        let place = Place { left: SIDE, top: TOP, width: WIDTH, size: 12.0 };
        let number = format!("Số: {}", self.number);
        let head = letterhead::draw(book, &self.letterhead, Some(&number), None, &place)?;
        let y = self.headline(book, head + 8.0)?;
        self.middle(book, y + 6.0)?;
        self.signature(book)?;
        self.proof(book)
    }

    /// The large title, its English line and the divider; returns the y below.
    fn headline(&self, book: &mut Book, top: f32) -> Result<f32, DocumentError> {
        let style = Style::new(Face::SerifBold, 42.0).colour(BLUE).tracking(0.05);
        let run = Run::new(self.kind.capitals(), style)?;
        let baseline = top + 41.0;
        let x = (PAGE.0 - run.width) / 2.0;
        let title = self.title();
        book.outline(&title, top);
        book.within(Tag::Hn(NonZeroU16::MIN, Some(title)), |book| {
            book.text(run, x, baseline);
            Ok(())
        })?;
        let small = Style::new(Face::SerifItalic, 12.0).colour(GREY).tracking(0.06);
        let run = Run::new(self.kind.english(), small)?;
        let x = (PAGE.0 - run.width) / 2.0;
        book.within(Tag::P, |book| {
            book.text_in(run, x, baseline + 20.0, Some("en"));
            Ok(())
        })?;
        ornament::divider(book, (PAGE.0 / 2.0, baseline + 36.0), 120.0);
        Ok(baseline + 42.0)
    }

    /// Presenter, holder, achievement, figures, programme: as large as fits between title and foot.
    fn middle(&self, book: &mut Book, top: f32) -> Result<(), DocumentError> {
        let room = FOOT_TOP - top;
        for size in [15.0, 14.0, 13.0, 12.0, 11.0] {
            let blocks = self.blocks(size)?;
            let height: f32 = blocks.iter().map(Block::height).sum();
            if height > room {
                continue;
            }
            // Some of the room left over goes between the blocks, the rest around them.
            let spread = ((room - height) / (blocks.len() + 1) as f32).min(6.0);
            let mut y = top + (room - height - spread * (blocks.len() - 1) as f32) / 2.0;
            for block in blocks {
                let area = (SIDE, y + block.above, WIDTH);
                y = book.within(Tag::P, |book| {
                    Ok(book.lines(block.lines, area, block.leading, Align::Centre))
                })?;
                y += spread;
            }
            return Ok(());
        }
        Err(DocumentError::TooLong { what: "the text of a certificate" })
    }

    fn blocks(&self, size: f32) -> Result<Vec<Block>, DocumentError> {
        let text = Style::new(Face::Serif, size);
        let leading = size * 1.4;
        let block = |above, lines| Block { above, lines, leading };
        let presenter = format!("{} {}", self.presenter, self.kind.verb());
        let (name, name_leading) = self.holder_lines()?;
        let measure = WIDTH * 0.9;
        let mut achievement = paragraph::balanced(&self.achievement, text, measure)?;
        achievement.extend(self.figures(text, measure)?);
        let programme = format!("Chương trình “{}”, năm học {}", self.programme, self.school_year);
        let italic = Style::new(Face::SerifItalic, size);
        Ok(vec![
            block(0.0, paragraph::balanced(&presenter, text, measure)?),
            Block { above: 0.0, lines: name, leading: name_leading },
            block(0.0, paragraph::balanced(&self.holder_of, text, measure)?),
            block(4.0, achievement),
            block(0.0, paragraph::balanced(&programme, italic, measure)?),
        ])
    }

    /// The holder's name, as large as one line allows, else on two.
    fn holder_lines(&self) -> Result<(Vec<Line>, f32), DocumentError> {
        let style = Style::new(Face::SerifBoldItalic, 36.0).colour(BLUE);
        let sizes = [36.0, 33.0, 30.0, 27.0, 24.0];
        let lines = paragraph::fitted(&self.holder, style, &sizes, WIDTH * 0.9)?;
        match lines.first().and_then(|line| line.pieces.first()) {
            Some(run) if lines.len() <= 2 => {
                let leading = run.style.size * 1.28;
                Ok((lines, leading))
            }
            Some(_) => Err(DocumentError::TooLong { what: "the holder's name" }),
            None => Err(DocumentError::Empty),
        }
    }

    /// "với 36,5 giờ tình nguyện … và 42 lượt hỗ trợ …", leaving out what is nothing.
    fn figures(&self, text: Style, width: f32) -> Result<Vec<Line>, DocumentError> {
        let bold = Style { face: Face::SerifBold, ..text };
        let hours = Lang::Vi.hours(self.minutes);
        let supports = format!("{} lượt", Lang::Vi.number(self.supports));
        let span = |text, style| Span { text, style };
        let spans = match (self.minutes > 0, self.supports > 0) {
            (false, false) => return Ok(Vec::new()),
            (true, false) => vec![
                span("với ", text),
                span(&hours, bold),
                span(" tình nguyện đã được xác nhận.", text),
            ],
            (false, true) => {
                vec![span("với ", text), span(&supports, bold), span(" hỗ trợ người dân.", text)]
            }
            (true, true) => vec![
                span("với ", text),
                span(&hours, bold),
                span(" tình nguyện đã được xác nhận và ", text),
                span(&supports, bold),
                span(" hỗ trợ người dân.", text),
            ],
        };
        paragraph::wrap(&spans, width, 0.0)
    }

    /// Place and date, office, room to sign, name.
    fn signature(&self, book: &mut Book) -> Result<(), DocumentError> {
        let left = PAGE.0 - SIDE - SIGNATURE_WIDTH;
        let mut y = FOOT_TOP;
        let mut put = |book: &mut Book, text: &str, style: Style| {
            let lines = paragraph::balanced(text, style, SIGNATURE_WIDTH)?;
            let (area, leading) = ((left, y, SIGNATURE_WIDTH), style.size * 1.3);
            y = book.within(Tag::P, |book| Ok(book.lines(lines, area, leading, Align::Centre)))?;
            Ok::<f32, DocumentError>(y)
        };
        let dateline = place_and_date(&self.place, self.day);
        put(book, &dateline, Style::new(Face::SerifItalic, 13.0))?;
        let bold = Style::new(Face::SerifBold, 13.0);
        let mut below = FOOT_TOP;
        for office in &self.signatory.office {
            below = put(book, office, bold)?;
        }
        let name = paragraph::balanced(&self.signatory.name, bold.size(14.0), SIGNATURE_WIDTH)?;
        let top = (FOOT_BOTTOM - 18.0 * name.len() as f32).max(below);
        if top < below + SIGNATURE_ROOM {
            return Err(DocumentError::TooLong { what: "the signatory's office" });
        }
        let area = (left, top, SIGNATURE_WIDTH);
        book.within(Tag::P, |book| Ok(book.lines(name, area, 18.0, Align::Centre)))?;
        Ok(())
    }

    /// The code to check the paper by, and the decision it rests on.
    fn proof(&self, book: &mut Book) -> Result<(), DocumentError> {
        let top = FOOT_BOTTOM - QR_SIDE;
        self.code(book, top)?;
        let (x, width) = (SIDE + QR_SIDE + 12.0, 300.0);
        let mut paragraphs = Vec::new();
        if let Some(decision) = &self.decision {
            let text =
                format!("Theo Quyết định số {} {}", decision.number, written_date(decision.day));
            paragraphs.push((text, Style::new(Face::SerifItalic, 11.5), 15.0));
        }
        let caption = Style::new(Face::SansBold, 7.5).colour(GREY);
        paragraphs.push(("Quét mã để kiểm tra giấy này:".to_owned(), caption, 11.0));
        let mut measured = Vec::new();
        for (text, style, leading) in paragraphs {
            measured.push((paragraph::lines(&text, style, width)?, leading));
        }
        let address = Style::new(Face::Sans, 7.5).colour(BLUE);
        let address = paragraph::lines(&self.verify_url, address, width)?;
        let height: f32 = measured.iter().map(|(l, leading)| l.len() as f32 * leading).sum();
        let mut y = FOOT_BOTTOM - height - address.len() as f32 * 11.0;
        for (lines, leading) in measured {
            let area = (x, y, width);
            y = book.within(Tag::P, |book| Ok(book.lines(lines, area, leading, Align::Left)))?;
        }
        let height = address.len() as f32 * 11.0;
        book.within(Tag::P, |book| {
            book.within(Tag::Link, |book| {
                book.link((x, y, width, height), &self.verify_url);
                book.lines(address, (x, y, width), 11.0, Align::Left);
                Ok(())
            })
        })
    }

    fn code(&self, book: &mut Book, top: f32) -> Result<(), DocumentError> {
        let matrix = Matrix::new(&self.verify_url)?;
        let module = QR_SIDE / matrix.side as f32;
        let mut builder = PathBuilder::new();
        for bar in matrix.bars() {
            let (x, y) = (SIDE + bar.x as f32 * module, top + bar.y as f32 * module);
            if let Some(rect) = Rect::from_xywh(x, y, bar.length as f32 * module, module) {
                builder.push_rect(rect);
            }
        }
        let says = format!("Mã QR để kiểm tra giấy này tại {}", self.verify_url);
        book.within(Tag::Figure(Some(says)), |book| {
            book.shape(builder.finish(), Paint::Fill(BLACK));
            Ok(())
        })
    }
}
