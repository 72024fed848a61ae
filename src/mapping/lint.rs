//! What is wrong with relations and with the tables of jurisdictions.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::atlas::Atlas;
use super::chain::Chain;
use super::evidence::Evidence;
use super::graph::Graph;
use super::relation::Possible;
use crate::standard::{Acceptance, Certainty, Degree, Library, Mapping, Relation, TableError};

type Origin = (Arc<str>, u32);

/// The faults of relations and of the tables of jurisdictions, in the order of the files.
pub fn lint(library: &Library) -> Vec<TableError> {
    let atlas = match Atlas::read(library) {
        Ok(atlas) => atlas,
        Err(faults) => return faults,
    };
    let mut lint = Lint { atlas: &atlas, faults: Vec::new() };
    lint.instruments();
    lint.clauses();
    lint.bundles();
    lint.relations();
    lint.recognition();
    lint.register();
    let mut faults = lint.faults;
    match Graph::new(&atlas) {
        Ok(graph) => faults.extend(contradictions(&graph)),
        Err(further) => faults.extend(further),
    }
    faults.sort_by(|a, b| (&a.path, a.line, &a.message).cmp(&(&b.path, b.line, &b.message)));
    faults
}

struct Lint<'a> {
    atlas: &'a Atlas<'a>,
    faults: Vec<TableError>,
}

