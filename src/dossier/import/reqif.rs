//! Requirements Interchange Format: XML to types, objects and relations.
//!
//! Tolerant in what tools do differently: a header may be missing, references
//! may dangle, types may lie in another file. What the parts mean together is
//! told by [`Model`].

use std::sync::Arc;

use super::reqif_model::{Attribute, Model, Object, ObjectType, RawValue, Relation};
use super::reqif_text::Rich;
use super::xml::{Item, Tag, Xml};
use super::{ImportLimits, Imported, Unreadable, decode, value};
use crate::dossier::record::Spot;

/// Reads one file.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let mut model = Model::new(limits);
    read(bytes, None, &mut model, limits)?;
    model.finish()
}

/// Reads one file into `model`; `file` is its name within an archive.
pub(super) fn read(
    bytes: &[u8],
    file: Option<&Arc<str>>,
    model: &mut Model,
    limits: &ImportLimits,
) -> Result<(), Unreadable> {
    let text = decode(bytes)?;
    let mut xml = Xml::new(&text, limits.depth);
    let mut reader = Parser::new(model, file.cloned());
    loop {
        match xml.next()? {
            Item::Open(tag) => reader.open(&tag)?,
            Item::Text(text) => reader.text(&text),
            Item::Close => reader.close(),
            Item::End => break,
        }
    }
    if !reader.has_header {
        reader.model.trouble(Spot::Whole, "there is no REQ-IF-HEADER".to_owned());
    }
    Ok(())
}

struct Parser<'m> {
    model: &'m mut Model,
    file: Option<Arc<str>>,
    has_header: bool,
    /// The names of the open elements.
    path: Vec<Box<str>>,
    /// Text since the last start tag.
    text: String,
    of_type: Option<ObjectType>,
    attribute: Option<Attribute>,
    object: Option<Object>,
    relation: Option<Relation>,
    value: Option<RawValue>,
    rich: Option<Rich>,
    /// The open levels of a hierarchy, by their number in the model.
    levels: Vec<usize>,
}

