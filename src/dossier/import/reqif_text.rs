//! Rich text of requirements to plain text.

/// Elements that break a line in rich text.
const BLOCKS: [&str; 20] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
];

/// Rich text while it is read.
pub(super) struct Rich {
    /// Depth of the element that holds it.
    pub(super) depth: usize,
    pub(super) text: String,
    /// Depth of a part that was deleted.
    deleted: Option<usize>,
}

impl Rich {
    pub(super) fn new(depth: usize) -> Rich {
        Rich { depth, text: String::new(), deleted: None }
    }

    pub(super) fn open(&mut self, name: &str, depth: usize) {
        if name == "del" && self.deleted.is_none() {
            self.deleted = Some(depth);
        }
        if BLOCKS.contains(&name) {
            self.new_line();
        }
    }

    pub(super) fn close(&mut self, name: &str, depth: usize) {
        if self.deleted == Some(depth) {
            self.deleted = None;
        }
        if BLOCKS.contains(&name) {
            self.new_line();
        }
    }

    fn new_line(&mut self) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Blanks are one blank, as they are shown.
    pub(super) fn push(&mut self, text: &str) {
        if self.deleted.is_some() {
            return;
        }
        for c in text.chars() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c != ' ' || !(self.text.is_empty() || self.text.ends_with([' ', '\n'])) {
                self.text.push(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_break_lines_and_deleted_parts_are_gone() {
        let mut rich = Rich::new(1);
        rich.push("  The\n  item ");
        rich.open("del", 2);
        rich.open("b", 3);
        rich.push("never");
        rich.close("b", 3);
        rich.close("del", 2);
        rich.open("br", 2);
        rich.close("br", 2);
        rich.push(" brakes");
        assert_eq!(rich.text, "The item\nbrakes");
    }
}
