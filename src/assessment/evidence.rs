//! What the dossier offers as evidence for which clause.

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::report::{DocumentState, EvidenceItem, Location, RequirementFinding};
use crate::citation::{Register, scan};
use crate::dossier::schema::FieldType;
use crate::dossier::status::Status;
use crate::dossier::{
    Document, DocumentId, Dossier, Named, Reach, Reading, RecordRef, ScenarioEntry, Schema, Spot, Value, cell_name,
    is_below,
};
use crate::finding::shown;
use crate::rules::{CheckedScenario, Docket, Remark, Rule, Where};

/// Evidence by clause.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    by_clause: FxHashMap<Arc<str>, Vec<Offer>>,
    /// The state of each record by its number: many clauses ask for it.
    states: Vec<DocumentState>,
}

/// A piece of evidence for a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Offer {
    pub(super) at: Where,
    pub(super) state: DocumentState,
}

/// Kinds of record that state the result of a test.
pub(super) const RESULTS: [&str; 4] = ["cyber-test", "scenario", "test-record", "verification"];

/// Pieces of evidence that are listed for a clause from one file; the others
/// are counted.
const MOST_OF_A_FILE: usize = 20;

/// Findings that are listed for a clause of one rule; the others are counted,
/// and listed once for all clauses.
const MOST_OF_A_RULE: usize = 50;

impl Evidence {
    /// Collects what cites a clause and what the manifest names for it.
    pub(super) fn collect(docket: &Docket<'_>) -> Evidence {
        let dossier = docket.dossier;
        let mut evidence = Evidence { states: states(docket), ..Evidence::default() };
        for cited in docket.citations.iter().filter(|cited| !cited.in_heading && says_something(dossier, cited.at)) {
            for clause in &cited.found.clauses {
                let offer = Offer { at: cited.at, state: evidence.state_at(docket, cited.at) };
                evidence.by_clause.entry(clause.clone()).or_default().push(offer);
            }
        }
        let results: Vec<RecordRef<'_>> = RESULTS.iter().flat_map(|kind| dossier.records(kind)).collect();
        for entry in &dossier.manifest.scenarios {
            let offers = evidence.of_entry(docket, entry, &results);
            for id_of_clause in entry.clauses.iter().flat_map(|clause| named(clause, &docket.register)) {
                evidence.by_clause.entry(id_of_clause).or_default().extend(&offers);
            }
        }
        for (document, id) in dossier.documents.iter().zip(0..) {
            for clause in document.entry.iter().flat_map(|entry| &entry.clauses) {
                for id_of_clause in named(clause, &docket.register) {
                    let at = Where::document(id);
                    let offer = Offer { at, state: state(dossier, id, docket.as_of) };
                    evidence.by_clause.entry(id_of_clause).or_default().push(offer);
                }
            }
        }
        evidence
    }

    /// What an entry for scenarios offers to its clauses: the files, and the
    /// results of tests that ran them.
    fn of_entry(&self, docket: &Docket<'_>, entry: &ScenarioEntry, results: &[RecordRef<'_>]) -> Vec<Offer> {
        let at = Where { document: 0, spot: entry.spot, record: None };
        let files = Offer { at, state: of_scenarios(docket, &entry.path) };
        let is_below = |cell| docket.dossier.named(cell).files.iter().any(|file| is_below(&file.path, &entry.path));
        let ran = results.iter().filter(|result| paths(**result).any(is_below));
        let ran = ran.map(|result| Where::from(*result)).map(|at| Offer { at, state: self.state_at(docket, at) });
        std::iter::once(files).chain(ran).collect()
    }

    /// Whether a piece of evidence counts: its file was read, it is not still
    /// open, and what it points at is there, can be read and conforms.
    pub(super) fn state_at(&self, docket: &Docket<'_>, at: Where) -> DocumentState {
        match at.record {
            Some(record) => self.states[record as usize],
            None => state(docket.dossier, at.document, docket.as_of),
        }
    }

    /// What is offered for a clause.
    pub(super) fn of(&self, clause: &str) -> &[Offer] {
        self.by_clause.get(clause).map_or(&[], Vec::as_slice)
    }
}

