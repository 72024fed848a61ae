//! The jurisdictions: their instruments, clauses, recognition rows and elements.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::standard::{Acceptance, Certainty, Clause, ClauseKind, Library, Row, Standard, TableError, word};

crate::standard::clause::words! {
    /// Where an instrument stands.
    State {
        /// It holds, from its date on.
        InForce = "in-force",
        /// It is decided and does not hold yet.
        Adopted = "adopted",
        /// It is published; whether it binds is decided elsewhere.
        Published = "published",
        /// It is law, and most of it has no date yet.
        Prospective = "prospective",
        /// It is proposed.
        Draft = "draft",
        /// Another one took its place.
        Superseded = "superseded",
        /// It is cited, and nothing was found of it.
        Unconfirmed = "unconfirmed",
        /// It is cited, and there is none.
        DoesNotExist = "does-not-exist",
    }
}

crate::standard::clause::words! {
    /// How binding an instrument is, most binding first.
    Binding {
        /// The law asks for it.
        Mandatory = "mandatory",
        /// A standard that one may follow.
        Voluntary = "voluntary",
        /// Guidance.
        Guideline = "guideline",
    }
}

crate::standard::clause::words! {
    /// The stage of life that a clause speaks about.
    Stage {
        /// What an organisation does.
        Process = "process",
        /// What a type of vehicle is and shows.
        Type = "type",
        /// What happens once vehicles are on the road.
        InService = "in-service",
    }
}

/// A country, a union, or a body that issues documents.
#[derive(Debug, Clone)]
pub struct Jurisdiction {
    /// The code by which it is named.
    pub code: String,
    /// Its English name.
    pub name: String,
    /// Its own name; may be empty.
    pub native_name: String,
    /// True if it is a body that issues documents and governs nobody.
    pub is_organisation: bool,
}

/// A law, a regulation, a standard or a guide.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// The id of the document.
    pub id: Arc<str>,
    /// The code of the jurisdiction.
    pub jurisdiction: String,
    /// Its number, as cited.
    pub number: String,
    /// Its English title.
    pub title: String,
    /// Its title in its own language; may be empty.
    pub native_title: String,
    /// A date, a month or a year; may be empty.
    pub in_force: String,
    /// What else is to say of that date.
    pub in_force_note: String,
    /// How binding it is.
    pub binding: Binding,
    /// Who decides.
    pub regulator: String,
    /// A topic of the table of topics.
    pub topic: String,
    /// Where it stands.
    pub state: State,
    /// The id of what took its place; may be empty.
    pub replaced_by: String,
    /// The id of the instrument that it is a part of; may be empty.
    pub part_of: String,
    /// Vehicle categories; empty if not told.
    pub vehicles: Vec<String>,
    /// Where it stands, in words.
    pub status: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

impl Instrument {
    /// True if it holds on `day`; nothing if its date is not exact enough to tell.
    pub fn holds_on(&self, day: Date) -> Option<bool> {
        match self.state {
            State::InForce | State::Adopted => begins_by(&self.in_force, day),
            State::Published | State::Unconfirmed => None,
            State::Prospective | State::Draft | State::Superseded | State::DoesNotExist => Some(false),
        }
    }

    /// True if it asks for something, now or later: no draft of old, nothing that does not exist.
    pub fn is_live(&self) -> bool {
        !matches!(self.state, State::Superseded | State::DoesNotExist | State::Unconfirmed)
    }
}

/// True if `begins` (a year, a month or a date) is no later than `day`; nothing if that cannot be told.
pub(super) fn begins_by(begins: &str, day: Date) -> Option<bool> {
    let written = day.to_string();
    let known = written.get(..begins.len())?;
    match begins.cmp(known) {
        _ if begins.is_empty() => None,
        std::cmp::Ordering::Less => Some(true),
        std::cmp::Ordering::Greater => Some(false),
        std::cmp::Ordering::Equal if begins.len() == written.len() => Some(true),
        std::cmp::Ordering::Equal => None,
    }
}

