use crate::dossier::RecordRef;
use crate::rules::approval::declared;
use crate::rules::{Check, Examination, points, rule};
use crate::standard::Row;

rule! {
    /// The notice of an update over the air lacks something that the user is to be told.
    ///
    /// ## Why it matters
    /// The user decides when an update may run. That takes its purpose, what changes, how long
    /// the vehicle or its functions are away, and what to do; afterwards, whether it succeeded.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "update"
    /// id = "U-7"
    /// ota = true
    /// notice_before = "purpose, duration"
    /// notice_after = "result, changes"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// notice_before = "purpose, changes, duration, unavailable functions, instructions"
    /// ```
    /// or a statement on each point that holds for all updates: `notice-purpose`,
    /// `notice-changes`, `notice-duration`, `notice-unavailable-functions`,
    /// `notice-instructions`, `notice-result`, `notice-what-changed`, `notice-process`. One
    /// notice may cover a group of like updates.
    ///
    /// ## Source
    /// UN R156, 7.1.1.11, 7.2.2.2(a) to (e) and 7.2.2.4 (original version).
    "sums/user-not-informed" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The fields of an update and the clause whose items they hold.
const NOTICES: [(&str, &str); 2] = [("notice_before", "UN-R156:7.2.2.2"), ("notice_after", "UN-R156:7.2.2.4")];

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    let rows = points::rows(exam);
    for update in exam.records("update") {
        let ota = exam.read(update, "ota", update.yes_no("ota")).or_else(|| declared(exam, "ota"));
        let missing = update.absent(&NOTICES.map(|(field, _)| field));
        if ota != Some(true) || missing.len() == NOTICES.len() {
            continue;
        }
        for (field, clause) in NOTICES {
            judge(exam, update, field, clause, &rows);
        }
    }
}

/// Compares the items of one notice with those that the rows ask for.
fn judge<'d>(exam: &mut Examination<'d>, update: RecordRef<'d>, field: &str, clause: &str, rows: &[Row<'d>]) {
    exam.saw_for(clause, update);
    let items = update.list(field);
    let asked = rows.iter().filter(|row| is_item_of(row.get("clause"), clause));
    let (found, lacking): (Vec<Row<'d>>, Vec<Row<'d>>) =
        asked.copied().partition(|row| items.iter().any(|item| is_named(item, row)));
    for row in found {
        exam.saw_for(row.get("clause"), update);
    }
    if lacking.is_empty() {
        return;
    }
    let when = if field == "notice_before" { "before" } else { "after" };
    let what: Vec<&str> = lacking.iter().map(|row| row.get("summary")).collect();
    let message = format!("the notice {when} {} does not give: {}", update.name(), what.join("; "));
    let remark = exam.gap((update, field), message);
    remark.clause(clause).help("add the items to the notice, or name them in the record");
    for row in lacking {
        remark.clause(row.get("clause"));
    }
}

/// True if `id` is a lettered item of `clause`.
fn is_item_of(id: &str, clause: &str) -> bool {
    id.strip_prefix(clause).is_some_and(|rest| rest.starts_with('('))
}

/// True if an entry of a notice names an item, by its letter or by its names.
fn is_named(entry: &str, row: &Row<'_>) -> bool {
    let entry = entry.trim().to_lowercase();
    let letter = row.get("clause").rsplit_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
    entry.trim_matches(['(', ')']) == letter
        || entry == row.get("point")
        || row.parts("names").iter().any(|name| entry.contains(name))
}
