//! What several tests need.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use roadworthy::engine::{InputReport, Settings, check, check_source};
use roadworthy::report::{Header, JsonLinesWriter, JsonWriter, SarifWriter, Sink, Style, Summary, TextWriter, Writer};
use roadworthy::source::{Input, Source, discover};

/// A path in the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn settings() -> Settings {
    Settings { jobs: Some(1), ..Settings::default() }
}

pub fn check_bytes(path: &str, bytes: impl Into<Vec<u8>>) -> InputReport {
    check_source(path, &Source::from_bytes(bytes.into()).unwrap(), &settings())
}

/// The ids of the rules that fired.
pub fn rules_of(report: &InputReport) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

/// Bytes written by a writer that owns its sink.
#[derive(Clone, Default)]
pub struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    pub fn sink(&self) -> Sink {
        Box::new(self.clone())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub struct Run {
    pub text: String,
    pub json: String,
    pub jsonl: String,
    pub sarif: String,
    pub summary: Summary,
}

/// Checks `inputs` and writes all formats.
pub fn run(inputs: &[Input], settings: &Settings) -> Run {
    let buffers: [Buffer; 4] = Default::default();
    let style = Style { color: false, quiet: false, verbose: true };
    let mut writers: Vec<Box<dyn Writer>> = vec![
        Box::new(TextWriter::new(buffers[0].sink(), style)),
        Box::new(JsonWriter::new(buffers[1].sink())),
        Box::new(JsonLinesWriter::new(buffers[2].sink())),
        Box::new(SarifWriter::new(buffers[3].sink())),
    ];
    let header = Header::new("2026-01-31".to_owned(), &settings.rules);
    let mut summary = Summary::default();
    for writer in &mut writers {
        writer.begin(&header).unwrap();
    }
    check(inputs, settings, &|| {}, &mut |report| {
        summary.add(&report);
        writers.iter_mut().try_for_each(|writer| writer.input(&report))
    })
    .unwrap();
    for writer in &mut writers {
        writer.end(&header, &summary).unwrap();
    }
    let [text, json, jsonl, sarif] = buffers.map(|buffer| buffer.text());
    Run { text, json, jsonl, sarif, summary }
}

/// Everything under `scenarios/`, clean and hostile.
pub fn all_scenarios() -> Vec<Input> {
    let mut inputs = discover(&[project("scenarios")]);
    for folder in ["scenarios/hostile/xml", "scenarios/hostile/xml-more"] {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(project(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        inputs.extend(discover(&paths));
    }
    inputs
}

/// The public files that CI has; says so if they are not there.
pub fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("ROADWORTHY_CORPORA").map(PathBuf::from);
    if folder.is_none() {
        say("skipped: ROADWORTHY_CORPORA does not name a folder of public scenario files");
    }
    folder
}

/// Prints a line that the test runner does not hold back.
pub fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).unwrap();
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}
