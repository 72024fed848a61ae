use super::splits::leave_strangers_open;
use crate::dossier::RecordRef;
use crate::dossier::values::{Asil, StatedAsil};
use crate::iso26262::{permits, permitted};
use crate::rules::trace::{dead, level, listing, quoted_all};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A decomposition splits an ASIL into ones that may not stand for it.
    ///
    /// ## Why it matters
    /// Two independent elements may share the rigour that one requirement asks for, but only
    /// in certain pairs. The ASIL before the split stays in brackets, because metrics,
    /// reviews and integration still follow it.
    ///
    /// ## Example
    /// ```csv
    /// id,parent,initial asil,children,pair
    /// DEC-1,FSR-1,D,"TSR-1, TSR-2",B(D) + A(D)
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,parent,initial asil,children,pair
    /// DEC-1,FSR-1,D,"TSR-1, TSR-2",B(D) + B(D)
    /// ```
    /// Higher ASILs than those of a pair are always allowed. What was decomposed once
    /// and is decomposed again keeps the first ASIL in brackets: A(D) + A(D) for B(D).
    ///
    /// ## Source
    /// ISO 26262-9:2018, 5.4.8 (notation) and 5.4.9 (permitted pairs).
    "req/decomposition-not-permitted" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const NOTATION: &str = "ISO-26262-9:5.4.8";

fn check(exam: &mut Examination<'_>) {
    for decomposition in exam.records("decomposition") {
        let children = decomposition.linked("children").0;
        let Some(initial) = initial(exam, decomposition) else {
            exam.leave_open(&[], decomposition, format!("which ASIL {} splits is not known", decomposition.name()));
            continue;
        };
        let table = clause(initial.asil);
        if !has_children(exam, decomposition, children.len(), &table) {
            continue;
        }
        let Some(parts) = parts(exam, decomposition, &children, &table) else {
            exam.leave_open(
                &[&table],
                decomposition,
                format!("into what {} splits is not known", decomposition.name()),
            );
            continue;
        };
        leave_strangers_open(exam, decomposition, &children, &table);
        brackets(exam, decomposition, initial, &parts);
        pair(exam, decomposition, initial.asil, &parts);
    }
}

/// The pairs that may stand for an ASIL; QM has none.
fn clause(initial: Asil) -> String {
    match initial {
        Asil::Qm => NOTATION.to_owned(),
        initial => format!("ISO-26262-9:5.4.9-{}", initial.name()),
    }
}

/// At least two of them, if the requirements were supplied.
fn has_children<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, found: usize, table: &str) -> bool {
    let name = decomposition.name();
    let dead = dead(exam.dossier, decomposition, "children");
    if !dead.is_empty() {
        let message = format!("{name} splits into {}, which the dossier does not hold", quoted_all(&dead));
        exam.gap((decomposition, "children"), message).clause(table).help("correct the links, or add the requirements");
        return false;
    }
    let stated = decomposition.ids("children").len();
    match found.max(stated) {
        0 => exam.gap(decomposition, format!("{name} names no requirements that it splits into")),
        1 => exam.fail((decomposition, "children"), format!("{name} splits into 1 requirement, expected 2 or more")),
        _ => return true,
    }
    .clause(table)
    .help("name the redundant requirements, each on an element of its own");
    false
}

