//! The smallest change that makes a wrong sequence of children right.
//!
//! Reporting the first surprise of an automaton blames the wrong place: a
//! missing element shows only when the next one comes. The children are
//! therefore aligned with the model at least cost, in windows of bounded size
//! so that a long list of children costs no more than its length.

use crate::xml::NameId;

use super::automaton::{Automaton, State};

/// One difference between the children and the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// The child of this index is one too many.
    Delete(usize),
    /// Before the child of this index, something is missing.
    Insert {
        at: usize,
        /// What would do with the least to write.
        cheapest: Vec<NameId>,
        /// All that might come there.
        possible: Vec<NameId>,
    },
    /// The child of this index stands where one of these should.
    Replace(usize, Vec<NameId>),
}

const REMOVE: u32 = 10;
const INSERT: u32 = 10;
/// An unknown element in the place of another: cheaper than removing it and
/// missing that one.
const REPLACE: u32 = 12;
/// … the more so if the names are alike: this and the letters that differ.
const REPLACE_ALIKE: u32 = 6;
const IMPOSSIBLE: u32 = u32::MAX / 2;

/// How far before and after a surprise a better explanation is sought.
const BACK: usize = 48;
const AHEAD: usize = 208;

/// Aligns `children` with `model`. `alike` tells by how many letters the child
/// of an index differs from a name that it could be meant as.
pub(super) fn align(
    model: &Automaton,
    children: &[NameId],
    alike: &impl Fn(usize, NameId) -> Option<u32>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut at, mut state) = (0, 0);
    loop {
        let run = Run::new(model, children, at, state);
        if run.is_complete {
            return edits;
        }
        let start = run.stopped_at().saturating_sub(BACK).max(at);
        let end = (run.stopped_at() + AHEAD).min(children.len());
        let window = Window { model, children, start, end, alike };
        let costs = window.costs();
        state = window.explain(&costs, run.state_at(start), &mut edits);
        at = end;
        if end == children.len() {
            return edits;
        }
    }
}

/// How far the model accepts the children from some place on.
struct Run {
    from: usize,
    /// The state before each child accepted, and after the last one.
    states: Vec<State>,
    is_complete: bool,
}

impl Run {
    fn new(model: &Automaton, children: &[NameId], from: usize, state: State) -> Run {
        let mut states = vec![state];
        let mut current = state;
        for &child in &children[from..] {
            match model.step(current, child) {
                Some(next) => current = next,
                None => return Run { from, states, is_complete: false },
            }
            states.push(current);
        }
        Run { from, states, is_complete: model.accepts(current) }
    }

    fn stopped_at(&self) -> usize {
        self.from + self.states.len() - 1
    }

    fn state_at(&self, at: usize) -> State {
        self.states[at - self.from]
    }
}

struct Window<'a, F> {
    model: &'a Automaton,
    children: &'a [NameId],
    start: usize,
    end: usize,
    alike: &'a F,
}

