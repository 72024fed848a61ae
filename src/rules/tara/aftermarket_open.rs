use super::provides;
use crate::dossier::RecordRef;
use crate::rules::csms::information_document;
use crate::rules::{Check, Examination, Where, approval, rule};

rule! {
    /// An environment for aftermarket software has no measure, or is denied while elements host it.
    ///
    /// ## Why it matters
    /// Where the vehicle stores or runs software, services or data of others, that environment
    /// has to be secured. Having no adequate measures there is named as a ground to refuse the
    /// approval.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// aftermarket_environment = true
    ///
    /// [[record]]
    /// record = "mitigation"
    /// id = "C-1"
    /// provides = "detect"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [[record]]
    /// record = "mitigation"
    /// id = "C-9"
    /// description = "Applications run in a sandbox and are signed"
    /// provides = "aftermarket"
    /// ```
    /// and describe it under item 9.6 of the information document. Elements say with
    /// `third_party_software` whether they host such software.
    ///
    /// ## Source
    /// UN R155, 7.3.5, 5.1.3(c), Annex 1 item 9.6, Annex 5 threat 17.1.
    "tara/aftermarket-open" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FACT: &str = "aftermarket_environment";
const MEASURES: [&str; 2] = ["UN-R155:7.3.5", "UN-R155:5.1.3(c)"];
const ITEM: &str = "UN-R155:Annex-1-9.6";

/// Words in an inventory that speak of such an environment.
const HINTS: [&str; 6] =
    ["app store", "application store", "hosted app", "third-party app", "third party app", "third-party data"];

fn check(exam: &mut Examination<'_>) {
    if approval::declared(exam, FACT) == Some(true) {
        judge_measures(exam);
        judge_item(exam);
    } else {
        judge_denial(exam);
    }
}

/// One of the measures, if any are described, is about the environment.
fn judge_measures(exam: &mut Examination<'_>) {
    let measures = exam.records("mitigation");
    let Some(first) = measures.first().copied() else { return };
    match measures.into_iter().find(|measure| provides(*measure, "aftermarket")) {
        Some(measure) => MEASURES.iter().for_each(|clause| exam.saw_for(clause, measure)),
        None => {
            exam.gap(
                Where::document(first.document),
                "an aftermarket environment is declared, and no measure secures it",
            )
            .clause(MEASURES[0])
            .clause(MEASURES[1])
            .help("add the measure, with `aftermarket` among what it provides");
        }
    }
}

/// An item 9.6 that is missing is another rule's matter.
fn judge_item(exam: &mut Examination<'_>) {
    for entry in information_document::on_item(&information_document::entries(exam), "9.6") {
        exam.saw_for(ITEM, entry);
        if entry.has("not_applicable") {
            let message = "an aftermarket environment is declared, and item 9.6 is called not applicable";
            exam.fail((entry, "not_applicable"), message)
                .clause(ITEM)
                .help("name the documents on how the environment is secured");
        }
    }
}

/// Elements that host software of others need the declaration.
fn judge_denial(exam: &mut Examination<'_>) {
    let declared = match approval::declared(exam, FACT) {
        Some(_) => "false",
        None => "not declared",
    };
    for element in exam.records("cyber-element") {
        let answer = exam.read(element, "third_party_software", element.yes_no("third_party_software"));
        // An inventory that is silent on it is no evidence.
        if answer.is_some() {
            exam.saw(element);
        }
        if answer.unwrap_or_else(|| speaks_of_hosting(element)) {
            let message = format!("{} hosts software or data of others, and `{FACT}` is {declared}", element.name());
            exam.dispute(FACT, message.clone());
            exam.unsure(element, message)
                .clause(MEASURES[0])
                .clause(ITEM)
                .help("a person decides whether this is such an environment; declare the fact");
        }
    }
}

fn speaks_of_hosting(element: RecordRef<'_>) -> bool {
    ["name", "system", "interfaces", "external_systems"].iter().any(|field| {
        let words = element.words(field).to_lowercase();
        HINTS.iter().any(|hint| words.contains(hint))
    })
}
