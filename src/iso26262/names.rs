//! Names of methods and measures as people write them.
//!
//! Two spellings are the same name if they consist of the same words: case,
//! hyphens, plurals, small words and remarks in brackets do not count. What
//! says that something was not done is no name.

use rustc_hash::FxHashMap;

/// Words that do not tell one name from another.
const SMALL: &[&str] = &["the", "a", "an", "of", "and", "for", "in", "on", "with", "by", "using", "via", "e", "g"];

/// Words that say that something was not done, or not yet.
const NOT_DONE: &[&str] = &[
    "not",
    "no",
    "without",
    "except",
    "excluding",
    "none",
    "omitted",
    "skipped",
    "waived",
    "dropped",
    "planned",
    "pending",
    "todo",
    "tbd",
    "never",
];

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The words without anything between: `walk-through` is `walkthrough`.
    joined: String,
    /// The words in order: `requirements analysis` is `analysis of requirements`.
    sorted: String,
}

impl Key {
    /// The key of a name in a table.
    pub fn of(name: &str) -> Key {
        let mut words: Vec<String> = words(&without_brackets(name)).filter(|word| !is_small(word)).collect();
        // `1k Interface test`, `T7 1k`: the number of the entry is no part of the name.
        while words.len() > 1 && is_entry(&words[0]) {
            words.remove(0);
        }
        let joined = words.concat();
        words.sort();
        Key { joined, sorted: words.join(" ") }
    }

    /// The key of what somebody wrote; none if it says that it was not done.
    pub fn read(text: &str) -> Option<Key> {
        let is_denied = words(text).any(|word| NOT_DONE.contains(&word.as_str()));
        let key = Key::of(text);
        (!is_denied && !key.joined.is_empty()).then_some(key)
    }
}

/// Names by their keys.
#[derive(Debug, Clone, Default)]
pub struct Names {
    joined: FxHashMap<String, usize>,
    sorted: FxHashMap<String, usize>,
}

impl Names {
    /// Adds a name for the entry `at`; the first to have a name keeps it.
    pub fn add(&mut self, name: &str, at: usize) {
        let key = Key::of(name);
        self.joined.entry(key.joined).or_insert(at);
        self.sorted.entry(key.sorted).or_insert(at);
    }

    /// The entry that somebody meant.
    pub fn find(&self, key: &Key) -> Option<usize> {
        self.joined.get(&key.joined).or_else(|| self.sorted.get(&key.sorted)).copied()
    }
}

/// `text` without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(|part| plain(&part.to_lowercase()))
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// `1`, `1k`, `t7`: the number of a table or of an entry in it.
fn is_entry(word: &str) -> bool {
    let digits = word.strip_prefix('t').unwrap_or(word);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < digits.len() && rest.len() <= 1
}

/// A word in the singular, in British spelling.
fn plain(word: &str) -> String {
    let word = match word {
        "analyses" => "analysis",
        "testing" | "tested" => "test",
        "checking" => "check",
        "behavior" => "behaviour",
        other => other,
    };
    let word = word.replace("ization", "isation");
    for (plural, singular) in [("ies", "y"), ("sses", "ss")] {
        if let Some(stem) = word.strip_suffix(plural).filter(|stem| stem.len() > 2) {
            return format!("{stem}{singular}");
        }
    }
    let keeps = ["ss", "is", "us"].iter().any(|end| word.ends_with(end));
    match word.strip_suffix('s') {
        Some(stem) if !keeps && stem.len() > 2 => stem.to_owned(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let mut names = Names::default();
        names.add(a, 0);
        Key::read(b).and_then(|key| names.find(&key)).is_some()
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        for (name, text) in [
            ("Walk-through", "walkthroughs"),
            ("Walk-through", "WALK THROUGH (peers)"),
            ("Requirements-based test", "requirement based testing"),
            ("Requirements-based test", "1j Requirements-based tests"),
            ("Fault injection test", "fault-injection tests"),
            ("Analysis of requirements", "requirements analysis"),
            ("Equivalence classes", "Equivalence class"),
            ("Simulation of dynamic behaviour", "simulation of the dynamic behavior"),
            ("Functional dependencies", "functional dependency"),
            ("Semi-formal verification", "semiformal verification"),
            ("Increased confidence from use (11.4.7)", "increased confidence from use"),
        ] {
            assert!(same(name, text), "{name}: {text}");
        }
    }

    #[test]
    fn other_names_and_denials_are_not() {
        for (name, text) in [
            ("Formal verification", "semi-formal verification"),
            ("Inspection", "review"),
            ("Static code analysis", "static analysis based on abstract interpretation"),
            ("Fault injection test", "no fault injection test"),
            ("Fault injection test", "fault injection test (not performed)"),
            ("Fault injection test", "fault injection test [planned]"),
            ("Interface test", "interface"),
            ("Interface test", "(interface test)"),
            ("Data flow analysis", "control flow analysis"),
        ] {
            assert!(!same(name, text), "{name}: {text}");
        }
    }
}
