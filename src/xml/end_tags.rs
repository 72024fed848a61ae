//! End tags: which element each closes, also where names do not match.

use crate::source::Span;

use super::chars::is_name;
use super::fault::FaultKind;
use super::parse::{Parser, Piece, excerpt};
use super::tree::NodeId;

/// An end tag that matches no open element.
pub(super) struct Suspect {
    name: String,
    span: Span,
    /// How many elements were open.
    depth: usize,
}

impl Parser<'_> {
    pub(super) fn end_tag(&mut self, piece: &Piece<'_>) {
        let (name, span) = (piece.inner(2, 1), piece.span());
        let floor = piece.replacement.map_or(0, |replacement| replacement.floor);
        // Nearly every end tag is that of the innermost element.
        if self.suspects.is_empty() && self.innermost(floor).is_some_and(|id| self.tree.name(id) == name) {
            self.close_element(span.end);
            return;
        }
        let name = name.trim_end_matches([' ', '\t', '\n', '\r']);
        if name.contains('<') {
            self.tag_without_end(piece);
            return;
        }
        self.resolve_suspects(Some(name));
        match self.innermost(floor) {
            None => self.stray_end_tag(name, span),
            Some(id) if self.tree.name(id) == name => self.close_element(span.end),
            Some(_) => self.wrong_end_tag(name, span, floor),
        }
    }

    /// The innermost of the open elements from `floor` on.
    fn innermost(&self, floor: usize) -> Option<NodeId> {
        self.open.get(floor..)?.last().copied()
    }

    /// The tag does not close the innermost element: it closes one around it,
    /// or nothing tells yet what it is.
    fn wrong_end_tag(&mut self, name: &str, span: Span, floor: usize) {
        let around = self.open[floor..].iter().rposition(|&id| self.tree.name(id) == name);
        if !is_name(name) {
            self.fault(FaultKind::BadName { name: excerpt(name), what: "end tag" }, span);
            self.close_element(span.end);
        } else if let Some(at) = around {
            self.mismatched_end_tag(name, span);
            while self.open.len() > floor + at + 1 {
                if let Some(&id) = self.open.last() {
                    self.closed_early.push(self.tree.name(id).to_owned());
                }
                self.close_element(span.end);
            }
            self.close_element(span.end);
        } else if let Some(at) = self.closed_early.iter().rposition(|early| early == name) {
            self.closed_early.remove(at);
        } else {
            self.suspects.push(Suspect { name: name.to_owned(), span, depth: self.open.len() });
        }
    }

    fn mismatched_end_tag(&mut self, found: &str, span: Span) {
        let Some(&innermost) = self.open.last() else { return };
        let expected = self.tree.name(innermost).to_owned();
        let opened = self.tree.name_span(innermost);
        self.fault_with(FaultKind::MismatchedEndTag { expected, found: found.to_owned() }, span, Some(opened));
    }

    fn stray_end_tag(&mut self, name: &str, span: Span) {
        match self.closed_early.iter().rposition(|early| early == name) {
            Some(at) => {
                self.closed_early.remove(at);
            }
            None => self.fault(FaultKind::StrayEndTag { name: name.to_owned() }, span),
        }
    }

    /// `next` is the end tag after the suspect: if it closes the innermost
    /// element, the suspect was one too many; else it stood for its end tag.
    pub(super) fn resolve_suspects(&mut self, next: Option<&str>) {
        let is_due = |suspect: &Suspect, open: usize| next.is_none() || suspect.depth >= open;
        while let Some(suspect) = self.suspects.pop_if(|suspect| is_due(suspect, self.open.len())) {
            let innermost = self.open.last().map(|&id| self.tree.name(id));
            if suspect.depth != self.open.len() || innermost.is_none() || innermost == next {
                self.fault(FaultKind::StrayEndTag { name: suspect.name }, suspect.span);
            } else {
                self.mismatched_end_tag(&suspect.name, suspect.span);
                self.close_element(suspect.span.end);
            }
        }
    }

    /// A suspect that no later tag could explain, as nothing more was read.
    pub(super) fn leave_suspects(&mut self) {
        if !self.halted || self.suspects.is_empty() {
            return;
        }
        // Unclosed elements that pile up to a limit are a consequence.
        let suspect = self.suspects.swap_remove(0);
        let meant = self.open.get(suspect.depth.saturating_sub(1)).copied();
        let kind = match meant.map(|id| self.tree.name(id).to_owned()) {
            Some(expected) => FaultKind::MismatchedEndTag { expected, found: suspect.name },
            None => FaultKind::StrayEndTag { name: suspect.name },
        };
        self.fault_with(kind, suspect.span, meant.map(|id| self.tree.name_span(id)));
    }
}
