//! Assesses a dossier: scope, rules, evidence, clauses, summary.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::coverage;
use super::evidence::{self, Evidence};
use super::further;
use super::judge::{Case, Checked};
use super::questions;
use super::report::{
    AssessedStandard, Assessment, FileReport, GeneralFinding, LeftOut, Requirement, RequirementFinding, SCHEMA,
    ScenarioReport, Tally, Tool, VehicleReport,
};
use super::scenarios::check_scenarios;
use super::suggest::suggest;
use super::unread::unread;
use super::verdict::DidNotRun;
use crate::applicability::ScopeError;
use crate::dossier::values::describes_nothing;
use crate::dossier::{Dossier, Exclusion};
use crate::engine::RuleSet;
use crate::rules::{CheckedScenario, Docket, Examination, Findings, Remark, Rule, Where};
use crate::standard::{Binding, Clause, Library, Standard};

/// How an assessment is to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The rules that are on.
    pub rules: RuleSet,
    /// The day for which applicability is worked out.
    pub as_of: Date,
    /// Threads; one a processor if none.
    pub jobs: Option<usize>,
    /// Passages without references to propose clauses for.
    pub suggest: usize,
}

/// Why nothing could be assessed.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// The manifest asks for what the library does not have.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(String),
}

/// What the rules that ran have found, by their ids.
type ByRule<'r> = FxHashMap<&'static str, (&'static Rule, &'r Result<Findings, ()>)>;

/// Families whose findings are about files and references, not clauses.
pub(super) const GENERAL: [&str; 2] = ["cite", "dossier"];

/// Assesses `dossier` against the standards of `library`.
pub fn assess(dossier: &Dossier, library: &Library, options: &Options) -> Result<Assessment, AssessError> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(jobs) = options.jobs {
        pool = pool.num_threads(jobs);
    }
    let pool = pool.build().map_err(|error| AssessError::Threads(error.to_string()))?;
    pool.install(|| assess_here(dossier, library, options))
}

