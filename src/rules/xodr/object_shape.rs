use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};

rule! {
    /// An object is round and angular at once.
    ///
    /// ## Why it matters
    /// The shape of an object follows from the attributes that it has. With a radius as well as a
    /// length or width, one tool puts a cylinder there and another a box.
    ///
    /// ## Example
    /// ```xml
    /// <object id="1" type="pole" radius="0.5" length="4" width="2" height="3" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <object id="1" type="pole" radius="0.5" height="3" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, objects: circular and angular shape exclude each other, a rule since 1.7; files of
    /// earlier versions are not judged. Sizes of 0 count as none.
    "xodr/object-shape" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.7.0:road.object.circular_vs_angular",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor >= 7) else { return Vec::new() };
    let objects = network.roads.iter().flat_map(|road| &road.objects);
    objects.filter_map(|object| of_object(document, object.element)).collect()
}

fn of_object(document: &Document<'_>, object: NodeId) -> Option<Hit> {
    let size = |name| document.text(object, name)?.trim().parse::<f64>().ok().filter(|size| *size > 0.0);
    let radius = size("radius")?;
    let (name, angular) = ["length", "width"].into_iter().find_map(|name| Some((name, size(name)?)))?;
    let message = format!("object has the radius `{radius}` and the {name} `{angular}`, expected one shape");
    let help = format!("keep `radius`, or {} and {}", quoted("length"), quoted("width"));
    Some(hit(document, object, "radius", Draft::new(message).help(help)))
}
