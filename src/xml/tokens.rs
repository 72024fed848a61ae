//! Where each tag, and each piece of text between tags, ends.
//!
//! Start tags, end tags and the text between them are cut here: nearly all of a
//! document, and the text is known to be UTF-8, which quick-xml would find out
//! again for each piece. The rest is quick-xml's.

use std::ops::Range;

use quick_xml::errors::Error;
use quick_xml::events::Event;
use quick_xml::parser::{ElementParser, Parser};
use quick_xml::reader::Reader;

use crate::source::Limits;

use super::chars::{SPECIAL, name_length, skip_space, space_length};

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// White space only.
    Space,
    Text,
    /// A start tag that a [`PlainTag`] holds.
    PlainTag,
    StartTag,
    EmptyTag,
    EndTag,
    CData,
    Reference,
    Comment,
    Instruction,
    Declaration,
    Doctype,
}

/// The token that `text` begins with, and its length in bytes; none if nothing is left.
/// `tag` receives the parts of a plain tag.
pub(super) fn next_token(text: &str, limits: &Limits, tag: &mut PlainTag) -> Result<Option<(Token, usize)>, Error> {
    let bytes = text.as_bytes();
    let token = match bytes {
        [] => return Ok(None),
        [b'<', b'!' | b'?', ..] | [b'<'] | [b'&', ..] => return other_token(text),
        [b'<', b'/', ..] => tag_length(bytes).map(|length| (Token::EndTag, length)),
        [b'<', ..] => {
            let plain = tag.read(&text[1..], limits).map(|length| (Token::PlainTag, 1 + length));
            plain.or_else(|| {
                let length = tag_length(bytes)?;
                Some((if bytes[length - 2] == b'/' { Token::EmptyTag } else { Token::StartTag }, length))
            })
        }
        _ => Some(text_before_markup(bytes)),
    };
    // A tag without an end: quick-xml tells what is missing.
    if token.is_some() { Ok(token) } else { other_token(text) }
}

/// The parts of a start tag as nearly all are: well-formed, with values that are taken as
/// they are written. Its end is found on the way.
#[derive(Debug, Default)]
pub(super) struct PlainTag {
    /// Length of the element's name.
    pub(super) name: usize,
    /// Where the attributes' names and values lie, counted from the element's name on.
    pub(super) attributes: Vec<(Range<usize>, Range<usize>)>,
    /// True for `<a/>`.
    pub(super) is_empty: bool,
}

impl PlainTag {
    /// Reads `text`, which follows a `<`, up to the `>`, and gives the length. None if anything
    /// is unusual or beyond the limits: then it takes a closer look.
    fn read(&mut self, text: &str, limits: &Limits) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = name_length(text);
        if at == 0 || at > limits.name_bytes {
            return None;
        }
        self.name = at;
        self.attributes.clear();
        while self.attributes.len() <= limits.attributes {
            let is_spaced = skip_space(bytes, &mut at);
            self.is_empty = bytes.get(at) == Some(&b'/');
            at += usize::from(self.is_empty);
            if bytes.get(at) == Some(&b'>') {
                return Some(at + 1);
            }
            let name = at..at + name_length(&text[at..]);
            let quote = match bytes.get(name.end..)? {
                [b'=', quote @ (b'"' | b'\''), ..] if is_spaced && !self.is_empty && !name.is_empty() => *quote,
                _ => return None,
            };
            let start = name.end + 2;
            let length = bytes[start..].iter().position(|&byte| SPECIAL[usize::from(byte)])?;
            if bytes[start + length] != quote || length > limits.value_bytes {
                return None;
            }
            at = start + length + 1;
            self.attributes.push((name, start..start + length));
        }
        None
    }
}

/// A `>` in quotes does not end a tag.
fn tag_length(bytes: &[u8]) -> Option<usize> {
    Some(ElementParser::default().feed(bytes)? + 1)
}

fn text_before_markup(bytes: &[u8]) -> (Token, usize) {
    let space = space_length(bytes);
    match &bytes[space..] {
        [] | [b'<' | b'&', ..] => (Token::Space, space),
        rest => (Token::Text, space + memchr::memchr2(b'<', b'&', rest).unwrap_or(rest.len())),
    }
}

