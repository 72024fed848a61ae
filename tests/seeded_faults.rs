//! Faults seeded into clean files one at a time: each is found at its place, and nothing
//! else is. The same files written differently show the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

#[path = "seeded/markup.rs"]
mod markup;
#[path = "seeded/rewriting.rs"]
mod rewriting;
mod support;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use roadworthy::engine::{InputReport, Settings, check};
use roadworthy::finding::Severity;
use roadworthy::source::{Input, Origin};
use serde::Deserialize;

use rewriting::{BUNDLES, Bundle, Rewriting};

/// Stands in `becomes` before the place of the finding.
const MARK: char = '¦';

#[derive(Debug, Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

/// A row of `seeded/faults.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    kind: String,
    /// The file that gets it.
    base: String,
    /// What stands there, once.
    is: String,
    becomes: String,
    /// The rule that finds it.
    rule: String,
    /// Where the finding is, if not where the fault is.
    at: Option<String>,
}

/// A file, clean or with a fault.
#[derive(Debug)]
struct Case {
    name: String,
    base: String,
    text: String,
    /// The rule and the line of the only finding.
    expected: Option<(String, u32)>,
}

fn base(name: &str) -> String {
    std::fs::read_to_string(support::project("tests/seeded/base").join(name)).unwrap()
}

