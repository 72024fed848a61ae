use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, points, rule};

rule! {
    /// The description of the management system leaves out a phase, or its declaration is incomplete.
    ///
    /// ## Why it matters
    /// The management system has to hold from the first design to the last vehicle on the
    /// road: development, production, post-production. With the application the maker signs
    /// that the processes are installed and stay so.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "statement"
    /// topic = "csms-declaration"
    /// document = "declaration.pdf"
    /// date = 2026-03-01
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [[record]]
    /// record = "statement"
    /// topic = "csms-declaration"
    /// document = "declaration.pdf"
    /// date = 2026-03-01
    /// signed_by = "J. Doe"
    /// function = "Head of product security"
    /// ```
    /// and a statement on each of `development-phase`, `production-phase` and
    /// `post-production-phase`.
    ///
    /// ## Source
    /// UN R155, 6.3.1, 6.3.2, 6.4, 7.2.2.1 and Annex 1 Appendix 1.
    "csms/phase-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const DECLARATION: &str = "UN-R155:6.3.2";
const MODEL: &str = "UN-R155:Annex-1-Appendix-1";
/// What all phases and the declaration together are evidence for.
const WHOLE: [&str; 3] = ["UN-R155:6.3.1", "UN-R155:6.4", "UN-R155:7.2.2.1"];

fn check(exam: &mut Examination<'_>) {
    let is_complete = points::judge_all(exam, None);
    for declaration in points::statements(exam, "csms-declaration") {
        judge(exam, declaration);
        if is_complete {
            WHOLE.iter().for_each(|clause| exam.saw_for(clause, declaration));
        }
    }
}

fn judge<'d>(exam: &mut Examination<'d>, declaration: RecordRef<'d>) {
    exam.saw_for(MODEL, declaration);
    let date = exam.read(declaration, "date", declaration.date("date"));
    if let Some(date) = date.filter(|date| *date > exam.as_of) {
        let message = format!("the declaration is dated {date}, after the day of the assessment, {}", exam.as_of);
        exam.gap((declaration, "date"), message)
            .clause(DECLARATION)
            .clause(MODEL)
            .help("sign it, and give the day on which it was signed");
    }
    let wanted = [("signed_by", "signature"), ("date", "date"), ("function", "function of who signs")];
    let missing: Vec<&str> =
        wanted.iter().filter(|(field, _)| declaration.text(field).is_absent()).map(|(_, what)| *what).collect();
    if !missing.is_empty() {
        exam.gap(declaration, format!("the declaration lacks: {}", missing.join(", ")))
            .clause(DECLARATION)
            .clause(MODEL)
            .help("follow the model of Annex 1, Appendix 1: place, date, name, function, signature");
    }
}
