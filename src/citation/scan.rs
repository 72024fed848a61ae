//! Finds references in running text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::range::{between, letters_between};

/// A reference found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// The document without part and edition: `UN R155`, `ISO 26262`, `GB 44495`.
    pub document: String,
    /// The part: `3` of ISO 26262-3.
    pub part: Option<String>,
    /// The edition: a year, or a series of amendments.
    pub edition: Option<String>,
    /// What of the document.
    pub locator: Locator,
    /// True for a clause within a range of which only the ends are written.
    pub is_implied: bool,
}

/// What of a document is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locator {
    /// The document as a whole.
    Whole,
    /// A clause, its number without spaces: `7.2.2.2(c)`, `A5.4.1`.
    Clause(String),
    /// A table: `9`, `A1`.
    Table(String),
}

/// The number of a clause: `7.2.2.2 (c)`, `5.2 b)`, `A4.3.4.4(a)`, `RQ-15-04`.
const NUMBER: &str = r"(?:(?:RQ|RC|PM|WP)-\d{2}-\d{2}|(?:[A-H]\d{0,2}\.)?\d{1,2}(?:\.\d{1,2}[A-Za-z]?)*)(?:\s?\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|\s[a-z]\))*";

/// A word that announces a number.
const MARK: &str = r"(?:§+|(?:sub-?)?para(?:graph)?s?\.?|clauses?|cl\.|(?:sub-?)?sections?|sect?\.|items?|requirements?|req\.|Nr\.|Abs\.)";

/// The documents that are recognised.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        // Our own ids, with the clause.
        r"(?P<own>\b(?:UN-R\d{2,3}|UN-ADS|ISO-26262-\d{1,2}|ISO-21448|ISO-34503|ISO-SAE-21434|ISO-24089|CN-GBT?-[\d.]+-\d{4}):",
        r"[A-Za-z0-9][A-Za-z0-9.()+-]*(?:@[\w+-]+)?(?:#[\w.()+-]+)?)",
        // United Nations regulations.
        r"|\b(?:UN(?:\s?ECE)?|UNECE|ECE)[\s-]*(?:Regulations?|Reg\.?|R)?[\s.-]*(?:No\.?|Nr\.?)?\s*(?P<un>\d{2,3})\b",
        r"|\b(?:UN\s+)?Regulation\s+(?:No\.?|Nr\.?)\s*(?P<reg>\d{2,3})\b",
        r"|\bR[\s.-]?(?P<bare>15[5-7]|171|160)\b",
        r"|(?P<ads>\bUN[\s-]ADS\b(?:\s+[Rr]egulation)?|\bADS\s+[Rr]egulation\b)",
        // ISO, with or without its partners, and the numbers alone.
        r"|\b(?P<iso>ISO(?:[/ -](?:SAE|PAS|TS|TR|IEC|DIS|FDIS|CD))*)[\s-]*(?P<isono>\d{4,5})(?:[-–](?P<isopart>\d{1,2})\b)?(?:\s?[:–-]\s?(?P<isoyear>(?:19|20)\d{2})\b)?",
        r"|\b(?P<num>26262|21434|21448|34503|24089)(?:[-–](?P<numpart>\d{1,2})\b)?(?::(?P<numyear>(?:19|20)\d{2})\b)?",
        // Chinese and British documents.
        r"|\b(?P<gb>GB(?:\s?/\s?[TZ])?)[\s-]*(?P<gbno>\d{4,5})(?:\.(?P<gbpart>\d{1,2}))?(?:\s?[-–—]\s?(?P<gbyear>(?:19|20)\d{2})\b)?",
        r"|\b(?P<pas>(?:BSI\s+)?PAS)\s?(?P<pasno>\d{4,5})(?::(?P<pasyear>(?:19|20)\d{2})\b)?",
    ))
});

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[\s,]*(?:\(((?:19|20)\d{2})\)|((?:19|20)\d{2})\b)(?:\s+edition\b)?"));
static SERIES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[\s,.]*\(?(?:the\s+)?(0\d)\s+series(?:\s+of\s+amendments)?\)?"));
static PART: LazyLock<Regex> = LazyLock::new(|| regex(r"^[\s,]*(?i:part|pt\.)\s?(\d{1,2})\b"));
static TABLE: LazyLock<Regex> = LazyLock::new(|| regex(r"^[\s,;:(]*(?i:tables?|tab\.)\s?([A-H]?\d{1,2})\b"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| regex(r"^[\s,;:(]*(?i:annex)\s?([A-H]|\d{1,2})\b"));
static CLAUSE: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"^[\s,;:(]*(?P<mark>(?i:{MARK})\s*)?(?P<number>{NUMBER})")));
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^\s*(?:,|;|/|&|\band\b|\bor\b|\bund\b|(?P<to>–|-|\bto\b|\bthrough\b|\bbis\b))\s*(?P<mark>(?i:{MARK})\s*)?(?P<number>{NUMBER})"
    ))
});
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"(?i:{MARK})\s*({NUMBER})\s*,?\s*(?:(?:of|in|from|to)\s+)(?:the\s+)?$")));
static TABLE_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i:table|tab\.)\s*([A-H]?\d{1,2})\s*,?\s*(?:(?:of|in|from)\s+)(?:the\s+)?$"));