impl<'m> Parser<'m> {
    fn new(model: &'m mut Model, file: Option<Arc<str>>) -> Parser<'m> {
        Parser {
            model,
            file,
            has_header: false,
            path: Vec::new(),
            text: String::new(),
            of_type: None,
            attribute: None,
            object: None,
            relation: None,
            value: None,
            rich: None,
            levels: Vec::new(),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), Unreadable> {
        let name = tag.name();
        if self.path.is_empty() && name != "REQ-IF" {
            return Err(Unreadable::at(tag.spot, format!("no ReqIF: the root element is `{name}`")));
        }
        self.path.push(Box::from(name));
        self.text.clear();
        if let Some(rich) = &mut self.rich {
            rich.open(name, self.path.len());
            return Ok(());
        }
        let id = || Arc::from(tag.attribute("IDENTIFIER").unwrap_or_default());
        let long_name = || tag.attribute("LONG-NAME").filter(|name| !name.trim().is_empty());
        match name {
            "REQ-IF-HEADER" => self.has_header = true,
            "ENUM-VALUE" => {
                let id: Arc<str> = id();
                let shown = long_name().map_or_else(|| id.clone(), Arc::from);
                self.model.enum_value(id, shown);
            }
            "SPEC-OBJECT-TYPE" => self.of_type = Some(ObjectType::new(id(), long_name())),
            "SPEC-RELATION-TYPE" => self.model.relation_type(id(), long_name()),
            "SPEC-OBJECT" => self.object = Some(Object::new(id(), tag.spot, self.file.clone())),
            "SPEC-RELATION" => self.relation = Some(Relation::new(tag.spot)),
            "SPEC-HIERARCHY" => {
                let level = self.model.level(self.levels.last().copied(), tag.spot);
                self.levels.push(level);
            }
            "THE-VALUE" if self.value.is_some() => {
                self.rich = Some(Rich::new(self.path.len()));
            }
            _ if name.starts_with("ATTRIBUTE-DEFINITION-") && !name.ends_with("-REF") && self.of_type.is_some() => {
                self.attribute = Some(Attribute::new(id(), long_name(), tag.spot));
            }
            _ if name.starts_with("ATTRIBUTE-VALUE-") => {
                self.value = Some(RawValue::new(tag.attribute("THE-VALUE"), tag.spot));
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match &mut self.rich {
            Some(rich) => rich.push(text),
            None => self.text.push_str(text),
        }
    }

    fn close(&mut self) {
        let depth = self.path.len();
        let Some(name) = self.path.pop() else { return };
        if let Some(rich) = self.rich.as_mut().filter(|rich| rich.depth != depth) {
            rich.close(&name, depth);
            return;
        }
        let text = std::mem::take(&mut self.text);
        let reference = || Arc::from(text.trim());
        match &*name {
            "THE-VALUE" => {
                if let (Some(rich), Some(value)) = (self.rich.take(), &mut self.value) {
                    value.text = Some(rich.text);
                }
            }
            "SPEC-OBJECT-TYPE-REF" => {
                if let Some(object) = &mut self.object {
                    object.of_type = Some(reference());
                }
            }
            "SPEC-RELATION-TYPE-REF" => {
                if let Some(relation) = &mut self.relation {
                    relation.of_type = Some(reference());
                }
            }
            "SPEC-OBJECT-REF" => self.object_reference(reference()),
            "ENUM-VALUE-REF" => {
                if let Some(value) = &mut self.value {
                    value.choices.push(reference());
                }
            }
            "SPEC-OBJECT-TYPE" => self.of_type.take().into_iter().for_each(|of_type| self.model.object_type(of_type)),
            "SPEC-OBJECT" => self.object.take().into_iter().for_each(|object| self.model.object(object)),
            "SPEC-RELATION" => self.relation.take().into_iter().for_each(|relation| self.model.relation(relation)),
            "SPEC-HIERARCHY" => {
                self.levels.pop();
            }
            name if name.starts_with("ATTRIBUTE-DEFINITION-") => self.close_definition(name, &text),
            name if name.starts_with("ATTRIBUTE-VALUE-") => self.close_value(),
            name => self.close_header(name, &text),
        }
    }

    /// A reference to an object: which, its parent element tells.
    fn object_reference(&mut self, id: Arc<str>) {
        match (self.path.last().map(|name| &**name), &mut self.relation) {
            (Some("SOURCE"), Some(relation)) => relation.source = Some(id),
            (Some("TARGET"), Some(relation)) => relation.target = Some(id),
            (Some("OBJECT"), _) => {
                if let Some(level) = self.levels.last() {
                    self.model.level_object(*level, id);
                }
            }
            _ => {}
        }
    }

    fn close_definition(&mut self, name: &str, text: &str) {
        if name.ends_with("-REF") {
            if let Some(value) = &mut self.value {
                value.definition = Some(Arc::from(text.trim()));
            }
        } else if let (Some(attribute), Some(of_type)) = (self.attribute.take(), &mut self.of_type) {
            of_type.attributes.push(attribute);
        }
    }

    fn close_value(&mut self) {
        let Some(value) = self.value.take() else { return };
        if let Some(attribute) = &mut self.attribute {
            attribute.default = Some(value);
        } else if let Some(object) = &mut self.object {
            object.values.push(value);
        }
    }

    fn close_header(&mut self, name: &str, text: &str) {
        if self.path.last().map(|name| &**name) != Some("REQ-IF-HEADER") {
            return;
        }
        let ours = match name {
            "TITLE" => "title",
            "CREATION-TIME" => "date",
            "SOURCE-TOOL-ID" => "tool",
            "COMMENT" => "comment",
            _ => return,
        };
        if let Some(value) = value(text, Spot::Whole) {
            self.model.property(ours, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::import::RawTable;
    use crate::dossier::record::{Content, Value};

    fn reqif(content: &str) -> String {
        format!(
            "<REQ-IF xmlns='r' xmlns:xhtml='x'>\n<THE-HEADER><REQ-IF-HEADER IDENTIFIER='h'><TITLE>T</TITLE></REQ-IF-HEADER>\
            </THE-HEADER><CORE-CONTENT><REQ-IF-CONTENT>\n{content}</REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>"
        )
    }

    const TYPES: &str = "<DATATYPES><DATATYPE-DEFINITION-ENUMERATION IDENTIFIER='d'><SPECIFIED-VALUES>\
        <ENUM-VALUE IDENTIFIER='e1' LONG-NAME='ASIL D'/><ENUM-VALUE IDENTIFIER='e2'/></SPECIFIED-VALUES>\
        </DATATYPE-DEFINITION-ENUMERATION></DATATYPES><SPEC-TYPES>\
        <SPEC-OBJECT-TYPE IDENTIFIER='t' LONG-NAME='Requirement'><SPEC-ATTRIBUTES>\
        <ATTRIBUTE-DEFINITION-STRING IDENTIFIER='a0' LONG-NAME='ReqIF.ForeignID'/>\
        <ATTRIBUTE-DEFINITION-ENUMERATION IDENTIFIER='a1' LONG-NAME='ASIL'/>\
        <ATTRIBUTE-DEFINITION-XHTML IDENTIFIER='a2' LONG-NAME='Text'/>\
        <ATTRIBUTE-DEFINITION-STRING IDENTIFIER='a3' LONG-NAME='Status'><DEFAULT-VALUE><ATTRIBUTE-VALUE-STRING \
        THE-VALUE='draft'><DEFINITION><ATTRIBUTE-DEFINITION-STRING-REF>a3</ATTRIBUTE-DEFINITION-STRING-REF>\
        </DEFINITION></ATTRIBUTE-VALUE-STRING></DEFAULT-VALUE></ATTRIBUTE-DEFINITION-STRING>\
        </SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE><SPEC-RELATION-TYPE IDENTIFIER='r' LONG-NAME='derived from'/>\
        </SPEC-TYPES>";

    fn value(kind: &str, definition: &str, content: &str) -> String {
        let (attribute, inner) =
            if content.starts_with('<') { (String::new(), content) } else { (format!(" THE-VALUE='{content}'"), "") };
        format!(
            "<ATTRIBUTE-VALUE-{kind}{attribute}><DEFINITION><ATTRIBUTE-DEFINITION-{kind}-REF>{definition}\
            </ATTRIBUTE-DEFINITION-{kind}-REF></DEFINITION>{inner}</ATTRIBUTE-VALUE-{kind}>"
        )
    }

    fn object(id: &str, values: &[String]) -> String {
        format!(
            "<SPEC-OBJECT IDENTIFIER='{id}'><VALUES>{}</VALUES><TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF>\
            </TYPE></SPEC-OBJECT>\n",
            values.concat()
        )
    }

    fn relation(source: &str, target: &str) -> String {
        format!(
            "<SPEC-RELATION IDENTIFIER='x'><SOURCE><SPEC-OBJECT-REF>{source}</SPEC-OBJECT-REF></SOURCE><TARGET>\
            <SPEC-OBJECT-REF>{target}</SPEC-OBJECT-REF></TARGET><TYPE><SPEC-RELATION-TYPE-REF>r\
            </SPEC-RELATION-TYPE-REF></TYPE></SPEC-RELATION>"
        )
    }

    fn read(content: &str) -> Imported {
        import(reqif(content).as_bytes(), &ImportLimits::default()).unwrap()
    }

    fn cell<'t>(table: &'t RawTable, row: usize, column: &str) -> Option<&'t Value> {
        let at = table.columns.iter().position(|known| &*known.name == column)?;
        table.rows[row].cells.get(at)?.as_ref()
    }

    fn sample() -> String {
        let rich = "<THE-VALUE><xhtml:div>The <xhtml:b>item</xhtml:b>\n shall<xhtml:del> not</xhtml:del><xhtml:br/>\
            brake<xhtml:p>now</xhtml:p></xhtml:div></THE-VALUE><THE-ORIGINAL-VALUE><xhtml:div>old</xhtml:div>\
            </THE-ORIGINAL-VALUE>";
        let asil = |id: &str| format!("<VALUES><ENUM-VALUE-REF>{id}</ENUM-VALUE-REF></VALUES>");
        let objects = [
            object(
                "o1",
                &[value("STRING", "a0", "REQ-1"), value("ENUMERATION", "a1", &asil("e1")), value("XHTML", "a2", rich)],
            ),
            object("o2", &[value("STRING", "a0", "REQ-2"), value("ENUMERATION", "a1", &asil("nowhere"))]),
            object("o3", &[value("STRING", "a3", "released")]),
        ];
        let relations = [relation("o2", "o1"), relation("o2", "o3"), relation("o2", "gone")];
        let level = |object: &str, children: &str| {
            format!(
                "<SPEC-HIERARCHY><CHILDREN>{children}</CHILDREN><OBJECT><SPEC-OBJECT-REF>{object}</SPEC-OBJECT-REF>\
                </OBJECT></SPEC-HIERARCHY>"
            )
        };
        format!(
            "{TYPES}<SPEC-OBJECTS>{}</SPEC-OBJECTS><SPEC-RELATIONS>{}</SPEC-RELATIONS><SPECIFICATIONS><SPECIFICATION \
            IDENTIFIER='s'><CHILDREN>{}</CHILDREN></SPECIFICATION></SPECIFICATIONS>",
            objects.concat(),
            relations.concat(),
            level("o1", &level("o2", ""))
        )
    }

    #[test]
    fn objects_become_rows_with_their_human_ids() {
        let imported = read(&sample());
        assert_eq!(imported.properties[0].1.text(), Some("T"));
        let table = &imported.tables[0];
        assert_eq!(table.name, "Requirement");
        let ids: Vec<_> = table.rows.iter().map(|row| row.id.as_deref().unwrap()).collect();
        assert_eq!(ids, ["REQ-1", "REQ-2", "o3"]);
        assert_eq!(cell(table, 0, "ASIL").unwrap().text(), Some("ASIL D"));
        assert_eq!(cell(table, 0, "Text").unwrap().text(), Some("The item shall\nbrake\nnow"));
        assert_eq!(table.rows[1].spot, Spot::Line { line: 5, column: 0 });
        let unknown = &cell(table, 1, "ASIL").unwrap().content;
        assert!(matches!(unknown, Content::Unreadable(reason) if reason.contains("nowhere")));
    }

    #[test]
    fn what_is_not_set_has_its_default_and_its_place() {
        let imported = read(&sample());
        let table = &imported.tables[0];
        let default = cell(table, 0, "Status").unwrap();
        assert_eq!((default.text(), default.spot), (Some("draft"), Spot::Line { line: 3, column: 0 }));
        assert_eq!(cell(table, 2, "Status").unwrap().text(), Some("released"));
    }

    #[test]
    fn relations_and_nesting_become_columns_and_dangling_ones_troubles() {
        let imported = read(&sample());
        let table = &imported.tables[0];
        assert_eq!(cell(table, 1, "derived from").unwrap().text(), Some("REQ-1; o3"));
        assert_eq!(cell(table, 1, "parent object").unwrap().text(), Some("REQ-1"));
        assert_eq!(imported.troubles.len(), 1);
        assert!(imported.troubles[0].message.contains("`gone`"));
    }

    #[test]
    fn a_fragment_without_header_and_types_is_read() {
        let text =
            format!("<REQ-IF><SPEC-OBJECTS>{}</SPEC-OBJECTS></REQ-IF>", object("o1", &[value("STRING", "a9", "x")]));
        let imported = import(text.as_bytes(), &ImportLimits::default()).unwrap();
        assert_eq!(cell(&imported.tables[0], 0, "a9").unwrap().text(), Some("x"));
        assert!(imported.troubles.len() >= 2, "{:?}", imported.troubles);
    }

    #[test]
    fn what_is_no_reqif_is_unreadable() {
        let limits = ImportLimits::default();
        for text in ["<a/>", "", "<REQ-IF>", "<!DOCTYPE REQ-IF><REQ-IF/>", "<REQ-IF>&x;</REQ-IF>"] {
            assert!(import(text.as_bytes(), &limits).is_err(), "{text}");
        }
    }
}
