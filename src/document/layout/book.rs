//! What will stand on the pages, and the tree in which it is read aloud; written once, whole.
//!
//! The PDF claims PDF/UA-1, and the writer refuses it when a rule it can check is broken.

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};

use super::Colour;
use super::face::Run;
use super::paragraph::{Align, Line};
use crate::document::DocumentError;

/// A document being drawn.
pub struct Book {
    size: (f32, f32),
    pages: Vec<Vec<Op>>,
    /// The open elements, the document itself first.
    open: Vec<Element>,
    marks: usize,
    outline: Vec<Entry>,
}

/// How a shape is painted.
#[derive(Clone, Copy)]
pub enum Paint {
    Fill(Colour),
    /// A line of this colour and width.
    Stroke(Colour, f32),
}

enum Op {
    Text { run: Run, at: (f32, f32), mark: Mark },
    Shape { path: Path, paint: Paint, mark: Mark },
    Link { area: Rect, address: String, mark: usize },
}

/// Whether a thing on the page is read aloud.
#[derive(Clone, Copy)]
enum Mark {
    Read {
        number: usize,
        lang: Option<&'static str>,
    },
    Decoration,
    /// Page numbers and repeated table heads.
    Pagination,
}

struct Element {
    tag: TagKind,
    children: Vec<Child>,
}

enum Child {
    Element(Element),
    Mark(usize),
}

struct Entry {
    title: String,
    page: usize,
    y: f32,
}

impl Book {
    /// A book with one empty page; the size in points.
    pub fn new(width: f32, height: f32) -> Book {
        let root = Element { tag: Tag::Part.into(), children: Vec::new() };
        Book {
            size: (width, height),
            pages: vec![Vec::new()],
            open: vec![root],
            marks: 0,
            outline: Vec::new(),
        }
    }

    pub fn next_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// How many pages there are; drawing goes to the last.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// Everything drawn inside belongs to one element of the tag tree.
    pub fn within<T>(
        &mut self,
        tag: impl Into<TagKind>,
        draw: impl FnOnce(&mut Book) -> Result<T, DocumentError>,
    ) -> Result<T, DocumentError> {
        self.open(tag);
        let drawn = draw(self);
        self.close();
        drawn
    }

    /// Opens an element; what is drawn until the matching [`Book::close`] belongs to it.
    pub fn open(&mut self, tag: impl Into<TagKind>) {
        self.open.push(Element { tag: tag.into(), children: Vec::new() });
    }

