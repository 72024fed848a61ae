use rustc_hash::{FxHashMap, FxHashSet};

use super::is_item;
use crate::dossier::{RecordRef, values};
use crate::rules::approval::declared;
use crate::rules::tara::annex5::numbers;
use crate::rules::{Check, Examination, rule};
use crate::standard::Library;

rule! {
    /// What the risk register says of threats to updates does not fit what the update documentation says.
    ///
    /// ## Why it matters
    /// Two teams, two approvals, one update process. A threat that one file calls impossible
    /// and the other defends against is judged wrongly in one of them.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// ota = true
    /// [[record]]
    /// record = "threat-decision"
    /// threats = "12.1"
    /// reason = "The type takes no updates over the air"
    /// ```
    ///
    /// ## Instead
    /// Treat the threat, and let its measures name the documents that item 9.3.1 of the
    /// information document under UN R156 names.
    ///
    /// ## Source
    /// UN R155, 7.3.3 and Annex 5, threats of update procedures; UN R156, 7.1.3.1, 7.1.3.2,
    /// 7.2.1.1 and item 9.3.1 of Annex 1 (original versions).
    "sums/update-threat-conflict" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const THREATS: &str = "UN-R155:7.3.3#annex5A";
const DOCUMENTS: &str = "UN-R156:Annex-1-9.3.1";
/// The threat to updates over the air.
const OVER_THE_AIR: &str = "12.1";
/// How the table calls the category of threats to updates.
const CATEGORY: &str = "update procedures";

fn check(exam: &mut Examination<'_>) {
    judge_exclusion(exam);
    judge_documents(exam);
}

/// A vehicle that takes updates over the air is open to that threat.
fn judge_exclusion(exam: &mut Examination<'_>) {
    if declared(exam, "ota") != Some(true) {
        return;
    }
    for decision in exam.records("threat-decision") {
        if decision.list("threats").iter().any(|threat| is_over_the_air(threat)) {
            exam.saw_for(THREATS, decision);
            let message =
                format!("threat {OVER_THE_AIR} is called not applicable, and the vehicle takes updates over the air");
            exam.fail((decision, "threats"), message)
                .clause(THREATS)
                .clause("UN-R156:7.1.3.2")
                .help("treat the threat in the risk register, or correct the declared fact `ota`");
        }
    }
    for risk in exam.records("risk") {
        if risk.list("threats").iter().any(|threat| is_over_the_air(threat)) {
            exam.saw_for(THREATS, risk);
        }
    }
}

/// Risks from threats to updates and item 9.3.1 rest on the same documents.
fn judge_documents(exam: &mut Examination<'_>) {
    let entries: Vec<RecordRef<'_>> =
        exam.records("index-entry").into_iter().filter(|entry| is_item(*entry, "9.3.1")).collect();
    let documents: FxHashSet<String> = entries.iter().flat_map(|entry| names(entry.words("document"))).collect();
    if documents.is_empty() {
        return;
    }
    let threats = update_threats(exam.library);
    let mut is_compared = false;
    // Measures are shared by many risks: each is read once.
    let mut by_measure: FxHashMap<u32, Vec<String>> = FxHashMap::default();
    for risk in exam.records("risk") {
        let is_on_updates = numbers(risk.words("threats")).any(|number| threats.contains(number));
        let (measures, _) = risk.linked("mitigations");
        if !is_on_updates || measures.is_empty() {
            continue;
        }
        let mut named = Vec::new();
        for measure in measures {
            named.extend(by_measure.entry(measure.number).or_insert_with(|| names(measure.words("document"))).clone());
        }
        exam.saw(risk);
        judge_risk(exam, risk, &named, &documents);
        is_compared = true;
    }
    // The comparison rests on both sides.
    if is_compared {
        entries.iter().for_each(|entry| exam.saw(*entry));
    }
}

fn judge_risk<'d>(exam: &mut Examination<'d>, risk: RecordRef<'d>, named: &[String], documents: &FxHashSet<String>) {
    let name = risk.name();
    if named.is_empty() {
        exam.gap(
            (risk, "mitigations"),
            format!("the measures against {name} name no document on the protection of updates"),
        )
        .clause(DOCUMENTS)
        .clause("UN-R156:7.2.1.1")
        .help("name the document in the record of the measure, the one that item 9.3.1 names too");
    } else if !named.iter().any(|document| documents.contains(document)) {
        let found = &named[0];
        exam.fail(
            (risk, "mitigations"),
            format!("the measures against {name} rest on `{found}`, which item 9.3.1 does not name"),
        )
        .clause(DOCUMENTS)
        .clause(THREATS)
        .help("let the risk register and the information document rest on the same documents");
    }
}

/// The numbers of the threats to updates.
fn update_threats(library: &Library) -> FxHashSet<&str> {
    let rows = library.table("unece/un-r155/threats.csv").into_iter().flat_map(|table| table.rows());
    rows.filter(|row| row.get("category").contains(CATEGORY)).map(|row| row.get("number")).collect()
}

/// True for the threat to updates over the air, and for its whole group, `12`.
fn is_over_the_air(threat: &str) -> bool {
    let group = OVER_THE_AIR.split('.').next().unwrap_or_default();
    let mut tokens = threat.split(|c: char| !c.is_ascii_digit() && c != '.');
    tokens.any(|token| token.trim_matches('.') == group) || numbers(threat).any(|number| number == OVER_THE_AIR)
}

/// The documents that a field names, without folder and capitals.
fn names(text: &str) -> Vec<String> {
    values::list(text).map(|name| name.rsplit('/').next().unwrap_or(name).trim().to_lowercase()).collect()
}
