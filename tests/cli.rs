//! The command line as data: arguments, output and exit code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

#[test]
fn the_command_line_does_as_documented() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("README.md").case("docs/own-requirements.md");
}
