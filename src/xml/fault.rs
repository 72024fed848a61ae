//! What can be wrong with a document before it means anything.

use crate::source::{Budget, Span};

/// One deviation from XML, or one budget spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
    /// A second place that explains the first.
    pub related: Option<Span>,
}

/// A piece of markup, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// A start or end tag.
    Tag,
    /// An attribute value.
    Value,
    /// A comment.
    Comment,
    /// A CDATA section.
    CData,
    /// A processing instruction or XML declaration.
    Instruction,
    /// A document type declaration.
    Doctype,
    /// Character data.
    Text,
    /// A character or entity reference.
    Reference,
}

impl Markup {
    /// The field's own name for it.
    pub fn name(self) -> &'static str {
        match self {
            Markup::Tag => "tag",
            Markup::Value => "attribute value",
            Markup::Comment => "comment",
            Markup::CData => "CDATA section",
            Markup::Instruction => "processing instruction",
            Markup::Doctype => "document type declaration",
            Markup::Text => "text",
            Markup::Reference => "reference",
        }
    }

    /// What ends it.
    pub fn terminator(self) -> &'static str {
        match self {
            Markup::Tag | Markup::Doctype => "`>`",
            Markup::Value => "a closing quote",
            Markup::Comment => "`-->`",
            Markup::CData => "`]]>`",
            Markup::Instruction => "`?>`",
            Markup::Text => "`<`",
            Markup::Reference => "`;`",
        }
    }
}

/// The kinds of [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named after what they hold; each kind has a rule with a manual page")]
pub enum FaultKind {
    NoRootElement,
    SecondRoot { name: String },
    OutsideRoot { what: Markup },
    MisplacedDeclaration,
    BadDeclaration { expected: &'static str },
    UnsupportedVersion { version: String },
    UnusualVersion { version: String },
    EncodingMismatch { declared: String, actual: &'static str },
    MisplacedDoctype { second: bool },
    BadDoctype { expected: &'static str },
    MismatchedEndTag { expected: String, found: String },
    StrayEndTag { name: String },
    UnclosedElement { name: String, also_open: usize },
    Unterminated { what: Markup },
    BadName { name: String, what: &'static str },
    BadTag { expected: &'static str },
    DuplicateAttribute { name: String, other: Option<String> },
    LtInAttribute { entity: Option<String> },
    CDataEndInText,
    BadMarkup,
    BadReference { text: String, expected: &'static str },
    UndeclaredEntity { name: String },
    RecursiveEntity { name: String },
    UnbalancedEntity { name: String },
    ForbiddenEntity { name: String, why: &'static str },
    BadCharacter { code: u32, by_reference: bool },
    BadComment,
    BadInstruction { expected: &'static str },
    UndeclaredPrefix { prefix: String },
    BadNamespace { expected: &'static str },
    ExternalEntity { name: String, is_declared: bool },
    ExternalDoctype,
    ParameterEntity { name: String },
    InternalEntities { count: usize },
    OverBudget { budget: Budget, limit: u64 },
}

impl FaultKind {
    /// True if the document is not well-formed because of this.
    pub fn is_ill_formed(&self) -> bool {
        !matches!(
            self,
            FaultKind::UnusualVersion { .. }
                | FaultKind::ExternalEntity { .. }
                | FaultKind::ExternalDoctype
                | FaultKind::ParameterEntity { .. }
                | FaultKind::InternalEntities { .. }
                | FaultKind::OverBudget { .. }
        )
    }

    /// True if part of the document was not seen because of this, so that
    /// nothing can be said about the rest.
    pub fn hides_content(&self) -> bool {
        matches!(
            self,
            FaultKind::ExternalEntity { .. } | FaultKind::ParameterEntity { .. } | FaultKind::OverBudget { .. }
        )
    }
}
