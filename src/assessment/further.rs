//! Findings that no clause lists, because there are too many of them.

use rustc_hash::FxHashSet;

use super::evidence;
use super::report::{GeneralFinding, Location, Requirement};
use super::run::GENERAL;
use crate::rules::{Docket, Findings, Rule};

/// The findings that are omitted wherever they belong, each once. What is about
/// clauses that are nobody's requirement stands among the general findings.
pub(super) fn findings(
    docket: &Docket<'_>,
    found: &[(&'static Rule, Result<Findings, ()>)],
    requirements: &[Requirement],
) -> Vec<GeneralFinding> {
    let cut: Vec<&Requirement> = requirements.iter().filter(|one| one.findings_omitted > 0).collect();
    if cut.is_empty() {
        return Vec::new();
    }
    let rules: FxHashSet<&str> = cut.iter().flat_map(|one| &one.rules).map(String::as_str).collect();
    let clauses: FxHashSet<&str> = cut.iter().map(|one| one.id.as_str()).collect();
    let listed: FxHashSet<(&str, &str, &Location)> =
        requirements.iter().flat_map(|one| &one.findings).map(key).collect();
    let mut further = Vec::new();
    let is_ours = |rule: &Rule| rules.contains(rule.id) && !GENERAL.contains(&rule.family());
    for (rule, result) in found.iter().filter(|(rule, _)| is_ours(rule)) {
        let remarks = result.iter().flat_map(|findings| &findings.remarks);
        let is_cut = |clause: &std::sync::Arc<str>| clauses.contains(&**clause);
        let about = remarks.filter(|remark| remark.clauses.is_empty() || remark.clauses.iter().any(is_cut));
        let all = about.map(|remark| evidence::finding(docket.dossier, rule, remark));
        further.extend(all.filter(|finding| !listed.contains(&key(finding))));
    }
    further.sort_by(|a, b| key(a).cmp(&key(b)));
    further.dedup();
    further
}

fn key(finding: &GeneralFinding) -> (&str, &str, &Location) {
    (&finding.rule, &finding.message, &finding.location)
}
