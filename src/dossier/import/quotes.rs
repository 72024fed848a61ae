//! Quotes in separated values that swallow rows: one that is never closed, or
//! closed by the one that another cell begins with.

use std::iter::Peekable;
use std::str::CharIndices;

use super::{Trouble, line};

/// Fewer columns tell a row from a sentence no longer.
const ENOUGH: usize = 3;

/// The first cell of a table of so many `columns` that may hold rows.
pub(super) fn swallowing(text: &str, separator: u8, columns: usize) -> Option<Trouble> {
    let separator = char::from(separator);
    let (mut number, mut begins_cell) = (1, true);
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        if c == '"' && begins_cell {
            let opened = number;
            let Some(cell) = quoted(text, &mut chars) else {
                let message = "a quote opens in this row and is never closed: the rows behind it are not read";
                return Some(Trouble { spot: line(opened), message: message.to_owned() });
            };
            number += cell.matches('\n').count();
            let follows = chars.peek().map(|(_, c)| *c);
            let goes_on = follows.is_some_and(|c| c != separator && !c.is_whitespace());
            let is_rows = columns >= ENOUGH && naked(cell, separator) + 1 >= columns;
            if number > opened && (goes_on || is_rows) {
                let message = format!(
                    "a cell goes from line {opened} to line {number} and seems to hold whole rows: is a quote missing?"
                );
                return Some(Trouble { spot: line(opened), message });
            }
            begins_cell = false;
            continue;
        }
        number += usize::from(c == '\n');
        begins_cell = c == separator || c == '\n';
    }
    None
}

/// What stands in quotes, behind the first of them; none if they do not end.
fn quoted<'t>(text: &'t str, chars: &mut Peekable<CharIndices<'_>>) -> Option<&'t str> {
    let begin = chars.peek()?.0;
    while let Some((at, c)) = chars.next() {
        if c == '"' && chars.next_if(|(_, next)| *next == '"').is_none() {
            return text.get(begin..at);
        }
    }
    None
}

/// Separators that part cells: those of a sentence have a space behind them.
fn naked(cell: &str, separator: char) -> usize {
    let follows = cell.chars().skip(1).map(Some).chain([None]);
    cell.chars().zip(follows).filter(|(c, next)| *c == separator && *next != Some(' ')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<u32> {
        swallowing(text, b',', 4).map(|trouble| match trouble.spot {
            crate::dossier::Spot::Line { line, .. } => line,
            _ => 0,
        })
    }

    #[test]
    fn a_quote_that_takes_rows_with_it_is_found() {
        assert_eq!(found("a,b,c,d\n1,\"x,D,e\n2,y,C,e\n"), Some(2));
        assert_eq!(found("a,b,c,d\n1,x,C,e\n2,y,\"C,e\n3,z,\"B\",e\n"), Some(3));
        assert_eq!(found("a,b,c,d\n1,y,C,\"e\n2,y,D,f\n3,z,A,\"\n"), Some(2));
    }

    #[test]
    fn a_text_over_several_lines_is_none() {
        for text in [
            "a,b,c,d\n1,\"one, two, three,\nfour, five\",C,e\n",
            "a,b,c,d\n1,\"he said \"\"no\"\"\",C,e\n",
            "a,b,c,d\n1,5\" wheel,C,e\n",
            "a,b,c,d\n\"1\",\"2\",\"3\",\"4\"",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
