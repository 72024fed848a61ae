//! From text to tree: drives the tokenizer and keeps the books.

use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use crate::source::{Budget, Limits, Source, Span};

use super::chars::illegal_characters;
use super::doctype::Doctype;
use super::end_tags::Suspect;
use super::entities::reference_text;
use super::fault::{Fault, FaultKind, Markup};
use super::namespaces::Namespaces;
use super::tokens::{PlainTag, Token, next_token};
use super::tree::{Element, NodeId, Tree};
use super::vocabulary::{Names, Vocabulary};

/// The outcome of [`parse`].
#[derive(Debug)]
pub struct Parsed<'t> {
    /// What was read; complete only if no fault hides content.
    pub tree: Tree<'t>,
    /// What is wrong, in the order found.
    pub faults: Vec<Fault>,
    /// Faults beyond the budget, counted and not kept.
    pub faults_omitted: usize,
}

impl Parsed<'_> {
    /// True if nothing contradicts XML 1.0 with namespaces.
    pub fn is_well_formed(&self) -> bool {
        !self.faults.iter().any(|fault| fault.kind.is_ill_formed())
    }

    /// True if the tree holds the whole document.
    pub fn is_complete(&self) -> bool {
        !self.faults.iter().any(|fault| fault.kind.hides_content())
    }
}

/// Parses `source`. `vocabulary` holds the names that the caller knows by id.
pub fn parse<'t>(source: &'t Source, limits: &'t Limits, vocabulary: &'t Vocabulary) -> Parsed<'t> {
    let text = source.text();
    let mut parser = Parser::new(text, limits, vocabulary);
    for (at, c) in illegal_characters(text) {
        parser.fault(
            FaultKind::BadCharacter { code: u32::from(c), by_reference: false },
            Span::new(at, at + c.len_utf8()),
        );
        if parser.halted {
            break;
        }
    }
    parser.check_encoding(source);
    parser.run(text, None);
    parser.finish(text.len());
    Parsed { tree: parser.tree, faults: parser.faults, faults_omitted: parser.faults_omitted }
}

/// Where replaced text came from: the reference that brought it in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Replacement {
    pub(super) reference: Span,
    /// Elements open at the reference; an entity may not close them.
    pub(super) floor: usize,
}

