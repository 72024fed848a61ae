//! Archives of requirements exchanges: several files and their attachments.

use std::sync::Arc;

use super::archive::Archive;
use super::reqif_model::Model;
use super::{ImportLimits, Imported, Unreadable, reqif};

/// Reads every `.reqif` file of an archive into one model: they may share
/// types and refer to each other's objects.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let mut archive = Archive::open(bytes, limits)?;
    let mut names: Vec<Arc<str>> = archive.names().filter(|name| is_reqif(name)).map(Arc::from).collect();
    names.sort();
    if names.is_empty() {
        return Err(Unreadable::new("there is no .reqif file in it"));
    }
    let mut model = Model::new(limits);
    for name in &names {
        let content = archive.read(name)?.unwrap_or_default();
        let shown = (names.len() > 1).then_some(name);
        reqif::read(&content, shown, &mut model, limits)
            .map_err(|error| Unreadable::at(error.spot, format!("`{name}`: {}", error.reason)))?;
    }
    model.finish()
}

/// True for a file of requirements; what macOS adds beside each file is none.
fn is_reqif(name: &str) -> bool {
    let is_junk = name.split('/').any(|part| part == "__MACOSX" || part.starts_with("._"));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !is_junk && ending.eq_ignore_ascii_case("reqif")
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::zip;
    use super::*;

    const TYPES: &str = "<REQ-IF><THE-HEADER><REQ-IF-HEADER/></THE-HEADER><SPEC-OBJECT-TYPE IDENTIFIER='t'/>\
        <SPEC-RELATION-TYPE IDENTIFIER='r' LONG-NAME='relation'/>";

    fn file(content: &str) -> String {
        format!("{TYPES}{content}</REQ-IF>")
    }

    fn object(id: &str) -> String {
        format!(
            "<SPEC-OBJECT IDENTIFIER='{id}'><TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF></TYPE></SPEC-OBJECT>"
        )
    }

    #[test]
    fn files_refer_to_each_other_and_junk_is_passed_over() {
        let link = "<SPEC-RELATION><SOURCE><SPEC-OBJECT-REF>b</SPEC-OBJECT-REF></SOURCE><TARGET><SPEC-OBJECT-REF>a\
            </SPEC-OBJECT-REF></TARGET><TYPE><SPEC-RELATION-TYPE-REF>r</SPEC-RELATION-TYPE-REF></TYPE></SPEC-RELATION>";
        let bytes = zip(&[
            ("__MACOSX/x/._one.reqif", b"\0\0junk"),
            ("x/y/two.reqif", file(&format!("{}{link}", object("b"))).as_bytes()),
            ("x/one.REQIF", file(&object("a")).as_bytes()),
            ("x/picture.png", b"\x89PNG"),
        ]);
        let imported = import(&bytes, &ImportLimits::default()).unwrap();
        assert_eq!(imported.troubles, []);
        let table = &imported.tables[0];
        let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["reqif file", "relation"]);
        assert_eq!(table.rows[1].cells[1].as_ref().unwrap().text(), Some("a"));
        assert_eq!(table.rows[1].cells[0].as_ref().unwrap().text(), Some("x/y/two.reqif"));
    }

    #[test]
    fn an_archive_without_requirements_or_with_broken_ones_is_unreadable() {
        let limits = ImportLimits::default();
        assert!(import(&zip(&[("a.txt", b"x")]), &limits).is_err());
        let broken = import(&zip(&[("a.reqif", b"<REQ-IF>")]), &limits).unwrap_err();
        assert!(broken.reason.starts_with("`a.reqif`: "), "{}", broken.reason);
    }
}