fn clean() -> Vec<Case> {
    let folder = support::project("tests/seeded/base");
    let files = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let names = files.filter(|file| file.file_type().is_file());
    let names = names.map(|file| file.path().strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/"));
    names
        .map(|base_name| Case { text: base(&base_name), name: base_name.clone(), base: base_name, expected: None })
        .collect()
}

impl Fault {
    fn case(&self) -> Case {
        let name = format!("{} in {}", self.kind, self.base);
        let clean = base(&self.base);
        let start = clean.find(&self.is).unwrap_or_else(|| panic!("{name}: `{}` is not there", self.is));
        assert_eq!(clean.rfind(&self.is), Some(start), "{name}: `{}` is there twice", self.is);
        let marked = self.becomes.find(MARK).unwrap_or(0);
        let text = format!("{}{}{}", &clean[..start], self.becomes.replace(MARK, ""), &clean[start + self.is.len()..]);
        let place = match &self.at {
            Some(at) => text.find(at).unwrap_or_else(|| panic!("{name}: no `{at}`")),
            None => start + marked,
        };
        let line = text[..place].matches('\n').count() as u32 + 1;
        Case { name, base: self.base.clone(), text, expected: Some((self.rule.clone(), line)) }
    }
}

fn faulty() -> Vec<Case> {
    let table = std::fs::read_to_string(support::project("tests/seeded/faults.toml")).unwrap();
    toml::from_str::<Faults>(&table).unwrap().fault.iter().map(Fault::case).collect()
}

/// Files of a test, beside the roads and catalogs that they refer to.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("roadworthy-{test}-{}", std::process::id()));
        support::copy_folder(&support::project("tests/seeded/base"), &path);
        Folder(path)
    }

    /// The input `number`, a variant of the file `base`.
    fn add(&self, number: usize, base: &str, bytes: &[u8]) -> Input {
        // Never into the folder of catalogs: the others look there.
        let ending = Path::new(base).extension().unwrap().to_string_lossy();
        let path = self.0.join(format!("case-{number}.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        Input { path: base.to_owned(), origin: Origin::File(path), folder: None }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn reports(inputs: &[Input]) -> Vec<InputReport> {
    let mut reports = Vec::new();
    let keep = &mut |report| -> Result<(), ()> {
        reports.push(report);
        Ok(())
    };
    check(inputs, &Settings::default(), &|| {}, keep).unwrap();
    reports
}

/// What was found, however it is put.
fn found(report: &InputReport) -> Vec<(&'static str, Severity)> {
    let mut found: Vec<_> = report.findings.iter().map(|finding| (finding.rule, finding.severity)).collect();
    found.sort_unstable();
    found
}

fn fail_if_any(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_fault_is_found_at_its_place_and_nothing_else_is() {
    let folder = Folder::new("seeded");
    let cases: Vec<Case> = clean().into_iter().chain(faulty()).collect();
    let input = |(number, case): (usize, &Case)| folder.add(number, &case.base, case.text.as_bytes());
    let inputs: Vec<Input> = cases.iter().enumerate().map(input).collect();
    let mut wrong = Vec::new();
    for (case, report) in cases.iter().zip(reports(&inputs)) {
        let place = |place: Option<roadworthy::source::Place>| place.map_or(0, |place| place.line);
        let findings = report.findings.iter();
        let shown: Vec<(String, u32)> =
            findings.map(|finding| (finding.rule.to_owned(), place(finding.location.place))).collect();
        if shown != case.expected.iter().cloned().collect::<Vec<_>>() {
            let messages: Vec<&String> = report.findings.iter().map(|finding| &finding.message).collect();
            wrong.push(format!("{}: {shown:?} {messages:?}, expected {:?}", case.name, case.expected));
        }
    }
    fail_if_any(&wrong);
}

/// Checks the cases as they are and in the forms that `forms` gives, and fails where these
/// differ; the names of the forms there were.
fn compare<F: Fn(&str) -> Vec<(String, Vec<u8>)>>(test: &str, cases: &[Case], forms: F) -> BTreeSet<String> {
    let folder = Folder::new(test);
    let (mut inputs, mut names) = (Vec::new(), Vec::new());
    for (number, case) in cases.iter().enumerate() {
        let plain = [(String::new(), case.text.clone().into_bytes())];
        for (form, bytes) in plain.into_iter().chain(forms(&case.text)) {
            inputs.push(folder.add(inputs.len(), &case.base, &bytes));
            names.push((number, form));
        }
    }
    let (mut wrong, mut expected) = (Vec::new(), Vec::new());
    for ((number, form), report) in names.iter().zip(reports(&inputs)) {
        if form.is_empty() {
            expected = found(&report);
        } else if found(&report) != expected {
            let messages: Vec<&String> = report.findings.iter().map(|finding| &finding.message).collect();
            let case = &cases[*number].name;
            wrong.push(format!("{case}, {form}: {:?} {messages:?}, expected {expected:?}", found(&report)));
        }
    }
    fail_if_any(&wrong);
    names.into_iter().map(|(_, form)| form).collect()
}

#[test]
fn a_clean_file_written_differently_is_clean() {
    let forms = |text: &str| {
        let steps = BUNDLES.iter().flat_map(|bundle| &bundle.steps);
        let changed = steps.filter_map(|(name, rewrite)| Some((name.to_string(), rewrite(text)?.into_bytes())));
        let encoded = BUNDLES.iter().map(|bundle| (format!("{:?}", bundle.encoding), bundle.encoding.bytes(text)));
        changed.chain(encoded).collect()
    };
    let seen = compare("clean", &clean(), forms);
    let names = BUNDLES.iter().flat_map(|bundle| &bundle.steps).map(|(name, _)| *name);
    names.for_each(|name| assert!(seen.contains(name), "{name} changes no file"));
}

#[test]
fn a_faulty_file_written_differently_shows_the_same() {
    let forms = |text: &str| {
        let bundle = |bundle: &Bundle| {
            let step = |text: String, (_, rewrite): &(&str, Rewriting)| rewrite(&text).unwrap_or(text);
            let text = bundle.steps.iter().fold(text.to_owned(), step);
            let names = bundle.steps.map(|(name, _)| name).join(", ");
            (format!("{names}, {:?}", bundle.encoding), bundle.encoding.bytes(&text))
        };
        BUNDLES.iter().map(bundle).collect()
    };
    compare("faulty", &faulty(), forms);
}
