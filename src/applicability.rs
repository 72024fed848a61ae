//! Which standards, in which edition, and which of their clauses apply to a
//! vehicle on a day.

mod item_asil;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use item_asil::ItemAsil;
pub(crate) use item_asil::{class_of_0, determined};

use crate::dossier::Dossier;
use crate::dossier::values::Asil;
use crate::expression::{Truth, evaluate, names_fact};
use crate::standard::{Clause, Edition, Library, Standard};

/// The highest SAE level of automation.
const HIGHEST_LEVEL: u8 = 5;

/// Whether something applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not; why.
    No(String),
    /// The manifest does not say; what is missing.
    Unknown(String),
}

/// The edition of a standard that is assessed.
#[derive(Debug, Clone, PartialEq)]
pub struct Target<'l> {
    /// The standard.
    pub standard: &'l Standard,
    /// The edition; none if the standard has none.
    pub edition: Option<&'l Edition>,
    /// What to know about the choice.
    pub note: Option<String>,
    /// What the manifest does not say, so that nobody knows whether the
    /// standard applies at all.
    pub unknown: Option<String>,
}

/// A manifest that asks for what the library does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScopeError(String);

/// What is in the scope of an assessment.
#[derive(Debug)]
pub struct Scope<'d> {
    dossier: &'d Dossier,
    as_of: Date,
    targets: Vec<Target<'d>>,
    left_out: Vec<(&'d Standard, String)>,
    item: ItemAsil,
    /// What each condition of the tables came to.
    conditions: FxHashMap<&'d str, Truth>,
}

