//! The head of a Markdown file: flat YAML between `---`, TOML between `+++`.

use std::sync::Arc;

use super::{Column, RawRow, RawTable, line, unreadable_value, value};
use crate::dossier::record::{Spot, Value};

/// Names and values, in the order of the file.
pub(super) type Fields = Vec<(String, Value)>;

/// The fields of the head, how many lines it takes, and the text behind it.
pub(super) fn split(text: &str) -> (Fields, usize, &str) {
    for (mark, ends, parse) in [("---", &["---", "..."][..], yaml as fn(&[&str]) -> Fields), ("+++", &["+++"], toml)] {
        let mut lines = text.split_inclusive('\n');
        let Some(first) = lines.next().filter(|first| first.trim_end() == mark) else { continue };
        let mut head = Vec::new();
        let mut length = first.len();
        for line in lines {
            length += line.len();
            if ends.contains(&line.trim_end()) {
                return (parse(&head), head.len() + 2, &text[length..]);
            }
            head.push(line.trim_end());
        }
    }
    (Vec::new(), 0, text)
}

/// The fields as a table of one row, if they are those of a record.
pub(super) fn table(fields: &Fields) -> Option<RawTable> {
    let text = |name: &str| fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1.text();
    let kind = text("record").or_else(|| text("type"));
    if kind.is_none() && text("id").is_none() {
        return None;
    }
    let column = |(name, value): &(String, Value)| Column { name: Arc::from(name.as_str()), spot: value.spot };
    let row = RawRow {
        spot: line(1),
        id: text("id").map(Arc::from),
        cells: fields.iter().map(|(_, value)| Some(value.clone())).collect(),
    };
    let name = kind.unwrap_or_default().to_owned();
    Some(RawTable { name, columns: fields.iter().map(column).collect(), rows: vec![row], doubt: None })
}

/// Reads `name: value` and simple lists. What nests deeper is there and
/// unreadable, never absent.
fn yaml(head: &[&str]) -> Fields {
    let mut fields = Fields::new();
    let mut lines = head.iter().enumerate().peekable();
    while let Some((at, text)) = lines.next() {
        let spot = line(at + 2);
        let Some((name, rest)) = key(text) else { continue };
        let mut below = Vec::new();
        while let Some((_, next)) = lines.next_if(|(_, next)| is_below(next)) {
            below.push(*next);
        }
        fields.extend(content(rest, &below, spot).map(|value| (name.to_owned(), value)));
    }
    fields
}

/// `asil` and `D` of `asil: D`, at the start of a line.
fn key(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once(':')?;
    let is_key = !name.starts_with([' ', '\t', '#', '-']) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    let name = name.trim().trim_matches(['"', '\'']);
    (is_key && !name.is_empty()).then(|| (name, rest.trim()))
}

/// True for a line that belongs to the key above it.
fn is_below(text: &str) -> bool {
    text.trim().is_empty() || text.starts_with([' ', '\t']) || text == "-" || text.starts_with("- ")
}

fn content(rest: &str, below: &[&str], spot: Spot) -> Option<Value> {
    let rest = uncommented(rest);
    let nested = || Some(unreadable_value("a nested value, expected text or a list", spot));
    let below: Vec<&str> = below.iter().map(|text| text.trim()).collect();
    let filled = || below.iter().copied().filter(|text| !text.is_empty() && !text.starts_with('#'));
    match rest {
        "" if filled().next().is_none() => None,
        "" if filled().all(|text| text.starts_with("- ")) => {
            let items = || filled().map(|text| uncommented(text[2..].trim()));
            if items().any(|item| key(item).is_some() && !item.starts_with(['"', '\''])) {
                return nested();
            }
            let items: Vec<&str> = items().filter_map(scalar).collect();
            value(&items.join("; "), spot)
        }
        "" => nested(),
        "|" | "|-" | "|+" => value(&below.join("\n"), spot),
        ">" | ">-" | ">+" => value(&filled().collect::<Vec<_>>().join(" "), spot),
        _ if rest.starts_with('{') => nested(),
        _ if rest.starts_with('[') => {
            let inner = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
            let Some(inner) = inner.filter(|inner| !inner.contains(['[', '{'])) else { return nested() };
            let items: Vec<&str> = inner.split(',').filter_map(|item| scalar(item.trim())).collect();
            value(&items.join("; "), spot)
        }
        // A plain value may go on in the lines below.
        _ => {
            let mut words = vec![scalar(rest)?];
            words.extend(filled());
            value(&words.join(" "), spot)
        }
    }
}