/// True if evidence of these words is the result of a test.
pub(super) fn asks_for_test(expected: &[String]) -> bool {
    expected.iter().any(|word| word.starts_with("test-report") || word.starts_with("simulation-report"))
}

/// The rows that a clause of the manifest names: an id, or a reference.
fn named(text: &str, register: &Register<'_>) -> Vec<Arc<str>> {
    scan(text).iter().flat_map(|citation| register.find(citation).clauses).collect()
}

/// The maker's own word on a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// It is met, or nothing is said.
    Met,
    /// It is still open.
    Open,
    /// It is not met.
    NotMet,
    /// Something that only a person understands.
    Unclear,
}

/// What the status of a statement says.
pub(super) fn word(record: RecordRef<'_>) -> Word {
    match record.status() {
        Status::Unstated | Status::Released | Status::Met | Status::Inapplicable => Word::Met,
        Status::Open => Word::Open,
        Status::Unmet | Status::Ended => Word::NotMet,
        Status::Unknown => Word::Unclear,
    }
}

/// What leaves a clause to a person, whatever its checks say: a statement whose
/// status is no word known here, or that says why the clause does not apply.
pub(super) fn unsettled(dossier: &Dossier, statements: &[Where]) -> Option<String> {
    let mut records = statements.iter().filter_map(|at| Some(dossier.record(at.record?)));
    let unclear = records.clone().find(|record| word(*record) == Word::Unclear);
    if let Some(record) = unclear {
        let status = record.value("status").and_then(Value::text).unwrap_or_default();
        return Some(format!(
            "a statement on it has the status `{}`, which is no word known here",
            shown(status.trim())
        ));
    }
    let declined = records.find(|record| record.status() == Status::Inapplicable && record.has("reason"))?;
    Some(format!("a statement says that it does not apply: {}", shown(declined.words("reason").trim())))
}

/// A row of a checklist that nobody filled in, or that is still open, names a
/// clause and is no evidence for it.
fn says_something(dossier: &Dossier, at: Where) -> bool {
    let Some(record) = at.record.map(|record| dossier.record(record)) else { return true };
    match record.kind_name() {
        "statement" => (record.has("text") || record.has("document")) && word(record) == Word::Met,
        "work-product" => !record.has("tailored_out"),
        _ => true,
    }
}

/// The states of all records, worked out side by side.
fn states(docket: &Docket<'_>) -> Vec<DocumentState> {
    let records: Vec<RecordRef<'_>> = docket.dossier.all_records().collect();
    records.par_iter().map(|record| of_row(docket, *record)).collect()
}

/// The state of a record, which is no better than that of its file.
fn of_row(docket: &Docket<'_>, record: RecordRef<'_>) -> DocumentState {
    match state(docket.dossier, record.document, docket.as_of) {
        DocumentState::Present => of_record(docket, record),
        state => state,
    }
}

fn of_record(docket: &Docket<'_>, record: RecordRef<'_>) -> DocumentState {
    if record.kind_name() == "statement" && matches!(word(record), Word::Open | Word::Unclear) {
        return DocumentState::Absent;
    }
    // What a statement says of itself, its words tell.
    if record.kind_name() != "statement" && record.unsettled().is_some() {
        return DocumentState::Stale;
    }
    // A test that did not pass is no support.
    let is_bad = RESULTS.contains(&record.kind_name())
        && matches!(record.choice("result"), Reading::Present(result) if result != "passed");
    if is_bad {
        return DocumentState::Deviating;
    }
    if is_of_tomorrow(docket, record) {
        return DocumentState::Absent;
    }
    let files = paths(record).flat_map(|cell| docket.dossier.named(cell).files);
    files.map(|file| of_file(docket, &file)).max().unwrap_or(DocumentState::Present)
}

