//! Values that a file states by itself.

use std::borrow::Cow;

use crate::rules::Document;
use crate::xml::NodeId;

/// A value that is known: one by parameter in a catalog may be assigned by whoever uses it.
pub(super) fn stated<'d>(document: &Document<'d>, element: NodeId, name: &str) -> Option<Cow<'d, str>> {
    let written = document.text(element, name)?;
    let is_assigned = written.starts_with('$') && document.around(element, "Catalog").is_some();
    document.known(element, name).filter(|_| !is_assigned)
}

/// The same as a number; an open end is none.
pub(super) fn stated_number(document: &Document<'_>, element: NodeId, name: &str) -> Option<f64> {
    stated(document, element, name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}
