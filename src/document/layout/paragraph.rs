//! Words into lines: wrapping, and where each line of a paragraph stands.

use super::face::{Run, Style};
use crate::document::DocumentError;

/// A stretch of text in one style within a paragraph.
#[derive(Clone, Debug)]
pub struct Span<'a> {
    pub text: &'a str,
    pub style: Style,
}

/// How the lines of a paragraph stand in its width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Centre,
    Right,
    /// Both edges straight; the last line stands left.
    Justify,
}

/// One line: its pieces from left to right.
#[derive(Clone, Debug)]
pub struct Line {
    pub pieces: Vec<Run>,
    /// Without the space that leads to the next line.
    pub width: f32,
    /// Whether it ends in the space that leads to a next line.
    pub wrapped: bool,
}

impl Line {
    /// The pieces with their distances from the paragraph's left edge.
    pub fn placed(self, width: f32, align: Align) -> Vec<(f32, Run)> {
        let free = (width - self.width).max(0.0);
        let gaps: usize = self.pieces.iter().map(Run::spaces).sum();
        // The space at a wrapped line's end is there for reading aloud and copying only.
        let gaps = gaps.saturating_sub(usize::from(self.wrapped));
        let (mut x, extra) = match align {
            Align::Left => (0.0, 0.0),
            Align::Centre => (free / 2.0, 0.0),
            Align::Right => (free, 0.0),
            Align::Justify if self.wrapped && gaps > 0 => (0.0, free / gaps as f32),
            Align::Justify => (0.0, 0.0),
        };
        let mut placed = Vec::with_capacity(self.pieces.len());
        for piece in self.pieces {
            let piece = if extra > 0.0 { piece.stretched(extra) } else { piece };
            let start = x;
            x += piece.width;
            placed.push((start, piece));
        }
        placed
    }
}

/// A word may change style inside ("**8A1**,"), so it is a list of runs.
struct Word {
    parts: Vec<(String, Style)>,
    width: f32,
    /// The style of the space before it, if one was written, and how wide that space is.
    space: Option<Style>,
    gap: f32,
}

/// Breaks the spans into lines of at most `width`, the first one shorter by `indent`.
/// A word longer than a line (an address, say) is broken between letters.
pub fn wrap(spans: &[Span], width: f32, indent: f32) -> Result<Vec<Line>, DocumentError> {
    let words = words(spans, width)?;
    set(&words, &starts(&words, width, indent))
}

/// The lines of one plain text in one style.
pub fn lines(text: &str, style: Style, width: f32) -> Result<Vec<Line>, DocumentError> {
    wrap(&[Span { text, style }], width, 0.0)
}

/// The same, with lines of about equal length and no more of them than needed: for what stands
/// centred. Line ends in the text are kept.
pub fn balanced(text: &str, style: Style, width: f32) -> Result<Vec<Line>, DocumentError> {
    let mut all = Vec::new();
    for text in text.lines() {
        let words = words(&[Span { text, style }], width)?;
        let needed = starts(&words, width, 0.0).len();
        let (mut low, mut high) = (width / needed as f32 * 0.8, width);
        while needed > 1 && high - low > 2.0 {
            let middle = (low + high) / 2.0;
            if starts(&words, middle, 0.0).len() > needed { low = middle } else { high = middle }
        }
        all.extend(set(&words, &starts(&words, high, 0.0))?);
    }
    Ok(all)
}

/// Centred lines in the first of the sizes that needs only one line, else in the last size.
pub fn fitted(
    text: &str,
    style: Style,
    sizes: &[f32],
    width: f32,
) -> Result<Vec<Line>, DocumentError> {
    let mut best = Vec::new();
    for size in sizes {
        best = balanced(text, style.size(*size), width)?;
        if best.len() <= 1 {
            break;
        }
    }
    Ok(best)
}

/// The words of the spans, none wider than `width`.
fn words(spans: &[Span], width: f32) -> Result<Vec<Word>, DocumentError> {
    let mut words: Vec<Word> = Vec::new();
    let mut space: Option<Style> = None;
    for span in spans {
        for (i, text) in span.text.split([' ', '\t', '\n', '\r']).enumerate() {
            if i > 0 {
                space = Some(span.style);
            }
            if text.is_empty() {
                continue;
            }
            let run = Run::new(text, span.style)?.width;
            let part = (text.to_owned(), span.style);
            match words.last_mut() {
                Some(word) if space.is_none() => {
                    word.parts.push(part);
                    word.width += run;
                }
                _ => words.push(Word::new(vec![part], run, space.take())?),
            }
        }
    }
    let mut short = Vec::with_capacity(words.len());
    for word in words {
        if word.width <= width { short.push(word) } else { short.extend(cut(word, width)?) }
    }
    Ok(short)
}

impl Word {
    fn new(
        parts: Vec<(String, Style)>,
        width: f32,
        space: Option<Style>,
    ) -> Result<Word, DocumentError> {
        let gap = match space {
            Some(style) => Run::new(" ", style)?.width,
            None => 0.0,
        };
        Ok(Word { parts, width, space, gap })
    }
}