pub(super) struct Parser<'t> {
    pub(super) tree: Tree<'t>,
    pub(super) limits: &'t Limits,
    pub(super) faults: Vec<Fault>,
    pub(super) faults_omitted: usize,
    pub(super) namespaces: Namespaces,
    pub(super) doctype: Doctype,
    /// Ids of the elements open now.
    pub(super) open: Vec<NodeId>,
    /// Names of the entities open now, outermost first.
    pub(super) entities_open: Vec<String>,
    /// Bytes that entity references have expanded to so far.
    pub(super) entity_bytes: usize,
    /// No further reading makes sense.
    pub(super) halted: bool,
    root_closed: bool,
    /// End tags of which only the next one can tell what they were meant for.
    pub(super) suspects: Vec<Suspect>,
    /// Elements that a wrong end tag closed: their own may still come.
    pub(super) closed_early: Vec<String>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, limits: &'t Limits, vocabulary: &'t Vocabulary) -> Self {
        Parser {
            tree: Tree::new(text, Names::new(vocabulary)),
            limits,
            faults: Vec::new(),
            faults_omitted: 0,
            namespaces: Namespaces::default(),
            doctype: Doctype::default(),
            open: Vec::new(),
            entities_open: Vec::new(),
            entity_bytes: 0,
            halted: false,
            root_closed: false,
            suspects: Vec::new(),
            closed_early: Vec::new(),
        }
    }

    pub(super) fn fault(&mut self, kind: FaultKind, span: Span) {
        self.fault_with(kind, span, None);
    }

    pub(super) fn fault_with(&mut self, kind: FaultKind, span: Span, related: Option<Span>) {
        // The faults that decide the outcome are kept whatever came before.
        let decisive = kind.hides_content() && !matches!(kind, FaultKind::ParameterEntity { .. });
        if self.faults.len() < self.limits.findings.max(1) || decisive {
            self.faults.push(Fault { kind, span, related });
        } else {
            self.faults_omitted += 1;
        }
    }

    /// Reports a spent budget; nothing after it is read.
    pub(super) fn over_budget(&mut self, budget: Budget, limit: usize, span: Span) {
        if !self.halted {
            self.fault(FaultKind::OverBudget { budget, limit: limit as u64 }, span);
        }
        self.halted = true;
    }

    /// Reads `text`: the document itself, or the replacement of an entity.
    pub(super) fn run(&mut self, text: &str, replacement: Option<Replacement>) {
        let (mut end, mut tag) = (0, PlainTag::default());
        while !self.halted {
            let mut piece = Piece { text, start: end, end, replacement };
            let token = match next_token(&text[end..], self.limits, &mut tag) {
                Ok(None) => break,
                Ok(Some((token, length))) => {
                    end += length;
                    piece.end = end;
                    token
                }
                Err(error) => {
                    self.tokenizer_error(&error, &piece);
                    break;
                }
            };
            match token {
                Token::Space => self.mark_space(),
                Token::Text => self.text(&piece),
                Token::PlainTag => self.plain_tag(&piece, &tag),
                Token::StartTag => self.start_tag(&piece, false),
                Token::EmptyTag => self.start_tag(&piece, true),
                Token::EndTag => self.end_tag(&piece),
                Token::CData => self.cdata(&piece),
                Token::Reference => self.reference(&piece),
                Token::Comment => self.comment(&piece),
                Token::Instruction => self.instruction(&piece),
                Token::Declaration => self.declaration(&piece),
                Token::Doctype => self.doctype(&piece),
            }
        }
    }

    /// The tokenizer gives up: something is not terminated.
    fn tokenizer_error(&mut self, error: &Error, piece: &Piece<'_>) {
        let what = match error {
            Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => Markup::Instruction,
            Error::Syntax(SyntaxError::UnclosedComment) => Markup::Comment,
            Error::Syntax(SyntaxError::UnclosedDoctype) => Markup::Doctype,
            Error::Syntax(SyntaxError::UnclosedCData) => Markup::CData,
            Error::Syntax(
                SyntaxError::UnclosedSingleQuotedAttributeValue | SyntaxError::UnclosedDoubleQuotedAttributeValue,
            ) => Markup::Value,
            Error::Syntax(SyntaxError::UnclosedTag) => Markup::Tag,
            Error::IllFormed(IllFormedError::MissingDoctypeName) => {
                let expected = "the name of the root element";
                self.fault(FaultKind::BadDoctype { expected }, piece.head());
                self.halted = true;
                return;
            }
            _ => {
                self.fault(FaultKind::BadMarkup, piece.head());
                self.halted = true;
                return;
            }
        };
        self.fault(FaultKind::Unterminated { what }, piece.head());
        self.halted = true;
    }

    /// Adds an element and makes it the innermost open one.
    pub(super) fn open_element(&mut self, element: Element, name_span: Span) {
        if self.open.is_empty() && self.root_closed {
            let name = self.tree.name_of(element.name).to_owned();
            let first = self.tree.root().map(|root| self.tree.name_span(root));
            self.fault_with(FaultKind::SecondRoot { name }, name_span, first);
        }
        let id = NodeId(self.tree.elements.len() as u32);
        self.tree.elements.push(element);
        self.open.push(id);
        if self.open.len() > self.limits.depth {
            self.over_budget(Budget::Depth, self.limits.depth, name_span);
        }
        if self.tree.elements.len() > self.limits.elements {
            self.over_budget(Budget::Elements, self.limits.elements, name_span);
        }
    }

    /// Closes the innermost open element; `close` is one past its end tag.
    pub(super) fn close_element(&mut self, close: u32) {
        let Some(id) = self.open.pop() else { return };
        let end = self.tree.elements.len() as u32;
        let element = &mut self.tree.elements[id.index()];
        element.end = end;
        element.close = close;
        self.namespaces.leave(self.open.len());
        self.root_closed |= self.open.is_empty();
    }

    fn text(&mut self, piece: &Piece<'_>) {
        let text = piece.raw();
        let lead = text.len() - text.trim_start().len();
        let span = piece.part(lead, text.trim_end().len());
        if self.open.is_empty() {
            self.fault(FaultKind::OutsideRoot { what: Markup::Text }, span);
            return;
        }
        if let Some(at) = memchr::memmem::find(text.as_bytes(), b"]]>") {
            self.fault(FaultKind::CDataEndInText, piece.part(at, at + 3));
        }
        if let Some(at) = memchr::memchr(b'&', text.as_bytes()) {
            let expected = "`&amp;`, or a name and `;` after `&`";
            let kind = FaultKind::BadReference { text: excerpt(reference_text(&text[at..])), expected };
            self.fault(kind, piece.part(at, at + 1));
        }
        self.mark_text(span);
    }

    fn cdata(&mut self, piece: &Piece<'_>) {
        if self.open.is_empty() {
            self.fault(FaultKind::OutsideRoot { what: Markup::CData }, piece.head());
        }
        self.mark_text(piece.span());
    }

    fn comment(&mut self, piece: &Piece<'_>) {
        let inner = piece.inner(4, 3);
        let double = memchr::memmem::find(inner.as_bytes(), b"--");
        let at = double.or_else(|| inner.ends_with('-').then(|| inner.len() - 1));
        if let Some(at) = at {
            self.fault(FaultKind::BadComment, piece.part(4 + at, 4 + at + 2));
        }
    }

    /// Notes character data inside the innermost element.
    pub(super) fn mark_text(&mut self, span: Span) {
        if let Some(id) = self.open.last() {
            let element = &mut self.tree.elements[id.index()];
            if !element.has_text {
                element.has_text = true;
                element.text = span;
            }
        }
    }

    pub(super) fn mark_space(&mut self) {
        if let Some(id) = self.open.last() {
            self.tree.elements[id.index()].has_space = true;
        }
    }

    /// What only the end of the document can tell.
    fn finish(&mut self, length: usize) {
        self.leave_suspects();
        if !self.halted {
            self.resolve_suspects(None);
            if let Some(&innermost) = self.open.last() {
                let name = self.tree.name(innermost).to_owned();
                let kind = FaultKind::UnclosedElement { name, also_open: self.open.len() - 1 };
                self.fault(kind, self.tree.name_span(innermost));
            }
            if self.tree.is_empty() {
                self.fault(FaultKind::NoRootElement, Span::new(length, length));
            }
        }
        while !self.open.is_empty() {
            self.close_element(length as u32);
        }
    }
}