/// A clause of an instrument of which there is no catalogue.
#[derive(Debug, Clone)]
pub struct NationalClause {
    /// `INSTRUMENT:clause`, then `#part`.
    pub id: Arc<str>,
    /// A few words.
    pub title: String,
    /// True if it asks for something: no definition, no list of references.
    pub asks: bool,
    /// The stage of life that it speaks about, if that is told.
    pub stage: Option<Stage>,
    /// Where it was read.
    pub source: String,
    /// How sure its number and content are.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

/// Whether a jurisdiction accepts papers issued under a document.
#[derive(Debug, Clone)]
pub struct Recognition {
    /// Codes of jurisdictions; `1958-parties`, `1998-parties`, `*` for all.
    pub jurisdictions: Vec<String>,
    /// The treaty or the law.
    pub agreement: String,
    /// True if the jurisdiction is bound by it.
    pub is_party: bool,
    /// The id of the document whose papers are meant; `UN-*` for any UN Regulation; may be empty.
    pub regulation: String,
    /// The papers in words, where no id tells them.
    pub about: String,
    /// Whether it applies the document, as read.
    pub applies: String,
    /// What that means for a paper.
    pub acceptance: Acceptance,
    /// Since when; may be empty.
    pub from: String,
    /// Until when; may be empty.
    pub until: String,
    /// What else is to say of the dates.
    pub dates: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

impl Recognition {
    /// True if it ended before `day`.
    pub fn has_ended_by(&self, day: Date) -> bool {
        self.until.parse::<Date>().is_ok_and(|last| last < day)
    }

    /// True if it is about papers issued under `document`.
    pub fn speaks_about(&self, document: &str) -> bool {
        // A UN Regulation has a number of its own; the rules of the 1998 Agreement are no Regulations.
        let is_regulation =
            document.strip_prefix("UN-R").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        self.regulation == document || (self.regulation == "UN-*" && is_regulation)
    }
}

/// What is so in a jurisdiction: one of the seven elements, an instrument of interoperability, a barrier.
#[derive(Debug, Clone)]
pub struct Element {
    /// Which list it belongs to: `element`, `legal-instrument`, `technical-instrument`, `barrier`.
    pub block: String,
    /// Codes of jurisdictions; `*` for all.
    pub jurisdictions: Vec<String>,
    /// Its name in the list.
    pub element: String,
    /// What is so.
    pub value: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A body, a law, an agreement or a mechanism that people name.
#[derive(Debug, Clone)]
pub struct Entry {
    /// A short id; that of the instrument if it is one.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// Other names.
    pub also: Vec<String>,
    /// What it is.
    pub kind: String,
    /// Codes of jurisdictions, or `international`.
    pub jurisdictions: Vec<String>,
    /// What it is and why it matters here.
    pub what: String,
    /// Its instruments.
    pub instruments: Vec<String>,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

/// All jurisdictions together.
#[derive(Debug)]
pub struct Atlas<'l> {
    /// The catalogues beside them.
    pub library: &'l Library,
    /// The jurisdictions in the order of the table.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Topics and their titles, in the order of the table.
    pub topics: Vec<(String, String)>,
    /// The instruments, by jurisdiction.
    pub instruments: Vec<Instrument>,
    /// Clauses of instruments without a catalogue.
    pub clauses: Vec<NationalClause>,
    /// Who accepts what.
    pub recognition: Vec<Recognition>,
    /// What is so where.
    pub elements: Vec<Element>,
    /// Bodies, laws, agreements and mechanisms that people name.
    pub register: Vec<Entry>,
    /// Other spellings of ids.
    pub aliases: Vec<(String, Arc<str>)>,
    by_id: FxHashMap<Arc<str>, usize>,
    clause_by_id: FxHashMap<Arc<str>, usize>,
}

impl<'l> Atlas<'l> {
    /// Reads the tables of jurisdictions of a library.
    pub fn read(library: &'l Library) -> Result<Atlas<'l>, Vec<TableError>> {
        let mut faults = Vec::new();
        let mut atlas = Atlas {
            library,
            jurisdictions: all(library, "jurisdictions.csv", jurisdiction, &mut faults),
            topics: all(library, "topics.csv", |row| Ok((text(row, "topic"), text(row, "title"))), &mut faults),
            instruments: all(library, "instruments.csv", instrument, &mut faults),
            clauses: all(library, "clauses.csv", national_clause, &mut faults),
            recognition: all(library, "recognition.csv", recognition, &mut faults),
            elements: all(library, "elements.csv", element, &mut faults),
            register: all(library, "register.csv", entry, &mut faults),
            aliases: all(library, "aliases.csv", |row| Ok((text(row, "spelling"), row.get("id").into())), &mut faults),
            by_id: FxHashMap::default(),
            clause_by_id: FxHashMap::default(),
        };
        // Those that one compares most come first.
        let order = |code: &str| atlas.jurisdictions.iter().position(|one| one.code == code).unwrap_or(usize::MAX);
        let mut instruments = std::mem::take(&mut atlas.instruments);
        instruments.sort_by_key(|one| order(&one.jurisdiction));
        atlas.instruments = instruments;
        for (at, instrument) in atlas.instruments.iter().enumerate() {
            if atlas.by_id.insert(instrument.id.clone(), at).is_some() {
                faults.push(not_unique(&instrument.id, &instrument.origin));
            }
        }
        for (at, clause) in atlas.clauses.iter().enumerate() {
            if atlas.clause_by_id.insert(clause.id.clone(), at).is_some() || library.clause(&clause.id).is_some() {
                faults.push(not_unique(&clause.id, &clause.origin));
            }
        }
        if faults.is_empty() { Ok(atlas) } else { Err(faults) }
    }

    /// The jurisdiction of this code, whatever its case.
    pub fn jurisdiction(&self, code: &str) -> Option<&Jurisdiction> {
        self.jurisdictions.iter().find(|one| one.code.eq_ignore_ascii_case(code))
    }

    /// The instrument called `id`.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.by_id.get(id).and_then(|at| self.instruments.get(*at))
    }

