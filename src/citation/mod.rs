//! References to clauses, as people write them.
//!
//! [`scan`] finds them in a text, [`Register`] says what they refer to. A
//! reference is to a document, perhaps in an edition, perhaps to a clause of
//! it: "R155 §7.2.2.2 (c)", "UN ECE R157 para. 5.2.5.2", "ISO 26262-3:2018,
//! 6.4.3", "GB 44495-2024 5.2 b)", "26262 part 6 table 9".

mod range;
mod register;
mod scan;

pub use register::{Found, Register, Standing};
pub use scan::{Citation, Locator, scan};
