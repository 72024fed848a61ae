use crate::rules::{Check, Examination, Where, rule};

rule! {
    /// A file could be read, and a part of it could not.
    ///
    /// ## Why it matters
    /// Links that were lost in an export look like missing evidence, and columns that
    /// were not recognised like missing data.
    ///
    /// ## Example
    /// ```toml
    /// [[document]]
    /// path = "hara.csv"
    /// record = "hazardous-event"
    /// columns = { asil = "ASIL level" }   # the file says "ASIL"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// columns = { asil = "ASIL" }
    /// ```
    ///
    /// ## Source
    /// The rule of this tool that nothing is lost in silence.
    "dossier/imperfect-file" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for (document, id) in exam.dossier.documents.iter().zip(0..) {
        exam.saw(Where::document(id));
        for trouble in &document.troubles {
            let at = Where { document: id, spot: trouble.spot, record: None };
            exam.warn(at, trouble.message.clone()).help("correct the file, or the entry in vehicle.toml");
        }
        for table in &document.unrecognised {
            let at = Where { document: id, spot: table.spot, record: None };
            let (fields, columns) = (table.names(), table.headers());
            exam.warn(at, format!("no column of this table was recognised as {fields}; not recognised: {columns}"))
                .help(table.help(None));
        }
    }
}
