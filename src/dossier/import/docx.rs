//! Documents of Word: paragraphs with numbers, headings, tables.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::archive::Archive;
use super::budget::Budget;
use super::docx_styles::{self, Style, is_heading_name, is_outlined};
use super::docx_table::Table;
use super::xml::{Item, Tag, Xml};
use super::{ImportLimits, Imported, Paragraph, Unreadable, decode, properties};
use crate::dossier::record::Spot;

/// Reads a document.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let mut archive = Archive::open(bytes, limits)?;
    let main = main_part(&mut archive, limits.depth)?;
    let Some(content) = archive.read(&main)? else {
        return Err(Unreadable::new(format!("no document of Word: there is no `{main}` in it")));
    };
    let mut imported = Imported::default();
    imported.properties = properties::read(&mut archive, "docProps/core.xml", limits.depth, &mut imported.troubles)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = archive
        .read(&format!("{folder}/styles.xml"))?
        .map(|bytes| docx_styles::read(&bytes, limits.depth))
        .transpose()?;
    let text = decode(&content)?;
    let mut body = Body::new(imported, styles.unwrap_or_default(), limits);
    // Lines of the content say nothing to people.
    let read = body.read(Xml::new(&text, limits.depth));
    read.map_err(|error| match error.spot {
        Spot::Line { .. } => Unreadable::new(format!("`{main}`: {}", error.reason)),
        _ => error,
    })?;
    Ok(body.imported)
}

/// The part that the package calls its document.
fn main_part(archive: &mut Archive<'_>, depth: usize) -> Result<String, Unreadable> {
    let usual = "word/document.xml".to_owned();
    let Some(bytes) = archive.read("_rels/.rels")? else { return Ok(usual) };
    let text = decode(&bytes)?;
    let mut xml = Xml::new(&text, depth);
    loop {
        match xml.next()? {
            Item::Open(tag) if tag.attribute("Type").is_some_and(|of| of.ends_with("/officeDocument")) => {
                let target = tag.attribute("Target").unwrap_or(usual);
                return Ok(target.trim_start_matches('/').to_owned());
            }
            Item::End => return Ok(usual),
            _ => {}
        }
    }
}

/// How far a style is followed to those it is based on.
const STYLE_STEPS: usize = 10;

/// A paragraph while it is read; one in a text box nests in another.
#[derive(Default)]
struct Open {
    number: u32,
    text: String,
    is_heading: bool,
    is_caption: bool,
}

struct Body {
    imported: Imported,
    budget: Budget,
    styles: FxHashMap<String, Style>,
    /// The prefix of the elements of text, as the root element has it.
    prefix: String,
    depth: usize,
    /// Depth of a part whose text does not count.
    skipped: Option<usize>,
    in_text: bool,
    paragraphs: u32,
    open: Vec<Open>,
    tables: Vec<Table>,
    /// The last heading, or the caption right before.
    heading: String,
    caption: Option<String>,
}

impl Body {
    fn new(imported: Imported, styles: FxHashMap<String, Style>, limits: &ImportLimits) -> Body {
        Body {
            imported,
            budget: Budget::new(limits),
            styles,
            prefix: String::new(),
            depth: 0,
            skipped: None,
            in_text: false,
            paragraphs: 0,
            open: Vec::new(),
            tables: Vec::new(),
            heading: String::new(),
            caption: None,
        }
    }

