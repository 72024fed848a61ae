//! Which elements of a storyboard can start, given what each waits for.

use std::ops::Range;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Something that happens once all of others have happened.
#[derive(Debug)]
struct Clause {
    happens: usize,
    /// Which part of `Order::before` those are.
    after: Range<usize>,
}

/// What has to happen before what. What has several clauses happens after any.
#[derive(Debug, Default)]
pub struct Order {
    clauses: Vec<Clause>,
    before: Vec<usize>,
    size: usize,
}

impl Order {
    /// An order of `size` happenings, numbered from 0.
    pub fn new(size: usize) -> Order {
        Order { clauses: Vec::with_capacity(size), before: Vec::with_capacity(2 * size), size }
    }

    /// Says that `happens` may come once all of `after` have come.
    pub fn add(&mut self, happens: usize, after: impl IntoIterator<Item = usize>) {
        let start = self.before.len();
        self.before.extend(after);
        self.clauses.push(Clause { happens, after: start..self.before.len() });
    }

    fn after(&self, clause: &Clause) -> &[usize] {
        &self.before[clause.after.clone()]
    }

    /// What can happen at all.
    fn possible(&self) -> Vec<bool> {
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); self.size];
        let mut left: Vec<usize> = Vec::with_capacity(self.clauses.len());
        for (index, clause) in self.clauses.iter().enumerate() {
            left.push(clause.after.len());
            for &before in self.after(clause) {
                waiting[before].push(index);
            }
        }
        let mut possible = vec![false; self.size];
        let ready = self.clauses.iter().filter(|clause| clause.after.is_empty());
        let mut next: Vec<usize> = ready.map(|clause| clause.happens).collect();
        while let Some(happened) = next.pop() {
            if std::mem::replace(&mut possible[happened], true) {
                continue;
            }
            for &clause in &waiting[happened] {
                left[clause] -= 1;
                if left[clause] == 0 {
                    next.push(self.clauses[clause].happens);
                }
            }
        }
        possible
    }

    /// The circles in which each waits for another, so that none can happen.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let possible = self.possible();
        if possible.iter().all(|&possible| possible) {
            return Vec::new();
        }
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(self.size, self.clauses.len());
        possible.iter().for_each(|_| _ = graph.add_node(()));
        for clause in self.clauses.iter().filter(|clause| !possible[clause.happens]) {
            for &before in self.after(clause).iter().filter(|&&before| !possible[before]) {
                graph.add_edge(NodeIndex::new(clause.happens), NodeIndex::new(before), ());
            }
        }
        let components = kosaraju_scc(&graph).into_iter();
        let circular = components.filter(|found| found.len() > 1 || graph.contains_edge(found[0], found[0]));
        let mut circles: Vec<Vec<usize>> =
            circular.map(|found| found.into_iter().map(NodeIndex::index).collect()).collect();
        circles.iter_mut().for_each(|circle| circle.sort_unstable());
        circles.sort_unstable();
        circles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_that_wait_for_each_other_are_a_circle() {
        let mut order = Order::new(3);
        order.add(0, [1]);
        order.add(1, [0]);
        order.add(2, [1]);
        assert_eq!(order.circles(), [[0, 1]]);
    }

    #[test]
    fn another_way_opens_the_circle() {
        let mut order = Order::new(2);
        order.add(0, [1]);
        order.add(1, [0]);
        order.add(1, []);
        assert!(order.circles().is_empty());
    }
}
