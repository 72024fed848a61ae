use super::answer;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, points, quoted, rule};

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
    /// compatibility. `none` is an answer, an empty cell is not.
    ///
    /// ## Source
    /// UN R156, 7.1.2.1 to 7.1.2.5 (original version).
    "sums/incomplete-update-record" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The fields of a record, what they state, the clauses that ask for them,
/// and whether `none` is an answer.
const ITEMS: &[(&str, &str, &str, bool)] = &[
    ("purpose", "purpose", "UN-R156:7.1.2.5(a)", false),
    ("systems", "systems or functions that may be affected", "UN-R156:7.1.2.5(b)", true),
    ("approved_systems", "which of them are type approved", "UN-R156:7.1.2.5(c)", true),
    ("affects_approval", "whether their requirements are still met", "UN-R156:7.1.2.5(d)", true),
    ("parameters_affected", "whether an approval parameter is affected", "UN-R156:7.1.2.5(e)", true),
    ("approval_sought", "whether an approval was sought", "UN-R156:7.1.2.5(f)", true),
    ("execution", "how and under which conditions it is executed", "UN-R156:7.1.2.5(g)", false),
    ("safety_confirmation", "that it is conducted safely and securely", "UN-R156:7.1.2.5(h)", false),
    ("verification", "that verification and validation were passed", "UN-R156:7.1.2.5(i)", false),
    ("configuration_before", "configuration before", "UN-R156:7.1.2.2", false),
    ("configuration_after", "configuration after", "UN-R156:7.1.2.2", false),
    ("targets", "target vehicles", "UN-R156:7.1.2.4", false),
    ("compatibility", "confirmation of compatibility", "UN-R156:7.1.2.4", false),
];

const WHOLE: [&str; 2] = ["UN-R156:7.1.2", "UN-R156:7.1.2.5"];

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    for update in exam.records("update") {
        judge(exam, update);
    }
}

/// What has to be described, so that a yes or no is no answer.
const DESCRIBED: [&str; 5] = ["purpose", "execution", "configuration_before", "configuration_after", "targets"];

/// What has to be confirmed, and is not where the answer begins with a no.
const CONFIRMED: [&str; 3] = ["safety_confirmation", "verification", "compatibility"];

/// How such a no begins. `No deviation, report V-118` is none.
const DENIALS: [&str; 16] = [
    "fail",
    "fails",
    "failed",
    "nok",
    "missing",
    "open",
    "outstanding",
    "pending",
    "planned",
    "not yet",
    "not confirmed",
    "not done",
    "not passed",
    "not tested",
    "not verified",
    "unconfirmed",
];

fn denies(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let begins = |words: &str| {
        lower.strip_prefix(words).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    matches!(lower.trim_end_matches('.'), "no" | "nein" | "false") || DENIALS.iter().any(|words| begins(words))
}

fn judge_confirmed(exam: &mut Examination<'_>, update: RecordRef<'_>) {
    for (field, what, clause, _) in ITEMS.iter().filter(|(field, ..)| CONFIRMED.contains(field)) {
        if denies(update.words(field)) {
            let (name, written) = (update.name(), quoted(update.words(field)));
            exam.fail((update, *field), format!("{name} does not state {what}: it says {written}"))
                .clause(clause)
                .clause(WHOLE[0])
                .clause(WHOLE[1])
                .help("issue the update once it is confirmed, and name what shows it");
        }
    }
}

fn judge<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>) {
    let (mut lacking, mut clauses) = (Vec::new(), Vec::new());
    for (field, what, clause, may_be_none) in ITEMS {
        // A yes describes nothing.
        let is_bare = DESCRIBED.contains(field) && update.yes_no(field).present().is_some();
        let is_there = if *may_be_none { answer(update, field).is_some() } else { update.has(field) && !is_bare };
        // What is there and cannot be read is said to be so.
        let is_unreadable = update.value(field).is_some_and(|value| value.text().is_none());
        if is_unreadable {
            exam.read(update, field, update.text(field));
        } else if !is_there {
            lacking.push(*what);
            clauses.push(*clause);
        } else {
            exam.saw_for(clause, update);
        }
    }
    for clause in WHOLE {
        exam.saw_for(clause, update);
    }
    judge_confirmed(exam, update);
    exam.read(update, "affects_approval", update.yes_no("affects_approval"));
    if lacking.is_empty() {
        return;
    }
    let remark = exam.gap(update, format!("the record of {} does not state: {}", update.name(), lacking.join("; ")));
    remark.help("state each item; write `none` or `no` where that is the answer");
    clauses.dedup();
    for clause in clauses.into_iter().chain(WHOLE) {
        remark.clause(clause);
    }
}
