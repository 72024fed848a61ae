use rustc_hash::FxHashMap;

use super::results::Verified;
use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::release::{self, Purpose, is_same_version};
use crate::rules::trace::is_withdrawn;
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
    /// A failed verification counts if its deviation is accepted, with the reason; one that
    /// was blocked does not. The released version is that of the latest release for
    /// production, or of the software in the manifest; where one is stated, each
    /// verification has to say which version it was run on. Where neither states one, any
    /// version will do.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.3.2 and 9.4.3.
    "ver/unverified-requirement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// What a verification came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It passed, or its deviation is accepted.
    Good,
    /// It is good on another version than the released one, or does not say on which.
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
    let version = release::version(exam, Purpose::Production);
    let mut outcomes = FxHashMap::default();
    for verification in verifications {
        outcomes.insert(verification.number, outcome(exam, verification, version));
    }
    let verified = Verified::of(exam);
    for requirement in exam.records("requirement") {
        let is_quality = requirement.asil("asil").present().is_some_and(|asil| asil.initial() == Asil::Qm);
        if !is_quality && !is_withdrawn(requirement) {
            judge(exam, requirement, verified.by(requirement), &outcomes, version);
        }
    }
    // A safety goal is validated; it is judged where somebody names it.
    for goal in exam.records("safety-goal") {
        if !verified.by(goal).is_empty() {
            judge(exam, goal, verified.by(goal), &outcomes, version);
        }
    }
}

fn outcome<'d>(exam: &mut Examination<'d>, verification: RecordRef<'d>, version: Option<&str>) -> Outcome {
    let reading = verification.choice("result");
    if reading.is_absent() {
        return Outcome::Open;
    }
    // What does not say its version may be of any.
    let is_other = |version: &str| !is_same_version(verification.words("item_version"), version);
    match exam.read(verification, "result", reading) {
        // What was blocked has shown nothing, with a deviation or not.
        Some("blocked") => Outcome::Bad,
        Some("failed") if !verification.has("deviation") => Outcome::Bad,
        Some("passed" | "failed") if version.is_some_and(is_other) => Outcome::OtherVersion,
        Some("passed" | "failed") => Outcome::Good,
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
        let is_blocked = bad.choice("result").present() == Some("blocked");
        let what = if is_blocked { "was blocked" } else { "failed, and no deviation is accepted" };
        format!("the verification {} of {name} {what}", bad.name())
    } else if good.is_some() || last(Outcome::Unreadable).is_some() {
        return;
    } else if let Some(other) = last(Outcome::OtherVersion) {
        let found = match other.words("item_version") {
            "" => "a version that is not stated".to_owned(),
            version => format!("version {version}"),
        };
        format!("{name} was verified by {} on {found}, expected on {}", other.name(), version.unwrap_or_default())
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