/// What quick-xml says of the beginning of `text`.
fn other_token(text: &str) -> Result<Option<(Token, usize)>, Error> {
    let mut reader = Reader::from_str(text);
    // A lone `&` is told with a better place than the tokenizer's.
    reader.config_mut().allow_dangling_amp = true;
    let token = match reader.read_event()? {
        Event::Text(_) => Token::Text,
        Event::CData(_) => Token::CData,
        Event::GeneralRef(_) => Token::Reference,
        Event::Comment(_) => Token::Comment,
        Event::PI(_) => Token::Instruction,
        Event::Decl(_) => Token::Declaration,
        Event::DocType(_) => Token::Doctype,
        Event::Start(_) => Token::StartTag,
        Event::Empty(_) => Token::EmptyTag,
        Event::End(_) => Token::EndTag,
        Event::Eof => return Ok(None),
    };
    let length = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
    Ok(Some((token, length.min(text.len()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut text: &str) -> Vec<(Token, &str)> {
        let (mut found, limits, mut tag) = (Vec::new(), Limits::default(), PlainTag::default());
        while let Some((token, length)) = next_token(text, &limits, &mut tag).unwrap() {
            found.push((token, &text[..length]));
            text = &text[length..];
        }
        found
    }

    #[test]
    fn a_document_is_cut_without_loss() {
        let found =
            tokens("<?xml version='1.0'?>\n<!DOCTYPE a><a b='>'>\n <c/>x &amp; &y</a ><!----><?p?> <![CDATA[<]]>");
        let expected = [
            (Token::Declaration, "<?xml version='1.0'?>"),
            (Token::Space, "\n"),
            (Token::Doctype, "<!DOCTYPE a>"),
            (Token::PlainTag, "<a b='>'>"),
            (Token::Space, "\n "),
            (Token::PlainTag, "<c/>"),
            (Token::Text, "x "),
            (Token::Reference, "&amp;"),
            (Token::Space, " "),
            (Token::Text, "&y"),
            (Token::EndTag, "</a >"),
            (Token::Comment, "<!---->"),
            (Token::Instruction, "<?p?>"),
            (Token::Space, " "),
            (Token::CData, "<![CDATA[<]]>"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_does_not_end_is_an_error() {
        for text in ["<", "<a", "<a b='>", "</a", "<!-- -", "<![CDATA[", "<?a", "<!DOCTYPE a", "<!"] {
            assert!(next_token(text, &Limits::default(), &mut PlainTag::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_plain_tag_is_taken_apart() {
        let mut tag = PlainTag::default();
        let text = "a\n b='1>' cd=\"\" /> ";
        assert_eq!(tag.read(text, &Limits::default()), Some(text.len() - 1));
        let parts: Vec<_> = tag.attributes.into_iter().map(|(name, value)| (&text[name], &text[value])).collect();
        assert_eq!((tag.name, parts, tag.is_empty), (1, vec![("b", "1>"), ("cd", "")], true));
    }

    #[test]
    fn odd_tags_are_not_plain() {
        for text in
            ["", "a", ">", " a>", "a b>", "a b=c>", "a b='&lt;'>", "a b='\"'>", "a b='1'c='2'>", "a / >", "a b ='1'>"]
        {
            assert_eq!(PlainTag::default().read(text, &Limits::default()), None, "{text}");
        }
        let limits = Limits { attributes: 1, value_bytes: 2, name_bytes: 3, ..Limits::default() };
        for text in ["a b='' c=''>", "a b='123'>", "abcd>"] {
            assert_eq!(PlainTag::default().read(text, &limits), None, "{text}");
        }
    }

    #[test]
    fn odd_tags_are_tags() {
        assert_eq!(tokens("<></>"), [(Token::StartTag, "<>"), (Token::EndTag, "</>")]);
        assert_eq!(tokens("\u{FEFF}"), [(Token::Text, "\u{FEFF}")]);
    }
}
