//! From the tree to the model. Nothing here judges: what cannot be read is `None`.

mod junction;
mod lane;
mod road;

use crate::xml::{NodeId, Tree};

use super::along::{Along, Cubic};
use super::network::{DeclaredRevision, Parts};
use super::road::{ContactPoint, SpeedLimit};

/// Reads one file.
pub(super) struct Reader<'r, 't> {
    tree: &'r Tree<'t>,
    without_id: Vec<NodeId>,
}

impl<'r, 't> Reader<'r, 't> {
    pub(super) fn new(tree: &'r Tree<'t>) -> Self {
        Reader { tree, without_id: Vec::new() }
    }

    /// The network below `root`.
    pub(super) fn network(mut self, root: NodeId) -> Parts {
        let mut parts = Parts {
            version: self.version(root),
            vendor: None,
            has_geo_reference: false,
            roads: Vec::new(),
            junctions: Vec::new(),
            controllers: Vec::new(),
            without_id: Vec::new(),
        };
        let tree = self.tree;
        for element in tree.children(root) {
            match tree.name(element) {
                "header" => {
                    parts.vendor = parts.vendor.or_else(|| self.text(element, "vendor"));
                    parts.has_geo_reference |= self.child(element, "geoReference").is_some();
                }
                "road" => parts.roads.extend(self.road(element)),
                "junction" => parts.junctions.extend(self.junction(element)),
                "controller" => parts.controllers.extend(self.controller(element)),
                _ => {}
            }
        }
        parts.without_id = self.without_id;
        parts
    }

    fn version(&self, root: NodeId) -> DeclaredRevision {
        let Some(header) = self.child(root, "header") else { return DeclaredRevision::NoHeader };
        let read = |attribute: &'static str| {
            let digits = |value: &&str| value.bytes().all(|b| b.is_ascii_digit());
            let number = self.value(header, attribute).map(str::trim).filter(digits);
            let number = number.and_then(|value| value.parse::<u16>().ok());
            number.ok_or(DeclaredRevision::Unusable { header, attribute })
        };
        match (read("revMajor"), read("revMinor")) {
            (Ok(major), Ok(minor)) => DeclaredRevision::Revision { header, major, minor },
            (Err(unusable), _) | (_, Err(unusable)) => unusable,
        }
    }

    /// The id of `element`; one without is noted.
    fn id(&mut self, element: NodeId) -> Option<String> {
        let id = self.text(element, "id").filter(|id| !id.is_empty());
        if id.is_none() {
            self.without_id.push(element);
        }
        id
    }

    /// The children of `element` called `name`.
    fn children(&self, element: NodeId, name: &'static str) -> impl Iterator<Item = NodeId> + use<'r, 't> {
        let tree = self.tree;
        tree.children(element).filter(move |&child| tree.name(child) == name)
    }

    /// The first child of `element` called `name`.
    fn child(&self, element: NodeId, name: &'static str) -> Option<NodeId> {
        self.children(element, name).next()
    }

    fn value(&self, element: NodeId, name: &str) -> Option<&'r str> {
        let tree = self.tree;
        let attribute = tree.attributes(element).iter().find(|attribute| tree.name_of(attribute.name) == name)?;
        Some(tree.value(attribute))
    }

    fn text(&self, element: NodeId, name: &str) -> Option<String> {
        self.value(element, name).map(str::to_owned)
    }

    fn number(&self, element: NodeId, name: &str) -> Option<f64> {
        self.value(element, name)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn whole(&self, element: NodeId, name: &str) -> Option<i32> {
        self.value(element, name)?.trim().parse().ok()
    }

    fn contact_point(&self, element: NodeId) -> Option<ContactPoint> {
        match self.value(element, "contactPoint")? {
            "start" => Some(ContactPoint::Start),
            "end" => Some(ContactPoint::End),
            _ => None,
        }
    }

    /// The polynomials of the children called `name`, which begin at `start`.
    fn cubics(&self, element: NodeId, name: &'static str, start: &str) -> Along<Cubic> {
        let names = ["a", "b", "c", "d"];
        let read = |element| Cubic {
            element,
            start_m: self.number(element, start),
            coefficients: self.numbers(element, names),
        };
        Along::new(self.children(element, name).map(read).collect())
    }

    /// All of these numbers, or none.
    fn numbers<const N: usize>(&self, element: NodeId, names: [&str; N]) -> Option<[f64; N]> {
        let mut numbers = [0.0; N];
        for (number, name) in numbers.iter_mut().zip(names) {
            *number = self.number(element, name)?;
        }
        Some(numbers)
    }

    /// The limit of a `speed`; metres per second where it names no unit.
    fn speed(&self, element: NodeId) -> Option<SpeedLimit> {
        match self.value(element, "max")? {
            "no limit" => return Some(SpeedLimit::Unlimited),
            "undefined" => return Some(SpeedLimit::Undefined),
            _ => {}
        }
        let in_m_per_s = match self.value(element, "unit").unwrap_or("m/s") {
            "m/s" => 1.0,
            "km/h" => 1.0 / 3.6,
            // The international mile has 1609.344 m.
            "mph" => 1609.344 / 3600.0,
            _ => return None,
        };
        Some(SpeedLimit::AtMost(self.number(element, "max")? * in_m_per_s))
    }
}
