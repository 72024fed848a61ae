//! What a remark is about: a place, and the field of a record if it is one.

use std::sync::Arc;

use super::{Remark, Where};
use crate::dossier::{Fact, FieldId, RecordRef, Schema};

/// What a remark is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    pub(super) at: Where,
    pub(super) field: Option<FieldId>,
}

impl From<Where> for Subject {
    fn from(at: Where) -> Subject {
        Subject { at, field: None }
    }
}

impl From<RecordRef<'_>> for Subject {
    fn from(record: RecordRef<'_>) -> Subject {
        Where::from(record).into()
    }
}

impl From<(RecordRef<'_>, &str)> for Subject {
    fn from((record, name): (RecordRef<'_>, &str)) -> Subject {
        let field = record.into_inner().kind.and_then(|kind| Schema::built_in().kind(kind).field(name));
        Subject { at: (record, name).into(), field }
    }
}

impl From<&Fact> for Subject {
    fn from(fact: &Fact) -> Subject {
        Where::from(fact).into()
    }
}

impl Remark {
    /// Says that the remark is about these clauses too.
    pub fn about(&mut self, clauses: &[&str]) -> &mut Remark {
        self.clauses.extend(clauses.iter().map(|clause| Arc::from(*clause)));
        self
    }
}
