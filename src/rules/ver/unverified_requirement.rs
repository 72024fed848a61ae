use rustc_hash::FxHashMap;

use super::results::{Verified, is_same_version, released_version};
use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety requirement has no verification that passed on the released version.
    ///
    /// ## Why it matters
    /// A requirement without a passed verification is a promise. One that passed on an
    /// earlier version says nothing of what is released.
    ///
    /// ## Example
    /// ```csv
    /// id,verifies,result,version
    /// TC-1,TSR-1,passed,1.9
    /// ```
    /// where version 2.0 is released.
    ///
    /// ## Instead
    /// ```csv
    /// id,verifies,result,version
    /// TC-1,TSR-1,passed,2.0
    /// ```
    /// A failed verification counts if its deviation is accepted, with the reason. The
    /// released version is that of the release record, or of the software in the manifest;
    /// where neither states one, any version will do.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.3.2 and 9.4.3.
    "ver/unverified-requirement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// States in which a requirement asks for nothing any more.
const DEAD: &[&str] = &["rejected", "obsolete", "deleted", "withdrawn", "superseded", "cancelled"];

/// What a verification came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It passed, or its deviation is accepted.
    Good,
    /// It is good on another version than the released one.
    OtherVersion,
    /// It failed, or was blocked.
    Bad,
    /// It was not run yet.
    Open,
    /// Its result cannot be read, which is said of it already.
    Unreadable,
}

fn check(exam: &mut Examination<'_>) {
    let verifications = exam.records("verification");
    if verifications.is_empty() {
        return;
    }
    let version = released_version(exam);
    let mut outcomes = FxHashMap::default();
    for verification in verifications {
        outcomes.insert(verification.number, outcome(exam, verification, version.as_deref()));
    }
    let verified = Verified::of(exam);
    for requirement in exam.records("requirement") {
        let status = requirement.words("status").trim().to_lowercase();
        let is_quality = requirement.asil("asil").present().is_some_and(|asil| asil.initial() == Asil::Qm);
        if !is_quality && !DEAD.contains(&status.as_str()) {
            judge(exam, requirement, verified.by(requirement), &outcomes, version.as_deref());
        }
    }
    // A safety goal is validated; it is judged where somebody names it.
    for goal in exam.records("safety-goal") {
        if !verified.by(goal).is_empty() {
            judge(exam, goal, verified.by(goal), &outcomes, version.as_deref());
        }
    }
}

fn outcome<'d>(exam: &mut Examination<'d>, verification: RecordRef<'d>, version: Option<&str>) -> Outcome {
    let reading = verification.choice("result");
    if reading.is_absent() {
        return Outcome::Open;
    }
    let is_other = |version: &str| {
        verification.has("item_version") && !is_same_version(verification.words("item_version"), version)
    };
    match exam.read(verification, "result", reading) {
        Some("failed" | "blocked") if !verification.has("deviation") => Outcome::Bad,
        Some("passed" | "failed" | "blocked") if version.is_some_and(is_other) => Outcome::OtherVersion,
        Some("passed" | "failed" | "blocked") => Outcome::Good,
        Some(_) => Outcome::Open,
        None => Outcome::Unreadable,
    }
}

fn judge<'d>(
    exam: &mut Examination<'d>,
    requirement: RecordRef<'d>,
    by: &[RecordRef<'d>],
    outcomes: &FxHashMap<RecordId, Outcome>,
    version: Option<&str>,
) {
    // A link that leads nowhere is reported as such.
    if by.is_empty() && requirement.kind_name() == "requirement" && !requirement.linked("verified_by").1.is_empty() {
        return;
    }
    exam.saw(requirement);
    let of = |verification: &RecordRef<'_>| outcomes.get(&verification.number).copied().unwrap_or(Outcome::Open);
    let last = |wanted: Outcome| by.iter().rev().copied().find(|one| of(one) == wanted);
    let name = requirement.name();
    let good = last(Outcome::Good);
    let bad = last(Outcome::Bad).filter(|bad| !good.is_some_and(|good| is_later(good, *bad)));
    let message = if let Some(bad) = bad {
        format!("{name} failed its verification {}, and no deviation is accepted", bad.name())
    } else if good.is_some() || last(Outcome::Unreadable).is_some() {
        return;
    } else if let Some(other) = last(Outcome::OtherVersion) {
        let (found, expected) = (other.words("item_version"), version.unwrap_or_default());
        format!("{name} was verified by {} on version {found}, expected on {expected}", other.name())
    } else if let Some(open) = last(Outcome::Open) {
        format!("{name} has only the verification {}, which has no result yet", open.name())
    } else {
        format!("{name} has no verification")
    };
    exam.gap(requirement, message).help("verify it on the released version, or record the accepted deviation");
}

/// True if a verification was run after another, or on the same day.
fn is_later(one: RecordRef<'_>, other: RecordRef<'_>) -> bool {
    let day = |record: RecordRef<'_>| record.date("executed_on").present();
    matches!((day(one), day(other)), (Some(one), Some(other)) if one >= other)
}