/// The ASIL that is split; in its brackets, the one before any decomposition.
fn initial<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>) -> Option<StatedAsil> {
    let name = decomposition.name();
    let stated = exam.read(decomposition, "initial_asil", decomposition.asil("initial_asil"));
    let parent = decomposition.linked("parent").0.first().copied();
    let dead = dead(exam.dossier, decomposition, "parent");
    if !dead.is_empty() {
        let message = format!("{name} splits {}, which the dossier does not hold", quoted_all(&dead));
        exam.gap((decomposition, "parent"), message).help("correct the link, or add the requirement");
    }
    let Some((parent, of_parent)) = parent.and_then(|parent| Some((parent, level(exam.dossier, parent)?))) else {
        // A parent without ASIL is the matter of req/unidentified.
        if decomposition.text("initial_asil").is_absent() && decomposition.text("parent").is_absent() {
            exam.gap(decomposition, format!("{name} does not say which ASIL it splits"))
                .help("state the initial ASIL, or name the requirement that is decomposed");
        }
        return stated;
    };
    let fits = |stated: StatedAsil| stated.initial() == of_parent.initial() || stated.asil == of_parent.asil;
    if let Some(stated) = stated.filter(|stated| !fits(*stated)) {
        let message = format!("{name} splits {stated}, and {} is {of_parent}", parent.name());
        exam.fail((decomposition, "initial_asil"), message)
            .clause(NOTATION)
            .help("state the ASIL of the requirement that is decomposed");
        return None;
    }
    Some(of_parent)
}

/// The ASILs after the split.
fn parts<'d>(
    exam: &mut Examination<'d>,
    decomposition: RecordRef<'d>,
    children: &[RecordRef<'d>],
    table: &str,
) -> Option<Vec<StatedAsil>> {
    let name = decomposition.name();
    let pair = exam.read(decomposition, "pair", decomposition.asils("pair"));
    let levels: Option<Vec<StatedAsil>> = children.iter().map(|child| level(exam.dossier, *child)).collect();
    let levels = levels.filter(|levels| levels.len() > 1);
    let (Some(pair), Some(levels)) = (&pair, &levels) else {
        if pair.is_none() && levels.is_none() && decomposition.text("pair").is_absent() {
            exam.gap(decomposition, format!("{name} does not say into which ASILs it splits"))
                .clause(table)
                .help("state the ASILs of the redundant requirements, such as B(D) + B(D)");
        }
        return pair.or(levels);
    };
    if sorted(pair) != sorted(levels) {
        let message = format!("{name} states {}, and its requirements are {}", shown(pair), shown(levels));
        exam.fail((decomposition, "pair"), message).clause(table).help("state the ASILs that the requirements have");
        return None;
    }
    Some(pair.clone())
}

fn sorted(parts: &[StatedAsil]) -> Vec<Asil> {
    let mut asils: Vec<Asil> = parts.iter().map(|part| part.asil).collect();
    asils.sort_unstable();
    asils
}

fn shown(parts: &[StatedAsil]) -> String {
    listing(&parts.iter().map(StatedAsil::to_string).collect::<Vec<_>>())
}

/// Each part carries the ASIL before any decomposition in brackets.
fn brackets<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, initial: StatedAsil, parts: &[StatedAsil]) {
    exam.saw_for(NOTATION, decomposition);
    let name = decomposition.name();
    let letter = initial.initial().name();
    let help = format!("write the ASIL before decomposition behind each part: B({letter})");
    if let Some(part) = parts.iter().find(|part| part.initial.is_some_and(|found| found != initial.initial())) {
        let message = format!("{name} holds {part}, expected {letter} in brackets");
        exam.fail(decomposition, message).clause(NOTATION).help(help);
    } else if let Some(part) = parts.iter().find(|part| part.initial.is_none()) {
        let message = format!("{name} holds {part} without the ASIL before decomposition, expected ({letter})");
        exam.gap(decomposition, message).clause(NOTATION).help(help);
    }
}

fn pair<'d>(exam: &mut Examination<'d>, decomposition: RecordRef<'d>, initial: Asil, parts: &[StatedAsil]) {
    // There is nothing to decompose in QM.
    let Some((is_permitted, certainty)) = permits(exam.library, initial, &sorted(parts)) else { return };
    let clause = clause(initial);
    exam.saw_for(&clause, decomposition);
    exam.rests_on(Some(&clause), certainty, "table of permitted decompositions");
    if !is_permitted {
        let expected = permitted(exam.library, initial).join(", ");
        let message = format!("{} splits {initial} into {}, expected {expected}", decomposition.name(), shown(parts));
        exam.fail(decomposition, message)
            .clause(&clause)
            .help("raise the ASIL of one part, or do without decomposition");
    }
}