/// Without a comment behind it, unless that is quoted.
fn uncommented(text: &str) -> &str {
    if text.starts_with(['"', '\'']) {
        return text;
    }
    match text.find(" #") {
        _ if text.starts_with('#') => "",
        Some(at) => text[..at].trim_end(),
        None => text,
    }
}

/// Without quotes; nothing for the words that mean nothing.
fn scalar(text: &str) -> Option<&str> {
    for quote in ['"', '\''] {
        if let Some(end) = text.strip_prefix(quote).and_then(|inner| inner.find(quote)) {
            return Some(&text[1..=end]);
        }
    }
    (!matches!(text, "" | "~" | "null" | "Null" | "NULL")).then_some(text)
}

fn toml(head: &[&str]) -> Fields {
    let Ok(parsed) = head.join("\n").parse::<toml::Table>() else {
        return vec![("front matter".to_owned(), unreadable_value("no well-formed TOML", line(1)))];
    };
    let place = |name: &str| {
        let is_key = |text: &str| text.trim_start().trim_start_matches(['"', '[']).starts_with(name);
        let found = head.iter().position(|text| is_key(text));
        found.map_or(line(1), |at| line(at + 2))
    };
    let read = |(name, content): (String, toml::Value)| {
        let spot = place(&name);
        toml_text(&content)
            .map_or_else(
                || Some(unreadable_value("a nested value, expected text or a list", spot)),
                |text| value(&text, spot),
            )
            .map(|value| (name, value))
    };
    let mut fields: Fields = parsed.into_iter().filter_map(read).collect();
    fields.sort_by_key(|(_, value)| value.spot);
    fields
}

fn toml_text(content: &toml::Value) -> Option<String> {
    match content {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_) | toml::Value::Datetime(_) => {
            Some(content.to_string())
        }
        toml::Value::Array(items) => {
            let is_flat = |item: &toml::Value| !matches!(item, toml::Value::Array(_) | toml::Value::Table(_));
            let items = items.iter().map(|item| is_flat(item).then(|| toml_text(item)).flatten());
            Some(items.collect::<Option<Vec<_>>>()?.join("; "))
        }
        toml::Value::Table(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::record::Content;

    fn shown(text: &str) -> Vec<String> {
        let (fields, _, _) = split(text);
        let show = |(name, value): &(String, Value)| {
            let Spot::Line { line, .. } = value.spot else { panic!() };
            match &value.content {
                Content::Text(text) => format!("{line} {name}={text}"),
                Content::Unreadable(_) => format!("{line} {name}?"),
            }
        };
        fields.iter().map(show).collect()
    }

    #[test]
    fn flat_yaml_is_read_and_nested_values_are_unreadable() {
        let text = "---\n# head\nid: SG-1  # the goal\ntitle: \"a: b # c\"\nnone: ~\nempty:\nlinks: [HE-1, 'HE-2']\n\
            list:\n  - one\n- two\nnested:\n  a: b\nflow: {a: b}\ntext: |\n  one\n  two\nfolded: >-\n  one\n\n  two\n\
            plain: one\n  two\n---\nbody\n";
        assert_eq!(
            shown(text),
            [
                "3 id=SG-1",
                "4 title=a: b # c",
                "7 links=HE-1; HE-2",
                "8 list=one; two",
                "11 nested?",
                "13 flow?",
                "14 text=one\ntwo",
                "17 folded=one two",
                "21 plain=one two"
            ]
        );
        assert_eq!(split(text).2, "body\n");
        assert_eq!(split(text).1, 23);
    }

    #[test]
    fn toml_is_read() {
        let text = "+++\ntype = \"goal\"\nasil = \"D\"\ndate = 2026-01-02\nids = [\"a\", \"b\"]\n[x]\ny = 1\n+++\n";
        assert_eq!(shown(text), ["2 type=goal", "3 asil=D", "4 date=2026-01-02", "5 ids=a; b", "6 x?"]);
        assert_eq!(shown("+++\n= x\n+++\n"), ["1 front matter?"]);
    }

    #[test]
    fn a_head_without_end_is_text() {
        let text = "---\nid: a\n";
        assert_eq!(split(text), (Vec::new(), 0, text));
        assert_eq!(split("text\n---\n").1, 0);
    }

    #[test]
    fn a_record_becomes_a_table_named_after_its_kind() {
        let (fields, _, _) = split("---\nrecord: safety-goal\nid: SG-1\n---\n");
        let table = table(&fields).unwrap();
        assert_eq!((table.name.as_str(), table.rows[0].id.as_deref()), ("safety-goal", Some("SG-1")));
        assert_eq!(super::table(&split("---\ntitle: x\n---\n").0), None);
    }
}
