//! The index of the information document of UN R155, Annex 1.

use crate::dossier::RecordRef;
use crate::rules::Examination;

/// The entries of the information document of UN R155. An entry that names
/// no regulation is taken to be one.
pub(in crate::rules) fn entries<'d>(exam: &Examination<'d>) -> Vec<RecordRef<'d>> {
    let is_ours = |entry: &RecordRef<'d>| !entry.has("regulation") || entry.words("regulation").contains("155");
    exam.records("index-entry").into_iter().filter(is_ours).collect()
}

/// The entries on an item, such as `9.3`, or on the item above it: `9.1` is
/// about `9.1(a)` too.
pub(in crate::rules) fn on_item<'d>(entries: &[RecordRef<'d>], item: &str) -> Vec<RecordRef<'d>> {
    let above = item.split('(').next().unwrap_or(item);
    let is_about = |entry: &&RecordRef<'d>| {
        let number = number(entry.words("item"));
        number == item || number == above
    };
    entries.iter().filter(is_about).copied().collect()
}

/// The number of an item as we write it: `9.1(a)` for `Item 9.1 (a)`, `9.1a`.
pub(in crate::rules) fn number(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let rest = lower.strip_prefix("annex 1").unwrap_or(&lower);
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (number, tail) = (rest[..end].trim_end_matches('.'), &rest[end..]);
    // `9.2 a drawing` is item 9.2.
    let letter = tail.trim_start().strip_prefix('(').unwrap_or(tail);
    let mut letters = letter.chars();
    match (letters.next(), letters.next()) {
        (Some(letter @ 'a'..='z'), next) if !next.is_some_and(char::is_alphanumeric) => format!("{number}({letter})"),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn items_are_read_as_people_number_them() {
        for text in ["9.1(a)", "9.1 (a)", "9.1a", "Item 9.1.a", "Annex 1, item 9.1(a)", "9.1(a) systems"] {
            assert_eq!(number(text), "9.1(a)", "{text}");
        }
        for text in ["9.3", "9.3.", "Annex 1 item 9.3", "9.3 a number", "Item 9.3: certificate"] {
            assert_eq!(number(text), "9.3", "{text}");
        }
        assert_eq!(number("general"), "");
    }
}
