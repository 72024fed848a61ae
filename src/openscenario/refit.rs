//! A document that its own edition refuses, and another one admits.

use crate::source::Limits;
use crate::xml::{NodeId, Tree};

use super::deviation::{Deviation, DeviationKind, Spot};
use super::schema::Schema;
use super::table::Table;
use super::validate::{Validation, validate};
use super::version::Version;

/// So many different names of other editions speak for a wrong header rather than
/// for so many slips.
const ENOUGH: usize = 2;

/// The edition that admits all of a document, where the names it uses say that its
/// header is wrong: with what validation gives then, and the one deviation left.
/// `header` is the element that declares the edition.
pub fn refit<'t>(
    tree: &Tree<'_>,
    table: &'t Table,
    (declared, header): (Version, NodeId),
    validation: &Validation,
    limits: &Limits,
) -> Option<(&'t Schema, Validation)> {
    let invalid = || validation.deviations.iter().filter(|deviation| deviation.kind.is_invalid());
    let mut names: Vec<&str> = invalid().filter_map(|deviation| foreign_name(&deviation.kind)).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() < ENOUGH || validation.omitted > 0 {
        return None;
    }
    let (version, schema, mut fitting) = candidates(table, declared).find_map(|version| {
        let schema = table.schema(version)?;
        let found = validate(tree, table, schema, limits, &|_| true);
        let admits = !found.deviations.iter().any(|deviation| deviation.kind.is_invalid());
        (admits && found.omitted == 0).then_some((version, schema, found))
    })?;
    let attribute = if version.major == declared.major { "revMinor" } else { "revMajor" };
    let attribute = tree.find_name(attribute)?;
    let index = tree.attributes(header).iter().position(|found| found.name == attribute)?;
    let kind =
        DeviationKind::WrongEdition { declared, fits: version, names: names.into_iter().map(str::to_owned).collect() };
    let related = invalid().map(|deviation| deviation.element).min();
    fitting.deviations = vec![Deviation { kind, element: header, spot: Spot::AttributeValue(index), related }];
    Some((schema, fitting))
}

/// The other editions: later ones first, each nearest first.
fn candidates(table: &Table, declared: Version) -> impl Iterator<Item = Version> {
    let editions = || table.editions().iter().map(|edition| edition.id);
    let later = editions().filter(move |id| *id > declared);
    let earlier = editions().rev().filter(move |id| *id < declared);
    later.chain(earlier)
}

/// The name that another edition has, and this one has not.
fn foreign_name(kind: &DeviationKind) -> Option<&str> {
    match kind {
        DeviationKind::ElementNotInVersion { name, .. } | DeviationKind::AttributeNotInVersion { name, .. } => {
            Some(name)
        }
        DeviationKind::LiteralNotInVersion { value, .. } => Some(value),
        _ => None,
    }
}
