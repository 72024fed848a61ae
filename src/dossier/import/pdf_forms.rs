//! What the pages of a PDF file draw, counted before it is drawn.
//!
//! A form may draw others, and these others: the reader follows them, each
//! time it meets one.

use pdf_extract::{Dictionary, Document, Object, ObjectId};
use rustc_hash::FxHashMap;

use super::Unreadable;
use super::pdf_guard::content;

/// How far parents of a page are followed.
const PARENTS: usize = 64;

/// Bytes of instructions of one page or form.
const STREAM: usize = 16 << 20;

/// Bytes of instructions that all pages may take, each time they run.
const DRAWN: u64 = 128 << 20;

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

/// Refuses a document whose forms or pages lie within themselves, or whose
/// pages run too many instructions.
pub(super) fn check(document: &Document, pages: impl Iterator<Item = ObjectId>) -> Result<(), Unreadable> {
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
        if content.len() > STREAM {
            return Err(Unreadable::new("damaged: a page draws without end"));
        }
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
mod tests {
    use super::super::pdf_guard::tests::{form, pdf, reason};

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
}
