//! Circles among what rests on each other.

/// A circle in each part of the graph that has one, as nodes in the order of
/// their links. `parents` holds the nodes that each node supports.
///
/// Nothing recurses: what supports nothing is taken away until only what leads
/// into a circle is left, and then any way ends in one.
pub(super) fn circles(parents: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); parents.len()];
    let mut open: Vec<usize> = parents.iter().map(Vec::len).collect();
    for (node, parents) in parents.iter().enumerate() {
        parents.iter().for_each(|&parent| children[parent].push(node));
    }
    let mut done: Vec<usize> = (0..parents.len()).filter(|&node| open[node] == 0).collect();
    while let Some(node) = done.pop() {
        for &child in &children[node] {
            open[child] -= 1;
            if open[child] == 0 {
                done.push(child);
            }
        }
    }
    // Each node that is left has a parent that is left.
    let next = |node: usize| parents[node].iter().copied().find(|&parent| open[parent] > 0);
    let mut visited: Vec<Option<usize>> = vec![None; parents.len()];
    let mut found = Vec::new();
    for start in (0..parents.len()).filter(|&node| open[node] > 0) {
        let mut way = Vec::new();
        let mut node = start;
        while visited[node].is_none() {
            visited[node] = Some(start);
            way.push(node);
            match next(node) {
                Some(parent) => node = parent,
                None => break,
            }
        }
        // A way that meets an earlier one ends in a circle that is known.
        if visited[node] == Some(start)
            && let Some(from) = way.iter().position(|&passed| passed == node)
        {
            found.push(way.split_off(from));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn what_is_shared_is_no_circle() {
        // 3 and 2 support 1, 1 and 2 support 0.
        assert!(circles(&[vec![], vec![0], vec![0, 1], vec![1]]).is_empty());
        assert!(circles(&[]).is_empty());
    }

    #[test]
    fn each_circle_is_found_once() {
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![0], vec![0], vec![3]]), [vec![0, 1, 2]]);
        assert_eq!(circles(&[vec![1], vec![0], vec![3], vec![2], vec![]]), [vec![0, 1], vec![2, 3]]);
        // The way into the circle is no part of it.
        assert_eq!(circles(&[vec![1], vec![2], vec![1]]), [vec![1, 2]]);
    }

    #[test]
    fn a_long_way_takes_no_stack() {
        let mut parents: Vec<Vec<usize>> = (0..200_000).map(|node| vec![node + 1]).collect();
        parents.push(vec![]);
        assert!(circles(&parents).is_empty());
        parents[200_000].push(0);
        assert_eq!(circles(&parents)[0].len(), 200_001);
    }
}
