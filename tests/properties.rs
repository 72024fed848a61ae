//! Harmless rewritings change nothing; no input makes the reader fail.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use proptest::prelude::*;
use roadworthy::engine::{InputReport, check_source};
use roadworthy::finding::Outcome;
use roadworthy::source::{LineIndex, Source, Span};
use support::{project, settings};

/// Files of every kind, some of them faulty.
fn samples() -> Vec<(String, String)> {
    let folders = ["scenarios/motorway", "scenarios/rules/schema", "scenarios/rules/xosc"];
    let inputs = roadworthy::source::discover(&folders.map(project));
    let read = |input: roadworthy::source::Input| match input.origin {
        roadworthy::source::Origin::File(path) => Some((input.path, std::fs::read_to_string(path).ok()?)),
        _ => None,
    };
    inputs.into_iter().filter_map(read).collect()
}

fn check(path: &str, bytes: Vec<u8>) -> InputReport {
    check_source(path, &Source::from_bytes(bytes).unwrap(), &settings())
}

/// Findings without their places.
fn gist(report: &InputReport) -> (Outcome, Vec<(&'static str, String)>) {
    let mut findings: Vec<_> = report.findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect();
    findings.sort();
    (report.outcome, findings)
}

/// Turns `text` into another spelling of the same document.
type Rewriting = fn(&str) -> Vec<u8>;

fn with_crlf(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()
}

fn as_utf16(text: &str) -> Vec<u8> {
    let declared = text.replacen("encoding=\"UTF-8\"", "encoding=\"UTF-16\"", 1).replacen(
        "encoding=\"utf-8\"",
        "encoding=\"UTF-16\"",
        1,
    );
    std::iter::once(0xFEFF).chain(declared.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn with_comments(text: &str) -> Vec<u8> {
    text.replace("/>\n", "/><!-- remark --><?tool data?>\n").into_bytes()
}

fn with_single_quotes(text: &str) -> Vec<u8> {
    if text.contains('\'') { text.as_bytes().to_vec() } else { text.replace('"', "'").into_bytes() }
}

fn with_spaced_tags(text: &str) -> Vec<u8> {
    text.replace("/>", " \n />").into_bytes()
}

/// Reverses the attributes of each start tag.
fn with_attributes_reversed(text: &str) -> Vec<u8> {
    let mut out = String::new();
    for (at, piece) in text.split('<').enumerate() {
        if at > 0 {
            out.push('<');
        }
        let Some((tag, rest)) = piece.split_once('>').filter(|_| piece.starts_with(char::is_alphabetic)) else {
            out.push_str(piece);
            continue;
        };
        let (tag, slash) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
        let (name, mut attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut list = Vec::new();
        while let Some(end) = attributes.find('"').and_then(|open| Some(open + 2 + attributes[open + 1..].find('"')?)) {
            list.push(attributes[..end].trim());
            attributes = &attributes[end..];
        }
        list.reverse();
        out.push_str(&format!("{name} {}{slash}>{rest}", list.join(" ")));
    }
    out.into_bytes()
}

#[test]
fn harmless_rewritings_change_nothing() {
    let rewritings: [(&str, Rewriting); 6] = [
        ("CRLF", with_crlf),
        ("UTF-16", as_utf16),
        ("comments", with_comments),
        ("single quotes", with_single_quotes),
        ("spaces in tags", with_spaced_tags),
        ("attributes reversed", with_attributes_reversed),
    ];
    let samples = samples();
    assert!(samples.len() > 100);
    for (path, text) in samples {
        // White space is what this one is about.
        if path.contains("unexpected-text") {
            continue;
        }
        let before = gist(&check(&path, text.clone().into_bytes()));
        for (name, rewrite) in rewritings {
            let after = gist(&check(&path, rewrite(&text)));
            assert_eq!(before, after, "{path}: {name}");
        }
    }
}

#[test]
fn renaming_an_entity_everywhere_changes_nothing() {
    for (path, text) in samples().into_iter().filter(|(path, _)| path.contains("motorway/") && path.ends_with(".xosc"))
    {
        let renamed = text.replace("\"Ego\"", "\"TestedVehicle\"");
        assert_eq!(gist(&check(&path, text.into_bytes())), gist(&check(&path, renamed.into_bytes())), "{path}");
    }
}

/// A slow and plain count of lines and columns.
fn naive_place(text: &str, offset: usize) -> (u32, u32) {
    let (mut line, mut column) = (1, 1);
    let mut rest = text[..offset].chars().peekable();
    while let Some(c) = rest.next() {
        let crlf = c == '\r' && rest.peek() == Some(&'\n');
        if c == '\n' || (c == '\r' && !crlf) {
            (line, column) = (line + 1, 1);
        } else {
            column += 1;
        }
    }
    (line, column)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_and_columns_agree_with_counting(pieces in prop::collection::vec(prop::sample::select(vec!["a", "é", "😀", "\n", "\r\n", "\t", " "]), 0..60), at in 0usize..60) {
        let text: String = pieces.concat();
        let offset = text.char_indices().nth(at).map_or(text.len(), |(offset, _)| offset);
        // Inside a CRLF there is no place to point at.
        prop_assume!(!(offset > 0 && text[..offset].ends_with('\r') && text[offset..].starts_with('\n')));
        let source = Source::from_bytes(text.clone().into_bytes()).unwrap();
        let lines: LineIndex<'_> = source.lines();
        let place = lines.place(Span::new(offset, offset));
        prop_assert_eq!((place.line, place.column), naive_place(&text, offset));
        prop_assert_eq!(place.byte_offset as usize, offset);
    }

    #[test]
    fn no_bytes_make_the_reader_fail(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::from_bytes(bytes) {
            let report = check_source("a.xosc", &source, &settings());
            prop_assert_ne!(report.outcome, Outcome::InternalError, "{:?}", report.internal_error);
        }
    }

    #[test]
    fn no_pile_of_markup_makes_the_reader_fail(pieces in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "/", "a", "<a", "</a>", "<a/>", " b=", "\"", "'", "&", ";", "&a;", "&#x41;", "&#0;", "<!--", "-->", "<![CDATA[", "]]>",
        "<?xml version=\"1.0\"?>", "<?", "?>", "<!DOCTYPE a [", "]>", "<!ENTITY a \"<b/>\">", "<!ENTITY", "%p;", "xmlns:", "xmlns=\"\"", ":",
        "<OpenSCENARIO>", "<FileHeader revMajor=\"1\" revMinor=\"3\"", "\u{FEFF}", "é", "\0", "\n", "(", "|", ")*",
    ]), 0..40)) {
        let text: String = pieces.concat();
        let source = Source::from_bytes(text.into_bytes());
        if let Ok(source) = source {
            let report = check_source("a.xosc", &source, &settings());
            prop_assert_ne!(report.outcome, Outcome::InternalError, "{:?}", report.internal_error);
        }
    }

    #[test]
    fn damaged_files_are_judged(sample in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let samples = samples();
        let (path, text) = sample.get(&samples);
        let mut bytes = text.clone().into_bytes();
        let (one, two) = (cut.index(bytes.len()), to.index(bytes.len()));
        let (from, until) = (one.min(two), one.max(two));
        if until - from < 200 {
            bytes.drain(from..until);
        } else {
            bytes[from] = byte;
        }
        if let Ok(source) = Source::from_bytes(bytes) {
            let report = check_source(path, &source, &settings());
            prop_assert_ne!(report.outcome, Outcome::InternalError, "{:?}", report.internal_error);
        }
    }
}
