use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::scenario;
use super::unused::{hit, unused};

rule! {
    /// A monitor is declared, and no action sets it.
    ///
    /// ## Why it matters
    /// Its value never changes: whoever reads the result takes what was never watched for
    /// passed, or for failed.
    ///
    /// ## Example
    /// ```xml
    /// <MonitorDeclaration name="no collision" value="true"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SetMonitorAction monitorRef="no collision" value="false"/>
    /// ```
    /// In an event that starts on a collision; or delete the declaration.
    ///
    /// ## Source
    /// Good practice; ASAM OpenSCENARIO XML, from 1.3, does not forbid it.
    "xosc/unused-monitor" {
        severity: Note,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let unused = unused(document, scenario, NameKind::Monitor).into_iter();
    unused.filter_map(|declaration| hit(document, declaration, "monitor")).collect()
}
