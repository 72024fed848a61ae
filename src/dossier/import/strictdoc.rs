//! StrictDoc: nodes with fields in text, a table a tag.

use std::sync::Arc;

use super::budget::Budget;
use super::growing::Tables;
use super::{ImportLimits, Imported, Paragraph, RawRow, Trouble, Unreadable, decode_lines, line, value};
use crate::dossier::record::Spot;

/// Reads a document of nodes.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let text = decode_lines(bytes)?;
    let mut document = Document::new(limits);
    let mut lines = text.lines().enumerate().map(|(at, text)| (at + 1, text.trim_end()));
    while let Some((at, text)) = lines.next() {
        if let Some(tag) = tag(text) {
            document.end_node()?;
            document.begin_node(tag, at)?;
        } else if document.is_free_text() {
            document.free_text(text);
        } else if let Some((name, rest)) = field(text) {
            let content = match rest {
                ">>>" => block(&mut lines, at)?,
                rest => rest.to_owned(),
            };
            document.field(name, content, at);
        } else {
            document.other(text, at);
        }
    }
    document.end_node()?;
    if !document.has_document {
        return Err(Unreadable::new("no StrictDoc document: there is no [DOCUMENT] in it"));
    }
    document.imported.tables = document.tables.finish();
    Ok(document.imported)
}

/// The lines up to `<<<`.
fn block<'t>(lines: &mut impl Iterator<Item = (usize, &'t str)>, begin: usize) -> Result<String, Unreadable> {
    let mut content = String::new();
    for (_, text) in lines {
        if text == "<<<" {
            return Ok(content);
        }
        content.push_str(text);
        content.push('\n');
    }
    Err(Unreadable::at(line(begin), "text begins with >>> and does not end with <<<"))
}

/// `REQUIREMENT` of `[REQUIREMENT]` and `[[REQUIREMENT]]`, `/SECTION` of an end.
fn tag(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let inner = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(inner);
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    is_name.then_some(inner)
}

/// `UID` and `SYS-1` of `UID: SYS-1`, at the start of a line.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && (rest.is_empty() || rest.starts_with(' '))).then(|| (name, rest.trim()))
}

/// A node while it is read.
struct Node {
    tag: String,
    begin: usize,
    /// Names, texts and lines; one name may come several times.
    fields: Vec<(String, String, usize)>,
    relations: Vec<Relation>,
    /// The lines after `RELATIONS:` or another list.
    list: Option<String>,
    free_text: String,
}

/// What a node points to.
#[derive(Default)]
struct Relation {
    of_type: String,
    value: String,
    role: String,
    line: usize,
}

struct Document {
    imported: Imported,
    tables: Tables,
    node: Option<Node>,
    has_document: bool,
    budget: Budget,
}

/// Nodes that only hold others together or define what they look like.
const FRAMES: [&str; 2] = ["GRAMMAR", "DOCUMENT_FROM_FILE"];

impl Document {
    fn new(limits: &ImportLimits) -> Document {
        Document {
            imported: Imported::default(),
            tables: Tables::default(),
            node: None,
            has_document: false,
            budget: Budget::new(limits),
        }
    }

    fn begin_node(&mut self, tag: &str, at: usize) -> Result<(), Unreadable> {
        self.has_document |= tag == "DOCUMENT";
        if !self.has_document {
            return Err(Unreadable::at(line(at), format!("no StrictDoc document: [{tag}] before [DOCUMENT]")));
        }
        self.node = (!tag.starts_with('/')).then(|| Node {
            tag: tag.to_owned(),
            begin: at,
            fields: Vec::new(),
            relations: Vec::new(),
            list: None,
            free_text: String::new(),
        });
        Ok(())
    }

    fn is_free_text(&self) -> bool {
        self.node.as_ref().is_some_and(|node| node.tag == "FREETEXT")
    }

    fn free_text(&mut self, text: &str) {
        if let Some(node) = &mut self.node {
            node.free_text.push_str(text);
            node.free_text.push('\n');
        }
    }

    fn field(&mut self, name: &str, content: String, at: usize) {
        let Some(node) = self.node.as_mut().filter(|node| !FRAMES.contains(&node.tag.as_str())) else { return };
        node.list = content.is_empty().then(|| name.to_owned());
        node.fields.push((name.to_owned(), content, at));
    }

