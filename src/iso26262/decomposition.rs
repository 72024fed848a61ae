//! Into which ASILs a requirement may be decomposed.

use super::{certainty, rows};
use crate::dossier::values::Asil;
use crate::standard::{Certainty, Library, Row};

/// A row of the table: two requirements that may stand for one.
struct Pair {
    initial: Asil,
    high: Asil,
    low: Asil,
    certainty: Certainty,
}

impl Pair {
    /// Higher ASILs than those of the row are always permitted.
    fn holds(&self, one: Asil, other: Asil) -> bool {
        one.max(other) >= self.high && one.min(other) >= self.low
    }
}

/// Whether requirements of the ASILs `parts` may together stand for one of
/// ASIL `initial`, and how sure that is. More than two are taken as
/// decompositions in several steps. None if there is nothing to decompose.
pub fn permits(library: &Library, initial: Asil, parts: &[Asil]) -> Option<(bool, Certainty)> {
    let pairs = pairs(library);
    let mut parts = parts.to_vec();
    parts.sort_unstable();
    let (last, others) = parts.split_last()?;
    let (first, others) = others.split_first()?;
    let joined = others.iter().fold(*first, |joined, part| join(&pairs, joined, *part));
    let of_initial = || pairs.iter().filter(|pair| pair.initial == initial);
    // That nothing permits it rests on every row.
    let least = of_initial().map(|pair| pair.certainty).min()?;
    let permitting = of_initial().filter(|pair| pair.holds(joined, *last)).map(|pair| pair.certainty).max();
    Some((permitting.is_some(), permitting.unwrap_or(least)))
}

/// The highest ASIL that two requirements may stand for.
fn join(pairs: &[Pair], one: Asil, other: Asil) -> Asil {
    let carried = pairs.iter().filter(|pair| pair.holds(one, other)).map(|pair| pair.initial);
    carried.chain([one.max(other)]).max().unwrap_or(one)
}

/// The pairs that may stand for `initial`, as people write them: `C(D) + A(D)`.
pub fn permitted(library: &Library, initial: Asil) -> Vec<String> {
    let of_initial = pairs(library).into_iter().filter(|pair| pair.initial == initial);
    let name = initial.name();
    of_initial.map(|pair| format!("{}({name}) + {}({name})", pair.high.name(), pair.low.name())).collect()
}

fn pairs(library: &Library) -> Vec<Pair> {
    let pair = |row: Row<'_>| {
        let asil = |column| Asil::from_name(row.get(column));
        let (first, second) = (asil("first")?, asil("second")?);
        let (high, low) = (first.max(second), first.min(second));
        Some(Pair { initial: asil("initial")?, high, low, certainty: certainty(row, "") })
    };
    rows(library, "decomposition").filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_permitted(initial: Asil, parts: &[Asil]) -> Option<bool> {
        permits(Library::built_in(), initial, parts).map(|(is_permitted, _)| is_permitted)
    }

    #[test]
    fn pairs_of_the_table_are_permitted() {
        let rows = [
            (Asil::D, Asil::C, Asil::A),
            (Asil::D, Asil::B, Asil::B),
            (Asil::D, Asil::D, Asil::Qm),
            (Asil::C, Asil::B, Asil::A),
            (Asil::C, Asil::C, Asil::Qm),
            (Asil::B, Asil::A, Asil::A),
            (Asil::B, Asil::B, Asil::Qm),
            (Asil::A, Asil::A, Asil::Qm),
        ];
        for (initial, first, second) in rows {
            assert_eq!(is_permitted(initial, &[first, second]), Some(true), "{initial}: {first} + {second}");
            assert_eq!(is_permitted(initial, &[second, first]), Some(true), "{initial}: {second} + {first}");
        }
    }

    #[test]
    fn lower_pairs_are_not() {
        assert_eq!(is_permitted(Asil::D, &[Asil::B, Asil::A]), Some(false));
        assert_eq!(is_permitted(Asil::D, &[Asil::C, Asil::Qm]), Some(false));
        assert_eq!(is_permitted(Asil::C, &[Asil::A, Asil::A]), Some(false));
        assert_eq!(is_permitted(Asil::C, &[Asil::B, Asil::Qm]), Some(false));
        assert_eq!(is_permitted(Asil::B, &[Asil::A, Asil::Qm]), Some(false));
        assert_eq!(is_permitted(Asil::A, &[Asil::Qm, Asil::Qm]), Some(false));
    }

    #[test]
    fn higher_pairs_always_are() {
        assert_eq!(is_permitted(Asil::D, &[Asil::C, Asil::B]), Some(true));
        assert_eq!(is_permitted(Asil::C, &[Asil::B, Asil::B]), Some(true));
        assert_eq!(is_permitted(Asil::A, &[Asil::D, Asil::D]), Some(true));
    }

    #[test]
    fn several_steps_are_followed() {
        assert_eq!(is_permitted(Asil::D, &[Asil::B, Asil::A, Asil::A]), Some(true));
        assert_eq!(is_permitted(Asil::D, &[Asil::A, Asil::A, Asil::A, Asil::A]), Some(true));
        assert_eq!(is_permitted(Asil::D, &[Asil::A, Asil::A, Asil::A]), Some(false));
        assert_eq!(is_permitted(Asil::D, &[Asil::D]), None);
        assert_eq!(is_permitted(Asil::Qm, &[Asil::Qm, Asil::Qm]), None);
    }

    #[test]
    fn a_recalled_row_is_not_passed_off_as_verified() {
        let certainty = |initial, parts: &[Asil]| permits(Library::built_in(), initial, parts).map(|found| found.1);
        assert_eq!(certainty(Asil::D, &[Asil::B, Asil::B]), Some(Certainty::Verified));
        assert_eq!(certainty(Asil::B, &[Asil::B, Asil::Qm]), Some(Certainty::Recalled));
        assert_eq!(certainty(Asil::C, &[Asil::A, Asil::A]), Some(Certainty::Recalled));
        assert_eq!(permitted(Library::built_in(), Asil::C), ["B(C) + A(C)", "C(C) + QM(C)"]);
    }
}
