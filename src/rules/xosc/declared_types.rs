//! Values beside a declaration, and the type that it states.

use crate::openscenario::parameter_type_admits;
use crate::rules::{Document, Draft, Hit, quoted};
use crate::xml::NodeId;

/// The name and the type of the parameter or variable that `element` refers to by
/// `parameterRef` or `variableRef`, as far as this file declares it.
pub(super) fn declared<'d>(document: &Document<'d>, element: NodeId) -> Option<(&'d str, &'d str)> {
    if let Some(name) = document.text(element, "parameterRef") {
        let parameter = document.scenario?.parameter(element, name)?;
        return Some((parameter.name, parameter.type_name));
    }
    let name = document.text(element, "variableRef")?;
    Some((name, document.text(document.variable(name)?, "variableType")?))
}

/// A finding if the value that `holder` has for what `element` refers to is of
/// another type than that.
pub(super) fn mistyped(document: &Document<'_>, element: NodeId, holder: NodeId) -> Option<Hit> {
    let (name, of_type) = declared(document, element)?;
    let value = document.known(holder, "value")?;
    // An empty value is how some files say that there is nothing to compare with.
    if value.is_empty() || parameter_type_admits(of_type, &value)? {
        return None;
    }
    let message = format!("{} is no value for {} of type {of_type}", quoted(&value), quoted(name));
    let draft = Draft::new(message).help("correct the value, or declare the type that it has");
    Some(Hit { draft, at: document.value_at(holder, "value")?, related: None })
}
