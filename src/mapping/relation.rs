//! What can be said of two clauses through a third: the algebra of the five relations.
//!
//! A clause is read as the set of obligations that it holds. The five relations are those
//! that two non-empty sets can stand in (RCC-5), and exactly one of them is true. What is
//! known is a set of relations that are still possible: one after a row of a table, up to
//! five after a chain.

use crate::standard::{Library, Relation, TableError};

/// The table of compositions.
const COMPOSITION: &str = "mappings/composition.csv";

/// The relations that are still possible between two clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Possible(u8);

impl Possible {
    /// Nothing is known.
    pub const ANY: Possible = Possible(0b11111);
    /// No relation is possible: the tables contradict each other.
    pub const NONE: Possible = Possible(0);

    /// Exactly this relation.
    pub fn only(relation: Relation) -> Possible {
        Possible(1 << relation as u8)
    }

    /// True if `relation` is possible.
    pub fn has(self, relation: Relation) -> bool {
        self.0 & Possible::only(relation).0 != 0
    }

    /// Either of both.
    pub fn or(self, other: Possible) -> Possible {
        Possible(self.0 | other.0)
    }

    /// What both allow.
    pub fn and(self, other: Possible) -> Possible {
        Possible(self.0 & other.0)
    }

    /// The relations, in the order of the tables.
    pub fn relations(self) -> impl Iterator<Item = Relation> {
        Relation::ALL.iter().copied().filter(move |relation| self.has(*relation))
    }

    /// The same, read the other way round.
    pub fn inverse(self) -> Possible {
        self.relations().map(|relation| Possible::only(relation.inverse())).fold(Possible::NONE, Possible::or)
    }

    /// True if all that is possible is among `relations`, and something is.
    fn is_among(self, relations: &[Relation]) -> bool {
        let allowed = relations.iter().map(|relation| Possible::only(*relation)).fold(Possible::NONE, Possible::or);
        self != Possible::NONE && self.0 & !allowed.0 == 0
    }

    /// What may be said of the evidence for the first where the second is asked.
    pub fn content(self) -> Content {
        if self.is_among(&[Relation::NoRelation]) {
            Content::None
        } else if self.is_among(&[Relation::Equal, Relation::SupersetOf]) {
            Content::Covers
        } else if self.is_among(&[Relation::Equal, Relation::SubsetOf]) {
            Content::Contained
        } else if self != Possible::NONE && !self.has(Relation::NoRelation) {
            Content::Overlaps
        } else {
            Content::Unknown
        }
    }
}

impl std::fmt::Display for Possible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.relations().map(Relation::name).collect();
        f.write_str(&names.join(" or "))
    }
}

crate::standard::clause::words! {
    /// What evidence for one clause does where another is asked, best first.
    Content {
        /// It shows all that is asked.
        Covers = "covers",
        /// It is a part of what is asked: it helps, and it is not enough.
        Contained = "contained",
        /// It shows some of what is asked; how much is not known.
        Overlaps = "overlaps",
        /// It shows nothing of what is asked.
        None = "none",
        /// The tables do not tell.
        Unknown = "unknown",
    }
}

/// The composition table: what follows for A and C from A to B and B to C.
#[derive(Debug, Clone)]
pub struct Composition {
    cells: [[Possible; 5]; 5],
}

impl Composition {
    /// Reads the table; a pair that it lacks allows everything.
    pub fn read(library: &Library) -> Result<Composition, Vec<TableError>> {
        let mut cells = [[Possible::ANY; 5]; 5];
        let mut faults = Vec::new();
        for row in library.table(COMPOSITION).into_iter().flat_map(|table| table.rows()) {
            let relations = |column: &str| -> Option<Vec<Relation>> {
                row.words(column).iter().map(|word| Relation::from_name(word)).collect()
            };
            match (relations("first").as_deref(), relations("second").as_deref(), relations("possible")) {
                (Some(&[first]), Some(&[second]), Some(possible)) if !possible.is_empty() => {
                    let possible = possible.into_iter().map(Possible::only).fold(Possible::NONE, Possible::or);
                    cells[first as usize][second as usize] = possible;
                }
                _ => faults.push(row.error("a row has two relations and those that may follow")),
            }
        }
        if faults.is_empty() { Ok(Composition { cells }) } else { Err(faults) }
    }

    /// What is possible between A and C, where `first` is possible between A and B, and `second` between B and C.
    pub fn compose(&self, first: Possible, second: Possible) -> Possible {
        let pairs = first.relations().flat_map(|one| second.relations().map(move |two| (one, two)));
        pairs.map(|(one, two)| self.cells[one as usize][two as usize]).fold(Possible::NONE, Possible::or)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composition() -> Composition {
        Composition::read(Library::built_in()).unwrap()
    }

    /// The relation of two non-empty sets of obligations.
    fn between(one: u8, two: u8) -> Relation {
        match one & two {
            0 => Relation::NoRelation,
            _ if one == two => Relation::Equal,
            common if common == one => Relation::SubsetOf,
            common if common == two => Relation::SupersetOf,
            _ => Relation::Intersects,
        }
    }

    #[test]
    fn the_table_is_what_sets_of_five_members_show() {
        let mut seen = [[Possible::NONE; 5]; 5];
        for a in 1..32 {
            for b in 1..32 {
                for c in 1..32 {
                    let cell = &mut seen[between(a, b) as usize][between(b, c) as usize];
                    *cell = cell.or(Possible::only(between(a, c)));
                }
            }
        }
        assert_eq!(composition().cells, seen);
    }

    #[test]
    fn chains_never_exclude_what_is_true() {
        let composition = composition();
        // Linear congruence: the same sets in every run.
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 24) as u8 & 0b111_1111).max(1)
        };
        for _ in 0..20_000 {
            let sets = [next(), next(), next(), next()];
            let steps = sets.windows(2).map(|pair| Possible::only(between(pair[0], pair[1])));
            let chain = steps.reduce(|so_far, step| composition.compose(so_far, step)).unwrap();
            assert!(chain.has(between(sets[0], sets[3])), "{sets:?}");
        }
    }

    #[test]
    fn turning_a_chain_round_turns_the_result_round() {
        let composition = composition();
        let each = || Relation::ALL.iter().map(|relation| Possible::only(*relation));
        for (one, two) in each().flat_map(|one| each().map(move |two| (one, two))) {
            let turned = composition.compose(two.inverse(), one.inverse());
            assert_eq!(composition.compose(one, two).inverse(), turned);
        }
    }

    #[test]
    fn only_sound_chains_cover() {
        let composition = composition();
        let content = |steps: &[Relation]| {
            let steps = steps.iter().map(|relation| Possible::only(*relation));
            steps.reduce(|so_far, step| composition.compose(so_far, step)).unwrap().content()
        };
        use Relation::{Equal, Intersects, NoRelation, SubsetOf, SupersetOf};
        assert_eq!(content(&[Equal, SupersetOf, Equal]), Content::Covers);
        assert_eq!(content(&[Equal, SubsetOf]), Content::Contained);
        assert_eq!(content(&[SupersetOf, SubsetOf]), Content::Overlaps);
        assert_eq!(content(&[Intersects, SubsetOf]), Content::Overlaps);
        assert_eq!(content(&[SubsetOf, NoRelation]), Content::None);
        assert_eq!(content(&[Intersects, Intersects]), Content::Unknown);
    }
}
