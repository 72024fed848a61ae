//! Runs the rules over the inputs: in parallel, each input by itself, results
//! in the order of the inputs.

mod kinds;
mod locate;
mod roads;
mod rule_set;
mod unchecked;

pub use rule_set::{RuleSet, SelectError};

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;

use crate::companions::{Companions, Places, Shelf};
use crate::finding::{Finding, NotChecked, Outcome, Severity};
use crate::openscenario::{
    Declared, Deviation, Given, Scenario, Schema, Table, Validation, declared_version, refit, validate,
};
use crate::rules::{self, Cause, Check, Document, Kind, Rule, Trouble};
use crate::source::{Budget, Input, Limits, Origin, ReadError, Source};
use crate::xml::{NodeId, Parsed, Tree};

use locate::Locator;

/// What to run and how much to spend.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The rules that are on.
    pub rules: RuleSet,
    /// The budgets.
    pub limits: Limits,
    /// Threads; the number of processors if none is given.
    pub jobs: Option<usize>,
    /// Where the files lie that inputs refer to.
    pub places: Places,
    /// Values given to parameters of scenarios, by their names.
    pub parameters: BTreeMap<String, String>,
}

/// The result for one input.
#[derive(Debug, Clone)]
pub struct InputReport {
    /// The input, as reports name it.
    pub path: Arc<str>,
    /// What it is.
    pub kind: Kind,
    /// The edition it declares.
    pub version: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found, in order.
    pub findings: Vec<Finding>,
    /// Findings beyond the budget, counted and not kept.
    pub findings_omitted: usize,
    /// What did not run, and why.
    pub not_checked: Vec<NotChecked>,
    /// The rule of ours that failed, and how.
    pub internal_error: Option<String>,
    /// The parameters of the whole file that were given values for this run.
    pub given: Vec<String>,
    /// The folder that the files it refers to had to lie in; none if it refers to none.
    pub boundary: Option<String>,
}

/// Inputs checked between two deliveries to the sink: enough to keep all
/// threads busy, few enough that results do not pile up.
const BATCH: usize = 64;

/// More threads than this gain nothing and cost memory.
const MOST_JOBS: usize = 256;

