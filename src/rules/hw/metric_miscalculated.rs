use std::collections::{BTreeMap, BTreeSet};

use super::fmeda::{BOTH, Columns, sum_up};
use super::{goals_of, metric_kind, metric_value};
use crate::dossier::RecordRef;
use crate::iso26262::fmeda::Rates;
use crate::iso26262::metrics::percent;
use crate::rules::{Check, Examination, about, rule};

rule! {
    /// A stated SPFM or LFM does not follow from the rows of the FMEDA.
    ///
    /// ## Why it matters
    /// A metric is a sum over failure rates. If the sum over the rows gives another value,
    /// then the rows or the value are from another state of the design, and neither can be
    /// relied upon.
    ///
    /// ## Example
    /// ```csv
    /// id,goal,part,lambda,distribution,class,dc
    /// FM-1,SG-1,U1,100 FIT,60 %,residual,99 %
    /// FM-2,SG-1,U1,100 FIT,30 %,safe,
    /// ```
    /// The modes of U1 add up to 90 %.
    ///
    /// ## Instead
    /// ```csv
    /// id,goal,part,lambda,distribution,class,dc,dc evidence
    /// FM-1,SG-1,U1,100 FIT,60 %,residual,99 %,
    /// FM-2,SG-1,U1,100 FIT,40 %,safe,,
    /// ```
    /// Rows without a distribution hold the rate of the mode itself. What a mechanism covers
    /// counts as detected, unless a latent coverage is stated.
    ///
    /// ## Source
    /// ISO 26262-5:2018, 8.4 and annex C: the formulas of both metrics. That a difference of a
    /// tenth of a percentage point matters is our choice, as is the question for evidence
    /// of coverages above 99 %.
    "hw/metric-miscalculated" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// Differences up to this are taken to come from rounding: a tenth of a
/// percentage point. A suggestion, not a figure of the standard.
const TOLERANCE: f64 = 0.001;

/// A coverage above this wants evidence: what the standard calls high. A
/// suggestion.
const HIGH_COVERAGE: f64 = 0.99;

/// What the rows say on one goal.
#[derive(Debug, Default)]
struct Goal<'d> {
    rows: Vec<RecordRef<'d>>,
    metrics: Vec<RecordRef<'d>>,
}

fn check(exam: &mut Examination<'_>) {
    let modes = exam.records("failure-mode");
    if modes.is_empty() {
        return;
    }
    let columns = Columns::of(exam, &modes);
    // Goals by their place in the dossier; what names none stands together.
    let mut goals: BTreeMap<Option<u32>, Goal<'_>> = BTreeMap::new();
    for mode in modes {
        judge_coverage(exam, &columns, mode);
        for goal in keys(exam, mode) {
            goals.entry(goal).or_default().rows.push(mode);
        }
    }
    for metric in exam.records("metric") {
        if let (Some(kind @ ("SPFM" | "LFM")), true) = (metric_kind(metric).present(), metric.ids("goal").len() > 1) {
            let clauses = columns.clauses(exam, &[metric], &[kind]);
            let message = format!("{} states one {kind} for several goals", metric.name());
            about(exam.warn((metric, "goal"), message).help("state the metrics of each goal by themselves"), &clauses);
        }
        for goal in keys(exam, metric) {
            goals.entry(goal).or_default().metrics.push(metric);
        }
    }
    for goal in goals.values().filter(|goal| !goal.rows.is_empty()) {
        judge_distributions(exam, &columns, &goal.rows);
        judge_metrics(exam, &columns, goal);
    }
}

fn keys<'d>(exam: &Examination<'d>, record: RecordRef<'d>) -> Vec<Option<u32>> {
    let goals: Vec<Option<u32>> = goals_of(exam, record).iter().map(|goal| Some(goal.number)).collect();
    if goals.is_empty() { vec![None] } else { goals }
}

