use std::collections::{BTreeMap, BTreeSet};

use crate::dossier::RecordRef;
use crate::rules::trace::{dead, listing, quoted};
use crate::rules::{Check, Examination, rule};

rule! {
    /// Nothing shows that the parts of a decomposition are independent, or they are not.
    ///
    /// ## Why it matters
    /// Two requirements may share an ASIL only if one fault does not break both. Two parts
    /// in one element, in one software component or on one core share every fault of it.
    ///
    /// ## Example
    /// ```csv
    /// id,children,dfa
    /// DEC-1,"TSR-1 (on E-1), TSR-2 (on E-1)",
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,children,dfa
    /// DEC-1,"TSR-1 (on E-1), TSR-2 (on E-2)",DFA-1
    /// ```
    /// with a dependent failure analysis that names both elements, has a verdict and no
    /// plausible initiator left open.
    ///
    /// ## Source
    /// ISO 26262-9:2018, 5.4.3 and 5.4.11 (independence and its evidence) and 7.4.7
    /// (resolution of dependent failures). Whether the analysis is right stays with a person.
    "req/decomposition-not-independent" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const INDEPENDENCE: &str = "ISO-26262-9:5.4.3";
const EVIDENCE: &str = "ISO-26262-9:5.4.11";
const RESOLUTION: &str = "ISO-26262-9:7.4.7";

/// The elements of each part of a decomposition.
type Parts<'d> = Vec<Vec<RecordRef<'d>>>;

fn check(exam: &mut Examination<'_>) {
    for decomposition in exam.records("decomposition") {
        let children = decomposition.linked("children").0;
        let parts: Parts<'_> = children.iter().map(|child| child.linked("allocated_to").0).collect();
        exam.saw_for(EVIDENCE, decomposition);
        analysis(exam, decomposition, &parts);
        if parts.iter().filter(|elements| !elements.is_empty()).count() > 1 {
            exam.saw_for(INDEPENDENCE, decomposition);
            separation(exam, decomposition, &parts);
        }
    }
}

/// The dependent failure analysis is there and comes to a conclusion.
fn analysis<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, parts: &Parts<'d>) {
    let name = decomposition.name();
    if decomposition.text("dfa").is_absent() {
        exam.gap(decomposition, format!("{name} names no dependent failure analysis"))
            .clause(INDEPENDENCE)
            .clause(EVIDENCE)
            .help("analyse dependent failures of the elements, and name the analysis");
        return;
    }
    let dead = dead(exam.dossier, decomposition, "dfa");
    if !dead.is_empty() {
        let message = format!("{name} names the analysis {}, which the dossier does not hold", quoted(&dead));
        exam.gap((decomposition, "dfa"), message).clause(EVIDENCE).help("correct the link, or add the analysis");
        return;
    }
    let analyses = decomposition.linked("dfa").0;
    let covered: BTreeSet<u32> =
        analyses.iter().flat_map(|analysis| analysis.linked("elements").0).map(|element| element.id).collect();
    let missing: BTreeMap<u32, String> = parts
        .iter()
        .flatten()
        .filter(|element| !covered.contains(&element.id))
        .map(|element| (element.id, element.name()))
        .collect();
    if let Some(analysis) = analyses.first().filter(|_| !missing.is_empty()) {
        let missing: Vec<&String> = missing.values().collect();
        let message = format!("{} does not cover {}, which {name} relies on", analysis.name(), listing(&missing));
        exam.gap(*analysis, message).clause(EVIDENCE).help("analyse the elements of all parts together");
    }
    for analysis in analyses {
        exam.saw_for(RESOLUTION, analysis);
        conclusion(exam, decomposition, analysis);
    }
}

fn conclusion<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, analysis: RecordRef<'d>) {
    let (name, of) = (analysis.name(), decomposition.name());
    let open = analysis.words("open_initiators").trim();
    let verdict = analysis.words("verdict").to_lowercase();
    if !is_nothing(open) {
        exam.fail((analysis, "open_initiators"), format!("{name} leaves open how two parts of {of} can fail together"))
            .clause(RESOLUTION)
            .help("find a measure against each plausible cause, or say why it is acceptable");
    } else if verdict.is_empty() {
        exam.gap(analysis, format!("{name} comes to no verdict on {of}"))
            .clause(RESOLUTION)
            .help("state whether the elements are sufficiently independent");
    } else if is_denying(&verdict) {
        exam.fail((analysis, "verdict"), format!("{name} finds the elements of {of} not independent"))
            .clause(INDEPENDENCE)
            .help("separate the elements, or do without decomposition");
    }
}

fn is_nothing(open: &str) -> bool {
    matches!(open.to_lowercase().as_str(), "" | "0" | "no" | "nil" | "none open" | "all closed" | "closed")
}

fn is_denying(verdict: &str) -> bool {
    ["not independent", "not sufficiently", "insufficient", "failed", "dependent failure possible"]
        .iter()
        .any(|words| verdict.contains(words))
        || verdict.trim() == "dependent"
}

/// No two parts share an element, a software component or, without freedom
/// from interference, a core.
fn separation<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, parts: &Parts<'d>) {
    let element = |element: &RecordRef<'d>| Some(element.name());
    let component = |element: &RecordRef<'d>| named(*element, "software_component");
    let core = |element: &RecordRef<'d>| named(*element, "core").filter(|_| !is_free_from_interference(*element));
    let shared = shared(parts, element)
        .map(|name| format!("the element {name}"))
        .or_else(|| shared(parts, component).map(|name| format!("the software component {name}")))
        .or_else(|| shared(parts, core).map(|name| format!("the core {name} without freedom from interference")));
    if let Some(shared) = shared {
        exam.fail(decomposition, format!("two parts of {} are on {shared}", decomposition.name()))
            .clause(INDEPENDENCE)
            .help("allocate the parts to elements that do not fail together");
    }
}

fn named(element: RecordRef<'_>, field: &str) -> Option<String> {
    let name = element.words(field).trim();
    (!name.is_empty()).then(|| format!("`{name}`"))
}

fn is_free_from_interference(element: RecordRef<'_>) -> bool {
    element.absent(&["ffi_memory", "ffi_timing", "ffi_exchange"]).is_empty()
}

/// What elements of two parts have in common.
fn shared<'d>(parts: &Parts<'d>, of: impl Fn(&RecordRef<'d>) -> Option<String>) -> Option<String> {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for (part, elements) in parts.iter().enumerate() {
        for name in elements.iter().filter_map(&of) {
            if *met.entry(name.clone()).or_insert(part) != part {
                return Some(name);
            }
        }
    }
    None
}
