//! Reads a file into its tags and texts and writes it again. It takes what is not
//! well-formed, too: a fault has to survive.

/// A part of a file.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// A start tag, or the tag of an empty element.
    Start(Tag),
    /// An end tag, by its name.
    End(String),
    /// Characters between tags.
    Text(String),
    /// The XML declaration, a comment, an instruction: as it stands.
    Other(String),
}

/// A start tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) name: String,
    /// Names and values; the values as written, without their quotes.
    pub(crate) attributes: Vec<(String, String)>,
    /// True for `<a/>`.
    pub(crate) is_empty: bool,
}

impl Tag {
    /// The value of the attribute `name`.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }
}

/// How a tag is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) quote: char,
    /// Before each attribute.
    pub(crate) before: &'static str,
    pub(crate) equals: &'static str,
    /// Before the end of the tag.
    pub(crate) end: &'static str,
}

/// As people write.
pub(crate) const PLAIN: Layout = Layout { quote: '"', before: " ", equals: "=", end: "" };

/// The parts of `text`, in order.
pub(crate) fn read(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = if rest.starts_with("<?") {
            other(rest, "?>")
        } else if rest.starts_with("<!--") {
            other(rest, "-->")
        } else if let Some(inside) = rest.strip_prefix("</") {
            let (name, after) = inside.split_once('>').expect("an end tag ends");
            (Part::End(name.trim().to_owned()), after)
        } else if let Some(inside) = rest.strip_prefix('<') {
            let (tag, after) = tag(inside);
            (Part::Start(tag), after)
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            (Part::Text(rest[..end].to_owned()), &rest[end..])
        };
        parts.push(part);
        rest = after;
    }
    parts
}

fn other<'t>(rest: &'t str, end: &str) -> (Part, &'t str) {
    let end = rest.find(end).expect("a declaration or comment ends") + end.len();
    (Part::Other(rest[..end].to_owned()), &rest[end..])
}

fn tag(inside: &str) -> (Tag, &str) {
    let end = inside.find(|c: char| c.is_whitespace() || c == '/' || c == '>').expect("a name ends");
    let mut tag = Tag { name: inside[..end].to_owned(), attributes: Vec::new(), is_empty: false };
    let mut rest = inside[end..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix("/>") {
            tag.is_empty = true;
            return (tag, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let (name, after) = rest.split_once("=\"").expect("an attribute has a value");
        let (value, after) = after.split_once('"').expect("a value ends");
        tag.attributes.push((name.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
}

/// The text of `parts`, its tags written as `layout` says.
pub(crate) fn write(parts: &[Part], layout: Layout) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::End(name) => text.extend(["</", name, ">"]),
            Part::Text(written) | Part::Other(written) => text.push_str(written),
            Part::Start(tag) => {
                text.extend(["<", &tag.name]);
                for (name, value) in &tag.attributes {
                    let quote = if value.contains(layout.quote) { '"' } else { layout.quote };
                    text.extend([layout.before, name, layout.equals]);
                    text.extend([quote]);
                    text.push_str(value);
                    text.push(quote);
                }
                text.push_str(layout.end);
                text.push_str(if tag.is_empty { "/>" } else { ">" });
            }
        }
    }
    text
}