/// Cuts a word that is wider than a line into pieces that are not.
fn cut(word: Word, width: f32) -> Result<Vec<Word>, DocumentError> {
    let mut pieces: Vec<Word> = Vec::new();
    let mut space = word.space;
    let mut push = |text: String, style: Style| {
        let width = Run::new(&text, style)?.width;
        pieces.push(Word::new(vec![(text, style)], width, space.take())?);
        Ok::<(), DocumentError>(())
    };
    for (text, style) in word.parts {
        let mut piece = String::new();
        for character in text.chars() {
            piece.push(character);
            if piece.chars().count() > 1 && Run::new(&piece, style)?.width > width {
                piece.pop();
                push(std::mem::replace(&mut piece, character.to_string()), style)?;
            }
        }
        push(piece, style)?;
    }
    Ok(pieces)
}

/// The index of the first word of each line; without words there is one empty line.
fn starts(words: &[Word], width: f32, indent: f32) -> Vec<usize> {
    let mut starts = vec![0];
    let mut used = indent;
    for (i, word) in words.iter().enumerate() {
        let start = starts.last() == Some(&i);
        let wide = used + word.gap + word.width;
        if !start && wide > width + 0.01 {
            starts.push(i);
            used = word.width;
        } else {
            used = if start { used + word.width } else { wide };
        }
    }
    starts
}

fn set(words: &[Word], starts: &[usize]) -> Result<Vec<Line>, DocumentError> {
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    starts.iter().zip(ends).map(|(start, end)| line(&words[*start..end], words.get(end))).collect()
}

/// One run for each stretch of the same style; the space before the next line's first word
/// stays at this line's end.
fn line(words: &[Word], next: Option<&Word>) -> Result<Line, DocumentError> {
    let mut texts: Vec<(String, Style)> = Vec::new();
    let mut push = |text: &str, style: Style| match texts.last_mut() {
        Some((so_far, last)) if *last == style => so_far.push_str(text),
        _ => texts.push((text.to_owned(), style)),
    };
    for (i, word) in words.iter().enumerate() {
        if let Some(style) = word.space.filter(|_| i > 0) {
            push(" ", style);
        }
        for (text, style) in &word.parts {
            push(text, *style);
        }
    }
    let tail = next.and_then(|word| word.space);
    if let Some(style) = tail {
        push(" ", style);
    }
    let mut pieces = Vec::with_capacity(texts.len());
    for (text, style) in texts {
        pieces.push(Run::new(&text, style)?);
    }
    let mut width: f32 = pieces.iter().map(|piece| piece.width).sum();
    if let Some(style) = tail {
        width -= Run::new(" ", style)?.width;
    }
    Ok(Line { pieces, width, wrapped: tail.is_some() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::layout::face::Face;

    const STYLE: Style = Style::new(Face::Serif, 13.0);
    const TEXT: &str = "Hỗ trợ người dân thực hiện dịch vụ công trực tuyến tại khu phố";

    fn text(line: &Line) -> String {
        line.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn lines_stay_inside_and_together_are_the_text() {
        for width in [60.0, 90.0, 150.0, 400.0] {
            let lines = lines(TEXT, STYLE, width).unwrap();
            assert!(lines.iter().all(|line| line.width <= width + 0.01));
            assert_eq!(lines.iter().map(text).collect::<String>(), TEXT);
        }
    }

    #[test]
    fn a_justified_line_fills_its_width_and_the_last_does_not() {
        let lines = lines(TEXT, STYLE, 150.0).unwrap();
        let space = Run::new(" ", STYLE).unwrap().width;
        for line in lines {
            let (wrapped, natural) = (line.wrapped, line.width);
            let placed = line.placed(150.0, Align::Justify);
            let (x, last) = placed.last().unwrap();
            let end = x + last.width;
            if wrapped {
                // The trailing space stretches with the others but lies outside.
                assert!(end >= 150.0 + space - 0.01);
            } else {
                assert!((end - natural).abs() < 0.01);
            }
        }
    }

    #[test]
    fn a_word_that_changes_style_is_not_broken() {
        let bold = Style::new(Face::SerifBold, 13.0);
        let spans = [
            Span { text: "lớp ", style: STYLE },
            Span { text: "8A1", style: bold },
            Span { text: ", năm học 2026–2027", style: STYLE },
        ];
        let lines = wrap(&spans, 55.0, 0.0).unwrap();
        assert_eq!(text(&lines[0]), "lớp 8A1, ");
        assert_eq!(lines[0].pieces.len(), 3);
    }

    #[test]
    fn an_address_longer_than_the_line_is_cut_between_letters() {
        let address = "https://daisuso.example/kiem-tra/9F3K-77QX-2M";
        let lines = lines(address, STYLE, 100.0).unwrap();
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.width <= 100.01));
        assert_eq!(lines.iter().map(text).collect::<String>(), address);
    }

    #[test]
    fn balanced_lines_leave_no_lonely_word() {
        let style = Style::new(Face::SerifBold, 12.0);
        let lines = balanced("TRƯỜNG THCS NGUYỄN VĨNH NGHIỆP", style, 180.0).unwrap();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.width > 60.0 && line.width <= 180.0));
    }

    #[test]
    fn an_indented_first_line_is_shorter() {
        let lines = wrap(&[Span { text: TEXT, style: STYLE }], 150.0, 36.0).unwrap();
        assert!(lines[0].width <= 114.01);
    }
}
