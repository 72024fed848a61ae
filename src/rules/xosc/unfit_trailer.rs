use crate::openscenario::{BodyFacts, Object, Objects};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::acting::actors;

rule! {
    /// Something is to be towed that cannot be, or to tow.
    ///
    /// ## Why it matters
    /// Without a coupler on the one and a hitch on the other there is no point at which the
    /// two are connected: the trailer stays behind, or the simulator stops.
    ///
    /// ## Example
    /// ```xml
    /// <ConnectTrailerAction trailerRef="Walker"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ConnectTrailerAction trailerRef="Caravan"/>   <!-- a vehicle with a TrailerCoupler -->
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML from 1.3, `Trailer`: a trailer is a vehicle, and has a
    /// `TrailerCoupler` for the connection to be complete; `TrailerHitch` is what it is connected
    /// to. Nothing tows itself. Vehicles whose description is not known are left out.
    "xosc/unfit-trailer" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// A place that says who tows what.
struct Coupling {
    /// Who tows, as an index of `Objects::all`.
    tow: Option<usize>,
    /// What is towed.
    trailer: Option<usize>,
    /// What names it.
    at: At,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    // One finding for each who cannot tow or be towed, however often it is asked to.
    let (mut tows, mut trailers) = (vec![false; objects.all().len()], vec![false; objects.all().len()]);
    let mut hits = Vec::new();
    for coupling in couplings(document, objects) {
        let fault = |index: Option<usize>| index.and_then(|index| objects.all().get(index));
        if let (Some(tow), Some(trailer)) = (coupling.tow, coupling.trailer)
            && tow == trailer
        {
            let name = fault(Some(tow)).map(|object| quoted(&object.name)).unwrap_or_default();
            let draft = Draft::new(format!("{name} is to tow itself")).help("name the trailer");
            hits.push(Hit { draft, at: coupling.at, related: None });
            continue;
        }
        if let Some(draft) = fault(coupling.trailer).and_then(|object| unfit(document, object, true))
            && first(&mut trailers, coupling.trailer)
        {
            hits.push(Hit { draft, at: coupling.at, related: None });
        } else if let Some(draft) = fault(coupling.tow).and_then(|object| unfit(document, object, false))
            && first(&mut tows, coupling.tow)
        {
            hits.push(Hit { draft, at: coupling.at, related: None });
        }
    }
    hits
}

/// All couplings, those of the entities first.
fn couplings(document: &Document<'_>, objects: &Objects<'_>) -> Vec<Coupling> {
    let index = |element, name| objects.index(&document.known(element, name)?);
    let tower = |element: NodeId| {
        let vehicle = document.around(element, "Vehicle")?;
        index(document.tree.parent(vehicle)?, "name")
    };
    let own = document.elements("TrailerRef").filter_map(|element| {
        let at = document.value_at(element, "entityRef")?;
        Some(Coupling { tow: tower(element), trailer: index(element, "entityRef"), at })
    });
    // A trailer that is described in place is called as what holds it.
    let is_inner =
        |element: &NodeId| document.tree.parent(*element).is_some_and(|outer| document.tree.name(outer) == "Trailer");
    let inner = document.elements("Trailer").filter(is_inner).filter_map(|element| {
        let at = document.value_at(element, "name")?;
        Some(Coupling { tow: tower(element), trailer: index(element, "name"), at })
    });
    let by_action = document.elements("ConnectTrailerAction").filter_map(|action| {
        let at = document.value_at(action, "trailerRef")?;
        let mut towing = actors(document, objects, action);
        // Of several actors it is not clear who is meant.
        let tow = towing.next().filter(|_| towing.next().is_none()).and_then(|object| objects.index(&object.name));
        Some(Coupling { tow, trailer: index(action, "trailerRef"), at })
    });
    own.chain(inner).chain(by_action).collect()
}

/// True the first time.
fn first(seen: &mut [bool], index: Option<usize>) -> bool {
    index.and_then(|index| seen.get_mut(index)).is_some_and(|seen| !std::mem::replace(seen, true))
}

/// Why `object` cannot be a trailer, or tow one.
fn unfit(document: &Document<'_>, object: &Object<'_>, is_trailer: bool) -> Option<Draft> {
    let body = document.body_of(object)?;
    let kind = body.kind.as_deref()?;
    let (what, lacks) = if is_trailer { ("be towed", "TrailerCoupler") } else { ("tow", "TrailerHitch") };
    let has = if is_trailer { body.has_coupler } else { body.has_hitch };
    let message = match kind {
        "Vehicle" if has => return None,
        "Vehicle" => format!("{} is to {what} and has no `{lacks}`", quoted(&object.name)),
        _ => format!("{} is to {what} and is a {}, expected a `Vehicle`", quoted(&object.name), quoted(kind)),
    };
    let draft = Draft::new(format!("{message}{}", place(body)));
    Some(draft.help(format!("name a vehicle with a `{lacks}`, or give this one what it lacks")))
}

fn place(body: &BodyFacts) -> String {
    body.place.as_ref().map(|place| format!(" in {}", quoted_path(place))).unwrap_or_default()
}
