//! The same bytes whatever the number of threads, and however often.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use support::{all_scenarios, run, settings};

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let inputs = all_scenarios();
    assert!(inputs.len() > 150);
    let once = run(&inputs, &settings());
    for jobs in [1, 2, 8, 64] {
        let mut settings = settings();
        settings.jobs = Some(jobs);
        let again = run(&inputs, &settings);
        assert_eq!(once.text, again.text, "text with {jobs} threads");
        assert_eq!(once.json, again.json, "json with {jobs} threads");
        assert_eq!(once.jsonl, again.jsonl, "jsonl with {jobs} threads");
        assert_eq!(once.sarif, again.sarif, "sarif with {jobs} threads");
    }
}

#[test]
fn a_file_gives_the_same_findings_alone_and_in_company() {
    let inputs = all_scenarios();
    let together: serde_json::Value = serde_json::from_str(&run(&inputs, &settings()).json).unwrap();
    for (input, among) in inputs.iter().zip(together["inputs"].as_array().unwrap()) {
        let alone: serde_json::Value =
            serde_json::from_str(&run(std::slice::from_ref(input), &settings()).json).unwrap();
        assert_eq!(&alone["inputs"][0], among);
    }
}