    /// Closes the element opened last; an empty one leaves no trace.
    pub fn close(&mut self) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
            && !element.children.is_empty()
        {
            self.adopt(Child::Element(element));
        }
    }

    /// Adds an entry to the outline that readers show beside the pages, leading to this height
    /// of the last page.
    pub fn outline(&mut self, title: &str, y: f32) {
        let page = self.pages.len() - 1;
        self.outline.push(Entry { title: title.to_owned(), page, y });
    }

    /// Text with its baseline starting at the point.
    pub fn text(&mut self, run: Run, x: f32, baseline: f32) {
        self.text_in(run, x, baseline, None);
    }

    /// Text in a language other than the document's.
    pub fn text_in(&mut self, run: Run, x: f32, baseline: f32, lang: Option<&'static str>) {
        if !run.glyphs.is_empty() {
            let number = self.mark();
            let mark = Mark::Read { number, lang };
            self.draw(Op::Text { run, at: (x, baseline), mark });
        }
    }

    /// Text that repeats or counts, and is not read aloud.
    pub fn furniture(&mut self, run: Run, x: f32, baseline: f32) {
        self.draw(Op::Text { run, at: (x, baseline), mark: Mark::Pagination });
    }

    /// Draws lines downwards from `top`; returns the y below the last.
    pub fn lines(
        &mut self,
        lines: Vec<Line>,
        (left, top, width): (f32, f32, f32),
        leading: f32,
        align: Align,
    ) -> f32 {
        let mut y = top;
        for line in lines {
            for (dx, run) in line.placed(width, align) {
                let baseline = y + run.style.baseline(leading);
                self.text(run, left + dx, baseline);
            }
            y += leading;
        }
        y
    }

    /// A shape that only decorates.
    pub fn decorate(&mut self, path: Option<Path>, paint: Paint) {
        if let Some(path) = path {
            self.draw(Op::Shape { path, paint, mark: Mark::Decoration });
        }
    }

    /// A shape that says something; `within` a figure that says what.
    pub fn shape(&mut self, path: Option<Path>, paint: Paint) {
        if let Some(path) = path {
            let mark = Mark::Read { number: self.mark(), lang: None };
            self.draw(Op::Shape { path, paint, mark });
        }
    }

    /// Makes an area (left, top, width, height) open an address; `within` a link, beside its text.
    pub fn link(&mut self, (x, y, width, height): (f32, f32, f32, f32), address: &str) {
        if let Some(area) = Rect::from_xywh(x, y, width, height) {
            let mark = self.mark();
            self.draw(Op::Link { area, address: address.to_owned(), mark });
        }
    }

    /// Writes the PDF. `title` is shown in the window of the reader.
    pub fn finish(mut self, title: &str) -> Result<Vec<u8>, DocumentError> {
        let configuration = ConfigurationBuilder::new()
            .with_accessibility_validator(Accessibility::UA1)
            .finish()
            .map_err(|e| DocumentError::Pdf(format!("{e:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let mut document = Document::new_with(settings);
        let mut marks: Vec<Option<Identifier>> = vec![None; self.marks];
        for ops in &self.pages {
            let page_settings = PageSettings::from_wh(self.size.0, self.size.1)
                .ok_or_else(|| DocumentError::Pdf("a page without an area".to_owned()))?;
            write_page(&mut document.start_page_with(page_settings), ops, &mut marks);
        }
        let mut outline = Outline::new();
        for entry in self.outline {
            let place = XyzDestination::new(entry.page, Point::from_xy(0.0, entry.y));
            outline.push_child(OutlineNode::new(entry.title, place));
        }
        document.set_outline(outline);
        let mut tree = TagTree::new().with_lang(Some("vi".to_owned()));
        if let Some(root) = self.open.pop() {
            root.children.into_iter().filter_map(|c| node(c, &marks)).for_each(|n| tree.push(n));
        }
        document.set_tag_tree(tree);
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .language("vi".to_owned())
                .creator("Đại sứ số".to_owned()),
        );
        document.finish().map_err(|e| DocumentError::Pdf(format!("{e:?}")))
    }

    fn mark(&mut self) -> usize {
        let number = self.marks;
        self.marks += 1;
        self.adopt(Child::Mark(number));
        number
    }

    fn adopt(&mut self, child: Child) {
        self.open.last_mut().expect("the document is always open").children.push(child);
    }

    fn draw(&mut self, op: Op) {
        self.pages.last_mut().expect("a book has a page").push(op);
    }
}

/// A piece of text on its page, for tests: where its letters are, roughly.
#[cfg(test)]
pub struct Placed {
    pub page: usize,
    pub text: String,
    pub read_aloud: bool,
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

#[cfg(test)]
impl Book {
    pub fn texts(&self) -> Vec<Placed> {
        let mut texts = Vec::new();
        for (page, ops) in self.pages.iter().enumerate() {
            for op in ops {
                if let Op::Text { run, at: (x, y), mark } = op {
                    texts.push(Placed {
                        page,
                        text: run.text.clone(),
                        read_aloud: matches!(mark, Mark::Read { .. }),
                        left: *x,
                        top: y - run.style.size * 0.75,
                        right: x + run.width,
                        bottom: y + run.style.size * 0.2,
                    });
                }
            }
        }
        texts
    }
}

fn write_page(page: &mut Page, ops: &[Op], marks: &mut [Option<Identifier>]) {
    let mut surface = page.surface();
    for op in ops {
        let mark = match op {
            Op::Text { mark, .. } | Op::Shape { mark, .. } => *mark,
            Op::Link { .. } => continue,
        };
        let identifier = surface.start_tagged(content_tag(mark));
        match op {
            Op::Text { run, at, .. } => write_text(&mut surface, run, *at),
            Op::Shape { path, paint, .. } => write_shape(&mut surface, path, *paint),
            Op::Link { .. } => {}
        }
        surface.end_tagged();
        if let Mark::Read { number, .. } = mark {
            marks[number] = Some(identifier);
        }
    }
    surface.finish();
    for op in ops {
        if let Op::Link { area, address, mark } = op {
            let action = Action::Link(LinkAction::new(address.clone()));
            let link = LinkAnnotation::new(*area, Target::Action(action));
            let annotation = Annotation::new_link(link, Some(address.clone()));
            marks[*mark] = Some(page.add_tagged_annotation(annotation));
        }
    }
}

fn content_tag(mark: Mark) -> ContentTag<'static> {
    match mark {
        Mark::Read { lang, .. } => ContentTag::Span(SpanTag::empty().with_lang(lang)),
        Mark::Decoration => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        Mark::Pagination => {
            ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
        }
    }
}

fn write_text(surface: &mut Surface, run: &Run, (x, y): (f32, f32)) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(run.style.colour)));
    let (font, size) = (run.style.face.font(), run.style.size);
    surface.draw_glyphs(Point::from_xy(x, y), &run.glyphs, font, &run.text, size, false);
}

fn write_shape(surface: &mut Surface, path: &Path, paint: Paint) {
    let (fill, stroke) = match paint {
        Paint::Fill(colour) => (Some(fill(colour)), None),
        Paint::Stroke(Colour(r, g, b), width) => {
            let paint = rgb::Color::new(r, g, b).into();
            (None, Some(Stroke { paint, width, ..Stroke::default() }))
        }
    };
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    surface.draw_path(path);
}

fn fill(Colour(r, g, b): Colour) -> Fill {
    let paint = rgb::Color::new(r, g, b).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn node(child: Child, marks: &[Option<Identifier>]) -> Option<Node> {
    match child {
        Child::Mark(number) => marks[number].map(Node::from),
        Child::Element(element) => {
            let children = element.children.into_iter().filter_map(|c| node(c, marks)).collect();
            Some(TagGroup::with_children(element.tag, children).into())
        }
    }
}
