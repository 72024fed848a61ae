//! Character classes of XML 1.0, fifth edition.

/// White space of XML: space, tab, line feed, carriage return.
pub(super) fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r')
}

/// Number of white-space bytes that `bytes` begins with.
pub(super) fn space_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    // Many at a time, without branches: indentation is a good part of a document.
    while let Some(chunk) = bytes[length..].first_chunk::<16>()
        && chunk.iter().fold(true, |blank, &byte| blank & is_space(byte))
    {
        length += chunk.len();
    }
    length + bytes[length..].iter().take_while(|byte| is_space(**byte)).count()
}

/// Moves `at` past white space; true if there was any.
pub(super) fn skip_space(bytes: &[u8], at: &mut usize) -> bool {
    let start = *at;
    while bytes.get(*at).is_some_and(|&b| is_space(b)) {
        *at += 1;
    }
    *at > start
}

/// A character that may stand in a document at all (production 2).
pub(super) fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn is_name_start(c: char) -> bool {
    matches!(c,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Length in bytes of the longest name at the start of `text`; 0 if none.
pub(super) fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let plain = bytes.iter().take_while(|b| NAME_BYTE[usize::from(**b)]).count();
    // The fast path: a name of ASCII letters, digits, `_`, `-` and `.`.
    let starts_well = bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b':'));
    if starts_well && bytes.get(plain).is_none_or(u8::is_ascii) {
        return plain;
    }
    let mut chars = text.char_indices();
    match chars.next() {
        Some((_, c)) if is_name_start(c) => {}
        _ => return 0,
    }
    chars.find(|&(_, c)| !is_name_char(c)).map_or(text.len(), |(at, _)| at)
}

/// True if `text` is exactly one name.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && name_length(text) == text.len()
}

/// A name without colon (production 4 of Namespaces in XML).
pub(super) fn is_nc_name(text: &str) -> bool {
    is_name(text) && !text.contains(':')
}

/// Bytes that end the value of an attribute, make it differ from the text it was written
/// as, or are not allowed in it.
pub(super) const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'\t' as usize] = true;
    table[b'\n' as usize] = true;
    table[b'\r' as usize] = true;
    table
};

const NAME_BYTE: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-' | b'.');
        byte += 1;
    }
    table
};

/// Byte offset and code point of each character that no document may hold.
pub(super) fn illegal_characters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let suspicious = has_suspicious_byte(text.as_bytes());
    let candidates = if suspicious { text } else { "" };
    candidates.char_indices().filter(|&(_, c)| !is_legal(c))
}

/// True if a control character, or a byte that begins U+FFFE and U+FFFF, occurs.
/// Written without branches so that it runs over the whole text at memory speed.
fn has_suspicious_byte(bytes: &[u8]) -> bool {
    bytes.chunks(4096).any(|chunk| {
        let control = |b: u8| (b < b' ') & (b != b'\t') & (b != b'\n') & (b != b'\r');
        chunk.iter().fold(false, |found, &b| found | control(b) | (b == 0xEF))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_the_grammar_says() {
        assert_eq!(name_length("Entity-1.x rest"), 10);
        assert_eq!(name_length("größe=1"), "größe".len());
        assert_eq!(name_length("1a"), 0);
        assert_eq!(name_length("-a"), 0);
        assert_eq!(name_length("a\u{D7}b"), 1);
        assert_eq!(name_length(""), 0);
    }

    #[test]
    fn space_ends_where_something_else_begins() {
        for length in [0, 1, 15, 16, 17, 40] {
            let space = "\n\t\r ".repeat(10);
            assert_eq!(space_length(&space.as_bytes()[..length]), length);
            assert_eq!(space_length(format!("{}<{space}", &space[..length]).as_bytes()), length);
        }
    }

    #[test]
    fn illegal_characters_are_found_wherever_they_stand() {
        let text = format!("{}\u{1}é\u{FFFE}\u{FFFD}", "x".repeat(5000));
        let found: Vec<_> = illegal_characters(&text).collect();
        assert_eq!(found, [(5000, '\u{1}'), (5003, '\u{FFFE}')]);
        assert_eq!(illegal_characters("tab\tcr\rlf\n é €").count(), 0);
    }
}
