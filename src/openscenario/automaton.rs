//! A content model as a deterministic automaton (Glushkov's construction).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::xml::NameId;

use super::content::Particle;

/// A state of an [`Automaton`]; 0 is the start.
pub(super) type State = u16;

/// Accepts exactly the child sequences that a content model allows.
#[derive(Debug, Clone)]
pub(super) struct Automaton {
    states: Vec<StateRow>,
    alphabet: Vec<NameId>,
}

#[derive(Debug, Clone, Default)]
struct StateRow {
    next: Vec<(NameId, State)>,
    accepts: bool,
}

impl Automaton {
    /// Compiles `particle`, in which groups are already resolved by `name`.
    pub(super) fn new(
        particle: &Particle,
        name: &impl Fn(&str) -> Option<NameId>,
        group: &impl Fn(&str) -> Option<Particle>,
    ) -> Automaton {
        let mut builder = Builder { positions: Vec::new(), follow: Vec::new(), name, group };
        let whole = builder.add(particle);
        builder.determine(&whole)
    }

    pub(super) fn step(&self, state: State, name: NameId) -> Option<State> {
        let row = &self.states[usize::from(state)];
        row.next.iter().find(|(known, _)| *known == name).map(|(_, next)| *next)
    }

    pub(super) fn accepts(&self, state: State) -> bool {
        self.states[usize::from(state)].accepts
    }

    /// What may come next, in the order of the model.
    pub(super) fn next(&self, state: State) -> &[(NameId, State)] {
        &self.states[usize::from(state)].next
    }

    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// Every name of the model, in the order of the model.
    pub(super) fn alphabet(&self) -> &[NameId] {
        &self.alphabet
    }

    pub(super) fn knows(&self, name: NameId) -> bool {
        self.alphabet.contains(&name)
    }

    /// True if `names` is allowed.
    pub(super) fn matches(&self, names: impl IntoIterator<Item = NameId>) -> bool {
        let mut state = 0;
        for name in names {
            match self.step(state, name) {
                Some(next) => state = next,
                None => return false,
            }
        }
        self.accepts(state)
    }
}

/// The positions that can begin and end a part, and whether it can be empty.
#[derive(Debug, Clone, Default)]
struct Part {
    nullable: bool,
    first: BTreeSet<usize>,
    last: BTreeSet<usize>,
}

struct Builder<'f, N, G> {
    positions: Vec<NameId>,
    follow: Vec<BTreeSet<usize>>,
    name: &'f N,
    group: &'f G,
}

