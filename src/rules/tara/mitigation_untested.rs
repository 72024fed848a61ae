use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::{high_from, is_implemented};
use crate::dossier::RecordRef;
use crate::rules::trace::quoted_all;
use crate::rules::{Check, Examination, approval, quoted, rule};

rule! {
    /// A measure has no passed test before the approval.
    ///
    /// ## Why it matters
    /// The maker has to test, before the approval, that the measures work; too little of it is
    /// named as a ground for refusal. The technical service picks its own samples from these
    /// reports, first where risks are high.
    ///
    /// ## Example
    /// ```csv
    /// test id,mitigations,executed_on,result,report
    /// T-1,C-1,2026-05-02,failed,PT-7.pdf
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// test id,mitigations,executed_on,result,report
    /// T-1,C-1,2026-05-02,failed,PT-7.pdf
    /// T-2,C-1,2026-06-11,passed,PT-9.pdf
    /// ```
    /// or state the accepted `deviation` of the failed one. Each high risk (from 4 on, or
    /// from the fact `csms.high_risk_from` on) needs a measure that is implemented and tested.
    ///
    /// ## Source
    /// UN R155, 7.3.6, 5.1.2, 5.1.3(d), Annex 1 item 9.7; ISO/SAE 21434:2021, WP-10-07,
    /// WP-11-01.
    "tara/mitigation-untested" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// A test as far as it can be read.
#[derive(Clone, Copy)]
struct Test<'d> {
    record: RecordRef<'d>,
    executed: Option<Date>,
    passed: bool,
    failed: bool,
}

impl Test<'_> {
    /// True if it passed, or failed with a deviation that was accepted.
    fn is_settled(&self) -> bool {
        self.passed || (self.failed && self.record.has("deviation"))
    }

    /// True unless this test is known to be older.
    fn is_after(&self, other: &Test<'_>) -> bool {
        self.executed.zip(other.executed).is_none_or(|(this, other)| this >= other)
    }
}

fn check(exam: &mut Examination<'_>) {
    // Without any test the reports were not supplied.
    let tests: Vec<Test<'_>> = exam.records("cyber-test").into_iter().map(|record| read(exam, record)).collect();
    if tests.is_empty() {
        return;
    }
    let by_id: FxHashMap<&str, &Test<'_>> = tests.iter().map(|test| (test.record.identifier(), test)).collect();
    let mut by_mitigation: FxHashMap<&str, Vec<&Test<'_>>> = FxHashMap::default();
    for test in &tests {
        for id in test.record.ids("mitigations") {
            by_mitigation.entry(id).or_default().push(test);
        }
    }
    for mitigation in exam.records("mitigation").into_iter().filter(|mitigation| is_implemented(*mitigation)) {
        let mut own: Vec<&Test<'_>> = by_mitigation.get(mitigation.identifier()).cloned().unwrap_or_default();
        own.extend(mitigation.ids("tests").into_iter().filter_map(|id| by_id.get(id)));
        exam.saw(mitigation);
        judge(exam, mitigation, &own);
    }
    let high = high_from(exam);
    for risk in exam.records("risk") {
        if risk.number("value").present().is_some_and(|value| value >= high) {
            judge_risk(exam, risk);
        }
    }
}

/// A high risk has a measure that is tested. What is wrong with the tests of
/// one that is implemented is said of the measure; one that is not has none.
fn judge_risk(exam: &mut Examination<'_>, risk: RecordRef<'_>) {
    let measures = risk.linked("mitigations").0;
    if measures.is_empty() {
        return;
    }
    exam.saw(risk);
    if !measures.iter().any(|measure| is_implemented(*measure)) {
        let names: Vec<&str> = measures.iter().map(|measure| measure.identifier()).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        let message = format!(
            "the high risk {} has no tested measure: {} {verb} not implemented",
            risk.name(),
            quoted_all(&names)
        );
        exam.gap((risk, "mitigations"), message).help("implement one of them, and test it before the approval");
    }
}

fn read<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) -> Test<'d> {
    let result = exam.read(record, "result", record.choice("result"));
    let executed = exam.read(record, "executed_on", record.date("executed_on"));
    Test { record, executed, passed: result == Some("passed"), failed: result == Some("failed") }
}

fn judge(exam: &mut Examination<'_>, mitigation: RecordRef<'_>, tests: &[&Test<'_>]) {
    let name = mitigation.name();
    if tests.is_empty() {
        let message = match mitigation.ids("tests").first() {
            Some(unknown) => format!("{name} names the test {}, which is not among the tests", quoted(unknown)),
            None => format!("{name} has no test"),
        };
        exam.gap(mitigation, message)
            .help("add a test of the measure, with its result and report, before the approval");
        return;
    }
    tests.iter().for_each(|test| exam.saw(test.record));
    let is_open = |failed: &&&Test<'_>| {
        failed.failed && !failed.is_settled() && !tests.iter().any(|later| later.passed && later.is_after(failed))
    };
    if let Some(failed) = tests.iter().find(is_open) {
        exam.fail(
            failed.record,
            format!("the test {} of {name} failed, and none after it passed", failed.record.name()),
        )
        .help("repeat the test after the correction, or state the accepted deviation");
        return;
    }
    judge_settled(exam, mitigation, tests);
}

/// One of the tests that settle the matter was done in time and has a report.
fn judge_settled(exam: &mut Examination<'_>, mitigation: RecordRef<'_>, tests: &[&Test<'_>]) {
    let name = mitigation.name();
    let settled: Vec<&Test<'_>> = tests.iter().copied().filter(|test| test.is_settled()).collect();
    let Some(first) = settled.iter().min_by_key(|test| test.executed.unwrap_or(Date::MAX)) else {
        // A result that cannot be read was said at the test.
        if tests.iter().all(|test| test.record.choice("result").present().is_some() || !test.record.has("result")) {
            exam.gap(mitigation, format!("no test of {name} has passed yet"))
                .help("run the test before the approval, and record the result");
        }
        return;
    };
    let limit = approval::date(exam);
    let in_time = settled.iter().filter(|test| test.executed.is_some_and(|day| day <= limit));
    let in_time: Vec<&&Test<'_>> = in_time.collect();
    if in_time.iter().any(|test| test.record.has("report")) {
        return;
    }
    let test = first.record;
    if in_time.is_empty() {
        match first.executed {
            Some(day) => {
                exam.fail(
                    test,
                    format!("{name} was first tested with success on {day}, after {}", approval::day(exam)),
                )
                .help("test before the approval");
            }
            None if test.text("executed_on").is_absent() => {
                exam.gap(test, format!("the test {} of {name} does not say when it was executed", test.name()))
                    .help("add `executed_on`");
            }
            None => {}
        }
    } else {
        exam.gap(test, format!("the test {} of {name} has no report", test.name())).help("name the report of the test");
    }
}