impl Lint<'_> {
    fn fault(&mut self, (path, line): &Origin, message: impl Into<String>) {
        self.faults.push(TableError::new(path, *line, message));
    }

    /// Every row says where it was read, unless it is from memory.
    fn source(&mut self, origin: &Origin, source: &str, certainty: Certainty) {
        if source.trim().is_empty() && certainty != Certainty::Recalled {
            self.fault(origin, "the row names no source");
        }
    }

    /// True if `id` is a clause or document that the tables hold. Documents that we hold neither a
    /// catalogue nor a row of are named as they are.
    fn exists(&self, id: &str) -> bool {
        let document = id.split(':').next().unwrap_or(id);
        let is_known = self.atlas.library.standard(document).is_some() || self.atlas.instrument(document).is_some();
        let is_document = !id.contains(':');
        !is_known || is_document || self.atlas.library.clause(id).is_some() || self.atlas.clause(id).is_some()
    }

    fn instruments(&mut self) {
        for instrument in &self.atlas.instruments {
            let origin = &instrument.origin;
            self.source(origin, &instrument.source, instrument.certainty);
            if self.atlas.jurisdiction(&instrument.jurisdiction).is_none() {
                self.fault(origin, format!("`{}` is no jurisdiction", instrument.jurisdiction));
            }
            if !self.atlas.topics.iter().any(|(topic, _)| *topic == instrument.topic) {
                self.fault(origin, format!("`{}` is no topic", instrument.topic));
            }
            for other in [&instrument.replaced_by, &instrument.part_of] {
                if !other.is_empty() && self.atlas.instrument(other).is_none() {
                    self.fault(origin, format!("there is no instrument `{other}`"));
                }
            }
            self.date(origin, &instrument.in_force);
        }
    }

    /// A date, a month or a year.
    fn date(&mut self, origin: &Origin, written: &str) {
        let day = match written.len() {
            0 => return,
            4 => format!("{written}-01-01"),
            7 => format!("{written}-01"),
            _ => written.to_owned(),
        };
        if day.parse::<jiff::civil::Date>().is_err() {
            self.fault(origin, format!("`{written}` is no date, expected YYYY, YYYY-MM or YYYY-MM-DD"));
        }
    }

    fn clauses(&mut self) {
        for clause in &self.atlas.clauses {
            self.source(&clause.origin, &clause.source, clause.certainty);
            let document = clause.id.split(':').next().unwrap_or(&clause.id);
            if self.atlas.instrument(document).is_none() {
                self.fault(&clause.origin, format!("`{}` belongs to no instrument", clause.id));
            }
            if clause.title.trim().is_empty() {
                self.fault(&clause.origin, format!("`{}` has no title", clause.id));
            }
        }
    }

    fn bundles(&mut self) {
        for bundle in self.atlas.library.bundles() {
            self.source(&bundle.origin, &bundle.source, bundle.certainty);
            for id in bundle.parts.iter().map(String::as_str).chain([&*bundle.required]) {
                if self.atlas.library.clause(id).is_none() && self.atlas.clause(id).is_none() {
                    self.fault(&bundle.origin, format!("the clause `{id}` does not exist"));
                }
            }
        }
    }

    fn relations(&mut self) {
        for mapping in self.atlas.library.mappings() {
            let origin = &mapping.origin;
            self.source(origin, &mapping.source, mapping.certainty);
            if mapping.from == mapping.to {
                self.fault(origin, format!("`{}` is related to itself", mapping.from));
            }
            for id in [&mapping.from, &mapping.to] {
                if !self.exists(id) {
                    self.fault(origin, format!("the clause `{id}` does not exist"));
                }
            }
            self.degree(mapping);
            self.type_approval(mapping);
        }
    }

    /// A degree is declared by who adopts a document of ISO or IEC; identical means equal.
    fn degree(&mut self, mapping: &Mapping) {
        let Some(degree) = mapping.degree else { return };
        let is_standard = |id: &str| id.starts_with("ISO-") || id.starts_with("IEC-");
        if !is_standard(&mapping.from) && !is_standard(&mapping.to) {
            self.fault(&mapping.origin, "only documents of ISO or IEC are adopted to a degree");
        }
        let is_same_edition = mapping.from_topic.is_empty() && mapping.to_topic.is_empty();
        if degree == Degree::Identical && is_same_edition && mapping.relation != Relation::Equal {
            self.fault(&mapping.origin, "an identical adoption of the same edition is `equal`");
        }
    }

    /// That an approval is accepted is looked up: in the same legal order, or in a row on recognition.
    fn type_approval(&mut self, mapping: &Mapping) {
        if mapping.reuse != Some(Acceptance::TypeApproval) {
            return;
        }
        let jurisdiction = |id: &str| {
            let document = self.atlas.document_of(id);
            let known = self.atlas.instrument(document).map(|one| one.jurisdiction.clone());
            known.unwrap_or_else(|| document.chars().take_while(|c| *c != '-').collect())
        };
        let (ours, theirs) = (jurisdiction(&mapping.from), jurisdiction(&mapping.to));
        let is_recognised = |by: &str, of: &str| {
            self.atlas.recognition.iter().any(|row| {
                row.acceptance == Acceptance::TypeApproval
                    && row.jurisdictions.iter().any(|one| one == by)
                    && row.speaks_about(of)
            })
        };
        let (from, to) = (self.atlas.document_of(&mapping.from), self.atlas.document_of(&mapping.to));
        if ours != theirs && !is_recognised(&ours, to) && !is_recognised(&theirs, from) {
            let message = format!("no row on recognition says that {ours} accepts approvals under {to}");
            self.fault(&mapping.origin, message);
        }
    }

    fn register(&mut self) {
        let mut names: FxHashMap<String, String> = FxHashMap::default();
        for entry in &self.atlas.register {
            self.source(&entry.origin, &entry.source, entry.certainty);
            for id in &entry.instruments {
                if self.atlas.instrument(id).is_none() && self.atlas.library.standard(id).is_none() {
                    self.fault(&entry.origin, format!("there is no instrument `{id}`"));
                }
            }
            for name in entry.also.iter().chain([&entry.name]) {
                let before = names.insert(name.to_lowercase(), entry.id.clone());
                if let Some(other) = before.filter(|other| *other != entry.id) {
                    self.fault(&entry.origin, format!("`{name}` names `{other}` as well"));
                }
            }
        }
    }

    fn recognition(&mut self) {
        for row in &self.atlas.recognition {
            self.source(&row.origin, &row.source, row.certainty);
            self.date(&row.origin, &row.from);
            self.date(&row.origin, &row.until);
            if row.regulation.is_empty() == row.about.is_empty() {
                self.fault(&row.origin, "the papers that are meant are named by an id or in words");
            }
        }
    }
}

