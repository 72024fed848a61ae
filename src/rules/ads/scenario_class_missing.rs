use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The set of scenarios leaves out a class or a way of testing that it has to hold.
    ///
    /// ## Why it matters
    /// A set of scenarios shows nothing about what it does not hold. Nominal, critical and
    /// failure situations are needed, fallbacks and exits from the domain, and cases that no
    /// driver could have prevented: leaving those out makes the results look better than the
    /// road is.
    ///
    /// ## Example
    /// ```csv
    /// id,class,method,preventable,low probability,fallback
    /// SC-1,nominal,virtual,yes,no,no
    /// SC-2,critical,track,yes,no,yes
    /// SC-3,failure,road,yes,no,yes
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,class,method,preventable,low probability,fallback
    /// SC-1,nominal,virtual,yes,no,no
    /// SC-2,critical,track,yes,no,yes
    /// SC-3,failure,road,yes,no,yes
    /// SC-4,critical,virtual,no,yes,no
    /// ```
    /// Where a way of testing is not used, say why in a statement with the topic
    /// `virtual-tests`, `track-tests` or `road-tests` and a reason. Whether the set is large
    /// enough is for people to judge.
    ///
    /// ## Source
    /// UN ADS regulation, 7.3.2.13 and 7.3.2.14, and what the assessor looks for under 8.3.1.4
    /// and 8.3.2.
    "ads/scenario-class-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const GENERATION: &str = "UN-ADS:7.3.2.13";
const SELECTION: &str = "UN-ADS:7.3.2.14";

/// What is known of a scenario of the set.
#[derive(Debug, Clone, Copy)]
struct Case<'d> {
    record: RecordRef<'d>,
    class: Option<&'d str>,
    method: Option<&'d str>,
    is_inevitable: bool,
    is_rare: bool,
    is_fallback: bool,
}

fn check(exam: &mut Examination<'_>) {
    let set: Vec<Case<'_>> = exam
        .records("scenario")
        .into_iter()
        // Scenarios of other analyses have no class.
        .filter(|scenario| scenario.text("class").is_there())
        .map(|scenario| read(exam, scenario))
        .collect();
    let Some(first) = set.first().map(|case| case.record) else { return };
    set.iter().for_each(|case| exam.saw(case.record));
    let mut missing = Missing { exam, first };
    // A class or a method that cannot be read may be the one that is missing.
    if set.iter().all(|case| case.class.is_some()) {
        for class in ["nominal", "critical", "failure"] {
            let holds = set.iter().any(|case| case.class == Some(class));
            missing.unless(holds, GENERATION, &format!("no {class} situation"), "add scenarios of this class");
        }
    }
    let exits = set.iter().any(|case| case.is_fallback);
    missing.unless(
        exits,
        SELECTION,
        "neither a fallback response nor an exit from the domain",
        "add scenarios of both, and mark them",
    );
    let inevitable = set.iter().any(|case| case.is_inevitable);
    missing.unless(
        inevitable,
        SELECTION,
        "no situation that nobody could prevent",
        "add some, and answer `preventable` with no",
    );
    if set.iter().all(|case| case.method.is_some()) {
        judge_methods(&mut missing, &set, inevitable);
    }
}

fn read<'d>(exam: &mut Examination<'d>, scenario: RecordRef<'d>) -> Case<'d> {
    let mut answer = |field| exam.read(scenario, field, scenario.yes_no(field));
    let is_inevitable = answer("preventable") == Some(false);
    let is_rare = answer("low_probability") == Some(true);
    let is_fallback = answer("fallback") == Some(true);
    let class = exam.read(scenario, "class", scenario.choice("class"));
    let method = exam.read(scenario, "method", scenario.choice("method"));
    Case { record: scenario, class, method, is_inevitable, is_rare, is_fallback }
}

/// Reports what the set does not hold.
struct Missing<'e, 'd> {
    exam: &'e mut Examination<'d>,
    first: RecordRef<'d>,
}

impl Missing<'_, '_> {
    fn unless(&mut self, holds: bool, clause: &str, what: &str, help: &str) {
        if !holds {
            self.exam.fail(self.first, format!("the set of scenarios holds {what}")).clause(clause).help(help);
        }
    }

    /// True if a statement says why a way of testing is not used.
    fn is_excused(&self, method: &str) -> bool {
        let topic = format!("{method}-tests");
        let mut statements = self.exam.dossier.records("statement");
        statements.any(|one| crate::rules::words::key(one.words("topic")) == topic && one.has("reason"))
    }
}

fn judge_methods(missing: &mut Missing<'_, '_>, set: &[Case<'_>], inevitable: bool) {
    for method in ["virtual", "track", "road"] {
        let by_method = || set.iter().filter(|case| case.method == Some(method));
        if by_method().next().is_none() {
            let holds = missing.is_excused(method);
            let help = format!("add some, or say why not in a statement with the topic `{method}-tests`");
            missing.unless(holds, SELECTION, &format!("no {method} tests"), &help);
            continue;
        }
        match method {
            "virtual" => {
                let is_rare = by_method().any(|case| case.is_rare);
                let help = "simulate what the road shows too seldom, and mark it";
                missing.unless(is_rare, SELECTION, "no virtual test of low probability", help);
                // That no scenario at all is of this kind has been said.
                let is_hard = !inevitable || by_method().any(|case| case.is_inevitable);
                let help = "simulate collisions that cannot be avoided";
                missing.unless(is_hard, SELECTION, "no virtual test of what nobody could prevent", help);
            }
            "track" => {
                let is_critical = by_method().any(|case| case.class == Some("critical"));
                missing.unless(
                    is_critical,
                    SELECTION,
                    "no critical situation on a track",
                    "add critical cases on a track",
                );
            }
            _ => {}
        }
    }
}
