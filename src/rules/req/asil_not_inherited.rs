use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::StatedAsil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{Derivation, level};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A requirement has a lower ASIL than the one it derives from.
    ///
    /// ## Why it matters
    /// The ASIL is handed down from the safety goal to the last line of code. Where it
    /// drops without a decomposition, everything below is developed with too little rigour.
    ///
    /// ## Example
    /// ```csv
    /// id,asil,parents
    /// TSR-1,D,FSR-1
    /// SWR-1,B,TSR-1
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,asil,parents,decomposition
    /// SWR-1,B(D),TSR-1,DEC-1
    /// ```
    /// Or keep the D.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.2.2; for software ISO 26262-6:2018, 6.4.3. Whether a
    /// decomposition is a valid one, other rules say.
    "req/asil-not-inherited" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const INHERITANCE: &str = "ISO-26262-8:6.4.2.2";
const OF_SOFTWARE: &str = "ISO-26262-6:6.4.3";

/// The requirements that are part of a decomposition, with what was decomposed.
type Decomposed = FxHashMap<RecordId, FxHashSet<RecordId>>;

fn check(exam: &mut Examination<'_>) {
    for requirement in exam.records("requirement") {
        exam.read(requirement, "asil", requirement.asil("asil"));
    }
    let derivation = Derivation::new(exam.dossier);
    let decomposed = decomposed(exam);
    for requirement in &derivation.requirements {
        // A missing ASIL is the matter of req/unidentified.
        let Some(stated) = level(exam.dossier, *requirement) else { continue };
        let parents = derivation.parents(*requirement);
        let levels: Vec<(RecordRef<'_>, StatedAsil)> =
            parents.iter().filter_map(|parent| Some((*parent, level(exam.dossier, *parent)?))).collect();
        if levels.is_empty() {
            continue;
        }
        for clause in clauses(*requirement) {
            exam.saw_for(clause, *requirement);
        }
        let is_excused = |parent: &RecordRef<'_>| is_excused(&decomposed, *requirement, parents, *parent);
        let above = levels.into_iter().filter(|(parent, _)| !is_excused(parent));
        let highest = above.max_by_key(|(_, level)| level.asil).filter(|(_, level)| level.asil > stated.asil);
        if let Some((parent, level)) = highest {
            judge(exam, *requirement, stated, parent, level);
        }
    }
}

fn clauses(requirement: RecordRef<'_>) -> Vec<&'static str> {
    let is_software = requirement.choice("level").present() == Some("SWSR");
    if is_software { vec![INHERITANCE, OF_SOFTWARE] } else { vec![INHERITANCE] }
}

fn judge<'d>(
    exam: &mut Examination<'d>,
    requirement: RecordRef<'d>,
    stated: StatedAsil,
    parent: RecordRef<'d>,
    level: StatedAsil,
) {
    let message = format!("{} is {stated}, and derives from {}, which is {level}", requirement.name(), parent.name());
    let at = (requirement, "asil");
    let remark = if stated.initial.is_some() {
        exam.gap(at, format!("{message}; no decomposition holds it"))
    } else {
        exam.fail(at, message)
    };
    remark.help("give it the ASIL of what it derives from, or record the decomposition");
    for clause in clauses(requirement) {
        remark.clause(clause);
    }
}

/// Decompositions name their children, or the children name them.
fn decomposed(exam: &Examination<'_>) -> Decomposed {
    let mut decomposed = Decomposed::default();
    for decomposition in exam.records("decomposition") {
        let parent = decomposition.linked("parent").0.first().map(|parent| parent.number);
        for child in decomposition.linked("children").0 {
            decomposed.entry(child.number).or_default().extend(parent);
        }
    }
    for requirement in exam.records("requirement") {
        for decomposition in requirement.linked("decomposition").0 {
            let parents = decomposition.linked("parent").0;
            // The requirement that is decomposed may name the decomposition too.
            let is_decomposed = parents.iter().any(|parent| parent.number == requirement.number);
            if !is_decomposed {
                decomposed.entry(requirement.number).or_default().extend(parents.first().map(|parent| parent.number));
            }
        }
    }
    decomposed
}

/// True if a requirement may be below `parent` because that was decomposed
/// into it. Where the decomposition names none of the parents, it is taken to
/// mean all of them.
fn is_excused(
    decomposed: &Decomposed,
    requirement: RecordRef<'_>,
    parents: &[RecordRef<'_>],
    parent: RecordRef<'_>,
) -> bool {
    let Some(of) = decomposed.get(&requirement.number) else { return false };
    of.contains(&parent.number) || !parents.iter().any(|parent| of.contains(&parent.number))
}
