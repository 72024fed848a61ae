//! XML 1.0 with namespaces: complete well-formedness, spans, a flat tree.
//!
//! Tags and text are split here, other markup by quick-xml; everything that makes
//! a document well-formed beyond that split is checked here.

mod attributes;
mod chars;
mod doctype;
mod end_tags;
mod entities;
mod fault;
mod namespaces;
mod parse;
mod prolog;
mod tokens;
mod tree;
mod vocabulary;

pub use fault::{Fault, FaultKind, Markup};
pub use parse::{Parsed, parse};
pub use tree::{Attribute, AttributeNamespace, Detached, Element, NodeId, Tree};
pub use vocabulary::{NameId, Vocabulary};
