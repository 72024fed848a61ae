//! Bytes to text, by byte order mark, then declaration, then UTF-8.
//!
//! Nothing is replaced: a byte that has no meaning in the encoding is an
//! error with its offset.

use encoding_rs::Decoder;

use super::Source;

/// How the bytes of a file were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// ISO 8859-1: each byte is the code point of the same number.
    Latin1,
    /// Any other encoding of the WHATWG registry, windows-1252 among them.
    Other(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// The usual name of the encoding.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Latin1 => "ISO-8859-1",
            Encoding::Other(encoding) => encoding.name(),
        }
    }

    /// How many bytes `text` took in the file.
    pub(super) fn bytes_of(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * text.encode_utf16().count(),
            Encoding::Latin1 => text.chars().count(),
            Encoding::Other(encoding) => encoding.encode(text).0.len(),
        }
    }
}

/// Bytes that are not text in the encoding they claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte sequence without meaning in the encoding.
    #[error("byte {offset} (line {line}, column {column}) does not belong to a character in {encoding}")]
    Malformed {
        /// Name of the encoding.
        encoding: &'static str,
        /// Byte offset in the file.
        offset: usize,
        /// 1-based line of the offending byte.
        line: u32,
        /// 1-based column of the offending byte, in characters.
        column: u32,
    },
    /// The declared encoding is none we know.
    #[error("encoding `{label}` is not known")]
    UnknownEncoding {
        /// The label as declared.
        label: String,
    },
    /// UTF-32, which is recognised in order to be refused.
    #[error("encoding UTF-32 is not supported")]
    Utf32,
}

