//! The columns of the catalogue tables: what their headers may be, what their
//! cells may hold, and the JSON Schema that says so to others.

use serde_json::{Map, Value, json};

use super::clause::{Addressee, Automatable, Certainty, ClauseKind, Comparator, Obligation, ReadIn};
use super::library::{Carries, JURISDICTIONS};
use super::national_columns as national;
use super::relations::{Acceptance, Basis, Degree, Relation};
use super::table::{Table, TableError};

/// A column.
pub(super) struct Column {
    pub(super) name: &'static str,
    /// True if a table without it cannot be read.
    pub(super) is_required: bool,
    /// The words its cells may hold; any text if empty.
    pub(super) words: fn() -> Vec<&'static str>,
    pub(super) says: &'static str,
}

pub(super) const fn text(name: &'static str, is_required: bool, says: &'static str) -> Column {
    Column { name, is_required, words: Vec::new, says }
}

macro_rules! vocabulary {
    ($of_type:ident) => {
        || $of_type::ALL.iter().map(|value| value.name()).collect()
    };
}

/// The columns of `clauses.csv`.
const CLAUSES: [Column; 26] = [
    text("id", true, "`STANDARD:clause`, then `@edition`, then `#part`; unique"),
    text("parent", true, "the id of the row it belongs to; empty for the document itself"),
    text("title", true, "a few words of your own"),
    Column { name: "kind", is_required: true, words: vocabulary!(ClauseKind), says: "what the row is about" },
    Column { name: "obligation", is_required: true, words: vocabulary!(Obligation), says: "how binding it is" },
    Column { name: "addressee", is_required: true, words: vocabulary!(Addressee), says: "of whom it is asked" },
    text("editions", true, "ids of the editions in which it holds, between spaces"),
    text("read_edition", false, "the edition in which it was read, if it was read in one only"),
    text("categories", false, "vehicle categories between spaces; `M` covers M1, M2, M3; empty for all"),
    text("levels", false, "SAE levels between spaces; empty for all"),
    text("functions", false, "functions of the vehicle between spaces; empty for all"),
    text("asil", false, "ASILs of the item between spaces; empty for all"),
    text("applies_if", false, "a condition in the Common Expression Language"),
    text("summary", true, "what it asks, in your own words"),
    text("quantity", false, "what is measured, if it sets a figure"),
    Column { name: "comparator", is_required: false, words: comparators, says: "how the value relates to the figure" },
    text("value", false, "the figure: a number, a date, a formula or a list"),
    text("unit", false, "the unit of the number; every number has one (`1` for ratios, `count` for counts)"),
    text("fact", false, "the name of the declared fact that the figure bounds"),
    text("condition", false, "when it applies, in words"),
    text("evidence", false, "what would be evidence, between semicolons"),
    Column {
        name: "automatable",
        is_required: true,
        words: vocabulary!(Automatable),
        says: "how far a machine can judge it",
    },
    text("check", false, "a check in the Common Expression Language, over the facts and records of a dossier"),
    text("source", true, "where it was read"),
    Column { name: "certainty", is_required: true, words: vocabulary!(Certainty), says: "how sure it is" },
    Column { name: "read_in", is_required: true, words: vocabulary!(ReadIn), says: "what was read" },
];

/// The columns of `checks.csv`.
const CHECKS: [Column; 4] = [
    text("clause", true, "the id of a clause"),
    text("rule", true, "the id of a rule of this tool"),
    Column { name: "carries", is_required: true, words: vocabulary!(Carries), says: "what passing the rule means" },
    text("note", false, "why"),
];

/// The columns of a table of relations.
const MAPPINGS: [Column; 16] = [
    text("from", true, "the id of a clause or document"),
    Column {
        name: "relation",
        is_required: true,
        words: vocabulary!(Relation),
        says: "how the first relates to the second",
    },
    text("to", true, "the id of a clause or document"),
    text("scope", false, "what the row speaks about, if not the whole"),
    Column { name: "degree", is_required: false, words: degrees, says: "how the first took over the second" },
    Column { name: "basis", is_required: false, words: bases, says: "what the relation rests on" },
    text("from_topic", false, "the part of the first that is meant, where it has no number"),
    text("to_topic", false, "the part of the second that is meant, where it has no number"),
    text("from_edition", false, "the edition of the first; empty for the present one"),
    text("to_edition", false, "the edition of the second; empty for the present one"),
    text("conditions", false, "under which conditions it holds"),
    Column {
        name: "reuse",
        is_required: false,
        words: acceptances,
        says: "what documents made for one are good for where the other is asked",
    },
    text("conflict", false, "why both cannot be met with one setting, if that is so"),
    text("rationale", true, "why"),
    text("source", true, "where that was read"),
    Column { name: "certainty", is_required: true, words: vocabulary!(Certainty), says: "how sure it is" },
];

/// The columns of `bundles.csv`.
const BUNDLES: [Column; 5] = [
    text("required", true, "the id of the clause that asks"),
    text("parts", true, "ids of clauses between spaces that together answer it"),
    Column {
        name: "complete",
        is_required: true,
        words: || vec!["yes", "no"],
        says: "whether they are all that is asked",
    },
    text("source", true, "where that was read"),
    Column { name: "certainty", is_required: true, words: vocabulary!(Certainty), says: "how sure it is" },
];

fn degrees() -> Vec<&'static str> {
    std::iter::once("").chain(Degree::ALL.iter().map(|value| value.name())).collect()
}

