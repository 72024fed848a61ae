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

impl Outcome {
    /// The worse of two: failed, cantTell, untested, passed, inapplicable.
    #[must_use]
    pub fn worse(self, other: Outcome) -> Outcome {
        self.max(other)
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::*;

    #[test]
    fn a_clause_takes_the_worst_of_its_checks() {
        assert_eq!(Passed.worse(Untested), Untested);
        assert_eq!(Untested.worse(CantTell), CantTell);
        assert_eq!(CantTell.worse(Failed), Failed);
        assert_eq!(Inapplicable.worse(Passed), Passed);
    }
}
