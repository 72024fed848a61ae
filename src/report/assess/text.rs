//! Text for people: counts, then gaps by standard, then details on request.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Ansi};

use super::{place, plain, with_outcome};
use crate::assessment::{Assessment, DocumentState, Outcome, Question, QuestionKind, Requirement};
use crate::finding::Severity;
use crate::report::Style;

/// How wide a line may be.
const WIDTH: usize = 110;

/// How many pieces of evidence of a clause are shown.
const SHOWN: usize = 5;

/// Writes the assessment for a terminal.
pub fn write_text(out: &mut dyn Write, assessment: &Assessment, style: Style) -> io::Result<()> {
    let mut text = Text { out, style };
    text.head(assessment)?;
    text.table(assessment)?;
    text.failures(assessment)?;
    text.general(assessment)?;
    if style.verbose {
        text.gaps(assessment, Outcome::CantTell, "can't tell: a person or better facts must decide")?;
        text.gaps(assessment, Outcome::Untested, "untested: nothing was supplied")?;
        text.gaps(assessment, Outcome::Passed, "passed: checked on evidence")?;
        text.questions(assessment)?;
    }
    text.suggestions(assessment)?;
    if !style.quiet {
        text.limits(assessment)?;
    }
    Ok(())
}

struct Text<'o> {
    out: &'o mut dyn Write,
    style: Style,
}

