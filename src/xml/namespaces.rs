//! Namespace bindings and what they forbid.

use crate::source::{Budget, Span};

use super::chars::is_nc_name;
use super::fault::FaultKind;
use super::parse::Parser;
use super::tree::AttributeNamespace;
use super::vocabulary::NameId;

const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";
const XSI_URI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The bindings in scope, innermost last.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    bindings: Vec<Binding>,
}

#[derive(Debug)]
struct Binding {
    /// Empty for the default namespace.
    prefix: String,
    uri: String,
    /// Number of elements open around the one that declares it.
    depth: usize,
    span: Span,
}

impl Namespaces {
    /// Drops the bindings of the element at `depth`, which has just closed.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth >= depth) {
            self.bindings.pop();
        }
    }

    fn find(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "xml" => Some(XML_URI),
            _ => {
                let binding = self.bindings.iter().rev().find(|binding| binding.prefix == prefix)?;
                (!binding.uri.is_empty()).then_some(&binding.uri)
            }
        }
    }
}

impl Parser<'_> {
    /// Binds what `xmlns="…"` or `xmlns:p="…"` declares on the tag being read.
    pub(super) fn declare_namespace(&mut self, attribute: &str, uri: &str, span: Span) {
        let prefix = attribute.strip_prefix("xmlns:").unwrap_or_default();
        if let Some(expected) = forbidden(attribute, prefix, uri) {
            self.fault(FaultKind::BadNamespace { expected }, span);
            return;
        }
        let depth = self.open.len();
        let on_this_tag = self.namespaces.bindings.iter().rev().take_while(|binding| binding.depth == depth);
        if let Some(first) =
            on_this_tag.into_iter().find(|binding| binding.prefix == prefix).map(|binding| binding.span)
        {
            let kind = FaultKind::DuplicateAttribute { name: attribute.to_owned(), other: None };
            self.fault_with(kind, span, Some(first));
            return;
        }
        let binding = Binding { prefix: prefix.to_owned(), uri: uri.to_owned(), depth, span };
        self.namespaces.bindings.push(binding);
        if self.namespaces.bindings.len() > self.limits.namespaces {
            self.over_budget(Budget::Namespaces, self.limits.namespaces, span);
        }
    }

    /// True if the element is in no namespace; reports an undeclared prefix.
    pub(super) fn resolve_element(&mut self, id: NameId, name: &str, span: Span) -> bool {
        // No name of the vocabulary has a prefix.
        if self.tree.names.is_known(id) {
            return self.namespaces.find("").is_none();
        }
        match name.split_once(':') {
            None => self.namespaces.find("").is_none(),
            Some((prefix, local)) => {
                self.check_qualified(prefix, local, span);
                false
            }
        }
    }

    /// Sets the namespace of the attributes from `first` on.
    pub(super) fn resolve_attributes(&mut self, first: usize) {
        for at in first..self.tree.attributes.len() {
            let attribute = &self.tree.attributes[at];
            // No name of the vocabulary has a prefix.
            if self.tree.names.is_known(attribute.name) {
                continue;
            }
            let (span, name) = (attribute.name_span, self.tree.name_of(attribute.name));
            if let Some((prefix, local)) = name.split_once(':') {
                let (prefix, local) = (prefix.to_owned(), local.to_owned());
                self.check_qualified(&prefix, &local, span);
                let namespace = match self.namespaces.find(&prefix) {
                    Some(XSI_URI) => AttributeNamespace::SchemaInstance,
                    _ => AttributeNamespace::Other,
                };
                self.tree.attributes[at].namespace = namespace;
            }
        }
    }

    fn check_qualified(&mut self, prefix: &str, local: &str, span: Span) {
        if !is_nc_name(prefix) || !is_nc_name(local) {
            let expected = "a name with at most one colon, and a name on each side of it";
            self.fault(FaultKind::BadNamespace { expected }, span);
        } else if prefix == "xmlns" {
            let expected = "a prefix other than the reserved `xmlns`";
            self.fault(FaultKind::BadNamespace { expected }, span);
        } else if self.namespaces.find(prefix).is_none() {
            self.fault(FaultKind::UndeclaredPrefix { prefix: prefix.to_owned() }, span);
        }
    }

    /// Attributes of different prefix that mean the same name.
    pub(super) fn check_expanded_duplicates(&mut self, first: usize) {
        let expanded = |at: usize| {
            let attribute = &self.tree.attributes[at];
            let name = self.tree.name_of(attribute.name);
            let (prefix, local) = name.split_once(':')?;
            Some((self.namespaces.find(prefix)?, local, name))
        };
        let qualified = |at: &usize| self.tree.attributes[*at].namespace != AttributeNamespace::None;
        let candidates: Vec<usize> = (first..self.tree.attributes.len()).filter(qualified).collect();
        let mut seen = std::collections::BTreeMap::new();
        let mut found = None;
        for &at in &candidates {
            let Some((uri, local, name)) = expanded(at) else { continue };
            match seen.insert((uri, local), (at, name)) {
                Some((one, other)) if other != name => {
                    found = Some((one, at, other.to_owned()));
                    break;
                }
                _ => {}
            }
        }
        if let Some((one, two, other)) = found {
            self.report_duplicate(one, two, Some(other));
        }
    }
}

/// What a namespace declaration should have been, if it is not allowed.
fn forbidden(attribute: &str, prefix: &str, uri: &str) -> Option<&'static str> {
    let is_default = attribute == "xmlns";
    if !is_default && !is_nc_name(prefix) {
        return Some("a prefix without colon after `xmlns:`");
    }
    match prefix {
        "xml" if uri != XML_URI => Some("the prefix `xml` bound to its own namespace only"),
        "xmlns" => Some("a prefix other than the reserved `xmlns`"),
        _ if prefix != "xml" && uri == XML_URI => Some("the namespace of `xml` bound to no other prefix"),
        _ if uri == XMLNS_URI => Some("a namespace other than the one reserved for `xmlns`"),
        _ if !is_default && uri.is_empty() => Some("a namespace name for the prefix"),
        _ => None,
    }
}
