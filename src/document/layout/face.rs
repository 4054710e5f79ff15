//! The fonts of every document, read once, and text measured in them.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BLACK, Colour};
use crate::document::DocumentError;

/// A font of the house. The serif is metrically equal to Times New Roman, which Decree
/// 30/2020/NĐ-CP asks for; the sans is the one of the web pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    Serif,
    SerifBold,
    SerifItalic,
    SerifBoldItalic,
    Sans,
    SansBold,
}

/// How a piece of text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style {
    pub face: Face,
    /// In points.
    pub size: f32,
    pub colour: Colour,
    /// Extra space after each letter, in ems.
    pub tracking: f32,
}

impl Style {
    /// Black text without extra spacing.
    pub const fn new(face: Face, size: f32) -> Style {
        Style { face, size, colour: BLACK, tracking: 0.0 }
    }

    pub const fn colour(self, colour: Colour) -> Style {
        Style { colour, ..self }
    }

    pub const fn tracking(self, tracking: f32) -> Style {
        Style { tracking, ..self }
    }

    pub const fn size(self, size: f32) -> Style {
        Style { size, ..self }
    }

    /// Distance from the top of a line of this height to its baseline.
    pub fn baseline(self, leading: f32) -> f32 {
        let loaded = self.face.loaded();
        let (above, below) = (loaded.ascent * self.size, loaded.descent * self.size);
        (leading - above - below) / 2.0 + above
    }
}

/// One line of text in one style, measured and ready to draw.
#[derive(Clone, Debug)]
pub struct Run {
    pub style: Style,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In points, without the spacing after the last letter.
    pub width: f32,
}

impl Run {
    /// Measures `text`; line ends become spaces. Refuses a character the font cannot draw.
    pub fn new(text: &str, style: Style) -> Result<Run, DocumentError> {
        let text = tidy(text);
        let mut glyphs: Vec<KrillaGlyph> = Vec::with_capacity(text.len());
        let loaded = style.face.loaded();
        let mut base: Option<Base> = None;
        for (at, character) in text.char_indices() {
            let glyph = loaded.glyph(character)?;
            let range = at..at + character.len_utf8();
            if let (true, Some(base)) = (is_combining_mark(character), base.as_mut()) {
                let (dx, dy) = loaded.attach(base, glyph);
                glyphs.push(KrillaGlyph::new(glyph, 0.0, dx, dy, 0.0, range, None));
                continue;
            }
            let advance = loaded.advance(glyph) + style.tracking;
            base = Some(Base { advance, middle: loaded.middle(glyph), top: loaded.top(glyph) });
            glyphs.push(KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, range, None));
        }
        let ems: f32 = glyphs.iter().map(|g| g.x_advance).sum();
        let width = if glyphs.is_empty() { 0.0 } else { (ems - style.tracking) * style.size };
        Ok(Run { style, text, glyphs, width })
    }

    /// How many of its letters are spaces that may grow.
    pub fn spaces(&self) -> usize {
        self.text.matches(' ').count()
    }

    /// The same text with every space wider by `extra` points.
    pub fn stretched(mut self, extra: f32) -> Run {
        for glyph in &mut self.glyphs {
            if &self.text[glyph.text_range.clone()] == " " {
                glyph.x_advance += extra / self.style.size;
                self.width += extra;
            }
        }
        self
    }
}

impl Face {
    /// The font as the PDF writer wants it.
    pub fn font(self) -> Font {
        self.loaded().font.clone()
    }

    fn loaded(self) -> &'static Loaded {
        &LOADED[self as usize]
    }
}

/// What a combining mark needs to know of the letter before it, in ems.
struct Base {
    advance: f32,
    middle: f32,
    top: f32,
}

struct Loaded {
    name: &'static str,
    font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    em: f32,
    ascent: f32,
    descent: f32,
}

/// In the order of [`Face`].
static LOADED: LazyLock<[Loaded; 6]> = LazyLock::new(|| {
    [
        Loaded::new("Tinos", include_bytes!("../fonts/Tinos-Regular.ttf")),
        Loaded::new("Tinos Bold", include_bytes!("../fonts/Tinos-Bold.ttf")),
        Loaded::new("Tinos Italic", include_bytes!("../fonts/Tinos-Italic.ttf")),
        Loaded::new("Tinos Bold Italic", include_bytes!("../fonts/Tinos-BoldItalic.ttf")),
        Loaded::new("Be Vietnam Pro", include_bytes!("../fonts/BeVietnamPro-Regular.ttf")),
        Loaded::new(
            "Be Vietnam Pro SemiBold",
            include_bytes!("../fonts/BeVietnamPro-SemiBold.ttf"),
        ),
    ]
});

impl Loaded {
    fn new(name: &'static str, bytes: &'static [u8]) -> Loaded {
        let font = Font::new(bytes.into(), 0).expect("a bundled font is a font");
        let skrifa = FontRef::new(bytes).expect("a bundled font is a font");
        let size = Size::unscaled();
        let whole = skrifa.metrics(size, LocationRef::default());
        let em = f32::from(whole.units_per_em);
        Loaded {
            name,
            font,
            charmap: skrifa.charmap(),
            metrics: skrifa.glyph_metrics(size, LocationRef::default()),
            em,
            ascent: whole.ascent / em,
            descent: -whole.descent / em,
        }
    }

