//! What is known to break the reader of PDF files, looked for beforehand.
//!
//! The reader expands streams without bound, follows forms that draw
//! themselves, and writes out ranges of characters one by one. A panic can be
//! caught; a full memory and an endless call cannot.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::{Unreadable, pdf_forms};

/// Compressed streams within one another.
const NESTED: usize = 3;

/// Bytes of the tables of one font.
const TABLE_BYTES: usize = 8 << 20;

/// Brackets within one another in the tables of a font.
const BRACKETS: usize = 1_000;

/// Characters that the tables of one font may map.
const MAPPED: u64 = 1 << 17;

/// Pixels of a row that a predictor may claim.
const COLUMNS: u64 = 1 << 20;

/// Refuses a file whose streams expand to more than `limit` bytes.
pub(super) fn check_bytes(bytes: &[u8], limit: u64) -> Result<(), Unreadable> {
    if [&b"/LZWDecode"[..], b"/LZW ", b"/LZW/", b"/LZW]"].iter().any(|name| holds(bytes, name)) {
        return Err(Unreadable::new("uses LZW compression, which is not supported"));
    }
    for at in memchr::memmem::find_iter(bytes, b"/Columns") {
        let digits = bytes[at + b"/Columns".len()..].trim_ascii_start();
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count > 0 && number(&digits[..count]).is_none_or(|columns| columns > COLUMNS) {
            return Err(Unreadable::new("damaged: it claims rows without end"));
        }
    }
    let mut left = limit;
    for at in memchr::memmem::find_iter(bytes, b"stream").filter(|&at| !bytes[..at].ends_with(b"end")) {
        let expanded = expand(bytes[at + b"stream".len()..].trim_ascii_start(), left);
        left =
            left.checked_sub(expanded).ok_or_else(|| Unreadable::new(format!("expands to more than {limit} bytes")))?;
    }
    Ok(())
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

fn number(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// How many bytes a stream expands to, and what is compressed within it,
/// counted up to a byte more than `limit`.
fn expand(content: &[u8], limit: u64) -> u64 {
    let packed = ascii85(content);
    let content = packed.as_deref().unwrap_or(content);
    let mut total = 0_u64;
    for depth in 1..=NESTED {
        let (bytes, is_nested) = count(inflate(content, depth), limit.saturating_sub(total));
        total = total.saturating_add(bytes);
        if depth == 1 && bytes == 0 && content.len() > 2 {
            // What the reader tries where the head of a stream is damaged.
            return count(Box::new(DeflateDecoder::new(&content[2..])), limit).0;
        }
        if !is_nested || total > limit {
            return total;
        }
    }
    // Deeper nesting has no good reason.
    limit.saturating_add(1)
}

fn inflate(content: &[u8], depth: usize) -> Box<dyn Read + '_> {
    (0..depth).fold(Box::new(content), |source, _| Box::new(ZlibDecoder::new(source)))
}

/// How many bytes come, and whether they begin as a compressed stream does.
fn count(mut source: Box<dyn Read + '_>, limit: u64) -> (u64, bool) {
    let mut head = [0];
    if !matches!(source.read(&mut head), Ok(1)) {
        return (0, false);
    }
    let mut rest = source.take(limit);
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 1;
    while let Ok(read @ 1..) = rest.read(&mut buffer) {
        bytes += read as u64;
    }
    (bytes, head == *b"\x78")
}

/// The bytes behind text of base 85, up to its end mark; none if it is none.
fn ascii85(content: &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memmem::find(content, b"~>")?;
    let mut bytes = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for &byte in content[..end].iter().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => return None,
        }
        if group.len() == 5 {
            bytes.extend(group_bytes(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&group_bytes(&group)[..kept]);
    }
    Some(bytes)
}

fn group_bytes(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

/// Refuses a document whose parts refer to each other without end, and takes
/// out its images, which the reader would take for drawing instructions.
pub(super) fn check_document(document: &mut Document, pages: impl Iterator<Item = ObjectId>) -> Result<(), Unreadable> {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        {
            stream.content.clear();
            stream.dict.remove(b"Filter");
        }
    }
    document.objects.values().try_for_each(|object| check_object(document, object))?;
    pdf_forms::check(document, pages)
}

/// Looks at an object and all that is written within it.
fn check_object(document: &Document, object: &Object) -> Result<(), Unreadable> {
    let mut open = vec![object];
    while let Some(object) = open.pop() {
        match object {
            Object::Array(items) => {
                if mapped_widths(items) > MAPPED {
                    return Err(Unreadable::new("damaged: a font has widths without end"));
                }
                open.extend(items);
            }
            Object::Dictionary(dictionary) => {
                check_font(document, dictionary)?;
                open.extend(dictionary.iter().map(|(_, value)| value));
            }
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    Ok(())
}

/// Looks at the tables that a font names, which are read by descent.
fn check_font(document: &Document, font: &Dictionary) -> Result<(), Unreadable> {
    for name in [&b"ToUnicode"[..], b"Encoding", b"FontFile"] {
        let table = font.get(name).ok().and_then(|table| document.dereference(table).ok());
        let Some((_, Object::Stream(stream))) = table else { continue };
        let content = content(stream);
        if content.len() > TABLE_BYTES || brackets(&content) > BRACKETS {
            return Err(Unreadable::new("damaged: a font has tables without end"));
        }
        if mapped_characters(&content) > MAPPED {
            return Err(Unreadable::new("damaged: a font maps characters without end"));
        }
    }
    Ok(())
}

/// How deep brackets of any kind lie within one another at most.
fn brackets(content: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in content {
        match byte {
            b'[' | b'(' | b'{' | b'<' => depth += 1,
            b']' | b')' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// What a stream holds, expanded as the reader does.
pub(super) fn content(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

/// How many widths an array gives if it is one of widths: first, last, width.
fn mapped_widths(items: &[Object]) -> u64 {
    let mut sum = 0_u64;
    let mut at = 0;
    while at + 1 < items.len() {
        let (Ok(first), next) = (items[at].as_i64(), &items[at + 1]) else { return sum };
        at += match next.as_i64() {
            Ok(last) if items.len() >= 3 && items.get(at + 2).is_some_and(|width| width.as_float().is_ok()) => {
                sum = sum.saturating_add(u64::try_from(last.saturating_sub(first)).unwrap_or(0));
                3
            }
            _ => 2,
        };
    }
    sum
}

/// How many characters a table of characters maps by ranges.
fn mapped_characters(content: &[u8]) -> u64 {
    let mut sum = 0_u64;
    for at in memchr::memmem::find_iter(content, b"beginbfrange") {
        let block = &content[at..];
        let end = memchr::memmem::find(block, b"endbfrange").unwrap_or(block.len());
        let codes: Vec<u64> = block[..end].split(|byte| *byte == b'<').skip(1).map(code).collect();
        // Whether three codes make a range or two and a list is not told apart:
        // every two in a row are taken for one.
        let ranges = codes.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
        sum = ranges.filter(|width| *width > 0xFFFF).fold(sum, u64::saturating_add);
        sum = sum.saturating_add(codes.len() as u64);
    }
    sum
}

/// The number of a code, up to its closing mark; long ones are text.
fn code(digits: &[u8]) -> u64 {
    let digits: Vec<u8> = digits.iter().copied().take_while(u8::is_ascii_hexdigit).collect();
    if digits.len() > 8 {
        return 0;
    }
    std::str::from_utf8(&digits).ok().and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::super::{ImportLimits, pdf};
    use super::*;

    /// A file of pages with these instructions, and further objects from 100.
    pub(crate) fn pdf(pages: &[&str], objects: &str) -> Vec<u8> {
        let mut body = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
            3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
            4 0 obj\n<</Title(T)/ModDate(D:20261121093000Z)>>\nendobj\n"
            .to_owned();
        let mut kids = String::new();
        for (at, content) in pages.iter().enumerate() {
            let (page, stream) = (10 + 2 * at, 11 + 2 * at);
            kids.push_str(&format!("{page} 0 R "));
            body.push_str(&format!(
                "{page} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {stream} 0 R\
                /Resources<</Font<</F1 3 0 R>>/XObject<</A 100 0 R>>>>>>\nendobj\n\
                {stream} 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n",
                content.len()
            ));
        }
        body.push_str(&format!("2 0 obj\n<</Type/Pages/Count {}/Kids[{kids}]>>\nendobj\n{objects}", pages.len()));
        with_table(body)
    }

    /// Adds the table of objects.
    fn with_table(mut body: String) -> Vec<u8> {
        let mut table = String::from("0000000000 65535 f \n");
        let mut entries = String::new();
        for (at, _) in body.match_indices(" 0 obj\n") {
            let begin = body[..at].rfind('\n').map_or(0, |end| end + 1);
            entries.push_str(&format!("{} 1\n{begin:010} 00000 n \n", &body[begin..at]));
        }
        let start = body.len();
        table.insert_str(0, "xref\n0 1\n");
        body.push_str(&format!(
            "{table}{entries}trailer\n<</Size 200/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n"
        ));
        body.into_bytes()
    }

    pub(crate) fn form(id: usize, content: &str, resources: &str) -> String {
        format!(
            "{id} 0 obj\n<</Type/XObject/Subtype/Form{resources}/Length {}>>\nstream\n{content}\nendstream\nendobj\n",
            content.len()
        )
    }

    pub(crate) fn reason(bytes: &[u8]) -> String {
        pdf::import(bytes, &ImportLimits::default()).unwrap_err().reason
    }

    #[test]
    fn fonts_without_end_are_refused() {
        let font = |name: &str, table: &str| {
            let font = format!("90 0 obj\n<</Type/Font/{name} 100 0 R>>\nendobj\n");
            reason(&pdf(&["BT ET"], &(font + &form(100, table, ""))))
        };
        assert!(font("ToUnicode", "1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange").contains("characters"));
        for name in ["ToUnicode", "Encoding", "FontFile"] {
            for bracket in ["[", "{", "(", "<</A "] {
                assert!(font(name, &bracket.repeat(100_000)).contains("tables"), "{name} {bracket}");
            }
        }
        let widths = "100 0 obj\n<</W[0 4000000000 500]>>\nendobj\n";
        assert!(reason(&pdf(&["BT ET"], widths)).contains("widths"));
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn streams_that_expand_without_end_are_refused() {
        let once = zlib(&vec![0; 4 << 20]);
        let twice = zlib(&once);
        assert_eq!(expand(&zlib(b"words"), 1000), 5);
        for (content, limit) in [(&once, 1 << 20), (&twice, 1 << 20), (&zlib(&zlib(&twice)), 1 << 30)] {
            assert!(expand(content, limit) > limit);
        }
        let mut bytes = b"%PDF-1.4\n1 0 obj\n<<>>\nstream\r\n".to_vec();
        bytes.extend(&once);
        assert!(check_bytes(&bytes, 1 << 20).is_err());
        assert!(check_bytes(&bytes, 8 << 20).is_ok());
        assert!(check_bytes(b"/Filter/LZWDecode", 1).is_err());
        assert!(check_bytes(b"/Columns 99999999999999999999", 1).is_err());
        assert!(check_bytes(b"/Columns 5 /Columns /Columns", 1).is_ok());
    }

    #[test]
    fn text_of_base_85_is_looked_into() {
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
        assert_eq!(ascii85(b"z87cUR~>").unwrap(), b"\0\0\0\0Hell");
        assert_eq!(ascii85(b"no"), None);
    }
}
