//! Text of PDF files, page by page.
//!
//! The library that reads them was written for well-meant files: it may panic
//! on others, nest without end, or fill the memory. What is known to do so is
//! looked for first ([`pdf_guard`]); reading runs on a thread of its own with
//! room for deep calls, and a panic spoils one page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use pdf_extract::{
    Dictionary, Document, MediaBox, Object, OutputDev, OutputError, PlainTextOutput, Transform, output_doc_page,
};

use super::{ImportLimits, Imported, Paragraph, Trouble, Unreadable, pdf_guard, text, value};
use crate::dossier::record::{Spot, Value};

/// Bytes of a file. Reports of hundreds of pages have a tenth of it.
const MAX_BYTES: usize = 32 << 20;

/// Pages of a file.
const MAX_PAGES: usize = 5_000;

/// Characters of a page; drawn thousands of times over one another else.
const MAX_CHARACTERS: usize = 1_000_000;

/// The stack of the thread that reads.
const STACK: usize = 256 << 20;

/// Pages that are listed in one message.
const LISTED: usize = 10;

/// Reads the text of every page.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::new(format!("{} bytes, more than {MAX_BYTES} for this format", bytes.len())));
    }
    if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_none() {
        return Err(Unreadable::new("no PDF file"));
    }
    pdf_guard::check_bytes(bytes, limits.expanded_bytes)?;
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read(bytes));
        let reader = reader.map_err(|error| Unreadable::new(error.to_string()))?;
        reader.join().unwrap_or_else(|_| Err(Unreadable::new("damaged: its reader failed on it")))
    })
}

fn read(bytes: &[u8]) -> Result<Imported, Unreadable> {
    let mut document = Document::load_mem(bytes).map_err(|error| Unreadable::new(format!("damaged: {error}")))?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Unreadable::new("encrypted"));
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(Unreadable::new("damaged: it has no pages"));
    }
    if pages.len() > MAX_PAGES {
        return Err(Unreadable::new(format!("{} pages, more than {MAX_PAGES}", pages.len())));
    }
    pdf_guard::check_document(&mut document, pages.values().copied())?;
    let mut imported = Imported { properties: properties(&document), ..Imported::default() };
    let (mut failed, mut empty) = (Vec::new(), Vec::new());
    for &page in pages.keys() {
        match catch_unwind(AssertUnwindSafe(|| page_text(&document, page))) {
            Ok(Ok(text)) if text.trim().is_empty() => empty.push(page),
            Ok(Ok(text)) => imported.paragraphs.extend(paragraphs(&text, page)),
            Ok(Err(_)) | Err(_) => failed.push(page),
        }
    }
    if imported.paragraphs.is_empty() {
        let reason = if failed.is_empty() { "holds no text, only images" } else { "damaged: no page can be read" };
        return Err(Unreadable::new(reason));
    }
    imported.troubles.extend(trouble(&failed, "cannot be read"));
    imported.troubles.extend(trouble(&empty, "hold no text, only images if anything"));
    Ok(imported)
}

fn page_text(document: &Document, page: u32) -> Result<String, OutputError> {
    let mut text = String::new();
    let mut output = Counted { inner: PlainTextOutput::new(&mut text), left: MAX_CHARACTERS };
    output_doc_page(document, &mut output, page)?;
    Ok(text)
}

/// Ends a page that draws without end.
struct Counted<'t> {
    inner: PlainTextOutput<&'t mut String>,
    left: usize,
}

impl OutputDev for Counted<'_> {
    fn begin_page(
        &mut self,
        page: u32,
        media_box: &MediaBox,
        art_box: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.inner.begin_page(page, media_box, art_box)
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.inner.end_page()
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        spacing: f64,
        font_size: f64,
        character: &str,
    ) -> Result<(), OutputError> {
        self.left = self.left.checked_sub(1).ok_or(OutputError::FormatError(std::fmt::Error))?;
        self.inner.output_character(place, width, spacing, font_size, character)
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.inner.begin_word()
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        self.inner.end_word()
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        self.inner.end_line()
    }
}

