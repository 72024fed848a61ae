//! SARIF 2.1.0 for code scanning and editors.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_sarif::sarif;

use crate::engine::InputReport;
use crate::finding::{Finding, Location, Outcome, Severity};
use crate::rules::{self, Rule};

use super::summary::{Header, Summary};
use super::{Sink, Writer};

pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The key of our fingerprints; it changes only if their meaning does.
pub(super) const FINGERPRINT: &str = "roadworthy/v1";

/// Writes one run, its results as they come.
pub struct SarifWriter {
    out: Sink,
    results: usize,
    notifications: Vec<sarif::Notification>,
    rule_index: BTreeMap<&'static str, i64>,
}

impl SarifWriter {
    /// A writer to `out`.
    pub fn new(out: Sink) -> Self {
        let ids = rules::of_check().into_iter().map(|rule| rule.id);
        let rule_index = ids.enumerate().map(|(index, id)| (id, index as i64)).collect();
        SarifWriter { out, results: 0, notifications: Vec::new(), rule_index }
    }

    fn result(&self, finding: &Finding) -> sarif::Result {
        let fingerprints = BTreeMap::from([(FINGERPRINT.to_owned(), finding.fingerprint.clone())]);
        let related: Vec<sarif::Location> = finding.related.iter().map(location).collect();
        let text = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        let mut result = sarif::Result::builder()
            .rule_id(finding.rule)
            .level(level(finding.severity))
            .message(message(text))
            .locations(vec![location(&finding.location)])
            .partial_fingerprints(fingerprints)
            .build();
        result.rule_index = self.rule_index.get(finding.rule).copied();
        result.related_locations = (!related.is_empty()).then_some(related);
        result
    }
}

impl Writer for SarifWriter {
    fn begin(&mut self, header: &Header) -> io::Result<()> {
        let driver = sarif::ToolComponent::builder()
            .name(header.tool.name.clone())
            .version(header.tool.version.clone())
            .semantic_version(header.tool.version.clone())
            .rules(rules::of_check().into_iter().map(descriptor).collect::<Vec<_>>())
            .build();
        let tool = sarif::Tool::builder().driver(driver).build();
        write!(
            self.out,
            "{{\"$schema\": \"{SCHEMA}\",\n \"version\": \"2.1.0\",\n \"runs\": [{{\"tool\": {},\n  \"columnKind\": \"unicodeCodePoints\",\n  \"results\": [",
            serde_json::to_string(&tool)?
        )
    }

    fn input(&mut self, report: &InputReport) -> io::Result<()> {
        for finding in &report.findings {
            let separator = if self.results == 0 { "\n   " } else { ",\n   " };
            self.results += 1;
            self.out.write_all(separator.as_bytes())?;
            let result = self.result(finding);
            serde_json::to_writer(&mut self.out, &result)?;
        }
        if !matches!(report.outcome, Outcome::Conforms | Outcome::Deviates) {
            let why = report.internal_error.clone().unwrap_or_else(|| "see its results".to_owned());
            let text = format!("{} is {}: {why}", report.path, report.outcome.name());
            let input = sarif::Location::builder().physical_location(physical(&report.path)).build();
            let notification =
                sarif::Notification::builder().message(message(text)).level("error").locations(vec![input]).build();
            self.notifications.push(notification);
        }
        Ok(())
    }

    fn end(&mut self, header: &Header, summary: &Summary) -> io::Result<()> {
        let not_checked = summary.not_checked.iter().map(|(skipped, count)| {
            let text = format!("{} not checked on {count} inputs: {}", skipped.what, skipped.reason);
            sarif::Notification::builder().message(message(text)).level("note").build()
        });
        let off = header.rule_set.off.iter().map(|id| {
            sarif::Notification::builder().message(message(format!("rule {id} is switched off"))).level("note").build()
        });
        let invocation = sarif::Invocation::builder()
            .execution_successful(summary.internal_error == 0)
            .tool_execution_notifications(self.notifications.drain(..).chain(not_checked).collect::<Vec<_>>())
            .tool_configuration_notifications(off.collect::<Vec<_>>())
            .build();
        let mut properties = BTreeMap::new();
        properties.insert("as_of", serde_json::to_value(&header.as_of)?);
        properties.insert("editions", serde_json::to_value(&header.editions)?);
        properties.insert("rule_set", serde_json::to_value(&header.rule_set)?);
        properties.insert("summary", serde_json::to_value(summary)?);
        writeln!(
            self.out,
            "],\n  \"invocations\": [{}],\n  \"properties\": {}}}]}}",
            serde_json::to_string(&invocation)?,
            serde_json::to_string(&properties)?
        )?;
        self.out.flush()
    }
}

pub(super) fn message(text: impl Into<String>) -> sarif::Message {
    sarif::Message::builder().text(text.into()).build()
}

pub(super) fn level(severity: Severity) -> sarif::ResultLevel {
    match severity {
        Severity::Error => sarif::ResultLevel::Error,
        Severity::Warning => sarif::ResultLevel::Warning,
        Severity::Note => sarif::ResultLevel::Note,
    }
}

pub(super) fn descriptor(rule: &'static Rule) -> sarif::ReportingDescriptor {
    let help = sarif::MultiformatMessageString::builder().text(rule.manual.trim()).markdown(rule.manual.trim()).build();
    let summary = sarif::MultiformatMessageString::builder().text(rule.summary()).build();
    let configuration = sarif::ReportingConfiguration::builder().level(rule.severity.name()).build();
    let tags = std::iter::once(rule.family()).chain(rule.aliases.iter().copied());
    let properties = sarif::PropertyBag::builder().tags(tags.map(str::to_owned).collect::<Vec<_>>()).build();
    sarif::ReportingDescriptor::builder()
        .id(rule.id)
        .short_description(summary)
        .help(help)
        .default_configuration(configuration)
        .properties(properties)
        .build()
}

pub(super) fn physical(path: &str) -> sarif::PhysicalLocation {
    sarif::PhysicalLocation::builder()
        .artifact_location(sarif::ArtifactLocation::builder().uri(uri(path)).build())
        .build()
}

fn location(location: &Location) -> sarif::Location {
    let mut physical = physical(&location.path);
    physical.region = location.place.map(|place| {
        sarif::Region::builder()
            .start_line(i64::from(place.line))
            .start_column(i64::from(place.column))
            .end_line(i64::from(place.end_line))
            .end_column(i64::from(place.end_column))
            .build()
    });
    let mut result = sarif::Location::builder().physical_location(physical).build();
    result.message = location.label.clone().map(message);
    result.logical_locations = location
        .xpath
        .clone()
        .map(|xpath| vec![sarif::LogicalLocation::builder().fully_qualified_name(xpath).kind("element").build()]);
    result
}

/// The path as a relative or `file:` URI reference.
fn uri(path: &str) -> String {
    let is_drive = path.len() > 1 && path.as_bytes()[1] == b':' && path.as_bytes()[0].is_ascii_alphabetic();
    let mut out = match path.as_bytes() {
        [b'/', ..] => "file://".to_owned(),
        _ if is_drive => "file:///".to_owned(),
        _ => String::new(),
    };
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if plain || (byte == b':' && is_drive) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("suite/cut in.xosc"), "suite/cut%20in.xosc");
        assert_eq!(uri("a:b.xosc"), "file:///a:b.xosc");
        assert_eq!(uri("x/a:b.xosc"), "x/a%3Ab.xosc");
        assert_eq!(uri("/tmp/ä.xosc"), "file:///tmp/%C3%A4.xosc");
        assert_eq!(uri("C:/suite/a.xosc"), "file:///C:/suite/a.xosc");
    }
}
