//! The ASIL of the item, for rules that judge by it.

use super::{Examination, Where};
use crate::dossier::values::Asil;

impl Examination<'_> {
    /// The highest ASIL of the item, before decomposition, for a judgement on
    /// `clause`, or on all that are bound to the rule. Where the item may be
    /// rated higher, a remark says so: nothing passes on too low a level.
    pub fn item_asil(&mut self, clause: Option<&str>) -> Option<Asil> {
        let item = self.scope.item_asil();
        if let (Some(known), Some((record, why))) = (item.at_least, &item.doubt) {
            let at = Where::from(self.dossier.record(*record));
            let remark = self.unsure(at, format!("the item may be above {known}: {why}"));
            remark.help("rate every hazardous event and every safety goal");
            clause.into_iter().for_each(|clause| _ = remark.clause(clause));
        }
        item.at_least
    }
}
