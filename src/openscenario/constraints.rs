//! Constraints on the values of a parameter: groups are alternatives, and all
//! constraints of a group have to hold.

use std::cmp::Ordering;

use crate::xml::{NodeId, Tree};

use super::parameters::Meaning;
use super::version::Version;

/// The edition since which parameters have constraints: before, the schema refuses them.
pub const SINCE: Version = Version { major: 1, minor: 1 };

/// A constraint: a rule, and the value to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint<'d> {
    /// The element.
    pub element: NodeId,
    /// The literal of `Rule`.
    pub rule: &'d str,
    /// The value as written.
    pub value: &'d str,
}

/// The groups of constraints of a parameter's declaration.
pub fn groups<'d>(tree: &'d Tree<'_>, declaration: NodeId) -> Vec<Vec<Constraint<'d>>> {
    let name = |name: &str| tree.find_name(name);
    let (Some(group), Some(constraint)) = (name("ConstraintGroup"), name("ValueConstraint")) else { return Vec::new() };
    let (Some(rule), Some(value)) = (name("rule"), name("value")) else { return Vec::new() };
    let called = |wanted| move |id: &NodeId| tree.element(*id).name == wanted;
    let read = |element: NodeId| {
        Some(Constraint { element, rule: tree.value_of(element, rule)?, value: tree.value_of(element, value)? })
    };
    let groups = tree.children(declaration).filter(called(group));
    groups.map(|group| tree.children(group).filter(called(constraint)).filter_map(read).collect()).collect()
}

/// The constraints of a declaration that `value` violates, one for each group;
/// none if a group admits it, or may admit it.
pub fn broken<'d>(
    tree: &'d Tree<'_>,
    declaration: NodeId,
    value: &str,
    meaning: impl Fn(NodeId, &'d str) -> Meaning<'d>,
) -> Vec<Constraint<'d>> {
    let mut broken = Vec::new();
    for group in groups(tree, declaration) {
        let fails = |constraint: &&Constraint<'d>| {
            matches!(meaning(constraint.element, constraint.value), Meaning::Text(bound)
                if meets(tree, declaration, constraint.rule, value, &bound) == Some(false))
        };
        match group.iter().find(fails) {
            Some(constraint) => broken.push(*constraint),
            None => return Vec::new(),
        }
    }
    broken
}

/// Whether a value meets a constraint, if that can be told.
fn meets(tree: &Tree<'_>, declaration: NodeId, rule: &str, value: &str, bound: &str) -> Option<bool> {
    if let (Ok(value), Ok(bound)) = (value.trim().parse::<f64>(), bound.trim().parse::<f64>()) {
        return holds(rule, value, bound);
    }
    // A value that is not of its type has its own finding.
    let of_type = tree.find_name("parameterType").and_then(|name| tree.value_of(declaration, name));
    let is_equal = match of_type? {
        "string" => value == bound,
        "boolean" => truth(value)? == truth(bound)?,
        "dateTime" => return holds(rule, f64::from(order(value, bound)? as i8), 0.0),
        _ => return None,
    };
    match rule {
        "equalTo" => Some(is_equal),
        "notEqualTo" => Some(!is_equal),
        _ => None,
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// How two moments stand to each other; none if only one of them names a time zone.
fn order(value: &str, bound: &str) -> Option<Ordering> {
    fn both<T: std::str::FromStr + Ord>(value: &str, bound: &str) -> Option<Ordering> {
        Some(value.parse::<T>().ok()?.cmp(&bound.parse::<T>().ok()?))
    }
    let (value, bound) = (value.trim(), bound.trim());
    both::<jiff::Timestamp>(value, bound).or_else(|| {
        // A civil time would be read out of one with a zone, too.
        let is_zoned = |text: &str| text.parse::<jiff::Timestamp>().is_ok();
        if is_zoned(value) || is_zoned(bound) { None } else { both::<jiff::civil::DateTime>(value, bound) }
    })
}

/// `lessOrEqual 60, or equalTo 90`
pub fn shown(broken: &[Constraint<'_>]) -> String {
    const SHOWN: usize = 5;
    let mut shown: Vec<String> = broken.iter().take(SHOWN).map(|one| format!("{} {}", one.rule, one.value)).collect();
    if broken.len() > SHOWN {
        shown.push(format!("one of {} more", broken.len() - SHOWN));
    }
    shown.join(", or ")
}

/// Whether `value` meets `rule` against `bound`; none for an unknown rule.
pub fn holds(rule: &str, value: f64, bound: f64) -> Option<bool> {
    #[expect(clippy::float_cmp, reason = "the language compares literally")]
    Some(match rule {
        "equalTo" => value == bound,
        "notEqualTo" => value != bound,
        "lessThan" => value < bound,
        "lessOrEqual" => value <= bound,
        "greaterThan" => value > bound,
        "greaterOrEqual" => value >= bound,
        _ => return None,
    })
}

/// True if every number meets one of the groups: they forbid nothing.
pub fn admit_all(groups: &[Vec<(&str, f64)>]) -> bool {
    // Each bound is held against each: among so many the question is not worth it.
    const MANY: usize = 500;
    if groups.iter().map(Vec::len).sum::<usize>() > MANY {
        return false;
    }
    // What is admitted changes at the bounds only: it is enough to look at each,
    // beside each, and far out.
    let mut bounds: Vec<f64> = groups.iter().flatten().map(|(_, bound)| *bound).collect();
    bounds.sort_by(f64::total_cmp);
    let between = bounds.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]));
    let ends = bounds.first().map(|low| low - 1.0).into_iter().chain(bounds.last().map(|high| high + 1.0));
    let samples: Vec<f64> = bounds.iter().copied().chain(between).chain(ends).collect();
    let meets = |group: &Vec<(&str, f64)>, value: f64| {
        group.iter().all(|(rule, bound)| holds(rule, value, *bound) != Some(false))
    };
    !groups.is_empty() && samples.iter().all(|value| groups.iter().any(|group| meets(group, *value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_compare_where_both_name_a_zone_or_none_does() {
        assert_eq!(order("2026-01-31T10:00:00Z", "2026-01-31T11:30:00+01:00"), Some(Ordering::Less));
        assert_eq!(order("2026-01-31T10:00:00.5", "2026-01-31T10:00:00"), Some(Ordering::Greater));
        assert_eq!(order("2026-01-31T10:00:00", "2026-01-31T10:00:00Z"), None);
        assert_eq!(order("noon", "2026-01-31T10:00:00Z"), None);
    }

    #[test]
    fn groups_are_alternatives() {
        let between = vec![vec![("greaterThan", 0.0), ("lessThan", 60.0)]];
        assert!(!admit_all(&between));
        let apart = vec![vec![("greaterThan", 0.0)], vec![("lessThan", 60.0)]];
        assert!(admit_all(&apart));
        assert!(!admit_all(&[vec![("greaterThan", 60.0)], vec![("lessThan", 60.0)]]));
        assert!(admit_all(&[vec![("greaterOrEqual", 60.0)], vec![("lessThan", 60.0)]]));
        assert!(!admit_all(&[vec![("equalTo", 1.0)], vec![("equalTo", 2.0)]]));
        assert!(admit_all(&[vec![]]));
    }
}
