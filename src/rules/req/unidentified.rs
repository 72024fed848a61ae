use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::dossier::values::StatedAsil;
use crate::rules::trace::{absent_in, all_of, is_first, is_withdrawn, listing};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety requirement has no identifier, status or ASIL, or shares its identifier.
    ///
    /// ## Why it matters
    /// Everything refers to a requirement by its identifier: parents, tests, reviews,
    /// changes. One identifier with two texts makes all of these references ambiguous; a
    /// requirement without status or ASIL can be neither released nor developed.
    ///
    /// ## Example
    /// ```csv
    /// id,text,asil,status
    /// FSR-7,The steering shall hold its torque,D,approved
    /// FSR-7,The steering shall release its torque,D,approved
    /// ```
    ///
    /// ## Instead
    /// Give the second one an identifier of its own. A new wording of the same requirement
    /// keeps the identifier and gets a new version.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.2.1 (recognisable as safety requirement) and 6.4.2.5
    /// (identification, status, ASIL).
    "req/unidentified" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const RECOGNISABLE: &str = "ISO-26262-8:6.4.2.1";
const ATTRIBUTES: &str = "ISO-26262-8:6.4.2.5";

/// What a requirement says.
struct Wording<'d> {
    record: RecordRef<'d>,
    text: String,
    asil: Option<StatedAsil>,
    version: &'d str,
}

impl<'d> Wording<'d> {
    fn new(record: RecordRef<'d>) -> Wording<'d> {
        let text = record.words("text").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Wording { record, text, asil: record.asil("asil").present(), version: record.words("version").trim() }
    }

    /// What both say, and say differently; a new version may.
    fn difference(&self, other: &Wording<'_>) -> Option<&'static str> {
        let is_revised = !self.version.is_empty() && !other.version.is_empty() && self.version != other.version;
        if is_revised {
            return None;
        }
        let is_other_text = !self.text.is_empty() && !other.text.is_empty() && self.text != other.text;
        let is_other_asil = self.asil.zip(other.asil).is_some_and(|(one, other)| one.asil != other.asil);
        if is_other_text { Some("text") } else { is_other_asil.then_some("ASIL") }
    }
}

fn check(exam: &mut Examination<'_>) {
    let requirements: Vec<RecordRef<'_>> =
        exam.records("requirement").into_iter().filter(|one| !is_withdrawn(*one)).collect();
    let mut first: FxHashMap<&str, Wording<'_>> = FxHashMap::default();
    for requirement in &requirements {
        let wording = Wording::new(*requirement);
        match first.get(requirement.identifier()) {
            Some(known) => repeated(exam, &wording, known),
            None if requirement.identifier().is_empty() => {}
            None => {
                first.insert(requirement.identifier(), wording);
            }
        }
        if is_first(exam.dossier, *requirement) {
            complete(exam, *requirement);
        }
    }
}

/// The same requirement may stand in several files, as long as it is the same.
fn repeated<'d>(exam: &mut Examination<'d>, wording: &Wording<'d>, known: &Wording<'d>) {
    let Some(difference) = wording.difference(known) else { return };
    let place = exam.dossier.place(known.record.document, known.record.spot);
    let name = wording.record.name();
    exam.fail(wording.record, format!("{name} has another {difference} at {place}"))
        .clause(ATTRIBUTES)
        .help("give each requirement an identifier of its own; tell revisions apart by their version");
}

fn complete<'d>(exam: &mut Examination<'d>, requirement: RecordRef<'d>) {
    let records = all_of(exam.dossier, requirement);
    let absent = absent_in(&records, &["status", "asil", "level"]);
    let mut lacks = Vec::new();
    if requirement.identifier().is_empty() {
        lacks.push("an identifier");
    }
    if absent.contains(&"status") {
        lacks.push("a status");
    }
    if absent.contains(&"asil") {
        lacks.push("an ASIL");
    }
    // An ASIL or a level each tells that it is a safety requirement.
    let is_unrecognisable = absent.contains(&"asil") && absent.contains(&"level");
    exam.saw_for(RECOGNISABLE, requirement);
    // An ASIL that cannot be read is reported where it is compared.
    if absent.contains(&"asil") || records.iter().any(|record| record.asil("asil").present().is_some()) {
        exam.saw_for(ATTRIBUTES, requirement);
    }
    if lacks.is_empty() {
        return;
    }
    let remark = exam.gap(requirement, format!("{} lacks {}", requirement.name(), listing(&lacks)));
    remark.clause(ATTRIBUTES).help("give every safety requirement an identifier, a status and an ASIL");
    if is_unrecognisable {
        remark.clause(RECOGNISABLE);
    }
}
