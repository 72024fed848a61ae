//! Declared numbers against the figures that clauses set.

use super::Examination;
use crate::dossier::{Fact, FactValue};
use crate::standard::{Clause, Comparator, Limit};

/// Compares every fact that the clauses of this rule bound. A fact that is
/// not declared is not tested.
pub(super) fn check(exam: &mut Examination<'_>) {
    let clauses: Vec<&Clause> = exam.clauses().collect();
    for clause in clauses {
        let Some(limit) = clause.limit.as_ref() else { continue };
        let Some(fact) = limit.fact.as_deref().and_then(|name| exam.dossier.fact(name)) else { continue };
        compare(exam, clause, limit, fact);
    }
}

/// Compares one declared number with one figure.
pub(super) fn compare(exam: &mut Examination<'_>, clause: &Clause, limit: &Limit, fact: &Fact) {
    let name = limit.fact.as_deref().unwrap_or(&limit.quantity);
    let FactValue::Number(quantity) = &fact.value else {
        exam.unsure(fact, format!("`{name}` is no number, expected one in {}", limit.unit))
            .clause(&clause.id)
            .help(format!("write a number with its unit, such as \"{} {}\"", limit.value, limit.unit));
        return;
    };
    let number = match quantity.in_unit(&limit.unit) {
        Ok(number) => number,
        Err(message) => {
            exam.unsure(fact, format!("`{name}`: {message}"))
                .clause(&clause.id)
                .help(format!("write it in {}", limit.unit));
            return;
        }
    };
    let Some(bound) = limit.number() else { return };
    exam.saw_for(&clause.id, fact);
    if !holds(number, limit.comparator, bound) {
        let (comparator, value, unit) = (limit.comparator.name(), &limit.value, &limit.unit);
        exam.fail(fact, format!("`{name}` is {quantity}, expected {comparator} {value} {unit}"))
            .clause(&clause.id)
            .help("change the design or the declaration; the clause says more than the figure");
    }
}

/// True if `number` relates to `bound` as asked.
pub(super) fn holds(number: f64, comparator: Comparator, bound: f64) -> bool {
    comparator.holds(number, bound)
}
