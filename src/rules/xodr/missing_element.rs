use crate::opendrive::ContentRow;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// A group, controller or junction has nothing in it.
    ///
    /// ## Why it matters
    /// A controller without signals switches nothing, through a junction without connections nobody
    /// drives. Mostly something was lost when the file was cut.
    ///
    /// ## Example
    /// ```xml
    /// <controller id="1" name="lights"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <controller id="1" name="lights"><control signalId="7"/></controller>
    /// ```
    ///
    /// ## Source
    /// The XML schemas of ASAM OpenDRIVE 1.4 to 1.8; each row of `content.csv` names its own. A
    /// junction may be without connections from 1.8 on. What roads need has rules of its own.
    "xodr/missing-element" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((_, minor)) = network(document) else { return Vec::new() };
    let tree = document.tree;
    let mut hits = Vec::new();
    for row in ContentRow::of(minor).filter(|row| row.is_required) {
        let owners = row.owners(tree, document.root).into_iter();
        let empty = owners.filter(|&owner| !tree.children(owner).any(|child| tree.name(child) == row.element));
        hits.extend(empty.map(|owner| {
            let (name, element) = (quoted(tree.name(owner)), quoted(&row.element));
            let draft = Draft::new(format!("{name} has no {element}, expected one at least"));
            let draft = draft.help(format!("add a {element}, or remove {name}"));
            (owner, Hit { draft, at: At::Node(owner, Spot::Name), related: None })
        }));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
