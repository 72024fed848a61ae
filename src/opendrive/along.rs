//! Records that hold from a place on to the next one.

use crate::xml::NodeId;

/// Something that begins at a place.
pub trait Placed {
    /// Where it begins, in metres; none if the file does not say it in numbers.
    fn start_m(&self) -> Option<f64>;
}

/// Records in document order, with a look-up by place that needs no order.
#[derive(Debug, Clone)]
pub struct Along<T> {
    records: Vec<T>,
    /// The records with a place, sorted by it; equal places in document order.
    order: Vec<u32>,
}

impl<T> Default for Along<T> {
    fn default() -> Self {
        Along { records: Vec::new(), order: Vec::new() }
    }
}

impl<T: Placed> Along<T> {
    /// The records of one list.
    pub fn new(records: Vec<T>) -> Along<T> {
        let start = |&index: &u32| records.get(index as usize).and_then(Placed::start_m);
        let mut order: Vec<u32> =
            (0..u32::try_from(records.len()).unwrap_or(u32::MAX)).filter(|index| start(index).is_some()).collect();
        order.sort_by(|a, b| start(a).unwrap_or(0.0).total_cmp(&start(b).unwrap_or(0.0)));
        Along { records, order }
    }

    /// The records as the file lists them.
    pub fn records(&self) -> &[T] {
        &self.records
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// True if each record has a place.
    pub fn is_placed(&self) -> bool {
        self.order.len() == self.records.len()
    }

    /// The records with a place, in the order of their places.
    pub fn sorted(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.order.iter().filter_map(|&index| self.records.get(index as usize))
    }

    /// The record in force at `at_m`: the last that begins at or before it.
    pub fn at(&self, at_m: f64) -> Option<&T> {
        self.position(at_m).and_then(|position| self.nth(position))
    }

    /// Where the record after the one in force at `at_m` begins.
    pub fn next_start_m(&self, at_m: f64) -> Option<f64> {
        let next = self.position(at_m).map_or(0, |position| position + 1);
        self.nth(next).and_then(Placed::start_m)
    }

    fn nth(&self, position: usize) -> Option<&T> {
        self.order.get(position).and_then(|&index| self.records.get(index as usize))
    }

    fn position(&self, at_m: f64) -> Option<usize> {
        let begins_by = |&index: &u32| {
            let start = self.records.get(index as usize).and_then(Placed::start_m);
            start.is_some_and(|start| start <= at_m)
        };
        self.order.partition_point(begins_by).checked_sub(1)
    }
}

/// A cubic polynomial `a + b·ds + c·ds² + d·ds³` that holds from a place on.
#[derive(Debug, Clone)]
pub struct Cubic {
    /// The element that gives it.
    pub element: NodeId,
    /// Where it begins: along the road, or from the start of the lane section.
    pub start_m: Option<f64>,
    /// `a` to `d`; none if one of them is missing or no number.
    pub coefficients: Option<[f64; 4]>,
}

impl Cubic {
    /// The value `ds_m` after the start.
    pub fn value(&self, ds_m: f64) -> Option<f64> {
        let [a, b, c, d] = self.coefficients?;
        Some(a + ds_m * (b + ds_m * (c + ds_m * d)))
    }

    /// The least value from the start to `length_m` after it, with its place after the start.
    pub fn least(&self, length_m: f64) -> Option<(f64, f64)> {
        let [_, b, c, d] = self.coefficients?;
        let mut places = vec![0.0, length_m];
        places.extend(roots(b, 2.0 * c, 3.0 * d).into_iter().flatten().filter(|ds| (0.0..length_m).contains(ds)));
        let values = places.into_iter().filter_map(|ds| Some((ds, self.value(ds)?)));
        values.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(ds, value)| (value, ds))
    }
}

/// The real roots of `a + b·x + c·x²`.
fn roots(a: f64, b: f64, c: f64) -> [Option<f64>; 2] {
    if c == 0.0 {
        return [(b != 0.0).then(|| -a / b), None];
    }
    let discriminant = b * b - 4.0 * a * c;
    if discriminant < 0.0 {
        return [None, None];
    }
    // Adding numbers of one sign only, so that no digits are lost.
    let q = -0.5 * (b + b.signum() * discriminant.sqrt());
    [Some(q / c), (q != 0.0).then(|| a / q)]
}

impl Placed for Cubic {
    fn start_m(&self) -> Option<f64> {
        self.start_m
    }
}

impl Along<Cubic> {
    /// The value at `at_m`; none before the first record.
    pub fn value(&self, at_m: f64) -> Option<f64> {
        let cubic = self.at(at_m)?;
        cubic.value(at_m - cubic.start_m?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cubic(start_m: f64, coefficients: [f64; 4]) -> Cubic {
        Cubic { element: NodeId::ROOT, start_m: Some(start_m), coefficients: Some(coefficients) }
    }

    #[test]
    fn the_record_in_force_is_the_last_that_begins_at_or_before() {
        let profile = Along::new(vec![cubic(20.0, [5.0, 0.0, 0.0, 0.0]), cubic(0.0, [3.0, 0.1, 0.0, 0.0])]);
        assert_eq!(profile.value(10.0), Some(4.0));
        assert_eq!(profile.value(20.0), Some(5.0));
        assert_eq!(profile.value(-1.0), None);
        assert_eq!(profile.next_start_m(10.0), Some(20.0));
        assert_eq!(profile.next_start_m(20.0), None);
    }

    #[test]
    fn a_place_without_number_is_passed_over() {
        let unplaced = Cubic { start_m: None, ..cubic(0.0, [9.0; 4]) };
        let profile = Along::new(vec![unplaced, cubic(0.0, [3.0, 0.0, 0.0, 0.0])]);
        assert_eq!(profile.value(1.0), Some(3.0));
        assert_eq!(profile.records().len(), 2);
    }

    #[test]
    fn the_least_value_may_lie_between_the_ends() {
        // (ds - 2)² - 1 has its least value -1 at 2.
        let least = cubic(0.0, [3.0, -4.0, 1.0, 0.0]).least(5.0);
        assert_eq!(least, Some((-1.0, 2.0)));
        let falling = cubic(0.0, [3.0, -1.0, 0.0, 0.0]).least(5.0);
        assert_eq!(falling, Some((-2.0, 5.0)));
    }
}
