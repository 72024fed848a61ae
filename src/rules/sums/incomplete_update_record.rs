use super::update_document::{Documents, judge_document};
use super::update_items::{Asks, ITEMS, Item, Said, said};
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, Remark, points, quoted, rule};

rule! {
    /// The record of a software update lacks something it has to state.
    ///
    /// ## Why it matters
    /// The record is all that shows later what an update did to approved systems, which
    /// vehicles it was meant for, and that somebody decided with knowledge of both.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "update"
    /// id = "U-7"
    /// purpose = "Correct the steering angle offset"
    /// systems = "EPS"
    /// ```
    ///
    /// ## Instead
    /// State all nine items, the configuration before and after, the target vehicles and their
    /// compatibility. `none` is an answer, an empty cell is not. That the update is safe and
    /// its tests were passed is confirmed by a plain `yes` or `passed`, alone or with the
    /// number of the report, or by the path of a document. What is described in words waits
    /// for a person, unless `document` names the record itself, which names the update.
    ///
    /// ## Source
    /// UN R156, 7.1.2.1 to 7.1.2.5 (original version).
    "sums/incomplete-update-record" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const WHOLE: [&str; 2] = ["UN-R156:7.1.2", "UN-R156:7.1.2.5"];

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    let mut documents = Documents::default();
    for update in exam.records("update") {
        judge(exam, update, &mut documents);
    }
}

fn judge<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>, documents: &mut Documents<'d>) {
    let has_document = judge_document(exam, update, documents);
    let (mut lacking, mut in_words, mut in_doubt) = (Vec::new(), Vec::new(), Vec::new());
    for item in &ITEMS {
        // What is there and cannot be read is said to be so.
        if update.value(item.field).is_some_and(|value| value.text().is_none()) {
            exam.read_for(&with_whole(&[item]), update, item.field, update.text(item.field));
            continue;
        }
        let said = said(exam, update, item, has_document);
        match said {
            Said::Nothing => {
                lacking.push(item);
                continue;
            }
            Said::InWords => in_words.push(item),
            Said::Denied | Said::Unclear => in_doubt.push((item, said)),
            Said::Stated => {}
        }
        exam.saw_for(item.clause, update);
    }
    for clause in WHOLE {
        exam.saw_for(clause, update);
    }
    for (item, said) in in_doubt {
        judge_words(exam, update, item, said);
    }
    // An answer of yes or no is read as one.
    for item in ITEMS.iter().filter(|item| item.asks == Asks::YesNo) {
        exam.read_for(&with_whole(&[item]), update, item.field, update.yes_no(item.field));
    }
    if !in_words.is_empty() {
        let message =
            format!("{} states in words, and no document with it is named: {}", update.name(), all(&in_words));
        let help = "name the record of the update as its `document`, or have a person judge the words";
        about(exam.unsure(update, message).help(help), &in_words);
    }
    if !lacking.is_empty() {
        let message = format!("the record of {} does not state: {}", update.name(), all(&lacking));
        let help = "state each item; write `none` or `no` where that is the answer";
        about(exam.gap(update, message).help(help), &lacking);
    }
}

/// An item that says no, or what only a person understands.
fn judge_words<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>, item: &Item, said: Said) {
    let (name, written, what) = (update.name(), quoted(update.words(item.field)), item.what);
    let at = (update, item.field);
    let remark = match said {
        Said::Denied => exam
            .fail(at, format!("{name} does not state {what}: it says {written}"))
            .help("issue the update once it is confirmed, and name what shows it"),
        Said::Unclear => exam
            .unsure(at, format!("whether {name} states {what} is not plain: it says {written}"))
            .help("write a plain answer, alone or with the number of the report, or name the document"),
        Said::Stated | Said::Nothing | Said::InWords => return,
    };
    about(remark, &[item]);
}

fn all(items: &[&Item]) -> String {
    items.iter().map(|item| item.what).collect::<Vec<_>>().join("; ")
}

/// An item that is in doubt leaves the record as a whole in doubt.
pub(super) fn about(remark: &mut Remark, items: &[&Item]) {
    remark.about(&with_whole(items));
}

fn with_whole<'i>(items: &[&'i Item]) -> Vec<&'i str> {
    let mut clauses: Vec<&str> = items.iter().map(|item| item.clause).chain(WHOLE).collect();
    clauses.dedup();
    clauses
}
