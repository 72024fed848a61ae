//! The words for verdicts on requirements (W3C EARL).

use crate::standard::clause::words;

words! {
    /// What became of a requirement. The order is that of concern, worst last.
    Outcome {
        /// It does not apply; the reason says why.
        Inapplicable = "inapplicable",
        /// Checked on evidence, and nothing contradicts it.
        Passed = "passed",
        /// Nothing was supplied.
        Untested = "untested",
        /// Evidence is there, and a person or better facts must decide.
        CantTell = "cantTell",
        /// Evidence contradicts it, or lacks what it asks.
        Failed = "failed",
    }
}

words! {
    /// What a `cantTell` waits for.
    WaitsFor {
        /// A person's judgement.
        Person = "person",
        /// Something that is not there, not readable or not read.
        Information = "information",
    }
}
