use rustc_hash::{FxHashMap, FxHashSet};

use super::case_content::{judge_evidence, judge_text};
use super::graph::circles;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::{Check, Examination, listed, rule};

rule! {
    /// The safety case has a gap between a claim and its evidence.
    ///
    /// ## Why it matters
    /// A safety case convinces if every claim is argued, every argument rests on evidence, and
    /// everybody who reads a label finds one thing. A claim without an argument is an opinion,
    /// and claims that rest on each other rest on nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,argument,supports
    /// A-1,the range of sight covers the way to stop,C-1
    /// ```
    /// with no evidence for `A-1`.
    ///
    /// ## Instead
    /// ```csv
    /// id,evidence,supports,file
    /// E-1,range of sight in 40 runs,A-1,reports/TR-12.pdf
    /// ```
    /// Evidence is a document that is there and in force; words about one are for a person.
    /// An item may serve several others. Evidence that no argument uses is reported as a
    /// warning. Whether claims follow from what supports them is for people to judge, and so
    /// is an argument that rests on sub-claims alone.
    ///
    /// ## Source
    /// UN ADS regulation, 7.3.3.1, 7.3.3.1.1, 7.3.3.1.2 and 7.3.3.7.
    "ads/broken-safety-case" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

pub(super) const ARGUED: &str = "UN-ADS:7.3.3.1";
pub(super) const SHOWN: &str = "UN-ADS:7.3.3.1.1";
const LABELS: &str = "UN-ADS:7.3.3.1.2";
const LOGIC: &str = "UN-ADS:7.3.3.7";
/// How many labels a message lists.
const LISTED: usize = 6;

/// What supports what.
#[derive(Default)]
struct Support {
    argued: FxHashSet<RecordId>,
    shown: FxHashSet<RecordId>,
    split: FxHashSet<RecordId>,
    parents: FxHashMap<RecordId, Vec<RecordId>>,
}

fn check(exam: &mut Examination<'_>) {
    if !exam.dossier.has("claim") {
        return;
    }
    let [claims, arguments, evidence] = labelled(exam);
    let mut support = Support::default();
    for claim in &claims {
        exam.saw_for(ARGUED, *claim);
        exam.saw_for(LOGIC, *claim);
        judge_text(exam, *claim);
        for parent in follow(exam, *claim, "parents") {
            support.parents.entry(claim.number).or_default().push(parent.number);
            if parent.kind_name() == "argument" {
                support.split.insert(parent.number);
            }
        }
    }
    for argument in &arguments {
        exam.saw_for(SHOWN, *argument);
        judge_text(exam, *argument);
        for claim in follow(exam, *argument, "claims") {
            support.parents.entry(argument.number).or_default().push(claim.number);
            support.argued.insert(claim.number);
        }
    }
    for item in &evidence {
        judge_use(exam, *item, &mut support);
    }
    judge_claims(exam, &claims, &support);
    judge_arguments(exam, &arguments, &support);
    judge_circles(exam, &[claims, arguments].concat(), &support);
}

/// Claims, arguments and evidence; of those with one label the first.
fn labelled<'d>(exam: &mut Examination<'d>) -> [Vec<RecordRef<'d>>; 3] {
    let mut first: FxHashMap<&str, RecordRef<'d>> = FxHashMap::default();
    ["claim", "argument", "evidence"].map(|kind| {
        let mut kept = Vec::new();
        for record in exam.records(kind) {
            exam.saw_for(LABELS, record);
            let label = record.identifier();
            if label.is_empty() {
                exam.gap(record, format!("{} has no label", record.name()))
                    .clause(LABELS)
                    .help("give every claim, argument and item of evidence a label of its own");
            } else if let Some(other) = first.get(label) {
                exam.fail(
                    record,
                    format!("{} is the label of this {kind} and of another {}", record.name(), other.kind_name()),
                )
                .clause(LABELS)
                .help("give every claim, argument and item of evidence a label of its own");
                continue;
            } else {
                first.insert(label, record);
            }
            kept.push(record);
        }
        kept
    })
}

/// What a record supports. A label that leads nowhere is a contradiction.
fn follow<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, field: &str) -> Vec<RecordRef<'d>> {
    let (found, dead) = record.linked(field);
    for id in dead {
        exam.fail((record, field), format!("{} supports `{id}`, which is not there", record.name()))
            .clause(LOGIC)
            .help("add it to the safety case, or correct the label");
    }
    found
}

fn judge_use<'d>(exam: &mut Examination<'d>, item: RecordRef<'d>, support: &mut Support) {
    let supported = follow(exam, item, "arguments");
    let arguments = supported.iter().filter(|record| record.kind_name() == "argument");
    support.shown.extend(arguments.clone().map(|argument| argument.number));
    // One that leads nowhere has been reported.
    let is_used = arguments.count() > 0 || supported.len() < item.ids("arguments").len();
    if is_used {
        judge_evidence(exam, item);
    } else {
        exam.warn(item, format!("no argument uses {}", item.name()))
            .clause(SHOWN)
            .help("name the argument that it supports, or leave it out");
    }
}

fn judge_claims<'d>(exam: &mut Examination<'d>, claims: &[RecordRef<'d>], support: &Support) {
    for claim in claims.iter().filter(|claim| !support.argued.contains(&claim.number)) {
        exam.fail(*claim, format!("{} has no argument", claim.name()))
            .clause(ARGUED)
            .help("say in an argument why the claim holds, and which evidence shows it");
    }
}

fn judge_arguments<'d>(exam: &mut Examination<'d>, arguments: &[RecordRef<'d>], support: &Support) {
    let mut split = Vec::new();
    for argument in arguments.iter().filter(|argument| !support.shown.contains(&argument.number)) {
        if support.split.contains(&argument.number) {
            split.push(*argument);
            continue;
        }
        exam.fail(*argument, format!("{} has no evidence", argument.name()))
            .clause(SHOWN)
            .help("name the test results or analyses that it rests on");
    }
    if let Some(first) = split.first().copied() {
        let names: Vec<String> = split.iter().map(|argument| argument.identifier().to_owned()).collect();
        exam.unsure(first, format!("sub-claims and no evidence of their own support {}", listed(&names, LISTED)))
            .clause(SHOWN)
            .help("judge whether the evidence of the sub-claims is enough for the argument as well");
    }
}

/// No claim rests on itself.
fn judge_circles<'d>(exam: &mut Examination<'d>, nodes: &[RecordRef<'d>], support: &Support) {
    let places: FxHashMap<RecordId, usize> = nodes.iter().enumerate().map(|(at, node)| (node.number, at)).collect();
    let parents_of = |node: &RecordRef<'_>| support.parents.get(&node.number).into_iter().flatten();
    let parents: Vec<Vec<usize>> =
        nodes.iter().map(|node| parents_of(node).filter_map(|id| places.get(id).copied()).collect()).collect();
    for circle in circles(&parents) {
        let Some(first) = circle.first().map(|&node| nodes[node]) else { continue };
        let labels: Vec<String> = circle.iter().map(|&node| nodes[node].name()).collect();
        let more = if labels.len() > LISTED { format!(" and {} more", labels.len() - LISTED) } else { String::new() };
        let shown = labels.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
        exam.fail(first, format!("{} rests on itself, by way of {shown}{more}", first.name()))
            .clause(LOGIC)
            .help("break the circle: every claim has to end in evidence");
    }
}
