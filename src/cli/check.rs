//! `roadworthy check`

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::civil::Date;
use roadworthy::companions::Places;
use roadworthy::engine::{RuleSet, Settings, check};
use roadworthy::finding::Severity;
use roadworthy::report::{Header, Summary};
use roadworthy::source::{Input, Limits, Origin, discover};

use super::Global;
use super::output::{Format, Report, Wanted, settle, style};

/// Check scenario (.xosc) and road (.xodr) files
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 conforms, 1 findings at or above the threshold, 2 usage error, 3 no input found,
4 some input not evaluable or unreadable, 70 internal error (precedence 2, 70, 4, 1).")]
pub(super) struct Check {
    /// Files, folders to search for .xosc and .xodr, or `-` for standard input
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    paths: Vec<PathBuf>,
    /// Read further paths from FILE, or from standard input with `-`; one per line, or separated by NUL
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The date of the check, recorded in the result [default: today]
    #[arg(long, value_name = "DATE", env = "ROADWORTHY_AS_OF")]
    as_of: Option<Date>,
    /// Threads [default: one per processor]
    #[arg(long, short, value_name = "N", env = "ROADWORTHY_JOBS")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    references: ReferenceOptions,
    #[command(flatten)]
    report: ReportOptions,
    #[command(flatten)]
    rules: RuleOptions,
    #[command(flatten)]
    limits: LimitOptions,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "References")]
struct ReferenceOptions {
    /// Give a parameter of the scenarios this value instead of its default
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = assignment)]
    parameters: Vec<(String, String)>,
    /// Look here, too, for roads and catalogs that a relative path does not lead to
    #[arg(long, value_name = "DIR")]
    search_path: Vec<PathBuf>,
    /// Look at nothing outside this folder [default: the folder given, or what surrounds a file]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl ReferenceOptions {
    /// A folder that is not there would make every reference look wrong.
    fn places(&self) -> anyhow::Result<Places> {
        for folder in self.search_path.iter().chain(&self.root) {
            anyhow::ensure!(folder.is_dir(), "{} is no folder", folder.display());
        }
        Ok(Places { root: self.root.clone(), search: self.search_path.clone() })
    }

    fn parameters(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut parameters = BTreeMap::new();
        for (name, value) in &self.parameters {
            let before = parameters.insert(name.clone(), value.clone());
            anyhow::ensure!(before.is_none(), "parameter {name} is given two values");
        }
        Ok(parameters)
    }
}

/// `NAME=VALUE`; people who write `$NAME=VALUE` mean the same.
fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    let name = name.strip_prefix('$').unwrap_or(name);
    if name.is_empty() {
        return Err("expected a name before `=`".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
struct ReportOptions {
    /// Formats, several at once: text, json, jsonl or sarif, each with `=PATH` to write to a file
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
    /// Exit with 1 on findings of this severity or worse
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY", env = "ROADWORTHY_FAIL_ON")]
    fail_on: FailOn,
    /// Exit with 0 whatever the inputs are like
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
struct RuleOptions {
    /// Only these rules or families (`xml`, `schema/bad-value`)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these rules or families
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitOptions {
    /// Bytes of one file
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size)]
    max_file_size: u64,
    /// Elements inside one another
    #[arg(long, value_name = "N", default_value_t = Limits::default().depth)]
    max_depth: usize,
    /// Elements of one document
    #[arg(long, value_name = "N", default_value_t = Limits::default().elements)]
    max_elements: usize,
    /// Attributes of one element
    #[arg(long, value_name = "N", default_value_t = Limits::default().attributes)]
    max_attributes: usize,
    /// Bytes of one attribute value
    #[arg(long, value_name = "SIZE", default_value = "10000000", value_parser = size)]
    max_value_size: u64,
    /// Bytes of one name
    #[arg(long, value_name = "SIZE", default_value = "50000", value_parser = size)]
    max_name_size: u64,
    /// Namespaces in scope
    #[arg(long, value_name = "N", default_value_t = Limits::default().namespaces)]
    max_namespaces: usize,
    /// Entities inside one another, at most 100
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u8).range(0..=100))]
    max_entity_depth: u8,
    /// Bytes that the entities of one document may expand to
    #[arg(long, value_name = "SIZE", default_value = "8M", value_parser = size)]
    max_entity_size: u64,
    /// Memory for roads and catalogs that inputs share
    #[arg(long, value_name = "SIZE", default_value = "512M", value_parser = size)]
    max_companion_size: u64,
    /// Findings of one kind shown per input; the rest is counted
    #[arg(long, value_name = "N", default_value = "1000")]
    max_findings: NonZeroUsize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

/// `1000`, `64K`, `256M`, `1G`, in powers of 1024.
fn size(text: &str) -> Result<u64, String> {
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'K' | b'k') => (&text[..text.len() - 1], 10),
        Some(b'M' | b'm') => (&text[..text.len() - 1], 20),
        Some(b'G' | b'g') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(1 << shift));
    number.ok_or_else(|| "expected a number of bytes, such as 1000, 64K or 256M".to_owned())
}