impl<'d> Scope<'d> {
    /// Works out what applies to the vehicle of `dossier` on the day `as_of`.
    pub fn new(dossier: &'d Dossier, library: &'d Library, as_of: Date) -> Result<Scope<'d>, ScopeError> {
        let wanted = &dossier.manifest.assessment;
        let named = wanted.standards.iter().chain(wanted.editions.keys());
        if let Some(unknown) = named.into_iter().find(|name| library.standard(name).is_none()) {
            let known: Vec<&str> = library.standards().iter().map(|standard| standard.header.id.as_str()).collect();
            return Err(ScopeError(format!(
                "`{unknown}` is no standard known here, expected one of {}",
                known.join(", ")
            )));
        }
        let category = dossier.manifest.vehicle.category.trim();
        known_functions(dossier, library)?;
        if let Some(level) = dossier.manifest.vehicle.level.filter(|level| *level > HIGHEST_LEVEL) {
            return Err(ScopeError(format!("`{level}` is no level of automation, expected 0 to {HIGHEST_LEVEL}")));
        }
        if !category.is_empty() && !is_category(category) {
            return Err(ScopeError(format!("`{category}` is no vehicle category, expected such as M1, N2, O4 or L7")));
        }
        let mut scope = Scope {
            dossier,
            as_of,
            targets: Vec::new(),
            left_out: Vec::new(),
            item: ItemAsil::of(dossier, library),
            conditions: FxHashMap::default(),
        };
        for standard in library.standards() {
            let is_named = wanted.standards.iter().any(|name| standard.has_prefix(name));
            if !wanted.standards.is_empty() && !is_named {
                scope.left_out.push((standard, "not asked for in vehicle.toml".to_owned()));
                continue;
            }
            match scope.header_applies(standard) {
                Applies::No(reason) => scope.left_out.push((standard, reason)),
                Applies::Yes => {
                    let target = scope.target(standard)?;
                    scope.targets.push(target);
                }
                Applies::Unknown(what) => {
                    let target = scope.target(standard)?;
                    scope.targets.push(Target { unknown: Some(what), ..target });
                }
            }
        }
        scope.evaluate_conditions();
        Ok(scope)
    }

    fn evaluate_conditions(&mut self) {
        let rows = self.targets.iter().flat_map(|target| &target.standard.clauses);
        let conditions: Vec<&'d str> = rows.filter_map(|clause| clause.applies.condition.as_deref()).collect();
        for condition in conditions {
            if !self.conditions.contains_key(condition) {
                self.conditions.insert(condition, evaluate(condition, self.dossier, self.as_of));
            }
        }
    }

    /// The standards in scope, each with its edition.
    pub fn targets(&self) -> &[Target<'d>] {
        &self.targets
    }

    /// The standards that are not in scope, and why.
    pub fn left_out(&self) -> &[(&'d Standard, String)] {
        &self.left_out
    }

    /// The target of the standard that `clause` belongs to.
    pub fn target_of(&self, clause: &Clause) -> Option<&Target<'d>> {
        self.targets.iter().find(|target| target.standard.has_prefix(clause.standard()))
    }

    /// How high the item is rated, before decomposition.
    pub fn item_asil(&self) -> &ItemAsil {
        &self.item
    }

    /// Whether a clause applies to the vehicle.
    pub fn applies(&self, clause: &Clause) -> Applies {
        match (self.applies_otherwise(clause), self.condition(clause)) {
            (Applies::No(reason), _) | (_, Applies::No(reason)) => Applies::No(reason),
            (Applies::Unknown(reason), _) | (_, Applies::Unknown(reason)) => Applies::Unknown(reason),
            (Applies::Yes, Applies::Yes) => Applies::Yes,
        }
    }

    /// True if a clause does not apply for its condition alone, which looks at
    /// the declared fact `name`.
    pub fn is_declared_away(&self, clause: &Clause, name: &str) -> bool {
        matches!(self.condition(clause), Applies::No(_))
            && !matches!(self.applies_otherwise(clause), Applies::No(_))
            && clause.applies.condition.as_deref().is_some_and(|condition| names_fact(condition, name))
    }

    /// Whether a clause applies, whatever its condition says.
    fn applies_otherwise(&self, clause: &Clause) -> Applies {
        let Some(target) = self.target_of(clause) else {
            return Applies::No("the standard is not in scope".to_owned());
        };
        let mut unknown = target.unknown.clone();
        if let Some(edition) = target.edition.filter(|edition| !clause.editions.contains(&edition.id)) {
            if !edition.partly_read {
                return Applies::No(format!("not part of edition {}", edition.id));
            }
            let rows = clause.editions.join(", ");
            unknown = unknown.or(Some(format!("edition {} was read in part only, this row in {rows}", edition.id)));
        }
        for answer in [
            self.category(&clause.applies.categories),
            self.level(&clause.applies.levels),
            self.function(&clause.applies.functions),
            self.asil(&clause.applies.asils),
        ] {
            match answer {
                Applies::Yes => {}
                Applies::No(reason) => return Applies::No(reason),
                Applies::Unknown(reason) => unknown = unknown.or(Some(reason)),
            }
        }
        unknown.map_or(Applies::Yes, Applies::Unknown)
    }

    fn header_applies(&self, standard: &Standard) -> Applies {
        let scope = &standard.header.applies;
        let levels: Vec<String> = scope.levels.iter().map(u8::to_string).collect();
        let answers = [self.category(&scope.categories), self.level(&levels), self.function(&scope.functions)];
        let is = |wanted: fn(&Applies) -> bool| answers.iter().find(|answer| wanted(answer)).cloned();
        let no = is(|answer| matches!(answer, Applies::No(_)));
        no.or_else(|| is(|answer| matches!(answer, Applies::Unknown(_)))).unwrap_or(Applies::Yes)
    }

    fn category(&self, allowed: &[String]) -> Applies {
        let category = self.dossier.manifest.vehicle.category.trim();
        match (allowed.is_empty(), category.is_empty()) {
            (true, _) => Applies::Yes,
            (_, true) => Applies::Unknown("`vehicle.category` is not declared".to_owned()),
            _ if allowed.iter().any(|one| category.starts_with(one.as_str())) => Applies::Yes,
            // `M` may be M1 as well as M3.
            _ if allowed.iter().any(|one| one.starts_with(category)) => {
                Applies::Unknown(format!("`vehicle.category` is {category}, expected such as {}", allowed[0]))
            }
            _ => Applies::No(format!("for categories {}, the vehicle is {category}", allowed.join(", "))),
        }
    }

    fn level(&self, allowed: &[String]) -> Applies {
        match self.dossier.manifest.vehicle.level {
            _ if allowed.is_empty() => Applies::Yes,
            None => Applies::Unknown("`vehicle.level` is not declared".to_owned()),
            Some(level) if allowed.iter().any(|one| *one == level.to_string()) => Applies::Yes,
            Some(level) => Applies::No(format!("for level {}, the vehicle is level {level}", allowed.join(", "))),
        }
    }

    fn function(&self, allowed: &[String]) -> Applies {
        let functions = &self.dossier.manifest.vehicle.functions;
        let has = |name: &String| functions.iter().any(|function| function.eq_ignore_ascii_case(name));
        match allowed {
            [] => Applies::Yes,
            _ if functions.is_empty() => Applies::Unknown("`vehicle.functions` is not declared".to_owned()),
            _ if allowed.iter().any(has) => Applies::Yes,
            _ => Applies::No(format!("for {}, which the vehicle does not declare", allowed.join(", "))),
        }
    }

    fn asil(&self, allowed: &[String]) -> Applies {
        if allowed.is_empty() {
            return Applies::Yes;
        }
        let Some(known) = self.item.at_least else {
            return Applies::Unknown("no safety goal states an ASIL that can be read".to_owned());
        };
        let levels = [Asil::Qm, Asil::A, Asil::B, Asil::C, Asil::D];
        let possible: Vec<Asil> = levels.into_iter().filter(|level| self.item.may_be(*level)).collect();
        let is_allowed = |asil: &Asil| allowed.iter().any(|one| one == asil.name());
        let doubt = self.item.doubt.as_ref().map(|(_, why)| why.as_str()).unwrap_or_default();
        match possible.iter().filter(|asil| is_allowed(asil)).count() {
            0 => Applies::No(format!("for ASIL {}, the item is {known}", allowed.join(", "))),
            count if count == possible.len() => Applies::Yes,
            _ => Applies::Unknown(format!("for ASIL {}, and {doubt}", allowed.join(", "))),
        }
    }

    fn condition(&self, clause: &Clause) -> Applies {
        let Some(condition) = clause.applies.condition.as_deref() else { return Applies::Yes };
        match self.conditions.get(condition) {
            Some(Truth::True) => Applies::Yes,
            Some(Truth::False) => Applies::No(format!("applies if {condition}")),
            Some(Truth::Unknown(what)) => Applies::Unknown(format!("applies if {condition}, and {what}")),
            Some(Truth::Wrong(what)) => Applies::Unknown(format!("its condition cannot be evaluated: {what}")),
            None => Applies::Unknown("its condition was not evaluated".to_owned()),
        }
    }

    /// The edition asked for, else the last in force whose rows we hold.
    fn target(&self, standard: &'d Standard) -> Result<Target<'d>, ScopeError> {
        let asked = self.dossier.manifest.assessment.editions.iter().find(|(name, _)| standard.has_prefix(name));
        if let Some((name, id)) = asked {
            let edition = standard.edition(id).ok_or_else(|| {
                let known: Vec<&str> = standard.header.edition.iter().map(|edition| edition.id.as_str()).collect();
                ScopeError(format!("`{id}` is no edition of {name}, expected one of {}", known.join(", ")))
            })?;
            return Ok(Target {
                standard,
                edition: Some(edition),
                note: self.note_on(edition, standard),
                unknown: None,
            });
        }
        let is_in_force =
            |edition: &&Edition| edition.in_force.is_some_and(|date| date <= self.as_of) && !edition.withdrawn;
        let latest = standard.header.edition.iter().filter(is_in_force).max_by_key(|edition| edition.in_force);
        let Some(latest) = latest else {
            return Ok(Target { standard, edition: standard.header.edition.first(), note: None, unknown: None });
        };
        let held = standard.header.edition.iter().filter(is_in_force).filter(|edition| holds(standard, edition));
        let Some(held) = held.max_by_key(|edition| edition.in_force) else {
            return Ok(Target { standard, edition: Some(latest), note: None, unknown: None });
        };
        let note = (held.id != latest.id).then(|| {
            format!("edition {} is in force and its clauses were not read; assessed against {}", latest.id, held.id)
        });
        Ok(Target { standard, edition: Some(held), note, unknown: None })
    }

    /// What to know about an edition that was asked for.
    fn note_on(&self, edition: &Edition, standard: &Standard) -> Option<String> {
        let approval = self.dossier.manifest.vehicle.approval_date.unwrap_or(self.as_of);
        if edition.partly_read {
            let rows = standard.clauses.iter().filter(|clause| clause.editions.contains(&edition.id)).count();
            let read = if rows == 1 { "1 row was".to_owned() } else { format!("{rows} rows were") };
            return Some(format!("only {read} read of edition {}: what else it asks is not known", edition.id));
        }
        if !holds(standard, edition) {
            return Some(format!("no clause of edition {} was read", edition.id));
        }
        match (edition.in_force, edition.not_accepted_from) {
            (Some(date), _) if date > self.as_of => Some(format!("edition {} applies from {date} only", edition.id)),
            (_, Some(date)) if approval >= date => {
                Some(format!("first approvals to edition {} from {date} on need not be accepted", edition.id))
            }
            _ => None,
        }
    }
}

