use rustc_hash::FxHashSet;

use crate::dossier::RecordRef;
use crate::rules::trace::quoted_all;
use crate::rules::words::plain;
use crate::rules::{Check, Examination, Where, quoted, rule};

rule! {
    /// A critical element, an interface or an external system is in no risk, or a risk names an unknown one.
    ///
    /// ## Why it matters
    /// The assessment has to look at the critical elements, at how they act on each other and
    /// at the systems outside. What the inventory lists and no risk mentions was not assessed;
    /// what a risk mentions and the inventory lacks is not described to the authority.
    ///
    /// ## Example
    /// ```csv
    /// element id,critical,interfaces,external systems
    /// E-1,yes,"LTE, Bluetooth",back end
    /// ```
    /// ```csv
    /// risk id,elements,interfaces,external systems
    /// R-1,E-1,LTE,back end
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// risk id,elements,interfaces,external systems
    /// R-1,E-1,LTE,back end
    /// R-2,E-1,Bluetooth,
    /// ```
    ///
    /// ## Source
    /// UN R155, 7.3.3, Annex 1 items 9.1(a) to (c).
    "tara/element-not-covered" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const ASSESSMENT: &str = "UN-R155:7.3.3";
const CRITICAL: &str = "UN-R155:7.3.3#critical-elements";
const INTERACTIONS: &str = "UN-R155:7.3.3#interactions";
const EXTERNAL: &str = "UN-R155:7.3.3#external";
const SYSTEMS: &str = "UN-R155:Annex-1-9.1(a)";
const COMPONENTS: &str = "UN-R155:Annex-1-9.1(b)";
const INTERFACES: &str = "UN-R155:Annex-1-9.1(c)";

/// What the risks mention.
#[derive(Default)]
struct Mentioned {
    elements: FxHashSet<String>,
    interfaces: FxHashSet<String>,
    external_systems: FxHashSet<String>,
}

fn check(exam: &mut Examination<'_>) {
    let (elements, risks) = (exam.records("cyber-element"), exam.records("risk"));
    let Some(first) = elements.first().copied() else { return };
    if risks.is_empty() {
        return;
    }
    let mentioned = mentioned(&risks);
    let mut has_critical = false;
    for element in elements {
        [ASSESSMENT, CRITICAL, SYSTEMS, COMPONENTS].iter().for_each(|clause| exam.saw_for(clause, element));
        let is_critical = exam.read(element, "critical", element.yes_no("critical"));
        // What cannot be read may be critical.
        has_critical |= is_critical.unwrap_or(element.text("critical").is_there());
        if is_critical == Some(true) && !mentioned.elements.contains(&plain(element.identifier())) {
            exam.gap(element, format!("the critical element {} is in no risk", element.name()))
                .clause(ASSESSMENT)
                .clause(INTERACTIONS)
                .help("assess its risks, and name it in their `elements`");
        }
        judge_list(exam, element, "interfaces", &mentioned.interfaces, "interface", INTERACTIONS);
        judge_list(exam, element, "external_systems", &mentioned.external_systems, "external system", EXTERNAL);
    }
    if !has_critical {
        exam.gap(Where::document(first.document), "no element is marked critical")
            .clause(CRITICAL)
            .help("identify the critical elements of the type with `critical = yes`");
    }
    for risk in risks {
        judge_risk(exam, risk);
    }
}

fn mentioned(risks: &[RecordRef<'_>]) -> Mentioned {
    let mut mentioned = Mentioned::default();
    for risk in risks {
        mentioned.elements.extend(risk.ids("elements").into_iter().map(plain));
        mentioned.interfaces.extend(risk.list("interfaces").into_iter().map(plain));
        mentioned.external_systems.extend(risk.list("external_systems").into_iter().map(plain));
    }
    mentioned
}

/// Each name in the list of an element is in the same list of some risk.
fn judge_list(
    exam: &mut Examination<'_>,
    element: RecordRef<'_>,
    field: &str,
    mentioned: &FxHashSet<String>,
    what: &str,
    clause: &str,
) {
    let names = element.list(field);
    if names.is_empty() {
        return;
    }
    exam.saw_for(clause, element);
    exam.saw_for(INTERFACES, element);
    for name in names.into_iter().filter(|name| !mentioned.contains(&plain(name))) {
        exam.gap((element, field), format!("the {what} {} of {} is in no risk", quoted(name), element.name()))
            .clause(ASSESSMENT)
            .clause(clause)
            .help(format!("assess its risks, and name it in their `{field}`"));
    }
}

/// Each element that a risk names is in the inventory.
fn judge_risk(exam: &mut Examination<'_>, risk: RecordRef<'_>) {
    let unknown = risk.linked("elements").1;
    if !unknown.is_empty() {
        exam.gap(
            (risk, "elements"),
            format!("{} names {}, which is not in the inventory", risk.name(), quoted_all(&unknown)),
        )
        .clause(COMPONENTS)
        .help("add the element to the inventory, or correct the name");
    }
}
