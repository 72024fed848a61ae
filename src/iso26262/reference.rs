//! References to clauses of ISO 26262 as people write them.

/// What a part is called before its number: `26262-3`, `26262 part 3`.
const STANDARD: &str = "26262";

/// Words after which another standard is spoken of.
const OTHERS: &[&str] = &["iso", "iec", "un", "sae", "ieee", "din", "vda", "aspice"];

/// The ids of the clauses that `text` refers to: `ISO 26262-3:2018, 6.5.1` and
/// `26262-3:6.5.1` are both `ISO-26262-3:6.5.1`. A part holds for all numbers
/// up to the next one.
pub fn references(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    // What follows the name of the standard, up to its next mention.
    for after in text.split(STANDARD).skip(1) {
        let Some((part, rest)) = part(after) else { continue };
        let words = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
        for word in words.take_while(|word| !OTHERS.contains(&word.to_ascii_lowercase().as_str())) {
            let number = word.trim_matches('.');
            if is_number(number) {
                ids.push(format!("ISO-{STANDARD}-{part}:{number}"));
            }
        }
    }
    ids
}

/// The number of the part at the start of `text`, and what follows it and the year.
fn part(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | ','));
    let text = match text.get(..4) {
        Some(word) if word.eq_ignore_ascii_case("part") => text[4..].trim_start(),
        _ => text,
    };
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    // Two digits at most: `26262:2018` names no part.
    matches!(digits.len(), 1 | 2).then_some((digits, rest))
}

/// True for `6.5.1` and `C.5.1`, not for a year, a bare number or a word.
fn is_number(word: &str) -> bool {
    let mut parts = word.split('.');
    let first = parts.next().unwrap_or_default();
    let is_first = !first.is_empty() && (first.bytes().all(|byte| byte.is_ascii_digit()) || first.len() == 1);
    is_first && word.contains('.') && parts.all(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn one_clause_in_many_spellings() {
        for text in [
            "ISO 26262-3:2018, 6.5.1",
            "ISO-26262-3:6.5.1",
            "26262-3:6.5.1",
            "ISO26262-3 6.5.1",
            "ISO 26262-3:2018(E), clause 6.5.1.",
            "ISO 26262 Part 3, 6.5.1",
            "ISO 26262-3 §6.5.1 (HARA report)",
        ] {
            assert_eq!(references(text), ["ISO-26262-3:6.5.1"], "{text}");
        }
        assert_eq!(references("ISO-26262-6:C.5.1"), ["ISO-26262-6:C.5.1"]);
        assert_eq!(references("ISO 26262-12:2018, 8.5"), ["ISO-26262-12:8.5"]);
    }

    #[test]
    fn several_clauses() {
        let ids = references("ISO 26262-3:2018, 6.5.1, 6.5.2; ISO 26262-2:2018, 6.5.3");
        assert_eq!(ids, ["ISO-26262-3:6.5.1", "ISO-26262-3:6.5.2", "ISO-26262-2:6.5.3"]);
        assert_eq!(references("ISO 26262-3:2018, 6.5.1 and ISO 21448:2022, 6.5"), ["ISO-26262-3:6.5.1"]);
    }

    #[test]
    fn what_names_no_part_or_no_clause_is_none() {
        for text in ["", "6.5.1", "ISO 26262:2018, 6.5.1", "ISO 26262-3:2018", "UN-R157:5.2.3.1", "ISO 21448, 6.5"] {
            assert!(references(text).is_empty(), "{text}");
        }
    }
}