    /// The row of a clause of which there is no catalogue.
    pub fn clause(&self, id: &str) -> Option<&NationalClause> {
        self.clause_by_id.get(id).and_then(|at| self.clauses.get(*at))
    }

    /// The id of the document that people mean by `name`: an id, a number as cited, an alias.
    pub fn document(&self, name: &str) -> Option<Arc<str>> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        let instrument = self.instruments.iter().find(|one| is(&one.id));
        let standard = || self.library.standards().iter().find(|one| one.header.id == name || one.has_prefix(name));
        let alias = || self.aliases.iter().find(|(spelling, _)| is(spelling)).map(|(_, id)| id.clone());
        let by_number = || {
            let named = |one: &&Instrument| is(&one.number) || starts(&one.number, name);
            let mut found: Vec<&Instrument> = self.instruments.iter().filter(named).collect();
            // What is not in force any more, and sheets that amend another one, are named in full.
            if found.len() > 1 {
                found.retain(|one| one.is_live() && one.part_of.is_empty());
            }
            found.first().filter(|_| found.len() == 1).map(|one| one.id.clone())
        };
        let named = |standard: &&Standard| standard.header.names.iter().any(|other| is(other));
        let by_name = || self.library.standards().iter().find(named).map(|one| one.header.id.as_str().into());
        let id = instrument.map(|one| one.id.clone());
        id.or_else(|| standard().map(|_| name.into())).or_else(alias).or_else(by_name).or_else(by_number)
    }

    /// The entry that people mean by `name`.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let is = |other: &str| other.eq_ignore_ascii_case(name.trim());
        self.register.iter().find(|entry| is(&entry.id) || is(&entry.name) || entry.also.iter().any(|other| is(other)))
    }

    /// The instrument that a clause or document id belongs to: `ISO-26262-3:6.4.3` is of ISO-26262.
    pub fn document_of<'s>(&'s self, id: &'s str) -> &'s str {
        let document = id.split(':').next().unwrap_or(id);
        self.library.standard(document).map_or(document, |standard| &standard.header.id)
    }

    /// The clauses of a document of which there is no catalogue.
    pub fn clauses_of<'s>(&'s self, document: &'s str) -> impl Iterator<Item = &'s NationalClause> {
        self.clauses.iter().filter(move |clause| self.document_of(&clause.id) == document)
    }

    /// The title of a clause or document.
    pub fn title(&self, id: &str) -> &str {
        let catalogued = self.library.clause(id).map(|clause| clause.title.as_str());
        let national = || self.clause(id).map(|clause| clause.title.as_str());
        let instrument = || self.instrument(id).map(|instrument| instrument.title.as_str());
        catalogued.or_else(national).or_else(instrument).unwrap_or_default()
    }

    /// How sure the number and content of a clause are.
    pub fn certainty(&self, id: &str) -> Certainty {
        let catalogued = self.library.clause(id).map(|clause| clause.certainty);
        catalogued.or_else(|| self.clause(id).map(|clause| clause.certainty)).unwrap_or(Certainty::Verified)
    }

    /// The stage of life that a clause speaks about, if that is told.
    pub fn stage(&self, id: &str) -> Option<Stage> {
        match self.library.clause(id) {
            Some(clause) => stage_of(clause),
            None => self.clause(id)?.stage,
        }
    }