/// "7.2.2.2 (a), (b) and (c)": further letters of the same clause.
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^\s*(?:,|;|/|&|\band\b|\bor\b|(?P<to>\bto\b|–|-))\s*(?P<letter>\((?:[a-z]|[ivx]{1,4})\))")
});

fn regex(pattern: &str) -> Regex {
    // The patterns are constants; a test compiles each.
    #[expect(clippy::unwrap_used, reason = "a constant that a test compiles")]
    Regex::new(pattern).unwrap()
}

/// The references of `text`, in its order. A list of clauses of one document
/// gives one reference each.
pub fn scan(text: &str) -> Vec<Citation> {
    let mut citations = Vec::new();
    let mut at = 0;
    while let Some(captures) = NAME.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { break };
        at = whole.end().max(at + 1);
        if let Some(own) = captures.name("own") {
            citations.extend(own_id(own.as_str(), own.range()));
            continue;
        }
        let Some(mut name) = document(&captures) else { continue };
        let end = tail(text, whole.range(), &mut name, &mut citations);
        at = end.max(at);
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    citations
}

/// What the name of a document says.
struct Name {
    document: String,
    part: Option<String>,
    edition: Option<String>,
    /// True if the number alone is no proof that a document is meant.
    needs_more: bool,
}

fn document(captures: &Captures<'_>) -> Option<Name> {
    let get = |name: &str| captures.name(name).map(|group| group.as_str().to_owned());
    let plain = |document: String| Name { document, part: None, edition: None, needs_more: false };
    if let Some(number) = get("un").or_else(|| get("reg")).or_else(|| get("bare")) {
        // `UN 12` speaks of many things; a regulation has a known number or says so.
        let says_so = captures.get(0).is_some_and(|all| all.as_str().contains(['R', 'r']));
        return (says_so || number.len() == 3).then(|| plain(format!("UN R{number}")));
    }
    if captures.name("ads").is_some() {
        return Some(plain("UN ADS".to_owned()));
    }
    if let Some(number) = get("isono") {
        let iso = get("iso").unwrap_or_default();
        let is_pas = iso.contains("PAS");
        let document = if is_pas { format!("ISO/PAS {number}") } else { format!("ISO {number}") };
        return Some(Name { document, part: get("isopart"), edition: get("isoyear"), needs_more: false });
    }
    if let Some(number) = get("num") {
        let needs_more = captures.name("numpart").is_none() && captures.name("numyear").is_none();
        let document = format!("ISO {number}");
        return Some(Name { document, part: get("numpart"), edition: get("numyear"), needs_more });
    }
    if let Some(number) = get("gbno") {
        let kind = get("gb").unwrap_or_default().replace(' ', "");
        return Some(Name {
            document: format!("{kind} {number}"),
            part: get("gbpart"),
            edition: get("gbyear"),
            needs_more: false,
        });
    }
    get("pasno").map(|number| Name {
        document: format!("PAS {number}"),
        part: None,
        edition: get("pasyear"),
        needs_more: false,
    })
}