/// Refuses a function that no standard knows: it would leave standards out.
fn known_functions(dossier: &Dossier, library: &Library) -> Result<(), ScopeError> {
    let of_headers = library.standards().iter().flat_map(|standard| &standard.header.applies.functions);
    let of_rows =
        library.standards().iter().flat_map(|standard| &standard.clauses).flat_map(|row| &row.applies.functions);
    let mut known: Vec<&str> = of_headers.chain(of_rows).map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let is_known = |name: &&String| known.iter().any(|one| one.eq_ignore_ascii_case(name));
    match dossier.manifest.vehicle.functions.iter().find(|name| !is_known(name)) {
        Some(name) => Err(ScopeError(format!("`{name}` is no function known here, expected of {}", known.join(", ")))),
        None => Ok(()),
    }
}

/// True for `M1`, `N3G`, `L7e-A`: a letter of the classification and a number
/// that it has.
fn is_category(text: &str) -> bool {
    const HIGHEST: [(char, u32); 7] = [('L', 7), ('M', 3), ('N', 3), ('O', 4), ('R', 4), ('S', 2), ('T', 5)];
    let mut chars = text.chars();
    let letter = chars.next();
    let Some((_, highest)) = HIGHEST.iter().find(|(known, _)| Some(*known) == letter) else { return false };
    let is_number = chars.next().is_none_or(|c| c.to_digit(10).is_some_and(|number| (1..=*highest).contains(&number)));
    is_number && !chars.as_str().starts_with(|c: char| c.is_ascii_digit()) && text.len() <= 6
}

/// True if we hold the requirements of this edition.
fn holds(standard: &Standard, edition: &Edition) -> bool {
    !edition.partly_read
        && standard.clauses.iter().any(|clause| clause.is_requirement() && clause.editions.contains(&edition.id))
}
