//! Which known name a misspelt one was meant to be.

/// The candidate that `word` was probably meant to be.
pub(crate) fn closest<C: AsRef<str> + Clone>(word: &str, candidates: &[C]) -> Option<C> {
    let lower = word.to_lowercase();
    candidates
        .iter()
        .filter_map(|candidate| Some((spelling_distance(&lower, candidate.as_ref())?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.clone())
}

/// How many letters of `word` differ from `candidate`, capitals aside; `None`
/// if it could not be a misspelling of it: at most a third may differ, or one
/// letter after the first of a short word.
pub(crate) fn spelling_distance(word: &str, candidate: &str) -> Option<u32> {
    let (word, candidate) = (word.to_lowercase(), candidate.to_lowercase());
    if word.len().abs_diff(candidate.len()) > 4 || word.len() > 100 {
        return None;
    }
    let longest = word.chars().count().max(candidate.chars().count());
    let distance = strsim::damerau_levenshtein(&word, &candidate);
    let is_short_slip = distance == 1 && word.chars().next() == candidate.chars().next();
    (distance * 3 <= longest || is_short_slip).then(|| u32::try_from(distance).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_meant() {
        let names = ["Trajectory", "TrajectoryRef", "CatalogReference"];
        assert_eq!(closest("trajectoryRef", &names), Some("TrajectoryRef"));
        assert_eq!(closest("Trajectry", &names), Some("Trajectory"));
        assert_eq!(closest("Blah", &names), None);
        assert_eq!(closest("xq", &["x", "y"]), Some("x"));
        assert_eq!(closest("z", &["x", "y"]), None);
    }
}
