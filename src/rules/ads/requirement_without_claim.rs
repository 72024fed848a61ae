use rustc_hash::FxHashSet;

use super::citation::{Citations, Cited};
use crate::applicability::Applies;
use crate::rules::{Check, Examination, rule};
use crate::standard::Clause;

rule! {
    /// A requirement of the regulation has no claim in the safety case.
    ///
    /// ## Why it matters
    /// The safety case shows that each requirement is met, and a summary leads from the
    /// requirements to the claims. What no claim speaks about is not shown, and a claim for a
    /// requirement that does not exist hides that it is not.
    ///
    /// ## Example
    /// ```csv
    /// id,claim,requirements
    /// C-1,the vehicle does not cause a collision,6.1.2.1
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,claim,requirements
    /// C-1,the vehicle does not cause a collision,6.1.2.1
    /// C-2,speed and distance follow the risk,6.1.2.2
    /// ```
    /// The requirements are those of sections 5.2, 6.1, 6.2 without 6.2.4 (information for
    /// users), 6.3, and that the management system was applied (7.3.3.4) and the tests were
    /// suitable (7.3.3.6). A claim on a requirement covers the parts of it; one on a heading
    /// covers nothing. Requirements of your own are not compared.
    ///
    /// ## Source
    /// UN ADS regulation, 7.3.3.2, 7.3.3.3 and 7.3.3.7.
    "ads/requirement-without-claim" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The sections whose requirements are to be shown, and the one among them that is not.
const SHOWN: &[&str] = &["5.2", "6.1", "6.2", "6.3", "7.3.3.4", "7.3.3.6"];
const LEFT_OUT: &str = "6.2.4";
/// Clauses are not nested deeper.
const DEPTH: usize = 16;

const SUMMARY: &str = "UN-ADS:7.3.3.3(b)";
const CLAIMED: &str = "UN-ADS:7.3.3.7";

fn check(exam: &mut Examination<'_>) {
    let Some(citations) = Citations::new(exam.library) else { return };
    let mut cited: FxHashSet<&str> = FxHashSet::default();
    let mut first = None;
    for claim in exam.records("claim") {
        let requirements = claim.list("requirements");
        if requirements.is_empty() {
            continue;
        }
        exam.saw(claim);
        first = first.or(Some(claim));
        for requirement in requirements {
            match citations.follow(requirement) {
                Cited::Clause(clause) => {
                    cited.insert(&clause.id);
                }
                Cited::Unknown => {
                    let message =
                        format!("{} is for `{requirement}`, which the regulation does not have", claim.name());
                    exam.fail((claim, "requirements"), message)
                        .clause(SUMMARY)
                        .help("name the clause by its number, such as 6.1.2.1");
                }
                Cited::Other => {}
            }
        }
    }
    // Without a single link there is no summary to judge.
    let Some(first) = first else { return };
    let clauses = exam.library.standard(super::citation::REGULATION).into_iter().flat_map(|standard| &standard.clauses);
    for clause in clauses.filter(|clause| is_shown(clause)) {
        if is_covered(exam, clause, &cited) {
            continue;
        }
        let number = clause.number();
        match exam.scope.applies(clause) {
            Applies::Yes => {
                exam.fail(first, format!("no claim is for {number} ({})", clause.title))
                    .clause(SUMMARY)
                    .clause(CLAIMED)
                    .help("add a claim, or name the clause in the claim that shows it");
            }
            Applies::Unknown(reason) => {
                exam.unsure(first, format!("no claim is for {number} ({}), which may apply: {reason}", clause.title))
                    .clause(SUMMARY)
                    .help("declare the fact, or add a claim");
            }
            Applies::No(_) => {}
        }
    }
}

fn is_shown(clause: &Clause) -> bool {
    let number = clause.number();
    let is_in = |section: &str| {
        number.strip_prefix(section).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    clause.is_requirement() && SHOWN.iter().any(|section| is_in(section)) && !is_in(LEFT_OUT)
}

/// True if the clause is cited, or the requirement that it is a part of.
fn is_covered(exam: &Examination<'_>, clause: &Clause, cited: &FxHashSet<&str>) -> bool {
    let above = |clause: &&Clause| clause.parent.as_deref().and_then(|parent| exam.library.clause(parent));
    std::iter::successors(Some(clause), above)
        .take(DEPTH)
        .take_while(|clause| clause.is_requirement())
        .any(|clause| cited.contains(&*clause.id))
}
