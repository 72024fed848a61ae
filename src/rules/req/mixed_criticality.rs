use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{first_of, is_first, is_withdrawn, level, listing};
use crate::rules::{Check, Examination, rule};

rule! {
    /// An element is developed below what stands in it or beside it, and nothing separates them.
    ///
    /// ## Why it matters
    /// What runs in one element can disturb its neighbours: it can overwrite their memory,
    /// take their time, or send them wrong data. Either everything is developed to the
    /// highest ASIL, or each part below it is shown not to interfere.
    ///
    /// ## Example
    /// ```csv
    /// id,parent,asil,ffi memory
    /// E-1,ECU,D,
    /// E-2,ECU,QM,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,parent,asil,ffi memory,ffi timing,ffi exchange
    /// E-1,ECU,D,,,
    /// E-2,ECU,QM,MPU concept 3.1,schedule 4,end-to-end protection 2.2
    /// ```
    ///
    /// ## Source
    /// ISO 26262-9:2018, 6.4.3 and 6.4.4; for software components ISO 26262-6:2018, 7.4.9.
    /// Whether the argument holds stays with a person. A dependent failure analysis of
    /// both neighbours counts as one.
    "req/mixed-criticality" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const BESIDE_QM: &str = "ISO-26262-9:6.4.3";
const BESIDE_LOWER: &str = "ISO-26262-9:6.4.4";
const OF_SOFTWARE: &str = "ISO-26262-6:7.4.9";

/// What shows that an element does not disturb others, and what against.
const SHOWN: [(&str, &str); 3] =
    [("ffi_memory", "memory"), ("ffi_timing", "timing and execution"), ("ffi_exchange", "exchange of information")];

/// The highest ASIL among the parts of an element, and the part that has it.
type Highest<'d> = FxHashMap<RecordId, (Asil, RecordRef<'d>)>;

fn check(exam: &mut Examination<'_>) {
    let held = held(exam);
    let elements: Vec<RecordRef<'_>> =
        exam.records("element").into_iter().filter(|element| is_first(exam.dossier, *element)).collect();
    let mut levels: FxHashMap<RecordId, Asil> = FxHashMap::default();
    for element in &elements {
        let stated = exam.read(*element, "asil", element.asil("asil")).map(|stated| stated.asil);
        let highest = held.get(&element.number).copied();
        if let (Some(stated), Some((asil, requirement))) = (stated, highest) {
            below_its_requirements(exam, *element, stated, asil, requirement);
        }
        if let Some(level) = stated.or(highest.map(|(asil, _)| asil)) {
            levels.insert(element.number, level);
        }
    }
    neighbours(exam, &elements, &levels);
}

/// The highest ASIL of the requirements that are allocated to each element.
fn held<'d>(exam: &Examination<'d>) -> Highest<'d> {
    let mut held = Highest::default();
    for requirement in exam.records("requirement").into_iter().filter(|one| !is_withdrawn(*one)) {
        let Some(level) = level(exam.dossier, requirement) else { continue };
        for element in requirement.linked("allocated_to").0 {
            let highest = held.entry(element.number).or_insert((level.asil, requirement));
            if level.asil > highest.0 {
                *highest = (level.asil, requirement);
            }
        }
    }
    held
}

fn below_its_requirements<'d>(
    exam: &mut Examination<'d>,
    element: RecordRef<'d>,
    stated: Asil,
    asil: Asil,
    requirement: RecordRef<'d>,
) {
    let clauses = clauses(element, stated);
    clauses.iter().for_each(|clause| exam.saw_for(clause, element));
    if stated >= asil {
        return;
    }
    let (name, requirement) = (element.name(), requirement.name());
    let remark = exam.gap((element, "asil"), format!("{name} is {stated}, and {requirement} in it is {asil}"));
    remark.help("develop the element to the highest ASIL in it, or move the requirement to an element of its own");
    clauses.iter().for_each(|clause| {
        remark.clause(clause);
    });
}

fn clauses(element: RecordRef<'_>, level: Asil) -> Vec<&'static str> {
    let mut clauses = vec![if level == Asil::Qm { BESIDE_QM } else { BESIDE_LOWER }];
    if element.has("software_component") {
        clauses.push(OF_SOFTWARE);
    }
    clauses
}

/// Parts of one element: those below the highest do not disturb it.
fn neighbours<'d>(exam: &mut Examination<'d>, elements: &[RecordRef<'d>], levels: &FxHashMap<RecordId, Asil>) {
    let parent_of = |element: RecordRef<'d>| element.linked("parent").0.first().map(|parent| parent.number);
    let mut highest = Highest::default();
    for element in elements {
        let (Some(parent), Some(level)) = (parent_of(*element), levels.get(&element.number)) else { continue };
        let entry = highest.entry(parent).or_insert((*level, *element));
        if *level > entry.0 {
            *entry = (*level, *element);
        }
    }
    let analysed = analysed(exam, &highest);
    for element in elements {
        let (Some(parent), Some(level)) = (parent_of(*element), levels.get(&element.number)) else { continue };
        let Some((asil, neighbour)) = highest.get(&parent).filter(|(_, other)| other.number != element.number) else {
            continue;
        };
        let clauses = clauses(*element, *level);
        clauses.iter().for_each(|clause| exam.saw_for(clause, *element));
        let missing: Vec<&str> = SHOWN.iter().filter(|(field, _)| !element.has(field)).map(|(_, what)| *what).collect();
        if level >= asil || missing.is_empty() || analysed.contains(&(element.number, parent)) {
            continue;
        }
        let message = format!(
            "{} is {level} beside {}, which is {asil}, and nothing shows freedom from interference in {}",
            element.name(),
            neighbour.name(),
            listing(&missing)
        );
        let remark = exam.gap(*element, message);
        remark.help("name where each is shown, or develop the element to the higher ASIL");
        clauses.iter().for_each(|clause| {
            remark.clause(clause);
        });
    }
}

/// The elements that a dependent failure analysis covers together with the
/// highest part of the element they stand in.
fn analysed<'d>(exam: &Examination<'d>, highest: &Highest<'d>) -> FxHashSet<(RecordId, RecordId)> {
    let mut analysed = FxHashSet::default();
    for analysis in exam.records("dependent-failure-analysis") {
        let elements = analysis.linked("elements").0;
        let named: FxHashSet<RecordId> = elements.iter().map(|element| element.number).collect();
        for element in elements {
            let Some(parent) = first_of(exam.dossier, element).linked("parent").0.first().map(|parent| parent.number)
            else {
                continue;
            };
            if highest.get(&parent).is_some_and(|(_, other)| named.contains(&other.number)) {
                analysed.insert((element.number, parent));
            }
        }
    }
    analysed
}
