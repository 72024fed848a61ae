use crate::rules::{Check, points, rule};

rule! {
    /// The description of monitoring leaves out what it has to cover.
    ///
    /// ## Why it matters
    /// Attacks on vehicles in the field show only to those who look: from the right sources,
    /// with somebody in charge, from the first registration on, and with the data and logs of
    /// the vehicles, as far as privacy allows.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "statement"
    /// topic = "monitoring-sources"
    /// text = "Vulnerability databases and the researchers' mailbox are read daily"
    /// ```
    ///
    /// ## Instead
    /// Make a statement on each point: `monitoring-sources`, `monitoring-triggers`,
    /// `monitoring-responsibility`, `monitoring-after-registration`, `monitoring-vehicle-data`
    /// and `monitoring-privacy`, each with a `text` or the `document` where it stands.
    ///
    /// ## Source
    /// UN R155, 7.2.2.2(g), 7.2.2.4(a) and 7.2.2.4(b). How good the monitoring is, a person
    /// judges.
    "csms/monitoring-incomplete" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(points::check),
    }
}
