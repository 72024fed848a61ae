//! Which verification verifies what.

use rustc_hash::FxHashMap;

use crate::dossier::{RecordId, RecordRef};
use crate::rules::Examination;

/// The verifications by what they verify: what they name, and what names them.
#[derive(Debug, Default)]
pub(crate) struct Verified<'d> {
    by_target: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
}

impl<'d> Verified<'d> {
    pub(crate) fn of(exam: &Examination<'d>) -> Verified<'d> {
        let mut verified = Verified::default();
        for verification in exam.records("verification") {
            for target in verification.linked("targets").0 {
                verified.add(target, verification);
            }
        }
        for requirement in exam.records("requirement") {
            for verification in requirement.linked("verified_by").0 {
                verified.add(requirement, verification);
            }
        }
        verified
    }

    /// What both sides state stands here twice, which does no harm.
    fn add(&mut self, target: RecordRef<'d>, verification: RecordRef<'d>) {
        self.by_target.entry(target.number).or_default().push(verification);
    }

    /// The verifications of a requirement or goal.
    pub(crate) fn by(&self, target: RecordRef<'d>) -> &[RecordRef<'d>] {
        self.by_target.get(&target.number).map_or(&[], Vec::as_slice)
    }
}
