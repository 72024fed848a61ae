//! Ways to write the same file differently: nothing that is found may depend on them.

use std::collections::BTreeSet;

use super::markup::{Layout, PLAIN, Part, Tag, read, write};

/// A way to write a file differently; `None` if there is nothing to do in this one.
pub(crate) type Rewriting = fn(&str) -> Option<String>;

/// Rewritings that go well together, with their names, and how the text becomes bytes.
pub(crate) struct Bundle {
    pub(crate) steps: [(&'static str, Rewriting); 3],
    pub(crate) encoding: Encoding,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
    Utf16BigEndian,
}

/// All rewritings.
pub(crate) const BUNDLES: [Bundle; 6] = [
    Bundle {
        steps: [
            ("attributes in reverse order", attributes_reversed),
            ("comments and instructions", comments),
            ("carriage returns and line feeds", |text| changed(text, text.replace('\n', "\r\n"))),
        ],
        encoding: Encoding::Utf16LittleEndian,
    },
    Bundle {
        steps: [
            ("text as character data", character_data),
            ("single quotes", |text| laid_out(text, Layout { quote: '\'', ..PLAIN })),
            ("declaration without encoding", |text| changed(text, text.replacen(ENCODING, "", 1))),
        ],
        encoding: Encoding::Utf8WithMark,
    },
    Bundle {
        steps: [
            ("no indentation", no_indentation),
            ("empty elements with two tags", two_tags),
            ("defaults spelled out", defaults_spelled_out),
        ],
        encoding: Encoding::Utf8,
    },
    Bundle {
        steps: [
            ("empty elements with one tag", one_tag),
            ("parameters in reverse order", parameters_reversed),
            ("white space in tags", |text| laid_out(text, Layout { before: "\n\t", equals: " = ", end: " ", ..PLAIN })),
        ],
        encoding: Encoding::Utf16BigEndian,
    },
    Bundle {
        steps: [
            ("schema named", schema_named),
            ("numbers with exponents", numbers_with_exponents),
            ("character references", character_references),
        ],
        encoding: Encoding::Utf8,
    },
    Bundle {
        steps: [
            ("entities renamed", entities_renamed),
            ("literals in parameters", literals_in_parameters),
            ("no declaration, carriage returns", |text| Some(text.split_once("?>\n")?.1.replace('\n', "\r"))),
        ],
        encoding: Encoding::Utf8,
    },
];

impl Encoding {
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        let utf16 = |bytes: fn(u16) -> [u8; 2]| {
            let text = text.replacen("UTF-8", "UTF-16", 1);
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        match self {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf8WithMark => format!("\u{FEFF}{text}").into_bytes(),
            Encoding::Utf16LittleEndian => utf16(u16::to_le_bytes),
            Encoding::Utf16BigEndian => utf16(u16::to_be_bytes),
        }
    }
}

const ENCODING: &str = " encoding=\"UTF-8\"";

/// Attributes that are numbers in all editions: element, attribute.
const NUMBERS: [(&str, &str); 13] = [
    ("AbsoluteTargetSpeed", "value"),
    ("Dimensions", "length"),
    ("Dimensions", "width"),
    ("Fog", "visualRange"),
    ("FrontAxle", "maxSteering"),
    ("LaneChangeActionDynamics", "value"),
    ("LanePosition", "offset"),
    ("LanePosition", "s"),
    ("Phase", "duration"),
    ("SimulationTimeCondition", "value"),
    ("SpeedActionDynamics", "value"),
    ("Weather", "temperature"),
    ("WorldPosition", "x"),
];

/// What the standard says that a missing attribute means: element, attribute, value.
const DEFAULTS: [(&str, &str, &str); 5] = [
    ("Event", "maximumExecutionCount", "1"),
    ("LanePosition", "offset", "0"),
    ("RelativeLanePosition", "offset", "0"),
    ("WorldPosition", "h", "0"),
    ("WorldPosition", "z", "0"),
];

fn changed(old: &str, new: String) -> Option<String> {
    (new != old).then_some(new)
}

fn laid_out(text: &str, layout: Layout) -> Option<String> {
    changed(text, write(&read(text), layout))
}

/// The file with each start tag changed by `change`.
fn with_tags(text: &str, change: impl FnMut(&mut Tag)) -> Option<String> {
    let mut parts = read(text);
    tags(&mut parts).for_each(change);
    changed(text, write(&parts, PLAIN))
}

fn tags(parts: &mut [Part]) -> impl Iterator<Item = &mut Tag> {
    parts.iter_mut().filter_map(|part| match part {
        Part::Start(tag) => Some(tag),
        _ => None,
    })
}

fn attributes_reversed(text: &str) -> Option<String> {
    with_tags(text, |tag| tag.attributes.reverse())
}

/// The file with each part replaced by what `change` makes of it.
fn with_parts(text: &str, change: impl FnMut(Part) -> Vec<Part>) -> Option<String> {
    let parts: Vec<Part> = read(text).into_iter().flat_map(change).collect();
    changed(text, write(&parts, PLAIN))
}

fn comments(text: &str) -> Option<String> {
    let note = || Part::Other("<!-- <Entities> & \"$none\" --><?editor fold?>".to_owned());
    with_parts(text, |part| match part {
        Part::Start(_) | Part::End(_) => vec![note(), part],
        _ => vec![part],
    })
}

fn character_data(text: &str) -> Option<String> {
    with_parts(text, |part| match part {
        Part::Text(text) if !text.trim().is_empty() => vec![Part::Other(format!("<![CDATA[{text}]]>"))],
        _ => vec![part],
    })
}

fn no_indentation(text: &str) -> Option<String> {
    with_parts(text, |part| match part {
        Part::Text(text) if text.trim().is_empty() => Vec::new(),
        _ => vec![part],
    })
}

fn two_tags(text: &str) -> Option<String> {
    with_parts(text, |part| match part {
        Part::Start(tag) if tag.is_empty => {
            let end = Part::End(tag.name.clone());
            vec![Part::Start(Tag { is_empty: false, ..tag }), end]
        }
        _ => vec![part],
    })
}

fn one_tag(text: &str) -> Option<String> {
    let mut parts = read(text);
    let is_blank = |part: &Part| matches!(part, Part::Text(text) if text.trim().is_empty());
    let mut at = 0;
    while at < parts.len() {
        let end = at + 1 + usize::from(parts.get(at + 1).is_some_and(is_blank));
        let closes = match (&parts[at], parts.get(end)) {
            (Part::Start(tag), Some(Part::End(name))) => !tag.is_empty && tag.name == *name,
            _ => false,
        };
        if closes {
            parts.drain(at + 1..=end);
            tags(&mut parts[at..=at]).for_each(|tag| tag.is_empty = true);
        }
        at += 1;
    }
    changed(text, write(&parts, PLAIN))
}

fn character_references(text: &str) -> Option<String> {
    let written = |(at, c): (usize, char)| match at % 3 {
        0 => format!("&#x{:X};", u32::from(c)),
        1 => format!("&#{};", u32::from(c)),
        _ => c.to_string(),
    };
    with_tags(text, |tag| {
        // What is not well-formed has to stay so.
        for (_, value) in tag.attributes.iter_mut().filter(|(_, value)| !value.contains(['&', '<'])) {
            *value = value.chars().enumerate().map(written).collect();
        }
    })
}

fn schema_named(text: &str) -> Option<String> {
    let mut attributes = vec![
        ("xmlns:xsi".to_owned(), "http://www.w3.org/2001/XMLSchema-instance".to_owned()),
        ("xsi:noNamespaceSchemaLocation".to_owned(), "OpenSCENARIO.xsd".to_owned()),
    ];
    with_tags(text, |tag| tag.attributes.append(&mut attributes))
}

fn entities_renamed(text: &str) -> Option<String> {
    let mut names = BTreeSet::new();
    for part in read(text) {
        let Part::Start(tag) = part else { continue };
        if matches!(tag.name.as_str(), "ScenarioObject" | "EntitySelection") {
            names.extend(tag.value("name").map(str::to_owned));
        }
    }
    with_tags(text, |tag| {
        for (_, value) in tag.attributes.iter_mut().filter(|(_, value)| names.contains(value)) {
            value.push_str("Renamed");
        }
    })
}

/// True for an attribute that is a number, and written as one.
fn is_number(element: &str, attribute: &str, value: &str) -> bool {
    NUMBERS.contains(&(element, attribute)) && value.parse::<f64>().is_ok()
}

fn literals_in_parameters(text: &str) -> Option<String> {
    let mut parts = read(text);
    let mut declared = Vec::new();
    for tag in tags(&mut parts) {
        for (name, value) in &mut tag.attributes {
            if is_number(&tag.name, name, value) {
                let parameter = format!("moved{}", declared.len());
                let literal = std::mem::replace(value, format!("${parameter}"));
                let attributes = [("name", parameter), ("parameterType", "double".to_owned()), ("value", literal)];
                let attributes = attributes.map(|(name, value)| (name.to_owned(), value)).to_vec();
                declared.push(Part::Start(Tag { name: "ParameterDeclaration".to_owned(), attributes, is_empty: true }));
            }
        }
    }
    // Those of an entry of a catalog count in that entry only.
    let opens = |part: &Part| matches!(part, Part::Start(tag) if tag.name == "ParameterDeclarations");
    let opens_catalog = |part: &Part| matches!(part, Part::Start(tag) if tag.name == "Catalog");
    let at = parts.iter().position(opens).filter(|_| !parts.iter().any(opens_catalog))?;
    parts.splice(at + 1..at + 1, declared);
    changed(text, write(&parts, PLAIN))
}

fn numbers_with_exponents(text: &str) -> Option<String> {
    with_tags(text, |tag| {
        for (name, value) in &mut tag.attributes {
            if is_number(&tag.name, name, value) {
                value.push_str("E0");
            }
        }
    })
}

fn defaults_spelled_out(text: &str) -> Option<String> {
    with_tags(text, |tag| {
        for (_, attribute, value) in DEFAULTS.iter().filter(|(element, ..)| tag.name == *element) {
            if tag.value(attribute).is_none() {
                tag.attributes.push((attribute.to_string(), value.to_string()));
            }
        }
    })
}

/// The declarations of the first list in reverse order, where none has content.
fn parameters_reversed(text: &str) -> Option<String> {
    let mut parts = read(text);
    let list = |part: &Part| matches!(part, Part::Start(tag) if tag.name == "ParameterDeclarations");
    let first = parts.iter().position(list)? + 1;
    let length = parts[first..].iter().position(|part| matches!(part, Part::End(_)))?;
    let inside = &mut parts[first..first + length];
    let all_empty = inside.iter().all(|part| !matches!(part, Part::Start(tag) if !tag.is_empty));
    all_empty.then(|| inside.reverse())?;
    changed(text, write(&parts, PLAIN))
}
