//! The command line: parses arguments, calls the library, returns its code.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // A rule that panics is caught and reported as a finding about that rule;
    // the default message on standard error would say it twice.
    std::panic::set_hook(Box::new(|_| {}));
    let today = jiff::Zoned::now().date();
    let arguments = match cli::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let usage = error.use_stderr();
            return if error.print().is_ok() && !usage { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    cli::run(arguments, today)
}
