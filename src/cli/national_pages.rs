//! Pages of instruments, their clauses, and what people name beside them.

use roadworthy::mapping::{Atlas, Entry, Instrument, NationalClause, Recognition};
use roadworthy::standard::{Bundle, Certainty, Library, Mapping};

/// The page of an instrument, of a clause of one, or of an entry of the register.
pub(super) fn national_page(name: &str, library: &Library) -> Option<String> {
    // Tables with faults are told by the commands that need them.
    let atlas = Atlas::read(library).ok()?;
    if let Some(clause) = atlas.clause(name) {
        return Some(clause_page(clause, &atlas));
    }
    let instrument = atlas.document(name).and_then(|id| atlas.instrument(&id));
    if let Some(instrument) = instrument {
        return Some(instrument_page(instrument, &atlas));
    }
    atlas.entry(name).map(|entry| entry_page(entry, &atlas))
}

fn unsure(certainty: Certainty) -> String {
    match certainty {
        Certainty::Verified => String::new(),
        certainty => format!(" ({})", certainty.name()),
    }
}

fn instrument_page(one: &Instrument, atlas: &Atlas<'_>) -> String {
    let mut page = format!("# {}\n\n{}: {}\n", one.id, one.number, one.title);
    if !one.native_title.is_empty() {
        page.push_str(&format!("{}\n", one.native_title));
    }
    let jurisdiction = atlas.jurisdiction(&one.jurisdiction).map_or(one.jurisdiction.as_str(), |known| &known.name);
    let dates = [one.in_force.as_str(), one.in_force_note.as_str()].join(" ");
    for (name, value) in [
        ("where", jurisdiction),
        ("topic", &one.topic),
        ("binding", one.binding.name()),
        ("state", one.state.name()),
        ("in force", dates.trim()),
        ("regulator", &one.regulator),
        ("part of", &one.part_of),
        ("replaced by", &one.replaced_by),
        ("vehicles", &one.vehicles.join(" ")),
        ("status", &one.status),
        ("certainty", one.certainty.name()),
        ("source", &one.source),
    ] {
        if !value.is_empty() {
            page.push_str(&format!("{name:<12} {value}\n"));
        }
    }
    let clauses: Vec<&NationalClause> = atlas.clauses_of(&one.id).collect();
    if !clauses.is_empty() {
        page.push_str("\nClauses known here:\n");
        for clause in clauses {
            page.push_str(&format!("  {}  {}{}\n", clause.id, clause.title, unsure(clause.certainty)));
        }
    }
    page + &relations(&one.id, atlas) + &papers(&one.id, atlas)
}

fn clause_page(clause: &NationalClause, atlas: &Atlas<'_>) -> String {
    let mut page = format!("# {}\n\n{}\n", clause.id, clause.title);
    let stage = clause.stage.map_or("", |stage| stage.name());
    for (name, value) in [("stage", stage), ("certainty", clause.certainty.name()), ("source", &clause.source)] {
        if !value.is_empty() {
            page.push_str(&format!("{name:<12} {value}\n"));
        }
    }
    page + &relations(&clause.id, atlas) + &bundles(&clause.id, atlas)
}

/// The relations that a clause or document itself takes part in.
fn relations(id: &str, atlas: &Atlas<'_>) -> String {
    let rows: Vec<String> = atlas.library.mappings().iter().filter_map(|row| relation(id, row)).collect();
    if rows.is_empty() { String::new() } else { format!("\nRelations:\n{}", rows.concat()) }
}

fn relation(id: &str, row: &Mapping) -> Option<String> {
    let named = |topic: &str| if topic.is_empty() { String::new() } else { format!(" ({topic})") };
    let (own, relation, other, topic) = if *row.from == *id {
        (named(&row.from_topic), row.relation, &row.to, named(&row.to_topic))
    } else if *row.to == *id {
        (named(&row.to_topic), row.relation.inverse(), &row.from, named(&row.from_topic))
    } else {
        return None;
    };
    let degree = row.degree.map(|degree| format!(" {}", degree.name())).unwrap_or_default();
    let own = if own.is_empty() { String::new() } else { format!("{}: ", own.trim()) };
    Some(format!(
        "  {own}{}{degree} {other}{topic}{}\n      {} [{}]\n",
        relation.name(),
        unsure(row.certainty),
        row.rationale,
        row.source
    ))
}

fn bundles(id: &str, atlas: &Atlas<'_>) -> String {
    let is_about = |bundle: &&Bundle| *bundle.required == *id || bundle.parts.iter().any(|part| part == id);
    let rows = atlas.library.bundles().iter().filter(is_about).map(|bundle| {
        let whole = if bundle.is_complete { "is answered by" } else { "is answered in part by" };
        format!("\n{} {whole} {} together{}\n", bundle.required, bundle.parts.join(", "), unsure(bundle.certainty))
    });
    rows.collect()
}

/// Who accepts papers under a document.
fn papers(id: &str, atlas: &Atlas<'_>) -> String {
    let line = |row: &Recognition| {
        format!(
            "  {}: {}{} by {} [{}]\n",
            row.jurisdictions.join(" "),
            row.acceptance.name(),
            unsure(row.certainty),
            row.agreement,
            row.source
        )
    };
    let rows: String = atlas.recognition.iter().filter(|row| row.regulation == id).map(line).collect();
    if rows.is_empty() { rows } else { format!("\nPapers under it:\n{rows}") }
}

fn entry_page(entry: &Entry, atlas: &Atlas<'_>) -> String {
    let mut page = format!("# {}\n\n{}\n\n{}\n\n", entry.id, entry.name, entry.what);
    for (name, value) in [
        ("kind", entry.kind.as_str()),
        ("where", &entry.jurisdictions.join(" ")),
        ("also", &entry.also.join("; ")),
        ("certainty", entry.certainty.name()),
        ("source", &entry.source),
    ] {
        if !value.is_empty() {
            page.push_str(&format!("{name:<12} {value}\n"));
        }
    }
    for id in &entry.instruments {
        page.push_str(&format!("  {id}  {}\n", atlas.title(id)));
    }
    page
}
