use rustc_hash::FxHashMap;

use super::limit;
use super::recorder_series::{Intervals, judge_series};
use crate::applicability::Applies;
use crate::dossier::RecordRef;
use crate::rules::words::key;
use crate::rules::{Check, Examination, rule};
use crate::standard::Clause;

rule! {
    /// The recorder leaves out a data element, or records it too coarsely.
    ///
    /// ## Why it matters
    /// After a collision the recorder tells who drove and what the system saw. It can if no
    /// element is missing, times and places are precise enough to be put in order, the series
    /// reach far enough before and after, and anybody can read the export.
    ///
    /// ## Example
    /// ```csv
    /// element,clause,series start,series end
    /// ADS-determined speed,A8.5.3.2#v,-5,7
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// element,clause,series start,series end
    /// ADS-determined speed,A8.5.3.2#v,-7,7
    /// ```
    /// Elements are known by the id or the title of their row. One that does not apply is
    /// listed with the reason (`not_applicable`); a series that ended early says why
    /// (`ended_early`). Causes of elements are not checked.
    ///
    /// Annex 8 asks for other ways to read the records where they are stored in the vehicle
    /// than where they are stored outside: the fact `ads.stored_on_board` says which.
    ///
    /// ## Source
    /// UN ADS regulation, 6.3.1.1, 7.3.1.13, 7.3.2.11 and Annex 8, sections 2 to 5.
    "ads/incomplete-recorder" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const STAMPS: &str = "UN-ADS:A8.5.2.1#";
const SERIES: &str = "UN-ADS:A8.5.3.2#";
const ACCURACY: &str = "UN-ADS:A8.3.3.1#acc";
const PLACES: &str = "UN-ADS:A8.3.3.1#loc";
const ZONE: &str = "UN-ADS:A8.3.3.1#res";
const FORMAT: &str = "UN-ADS:A8.3.1";
/// What the list as a whole is evidence for.
const WHOLE: &[&str] = &["UN-ADS:6.3.1.1", "UN-ADS:7.3.1.13.1", "UN-ADS:7.3.2.11", "UN-ADS:A8.2.1", "UN-ADS:A8.5.3.1"];
/// The formats that the clause names as examples of open ones.
const OPEN: &[&str] = &["json", "csv", "xml"];

fn check(exam: &mut Examination<'_>) {
    let elements = exam.records("recorder-element");
    let Some(first) = elements.first().copied() else { return };
    WHOLE.iter().for_each(|clause| exam.saw_for(clause, first));
    let mut known: FxHashMap<String, RecordRef<'_>> = FxHashMap::default();
    for element in elements {
        for cited in element.list("clause") {
            known.entry(cited.trim_start_matches("UN-ADS:").to_owned()).or_insert(element);
        }
        known.entry(key(element.words("element"))).or_insert(element);
    }
    let find = |clause: &Clause| {
        let row = clause.id.trim_start_matches("UN-ADS:");
        known.get(row).or_else(|| known.get(&key(&clause.title))).copied()
    };
    let of = |table: &str| -> Vec<(&Clause, Option<RecordRef<'_>>)> {
        let clauses = exam.clauses().filter(|clause| clause.id.starts_with(table));
        clauses.map(|clause| (clause, find(clause))).collect()
    };
    let (stamps, series) = (of(STAMPS), of(SERIES));
    for (clause, element) in &stamps {
        judge_presence(exam, clause, *element, first);
    }
    let stamped: Vec<RecordRef<'_>> = stamps.iter().filter_map(|(_, element)| *element).collect();
    judge_stamps(exam, &stamped, first);
    let intervals = Intervals::of(exam.library);
    judge_series(exam, &intervals, &series, first);
    // Sensor data may stay in a format of its own.
    let readable = series.iter().filter(|(clause, _)| !intervals.is_sensor_data(clause)).filter_map(|(_, one)| *one);
    judge_format(exam, &stamped.into_iter().chain(readable).collect::<Vec<_>>(), first);
}

pub(super) fn judge_presence<'d>(
    exam: &mut Examination<'d>,
    clause: &Clause,
    element: Option<RecordRef<'d>>,
    first: RecordRef<'d>,
) {
    let title = &clause.title;
    let Some(element) = element else {
        match exam.scope.applies(clause) {
            Applies::Unknown(reason) => {
                exam.unsure(first, format!("`{title}` is not in the list, and it may apply: {reason}"))
                    .clause(&clause.id)
                    .help("declare the fact, or add the element");
            }
            _ => {
                exam.gap(first, format!("`{title}` is not in the list of elements"))
                    .clause(&clause.id)
                    .help("add the element, or list it with the reason why it does not apply");
            }
        }
        return;
    };
    exam.saw_for(&clause.id, element);
    if exam.read(element, "recorded", element.yes_no("recorded")) == Some(false) && !element.has("not_applicable") {
        exam.fail((element, "recorded"), format!("`{title}` is not recorded"))
            .clause(&clause.id)
            .help("record it, or say why it does not apply");
    }
}

