//! Values that a file states by itself.

use std::borrow::Cow;

use crate::openscenario::decimal;
use crate::rules::Document;
use crate::xml::NodeId;

/// A value that is known: one by parameter in a catalog may be assigned by whoever uses it.
#[inline]
pub(super) fn stated<'d>(document: &Document<'d>, element: NodeId, name: &str) -> Option<Cow<'d, str>> {
    let written = document.text(element, name)?;
    let is_assigned = written.starts_with('$') && document.around(element, "Catalog").is_some();
    if is_assigned { None } else { document.known(element, name) }
}

/// The same as a number; an open end is none.
#[inline]
pub(super) fn stated_number(document: &Document<'_>, element: NodeId, name: &str) -> Option<f64> {
    decimal(&stated(document, element, name)?)
}
