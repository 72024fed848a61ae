use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, lacking, paths, rule};

rule! {
    /// The operational design domain of a feature is not described to its edges.
    ///
    /// ## Why it matters
    /// A feature answers for itself inside its domain and has to leave it safely. That takes a
    /// description of the place, the road, the surroundings and the traffic, a way to notice
    /// each condition, and an answer at the edge, also to conditions outside that trips meet.
    ///
    /// ## Example
    /// ```csv
    /// id,geography,roadway,environment,dynamic elements,activation,fallback,deactivation,sensing method
    /// F-1,Germany,motorway,,cars and lorries,below 60 km/h,ODD exit,driver takes over,camera and map
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,geography,roadway,environment,dynamic elements,activation,fallback,deactivation,sensing method
    /// F-1,Germany,motorway,"dry or rain up to 4 mm/h, day and night",cars and lorries,below 60 km/h,ODD exit,driver takes over,"camera, map, rain sensor"
    /// ```
    /// Where the domain stands in a file, the file has to be in the dossier; what it holds is
    /// not read yet. Conditions to be expected are records of their own (`expected-condition`).
    ///
    /// ## Source
    /// UN ADS regulation, 7.3.1.3, 7.3.1.7, 7.3.1.8, 7.3.2.5 and 7.3.2.6.
    "ads/incomplete-odd" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The fields of a feature and the clauses that ask for them.
const GROUPS: &[(&str, &str)] = &[
    ("geography", "UN-ADS:7.3.1.3(a)"),
    ("roadway", "UN-ADS:7.3.1.3(b)"),
    ("environment", "UN-ADS:7.3.1.3(c)"),
    ("dynamic_elements", "UN-ADS:7.3.1.3(d)"),
];
const CONDITIONS: &[&str] = &["activation", "fallback", "deactivation"];

const DOMAIN: &str = "UN-ADS:7.3.1.3";
const EDGE: &str = "UN-ADS:7.3.1.7";
const CHANGES: &str = "UN-ADS:7.3.1.8";
const SENSING: &str = "UN-ADS:7.3.2.5";
const EXPECTED: &str = "UN-ADS:7.3.2.6";

fn check(exam: &mut Examination<'_>) {
    for feature in exam.records("feature") {
        judge_groups(exam, feature);
        judge_conditions(exam, feature);
        judge_field(exam, feature, "boundaries", EDGE, "say how its edge is noticed and what the feature does there");
        judge_field(exam, feature, "sensing", SENSING, "say how each condition is determined to be there or not");
    }
    for condition in exam.records("expected-condition") {
        judge_expected(exam, condition);
    }
}

fn judge_groups<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>) {
    let name = feature.name();
    let file = feature.words("odd");
    exam.saw_for(DOMAIN, feature);
    let (stated, silent): (Vec<_>, Vec<_>) = GROUPS.iter().partition(|(group, _)| feature.text(group).is_there());
    for (_, clause) in stated {
        exam.saw_for(clause, feature);
    }
    if !file.is_empty() {
        judge_file(exam, feature, file, &silent);
    } else if silent.len() == GROUPS.len() {
        exam.gap(feature, format!("{name} has no operational design domain"))
            .clause(DOMAIN)
            .help("describe place, road, surroundings and traffic, or name the file that does");
    } else {
        for (group, clause) in silent {
            exam.gap(feature, format!("the operational design domain of {name} has {}", lacking(&[group])))
                .clause(clause)
                .help("describe it with the limits of each condition, also where there is none");
        }
    }
}

/// The file is there; what it says of the groups that are silent is not known.
fn judge_file<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>, file: &str, silent: &[(&str, &str)]) {
    let name = feature.name();
    if paths::is_there(exam.dossier, file) == Some(false) {
        exam.gap((feature, "odd"), format!("{name} names `{file}`, which is not in the dossier"))
            .clause(DOMAIN)
            .help("add the file, or correct the path relative to the manifest");
    } else if !silent.is_empty() {
        let groups: Vec<&str> = silent.iter().map(|(group, _)| *group).collect();
        let remark = exam.unsure((feature, "odd"), format!("{name} has {} outside `{file}`", lacking(&groups)));
        for (_, clause) in silent {
            remark.clause(clause);
        }
        remark.help("read the file: what it holds is not read here yet");
    }
}

fn judge_conditions<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>) {
    exam.saw_for(CHANGES, feature);
    let absent = feature.absent(CONDITIONS);
    if !absent.is_empty() {
        let absent: Vec<String> = absent.iter().map(|one| format!("{one} conditions")).collect();
        let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
        exam.gap(feature, format!("{} has {}", feature.name(), lacking(&absent)))
            .clause(CHANGES)
            .help("say when it may be activated, when it falls back and when it is deactivated");
    }
}

fn judge_field<'d>(exam: &mut Examination<'d>, feature: RecordRef<'d>, field: &str, clause: &str, help: &str) {
    exam.saw_for(clause, feature);
    if feature.text(field).is_absent() {
        let what =
            if field == "sensing" { "sensing method for its domain" } else { "approach to the edge of its domain" };
        exam.gap(feature, format!("{} has no {what}", feature.name())).clause(clause).help(help);
    }
}

/// A condition outside the domain needs an answer that names it.
fn judge_expected<'d>(exam: &mut Examination<'d>, condition: RecordRef<'d>) {
    exam.saw_for(EXPECTED, condition);
    let name = condition.name();
    if condition.text("inside_odd").is_absent() {
        exam.gap(condition, format!("{name} is compared with no operational design domain"))
            .clause(EXPECTED)
            .help("say whether it lies inside");
        return;
    }
    let inside = exam.read(condition, "inside_odd", condition.yes_no("inside_odd"));
    if inside == Some(false) && !condition.has("response") {
        exam.fail(condition, format!("{name} is to be expected outside the domain, and nothing answers it"))
            .clause(EXPECTED)
            .help("say how the feature leaves its domain when the condition is met");
    }
}
