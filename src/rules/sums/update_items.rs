//! What the record of an update has to state, item by item, and what each
//! item says as it stands there.

use crate::dossier::status::{self, Status};
use crate::dossier::values::{self, denial};
use crate::dossier::{Reach, RecordRef};
use crate::rules::Examination;
use crate::rules::paths::{Worth, worth};
use crate::rules::words::{answer, says_no};

/// What an item asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// A description, which a person judges, or a document with it.
    Description,
    /// A description; `none` is an answer.
    Systems,
    /// Approvals by their regulation; `none` is an answer.
    Approvals,
    /// Yes or no, and which.
    Question,
    /// Yes or no.
    YesNo,
    /// That something was done, and passed.
    Confirmation,
}

/// An item of the record.
pub(super) struct Item {
    pub(super) field: &'static str,
    /// What it states.
    pub(super) what: &'static str,
    pub(super) clause: &'static str,
    pub(super) asks: Asks,
    /// False if a person judges its clause whatever the item says.
    decides: bool,
}

const fn item(field: &'static str, what: &'static str, clause: &'static str, asks: Asks) -> Item {
    Item { field, what, clause, asks, decides: true }
}

const fn beside(field: &'static str, what: &'static str, clause: &'static str, asks: Asks) -> Item {
    Item { field, what, clause, asks, decides: false }
}

/// The nine items, and what the record has to hold besides.
pub(super) const ITEMS: [Item; 13] = [
    item("purpose", "purpose", "UN-R156:7.1.2.5(a)", Asks::Description),
    item("systems", "systems or functions that may be affected", "UN-R156:7.1.2.5(b)", Asks::Systems),
    item("approved_systems", "which of them are type approved", "UN-R156:7.1.2.5(c)", Asks::Approvals),
    item("affects_approval", "whether their requirements are still met", "UN-R156:7.1.2.5(d)", Asks::YesNo),
    item("parameters_affected", "whether an approval parameter is affected", "UN-R156:7.1.2.5(e)", Asks::Question),
    item("approval_sought", "whether an approval was sought", "UN-R156:7.1.2.5(f)", Asks::Question),
    item("execution", "how and under which conditions it is executed", "UN-R156:7.1.2.5(g)", Asks::Description),
    item("safety_confirmation", "that it is conducted safely and securely", "UN-R156:7.1.2.5(h)", Asks::Confirmation),
    item("verification", "that verification and validation were passed", "UN-R156:7.1.2.5(i)", Asks::Confirmation),
    beside("configuration_before", "configuration before", "UN-R156:7.1.2.2", Asks::Description),
    beside("configuration_after", "configuration after", "UN-R156:7.1.2.2", Asks::Description),
    beside("targets", "target vehicles", "UN-R156:7.1.2.4", Asks::Description),
    beside("compatibility", "confirmation of compatibility", "UN-R156:7.1.2.4", Asks::Confirmation),
];

/// What an item says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// What is asked for.
    Stated,
    /// Nothing.
    Nothing,
    /// Plainly no, or not yet.
    Denied,
    /// Something that may well be a no, or that nobody but a person understands.
    Unclear,
    /// A description in words, without a document that holds it.
    InWords,
}

/// What an item of a record says. `has_document` is true if a document with
/// the record is there.
pub(super) fn said(exam: &Examination<'_>, update: RecordRef<'_>, item: &Item, has_document: bool) -> Said {
    let may_be_none = matches!(item.asks, Asks::Systems | Asks::Approvals | Asks::Question | Asks::YesNo);
    let text = answer(update, item.field).filter(|_| may_be_none || update.has(item.field));
    let Some(text) = text else { return Said::Nothing };
    let described = || {
        if is_against(text) {
            Said::Unclear
        } else if !item.decides || has_document || is_document(exam, update, text) {
            Said::Stated
        } else {
            Said::InWords
        }
    };
    match item.asks {
        Asks::YesNo => Said::Stated,
        Asks::Confirmation => confirmation(exam, update, text),
        Asks::Question if is_against(text) || is_put_off(text) => Said::Unclear,
        Asks::Question if is_yes_or_no(text) || is_reference(exam, update, text) => Said::Stated,
        Asks::Question => Said::Unclear,
        Asks::Systems | Asks::Approvals if is_none(text) => Said::Stated,
        Asks::Approvals if names_regulation(text) && !is_against(text) => Said::Stated,
        // A yes describes nothing.
        Asks::Description | Asks::Systems | Asks::Approvals if is_mere_word(text) => Said::Nothing,
        _ => described(),
    }
}

