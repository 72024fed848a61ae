//! Plain text: paragraphs between blank lines.

use std::sync::Arc;

use super::{ImportLimits, Imported, Paragraph, Unreadable, decode_lines, line};

/// Reads paragraphs with the lines they begin on.
pub(super) fn import(bytes: &[u8], _: &ImportLimits) -> Result<Imported, Unreadable> {
    let text = decode_lines(bytes)?;
    let paragraph =
        |(number, text): (usize, String)| Paragraph { spot: line(number), text: Arc::from(text), is_heading: false };
    Ok(Imported { paragraphs: paragraphs(&text).map(paragraph).collect(), ..Imported::default() })
}

/// Runs of lines that are not blank, with the number of the first, from 1.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).peekable();
    std::iter::from_fn(move || {
        while lines.next_if(|(_, line)| line.is_empty()).is_some() {}
        let (first, mut paragraph) = lines.next().map(|(at, line)| (at, line.to_owned()))?;
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.is_empty()) {
            paragraph.push('\n');
            paragraph.push_str(line);
        }
        Some((first, paragraph))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        let found: Vec<_> = paragraphs("\n one\ntwo \n \t\n\nthree").collect();
        assert_eq!(found, [(2, "one\ntwo".to_owned()), (6, "three".to_owned())]);
        assert!(import(b"\xFF", &ImportLimits::default()).is_err());
    }
}