/// Decodes a whole file.
pub fn decode(bytes: Vec<u8>) -> Result<Source, DecodeError> {
    match &bytes[..] {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(DecodeError::Utf32),
        [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => Err(DecodeError::Utf32),
        [0xEF, 0xBB, 0xBF, ..] => decode_utf8(bytes, 3),
        [0xFF, 0xFE, ..] => decode_utf16(&bytes, Encoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => decode_utf16(&bytes, Encoding::Utf16Be, 2),
        [b'<', 0, ..] => decode_utf16(&bytes, Encoding::Utf16Le, 0),
        [0, b'<', ..] => decode_utf16(&bytes, Encoding::Utf16Be, 0),
        _ => decode_declared(bytes),
    }
}

/// Decodes a text that is no XML: without mark and declaration, UTF-16 shows
/// in the empty half of its letters.
pub fn decode_text(bytes: Vec<u8>) -> Result<Source, DecodeError> {
    let has_mark = matches!(&bytes[..], [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    match guess_utf16(&bytes).filter(|_| !has_mark) {
        Some(encoding) => decode_utf16(&bytes, encoding, 0),
        None => decode(bytes),
    }
}

/// UTF-16 whose letters are mostly Latin: one byte of most pairs is 0, and
/// the other never. No text in UTF-8 holds such a byte.
fn guess_utf16(bytes: &[u8]) -> Option<Encoding> {
    let pairs = bytes[..bytes.len().min(1024)].chunks_exact(2);
    let count = pairs.len();
    let (first, second) = pairs
        .fold((0, 0), |(first, second), pair| (first + usize::from(pair[0] == 0), second + usize::from(pair[1] == 0)));
    match (first, second) {
        (0, zeros) if count > 1 && 2 * zeros > count => Some(Encoding::Utf16Le),
        (zeros, 0) if count > 1 && 2 * zeros > count => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// An ASCII-compatible file without mark: its declaration decides.
fn decode_declared(bytes: Vec<u8>) -> Result<Source, DecodeError> {
    let Some(label) = declared_label(&bytes) else {
        return decode_utf8(bytes, 0);
    };
    let lower = label.to_ascii_lowercase();
    match lower.as_str() {
        "utf-8" | "utf8" => decode_utf8(bytes, 0),
        // The bytes are plainly not UTF-16; the parser reports the contradiction.
        "utf-16" | "utf-16le" | "utf-16be" | "ucs-2" | "iso-10646-ucs-2" => decode_utf8(bytes, 0),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" => Ok(Source {
            text: encoding_rs::mem::decode_latin1(&bytes).into_owned(),
            encoding: Encoding::Latin1,
            bom_bytes: 0,
        }),
        "us-ascii" | "ascii" => decode_ascii(bytes),
        _ => match encoding_rs::Encoding::for_label(lower.as_bytes()) {
            Some(encoding) => decode_other(&bytes, encoding),
            None => Err(DecodeError::UnknownEncoding { label }),
        },
    }
}

fn decode_utf8(mut bytes: Vec<u8>, bom_bytes: usize) -> Result<Source, DecodeError> {
    bytes.drain(..bom_bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { text, encoding: Encoding::Utf8, bom_bytes }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let prefix = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            Err(malformed("UTF-8", bom_bytes + valid, &prefix))
        }
    }
}

fn decode_ascii(bytes: Vec<u8>) -> Result<Source, DecodeError> {
    if let Some(offset) = bytes.iter().position(|b| !b.is_ascii()) {
        let prefix = String::from_utf8_lossy(&bytes[..offset]).into_owned();
        return Err(malformed("US-ASCII", offset, &prefix));
    }
    decode_utf8(bytes, 0)
}

fn decode_utf16(bytes: &[u8], encoding: Encoding, bom_bytes: usize) -> Result<Source, DecodeError> {
    let body = &bytes[bom_bytes..];
    let unit = |pair: &[u8]| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    };
    let mut text = String::with_capacity(body.len() / 2);
    let mut offset = bom_bytes;
    for decoded in char::decode_utf16(body.chunks_exact(2).map(unit)) {
        match decoded {
            Ok(c) => {
                text.push(c);
                offset += 2 * c.len_utf16();
            }
            Err(_) => return Err(malformed(encoding.name(), offset, &text)),
        }
    }
    if body.len() % 2 == 1 {
        return Err(malformed(encoding.name(), offset, &text));
    }
    Ok(Source { text, encoding, bom_bytes })
}

fn decode_other(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<Source, DecodeError> {
    // The WHATWG tables map the five holes of windows-1252 to control characters.
    let hole = |b: &u8| matches!(b, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    if encoding == encoding_rs::WINDOWS_1252
        && let Some(offset) = bytes.iter().position(hole)
    {
        let (prefix, _) = encoding.decode_without_bom_handling(&bytes[..offset]);
        return Err(malformed(encoding.name(), offset, &prefix));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Source { text: text.into_owned(), encoding: Encoding::Other(encoding), bom_bytes: 0 }),
        None => Err(first_malformed(bytes, encoding)),
    }
}

/// Decodes again, slowly, to find out where it went wrong.
fn first_malformed(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> DecodeError {
    let mut decoder: Decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len() * 3));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    let back = match result {
        encoding_rs::DecoderResult::Malformed(length, after) => usize::from(length) + usize::from(after),
        _ => 0,
    };
    malformed(encoding.name(), read.saturating_sub(back), &text)
}

fn malformed(encoding: &'static str, offset: usize, prefix: &str) -> DecodeError {
    let place = super::lines::place_after(prefix);
    DecodeError::Malformed { encoding, offset, line: place.0, column: place.1 }
}

/// The encoding that an XML declaration at the very start names, if any.
fn declared_label(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(1024)];
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = &declaration[..end];
    let after = &declaration[memchr::memmem::find(declaration, b"encoding")? + "encoding".len()..];
    let after = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, rest) = after.split_first().filter(|(q, _)| matches!(q, b'"' | b'\''))?;
    let label = &rest[..memchr::memchr(quote, rest)?];
    std::str::from_utf8(label).ok().map(str::to_owned)
}
