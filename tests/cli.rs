//! The command line as data: arguments, output and exit code.

#[test]
fn the_command_line_does_as_documented() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("README.md");
}
