use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::undeclared;

rule! {
    /// A controller is named that no entity has.
    ///
    /// ## Why it matters
    /// The action switches nothing: the vehicle goes on under the control that it had.
    ///
    /// ## Example
    /// ```xml
    /// <ActivateControllerAction objectControllerRef="Driver" longitudinal="true"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ActivateControllerAction objectControllerRef="driver" longitudinal="true"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ActivateControllerAction` and `ObjectController`, from 1.3.
    "xosc/unresolved-controller" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    undeclared(document, NameKind::Controller, "controller", "an `ObjectController` of the entity")
}
