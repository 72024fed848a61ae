use std::collections::BTreeMap;

use super::spoken;
use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::iso26262::confidence;
use crate::iso26262::methods::{Grade, MethodTable, qualification_tables};
use crate::iso26262::names::Key;
use crate::rules::release::is_same_version;
use crate::rules::{Check, Examination, listed, rule};

rule! {
    /// The confidence level of a tool does not follow from its classes, or the tool is not qualified.
    ///
    /// ## Why it matters
    /// A tool that can bring an error into the product, and whose errors nobody would notice,
    /// has to be shown fit for its use. TCL1 is the least demanding level and TCL3 the most;
    /// lists with the scale upside down qualify the wrong tools.
    ///
    /// ## Example
    /// ```csv
    /// tool,version,TI,TD,TCL
    /// Code generator,5.2,TI2,TD3,TCL1
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// tool,version,TI,TD,TCL,ASIL,methods,qualification report,qualified version
    /// Code generator,5.2,TI2,TD3,TCL3,D,Validation of the software tool,TQR-4,5.2
    /// ```
    /// A method that is only recommended for the ASIL needs a reason in `rationale`. The ASIL
    /// is that of the requirements that a malfunction of the tool could affect, before
    /// decomposition, or else the highest of the item.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 11.4.5.5 and 11.4.6, with the tables of qualification methods.
    "plan/tool-confidence" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const LEVEL: &str = "ISO-26262-8:11.4.5.5";
const QUALIFICATION: &str = "ISO-26262-8:11.4.6";

fn check(exam: &mut Examination<'_>) {
    let tables: BTreeMap<&str, MethodTable<'_>> =
        qualification_tables(exam.library).into_iter().map(|table| (table.name, table)).collect();
    for tool in exam.records("tool") {
        // A tool whose level is wrong is qualified after that is put right.
        if let Some(level) = judge_level(exam, tool)
            && let Some(table) = tables.get(level)
        {
            judge_qualification(exam, tool, table);
        }
    }
}

/// The level of a tool, if it is the one that its classes give.
fn judge_level<'d>(exam: &mut Examination<'d>, tool: RecordRef<'d>) -> Option<&'static str> {
    let impact = exam.read(tool, "impact", tool.choice("impact"));
    let detection = exam.read(tool, "detection", tool.choice("detection"));
    let stated = exam.read(tool, "confidence", tool.choice("confidence"));
    let derived = impact.and_then(|impact| confidence(exam.library, impact, detection));
    let mut absent = tool.absent(&["impact", "detection", "confidence"]);
    // A tool without impact needs no class of detection.
    absent.retain(|field| *field != "detection" || derived.is_none());
    let name = tool.name();
    if !absent.is_empty() {
        exam.gap(tool, format!("{name} is not classified: no {}", spoken(&absent).replace(", ", ", no ")))
            .clause(LEVEL)
            .help("state TI, TD and TCL; where it is unclear, TI2 and TD3");
        return None;
    }
    let (stated, (derived, certainty)) = (stated?, derived?);
    exam.saw_for(LEVEL, tool);
    exam.leave_differing_open(&[LEVEL], tool, &["impact", "detection", "confidence"]);
    exam.rests_on(Some(LEVEL), certainty, "table of tool confidence levels");
    if stated == derived {
        return Some(stated);
    }
    let classes: Vec<&str> = impact.into_iter().chain(detection).collect();
    exam.fail(
        (tool, "confidence"),
        format!("{name} is stated as {stated}, and {} gives {derived}", classes.join(" and ")),
    )
    .clause(LEVEL)
    .help(format!("state {derived}, or correct the classes; TCL1 is the least demanding level"));
    None
}

fn judge_qualification<'d>(exam: &mut Examination<'d>, tool: RecordRef<'d>, table: &MethodTable<'_>) {
    let stated = exam.read(tool, "asil", tool.asil("asil")).map(|asil| asil.initial());
    let asil = match stated {
        None if tool.text("asil").is_absent() => exam.item_asil(Some(QUALIFICATION)),
        stated => stated,
    };
    if asil == Some(Asil::Qm) {
        return;
    }
    exam.saw_for(QUALIFICATION, tool);
    let (name, level) = (tool.name(), table.name);
    if !tool.has("report") {
        exam.gap(tool, format!("{name} is {level} and has no qualification report"))
            .clause(QUALIFICATION)
            .help("qualify it and name the report in `report`");
        return;
    }
    judge_version(exam, tool);
    let Some(asil) = asil else {
        if tool.text("asil").is_absent() {
            exam.unsure(tool, format!("for which ASIL {name} is used is not known"))
                .clause(QUALIFICATION)
                .help("state it in `asil`");
        }
        return;
    };
    judge_methods(exam, tool, table, asil);
}

fn judge_version<'d>(exam: &mut Examination<'d>, tool: RecordRef<'d>) {
    let name = tool.name();
    let absent = tool.absent(&["version", "report_version"]);
    if !absent.is_empty() {
        exam.gap(
            tool,
            format!("whether {name} was qualified in the version used is not stated: no {}", spoken(&absent)),
        )
        .clause(QUALIFICATION)
        .help("state the version used and the version in the report");
    } else if !is_same_version(tool.words("version"), tool.words("report_version")) {
        let (used, qualified) = (tool.words("version"), tool.words("report_version"));
        exam.fail((tool, "report_version"), format!("{name} is used in version {used} and qualified in {qualified}"))
            .clause(QUALIFICATION)
            .help("qualify the version used");
    }
}

fn judge_methods<'d>(exam: &mut Examination<'d>, tool: RecordRef<'d>, table: &MethodTable<'_>, asil: Asil) {
    exam.rests_on(Some(QUALIFICATION), table.certainty(asil), format!("qualification methods for {}", table.name));
    let (mut used, mut unknown) = (Vec::new(), Vec::new());
    for name in tool.list("methods") {
        match Key::read(name).and_then(|key| table.find(&key)) {
            Some(method) => used.push(method),
            None => unknown.push(name.to_owned()),
        }
    }
    let is_enough = used.iter().any(|method| method.grade(asil) == Some(Grade::HighlyRecommended));
    if is_enough || tool.has("rationale") {
        return;
    }
    let name = tool.name();
    if !unknown.is_empty() {
        exam.unsure(
            (tool, "methods"),
            format!("{} of {name} is no qualification method known here", listed(&unknown, 3)),
        )
        .clause(QUALIFICATION)
        .help("name the method as the tables do");
        return;
    }
    let expected: Vec<String> = table.highly_recommended(asil).map(|method| method.name().to_owned()).collect();
    exam.gap(tool, format!("{name} is {} for {asil}, expected {} or a reason", table.name, listed(&expected, 4)))
        .clause(QUALIFICATION)
        .help("use one of them, or say in `rationale` why another method is enough");
}