impl<N: Fn(&str) -> Option<NameId>, G: Fn(&str) -> Option<Particle>> Builder<'_, N, G> {
    fn add(&mut self, particle: &Particle) -> Part {
        match particle {
            Particle::Element(name) => self.element(name),
            Particle::Group(name) => match (self.group)(name) {
                Some(inner) => self.add(&inner),
                None => Part { nullable: true, ..Part::default() },
            },
            // `&` occurs only at the top of a model, where it has its own check.
            Particle::Sequence(members) | Particle::All(members) => self.sequence(members.iter()),
            Particle::Choice(members) => self.choice(members),
            Particle::Repeat { particle, min, max } => self.repeat(particle, *min, *max),
        }
    }

    fn element(&mut self, name: &str) -> Part {
        let Some(id) = (self.name)(name) else { return Part { nullable: true, ..Part::default() } };
        let position = self.positions.len();
        self.positions.push(id);
        self.follow.push(BTreeSet::new());
        Part { nullable: false, first: BTreeSet::from([position]), last: BTreeSet::from([position]) }
    }

    fn sequence<'p>(&mut self, members: impl Iterator<Item = &'p Particle>) -> Part {
        let mut whole = Part { nullable: true, ..Part::default() };
        for member in members {
            let part = self.add(member);
            self.join(&mut whole, part);
        }
        whole
    }

    fn join(&mut self, whole: &mut Part, part: Part) {
        for &end in &whole.last {
            self.follow[end].extend(&part.first);
        }
        if whole.nullable {
            whole.first.extend(&part.first);
        }
        if part.nullable {
            whole.last.extend(&part.last);
        } else {
            whole.last = part.last;
        }
        whole.nullable &= part.nullable;
    }

    fn choice(&mut self, members: &[Particle]) -> Part {
        let mut whole = Part::default();
        for member in members {
            let part = self.add(member);
            whole.nullable |= part.nullable;
            whole.first.extend(&part.first);
            whole.last.extend(&part.last);
        }
        whole
    }

    /// `min` copies, then optional copies up to `max`, or a loop.
    fn repeat(&mut self, particle: &Particle, min: u32, max: Option<u32>) -> Part {
        let mut whole = Part { nullable: true, ..Part::default() };
        for _ in 0..min.saturating_sub(u32::from(max.is_none())) {
            let part = self.add(particle);
            self.join(&mut whole, part);
        }
        match max {
            Some(max) => {
                for _ in min..max {
                    let mut part = self.add(particle);
                    part.nullable = true;
                    self.join(&mut whole, part);
                }
            }
            None => {
                let mut part = self.add(particle);
                for &end in &part.last.clone() {
                    self.follow[end].extend(&part.first);
                }
                part.nullable |= min == 0;
                self.join(&mut whole, part);
            }
        }
        whole
    }

    fn determine(&self, whole: &Part) -> Automaton {
        let mut ids: BTreeMap<BTreeSet<usize>, State> = BTreeMap::new();
        let mut states = vec![StateRow { next: Vec::new(), accepts: whole.nullable }];
        let mut alphabet = Vec::new();
        let mut pending = vec![(0, whole.first.clone())];
        while let Some((state, reachable)) = pending.pop() {
            let mut by_name: Vec<(NameId, BTreeSet<usize>)> = Vec::new();
            for &position in &reachable {
                let name = self.positions[position];
                match by_name.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, set)) => {
                        set.insert(position);
                    }
                    None => by_name.push((name, BTreeSet::from([position]))),
                }
            }
            for (name, set) in by_name {
                let next = match ids.get(&set) {
                    Some(&known) => known,
                    None => {
                        let id = states.len() as State;
                        let accepts = set.iter().any(|position| whole.last.contains(position));
                        states.push(StateRow { next: Vec::new(), accepts });
                        let follow = set.iter().flat_map(|&position| self.follow[position].iter().copied()).collect();
                        pending.push((id, follow));
                        ids.insert(set, id);
                        id
                    }
                };
                states[usize::from(state)].next.push((name, next));
            }
        }
        for &name in &self.positions {
            if !alphabet.contains(&name) {
                alphabet.push(name);
            }
        }
        Automaton { states, alphabet }
    }
}

#[cfg(test)]
mod tests {
    use super::super::content::parse;
    use super::*;
    use crate::xml::Vocabulary;

    fn accepts(model: &str, children: &str) -> bool {
        let mut vocabulary = Vocabulary::default();
        for letter in 'A'..='F' {
            vocabulary.add(&letter.to_string());
        }
        let name = |name: &str| vocabulary.get(name);
        let group = |_: &str| parse("(E | F)").ok();
        let automaton = Automaton::new(&parse(model).unwrap(), &name, &group);
        automaton.matches(children.chars().map(|c| name(&c.to_string()).unwrap()))
    }

    #[test]
    fn sequences_choices_groups_and_counts() {
        for (model, good, bad) in [
            ("(A, B?, C*)", vec!["A", "AB", "ACC", "ABCC"], vec!["", "B", "AA", "ACB", "ABB"]),
            ("(A | B?)", vec!["", "A", "B"], vec!["AB", "AA", "C"]),
            ("(A | B)+", vec!["A", "ABBA"], vec!["", "C"]),
            ("A{2,}", vec!["AA", "AAAA"], vec!["", "A", "AAB"]),
            ("(A?, B{3,})", vec!["ABBB", "BBBB"], vec!["ABB", "A"]),
            ("(A, @G)", vec!["AE", "AF"], vec!["A", "AEF", "E"]),
            ("(@G?, A*)", vec!["", "E", "FAA"], vec!["EF", "AE"]),
            ("A{1,3}", vec!["A", "AAA"], vec!["", "AAAA"]),
            ("(@G)*", vec!["", "EFEF"], vec!["A"]),
        ] {
            for children in good {
                assert!(accepts(model, children), "{model} should accept {children:?}");
            }
            for children in bad {
                assert!(!accepts(model, children), "{model} should refuse {children:?}");
            }
        }
    }
}
