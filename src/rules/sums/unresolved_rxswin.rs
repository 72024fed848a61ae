use rustc_hash::FxHashMap;

use super::integrity::{self, Length};
use crate::dossier::RecordRef;
use crate::rules::approval::declared;
use crate::rules::{Check, Examination, rule};

rule! {
    /// An RXSWIN does not lead to one set of software with integrity values.
    ///
    /// ## Why it matters
    /// The identification number stands for the software that an approval rests on. Only if
    /// it leads to components with versions and integrity values, before and after each
    /// update, can anyone find out whether a vehicle carries the software that was approved.
    ///
    /// ## Example
    /// ```csv
    /// rxswin,regulation,component,version,algorithm,integrity
    /// R79-0003,UN R79,EPS,4.1.0,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// rxswin,regulation,component,version,algorithm,integrity
    /// R79-0003,UN R79,EPS,4.1.0,CRC-32,d87f7e0c
    /// ```
    /// A row for each component; `when` and `update` say whether it is the software before or
    /// after an update. The length of a value is compared with its algorithm.
    ///
    /// ## Source
    /// UN R156, 7.1.1.2, 7.1.1.3, 7.1.2.3 and 7.2.1.2.1 (original version).
    "sums/unresolved-rxswin" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const VERSIONS: &str = "UN-R156:7.1.1.2";
const BEFORE_AND_AFTER: &str = "UN-R156:7.1.1.3";
const FACT: &str = "uses_rxswin";
const REGISTER: &str = "UN-R156:7.1.2.3";
const UNIQUE: &str = "UN-R156:7.2.1.2.1";

fn check(exam: &mut Examination<'_>) {
    let rows = exam.records("rxswin");
    judge_denial(exam, &rows);
    for row in &rows {
        judge_row(exam, *row);
    }
    judge_sets(exam, &rows);
    judge_updates(exam, &rows);
}

/// Numbers are registered, and the type is declared to use none.
fn judge_denial<'d>(exam: &mut Examination<'d>, rows: &[RecordRef<'d>]) {
    let Some(first) = rows.first().filter(|_| declared(exam, FACT) == Some(false)) else { return };
    let message = format!("{} is registered, and `{FACT}` is false", first.name());
    exam.dispute(FACT, message.clone());
    exam.unsure(*first, message).help("declare that the type uses the number, or take the register out");
}

/// What every row of the register has.
fn judge_row<'d>(exam: &mut Examination<'d>, row: RecordRef<'d>) {
    for clause in [VERSIONS, REGISTER] {
        exam.saw_for(clause, row);
    }
    let mut missing = row.absent(&["regulation", "component", "version", "algorithm", "integrity"]);
    if row.identifier().is_empty() {
        missing.insert(0, "number");
    }
    if !missing.is_empty() {
        exam.gap(row, format!("the register entry of {} lacks its {}", row.name(), missing.join(", ")))
            .clause(VERSIONS)
            .clause(REGISTER)
            .help("name the regulation, the component, its version, and the algorithm and value that show it whole");
        return;
    }
    let (algorithm, value) = (row.words("algorithm"), row.words("integrity"));
    match integrity::length(algorithm, value) {
        Length::Fits => {}
        Length::Shortened => {
            exam.unsure((row, "integrity"), format!("the integrity value of {} is shortened: `{value}`", row.name()))
                .clause(VERSIONS)
                .clause(REGISTER)
                .help("write the whole value");
        }
        Length::Differs(digits) => {
            let message = format!(
                "the integrity value of {} is `{value}`, expected {digits} hexadecimal digits of {algorithm}",
                row.name()
            );
            exam.fail((row, "integrity"), message)
                .clause(VERSIONS)
                .clause(REGISTER)
                .help("correct the value or the algorithm");
        }
    }
}

