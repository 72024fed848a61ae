use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::dossier::RecordRef;
use crate::rules::trace::quoted_all;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A malfunction is rated in many situations that are nearly the same, each of them rare.
    ///
    /// ## Why it matters
    /// Exposure is the share of driving that a situation takes. Cut one situation into ten
    /// and each part is rarer than the whole; the ASIL falls although nothing became safer.
    ///
    /// ## Example
    /// Six events of one malfunction, in the situations "motorway, wet, 80 km/h", "motorway,
    /// wet, 90 km/h" and so on, each rated E2.
    ///
    /// ## Instead
    /// One event in the situation "motorway, wet", rated E3. Keep situations apart only
    /// where severity or controllability differ.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.3.11. From how many situations on we ask, and when two are
    /// nearly the same (but for numbers and one word), is our own choice; whether the
    /// exposure is right, a person must say.
    "hara/split-situations" {
        severity: Warning,
        confidence: Likely,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// More situations than this that are nearly the same are worth a question: our choice.
const SITUATIONS: usize = 5;

/// A description needs this many words for one of them to be left out of the comparison.
const WORDS: usize = 4;

/// The words of a description that are compared.
const COMPARED: usize = 24;

/// The highest class of exposure: nothing can be split below it unseen.
const HIGHEST: u8 = 4;

/// An event in its situation.
struct Case<'d> {
    event: RecordRef<'d>,
    situation: &'d str,
    exposure: u8,
}

fn check(exam: &mut Examination<'_>) {
    let mut by_malfunction: BTreeMap<&str, Vec<Case<'_>>> = BTreeMap::new();
    for event in exam.records("hazardous-event") {
        let (malfunction, situation) = (event.words("malfunction").trim(), event.words("situation").trim());
        let Some(exposure) = event.class("exposure").present() else { continue };
        if !malfunction.is_empty() && !situation.is_empty() {
            exam.saw(event);
            by_malfunction.entry(malfunction).or_default().push(Case { event, situation, exposure });
        }
    }
    for (malfunction, cases) in &by_malfunction {
        let Some(alike) = largest_group(cases) else { continue };
        let highest = alike.iter().map(|case| case.exposure).max().unwrap_or(HIGHEST);
        let Some(first) = alike.first().filter(|_| highest < HIGHEST) else { continue };
        let names: Vec<&str> = alike.iter().map(|case| case.situation).collect();
        let message = format!(
            "`{malfunction}` is rated E{highest} at most in {} situations that are nearly the same: {}",
            names.len(),
            quoted_all(&names)
        );
        exam.warn(first.event, message)
            .help("rate the exposure of the situations together, or say why they must be kept apart");
    }
}

/// The largest group of different situations that are nearly the same.
fn largest_group<'c, 'd>(cases: &'c [Case<'d>]) -> Option<Vec<&'c Case<'d>>> {
    let mut groups: BTreeMap<u64, Vec<&Case<'d>>> = BTreeMap::new();
    let mut sorted: Vec<&Case<'d>> = cases.iter().collect();
    sorted.sort_by_key(|case| case.situation);
    sorted.dedup_by_key(|case| case.situation);
    for case in sorted {
        for key in likenesses(&description(case)) {
            groups.entry(key).or_default().push(case);
        }
    }
    let large = groups.into_values().filter(|group| group.len() > SITUATIONS);
    large.min_by_key(|group| (std::cmp::Reverse(group.len()), group.first().map(|case| case.situation)))
}

fn description(case: &Case<'_>) -> String {
    let situations = case.event.linked("situation").0;
    let described: Vec<&str> = situations.iter().map(|situation| situation.words("description")).collect();
    if described.is_empty() { case.situation.to_owned() } else { described.join(" ") }
}

/// What a description shares with those that differ from it in numbers and in
/// one word: it without its numbers, and with each of its words left open.
fn likenesses(description: &str) -> Vec<u64> {
    let lower = description.to_lowercase();
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':' | '(' | ')');
    let is_word = |word: &&str| word.starts_with(char::is_alphabetic);
    let words: Vec<&str> = lower.split(is_mark).filter(is_word).take(COMPARED).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut keys = vec![hash(&words, None)];
    if words.len() >= WORDS {
        keys.extend((0..words.len()).map(|open| hash(&words, Some(open))));
    }
    keys
}

fn hash(words: &[&str], open: Option<usize>) -> u64 {
    let mut hasher = FxHasher::default();
    for (at, word) in words.iter().enumerate() {
        if Some(at) == open { "*".hash(&mut hasher) } else { word.hash(&mut hasher) }
    }
    words.len().hash(&mut hasher);
    hasher.finish()
}
