//! The result as JSON.

use std::io::{self, Write};

use crate::assessment::{Assessment, Difference};

/// Writes the assessment, indented.
pub fn write_json(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, assessment)?;
    writeln!(out)
}

/// The JSON Schema of the assessment.
pub fn assess_schema() -> serde_json::Value {
    schemars::schema_for!(Assessment).to_value()
}

/// The JSON Schema of what changed between two assessments.
pub fn diff_schema() -> serde_json::Value {
    schemars::schema_for!(Difference).to_value()
}
