use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{dead, listing, quoted_all};
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

/// The elements that each analysis is about.
type Covered = FxHashMap<RecordId, FxHashSet<RecordId>>;

fn check(exam: &mut Examination<'_>) {
    let mut covered = Covered::default();
    for decomposition in exam.records("decomposition") {
        exam.saw_for(EVIDENCE, decomposition);
        let children = decomposition.linked("children").0;
        analysis(exam, decomposition, &children, &mut covered);
        if children.iter().filter(|child| child.has("allocated_to")).count() > 1 {
            exam.saw_for(INDEPENDENCE, decomposition);
            separation(exam, decomposition, &children);
        }
    }
    // Several decompositions may rest on one analysis.
    for analysis in exam.records("dependent-failure-analysis") {
        if covered.contains_key(&analysis.number) {
            exam.saw_for(RESOLUTION, analysis);
            conclusion(exam, analysis);
        }
    }
}

/// The dependent failure analysis is there and covers the elements.
fn analysis<'d>(
    exam: &mut Examination<'d>,
    decomposition: RecordRef<'d>,
    children: &[RecordRef<'d>],
    covered: &mut Covered,
) {
    let name = decomposition.name();
    let dead = dead(exam.dossier, decomposition, "dfa");
    if decomposition.text("dfa").is_absent() {
        exam.gap(decomposition, format!("{name} names no dependent failure analysis"))
            .clause(INDEPENDENCE)
            .clause(EVIDENCE)
            .help("analyse dependent failures of the elements, and name the analysis");
    } else if !dead.is_empty() {
        let message = format!("{name} names the analysis {}, which the dossier does not hold", quoted_all(&dead));
        exam.gap((decomposition, "dfa"), message).clause(EVIDENCE).help("correct the link, or add the analysis");
    }
    let analyses = decomposition.linked("dfa").0;
    let Some(first) = analyses.first().copied() else { return };
    for analysis in &analyses {
        let elements = || analysis.linked("elements").0.iter().map(|element| element.number).collect();
        covered.entry(analysis.number).or_insert_with(elements);
    }
    let is_covered = |element: &RecordRef<'d>| {
        analyses
            .iter()
            .any(|analysis| covered.get(&analysis.number).is_some_and(|elements| elements.contains(&element.number)))
    };
    let elements = children.iter().flat_map(|child| child.linked("allocated_to").0);
    let missing: BTreeSet<String> = elements.filter(|one| !is_covered(one)).map(RecordRef::name).collect();
    if !missing.is_empty() {
        let missing: Vec<String> = missing.into_iter().collect();
        let message = format!("{} does not cover {}, which {name} relies on", first.name(), listing(&missing));
        exam.gap(first, message).clause(EVIDENCE).help("analyse the elements of all parts together");
    }
}

/// The analysis comes to the conclusion that the elements are independent.
fn conclusion<'d>(exam: &mut Examination<'d>, analysis: RecordRef<'d>) {
    let name = analysis.name();
    let verdict = analysis.words("verdict").to_lowercase();
    if !is_nothing(analysis.words("open_initiators")) {
        exam.fail((analysis, "open_initiators"), format!("{name} leaves open how its elements can fail together"))
            .clause(RESOLUTION)
            .help("find a measure against each plausible cause, or say why it is acceptable");
    } else if verdict.is_empty() {
        exam.gap(analysis, format!("{name} comes to no verdict"))
            .clause(RESOLUTION)
            .help("state whether the elements are sufficiently independent");
    } else if is_denying(&verdict) {
        exam.fail((analysis, "verdict"), format!("{name} finds its elements not independent"))
            .clause(INDEPENDENCE)
            .help("separate the elements, or do without decomposition");
    }
}

fn is_nothing(open: &str) -> bool {
    matches!(open.trim().to_lowercase().as_str(), "" | "0" | "no" | "nil" | "none open" | "all closed" | "closed")
}

/// True for `not sufficiently independent`, `insufficient`, `failed`.
fn is_denying(verdict: &str) -> bool {
    let denies = |part: &str| {
        let not = part.split_whitespace().position(|word| word == "not");
        let independent = part.split_whitespace().position(|word| word.starts_with("independen"));
        not.zip(independent).is_some_and(|(not, independent)| not < independent)
    };
    let is_word = |word: &&str| ["insufficient", "failed", "dependent"].contains(word);
    verdict
        .split([',', ';', '.', ':'])
        .any(|part| denies(part) || part.split_whitespace().next().is_some_and(|one| is_word(&one)))
}

/// No two parts share an element, a software component or, without freedom
/// from interference, a core.
fn separation<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, children: &[RecordRef<'d>]) {
    let fields_of = |child: &RecordRef<'d>, field: &str, is_meant: &dyn Fn(RecordRef<'d>) -> bool| {
        let elements = child.linked("allocated_to").0.into_iter().filter(|element| is_meant(*element));
        elements.map(|element| element.words(field).trim()).filter(|name| !name.is_empty()).collect::<Vec<&str>>()
    };
    let disturbs = |element: RecordRef<'d>| !element.absent(&["ffi_memory", "ffi_timing", "ffi_exchange"]).is_empty();
    let element = shared(children, |child| child.ids("allocated_to")).map(|name| format!("the element `{name}`"));
    let component = || {
        let name = shared(children, |child| fields_of(child, "software_component", &|_| true))?;
        Some(format!("the software component `{name}`"))
    };
    let core = || {
        let name = shared(children, |child| fields_of(child, "core", &disturbs))?;
        Some(format!("the core `{name}` without freedom from interference"))
    };
    if let Some(shared) = element.or_else(component).or_else(core) {
        exam.fail(decomposition, format!("two parts of {} are on {shared}", decomposition.name()))
            .clause(INDEPENDENCE)
            .help("allocate the parts to elements that do not fail together");
    }
}

/// What two parts have in common.
fn shared<'d>(children: &[RecordRef<'d>], of: impl Fn(&RecordRef<'d>) -> Vec<&'d str>) -> Option<&'d str> {
    let mut met: FxHashMap<&str, usize> = FxHashMap::default();
    for (part, child) in children.iter().enumerate() {
        for name in of(child) {
            if *met.entry(name).or_insert(part) != part {
                return Some(name);
            }
        }
    }
    None
}
