//! What office files say of themselves: title, author, date, version.

use super::archive::Archive;
use super::xml::{Item, Xml};
use super::{Trouble, Unreadable, decode, value};
use crate::dossier::record::{Spot, Value};

/// Our name for an element of the core properties of Office, or of the
/// metadata of Open Document.
fn known(element: &str) -> Option<&'static str> {
    Some(match element {
        "title" => "title",
        "creator" | "initial-creator" => "author",
        "lastModifiedBy" => "modified by",
        "created" | "creation-date" => "created",
        "modified" | "date" => "date",
        "revision" | "editing-cycles" => "revision",
        "version" => "version",
        "contentStatus" => "status",
        _ => return None,
    })
}

/// Reads the part called `name` of an office file. That it is missing or
/// broken spoils nothing but itself.
pub(super) fn read(
    archive: &mut Archive<'_>,
    name: &str,
    depth: usize,
    troubles: &mut Vec<Trouble>,
) -> Result<Vec<(String, Value)>, Unreadable> {
    let Some(bytes) = archive.read(name)? else { return Ok(Vec::new()) };
    parse(&bytes, depth).or_else(|error| {
        let message = format!("`{name}` cannot be read: {}", error.reason);
        troubles.push(Trouble { spot: Spot::Whole, message });
        Ok(Vec::new())
    })
}

fn parse(bytes: &[u8], depth: usize) -> Result<Vec<(String, Value)>, Unreadable> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text, depth);
    let mut found: Vec<(String, Value)> = Vec::new();
    let (mut open, mut content) = (None, String::new());
    loop {
        match xml.next()? {
            Item::Open(tag) => {
                // Open Document calls its last author creator, too.
                let is_taken = |name: &str| found.iter().any(|(known, _)| known == name);
                open = known(tag.name()).filter(|name| !is_taken(name));
                content.clear();
            }
            Item::Text(text) => content.push_str(&text),
            Item::Close => {
                if let (Some(name), Some(value)) = (open.take(), value(&content, Spot::Whole)) {
                    found.push((name.to_owned(), value));
                }
            }
            Item::End => return Ok(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_properties_are_named_alike() {
        let xml = "<cp:coreProperties xmlns:cp='a' xmlns:dc='b'><dc:title>HARA</dc:title><dc:creator>A</dc:creator>\
            <cp:revision>3</cp:revision><x>y</x></cp:coreProperties>";
        let found = parse(xml.as_bytes(), 10).unwrap();
        let found: Vec<_> = found.iter().map(|(name, value)| (&**name, value.text().unwrap())).collect();
        assert_eq!(found, [("title", "HARA"), ("author", "A"), ("revision", "3")]);
    }
}
