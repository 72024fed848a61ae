//! Names as small numbers, so that comparing them is comparing integers.

use std::collections::HashMap;

/// A name; ids below the vocabulary's length mean the same in every document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub(crate) u32);

/// Names known before any document is read.
#[derive(Debug, Default)]
pub struct Vocabulary {
    names: Vec<String>,
    /// One more than the id of a name, at the place that [`first_place`] gives or the next
    /// free one; 0 is free. Most are free, so that a name is found at the first place.
    places: Vec<u32>,
    /// By how much a hash is shifted to give a place.
    shift: u32,
}

/// Places for each name at least.
const SPARSE: usize = 4;

/// Where a name is looked for first. Rules look for literals, whose hashes the compiler
/// works out where this is inlined.
#[inline]
fn first_place(name: &str, shift: u32) -> usize {
    const SPREAD: u64 = 0xf135_7aea_2e62_a9c5;
    let mix = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    let bytes = name.as_bytes();
    let length = bytes.len() as u64;
    let sum = match (bytes.first_chunk(), bytes.last_chunk(), bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last), ..) => {
            let ends = mix(mix(length, u64::from_le_bytes(*first)), u64::from_le_bytes(*last));
            // What lies between them, if anything does.
            let (between, _) = bytes[8..].as_chunks();
            let between = if bytes.len() > 16 { between } else { &[] };
            between.iter().fold(ends, |sum, word| mix(sum, u64::from_le_bytes(*word)))
        }
        (.., Some(first), Some(last)) => {
            mix(length, u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)))
        }
        _ => bytes.iter().fold(length, |sum, byte| mix(sum, u64::from(*byte))),
    };
    // All bytes count in the highest bits.
    (sum >> shift) as usize
}

impl Vocabulary {
    /// The id of `name`, adding it if it is new.
    pub fn add(&mut self, name: &str) -> NameId {
        if let Some(id) = self.get(name) {
            return id;
        }
        let id = NameId(self.len());
        self.names.push(name.to_owned());
        if self.names.len() * SPARSE > self.places.len() {
            let places = (2 * SPARSE * self.names.len()).next_power_of_two();
            self.places = vec![0; places];
            self.shift = u64::BITS - places.trailing_zeros();
            (0..self.names.len()).for_each(|index| self.place(index));
        } else {
            self.place(self.names.len() - 1);
        }
        id
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    /// Puts a name into the first free place.
    fn place(&mut self, index: usize) {
        let mut place = first_place(&self.names[index], self.shift);
        while self.places[place] != 0 {
            place = self.next(place);
        }
        self.places[place] = index as u32 + 1;
    }

    /// The id of `name`, if it is known.
    #[inline]
    pub fn get(&self, name: &str) -> Option<NameId> {
        let place = first_place(name, self.shift);
        let index = self.places.get(place)?.checked_sub(1)?;
        if self.names.get(index as usize)? == name { Some(NameId(index)) } else { self.further(name, place) }
    }

    /// The same, of a name whose first place another has.
    #[cold]
    fn further(&self, name: &str, taken: usize) -> Option<NameId> {
        let mut place = self.next(taken);
        while let Some(index) = self.places[place].checked_sub(1) {
            if self.names[index as usize] == name {
                return Some(NameId(index));
            }
            place = self.next(place);
        }
        None
    }

    /// The name behind `id`, if it belongs to this vocabulary.
    pub fn name(&self, id: NameId) -> Option<&str> {
        self.names.get(id.0 as usize).map(String::as_str)
    }

    fn len(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }
}

/// The names of a document that the vocabulary lacks. A document may be made so that its names meet at one
/// place: here they are hashed with a key that nobody knows.
#[derive(Debug, Default)]
pub(super) struct OwnNames {
    names: Vec<Box<str>>,
    ids: HashMap<Box<str>, u32>,
}

impl OwnNames {
    fn add(&mut self, name: &str) -> u32 {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.into());
        self.ids.insert(name.into(), id);
        id
    }
}

/// The names of one document: the shared vocabulary and what it lacks.
#[derive(Debug)]
pub(super) struct Names<'v> {
    known: &'v Vocabulary,
    own: OwnNames,
}

impl<'v> Names<'v> {
    pub(super) fn new(known: &'v Vocabulary) -> Self {
        Names::with_own(known, OwnNames::default())
    }

    pub(super) fn with_own(known: &'v Vocabulary, own: OwnNames) -> Self {
        Names { known, own }
    }

    pub(super) fn into_own(self) -> OwnNames {
        self.own
    }

    pub(super) fn intern(&mut self, name: &str) -> NameId {
        match self.known.get(name) {
            Some(id) => id,
            None => NameId(self.known.len() + self.own.add(name)),
        }
    }

    /// True if the name is one of the shared vocabulary.
    pub(super) fn is_known(&self, id: NameId) -> bool {
        id.0 < self.known.len()
    }

    pub(super) fn name(&self, id: NameId) -> &str {
        let own = || self.own.names.get(id.0.checked_sub(self.known.len())? as usize).map(Box::as_ref);
        self.known.name(id).or_else(own).unwrap_or_default()
    }

    #[inline]
    pub(super) fn find(&self, name: &str) -> Option<NameId> {
        self.known.get(name).or_else(|| self.find_own(name))
    }

    fn find_own(&self, name: &str) -> Option<NameId> {
        Some(NameId(self.known.len() + self.own.ids.get(name)?))
    }
}
