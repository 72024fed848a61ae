//! The ASIL of the item: the highest that its documentation states anywhere.

use crate::dossier::values::{Asil, StatedAsil};
use crate::dossier::{Dossier, Reading, RecordId, RecordRef};
use crate::iso26262::determine;
use crate::standard::Library;

/// How high the item is rated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemAsil {
    /// The highest ASIL that can be read, before decomposition: of safety goals,
    /// of hazardous events, and what the classes of the events give.
    pub at_least: Option<Asil>,
    /// Where and why it may be higher than that.
    pub doubt: Option<(RecordId, String)>,
}

impl ItemAsil {
    /// Reads the safety goals and the hazardous events. A goal that is rated
    /// lower than its event does not make the item any lower.
    pub fn of(dossier: &Dossier, library: &Library) -> ItemAsil {
        let mut item = ItemAsil::default();
        for event in dossier.records("hazardous-event") {
            let determined = determined(event, library);
            item.raise(determined);
            // Classes of 0 ask for no ASIL, and the table has the others.
            let stated = event.asil("asil");
            if determined.is_none() || !stated.is_absent() {
                item.add(event, stated);
            }
        }
        for goal in dossier.records("safety-goal") {
            item.add(goal, goal.asil("asil"));
        }
        if item.at_least == Some(Asil::D) {
            item.doubt = None;
        }
        if item.at_least == Some(Asil::Qm) && item.doubt.is_none() {
            item.doubt = dossier.records("requirement").find_map(rated_requirement);
        }
        item
    }

    fn raise(&mut self, asil: Option<Asil>) {
        self.at_least = self.at_least.max(asil);
    }

    fn add(&mut self, record: RecordRef<'_>, stated: Reading<StatedAsil>) {
        let why = match stated {
            Reading::Present(stated) => return self.raise(Some(stated.initial())),
            Reading::Absent => format!("{} states no ASIL", record.name()),
            Reading::Unreadable(_) => format!("the ASIL of {} cannot be read", record.name()),
        };
        self.doubt.get_or_insert((record.number, why));
    }

    /// True if the item may be of this level.
    pub(super) fn may_be(&self, asil: Asil) -> bool {
        let is_above = self.doubt.is_some() && self.at_least.is_none_or(|known| known < asil);
        self.at_least == Some(asil) || is_above
    }
}

/// The ASIL that the classes of an event give, if all of them can be read. A
/// class of 0 asks for none, whatever the others are.
pub(crate) fn determined(event: RecordRef<'_>, library: &Library) -> Option<Asil> {
    let class = |name: &str| event.class(name).present();
    if class_of_0(event).is_some() {
        return Some(Asil::Qm);
    }
    let classes = (class("severity")?, class("exposure")?, class("controllability")?);
    determine(library, classes.0, classes.1, classes.2).map(|(asil, _)| asil)
}

/// The class of an event that is 0, if one is.
pub(crate) fn class_of_0(event: RecordRef<'_>) -> Option<&'static str> {
    let classes = ["severity", "exposure", "controllability"];
    classes.into_iter().find(|name| event.class(name).present() == Some(0))
}

/// A requirement with an ASIL, which an item of QM has no use for.
fn rated_requirement(requirement: RecordRef<'_>) -> Option<(RecordId, String)> {
    let stated = requirement.asil("asil").present().filter(|stated| stated.initial() > Asil::Qm)?;
    Some((requirement.number, format!("{} is {stated}, and no safety goal is", requirement.name())))
}
