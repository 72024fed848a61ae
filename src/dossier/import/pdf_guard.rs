//! What is known to break the reader of PDF files, looked for beforehand.
//!
//! The reader expands streams without bound, follows forms that draw
//! themselves, and writes out ranges of characters one by one. A panic can be
//! caught; a full memory and an endless call cannot.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use rustc_hash::FxHashMap;

use super::Unreadable;

/// Compressed streams within one another.
const NESTED: usize = 3;

/// How far parents of a page are followed.
const PARENTS: usize = 64;

/// Bytes of drawing instructions that all pages may take, each time they run.
const DRAWN: u64 = 128 << 20;

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
    document.objects.values().try_for_each(check_object)?;
    let mut forms = Forms { document, sizes: FxHashMap::default() };
    let mut drawn = 0_u64;
    for page in pages {
        drawn = drawn.saturating_add(forms.page(page)?);
        if drawn > DRAWN {
            return Err(Unreadable::new("damaged: its pages draw without end"));
        }
    }
    Ok(())
}

/// Looks at an object and all that is written within it.
fn check_object(object: &Object) -> Result<(), Unreadable> {
    let mut open = vec![object];
    while let Some(object) = open.pop() {
        match object {
            Object::Array(items) => {
                if mapped_widths(items) > MAPPED {
                    return Err(Unreadable::new("damaged: a font has widths without end"));
                }
                open.extend(items);
            }
            Object::Dictionary(dictionary) => open.extend(dictionary.iter().map(|(_, value)| value)),
            Object::Stream(stream) => {
                open.extend(stream.dict.iter().map(|(_, value)| value));
                if mapped_characters(&content(stream)) > MAPPED {
                    return Err(Unreadable::new("damaged: a font maps characters without end"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn content(stream: &Stream) -> Vec<u8> {
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

/// What forms draw, with all they draw in turn.
struct Forms<'d> {
    document: &'d Document,
    /// Bytes by form; none while it is being counted.
    sizes: FxHashMap<ObjectId, Option<u64>>,
}

/// A form or page whose parts are being counted.
struct Frame {
    form: Option<ObjectId>,
    own: u64,
    /// The forms it draws, each as often as it does.
    draws: Vec<ObjectId>,
    next: usize,
}

impl Forms<'_> {
    fn page(&mut self, id: ObjectId) -> Result<u64, Unreadable> {
        let page = self.document.get_dictionary(id).map_err(|error| Unreadable::new(format!("damaged: {error}")))?;
        self.check_parents(page)?;
        let content = self.document.get_page_content(id).unwrap_or_default();
        let resources = self.inherited(page);
        let mut stack = vec![self.frame(None, &content, resources)?];
        loop {
            let Some(frame) = stack.last_mut() else { return Ok(0) };
            if let Some(form) = frame.draws.get(frame.next).copied() {
                match self.sizes.get(&form) {
                    Some(Some(size)) => {
                        frame.own = frame.own.saturating_add(*size);
                        frame.next += 1;
                    }
                    Some(None) => return Err(Unreadable::new("damaged: a form draws itself")),
                    None => {
                        self.sizes.insert(form, None);
                        let frame = self.form(form)?;
                        stack.push(frame);
                    }
                }
                continue;
            }
            let (form, size) = (frame.form, frame.own);
            match form {
                Some(form) => self.sizes.insert(form, Some(size)),
                None => return Ok(size),
            };
            stack.pop();
        }
    }

    fn check_parents(&self, page: &Dictionary) -> Result<(), Unreadable> {
        let mut at = Some(page);
        for _ in 0..PARENTS {
            at = at.and_then(|page| self.parent(page));
        }
        if at.is_some() { Err(Unreadable::new("damaged: a page lies within itself")) } else { Ok(()) }
    }

    fn parent(&self, page: &Dictionary) -> Option<&Dictionary> {
        self.document.get_dictionary(page.get(b"Parent").ok()?.as_reference().ok()?).ok()
    }

    fn inherited<'a>(&'a self, page: &'a Dictionary) -> Option<&'a Dictionary> {
        let mut at = Some(page);
        for _ in 0..PARENTS {
            if let Some(resources) = at.and_then(|page| self.dictionary(page, b"Resources")) {
                return Some(resources);
            }
            at = at.and_then(|page| self.parent(page));
        }
        None
    }

    fn dictionary<'a>(&'a self, of: &'a Dictionary, name: &[u8]) -> Option<&'a Dictionary> {
        let (_, object) = self.document.dereference(of.get(name).ok()?).ok()?;
        object.as_dict().ok()
    }

    fn form(&self, id: ObjectId) -> Result<Frame, Unreadable> {
        let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else {
            return Ok(Frame { form: Some(id), own: 0, draws: Vec::new(), next: 0 });
        };
        let content = content(stream);
        let resources = self.dictionary(&stream.dict, b"Resources");
        if resources.is_none() && !drawn_names(&content).is_empty() {
            // Whose names it means depends on who draws it.
            return Err(Unreadable::new("damaged: a form draws what it does not list"));
        }
        self.frame(Some(id), &content, resources)
    }

    fn frame(
        &self,
        form: Option<ObjectId>,
        content: &[u8],
        resources: Option<&Dictionary>,
    ) -> Result<Frame, Unreadable> {
        let forms = resources.and_then(|resources| self.dictionary(resources, b"XObject"));
        let reference = |object: &Object| object.as_reference().ok();
        let mut draws = Vec::new();
        for name in drawn_names(content) {
            match forms {
                Some(forms) if name.contains(&b'#') => {
                    draws.extend(forms.iter().filter_map(|(_, form)| reference(form)))
                }
                Some(forms) => draws.extend(forms.get(name).ok().and_then(reference)),
                None => {}
            }
        }
        Ok(Frame { form, own: content.len() as u64, draws, next: 0 })
    }
}

/// The names before each `Do`.
fn drawn_names(content: &[u8]) -> Vec<&[u8]> {
    let name = |at: usize| {
        let before = content[..at].trim_ascii_end();
        let begin = before.iter().rposition(|byte| *byte == b'/')?;
        let name = &before[begin + 1..];
        (!name.is_empty() && !name.iter().any(u8::is_ascii_whitespace)).then_some(name)
    };
    memchr::memmem::find_iter(content, b"Do").filter_map(name).collect()
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

    fn form(id: usize, content: &str, resources: &str) -> String {
        format!(
            "{id} 0 obj\n<</Type/XObject/Subtype/Form{resources}/Length {}>>\nstream\n{content}\nendstream\nendobj\n",
            content.len()
        )
    }

    fn reason(bytes: &[u8]) -> String {
        pdf::import(bytes, &ImportLimits::default()).unwrap_err().reason
    }

    #[test]
    fn a_form_that_draws_itself_is_refused() {
        let own = "/Resources<</XObject<</A 100 0 R>>>>";
        assert_eq!(reason(&pdf(&["/A Do"], &form(100, "/A Do", own))), "damaged: a form draws itself");
        assert!(reason(&pdf(&["/A Do"], &form(100, "/A Do", ""))).contains("does not list"));
    }

    #[test]
    fn forms_that_multiply_are_refused() {
        let many = |name: &str| format!("/{name} Do ").repeat(100);
        let mut forms = String::new();
        for id in 100..110 {
            let resources = format!("/Resources<</XObject<</B {} 0 R>>>>", id + 1);
            forms.push_str(&form(id, &many("B"), &resources));
        }
        forms.push_str(&form(110, "BT ET", ""));
        assert_eq!(reason(&pdf(&[&many("A")], &forms)), "damaged: its pages draw without end");
    }

    #[test]
    fn parents_in_a_circle_are_refused() {
        let bytes = pdf(&["BT ET"], "");
        let text = String::from_utf8(bytes).unwrap();
        // Of the same length, so that the table of objects stays true.
        let circle = text.replace("/Parent 2 0 R/MediaBox[0 0 612 792]", "/Parent 10 0 R/Rotate 0/Unused [1] ");
        assert_eq!(circle.len(), text.len());
        assert_eq!(reason(circle.as_bytes()), "damaged: a page lies within itself");
    }

    #[test]
    fn fonts_without_end_are_refused() {
        let table = "1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange";
        assert!(reason(&pdf(&["BT ET"], &form(100, table, ""))).contains("maps characters"));
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
