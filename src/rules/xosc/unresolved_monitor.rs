use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::undeclared;

rule! {
    /// A reference names a monitor that the scenario does not declare.
    ///
    /// ## Why it matters
    /// The result that the monitor should carry out of the run is never set.
    ///
    /// ## Example
    /// ```xml
    /// <MonitorDeclarations>
    ///   <MonitorDeclaration name="collided" value="false"/>
    /// </MonitorDeclarations>
    /// …
    /// <SetMonitorAction monitorRef="collision" value="true"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SetMonitorAction monitorRef="collided" value="true"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `SetMonitorAction`, from 1.3.
    "xosc/unresolved-monitor" {
        severity: Error,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    undeclared(document, NameKind::Monitor, "monitor", "`MonitorDeclarations`")
}