/// A confirmation is a plain yes, or a document; all else is for a person.
fn confirmation(exam: &Examination<'_>, update: RecordRef<'_>, text: &str) -> Said {
    let is_of_tomorrow = text
        .split([' ', ',', ';', '(', ')'])
        .any(|word| values::date(word.trim_end_matches('.')).is_ok_and(|day| day > exam.as_of));
    match status::answer(text) {
        Status::Unmet | Status::Ended | Status::Open => Said::Denied,
        _ if is_of_tomorrow => Said::Unclear,
        _ if is_document(exam, update, text) => Said::Stated,
        _ if status::confirms(text) && papers_hold(exam, update, text) => Said::Stated,
        _ => Said::Unclear,
    }
}

/// True if a text is the path of a document in force, with hardly a word beside it.
fn is_document(exam: &Examination<'_>, update: RecordRef<'_>, text: &str) -> bool {
    let words = exam.dossier.named(text).words;
    let is_there = !exam.dossier.root.as_os_str().is_empty() && exam.dossier.reach(text) == Reach::There;
    is_there && denial(&words).is_none() && worth(exam, update, text) == Worth::Holds
}

/// True for the number of a paper, and for the path of one that is there.
fn is_reference(exam: &Examination<'_>, update: RecordRef<'_>, text: &str) -> bool {
    status::is_reference(text) && papers_hold(exam, update, text)
}

/// True unless a text names a file of the dossier that is not there or not in force.
fn papers_hold(exam: &Examination<'_>, update: RecordRef<'_>, text: &str) -> bool {
    let mut tokens = text.split([' ', ',', ';', ':', '(', ')']);
    tokens.all(|token| exam.dossier.reach(token) == Reach::NoPath || worth(exam, update, token) == Worth::Holds)
}

/// True if a text reads as if what it is about were still open or not so.
fn is_against(text: &str) -> bool {
    denial(text).is_some() || matches!(status::answer(text), Status::Open | Status::Ended)
}

/// True if an answer is still to come: `to be sought`, `yes: to be sought in 2027`.
fn is_put_off(text: &str) -> bool {
    text.split([',', ';', ':', '(']).any(|part| status::status(part) == Status::Open)
}

fn is_mere_word(text: &str) -> bool {
    status::plain(text) != Status::Unknown || values::yes_no(text).is_ok()
}

/// `none`, `no: nothing that is approved`.
pub(super) fn is_none(text: &str) -> bool {
    says_no(text) && is_yes_or_no(text)
}

/// True if the words before the first mark are yes, no or none.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    let head = text.split([',', ';', ':', '(', '.']).next().unwrap_or_default().trim();
    values::yes_no(head).is_ok() || matches!(head.to_lowercase().as_str(), "none" | "nothing" | "n/a" | "na")
}

/// True for `Steering (UN R79)`: an R with a number.
fn names_regulation(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        word.strip_prefix('R').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_from_prose() {
        for text in ["no", "none", "yes: specified maximum speed", "No, see D-26", "n/a"] {
            assert!(is_yes_or_no(text), "{text}");
        }
        for text in ["not decided", "to be sought in 2027", "Extension E1*79R04*0001", "none of the known ones"] {
            assert!(!is_yes_or_no(text), "{text}");
        }
        assert!(names_regulation("Steering (UN R79)") && !names_regulation("Radio, Rear camera"));
        assert!(is_put_off("yes: to be sought in 2027") && !is_put_off("yes: applied on 2026-11-18"));
        assert!(is_against("wird nachgereicht") && is_mere_word("✓") && !is_mere_word("New radio stations"));
    }
}
