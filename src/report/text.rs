//! Text for people, in the manner of rustc.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::engine::InputReport;
use crate::finding::{Finding, Location, Outcome, Severity, is_unsafe, shown};

use super::summary::{Header, Summary};
use super::{Sink, Writer};

/// How to write text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// Only findings and the summary line.
    pub quiet: bool,
    /// Also a line for each input without findings.
    pub verbose: bool,
}

/// Writes findings with the lines they are about, then a summary.
pub struct TextWriter {
    out: Sink,
    style: Style,
    renderer: Renderer,
}

/// The same on every terminal, so that output can be compared.
const WIDTH: usize = 120;

impl TextWriter {
    /// A writer to `out`.
    pub fn new(out: Sink, style: Style) -> Self {
        let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
        TextWriter { out, style, renderer: renderer.term_width(WIDTH) }
    }

    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.rule);
        let mut group = place(Group::with_title(title), &finding.location, AnnotationKind::Primary);
        for related in &finding.related {
            group = place(group, related, AnnotationKind::Context);
        }
        if let Some(help) = &finding.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        writeln!(self.out, "{}\n", self.renderer.render(&[group]))
    }

    fn heading(&mut self, report: &InputReport) -> io::Result<()> {
        if let Some(error) = &report.internal_error {
            let title = Level::ERROR.primary_title(format!("internal error: {error}"));
            let help = "this is a fault of roadworthy, please report it; the other inputs are not affected";
            let group = Group::with_title(title)
                .element(Origin::path(shown_path(&report.path)))
                .element(Level::HELP.message(help));
            writeln!(self.out, "{}\n", self.renderer.render(&[group]))?;
        }
        Ok(())
    }
}

/// Adds a place with its line, or with its path alone.
fn place<'g>(group: Group<'g>, location: &'g Location, kind: AnnotationKind) -> Group<'g> {
    let path = shown_path(&location.path);
    let (Some(place), Some(excerpt)) = (location.place, &location.excerpt) else {
        let origin = Origin::path(path);
        return group.element(match location.place {
            Some(place) => origin.line(place.line as usize).char_column(place.column as usize),
            None => origin,
        });
    };
    let mut annotation = kind.span(excerpt.range.clone());
    if let Some(label) = &location.label {
        annotation = annotation.label(label.as_str());
    }
    let snippet =
        Snippet::source(excerpt.text.as_str()).line_start(place.line as usize).fold(false).annotation(annotation);
    if excerpt.is_whole_line {
        return group.element(snippet.path(path));
    }
    // The columns of a part of a line are not those of the file.
    let origin = Origin::path(path).line(place.line as usize).char_column(place.column as usize);
    group.element(snippet).element(origin)
}

/// A path as terminals may show it.
fn shown_path(path: &str) -> String {
    path.chars().flat_map(|c| if is_unsafe(c) { c.escape_default().collect() } else { vec![c] }).collect()
}

impl Writer for TextWriter {
    fn begin(&mut self, _: &Header) -> io::Result<()> {
        Ok(())
    }

    fn input(&mut self, report: &InputReport) -> io::Result<()> {
        self.heading(report)?;
        for finding in &report.findings {
            self.finding(finding)?;
        }
        if self.style.verbose {
            let version = report.version.as_ref().map(|version| format!(" ({})", shown(version))).unwrap_or_default();
            let boundary =
                report.boundary.as_ref().map(|folder| format!(", refers to files within {}", shown_path(folder)));
            let boundary = boundary.unwrap_or_default();
            writeln!(self.out, "{}: {}{version}{boundary}", shown_path(&report.path), report.outcome.name())?;
        }
        Ok(())
    }

    fn end(&mut self, header: &Header, summary: &Summary) -> io::Result<()> {
        let counts = [
            (summary.conforms, Outcome::Conforms),
            (summary.deviates, Outcome::Deviates),
            (summary.not_evaluable, Outcome::NotEvaluable),
            (summary.unreadable, Outcome::Unreadable),
            (summary.internal_error, Outcome::InternalError),
        ];
        let outcomes: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, outcome)| format!("{} {count}", outcome.name()))
            .collect();
        let outcomes = if outcomes.is_empty() { String::new() } else { format!(": {}", outcomes.join(", ")) };
        writeln!(self.out, "{} checked{outcomes}", plural(summary.inputs, "input"))?;
        let findings =
            [plural(summary.errors, "error"), plural(summary.warnings, "warning"), plural(summary.notes, "note")];
        write!(self.out, "{}", findings.join(", "))?;
        if summary.findings_omitted > 0 {
            write!(self.out, ", and {} not shown", plural(summary.findings_omitted, "finding"))?;
        }
        writeln!(self.out)?;
        if !self.style.quiet {
            self.not_checked(header, summary)?;
        }
        self.out.flush()
    }
}

impl TextWriter {
    fn not_checked(&mut self, header: &Header, summary: &Summary) -> io::Result<()> {
        let off = &header.rule_set.off;
        if !off.is_empty() {
            writeln!(self.out, "{} switched off: {}", plural(off.len(), "rule"), listed_off(off))?;
        }
        if summary.not_checked.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "not checked:")?;
        for (skipped, count) in &summary.not_checked {
            writeln!(self.out, "  {} on {}: {}", skipped.what, plural(*count, "input"), skipped.reason)?;
        }
        Ok(())
    }
}

/// The rules by id if they are few, else by family.
fn listed_off(off: &[String]) -> String {
    const FEW: usize = 6;
    if off.len() <= FEW {
        return off.join(", ");
    }
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for id in off {
        *families.entry(id.split('/').next().unwrap_or(id)).or_insert(0) += 1;
    }
    families.into_iter().map(|(family, count)| format!("{count} of {family}")).collect::<Vec<_>>().join(", ")
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
