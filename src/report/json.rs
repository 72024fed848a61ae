//! JSON: one object per run, or one line per input.
//!
//! The types are the published JSON Schema; both writers stream.

use std::io::{self, Write};

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use crate::engine::InputReport;
use crate::finding::{Finding, Location, NotChecked, Outcome, Severity};
use crate::rules::Kind;

use super::summary::{Header, RuleSetInfo, StandardInfo, Summary, ToolInfo};
use super::{Sink, Writer};

/// The result of `check --format json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckReport {
    /// `roadworthy/check/1`
    pub schema: String,
    /// The program that made the result.
    pub tool: ToolInfo,
    /// The date that decides which edition applies.
    pub as_of: String,
    /// The standards that inputs were held against.
    pub editions: Vec<StandardInfo>,
    /// The rules of the run.
    pub rule_set: RuleSetInfo,
    /// One element per input, in the order of the arguments.
    pub inputs: Vec<InputJson>,
    /// The counts.
    pub summary: Summary,
}

/// The first line of `check --format jsonl`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeaderLine {
    /// `roadworthy/check-header/1`
    pub schema: String,
    /// The program that made the result.
    pub tool: ToolInfo,
    /// The date that decides which edition applies.
    pub as_of: String,
    /// The standards that inputs were held against.
    pub editions: Vec<StandardInfo>,
    /// The rules of the run.
    pub rule_set: RuleSetInfo,
}

/// The last line of `check --format jsonl`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FooterLine {
    /// `roadworthy/check-footer/1`
    pub schema: String,
    /// The counts.
    pub summary: Summary,
}

/// A line of `check --format jsonl`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Line {
    /// The first.
    Header(HeaderLine),
    /// One per input.
    Input(InputJson),
    /// The last.
    Footer(FooterLine),
}

/// One input.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InputJson {
    /// The argument as typed and the path below it.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// The edition it declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The folder that the files it refers to had to lie in; absent if it refers to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundary: Option<String>,
    /// What was found, by place.
    pub findings: Vec<FindingJson>,
    /// Findings beyond the budget, counted and not shown.
    pub findings_omitted: usize,
    /// What did not run, and why.
    pub not_checked: Vec<NotChecked>,
    /// The rule of ours that failed, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internal_error: Option<String>,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingJson {
    /// Id of the rule.
    pub rule: String,
    /// Ids of the same rule elsewhere.
    pub aliases: Vec<String>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: expected and found.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where.
    pub location: LocationJson,
    /// Places that explain the first.
    pub related: Vec<LocationJson>,
    /// Equal for the same finding on the same element, wherever its line is.
    pub fingerprint: String,
}

/// A place. The numbers are absent if the input could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LocationJson {
    /// The input.
    pub path: String,
    /// 1-based line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// 1-based column in Unicode characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// 1-based line of the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// 1-based column one past the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// Offset in the file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byte_offset: Option<u64>,
    /// The element or attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xpath: Option<String>,
    /// What is to be seen there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl From<&Location> for LocationJson {
    fn from(location: &Location) -> Self {
        let place = location.place;
        LocationJson {
            path: location.path.to_string(),
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            end_line: place.map(|place| place.end_line),
            end_column: place.map(|place| place.end_column),
            byte_offset: place.map(|place| place.byte_offset),
            xpath: location.xpath.clone(),
            message: location.label.clone(),
        }
    }
}

impl From<&Finding> for FindingJson {
    fn from(finding: &Finding) -> Self {
        FindingJson {
            rule: finding.rule.to_owned(),
            aliases: finding.aliases.iter().map(|&alias| alias.to_owned()).collect(),
            severity: finding.severity,
            message: finding.message.clone(),
            help: finding.help.clone(),
            location: (&finding.location).into(),
            related: finding.related.iter().map(LocationJson::from).collect(),
            fingerprint: finding.fingerprint.clone(),
        }
    }
}

impl From<&InputReport> for InputJson {
    fn from(report: &InputReport) -> Self {
        InputJson {
            path: report.path.to_string(),
            kind: report.kind,
            version: report.version.clone(),
            outcome: report.outcome,
            boundary: report.boundary.clone(),
            findings: report.findings.iter().map(FindingJson::from).collect(),
            findings_omitted: report.findings_omitted,
            not_checked: report.not_checked.clone(),
            internal_error: report.internal_error.clone(),
        }
    }
}

/// The JSON Schema of `check --format json`.
pub fn check_schema() -> Schema {
    schema_for!(CheckReport)
}

/// The JSON Schema of one line of `check --format jsonl`.
pub fn jsonl_schema() -> Schema {
    schema_for!(Line)
}

/// Writes one JSON object, its inputs as they come.
pub struct JsonWriter {
    out: Sink,
    inputs: usize,
}

impl JsonWriter {
    /// A writer to `out`.
    pub fn new(out: Sink) -> Self {
        JsonWriter { out, inputs: 0 }
    }

    fn field(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        let value = serde_json::to_string(value)?;
        writeln!(self.out, " \"{name}\": {value},")
    }
}

impl Writer for JsonWriter {
    fn begin(&mut self, header: &Header) -> io::Result<()> {
        writeln!(self.out, "{{\"schema\": \"roadworthy/check/1\",")?;
        self.field("tool", &header.tool)?;
        self.field("as_of", &header.as_of)?;
        self.field("editions", &header.editions)?;
        self.field("rule_set", &header.rule_set)?;
        write!(self.out, " \"inputs\": [")
    }

    fn input(&mut self, report: &InputReport) -> io::Result<()> {
        let separator = if self.inputs == 0 { "\n  " } else { ",\n  " };
        self.inputs += 1;
        self.out.write_all(separator.as_bytes())?;
        serde_json::to_writer(&mut self.out, &InputJson::from(report))?;
        Ok(())
    }

    fn end(&mut self, _: &Header, summary: &Summary) -> io::Result<()> {
        let summary = serde_json::to_string(summary)?;
        writeln!(self.out, "],\n \"summary\": {summary}}}")?;
        self.out.flush()
    }
}

/// Writes a header line, a line per input, and a footer line.
pub struct JsonLinesWriter {
    out: Sink,
}

impl JsonLinesWriter {
    /// A writer to `out`.
    pub fn new(out: Sink) -> Self {
        JsonLinesWriter { out }
    }

    fn line(&mut self, line: &Line) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl Writer for JsonLinesWriter {
    fn begin(&mut self, header: &Header) -> io::Result<()> {
        self.line(&Line::Header(HeaderLine {
            schema: "roadworthy/check-header/1".to_owned(),
            tool: header.tool.clone(),
            as_of: header.as_of.clone(),
            editions: header.editions.clone(),
            rule_set: header.rule_set.clone(),
        }))
    }

    fn input(&mut self, report: &InputReport) -> io::Result<()> {
        self.line(&Line::Input(report.into()))
    }

    fn end(&mut self, _: &Header, summary: &Summary) -> io::Result<()> {
        let schema = "roadworthy/check-footer/1".to_owned();
        self.line(&Line::Footer(FooterLine { schema, summary: summary.clone() }))?;
        self.out.flush()
    }
}
