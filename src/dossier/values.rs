//! How people write ASILs, classes, dates, numbers and answers.

use std::borrow::Cow;

use jiff::civil::Date;

pub use super::ids::{ids, may_be_id, plain};

/// An automotive safety integrity level, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asil {
    /// Quality management is enough.
    Qm,
    /// The lowest level.
    A,
    /// The second level.
    B,
    /// The third level.
    C,
    /// The highest level.
    D,
}

impl Asil {
    /// The letter, or `QM`.
    pub fn name(self) -> &'static str {
        match self {
            Asil::Qm => "QM",
            Asil::A => "A",
            Asil::B => "B",
            Asil::C => "C",
            Asil::D => "D",
        }
    }

    /// `QM`, `A`, `b`: nothing else.
    pub fn from_name(text: &str) -> Option<Asil> {
        let asils = [Asil::Qm, Asil::A, Asil::B, Asil::C, Asil::D];
        asils.into_iter().find(|asil| asil.name().eq_ignore_ascii_case(text))
    }
}

impl std::fmt::Display for Asil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Asil::Qm => f.write_str("QM"),
            asil => write!(f, "ASIL {}", asil.name()),
        }
    }
}

/// An ASIL as stated, perhaps decomposed: `B(D)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatedAsil {
    /// The level stated.
    pub asil: Asil,
    /// The level before decomposition, in brackets.
    pub initial: Option<Asil>,
}

impl StatedAsil {
    /// The level before decomposition, which is the level itself without one.
    pub fn initial(self) -> Asil {
        self.initial.unwrap_or(self.asil)
    }
}

impl std::fmt::Display for StatedAsil {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.initial {
            Some(initial) => write!(f, "{}({})", self.asil, initial.name()),
            None => write!(f, "{}", self.asil),
        }
    }
}

/// Reads an ASIL in the spellings met: `D`, `ASIL-D`, `asilD`, `ASIL B(D)`,
/// `QM`, and with a note behind it, `C (provisional)`.
pub fn asil(text: &str) -> Result<StatedAsil, String> {
    let fail = || format!("`{}` is no ASIL, expected QM, A, B, C, D or such as B(D)", text.trim());
    let bare = text.trim();
    let lower = bare.to_ascii_lowercase();
    let start = if lower.starts_with("asil") { 4 } else { 0 };
    let rest = bare.get(start..).unwrap_or_default().trim_start_matches([' ', '-', '_', ':']);
    let (word, tail) = match rest.find(['(', '[']) {
        Some(at) => (rest[..at].trim(), &rest[at + 1..]),
        None => (rest.trim(), ""),
    };
    let asil = Asil::from_name(word).ok_or_else(fail)?;
    let (inner, behind) = tail.split_once([')', ']']).unwrap_or((tail, ""));
    let bare = inner.trim().strip_prefix("ASIL").unwrap_or(inner).trim_matches([' ', '-', '_']);
    // A note is no level: only a level by itself is the initial one. One that
    // names another level, or is still to come, leaves it open.
    let initial = Asil::from_name(bare);
    let is_level = |word: &str| matches!(word, "QM" | "B" | "C" | "D");
    let is_other = initial.is_none() && inner.split(|c: char| !c.is_alphanumeric()).any(is_level);
    if is_other || is_put_off(inner) || is_put_off(behind) {
        return Err(fail());
    }
    Ok(StatedAsil { asil, initial })
}

/// Reads several ASILs: `B(D) + B(D)`, `C(D), A(D)`.
pub fn asils(text: &str) -> Result<Vec<StatedAsil>, String> {
    text.split(['+', ',', ';', '/']).filter(|part| !part.trim().is_empty()).map(asil).collect()
}

/// Reads a class such as `S3`; the letter may be missing.
pub fn class(text: &str, letter: &str, highest: u8) -> Result<u8, String> {
    let fail = || format!("`{}` is no class, expected {letter}0 to {letter}{highest}", text.trim());
    let bare = text.trim().split([' ', '(', ',', ';', ':']).next().unwrap_or_default();
    let digits = bare.strip_prefix(letter).or_else(|| bare.strip_prefix(&letter.to_lowercase())).unwrap_or(bare);
    let class = digits.parse::<u8>().ok().filter(|class| *class <= highest).ok_or_else(fail)?;
    if is_put_off(&text.trim()[bare.len()..]) {
        return Err(fail());
    }
    if names_another(text, letter, class) {
        return Err(format!("`{}` may be read in two ways, expected one class", text.trim()));
    }
    Ok(class)
}

/// True if what stands behind a value says that it is still to come: `TBD`, `(to be confirmed)`.
fn is_put_off(behind: &str) -> bool {
    let note = behind.trim_matches(|c: char| c.is_whitespace() || "-–:;,.()[]".contains(c));
    !note.is_empty() && says_nothing(note)
}