impl Text<'_> {
    fn paint(&self, style: Ansi, text: &str) -> String {
        if self.style.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.paint(Ansi::new().bold(), text)
    }

    fn head(&mut self, assessment: &Assessment) -> io::Result<()> {
        let vehicle = &assessment.vehicle;
        let level = vehicle.level.map(|level| format!("level {level}"));
        let facts: Vec<String> = [Some(vehicle.category.clone()), level, Some(vehicle.functions.join(" "))]
            .into_iter()
            .flatten()
            .filter(|fact| !fact.is_empty())
            .collect();
        let name = if vehicle.name.is_empty() { "unnamed vehicle".to_owned() } else { plain(&vehicle.name) };
        let title = self.bold(&name);
        writeln!(self.out, "{title} ({}), assessed as of {}\n", facts.join(", "), assessment.as_of)
    }

    fn table(&mut self, assessment: &Assessment) -> io::Result<()> {
        let head = format!(
            "{:<14} {:<8} {:>7} {:>7} {:>11} {:>9} {:>13}",
            "standard", "edition", "passed", "failed", "can't tell", "untested", "inapplicable"
        );
        let head = self.bold(&head);
        writeln!(self.out, "{head}")?;
        for standard in &assessment.standards {
            let tally = assessment.summary.get(&standard.id).copied().unwrap_or_default();
            let failed = self.colored(tally.failed, 7, AnsiColor::Red);
            let passed = self.colored(tally.passed, 7, AnsiColor::Green);
            writeln!(
                self.out,
                "{:<14} {:<8} {passed} {failed} {:>11} {:>9} {:>13}",
                standard.id, standard.edition, tally.cant_tell, tally.untested, tally.inapplicable
            )?;
        }
        writeln!(self.out)
    }

    fn colored(&self, count: u32, width: usize, color: AnsiColor) -> String {
        let text = format!("{count:>width$}");
        if count == 0 { text } else { self.paint(color.on_default().bold(), &text) }
    }

    /// What failed, and what would have failed if its clause were known better.
    fn failures(&mut self, assessment: &Assessment) -> io::Result<()> {
        let failed: Vec<&Requirement> = with_outcome(assessment, Outcome::Failed).collect();
        let shown = faults(&failed);
        self.faults(
            &shown,
            &format!("failed: {} in {}", plural(shown.len(), "gap"), plural(failed.len(), "clause")),
            AnsiColor::Red,
        )?;
        let is_weak = |requirement: &&Requirement| requirement.check_result == Some(Outcome::Failed);
        let doubtful: Vec<&Requirement> = with_outcome(assessment, Outcome::CantTell).filter(is_weak).collect();
        let is_new = |fault: &Fault<'_>| !shown.iter().any(|known| known.is_same(fault));
        let doubtful: Vec<Fault<'_>> = faults(&doubtful).into_iter().filter(is_new).collect();
        let title = format!(
            "to confirm: {} in clauses that we know from memory or another edition",
            plural(doubtful.len(), "gap")
        );
        self.faults(&doubtful, &title, AnsiColor::Yellow)?;
        match assessment.further_findings.len() {
            0 => Ok(()),
            more => writeln!(self.out, "{} not shown here: see the report in JSON\n", plural(more, "further finding")),
        }
    }

    /// Findings: one fault may fail several clauses.
    fn faults(&mut self, faults: &[Fault<'_>], title: &str, color: AnsiColor) -> io::Result<()> {
        if faults.is_empty() {
            return Ok(());
        }
        let title = self.bold(title);
        writeln!(self.out, "{title}")?;
        for (number, fault) in (1..).zip(faults) {
            let title = self.paint(color.on_default(), &format!("{number:>3}. {}", fault.clauses[0].title));
            let rule = if fault.rule.is_empty() { String::new() } else { format!("  {}", self.dim(fault.rule)) };
            writeln!(self.out, "{title}{rule}")?;
            self.wrapped("     ", fault.message)?;
            if !fault.place.is_empty() {
                writeln!(self.out, "     at {}", fault.place)?;
            }
            let ids: Vec<&str> = fault.clauses.iter().map(|requirement| requirement.id.as_str()).collect();
            self.wrapped("     ", &format!("fails {}", ids.join(", ")))?;
        }
        writeln!(self.out)
    }

    fn gaps(&mut self, assessment: &Assessment, outcome: Outcome, title: &str) -> io::Result<()> {
        let requirements: Vec<&Requirement> = with_outcome(assessment, outcome).collect();
        if requirements.is_empty() {
            return Ok(());
        }
        let title = self.bold(&format!("{} {title}", requirements.len()));
        writeln!(self.out, "{title}")?;
        for requirement in requirements {
            self.requirement(requirement, outcome)?;
        }
        writeln!(self.out)
    }

    fn requirement(&mut self, requirement: &Requirement, outcome: Outcome) -> io::Result<()> {
        let id = match outcome {
            Outcome::Passed => self.paint(AnsiColor::Green.on_default(), &requirement.id),
            _ => self.paint(AnsiColor::Yellow.on_default(), &requirement.id),
        };
        writeln!(self.out, "  {id}  {}", requirement.title)?;
        self.wrapped("      ", &requirement.reason)?;
        for item in requirement.evidence.iter().take(SHOWN) {
            let state = if item.state == DocumentState::Present { "" } else { " (does not count)" };
            writeln!(self.out, "        evidence: {}, {}{state}", plain(&item.item), place(&item.location))?;
        }
        let more = (requirement.evidence.len() + requirement.evidence_omitted).saturating_sub(SHOWN);
        if more > 0 {
            writeln!(self.out, "        … and {more} more")?;
        }
        for link in requirement.chain.iter().take(SHOWN) {
            writeln!(self.out, "        {} {} {}: {}", link.from, link.relation, link.to, link.means)?;
        }
        Ok(())
    }

    fn dim(&self, text: &str) -> String {
        self.paint(Ansi::new().dimmed(), text)
    }

    /// Findings on files and references.
    fn general(&mut self, assessment: &Assessment) -> io::Result<()> {
        let shown: Vec<_> = assessment
            .findings
            .iter()
            .filter(|finding| self.style.verbose || finding.severity != Severity::Note)
            .collect();
        if shown.is_empty() {
            return Ok(());
        }
        let title = self.bold("files and references");
        writeln!(self.out, "{title}")?;
        for finding in shown {
            let color = match finding.severity {
                Severity::Error => AnsiColor::Red,
                Severity::Warning => AnsiColor::Yellow,
                Severity::Note => AnsiColor::Cyan,
            };
            let severity = self.paint(color.on_default(), finding.severity.name());
            writeln!(self.out, "  {severity} {}  {}", place(&finding.location), self.dim(&finding.rule))?;
            self.wrapped("      ", &finding.message)?;
        }
        writeln!(self.out)
    }

    fn questions(&mut self, assessment: &Assessment) -> io::Result<()> {
        let title = self.bold("completeness");
        writeln!(self.out, "{title}")?;
        for standard in &assessment.standards {
            writeln!(self.out, "  {}", standard.id)?;
            for question in &standard.questions {
                writeln!(self.out, "    {:<4} {}", answer(question), words(question))?;
            }
        }
        writeln!(self.out)
    }

    /// Proposals of text ranking.
    fn suggestions(&mut self, assessment: &Assessment) -> io::Result<()> {
        if assessment.suggestions.is_empty() {
            return Ok(());
        }
        let title = self.bold("passages that cite nothing, and what they may be about (by words alone; not counted)");
        writeln!(self.out, "{title}")?;
        for suggestion in &assessment.suggestions {
            writeln!(self.out, "  {}", place(&suggestion.location))?;
            self.wrapped("      ", &format!("“{}”", suggestion.text))?;
            for candidate in &suggestion.candidates {
                writeln!(self.out, "      {:>6.2}  {}  {}", candidate.score, candidate.id, candidate.title)?;
            }
        }
        writeln!(self.out)
    }

    /// What the result does not cover.
    fn limits(&mut self, assessment: &Assessment) -> io::Result<()> {
        for standard in &assessment.standards {
            if let Some(note) = &standard.note {
                writeln!(self.out, "{}: {note}", standard.id)?;
            }
        }
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for left in &assessment.not_assessed {
            by_reason.entry(&left.reason).or_default().push(&left.id);
        }
        for (reason, ids) in by_reason {
            self.wrapped("", &format!("not assessed: {} ({reason})", ids.join(", ")))?;
        }
        let read = assessment.files.iter().filter(|file| file.state == DocumentState::Present).count();
        writeln!(self.out, "{read} of {} files read", assessment.files.len())?;
        for file in assessment.files.iter().filter(|file| file.state != DocumentState::Present) {
            writeln!(self.out, "  {}: {}", plain(&file.path), plain(&file.note))?;
        }
        self.unplaced(assessment)?;
        if assessment.uncited_passages > 0 && assessment.suggestions.is_empty() {
            writeln!(self.out, "{} passages cite nothing (--suggest proposes clauses)", assessment.uncited_passages)?;
        }
        if !assessment.scenarios.is_empty() {
            let conform = assessment.scenarios.iter().filter(|scenario| scenario.outcome == "conforms").count();
            writeln!(self.out, "{conform} of {} scenario files conform", assessment.scenarios.len())?;
            for scenario in assessment.scenarios.iter().filter(|scenario| scenario.outcome != "conforms") {
                writeln!(
                    self.out,
                    "  {} {}: {}",
                    scenario.path,
                    scenario.outcome,
                    plural(scenario.errors as usize, "error")
                )?;
            }
        }
        if !assessment.rules_off.is_empty() {
            let off = format!("switched off: {}", assessment.rules_off.join(", "));
            self.wrapped("", &off)?;
        }
        writeln!(self.out, "no machine can check:")?;
        for what in &assessment.not_checked {
            writeln!(self.out, "  {what}")?;
        }
        writeln!(self.out, "the decision is the authority's; this prepares for it")
    }

    /// Rows that no rule can look at.
    fn unplaced(&mut self, assessment: &Assessment) -> io::Result<()> {
        let files: Vec<_> = assessment.files.iter().filter(|file| file.unplaced > 0).collect();
        let rows: usize = files.iter().map(|file| file.unplaced as usize).sum();
        if rows == 0 {
            return Ok(());
        }
        let (rows, count) = (plural(rows, "row"), plural(files.len(), "file"));
        writeln!(self.out, "{rows} in {count} are no known kind of record, and were searched for references only")?;
        for file in files.iter().filter(|_| self.style.verbose) {
            writeln!(self.out, "  {}: {}", plain(&file.path), file.unplaced)?;
        }
        Ok(())
    }

    /// Writes words on lines of bounded width.
    fn wrapped(&mut self, indent: &str, text: &str) -> io::Result<()> {
        let text = plain(text);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && indent.len() + line.len() + word.len() >= WIDTH {
                writeln!(self.out, "{indent}{line}")?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        writeln!(self.out, "{indent}{line}")
    }
}

/// A finding and the clauses that fail by it.
struct Fault<'a> {
    rule: &'a str,
    message: &'a str,
    place: String,
    clauses: Vec<&'a Requirement>,
}

