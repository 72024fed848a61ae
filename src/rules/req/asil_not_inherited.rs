use super::splits::{Excuses, Split, splits};
use crate::dossier::values::{Asil, StatedAsil};
use crate::dossier::{Dossier, Reading, RecordRef};
use crate::rules::trace::{contradicts_itself, is_withdrawn, level};
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

fn check(exam: &mut Examination<'_>) {
    for requirement in exam.records("requirement") {
        exam.read(requirement, "asil", requirement.asil("asil"));
    }
    let derivation = exam.derivation;
    let splits = splits(exam);
    for requirement in &derivation.requirements {
        // A missing ASIL is the matter of req/unidentified.
        let parents = derivation.parents(*requirement);
        if let Some(why) = hindrance(exam.dossier, *requirement, parents) {
            exam.leave_open(&clauses(*requirement), *requirement, why);
        }
        let Some(stated) = level(exam.dossier, *requirement) else { continue };
        let counts = |parent: &RecordRef<'_>| parent.kind_name() != "requirement" || !is_withdrawn(*parent);
        let counting = parents.iter().copied().filter(counts);
        let levels: Vec<(RecordRef<'_>, StatedAsil)> =
            counting.filter_map(|parent| Some((parent, asked(exam.dossier, parent)?))).collect();
        if levels.is_empty() {
            continue;
        }
        for clause in clauses(*requirement) {
            exam.saw_for(clause, *requirement);
            levels.iter().for_each(|(parent, _)| exam.saw_for(clause, *parent));
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

/// What a parent asks of the requirements below it. A safety goal is not
/// decomposed: what stands in its brackets holds.
fn asked(dossier: &Dossier, parent: RecordRef<'_>) -> Option<StatedAsil> {
    let stated = level(dossier, parent)?;
    let asil = if parent.kind_name() == "safety-goal" { stated.initial() } else { stated.asil };
    Some(StatedAsil { asil, ..stated })
}

/// Why it cannot be told whether a requirement has the ASIL it should have.
/// What is wrong with its links, other rules say.
fn hindrance(dossier: &Dossier, requirement: RecordRef<'_>, parents: &[RecordRef<'_>]) -> Option<String> {
    let name = requirement.name();
    let stated = match level(dossier, requirement) {
        Some(stated) if contradicts_itself(dossier, requirement) => {
            return Some(format!("{name} is listed with {stated} and another ASIL"));
        }
        Some(stated) => stated,
        None => return Some(format!("{name} has no ASIL")),
    };
    let mut others = parents.iter().filter(|parent| parent.number != requirement.number).peekable();
    let is_rated_qm = stated.initial() == Asil::Qm && requirement.text("parents").is_absent();
    let leads_nowhere = !requirement.linked("parents").1.is_empty();
    if leads_nowhere || (others.peek().is_none() && !is_rated_qm) {
        return Some(format!("what {name} derives from is not known"));
    }
    others.find_map(|parent| match level(dossier, *parent) {
        None => Some(format!("{}, from which {name} derives, has no ASIL", parent.name())),
        Some(_) if contradicts_itself(dossier, *parent) => {
            Some(format!("{}, from which {name} derives, is listed with several ASILs", parent.name()))
        }
        Some(_) if parent.kind_name() == "requirement" && is_withdrawn(*parent) => {
            Some(format!("{}, from which {name} derives, is withdrawn", parent.name()))
        }
        Some(_) => None,
    })
}

fn clauses(requirement: RecordRef<'_>) -> Vec<&'static str> {
    // One whose level cannot be read may be of software.
    let may_be_software = match requirement.choice("level") {
        Reading::Present(level) => level == "SWSR",
        Reading::Unreadable(_) => true,
        Reading::Absent => false,
    };
    if may_be_software { vec![INHERITANCE, OF_SOFTWARE] } else { vec![INHERITANCE] }
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