/// Reads edition, part and clauses behind a name; gives where it ends.
fn tail(text: &str, name_at: Range<usize>, name: &mut Name, citations: &mut Vec<Citation>) -> usize {
    let mut at = name_at.end;
    let mut progress = true;
    while progress {
        progress = false;
        for (pattern, slot) in [(&*YEAR, 0), (&*SERIES, 0), (&*PART, 1)] {
            let taken = if slot == 0 { &mut name.edition } else { &mut name.part };
            if taken.is_none()
                && let Some(found) = pattern.captures(&text[at..])
            {
                *taken = found.get(1).or_else(|| found.get(2)).map(|group| group.as_str().to_owned());
                at += found.get(0).map_or(0, |all| all.end());
                progress = true;
            }
        }
    }
    let cite = |range: Range<usize>, locator: Locator| Citation {
        range,
        document: name.document.clone(),
        part: name.part.clone(),
        edition: name.edition.clone(),
        locator,
        is_implied: false,
    };
    let before = citations.len();
    at = locators(text, at, name_at.start, &cite, citations);
    if citations.len() == before
        && let Some((start, locator)) = locator_before(text, name_at.start)
    {
        citations.push(cite(start..at, locator));
    }
    let says_more = citations.len() > before || name.part.is_some() && !name.needs_more;
    if citations.len() == before && (!name.needs_more || says_more) {
        citations.push(cite(name_at.start..at, Locator::Whole));
    }
    at
}

/// The clauses and tables behind a name.
fn locators(
    text: &str,
    mut at: usize,
    start: usize,
    cite: &impl Fn(Range<usize>, Locator) -> Citation,
    citations: &mut Vec<Citation>,
) -> usize {
    if let Some(found) = TABLE.captures(&text[at..]) {
        at += found.get(0).map_or(0, |all| all.end());
        citations.push(cite(start..at, Locator::Table(found[1].to_owned())));
        return at;
    }
    let mut annex = String::new();
    if let Some(found) = ANNEX.captures(&text[at..]) {
        at += found.get(0).map_or(0, |all| all.end());
        let number = &found[1];
        let is_letter = number.starts_with(|c: char| c.is_alphabetic());
        annex = if is_letter { number.to_owned() } else { format!("A{number}") };
    }
    let mut pattern: &Regex = &CLAUSE;
    while let Some(found) = pattern.captures(&text[at..]) {
        let number = found["number"].to_owned();
        // A bare number without a point says nothing: "R155 2 tests".
        let is_marked = found.name("mark").is_some() || !annex.is_empty();
        if !is_marked && !number.contains(['.', '(', '-']) {
            break;
        }
        at += found.get(0).map_or(0, |all| all.end());
        let number = clause_number(&number);
        let mut full = if annex.is_empty() { number } else { format!("{annex}.{number}") };
        let implied =
            |number: String, at: usize| Citation { is_implied: true, ..cite(start..at, Locator::Clause(number)) };
        if let (true, Some(first)) = (found.name("to").is_some(), last_clause(citations)) {
            citations.extend(between(&first, &full).into_iter().map(|number| implied(number, at)));
        }
        citations.push(cite(start..at, Locator::Clause(full.clone())));
        while let Some(next) = LETTER.captures(&text[at..]) {
            at += next.get(0).map_or(0, |all| all.end());
            let base = full.split('(').next().unwrap_or_default();
            let lettered = format!("{base}{}", &next["letter"]);
            if next.name("to").is_some() {
                citations.extend(letters_between(&full, &lettered).into_iter().map(|number| implied(number, at)));
            }
            citations.push(cite(start..at, Locator::Clause(lettered.clone())));
            full = lettered;
        }
        annex = String::new();
        pattern = &NEXT;
    }
    if !annex.is_empty() {
        citations.push(cite(start..at, Locator::Clause(annex)));
    }
    at
}