impl LimitOptions {
    fn limits(&self) -> Limits {
        let small = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        Limits {
            file_bytes: self.max_file_size,
            depth: self.max_depth,
            elements: self.max_elements,
            attributes: self.max_attributes,
            value_bytes: small(self.max_value_size),
            name_bytes: small(self.max_name_size),
            namespaces: self.max_namespaces,
            entity_depth: usize::from(self.max_entity_depth),
            entity_bytes: small(self.max_entity_size),
            findings: self.max_findings.get(),
            companion_bytes: self.max_companion_size,
        }
    }
}

impl Check {
    pub(super) fn run(self, global: &Global, today: Date) -> anyhow::Result<u8> {
        let settings = Settings {
            rules: RuleSet::new(&self.rules.select, &self.rules.ignore)?,
            limits: self.limits.limits(),
            jobs: self.jobs.map(NonZeroUsize::get),
            places: self.references.places()?,
            parameters: self.references.parameters()?,
        };
        let header = Header::new(self.as_of.unwrap_or(today).to_string(), &settings.rules);
        let inputs = discover(&self.all_paths()?);
        let mut reports = self.open_reports(global, &inputs)?;
        for report in &mut reports {
            report.writer.begin(&header)?;
        }
        let bar = progress(global, inputs.len());
        let mut summary = Summary::default();
        let mut unknown: BTreeSet<String> = settings.parameters.keys().cloned().collect();
        check(&inputs, &settings, &|| bar.inc(1), &mut |result| {
            summary.add(&result);
            unknown.retain(|name| !result.given.contains(name));
            let mut write = || reports.iter_mut().try_for_each(|report| report.writer.input(&result));
            // The bar steps aside for what may go to the same terminal.
            if result.findings.is_empty() && !global.verbose { write() } else { bar.suspend(write) }
        })?;
        bar.finish_and_clear();
        for mut report in reports {
            report.writer.end(&header, &summary)?;
            report.finish()?;
        }
        if let Some(name) = unknown.first() {
            anyhow::bail!("no input declares the parameter {name} of --param for the whole scenario");
        }
        let code = summary.exit_code(self.report.fail_on.severity());
        Ok(if self.report.exit_zero && code != 70 { 0 } else { code })
    }

    /// The paths of the command line, then those of `--files-from`.
    fn all_paths(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut paths = self.paths.clone();
        let Some(list) = &self.files_from else { return Ok(paths) };
        let from_stdin = list.as_os_str() == "-";
        let takes_stdin_twice = from_stdin && paths.iter().any(|path| path.as_os_str() == "-");
        anyhow::ensure!(!takes_stdin_twice, "standard input cannot be both a list of paths and an input");
        let mut bytes = Vec::new();
        if from_stdin {
            std::io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .context("cannot read the list of paths from standard input")?;
        } else {
            bytes = std::fs::read(list).with_context(|| format!("cannot read the list of paths {}", list.display()))?;
        }
        let listed = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let separator = if listed.contains(&0) { 0 } else { b'\n' };
        for line in listed.split(|&byte| byte == separator) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.is_empty() {
                paths.push(path_from(line)?);
            }
        }
        Ok(paths)
    }

    fn open_reports(&self, global: &Global, inputs: &[Input]) -> anyhow::Result<Vec<Report>> {
        let supported = [Format::Text, Format::Json, Format::JsonLines, Format::Sarif];
        let is_input = |path: &Path| inputs.iter().any(|input| is_same_file(input, path));
        let wanted = settle(self.report.format.clone(), self.report.output.as_ref(), &supported, is_input)?;
        let style = style(global);
        wanted.iter().map(|wanted| Report::open(wanted, style)).collect()
    }
}

/// A path of a list. On Unix any bytes are a path.
#[cfg(unix)]
fn path_from(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

/// A path of a list, which elsewhere is UTF-8.
#[cfg(not(unix))]
fn path_from(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    Ok(PathBuf::from(std::str::from_utf8(bytes).context("the list of paths is not UTF-8")?))
}

/// True if the input is the file at `path`.
fn is_same_file(input: &Input, path: &Path) -> bool {
    let Origin::File(file) = &input.origin else { return false };
    // Asking the system about every input would be slow; names differ first.
    file.file_name() == path.file_name()
        && file.canonicalize().ok().is_some_and(|file| path.canonicalize().ok() == Some(file))
}

/// A bar on standard error, if that is a terminal and nobody objects.
fn progress(global: &Global, inputs: usize) -> ProgressBar {
    let wanted = !global.no_progress && !global.quiet && std::io::stderr().is_terminal();
    // A short run needs none.
    if !wanted || inputs < 50 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(inputs as u64), ProgressDrawTarget::stderr_with_hz(10));
    match ProgressStyle::with_template("{bar:30} {pos}/{len} inputs, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_bytes_or_powers_of_1024() {
        assert_eq!(size("1000"), Ok(1000));
        assert_eq!(size("64k"), Ok(65536));
        assert_eq!(size("1G"), Ok(1 << 30));
        for bad in ["", "M", "1.5M", "-1", "99999999999G"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
