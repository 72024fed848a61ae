//! Where each tag, and each piece of text between tags, ends.
//!
//! Start tags, end tags and the text between them are cut here: nearly all of a
//! document, and the text is known to be UTF-8, which quick-xml would find out
//! again for each piece. The rest is quick-xml's.

use quick_xml::errors::Error;
use quick_xml::events::Event;
use quick_xml::parser::{ElementParser, Parser};
use quick_xml::reader::Reader;

use super::chars::space_length;

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// White space only.
    Space,
    Text,
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
pub(super) fn next_token(text: &str) -> Result<Option<(Token, usize)>, Error> {
    let bytes = text.as_bytes();
    match bytes {
        [] => Ok(None),
        [b'<', b'!' | b'?', ..] | [b'<'] | [b'&', ..] => other_token(text),
        // A `>` in quotes does not end a tag.
        [b'<', second, ..] => match ElementParser::default().feed(bytes) {
            Some(last) if *second == b'/' => Ok(Some((Token::EndTag, last + 1))),
            Some(last) if bytes[last - 1] == b'/' => Ok(Some((Token::EmptyTag, last + 1))),
            Some(last) => Ok(Some((Token::StartTag, last + 1))),
            None => other_token(text),
        },
        _ => Ok(Some(text_before_markup(bytes))),
    }
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
        let mut found = Vec::new();
        while let Some((token, length)) = next_token(text).unwrap() {
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
            (Token::StartTag, "<a b='>'>"),
            (Token::Space, "\n "),
            (Token::EmptyTag, "<c/>"),
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
            assert!(next_token(text).is_err(), "{text}");
        }
    }

    #[test]
    fn odd_tags_are_tags() {
        assert_eq!(tokens("<></>"), [(Token::StartTag, "<>"), (Token::EndTag, "</>")]);
        assert_eq!(tokens("\u{FEFF}"), [(Token::Text, "\u{FEFF}")]);
    }
}
