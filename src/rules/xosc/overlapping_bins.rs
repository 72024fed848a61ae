use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Two bins of a histogram overlap.
    ///
    /// ## Why it matters
    /// A value in both bins has two probabilities. Tools add them, take one of them or stop, and
    /// the concrete scenarios are distributed otherwise than was meant.
    ///
    /// ## Example
    /// ```xml
    /// <Histogram>
    ///   <Bin weight="1"><Range lowerLimit="10" upperLimit="20"/></Bin>
    ///   <Bin weight="3"><Range lowerLimit="15" upperLimit="30"/></Bin>
    /// </Histogram>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Bin weight="3"><Range lowerLimit="20" upperLimit="30"/></Bin>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `Histogram`, from 1.1: the ranges of bins do not overlap.
    /// Bins may share a limit.
    "xosc/overlapping-bins" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The range of a bin.
struct Bin {
    range: NodeId,
    low: f64,
    high: f64,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("Histogram").flat_map(|histogram| overlaps(document, histogram)).collect()
}

/// A finding on each bin that begins before an earlier one of the file, or one
/// further down, has ended.
fn overlaps(document: &Document<'_>, histogram: NodeId) -> Vec<Hit> {
    let mut bins: Vec<Bin> = document.below(histogram, "Range").filter_map(|range| bin(document, range)).collect();
    bins.sort_by(|one, other| one.low.total_cmp(&other.low).then(one.range.cmp(&other.range)));
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    let mut widest: Option<&Bin> = None;
    for bin in &bins {
        // What shares no more than a limit does not overlap.
        if let Some(other) = widest.filter(|other| bin.low < other.high && bin.high > other.low) {
            let (later, earlier) = if bin.range > other.range { (bin, other) } else { (other, bin) };
            hits.extend(hit(document, later, earlier).map(|hit| (later.range, hit)));
        }
        if widest.is_none_or(|widest| bin.high > widest.high) {
            widest = Some(bin);
        }
    }
    hits.sort_by_key(|(range, _)| *range);
    hits.dedup_by_key(|(range, _)| *range);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A range whose limits are known; an inverted one has a finding for that.
fn bin(document: &Document<'_>, range: NodeId) -> Option<Bin> {
    let (low, high) = (document.number(range, "lowerLimit")?, document.number(range, "upperLimit")?);
    (low <= high).then_some(Bin { range, low, high })
}

fn hit(document: &Document<'_>, later: &Bin, earlier: &Bin) -> Option<Hit> {
    let shown = |bin: &Bin| format!("{} to {}", bin.low, bin.high);
    let message = format!("bin {} overlaps with bin {}", quoted(&shown(later)), quoted(&shown(earlier)));
    let draft = Draft::new(message).help("let each bin begin where another one ends").related("the other bin");
    // The limit that lies inside the other bin.
    let name = if later.low >= earlier.low { "lowerLimit" } else { "upperLimit" };
    let related = document.value_at(earlier.range, name);
    Some(Hit { draft, at: document.value_at(later.range, name)?, related })
}
