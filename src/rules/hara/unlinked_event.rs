use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{dead, is_first, listing, quoted_all};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A hazardous event is not a malfunction in a situation, or a function was not looked at.
    ///
    /// ## Why it matters
    /// A hazardous event is a malfunctioning behaviour in an operational situation. Without
    /// both it cannot be rated, and without the way from the functions to the malfunctions
    /// nobody can see whether a hazard was forgotten.
    ///
    /// ## Example
    /// ```csv
    /// id,malfunction,situation
    /// HE-1,MB-1,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,malfunction,situation
    /// HE-1,MB-1,OS-4
    /// ```
    /// Apply each guideword to each function, or note which ones make no sense for it. Rate
    /// the same malfunction in the same situation once.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.2.2 (systematic determination of hazards) and 6.4.2.5
    /// (combination with situations). Guidewords are one usable technique, so that one left
    /// out is advice.
    "hara/unlinked-event" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const HAZARDS: &str = "ISO-26262-3:6.4.2.2";
const EVENTS: &str = "ISO-26262-3:6.4.2.5";

fn check(exam: &mut Examination<'_>) {
    links(exam);
    guidewords(exam);
    ratings(exam);
}

fn links(exam: &mut Examination<'_>) {
    for event in exam.records("hazardous-event") {
        exam.saw_for(EVENTS, event);
        let mut faults = Vec::new();
        for field in ["malfunction", "situation"] {
            let dead = dead(exam.dossier, event, field);
            if event.text(field).is_absent() {
                faults.push(format!("names no {field}"));
            } else if !dead.is_empty() {
                faults.push(format!("names the {field} {}, which the dossier does not hold", quoted_all(&dead)));
            }
        }
        if !faults.is_empty() {
            exam.gap(event, format!("{} {}", event.name(), listing(&faults)))
                .clause(EVENTS)
                .help("name the malfunction and the situation by their identifiers");
        }
    }
}

/// Every function has a malfunction for each guideword in use, or a note.
fn guidewords(exam: &mut Examination<'_>) {
    let (malfunctions, functions) = (exam.records("malfunction"), exam.records("function"));
    if malfunctions.is_empty() {
        return;
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut of_function: FxHashMap<RecordId, BTreeSet<&str>> = FxHashMap::default();
    for malfunction in malfunctions {
        let guideword = exam.read(malfunction, "guideword", malfunction.choice("guideword"));
        used.extend(guideword);
        for function in malfunction.linked("function").0 {
            of_function.entry(function.number).or_default().extend(guideword);
        }
    }
    for function in functions {
        if !is_first(exam.dossier, function) {
            continue;
        }
        exam.saw_for(HAZARDS, function);
        let found = of_function.get(&function.number);
        let note = plain(function.words("not_applicable"));
        let is_done = |word: &&&str| found.is_some_and(|found| found.contains(**word)) || note.contains(&plain(word));
        let missing: Vec<&str> = used.iter().filter(|word| !is_done(word)).copied().collect();
        let name = function.name();
        if found.is_none() && note.trim().is_empty() {
            exam.gap(function, format!("{name} has no malfunction, and nothing says why"))
                .clause(HAZARDS)
                .help("go through the guidewords for this function, or note that they make no sense for it");
        } else if !missing.is_empty() {
            let words = listing(&missing);
            exam.warn(function, format!("{name} has no malfunction for {words}, and other functions have"))
                .clause(HAZARDS)
                .help("apply these guidewords to the function, or note why they make no sense for it");
        }
    }
}

/// The words of a text between single spaces, to look for others among them.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// The same malfunction in the same situation is rated once.
fn ratings(exam: &mut Examination<'_>) {
    let mut first: FxHashMap<[Vec<&str>; 2], (RecordRef<'_>, [u8; 3])> = FxHashMap::default();
    for event in exam.records("hazardous-event") {
        let [malfunctions, situations] = ["malfunction", "situation"].map(|field| {
            let mut ids = event.ids(field);
            ids.sort_unstable();
            ids
        });
        let classes = ["severity", "exposure", "controllability"].map(|name| event.class(name).present());
        let [Some(s), Some(e), Some(c)] = classes else { continue };
        if malfunctions.is_empty() || situations.is_empty() {
            continue;
        }
        let (other, [s1, e1, c1]) = *first.entry([malfunctions, situations]).or_insert((event, [s, e, c]));
        if [s, e, c] != [s1, e1, c1] {
            let (name, other) = (event.name(), other.name());
            let message = format!(
                "{name} is the malfunction and the situation of {other}, and is rated S{s} E{e} C{c} \
                 where the other is S{s1} E{e1} C{c1}"
            );
            exam.warn(event, message).clause(EVENTS).help("rate both alike, or say what makes the situations differ");
        }
    }
}
