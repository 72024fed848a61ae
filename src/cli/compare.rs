//! `roadworthy compare`

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use roadworthy::mapping::{Atlas, Graph, compare, side_by_side};
use roadworthy::report::mapping::{
    Page, compare_csv, compare_page, sides_csv, sides_page, write_json, write_markdown, write_text,
};
use serde::Serialize;

use super::Global;
use super::output::{Format, Target, Wanted, settle, style};
use super::standards::Overlay;

/// National mappings side by side, or two instruments clause by clause
///
/// Codes of jurisdictions (CN KR SG GB) are compared by topic, with the seven elements of governance and what
/// each accepts. Two instruments (`UN-R155 "GB 44495"`) are compared clause by clause.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error.")]
pub(super) struct Compare {
    /// Jurisdictions, or two instruments by id or number
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Only this topic, such as cybersecurity or odd
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// The date for which it is said what is in force [default: today]
    #[arg(long, value_name = "DATE", env = "ROADWORTHY_AS_OF")]
    as_of: Option<Date>,
    #[command(flatten)]
    overlay: Overlay,
    #[command(flatten)]
    report: ReportArgs,
}

/// Where a comparison goes, and how it looks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub(super) struct ReportArgs {
    /// Formats, several at once: text, md, csv or json, each with `=PATH` to write to a file
    #[arg(
        long,
        short,
        value_name = "F[=PATH],…",
        value_delimiter = ',',
        default_value = "text",
        env = "ROADWORTHY_FORMAT"
    )]
    format: Vec<Wanted>,
    /// Where the first format without a path of its own goes
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl ReportArgs {
    /// Writes a result in every format that is wanted.
    pub(super) fn write(
        self,
        global: &Global,
        result: &impl Serialize,
        page: &Page,
        rows: impl Fn() -> std::io::Result<Vec<u8>>,
    ) -> anyhow::Result<u8> {
        let supported = [Format::Text, Format::Markdown, Format::Csv, Format::Json];
        for one in settle(self.format, self.output.as_ref(), &supported, |_| false)? {
            let (mut sink, target, to_file) = Target::open(&one)?;
            let style = style(global);
            let style = roadworthy::report::Style { color: style.color && !to_file, ..style };
            match one.format {
                Format::Json => write_json(&mut *sink, result)?,
                Format::Markdown => write_markdown(&mut *sink, page)?,
                Format::Csv => sink.write_all(&rows()?)?,
                _ => write_text(&mut *sink, page, style, terminal_width(to_file))?,
            }
            sink.flush()?;
            drop(sink);
            target.finish()?;
        }
        Ok(0)
    }
}

/// The columns of the terminal that is written to, if it is one.
fn terminal_width(to_file: bool) -> Option<u16> {
    use std::io::IsTerminal;
    if to_file || !std::io::stdout().is_terminal() {
        return None;
    }
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok())
}

/// The tables of jurisdictions, or what is wrong with them.
pub(super) fn atlas(library: &roadworthy::standard::Library) -> anyhow::Result<Atlas<'_>> {
    Atlas::read(library).map_err(|faults| unusable(&faults))
}

pub(super) fn graph<'a>(atlas: &'a Atlas<'a>) -> anyhow::Result<Graph<'a>> {
    Graph::new(atlas).map_err(|faults| unusable(&faults))
}

fn unusable(faults: &[roadworthy::standard::TableError]) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    anyhow::anyhow!("the tables of jurisdictions cannot be used:{}", lines.concat())
}

/// The codes of jurisdictions as the tables spell them.
pub(super) fn codes(atlas: &Atlas<'_>, names: &[String]) -> anyhow::Result<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    for name in names {
        let known = || atlas.jurisdictions.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ");
        let code = atlas.jurisdiction(name).map(|one| one.code.clone());
        let code = code.with_context(|| format!("`{name}` is no jurisdiction, expected one of {}", known()))?;
        anyhow::ensure!(!codes.contains(&code), "`{code}` is named twice");
        codes.push(code);
    }
    Ok(codes)
}

/// The id of the document that `name` means.
pub(super) fn document(atlas: &Atlas<'_>, name: &str) -> anyhow::Result<String> {
    let found = atlas.document(name).map(|id| id.to_string());
    found.with_context(|| {
        format!("`{name}` is no instrument known here (`roadworthy compare CN` lists those of a jurisdiction)")
    })
}

impl Compare {
    pub(super) fn run(self, global: &Global, today: Date) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        let atlas = atlas(&library)?;
        let day = self.as_of.unwrap_or(today);
        if self.names.iter().all(|name| atlas.jurisdiction(name).is_some()) {
            let codes = codes(&atlas, &self.names)?;
            if let Some(topic) = &self.topic {
                let known = || atlas.topics.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
                let is_known = atlas.topics.iter().any(|(id, _)| id == topic);
                anyhow::ensure!(is_known, "`{topic}` is no topic, expected one of {}", known());
            }
            let result = compare(&atlas, &codes, self.topic.as_deref(), day);
            return self.report.write(global, &result, &compare_page(&result), || compare_csv(&result));
        }
        let is_mixed = self.names.iter().any(|name| atlas.jurisdiction(name).is_some());
        if is_mixed || self.names.len() != 2 {
            codes(&atlas, &self.names)?;
        }
        anyhow::ensure!(self.topic.is_none(), "--topic is for jurisdictions: two instruments are compared as they are");
        let graph = graph(&atlas)?;
        let (a, b) = (document(&atlas, &self.names[0])?, document(&atlas, &self.names[1])?);
        anyhow::ensure!(a != b, "both names mean {a}");
        let result = side_by_side(&graph, &a, &b, day);
        self.report.write(global, &result, &sides_page(&result), || sides_csv(&result))
    }
}
