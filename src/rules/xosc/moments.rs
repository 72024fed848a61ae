//! The moments before and after which a trigger is true.

use crate::xml::NodeId;

use super::intervals::Interval;

/// A moment, in seconds of simulation time, with the condition that sets it.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) at: f64,
    pub(super) condition: NodeId,
}

/// What the groups of a trigger ask of the time, each with the condition.
pub(super) type Groups = Vec<Vec<(Interval, NodeId)>>;

/// The time before which a trigger is not true.
pub(super) fn earliest(groups: &Groups) -> Option<Moment> {
    let starts = groups.iter().map(|group| {
        let lows = group.iter().map(|(range, condition)| Moment { at: range.low, condition: *condition });
        lows.filter(|moment| moment.at.is_finite()).max_by(|one, other| one.at.total_cmp(&other.at))
    });
    let starts: Option<Vec<Moment>> = starts.collect();
    starts?.into_iter().min_by(|one, other| one.at.total_cmp(&other.at))
}

/// The time after which a trigger is no longer true.
pub(super) fn latest(groups: &Groups) -> Option<Moment> {
    let ends = groups.iter().map(|group| {
        let highs = group.iter().map(|(range, condition)| Moment { at: range.high, condition: *condition });
        highs.filter(|moment| moment.at.is_finite()).min_by(|one, other| one.at.total_cmp(&other.at))
    });
    let ends: Option<Vec<Moment>> = ends.collect();
    ends?.into_iter().max_by(|one, other| one.at.total_cmp(&other.at))
}
