//! What a condition asks of a quantity, as a range of numbers.

use crate::openscenario::{Body, Objects};
use crate::rules::Document;
use crate::xml::NodeId;

/// A range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    low_open: bool,
    pub(super) high: f64,
    high_open: bool,
}

impl Interval {
    /// The numbers from zero on.
    pub(super) const NOT_NEGATIVE: Interval =
        Interval { low: 0.0, low_open: false, high: f64::INFINITY, high_open: false };

    /// All numbers.
    const ALL: Interval = Interval { low: f64::NEG_INFINITY, ..Interval::NOT_NEGATIVE };

    /// The numbers that stand to `value` as the literal of `Rule` says; none
    /// where that is no range.
    fn of_rule(rule: &str, value: f64) -> Option<Interval> {
        let above = Interval { low: value, ..Interval::ALL };
        let below = Interval { high: value, ..Interval::ALL };
        match rule {
            "greaterThan" => Some(Interval { low_open: true, ..above }),
            "greaterOrEqual" => Some(above),
            "lessThan" => Some(Interval { high_open: true, ..below }),
            "lessOrEqual" => Some(below),
            "equalTo" => Some(Interval { low: value, ..below }),
            _ => None,
        }
    }

    /// The numbers in both.
    pub(super) fn meet(self, other: Interval) -> Interval {
        let low = if (self.low, self.low_open) < (other.low, other.low_open) { other } else { self };
        let high = if (self.high, !self.high_open) > (other.high, !other.high_open) { other } else { self };
        Interval { low: low.low, low_open: low.low_open, high: high.high, high_open: high.high_open }
    }

    /// True if no number is in it.
    pub(super) fn is_empty(self) -> bool {
        self.low > self.high || (self.low == self.high && (self.low_open || self.high_open))
    }

    /// True if it is bounded below only.
    pub(super) fn is_upwards(self) -> bool {
        self.low.is_finite() && self.high == f64::INFINITY
    }

    /// True if it is bounded above only.
    pub(super) fn is_downwards(self) -> bool {
        self.high.is_finite() && self.low == f64::NEG_INFINITY
    }

    /// The numbers that are not in it, if they are a range.
    fn complement(self) -> Option<Interval> {
        if self.is_upwards() {
            return Some(Interval { high: self.low, high_open: !self.low_open, ..Interval::ALL });
        }
        let downwards = self.is_downwards();
        downwards.then_some(Interval { low: self.high, low_open: !self.high_open, ..Interval::ALL })
    }

    fn later(self, by: f64) -> Interval {
        Interval { low: self.low + by, high: self.high + by, ..self }
    }
}

/// What a condition says of a quantity at the moment that it is true.
#[derive(Debug, Clone, Copy)]
pub(in crate::rules) struct Fact {
    /// The element that holds `rule` and `value`.
    pub(super) element: NodeId,
    /// The numbers it may be.
    pub(super) range: Interval,
    /// True if the quantity is the simulation time.
    pub(super) is_time: bool,
    /// How long the condition holds its truth back, in seconds.
    delay: f64,
}

/// What `condition` says, if that is a range.
pub(super) fn fact(document: &Document<'_>, condition: NodeId) -> Option<Fact> {
    if document.child(condition, "ByValueCondition").is_some() {
        return time(document, condition);
    }
    let by_entity = document.child(condition, "ByEntityCondition")?;
    let kind = document.tree.children(document.child(by_entity, "EntityCondition")?).next()?;
    // What stands inside, a position, would have to be compared too.
    if document.tree.children(kind).next().is_some() {
        return None;
    }
    let delay = document.number(condition, "delay")?;
    let range = at_edge(document, condition, range(document, kind)?)?;
    Some(Fact { element: kind, range, is_time: false, delay })
}

/// What `condition` says of the simulation time, with its delay reckoned in.
pub(super) fn time(document: &Document<'_>, condition: NodeId) -> Option<Fact> {
    let conditions = || {
        let times = document.elements("SimulationTimeCondition");
        times.filter_map(|time| document.tree.parent(document.tree.parent(time)?))
    };
    let read = || conditions().filter_map(|condition| Some((condition, read_time(document, condition)?))).collect();
    document.memo.times.get_or_init(read).get(&condition).copied()
}

fn read_time(document: &Document<'_>, condition: NodeId) -> Option<Fact> {
    let by_value = document.child(condition, "ByValueCondition")?;
    let time = document.child(by_value, "SimulationTimeCondition")?;
    let delay = document.number(condition, "delay")?;
    let range = at_edge(document, condition, range(document, time)?)?.later(delay);
    Some(Fact { element: time, range, is_time: true, delay })
}

/// The numbers in a condition's range when its edge comes.
fn at_edge(document: &Document<'_>, condition: NodeId, range: Interval) -> Option<Interval> {
    match &*document.known(condition, "conditionEdge")? {
        "none" | "rising" => Some(range),
        "falling" => range.complement(),
        _ => None,
    }
}

/// Which quantities of whom a fact is about: facts with the same one are about the
/// same number.
pub(super) fn quantities(
    document: &Document<'_>,
    objects: &Objects<'_>,
    condition: NodeId,
    fact: &Fact,
) -> Option<Vec<String>> {
    if fact.is_time {
        return Some(vec!["time".to_owned()]);
    }
    let about = about(document, fact.element)?;
    let triggering = document.child(document.child(condition, "ByEntityCondition")?, "TriggeringEntities")?;
    let names = entities(document, objects, triggering)?;
    Some(names.into_iter().map(|name| format!("{about} {} {name}", fact.delay)).collect())
}

/// The range that the attributes `rule` and `value` of a condition state. A value
/// that is negative where that is forbidden has its finding already.
fn range(document: &Document<'_>, kind: NodeId) -> Option<Interval> {
    let value = document.number(kind, "value")?;
    Interval::of_rule(&document.known(kind, "rule")?, value)
}

/// The kind of a condition with all that it is about.
fn about(document: &Document<'_>, kind: NodeId) -> Option<String> {
    let mut about = document.tree.name(kind).to_owned();
    let attributes = document.tree.attributes(kind).iter();
    let mut names: Vec<&str> = attributes.map(|attribute| document.tree.name_of(attribute.name)).collect();
    names.sort_unstable();
    for name in names.into_iter().filter(|name| !matches!(*name, "rule" | "value")) {
        about.push_str(&format!(" {name}={}", document.known(kind, name)?));
    }
    Some(about)
}

/// The entities of which each meets the condition when it is true.
fn entities(document: &Document<'_>, objects: &Objects<'_>, triggering: NodeId) -> Option<Vec<String>> {
    let references = document.below(triggering, "EntityRef");
    let names: Option<Vec<String>> =
        references.map(|reference| document.known(reference, "entityRef").map(|name| name.into_owned())).collect();
    let names = names?;
    let every = document.known(triggering, "triggeringEntitiesRule")? == "all";
    // A selection stands for its members, of which any may be meant.
    let is_one = |name: &String| objects.find(name).is_some_and(|object| object.body != Body::Unknown);
    (every || (names.len() == 1 && names.iter().all(is_one))).then_some(names)
}
