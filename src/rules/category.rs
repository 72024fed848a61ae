//! Categories of vehicles, as people name them.

/// What people call the vehicles of a category; how the words begin.
const VEHICLES: [(&str, &str); 13] = [
    ("truck", "N"),
    ("lorr", "N"),
    ("lkw", "N"),
    ("van", "N1"),
    ("bus", "M"),
    ("coach", "M"),
    ("passenger", "M"),
    ("car", "M1"),
    ("pkw", "M1"),
    ("trailer", "O"),
    ("motorcycle", "L"),
    ("moped", "L"),
    ("tractor", "T"),
];

/// `M1`, `N`, or what the word is called among people.
pub(super) fn category_of(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let of_word = VEHICLES.iter().find(|(begin, _)| lower.starts_with(begin)).map(|(_, category)| *category);
    let category = is_category(word).then(|| word.to_uppercase());
    category.or_else(|| of_word.map(str::to_owned))
}

/// `M`, `M1`, `L7e`: a capital letter and at most two more characters.
pub(super) fn is_category(word: &str) -> bool {
    let mut rest = word.chars();
    matches!(rest.next(), Some('L' | 'M' | 'N' | 'O' | 'T'))
        && rest.next().is_none_or(|c| ('1'..='7').contains(&c))
        && rest.next().is_none_or(|c| c.is_ascii_alphabetic())
        && rest.next().is_none()
}
