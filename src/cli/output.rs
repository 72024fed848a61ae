//! Where reports go: standard output, or a file that is replaced whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use anyhow::Context;
use roadworthy::report::{JsonLinesWriter, JsonWriter, SarifWriter, Sink, Style, TextWriter, Writer};
use tempfile::NamedTempFile;

/// A report format of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    JsonLines,
    Sarif,
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
        let format = match name {
            "text" => Format::Text,
            "json" => Format::Json,
            "jsonl" => Format::JsonLines,
            "sarif" => Format::Sarif,
            _ => return Err(format!("`{name}` is no format, expected text, json, jsonl or sarif")),
        };
        if path.as_ref().is_some_and(|path| path.as_os_str().is_empty()) {
            return Err(format!("a path is missing after `{name}=`"));
        }
        Ok(Wanted { format, path })
    }
}

/// A report in the making.
pub(super) struct Report {
    pub(super) writer: Box<dyn Writer>,
    target: Target,
}

enum Target {
    /// Written as it comes.
    Direct,
    /// Written beside the file and put in its place at the end.
    Replace { temporary: Shared, path: PathBuf },
}

/// The temporary file, shared by the writer and the one who renames it.
#[derive(Clone)]
struct Shared(Arc<Mutex<Option<BufWriter<NamedTempFile>>>>);

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

impl Report {
    /// Opens the report that `wanted` names; `color` is for standard output.
    pub(super) fn open(wanted: &Wanted, style: Style) -> anyhow::Result<Report> {
        // A link stays a link: what it leads to is replaced.
        let real = wanted.path.as_ref().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
        let (sink, target, to_file): (Sink, Target, bool) = match &real {
            None => (Box::new(BufWriter::new(io::stdout())), Target::Direct, false),
            Some(path) if path.as_os_str() == "-" => (Box::new(BufWriter::new(io::stdout())), Target::Direct, false),
            Some(path) if is_special(path) => (Box::new(BufWriter::new(create(path)?)), Target::Direct, true),
            Some(path) => {
                let temporary = beside(path)?;
                (Box::new(temporary.clone()), Target::Replace { temporary, path: path.clone() }, true)
            }
        };
        let writer: Box<dyn Writer> = match wanted.format {
            Format::Text => Box::new(TextWriter::new(sink, Style { color: style.color && !to_file, ..style })),
            Format::Json => Box::new(JsonWriter::new(sink)),
            Format::JsonLines => Box::new(JsonLinesWriter::new(sink)),
            Format::Sarif => Box::new(SarifWriter::new(sink)),
        };
        Ok(Report { writer, target })
    }

    /// Puts a finished file in its place.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let Target::Replace { temporary, path } = self.target else { return Ok(()) };
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
