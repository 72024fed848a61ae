//! Words as rules compare them.

/// A name as it is compared: `MRC path` and `mrc_path` are `mrc-path`.
pub(super) fn key(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

/// A text without capitals, and with one space where there are more.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_capitals_and_gaps() {
        assert_eq!(key(" MRC path"), key("mrc_path"));
        assert_eq!(plain("The  vehicle\n stops "), "the vehicle stops");
    }
}
