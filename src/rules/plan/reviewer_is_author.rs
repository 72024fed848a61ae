use rustc_hash::FxHashSet;

use super::people::{Organisation, folded, people};
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// Who performed a confirmation measure is not as independent as the record states.
    ///
    /// ## Why it matters
    /// A level of independence is a statement about people: another person, another team,
    /// another department. It can be compared with who wrote the work product and with the
    /// table of the organisation.
    ///
    /// ## Example
    /// ```csv
    /// id,measure,performer,author,independence
    /// CR-1,Safety plan,Jane Miller,Jane Miller,I1
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,measure,performer,author,independence
    /// CR-1,Safety plan,Tom Ray,Jane Miller,I1
    /// ```
    /// For I2 and I3, records of persons with team, superior and department make the check
    /// possible; without them it is left to a person.
    ///
    /// ## Source
    /// ISO 26262-2:2018, 6.4.9, table 1 with the meaning of I0 to I3. Renderings differ on
    /// whether the author may perform a measure at I0; the stricter reading is used.
    "plan/reviewer-is-author" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const MEASURES: &str = "ISO-26262-2:6.4.9";

fn check(exam: &mut Examination<'_>) {
    let organisation = Organisation::of(exam);
    let mut unchecked = Vec::new();
    for confirmation in exam.records("confirmation") {
        let Some(performer) = exam.read(confirmation, "performer", confirmation.text("performer")) else {
            if !confirmation.text("performer").is_there() {
                exam.gap(confirmation, format!("who performed {} is not stated", confirmation.name()))
                    .clause(MEASURES)
                    .help("name the person in `performer`");
            }
            continue;
        };
        let Some(author) = exam.read(confirmation, "author", confirmation.text("author")) else {
            if !confirmation.text("author").is_there() {
                let message = format!("who made what {} is on is not stated", confirmation.name());
                exam.unsure(confirmation, message).clause(MEASURES).help("name the authors in `author`");
            }
            continue;
        };
        let level = confirmation.choice("independence").present().unwrap_or("I1");
        judge(exam, &organisation, confirmation, level, (performer, author));
        if matches!(level, "I2" | "I3") && organisation.is_empty() {
            unchecked.push(confirmation);
        }
    }
    let Some(first) = unchecked.first() else { return };
    let of =
        if unchecked.len() == 1 { first.name() } else { format!("{} and {} more", first.name(), unchecked.len() - 1) };
    exam.unsure(*first, format!("no table of the organisation shows the stated independence of {of}"))
        .clause(MEASURES)
        .help("add records of persons with team, superior and department");
}

fn judge<'d>(
    exam: &mut Examination<'d>,
    organisation: &Organisation<'d>,
    confirmation: RecordRef<'d>,
    level: &str,
    (performer, author): (&'d str, &'d str),
) {
    let row = format!("ISO-26262-2:T1-{level}");
    exam.saw_for(MEASURES, confirmation);
    exam.saw_for(&row, confirmation);
    let is_known = |name: &str| organisation.find(name).is_some();
    let (performers, authors) = (people(performer, is_known), people(author, is_known));
    let name = confirmation.name();
    let of_authors: FxHashSet<String> = authors.iter().map(|author| folded(author)).collect();
    if let Some(performer) = performers.iter().find(|performer| of_authors.contains(&folded(performer))) {
        exam.fail((confirmation, "performer"), format!("{name} was performed by `{performer}`, who is an author"))
            .clause(MEASURES)
            .clause(&row)
            .help("have it performed by somebody else");
        return;
    }
    if !matches!(level, "I2" | "I3") || organisation.is_empty() {
        return;
    }
    if let Some(unknown) = performers.iter().chain(&authors).find(|name| !is_known(name)) {
        exam.unsure(confirmation, format!("`{unknown}` of {name} is not in the table of the organisation"))
            .clause(MEASURES)
            .clause(&row)
            .help("add a record of the person");
        return;
    }
    let records = |names: &[&str]| names.iter().filter_map(|name| organisation.find(name)).collect::<Vec<_>>();
    judge_distance(exam, confirmation, level, &records(&performers), &records(&authors));
}

/// Says whether those who performed a measure stand as far from the authors
/// as the level asks for.
fn judge_distance<'d>(
    exam: &mut Examination<'d>,
    confirmation: RecordRef<'d>,
    level: &str,
    performers: &[RecordRef<'d>],
    authors: &[RecordRef<'d>],
) {
    let fields: &[&str] = if level == "I3" { &["department"] } else { &["team", "superior"] };
    let row = format!("ISO-26262-2:T1-{level}");
    let name = confirmation.name();
    let of = |person: &RecordRef<'_>, field: &str| person.words(field).trim().to_lowercase();
    for field in fields {
        let of_authors: FxHashSet<String> = authors.iter().map(|author| of(author, field)).collect();
        let is_near = |person: &&RecordRef<'_>| person.has(field) && of_authors.contains(&of(person, field));
        let Some(near) = performers.iter().find(is_near) else { continue };
        let (who, value) = (near.name(), near.words(field));
        exam.fail(
            confirmation,
            format!("{name} is stated as {level}, and {who} has the {field} of an author, `{value}`"),
        )
        .clause(MEASURES)
        .clause(&row)
        .help("have it performed by somebody who stands further away, or correct the level");
        return;
    }
    let is_stated = |field: &&str| performers.iter().chain(authors).all(|person| person.has(field));
    if !fields.iter().any(is_stated) {
        exam.unsure(confirmation, format!("whether {name} is as independent as {level} asks is not known"))
            .clause(MEASURES)
            .clause(&row)
            .help(format!("state the {} of everybody involved", fields.join(" or the ")));
    }
}
