use crate::rules::{Check, points, rule};

rule! {
    /// The safety analysis of the documentation package does not cover an item it has to cover.
    ///
    /// ## Why it matters
    /// The assessor inspects whether the analysis looks at the vehicle, the system and its
    /// verification, and at failures, disturbances, misuse and attacks alike. What no document
    /// covers, nobody has looked at.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "statement"
    /// clause = "UN-R157:A4.3.4.4(a)"
    /// document = "hara.xlsx"
    /// ```
    ///
    /// ## Instead
    /// Add a statement on each item, (a) to (c) and (i) to (vii), with the document that covers
    /// it; for one that does not apply, the status `not applicable` and the reason.
    ///
    /// ## Source
    /// UN R157, Annex 4, 3.4.4 (original version; 01 series).
    "r157/safety-concept-item-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(points::check),
    }
}
