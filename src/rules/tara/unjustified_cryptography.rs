use rustc_hash::FxHashMap;

use super::annex5::Annex5;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, approval, rule};

rule! {
    /// A cryptographic module follows no consensus standard and gives no justification.
    ///
    /// ## Why it matters
    /// Cryptography that many have looked at is safer than what one maker has. The regulation
    /// asks for consensus standards, and for a justification wherever one is not followed.
    /// Deprecated algorithms and expired keys are threats of Annex 5 in themselves.
    ///
    /// ## Example
    /// ```csv
    /// module,algorithm,standard,justification
    /// Boot loader,XYZ-96,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// module,algorithm,standard,justification
    /// Boot loader,ECDSA P-256,FIPS 186-5,
    /// ```
    /// An algorithm with `deprecated = yes` needs a justification and a risk under 26.3.
    ///
    /// ## Source
    /// UN R155, 7.3.8, Annex 5 threats 26.1 to 26.3.
    "tara/unjustified-cryptography" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// Short keys and long validity.
const KEYS: &str = "26.1";
/// Deprecated algorithms.
const DEPRECATED: &str = "26.3";

fn check(exam: &mut Examination<'_>) {
    let modules = exam.records("cryptographic-module");
    let excluded = if modules.is_empty() { FxHashMap::default() } else { excluded(exam) };
    for module in modules {
        exam.saw(module);
        let is_deprecated = exam.read(module, "deprecated", module.yes_no("deprecated")) == Some(true);
        judge_source(exam, module, is_deprecated);
        if is_deprecated {
            judge_threat(exam, module, "uses a deprecated algorithm", DEPRECATED, &excluded);
        }
        let valid_until = exam.read(module, "valid_until", module.date("valid_until"));
        if let Some(end) = valid_until.filter(|end| *end < approval::date(exam)) {
            judge_key(exam, module, &format!("has a key that was valid until {end}"), &excluded);
        }
    }
}

/// The examples on cryptography that are called not applicable.
fn excluded<'d>(exam: &Examination<'d>) -> FxHashMap<&'d str, RecordRef<'d>> {
    let mut excluded = FxHashMap::default();
    let Some(annex) = Annex5::of(exam.library) else { return excluded };
    for decision in exam.records("threat-decision") {
        for example in annex.examples_in(decision.words("threats")) {
            excluded.entry(example.number).or_insert(decision);
        }
    }
    excluded
}

fn judge_source(exam: &mut Examination<'_>, module: RecordRef<'_>, is_deprecated: bool) {
    let name = module.name();
    if module.has("justification") {
        return;
    }
    if is_deprecated {
        exam.gap((module, "deprecated"), format!("{name} uses a deprecated algorithm, and no justification is given"))
            .help("take a current algorithm, or say why this one is still enough for its use");
    } else if module.text("standard").is_absent() {
        exam.gap(module, format!("{name} names no consensus standard and no justification"))
            .help("name the standard that the module follows, or justify its use");
    }
}

/// A threat that a module shows cannot be called not applicable.
fn judge_threat(
    exam: &mut Examination<'_>,
    module: RecordRef<'_>,
    what: &str,
    number: &str,
    excluded: &FxHashMap<&str, RecordRef<'_>>,
) -> bool {
    let is_excluded = excluded.contains_key(number);
    if is_excluded {
        exam.fail(module, format!("{} {what}, and threat {number} is called not applicable", module.name()))
            .help("assess the threat for this module");
    }
    is_excluded
}

fn judge_key(exam: &mut Examination<'_>, module: RecordRef<'_>, what: &str, excluded: &FxHashMap<&str, RecordRef<'_>>) {
    if !judge_threat(exam, module, what, KEYS, excluded) {
        exam.unsure((module, "valid_until"), format!("{} {what}", module.name()))
            .help("renew the key, or have a person judge the risk under threat 26.1");
    }
}
