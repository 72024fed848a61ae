//! The document as a flat arena in document order.
//!
//! An element's subtree is the range from itself to `end`, so walking is
//! counting and dropping is freeing a few vectors: nothing recurses.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::source::{Source, Span};

use super::vocabulary::{NameId, Names, OwnNames, Vocabulary};

/// An element of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The root element.
    pub const ROOT: NodeId = NodeId(0);

    /// Position in document order.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// No element: the parent of the root.
const NONE: u32 = u32::MAX;

/// The facts of one element.
#[derive(Debug, Clone)]
pub struct Element {
    /// Qualified name as written.
    pub name: NameId,
    /// False if a namespace is in force for it.
    pub in_no_namespace: bool,
    pub(super) parent: u32,
    /// One past the last element of the subtree.
    pub(super) end: u32,
    pub(super) first_attribute: u32,
    /// The start tag.
    pub tag: Span,
    /// One past the end tag.
    pub close: u32,
    /// Character data other than white space, or a CDATA section, is among the children.
    pub has_text: bool,
    /// White space is among the children.
    pub has_space: bool,
    /// Where the first such character data stands.
    pub text: Span,
}

/// The facts of one attribute; namespace declarations are not among them.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// Qualified name as written.
    pub name: NameId,
    /// The namespace it is in.
    pub namespace: AttributeNamespace,
    /// The name in the text.
    pub name_span: Span,
    /// The value in the text, without quotes.
    pub value_span: Span,
    /// Index into the normalised values, or `NONE` if the text is the value.
    pub(super) normalised: u32,
}

/// The namespaces that matter to a schema without namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeNamespace {
    /// No prefix.
    None,
    /// `http://www.w3.org/2001/XMLSchema-instance`
    SchemaInstance,
    /// Any other.
    Other,
}

/// A parsed document.
#[derive(Debug)]
pub struct Tree<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) elements: Vec<Element>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) values: Vec<Box<str>>,
    pub(super) names: Names<'t>,
    pub(super) by_name: OnceLock<ByName>,
}

/// The elements of a tree by their names, in document order; made when first asked for.
#[derive(Debug)]
pub(super) struct ByName {
    ids: Vec<NodeId>,
    /// Where in `ids` a name's elements begin; those of the next name follow.
    starts: Vec<u32>,
}

impl ByName {
    fn new(elements: &[Element]) -> ByName {
        let names = elements.iter().map(|element| element.name.0 as usize + 1).max().unwrap_or(0);
        let mut starts: Vec<u32> = vec![0; names + 1];
        for element in elements {
            starts[element.name.0 as usize] += 1;
        }
        let mut before = 0;
        for start in &mut starts {
            before += std::mem::replace(start, before);
        }
        let (mut next, mut ids) = (starts.clone(), vec![NodeId::ROOT; elements.len()]);
        for (id, element) in elements.iter().enumerate() {
            let place = &mut next[element.name.0 as usize];
            ids[*place as usize] = NodeId(id as u32);
            *place += 1;
        }
        ByName { ids, starts }
    }

