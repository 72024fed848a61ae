//! What a rule on documentation sees, and what it says of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::subject::Subject;
use super::trace::Derivation;
use super::{Open, Rule, unrecognised};
use crate::applicability::{Applies, Scope, ScopeError};
use crate::citation::{Citation, Found, Register};
use crate::dossier::{DocumentId, Dossier, Fact, FieldId, KindId, RecordId, RecordRef, Schema, Spot};
use crate::finding::Severity;
use crate::standard::{Binding, Certainty, Clause, Library};

/// What a remark means for the clauses it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// A recommendation missed, or a reason that is needed: the outcome stays.
    Warn,
    /// A person must judge.
    Unsure,
    /// A field that is needed cannot be read.
    Unread,
    /// What is there lacks something that is required.
    Gap,
    /// What is there contradicts the clause.
    Fail,
}

impl Verdict {
    /// How reports grade it.
    pub fn severity(self) -> Severity {
        match self {
            Verdict::Fail | Verdict::Gap => Severity::Error,
            Verdict::Warn => Severity::Warning,
            Verdict::Unsure | Verdict::Unread => Severity::Note,
        }
    }
}

/// A place in the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Where {
    /// The file.
    pub document: DocumentId,
    /// The place in it.
    pub spot: Spot,
    /// The record, if it is one.
    pub record: Option<RecordId>,
}

impl Where {
    /// The manifest as a whole, for what concerns the dossier.
    pub const MANIFEST: Where = Where { document: 0, spot: Spot::Whole, record: None };

    /// A file as a whole.
    pub fn document(document: DocumentId) -> Where {
        Where { document, spot: Spot::Whole, record: None }
    }
}

impl From<RecordRef<'_>> for Where {
    fn from(record: RecordRef<'_>) -> Where {
        Where { document: record.document, spot: record.spot, record: Some(record.number) }
    }
}

/// A field of a record; the record, where the field holds nothing.
impl From<(RecordRef<'_>, &str)> for Where {
    fn from((record, field): (RecordRef<'_>, &str)) -> Where {
        // Where a value has no place of its own, the record has.
        let spot = record.value(field).map(|value| value.spot).filter(|spot| *spot != Spot::Whole);
        Where { spot: spot.unwrap_or(record.spot), ..Where::from(record) }
    }
}

/// A fact stands in the manifest, which is the first document.
impl From<&Fact> for Where {
    fn from(fact: &Fact) -> Where {
        Where { document: 0, spot: fact.spot, record: None }
    }
}

/// What a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it means.
    pub verdict: Verdict,
    /// The clauses it is about; all that are bound to the rule, if empty.
    pub clauses: Vec<Arc<str>>,
    /// Where.
    pub at: Where,
    /// What is wrong: expected and found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The standard that it is about, where it is about none of its clauses.
    pub standard: Option<String>,
    /// The field it is about, if it is about one.
    pub field: Option<FieldId>,
}

impl Remark {
    /// Adds what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Remark {
        self.help = Some(help.into());
        self
    }

    /// Says that the remark is about this clause, and not about all that are
    /// bound to the rule.
    pub fn clause(&mut self, clause: &str) -> &mut Remark {
        self.clauses.push(Arc::from(clause));
        self
    }

    /// Says which standard the remark is about, if it is one we hold.
    pub fn standard(&mut self, standard: Option<&str>) -> &mut Remark {
        self.standard = standard.map(str::to_owned);
        self
    }
}

/// Evidence that a rule has looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The clauses it is evidence for; all that are bound, if empty.
    pub clauses: Vec<Arc<str>>,
    /// Where.
    pub at: Where,
}

/// What a rule found on a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// What it has to say.
    pub remarks: Vec<Remark>,
    /// What it has looked at: without any, nothing was tested.
    pub seen: Vec<Seen>,
    /// What it could not look at.
    pub open: Vec<Open>,
    /// The kinds of record it asked for.
    pub asked: BTreeSet<KindId>,
    /// Reasons why clauses do not apply; for all that are bound, if no clause is named.
    pub inapplicable: Vec<(Option<Arc<str>>, String)>,
    /// Declared facts that records contradict, with what contradicts them.
    pub disputed: Vec<(String, String)>,
    /// Standards that do not cover the vehicle, with the reason.
    pub out_of_scope: Vec<(String, String)>,
    /// What the result rests on besides the clause rows; for all clauses, if none is named.
    pub basis: Vec<(Option<Arc<str>>, Certainty, String)>,
}