    /// The vehicle categories that a document speaks about; empty if not told.
    pub fn vehicles(&self, document: &str) -> &[String] {
        let told = self.instrument(document).map(|instrument| instrument.vehicles.as_slice());
        let catalogue =
            || self.library.standard(document).map(|standard| standard.header.applies.categories.as_slice());
        told.filter(|vehicles| !vehicles.is_empty()).or_else(catalogue).unwrap_or_default()
    }
}

/// True if `number` is `name` with an edition: `GB 44495-2024` and `GB 44495`.
fn starts(number: &str, name: &str) -> bool {
    let head = number.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    head && number[name.len()..].starts_with(['-', ':', '.', ' '])
}

fn stage_of(clause: &Clause) -> Option<Stage> {
    match clause.kind {
        ClauseKind::Process => Some(Stage::Process),
        ClauseKind::Reporting => Some(Stage::InService),
        ClauseKind::Product | ClauseKind::Performance | ClauseKind::Hmi | ClauseKind::Data | ClauseKind::Test => {
            Some(Stage::Type)
        }
        _ => None,
    }
}

fn not_unique(id: &str, (path, line): &(Arc<str>, u32)) -> TableError {
    TableError::new(path, *line, format!("the id `{id}` is not unique"))
}

fn text(row: Row<'_>, column: &str) -> String {
    row.get(column).to_owned()
}

/// The rows of the tables of this name, keeping the faults.
fn all<T>(
    library: &Library,
    file: &str,
    read: impl Fn(Row<'_>) -> Result<T, TableError>,
    faults: &mut Vec<TableError>,
) -> Vec<T> {
    let rows = library.of_jurisdictions(file).into_iter().flat_map(|table| table.rows());
    rows.filter_map(|row| read(row).map_err(|fault| faults.push(fault)).ok()).collect()
}

fn certainty(row: Row<'_>) -> Result<Certainty, TableError> {
    word(row, "certainty", Certainty::from_name, Certainty::ALL, Certainty::name)
}

fn jurisdiction(row: Row<'_>) -> Result<Jurisdiction, TableError> {
    Ok(Jurisdiction {
        code: text(row, "code"),
        name: text(row, "name"),
        native_name: text(row, "native_name"),
        is_organisation: row.get("kind") == "organisation",
    })
}

fn instrument(row: Row<'_>) -> Result<Instrument, TableError> {
    Ok(Instrument {
        id: row.get("id").into(),
        jurisdiction: text(row, "jurisdiction"),
        number: text(row, "number"),
        title: text(row, "title"),
        native_title: text(row, "native_title"),
        in_force: text(row, "in_force"),
        in_force_note: text(row, "in_force_note"),
        binding: word(row, "binding", Binding::from_name, Binding::ALL, Binding::name)?,
        regulator: text(row, "regulator"),
        topic: text(row, "topic"),
        state: word(row, "state", State::from_name, State::ALL, State::name)?,
        replaced_by: text(row, "replaced_by"),
        part_of: text(row, "part_of"),
        vehicles: row.words("vehicles"),
        status: text(row, "status"),
        source: text(row, "source"),
        certainty: certainty(row)?,
        origin: (row.path().clone(), row.line()),
    })
}

fn national_clause(row: Row<'_>) -> Result<NationalClause, TableError> {
    let stage = row.get("stage");
    if !stage.is_empty() && Stage::from_name(stage).is_none() {
        return Err(row.error(format!("`{stage}` is no stage")));
    }
    Ok(NationalClause {
        id: row.get("id").into(),
        title: text(row, "title"),
        asks: row.get("asks") != "no",
        stage: Stage::from_name(stage),
        source: text(row, "source"),
        certainty: certainty(row)?,
        origin: (row.path().clone(), row.line()),
    })
}

fn recognition(row: Row<'_>) -> Result<Recognition, TableError> {
    Ok(Recognition {
        jurisdictions: row.words("jurisdiction"),
        agreement: text(row, "agreement"),
        is_party: row.get("party") == "yes",
        regulation: text(row, "regulation"),
        about: text(row, "about"),
        applies: text(row, "applies"),
        acceptance: word(row, "acceptance", Acceptance::from_name, Acceptance::ALL, Acceptance::name)?,
        from: text(row, "from"),
        until: text(row, "until"),
        dates: text(row, "dates"),
        source: text(row, "source"),
        certainty: certainty(row)?,
        origin: (row.path().clone(), row.line()),
    })
}

fn element(row: Row<'_>) -> Result<Element, TableError> {
    Ok(Element {
        block: text(row, "block"),
        jurisdictions: row.words("jurisdiction"),
        element: text(row, "element"),
        value: text(row, "value"),
        source: text(row, "source"),
        certainty: certainty(row)?,
    })
}

fn entry(row: Row<'_>) -> Result<Entry, TableError> {
    let parts = |column: &str| row.parts(column).into_iter().map(str::to_owned).collect();
    Ok(Entry {
        id: text(row, "id"),
        name: text(row, "name"),
        also: parts("also"),
        kind: text(row, "kind"),
        jurisdictions: parts("jurisdiction"),
        what: text(row, "what"),
        instruments: parts("instruments"),
        source: text(row, "source"),
        certainty: certainty(row)?,
        origin: (row.path().clone(), row.line()),
    })
}
