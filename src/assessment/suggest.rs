//! Clauses that a passage without references may be about.
//!
//! Text ranking compares words and knows nothing of safety: its proposals are
//! shown apart and never counted as evidence.

use std::collections::BTreeSet;

use bm25::{Document, Language, SearchEngine, SearchEngineBuilder};
use rayon::prelude::*;

use super::evidence;
use super::report::{Candidate, Suggestion};
use crate::dossier::RecordId;
use crate::finding::shown;
use crate::rules::{Docket, Where};
use crate::standard::Clause;

/// A passage of fewer words says too little to rank.
const FEWEST_WORDS: usize = 8;

/// Clauses proposed for a passage.
const CANDIDATES: usize = 3;

/// Proposes clauses for the first `most` passages that cite nothing. The
/// number says how many such passages there are.
pub(super) fn suggest(docket: &Docket<'_>, most: usize) -> (Vec<Suggestion>, usize) {
    let passages = passages(docket);
    if most == 0 || passages.is_empty() {
        return (Vec::new(), passages.len());
    }
    let clauses: Vec<&Clause> = docket
        .scope
        .targets()
        .iter()
        .flat_map(|target| &target.standard.clauses)
        .filter(|clause| clause.is_requirement())
        .collect();
    let engine = engine(&clauses);
    let propose = |(at, text): &(Where, &str)| Suggestion {
        text: shown(text),
        location: evidence::location(docket.dossier, *at),
        candidates: candidates(&engine, text, &clauses),
    };
    let suggestions: Vec<Suggestion> = passages.par_iter().take(most).map(propose).collect();
    (suggestions.into_iter().filter(|one| !one.candidates.is_empty()).collect(), passages.len())
}

fn engine(clauses: &[&Clause]) -> SearchEngine<u32> {
    let document = |(id, clause): (u32, &&Clause)| Document::new(id, format!("{}. {}", clause.title, clause.summary));
    let documents: Vec<Document<u32>> = (0..).zip(clauses).map(document).collect();
    SearchEngineBuilder::<u32>::with_documents(Language::English, documents).build()
}

fn candidates(engine: &SearchEngine<u32>, text: &str, clauses: &[&Clause]) -> Vec<Candidate> {
    let mut found = engine.search(text, CANDIDATES * 2);
    // Equal scores come in no order of their own.
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.id.cmp(&b.document.id)));
    let candidate = |result: bm25::SearchResult<u32>| {
        let clause = clauses.get(result.document.id as usize)?;
        Some(Candidate { id: clause.id.to_string(), title: clause.title.clone(), score: rounded(result.score) })
    };
    found.into_iter().filter_map(candidate).take(CANDIDATES).collect()
}

/// Two digits are more than the method is worth.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

/// Paragraphs and unplaced rows of some length that cite nothing.
fn passages<'d>(docket: &Docket<'d>) -> Vec<(Where, &'d str)> {
    let cited: BTreeSet<Where> = docket.citations.iter().map(|cited| cited.at).collect();
    let dossier = docket.dossier;
    let citing: BTreeSet<RecordId> = docket.citations.iter().filter_map(|cited| cited.at.record).collect();
    let is_long = |text: &str| text.split_whitespace().nth(FEWEST_WORDS - 1).is_some();
    let mut passages = Vec::new();
    for (document, id) in dossier.documents.iter().zip(0..) {
        let paragraphs = document.paragraphs.iter().filter(|paragraph| !paragraph.is_heading);
        passages.extend(
            paragraphs
                .map(|paragraph| (Where { document: id, spot: paragraph.spot, record: None }, &*paragraph.text))
                .filter(|(at, text)| is_long(text) && !cited.contains(at)),
        );
    }
    for record in dossier.all_records().filter(|record| matches!(record.kind_name(), "" | "requirement" | "statement"))
    {
        let inner = record.into_inner();
        let texts = inner.all_values().filter_map(|value| value.text()).filter(|text| is_long(text));
        if !citing.contains(&record.number) {
            passages.extend(texts.map(|text| (Where::from(record), text)));
        }
    }
    passages.sort_by_key(|(at, _)| *at);
    passages
}