/// A reference to a clause in the documentation.
#[derive(Debug, Clone)]
pub struct Cited<'d> {
    /// Where it stands.
    pub at: Where,
    /// What is written.
    pub citation: Citation,
    /// What it refers to.
    pub found: Found<'d>,
    /// The text around it.
    pub text: &'d str,
    /// True if it stands in a heading, which is no evidence.
    pub in_heading: bool,
}

/// What `check` said of a scenario or road file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedScenario {
    /// The path below the dossier's folder.
    pub relative: String,
    /// The path as reports name it.
    pub path: String,
    /// `conforms`, `deviates`, `not-evaluable`, `unreadable`, `internal-error`.
    pub outcome: &'static str,
    /// Errors found in it.
    pub errors: u32,
}

/// All that rules on documentation look at.
#[derive(Debug)]
pub struct Docket<'d> {
    /// The documentation.
    pub dossier: &'d Dossier,
    /// The catalogues.
    pub library: &'d Library,
    /// Which clauses apply.
    pub scope: Scope<'d>,
    /// References to clauses, in the order of the files.
    pub citations: Vec<Cited<'d>>,
    /// The day of the assessment.
    pub as_of: Date,
    /// The scenario and road files, in the order of their paths.
    pub scenarios: Vec<CheckedScenario>,
    /// The clauses that references may name.
    pub(crate) register: Register<'d>,
    /// Positions in `citations`, by record.
    cited_by: FxHashMap<RecordId, Vec<u32>>,
    /// What derives from what: several rules ask for it.
    derivation: Derivation<'d>,
}

impl<'d> Docket<'d> {
    /// The same, with what `check` said of the scenario files.
    #[must_use]
    pub fn with_scenarios(mut self, scenarios: Vec<CheckedScenario>) -> Docket<'d> {
        self.scenarios = scenarios;
        self
    }

    /// True if the file at `path` is a scenario or road file that does not conform.
    pub fn deviates(&self, path: &str) -> bool {
        self.scenarios.iter().any(|scenario| scenario.relative == path && scenario.outcome != "conforms")
    }

    /// Works out the scope and finds the references.
    pub fn new(dossier: &'d Dossier, library: &'d Library, as_of: Date) -> Result<Docket<'d>, ScopeError> {
        let scope = Scope::new(dossier, library, as_of)?;
        let register = Register::new(library);
        let citations = super::citations::collect(dossier, &register);
        let mut cited_by: FxHashMap<RecordId, Vec<u32>> = FxHashMap::default();
        for (cited, at) in citations.iter().zip(0..) {
            if let Some(record) = cited.at.record {
                cited_by.entry(record).or_default().push(at);
            }
        }
        let derivation = Derivation::new(dossier);
        Ok(Docket { dossier, library, scope, citations, as_of, scenarios: Vec::new(), register, cited_by, derivation })
    }
}

/// A rule at work on a dossier.
#[derive(Debug)]
pub struct Examination<'d> {
    /// The documentation.
    pub dossier: &'d Dossier,
    /// The catalogues.
    pub library: &'d Library,
    /// The day of the assessment.
    pub as_of: Date,
    /// Which clauses apply.
    pub scope: &'d Scope<'d>,
    /// References to clauses, in the order of the files.
    pub citations: &'d [Cited<'d>],
    /// The scenario and road files, in the order of their paths.
    pub scenarios: &'d [CheckedScenario],
    /// What derives from what.
    pub(super) derivation: &'d Derivation<'d>,
    cited_by: &'d FxHashMap<RecordId, Vec<u32>>,
    rule: &'static Rule,
    bindings: Vec<&'d Binding>,
    pub(super) findings: Findings,
    asked: RefCell<BTreeSet<KindId>>,
}

impl<'d> Examination<'d> {
    /// Runs the logic of `rule`.
    pub fn run(rule: &'static Rule, docket: &'d Docket<'d>) -> Findings {
        let super::Check::Dossier(check) = rule.check else { return Findings::default() };
        let library = docket.library;
        let mut examination = Examination {
            dossier: docket.dossier,
            library,
            as_of: docket.as_of,
            scope: &docket.scope,
            citations: &docket.citations,
            scenarios: &docket.scenarios,
            derivation: &docket.derivation,
            cited_by: &docket.cited_by,
            rule,
            bindings: library.bindings().filter(|binding| binding.rule == rule.id).collect(),
            findings: Findings::default(),
            asked: RefCell::default(),
        };
        // What is not in scope needs no look: its findings would be about nothing.
        let in_scope = |binding: &&Binding| {
            library.clause(&binding.clause).is_some_and(|clause| docket.scope.target_of(clause).is_some())
        };
        if examination.bindings.is_empty() || examination.bindings.iter().any(in_scope) {
            check(&mut examination);
        }
        let mut findings = Findings { asked: examination.asked.into_inner(), ..examination.findings };
        unrecognised::weaken(docket.dossier, &findings.asked, &mut findings.remarks);
        findings
    }

