use crate::dossier::schema::FieldType;
use crate::dossier::{Reach, RecordRef, Schema};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A record points at a file that is not in the dossier, or at a folder.
    ///
    /// ## Why it matters
    /// The record claims evidence that nobody can look at.
    ///
    /// ## Example
    /// ```csv
    /// clause,statement,document
    /// UN-R155:7.2.2.5,Agreements are in place,contracts/suppliers.pdf
    /// ```
    ///
    /// ## Instead
    /// Put the file where the record says, or correct the path. Paths are relative to the
    /// folder of vehicle.toml.
    ///
    /// ## Source
    /// The rule of this tool that evidence has a place.
    "dossier/missing-document" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    if exam.dossier.root.as_os_str().is_empty() {
        return;
    }
    for (_, kind) in Schema::built_in().kinds() {
        let paths: Vec<&str> = kind
            .fields
            .iter()
            .filter(|field| field.of_type == FieldType::Path)
            .map(|field| field.name.as_str())
            .collect();
        for record in exam.records(&kind.name) {
            paths.iter().for_each(|field| look(exam, record, field));
        }
    }
}

fn look(exam: &mut Examination<'_>, record: RecordRef<'_>, field: &'static str) {
    let path = record.words(field);
    if path.is_empty() {
        return;
    }
    exam.saw(record);
    let reach = exam.dossier.reach(path);
    if reach == Reach::Folder {
        exam.gap((record, field), format!("{} points at the folder `{path}`, expected a file", record.name()))
            .help("name the file that shows it; paths are relative to vehicle.toml");
    } else if reach.is_missing() {
        exam.gap((record, field), format!("{} points at `{path}`, which is not in the dossier", record.name()))
            .help("put the file there, or correct the path; paths are relative to vehicle.toml");
    }
}