/// Why a piece of evidence is stale: its file, its own status, or a file that it points at.
pub(super) fn why_stale(docket: &Docket<'_>, at: Where) -> Option<String> {
    let dossier = docket.dossier;
    let of_file = |document: &Document| {
        let why = document.stale(&dossier.manifest.vehicle.software_version, docket.as_of)?;
        Some(format!("{}: {why}", document.relative))
    };
    let own = of_file(dossier.document(at.document));
    let record = at.record.map(|record| dossier.record(record));
    let of_row = || {
        let (record, value) = record.and_then(|record| Some((record, record.unsettled()?)))?;
        let what = record.header_of(value).map_or("the status".to_owned(), |header| format!("in `{header}`"));
        Some(format!("{} has {what} `{}`", record.name(), shown(value.text().unwrap_or_default().trim())))
    };
    let of_target = || {
        let mut files = paths(record?).flat_map(|cell| dossier.named(cell).files);
        files.find_map(|file| of_file(dossier.document_at(&file.path)?))
    };
    own.or_else(of_row).or_else(of_target)
}

/// The files that a record points at.
fn paths<'d>(record: RecordRef<'d>) -> impl Iterator<Item = &'d str> {
    let fields = record.kind.map_or(&[][..], |kind| &Schema::built_in().kind(kind).fields);
    let paths = fields.iter().filter(|field| field.of_type == FieldType::Path);
    paths.map(move |field| record.words(&field.name)).filter(|path| !path.is_empty())
}

/// True for a test that is to be run after the day of the assessment: its
/// result is a wish.
fn is_of_tomorrow(docket: &Docket<'_>, record: RecordRef<'_>) -> bool {
    let has_date = ["cyber-test", "scenario", "verification"].contains(&record.kind_name());
    has_date && record.date("executed_on").present().is_some_and(|day| day > docket.as_of)
}

/// The state of a file that a record points at; the worse, the later.
fn of_file(docket: &Docket<'_>, file: &Named) -> DocumentState {
    let dossier = docket.dossier;
    let document = || dossier.document_at(&file.path);
    let is_stale = || document()?.stale(&dossier.manifest.vehicle.software_version, docket.as_of);
    match file.reach {
        Reach::Missing | Reach::Outside | Reach::Folder => DocumentState::Absent,
        Reach::Unreadable | Reach::Elsewhere | Reach::OtherCase => DocumentState::Unreadable,
        Reach::There if docket.deviates(&file.path) => DocumentState::Deviating,
        Reach::There if is_stale().is_some() => DocumentState::Stale,
        Reach::There | Reach::NoPath => DocumentState::Present,
    }
}

/// The state of the scenario files below a path of the manifest.
fn of_scenarios(docket: &Docket<'_>, path: &str) -> DocumentState {
    let below: Vec<&CheckedScenario> =
        docket.scenarios.iter().filter(|scenario| is_below(&scenario.relative, path)).collect();
    match below.as_slice() {
        [] => DocumentState::Absent,
        below if below.iter().any(|scenario| scenario.outcome != "conforms") => DocumentState::Deviating,
        _ => DocumentState::Present,
    }
}

/// Whether what stands in a document counts.
pub(super) fn state(dossier: &Dossier, document: DocumentId, today: Date) -> DocumentState {
    let file = dossier.document(document);
    match &file.unreadable {
        _ if file.is_absent() => DocumentState::Absent,
        Some(_) => DocumentState::Unreadable,
        None if file.stale(&dossier.manifest.vehicle.software_version, today).is_some() => DocumentState::Stale,
        None => DocumentState::Present,
    }
}

fn title(document: &Document) -> String {
    let title = document.entry.as_ref().and_then(|entry| entry.title.clone());
    title.unwrap_or_else(|| document.relative.clone())
}