    fn read(&mut self, mut xml: Xml<'_>) -> Result<(), Unreadable> {
        // Which elements of text are open: a name only where it is ours.
        let mut path: Vec<Option<Box<str>>> = Vec::new();
        loop {
            match xml.next()? {
                Item::Open(tag) => {
                    self.depth += 1;
                    if self.depth == 1 {
                        tag.prefix().clone_into(&mut self.prefix);
                    }
                    let is_ours = tag.prefix() == self.prefix;
                    path.push(is_ours.then(|| Box::from(tag.name())));
                    self.start(&tag, is_ours);
                }
                Item::Text(text) if self.in_text && self.skipped.is_none() => self.push(&text),
                Item::Text(_) => {}
                Item::Close => {
                    let name = path.pop().flatten();
                    self.end(name.as_deref())?;
                    self.depth = self.depth.saturating_sub(1);
                }
                Item::End => return Ok(()),
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, is_ours: bool) {
        if self.skipped.is_some() {
            return;
        }
        let name = tag.name();
        // Text that was deleted or moved away, and second drawings of the same.
        if (is_ours && matches!(name, "del" | "moveFrom")) || (!is_ours && name == "Fallback") {
            self.skipped = Some(self.depth);
            return;
        }
        if !is_ours {
            return;
        }
        match name {
            "p" => {
                self.paragraphs += 1;
                self.open.push(Open { number: self.paragraphs, ..Open::default() });
            }
            "t" => self.in_text = true,
            "tab" | "noBreakHyphen" | "br" | "cr" => self.mark(name),
            "pStyle" => self.style(&tag.attribute("val").unwrap_or_default()),
            "outlineLvl" => {
                if let Some(open) = self.open.last_mut() {
                    open.is_heading |= is_outlined(tag);
                }
            }
            "tbl" => {
                let name = self.caption.take().unwrap_or_else(|| self.heading.clone());
                self.tables.push(Table::new(name));
            }
            _ => {
                if let Some(table) = self.tables.last_mut() {
                    table.start(name, tag);
                }
            }
        }
    }

    fn mark(&mut self, name: &str) {
        // A tab stop of a style is no tab of the text.
        if !self.open.is_empty() {
            self.push(match name {
                "tab" => "\t",
                "noBreakHyphen" => "-",
                _ => "\n",
            });
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn style(&mut self, id: &str) {
        let Some(open) = self.open.last_mut() else { return };
        let mut id = Some(id.to_owned());
        for _ in 0..STYLE_STEPS {
            let Some(style) = id.as_ref().and_then(|id| self.styles.get(id)) else {
                open.is_heading |= id.is_some_and(|id| is_heading_name(&id.to_lowercase()));
                return;
            };
            open.is_heading |= style.is_heading;
            open.is_caption |= style.is_caption;
            id.clone_from(&style.based_on);
        }
    }

    fn end(&mut self, name: Option<&str>) -> Result<(), Unreadable> {
        if let Some(skipped) = self.skipped {
            if skipped == self.depth {
                self.skipped = None;
            }
            return Ok(());
        }
        match name {
            Some("p") => self.end_paragraph(),
            Some("t") => self.in_text = false,
            Some("tc") => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(&mut self.budget)?;
                }
            }
            Some("tr") => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            Some("tbl") => {
                if let Some(table) = self.tables.pop() {
                    self.end_table(table)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let text = open.text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(table) = self.tables.last_mut() {
            table.text(text, open.number);
            return;
        }
        self.caption = open.is_caption.then(|| text.to_owned());
        if open.is_heading {
            text.clone_into(&mut self.heading);
        }
        let spot = Spot::Paragraph(open.number);
        self.imported.paragraphs.push(Paragraph { spot, text: Arc::from(text), is_heading: open.is_heading });
    }

    fn end_table(&mut self, table: Table) -> Result<(), Unreadable> {
        if table.grid.is_empty() {
            return Ok(());
        }
        let parts = table.grid.finish(table.name, &mut self.budget)?;
        self.imported.paragraphs.extend(parts.paragraphs);
        self.imported.troubles.extend(parts.troubles);
        self.imported.properties.extend(parts.properties);
        if !parts.table.columns.is_empty() {
            self.imported.tables.push(parts.table);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::zip;
    use super::*;

    const STYLES: &str = "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='Mine'><w:name w:val='My head'/><w:basedOn w:val='berschrift1'/></w:style>\
        <w:style w:styleId='Cap'><w:name w:val='caption'/></w:style>\
        <w:style w:styleId='Loop'><w:name w:val='loop'/><w:basedOn w:val='Loop'/></w:style></w:styles>";

    fn read(body: &str) -> Result<Imported, Unreadable> {
        let document = format!("<w:document xmlns:w='w' xmlns:mc='m'><w:body>{body}</w:body></w:document>");
        let core = "<c><title>HARA</title><creator>A</creator></c>";
        let files = [
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", STYLES.as_bytes()),
            ("docProps/core.xml", core.as_bytes()),
        ];
        import(&zip(&files), &ImportLimits::default())
    }

    fn p(style: &str, text: &str) -> String {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    fn cell(text: &str) -> String {
        format!("<w:tc>{}</w:tc>", p("", text))
    }

    #[test]
    fn paragraphs_have_numbers_and_headings_are_known_by_their_style() {
        let imported = read(&format!(
            "{}{}{}<w:p/><w:p><w:r><w:t>see </w:t><w:tab/><w:t>R157</w:t></w:r><w:del><w:r><w:t>old</w:t>\
            <w:delText>gone</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom>\
            <mc:AlternateContent><mc:Choice><w:t>box</w:t></mc:Choice><mc:Fallback><w:t>box</w:t></mc:Fallback>\
            </mc:AlternateContent></w:p>",
            p("berschrift1", "One"),
            p("Mine", "Two"),
            p("Loop", "Text"),
        ))
        .unwrap();
        let shown: Vec<_> = imported.paragraphs.iter().map(|p| (p.spot, &*p.text, p.is_heading)).collect();
        assert_eq!(
            shown,
            [
                (Spot::Paragraph(1), "One", true),
                (Spot::Paragraph(2), "Two", true),
                (Spot::Paragraph(3), "Text", false),
                (Spot::Paragraph(5), "see \tR157box", false),
            ]
        );
        assert_eq!(imported.properties[0].1.text(), Some("HARA"));
    }

    #[test]
    fn tables_keep_the_numbers_of_their_paragraphs() {
        let merged = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>hidden</w:t></w:r></w:p></w:tc>";
        let imported = read(&format!(
            "{}{}<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{}</w:tc></w:tr>\
            <w:tr>{merged}{}{}</w:tr></w:tbl>",
            p("berschrift1", "Analysis"),
            p("Cap", "Table 1: HARA"),
            cell("ID"),
            cell("S"),
            cell("E"),
            cell("HE-1"),
            p("", "S3"),
            cell("S2"),
            cell("E4"),
        ))
        .unwrap();
        let table = &imported.tables[0];
        assert_eq!(table.name, "Table 1: HARA");
        let row = |at: usize| -> Vec<Option<&str>> {
            table.rows[at].cells.iter().map(|cell| cell.as_ref().and_then(|cell| cell.text())).collect()
        };
        assert_eq!(row(0), [Some("HE-1"), Some("S3")]);
        // What is merged goes on, and keeps its place.
        assert_eq!(row(1), [Some("HE-1"), Some("S2"), Some("E4")]);
        assert!(table.rows[1].cells[0].as_ref().unwrap().spot < table.rows[1].spot);
        assert_eq!(table.rows[0].spot, Spot::Paragraph(6));
    }

    #[test]
    fn a_table_in_a_cell_is_a_table_of_its_own() {
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>", cell("a"), cell("b"), cell("c"));
        let imported = read(&format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr><w:tc>{}{inner}{}</w:tc>{}</w:tr></w:tbl>",
            cell("ID"),
            cell("S"),
            p("", "before"),
            p("", "after"),
            cell("x"),
        ))
        .unwrap();
        assert_eq!(imported.tables.len(), 2);
        let outer = &imported.tables[1];
        assert_eq!(outer.rows[0].cells[0].as_ref().unwrap().text(), Some("before\nafter"));
        assert_eq!(outer.rows[0].cells[1].as_ref().unwrap().text(), Some("x"));
    }

    #[test]
    fn what_is_no_document_is_unreadable() {
        let limits = ImportLimits::default();
        assert!(import(b"PK\x03\x04", &limits).is_err());
        assert!(import(&zip(&[("word/other.xml", b"<a/>")]), &limits).is_err());
        assert!(import(&zip(&[("word/document.xml", b"<w:document><w:body>")]), &limits).is_err());
    }
}
