//! Writers: one file per format, all from the same result.

pub mod assess;
mod json;
pub mod mapping;
mod sarif;
mod summary;
mod text;

use std::io::{self, Write};

use crate::engine::InputReport;

pub use json::{
    CheckReport, FindingJson, FooterLine, HeaderLine, InputJson, JsonLinesWriter, JsonWriter, Line, LocationJson,
    check_schema, jsonl_schema,
};
pub use sarif::SarifWriter;
pub use summary::{Header, RuleSetInfo, StandardInfo, Summary, ToolInfo};
pub use text::{Style, TextWriter};

/// Takes the results of a run as they come.
pub trait Writer {
    /// Before the first input.
    fn begin(&mut self, header: &Header) -> io::Result<()>;
    /// One input, in order.
    fn input(&mut self, report: &InputReport) -> io::Result<()>;
    /// After the last input.
    fn end(&mut self, header: &Header, summary: &Summary) -> io::Result<()>;
}

/// Where a writer writes to.
pub type Sink = Box<dyn Write + Send>;