/// What a piece of evidence is called: the record, the fact, or the first words.
fn label(dossier: &Dossier, at: Where) -> String {
    if let Some(record) = at.record.map(|record| dossier.record(record)) {
        return match record.identifier() {
            "" => record.name(),
            id => id.to_owned(),
        };
    }
    let document = dossier.document(at.document);
    let fact = dossier.manifest.facts.iter().find(|(_, fact)| at.document == 0 && fact.spot == at.spot);
    let scenarios = dossier.manifest.scenarios.iter().find(|entry| at.document == 0 && entry.spot == at.spot);
    if let Some(entry) = scenarios {
        return entry.path.clone();
    }
    let paragraph = document.paragraphs.iter().find(|paragraph| paragraph.spot == at.spot);
    match (fact, paragraph) {
        (Some((name, _)), _) => name.clone(),
        (None, Some(paragraph)) => shown(paragraph.text.trim()),
        (None, None) => title(document),
    }
}

/// A place as reports print it.
pub(super) fn location(dossier: &Dossier, at: Where) -> Location {
    let document = dossier.document(at.document);
    let record = at.record.map(|record| dossier.record(record).into_inner().id.to_string()).filter(|id| !id.is_empty());
    let mut location = Location {
        path: document.path.to_string(),
        line: None,
        column: None,
        sheet: None,
        cell: None,
        page: None,
        paragraph: None,
        record,
    };
    match at.spot {
        Spot::Whole => {}
        Spot::Line { line, column } => {
            location.line = Some(line);
            location.column = (column > 0).then_some(column);
        }
        Spot::Cell { sheet, row, column } => {
            location.sheet = document.sheets.get(usize::from(sheet)).cloned();
            location.cell = Some(cell_name(row, column));
        }
        Spot::Paragraph(number) => location.paragraph = Some(number),
        Spot::Page { page, line } => {
            location.page = Some(page);
            location.line = (line > 0).then_some(line);
        }
    }
    location
}

/// A remark as reports print it.
pub(super) fn finding(dossier: &Dossier, rule: &Rule, remark: &Remark) -> RequirementFinding {
    RequirementFinding {
        rule: rule.id.to_owned(),
        severity: remark.verdict.severity(),
        message: remark.message.clone(),
        help: remark.help.clone(),
        standard: remark.standard.clone(),
        location: location(dossier, remark.at),
    }
}

/// What rules said of a clause as reports print it, and how many findings are
/// not listed.
pub(super) fn findings(dossier: &Dossier, remarks: &[(&'static Rule, &Remark)]) -> (Vec<RequirementFinding>, usize) {
    let mut by_rule: FxHashMap<&str, usize> = FxHashMap::default();
    let mut is_listed = |rule: &'static Rule| {
        let count = by_rule.entry(rule.id).or_default();
        *count += 1;
        *count <= MOST_OF_A_RULE
    };
    let listed = remarks.iter().filter(|(rule, _)| is_listed(rule));
    let listed: Vec<RequirementFinding> = listed.map(|(rule, remark)| finding(dossier, rule, remark)).collect();
    let omitted = remarks.len() - listed.len();
    (listed, omitted)
}

/// The evidence as reports print it, and how many pieces are not listed.
pub(super) fn items(dossier: &Dossier, offers: &[Offer]) -> (Vec<EvidenceItem>, usize) {
    let mut listed = Vec::new();
    let mut of_file = 0;
    let mut file = None;
    for offer in offers {
        of_file = if file == Some(offer.at.document) { of_file + 1 } else { 1 };
        file = Some(offer.at.document);
        if of_file <= MOST_OF_A_FILE {
            let (item, location) = (label(dossier, offer.at), location(dossier, offer.at));
            listed.push(EvidenceItem { item, state: offer.state, location });
        }
    }
    let omitted = offers.len() - listed.len();
    listed.dedup();
    (listed, omitted)
}
