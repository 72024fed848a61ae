//! What can deviate from a schema.

use crate::xml::NodeId;

use super::version::Version;

/// One deviation of a document from the schema of its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// What deviates.
    pub kind: DeviationKind,
    /// The element it is about.
    pub element: NodeId,
    /// The exact place in or at that element.
    pub spot: Spot,
    /// A second element that explains the first.
    pub related: Option<NodeId>,
}

/// A place at an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The name in the start tag.
    Name,
    /// The name of the attribute of this index.
    AttributeName(usize),
    /// The value of the attribute of this index.
    AttributeValue(usize),
    /// The character data between the tags.
    Text,
}

/// In which editions something exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Existence {
    /// The first edition that has it.
    pub since: Version,
    /// The first edition after that without it.
    pub removed: Option<Version>,
    /// The edition that the file declares.
    pub declared: Version,
    /// The element that declares it.
    pub header: &'static str,
}

/// The kinds of [`Deviation`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are named after what they hold; each kind has a rule with a manual page")]
pub enum DeviationKind {
    UnknownElement {
        name: String,
        owner: String,
        suggestion: Option<String>,
        expected: Vec<String>,
        elsewhere: Vec<String>,
    },
    ElementNotInVersion {
        name: String,
        owner: String,
        existence: Existence,
        renamed: Option<String>,
    },
    MissingElement {
        owner: String,
        expected: Vec<String>,
        present: usize,
    },
    MisplacedElement {
        name: String,
        before: Option<String>,
        after: Option<String>,
    },
    RepeatedElement {
        name: String,
        owner: String,
    },
    ConflictingElement {
        name: String,
        with: String,
        owner: String,
    },
    UnknownAttribute {
        name: String,
        owner: String,
        suggestion: Option<String>,
        known: Vec<String>,
    },
    AttributeNotInVersion {
        name: String,
        owner: String,
        existence: Existence,
    },
    MissingAttribute {
        name: String,
        owner: String,
    },
    BadValue {
        attribute: String,
        value: String,
        expected: String,
    },
    OutOfRange {
        attribute: String,
        value: String,
        expected: String,
    },
    ExpressionNotInVersion {
        attribute: String,
        value: String,
        since: Version,
        declared: Version,
    },
    UnknownLiteral {
        attribute: String,
        value: String,
        of_type: String,
        suggestion: Option<String>,
        literals: Vec<String>,
    },
    LiteralNotInVersion {
        attribute: String,
        value: String,
        existence: Existence,
    },
    UnexpectedText {
        owner: String,
        only_space: bool,
    },
    InNamespace {
        name: String,
    },
    WrongEdition {
        declared: Version,
        fits: Version,
        names: Vec<String>,
    },
    DeprecatedElement {
        name: String,
        owner: String,
        since: Version,
        instead: String,
    },
    DeprecatedAttribute {
        name: String,
        owner: String,
        since: Version,
        instead: String,
    },
    DeprecatedLiteral {
        attribute: String,
        value: String,
        since: Version,
        instead: String,
    },
}

impl DeviationKind {
    /// True if the schema refuses the document because of this.
    pub fn is_invalid(&self) -> bool {
        !matches!(
            self,
            DeviationKind::DeprecatedElement { .. }
                | DeviationKind::DeprecatedAttribute { .. }
                | DeviationKind::DeprecatedLiteral { .. }
        )
    }
}
