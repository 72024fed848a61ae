//! Which records a dossier may hold, which fields they have, and by which
//! headers people write them: data under `standards/dossier/`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::standard::{Library, Table};

/// A kind of record, an index into [`Schema::kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub(super) u8);

/// A field of a kind of record, an index into [`Kind::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub(super) u8);

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// The identifier of the record.
    Id,
    /// Identifiers of other records.
    Ids,
    /// Words.
    Text,
    /// Words between separators.
    List,
    /// A calendar date.
    Date,
    /// Yes or no.
    YesNo,
    /// A number, perhaps with a unit.
    Number,
    /// An ASIL.
    Asil,
    /// Several ASILs, `B(D) + B(D)`.
    Asils,
    /// A class of severity, exposure or controllability.
    Class,
    /// One of a few words.
    Choice,
    /// References to clauses.
    Clauses,
    /// A file of the dossier.
    Path,
}

impl FieldType {
    const ALL: [(FieldType, &'static str); 13] = [
        (FieldType::Id, "id"),
        (FieldType::Ids, "ids"),
        (FieldType::Text, "text"),
        (FieldType::List, "list"),
        (FieldType::Date, "date"),
        (FieldType::YesNo, "yes-no"),
        (FieldType::Number, "number"),
        (FieldType::Asil, "asil"),
        (FieldType::Asils, "asils"),
        (FieldType::Class, "class"),
        (FieldType::Choice, "choice"),
        (FieldType::Clauses, "clauses"),
        (FieldType::Path, "path"),
    ];

    /// The word that the table uses.
    pub fn name(self) -> &'static str {
        FieldType::ALL.iter().find(|(of_type, _)| *of_type == self).map_or("", |(_, name)| name)
    }

    fn from_name(name: &str) -> Option<FieldType> {
        FieldType::ALL.iter().find(|(_, known)| *known == name).map(|(of_type, _)| *of_type)
    }
}

/// A field of a kind of record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, in snake case.
    pub name: String,
    /// What it holds.
    pub of_type: FieldType,
    /// The unit of a number without one.
    pub unit: String,
    /// The words of a choice; the letter of a class.
    pub choices: Vec<String>,
    /// The kinds of record that identifiers may refer to.
    pub links: Vec<String>,
    /// True if a record without it is no such record.
    pub is_required: bool,
    /// Other headers for it, normalised.
    pub names: Vec<String>,
    /// What it means.
    pub summary: String,
}

/// A kind of record.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Its name, in kebab case.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Other names for it, normalised.
    pub names: Vec<String>,
    /// What it is.
    pub summary: String,
    /// Its fields.
    pub fields: Vec<Field>,
    by_name: FxHashMap<String, FieldId>,
    /// The fields by their normalised headers: every table asks every kind.
    by_header: FxHashMap<String, FieldId>,
}

impl Kind {
    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<FieldId> {
        self.by_name.get(name).copied()
    }

    /// The field that a header speaks of: by its name or another one.
    pub fn field_for_header(&self, header: &str) -> Option<FieldId> {
        spellings(header).iter().find_map(|name| self.by_header.get(name)).copied()
    }

    /// The fields with their numbers.
    pub fn all_fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The field with this number.
    pub fn get(&self, field: FieldId) -> &Field {
        &self.fields[usize::from(field.0)]
    }
}

/// All kinds of record.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    kinds: Vec<Kind>,
    by_name: FxHashMap<String, KindId>,
    /// The kinds by what people call them, normalised.
    by_spoken: FxHashMap<String, KindId>,
    /// The fields that a normalised header may mean.
    by_header: FxHashMap<String, Vec<(KindId, FieldId)>>,
}