    fn glyph(&self, character: char) -> Result<GlyphId, DocumentError> {
        match self.charmap.map(character) {
            Some(id) if id.to_u32() != 0 => Ok(GlyphId::new(id.to_u32())),
            _ => Err(DocumentError::MissingGlyph { character, font: self.name }),
        }
    }

    fn advance(&self, glyph: GlyphId) -> f32 {
        self.metrics.advance_width(skrifa::GlyphId::new(glyph.to_u32())).unwrap_or(0.0) / self.em
    }

    fn bounds(&self, glyph: GlyphId) -> (f32, f32, f32, f32) {
        let bounds = self.metrics.bounds(skrifa::GlyphId::new(glyph.to_u32())).unwrap_or_default();
        let [left, bottom, right, top] =
            [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|v| v / self.em);
        (left, bottom, right, top)
    }

    fn middle(&self, glyph: GlyphId) -> f32 {
        let (left, _, right, _) = self.bounds(glyph);
        (left + right) / 2.0
    }

    fn top(&self, glyph: GlyphId) -> f32 {
        self.bounds(glyph).3
    }

    /// Where a mark goes that Unicode has no composed letter for (as in Ê Đê and Gia Rai
    /// names): centred on its letter and, if it belongs above, clear of the letter's top.
    fn attach(&self, base: &mut Base, mark: GlyphId) -> (f32, f32) {
        const GAP: f32 = 0.03;
        let (left, bottom, right, top) = self.bounds(mark);
        let dx = base.middle - base.advance - (left + right) / 2.0;
        if top <= 0.0 {
            return (dx, 0.0);
        }
        let dy = (base.top + GAP - bottom).max(0.0);
        base.top = top + dy;
        (dx, dy)
    }
}

/// NFC, so that every Vietnamese letter is one glyph; no line ends, no invisible characters.
fn tidy(text: &str) -> String {
    text.nfc()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'))
        .map(|c| match c {
            '\u{2010}' | '\u{2011}' => '-',
            '\u{202f}' => '\u{a0}',
            c if c.is_control() || (c.is_whitespace() && c != '\u{a0}') => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Face; 6] = [
        Face::Serif,
        Face::SerifBold,
        Face::SerifItalic,
        Face::SerifBoldItalic,
        Face::Sans,
        Face::SansBold,
    ];

    /// The 134 letters with a Vietnamese mark: 12 vowels and y, each with five tones, and
    /// ă â ê ô ơ ư đ, in both cases.
    fn vietnamese() -> Vec<char> {
        let mut letters = Vec::new();
        for vowel in "aăâeêioôơuưy".chars() {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                letters.extend(format!("{vowel}{tone}").nfc());
            }
        }
        letters.push('đ');
        letters.retain(|c| !c.is_ascii());
        let capitals: Vec<char> = letters.iter().flat_map(|c| c.to_uppercase()).collect();
        letters.extend(capitals);
        letters
    }

    #[test]
    fn every_face_draws_all_134_vietnamese_letters() {
        let letters = vietnamese();
        assert_eq!(letters.len(), 134);
        let text: String = letters.iter().collect();
        for face in ALL {
            let run = Run::new(&text, Style::new(face, 13.0)).unwrap();
            assert_eq!(run.glyphs.len(), 134, "{face:?}: one glyph for each letter");
        }
    }

    #[test]
    fn decomposed_text_measures_like_composed_text() {
        let style = Style::new(Face::Serif, 13.0);
        let composed = Run::new("Nguyễn Thị Diễm", style).unwrap();
        let decomposed: String = "Nguyễn Thị Diễm".nfd().collect();
        let again = Run::new(&decomposed, style).unwrap();
        assert_eq!(composed.text, again.text);
        assert!((composed.width - again.width).abs() < 1e-6);
    }

    #[test]
    fn a_character_without_a_glyph_is_refused_by_name() {
        let error = Run::new("Trường 🏫", Style::new(Face::Serif, 13.0)).unwrap_err();
        assert_eq!(error.to_string(), "no glyph for '🏫' (U+1F3EB) in Tinos");
    }

    #[test]
    fn a_mark_without_a_composed_letter_sits_on_its_letter_and_takes_no_room() {
        let style = Style::new(Face::Serif, 10.0);
        let plain = Run::new("Y Ơ", style).unwrap();
        let marked = Run::new("Y Ơ\u{306}", style).unwrap();
        assert_eq!(plain.width, marked.width);
        let mark = marked.glyphs.last().unwrap();
        assert!(mark.y_offset > 0.1, "a capital lifts its mark");
        assert!(mark.x_offset < 0.0, "the mark goes back over its letter");
    }

    #[test]
    fn stretching_widens_only_spaces() {
        let run = Run::new("một hai ba", Style::new(Face::Sans, 10.0)).unwrap();
        let (before, spaces) = (run.width, run.spaces());
        let after = run.stretched(3.0).width;
        assert_eq!(spaces, 2);
        assert!((after - before - 6.0).abs() < 1e-4);
    }
}
