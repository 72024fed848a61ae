use crate::rules::{Check, Draft, Trouble, rule};
use crate::source::{DecodeError, ReadError};

rule! {
    /// The bytes are not text in the encoding that the file declares.
    ///
    /// ## Why it matters
    /// Without text there is no document. Bytes are never replaced or skipped: a
    /// scenario that reads differently in two tools is worse than one that does not
    /// read at all. The message names the first byte that does not fit.
    ///
    /// ## Example
    /// A file in windows-1252 that declares `encoding="UTF-8"`.
    ///
    /// ## Instead
    /// Save the file as UTF-8, or declare the encoding it has.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.3.3.
    "input/undecodable-text" {
        severity: Error,
        applies: Any,
        check: Check::Reading(word),
    }
}

fn word(trouble: &Trouble) -> Draft {
    let Trouble::Read(error) = trouble else { return Draft::default() };
    let help = match error {
        ReadError::Decode(DecodeError::Malformed { .. }) => "save the file as UTF-8, or declare the encoding it has",
        _ => "save the file as UTF-8",
    };
    Draft::new(error.to_string()).help(help)
}
