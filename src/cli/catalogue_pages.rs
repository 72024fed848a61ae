//! What `explain` and `standards show` print of a catalogue.

use roadworthy::dossier::{Kind, Schema};
use roadworthy::standard::{Clause, Library, ReadIn, Row};

/// What is known of a clause.
pub(super) fn clause_page(clause: &Clause, library: &Library) -> String {
    let mut text = format!("# {}\n\n{}\n\n{}\n\n", clause.id, clause.title, clause.summary);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{:<13}{value}\n", format!("{name}:")));
        }
    };
    line("kind", clause.kind.name());
    line("obligation", &format!("{} ({})", clause.obligation.name(), clause.addressee.name()));
    line("editions", &clause.editions.join(", "));
    if let Some(limit) = &clause.limit {
        let figure = format!("{} {} {} {}", limit.quantity, limit.comparator.name(), limit.value, limit.unit);
        line("figure", figure.trim_end());
        line("fact", limit.fact.as_deref().unwrap_or_default());
    }
    line("categories", &clause.applies.categories.join(", "));
    line("levels", &clause.applies.levels.join(", "));
    line("asil", &clause.applies.asils.join(", "));
    line("applies if", clause.applies.condition.as_deref().unwrap_or_default());
    line("condition", &clause.condition);
    line("evidence", &clause.evidence.join("; "));
    line("check", clause.check.as_deref().unwrap_or_default());
    let rules: Vec<String> = library
        .bindings()
        .filter(|binding| binding.clause == clause.id)
        .map(|binding| format!("{} ({})", binding.rule, binding.carries.name()))
        .collect();
    line("rules", &rules.join(", "));
    line("certainty", clause.certainty.name());
    line("read in", &read_in(clause));
    line("source", &clause.source);
    for mapping in library.mappings().iter().filter(|mapping| mapping.from == clause.id || mapping.to == clause.id) {
        line(
            "relation",
            &format!("{} {} {} ({})", mapping.from, mapping.relation.name(), mapping.to, mapping.certainty.name()),
        );
    }
    text
}

fn read_in(clause: &Clause) -> String {
    let advice = if clause.read_in == ReadIn::Text { "" } else { ": confirm against the text" };
    let edition = clause.read_edition.as_ref().map(|edition| format!(" (read in {edition})")).unwrap_or_default();
    format!("{}{edition}{advice}", clause.read_in.name())
}

/// A clause as JSON, with every column of its row.
pub(super) fn clause_json(clause: &Clause) -> serde_json::Value {
    serde_json::json!({
        "id": &*clause.id,
        "parent": clause.parent.as_deref(),
        "title": clause.title,
        "kind": clause.kind,
        "obligation": clause.obligation,
        "addressee": clause.addressee,
        "editions": clause.editions,
        "summary": clause.summary,
        "limit": clause.limit.as_ref().map(|limit| serde_json::json!({
            "quantity": limit.quantity, "comparator": limit.comparator, "value": limit.value,
            "unit": limit.unit, "fact": limit.fact,
        })),
        "applies_if": clause.applies.condition,
        "condition": clause.condition,
        "evidence": clause.evidence,
        "automatable": clause.automatable,
        "check": clause.check,
        "source": clause.source,
        "certainty": clause.certainty,
        "read_in": clause.read_in,
        "is_requirement": clause.is_requirement(),
    })
}

/// The page of a threat, a mitigation or a kind of record.
pub(super) fn other_page(id: &str, library: &Library) -> Option<String> {
    let schema = Schema::built_in();
    let kind = schema.find(id).or_else(|| schema.find_loosely(id)).map(|kind| kind_page(schema.kind(kind)));
    kind.or_else(|| annex5_page(id, library))
}

/// What a record may hold, and how its columns may be called.
fn kind_page(kind: &Kind) -> String {
    let mut text = format!("# {}\n\n{}: {}\n\n", kind.name, kind.title, kind.summary);
    for field in &kind.fields {
        let mut about: Vec<String> = vec![field.of_type.name().to_owned()];
        about.extend((!field.unit.is_empty()).then(|| format!("in {}", field.unit)));
        about.extend((!field.choices.is_empty()).then(|| field.choices.join(" | ")));
        about.extend((!field.links.is_empty()).then(|| format!("of {}", field.links.join(" or "))));
        about.extend(field.is_required.then(|| "required".to_owned()));
        text.push_str(&format!("{:<28} {}\n", field.name, about.join(", ")));
        if !field.summary.is_empty() {
            text.push_str(&format!("{:<28} {}\n", "", field.summary));
        }
        if !field.names.is_empty() {
            text.push_str(&format!("{:<28} also: {}\n", "", field.names.join("; ")));
        }
    }
    text
}

/// A threat or mitigation of UN R155, Annex 5: `threat 16.2`, `UN-R155:A5.16.2`, `M7`.
fn annex5_page(id: &str, library: &Library) -> Option<String> {
    let bare = id.trim_start_matches("UN-R155:").trim_start_matches("A5.");
    let bare = bare.trim_start_matches("threat").trim_start_matches("mitigation").trim();
    let table = |name: &str| library.table(&format!("unece/un-r155/{name}.csv"));
    let threat = table("threats")?
        .rows()
        .find(|row| row.get("number") == bare || row.words("aliases").contains(&bare.to_owned()));
    if let Some(row) = threat {
        return Some(threat_page(row));
    }
    let rows: Vec<Row<'_>> = table("mitigations")?.rows().filter(|row| row.get("id") == bare).collect();
    (!rows.is_empty()).then(|| rows.into_iter().map(mitigation_page).collect())
}

fn threat_page(row: Row<'_>) -> String {
    let part = if row.get("part").is_empty() { String::new() } else { format!(", Part {}", row.get("part")) };
    format!(
        "# UN R155, Annex 5{part}, threat {}\n\n{}\n\n{}\n\ncategory:    {}\ngroup:       {}\nasset:       {}\n\
         mitigations: {}\ncertainty:   {}\nread in:     {}\nsource:      {}\n",
        row.get("number"),
        row.get("threat"),
        row.get("summary"),
        row.get("category"),
        row.get("high_level"),
        row.get("asset"),
        row.get("mitigations"),
        row.get("certainty"),
        row.get("read_in"),
        row.get("source"),
    )
}

fn mitigation_page(row: Row<'_>) -> String {
    format!(
        "# UN R155, Annex 5, table {}, mitigation {}\n\n{}\n\nthreats:     {}\nnote:        {}\ncertainty:   {}\n\
         read in:     {}\nsource:      {}\n\n",
        row.get("table"),
        row.get("id"),
        row.get("summary"),
        row.get("threats"),
        row.get("note"),
        row.get("certainty"),
        row.get("read_in"),
        row.get("source"),
    )
}