    /// A line that is no field: an item of a list, or something unknown.
    fn other(&mut self, text: &str, at: usize) {
        let Some(node) = &mut self.node else {
            if !text.trim().is_empty() && self.has_document {
                self.trouble(at, text);
            }
            return;
        };
        let inner = text.trim();
        if inner.is_empty() || FRAMES.contains(&node.tag.as_str()) {
            return;
        }
        let is_relations = matches!(node.list.as_deref(), Some("RELATIONS" | "REFS"));
        let begins = inner.strip_prefix("- ");
        match (is_relations, field(begins.unwrap_or(inner))) {
            (true, Some((name, content))) => {
                if begins.is_some() {
                    node.relations.push(Relation { line: at, ..Relation::default() });
                }
                let Some(relation) = node.relations.last_mut() else { return };
                match name {
                    "TYPE" => relation.of_type = content.to_owned(),
                    "VALUE" | "PATH" => relation.value = content.to_owned(),
                    "ROLE" => relation.role = content.to_owned(),
                    _ => {}
                }
            }
            // Options of a document and the like.
            _ if node.list.is_some() && text.starts_with([' ', '-']) => {}
            _ => self.trouble(at, text),
        }
    }

    fn trouble(&mut self, at: usize, text: &str) {
        let shown: String = text.chars().take(40).collect();
        let message = format!("`{shown}` is neither a field nor the begin of a node");
        self.imported.troubles.push(Trouble { spot: line(at), message });
    }

    fn end_node(&mut self) -> Result<(), Unreadable> {
        let Some(node) = self.node.take() else { return Ok(()) };
        match node.tag.as_str() {
            "DOCUMENT" => self.properties(node),
            "SECTION" => self.paragraph(node, "TITLE", true),
            "TEXT" => self.paragraph(node, "STATEMENT", false),
            "FREETEXT" => self.push_paragraph(&node.free_text, node.begin, false),
            tag if FRAMES.contains(&tag) => {}
            _ => self.row(node)?,
        }
        Ok(())
    }

    fn properties(&mut self, node: Node) {
        for (name, text, at) in node.fields {
            if let Some(value) = value(&text, line(at)) {
                self.imported.properties.push((name.to_lowercase(), value));
            }
        }
    }

    fn paragraph(&mut self, node: Node, name: &str, is_heading: bool) {
        for (_, text, at) in node.fields.into_iter().filter(|(field, _, _)| field == name) {
            self.push_paragraph(&text, at, is_heading);
        }
    }

    fn push_paragraph(&mut self, text: &str, at: usize, is_heading: bool) {
        if !text.trim().is_empty() {
            let text = Arc::from(text.trim());
            self.imported.paragraphs.push(Paragraph { spot: line(at), text, is_heading });
        }
    }

    fn row(&mut self, node: Node) -> Result<(), Unreadable> {
        let spot = line(node.begin);
        let named =
            |name: &str| node.fields.iter().find(|(field, _, _)| field == name).map(|(_, text, _)| text.as_str());
        let id = named("UID").or_else(|| named("MID")).filter(|id| !id.is_empty()).map(Arc::from);
        let mut cells: Vec<(String, String, Spot)> = Vec::new();
        for (name, text, at) in node.fields {
            join(&mut cells, name, text.trim(), "\n", line(at));
        }
        for relation in node.relations {
            let spot = line(relation.line);
            if !relation.role.is_empty() {
                join(&mut cells, relation.role.to_lowercase(), &relation.value, "; ", spot);
            }
            if !relation.role.eq_ignore_ascii_case(&relation.of_type) {
                join(&mut cells, relation.of_type.to_lowercase(), &relation.value, "; ", spot);
            }
        }
        let table = self.tables.table(&node.tag);
        let mut row = RawRow { spot, id, cells: Vec::new() };
        for (name, text, spot) in cells {
            if let Some(value) = value(&text, spot) {
                table.set(&mut row, &name, value);
            }
        }
        table.push(row, &mut self.budget)
    }
}