fn assess_here(dossier: &Dossier, library: &Library, options: &Options) -> Result<Assessment, AssessError> {
    let scenarios = check_scenarios(dossier, options.jobs);
    let docket = Docket::new(dossier, library, options.as_of)?.with_scenarios(scenarios);
    let rules = options.rules.rules();
    let found: Vec<(&'static Rule, Result<Findings, ()>)> =
        rules.par_iter().map(|rule| (*rule, run(rule, &docket))).collect();
    let evidence = Evidence::collect(&docket);
    let mut requirements = requirements(&docket, &found, &evidence);
    coverage::apply(&mut requirements, &docket);
    let findings = general(&docket, &found, &requirements);
    let further_findings = further::findings(&docket, &found, &requirements);
    let (suggestions, uncited_passages) = suggest(&docket, options.suggest);
    let standards = standards(&docket, &requirements, &findings, &options.rules);
    let mut summary: BTreeMap<String, Tally> = BTreeMap::new();
    for standard in &standards {
        summary.insert(standard.id.clone(), Tally::default());
    }
    for requirement in &requirements {
        summary.entry(requirement.standard.clone()).or_default().add(requirement.outcome);
    }
    Ok(Assessment {
        schema: SCHEMA.to_owned(),
        tool: Tool { name: "roadworthy".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        vehicle: vehicle(dossier),
        as_of: options.as_of.to_string(),
        rules_digest: options.rules.digest(),
        catalogues_digest: library.digest().to_owned(),
        rules_off: options.rules.off().iter().map(|id| (*id).to_owned()).collect(),
        not_assessed: left_out(&docket),
        rules_failed: found.iter().filter(|(_, result)| result.is_err()).map(|(rule, _)| rule.id.to_owned()).collect(),
        standards,
        requirements,
        findings,
        further_findings,
        files: files(dossier, options.as_of),
        ignored_files: dossier.manifest.assessment.ignore.entries().to_vec(),
        scenarios: docket.scenarios.iter().map(scenario).collect(),
        suggestions,
        uncited_passages,
        not_checked: not_checked(),
        summary,
    })
}

/// A rule that panics spoils its own clauses and no others.
fn run(rule: &'static Rule, docket: &Docket<'_>) -> Result<Findings, ()> {
    catch_unwind(AssertUnwindSafe(|| Examination::run(rule, docket))).map_err(|_| ())
}

fn requirements(
    docket: &Docket<'_>,
    found: &[(&'static Rule, Result<Findings, ()>)],
    evidence: &Evidence,
) -> Vec<Requirement> {
    let by_rule: ByRule<'_> = found.iter().map(|(rule, findings)| (rule.id, (*rule, findings))).collect();
    let mut by_clause: FxHashMap<&str, Vec<&Binding>> = FxHashMap::default();
    for binding in docket.library.bindings() {
        by_clause.entry(&binding.clause).or_default().push(binding);
    }
    let statements = statements(docket);
    let unread = unread(docket.dossier);
    let out_of_scope: FxHashMap<&str, &str> = found
        .iter()
        .filter_map(|(_, findings)| findings.as_ref().ok())
        .flat_map(|findings| &findings.out_of_scope)
        .map(|(standard, reason)| (standard.as_str(), reason.as_str()))
        .collect();
    let disputed: Vec<(&str, &str)> = found
        .iter()
        .filter_map(|(_, findings)| findings.as_ref().ok())
        .flat_map(|findings| &findings.disputed)
        .map(|(fact, why)| (fact.as_str(), why.as_str()))
        .collect();
    let rows: Vec<(&Standard, &Clause)> = docket
        .scope
        .targets()
        .iter()
        .flat_map(|target| target.standard.clauses.iter().map(|clause| (target.standard, clause)))
        .filter(|(_, clause)| clause.is_requirement())
        .collect();
    let judge = |(standard, clause): &(&Standard, &Clause)| {
        let bindings = by_clause.get(&*clause.id).map_or(&[][..], Vec::as_slice);
        let checks = bindings.iter().filter_map(|binding| {
            let (rule, findings) = by_rule.get(binding.rule.as_str())?;
            Some(Checked { binding, rule, findings: findings.as_ref().ok()? })
        });
        let silent =
            bindings.iter().filter_map(|binding| Some((binding.rule.as_str(), did_not_run(&binding.rule, &by_rule)?)));
        let case = Case {
            docket,
            clause,
            checks: checks.collect(),
            silent: silent.collect(),
            unread: &unread,
            disputed: &disputed,
            out_of_scope: out_of_scope.get(standard.header.id.as_str()).copied(),
            evidence,
            exclusion: exclusion(docket, standard, clause),
            statements: statements.get(&*clause.id).map_or(&[][..], Vec::as_slice),
        };
        let mut requirement = case.judge();
        requirement.standard = standard.header.id.clone();
        requirement
    };
    rows.par_iter().map(judge).collect()
}

/// Why a bound rule has no findings, if it has none.
fn did_not_run(rule: &str, by_rule: &ByRule<'_>) -> Option<DidNotRun> {
    match by_rule.get(rule) {
        Some((_, Ok(_))) => None,
        Some((_, Err(()))) => Some(DidNotRun::Failed),
        None if crate::rules::find(rule).is_some() => Some(DidNotRun::SwitchedOff),
        None => Some(DidNotRun::Unknown),
    }
}

fn scenario(scenario: &CheckedScenario) -> ScenarioReport {
    ScenarioReport { path: scenario.path.clone(), outcome: scenario.outcome.to_owned(), errors: scenario.errors }
}

/// The statements on each clause.
fn statements<'d>(docket: &'d Docket<'_>) -> FxHashMap<&'d str, Vec<Where>> {
    let mut statements: FxHashMap<&str, Vec<Where>> = FxHashMap::default();
    for cited in &docket.citations {
        let record = cited.at.record.map(|record| docket.dossier.record(record));
        if record.is_some_and(|record| record.kind_name() == "statement") {
            for clause in &cited.found.clauses {
                statements.entry(clause).or_default().push(cited.at);
            }
        }
    }
    statements
}

/// The justified exclusion of a clause or of one above it.
fn exclusion<'d>(docket: &Docket<'d>, standard: &Standard, clause: &Clause) -> Option<&'d Exclusion> {
    let exclusions = &docket.dossier.manifest.exclusions;
    if exclusions.is_empty() {
        return None;
    }
    // A standard as a whole is left out by not asking for it.
    let is_clause = |exclusion: &&Exclusion| exclusion.clause.contains(':') && !describes_nothing(&exclusion.reason);
    let find = |id: &str| exclusions.iter().filter(is_clause).find(|exclusion| exclusion.clause == id);
    let mut id = clause.id.clone();
    // A table whose rows are their own ancestors is a fault that lint finds.
    for _ in 0..standard.clauses.len() {
        if let Some(exclusion) = find(&id) {
            return Some(exclusion);
        }
        id = docket.library.clause(&id)?.parent.clone()?;
    }
    None
}

/// Findings on files and references, and those on clauses that are nobody's
/// requirement: nothing that a rule says is lost.
fn general(
    docket: &Docket<'_>,
    found: &[(&'static Rule, Result<Findings, ()>)],
    requirements: &[Requirement],
) -> Vec<GeneralFinding> {
    let dossier = docket.dossier;
    let judged: FxHashSet<&str> = requirements.iter().map(|requirement| requirement.id.as_str()).collect();
    let mut bound: FxHashMap<&str, bool> = FxHashMap::default();
    for binding in docket.library.bindings() {
        *bound.entry(binding.rule.as_str()).or_default() |= judged.contains(&*binding.clause);
    }
    let mut findings = Vec::new();
    for (rule, result) in found {
        let Ok(result) = result else {
            findings.push(internal_error(dossier, rule));
            continue;
        };
        let is_general = GENERAL.contains(&rule.family());
        let is_shown = |remark: &&Remark| match remark.clauses.as_slice() {
            [] => bound.get(rule.id).copied().unwrap_or_default(),
            clauses => clauses.iter().any(|clause| judged.contains(&**clause)),
        };
        let remarks = result.remarks.iter().filter(|remark| is_general || !is_shown(remark));
        findings.extend(remarks.map(|remark| evidence::finding(dossier, rule, remark)));
    }
    findings.sort_by(|a, b| (&a.location, &a.rule, &a.message).cmp(&(&b.location, &b.rule, &b.message)));
    findings
}

fn internal_error(dossier: &Dossier, rule: &'static Rule) -> GeneralFinding {
    RequirementFinding {
        rule: rule.id.to_owned(),
        severity: crate::finding::Severity::Error,
        message: "internal error: this rule failed, its clauses were not checked by it".to_owned(),
        help: Some("please report it with the dossier, if you can share it".to_owned()),
        standard: None,
        location: evidence::location(dossier, Where::MANIFEST),
    }
}

fn standards(
    docket: &Docket<'_>,
    requirements: &[Requirement],
    findings: &[GeneralFinding],
    rules: &RuleSet,
) -> Vec<AssessedStandard> {
    let of_rule =
        |rule: &str| -> Vec<&GeneralFinding> { findings.iter().filter(|finding| finding.rule == rule).collect() };
    let (cited, excluded) = (of_rule("cite/unknown-clause"), of_rule("dossier/unjustified-exclusion"));
    let is_on = |id: &str| rules.rules().iter().any(|rule| rule.id == id);
    let one = |target: &crate::applicability::Target<'_>| {
        let header = &target.standard.header;
        let own: Vec<&Requirement> =
            requirements.iter().filter(|requirement| requirement.standard == header.id).collect();
        let names = |finding: &&&GeneralFinding| finding.standard.as_deref() == Some(&header.id);
        let cited: Vec<&GeneralFinding> = cited.iter().filter(names).copied().collect();
        let excluded: Vec<&GeneralFinding> = excluded.iter().filter(names).copied().collect();
        AssessedStandard {
            id: header.id.clone(),
            title: header.title.clone(),
            edition: target.edition.map(|edition| edition.id.clone()).unwrap_or_default(),
            note: target.note.clone(),
            questions: questions::answer(
                &own,
                is_on("cite/unknown-clause").then_some(&cited),
                is_on("dossier/unjustified-exclusion").then_some(&excluded),
            ),
        }
    };
    docket.scope.targets().iter().map(one).collect()
}

fn left_out(docket: &Docket<'_>) -> Vec<LeftOut> {
    let left = docket.scope.left_out().iter();
    left.map(|(standard, reason)| LeftOut { id: standard.header.id.clone(), reason: reason.clone() }).collect()
}

fn vehicle(dossier: &Dossier) -> VehicleReport {
    let vehicle = &dossier.manifest.vehicle;
    VehicleReport {
        name: vehicle.name.clone(),
        manufacturer: vehicle.manufacturer.clone(),
        of_type: vehicle.of_type.clone(),
        category: vehicle.category.clone(),
        level: vehicle.level,
        functions: vehicle.functions.clone(),
        software_version: vehicle.software_version.clone(),
    }
}

fn files(dossier: &Dossier, today: Date) -> Vec<FileReport> {
    let mut records: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); dossier.documents.len()];
    for record in dossier.all_records().filter(|record| record.kind.is_some()) {
        let counts = &mut records[record.document as usize];
        *counts.entry(record.kind_name().to_owned()).or_default() += 1;
    }
    let file = |(id, (document, records)): (u32, (&crate::dossier::Document, BTreeMap<String, u32>))| FileReport {
        path: document.path.to_string(),
        named: document.entry.is_some(),
        state: evidence::state(dossier, id, today),
        note: match &document.unreadable {
            Some(unreadable) => format!("unreadable: {}", unreadable.reason),
            None => document.stale(&dossier.manifest.vehicle.software_version, today).unwrap_or_default(),
        },
        records,
        unplaced: u32::try_from(document.unplaced).unwrap_or(u32::MAX),
        digest: document.digest.clone(),
    };
    (0..).zip(dossier.documents.iter().zip(records)).map(file).collect()
}

/// What stays with people, whatever the checks say.
fn not_checked() -> Vec<String> {
    [
        "whether severity, exposure and controllability are rated rightly, and their reasons hold",
        "whether lists of hazards, threats and triggering conditions are complete",
        "whether people are as independent as stated",
        "whether analyses of dependent failures are thorough, and acceptance criteria adequate",
        "whether a management system works as it is described",
        "whether a clause that was read in a rendering or proposal says the same in its own text",
    ]
    .map(str::to_owned)
    .to_vec()
}
