use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, quoted, rule};

rule! {
    /// A supplier of something relevant to cyber security has no complete agreement.
    ///
    /// ## Why it matters
    /// The maker answers for the vehicle as a whole, so it has to manage what it depends on:
    /// suppliers, service providers and its own sub-organisations. A contract that is silent
    /// on cyber security leaves vulnerabilities with nobody.
    ///
    /// ## Example
    /// ```csv
    /// id,kind,delivers,agreement,contact
    /// ACME,supplier,E-1,CIA-7,psirt@acme.example
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,kind,delivers,agreement,contact,responsibilities,shared_work_products,vulnerability_handling,end_of_support
    /// ACME,supplier,E-1,CIA-7,psirt@acme.example,RASIC in annex B,TARA of E-1,72 h notice,2040-12-31
    /// ```
    ///
    /// ## Source
    /// UN R155, 7.2.2.5, 7.3.2, 5.1.1(a), Annex 1 item 9.8; ISO/SAE 21434:2021, RQ-07-04.
    "csms/supplier-without-agreement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// What an agreement names, and the words for it.
const POINTS: [(&str, &str); 5] = [
    ("contact", "the contact"),
    ("responsibilities", "the activities of each side"),
    ("shared_work_products", "the shared work products"),
    ("vulnerability_handling", "the handling of vulnerabilities"),
    ("end_of_support", "the end of support"),
];

fn check(exam: &mut Examination<'_>) {
    let suppliers = exam.records("supplier");
    // Without a list of suppliers nothing was supplied.
    if suppliers.is_empty() {
        return;
    }
    for supplier in suppliers {
        exam.saw(supplier);
        exam.read(supplier, "kind", supplier.choice("kind"));
        judge(exam, supplier);
    }
    for element in exam.records("cyber-element") {
        for unknown in element.linked("supplier").1 {
            exam.gap(
                (element, "supplier"),
                format!("{} comes from {}, which is not among the suppliers", element.name(), quoted(unknown)),
            )
            .help("add the supplier with its agreement, or correct the name");
        }
    }
}

fn judge<'d>(exam: &mut Examination<'d>, supplier: RecordRef<'d>) {
    let name = supplier.name();
    if supplier.text("agreement").is_absent() {
        exam.gap(supplier, format!("{name} has no agreement on cyber security"))
            .help("agree on activities, contacts, vulnerabilities and end of support, and name the agreement");
        return;
    }
    exam.read(supplier, "end_of_support", supplier.date("end_of_support"));
    let missing: Vec<&str> =
        POINTS.iter().filter(|(field, _)| supplier.text(field).is_absent()).map(|(_, what)| *what).collect();
    if !missing.is_empty() {
        exam.gap(supplier, format!("the agreement with {name} does not name {}", missing.join(", ")))
            .help("add what is missing to the agreement and to the record");
    }
}
