use rustc_hash::FxHashSet;

use super::update_items::{ITEMS, Item, is_none, is_yes_or_no};
use crate::dossier::RecordRef;
use crate::rules::words::{answer, says_no};
use crate::rules::{Check, Examination, rule};

rule! {
    /// The questions on the impact of an update are not answered, or the answers contradict each other.
    ///
    /// ## Why it matters
    /// Whether an update needs an approval is decided by the maker, from these answers. An
    /// authority looks at a sample of those it was not told about.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "update"
    /// id = "U-7"
    /// impact_approved = true
    /// affects_approval = true
    /// approval_sought = "no"
    /// ```
    ///
    /// ## Instead
    /// Seek the extension, or correct the answers. Where approved systems are affected and
    /// their requirements still met, say so; a person must judge that.
    ///
    /// ## Source
    /// UN R156, 7.1.1.5, 7.1.1.8, 7.1.1.9, 7.1.1.10 and 7.1.2.5 with (d) and (f) (original version).
    "sums/inconsistent-impact" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The questions and the clauses that ask them.
const QUESTIONS: &[(&str, &str, &str)] = &[
    ("impact_approved", "type approved systems", APPROVED),
    ("impact_functions", "functions", FUNCTIONS),
    ("impact_safety", "other systems needed for safety", SAFETY),
];
const INTERDEPENDENCIES: &str = "UN-R156:7.1.1.5";
const APPROVED: &str = "UN-R156:7.1.1.8";
const FUNCTIONS: &str = "UN-R156:7.1.1.9";
const EFFECT: &str = "UN-R156:7.1.1.9(c)";
const SAFETY: &str = "UN-R156:7.1.1.10";
/// What the record of the update says on approvals.
const SOUGHT: &str = "UN-R156:7.1.2.5(f)";
/// What it says on the requirements of approvals.
const REQUIREMENTS: &str = "UN-R156:7.1.2.5(d)";
/// The record as a whole.
const RECORD: &str = "UN-R156:7.1.2.5";

fn check(exam: &mut Examination<'_>) {
    let register: FxHashSet<String> =
        exam.records("rxswin").iter().map(|row| row.words("component").to_lowercase()).collect();
    for update in exam.records("update") {
        let answers = answers(exam, update);
        compare(exam, update, answers, &register);
        compare_items(exam, update);
    }
}

/// The answers on approved systems, functions and safety; reports those that lack.
fn answers<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>) -> [Option<bool>; 3] {
    let mut found = [None; 3];
    let mut lacking = Vec::new();
    for ((field, what, clause), answer) in QUESTIONS.iter().zip(&mut found) {
        *answer = exam.read_for(&[*clause], update, field, update.yes_no(field));
        if answer.is_some() {
            exam.saw_for(clause, update);
        } else if update.text(field).is_absent() {
            lacking.push((*what, *clause));
        }
    }
    if answer(update, "interdependencies").is_some() {
        exam.saw_for(INTERDEPENDENCIES, update);
    } else {
        lacking.push(("interdependencies", INTERDEPENDENCIES));
    }
    if !lacking.is_empty() {
        let what: Vec<&str> = lacking.iter().map(|(what, _)| *what).collect();
        let message = format!("{} does not say what it means for: {}", update.name(), what.join(", "));
        let remark = exam.gap(update, message);
        remark.help("answer each question with yes or no, and name the interdependencies");
        for (_, clause) in lacking {
            remark.clause(clause);
        }
    }
    found
}

fn compare<'d>(
    exam: &mut Examination<'d>,
    update: RecordRef<'d>,
    [approved, functions, safety]: [Option<bool>; 3],
    register: &FxHashSet<String>,
) {
    // Unreadable or not there is the matter of the record's completeness.
    let affects = update.yes_no("affects_approval").present();
    let parameters = answer(update, "parameters_affected").filter(|text| is_yes_or_no(text)).map(|text| !says_no(text));
    let Some(is_sought) = answer(update, "approval_sought").map(|answer| !says_no(answer)) else { return };
    exam.saw_for(EFFECT, update);
    let name = update.name();
    if !is_sought && (affects == Some(true) || parameters == Some(true)) {
        let what = if affects == Some(true) { "requirements of an approval" } else { "parameters of an approval" };
        exam.fail((update, "approval_sought"), format!("{name} affects {what}, and no approval was sought"))
            .clause(APPROVED)
            .clause(EFFECT)
            .clause(SOUGHT)
            .clause(RECORD)
            .help("seek the extension or the approval before the update is issued, or correct the answers");
    } else if !is_sought && approved == Some(true) {
        exam.unsure(
            (update, "approval_sought"),
            format!("{name} affects type approved systems, and no approval was sought"),
        )
        .clause(APPROVED)
        .clause(EFFECT)
        .clause(SOUGHT)
        .clause(RECORD)
        .help("have somebody confirm that what was approved is still met in every requirement and parameter");
    } else if is_sought && affects == Some(false) && update.yes_no("led_to_extension").present() == Some(true) {
        let message = format!("{name} affects no requirement of an approval, and led to an extension that was sought");
        exam.unsure((update, "affects_approval"), message)
            .clause(REQUIREMENTS)
            .clause(EFFECT)
            .clause(SOUGHT)
            .clause(RECORD)
            .help("correct the answers, or have somebody say what the extension was for");
    } else if [approved, functions, safety] == [Some(false); 3] && affects != Some(true) {
        let component = update.list("components").into_iter().find(|one| register.contains(&one.to_lowercase()));
        if let Some(component) = component {
            let message =
                format!("{name} says that it affects nothing, and it changes {component}, which an RXSWIN stands for");
            exam.unsure((update, "components"), message)
                .clause(APPROVED)
                .clause(EFFECT)
                .clause(SOUGHT)
                .clause(RECORD)
                .help("have somebody confirm the answers: authorities sample updates that were not notified");
        }
    }
}

/// What is called `none` in one item of the record, and is affected in another.
fn compare_items<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>) {
    let is_called_none = |field: &str| answer(update, field).is_some_and(is_none);
    let affects = update.yes_no("affects_approval").present() == Some(true);
    let is_sought = answer(update, "approval_sought").is_some_and(|answer| !says_no(answer));
    let names_approved = update.has("approved_systems") && !is_called_none("approved_systems");
    let denied: Vec<&Item> = ITEMS
        .iter()
        .filter(|item| match item.field {
            "systems" => affects || names_approved,
            "approved_systems" => affects || is_sought,
            "parameters_affected" => affects && is_sought,
            _ => false,
        })
        .filter(|item| is_called_none(item.field))
        .collect();
    let Some(first) = denied.first() else { return };
    let what: Vec<&str> = denied.iter().map(|item| item.what).collect();
    let message = format!(
        "{} affects an approval by other items of its record, and answers none or no to: {}",
        update.name(),
        what.join("; ")
    );
    let remark = exam.unsure((update, first.field), message);
    remark.clause(RECORD).help("correct the answers, so that the items of the record fit each other");
    for item in denied {
        remark.clause(item.clause);
    }
}
