//! Styles of Word documents: which paragraphs are headings and captions.

use rustc_hash::FxHashMap;

use super::xml::{Item, Tag, Xml};
use super::{Unreadable, decode};

/// What a style of paragraphs is.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub(super) is_heading: bool,
    pub(super) is_caption: bool,
    pub(super) based_on: Option<String>,
}

/// The styles by their identifiers, which depend on the language of Word;
/// their names do not.
pub(super) fn read(bytes: &[u8], depth: usize) -> Result<FxHashMap<String, Style>, Unreadable> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text, depth);
    let mut styles = FxHashMap::default();
    let mut open: Option<(String, Style)> = None;
    loop {
        match xml.next()? {
            Item::Open(tag) => match (tag.name(), &mut open) {
                ("style", open) => {
                    styles.extend(open.take());
                    *open = tag.attribute("styleId").map(|id| (id, Style::default()));
                }
                ("name", Some((_, style))) => {
                    let name = tag.attribute("val").unwrap_or_default().to_lowercase();
                    style.is_heading |= is_heading_name(&name);
                    style.is_caption |= name == "caption";
                }
                ("basedOn", Some((_, style))) => style.based_on = tag.attribute("val"),
                ("outlineLvl", Some((_, style))) => style.is_heading |= is_outlined(&tag),
                _ => {}
            },
            Item::End => {
                styles.extend(open.take());
                return Ok(styles);
            }
            Item::Text(_) | Item::Close => {}
        }
    }
}

pub(super) fn is_heading_name(name: &str) -> bool {
    name.starts_with("heading") || name == "title" || name == "subtitle"
}

/// Level 9 is that of body text.
pub(super) fn is_outlined(tag: &Tag<'_>) -> bool {
    tag.attribute("val").and_then(|level| level.parse::<u8>().ok()).is_some_and(|level| level < 9)
}
