//! What is wrong with catalogues.

use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::clause::{Clause, ClauseKind, Comparator, Obligation};
use super::library::{Carries, Library, Standard};
use super::table::TableError;
use crate::dossier::is_unit;
use crate::expression;

static ID: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant that a test compiles")]
    Regex::new(r"^[A-Z][A-Z0-9-]*(:[^ @#]+)?(@[0-9A-Za-z+-]+)?(#[A-Za-z0-9_.()+-]+)?$").unwrap()
});

/// The faults of a library, in the order of its files.
pub fn lint(library: &Library) -> Vec<TableError> {
    let mut faults = Vec::new();
    for standard in library.standards() {
        editions(standard, &mut faults);
        for clause in &standard.clauses {
            row(library, standard, clause, &mut faults);
        }
    }
    bindings(library, &mut faults);
    faults.sort_by(|a, b| (&a.path, a.line, &a.message).cmp(&(&b.path, b.line, &b.message)));
    faults
}

/// Every edition supersedes one that exists, and none supersedes itself in a ring.
fn editions(standard: &Standard, faults: &mut Vec<TableError>) {
    let path = format!("{}/standard.toml", standard.folder);
    let mut fault = |message: String| faults.push(TableError::new(&path, 1, message));
    let editions = &standard.header.edition;
    if editions.is_empty() {
        fault("there is no edition".to_owned());
    }
    for edition in editions {
        if editions.iter().filter(|other| other.id == edition.id).count() > 1 {
            fault(format!("the edition `{}` is not unique", edition.id));
        }
        if !edition.supersedes.is_empty() && standard.edition(&edition.supersedes).is_none() {
            fault(format!("edition `{}` supersedes `{}`, which does not exist", edition.id, edition.supersedes));
        }
        if edition.source.trim().is_empty() {
            fault(format!("edition `{}` names no source", edition.id));
        }
        let mut at = edition;
        for _ in 0..=editions.len() {
            match standard.edition(&at.supersedes) {
                Some(before) => at = before,
                None => break,
            }
        }
        if standard.edition(&at.supersedes).is_some() {
            fault(format!("edition `{}` supersedes itself in a ring", edition.id));
        }
    }
}

fn row(library: &Library, standard: &Standard, clause: &Clause, faults: &mut Vec<TableError>) {
    let (path, line) = &clause.origin;
    let mut fault = |message: String| faults.push(TableError::new(path, *line, message));
    let id = &clause.id;
    if !ID.is_match(id) {
        fault(format!("the id `{id}` is not spelt like `STANDARD:clause@edition#part`"));
    }
    if !standard.has_prefix(clause.standard()) {
        fault(format!("the id `{id}` does not begin with {} or one of its parts", standard.header.id));
    }
    match &clause.parent {
        None if **id != *standard.header.id => fault(format!("`{id}` has no parent")),
        Some(parent) if library.clause(parent).is_none() => {
            fault(format!("the parent `{parent}` of `{id}` does not exist"))
        }
        Some(_) if is_in_ring(library, clause) => fault(format!("`{id}` is among its own ancestors")),
        _ => {}
    }
    if clause.editions.is_empty() {
        fault(format!("`{id}` holds in no edition"));
    }
    for edition in clause.editions.iter().chain(&clause.read_edition) {
        if standard.edition(edition).is_none() {
            fault(format!("`{id}` names the edition `{edition}`, which does not exist"));
        }
    }
    if clause.source.trim().is_empty() {
        fault(format!("`{id}` names no source"));
    }
    if clause.title.trim().is_empty() {
        fault(format!("`{id}` has no title"));
    }
    if clause.kind == ClauseKind::Heading && clause.obligation != Obligation::None {
        fault(format!("`{id}` is a heading and asks for something"));
    }
    limit(clause, &mut fault);
    for (column, text) in [("applies_if", &clause.applies.condition), ("check", &clause.check)] {
        if let Some(message) = text.as_deref().and_then(expression::fault) {
            fault(format!("`{column}` of `{id}` is no expression: {message}"));
        }
    }
}

/// Every number has a unit, and a declared fact one that can be converted.
fn limit(clause: &Clause, fault: &mut impl FnMut(String)) {
    let Some(limit) = &clause.limit else { return };
    let id = &clause.id;
    if limit.number().is_some() && limit.unit.is_empty() {
        fault(format!("the number {} of `{id}` has no unit", limit.value));
    }
    if limit.fact.is_some() {
        let compares = matches!(
            limit.comparator,
            Comparator::Less | Comparator::AtMost | Comparator::Equal | Comparator::AtLeast | Comparator::More
        );
        if limit.number().is_none() || !compares {
            fault(format!("`{id}` bounds a declared fact, and sets no number to compare it with"));
        }
        if !is_unit(&limit.unit) {
            fault(format!("`{id}` bounds a declared fact in `{}`, which is no unit known here", limit.unit));
        }
    }
}

fn is_in_ring(library: &Library, clause: &Clause) -> bool {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut at = clause;
    while let Some(parent) = at.parent.as_deref().and_then(|id| library.clause(id)) {
        if !seen.insert(&parent.id) {
            return true;
        }
        at = parent;
    }
    false
}

fn bindings(library: &Library, faults: &mut Vec<TableError>) {
    for binding in library.bindings() {
        let (path, line) = &binding.origin;
        if library.clause(&binding.clause).is_none() {
            faults.push(TableError::new(path, *line, format!("the clause `{}` does not exist", binding.clause)));
        }
        let asks = library.clause(&binding.clause).is_none_or(Clause::is_requirement);
        if binding.carries == Carries::Decides && !asks {
            let message = format!("`{}` is no requirement of a maker, and nothing can decide it", binding.clause);
            faults.push(TableError::new(path, *line, message));
        }
        if binding.rule.starts_with("dossier/") || binding.rule.starts_with("cite/") {
            let message = format!("`{}` is about files and references, and speaks about no clause", binding.rule);
            faults.push(TableError::new(path, *line, message));
        }
        if crate::rules::find(&binding.rule).is_none() {
            faults.push(TableError::new(path, *line, format!("the rule `{}` does not exist", binding.rule)));
        }
    }
}
