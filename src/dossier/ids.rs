//! How people write references to other records.

use std::borrow::Cow;

/// An identifier with the hyphens and spaces of a keyboard, as it is compared:
/// office programs write others that look alike.
pub fn plain(text: &str) -> Cow<'_, str> {
    let other = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => Some("-"),
        '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{2009}' => Some(" "),
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => Some(""),
        _ => None,
    };
    if !text.chars().any(|c| other(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match other(c) {
            Some(instead) => out.push_str(instead),
            None => out.push(c),
        }
    }
    Cow::Owned(out.trim().to_owned())
}

/// Splits a list of identifiers: by commas, semicolons, line ends, slashes,
/// and by spaces where nothing else parts them. What is said of one behind it,
/// `SG-1: Shall brake`, `SG-2 (no braking)`, is no further one.
pub fn ids(text: &str) -> impl Iterator<Item = &str> {
    let mut found: Vec<&str> = Vec::new();
    let mut described: Option<&str> = None;
    let has_separator = text.contains(SEPARATORS);
    for part in parts(text).map(bare).filter(|part| !part.is_empty() && *part != "-") {
        let words: Vec<&str> = part.split_whitespace().collect();
        // A colon says that something is said of what stands before it.
        let all = words.iter().all(|word| is_joint(word) || (is_id(bare(word)) && !word.ends_with(':')));
        let leading = if all { words.iter().map(|word| bare(word)).collect() } else { leading(&words) };
        let is_first = leading.first().map(|id| prefix(id));
        // A comma in what is said of an identifier parts nothing.
        if !all && described.is_some() && is_first != described {
            continue;
        }
        described = None;
        match leading.len() {
            // A name of several words, or several of one.
            0 if has_separator => found.push(part),
            0 => {
                let words = || words.iter().map(|word| bare(word)).filter(|word| !word.is_empty() && *word != "-");
                // `Goal SG-1`, `see SG-1`: what looks like no identifier is said of the one that does.
                let looks = |word: &&str| is_id(word);
                if words().any(|word| looks(&word)) {
                    found.extend(words().filter(looks))
                } else {
                    found.extend(words())
                }
            }
            _ => {
                if leading.len() < words.len() && !words[leading.len()..].iter().all(|word| is_joint(word)) {
                    described = is_first;
                }
                found.extend(leading.into_iter().filter(|word| !is_joint(word)));
            }
        }
    }
    found.into_iter()
}

/// What parts identifiers for sure.
const SEPARATORS: [char; 4] = [',', ';', '\n', '|'];

/// The parts of a list; a slash parts what stands between spaces, or looks alike on both sides.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(SEPARATORS).flat_map(|part| {
        let pieces: Vec<&str> = part.split('/').map(bare).collect();
        let (Some(first), true) = (pieces.first(), pieces.len() > 1) else { return vec![part] };
        let alike = |piece: &&str| is_id(piece) && prefix(piece) == prefix(first);
        if pieces.iter().all(alike) { pieces } else { part.split(" / ").collect() }
    })
}

fn bare(part: &str) -> &str {
    part.trim().trim_matches(['[', ']', '"', '\''])
}

/// The identifiers that a part begins with: what follows them looks like none of theirs.
fn leading<'t>(words: &[&'t str]) -> Vec<&'t str> {
    let id = |word: &&'t str| bare(word.trim_end_matches([':', '.']).trim_start_matches('('));
    let Some(first) = words.first().map(id).filter(|first| is_id(first)) else { return Vec::new() };
    let mut ids = vec![first];
    // What stands behind a colon is said of the identifier.
    if words[0].ends_with(':') {
        return ids;
    }
    for word in &words[1..] {
        let next = bare(word);
        if !(is_joint(next) || is_id(next) && prefix(next) == prefix(first)) {
            break;
        }
        ids.push(next);
    }
    while ids.last().is_some_and(|last| is_joint(last)) {
        ids.pop();
    }
    ids
}

/// A word between two identifiers.
fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "und" | "&" | "+" | "/" | "-")
}

/// True for what may be meant as an identifier: it has a digit, or is joined
/// as words are not.
pub fn may_be_id(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/' | '#'))
}

/// True for what looks like an identifier: letters, and a digit.
fn is_id(word: &str) -> bool {
    let has = |test: fn(char) -> bool| word.chars().any(test);
    has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && !word.contains(char::is_whitespace)
}

/// The letters with which an identifier begins.
fn prefix(id: &str) -> &str {
    &id[..id.find(|c: char| !c.is_alphabetic()).unwrap_or(id.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        ids(text).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn lists_of_identifiers() {
        for (text, expected) in [
            ("SG-1, SG-2;SG-3", "SG-1|SG-2|SG-3"),
            ("SG-1 SG-2", "SG-1|SG-2"),
            ("[\"a\"]", "a"),
            ("SG-2 / SG-1", "SG-2|SG-1"),
            ("SG-2/SG-1", "SG-2|SG-1"),
            ("SG-1 and SG-2", "SG-1|SG-2"),
            ("REQ/SYS/001", "REQ/SYS/001"),
            ("-", ""),
            ("Lidar Works, Radar Works", "Lidar Works|Radar Works"),
            ("1, 2", "1|2"),
            ("_gFh1 R79", "_gFh1|R79"),
            ("FSR-1 SG-2", "FSR-1|SG-2"),
            ("Goal SG-1", "SG-1"),
            ("see SG-1 and SG-2", "SG-1|SG-2"),
            ("none required", "none|required"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_an_identifier_is_none() {
        for (text, expected) in [
            ("SG-1: Shall brake", "SG-1"),
            ("SG-2 (no unintended braking)", "SG-2"),
            ("SG-1 - Shall brake within 2 s", "SG-1"),
            ("SG-1: Brake, hold and release; SG-2: Steer", "SG-1|SG-2"),
            ("SG-1 Brake\nSG-2 Steer", "SG-1|SG-2"),
            ("SG-1, SG-2 (both)", "SG-1|SG-2"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn an_identifier_is_compared_as_it_looks() {
        assert_eq!(plain("SG\u{2011}1"), "SG-1");
        assert_eq!(plain("SG\u{A0}1\u{200B}"), "SG 1");
        assert_eq!(plain("SG-1"), "SG-1");
    }
}
