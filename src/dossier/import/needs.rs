//! The export of sphinx-needs: objects in JSON, a table a type.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::budget::Budget;
use super::growing::Tables;
use super::{ImportLimits, Imported, RawRow, Trouble, Unreadable, decode_lines, line, value};
use crate::dossier::record::Spot;

/// Reads the current version of a file of needs.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let text = decode_lines(bytes)?;
    let file: Json = serde_json::from_str(&text).map_err(|error| {
        let spot = Spot::Line { line: u32::try_from(error.line()).unwrap_or(u32::MAX), column: 0 };
        Unreadable::at(spot, format!("no well-formed JSON: {error}"))
    })?;
    let Some(versions) = file.get("versions").and_then(Json::as_object) else {
        return Err(Unreadable::new("format not supported"));
    };
    let mut imported = Imported::default();
    properties(&file, &mut imported);
    let mut search = Search { text: &text, at: 0, line: 1, misses: 0 };
    search.key("versions");
    let Some((version, content)) = current(&file, versions, &mut imported)? else { return Ok(imported) };
    search.key(version);
    let mut all = Needs { tables: Tables::default(), budget: Budget::new(limits) };
    match content.get("needs") {
        Some(Json::Object(needs)) => {
            search.key("needs");
            for (id, need) in needs {
                let spot = search.key(id);
                all.add(id, need, spot, &mut search, &mut imported.troubles)?;
            }
        }
        Some(Json::Array(needs)) => {
            for need in needs {
                let id = need.get("id").and_then(Json::as_str).unwrap_or_default();
                let spot = search.place();
                all.add(id, need, spot, &mut search, &mut imported.troubles)?;
            }
        }
        _ => {
            let message = format!("version `{version}` holds no needs");
            imported.troubles.push(Trouble { spot: search.place(), message });
        }
    }
    imported.tables = all.tables.finish();
    Ok(imported)
}

fn properties(file: &Json, imported: &mut Imported) {
    for (theirs, ours) in [("project", "title"), ("current_version", "version"), ("created", "date")] {
        let text = file.get(theirs).and_then(scalar);
        if let Some(value) = text.and_then(|text| value(&text, Spot::Whole)) {
            imported.properties.push((ours.to_owned(), value));
        }
    }
}

/// The version that the file calls current; the last one, if it calls none so.
fn current<'j>(
    file: &Json,
    versions: &'j Map<String, Json>,
    imported: &mut Imported,
) -> Result<Option<(&'j str, &'j Json)>, Unreadable> {
    let wanted = file.get("current_version").and_then(scalar);
    if let Some((name, content)) = wanted.as_ref().and_then(|name| versions.get_key_value(name.as_str())) {
        return Ok(Some((name, content)));
    }
    let Some((last, content)) = versions.iter().next_back() else {
        return Err(Unreadable::new("there is no version in it"));
    };
    let message = match wanted {
        Some(wanted) => format!("there is no version `{wanted}`, which is called current; `{last}` was read"),
        None => format!("no version is called current; `{last}` was read"),
    };
    imported.troubles.push(Trouble { spot: Spot::Whole, message });
    Ok(Some((last, content)))
}

/// The needs read so far, a table a type.
struct Needs {
    tables: Tables,
    budget: Budget,
}

impl Needs {
    fn add(
        &mut self,
        id: &str,
        need: &Json,
        spot: Spot,
        search: &mut Search<'_>,
        troubles: &mut Vec<Trouble>,
    ) -> Result<(), Unreadable> {
        let Json::Object(fields) = need else {
            troubles.push(Trouble { spot, message: format!("the need `{id}` is no object") });
            return Ok(());
        };
        let table = self.tables.table(fields.get("type").and_then(Json::as_str).unwrap_or_default());
        let mut row = RawRow { spot, id: Some(Arc::from(id)), cells: Vec::new() };
        for (name, field) in fields {
            let spot = search.key(name);
            let Some(value) = text(field).and_then(|text| value(&text, spot)) else { continue };
            self.budget.text(value.text().map_or(0, str::len), spot)?;
            table.set(&mut row, name, value);
        }
        table.push(row, &mut self.budget)
    }
}