/// The first few characters of `text`, for a message.
pub(super) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(20).map_or(text.len(), |(at, _)| at);
    text[..end].lines().next().unwrap_or_default().to_owned()
}

/// One event: a range of the text being read, and where that text came from.
#[derive(Debug)]
pub(super) struct Piece<'x> {
    pub(super) text: &'x str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) replacement: Option<Replacement>,
}

impl<'x> Piece<'x> {
    pub(super) fn raw(&self) -> &'x str {
        &self.text[self.start..self.end]
    }

    /// The text without its first `head` and last `tail` bytes.
    pub(super) fn inner(&self, head: usize, tail: usize) -> &'x str {
        let raw = self.raw();
        raw.get(head..raw.len().saturating_sub(tail)).unwrap_or_default()
    }

    /// The place of the whole piece in the document.
    pub(super) fn span(&self) -> Span {
        self.part(0, self.end - self.start)
    }

    /// The place of a part of it; inside an entity, the reference.
    pub(super) fn part(&self, from: usize, to: usize) -> Span {
        match self.replacement {
            Some(replacement) => replacement.reference,
            None => Span::new(self.start + from, self.start + to),
        }
    }

    /// The first few bytes, where the whole would be too much to point at.
    pub(super) fn head(&self) -> Span {
        let rest = &self.text[self.start..];
        let line = rest.lines().next().unwrap_or_default();
        let shown = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
        self.part(0, shown)
    }
}
