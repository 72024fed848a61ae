//! Ranges of clauses of which only the ends are written.

/// A range of more clauses than this is no range of clauses.
const LONGEST_RANGE: u32 = 40;

/// "6.5.1 to 6.5.6": the numbers between the ends, if only the last differs.
pub(super) fn between(first: &str, last: &str) -> Vec<String> {
    let parts = |number: &str| {
        let (head, tail) = number.rsplit_once('.')?;
        Some((head.to_owned(), tail.parse::<u32>().ok()?))
    };
    match (parts(first), parts(last)) {
        (Some((head, from)), Some((same, to))) if head == same && to.saturating_sub(from) <= LONGEST_RANGE => {
            (from + 1..to).map(|number| format!("{head}.{number}")).collect()
        }
        _ => Vec::new(),
    }
}

/// "7.2.2.2 (a) to (d)": the letters between the ends.
pub(super) fn letters_between(first: &str, last: &str) -> Vec<String> {
    let parts = |number: &str| {
        let (head, letter) = number.strip_suffix(')')?.rsplit_once('(')?;
        let letter = letter.bytes().next().filter(|_| letter.len() == 1)?;
        Some((head.to_owned(), letter))
    };
    match (parts(first), parts(last)) {
        (Some((head, from)), Some((same, to))) if head == same => {
            (from + 1..to).map(|letter| format!("{head}({})", char::from(letter))).collect()
        }
        _ => Vec::new(),
    }
}
