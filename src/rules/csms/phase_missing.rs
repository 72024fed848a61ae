use crate::dossier::RecordRef;
use crate::dossier::status::{self, Status};
use crate::rules::paths::{Worth, worth};
use crate::rules::words::without_number_signs;
use crate::rules::{Check, Examination, approval, points, quoted, rule};

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
    /// `post-production-phase`. Words about a declaration are no declaration: without the
    /// signed document, a person has to look for it; and so they have where several declarations
    /// differ, where the words take back what they declare, and where nobody has signed yet.
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
/// How long a certificate lasts, and with it what was declared for it.
const DURATION: &str = "UN-R155:6.7";
/// What all phases and the declaration together are evidence for.
const WHOLE: [&str; 3] = ["UN-R155:6.3.1", "UN-R155:6.4", "UN-R155:7.2.2.1"];

fn check(exam: &mut Examination<'_>) {
    let is_complete = points::judge_all(exam, None);
    let declarations = points::statements(exam, "csms-declaration");
    judge_differences(exam, &declarations);
    for declaration in declarations {
        judge(exam, declaration);
        if is_complete {
            WHOLE.iter().for_each(|clause| exam.saw_for(clause, declaration));
        }
    }
}

fn judge<'d>(exam: &mut Examination<'d>, declaration: RecordRef<'d>) {
    judge_document(exam, declaration);
    judge_words(exam, declaration);
    let date = exam.read_for(&[DECLARATION, MODEL], declaration, "date", declaration.date("date"));
    if let Some(date) = date.filter(|date| *date > exam.as_of) {
        let message = format!("the declaration is dated {date}, after the day of the assessment, {}", exam.as_of);
        exam.gap((declaration, "date"), message)
            .clause(DECLARATION)
            .clause(MODEL)
            .help("sign it, and give the day on which it was signed");
    }
    judge_age(exam, declaration);
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

/// The declaration is a document that somebody signed, not what is said of it.
fn judge_document<'d>(exam: &mut Examination<'d>, declaration: RecordRef<'d>) {
    let document = declaration.words("document");
    let message = if document.is_empty() {
        "the declaration is stated in words, and no document with it is named".to_owned()
    } else {
        let Worth::Doubtful(why) = worth(exam, declaration, document) else { return };
        format!("the document with the declaration, {}, {why}", quoted(document))
    };
    exam.unsure((declaration, "document"), message)
        .clause(DECLARATION)
        .clause(MODEL)
        .help("put the signed declaration into the dossier, and name the file as the document of the statement");
}

/// Of two declarations that differ, nobody knows which one holds.
fn judge_differences<'d>(exam: &mut Examination<'d>, declarations: &[RecordRef<'d>]) {
    let Some((first, others)) = declarations.split_first() else { return };
    for other in others {
        let differs = |field: &&&str| first.words(field) != other.words(field);
        if let Some(field) = ["text", "document", "date", "signed_by", "function"].iter().find(differs) {
            let message = format!("two declarations are given, and they differ in their {}", field.replace('_', " "));
            exam.unsure((*other, *field), message)
                .clause(DECLARATION)
                .clause(MODEL)
                .help("keep the declaration that holds, and give the other one the status `superseded`");
        }
    }
}

/// Words that take back what the document declares, and a signature that is none yet.
fn judge_words<'d>(exam: &mut Examination<'d>, declaration: RecordRef<'d>) {
    let (text, signed) = (declaration.words("text"), declaration.words("signed_by"));
    // What is plainly taken back was said with the other points.
    let message = if says_against(text) && points::taken_back(declaration).is_none() {
        format!("whether the declaration declares anything is not plain: it says {}", quoted(text))
    } else if is_unsigned(signed) {
        format!("whether the declaration is signed is not plain: by {}", quoted(signed))
    } else {
        return;
    };
    exam.unsure(declaration, message)
        .clause(DECLARATION)
        .clause(MODEL)
        .help("say what is declared in the words of the model, and name who signed it");
}

/// True if a word says that something is not so, or no more.
fn says_against(text: &str) -> bool {
    let is_against = |word: &str| matches!(status::plain(word), Status::Unmet | Status::Ended);
    status::words(&without_number_signs(text)).any(is_against)
}

/// True for `unsigned`, `signature pending`. A name may look like a word: `Will`, `Ko`.
fn is_unsigned(text: &str) -> bool {
    let small: Vec<&str> = status::words(text).filter(|word| word.starts_with(char::is_lowercase)).collect();
    let is_against = |said: Status| matches!(said, Status::Open | Status::Unmet | Status::Ended);
    is_against(status::status(text)) || status::takes_back(&small.join(" "))
}

/// A declaration older than any certificate that it can have brought.
fn judge_age<'d>(exam: &mut Examination<'d>, declaration: RecordRef<'d>) {
    let limit = exam.library.clause(DURATION).and_then(|clause| clause.limit.as_ref());
    let Some((date, limit)) = declaration.date("date").present().zip(limit) else { return };
    if approval::end_of_period(date, limit).is_some_and(|end| end < approval::date(exam)) {
        let message = format!(
            "the declaration is of {date}, more than {} {}s before {}, the longest that a certificate lasts",
            limit.value,
            limit.unit,
            approval::day(exam)
        );
        exam.unsure((declaration, "date"), message)
            .clause(DECLARATION)
            .clause(MODEL)
            .help("give the declaration that was made for the certificate in force");
    }
}