/// True for `S2 or S3`, `E2-E4`, `C1/C2`: more than one class.
fn names_another(text: &str, letter: &str, class: u8) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let classes = words.filter_map(|word| {
        let digits = word.strip_prefix(letter).or_else(|| word.strip_prefix(&letter.to_lowercase()))?;
        digits.parse::<u8>().ok()
    });
    classes.into_iter().any(|other| other != class)
}

/// Reads a date: `2026-11-21`, `21.11.2026`, `2026/11/21`, with a time or not.
///
/// A date written with slashes that may be read in two ways is not guessed.
pub fn date(text: &str) -> Result<Date, String> {
    let fail = || format!("`{}` is no date, expected YYYY-MM-DD", text.trim());
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    if let Ok(date) = day.parse::<Date>() {
        return Ok(date);
    }
    let parts: Vec<&str> = day.split(['.', '/']).collect();
    let [first, second, third] = parts[..] else { return Err(fail()) };
    let number = |text: &str| text.parse::<i16>().ok();
    let (Some(a), Some(b), Some(c)) = (number(first), number(second), number(third)) else { return Err(fail()) };
    let small = |number: i16| i8::try_from(number).unwrap_or(0);
    let is_dotted = day.contains('.');
    let (year, month, day) = match (first.len(), third.len()) {
        (4, _) => (a, small(b), small(c)),
        (_, 4) if is_dotted || a > 12 => (c, small(b), small(a)),
        (_, 4) if b > 12 => (c, small(a), small(b)),
        (_, 4) => return Err(format!("`{}` may be read in two ways, expected YYYY-MM-DD", text.trim())),
        _ => return Err(fail()),
    };
    Date::new(year, month, day).map_err(|_| fail())
}

/// Reads yes or no.
pub fn yes_no(text: &str) -> Result<bool, String> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" | "ja" => Ok(true),
        "no" | "n" | "false" | "0" | "nein" => Ok(false),
        _ => Err(format!("`{}` is neither yes nor no", text.trim())),
    }
}

/// Splits a list of identifiers or words: by commas, semicolons, line ends.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty())
}

/// Words with which people say that nothing is there yet. None of them may be
/// an answer in a field with a choice.
const NOTHING: [&str; 42] = [
    "n/a",
    "na",
    "none",
    "nil",
    "tbd",
    "tbc",
    "tba",
    "tbs",
    "todo",
    "xxx",
    "pending",
    "not applicable",
    "keine",
    "open point",
    "see above",
    "see below",
    "as above",
    "siehe oben",
    "siehe unten",
    "wie oben",
    "ditto",
    "dito",
    "idem",
    "later",
    "to follow",
    "will follow",
    "folgt",
    "unknown",
    "unbekannt",
    "undefined",
    "unspecified",
    "not available",
    "not defined",
    "not known",
    "not specified",
    "not yet",
    "noch nicht",
    "placeholder",
    "dummy",
    "lorem ipsum",
    "nn",
    "n n",
];

/// Words that are an answer somewhere, and say nothing where a description is
/// asked for.
const FILLERS: [&str; 11] =
    ["open", "offen", "x", "xx", "missing", "empty", "blank", "null", "in work", "in progress", "draft"];

/// Words that a promise begins with.
const PROMISES: [&str; 9] = ["to be ", "tbd ", "tbd:", "tbc ", "todo ", "todo:", "not yet ", "noch nicht ", "will be "];

/// Bytes of the longest cell that may say nothing, with brackets and blanks.
const LONGEST_NOTHING: usize = 64;

/// True if a cell says that it holds nothing: `-`, `n/a`, `none`, `TBD`,
/// `to be defined`, `[TBD]`, `see above`.
pub fn says_nothing(text: &str) -> bool {
    // No such words are longer, and every cell of a dossier comes by here.
    if text.len() > LONGEST_NOTHING {
        return false;
    }
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || "[(<{".contains(c)).bytes().next();
    let may_promise = first.is_none_or(|first| matches!(first.to_ascii_lowercase(), b't' | b'n' | b'w'));
    // None of the words has a digit: identifiers and dates say something.
    if !may_promise && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let folded = folded(text);
    let is_promise = PROMISES.iter().any(|begin| folded.starts_with(begin)) && folded.split_whitespace().count() <= 4;
    folded.chars().all(is_mark) || is_promise || NOTHING.contains(&&*folded)
}

/// True if a cell that has to describe or explain something does not: one of
/// which [`says_nothing`] is true, or an `x`, or a mere `open`.
pub fn describes_nothing(text: &str) -> bool {
    says_nothing(text) || text.len() <= LONGEST_NOTHING && FILLERS.contains(&&*folded(text))
}

