use std::collections::{BTreeMap, BTreeSet};

use super::methods_used::{Group, groups};
use crate::dossier::values::Asil;
use crate::iso26262::methods::{Grade, Method, MethodTable, method_tables};
use crate::iso26262::names::Key;
use crate::iso26262::references;
use crate::rules::{Check, Examination, listed, points, rule};

rule! {
    /// A verification method that the ASIL highly recommends is not used, and no reason is given.
    ///
    /// ## Why it matters
    /// Each method finds other faults: a requirements-based test does not find what an
    /// inspection finds. The tables say which mix is expected; another mix is possible, with
    /// a reason why it is enough.
    ///
    /// ## Example
    /// ```csv
    /// id,level,asil,methods
    /// TC-1,unit,A,"walk-through, requirements-based test"
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,level,asil,methods,method rationale
    /// TC-1,unit,A,"walk-through, requirements-based test, static code analysis, interface test",
    /// ```
    /// or, of methods that are alternatives, at least one that is highly recommended, with
    /// the reason in `method_rationale` or in a statement on the clause. A level at which no
    /// method is stated at all is not judged; a method for a higher ASIL counts for a lower
    /// one too. A name that matches no method is left to a person.
    ///
    /// ## Source
    /// ISO 26262-4:2018, 6.4.9 and 7.4; -5:2018, 7.4.4 and 10.4; -6:2018, 7.4.14, 9.4.2,
    /// 9.4.3, 10.4.2, 10.4.4 and 11.4; -8:2018, 6.4.3.3, each with its table.
    "ver/method-missing" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let all = method_tables(exam.library);
    let bound: BTreeSet<&str> = exam.clauses().map(|clause| &*clause.id).collect();
    let reasons = clauses_with_reason(exam);
    for (level, group) in groups(exam, |key| all.iter().any(|table| table.find(key).is_some())) {
        let is_about = |table: &&MethodTable<'_>| {
            let is_of_level = table.level == level.name && (level.is_unclear() || level.has_table(table.name));
            is_of_level && bound.contains(table.clause) && group.fields.contains(table.field)
        };
        let tables: Vec<&MethodTable<'_>> = all.iter().filter(is_about).collect();
        let Some(first) = group.records.first().filter(|_| !tables.is_empty()) else { continue };
        let clauses: BTreeSet<&str> = tables.iter().map(|table| table.clause).collect();
        if level.is_unclear() {
            let message = format!("{} verifies an architecture, and it is not known which one", first.name());
            let remark = exam.unsure(*first, message);
            clauses.iter().for_each(|clause| _ = remark.clause(clause));
            remark.help("name the system or software requirements it is about in `targets`");
            continue;
        }
        report_unknown(exam, level.name, &group, &clauses);
        for clause in clauses {
            group.records.iter().for_each(|verification| exam.saw_for(clause, *verification));
        }
        for table in tables {
            judge(exam, level.name, table, &group, group.has_reason || reasons.contains(table.clause));
        }
    }
}

/// The clauses on which a statement says something.
fn clauses_with_reason(exam: &Examination<'_>) -> BTreeSet<String> {
    let statements = exam.records("statement").into_iter().filter(|one| points::is_made(*one));
    let speaking = statements.filter(|one| ["text", "reason", "document"].iter().any(|field| one.has(field)));
    speaking.flat_map(|statement| references(statement.words("clause"))).collect()
}

fn report_unknown(exam: &mut Examination<'_>, level: &str, group: &Group<'_>, clauses: &BTreeSet<&str>) {
    let Some((_, first)) = group.unknown.iter().next() else { return };
    let names: Vec<String> = group.unknown.keys().map(|name| (*name).to_owned()).collect();
    let message = format!("the tables know no method called {} ({level} verification)", listed(&names, 3));
    let remark = exam.unsure((*first, "methods"), message);
    clauses.iter().for_each(|clause| _ = remark.clause(clause));
    remark.help("use the names of the tables; until then nothing is said on methods missing at this level");
}

fn judge(exam: &mut Examination<'_>, level: &str, table: &MethodTable<'_>, group: &Group<'_>, has_reason: bool) {
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    // The highest ASIL first: what is missing there is not reported again.
    for asil in group.asils.iter().rev().copied() {
        let is_for = |(_, highest): &(&Key, &Asil)| **highest >= asil;
        let used: Vec<Method<'_>> = group.used.iter().filter(is_for).filter_map(|(key, _)| table.find(key)).collect();
        let certainty = table.certainty(asil);
        exam.rests_on(Some(table.clause), certainty, format!("table {}, ASIL {}", table.name, asil.name()));
        let missing: Vec<String> = missing(table, asil, &used, has_reason)
            .into_iter()
            .filter(|method| reported.insert(method.entry()))
            .map(|method| method.name().to_owned())
            .collect();
        // A name that nobody could read may be one of these.
        let Some(first) = group.records.first().filter(|_| !missing.is_empty() && group.unknown.is_empty()) else {
            continue;
        };
        let message = format!(
            "no {level} verification for {asil} uses {}, highly recommended by table {}",
            listed(&missing, 4),
            table.name
        );
        exam.warn(*first, message)
            .clause(table.clause)
            .help("use it, or give the reason in `method_rationale` or in a statement on the clause");
    }
}

/// The methods that are missed. Entries that are numbered alone are all
/// expected; of those that are alternatives, a reason makes one enough.
fn missing<'l>(table: &MethodTable<'l>, asil: Asil, used: &[Method<'l>], has_reason: bool) -> Vec<Method<'l>> {
    let is_used = |method: &Method<'l>| used.iter().any(|one| one.entry() == method.entry());
    let mut missing: BTreeMap<Option<&str>, Vec<Method<'l>>> = BTreeMap::new();
    for method in table.highly_recommended(asil).filter(|method| !is_used(method)) {
        missing.entry(method.alternative_of()).or_default().push(method);
    }
    if has_reason {
        // Of alternatives, one has to be highly recommended all the same.
        missing.retain(|group, _| {
            let is_graded = |one: &Method<'l>| one.grade(asil) == Some(Grade::HighlyRecommended);
            group.is_some() && !used.iter().any(|one| one.alternative_of() == *group && is_graded(one))
        });
    }
    missing.into_values().flatten().collect()
}
