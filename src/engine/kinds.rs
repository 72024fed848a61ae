//! Which standard a text follows, and its names.

use crate::openscenario::Table;
use crate::rules::Kind;
use crate::xml::{NodeId, Parsed, Tree, parse};

use super::Judge;

impl<'j> Judge<'j> {
    /// Reads the text with the names of the standard that it follows. What it seems to be
    /// decides first; if the root says otherwise, it is read again.
    pub(super) fn parse(&mut self) -> (&'static Table, Parsed<'j>) {
        let source = self.source;
        let read = |table: &'static Table| parse(source, &self.settings.limits, table.vocabulary());
        let seems_road = seems_road(source.text());
        let mut table = if seems_road { Table::opendrive() } else { Table::builtin() };
        let mut parsed = read(table);
        if let Some(root) = parsed.tree.root() {
            self.report.kind = kind_of(&parsed.tree, root, &self.report.path);
            let is_road = self.report.kind == Kind::OpenDrive;
            if is_road != seems_road {
                table = if is_road { Table::opendrive() } else { Table::builtin() };
                parsed = parse(source, &self.settings.limits, table.vocabulary());
            }
        }
        (table, parsed)
    }
}

/// True if the text names a road network before anything else that we know.
fn seems_road(text: &str) -> bool {
    let mut openings = text.match_indices("<Open").map(|(at, _)| &text[at + "<Open".len()..]);
    let known = |rest: &&str| rest.starts_with("SCENARIO") || rest.starts_with("DRIVE");
    openings.find(known).is_some_and(|rest| rest.starts_with("DRIVE"))
}

/// What the root element says; its spelling is checked elsewhere.
fn kind_of(tree: &Tree<'_>, root: NodeId, path: &str) -> Kind {
    let name = tree.name(root);
    let local = name.rsplit(':').next().unwrap_or(name);
    let ends_with = |ending: &str| path.len() > ending.len() && path.to_ascii_lowercase().ends_with(ending);
    if local.eq_ignore_ascii_case("OpenSCENARIO") {
        Kind::OpenScenario
    } else if local.eq_ignore_ascii_case("OpenDRIVE") {
        Kind::OpenDrive
    } else if ends_with(".xosc") {
        Kind::OpenScenario
    } else {
        Kind::Unknown
    }
}