/// Rows that no three sets of obligations can satisfy together, each with the path against it.
fn contradictions(graph: &Graph<'_>) -> Vec<TableError> {
    let mut by_start: FxHashMap<&str, Vec<&Mapping>> = FxHashMap::default();
    for mapping in graph.atlas.library.mappings().iter().filter(|mapping| mapping.is_whole()) {
        by_start.entry(&mapping.from).or_default().push(mapping);
    }
    let mut faults = Vec::new();
    for mapping in graph.atlas.library.mappings().iter().filter(|mapping| mapping.is_whole()) {
        let held = Evidence::of_clause(&mapping.from);
        let (chains, _) = graph.chains(&held, &mapping.to);
        let is_other = |chain: &Chain<'_>| {
            chain.steps.iter().all(|step| step.mapping.is_whole() && !std::ptr::eq(step.mapping, mapping))
        };
        let others = chains.into_iter().filter(is_other);
        let stated = Possible::only(mapping.relation);
        if let Some(other) = others.into_iter().find(|chain| chain.possible.and(stated) == Possible::NONE) {
            let (path, line) = &mapping.origin;
            let message = format!(
                "`{}` {} `{}` contradicts the path {}, by which it is {}",
                mapping.from,
                mapping.relation.name(),
                mapping.to,
                in_words(&other),
                other.possible
            );
            faults.push(TableError::new(path, *line, message));
        }
    }
    faults
}

fn in_words(chain: &Chain<'_>) -> String {
    let steps = chain.steps.iter().map(|step| {
        let (path, line) = &step.mapping.origin;
        format!("`{}` {} `{}` ({path}:{line})", step.from(), step.relation().name(), step.to())
    });
    steps.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rows: &str) -> Vec<String> {
        let relations = format!("from,relation,to,degree,reuse,rationale,source,certainty\n{rows}");
        let composition = include_str!("../../standards/mappings/composition.csv").to_owned();
        let files =
            vec![("mappings/composition.csv".to_owned(), composition), ("mappings/own.csv".to_owned(), relations)];
        let library = Library::from_files(files).unwrap();
        lint(&library).into_iter().map(|fault| fault.to_string()).collect()
    }

    #[test]
    fn the_tables_that_ship_have_no_fault() {
        assert_eq!(lint(Library::built_in()), []);
    }

    #[test]
    fn a_contradiction_is_shown_with_both_paths() {
        let found = faults(
            "A:1,equal,B:1,,,w,s,verified\nB:1,superset-of,C:1,,,w,s,verified\nA:1,subset-of,C:1,,,w,s,verified\n",
        );
        assert_eq!(found.len(), 3, "{found:#?}");
        assert_eq!(
            found[2],
            "mappings/own.csv:4: `A:1` subset-of `C:1` contradicts the path `A:1` equal `B:1` (mappings/own.csv:2), \
             `B:1` superset-of `C:1` (mappings/own.csv:3), by which it is superset-of"
        );
    }

    #[test]
    fn inverse_rows_agree() {
        assert_eq!(faults("A:1,subset-of,B:1,,,w,s,verified\nB:1,superset-of,A:1,,,w,s,verified\n"), [""; 0]);
        assert_eq!(faults("A:1,subset-of,B:1,,,w,s,verified\nB:1,subset-of,A:1,,,w,s,verified\n").len(), 2);
    }

    #[test]
    fn what_a_row_must_have() {
        let only = |rows: &str| faults(rows).into_iter().next().unwrap_or_default();
        assert!(only("A:1,equal,A:1,,,w,s,verified\n").contains("related to itself"));
        assert!(only("A:1,equal,B:1,,,w,,verified\n").contains("names no source"));
        assert_eq!(only("A:1,equal,B:1,,,w,,recalled\n"), "");
        assert!(only("A:1,intersects,B:1,MOD,,w,s,verified\n").contains("documents of ISO or IEC"));
        assert!(only("CN-A:1,intersects,ISO-B:1,IDT,,w,s,verified\n").contains("is `equal`"));
        assert!(only("CN-A:1,equal,UN-B:1,,type-approval-accepted,w,s,verified\n").contains("no row on recognition"));
    }
}
