//! What lets a clause pass, and what is missing where nothing does.

use super::{Case, Checked, Verdicted};
use crate::assessment::evidence::{self, Offer};
use crate::assessment::outcome::{Outcome, WaitsFor};
use crate::dossier::Spot;
use crate::expression::{Truth, evaluate_check, unread};
use crate::rules::Where;
use crate::standard::Carries;

impl Case<'_> {
    /// What passing checks mean: a check that decides is enough, one that
    /// supports leaves the rest to a person.
    pub(super) fn by_passing(&self, by_expression: Option<Verdicted>, offers: &[Offer]) -> Verdicted {
        let ran: Vec<&Checked<'_>> = self.checks.iter().filter(|check| self.has_seen(check)).collect();
        let decides = |check: &&Checked<'_>| check.binding.carries == Carries::Decides;
        let deciding = self.checks.iter().filter(decides).count();
        let decided: Vec<&str> = ran.iter().copied().filter(decides).map(|check| check.rule.id).collect();
        if let Some(verdict) = by_expression.filter(|_| decided.len() == deciding) {
            return verdict;
        }
        if deciding > 0 && decided.len() == deciding {
            return Verdicted::new(Outcome::Passed, format!("checked by {}", decided.join(", ")));
        }
        if deciding > 0 && !ran.is_empty() {
            let open: Vec<&str> =
                self.checks.iter().filter(|check| !self.has_seen(check)).map(|check| check.rule.id).collect();
            return Verdicted::new(
                Outcome::Untested,
                format!("nothing was supplied that {} could look at", open.join(", ")),
            );
        }
        if !ran.is_empty() {
            let names: Vec<&str> = ran.iter().map(|check| check.rule.id).collect();
            let reason = format!("{} found nothing wrong; a person must judge the rest", names.join(", "));
            return Verdicted { check_result: Some(Outcome::Passed), ..Verdicted::cant_tell(WaitsFor::Person, reason) };
        }
        if offers.is_empty() {
            return Verdicted::new(Outcome::Untested, self.expected());
        }
        if let Some(file) = self.unlisted_mention(offers) {
            let reason = format!(
                "mentioned in {file}, which vehicle.toml does not list: a statement, or an entry for the file, would make it evidence"
            );
            return Verdicted::new(Outcome::Untested, reason);
        }
        let reason = if offers.iter().all(|offer| self.is_mention(offer)) {
            "a passage names the clause, which is no statement that it is met; a person must judge"
        } else if evidence::asks_for_test(&self.clause.evidence) && self.are_scenarios(offers) {
            "scenarios are named for it; a passed test is asked for, and no result is recorded"
        } else if self.checks.is_empty() {
            "evidence names the clause; no machine check speaks about it, a person must judge"
        } else {
            "evidence names the clause, and holds no record that a check could look at; a person must judge"
        };
        Verdicted::cant_tell(WaitsFor::Person, reason)
    }

    /// True for a passage of text, or a row of no known kind: it names a
    /// clause, and states nothing of it.
    fn is_mention(&self, offer: &Offer) -> bool {
        let record = offer.at.record.map(|record| self.docket.dossier.record(record));
        match record {
            Some(record) => record.kind.is_none(),
            None => offer.at.document != 0 && offer.at.spot != Spot::Whole,
        }
    }

    /// True if nothing but scenario files, as the manifest names them, is offered.
    fn are_scenarios(&self, offers: &[Offer]) -> bool {
        let scenarios = &self.docket.dossier.manifest.scenarios;
        let is_entry =
            |at: Where| at.document == 0 && at.record.is_none() && scenarios.iter().any(|entry| entry.spot == at.spot);
        offers.iter().all(|offer| is_entry(offer.at))
    }

    /// The file of the first mention, if there is nothing but mentions in files
    /// that the manifest does not list: a report, an export, a list of clauses.
    fn unlisted_mention(&self, offers: &[Offer]) -> Option<&str> {
        let dossier = self.docket.dossier;
        let is_unlisted = |offer: &Offer| self.is_mention(offer) && dossier.document(offer.at.document).entry.is_none();
        let first = offers.first().filter(|_| offers.iter().all(is_unlisted))?;
        Some(dossier.document(first.at.document).relative.as_str())
    }

    fn expected(&self) -> String {
        match &self.clause.evidence[..] {
            [] => "no evidence was supplied".to_owned(),
            words => format!("no evidence was supplied; expected: {}", words.join("; ")),
        }
    }

    /// The row's own check, in the Common Expression Language.
    pub(super) fn by_expression(&self) -> Option<Verdicted> {
        let text = self.clause.check.as_deref()?;
        if let Some(why) = unread(text, self.docket.dossier) {
            return Some(Verdicted::cant_tell(WaitsFor::Information, format!("{why}; `{text}` asks for it")));
        }
        Some(match evaluate_check(text, self.docket.dossier, self.docket.as_of) {
            Truth::True if self.subjects().is_empty() => {
                Verdicted::new(Outcome::Untested, format!("nothing was supplied that `{text}` looks at"))
            }
            Truth::True => Verdicted::new(Outcome::Passed, format!("holds: {text}")),
            Truth::False => Verdicted::new(Outcome::Failed, format!("does not hold: {text}")),
            Truth::Unknown(what) => Verdicted::new(Outcome::Untested, format!("{what}, which `{text}` needs")),
            Truth::Wrong(what) => Verdicted::cant_tell(WaitsFor::Information, format!("its check `{text}`: {what}")),
        })
    }
}