/// Checks `inputs` and hands each result to `sink`, in the order of `inputs`.
/// The sink may end the run by returning an error.
pub fn check<E: Send>(
    inputs: &[Input],
    settings: &Settings,
    done: &(dyn Fn() + Sync),
    sink: &mut dyn FnMut(InputReport) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = settings.jobs.unwrap_or(0).min(MOST_JOBS).min(inputs.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let shelf = Shelf::new(&settings.limits);
    let check_one = |input: &Input| {
        let report = check_input(input, settings, &shelf);
        done();
        report
    };
    for batch in inputs.chunks(BATCH) {
        let reports: Vec<InputReport> = match &pool {
            Ok(pool) if jobs != 1 => pool.install(|| batch.par_iter().map(check_one).collect()),
            // One thread, or the system gives us none: work on this one.
            _ => batch.iter().map(check_one).collect(),
        };
        for report in reports {
            sink(report)?;
        }
    }
    Ok(())
}

/// Checks one input from disk or standard input; what it refers to comes from `shelf`.
pub fn check_input(input: &Input, settings: &Settings, shelf: &Shelf) -> InputReport {
    let limit = settings.limits.file_bytes;
    let read = match &input.origin {
        Origin::File(path) => Source::from_path(path, limit).map_err(Trouble::Read),
        Origin::Stdin => Source::from_reader(std::io::stdin().lock().by_ref(), limit).map_err(Trouble::Read),
        Origin::LinkOut => Err(Trouble::LinkOut),
        Origin::Unlistable(reason) => Err(Trouble::Unlistable(reason.clone())),
    };
    match read {
        Ok(source) => judged(&input.path, &source, settings, Some((input, shelf))),
        Err(trouble) => troubled(&input.path, &trouble, settings),
    }
}

/// Checks a decoded text under the name `path`. It lies in no folder: the files
/// that it refers to are not looked at.
pub fn check_source(path: &str, source: &Source, settings: &Settings) -> InputReport {
    judged(path, source, settings, None)
}

fn judged(path: &str, source: &Source, settings: &Settings, around: Option<(&Input, &Shelf)>) -> InputReport {
    let path: Arc<str> = path.into();
    let stage = Cell::new("reading");
    let judged = catch_unwind(AssertUnwindSafe(|| Judge::new(path.clone(), source, settings, around, &stage).judge()));
    judged.unwrap_or_else(|panic| {
        let mut report = empty_report(path, Outcome::InternalError);
        report.internal_error = Some(format!("{} failed: {}", stage.get(), panic_message(&*panic)));
        report
    })
}

fn empty_report(path: Arc<str>, outcome: Outcome) -> InputReport {
    InputReport {
        path,
        kind: Kind::Unknown,
        version: None,
        outcome,
        findings: Vec::new(),
        findings_omitted: 0,
        not_checked: Vec::new(),
        internal_error: None,
        given: Vec::new(),
        boundary: None,
    }
}

/// The result for an input that did not become text.
fn troubled(path: &str, trouble: &Trouble, settings: &Settings) -> InputReport {
    let outcome = match trouble {
        Trouble::Read(ReadError::TooLarge { .. }) | Trouble::LinkOut => Outcome::NotEvaluable,
        Trouble::Read(_) | Trouble::Unlistable(_) => Outcome::Unreadable,
    };
    let mut report = empty_report(path.into(), outcome);
    let rule = rules::for_trouble(trouble);
    let draft = rule.word(Cause::Trouble(trouble));
    // Said here too, where no switched-off rule can hide it.
    let reason = format!("the input was not read: {}", draft.message);
    report.not_checked.push(NotChecked { what: "everything".to_owned(), reason });
    if settings.rules.has(rule) {
        let place = match trouble {
            Trouble::Read(ReadError::Decode(error)) => locate::place_of(error),
            _ => None,
        };
        report.findings.push(locate::finding_about_input(rule, draft, report.path.clone(), place));
    }
    report
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    crate::finding::shown(text.unwrap_or("no message"))
}

/// The way of one text through all stages.
struct Judge<'j> {
    source: &'j Source,
    settings: &'j Settings,
    /// The input and the shelf with the files that it refers to.
    around: Option<(&'j Input, &'j Shelf)>,
    stage: &'j Cell<&'static str>,
    report: InputReport,
    /// Something kept us from judging the whole.
    blocked: bool,
    findings: Vec<(&'static Rule, rules::Draft, rules::At, Option<rules::At>)>,
}

impl<'j> Judge<'j> {
    fn new(
        path: Arc<str>,
        source: &'j Source,
        settings: &'j Settings,
        around: Option<(&'j Input, &'j Shelf)>,
        stage: &'j Cell<&'static str>,
    ) -> Self {
        let report = empty_report(path, Outcome::Conforms);
        Judge { source, settings, around, stage, report, blocked: false, findings: Vec::new() }
    }

    fn judge(mut self) -> InputReport {
        self.stage.set("the XML reader");
        let (table, parsed) = self.parse();
        self.faults(&parsed);
        let tree = &parsed.tree;
        match tree.root().filter(|_| parsed.is_well_formed() && parsed.is_complete()) {
            Some(root) => self.document(tree, root, table),
            None => {
                let reason = if parsed.is_complete() { "not well-formed" } else { "not read to the end" };
                self.skip("schema and all later rules", reason);
            }
        }
        self.finish(tree)
    }

    fn skip(&mut self, what: &str, reason: impl Into<String>) {
        self.report.not_checked.push(NotChecked { what: what.to_owned(), reason: reason.into() });
    }

    fn faults(&mut self, parsed: &Parsed<'_>) {
        for fault in &parsed.faults {
            let rule = rules::for_fault(fault);
            let draft = rule.word(Cause::Fault(&fault.kind));
            self.findings.push((rule, draft, rules::At::Span(fault.span), fault.related.map(rules::At::Span)));
        }
        if parsed.faults.iter().any(|fault| fault.kind == crate::xml::FaultKind::ExternalDoctype) {
            self.skip("attribute defaults of the external document type", "it is not read");
        }
        // Even with the rule off that would say so, later rules cannot run.
        self.blocked |= !parsed.is_complete() || !parsed.is_well_formed();
        self.omit(parsed.faults_omitted);
    }

    fn document<'t>(&mut self, tree: &'t Tree<'t>, root: NodeId, table: &'t Table) {
        let kind = self.report.kind;
        let bare = Document {
            kind,
            declared: Declared::NoHeader,
            tree,
            root,
            validation: None,
            scenario: None,
            network: None,
            companions: None,
            memo: crate::rules::Memo::default(),
        };
        match kind {
            Kind::OpenScenario => self.open_scenario(bare, table),
            Kind::OpenDrive => self.open_drive(bare, table),
            Kind::Unknown => {
                self.blocked = true;
                self.skip("everything but XML", "the root element is unknown");
                self.document_rules(&bare);
            }
        }
    }

    fn open_scenario<'t>(&mut self, bare: Document<'t>, table: &'t Table) {
        self.stage.set("the schema check");
        let declared = declared_version(bare.tree, bare.root);
        let validated = self.schema(&declared, table).map(|schema| {
            let (schema, validation) = self.validated(bare.tree, table, schema, &declared);
            self.deviations(&validation, &|deviation| Some(rules::for_deviation(&deviation.kind)));
            self.stage.set("the scenario reader");
            let scenario = Scenario::read(bare.tree, table, schema, &validation, bare.root, &self.given(bare.root));
            self.open_references(&scenario);
            let declares = |name: &&String| scenario.parameter(bare.root, name).is_some();
            self.report.given = self.settings.parameters.keys().filter(declares).cloned().collect();
            (scenario, validation)
        });
        let (scenario, validation) = validated.unzip();
        self.stage.set("the reader of files that are referred to");
        let companions = scenario.as_ref().and_then(|scenario| {
            let (input, shelf) = self.around?;
            let places = &self.settings.places;
            Some(Companions::read(bare.tree, scenario, shelf, &input.origin, input.folder.as_deref(), places))
        });
        self.report.boundary = companions.as_ref().and_then(|companions| companions.boundary.clone());
        self.missing_companions(companions.as_ref());
        let companions = companions.as_ref();
        let (scenario, validation) = (scenario.as_ref(), validation.as_ref());
        self.document_rules(&Document { declared, validation, scenario, companions, ..bare });
    }

    /// The document against its schema, or against that of the edition it is written in.
    fn validated<'t>(
        &self,
        tree: &Tree<'_>,
        table: &'t Table,
        schema: &'t Schema,
        declared: &Declared,
    ) -> (&'t Schema, Validation) {
        let (limits, rules) = (&self.settings.limits, &self.settings.rules);
        let validation = validate(tree, table, schema, limits, &|kind| rules.has(rules::for_deviation(kind)));
        let Declared::Version(version, header) = *declared else { return (schema, validation) };
        let refitted = refit(tree, table, (version, header), &validation, limits);
        // With the rule off that would say so, each place has its own finding.
        let is_told = |(_, found): &(_, Validation)| {
            found.deviations.iter().all(|one| rules.has(rules::for_deviation(&one.kind)))
        };
        refitted.filter(is_told).unwrap_or((schema, validation))
    }

    /// The values of the command line are for the parameters of the whole scenario.
    fn given(&self, root: NodeId) -> Given {
        let values = self.settings.parameters.iter().map(|(name, value)| (name.clone(), Some(value.clone())));
        Given { owner: root, values: values.collect() }
    }

    fn schema<'t>(&mut self, declared: &Declared, table: &'t Table) -> Option<&'t Schema> {
        let what = "schema and references";
        match declared {
            Declared::Version(version, _) => {
                self.report.version = Some(version.to_string());
                let schema = table.schema(*version);
                if schema.is_none() {
                    self.blocked = true;
                    self.skip(what, format!("there is no edition {version}"));
                }
                schema
            }
            Declared::NoHeader | Declared::Unusable { .. } => {
                self.blocked = true;
                self.skip(what, "no edition is declared");
                None
            }
        }
    }

    fn deviations(&mut self, validation: &Validation, rule: &dyn Fn(&Deviation) -> Option<&'static Rule>) {
        for deviation in &validation.deviations {
            let Some(rule) = rule(deviation) else { continue };
            let draft = rule.word(Cause::Deviation(&deviation.kind));
            let at = rules::At::Node(deviation.element, deviation.spot);
            let related = deviation.related.map(|other| rules::At::Node(other, crate::openscenario::Spot::Name));
            self.findings.push((rule, draft, at, related));
        }
        self.omit(validation.omitted);
    }

    fn document_rules(&mut self, document: &Document<'_>) {
        for rule in self.settings.rules.rules() {
            let Check::Document(look) = rule.check else { continue };
            if !rule.applies.covers(document.kind) {
                continue;
            }
            match catch_unwind(AssertUnwindSafe(|| look(document))) {
                Ok(hits) if hits.is_empty() => {}
                Ok(hits) => {
                    let omitted = hits.len().saturating_sub(self.settings.limits.findings.max(1));
                    self.omit(omitted);
                    let kept = hits.len() - omitted;
                    for hit in hits.into_iter().take(kept) {
                        self.findings.push((rule, hit.draft, hit.at, hit.related));
                    }
                }
                Err(panic) => {
                    let error = format!("rule {} failed: {}", rule.id, panic_message(&*panic));
                    self.report.internal_error.get_or_insert(error);
                }
            }
        }
    }

    fn omit(&mut self, count: usize) {
        if count > 0 && self.report.findings_omitted == 0 {
            let rule = rules::for_budget(Budget::Findings);
            let draft = rule.word(Cause::Budget(self.settings.limits.findings as u64));
            self.findings.push((rule, draft, rules::At::Span(crate::source::Span::new(0, 0)), None));
        }
        self.report.findings_omitted += count;
    }

    /// Places, order, fingerprints and the outcome.
    fn finish(mut self, tree: &Tree<'_>) -> InputReport {
        self.stage.set("the locator");
        let kind = self.report.kind;
        if !self.settings.rules.rules().iter().any(|rule| rule.applies.covers(kind)) {
            self.blocked = true;
            self.skip("everything", "no rule that is on applies to this kind of input");
        }
        let mut on = std::mem::take(&mut self.findings);
        on.retain(|(rule, ..)| self.settings.rules.has(rule));
        let locator = Locator::new(self.source, tree, self.report.path.clone());
        self.report.findings = locator.findings(on);
        self.report.outcome = self.outcome();
        self.report
    }

    fn outcome(&self) -> Outcome {
        let deviates = |finding: &Finding| finding.severity == Severity::Error && !finding.rule.starts_with("input/");
        if self.report.internal_error.is_some() {
            Outcome::InternalError
        } else if self.report.findings.iter().any(deviates) {
            Outcome::Deviates
        } else if self.blocked {
            Outcome::NotEvaluable
        } else {
            Outcome::Conforms
        }
    }
}
