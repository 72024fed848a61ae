use crate::companions::{FileReference, Located, NotLookedAt};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted_path, rule};

rule! {
    /// A path leads where this check does not look.
    ///
    /// ## Why it matters
    /// Whether the file exists, and whether the scenario's roads, lanes and catalogs do, was
    /// not checked. A path from the root of one machine, an address, or a path that leaves
    /// the folder of the suite rarely works for anybody else.
    ///
    /// ## Example
    /// ```xml
    /// <LogicFile filepath="/home/ann/maps/motorway.xodr"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LogicFile filepath="../maps/motorway.xodr"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `File` and `Directory`, all editions. What may be opened is our
    /// own limit: the folder given on the command line, or `--root`; for a file given by
    /// itself, what surrounds it.
    "xosc/reference-not-followed" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    companions.files.iter().filter_map(hit).collect()
}

fn hit(file: &FileReference) -> Option<Hit> {
    let Some(Located::NotLookedAt(why)) = &file.located else { return None };
    let draft =
        Draft::new(format!("{} was not looked at: {why}", quoted_path(file.path.as_deref()?))).help(match why {
            NotLookedAt::Beyond(_) | NotLookedAt::Link(_) => "give a wider folder with `--root`, or move the file",
            NotLookedAt::NoFolder => "give the file by its path",
            NotLookedAt::Absolute | NotLookedAt::Address => "write a path that starts at the folder of this file",
        });
    Some(Hit { draft, at: At::Node(file.element, Spot::AttributeValue(file.attribute)), related: None })
}
