//! The XML declaration, processing instructions, and the encoding they claim.

use crate::source::{Encoding, Source, Span};

use super::chars::{is_nc_name, is_space, name_length};
use super::fault::FaultKind;
use super::parse::{Parser, Piece, excerpt};

impl Parser<'_> {
    /// `<?xml …?>`: allowed once, as the very first thing.
    pub(super) fn declaration(&mut self, piece: &Piece<'_>) {
        if piece.start > 0 || piece.replacement.is_some() {
            self.fault(FaultKind::MisplacedDeclaration, piece.span());
            return;
        }
        let inner = piece.inner(5, 2);
        let pairs = match pseudo_attributes(inner) {
            Ok(pairs) => pairs,
            Err(expected) => {
                self.fault(FaultKind::BadDeclaration { expected }, piece.span());
                return;
            }
        };
        if let Some(expected) = wrong_order(&pairs) {
            self.fault(FaultKind::BadDeclaration { expected }, piece.span());
            return;
        }
        for (name, value, at) in pairs {
            let span = piece.part(5 + at, 5 + at + value.len());
            match name {
                "version" => self.check_version(value, span),
                "encoding" if !is_encoding_name(value) => {
                    let expected = "an encoding name that begins with a letter";
                    self.fault(FaultKind::BadDeclaration { expected }, span);
                }
                "standalone" if value != "yes" && value != "no" => {
                    let expected = "`yes` or `no` as value of `standalone`";
                    self.fault(FaultKind::BadDeclaration { expected }, span);
                }
                "standalone" => self.doctype.standalone = value == "yes",
                _ => {}
            }
        }
    }

    fn check_version(&mut self, version: &str, span: Span) {
        if version == "1.0" {
            return;
        }
        let minor = version.strip_prefix("1.").unwrap_or_default();
        let version = excerpt(version);
        if !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()) {
            self.fault(FaultKind::UnusualVersion { version }, span);
        } else {
            self.fault(FaultKind::UnsupportedVersion { version }, span);
        }
    }

    /// The declared encoding against the bytes.
    pub(super) fn check_encoding(&mut self, source: &Source) {
        let text = source.text();
        let Some(inner) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) else { return };
        let Ok(pairs) = pseudo_attributes(inner.0) else { return };
        let Some((_, label, at)) = pairs.into_iter().find(|(name, ..)| *name == "encoding") else { return };
        if !agrees(label, source) {
            let kind = FaultKind::EncodingMismatch { declared: label.to_owned(), actual: source.encoding().name() };
            self.fault(kind, Span::new(5 + at, 5 + at + label.len()));
        }
    }

    pub(super) fn instruction(&mut self, piece: &Piece<'_>) {
        let inner = piece.inner(2, 2);
        let length = name_length(inner);
        let target = &inner[..length];
        let expected = if length == 0 {
            "a target right after `<?`"
        } else if target.eq_ignore_ascii_case("xml") {
            "a target other than the reserved `xml`"
        } else if !is_nc_name(target) {
            "a target without colon"
        } else if inner.as_bytes().get(length).is_some_and(|&b| !is_space(b)) {
            "white space after the target"
        } else {
            return;
        };
        self.fault(FaultKind::BadInstruction { expected }, piece.head());
    }
}

/// `(name, value, offset of the value)` of each `name="value"` in a declaration.
fn pseudo_attributes(inner: &str) -> Result<Vec<(&str, &str, usize)>, &'static str> {
    let mut pairs = Vec::new();
    let mut rest = inner;
    loop {
        let trimmed = trim_start(rest);
        if trimmed.is_empty() {
            return Ok(pairs);
        }
        if trimmed.len() == rest.len() {
            return Err("white space before each part of the declaration");
        }
        let length = name_length(trimmed);
        let name = &trimmed[..length];
        let after = trim_start(&trimmed[length..]).strip_prefix('=').map(trim_start);
        let Some(after) = after.filter(|_| length > 0) else {
            return Err("`name=\"value\"` in the declaration");
        };
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = quote.and_then(|quote| after[1..].split_once(quote));
        let Some((value, next)) = value else {
            return Err("a quoted value in the declaration");
        };
        pairs.push((name, value, inner.len() - after.len() + 1));
        rest = next;
    }
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// What the declaration should have held, if its parts are not `version`,
/// then perhaps `encoding`, then perhaps `standalone`.
fn wrong_order(pairs: &[(&str, &str, usize)]) -> Option<&'static str> {
    let names: Vec<&str> = pairs.iter().map(|(name, ..)| *name).collect();
    match names[..] {
        ["version"] | ["version", "encoding"] | ["version", "standalone"] | ["version", "encoding", "standalone"] => {
            None
        }
        [] => Some("`version=\"1.0\"` in the declaration"),
        [first, ..] if first != "version" => Some("`version` as first part of the declaration"),
        _ => Some("`version`, then `encoding`, then `standalone`, each at most once"),
    }
}

fn is_encoding_name(label: &str) -> bool {
    let mut bytes = label.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// True if the file may claim `label`, given how it had to be read.
fn agrees(label: &str, source: &Source) -> bool {
    let label = label.to_ascii_lowercase();
    let claims_utf16 = matches!(label.as_str(), "utf-16" | "utf-16le" | "utf-16be" | "ucs-2" | "iso-10646-ucs-2");
    match source.encoding() {
        Encoding::Utf8 if source.has_bom() => matches!(label.as_str(), "utf-8" | "utf8"),
        Encoding::Utf8 => !claims_utf16,
        Encoding::Utf16Le => claims_utf16 && label != "utf-16be",
        Encoding::Utf16Be => claims_utf16 && label != "utf-16le",
        // Chosen because of the declaration.
        Encoding::Latin1 | Encoding::Other(_) => true,
    }
}
