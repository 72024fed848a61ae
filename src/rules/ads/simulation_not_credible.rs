use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::rows;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::words::key;
use crate::rules::{Check, Examination, listed, points, rule};
use crate::standard::Row;

rule! {
    /// A simulation toolchain is not shown to be credible for what it is used for.
    ///
    /// ## Why it matters
    /// A simulation shows something about the vehicle only as far as it was compared with the
    /// vehicle. The file on a toolchain says what it is for, where it holds, what it rests on,
    /// how it was verified and validated, how uncertain it is and who works with it; and
    /// results count only from a release of it that is documented.
    ///
    /// ## Example
    /// A test record with the tool version `9.2`, and
    /// ```csv
    /// id,releases
    /// SIM-1,"9.0, 9.1"
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,releases
    /// SIM-1,"9.0, 9.1, 9.2"
    /// ```
    /// Each part is a column of the toolchain; further points are made by statements with the
    /// topics that begin with `toolchain-`. One statement asks for all of these points.
    ///
    /// ## Source
    /// UN ADS regulation, 7.2.1. That a part is there does not show that it is right.
    "ads/simulation-not-credible" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const RELEASES: &str = "UN-ADS:7.2.1.5.2";
const DOMAIN: &str = "UN-ADS:7.2.1.8";
const STOCHASTIC: &str = "UN-ADS:7.2.1.3.6.5";
/// How many tags a message lists.
const LISTED: usize = 6;

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    let parts: Vec<Row<'_>> = rows(exam.library, "credibility").collect();
    let used = used_in(exam);
    for toolchain in exam.records("simulation-toolchain") {
        for part in &parts {
            judge_part(exam, toolchain, *part);
        }
        judge_chance(exam, toolchain);
        if let Some(tags) = used.get(&toolchain.number) {
            judge_domain(exam, toolchain, tags);
        }
    }
    for test in exam.records("test-record") {
        judge_release(exam, test);
    }
}

fn judge_part<'d>(exam: &mut Examination<'d>, toolchain: RecordRef<'d>, part: Row<'d>) {
    let clauses = part.parts("clauses");
    if toolchain.has(part.get("field")) {
        clauses.iter().for_each(|clause| exam.saw_for(clause, toolchain));
    } else if toolchain.text(part.get("field")).is_absent() {
        let remark = exam.gap(toolchain, format!("{} has no {}", toolchain.name(), part.get("summary")));
        for clause in clauses {
            remark.clause(clause);
        }
        remark.help("add it to the file on the toolchain, or say where it stands");
    }
}

fn judge_chance<'d>(exam: &mut Examination<'d>, toolchain: RecordRef<'d>) {
    if exam.read(toolchain, "stochastic", toolchain.yes_no("stochastic")) != Some(true) {
        return;
    }
    exam.saw_for(STOCHASTIC, toolchain);
    if !toolchain.has("seed") {
        exam.warn(toolchain, format!("{} works with chance, and nothing says how a run is repeated", toolchain.name()))
            .clause(STOCHASTIC)
            .help("state the seed, or show that runs need not be repeatable");
    }
}

/// The parts of the domain in which each toolchain was used: the tags of the
/// scenarios of its tests.
fn used_in<'d>(exam: &Examination<'d>) -> FxHashMap<RecordId, BTreeSet<&'d str>> {
    let mut used: FxHashMap<RecordId, BTreeSet<&str>> = FxHashMap::default();
    for test in exam.dossier.records("test-record") {
        let (tools, _) = test.linked("tool");
        if tools.is_empty() {
            continue;
        }
        let (scenarios, _) = test.linked("scenario");
        for tool in tools {
            used.entry(tool.number).or_default().extend(scenarios.iter().flat_map(|scenario| scenario.list("tags")));
        }
    }
    used
}

/// Words cannot show that something lies outside, only that it is not named.
fn judge_domain<'d>(exam: &mut Examination<'d>, toolchain: RecordRef<'d>, tags: &BTreeSet<&str>) {
    if !toolchain.has("odd_scope") {
        return;
    }
    let scope = key(toolchain.words("odd_scope"));
    let outside: Vec<String> =
        tags.iter().filter(|tag| !scope.contains(&key(tag))).map(|tag| (*tag).to_owned()).collect();
    if !outside.is_empty() {
        let message =
            format!("{} was used for {}, and its scope does not name it", toolchain.name(), listed(&outside, LISTED));
        exam.unsure((toolchain, "odd_scope"), message)
            .clause(DOMAIN)
            .help("judge whether it lies in the scope, and name it there if it does");
    }
}

/// A result counts from a release that is documented.
fn judge_release<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let version = test.words("tool_version").trim();
    let (tools, _) = test.linked("tool");
    let documented: Vec<&str> = tools.iter().flat_map(|tool| tool.list("releases")).collect();
    // A toolchain without releases, or a record without a version, is reported as such.
    if version.is_empty() || documented.is_empty() {
        return;
    }
    exam.saw_for(RELEASES, test);
    if !documented.contains(&version) {
        let expected: Vec<String> = documented.iter().map(|release| (*release).to_owned()).collect();
        let message = format!("{} used version {version}, expected {}", test.name(), listed(&expected, LISTED));
        exam.fail((test, "tool_version"), message)
            .clause(RELEASES)
            .help("document the release with what changed and how it was reviewed, or repeat the test");
    }
}
