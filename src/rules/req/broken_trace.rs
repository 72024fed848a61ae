use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{
    Derivation, absent_in, all_of, dead, is_functional, is_withdrawn, level, listing, quoted_all,
};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety requirement comes from nowhere, leads nowhere, or derives from itself.
    ///
    /// ## Why it matters
    /// A change above has to reach everything below, and a fault found below has to reach
    /// its safety goal. Both go along these links and stop where one is broken.
    ///
    /// ## Example
    /// ```csv
    /// id,level,parents,allocated to
    /// TSR-1,TSR,FSR-99,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,level,parents,allocated to
    /// TSR-1,TSR,FSR-9,E-2
    /// ```
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.3.2. Requirements that nothing verifies are reported by
    /// ver/unverified-requirement; functional safety requirements without a safety goal by
    /// fsc/goal-without-requirement.
    "req/broken-trace" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let derivation = exam.derivation;
    let verified = verified(exam);
    for requirement in &derivation.requirements {
        exam.saw(*requirement);
        let is_verified = verified.contains(&requirement.number);
        let faults = faults(exam, derivation, *requirement, is_verified);
        if !faults.is_empty() {
            exam.gap(*requirement, format!("{} {}", requirement.name(), listing(&faults)))
                .help("correct the links, or add what they lead to");
        }
    }
    verifications(exam);
    cycles(exam, derivation);
}

fn faults<'d>(
    exam: &Examination<'d>,
    derivation: &Derivation<'d>,
    requirement: RecordRef<'d>,
    is_verified: bool,
) -> Vec<String> {
    let dossier = exam.dossier;
    let records = all_of(dossier, requirement);
    let is_absent = |field: &'static str| !absent_in(&records, &[field]).is_empty();
    // Rated QM and not by decomposition, it is no safety requirement.
    let is_qm = level(dossier, requirement).is_some_and(|stated| stated.initial() == Asil::Qm);
    let functional = is_functional(requirement);
    let mut faults = Vec::new();
    if !functional && !is_qm && is_absent("parents") && derivation.parents(requirement).is_empty() {
        faults.push("derives from nothing".to_owned());
    }
    if let Some(parent) = withdrawn_parent(derivation, requirement) {
        faults.push(format!("derives from {}, which is withdrawn", parent.name()));
    }
    if !functional && !is_qm && is_absent("allocated_to") && derivation.children(requirement).is_empty() {
        faults.push("is neither refined nor allocated".to_owned());
    }
    // Goals that were not supplied are not missed.
    let is_judged = |field: &str| match field {
        "parents" => !functional || dossier.has("safety-goal"),
        // Where nothing verifies it, that is the matter of another rule.
        "verified_by" => is_verified,
        _ => true,
    };
    let fields = ["parents", "allocated_to", "decomposition", "verified_by"];
    let dead: Vec<&str> = fields
        .into_iter()
        .filter(|field| is_judged(field))
        .flat_map(|field| dead(dossier, requirement, field))
        .collect();
    if !dead.is_empty() {
        faults.push(format!("names {}, which the dossier does not hold", quoted_all(&dead)));
    }
    faults
}

/// A requirement that no longer counts, if all that one derives from is such.
fn withdrawn_parent<'d>(derivation: &Derivation<'d>, requirement: RecordRef<'d>) -> Option<RecordRef<'d>> {
    let parents = derivation.parents(requirement);
    let is_gone = |parent: &RecordRef<'_>| parent.kind_name() == "requirement" && is_withdrawn(*parent);
    parents.first().copied().filter(|_| parents.iter().all(is_gone))
}

/// The requirements that some verification is about.
fn verified(exam: &Examination<'_>) -> FxHashSet<RecordId> {
    let targets = exam.records("verification").into_iter().flat_map(|verification| verification.linked("targets").0);
    let mut verified: FxHashSet<RecordId> = targets.map(|target| target.number).collect();
    let requirements = exam.records("requirement");
    verified.extend(requirements.iter().filter(|one| !one.linked("verified_by").0.is_empty()).map(|one| one.number));
    verified
}

/// A verification of something that is not there.
fn verifications(exam: &mut Examination<'_>) {
    if !exam.dossier.has("requirement") {
        return;
    }
    for verification in exam.records("verification") {
        let dead = dead(exam.dossier, verification, "targets");
        if !dead.is_empty() {
            let message =
                format!("{} verifies {}, which the dossier does not hold", verification.name(), quoted_all(&dead));
            exam.gap((verification, "targets"), message).help("correct the links, or add what they lead to");
        }
    }
}

/// Requirements that derive from themselves: nothing hands them an ASIL.
fn cycles<'d>(exam: &mut Examination<'d>, derivation: &Derivation<'d>) {
    let left = without_root(derivation);
    // In which walk a requirement was met first.
    let mut met: FxHashMap<RecordId, usize> = FxHashMap::default();
    for (walk, start) in derivation.requirements.iter().enumerate().filter(|(_, one)| left.contains(&one.number)) {
        let mut way: Vec<RecordRef<'d>> = Vec::new();
        let mut at = Some(*start);
        while let Some(one) = at.filter(|one| !met.contains_key(&one.number)) {
            met.insert(one.number, walk);
            way.push(one);
            at = derivation.parents(one).iter().copied().find(|parent| left.contains(&parent.number));
        }
        let closed = at.filter(|one| met.get(&one.number) == Some(&walk));
        let Some(from) = closed.and_then(|one| way.iter().position(|other| other.number == one.number)) else {
            continue;
        };
        let names: Vec<String> = way[from..].iter().map(|one| one.name()).collect();
        let shown = listing(&names.iter().take(SHOWN).collect::<Vec<_>>());
        let message = match names.len() {
            1 => format!("{shown} derives from itself"),
            count if count <= SHOWN => format!("{shown} derive from each other in a circle"),
            count => format!("{shown} are among {count} requirements that derive from each other in a circle"),
        };
        exam.fail(way[from], message).help("decide which of them is the source, and remove the link back to it");
    }
}

/// How many requirements of a circle a message names.
const SHOWN: usize = 6;

/// The requirements on circles, or below one: what is left when requirements
/// without parents are taken away again and again.
fn without_root<'d>(derivation: &Derivation<'d>) -> FxHashSet<RecordId> {
    let known: FxHashSet<RecordId> = derivation.requirements.iter().map(|one| one.number).collect();
    let parents =
        |one: &RecordRef<'d>| derivation.parents(*one).iter().filter(|parent| known.contains(&parent.number)).count();
    let mut open: FxHashMap<RecordId, usize> =
        derivation.requirements.iter().map(|one| (one.number, parents(one))).collect();
    let mut roots: Vec<RecordRef<'d>> =
        derivation.requirements.iter().filter(|one| open.get(&one.number) == Some(&0)).copied().collect();
    let mut left = known;
    while let Some(root) = roots.pop() {
        left.remove(&root.number);
        for child in derivation.children(root) {
            if let Some(count) = open.get_mut(&child.number) {
                *count = count.saturating_sub(1);
                if *count == 0 && left.contains(&child.number) {
                    roots.push(*child);
                }
            }
        }
    }
    left
}
