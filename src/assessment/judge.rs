//! One clause: its checks, its evidence, how sure its facts are.

mod passing;

use super::evidence::{self, Evidence, Offer};
use super::outcome::{Outcome, WaitsFor};
use super::report::{DocumentState, Requirement};
use super::unread::Unread;
use super::verdict::{DidNotRun, Verdicted, doubt, excluded, is_about, left_open};
use crate::applicability::Applies;
use crate::dossier::{Exclusion, KindId, Schema};
use crate::expression::{kinds, subjects};
use crate::rules::{Docket, Findings, Remark, Rule, Verdict, Where};
use crate::standard::{Binding, Carries, Certainty, Clause, Obligation, ReadIn};

/// A bound rule and what it found.
pub(super) struct Checked<'r> {
    pub(super) binding: &'r Binding,
    pub(super) rule: &'static Rule,
    pub(super) findings: &'r Findings,
}

/// What is known about a clause before it is judged.
pub(super) struct Case<'r> {
    pub(super) docket: &'r Docket<'r>,
    pub(super) clause: &'r Clause,
    pub(super) checks: Vec<Checked<'r>>,
    /// Bound rules that did not run.
    pub(super) silent: Vec<(&'r str, DidNotRun)>,
    pub(super) evidence: &'r Evidence,
    pub(super) exclusion: Option<&'r Exclusion>,
    /// Statements that name the clause, whatever they say.
    pub(super) statements: &'r [Where],
    /// Kinds of record that files should hold which cannot be read.
    pub(super) unread: &'r [Unread],
    /// Declared facts that records contradict, and what contradicts them.
    pub(super) disputed: &'r [(&'r str, &'r str)],
    /// Why the standard as a whole does not cover the vehicle.
    pub(super) out_of_scope: Option<&'r str>,
}