/// One number stands for one regulation and, at one time, for one set of software.
fn judge_sets<'d>(exam: &mut Examination<'d>, rows: &[RecordRef<'d>]) {
    let mut regulations: FxHashMap<&str, String> = FxHashMap::default();
    let mut versions: FxHashMap<[&str; 4], &str> = FxHashMap::default();
    let mut values: FxHashMap<[&str; 5], &str> = FxHashMap::default();
    for row in rows.iter().filter(|row| !row.identifier().is_empty()) {
        exam.saw_for(UNIQUE, *row);
        let regulation = row.words("regulation");
        let first = regulations.entry(row.identifier()).or_insert_with(|| digits(regulation));
        if !regulation.is_empty() && *first != digits(regulation) && !first.is_empty() {
            let message = format!("{} is used for {regulation} and for another regulation", row.name());
            contradict(exam, *row, "regulation", message);
            continue;
        }
        let [component, version] = ["component", "version"].map(|field| row.words(field));
        let time = [row.words("when"), row.words("update")];
        let known = *versions.entry([row.identifier(), time[0], time[1], component]).or_insert(version);
        if known != version {
            let message = format!("{} stands for {component} {known} and {component} {version}", row.name());
            contradict(exam, *row, "version", message);
            continue;
        }
        let [algorithm, value] = ["algorithm", "integrity"].map(|field| row.words(field));
        let known = *values.entry([row.identifier(), time[0], time[1], component, algorithm]).or_insert(value);
        if known != value {
            let message = format!("{} gives two integrity values for {component} {version}", row.name());
            contradict(exam, *row, "integrity", message);
        }
    }
}

/// The number of a regulation: `UN R79` and `79` are the same.
fn digits(text: &str) -> String {
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() { text.trim().to_lowercase() } else { number }
}

fn contradict<'d>(exam: &mut Examination<'d>, row: RecordRef<'d>, field: &str, message: String) {
    exam.fail((row, field), message)
        .clause(UNIQUE)
        .clause(REGISTER)
        .help("give each set of software a number of its own, or say which holds before and which after an update");
}

/// The register shows the software of an update before it and after it.
fn judge_updates<'d>(exam: &mut Examination<'d>, rows: &[RecordRef<'d>]) {
    if rows.is_empty() {
        return;
    }
    let mut states: FxHashMap<&str, [bool; 2]> = FxHashMap::default();
    for row in rows {
        let (_, dead) = row.linked("update");
        // Without any record of an update, none was supplied.
        if let Some(id) = dead.first().filter(|_| exam.dossier.has("update")) {
            let message = format!("the register entry of {} names the update `{id}`, which is not there", row.name());
            exam.fail((*row, "update"), message).clause(REGISTER).help("enter the record of the update");
        }
        let when = exam.read_for(&[BEFORE_AND_AFTER, REGISTER], *row, "when", row.choice("when"));
        for id in row.ids("update") {
            let state = states.entry(id).or_default();
            state[0] |= when == Some("before");
            state[1] |= when == Some("after");
        }
    }
    for update in exam.records("update") {
        if let Some(state) = states.get(update.identifier()) {
            exam.saw_for(BEFORE_AND_AFTER, update);
            exam.saw_for(REGISTER, update);
            let missing: Vec<&str> = ["before", "after"]
                .into_iter()
                .zip(state)
                .filter(|(_, there)| !**there)
                .map(|(name, _)| name)
                .collect();
            if !missing.is_empty() {
                let when = missing.join(" and ");
                exam.gap(update, format!("the register does not show the software {when} {}", update.name()))
                    .clause(BEFORE_AND_AFTER)
                    .clause(REGISTER)
                    .help("enter the components of both states, with `when` and `update`");
            }
        }
        for field in ["rxswin_before", "rxswin_after"] {
            for number in update.list(field) {
                if exam.dossier.find("rxswin", number).is_none() {
                    exam.gap(
                        (update, field),
                        format!("{} names `{number}`, which the register does not hold", update.name()),
                    )
                    .clause(REGISTER)
                    .clause(BEFORE_AND_AFTER)
                    .help("enter the software that the number stands for");
                }
            }
        }
    }
}
