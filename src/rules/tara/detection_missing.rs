use super::provides;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, Where, rule};

rule! {
    /// No measure on the type detects, prevents, supports monitoring or helps forensics.
    ///
    /// ## Why it matters
    /// Protection is not enough: the vehicle has to detect and prevent attacks, help the maker
    /// to see what goes on in the field, and keep the data with which an attack can be
    /// analysed. Each of the four is asked for on the type itself.
    ///
    /// ## Example
    /// ```csv
    /// control id,description,provides
    /// C-1,Firewall in the gateway,prevent
    /// C-2,Intrusion detection on the network,"detect, monitor"
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// C-3,Security event log with protected memory,forensics
    /// ```
    /// A file made for ISO/SAE 21434 alone never has this: it has no requirement for detection
    /// on the vehicle.
    ///
    /// ## Source
    /// UN R155, 7.3.7(a) to (c), 5.1.1(d) and (e), 7.2.2.2(h).
    "tara/detection-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// What has to be provided: the word, what it is, the clauses that ask for it.
const CAPABILITIES: [(&str, &str, &[&str]); 4] = [
    ("detect", "detects attacks", &["UN-R155:7.3.7(a)", "UN-R155:5.1.1(d)"]),
    ("prevent", "prevents attacks", &["UN-R155:7.3.7(a)"]),
    ("monitor", "supports the monitoring of the type", &["UN-R155:7.3.7(b)"]),
    ("forensics", "serves forensics", &["UN-R155:7.3.7(c)", "UN-R155:5.1.1(e)", "UN-R155:7.2.2.2(h)"]),
];

fn check(exam: &mut Examination<'_>) {
    let mitigations = exam.records("mitigation");
    let found = CAPABILITIES
        .map(|(word, ..)| mitigations.iter().copied().find(|measure| provides(*measure, word.trim_end_matches('s'))));
    // Where no measure says what it provides, nothing was said on this.
    let Some(first) = found.iter().flatten().next().copied() else { return };
    for ((word, what, clauses), measure) in CAPABILITIES.iter().zip(found) {
        match measure {
            Some(measure) => clauses.iter().for_each(|clause| exam.saw_for(clause, measure)),
            None => report(exam, first, word, what, clauses),
        }
    }
}

fn report(exam: &mut Examination<'_>, first: RecordRef<'_>, word: &str, what: &str, clauses: &[&str]) {
    let remark = exam.gap(Where::document(first.document), format!("no measure on the type {what}"));
    remark.help(format!("add the measure, with `{word}` among what it provides"));
    for clause in clauses {
        remark.clause(clause);
    }
}