fn judge_coverage<'d>(exam: &mut Examination<'d>, columns: &Columns<'d>, mode: RecordRef<'d>) {
    for field in ["coverage", "latent_coverage"] {
        let Some(coverage) = columns.share(mode, field).present() else { continue };
        if coverage > HIGH_COVERAGE + 1e-12 && !mode.has("coverage_evidence") {
            let what = format!("{} of {} is {}", field.replace('_', " "), mode.name(), percent(coverage));
            let clauses = columns.clauses(exam, &[mode], &BOTH);
            let help = "name the fault injection or analysis that shows it in `coverage_evidence`";
            about(exam.warn((mode, field), format!("{what}, and no evidence is named")).help(help), &clauses);
            return;
        }
    }
}

/// The modes of a part make up the whole of its failures.
fn judge_distributions<'d>(exam: &mut Examination<'d>, columns: &Columns<'d>, rows: &[RecordRef<'d>]) {
    let mut parts: BTreeMap<&str, (RecordRef<'_>, f64)> = BTreeMap::new();
    for row in rows {
        let Some(share) = columns.share(*row, "share").present() else { continue };
        if row.has("part") {
            parts.entry(row.words("part")).or_insert((*row, 0.0)).1 += share;
        }
    }
    for (part, (first, sum)) in parts {
        if (sum - 1.0).abs() > TOLERANCE + 1e-12 {
            let clauses = columns.clauses(exam, rows, &BOTH);
            let message = format!("the failure modes of `{part}` add up to {}, expected 100 %", percent(sum));
            let help = "list every mode of the part, those that are safe too";
            about(exam.fail((first, "share"), message).help(help), &clauses);
        }
    }
}

/// Compares what is stated for a goal with what its rows give.
fn judge_metrics<'d>(exam: &mut Examination<'d>, columns: &Columns<'d>, goal: &Goal<'d>) {
    let mut stated: BTreeMap<&str, f64> = BTreeMap::new();
    let configurations: BTreeSet<&str> = goal.metrics.iter().map(|metric| metric.words("configuration")).collect();
    if let (true, Some(first)) = (configurations.len() > 1, goal.metrics.first()) {
        let clauses = columns.clauses(exam, &goal.metrics, &BOTH);
        let message = "the rows of the FMEDA do not tell which configuration of the hardware they are of";
        let help = "keep one FMEDA per configuration; the values stated are not computed again";
        about(exam.unsure(*first, message).help(help), &clauses);
        return;
    }
    let mut rates = None;
    for metric in &goal.metrics {
        let Some(kind @ ("SPFM" | "LFM")) = metric_kind(*metric).present() else { continue };
        let Some(value) = metric_value(*metric, kind).present() else { continue };
        let earlier = stated.insert(kind, value);
        if let Some(earlier) = earlier.filter(|earlier| (earlier - value).abs() > TOLERANCE) {
            let message = format!("the {kind} of one goal is stated as {} and as {}", percent(earlier), percent(value));
            let clauses = columns.clauses(exam, &[*metric], &[kind]);
            let help = "keep the one that holds, or name the configurations";
            about(exam.fail((*metric, "value"), message).help(help), &clauses);
            continue;
        }
        let Some(rates) = *rates.get_or_insert_with(|| sum_up(exam, columns, &goal.rows)) else { continue };
        let clauses = columns.clauses(exam, &[*metric], &[kind]);
        compare(exam, *metric, kind, value, &rates, &clauses);
    }
}

fn compare<'d>(
    exam: &mut Examination<'d>,
    metric: RecordRef<'d>,
    kind: &str,
    stated: f64,
    rates: &Rates,
    clauses: &[&str],
) {
    let Some(computed) = (if kind == "SPFM" { rates.spfm() } else { rates.lfm() }) else { return };
    for clause in clauses {
        exam.saw_for(clause, metric);
    }
    if (computed - stated).abs() <= TOLERANCE + 1e-12 {
        return;
    }
    let message = format!(
        "{} states an {kind} of {}, and the rows of the FMEDA give {}",
        metric.name(),
        percent(stated),
        percent(computed)
    );
    // Without latent coverages the rows do not say enough to contradict.
    let is_sure = kind == "SPFM" || rates.is_latent_stated;
    let at = (metric, "value");
    let remark = if is_sure { exam.fail(at, message) } else { exam.unsure(at, message) };
    about(remark, clauses);
    remark.help(if is_sure { "compute it again from the rows" } else { "state the latent coverage of each mode" });
}
