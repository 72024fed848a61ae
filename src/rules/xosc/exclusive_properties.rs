use crate::openscenario::{Ask, Declared, Exclusion, Spot, exclusions};
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// An element has two properties of which it may have one.
    ///
    /// ## Why it matters
    /// They say different things about the same: which distance is kept, which path is
    /// followed? Each simulator decides for itself, and the schema lets it pass.
    ///
    /// ## Example
    /// ```xml
    /// <LongitudinalDistanceAction entityRef="Target" distance="30" timeGap="2" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LongitudinalDistanceAction entityRef="Target" timeGap="2" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the class pages of `LongitudinalDistanceAction`,
    /// `FollowTrajectoryAction` and `RelativeLanePosition`. That none is there is
    /// `xosc/nothing-chosen`.
    "xosc/exclusive-properties" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for row in asked(document, &[Ask::AtMostOne, Ask::One]) {
        for element in document.elements(&row.owner) {
            hits.extend(hit(document, row, element).map(|hit| (element, hit)));
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The rows of these kinds that hold in the edition of the file.
pub(super) fn asked(document: &Document<'_>, asks: &'static [Ask]) -> impl Iterator<Item = &'static Exclusion> {
    let version = match document.declared {
        Declared::Version(version, _) => Some(version),
        _ => None,
    };
    let holds = move |row: &&Exclusion| asks.contains(&row.ask) && version.is_some_and(|version| row.holds_in(version));
    exclusions().iter().filter(holds)
}

/// Where `element` has the property `member`; an attribute begins with `@`.
pub(super) fn place(document: &Document<'_>, element: NodeId, member: &str) -> Option<At> {
    match member.strip_prefix('@') {
        Some(attribute) => document.value_at(element, attribute),
        None => document.child(element, member).map(|child| At::Node(child, Spot::Name)),
    }
}

/// True if `element` has none of the properties of `row`, not even misspelt.
pub(super) fn lacks_all(document: &Document<'_>, row: &Exclusion, element: NodeId) -> bool {
    row.members().all(|member| place(document, element, member).is_none()) && !document.has_unknown(element)
}

/// The properties of `row`, as messages list them.
pub(super) fn names(row: &Exclusion) -> Vec<String> {
    row.members().map(|member| member.trim_start_matches('@').to_owned()).collect()
}

fn hit(document: &Document<'_>, row: &Exclusion, element: NodeId) -> Option<Hit> {
    let mut there = row.members().filter_map(|member| Some((member, place(document, element, member)?)));
    let ((first, first_at), (second, second_at)) = (there.next()?, there.next()?);
    let shown = |member: &str| format!("`{}`", member.trim_start_matches('@'));
    let message = format!("`{}` has both {} and {}, expected one of them", row.owner, shown(first), shown(second));
    let draft = Draft::new(message).help("keep the one that is meant").related("the other");
    Some(Hit { draft, at: second_at, related: Some(first_at) })
}
