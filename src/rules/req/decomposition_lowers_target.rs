use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{GoalLinks, level};
use crate::rules::{Check, Examination, rule};

rule! {
    /// Metrics, confirmation or integration follow the ASIL after decomposition.
    ///
    /// ## Why it matters
    /// A decomposition lowers the ASIL to which each part is developed. It lowers neither
    /// the targets for random hardware faults, nor the independence of reviews, nor the
    /// rigour with which the parts are brought together.
    ///
    /// ## Example
    /// ```csv
    /// goal,asil of the goal,metric,target asil
    /// SG-1,D,PMHF,B(D)
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// goal,asil of the goal,metric,target asil
    /// SG-1,D,PMHF,D
    /// ```
    ///
    /// ## Source
    /// ISO 26262-9:2018, 5.4.5 (metrics), 5.4.10 (confirmation measures), 5.4.13
    /// (integration). What independence a confirmation measure has is compared by
    /// plan/review-not-independent.
    "req/decomposition-lowers-target" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const METRICS: &str = "ISO-26262-9:5.4.5";
const CONFIRMATION: &str = "ISO-26262-9:5.4.10";
const INTEGRATION: &str = "ISO-26262-9:5.4.13";

/// In how many decompositions a requirement is looked for.
const MEMBERSHIPS: usize = 16;

/// The levels of verification at which parts are brought together.
const INTEGRATING: [&str; 4] = ["integration", "hardware-software", "system", "vehicle"];

fn check(exam: &mut Examination<'_>) {
    if !is_anything_decomposed(exam) {
        return;
    }
    metrics(exam);
    confirmations(exam);
    integration(exam);
}

/// A decomposition is recorded, or an ASIL is written like one.
fn is_anything_decomposed(exam: &Examination<'_>) -> bool {
    let is_part =
        |requirement: &RecordRef<'_>| level(exam.dossier, *requirement).is_some_and(|one| one.initial.is_some());
    exam.dossier.has("decomposition") || exam.dossier.records("requirement").any(|one| is_part(&one))
}

fn metrics(exam: &mut Examination<'_>) {
    let links = GoalLinks::new(exam.dossier);
    for metric in exam.records("metric") {
        let Some(used) = exam.read(metric, "asil", metric.asil("asil")) else {
            exam.leave_open(&[METRICS], metric, format!("for which ASIL {} is evaluated is not said", metric.name()));
            continue;
        };
        let goals = metric.linked("goal").0;
        let levels = goals.iter().filter_map(|goal| Some((*goal, links.asil(exam.library, *goal)?)));
        let Some((goal, initial)) = levels.max_by_key(|(_, initial)| *initial) else {
            exam.leave_open(&[METRICS], metric, format!("the ASIL of the goal of {} is not known", metric.name()));
            continue;
        };
        exam.saw_for(METRICS, metric);
        exam.saw_for(METRICS, goal);
        if used.asil < initial {
            let kind = metric.choice("kind").present().unwrap_or("a metric");
            let message = format!("{kind} is evaluated for {used}, and {} is {initial}", goal.name());
            exam.fail((metric, "asil"), message).clause(METRICS).help("evaluate it for the ASIL of the safety goal");
        }
    }
}

fn confirmations(exam: &mut Examination<'_>) {
    let confirmations = exam.records("confirmation");
    if !confirmations.iter().any(|one| one.asil("asil").is_there()) {
        return;
    }
    let Some(highest) = exam.item_asil(Some(CONFIRMATION)) else { return };
    for confirmation in confirmations {
        let Some(used) = exam.read(confirmation, "asil", confirmation.asil("asil")) else { continue };
        exam.saw_for(CONFIRMATION, confirmation);
        if used.asil < highest {
            let name = confirmation.name();
            exam.fail((confirmation, "asil"), format!("{name} is planned for {used}, and the item is {highest}"))
                .clause(CONFIRMATION)
                .help("plan it for the highest ASIL of the safety goals, before decomposition");
        }
    }
}

/// A requirement that was decomposed, or is part of a decomposition.
#[derive(Clone, Copy)]
struct Member<'d> {
    decomposition: RecordRef<'d>,
    initial: Asil,
    is_whole: bool,
}

fn integration(exam: &mut Examination<'_>) {
    let members = members(exam);
    for verification in exam.records("verification") {
        let integrates = verification.choice("level").present().is_some_and(|level| INTEGRATING.contains(&level));
        if !integrates {
            continue;
        }
        let Some(used) = exam.read(verification, "asil", verification.asil("asil")) else { continue };
        let Some(member) = brought_together(&members, verification) else { continue };
        exam.saw_for(INTEGRATION, verification);
        let (name, of, initial) = (verification.name(), member.decomposition.name(), member.initial);
        if used.asil < initial {
            let message = format!("{name} integrates the parts of {of} for {used}, and {of} splits {initial}");
            exam.fail((verification, "asil"), message)
                .clause(INTEGRATION)
                .help("integrate and test with the methods for the ASIL before decomposition");
        }
    }
}

/// The decomposition whose parts a verification tests together: it is about
/// what was decomposed, or about two parts of it.
fn brought_together<'d>(
    members: &FxHashMap<RecordId, Vec<Member<'d>>>,
    verification: RecordRef<'d>,
) -> Option<Member<'d>> {
    let mut met: FxHashSet<RecordId> = FxHashSet::default();
    let targets: FxHashSet<RecordId> = verification.linked("targets").0.iter().map(|target| target.number).collect();
    let mut targets: Vec<RecordId> = targets.into_iter().collect();
    targets.sort_unstable();
    let mut found = targets.iter().filter_map(|target| members.get(target)).flatten();
    found.find(|member| member.is_whole || !met.insert(member.decomposition.number)).copied()
}

fn members<'d>(exam: &Examination<'d>) -> FxHashMap<RecordId, Vec<Member<'d>>> {
    let mut members: FxHashMap<RecordId, Vec<Member<'d>>> = FxHashMap::default();
    for decomposition in exam.records("decomposition") {
        let parent = decomposition.linked("parent").0.first().copied();
        let stated = decomposition.asil("initial_asil").present();
        let initial = parent.and_then(|parent| level(exam.dossier, parent)).or(stated);
        let Some(initial) = initial.map(|initial| initial.asil) else { continue };
        let mut add = |record: RecordRef<'d>, is_whole| {
            let of_record = members.entry(record.number).or_default();
            if of_record.len() < MEMBERSHIPS {
                of_record.push(Member { decomposition, initial, is_whole });
            }
        };
        parent.into_iter().for_each(|parent| add(parent, true));
        decomposition.linked("children").0.into_iter().for_each(|child| add(child, false));
    }
    members
}
