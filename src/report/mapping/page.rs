//! A page of headings, sentences and tables, for a terminal or as Markdown.

use std::io::{self, Write};

use anstyle::Style as Ansi;
use comfy_table::{ContentArrangement, Table, presets};

use crate::finding::is_unsafe;
use crate::report::Style;

/// How wide a page is where nobody says.
const WIDTH: u16 = 120;

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// A heading; 1 is the largest.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A table: its header and its rows.
    Table(Vec<String>, Vec<Vec<String>>),
    /// A list.
    List(Vec<String>),
}

/// What people read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    pub(super) fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// A table; none if it has no rows.
    pub(super) fn table(&mut self, header: &[&str], rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table(header.iter().map(|name| (*name).to_owned()).collect(), rows));
        }
    }

    pub(super) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }
}

/// Writes a page for a terminal of `width` columns.
pub fn write_text(out: &mut dyn Write, page: &Page, style: Style, width: Option<u16>) -> io::Result<()> {
    let width = width.unwrap_or(WIDTH).max(60);
    let wrapped = |text: &str, indent: &'static str| {
        let hanging = if indent.is_empty() { "" } else { "    " };
        let options = textwrap::Options::new(width.into()).initial_indent(indent).subsequent_indent(hanging);
        textwrap::fill(&plain(text), options)
    };
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Heading(_, text) if style.color => {
                let bold = Ansi::new().bold();
                writeln!(out, "{bold}{}{bold:#}", wrapped(text, ""))?;
            }
            Block::Heading(_, text) | Block::Text(text) => writeln!(out, "{}", wrapped(text, ""))?,
            Block::Table(header, rows) => {
                let mut table = Table::new();
                table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
                table.set_width(width);
                table.set_header(header.iter().map(|cell| plain(cell)));
                table.add_rows(rows.iter().map(|row| row.iter().map(|cell| plain(cell))));
                for line in table.lines() {
                    writeln!(out, "{}", line.trim_end())?;
                }
            }
            Block::List(items) => {
                for item in items {
                    writeln!(out, "{}", wrapped(item, "  "))?;
                }
            }
        }
    }
    Ok(())
}

/// Writes a page as Markdown.
pub fn write_markdown(out: &mut dyn Write, page: &Page) -> io::Result<()> {
    for (at, block) in page.blocks.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Heading(level, text) => writeln!(out, "{} {}", "#".repeat(usize::from(*level)), cell(text))?,
            Block::Text(text) => writeln!(out, "{}", cell(text))?,
            Block::Table(header, rows) => {
                writeln!(out, "| {} |", header.iter().map(|name| cell(name)).collect::<Vec<_>>().join(" | "))?;
                writeln!(out, "|{}", "---|".repeat(header.len()))?;
                for row in rows {
                    writeln!(out, "| {} |", row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(" | "))?;
                }
            }
            Block::List(items) => {
                for item in items {
                    writeln!(out, "- {}", cell(item))?;
                }
            }
        }
    }
    Ok(())
}

/// Text without characters that steer a terminal; lines stay lines.
fn plain(text: &str) -> String {
    let shown = |c: char| if c != '\n' && is_unsafe(c) { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(shown).collect()
}

/// Text on one line that Markdown takes as text.
fn cell(text: &str) -> String {
    let escaped = plain(text).chars().fold(String::new(), |mut text, c| {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\') {
            text.push('\\');
        }
        text.push(c);
        text
    });
    escaped.replace('\n', "<br>")
}
