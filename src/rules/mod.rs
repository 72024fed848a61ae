//! The rules: one file each, and the registry that lists them.
//!
//! A rule's doc comment is its manual page: `explain`, SARIF and the
//! documentation print that text and no other.

mod ads;
mod approval;
mod category;
mod certificate;
mod citations;
mod cite;
mod csms;
mod document;
mod dossier;
mod draft;
mod examination;
mod fsc;
mod hara;
mod hw;
mod input;
mod item_asil;
mod left_open;
mod limits;
mod misfit;
mod paths;
mod plan;
mod points;
mod r157;
mod reading;
mod release;
mod req;
mod schema;
mod sotif;
mod subject;
mod sums;
mod tara;
mod trace;
mod unrecognised;
mod ver;
mod words;
mod xml;
mod xodr;
mod xosc;

pub use document::{Document, Memo};
pub use draft::{At, Draft, Hit};
pub use examination::{CheckedScenario, Cited, Docket, Examination, Findings, Remark, Seen, Verdict, Where};
pub use left_open::Open;
pub use subject::Subject;

use draft::{lacking, listed, quoted, quoted_path, rounded};

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::Severity;
use crate::openscenario::{Deviation, DeviationKind};
use crate::source::{Budget, ReadError};
use crate::xml::{Fault, FaultKind, Tree};

/// How sure a rule is that what it reports is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Follows from the text of the standard.
    Certain,
    /// Follows unless something outside the input says otherwise.
    Likely,
}

impl Confidence {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
        }
    }
}

/// The inputs that a rule applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// Every input.
    Any,
    /// OpenSCENARIO XML files, whatever edition they declare.
    OpenScenario,
    /// OpenDRIVE files.
    OpenDrive,
    /// OpenSCENARIO XML and OpenDRIVE files.
    Format,
    /// The documentation of a vehicle.
    Dossier,
}

impl Applies {
    /// True if the rule looks at inputs of this kind.
    pub fn covers(self, kind: Kind) -> bool {
        match self {
            Applies::Any => true,
            Applies::OpenScenario => kind == Kind::OpenScenario,
            Applies::OpenDrive => kind == Kind::OpenDrive,
            Applies::Format => matches!(kind, Kind::OpenScenario | Kind::OpenDrive),
            Applies::Dossier => false,
        }
    }
}

impl std::fmt::Display for Applies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Applies::Any => f.write_str("every input"),
            Applies::OpenScenario => f.write_str("OpenSCENARIO XML, all editions"),
            Applies::OpenDrive => f.write_str("OpenDRIVE, all versions"),
            Applies::Format => f.write_str("OpenSCENARIO XML and OpenDRIVE, all editions"),
            Applies::Dossier => f.write_str("the documentation of a vehicle"),
        }
    }
}

/// A rule: what it is called, what it says, and how it looks.
#[derive(Debug)]
pub struct Rule {
    /// `family/offence`; never reused.
    pub id: &'static str,
    /// Ids of the same rule elsewhere, ASAM UIDs first.
    pub aliases: &'static [&'static str],
    /// How bad its findings are.
    pub severity: Severity,
    /// How sure they are.
    pub confidence: Confidence,
    /// Where it applies.
    pub applies: Applies,
    /// The manual page, in Markdown.
    pub manual: &'static str,
    /// The logic.
    pub check: Check,
}

impl Rule {
    /// The part of the id before the slash.
    pub fn family(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(family, _)| family)
    }

    /// What the rule says of `cause`. A rule that words another kind of cause
    /// falls back on its summary.
    pub fn word(&self, cause: Cause<'_>) -> Draft {
        match (self.check, cause) {
            (Check::Reading(word), Cause::Trouble(trouble)) => word(trouble),
            (Check::Fault(word), Cause::Fault(kind)) => word(kind),
            (Check::Deviation(word), Cause::Deviation(kind)) => word(kind),
            (Check::Budget(word), Cause::Budget(limit)) => word(limit),
            (Check::Budget(word), Cause::Fault(FaultKind::OverBudget { limit, .. })) => word(*limit),
            (Check::Budget(word), Cause::Trouble(Trouble::Read(ReadError::TooLarge { limit, .. }))) => word(*limit),
            _ => Draft::new(self.summary()),
        }
    }

    /// The first line of the manual.
    pub fn summary(&self) -> &'static str {
        self.manual.trim().lines().next().unwrap_or_default().trim()
    }
}

