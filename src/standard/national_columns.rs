//! The columns of the tables of jurisdictions.

use super::clause::Certainty;
use super::columns::{Column, text};
use super::relations::{Acceptance, Relation};

fn certainties() -> Vec<&'static str> {
    Certainty::ALL.iter().map(|value| value.name()).collect()
}

const SOURCE: Column = text("source", true, "where it was read");
const CERTAINTY: Column = Column { name: "certainty", is_required: true, words: certainties, says: "how sure it is" };

/// A column whose cells hold one of a few words.
const fn one_of(name: &'static str, words: fn() -> Vec<&'static str>, says: &'static str) -> Column {
    Column { name, is_required: true, words, says }
}

fn relations() -> Vec<&'static str> {
    Relation::ALL.iter().map(|value| value.name()).collect()
}

pub(super) const COMPOSITION: [Column; 3] = [
    one_of("first", relations, "how A relates to B"),
    one_of("second", relations, "how B relates to C"),
    text("possible", true, "how A may then relate to C, between spaces"),
];

pub(super) const JURISDICTIONS: [Column; 4] = [
    text("code", true, "the code by which it is named: two letters of ISO 3166, or a body"),
    text("name", true, "its English name"),
    text("native_name", false, "its own name"),
    one_of("kind", || vec!["country", "union", "organisation"], "what it is"),
];

pub(super) const TOPICS: [Column; 2] =
    [text("topic", true, "the word that tables use"), text("title", true, "what it is about")];

pub(super) const ALIASES: [Column; 3] = [
    text("spelling", true, "how others write the id of a document"),
    text("id", true, "the id that the tables use"),
    text("why", true, "what is different"),
];

/// Where an instrument stands.
pub(super) fn states() -> Vec<&'static str> {
    vec!["in-force", "adopted", "published", "prospective", "draft", "superseded", "unconfirmed", "does-not-exist"]
}

pub(super) const INSTRUMENTS: [Column; 18] = [
    text("id", true, "the id of the document; unique"),
    text("jurisdiction", true, "the code of the jurisdiction"),
    text("number", true, "its number, as cited"),
    text("title", true, "its English title"),
    text("native_title", false, "its title in its own language"),
    text("language", false, "the language of that title"),
    text("in_force", false, "a date, a month or a year"),
    text("in_force_note", false, "what else is to say of that date"),
    one_of("binding", || vec!["mandatory", "voluntary", "guideline"], "how binding it is"),
    text("regulator", false, "who decides"),
    text("topic", true, "a topic of topics.csv"),
    one_of("state", states, "where it stands"),
    text("replaced_by", false, "the id of what took its place"),
    text("part_of", false, "the id of the instrument that it is a part of"),
    text("vehicles", false, "vehicle categories between spaces; empty if not told"),
    text("status", true, "where it stands, in words"),
    SOURCE,
    CERTAINTY,
];

pub(super) const CLAUSES: [Column; 6] = [
    text("id", true, "`INSTRUMENT:clause`, then `#part`; unique"),
    text("title", true, "a few words of your own"),
    Column {
        name: "asks",
        is_required: false,
        words: || vec!["", "yes", "no"],
        says: "`no` for definitions, references and headings, which ask for nothing",
    },
    Column {
        name: "stage",
        is_required: false,
        words: || vec!["", "process", "type", "in-service"],
        says: "the stage of life that it speaks about",
    },
    SOURCE,
    CERTAINTY,
];

pub(super) const RECOGNITION: [Column; 13] = [
    text("jurisdiction", true, "codes between spaces; `1958-parties`, `1998-parties`, `*` for all"),
    text("agreement", true, "the treaty or the law"),
    one_of("party", || vec!["yes", "no"], "whether the jurisdiction is bound by it"),
    text("regulation", false, "the id of the document whose papers are meant; `UN-*` for any UN Regulation"),
    text("about", false, "the papers in words, where no id tells them"),
    one_of("applies", || vec!["yes", "no", "partial", "unknown"], "whether it applies the document, as read"),
    one_of("acceptance", || Acceptance::ALL.iter().map(|value| value.name()).collect(), "what that means for a paper"),
    text("from", false, "since when"),
    text("until", false, "until when"),
    text("dates", false, "what else is to say of the dates"),
    text("e_number", false, "the number in its approval marks"),
    SOURCE,
    CERTAINTY,
];

pub(super) const ELEMENTS: [Column; 6] = [
    one_of(
        "block",
        || vec!["element", "legal-instrument", "technical-instrument", "barrier"],
        "which list the row belongs to",
    ),
    text("jurisdiction", true, "codes between spaces; `*` for all"),
    text("element", true, "its name in the list"),
    text("value", true, "what is so there"),
    SOURCE,
    CERTAINTY,
];

pub(super) const REGISTER: [Column; 9] = [
    text("id", true, "a short id; that of the instrument if it is one"),
    text("name", true, "its usual name"),
    text("also", false, "other names, between semicolons"),
    text("kind", true, "what it is"),
    text("jurisdiction", true, "codes between semicolons, or `international`"),
    text("what", true, "what it is and why it matters here"),
    text("instruments", false, "ids of its instruments, between semicolons"),
    SOURCE,
    CERTAINTY,
];

pub(super) const ERRATA: [Column; 10] = [
    text("id", true, "a short id"),
    text("claim", true, "what circulates, in one sentence"),
    text("series", false, "the document beside which the words are looked for; empty if no words tell the claim"),
    text("edition", false, "the edition that is meant, if not every one"),
    text("words", false, "words by which a text is known to make the claim, between semicolons"),
    text("finding", true, "what is so"),
    text("instead", false, "what to cite or say instead"),
    one_of("severity", || vec!["error", "warning", "note"], "how much harm it does"),
    SOURCE,
    CERTAINTY,
];
