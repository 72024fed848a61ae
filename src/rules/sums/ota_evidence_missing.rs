use crate::dossier::RecordRef;
use crate::rules::approval::declared;
use crate::rules::words::says_no;
use crate::rules::{Check, Examination, points, rule};

rule! {
    /// Nothing shows that updates over the air are safe when they fail, while driving, or without enough power.
    ///
    /// ## Why it matters
    /// Nobody stands beside the vehicle when an update over the air goes wrong. What the
    /// vehicle does then has to be shown, above all by tests.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// ota = true
    /// [[record]]
    /// record = "statement"
    /// topic = "ota-restore-after-failure"
    /// document = "test-report-12.pdf"
    /// ```
    ///
    /// ## Instead
    /// State each point, with the report that shows it: `ota-restore-after-failure`,
    /// `ota-restore-after-interruption`, `ota-power`, `ota-safe-execution`, `ota-preconditions`,
    /// `ota-no-driving`, `ota-blocked-functions`, `ota-assessment-while-driving`,
    /// `ota-skilled-person`. One that does not apply needs the status `not applicable` and a
    /// reason. What the communication form says goes into a statement with the topic
    /// `ota-in-communication-form` and the text `yes` or `no`.
    ///
    /// ## Source
    /// UN R156, 7.1.4.1, 7.1.4.2, 7.2.2.1.1 to 7.2.2.1.3, 7.2.2.3, 7.2.2.5 and item 8 of
    /// Annex 2 (original version).
    "sums/ota-evidence-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FORM: &str = "UN-R156:Annex-2-8";
const FORM_TOPIC: &str = "ota-in-communication-form";

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    let Some(ota) = declared(exam, "ota") else { return };
    for statement in exam.records("statement") {
        if is_on_form(statement) {
            compare(exam, statement, ota);
        }
    }
    if !ota {
        contradicted(exam);
    }
}

/// An update over the air of a vehicle that is declared to take none.
fn contradicted(exam: &mut Examination<'_>) {
    for update in exam.records("update") {
        // What cannot be read is reported where the user's notice is judged.
        if update.yes_no("ota").present() == Some(true) {
            let message =
                format!("{} is an update over the air, and the vehicle is declared to take none", update.name());
            exam.dispute("ota", message.clone());
            exam.fail((update, "ota"), message).clause(FORM).help("correct the record or the declared fact `ota`");
        }
    }
}

fn is_on_form(statement: RecordRef<'_>) -> bool {
    let topic = statement.words("topic").trim().to_lowercase().replace(['_', ' '], "-");
    topic == FORM_TOPIC || (topic.is_empty() && statement.list("clause").contains(&FORM))
}

/// The communication form says whether updates over the air are included.
fn compare<'d>(exam: &mut Examination<'d>, statement: RecordRef<'d>, ota: bool) {
    let Some(text) = exam.read(statement, "text", statement.text("text")) else { return };
    exam.saw_for(FORM, statement);
    if says_no(text) == ota {
        let (vehicle, form) = if ota { ("does", "not") } else { ("does not", "that it does") };
        exam.fail(
            (statement, "text"),
            format!("the vehicle {vehicle} take updates over the air, and the communication form says {form}"),
        )
        .clause(FORM)
        .help("correct the form or the declared fact `ota`");
    }
}
