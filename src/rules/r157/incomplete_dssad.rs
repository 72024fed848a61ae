use super::figure;
use crate::applicability::Applies;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, limits, points, rule};
use crate::standard::{Clause, number_of};

rule! {
    /// The recorder for automated driving does not record an occurrence, or not accurately enough.
    ///
    /// ## Why it matters
    /// After a crash the recorder answers one question: who drove, and what had been asked of
    /// whom. An occurrence that is not recorded leaves that open.
    ///
    /// ## Example
    /// ```csv
    /// clause,element,recorded
    /// UN-R157:8.2.1(a),Activation,yes
    /// UN-R157:8.2.1(c),Transition demand,no
    /// ```
    ///
    /// ## Instead
    /// Record every occurrence of the list, with its reason, and give each its clause. Those
    /// that the 01 series adds have no letter here: name them by id, such as
    /// `UN-R157:8.2.1@01#lcp-start`, or by title. The form of an entry and the access to the
    /// data are points of their own, with topics such as `dssad-time-stamp`. Facts:
    /// `dssad.time_stamp_error`, `dssad.period_before_edr_trigger`.
    ///
    /// ## Source
    /// UN R157, 8.2.1, 8.3.1, 8.3.2 and 8.4 (original version; 01 series).
    "r157/incomplete-dssad" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const LIST: &str = "8.2.1";
const TIME_STAMP: &str = "UN-R157:8.3.1(d)";
const ACCURACY: &str = "UN-R157:8.3.1(d)(ii)";

fn check(exam: &mut Examination<'_>) {
    limits::check(exam);
    points::check(exam);
    let elements: Vec<Element<'_>> = exam.records("recorder-element").into_iter().map(Element::new).collect();
    let mut clauses: Vec<&Clause> = exam.clauses().collect();
    // The records of another recorder are another rule's matter.
    let is_ours = |element: &&Element<'_>| clauses.iter().any(|clause| element.cites(clause));
    let Some(first) = elements.iter().find(is_ours).map(|element| element.record) else { return };
    for element in &elements {
        let about: Vec<&Clause> = clauses.iter().copied().filter(|clause| element.is_about(clause)).collect();
        if !about.is_empty() {
            judge(exam, element.record, &about);
        }
    }
    clauses.retain(|clause| {
        let has = |element: &Element<'_>| element.is_about(clause) || element.is_below(clause);
        number_of(&clause.id).starts_with(LIST) && !elements.iter().any(has)
    });
    report(exam, first, &clauses);
}

/// A record with its references as they are compared.
struct Element<'d> {
    record: RecordRef<'d>,
    clauses: Vec<String>,
    title: String,
}

impl<'d> Element<'d> {
    fn new(record: RecordRef<'d>) -> Element<'d> {
        let squeeze = |text: &&str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let title = record.words("element").trim().to_lowercase();
        Element { record, clauses: record.list("clause").iter().map(squeeze).collect(), title }
    }

    /// True if a reference names the clause: `UN-R157:8.2.1(a)`, `8.2.1 (a)`, `R157 8.2.1(a)`.
    fn cites(&self, clause: &Clause) -> bool {
        let is_plain = !clause.id.contains(['@', '#']);
        self.clauses.iter().any(|one| {
            **one == *clause.id
                || (is_plain
                    && one
                        .strip_suffix(number_of(&clause.id))
                        .is_some_and(|rest| rest.is_empty() || rest.ends_with("157:") || rest.ends_with("157")))
        })
    }

    /// True if the record is about the clause, by reference or else by title.
    fn is_about(&self, clause: &Clause) -> bool {
        self.cites(clause) || (self.clauses.is_empty() && self.title == clause.title.to_lowercase())
    }

    /// True if the record is about an item below the clause: a reason of a
    /// deactivation is recorded with the deactivation.
    fn is_below(&self, clause: &Clause) -> bool {
        let below = format!("{}(", number_of(&clause.id));
        number_of(&clause.id) != LIST && self.clauses.iter().any(|one| one.contains(&below))
    }
}

fn judge<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, clauses: &[&Clause]) {
    let title = clauses[0].title.to_lowercase();
    let remark = match exam.read(record, "recorded", record.yes_no("recorded")) {
        Some(true) => {
            clauses.iter().for_each(|clause| exam.saw_for(&clause.id, record));
            None
        }
        Some(false) => {
            let message = format!("{} is listed as not recorded: {title}", record.name());
            Some(exam.fail((record, "recorded"), message).help("record it"))
        }
        None if record.has("recorded") => None,
        None => {
            let message = format!("{} does not say whether it is recorded: {title}", record.name());
            Some(exam.gap(record, message).help("fill in `recorded` with yes or no"))
        }
    };
    if let Some(remark) = remark {
        for clause in clauses {
            remark.clause(&clause.id);
        }
    }
    judge_time(exam, record);
}

/// The time stamp of an entry has a zone and is accurate.
fn judge_time<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) {
    if exam.read(record, "time_zone", record.yes_no("time_zone")) == Some(false) {
        exam.fail((record, "time_zone"), format!("the time stamp of {} has no time zone", record.name()))
            .clause(TIME_STAMP)
            .help("record the time with its zone");
    }
    let error = exam.read(record, "clock_error", record.number("clock_error"));
    let (Some(error), Some((clause, limit, bound))) = (error, figure(exam, ACCURACY)) else { return };
    exam.saw_for(&clause.id, record);
    // A clock may be slow as well as fast.
    if error.abs() > bound {
        let (name, unit) = (record.name(), &limit.unit);
        exam.fail(
            (record, "clock_error"),
            format!("the time stamp of {name} is off by {error} {unit}, expected <= {bound} {unit}"),
        )
        .clause(&clause.id)
        .help("record the time more accurately");
    }
}

/// One finding for all that lack, and one for those that may not apply.
fn report<'d>(exam: &mut Examination<'d>, first: RecordRef<'d>, missing: &[&Clause]) {
    let is_sure = |clause: &&&Clause| exam.scope.applies(clause) == Applies::Yes;
    let (sure, unsure): (Vec<&Clause>, Vec<&Clause>) = missing.iter().partition(|clause| is_sure(clause));
    let list = |clauses: &[&Clause]| {
        let items = clauses.iter().map(|clause| format!("{} ({})", number_of(&clause.id), clause.title.to_lowercase()));
        items.collect::<Vec<String>>().join(", ")
    };
    if !sure.is_empty() {
        let remark = exam.gap(first, format!("the recorder has no entry for {}", list(&sure)));
        remark.help("add the entries with their clauses");
        for clause in sure {
            remark.clause(&clause.id);
        }
    }
    if !unsure.is_empty() {
        let message = format!("the recorder has no entry for {}, which may apply", list(&unsure));
        let remark = exam.unsure(first, message);
        remark.help("declare the facts of the vehicle, such as `lane_change`, or add the entries");
        for clause in unsure {
            remark.clause(&clause.id);
        }
    }
}
