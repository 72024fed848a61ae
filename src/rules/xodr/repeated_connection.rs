use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network, place};

rule! {
    /// Two connections of a junction join the same two roads.
    ///
    /// ## Why it matters
    /// One of them is probably meant for another road, which cannot be reached now. Tools that
    /// keep one connection for each pair of roads drop the lanes of the other.
    ///
    /// ## Example
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start">…</connection>
    /// <connection id="1" incomingRoad="1" connectingRoad="5" contactPoint="start">…</connection>
    /// ```
    ///
    /// ## Instead
    /// Name the other road, or put all lanes into one connection.
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.8, junctions: one connection for a pair of incoming and connecting
    /// road; a matter of plausibility in earlier versions.
    "xodr/repeated-connection" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let mut hits = Vec::new();
    for junction in &network.junctions {
        let mut first = FxHashMap::default();
        for connection in &junction.connections {
            let Some(pair) = connection.incoming_road.as_deref().zip(connection.next_road()) else { continue };
            let earlier = *first.entry(pair).or_insert(connection.element);
            if earlier == connection.element {
                continue;
            }
            let name = if connection.connecting_road.is_some() { "connectingRoad" } else { "linkedRoad" };
            let message = format!("road {} is connected with road {} already", quoted(pair.0), quoted(pair.1));
            let draft = Draft::new(message).help("correct the road, or join the connections").related("the other one");
            let related = Some(place(document, earlier, name));
            hits.push(Hit { related, ..hit(document, connection.element, name, draft) });
        }
    }
    hits
}
