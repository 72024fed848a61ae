//! Failure rates of an FMEDA, and the metrics that follow from them.

/// What becomes of a failure mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultClass {
    /// Violates the goal by itself, but for what a mechanism covers.
    Residual,
    /// Violates the goal with another fault, and is not noticed.
    Latent,
    /// Violates the goal with another fault, and is noticed in time.
    Detected,
    /// Does not contribute to a violation.
    Safe,
}

impl FaultClass {
    /// The class by its name in an FMEDA. A single-point fault is a residual
    /// one of which nothing is covered.
    pub fn from_name(name: &str) -> Option<FaultClass> {
        Some(match name {
            "single-point" | "residual" => FaultClass::Residual,
            "latent" => FaultClass::Latent,
            "detected" => FaultClass::Detected,
            "safe" => FaultClass::Safe,
            _ => return None,
        })
    }
}

/// Sums of failure rates, in any one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rates {
    total: f64,
    residual: f64,
    latent: f64,
    /// False if some share of latent faults was not stated but taken to be none.
    pub is_latent_stated: bool,
}

impl Rates {
    /// No failure mode yet.
    pub fn new() -> Rates {
        Rates { is_latent_stated: true, ..Rates::default() }
    }

    /// Adds a failure mode: its rate, and which share of it mechanisms cover.
    pub fn add(&mut self, rate: f64, class: FaultClass, coverage: Option<f64>, latent_coverage: Option<f64>) {
        self.total += rate;
        match class {
            FaultClass::Residual => {
                let residual = rate * (1.0 - coverage.unwrap_or(0.0));
                let covered = rate - residual;
                self.residual += residual;
                // A mechanism that covers a fault mostly detects it too.
                self.latent += covered * latent_coverage.map_or(0.0, |coverage| 1.0 - coverage);
                self.is_latent_stated &= latent_coverage.is_some() || covered == 0.0;
            }
            FaultClass::Latent => self.latent += rate * (1.0 - latent_coverage.unwrap_or(0.0)),
            FaultClass::Detected => self.latent += rate * latent_coverage.map_or(0.0, |coverage| 1.0 - coverage),
            FaultClass::Safe => {}
        }
    }

    /// The single-point fault metric; none without a failure rate.
    pub fn spfm(&self) -> Option<f64> {
        (self.total > 0.0).then(|| 1.0 - self.residual / self.total)
    }

    /// The latent fault metric; none if nothing but single-point faults is left.
    pub fn lfm(&self) -> Option<f64> {
        let rest = self.total - self.residual;
        (rest > 0.0).then(|| 1.0 - self.latent / rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_follow_from_the_rates() {
        let mut rates = Rates::new();
        assert_eq!((rates.spfm(), rates.lfm()), (None, None));
        rates.add(100.0, FaultClass::Residual, Some(0.99), Some(0.9));
        rates.add(50.0, FaultClass::Latent, None, Some(0.6));
        rates.add(30.0, FaultClass::Detected, None, None);
        rates.add(20.0, FaultClass::Safe, None, None);
        // Residual 1 of 200; latent 9.9 and 20 of 199.
        assert!((rates.spfm().unwrap() - 0.995).abs() < 1e-12);
        assert!((rates.lfm().unwrap() - (1.0 - 29.9 / 199.0)).abs() < 1e-12);
        assert!(rates.is_latent_stated);
    }

    #[test]
    fn a_single_point_fault_is_covered_by_nothing() {
        let mut rates = Rates::new();
        rates.add(5.0, FaultClass::Residual, None, None);
        assert_eq!((rates.spfm(), rates.lfm()), (Some(0.0), None));
        assert!(rates.is_latent_stated);
        rates.add(5.0, FaultClass::Residual, Some(0.9), None);
        assert!(!rates.is_latent_stated);
    }
}
