use crate::opendrive::ContentRow;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// An element that may be there once is there again.
    ///
    /// ## Why it matters
    /// A road with two successors goes on in two ways, one with two profiles has two heights. Some
    /// tools take the first, some the last, some both.
    ///
    /// ## Example
    /// ```xml
    /// <link>
    ///   <successor elementType="road" elementId="2" contactPoint="start"/>
    ///   <successor elementType="road" elementId="3" contactPoint="start"/>
    /// </link>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <link>
    ///   <successor elementType="junction" elementId="9"/>
    /// </link>
    /// ```
    ///
    /// ## Source
    /// The XML schemas of ASAM OpenDRIVE 1.4 to 1.8; each row of `content.csv` names its own. Lanes
    /// may have several predecessors and successors from 1.5 on.
    "xodr/repeated-element" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((_, minor)) = network(document) else { return Vec::new() };
    let tree = document.tree;
    let mut hits = Vec::new();
    for row in ContentRow::of(minor).filter(|row| row.is_single) {
        for owner in row.owners(tree, document.root) {
            let mut named = tree.children(owner).filter(|&child| tree.name(child) == row.element);
            let Some(first) = named.next() else { continue };
            for again in named {
                let (element, owner) = (quoted(&row.element), quoted(tree.name(owner)));
                let draft = Draft::new(format!("{owner} has another {element} already, expected one at most"))
                    .help("keep the one that is meant")
                    .related("the first one");
                let at = |element| At::Node(element, Spot::Name);
                hits.push((again, Hit { draft, at: at(again), related: Some(at(first)) }));
            }
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