/// A field as text: lists joined, what is empty absent.
fn text(field: &Json) -> Option<String> {
    match field {
        Json::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(text).collect();
            (!items.is_empty()).then(|| items.join("; "))
        }
        Json::Object(fields) => (!fields.is_empty()).then(|| field.to_string()),
        other => scalar(other),
    }
}

fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(answer) => Some(answer.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Finds keys in the order in which they stand in the text.
struct Search<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    misses: usize,
}

impl Search<'_> {
    /// Moves on to the next key of this name. One written with escapes is not
    /// found, and the place stays where it was.
    fn key(&mut self, name: &str) -> Spot {
        if self.misses > MISSES {
            return self.place();
        }
        let quoted = format!("\"{name}\"");
        let rest = &self.text.as_bytes()[self.at..];
        let is_key = |found: &usize| {
            let behind = &rest[found + quoted.len()..];
            behind.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
        };
        // Few hits are looked at, for a name that is no key ahead is rare.
        let found = memchr::memmem::find_iter(rest, quoted.as_bytes()).take(HITS).find(is_key);
        if let Some(found) = found {
            self.line += memchr::memchr_iter(b'\n', &rest[..found]).count();
            self.at += found;
        } else {
            self.misses += 1;
        }
        self.place()
    }

    fn place(&self) -> Spot {
        line(self.line)
    }
}

/// How often a name may be met as a value before it is given up as a key.
const HITS: usize = 100;

/// How many keys may be sought to the end of the text in vain.
const MISSES: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
  "current_version": 1.0, "project": "P",
  "versions": {
    "0.9": {"needs": {"OLD": {"id": "OLD", "type": "req"}}},
    "1.0": {
      "needs": {
        "R1": {
          "id": "R1", "type": "req",
          "links": ["R2", "R3"], "empty": [], "none": null,
          "asil": "D", "lineno": 7, "open": true
        },
        "T1": {"id": "T1", "type": "test", "title": "says \"asil\": x"},
        "R2": {"id": "R2", "type": "req", "late": "1"}
      }
    }
  }
}"#;

    fn read(text: &str) -> Result<Imported, Unreadable> {
        import(text.as_bytes(), &ImportLimits::default())
    }

    #[test]
    fn needs_of_the_current_version_become_rows_by_type() {
        let imported = read(FILE).unwrap();
        let names: Vec<_> = imported.tables.iter().map(|table| (table.name.as_str(), table.rows.len())).collect();
        assert_eq!(names, [("req", 2), ("test", 1)]);
        let table = &imported.tables[0];
        let columns: Vec<_> = table.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(columns, ["id", "type", "links", "asil", "lineno", "open", "late"]);
        let row = &table.rows[0];
        let cells: Vec<_> = row.cells.iter().map(|cell| cell.as_ref().unwrap().text().unwrap()).collect();
        assert_eq!(cells, ["R1", "req", "R2; R3", "D", "7", "true"]);
        assert_eq!(row.spot, line(7));
        assert_eq!(row.cells[3].as_ref().unwrap().spot, line(10));
        assert_eq!(table.rows[1].spot, line(13));
        assert_eq!(imported.troubles, []);
    }

    #[test]
    fn a_missing_current_version_is_reported() {
        let imported = read(&FILE.replace("1.0,", "2.0,")).unwrap();
        assert_eq!(imported.tables.len(), 2);
        assert!(imported.troubles[0].message.contains("`2.0`"));
        assert!(read(r#"{"versions": {}}"#).is_err());
    }

    #[test]
    fn other_json_is_not_supported_and_broken_json_says_where() {
        assert_eq!(read("{}").unwrap_err().reason, "format not supported");
        assert_eq!(read("{\n\"versions\": {").unwrap_err().spot, line(2));
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