impl Fault<'_> {
    fn is_same(&self, other: &Fault<'_>) -> bool {
        (self.rule, self.message, &self.place) == (other.rule, other.message, &other.place)
    }
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The findings behind failed requirements, in the order of the catalogues.
fn faults<'a>(failed: &[&'a Requirement]) -> Vec<Fault<'a>> {
    let mut faults: Vec<Fault<'a>> = Vec::new();
    let mut at: HashMap<(&str, &str, String), usize> = HashMap::new();
    for requirement in failed {
        let errors = requirement.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let mut keys: Vec<(&str, &str, String)> =
            errors.map(|one| (one.rule.as_str(), one.message.as_str(), place(&one.location))).collect();
        // A row's own check, or the maker's own word, has no finding.
        if keys.is_empty() {
            keys.push(("", &requirement.reason, String::new()));
        }
        for (rule, message, place) in keys {
            let next = faults.len();
            let index = *at.entry((rule, message, place.clone())).or_insert(next);
            if index == next {
                faults.push(Fault { rule, message, place, clauses: Vec::new() });
            }
            if !faults[index].clauses.iter().any(|known| known.id == requirement.id) {
                faults[index].clauses.push(requirement);
            }
        }
    }
    faults
}

/// Yes, no, or that nobody looked.
pub(super) fn answer(question: &Question) -> &'static str {
    match question.answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "off",
    }
}

/// A question in words, with how much speaks against a yes.
pub(super) fn words(question: &Question) -> String {
    let text = match question.question {
        QuestionKind::EverythingCovered => "there is evidence for everything that applies",
        QuestionKind::NothingUnknownCited => "everything that is cited exists",
        QuestionKind::EverythingTested => "everything that asks for a test has a result",
        QuestionKind::EveryExclusionJustified => "every exclusion has a reason",
    };
    match question.missing.len() {
        0 => text.to_owned(),
        count => format!("{text} ({count} missing)"),
    }
}
