use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::{Asil, StatedAsil};
use crate::dossier::{RecordId, RecordRef};
use crate::iso26262::permits;
use crate::rules::trace::{Derivation, first_of, level};
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
    /// Or keep the D. A decomposition excuses a lower ASIL if it names what is decomposed and
    /// two or more requirements whose ASILs are permitted together; with less, a person judges.
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

/// A decomposition that a requirement is part of.
#[derive(Debug, Clone, Copy)]
struct Split<'d> {
    decomposition: RecordRef<'d>,
    /// What was decomposed.
    parent: Option<RecordId>,
    /// Why it excuses nothing.
    fault: Option<&'static str>,
}

/// The decompositions by the requirements that are part of them.
type Splits<'d> = FxHashMap<RecordId, Vec<Split<'d>>>;

fn check(exam: &mut Examination<'_>) {
    for requirement in exam.records("requirement") {
        exam.read(requirement, "asil", requirement.asil("asil"));
    }
    let derivation = Derivation::new(exam.dossier);
    let splits = splits(exam);
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
        let excuses = Excuses::of(splits.get(&requirement.number).map_or(&[], Vec::as_slice), parents);
        let mut above = levels;
        above.retain(|(parent, level)| level.asil > stated.asil && !excuses.hold(*parent));
        // What is plainly wrong goes before what a person has to look at.
        let highest = above.into_iter().max_by_key(|(parent, level)| (excuses.doubt(*parent).is_none(), level.asil));
        if let Some((parent, level)) = highest {
            judge(exam, *requirement, stated, (parent, level), excuses.doubt(parent));
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
    (parent, level): (RecordRef<'d>, StatedAsil),
    doubt: Option<&Split<'d>>,
) {
    let message = format!("{} is {stated}, and derives from {}, which is {level}", requirement.name(), parent.name());
    let at = (requirement, "asil");
    let remark = if let Some(split) = doubt {
        let why = split.fault.unwrap_or("is of another requirement");
        exam.unsure(at, format!("{message}; the decomposition {} {why}", split.decomposition.name()))
    } else if stated.initial.is_some() {
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
fn splits<'d>(exam: &Examination<'d>) -> Splits<'d> {
    let mut children: FxHashMap<RecordId, Vec<RecordRef<'d>>> = FxHashMap::default();
    for requirement in exam.records("requirement") {
        for decomposition in requirement.linked("decomposition").0 {
            children.entry(decomposition.number).or_default().push(first_of(exam.dossier, requirement));
        }
    }
    let mut splits = Splits::default();
    for decomposition in exam.records("decomposition") {
        let parent = decomposition.linked("parent").0.first().copied();
        let mut parts = decomposition.linked("children").0;
        parts.extend(children.remove(&decomposition.number).unwrap_or_default());
        // The requirement that is decomposed may name the decomposition too.
        parts.retain(|part| parent.is_none_or(|parent| parent.number != part.number));
        parts.sort_by_key(|part| part.number);
        parts.dedup_by_key(|part| part.number);
        let split =
            Split { decomposition, parent: parent.map(|parent| parent.number), fault: fault(exam, parent, &parts) };
        for part in parts {
            splits.entry(part.number).or_default().push(split);
        }
    }
    splits
}

/// Why a decomposition excuses nothing; what else is wrong with it, other rules say.
fn fault(exam: &Examination<'_>, parent: Option<RecordRef<'_>>, parts: &[RecordRef<'_>]) -> Option<&'static str> {
    let Some(parent) = parent else { return Some("does not name what is decomposed") };
    if parts.len() < 2 {
        return Some("names fewer than two requirements");
    }
    let asil = |record: &RecordRef<'_>| level(exam.dossier, *record).map(|stated| stated.asil);
    let levels: Option<Vec<Asil>> = parts.iter().map(asil).collect();
    let Some((initial, levels)) = asil(&parent).zip(levels) else { return Some("has a requirement without ASIL") };
    match permits(exam.library, initial, &levels) {
        Some((false, _)) => Some("is none of those permitted"),
        _ => None,
    }
}

/// The decompositions that a requirement is part of, by what was decomposed.
struct Excuses<'s, 'd> {
    by_parent: FxHashMap<RecordId, &'s Split<'d>>,
    /// One of none of its parents, which may be meant for any of them.
    elsewhere: Option<&'s Split<'d>>,
}

impl<'s, 'd> Excuses<'s, 'd> {
    fn of(splits: &'s [Split<'d>], parents: &[RecordRef<'_>]) -> Excuses<'s, 'd> {
        let mut excuses = Excuses { by_parent: FxHashMap::default(), elsewhere: None };
        if splits.is_empty() {
            return excuses;
        }
        let parents: FxHashSet<RecordId> = parents.iter().map(|parent| parent.number).collect();
        for split in splits {
            match split.parent.filter(|parent| parents.contains(parent)) {
                Some(parent) => {
                    let known = excuses.by_parent.entry(parent).or_insert(split);
                    if split.fault.is_none() {
                        *known = split;
                    }
                }
                None => excuses.elsewhere = excuses.elsewhere.or(Some(split)),
            }
        }
        excuses
    }

    /// True if `parent` was decomposed into the requirement.
    fn hold(&self, parent: RecordRef<'_>) -> bool {
        self.by_parent.get(&parent.number).is_some_and(|split| split.fault.is_none())
    }

    /// What may be meant to excuse it from `parent`, and does not show that it may.
    fn doubt(&self, parent: RecordRef<'_>) -> Option<&'s Split<'d>> {
        self.by_parent.get(&parent.number).copied().or(self.elsewhere)
    }
}