impl Schema {
    /// The kinds of record that ship.
    pub fn built_in() -> &'static Schema {
        static SCHEMA: OnceLock<Schema> = OnceLock::new();
        SCHEMA.get_or_init(|| Schema::from_library(Library::built_in()))
    }

    fn from_library(library: &Library) -> Schema {
        let mut schema = Schema::default();
        let tables = (library.table("dossier/records.csv"), library.table("dossier/fields.csv"));
        if let (Some(records), Some(fields)) = tables {
            schema.read(records, fields);
        }
        schema.index();
        schema
    }

    fn index(&mut self) {
        for (at, kind) in (0..).map(KindId).zip(&mut self.kinds) {
            for name in kind.names.iter().cloned().chain([normalised(&kind.name)]) {
                self.by_spoken.entry(name).or_insert(at);
            }
            for (field, number) in kind.fields.iter().zip((0..).map(FieldId)) {
                for name in field.names.iter().cloned().chain([normalised(&field.name)]) {
                    kind.by_header.entry(name.clone()).or_insert(number);
                    self.by_header.entry(name).or_default().push((at, number));
                }
            }
        }
    }

    fn read(&mut self, records: &Table, fields: &Table) {
        for row in records.rows() {
            let Ok(id) = u8::try_from(self.kinds.len()) else { break };
            self.by_name.insert(row.get("record").to_owned(), KindId(id));
            self.kinds.push(Kind {
                name: row.get("record").to_owned(),
                title: row.get("title").to_owned(),
                names: row.parts("names").into_iter().map(normalised).collect(),
                summary: row.get("summary").to_owned(),
                fields: Vec::new(),
                by_name: FxHashMap::default(),
                by_header: FxHashMap::default(),
            });
        }
        for row in fields.rows() {
            let kind = self.by_name.get(row.get("record")).and_then(|kind| self.kinds.get_mut(usize::from(kind.0)));
            let (Some(kind), Some(of_type)) = (kind, FieldType::from_name(row.get("type"))) else { continue };
            let Ok(id) = u8::try_from(kind.fields.len()) else { continue };
            kind.by_name.insert(row.get("field").to_owned(), FieldId(id));
            kind.fields.push(Field {
                name: row.get("field").to_owned(),
                of_type,
                unit: row.get("unit").to_owned(),
                choices: row.parts("choices").into_iter().map(str::to_owned).collect(),
                links: row.words("links"),
                is_required: row.get("required") == "yes",
                names: row.parts("names").into_iter().map(normalised).collect(),
                summary: row.get("summary").to_owned(),
            });
        }
    }

    /// The kinds in the order of the table.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.kinds.iter().enumerate().filter_map(|(at, kind)| Some((KindId(u8::try_from(at).ok()?), kind)))
    }

    /// The kind with this number.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[usize::from(id.0)]
    }

    /// The kind called `name`.
    pub fn find(&self, name: &str) -> Option<KindId> {
        self.by_name.get(name).copied()
    }

    /// True if a field of some kind is called so.
    pub fn is_header(&self, name: &str) -> bool {
        spellings(name).iter().any(|name| self.by_header.contains_key(name))
    }

    /// How many fields of one kind these headers name at best.
    pub fn recognised<'n>(&self, headers: impl Iterator<Item = &'n str>) -> usize {
        let find = |header: &str| spellings(header).iter().find_map(|name| self.by_header.get(name));
        let names = headers.filter_map(find);
        let fields: BTreeSet<(KindId, FieldId)> = names.flatten().copied().collect();
        let mut count = vec![0; self.kinds.len()];
        for (kind, _) in fields {
            count[usize::from(kind.0)] += 1;
        }
        count.into_iter().max().unwrap_or(0)
    }

    /// The kind that `name` speaks of: a file, a sheet, a type of object.
    pub fn find_loosely(&self, name: &str) -> Option<KindId> {
        self.by_spoken.get(&normalised(name)).copied()
    }
}

impl Schema {
    /// The kinds of which a name speaks in some of its words: `HARA_v2 (old)`.
    pub fn mentioned<'s>(&'s self, name: &str) -> impl Iterator<Item = KindId> + use<'s> {
        let words: Vec<String> = normalised(&name.replace(['(', '['], " "))
            .split([' ', ')'])
            .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
            .collect();
        let text = format!(" {} ", words.join(" "));
        let holds = move |name: &str| text.contains(&format!(" {name} "));
        let fits = move |kind: &Kind| holds(&normalised(&kind.name)) || kind.names.iter().any(|name| holds(name));
        self.kinds().filter(move |(_, kind)| fits(kind)).map(|(id, _)| id)
    }
}

/// A header as it is compared: lower case, words with one space between,
/// without punctuation and without a unit in brackets.
pub fn normalised(text: &str) -> String {
    let text = text.trim();
    // Names that the guide to ReqIF reserves: `ReqIF.Text`.
    let text = text.strip_prefix("ReqIF.").unwrap_or(text);
    // `FTTI [ms]` and `FTTI (ms)` speak of the field `ftti`; `(a)` is a name.
    match brackets(text) {
        Some((before, _, after)) => words(&format!("{before} {after}")),
        None => words(text),
    }
}