/// What is said of times and places holds for all elements; it may be said once.
fn judge_stamps<'d>(exam: &mut Examination<'d>, stamped: &[RecordRef<'d>], first: RecordRef<'d>) {
    let says = |field: &str| stamped.iter().any(|element| element.text(field).is_there());
    for (field, clause, what) in [
        ("time_zone", ZONE, "whether stamps carry a time zone"),
        ("clock_error", ACCURACY, "how far the clock may be off"),
        ("decimals", PLACES, "how many decimals a place has"),
    ] {
        if !says(field) {
            exam.gap(first, format!("the list of elements does not say {what}"))
                .clause(clause)
                .help("say it of a sample");
        }
    }
    for element in stamped.iter().copied() {
        if let Some(has_zone) = exam.read(element, "time_zone", element.yes_no("time_zone")) {
            exam.saw_for(ZONE, element);
            if !has_zone {
                exam.fail((element, "time_zone"), format!("the time of {} has no zone", element.name()))
                    .clause(ZONE)
                    .help("record the time zone with the time");
            }
        }
        judge_figure(exam, element, "clock_error", ACCURACY);
        judge_figure(exam, element, "decimals", PLACES);
    }
}

/// Compares a number with the figure of its clause; a clock may be slow as well as fast.
fn judge_figure<'d>(exam: &mut Examination<'d>, element: RecordRef<'d>, field: &str, clause: &str) {
    let Some(found) = exam.read(element, field, element.number(field)) else { return };
    let found = if field == "clock_error" { found.abs() } else { found };
    let Some((limit, bound)) = limit(exam.library, clause).and_then(|one| Some((one, one.number()?))) else { return };
    exam.saw_for(clause, element);
    if !limit.comparator.holds(found, bound) {
        let (comparator, quantity) = (limit.comparator.name(), &limit.quantity);
        exam.fail(
            (element, field),
            format!("{} has {found} ({quantity}), expected {comparator} {bound}", element.name()),
        )
        .clause(clause)
        .help("record it more precisely");
    }
}

/// The export can be read without the maker's tools.
fn judge_format<'d>(exam: &mut Examination<'d>, elements: &[RecordRef<'d>], first: RecordRef<'d>) {
    let mut is_said = false;
    for element in elements.iter().copied() {
        let format = element.words("export_format");
        let is_open = match exam.read(element, "open_format", element.yes_no("open_format")) {
            None if OPEN.contains(&key(format).as_str()) => Some(true),
            stated => stated,
        };
        is_said |= is_open.is_some() || !format.is_empty();
        match is_open {
            Some(true) => exam.saw_for(FORMAT, element),
            Some(false) => {
                exam.fail(
                    (element, "open_format"),
                    format!("{} is exported in a format that is not open", element.name()),
                )
                .clause(FORMAT)
                .help("export it in an open format such as JSON, CSV or XML");
            }
            None if !format.is_empty() => {
                exam.unsure(
                    (element, "export_format"),
                    format!("whether `{format}` of {} is an open format is not said", element.name()),
                )
                .clause(FORMAT)
                .help("say whether it is");
            }
            None => {}
        }
    }
    if !is_said {
        exam.gap(first, "the list of elements does not say in which format they are exported")
            .clause(FORMAT)
            .help("say it of a sample");
    }
}
