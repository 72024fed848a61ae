use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The reason for a class counts on a safety mechanism of the item.
    ///
    /// ## Why it matters
    /// The hazard analysis says how much safety the item needs, so the item is rated as if
    /// it had no safety mechanisms. A class lowered because of one takes away the ASIL that
    /// the mechanism should have been developed to.
    ///
    /// ## Example
    /// ```csv
    /// id,C,C rationale
    /// HE-1,C1,The torque limiter keeps the lateral motion small
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,C,C rationale
    /// HE-1,C3,At full torque few drivers can hold the lane
    /// ```
    /// Measures outside the item may be counted on if they are independent of it: say so.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.1.2.
    "hara/credited-mechanism" {
        severity: Warning,
        confidence: Likely,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// How many words of a name are compared.
const LONGEST: usize = 8;

fn check(exam: &mut Examination<'_>) {
    let names = Names::new(&exam.records("mechanism"));
    if names.by_name.is_empty() {
        return;
    }
    for event in exam.records("hazardous-event") {
        let fields = ["severity", "exposure", "controllability"];
        let rationales = fields.map(|class| (class, format!("{class}_rationale")));
        if rationales.iter().all(|(_, field)| !event.has(field)) {
            continue;
        }
        exam.saw(event);
        let named =
            rationales.iter().find_map(|(class, field)| Some((class, field, names.in_text(event.words(field))?)));
        if let Some((class, field, mechanism)) = named {
            let (name, mechanism) = (event.name(), mechanism.name());
            let message =
                format!("the reason for the {class} of {name} names {mechanism}, a safety mechanism of the item");
            exam.warn((event, field.as_str()), message)
                .help("rate the event without it; if it is an independent measure outside the item, say so");
        }
    }
}

/// Mechanisms by the words of their identifiers and names.
struct Names<'d> {
    by_name: FxHashMap<String, RecordRef<'d>>,
    lengths: BTreeSet<usize>,
}

impl<'d> Names<'d> {
    fn new(mechanisms: &[RecordRef<'d>]) -> Names<'d> {
        let mut names = Names { by_name: FxHashMap::default(), lengths: BTreeSet::new() };
        for mechanism in mechanisms {
            for name in [mechanism.identifier(), mechanism.words("name")] {
                let words = words(name);
                let joined = words.join(" ");
                // A short word by itself may mean anything.
                let is_telling = joined.len() > 3 && words.len() <= LONGEST;
                if is_telling {
                    names.lengths.insert(words.len());
                    names.by_name.entry(joined).or_insert(*mechanism);
                }
            }
        }
        names
    }

    /// The first mechanism that a text counts on.
    fn in_text(&self, text: &str) -> Option<RecordRef<'d>> {
        let sentences = text.split([';', '\n']).flat_map(|part| part.split(". "));
        sentences.filter(|sentence| !is_denial(sentence)).find_map(|sentence| {
            let words = words(sentence);
            let is_counted_on = |start: usize, end: usize| !is_denied(&words, start, end);
            (0..words.len()).find_map(|start| {
                let ends = self.lengths.iter().map(|length| start + length);
                let mut named =
                    ends.filter_map(|end| Some((end, self.by_name.get(&words.get(start..end)?.join(" "))?)));
                named.find(|(end, _)| is_counted_on(start, *end)).map(|(_, mechanism)| *mechanism)
            })
        })
    }
}

/// True for a sentence that says that no mechanism is counted on, or that the
/// measure is none of the item.
fn is_denial(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let denials = [
        "no credit",
        "not credited",
        "without the mechanism",
        "without this mechanism",
        "without mechanisms",
        "without safety mechanism",
        "without any safety mechanism",
        "without the safety mechanism",
        "outside the item",
    ];
    denials.iter().any(|denial| lower.contains(denial))
}

/// True if the words before or after a name say that it is not counted on:
/// `without the torque limiter`, `the torque limiter is not considered`.
fn is_denied(words: &[String], start: usize, end: usize) -> bool {
    let before = words.get(..start).unwrap_or_default().iter().rev();
    let before = before.map(String::as_str).find(|word| !matches!(*word, "the" | "a" | "an" | "any" | "of"));
    let after = words.get(end..).unwrap_or_default().iter().map(String::as_str);
    let mut after = after.skip_while(|word| matches!(*word, "is" | "are" | "was" | "were"));
    let is_left_out = match after.next() {
        Some("not") => matches!(after.next(), Some("considered" | "counted" | "assumed" | "regarded")),
        Some(word) => word.starts_with("disregarded"),
        None => false,
    };
    is_left_out || matches!(before, Some("without" | "disregarding" | "ignoring"))
}

fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
