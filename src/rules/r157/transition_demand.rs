use crate::rules::{Check, limits, rule};

rule! {
    /// A declared time or speed of the transition demand is outside what the regulation allows.
    ///
    /// ## Why it matters
    /// A driver who is asked to take over needs time, and has to notice. The minimum risk
    /// manoeuvre may not begin too early, the demand must grow stronger soon, and a vehicle
    /// that stands has to warn others.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// "alks.transition_demand_to_mrm" = "8 s"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.transition_demand_to_mrm" = "10 s"
    /// ```
    /// Facts: `alks.transition_demand_to_mrm`, `alks.escalation_time`,
    /// `alks.hazard_light_delay`, `alks.haptic_stop_speed`.
    ///
    /// ## Source
    /// UN R157, 5.4.3, 5.4.3.1, 5.4.3.2, 5.4.4.1 and 6.4.1(c) (original version; 01 series).
    "r157/transition-demand" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(limits::check),
    }
}
