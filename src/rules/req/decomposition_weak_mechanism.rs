use crate::dossier::RecordRef;
use crate::rules::trace::level;
use crate::rules::{Check, Examination, rule};

rule! {
    /// In a decomposition, the safety mechanism has a lower ASIL than the function it guards.
    ///
    /// ## Why it matters
    /// If one part is the function and the other the mechanism that guards it, safety rests
    /// on the mechanism: when the function fails, nothing else is left.
    ///
    /// ## Example
    /// ```csv
    /// decomposition,part,kind of element,asil
    /// DEC-1,TSR-1,function,C(D)
    /// DEC-1,TSR-2,mechanism,A(D)
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// decomposition,part,kind of element,asil
    /// DEC-1,TSR-1,function,A(D)
    /// DEC-1,TSR-2,mechanism,C(D)
    /// ```
    ///
    /// ## Source
    /// ISO 26262-9:2018, 5.4.7, whose number was recalled and not read; therefore advice.
    /// That a part rated QM needs the analysis of dependent failures as well is said by
    /// req/decomposition-not-independent.
    "req/decomposition-weak-mechanism" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for decomposition in exam.records("decomposition") {
        let children = decomposition.linked("children").0;
        let rated = |kind| {
            let of_kind = children.iter().filter(move |child| kind_of(**child) == Some(kind));
            of_kind.filter_map(|child| Some((*child, level(exam.dossier, *child)?))).collect::<Vec<_>>()
        };
        let highest_function = rated("function").into_iter().max_by_key(|(_, level)| level.asil);
        let lowest_mechanism = rated("mechanism").into_iter().min_by_key(|(_, level)| level.asil);
        let (Some((function, of_function)), Some((mechanism, of_mechanism))) = (highest_function, lowest_mechanism)
        else {
            continue;
        };
        exam.saw(decomposition);
        if of_mechanism.asil < of_function.asil {
            let (mechanism, function) = (mechanism.name(), function.name());
            let message = format!(
                "{}: the mechanism {mechanism} is {of_mechanism}, and the function {function} is {of_function}",
                decomposition.name()
            );
            exam.warn(decomposition, message).help("give the mechanism the higher ASIL of the pair");
        }
    }
}

/// What the element of a requirement is, if its elements agree.
fn kind_of(requirement: RecordRef<'_>) -> Option<&'static str> {
    let elements = requirement.linked("allocated_to").0;
    let mut kinds = elements.iter().map(|element| element.choice("kind").present());
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}
