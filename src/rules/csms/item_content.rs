//! What the entries of an information document say of an item.

use super::incomplete_information_document::{has_text, is_of_every_type};
use crate::dossier::status::{self, Status};
use crate::dossier::{Reach, RecordRef, values};
use crate::rules::certificate::{is_same_name, words};
use crate::rules::paths::{Worth, worth};
use crate::rules::words::without_number_signs;
use crate::rules::{Examination, Verdict, misfit, quoted};

/// The item on the type.
const TYPE: &str = "2";
/// The item on the category of the vehicle.
const CATEGORY: &str = "5";
/// The item on the maker.
const MAKER: &str = "6";
/// The item on the certificate of the management system.
const CERTIFICATE: &str = "9.3";

/// What is filled, and in doubt all the same.
pub(super) fn judge_filled<'d>(exam: &mut Examination<'d>, entry: RecordRef<'d>, item: &str, clause: &str) {
    if let Some((verdict, message)) = doubt(exam, entry, item) {
        exam.remark(verdict, (entry, "content").into(), message)
            .clause(clause)
            .help("fill the item for this type: make, type, category, maker, plant and papers as they are");
    }
    if let Some((field, message)) = doubtful_document(exam, entry, item) {
        exam.unsure((entry, field), message)
            .clause(clause)
            .help("name the document that was handed over, with its version, as it is filed");
    }
}

fn doubt(exam: &Examination<'_>, entry: RecordRef<'_>, item: &str) -> Option<(Verdict, String)> {
    let vehicle = &exam.dossier.manifest.vehicle;
    let (content, category, of_type, maker) =
        (entry.words("content"), &vehicle.category, &vehicle.of_type, &vehicle.manufacturer);
    let written = quoted(content);
    if is_of_every_type(item) && !has_text(entry, item) {
        let reason = quoted(entry.words("not_applicable"));
        Some((Verdict::Unsure, format!("item {item} of the information document is left out: {reason}")))
    } else if is_put_off(content, item) {
        Some((Verdict::Unsure, format!("item {item} of the information document is not plain: it says {written}")))
    } else if item == CATEGORY && misfit::is_for_others(content, category) {
        Some((Verdict::Fail, format!("item {item} gives the category {written}, the vehicle is {category}")))
    } else if item == TYPE && entry.has("content") && !names(content, of_type) {
        let of_type = quoted(of_type);
        Some((Verdict::Unsure, format!("item {item} gives {written}, the vehicle is of type {of_type}")))
    } else if item == MAKER && entry.has("content") && !is_of_maker(content, maker) {
        let maker = quoted(maker);
        Some((Verdict::Unsure, format!("item {item} gives {written}, the maker of the vehicle is {maker}")))
    } else {
        None
    }
}

/// True if words put an item off, or take back what they give: `to follow
/// later`, `not M1`. Where an item is described, only a plain denial is one.
fn is_put_off(content: &str, item: &str) -> bool {
    let is_given = is_of_every_type(item) || matches!(item, "3" | "4" | CERTIFICATE);
    let is_against = matches!(status::answer(content), Status::Open | Status::Unmet | Status::Ended);
    is_against || values::denial(content).is_some() || is_given && status::takes_back(&without_number_signs(content))
}

/// True if a text has the words of a name, one behind the other, or if there is no name.
fn names(text: &str, name: &str) -> bool {
    let (text, name) = (words(text), words(name));
    name.is_empty() || text.windows(name.len()).any(|some| some == name)
}

/// True if a part of name and address is the maker, or if the maker is not known.
fn is_of_maker(content: &str, maker: &str) -> bool {
    let mut parts = content.split([',', ';', ':', '(', ')', '|', '\n', '–']);
    words(maker).is_empty() || parts.any(|part| is_same_name(part, maker))
}

/// What is wrong with a document that looks like a file, or with its version.
fn doubtful_document(exam: &Examination<'_>, entry: RecordRef<'_>, item: &str) -> Option<(&'static str, String)> {
    let (document, version) = (entry.words("document"), entry.words("version"));
    let of = |what: &str| format!("the document under item {item}, {}, {what}", quoted(document));
    if status::takes_back(version) {
        return Some(("version", of(&format!("has the version {}", quoted(version)))));
    }
    // Most are named by number and title, and are not part of the dossier.
    if exam.dossier.reach(document) == Reach::NoPath {
        return None;
    }
    match worth(exam, entry, document) {
        Worth::Holds => None,
        Worth::Missing => Some(("document", of("is not in the dossier"))),
        Worth::Doubtful(why) => Some(("document", of(&why))),
    }
}