    /// The clauses that the tables bind to this rule and that may apply.
    pub fn clauses(&self) -> impl Iterator<Item = &'d Clause> + use<'d> {
        let (library, scope) = (self.library, self.scope);
        let ids: Vec<&'d str> = self.bindings.iter().map(|binding| &*binding.clause).collect();
        let clauses = ids.into_iter().filter_map(move |id| library.clause(id));
        clauses.filter(move |clause| !matches!(scope.applies(clause), Applies::No(_)))
    }

    /// The rows of the catalogues that a field of a record refers to.
    pub fn cited_in(&self, record: RecordRef<'d>, field: &str) -> Vec<&'d Arc<str>> {
        let text = record.words(field);
        let of_record = self.cited_by.get(&record.number).map_or(&[][..], Vec::as_slice);
        let cited = of_record.iter().filter_map(|at| self.citations.get(*at as usize));
        cited.filter(|cited| cited.text == text).flat_map(|cited| &cited.found.clauses).collect()
    }

    /// True if `clause` applies to the vehicle, or may.
    pub fn applies(&self, clause: &Clause) -> bool {
        !matches!(self.scope.applies(clause), Applies::No(_))
    }

    /// The edition in which the standard called `id` is assessed.
    pub fn edition(&self, id: &str) -> Option<&'d str> {
        let target = self.scope.targets().iter().find(|target| target.standard.has_prefix(id))?;
        target.edition.map(|edition| edition.id.as_str())
    }

    /// The rule.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// The records of a kind, in the order of the files.
    pub fn records(&self, kind: &str) -> Vec<RecordRef<'d>> {
        self.asked.borrow_mut().extend(Schema::built_in().find(kind));
        self.dossier.records(kind).collect()
    }

    /// Says that `at` was looked at and could have failed: it is evidence.
    pub fn saw(&mut self, at: impl Into<Where>) {
        self.findings.seen.push(Seen { clauses: Vec::new(), at: at.into() });
    }

    /// Says that `at` was looked at for `clause` alone.
    pub fn saw_for(&mut self, clause: &str, at: impl Into<Where>) {
        self.findings.seen.push(Seen { clauses: vec![Arc::from(clause)], at: at.into() });
    }

    /// A contradiction.
    pub fn fail(&mut self, at: impl Into<Where>, message: impl Into<String>) -> &mut Remark {
        self.remark(Verdict::Fail, at.into(), message.into())
    }

    /// What is there lacks something required.
    pub fn gap(&mut self, about: impl Into<Subject>, message: impl Into<String>) -> &mut Remark {
        let about = about.into();
        let remark = self.remark(Verdict::Gap, about.at, message.into());
        remark.field = about.field;
        remark
    }

    /// A recommendation missed; the outcome stays.
    pub fn warn(&mut self, at: impl Into<Where>, message: impl Into<String>) -> &mut Remark {
        self.remark(Verdict::Warn, at.into(), message.into())
    }

    /// A person must judge, or something cannot be read.
    pub fn unsure(&mut self, at: impl Into<Where>, message: impl Into<String>) -> &mut Remark {
        self.remark(Verdict::Unsure, at.into(), message.into())
    }

    /// A remark of any kind.
    pub fn remark(&mut self, verdict: Verdict, at: Where, message: String) -> &mut Remark {
        self.findings.remarks.push(Remark {
            verdict,
            clauses: Vec::new(),
            at,
            message,
            help: None,
            standard: None,
            field: None,
        });
        let last = self.findings.remarks.len() - 1;
        &mut self.findings.remarks[last]
    }

    /// Says why the clauses of this rule do not apply.
    pub fn inapplicable(&mut self, reason: impl Into<String>) {
        self.findings.inapplicable.push((None, reason.into()));
    }

    /// Says why a standard as a whole does not cover the vehicle.
    pub fn out_of_scope(&mut self, standard: &str, reason: impl Into<String>) {
        self.findings.out_of_scope.push((standard.to_owned(), reason.into()));
    }

    /// Says why `clause` does not apply.
    pub fn inapplicable_clause(&mut self, clause: &str, reason: impl Into<String>) {
        self.findings.inapplicable.push((Some(Arc::from(clause)), reason.into()));
    }

    /// Says that the result rests on something besides the clause rows, such
    /// as the cell of a table; `what` names it. Of `clause`, or of all.
    pub fn rests_on(&mut self, clause: Option<&str>, certainty: Certainty, what: impl Into<String>) {
        self.findings.basis.push((clause.map(Arc::from), certainty, what.into()));
    }
}