fn last_clause(citations: &[Citation]) -> Option<String> {
    match &citations.last()?.locator {
        Locator::Clause(number) => Some(number.clone()),
        _ => None,
    }
}

/// "clause 6.4.3 of ISO 26262-3": the clause stands before the name.
fn locator_before(text: &str, start: usize) -> Option<(usize, Locator)> {
    const LONGEST: usize = 48;
    let mut from = start.saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..start];
    let clause = BEFORE.captures(before).map(|found| (found, true));
    let (found, is_clause) = clause.or_else(|| TABLE_BEFORE.captures(before).map(|found| (found, false)))?;
    let at = from + found.get(0)?.start();
    let number = found.get(1)?.as_str();
    Some((at, if is_clause { Locator::Clause(clause_number(number)) } else { Locator::Table(number.to_owned()) }))
}

/// A number without spaces, its letters in brackets: `5.2 b)` is `5.2(b)`.
fn clause_number(written: &str) -> String {
    let mut number = String::with_capacity(written.len());
    let mut parts = written.split_whitespace();
    number.push_str(parts.next().unwrap_or_default());
    for part in parts {
        if part.starts_with('(') {
            number.push_str(part);
        } else {
            number.push('(');
            number.push_str(part);
        }
    }
    number
}

/// A reference by one of our own ids.
fn own_id(id: &str, range: Range<usize>) -> Option<Citation> {
    let id = id.trim_end_matches(['.', ',', '-']);
    let (standard, rest) = id.split_once(':')?;
    let mut parts = rest.split(['@', '#']);
    let number = parts.next()?.to_owned();
    let range = range.start..range.start + id.len();
    let locator = Locator::Clause(number);
    let cite = |document: &str, part: Option<&str>, edition: Option<&str>| Citation {
        range: range.clone(),
        document: document.to_owned(),
        part: part.map(str::to_owned),
        edition: edition.map(str::to_owned),
        locator: locator.clone(),
        is_implied: false,
    };
    if let Some(part) = standard.strip_prefix("ISO-26262-") {
        return Some(cite("ISO 26262", Some(part), None));
    }
    if let Some(rest) = standard.strip_prefix("CN-") {
        let (kind, rest) = rest.split_once('-')?;
        let (number, year) = rest.rsplit_once('-')?;
        let kind = if kind == "GBT" { "GB/T" } else { kind };
        return Some(cite(&format!("{kind} {number}"), None, Some(year)));
    }
    Some(match standard {
        "ISO-SAE-21434" => cite("ISO 21434", None, None),
        "UN-ADS" => cite("UN ADS", None, None),
        _ => cite(&standard.replacen('-', " ", 1), None, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `document-part:edition locator`, as short as it can be said.
    fn found(text: &str) -> Vec<String> {
        let shown = |citation: &Citation| {
            let part = citation.part.as_ref().map(|part| format!("-{part}")).unwrap_or_default();
            let edition = citation.edition.as_ref().map(|edition| format!(":{edition}")).unwrap_or_default();
            let locator = match &citation.locator {
                Locator::Whole => String::new(),
                Locator::Clause(number) => format!(" {number}"),
                Locator::Table(number) => format!(" table {number}"),
            };
            format!("{}{part}{edition}{locator}", citation.document)
        };
        scan(text).iter().map(shown).collect()
    }

    #[test]
    fn references_are_found_as_people_write_them() {
        let cases: &[(&str, &[&str])] = &[
            ("R155 §7.2.2.2 (c)", &["UN R155 7.2.2.2(c)"]),
            ("UN ECE R157 para. 5.2.5.2", &["UN R157 5.2.5.2"]),
            ("ISO 26262-3:2018, 6.4.3", &["ISO 26262-3:2018 6.4.3"]),
            ("GB 44495-2024 5.2 b)", &["GB 44495:2024 5.2(b)"]),
            (
                "ISO 26262-2:2018, 6.5.1 to 6.5.3",
                &["ISO 26262-2:2018 6.5.1", "ISO 26262-2:2018 6.5.2", "ISO 26262-2:2018 6.5.3"],
            ),
            ("UN R156 7.1.1.8–7.1.1.10", &["UN R156 7.1.1.8", "UN R156 7.1.1.9", "UN R156 7.1.1.10"]),
            ("R155 7.2.2.2 (a) to (c)", &["UN R155 7.2.2.2(a)", "UN R155 7.2.2.2(b)", "UN R155 7.2.2.2(c)"]),
            ("26262 part 6 table 9", &["ISO 26262-6 table 9"]),
            ("UN Regulation No. 155, paragraph 7.3.3 and 7.3.4", &["UN R155 7.3.3", "UN R155 7.3.4"]),
            ("UN-R157:5.2.3.1@01#mrmlc", &["UN R157 5.2.3.1"]),
            ("ISO-26262-3:6.4.3.10.", &["ISO 26262-3 6.4.3.10"]),
            ("ISO-SAE-21434:RQ-15-04", &["ISO 21434 RQ-15-04"]),
            ("ISO/SAE 21434:2021 RQ-09-05, RQ-09-06", &["ISO 21434:2021 RQ-09-05", "ISO 21434:2021 RQ-09-06"]),
            ("see clause 6.4.3 of ISO 26262-3:2018", &["ISO 26262-3:2018 6.4.3"]),
            ("Table 4 of ISO 26262-3", &["ISO 26262-3 table 4"]),
            ("ISO 26262 Part 9, clause 5", &["ISO 26262-9 5"]),
            ("ISO 21448 (2022) clause 7.4", &["ISO 21448:2022 7.4"]),
            ("ISO/PAS 21448:2019", &["ISO/PAS 21448:2019"]),
            ("GB/T 38667-2020 (SOTIF)", &["GB/T 38667:2020"]),
            ("GB/T 34590.3-2022, 7.4", &["GB/T 34590-3:2022 7.4"]),
            ("UNECE R156", &["UN R156"]),
            ("Regulation No. 157, 01 series of amendments, para 5.2.3.1", &["UN R157:01 5.2.3.1"]),
            ("UN R155 Annex 5", &["UN R155 A5"]),
            ("R157, Annex 4, 3.4.4 (a)", &["UN R157 A4.3.4.4(a)"]),
            ("UN ADS regulation, 7.3.3.1", &["UN ADS 7.3.3.1"]),
            ("PAS 1883:2020", &["PAS 1883:2020"]),
            ("26262-3:2018", &["ISO 26262-3:2018"]),
            ("R155 § 7.2.2.2(a), (b)", &["UN R155 7.2.2.2(a)", "UN R155 7.2.2.2(b)"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), *expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_references() {
        for text in [
            "resistor R12 at 157 Ohm",
            "order 26262 was shipped",
            "UN 12 members",
            "R1557",
            "part 6 of the harness",
            "version 5.2.5",
            "21448 items",
            "the ISO committee",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn a_document_alone_is_a_reference_to_the_whole() {
        assert_eq!(found("developed to ISO 26262 and ISO/SAE 21434"), ["ISO 26262", "ISO 21434"]);
        assert_eq!(found("R155 2 tests were run"), ["UN R155"]);
    }
}
