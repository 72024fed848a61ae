//! The objects of a scenario, and what the file tells of their bodies.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::xml::NodeId;

use super::entities::{Named, Scenario};
use super::schema::NameKind;

/// A vehicle, a pedestrian or a thing that a scenario moves.
#[derive(Debug, Clone)]
pub struct Object<'d> {
    /// The element that declares it.
    pub element: NodeId,
    /// Its name.
    pub name: Cow<'d, str>,
    /// Where its body is described.
    pub body: Body,
}

/// Where the body of an object is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// In the scenario: a `Vehicle`, a `Pedestrian` or a `MiscObject`.
    Inline(NodeId),
    /// In a catalog, by this reference.
    Catalog(NodeId),
    /// Elsewhere, or nowhere.
    Unknown,
}

/// What a vehicle can do: speeds in m/s, accelerations in m/s² and positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// The element that says so.
    pub element: NodeId,
    /// The highest speed.
    pub max_speed: Option<f64>,
    /// The highest acceleration.
    pub max_acceleration: Option<f64>,
    /// The strongest braking.
    pub max_deceleration: Option<f64>,
}

/// The box around an object in metres; the centre as seen from the point that
/// positions are about: x to the front, y to the left, z upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// The centre.
    pub center: [f64; 3],
    /// Length, width, height.
    pub size: [f64; 3],
}

/// The objects of a scenario by name.
#[derive(Debug, Default)]
pub struct Objects<'d> {
    all: Vec<Object<'d>>,
    by_name: FxHashMap<Cow<'d, str>, usize>,
}

/// The elements that describe a body.
const BODIES: [&str; 3] = ["Vehicle", "Pedestrian", "MiscObject"];

impl<'d> Objects<'d> {
    /// Reads the objects; those whose names are open are left out.
    pub(super) fn read(scenario: &Scenario<'d>) -> Objects<'d> {
        let mut objects = Objects::default();
        for declaration in scenario.declarations.iter().filter(|found| found.kind == NameKind::Entity) {
            let element = declaration.element;
            let name: Cow<'d, str> = match scenario.resolve(element, declaration.name) {
                Named::Plain(name) => name.into(),
                Named::ByParameter(name) => name,
                Named::Open => continue,
            };
            // A selection is no object.
            if scenario.child(element, "Members").is_some() {
                continue;
            }
            let inline = BODIES.iter().find_map(|body| scenario.child(element, body)).map(Body::Inline);
            let catalog = || scenario.child(element, "CatalogReference").map(Body::Catalog);
            let body = inline.or_else(catalog).unwrap_or(Body::Unknown);
            objects.by_name.entry(name.clone()).or_insert(objects.all.len());
            objects.all.push(Object { element, name, body });
        }
        objects
    }

    /// All objects in document order.
    pub fn all(&self) -> &[Object<'d>] {
        &self.all
    }

    /// The object called `name`.
    pub fn find(&self, name: &str) -> Option<&Object<'d>> {
        self.all.get(self.index(name)?)
    }

    /// The place of the object called `name` among all.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
}

/// What a description tells of a body.
#[derive(Debug, Clone, Default)]
pub struct BodyFacts {
    /// `Vehicle`, `Pedestrian` or `MiscObject`; none if it is not known.
    pub kind: Option<String>,
    /// `car`, `bicycle`… of a vehicle, `pedestrian`, `animal`… of a pedestrian.
    pub category: Option<String>,
    /// `police`, `ambulance`…, if the vehicle has such a role.
    pub role: Option<String>,
    /// What a vehicle can do.
    pub performance: Option<Performance>,
    /// The box around it.
    pub bounds: Option<BoundingBox>,
    /// True if it can tow a trailer: it has a `TrailerHitch`.
    pub has_hitch: bool,
    /// True if it can be towed: it has a `TrailerCoupler`.
    pub has_coupler: bool,
    /// The place of the description, if it is in another file: `cars.xosc:12`.
    pub place: Option<String>,
}

impl BodyFacts {
    /// What the element `body` of `scenario` tells.
    pub fn read(scenario: &Scenario<'_>, body: NodeId) -> BodyFacts {
        let kind = Some(scenario.tree().name(body).to_owned());
        let known = |name| scenario.known(body, name).map(std::borrow::Cow::into_owned);
        BodyFacts {
            kind,
            category: known("vehicleCategory").or_else(|| known("pedestrianCategory")),
            role: known("role"),
            performance: performance(scenario, body),
            bounds: bounding_box(scenario, body),
            has_hitch: scenario.child(body, "TrailerHitch").is_some(),
            has_coupler: scenario.child(body, "TrailerCoupler").is_some(),
            place: None,
        }
    }
}

fn performance(scenario: &Scenario<'_>, body: NodeId) -> Option<Performance> {
    let element = scenario.child(body, "Performance")?;
    Some(Performance {
        element,
        max_speed: scenario.number(element, "maxSpeed"),
        max_acceleration: scenario.number(element, "maxAcceleration"),
        max_deceleration: scenario.number(element, "maxDeceleration"),
    })
}

fn bounding_box(scenario: &Scenario<'_>, body: NodeId) -> Option<BoundingBox> {
    let bounds = scenario.child(body, "BoundingBox")?;
    let (center, size) = (scenario.child(bounds, "Center")?, scenario.child(bounds, "Dimensions")?);
    let three = |element, names: [&str; 3]| {
        let [x, y, z] = names.map(|name| scenario.number(element, name));
        Some([x?, y?, z?])
    };
    Some(BoundingBox { center: three(center, ["x", "y", "z"])?, size: three(size, ["length", "width", "height"])? })
}