impl Case<'_> {
    /// What becomes of the clause.
    pub(super) fn judge(self) -> Requirement {
        let remarks = self.remarks();
        let offers = self.offers();
        let verdict = self.verdict(&remarks, &offers);
        let dossier = self.docket.dossier;
        let (items, evidence_omitted) = evidence::items(dossier, &offers);
        let (findings, findings_omitted) = evidence::findings(dossier, &remarks);
        Requirement {
            id: self.clause.id.to_string(),
            standard: String::new(),
            title: self.clause.title.clone(),
            obligation: self.clause.obligation.name().to_owned(),
            outcome: verdict.outcome,
            check_result: verdict.check_result,
            waits_for: verdict.waits_for,
            certainty: self.certainty(),
            read_in: self.read_in(),
            reason: verdict.reason,
            expected: self.clause.evidence.clone(),
            rules: self.checks.iter().map(|check| check.rule.id.to_owned()).collect(),
            evidence: items,
            evidence_omitted,
            findings,
            findings_omitted,
            chain: Vec::new(),
        }
    }

    /// What rules said about this clause, worst first.
    fn remarks(&self) -> Vec<(&'static Rule, &Remark)> {
        let of_check = |check: &Checked<'_>| check.rule;
        let mut remarks = Vec::new();
        for check in &self.checks {
            let about = check.findings.remarks.iter().filter(|remark| is_about(&remark.clauses, &self.clause.id));
            remarks.extend(about.map(|remark| (of_check(check), remark)));
        }
        remarks.sort_by_key(|(_, remark)| (std::cmp::Reverse(remark.verdict), remark.at));
        remarks
    }

    /// All evidence: what cites the clause, what rules looked at.
    fn offers(&self) -> Vec<Offer> {
        let mut offers: Vec<Offer> = self.evidence.of(&self.clause.id).to_vec();
        let seen = self.checks.iter().flat_map(|check| &check.findings.seen);
        let seen = seen.filter(|seen| is_about(&seen.clauses, &self.clause.id)).map(|seen| seen.at);
        let places = seen.chain(self.subjects());
        offers.extend(places.map(|at| Offer { at, state: self.evidence.state_at(self.docket, at) }));
        // What cites the clause comes first, and knows more of its state.
        offers.sort_by_key(|offer| offer.at);
        offers.dedup_by_key(|offer| offer.at);
        offers
    }

    /// What the row's own check looks at.
    fn subjects(&self) -> Vec<Where> {
        let Some(text) = self.clause.check.as_deref() else { return Vec::new() };
        let subjects = subjects(text, self.docket.dossier);
        let facts = subjects.facts.into_iter().map(|(_, fact)| Where::from(fact));
        facts.chain(subjects.records.into_iter().map(Where::from)).collect()
    }

    fn verdict(&self, remarks: &[(&'static Rule, &Remark)], offers: &[Offer]) -> Verdicted {
        if let Some(exclusion) = self.exclusion {
            return excluded(exclusion, remarks);
        }
        if let Some(reason) = self.out_of_scope {
            return Verdicted::new(Outcome::Inapplicable, reason);
        }
        let applies = self.docket.scope.applies(self.clause);
        if let Applies::No(reason) = applies {
            return match self.contradicts_scope(remarks) {
                Some(message) => Verdicted::cant_tell(WaitsFor::Person, format!("{message}; as declared: {reason}")),
                None => Verdicted::new(Outcome::Inapplicable, reason),
            };
        }
        let has_failed = remarks.iter().any(|(_, remark)| remark.verdict >= Verdict::Gap);
        if let Some(reason) = self.inapplicable().filter(|_| !has_failed) {
            return Verdicted::new(Outcome::Inapplicable, reason);
        }
        let mut verdict = self.not_met().unwrap_or_else(|| self.by_checks(remarks, offers));
        verdict = self.asks_for_result(verdict, offers);
        if self.clause.obligation == Obligation::Should && verdict.outcome == Outcome::Failed {
            verdict = verdict.weakened("the clause recommends and does not require");
        }
        if let Applies::Unknown(reason) = applies {
            verdict = verdict.weakened(&format!("whether the clause applies is not known: {reason}"));
        }
        if let Some(why) = evidence::unsettled(self.docket.dossier, self.statements) {
            verdict = match verdict.outcome {
                Outcome::Failed => verdict,
                Outcome::Passed => Verdicted { waits_for: Some(WaitsFor::Person), ..verdict.weakened(&why) },
                _ => Verdicted::cant_tell(WaitsFor::Person, why),
            };
        }
        if let Some(unread) = self.unread_file() {
            verdict = unread.weaken(verdict);
        }
        let open = self.checks.iter().flat_map(|check| &check.findings.open);
        if let Some(why) = left_open(open, &self.clause.id).filter(|_| verdict.outcome == Outcome::Passed) {
            verdict = verdict.weakened(&why);
        }
        if let Some((rule, why)) = self.silent.first().filter(|_| verdict.outcome == Outcome::Passed) {
            verdict = verdict.weakened(&format!("{rule}, which speaks about it too, {}", why.words()));
        }
        if let Some(doubt) = doubt(self.certainty(), self.read_in()) {
            verdict = verdict.weakened(doubt);
        }
        verdict
    }

    /// What a rule says against a clause being declared away: of the fact by
    /// which it is, or in a remark on this very clause.
    fn contradicts_scope(&self, remarks: &[(&'static Rule, &Remark)]) -> Option<String> {
        let is_own = |remark: &Remark| remark.clauses.iter().any(|clause| **clause == *self.clause.id);
        let remark = remarks.iter().find(|(_, remark)| remark.verdict >= Verdict::Unsure && is_own(remark));
        let of_clause = remark.map(|(_, remark)| remark.message.clone());
        of_clause.or_else(|| {
            let is_by = |(fact, _): &&(&str, &str)| self.docket.scope.is_declared_away(self.clause, fact);
            self.disputed.iter().find(is_by).map(|(_, why)| (*why).to_owned())
        })
    }

    /// The maker's own statement that the clause is not met.
    fn not_met(&self) -> Option<Verdicted> {
        let dossier = self.docket.dossier;
        let statement = self.statements.iter().find(|at| {
            at.record.is_some_and(|record| evidence::word(dossier.record(record)) == evidence::Word::NotMet)
        })?;
        let place = dossier.place(statement.document, statement.spot);
        Some(Verdicted::new(Outcome::Failed, format!("the documentation itself says that it is not met ({place})")))
    }

    /// A file that should hold records which a bound rule asked for, and that
    /// cannot be read: what is in it may change everything.
    fn unread_file(&self) -> Option<&Unread> {
        let schema = Schema::built_in();
        // A record that was asked for may lead to one of another kind.
        let leads = |asked: &KindId, kind: &KindId| {
            let links = schema.kind(*asked).fields.iter().flat_map(|field| &field.links);
            asked == kind || links.into_iter().any(|link| *link == schema.kind(*kind).name)
        };
        let by_rules = self.checks.iter().flat_map(|check| &check.findings.asked).copied();
        let own = self.clause.check.as_deref().into_iter().flat_map(kinds).map(|(kind, _)| kind);
        let asked: Vec<KindId> = by_rules.chain(own).collect();
        let asks = |kind: &KindId| asked.iter().any(|asked| leads(asked, kind));
        self.unread.iter().find(|unread| asks(&unread.kind))
    }

    /// Why every bound rule says that the clause does not apply.
    fn inapplicable(&self) -> Option<String> {
        let reason = |check: &Checked<'_>| {
            let reasons = &check.findings.inapplicable;
            let of_clause =
                reasons.iter().find(|(clause, _)| clause.as_deref().is_none_or(|id| id == &*self.clause.id));
            of_clause.map(|(_, reason)| reason.clone())
        };
        let reasons: Vec<Option<String>> = self.checks.iter().map(reason).collect();
        if reasons.iter().all(Option::is_some) { reasons.into_iter().flatten().next() } else { None }
    }

    /// The worst of the checks; without any, what the evidence alone says.
    fn by_checks(&self, remarks: &[(&'static Rule, &Remark)], offers: &[Offer]) -> Verdicted {
        let has = |verdict: Verdict| remarks.iter().any(|(_, remark)| remark.verdict == verdict);
        let first = || remarks.first().map(|(_, remark)| remark.message.clone()).unwrap_or_default();
        let errors = remarks.iter().filter(|(_, remark)| remark.verdict >= Verdict::Gap).count();
        if errors > 1 {
            return Verdicted::new(Outcome::Failed, format!("{}, and {} more", first(), errors - 1));
        }
        if errors == 1 {
            return Verdicted::new(Outcome::Failed, first());
        }
        let by_expression = self.by_expression();
        if let Some(verdict) = by_expression.as_ref().filter(|verdict| verdict.outcome == Outcome::Failed) {
            return verdict.clone();
        }
        if has(Verdict::Unread) {
            return Verdicted::cant_tell(WaitsFor::Information, first());
        }
        if has(Verdict::Unsure) {
            return Verdicted::cant_tell(WaitsFor::Person, first());
        }
        if let Some(verdict) = self.stale_or_unreadable(offers) {
            return verdict;
        }
        self.by_passing(by_expression, offers)
    }

    /// True if a rule has looked at evidence that counts.
    fn has_seen(&self, check: &Checked<'_>) -> bool {
        self.seen_in(check).any(|state| state == DocumentState::Present)
    }

    /// The states of what a rule has looked at for this clause.
    fn seen_in(&self, check: &Checked<'_>) -> impl Iterator<Item = DocumentState> {
        let about = check.findings.seen.iter().filter(|seen| is_about(&seen.clauses, &self.clause.id));
        about.map(|seen| self.evidence.state_at(self.docket, seen.at))
    }

    /// What a rule has looked at that does not count, if anything.
    fn unsound(&self, check: &Checked<'_>) -> Option<DocumentState> {
        self.seen_in(check).filter(|state| *state != DocumentState::Present).max()
    }

    /// Evidence that is all stale, or all unreadable, does not count.
    fn stale_or_unreadable(&self, offers: &[Offer]) -> Option<Verdicted> {
        let decides = |check: &&Checked<'_>| check.binding.carries == Carries::Decides;
        let of_check = self.checks.iter().filter(decides).find_map(|check| self.unsound(check));
        // The row's own check looks at each of its subjects.
        let of_subjects = || self.subjects().into_iter().map(|at| self.evidence.state_at(self.docket, at)).max();
        let of_check = of_check.or_else(|| of_subjects().filter(|state| *state != DocumentState::Present));
        let has_any = offers.iter().any(|offer| offer.state == DocumentState::Present);
        let of_all = if has_any { None } else { offers.iter().map(|offer| offer.state).max() };
        match of_check.or(of_all)? {
            DocumentState::Present => None,
            DocumentState::Stale => Some(Verdicted::cant_tell(WaitsFor::Information, self.why_stale(offers))),
            DocumentState::Deviating => {
                let reason = "evidence is faulty: a scenario file with errors, or a test that did not pass";
                Some(Verdicted::cant_tell(WaitsFor::Information, reason))
            }
            DocumentState::Unreadable => {
                Some(Verdicted::cant_tell(WaitsFor::Information, "evidence that is named cannot be read"))
            }
            DocumentState::Absent => {
                Some(Verdicted::new(Outcome::Untested, "evidence that is named is not there, or still open"))
            }
        }
    }

    /// What is wrong with the first piece of evidence that is stale.
    fn why_stale(&self, offers: &[Offer]) -> String {
        let stale = offers.iter().find(|offer| offer.state == DocumentState::Stale);
        let why = stale.and_then(|offer| evidence::why_stale(self.docket, offer.at));
        format!("evidence is stale: {}", why.as_deref().unwrap_or("it is no longer in force"))
    }

    /// A clause that asks for a test passes with a result and not without.
    fn asks_for_result(&self, verdict: Verdicted, offers: &[Offer]) -> Verdicted {
        let asks = evidence::asks_for_test(&self.clause.evidence);
        if verdict.outcome != Outcome::Passed || !asks || offers.iter().any(|offer| self.is_result(offer)) {
            return verdict;
        }
        let reason = format!("{}; a passed test is asked for, and no result is recorded", verdict.reason);
        Verdicted { check_result: Some(Outcome::Passed), ..Verdicted::cant_tell(WaitsFor::Information, reason) }
    }

    fn is_result(&self, offer: &Offer) -> bool {
        let record = offer.at.record.map(|record| self.docket.dossier.record(record));
        offer.state == DocumentState::Present
            && record.is_some_and(|record| {
                evidence::RESULTS.contains(&record.kind_name()) && record.choice("result").present() == Some("passed")
            })
    }

    /// The least certain fact that the outcome rests on.
    fn certainty(&self) -> Certainty {
        let basis = self.checks.iter().flat_map(|check| &check.findings.basis);
        let about = basis.filter(|(clause, ..)| clause.as_deref().is_none_or(|id| id == &*self.clause.id));
        about.map(|(_, certainty, _)| *certainty).fold(self.clause.certainty, Ord::min)
    }

    fn read_in(&self) -> ReadIn {
        let target = self.docket.scope.target_of(self.clause).and_then(|target| target.edition);
        self.clause.read_in_for(target.map(|edition| edition.id.as_str()))
    }
}
