//! The documents under `scenarios/hostile/`: the verdict is in the file name.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

use std::path::Path;

use roadworthy::source::{Limits, Source};
use roadworthy::xml::{Vocabulary, parse};

/// `None` if the document is well-formed, else why it is not.
fn verdict(path: &Path) -> Option<String> {
    let source = match Source::from_bytes(std::fs::read(path).unwrap()) {
        Ok(source) => source,
        Err(error) => return Some(error.to_string()),
    };
    let (limits, vocabulary) = (Limits::default(), Vocabulary::default());
    let parsed = parse(&source, &limits, &vocabulary);
    let first = parsed.faults.into_iter().find(|fault| fault.kind.is_ill_formed());
    first.map(|fault| format!("{fault:?}"))
}

fn check_folder(name: &str, ill: usize, well: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/hostile").join(name);
    let mut wrong = Vec::new();
    let (mut ill_found, mut well_found) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = verdict(&path);
        match (file.split('-').next().unwrap(), found) {
            ("ill", Some(_)) => ill_found += 1,
            ("well", None) => well_found += 1,
            ("ill" | "well", found) => wrong.push(format!("{file}: {found:?}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((ill_found, well_found), (ill, well));
}

#[test]
fn the_66_documents_get_the_verdict_in_their_name() {
    check_folder("xml", 53, 13);
}

#[test]
fn the_further_corner_cases_get_the_verdict_in_their_name() {
    check_folder("xml-more", 45, 15);
}