/// Where a rule's findings come from.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Put into words: the input could not become text.
    Reading(fn(&Trouble) -> Draft),
    /// Put into words: a budget was spent.
    Budget(fn(u64) -> Draft),
    /// Put into words: XML was violated, or something was not read.
    Fault(fn(&FaultKind) -> Draft),
    /// Put into words: the schema was violated.
    Deviation(fn(&DeviationKind) -> Draft),
    /// Looks at the whole document.
    Document(fn(&Document<'_>) -> Vec<Hit>),
    /// Looks at the documentation of a vehicle.
    Dossier(fn(&mut Examination<'_>)),
}

/// What a rule is to put into words.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'c> {
    /// The input could not become text.
    Trouble(&'c Trouble),
    /// XML was violated, or something was not read.
    Fault(&'c FaultKind),
    /// The schema was violated.
    Deviation(&'c DeviationKind),
    /// A budget of this size was spent.
    Budget(u64),
}

/// Why an input was not read.
#[derive(Debug)]
pub enum Trouble {
    /// Opening or decoding failed.
    Read(ReadError),
    /// It could not be listed.
    Unlistable(String),
    /// It is a link that leaves the folder given.
    LinkOut,
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// OpenSCENARIO XML: a scenario, a catalog or a distribution.
    OpenScenario,
    /// OpenDRIVE: a road network.
    OpenDrive,
    /// Neither, or not known because it could not be read.
    Unknown,
}

/// Declares the rule of a file. The doc comment becomes its manual page.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        $id:literal {
            severity: $severity:ident,
            $(confidence: $confidence:ident,)?
            $(aliases: [$($alias:literal),* $(,)?],)?
            applies: $applies:ident,
            check: $check:expr $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        pub(super) static RULE: crate::rules::Rule = crate::rules::Rule {
            id: $id,
            aliases: rule!(@aliases $([$($alias),*])?),
            severity: crate::finding::Severity::$severity,
            confidence: rule!(@confidence $($confidence)?),
            applies: crate::rules::Applies::$applies,
            manual: concat!($($doc, "\n"),*),
            check: $check,
        };
    };
    (@aliases) => { &[] };
    (@aliases [$($alias:literal),*]) => { &[$($alias),*] };
    (@confidence) => { crate::rules::Confidence::Certain };
    (@confidence $confidence:ident) => { crate::rules::Confidence::$confidence };
}
use rule;

/// The rules that look at scenario and road files.
pub fn of_check() -> Vec<&'static Rule> {
    all().into_iter().filter(|rule| rule.applies != Applies::Dossier).collect()
}

/// The rules that look at documentation.
pub fn of_assess() -> Vec<&'static Rule> {
    all().into_iter().filter(|rule| rule.applies == Applies::Dossier).collect()
}

/// The rules that ship, in the order of their ids.
pub fn all() -> Vec<&'static Rule> {
    let families = [
        ads::RULES,
        cite::RULES,
        csms::RULES,
        dossier::RULES,
        fsc::RULES,
        hara::RULES,
        hw::RULES,
        input::RULES,
        plan::RULES,
        r157::RULES,
        req::RULES,
        schema::RULES,
        sotif::RULES,
        sums::RULES,
        tara::RULES,
        ver::RULES,
        xml::RULES,
        xodr::RULES,
        xosc::RULES,
    ];
    let mut rules: Vec<&'static Rule> = families.into_iter().flatten().copied().collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}

/// The rule called `id`, by its own id or an alias.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.id == id || rule.aliases.contains(&id))
}

/// The rule that words `fault`.
pub fn for_fault(fault: &Fault) -> &'static Rule {
    xml::for_fault(&fault.kind)
}

/// The rule that words `kind`.
pub fn for_deviation(kind: &DeviationKind) -> &'static Rule {
    schema::for_deviation(kind)
}

/// The rule that words a deviation of a road file; none where a rule on roads tells the
/// same in its own words.
pub fn for_road_deviation(deviation: &Deviation, tree: &Tree<'_>) -> Option<&'static Rule> {
    if xodr::tells(deviation, tree) {
        return None;
    }
    Some(for_road_deviation_kind(&deviation.kind))
}

/// The rule that words `kind` in a road file, if no other does.
pub fn for_road_deviation_kind(kind: &DeviationKind) -> &'static Rule {
    xodr::for_deviation(kind).unwrap_or_else(|| schema::for_deviation(kind))
}

/// The rule that words `trouble`.
pub fn for_trouble(trouble: &Trouble) -> &'static Rule {
    input::for_trouble(trouble)
}

/// The rule that words a spent `budget`.
pub fn for_budget(budget: Budget) -> &'static Rule {
    input::for_budget(budget)
}

/// Says that a remark is about these clauses.
fn about(remark: &mut Remark, clauses: &[&str]) {
    for clause in clauses {
        remark.clause(clause);
    }
}
