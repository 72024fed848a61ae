//! Where reports go: standard output, or a file that is replaced whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use clap::ValueEnum;
use roadworthy::report::{JsonLinesWriter, JsonWriter, SarifWriter, Sink, Style, TextWriter, Writer};
use tempfile::NamedTempFile;

/// How a list that people read, or a program, is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Text,
    Json,
}

/// A report format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    JsonLines,
    Sarif,
    Csv,
    Markdown,
    JUnit,
}

impl Format {
    const ALL: [(Format, &'static str); 7] = [
        (Format::Text, "text"),
        (Format::Json, "json"),
        (Format::JsonLines, "jsonl"),
        (Format::Sarif, "sarif"),
        (Format::Csv, "csv"),
        (Format::Markdown, "md"),
        (Format::JUnit, "junit"),
    ];

    pub(super) fn name(self) -> &'static str {
        Format::ALL.iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }
}

/// `F` or `F=PATH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) format: Format,
    pub(super) path: Option<PathBuf>,
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Wanted, String> {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (text, None),
        };
        let format = Format::ALL.iter().find(|(_, known)| *known == name).map(|(format, _)| *format);
        let names = || Format::ALL.map(|(_, name)| name).join(", ");
        let format = format.ok_or_else(|| format!("`{name}` is no format, expected one of {}", names()))?;
        if path.as_ref().is_some_and(|path| path.as_os_str().is_empty()) {
            return Err(format!("a path is missing after `{name}=`"));
        }
        Ok(Wanted { format, path })
    }
}

/// Gives the path of `--output` to the first format without one, and refuses
/// what would be written twice to one place, or over an input.
pub(super) fn settle(
    mut wanted: Vec<Wanted>,
    output: Option<&PathBuf>,
    supported: &[Format],
    is_input: impl Fn(&Path) -> bool,
) -> anyhow::Result<Vec<Wanted>> {
    for one in &wanted {
        let names: Vec<&str> = supported.iter().map(|format| format.name()).collect();
        let name = one.format.name();
        anyhow::ensure!(
            supported.contains(&one.format),
            "`{name}` is no format of this command, expected {}",
            names.join(", ")
        );
    }
    if let Some(output) = output {
        let free = wanted.iter_mut().find(|wanted| wanted.path.is_none());
        let free = free.context("--output has no format left to write: each names a path of its own")?;
        free.path = Some(output.clone());
    }
    let is_stdout = |path: &PathBuf| path.as_os_str() == "-" || path.as_os_str() == "/dev/stdout";
    let on_stdout = |wanted: &&Wanted| wanted.path.as_ref().is_none_or(is_stdout);
    let on_stdout = wanted.iter().filter(on_stdout).count();
    anyhow::ensure!(on_stdout <= 1, "several formats would go to standard output; write `--format json=PATH,…`");
    for (at, one) in wanted.iter().enumerate() {
        let twice = one.path.is_some() && wanted[..at].iter().any(|other| other.path == one.path);
        anyhow::ensure!(!twice, "two formats would be written to the same file");
        if let Some(path) = &one.path {
            anyhow::ensure!(!is_input(path), "{} is an input; a report would replace it", path.display());
        }
    }
    Ok(wanted)
}

/// How text looks on standard output.
pub(super) fn style(global: &super::Global) -> Style {
    let stdout = anstream::AutoStream::choice(&io::stdout());
    let color = match global.color.choice() {
        anstream::ColorChoice::Auto => stdout != anstream::ColorChoice::Never,
        choice => choice != anstream::ColorChoice::Never,
    };
    Style { color, quiet: global.quiet, verbose: global.verbose }
}

/// A report in the making.
pub(super) struct Report {
    pub(super) writer: Box<dyn Writer>,
    target: Target,
}

pub(super) enum Target {
    /// Written as it comes.
    Direct,
    /// Written beside the file and put in its place at the end.
    Replace { temporary: Shared, path: PathBuf },
}

/// The temporary file, shared by the writer and the one who renames it.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Option<BufWriter<NamedTempFile>>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.lock()?.as_mut() {
            Some(file) => file.write(bytes),
            None => Err(io::Error::other("the report is already finished")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lock()?.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Shared {
    fn lock(&self) -> io::Result<std::sync::MutexGuard<'_, Option<BufWriter<NamedTempFile>>>> {
        self.0.lock().map_err(|_| io::Error::other("the report was abandoned"))
    }
}

impl Target {
    /// Opens where `wanted` goes; true if that is a file.
    pub(super) fn open(wanted: &Wanted) -> anyhow::Result<(Sink, Target, bool)> {
        // A link stays a link: what it leads to is replaced.
        let real = wanted.path.as_ref().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
        Ok(match &real {
            None => (Box::new(BufWriter::new(io::stdout())), Target::Direct, false),
            Some(path) if path.as_os_str() == "-" => (Box::new(BufWriter::new(io::stdout())), Target::Direct, false),
            Some(path) if is_special(path) => (Box::new(BufWriter::new(create(path)?)), Target::Direct, true),
            Some(path) => {
                let temporary = beside(path)?;
                (Box::new(temporary.clone()), Target::Replace { temporary, path: path.clone() }, true)
            }
        })
    }

    /// Puts a finished file in its place.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let Target::Replace { temporary, path } = self else { return Ok(()) };
        let context = || format!("cannot write {}", path.display());
        let file = temporary.lock().with_context(context)?.take();
        if let Some(file) = file {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error).with_context(context)?;
            file.as_file().sync_all().with_context(context)?;
            file.persist(&path).map_err(|error| error.error).with_context(context)?;
        }
        Ok(())
    }
}

impl Report {
    /// Opens the report that `wanted` names; `color` is for standard output.
    pub(super) fn open(wanted: &Wanted, style: Style) -> anyhow::Result<Report> {
        let (sink, target, to_file) = Target::open(wanted)?;
        let writer: Box<dyn Writer> = match wanted.format {
            Format::Json => Box::new(JsonWriter::new(sink)),
            Format::JsonLines => Box::new(JsonLinesWriter::new(sink)),
            Format::Sarif => Box::new(SarifWriter::new(sink)),
            _ => Box::new(TextWriter::new(sink, Style { color: style.color && !to_file, ..style })),
        };
        Ok(Report { writer, target })
    }

    /// Puts a finished file in its place.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        self.target.finish()
    }
}

/// True for a device or pipe, which cannot be replaced.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::options().write(true).open(path).with_context(|| format!("cannot write {}", path.display()))
}

fn beside(path: &Path) -> anyhow::Result<Shared> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let context = || format!("cannot write {}", path.display());
    anyhow::ensure!(!path.is_dir(), "cannot write {}: it is a folder", path.display());
    anyhow::ensure!(folder.is_dir(), "cannot write {}: there is no folder {}", path.display(), folder.display());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".roadworthy-");
    #[cfg(unix)]
    {
        // A report is for others to read; temporary files are not by default.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let file = builder.tempfile_in(folder).with_context(context)?;
    Ok(Shared(Arc::new(Mutex::new(Some(BufWriter::new(file))))))
}

/// True if the error is that nobody reads our output any more.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_its_file() {
        assert_eq!("json".parse(), Ok(Wanted { format: Format::Json, path: None }));
        assert_eq!("sarif=a=b".parse(), Ok(Wanted { format: Format::Sarif, path: Some("a=b".into()) }));
        assert!("yaml".parse::<Wanted>().is_err());
        assert!("json=".parse::<Wanted>().is_err());
    }
}
