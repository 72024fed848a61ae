use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The document refers to an entity that is not in the file.
    ///
    /// ## Why it matters
    /// External entities and external document types are never fetched: a scenario
    /// must not read other files or the network behind your back. What the entity
    /// stands for is therefore unknown, and the input is not evaluable.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY entities SYSTEM "entities.xml"> ]>
    /// <OpenSCENARIO>&entities;</OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// Put the text into the file, or use catalogs, which are made for sharing.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.4.3; a decision of this tool.
    "input/external-entity" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::ExternalEntity { name, is_declared } = kind else { return Draft::default() };
    let what = if *is_declared { "is in another file" } else { "is not declared in this file, and other files are" };
    let tail = if *is_declared { ", which is not read" } else { " not read" };
    Draft::new(format!("entity {} {what}{tail}", quoted(name))).help("put its text into the file, or use a catalog")
}
