//! One finding for what has one cause.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::rules::Hit;

/// The first finding of each key, which says at how many more places it is so; the
/// next of them is its related place.
pub(super) fn merged<K: Eq + Hash>(hits: impl Iterator<Item = (K, Hit)>) -> Vec<Hit> {
    let mut places: FxHashMap<K, usize> = FxHashMap::default();
    let mut all: Vec<(Hit, usize)> = Vec::new();
    for (key, hit) in hits {
        let index = *places.entry(key).or_insert(all.len());
        match all.get_mut(index) {
            Some((first, more)) => {
                first.related = first.related.or(Some(hit.at));
                *more += 1;
            }
            None => all.push((hit, 0)),
        }
    }
    all.into_iter().map(|(hit, more)| told(hit, more)).collect()
}

fn told(mut hit: Hit, more: usize) -> Hit {
    if more > 0 {
        let places = if more == 1 { "1 more place".to_owned() } else { format!("{more} more places") };
        hit.draft.message = format!("{}, here and at {places}", hit.draft.message);
        hit.draft.related_label.get_or_insert_with(|| "the next of them".to_owned());
    }
    hit
}