    fn of(&self, name: NameId) -> &[NodeId] {
        let name = name.0 as usize;
        match self.starts.get(name..name + 2) {
            Some(&[start, end]) => &self.ids[start as usize..end as usize],
            _ => &[],
        }
    }
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, names: Names<'t>) -> Self {
        // About one element and two attributes in eighty bytes of scenario.
        let guess = text.len() / 80 + 4;
        Tree {
            text: Cow::Borrowed(text),
            elements: Vec::with_capacity(guess),
            attributes: Vec::with_capacity(2 * guess),
            values: Vec::new(),
            names,
            by_name: OnceLock::new(),
        }
    }

    /// The root element, if the document has one.
    pub fn root(&self) -> Option<NodeId> {
        (!self.elements.is_empty()).then_some(NodeId::ROOT)
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// True if there is no element.
    pub fn is_empty(&self) -> bool {
        self.elements.is_empty()
    }

    /// All elements in document order.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.elements.len() as u32).map(NodeId)
    }

    /// The facts of `id`.
    pub fn element(&self, id: NodeId) -> &Element {
        &self.elements[id.index()]
    }

    /// The qualified name of `id`.
    pub fn name(&self, id: NodeId) -> &str {
        self.names.name(self.element(id).name)
    }

    /// The name behind a [`NameId`] of this document.
    pub fn name_of(&self, id: NameId) -> &str {
        self.names.name(id)
    }

    /// The id of a name, if it occurs here or in the vocabulary.
    #[inline]
    pub fn find_name(&self, name: &str) -> Option<NameId> {
        self.names.find(name)
    }

    /// The name of `id` without its prefix, as far as it occurs as a name.
    pub fn local_name(&self, id: NodeId) -> NameId {
        let Element { name, in_no_namespace, .. } = *self.element(id);
        if in_no_namespace {
            return name;
        }
        match self.names.name(name).split_once(':') {
            Some((_, local)) => self.find_name(local).unwrap_or(name),
            None => name,
        }
    }

    /// The parent of `id`; none for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.element(id).parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// The child elements of `id`.
    pub fn children(&self, id: NodeId) -> Children<'_, 't> {
        Children { tree: self, next: id.0 + 1, end: self.element(id).end }
    }

    /// The first child element of `id` called `name`.
    pub fn child(&self, id: NodeId, name: NameId) -> Option<NodeId> {
        self.children(id).find(|&child| self.element(child).name == name)
    }

    /// `id` and everything below it, in document order.
    pub fn subtree(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.element(id).end).map(NodeId)
    }

    /// All elements called `name`, in document order.
    pub fn named(&self, name: NameId) -> &[NodeId] {
        self.by_name.get_or_init(|| ByName::new(&self.elements)).of(name)
    }

    /// The elements called `name` among `id` and those below it, in document order.
    pub fn named_within(&self, id: NodeId, name: NameId) -> &[NodeId] {
        let (all, end) = (self.named(name), self.element(id).end);
        let first = all.partition_point(|found| *found < id);
        let last = all.partition_point(|found| found.0 < end);
        &all[first..last]
    }

    /// True if `id` is `outer`, or stands inside it.
    pub fn is_within(&self, id: NodeId, outer: NodeId) -> bool {
        outer.0 <= id.0 && id.0 < self.element(outer).end
    }

    /// The attributes of `id`, in the order written.
    pub fn attributes(&self, id: NodeId) -> &[Attribute] {
        let first = self.element(id).first_attribute as usize;
        let end = self.elements.get(id.index() + 1).map_or(self.attributes.len(), |next| next.first_attribute as usize);
        &self.attributes[first..end]
    }

    /// The attribute of `id` called `name`.
    pub fn attribute(&self, id: NodeId, name: NameId) -> Option<&Attribute> {
        self.attributes(id).iter().find(|attribute| attribute.name == name)
    }

    /// The value of an attribute, references expanded and white space normalised.
    pub fn value(&self, attribute: &Attribute) -> &str {
        match self.values.get(attribute.normalised as usize) {
            Some(value) => value,
            None => &self.text[attribute.value_span.range()],
        }
    }

    /// The value of the attribute `name` of `id`.
    pub fn value_of(&self, id: NodeId, name: NameId) -> Option<&str> {
        self.attribute(id, name).map(|attribute| self.value(attribute))
    }

    /// The element name inside the start tag.
    pub fn name_span(&self, id: NodeId) -> Span {
        let tag = self.element(id).tag;
        let length = self.name(id).len() as u32;
        let start = (tag.start + 1).min(tag.end);
        Span { start, end: (start + length).min(tag.end) }
    }

    /// The 1-based line on which `id` begins, counted anew at each call.
    pub fn line(&self, id: NodeId) -> usize {
        let before = &self.text.as_bytes()[..self.element(id).tag.start as usize];
        let ends = memchr::memchr2_iter(b'\n', b'\r', before);
        1 + ends.filter(|&at| before[at] == b'\n' || before.get(at + 1) != Some(&b'\n')).count()
    }

    /// `id` and the elements around it, innermost first.
    pub fn outwards(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |&id| self.parent(id))
    }

    /// An XPath that selects `id`: `/OpenSCENARIO/Storyboard[1]/…`.
    pub fn xpath(&self, id: NodeId) -> String {
        let steps: Vec<NodeId> = self.outwards(id).collect();
        let mut path = String::with_capacity(32 * steps.len());
        for &step in steps.iter().rev() {
            path.push('/');
            path.push_str(self.name(step));
            if let Some(parent) = self.parent(step) {
                path.push('[');
                path.push_str(itoa::Buffer::new().format(self.position(parent, step)));
                path.push(']');
            }
        }
        path
    }

    /// 1-based position of `id` among the children of `parent` with its name.
    fn position(&self, parent: NodeId, id: NodeId) -> usize {
        let name = self.element(id).name;
        let up_to_here = self.children(parent).take_while(|child| *child <= id);
        up_to_here.filter(|&child| self.element(child).name == name).count()
    }
}

/// A parsed document without its text and the names it shares with others.
#[derive(Debug)]
pub struct Detached {
    elements: Vec<Element>,
    attributes: Vec<Attribute>,
    values: Vec<Box<str>>,
    names: OwnNames,
}

impl Tree<'_> {
    /// Lets go of the text, so that [`Detached::attach`] can make it the tree's own.
    pub fn detach(self) -> Detached {
        let Tree { elements, attributes, values, names, .. } = self;
        Detached { elements, attributes, values, names: names.into_own() }
    }
}

impl Detached {
    /// The tree again: `source` and `vocabulary` are those it was parsed with.
    pub fn attach(self, source: Source, vocabulary: &'static Vocabulary) -> Tree<'static> {
        let Detached { elements, attributes, values, names } = self;
        let names = Names::with_own(vocabulary, names);
        let text = Cow::Owned(source.into_text());
        Tree { text, elements, attributes, values, names, by_name: OnceLock::new() }
    }
}

/// Iterator over child elements.
#[derive(Debug, Clone)]
pub struct Children<'a, 't> {
    tree: &'a Tree<'t>,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_, '_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        self.next = self.tree.elements[id.index()].end;
        Some(id)
    }
}
