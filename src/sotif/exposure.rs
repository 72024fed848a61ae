//! How much has to be driven, or tried, before a bound on residual risk is
//! shown with a confidence.
//!
//! Events over an exposure are taken to follow the Poisson distribution and
//! failures among trials the binomial one. Both sums are exact; the amount is
//! found by bisection. Without an event they come to `-ln(1-c)/rate` and
//! `ln(1-c)/ln(1-p)`.

/// More events than this are not computed with: they take long, and a system
/// with so many has other work before it.
pub const MOST_EVENTS: u32 = 1000;

/// Where the search for an amount ends.
const HIGHEST: f64 = 1e15;

/// The exposure that shows at most `rate` events per unit with `confidence`,
/// if `events` happened in it. None if one of them is out of range.
pub fn exposure_needed(rate: f64, confidence: f64, events: u32) -> Option<f64> {
    if rate.is_nan() || rate <= 0.0 || !is_probability(confidence) || events > MOST_EVENTS {
        return None;
    }
    let mean = match events {
        0 => -(-confidence).ln_1p(),
        _ => mean_needed(confidence, events)?,
    };
    Some(mean / rate).filter(|exposure| exposure.is_finite())
}

/// The number of trials that shows a probability of failure of at most
/// `probability` with `confidence`, if `failures` of them failed. A whole
/// number; none if one of them is out of range.
pub fn trials_needed(probability: f64, confidence: f64, failures: u32) -> Option<f64> {
    if !is_probability(probability) || !is_probability(confidence) || failures > MOST_EVENTS {
        return None;
    }
    if failures == 0 {
        // A whole number is not missed by the last digit.
        let trials = ((-confidence).ln_1p() / (-probability).ln_1p() - 1e-9).ceil().max(1.0);
        return Some(trials).filter(|trials| *trials <= HIGHEST);
    }
    let is_enough = |trials: f64| at_most_of(trials, probability, failures) <= 1.0 - confidence;
    let mut enough = first_enough(f64::from(failures) + 1.0, &is_enough)?;
    let mut too_few = f64::from(failures);
    while enough - too_few > 1.0 {
        let middle = (too_few + (enough - too_few) / 2.0).floor();
        if is_enough(middle) { enough = middle } else { too_few = middle }
    }
    Some(enough)
}

fn is_probability(number: f64) -> bool {
    number > 0.0 && number < 1.0
}

/// The mean at which as few as `events` happen with a probability of `1 - confidence`.
fn mean_needed(confidence: f64, events: u32) -> Option<f64> {
    let is_enough = |mean: f64| at_most(mean, events) <= 1.0 - confidence;
    let mut enough = first_enough(1.0, &is_enough)?;
    let mut too_little = 0.0;
    while enough - too_little > 1e-12 * enough {
        let middle = f64::midpoint(too_little, enough);
        if is_enough(middle) { enough = middle } else { too_little = middle }
    }
    Some(enough)
}

/// Doubles `start` until it is enough.
fn first_enough(start: f64, is_enough: &impl Fn(f64) -> bool) -> Option<f64> {
    std::iter::successors(Some(start), |amount| Some(amount * 2.0))
        .take_while(|amount| *amount <= HIGHEST)
        .find(|amount| is_enough(*amount))
}

/// The probability of at most `events` where `mean` are expected. The terms
/// are computed as logarithms, because their factors leave the range of numbers.
fn at_most(mean: f64, events: u32) -> f64 {
    let mut log = -mean;
    let mut sum = log.exp();
    for k in 1..=events {
        log += (mean / f64::from(k)).ln();
        sum += log.exp();
    }
    sum
}

/// The probability of at most `failures` among `trials`.
fn at_most_of(trials: f64, probability: f64, failures: u32) -> f64 {
    let odds = probability.ln() - (-probability).ln_1p();
    let mut log = trials * (-probability).ln_1p();
    let mut sum = log.exp();
    for k in 1..=failures {
        let k = f64::from(k);
        log += ((trials - k + 1.0) / k).ln() + odds;
        sum += log.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() <= 1e-6 * expected)
    }

    #[test]
    fn a_rate_without_events() {
        let miles = exposure_needed(5e-6, 0.95, 0).unwrap();
        assert_eq!(miles.ceil(), 599_147.0);
        assert!(close(exposure_needed(1.0, 0.95, 0), 2.995_732));
        assert!(close(exposure_needed(1.0, 0.99, 0), 4.605_170));
    }

    /// Half the quantile of chi-square with twice as many degrees of freedom, and two more.
    #[test]
    fn a_rate_with_events() {
        for (events, expected) in [(1, 4.743_865), (2, 6.295_794), (3, 7.753_657), (9, 15.705_217)] {
            assert!(close(exposure_needed(1.0, 0.95, events), expected), "{events}");
        }
        // Far from the range in which the terms themselves are numbers.
        assert!(exposure_needed(1.0, 0.95, MOST_EVENTS).is_some_and(|mean| mean > 1000.0 && mean < 1100.0));
        assert!(exposure_needed(1.0, 0.05, MOST_EVENTS).is_some_and(|mean| mean > 900.0 && mean < 1000.0));
    }

    #[test]
    fn trials() {
        assert_eq!(trials_needed(0.01, 0.95, 0), Some(299.0));
        assert_eq!(trials_needed(0.01, 0.99, 0), Some(459.0));
        assert_eq!(trials_needed(0.05, 0.95, 0), Some(59.0));
        assert_eq!(trials_needed(0.05, 0.99, 0), Some(90.0));
        assert_eq!(trials_needed(0.5, 0.75, 0), Some(2.0));
        assert_eq!(trials_needed(0.01, 0.95, 1), Some(473.0));
        assert_eq!(trials_needed(0.01, 0.95, 2), Some(628.0));
    }

    #[test]
    fn what_nothing_can_show_is_no_number() {
        for (rate, confidence) in [(0.0, 0.95), (-1.0, 0.95), (f64::NAN, 0.95), (1.0, 1.0), (1.0, 0.0), (1e-320, 0.95)]
        {
            assert_eq!(exposure_needed(rate, confidence, 0), None, "{rate} {confidence}");
        }
        assert_eq!(exposure_needed(1.0, 0.95, MOST_EVENTS + 1), None);
        assert_eq!(trials_needed(1e-300, 0.95, 0), None);
        assert_eq!(trials_needed(1.0, 0.95, 0), None);
    }

    proptest! {
        #[test]
        fn more_confidence_never_needs_less(
            one in 0.001_f64..0.999, other in 0.001_f64..0.999, bound in 1e-6_f64..0.5, events in 0_u32..40,
        ) {
            let (less, more) = (one.min(other), one.max(other));
            prop_assert!(exposure_needed(bound, less, events) <= exposure_needed(bound, more, events));
            prop_assert!(trials_needed(bound, less, events) <= trials_needed(bound, more, events));
        }

        #[test]
        fn more_events_never_need_less(confidence in 0.001_f64..0.999, bound in 1e-6_f64..0.5, events in 0_u32..40) {
            prop_assert!(exposure_needed(bound, confidence, events) <= exposure_needed(bound, confidence, events + 1));
            prop_assert!(trials_needed(bound, confidence, events) <= trials_needed(bound, confidence, events + 1));
        }
    }
}
