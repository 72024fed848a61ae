//! Encodings, and places in the file as it is on disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use roadworthy::engine::check_source;
use roadworthy::source::{DecodeError, Source};
use support::{rules_of, settings};

/// An unknown attribute after characters of one to four bytes.
const TEXT: &str = "<OpenSCENARIO>\r\n\t<!-- aé€😀 --><FileHeader x=\"1\" revMajor=\"1\" revMinor=\"3\" date=\"2026-01-31T12:00:00\" author=\"ä\" description=\"d\"/>\r<Catalog name=\"c\"/>\n</OpenSCENARIO>";

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16()).collect::<Vec<u16>>();
    units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn line_column_and_byte_are_those_of_the_file() {
    let column = "\t<!-- aé€😀 --><FileHeader ".chars().count() as u32 + 1;
    let before = TEXT.split("x=").next().unwrap();
    let units = before.encode_utf16().count() as u64;
    let cases = [
        (TEXT.as_bytes().to_vec(), before.len() as u64),
        ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), before.len() as u64 + 3),
        (utf16(TEXT, false, true), 2 * units + 2),
        (utf16(TEXT, true, true), 2 * units + 2),
        (utf16(TEXT, false, false), 2 * units),
        (utf16(TEXT, true, false), 2 * units),
    ];
    for (bytes, offset) in cases {
        let source = Source::from_bytes(bytes).unwrap();
        let report = check_source("a.xosc", &source, &settings());
        assert_eq!(rules_of(&report), ["schema/unknown-attribute"], "{:?}", source.encoding());
        let place = report.findings[0].location.place.unwrap();
        assert_eq!((place.line, place.column), (2, column), "{:?}", source.encoding());
        assert_eq!((place.end_line, place.end_column), (2, column + 1));
        assert_eq!(place.byte_offset, offset, "{:?}", source.encoding());
    }
}

#[test]
fn a_lone_carriage_return_ends_a_line() {
    let text = TEXT.replace("<Catalog name=\"c\"/>", "<Catalog name=\"c\" y=\"2\"/>");
    let report = check_source("a.xosc", &Source::from_bytes(text.into_bytes()).unwrap(), &settings());
    let lines: Vec<u32> = report.findings.iter().map(|finding| finding.location.place.unwrap().line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn declared_encodings_are_followed() {
    let document = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>\n<a b=\"@\"/>");
    let value = |label: &str, byte: u8| {
        let bytes = document(label).bytes().map(|b| if b == b'@' { byte } else { b }).collect();
        Source::from_bytes(bytes).map(|source| source.text().chars().rev().nth(3).unwrap())
    };
    assert_eq!(value("ISO-8859-1", 0xE9), Ok('é'));
    assert_eq!(value("iso-8859-1", 0x93), Ok('\u{93}'));
    assert_eq!(value("windows-1252", 0x93), Ok('\u{201C}'));
    assert_eq!(value("ISO-8859-15", 0xA4), Ok('€'));
    assert!(matches!(value("windows-1252", 0x81), Err(DecodeError::Malformed { .. })));
    assert!(matches!(value("US-ASCII", 0xE9), Err(DecodeError::Malformed { .. })));
    assert!(matches!(value("UTF-8", 0xE9), Err(DecodeError::Malformed { .. })));
    assert!(matches!(value("x-unheard-of", b'a'), Err(DecodeError::UnknownEncoding { .. })));
}

#[test]
fn bytes_without_meaning_are_named_by_their_place() {
    let place = |bytes: &[u8]| match Source::from_bytes(bytes.to_vec()) {
        Err(DecodeError::Malformed { offset, line, column, .. }) => (offset, line, column),
        other => panic!("{other:?}"),
    };
    assert_eq!(place(b"<a>\n\xC3\xA9\xFF</a>"), (6, 2, 2));
    assert_eq!(place(b"<a>\xC0\xAF</a>"), (3, 1, 4), "overlong");
    assert_eq!(place(b"<a>\xED\xA0\x80</a>"), (3, 1, 4), "surrogate");
    assert_eq!(place(b"<a>\xE2\x82"), (3, 1, 4), "truncated");
    assert_eq!(place(b"\xFF\xFE<\0a\0/\0>"), (8, 1, 4), "half a unit");
    assert_eq!(place(b"\xFF\xFE<\0\0\xD8a\0>\0"), (4, 1, 2), "lone surrogate");
}

#[test]
fn utf_32_is_refused_by_name() {
    for bytes in [&b"\xFF\xFE\0\0<\0\0\0"[..], &b"\0\0\xFE\xFF\0\0\0<"[..], &b"<\0\0\0a\0\0\0"[..]] {
        assert_eq!(Source::from_bytes(bytes.to_vec()).unwrap_err(), DecodeError::Utf32);
    }
}
