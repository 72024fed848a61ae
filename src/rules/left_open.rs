//! What a rule could not look at, and what it does not believe: no clause
//! passes over the one, or is declared away by the other.

use std::sync::Arc;

use super::trace::{differing, listing};
use super::{Examination, Where};
use crate::dossier::RecordRef;

/// Something that belongs to what a rule judges and could not be judged. That
/// it lacks something is another rule's matter, or nobody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The clauses it is about; all that are bound to the rule, if empty.
    pub clauses: Vec<Arc<str>>,
    /// Where.
    pub at: Where,
    /// What hinders the judgement.
    pub why: String,
}

impl<'d> Examination<'d> {
    /// Says that `record` could not be judged for `clauses`, or for all that are
    /// bound to the rule: they do not pass, and no finding repeats the fault.
    pub fn leave_open(&mut self, clauses: &[&str], record: RecordRef<'d>, why: impl Into<String>) {
        let clauses = clauses.iter().copied().map(Arc::from).collect();
        self.findings.open.push(Open { clauses, at: Where::from(record), why: why.into() });
    }

    /// The same, where records of one id say different things in `fields`:
    /// which of them holds, nobody can tell.
    pub fn leave_differing_open(&mut self, clauses: &[&str], record: RecordRef<'d>, fields: &[&str]) {
        let differing = differing(self.dossier, record, fields);
        if !differing.is_empty() {
            let fields: Vec<String> = differing.iter().map(|field| field.replace('_', " ")).collect();
            let why = format!("{} is listed more than once, with another {}", record.name(), listing(&fields));
            self.leave_open(clauses, record, why);
        }
    }

    /// Says that records contradict the declared fact `name`: no clause is
    /// declared away by it.
    pub fn dispute(&mut self, name: &str, why: impl Into<String>) {
        self.findings.disputed.push((name.to_owned(), why.into()));
    }
}