/// What a header may be called, best first: without what stands in brackets,
/// for `FTTI (ms)`, and with it, for `Rationale (S)`.
fn spellings(header: &str) -> Vec<String> {
    let mut names = vec![normalised(header)];
    if let Some((before, inner, after)) = brackets(header.trim()) {
        names.push(words(&format!("{before} {inner} {after}")));
    }
    names
}

/// What stands before, in and behind the first brackets of a name.
fn brackets(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.find(['[', '(']).filter(|&at| at > 0)?;
    let (inner, after) = text[at + 1..].split_once([']', ')']).unwrap_or((&text[at + 1..], ""));
    Some((&text[..at], inner, after))
}

/// Words in lower case, with one space between and without punctuation.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '(' || c == ')')).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_used() {
        let library = Library::built_in();
        let rows = |path: &str| library.table(path).unwrap().rows().count();
        let schema = Schema::built_in();
        assert_eq!(schema.kinds.len(), rows("dossier/records.csv"));
        assert_eq!(schema.kinds.iter().map(|kind| kind.fields.len()).sum::<usize>(), rows("dossier/fields.csv"));
    }

    #[test]
    fn links_lead_to_records_and_headers_are_not_ambiguous() {
        let schema = Schema::built_in();
        for (_, kind) in schema.kinds() {
            let mut seen: Vec<(String, &str)> = Vec::new();
            for field in &kind.fields {
                for link in &field.links {
                    assert!(schema.find(link).is_some(), "{}.{} links to {link}", kind.name, field.name);
                }
                for name in field.names.iter().cloned().chain([normalised(&field.name)]) {
                    let other = seen.iter().find(|(known, owner)| *known == name && *owner != field.name);
                    assert!(other.is_none(), "{}: `{name}` is {} and {other:?}", kind.name, field.name);
                    seen.push((name, &field.name));
                }
            }
        }
    }

    #[test]
    fn a_name_speaks_of_kinds_in_its_words() {
        let schema = Schema::built_in();
        let of = |name: &str| schema.mentioned(name).map(|kind| schema.kind(kind).name.as_str()).collect::<Vec<_>>();
        for name in ["hara", "HARA_v2 (old)", "HARA2", "2nd hazard analysis"] {
            assert_eq!(of(name), ["hazardous-event"], "{name}");
        }
        assert_eq!(of("sahara"), [""; 0]);
    }

    #[test]
    fn headers_are_compared_by_their_words() {
        assert_eq!(normalised(" Hazard_ID "), "hazard id");
        assert_eq!(normalised("FTTI [ms]"), "ftti");
        assert_eq!(normalised("S (severity)"), "s");
        assert_eq!(normalised("(a)"), "(a)");
        assert_eq!(normalised("Severity (S) rationale."), "severity rationale");
    }

    #[test]
    fn headers_are_known_in_the_variants_that_people_write() {
        let schema = Schema::built_in();
        let field = |kind: &str, header: &str| {
            let kind = schema.kind(schema.find(kind).unwrap());
            kind.field_for_header(header).map(|field| kind.get(field).name.as_str())
        };
        for (header, expected) in [
            ("Sev. rating (S)", "severity"),
            ("Severity (S0-S3)", "severity"),
            ("Rating S", "severity"),
            ("Exp.", "exposure"),
            ("Probability of exposure (E)", "exposure"),
            ("Contr. class", "controllability"),
            ("Rationale (S)", "severity_rationale"),
            ("Exposure (E) - rationale", "exposure_rationale"),
            ("Justification for C", "controllability_rationale"),
            ("Resulting ASIL", "asil"),
            ("Sicherheitsziel", "goals"),
            ("Gefährdungs-ID", "id"),
        ] {
            assert_eq!(field("hazardous-event", header), Some(expected), "{header}");
        }
        assert_eq!(field("failure-mode", "Failure rate λ [FIT]"), Some("failure_rate"));
        assert_eq!(field("failure-mode", "DC (%)"), Some("coverage"));
        // What a unit says is no name.
        assert_eq!(field("hazardous-event", "Time (s)"), None);
    }
}
