use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// An action adds to or multiplies a variable that is no number.
    ///
    /// ## Why it matters
    /// There is no sum of a word and a number: simulators stop, or leave the variable as it
    /// is, and what waits for its value waits in vain.
    ///
    /// ## Example
    /// ```xml
    /// <VariableDeclaration name="mode" variableType="string" value="city"/>
    /// …
    /// <VariableAction variableRef="mode">
    ///   <ModifyAction><Rule><AddValue value="1"/></Rule></ModifyAction>
    /// </VariableAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableDeclaration name="mode" variableType="int" value="0"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML from 1.2, `VariableModifyAction`; the checker rules annexed to
    /// the standard stamp it 1.2.0.
    "xosc/modified-non-number" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:data_type.variable_modification_or_comparison_possible"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Types whose values are no numbers.
const NO_NUMBERS: [&str; 3] = ["boolean", "dateTime", "string"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let named = |element| Some((document.known(element, "name")?, element));
    let variables: FxHashMap<_, NodeId> = document.elements("VariableDeclaration").filter_map(named).collect();
    let hit = |action| {
        document.child(action, "ModifyAction")?;
        let declaration = *variables.get(&document.known(action, "variableRef")?)?;
        let of_type = document.text(declaration, "variableType").filter(|found| NO_NUMBERS.contains(found))?;
        let name = quoted(document.text(action, "variableRef").unwrap_or_default());
        let draft = Draft::new(format!("variable {name} of type {of_type} is modified, expected a number"))
            .help("set it with a `SetAction`, or declare it as a number")
            .related("declared here");
        let related = document.value_at(declaration, "variableType");
        Some(Hit { draft, at: document.value_at(action, "variableRef")?, related })
    };
    document.elements("VariableAction").filter_map(hit).collect()
}