/// Adds text to a cell that may hold some.
fn join(cells: &mut Vec<(String, String, Spot)>, name: String, text: &str, between: &str, spot: Spot) {
    if text.is_empty() {
        return;
    }
    match cells.iter_mut().find(|(known, _, _)| *known == name) {
        Some((_, cell, _)) => {
            cell.push_str(between);
            cell.push_str(text);
        }
        None => cells.push((name, text.to_owned(), spot)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Imported, Unreadable> {
        import(text.as_bytes(), &ImportLimits::default())
    }

    const FILE: &str = "[DOCUMENT]\nTITLE: Brakes\nVERSION: 1.2\nOPTIONS:\n  ENABLE_MID: True\n\n[GRAMMAR]\nELEMENTS:\n\
        - TAG: REQUIREMENT\n  FIELDS:\n  - TITLE: UID\n\n[[SECTION]]\nTITLE: Goals\n\n[TEXT]\nSTATEMENT: >>>\nAn \
        introduction\n[REQUIREMENT]\n<<<\n\n[REQUIREMENT]\nMID: 77\nUID: SYS-1\nASIL: D\nSTATEMENT: >>>\nThe item\n\
        TITLE: no\nbrakes.\n<<<\nCOMMENT: one\nCOMMENT: two\nRELATIONS:\n- TYPE: Parent\n  VALUE: SG-1\n\
        - TYPE: Parent\n  VALUE: SG-2\n  ROLE: Refines\n- TYPE: File\n  VALUE: a.c\n\n[[/SECTION]]\n";

    #[test]
    fn nodes_become_rows_with_their_relations() {
        let imported = read(FILE).unwrap();
        assert_eq!(imported.troubles, []);
        assert_eq!(imported.properties[1].1.text(), Some("1.2"));
        let paragraphs: Vec<_> = imported.paragraphs.iter().map(|p| (&*p.text, p.is_heading)).collect();
        assert_eq!(paragraphs, [("Goals", true), ("An introduction\n[REQUIREMENT]", false)]);
        let table = &imported.tables[0];
        assert_eq!((table.name.as_str(), table.rows.len()), ("REQUIREMENT", 1));
        let row = &table.rows[0];
        let cell = |name: &str| {
            let at = table.columns.iter().position(|column| &*column.name == name)?;
            row.cells[at].as_ref()
        };
        assert_eq!((row.id.as_deref(), row.spot), (Some("SYS-1"), line(22)));
        assert_eq!(cell("STATEMENT").unwrap().text(), Some("The item\nTITLE: no\nbrakes."));
        assert_eq!(cell("COMMENT").unwrap().text(), Some("one\ntwo"));
        assert_eq!(cell("parent").unwrap().text(), Some("SG-1; SG-2"));
        assert_eq!(cell("refines").unwrap().text(), Some("SG-2"));
        assert_eq!(cell("parent").unwrap().spot, line(34));
        assert_eq!(cell("TITLE"), None);
    }

    #[test]
    fn the_older_grammar_is_read() {
        let text = "[DOCUMENT]\nTITLE: T\n\n[FREETEXT]\nWords: here\n[/FREETEXT]\n\n[SECTION]\nTITLE: S\n\n\
            [COMPOSITE_REQUIREMENT]\nUID: A\nREFS:\n- TYPE: Parent\n  VALUE: B\n\n[REQUIREMENT]\nUID: C\n\n\
            [/COMPOSITE_REQUIREMENT]\n\n[/SECTION]\n";
        let imported = read(text).unwrap();
        assert_eq!(imported.troubles, []);
        assert_eq!(&*imported.paragraphs[0].text, "Words: here");
        assert_eq!(imported.tables.len(), 2);
        assert_eq!(imported.tables[0].rows[0].cells[1].as_ref().unwrap().text(), Some("B"));
    }

    #[test]
    fn what_breaks_off_is_unreadable_and_what_is_unknown_is_reported() {
        assert_eq!(read("[DOCUMENT]\nTITLE: >>>\nno end\n").unwrap_err().spot, line(2));
        assert!(read("words").is_err());
        assert!(read("[REQUIREMENT]\nUID: 1\n[DOCUMENT]\n").is_err());
        assert_eq!(read("[DOCUMENT]\nTITLE: T\nwhat is this\n").unwrap().troubles[0].spot, line(3));
    }
}
