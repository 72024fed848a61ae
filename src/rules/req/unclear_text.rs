use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::dossier::values::says_nothing;
use crate::rules::trace::{level, listing};
use crate::rules::{Check, Examination, rule};

rule! {
    /// The text of a safety requirement can be read in two ways, is unfinished, or is there twice.
    ///
    /// ## Why it matters
    /// A requirement is implemented and tested by people who did not write it. Two demands
    /// in one sentence are tested once, a vague word is tested by taste, and a number
    /// without unit is tested in the wrong one.
    ///
    /// ## Example
    /// ```csv
    /// FSR-1,The steering shall detect the fault quickly and shall inform the driver
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// FSR-1,The steering shall detect the fault within 100 ms
    /// FSR-2,The steering shall inform the driver within 1 s of detecting the fault
    /// ```
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.2.4 (characteristics of a requirement) and 6.4.3.1 (no
    /// duplication within a level). The words are English ones, and the list is ours.
    "req/unclear-text" {
        severity: Warning,
        confidence: Likely,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const CHARACTERISTICS: &str = "ISO-26262-8:6.4.2.4";
const SET: &str = "ISO-26262-8:6.4.3.1";

/// Words that leave open what would be enough: our own choice.
const VAGUE: &[&str] = &[
    "adequate",
    "adequately",
    "appropriate",
    "appropriately",
    "approximately",
    "as far as possible",
    "as needed",
    "as soon as possible",
    "and/or",
    "easily",
    "efficient",
    "etc",
    "fast",
    "flexible",
    "if possible",
    "if necessary",
    "normally",
    "quickly",
    "reasonable",
    "reasonably",
    "robust",
    "some",
    "sufficient",
    "sufficiently",
    "suitable",
    "timely",
    "typically",
    "user-friendly",
    "usually",
];

/// Words after which a number is a quantity.
const COMPARING: &[&str] =
    &["within", "below", "above", "under", "over", "exceed", "exceeds", "exceeding", "than", "most", "least"];

/// Words that are not the unit of the number before them.
const NO_UNIT: &[&str] =
    &["and", "or", "if", "when", "while", "in", "of", "for", "at", "on", "after", "before", "until"];

/// Words for something still to be decided.
const OPEN: &[&str] = &["tbd", "tbc", "t.b.d", "todo", "???", "to be defined", "to be determined", "to be confirmed"];

fn check(exam: &mut Examination<'_>) {
    let mut first: FxHashMap<(Option<&str>, String), RecordRef<'_>> = FxHashMap::default();
    for requirement in exam.derivation.requirements.iter().copied() {
        let text = requirement.words("text");
        let faults = faults(requirement);
        if !faults.is_empty() {
            exam.warn((requirement, "text"), format!("{} {}", requirement.name(), listing(&faults)))
                .clause(CHARACTERISTICS)
                .help("write one demand per requirement, in words and numbers that a test can decide");
        }
        if text.is_empty() {
            continue;
        }
        exam.saw(requirement);
        let key = (requirement.choice("level").present(), plain(text));
        let other = *first.entry(key).or_insert(requirement);
        if other.identifier() != requirement.identifier() && !are_redundant(exam, other, requirement) {
            exam.warn((requirement, "text"), format!("{} says the same as {}", requirement.name(), other.name()))
                .clause(SET)
                .help("keep one of them, or say in what they differ");
        }
    }
}

/// Parts of a decomposition may well say the same.
fn are_redundant(exam: &Examination<'_>, one: RecordRef<'_>, other: RecordRef<'_>) -> bool {
    [one, other].iter().all(|part| {
        part.has("decomposition") || level(exam.dossier, *part).is_some_and(|stated| stated.initial.is_some())
    })
}

/// The words of a text in small letters, with single spaces around them.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let bare =
        |word: &str| word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '"')).to_owned();
    let words: Vec<String> = lower.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

fn faults(requirement: RecordRef<'_>) -> Vec<String> {
    let written = requirement.value("text").and_then(|value| value.text()).unwrap_or_default();
    let text = plain(written);
    let has = |words: &&&str| text.contains(&format!(" {words} "));
    let mut faults = Vec::new();
    let is_open = says_nothing(written) || OPEN.iter().any(|words| has(&words));
    if is_open && is_approved(requirement) {
        faults.push("is approved, and its text is still open".to_owned());
    }
    if text.matches(" shall ").count() > 1 {
        faults.push("holds more than one `shall`".to_owned());
    }
    if let Some(word) = VAGUE.iter().find(has) {
        faults.push(format!("says `{word}`, which is vague"));
    }
    if let Some(number) = number_without_unit(written) {
        faults.push(format!("gives {number} without a unit"));
    }
    faults
}

fn is_approved(requirement: RecordRef<'_>) -> bool {
    let status = requirement.words("status").to_lowercase();
    ["approved", "released", "accepted", "baselined", "final", "valid"].iter().any(|word| status == *word)
}

/// A number that something is compared with, and nothing says in what unit.
fn number_without_unit(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_number = |word: &str| {
        let word = word.trim_end_matches([',', '.', ';', ')']);
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) && !word.ends_with('.')
    };
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let [comparing, number] = pair else { return None };
        if !COMPARING.contains(&comparing.to_lowercase().as_str()) || !is_number(number) {
            return None;
        }
        let bare = number.trim_end_matches([',', '.', ';', ')']);
        let next = words.get(at + 2).filter(|_| bare == *number);
        let after = words.get(at + 3).copied().unwrap_or_default();
        // `within 5 and 10 ms` has its unit further on.
        let is_range = after.starts_with(|c: char| c.is_ascii_digit());
        let has_unit = next.is_some_and(|next| !NO_UNIT.contains(next));
        (!has_unit && !is_range).then(|| bare.to_owned())
    })
}
