//! Budgets: how much of an input is worth reading before it counts as an attack.

/// What may be spent on one input. Each excess is a finding that names the
/// limit and the option that raises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Elements open at the same time.
    pub depth: usize,
    /// Elements in one document, those from entities included.
    pub elements: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Bytes of one attribute value.
    pub value_bytes: usize,
    /// Bytes of one name.
    pub name_bytes: usize,
    /// Namespace bindings in scope at the same time.
    pub namespaces: usize,
    /// Entities open inside one another.
    pub entity_depth: usize,
    /// Bytes that all entity references of a document may expand to.
    pub entity_bytes: usize,
    /// Findings kept per input; further ones are counted, not stored.
    pub findings: usize,
    /// Bytes of memory for catalogs and roads that inputs share; what has no
    /// room is read again when it is needed.
    pub companion_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 256 << 20,
            depth: 256,
            elements: 4_000_000,
            attributes: 1_000,
            value_bytes: 10_000_000,
            name_bytes: 50_000,
            namespaces: 128,
            entity_depth: 20,
            entity_bytes: 8 << 20,
            findings: 1_000,
            companion_bytes: 512 << 20,
        }
    }
}

/// Offsets are 32-bit, so no option raises the file limit beyond this.
pub const MAX_FILE_BYTES: u64 = u32::MAX as u64 - 1;

/// One of the budgets of [`Limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Budget {
    /// [`Limits::file_bytes`]
    FileBytes,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::elements`]
    Elements,
    /// [`Limits::attributes`]
    Attributes,
    /// [`Limits::value_bytes`]
    ValueBytes,
    /// [`Limits::name_bytes`]
    NameBytes,
    /// [`Limits::namespaces`]
    Namespaces,
    /// [`Limits::entity_depth`]
    EntityDepth,
    /// [`Limits::entity_bytes`]
    EntityBytes,
    /// [`Limits::findings`]
    Findings,
}

impl Budget {
    /// The command-line option that raises this budget.
    pub fn option(self) -> &'static str {
        match self {
            Budget::FileBytes => "--max-file-size",
            Budget::Depth => "--max-depth",
            Budget::Elements => "--max-elements",
            Budget::Attributes => "--max-attributes",
            Budget::ValueBytes => "--max-value-size",
            Budget::NameBytes => "--max-name-size",
            Budget::Namespaces => "--max-namespaces",
            Budget::EntityDepth => "--max-entity-depth",
            Budget::EntityBytes => "--max-entity-size",
            Budget::Findings => "--max-findings",
        }
    }
}
