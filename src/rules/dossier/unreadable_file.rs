use crate::rules::{Check, Examination, Verdict, Where, rule};

rule! {
    /// A file of the dossier cannot be read.
    ///
    /// ## Why it matters
    /// What cannot be read is no evidence. A file that the manifest names and that cannot
    /// be read leaves its clauses undecided; another file of the folder may hold what is
    /// reported as missing.
    ///
    /// ## Example
    /// ```toml
    /// [[document]]
    /// path = "safety/hara.docm"
    /// ```
    ///
    /// ## Instead
    /// Export it as XLSX, CSV, ReqIF, needs.json, Markdown, DOCX or PDF, and name that file.
    ///
    /// ## Source
    /// The rule of this tool that unreadable is neither present nor absent.
    "dossier/unreadable-file" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for (document, id) in exam.dossier.documents.iter().zip(0..) {
        let Some(unreadable) = &document.unreadable else {
            exam.saw(Where::document(id));
            continue;
        };
        let at = Where { document: id, spot: unreadable.spot, record: None };
        // What nobody named may be anything: a picture, a script.
        let verdict = if document.entry.is_some() { Verdict::Gap } else { Verdict::Unsure };
        exam.remark(verdict, at, format!("unreadable: {}", unreadable.reason))
            .help("export it in a format that can be read, or remove it from the dossier");
    }
}
