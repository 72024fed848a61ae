//! Markdown: head, headings, paragraphs, list items and tables.

use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::budget::Budget;
use super::{
    Column, ImportLimits, Imported, Paragraph, RawRow, RawTable, Trouble, Unreadable, decode_lines, front_matter, value,
};
use crate::dossier::record::{Spot, Value};

/// Reads a text with its head.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let text = decode_lines(bytes)?;
    let (fields, head_lines, body) = front_matter::split(&text);
    let mut imported = Imported::default();
    imported.tables.extend(front_matter::table(&fields));
    imported.properties = fields;
    let mut reader = Reader {
        imported,
        budget: Budget::new(limits),
        lines: Lines { text: body, at: 0, line: head_lines + 1, begin: 0 },
        open: None,
        heading: String::new(),
        table: None,
        struck: 0,
        quiet: 0,
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, range.start)?;
    }
    reader.flush(false);
    Ok(reader.imported)
}

/// Bars that a line has at least which may be a row of a table.
const LEAST_BARS: usize = 2;

/// What is being read.
struct Reader<'t> {
    imported: Imported,
    budget: Budget,
    lines: Lines<'t>,
    /// The text of a paragraph, item or cell, and where it begins.
    open: Option<(Spot, String)>,
    /// The last heading, which names the tables below it.
    heading: String,
    table: Option<RawTable>,
    /// Depth within struck out text.
    struck: usize,
    /// Depth within code and markup, which is no statement.
    quiet: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, offset: usize) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.start(&tag, offset)?,
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text, offset),
            Event::SoftBreak | Event::HardBreak => self.push("\n", offset),
            Event::TaskListMarker(done) => self.push(if done { "[x] " } else { "[ ] " }, offset),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>, offset: usize) -> Result<(), Unreadable> {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => {
                // An item's own paragraph goes on with its marker.
                let goes_on = matches!(tag, Tag::Paragraph)
                    && self.open.as_ref().is_some_and(|(_, text)| text.trim().is_empty() || text.starts_with("[ ]"));
                if !goes_on {
                    self.flush(false);
                    self.open = Some((self.lines.spot(offset), String::new()));
                }
            }
            Tag::Table(_) => {
                self.flush(false);
                self.table = Some(RawTable { name: self.heading.clone(), ..RawTable::default() });
            }
            Tag::TableRow => {
                let spot = self.lines.spot(offset);
                let width = self.table.as_ref().map_or(0, |table| table.columns.len());
                self.budget.row(width, spot)?;
                if let Some(table) = &mut self.table {
                    table.rows.push(RawRow { spot, id: None, cells: Vec::new() });
                }
            }
            Tag::TableCell => {
                let cell = self.lines.text.get(offset..).unwrap_or_default();
                let blanks = cell.len() - cell.trim_start_matches(' ').len();
                self.open = Some((self.lines.spot(offset + blanks), String::new()));
            }
            Tag::Strikethrough => self.struck += 1,
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.quiet += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Item => self.flush(false),
            TagEnd::Heading(_) => self.flush(true),
            TagEnd::TableCell => self.cell(),
            TagEnd::Table => self.imported.tables.extend(self.table.take()),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.quiet = self.quiet.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, offset: usize) {
        if self.struck > 0 || self.quiet > 0 {
            return;
        }
        let (_, open) = self.open.get_or_insert_with(|| (self.lines.spot(offset), String::new()));
        open.push_str(text);
    }

    fn flush(&mut self, is_heading: bool) {
        let Some((spot, text)) = self.open.take() else { return };
        let text = text.trim();
        if is_heading {
            text.clone_into(&mut self.heading);
        }
        if !is_heading {
            self.doubt(text, spot);
        }
        if !text.is_empty() {
            self.imported.paragraphs.push(Paragraph { spot, text: Arc::from(text), is_heading });
        }
    }

    /// Lines of a table behind a blank line or a line of text are no rows to
    /// Markdown, and rows to people.
    fn doubt(&mut self, text: &str, spot: Spot) {
        let Some(table) = self.imported.tables.last_mut().filter(|table| table.doubt.is_none()) else { return };
        let bars = table.columns.len().saturating_sub(1).max(LEAST_BARS);
        if text.lines().any(|line| line.matches('|').count() >= bars) {
            let message = "a row of the table above stands apart from it, and is not read as one".to_owned();
            table.doubt = Some(Trouble { spot, message });
        }
    }

    /// A cell of the header until there is a row.
    fn cell(&mut self) {
        let (Some((spot, text)), Some(table)) = (self.open.take(), &mut self.table) else { return };
        let content: Option<Value> = value(&text, spot);
        match table.rows.last_mut() {
            Some(row) => row.cells.push(content),
            None => {
                let name = Arc::from(text.trim());
                table.columns.push(Column { name, spot });
            }
        }
    }
}

/// Offsets to lines and columns; offsets mostly grow.
struct Lines<'t> {
    text: &'t str,
    /// Up to where lines were counted, the line there, and where it begins.
    at: usize,
    line: usize,
    begin: usize,
}

impl Lines<'_> {
    fn spot(&mut self, offset: usize) -> Spot {
        let offset = self.text.floor_char_boundary(offset);
        if offset > self.at {
            for found in memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]) {
                self.line += 1;
                self.begin = self.at + found + 1;
            }
            self.at = offset;
        }
        let column = self.text.get(self.begin..offset).map_or(0, |before| before.chars().count() + 1);
        Spot::Line {
            line: u32::try_from(self.line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Imported {
        import(text.as_bytes(), &ImportLimits::default()).unwrap()
    }

    #[test]
    fn headings_paragraphs_and_items_keep_their_lines() {
        let imported = read(
            "---\ntitle: T\n---\n# One\n\nA *b*\n`c` ~~old~~ [d](e).\n\n- item\n  - inner\n- [ ] open\n\n  more\n\n\
            ```\ncode\n```\n<!-- note -->\n\n> quoted\n",
        );
        let shown: Vec<String> = imported
            .paragraphs
            .iter()
            .map(|p| {
                let Spot::Line { line, .. } = p.spot else { panic!() };
                format!("{line}{} {}", if p.is_heading { "#" } else { "" }, p.text)
            })
            .collect();
        assert_eq!(shown, ["4# One", "6 A b\nc  d.", "9 item", "10 inner", "11 [ ] open", "13 more", "20 quoted"]);
        assert_eq!(imported.properties[0].1.text(), Some("T"));
        assert_eq!(imported.tables, []);
    }

    #[test]
    fn tables_are_named_by_the_heading_above() {
        let imported = read("## HARA\n\n| ID | S |\n|---|---|\n| HE-1 | ~~S2~~ S3 |\n| Ä | |\n");
        let table = &imported.tables[0];
        assert_eq!(table.name, "HARA");
        assert_eq!(table.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), ["ID", "S"]);
        let cell = table.rows[0].cells[1].as_ref().unwrap();
        assert_eq!((cell.text(), cell.spot), (Some("S3"), Spot::Line { line: 5, column: 10 }));
        assert_eq!(table.rows[1].cells, [table.rows[1].cells[0].clone(), None]);
        assert_eq!(table.rows[1].spot, Spot::Line { line: 6, column: 1 });
    }

    #[test]
    fn a_record_in_the_head_is_a_table() {
        let imported = read("---\nid: SG-1\ntype: safety-goal\nasil: D\n---\nText\n");
        assert_eq!((imported.tables[0].name.as_str(), imported.tables[0].rows.len()), ("safety-goal", 1));
        assert_eq!(imported.paragraphs.len(), 1);
    }
}