fn paragraphs(text: &str, page: u32) -> impl Iterator<Item = Paragraph> {
    text::paragraphs(text).map(move |(line, text)| Paragraph {
        spot: Spot::Page { page, line: u32::try_from(line).unwrap_or(u32::MAX) },
        text: Arc::from(text),
        is_heading: false,
    })
}

fn trouble(pages: &[u32], what: &str) -> Option<Trouble> {
    let page = *pages.first()?;
    let listed: Vec<String> = pages.iter().take(LISTED).map(u32::to_string).collect();
    let more = if pages.len() > LISTED { " and more" } else { "" };
    let message = format!("{} pages {what}: {}{more}", pages.len(), listed.join(", "));
    Some(Trouble { spot: Spot::Page { page, line: 0 }, message })
}

fn properties(document: &Document) -> Vec<(String, Value)> {
    let info = document.trailer.get(b"Info").ok().and_then(|info| document.dereference(info).ok());
    let Some(Object::Dictionary(info)) = info.map(|(_, info)| info) else { return Vec::new() };
    let names = [(&b"Title"[..], "title"), (b"Author", "author"), (b"ModDate", "date"), (b"CreationDate", "created")];
    let read = |(theirs, ours): (&[u8], &str)| {
        let text = string(info, theirs)?;
        let text = if text.starts_with("D:") { iso_day(&text)? } else { text };
        Some((ours.to_owned(), value(&text, Spot::Whole)?))
    };
    names.into_iter().filter_map(read).collect()
}

/// A text of the document's properties, which is UTF-16 if it says so.
fn string(info: &Dictionary, name: &[u8]) -> Option<String> {
    let bytes = info.get(name).ok()?.as_str().ok()?;
    Some(match bytes.strip_prefix(b"\xFE\xFF") {
        Some(units) => {
            let units: Vec<u16> = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => {
            String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|&byte| char::from(byte)).collect())
        }
    })
}

/// `2026-11-21` of `D:20261121093000Z`.
fn iso_day(text: &str) -> Option<String> {
    let digits = text.get(2..10).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

#[cfg(test)]
mod tests {
    use super::super::pdf_guard::tests::pdf;
    use super::*;

    fn read(bytes: &[u8]) -> Result<Imported, Unreadable> {
        import(bytes, &ImportLimits::default())
    }

    #[test]
    fn text_is_read_page_by_page() {
        let page = |text: &str| format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
        let imported = read(&pdf(&[&page("See UN R157"), "", &page("Second")], "")).unwrap();
        let shown: Vec<_> = imported.paragraphs.iter().map(|p| (p.spot, &*p.text)).collect();
        assert_eq!(shown[0].1, "See UN R157");
        assert!(matches!(shown[0].0, Spot::Page { page: 1, .. }));
        assert!(matches!(shown[1], (Spot::Page { page: 3, .. }, "Second")));
        assert_eq!(imported.troubles.len(), 1);
        assert_eq!((imported.properties[0].1.text(), imported.properties[1].1.text()), (Some("T"), Some("2026-11-21")));
    }

    #[test]
    fn a_file_without_text_is_unreadable() {
        assert_eq!(read(&pdf(&[""], "")).unwrap_err().reason, "holds no text, only images");
        assert!(read(b"%PDF-1.7\n").is_err());
        assert_eq!(read(b"words").unwrap_err().reason, "no PDF file");
    }

    #[test]
    fn a_broken_page_spoils_itself_alone() {
        let imported =
            read(&pdf(&["BT /F1 12 Tf 72 700 Td (one) Tj ET", "BT /Nowhere 12 Tf (two) Tj ET"], "")).unwrap();
        assert_eq!(imported.paragraphs.len(), 1);
        assert!(imported.troubles[0].message.contains("cannot be read: 2"), "{:?}", imported.troubles);
    }
}
