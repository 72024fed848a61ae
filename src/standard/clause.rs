//! A row of a catalogue: what a clause asks, of whom, and how sure we are.

use std::sync::Arc;

use super::table::{Row, TableError};

/// Declares an enumeration with the words that tables and reports use.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word that tables and reports use.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word),*
                }
            }

            /// The value called `word`.
            pub fn from_name(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|value| value.name() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a row is about.
    ClauseKind {
        /// Groups the rows below it.
        Heading = "heading",
        /// Says what a word means.
        Definition = "definition",
        /// Says what the document covers.
        Scope = "scope",
        /// Application, approval, dates.
        Administrative = "administrative",
        /// What an organisation does.
        Process = "process",
        /// What the product has.
        Product = "product",
        /// What the vehicle does.
        Performance = "performance",
        /// What the user sees and operates.
        Hmi = "hmi",
        /// What is written down.
        Documentation = "documentation",
        /// What is recorded.
        Data = "data",
        /// What is reported to somebody.
        Reporting = "reporting",
        /// What is tested.
        Test = "test",
        /// A document that the standard names.
        WorkProduct = "work-product",
        /// How something is done.
        Method = "method",
        /// A number to reach.
        Metric = "metric",
        /// A review, audit or assessment.
        Confirmation = "confirmation",
        /// A node of a classification.
        Taxonomy = "taxonomy",
        /// How something is written.
        Format = "format",
        /// What is allowed.
        Permission = "permission",
    }
}

words! {
    /// How binding a row is.
    Obligation {
        /// Nothing is asked.
        None = "none",
        /// Allowed.
        May = "may",
        /// Advised.
        Should = "should",
        /// Required.
        Shall = "shall",
    }
}

words! {
    /// Of whom something is asked.
    Addressee {
        /// Of nobody.
        None = "none",
        /// Of the maker of the vehicle.
        Manufacturer = "manufacturer",
        /// Of the approval authority.
        Authority = "authority",
        /// Of the technical service or the assessor.
        TechnicalService = "technical-service",
    }
}

words! {
    /// How sure a row is. The order is that of trust, least first.
    Certainty {
        /// From memory, or by analogy.
        Recalled = "recalled",
        /// Stated by a document that names no source.
        Seed = "seed",
        /// Read in the source that the row names.
        Verified = "verified",
    }
}

words! {
    /// What was read. The order is that of trust, least first.
    ReadIn {
        /// Nothing.
        None = "none",
        /// Somebody else's rendering.
        Secondary = "secondary",
        /// The text, in another edition than the one that applies.
        OtherEdition = "other-edition",
        /// The proposal that was adopted.
        Proposal = "proposal",
        /// The text itself.
        Text = "text",
    }
}

words! {
    /// How far a machine can judge a row.
    Automatable {
        /// A person must judge.
        Human = "human",
        /// A part of it.
        Partial = "partial",
        /// By a scenario and its result.
        Scenario = "scenario",
        /// By a document, a date or a link.
        Document = "document",
        /// Entirely.
        Yes = "yes",
    }
}

words! {
    /// How a number relates to its limit.
    Comparator {
        /// Below.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// Exactly.
        Equal = "=",
        /// At least.
        AtLeast = ">=",
        /// Above.
        More = ">",
        /// One of.
        In = "in",
        /// There at all.
        Present = "present",
        /// Each of.
        All = "all",
        /// Graded by ASIL.
        Grade = "grade",
        /// As named.
        Match = "match",
    }
}

impl Comparator {
    /// True if `number` relates to `bound` as asked. Conversion of units may
    /// be off in the last digits. What compares no numbers holds.
    pub fn holds(self, number: f64, bound: f64) -> bool {
        let slack = bound.abs() * 1e-9;
        match self {
            Comparator::Less => number < bound - slack,
            Comparator::AtMost => number <= bound + slack,
            Comparator::Equal => (number - bound).abs() <= slack,
            Comparator::AtLeast => number >= bound - slack,
            Comparator::More => number > bound + slack,
            _ => true,
        }
    }
}

/// A figure that a clause sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What is measured.
    pub quantity: String,
    /// How the value relates to the limit.
    pub comparator: Comparator,
    /// The limit as written: a number, a date, a formula or a list.
    pub value: String,
    /// The unit of the number.
    pub unit: String,
    /// The name of the declared fact that is bounded, where there is one.
    pub fact: Option<String>,
}

impl Limit {
    /// The value as a number.
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok()
    }
}

/// To which vehicles a row applies. Empty lists do not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applicability {
    /// Vehicle categories; `M` covers `M1`, `M2`, `M3`.
    pub categories: Vec<String>,
    /// SAE levels of automation.
    pub levels: Vec<String>,
    /// Functions a vehicle declares.
    pub functions: Vec<String>,
    /// ASILs of the item.
    pub asils: Vec<String>,
    /// A condition in the Common Expression Language.
    pub condition: Option<String>,
}

