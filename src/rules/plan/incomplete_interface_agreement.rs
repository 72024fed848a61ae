use super::spoken;
use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A development interface agreement lacks a point, or gives a supplier more than it can do.
    ///
    /// ## Why it matters
    /// What two companies have not agreed upon, each takes the other to do. The agreement
    /// says who manages safety, who does what, what is handed over and what values are to be
    /// reached.
    ///
    /// ## Example
    /// ```csv
    /// id,supplier,customer safety manager,supplier safety manager,activities,asil,asil capability
    /// DIA-1,Brakes Ltd,J. Miller,T. Ray,annex A,D,B
    /// ```
    ///
    /// ## Instead
    /// The same with the work products exchanged, the target values and who assesses what, and
    /// with a supplier capable of the ASIL, or a part of it allocated elsewhere. Below ASIL B
    /// no assessment has to be shared out.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 5.4.2 for the capability and 5.4.3 for the content.
    "plan/incomplete-interface-agreement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const SELECTION: &str = "ISO-26262-8:5.4.2";
const CONTENT: &str = "ISO-26262-8:5.4.3";

fn check(exam: &mut Examination<'_>) {
    for agreement in exam.records("interface-agreement") {
        let allocated = exam.read(agreement, "allocated_asil", agreement.asil("allocated_asil"));
        let capability = exam.read(agreement, "capability", agreement.asil("capability"));
        judge_content(exam, agreement, allocated.map(|stated| stated.initial()));
        // A decomposed requirement asks for what is left of it.
        let (Some(allocated), Some(capability)) = (allocated, capability) else { continue };
        exam.saw_for(SELECTION, agreement);
        if capability.asil < allocated.asil {
            let message = format!(
                "{} allocates {} to a supplier capable of {}",
                agreement.name(),
                allocated.asil,
                capability.asil
            );
            exam.fail((agreement, "capability"), message)
                .clause(SELECTION)
                .clause(CONTENT)
                .help("allocate what the supplier is capable of, or show the capability");
        }
    }
}

fn judge_content<'d>(exam: &mut Examination<'d>, agreement: RecordRef<'d>, asil: Option<Asil>) {
    exam.saw_for(CONTENT, agreement);
    let mut needed = vec!["customer_manager", "supplier_manager", "activities", "work_products", "target_values"];
    if asil.is_none_or(|asil| asil >= Asil::B) {
        needed.push("assessment");
    }
    let absent = agreement.absent(&needed);
    if !absent.is_empty() {
        exam.gap(agreement, format!("{} does not state: {}", agreement.name(), spoken(&absent)))
            .clause(CONTENT)
            .help("agree upon it, and write it or the place of it into the record");
    }
}