/// What a sentence holds that takes back, denies or puts off what it is about.
const DENIALS: [&str; 27] = [
    "not yet",
    "cannot yet",
    "cannot attest",
    "cannot confirm",
    "cannot be confirmed",
    "could not be",
    "not confirmed",
    "not passed",
    "not tested",
    "not verified",
    "did not pass",
    "nachgereicht",
    "does not exist",
    "do not exist",
    "exists yet",
    "not implemented",
    "not available",
    "not defined",
    "not documented",
    "to be written",
    "to be defined",
    "to be done",
    "to be decided",
    "work in progress",
    "noch nicht",
    "tbd",
    "tbc",
];

/// The part of a sentence by which it seems to deny or put off what it is
/// about: for a person to judge, never sure.
pub fn denial(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let words = words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let words = format!(" {words} ");
    DENIALS.into_iter().find(|denial| words.contains(&format!(" {denial} ")))
}

/// In small letters, without full stops and without brackets around it.
fn folded(text: &str) -> Cow<'_, str> {
    let bare = text.trim().trim_start_matches(['[', '(', '<', '{']).trim_end_matches([']', ')', '>', '}']).trim();
    if bare.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase() && byte != b'.') {
        return bare.into();
    }
    bare.to_lowercase().replace('.', "").trim().to_owned().into()
}

/// True for what people put into a cell so that it is not empty.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '–' | '—' | '?' | '_' | '/' | '\\' | '…' | '*' | '#' | '~' | '!' | ':' | ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_denies_itself_is_noticed() {
        for text in [
            "No declaration exists yet.",
            "Will come; TBD by Q3",
            "The process is not\nyet in place",
            "M cannot yet attest it",
        ] {
            assert!(denial(text).is_some(), "{text}");
        }
        for text in ["Every type is covered", "Nothing is left open", "TBDs are tracked in the register"] {
            assert_eq!(denial(text), None, "{text}");
        }
    }

    #[test]
    fn asils_are_read_as_people_write_them() {
        let plain = |asil| Ok(StatedAsil { asil, initial: None });
        for text in ["D", "ASIL D", "ASIL-D", "ASIL_D", "asilD", "asil d", " d ", "D (provisional)"] {
            assert_eq!(asil(text), plain(Asil::D), "{text}");
        }
        for text in ["B(D)", "ASIL B(D)", "ASIL-B (D)", "b(d)", "ASIL B(ASIL D)"] {
            assert_eq!(asil(text), Ok(StatedAsil { asil: Asil::B, initial: Some(Asil::D) }), "{text}");
        }
        assert_eq!(asil("QM(D)").map(|stated| (stated.asil, stated.initial)), Ok((Asil::Qm, Some(Asil::D))));
        for text in ["", "E", "ASIL", "high", "DD", "SIL 3"] {
            assert!(asil(text).is_err(), "{text}");
        }
    }

    #[test]
    fn several_asils() {
        let letters = |text| asils(text).map(|all| all.iter().map(|one| one.asil.name()).collect::<Vec<_>>());
        assert_eq!(letters("B(D) + A(D)"), Ok(vec!["B", "A"]));
        assert!(letters("B(D) + X(D)").is_err());
    }

    #[test]
    fn classes_are_bounded() {
        assert_eq!(class("S3", "S", 3), Ok(3));
        assert_eq!(class("3", "S", 3), Ok(3));
        assert_eq!(class("e4 (every drive)", "E", 4), Ok(4));
        for text in ["S2 or S3", "S2, S3", "s1 to s3", "S2 (S3 without the belt)"] {
            assert!(class(text, "S", 3).unwrap_err().contains("two ways"), "{text}");
        }
        assert_eq!(class("S2 (see HE-3, S2)", "S", 3), Ok(2));
        assert!(class("S4", "S", 3).is_err());
        assert!(class("C2", "S", 3).is_err());
    }

    #[test]
    fn dates_are_not_guessed() {
        let expected = Date::new(2026, 4, 3).unwrap();
        for text in ["2026-04-03", "3.4.2026", "03.04.2026", "2026/04/03", "2026-04-03T10:00:00"] {
            assert_eq!(date(text), Ok(expected), "{text}");
        }
        assert_eq!(date("25/04/2026"), Ok(Date::new(2026, 4, 25).unwrap()));
        assert!(date("03/04/2026").unwrap_err().contains("two ways"));
        assert!(date("2026-02-30").is_err());
        assert!(date("soon").is_err());
    }

    #[test]
    fn a_promise_holds_nothing() {
        for text in ["", " - ", "–", "n/a", "N.A.", "TBD", "t.b.d.", "to be defined", "To be written.", "?", "..."] {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["[TBD]", "<tbd>", "TBD (by supplier)", "see above", "not yet", "Not yet defined", "…", "ditto"] {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["x", "Open.", "(open)", "-"] {
            assert!(describes_nothing(text), "{text}");
        }
        for text in ["A", "5", "yes", "no", "X5", "open brake line", "C", "R155", "see above the line of sight, 3.2"] {
            assert!(!describes_nothing(text), "{text}");
        }
        for text in ["x", "open", "no", "SG-1", "to be found in the item definition, chapter 3", "0"] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