impl<F: Fn(usize, NameId) -> Option<u32>> Window<'_, F> {
    /// The least cost from before each child in each state to the end.
    fn costs(&self) -> Vec<Vec<u32>> {
        let states = self.model.len();
        let mut costs = vec![vec![IMPOSSIBLE; states]; self.end - self.start + 1];
        for at in (self.start..=self.end).rev() {
            let row = at - self.start;
            for state in 0..states {
                costs[row][state] = self.without_insertion(&costs, at, state as State);
            }
            self.relax(&mut costs[row]);
        }
        costs
    }

    fn without_insertion(&self, costs: &[Vec<u32>], at: usize, state: State) -> u32 {
        if at == self.end {
            let open_end = self.end < self.children.len();
            return if open_end || self.model.accepts(state) { 0 } else { IMPOSSIBLE };
        }
        let after = &costs[at - self.start + 1];
        let keep = self.model.step(state, self.children[at]).map(|next| after[usize::from(next)]);
        let remove = REMOVE + after[usize::from(state)];
        let replace = self.replacements(at, state).map(|(_, next, cost)| cost + after[usize::from(next)]).min();
        keep.into_iter().chain(replace).fold(remove, u32::min)
    }

    /// What the child could stand for: only an unknown one stands for another.
    fn replacements(&self, at: usize, state: State) -> impl Iterator<Item = (NameId, State, u32)> {
        let unknown = !self.model.knows(self.children[at]);
        let next = if unknown { self.model.next(state) } else { &[] };
        next.iter().map(move |&(name, next)| {
            let cost = (self.alike)(at, name).map_or(REPLACE, |distance| REPLACE_ALIKE + distance.min(4));
            (name, next, cost)
        })
    }

    /// Lets insertions lower the costs until nothing changes.
    fn relax(&self, row: &mut [u32]) {
        let mut changed = true;
        while changed {
            changed = false;
            for state in 0..row.len() {
                for &(_, next) in self.model.next(state as State) {
                    let cost = INSERT + row[usize::from(next)];
                    if cost < row[state] {
                        row[state] = cost;
                        changed = true;
                    }
                }
            }
        }
    }

    /// Follows the least cost from `state`, adds what differs to `edits` and
    /// returns the state at the end.
    fn explain(&self, costs: &[Vec<u32>], mut state: State, edits: &mut Vec<Edit>) -> State {
        let mut at = self.start;
        loop {
            let row = &costs[at - self.start];
            let cost = row[usize::from(state)];
            if at == self.end && self.without_insertion(costs, at, state) == cost {
                return state;
            }
            if at < self.end {
                let after = &costs[at - self.start + 1];
                if let Some(next) = self.model.step(state, self.children[at])
                    && after[usize::from(next)] == cost
                {
                    (at, state) = (at + 1, next);
                    continue;
                }
                let fits = |(_, next, price): &(NameId, State, u32)| price + after[usize::from(*next)] == cost;
                let meant: Vec<_> = self.replacements(at, state).filter(fits).collect();
                if let Some(&(_, next, _)) = meant.first() {
                    edits.push(Edit::Replace(at, meant.iter().map(|(name, ..)| *name).collect()));
                    (at, state) = (at + 1, next);
                    continue;
                }
                if REMOVE + after[usize::from(state)] == cost {
                    edits.push(Edit::Delete(at));
                    at += 1;
                    continue;
                }
            }
            let fits = |(_, next): &&(NameId, State)| INSERT + row[usize::from(*next)] == cost;
            let missing: Vec<_> = self.model.next(state).iter().filter(fits).collect();
            let Some(&&(_, next)) = missing.first() else { return state };
            let possible = self.model.next(state).iter().map(|(name, _)| *name).collect();
            edits.push(Edit::Insert { at, cheapest: missing.iter().map(|(name, _)| *name).collect(), possible });
            state = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::content::parse;
    use super::*;
    use crate::xml::Vocabulary;

    fn edits(model: &str, children: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        for letter in 'A'..='Z' {
            vocabulary.add(&letter.to_string());
        }
        let id = |name: &str| vocabulary.get(name);
        let model = Automaton::new(&parse(model).unwrap(), &id, &|_| None);
        let children: Vec<NameId> = children.chars().map(|c| id(&c.to_string()).unwrap()).collect();
        let shown = |names: &[NameId]| names.iter().map(|&name| vocabulary.name(name).unwrap()).collect::<String>();
        // Y is a misspelt B.
        let alike = |at: usize, name: NameId| (Some(children[at]) == id("Y") && Some(name) == id("B")).then_some(1);
        align(&model, &children, &alike)
            .iter()
            .map(|edit| match edit {
                Edit::Delete(at) => format!("-{at}"),
                Edit::Insert { at, cheapest, .. } => format!("+{at}{}", shown(cheapest)),
                Edit::Replace(at, names) => format!("~{at}{}", shown(names)),
            })
            .collect()
    }

    #[test]
    fn the_smallest_change_is_found() {
        for (model, children, expected) in [
            ("(A, B, C?)", "AB", vec![]),
            ("(A, B, C?)", "AC", vec!["+1B"]),
            ("(A, B, C?)", "ABB", vec!["-2"]),
            ("(A, B, C?)", "", vec!["+0A", "+0B"]),
            ("(A, B, C?)", "AXB", vec!["-1"]),
            ("(A, B, C?)", "AYC", vec!["~1B"]),
            ("(A, B, C?)", "AXC", vec!["~1B"]),
            ("(A | B | C)", "", vec!["+0ABC"]),
            ("(A | B | C)", "X", vec!["~0ABC"]),
            ("(A | B)", "AB", vec!["-1"]),
            ("(A+, B)", "AAXAAB", vec!["-2"]),
            ("A{2,}", "A", vec!["+1A"]),
        ] {
            assert_eq!(edits(model, children), expected, "{model} against {children}");
        }
    }

    #[test]
    fn long_lists_are_explained_window_by_window() {
        let children = format!("{}X{}X{}", "A".repeat(1000), "A".repeat(1000), "A".repeat(1000));
        assert_eq!(edits("(A+, B?)", &children), ["-1000", "-2001"]);
    }
}