fn bases() -> Vec<&'static str> {
    std::iter::once("").chain(Basis::ALL.iter().map(|value| value.name())).collect()
}

fn acceptances() -> Vec<&'static str> {
    std::iter::once("").chain(Acceptance::ALL.iter().map(|value| value.name())).collect()
}

fn comparators() -> Vec<&'static str> {
    std::iter::once("").chain(Comparator::ALL.iter().map(|value| value.name())).collect()
}

/// A table with known columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownTable {
    /// `clauses.csv`
    Clauses,
    /// `checks.csv`
    Checks,
    /// `mappings/*.csv`
    Mappings,
    /// `mappings/bundles.csv`
    Bundles,
    /// `mappings/composition.csv`
    Composition,
    /// `jurisdictions/jurisdictions.csv`
    Jurisdictions,
    /// `jurisdictions/topics.csv`
    Topics,
    /// `jurisdictions/aliases.csv`
    Aliases,
    /// `jurisdictions/*/instruments.csv`
    Instruments,
    /// `jurisdictions/*/clauses.csv`
    NationalClauses,
    /// `jurisdictions/*/recognition.csv`
    Recognition,
    /// `jurisdictions/*/elements.csv`
    Elements,
    /// `jurisdictions/register.csv`
    Register,
    /// `citations/errata.csv`
    Errata,
}

impl KnownTable {
    /// The kind of a table that lies in no folder of a standard.
    pub(super) fn of_relations(folder: &str, file: &str) -> Option<KnownTable> {
        let is_national = folder.strip_prefix(JURISDICTIONS).is_some_and(|rest| rest.starts_with('/'));
        Some(match (folder, file) {
            ("mappings", "composition.csv") => KnownTable::Composition,
            ("mappings", "bundles.csv") => KnownTable::Bundles,
            ("mappings", _) => KnownTable::Mappings,
            (JURISDICTIONS, "jurisdictions.csv") => KnownTable::Jurisdictions,
            (JURISDICTIONS, "topics.csv") => KnownTable::Topics,
            (JURISDICTIONS, "aliases.csv") => KnownTable::Aliases,
            (JURISDICTIONS, "register.csv") => KnownTable::Register,
            ("citations", "errata.csv") => KnownTable::Errata,
            (_, "instruments.csv") if is_national => KnownTable::Instruments,
            (_, "clauses.csv") if is_national => KnownTable::NationalClauses,
            (_, "mappings.csv") if is_national => KnownTable::Mappings,
            (_, "bundles.csv") if is_national => KnownTable::Bundles,
            (_, "recognition.csv") if is_national => KnownTable::Recognition,
            (_, "elements.csv") if is_national => KnownTable::Elements,
            _ => return None,
        })
    }

    fn columns(self) -> &'static [Column] {
        match self {
            KnownTable::Clauses => &CLAUSES,
            KnownTable::Checks => &CHECKS,
            KnownTable::Mappings => &MAPPINGS,
            KnownTable::Bundles => &BUNDLES,
            KnownTable::Composition => &national::COMPOSITION,
            KnownTable::Jurisdictions => &national::JURISDICTIONS,
            KnownTable::Topics => &national::TOPICS,
            KnownTable::Aliases => &national::ALIASES,
            KnownTable::Instruments => &national::INSTRUMENTS,
            KnownTable::NationalClauses => &national::CLAUSES,
            KnownTable::Recognition => &national::RECOGNITION,
            KnownTable::Elements => &national::ELEMENTS,
            KnownTable::Register => &national::REGISTER,
            KnownTable::Errata => &national::ERRATA,
        }
    }

    /// The JSON Schema of a row, its cells by header.
    pub fn schema(self) -> Value {
        let mut properties = Map::new();
        for column in self.columns() {
            let words = (column.words)();
            let mut property = json!({"type": "string", "description": column.says});
            if !words.is_empty() {
                property["enum"] = json!(words);
            }
            properties.insert(column.name.to_owned(), property);
        }
        let required: Vec<&str> = self.columns().iter().filter(|one| one.is_required).map(|one| one.name).collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": match self {
                KnownTable::Clauses => "A row of clauses.csv",
                KnownTable::Checks => "A row of checks.csv",
                KnownTable::Mappings => "A row of a table of relations",
                KnownTable::Bundles => "A row of bundles.csv",
                KnownTable::Composition => "A row of composition.csv",
                KnownTable::Jurisdictions => "A row of jurisdictions.csv",
                KnownTable::Topics => "A row of topics.csv",
                KnownTable::Aliases => "A row of aliases.csv",
                KnownTable::Instruments => "A row of instruments.csv",
                KnownTable::NationalClauses => "A row of clauses.csv of a jurisdiction",
                KnownTable::Recognition => "A row of recognition.csv",
                KnownTable::Elements => "A row of elements.csv",
                KnownTable::Register => "A row of register.csv",
                KnownTable::Errata => "A row of errata.csv",
            },
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    /// What is wrong with the header of a table.
    pub(super) fn faults(self, table: &Table) -> Vec<TableError> {
        let fault = |message: String| TableError::new(table.path(), 1, message);
        let missing = self.columns().iter().filter(|column| column.is_required && !table.has(column.name));
        let missing = missing.map(|column| fault(format!("there is no column `{}`", column.name)));
        let is_known = |name: &str| self.columns().iter().any(|column| column.name == name);
        let unknown = table.header().iter().filter(|name| !is_known(name));
        let unknown = unknown.map(|name| fault(format!("`{name}` is no column of this table")));
        missing.chain(unknown).collect()
    }
}
