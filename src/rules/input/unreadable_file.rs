use std::io::{Error, ErrorKind};

use crate::finding::shown;
use crate::rules::{Check, Draft, Trouble, rule};
use crate::source::ReadError;

rule! {
    /// The input could not be opened or read.
    ///
    /// ## Why it matters
    /// Nothing can be said about it: it is neither conforming nor deviating. The exit
    /// code says so, because a suite with an unread file is not a checked suite.
    ///
    /// ## Example
    /// A path that does not exist, a link that leads nowhere, a folder without permission, a pipe given as file.
    ///
    /// ## Instead
    /// Correct the path or the permissions.
    ///
    /// ## Source
    /// The operating system, whose words are in the message.
    "input/unreadable-file" {
        severity: Error,
        applies: Any,
        check: Check::Reading(word),
    }
}

fn word(trouble: &Trouble) -> Draft {
    match trouble {
        Trouble::Read(ReadError::Io(error)) => Draft::new(format!("cannot be read: {}", reason(error))),
        Trouble::Read(error) => Draft::new(format!("cannot be read: {error}")),
        Trouble::Unlistable(reason) => Draft::new(format!("cannot be read: {}", shown(reason))),
        Trouble::LinkOut => Draft::default(),
    }
    .help("correct the path or the permissions")
}

/// The same words on every system for what happens most.
fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