/// A row of a catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// `UN-R157:5.2.3.1@01#mrmlc`
    pub id: Arc<str>,
    /// The id of the row it belongs to.
    pub parent: Option<Arc<str>>,
    /// A title in our words.
    pub title: String,
    /// What the row is about.
    pub kind: ClauseKind,
    /// How binding it is.
    pub obligation: Obligation,
    /// Of whom it is asked.
    pub addressee: Addressee,
    /// The editions in which it holds.
    pub editions: Vec<String>,
    /// The edition in which it was read, if that is one edition.
    pub read_edition: Option<String>,
    /// To which vehicles it applies.
    pub applies: Applicability,
    /// What it asks, in our words.
    pub summary: String,
    /// The figure it sets.
    pub limit: Option<Limit>,
    /// When it applies, in words.
    pub condition: String,
    /// What would be evidence: a word of a small vocabulary, perhaps `: more`.
    pub evidence: Vec<String>,
    /// How far a machine can judge it.
    pub automatable: Automatable,
    /// A check in the Common Expression Language.
    pub check: Option<String>,
    /// Where it was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// What was read.
    pub read_in: ReadIn,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

impl Clause {
    /// Reads a row; the message of an error names the column.
    pub(super) fn from_row(row: Row<'_>) -> Result<Clause, TableError> {
        let text = |column| row.get(column).to_owned();
        let some = |column| Some(row.get(column)).filter(|cell| !cell.is_empty()).map(str::to_owned);
        let limit = match row.get("comparator") {
            "" => None,
            _ => Some(Limit {
                quantity: text("quantity"),
                comparator: word(row, "comparator", Comparator::from_name, Comparator::ALL, Comparator::name)?,
                value: text("value"),
                unit: text("unit"),
                fact: some("fact"),
            }),
        };
        if row.get("id").is_empty() {
            return Err(row.error("`id` is empty"));
        }
        Ok(Clause {
            id: row.get("id").into(),
            parent: some("parent").map(Into::into),
            title: text("title"),
            kind: word(row, "kind", ClauseKind::from_name, ClauseKind::ALL, ClauseKind::name)?,
            obligation: word(row, "obligation", Obligation::from_name, Obligation::ALL, Obligation::name)?,
            addressee: word(row, "addressee", Addressee::from_name, Addressee::ALL, Addressee::name)?,
            editions: row.words("editions"),
            read_edition: some("read_edition"),
            applies: Applicability {
                categories: row.words("categories"),
                levels: row.words("levels"),
                functions: row.words("functions"),
                asils: row.words("asil"),
                condition: some("applies_if"),
            },
            summary: text("summary"),
            limit,
            condition: text("condition"),
            evidence: row.parts("evidence").into_iter().map(str::to_owned).collect(),
            automatable: word(row, "automatable", Automatable::from_name, Automatable::ALL, Automatable::name)?,
            check: some("check"),
            source: text("source"),
            certainty: word(row, "certainty", Certainty::from_name, Certainty::ALL, Certainty::name)?,
            read_in: word(row, "read_in", ReadIn::from_name, ReadIn::ALL, ReadIn::name)?,
            origin: (row.path().clone(), row.line()),
        })
    }

    /// The standard or part before the colon: `ISO-26262-3`.
    pub fn standard(&self) -> &str {
        self.id.split_once(':').map_or(&self.id, |(standard, _)| standard)
    }

    /// The number as printed, without edition and part: `5.2.3.1`.
    pub fn number(&self) -> &str {
        number_of(&self.id)
    }

    /// True if a maker has to show something for it: not a heading, not a
    /// definition, not somebody else's duty, not a permission.
    pub fn is_requirement(&self) -> bool {
        let asks = matches!(self.obligation, Obligation::Shall | Obligation::Should);
        let describes = matches!(self.kind, ClauseKind::Heading | ClauseKind::Definition | ClauseKind::Scope);
        asks && !describes && self.addressee == Addressee::Manufacturer
    }

    /// What was read, seen from `edition`: a text read in that very edition
    /// is no text of another edition.
    pub fn read_in_for(&self, edition: Option<&str>) -> ReadIn {
        let is_own = self.read_edition.is_some() && self.read_edition.as_deref() == edition;
        if is_own && self.read_in == ReadIn::OtherEdition { ReadIn::Text } else { self.read_in }
    }
}

/// The clause number within an id: after the colon, before `@` and `#`.
pub fn number_of(id: &str) -> &str {
    let rest = id.split_once(':').map_or("", |(_, rest)| rest);
    rest.split(['@', '#']).next().unwrap_or_default()
}

/// Reads the cell of `column` as a word of a vocabulary.
pub(crate) fn word<T: Copy>(
    row: Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<T, TableError> {
    let found = row.get(column);
    read(found).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        row.error(format!("`{column}` is `{found}`, expected one of {}", known.join(", ")))
    })
}
