//! Conditions and checks that tables state in the Common Expression Language.
//!
//! What an expression sees: `vehicle` (name, manufacturer, type, category,
//! level, functions, software_version), `facts` (what the manifest declares:
//! truths, words and dates by name; no numbers), `fact(name, unit)` (a declared number in
//! a unit), `records["kind"]` (the records of a kind, each a map of the fields
//! that hold something), and `as_of` (the day, as text).

mod fields;
mod vacuous;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cel::{Context, ExecutionError, Program, Value};
use jiff::civil::Date;

pub use fields::unread;
use vacuous::{Loops, turned_over};

use crate::dossier::{Dossier, Fact, FactValue, Kind, KindId, RecordRef, Schema};

/// What an expression gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// Something it needs is not declared; what.
    Unknown(String),
    /// It is no expression, or does not give yes or no.
    Wrong(String),
}

/// Says what is wrong with the text of an expression, if anything is.
pub fn fault(text: &str) -> Option<String> {
    let fault = with_stack(|| compile(text).err());
    fault.unwrap_or_else(|| Some("cannot be parsed".to_owned()))
}

/// The facts and records that an expression looks at, as far as its text names them.
#[derive(Debug, Clone, Default)]
pub struct Subjects<'d> {
    /// Declared facts.
    pub facts: Vec<(&'d str, &'d Fact)>,
    /// Records of the kinds it names.
    pub records: Vec<RecordRef<'d>>,
}

/// What `text` looks at in a dossier. An expression over nothing that is
/// there shows nothing, whatever it gives.
pub fn subjects<'d>(text: &str, dossier: &'d Dossier) -> Subjects<'d> {
    let facts = dossier.manifest.facts.iter().map(|(name, fact)| (name.as_str(), fact));
    Subjects {
        facts: facts.filter(|(name, _)| names_fact(text, name)).collect(),
        records: kinds(text).flat_map(|(_, kind)| dossier.records(&kind.name)).collect(),
    }
}

/// The kinds of record that `text` asks for.
pub fn kinds(text: &str) -> impl Iterator<Item = (KindId, &'static Kind)> {
    Schema::built_in().kinds().filter(move |(_, kind)| names_kind(text, &kind.name))
}

/// True if the text asks for this fact: `facts.NAME` or `fact('NAME', …)`.
pub(crate) fn names_fact(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let ends = !after.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let is_member = text[..at].ends_with("facts.");
        ends && (is_member || matches!(before, Some('\'' | '"')))
    })
}

/// True if the text asks for the records of this kind.
fn names_kind(text: &str, kind: &str) -> bool {
    text.contains(&format!("'{kind}'"))
        || text.contains(&format!("\"{kind}\""))
        || text.contains(&format!("records.{kind}"))
}

/// Longest expression, in bytes, and how deep its brackets may go: the parser
/// recurses over them.
const LONGEST: usize = 4_000;
const DEEPEST: usize = 32;

/// How many loops an expression may have: they may be inside one another.
const MOST_LOOPS: usize = 4;

/// Stack of the thread that parses and evaluates, in bytes.
const STACK: usize = 256 << 20;

/// The words with which an expression loops.
const LOOPS: [&str; 5] = [".all(", ".exists(", ".exists_one(", ".filter(", ".map("];

fn loops(text: &str) -> usize {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    LOOPS.iter().map(|word| squeezed.matches(word).count()).sum()
}

/// Runs `work` where there is stack enough for any expression within bounds.
fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}

fn compile(text: &str) -> Result<Program, String> {
    if text.len() > LONGEST || depth(text) > DEEPEST || loops(text) > MOST_LOOPS {
        return Err(format!(
            "is longer than {LONGEST} bytes, nested deeper than {DEEPEST} brackets, or loops more than {MOST_LOOPS} times"
        ));
    }
    // The parser is generated and may panic on text that is no expression.
    match catch_unwind(|| Program::compile(text)) {
        Ok(Ok(program)) => Ok(program),
        Ok(Err(errors)) => Err(first_line(&errors.to_string())),
        Err(_) => Err("cannot be parsed".to_owned()),
    }
}

/// How deep brackets and signs before a value go, at most.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut signs) = (0usize, 0, 0usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if matches!(c, '!' | '-') { signs + 1 } else { 0 };
        deepest = deepest.max(depth).max(signs);
    }
    // Each choice nests in the one before it.
    deepest.max(text.matches('?').count())
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// Evaluates `text` over a dossier.
pub fn evaluate(text: &str, dossier: &Dossier, as_of: Date) -> Truth {
    if let Some(undecided) = undecided(text, dossier) {
        return Truth::Unknown(undecided);
    }
    let truth = with_stack(|| run(text, dossier, as_of, None));
    truth.unwrap_or_else(|| Truth::Wrong("cannot be evaluated".to_owned()))
}

/// A fact in words where yes or no is asked: `ota = "maybe"` is neither.
fn undecided(text: &str, dossier: &Dossier) -> Option<String> {
    let asks = text.contains("true") || text.contains("false");
    let mut facts = dossier.manifest.facts.iter().filter(|(name, _)| asks && names_fact(text, name));
    facts.find_map(|(name, fact)| match &fact.value {
        FactValue::Text(words) => {
            Some(format!("`{name}` is `{}`, expected true or false", crate::finding::shown(words)))
        }
        _ => None,
    })
}

/// Evaluates the check of a clause: one that holds only because a loop has
/// nothing to look at, such as `all` over a filter that leaves no record, shows nothing.
pub fn evaluate_check(text: &str, dossier: &Dossier, as_of: Date) -> Truth {
    let truth = evaluate(text, dossier, as_of);
    if truth != Truth::True {
        return truth;
    }
    let holds = |loops| with_stack(|| run(text, dossier, as_of, Some(loops))) == Some(Truth::True);
    if holds(Loops::All) && holds(Loops::Exists) {
        return Truth::True;
    }
    Truth::Unknown("no record is there of those that it asks about".to_owned())
}

/// Evaluates `text`, with loops over nothing turned over or not.
fn run(text: &str, dossier: &Dossier, as_of: Date, turned: Option<Loops>) -> Truth {
    let program = match compile(text) {
        Ok(program) => program,
        Err(message) => return Truth::Wrong(message),
    };
    let expression = match turned {
        Some(loops) => turned_over(program.expression(), loops),
        None => program.expression().clone(),
    };
    let mut context = Context::default();
    context.add_variable_from_value("vehicle", vehicle(dossier));
    context.add_variable_from_value("facts", facts(dossier));
    context.add_variable_from_value("records", records(text, dossier));
    context.add_variable_from_value("as_of", as_of.to_string());
    let numbers: HashMap<String, Fact> =
        dossier.manifest.facts.iter().map(|(name, fact)| (name.clone(), fact.clone())).collect();
    let _ = context.add_function("fact", move |name: Arc<String>, unit: Arc<String>| number(&numbers, &name, &unit));
    match catch_unwind(AssertUnwindSafe(|| Value::resolve(&expression, &context))) {
        Ok(Ok(Value::Bool(true))) => Truth::True,
        Ok(Ok(Value::Bool(false))) => Truth::False,
        Ok(Ok(other)) => Truth::Wrong(format!("gives {}, expected true or false", other.type_of())),
        Ok(Err(ExecutionError::NoSuchKey(key))) if is_number(dossier, &key) => {
            Truth::Wrong(format!("`{key}` is a number: write fact(name, unit)"))
        }
        Ok(Err(ExecutionError::NoSuchKey(key))) => Truth::Unknown(format!("`{key}` is not declared")),
        Ok(Err(ExecutionError::FunctionError { message, .. })) if message.contains("not declared") => {
            Truth::Unknown(message)
        }
        Ok(Err(error)) => Truth::Wrong(first_line(&error.to_string())),
        Err(_) => Truth::Wrong("cannot be evaluated".to_owned()),
    }
}

/// True if a fact of this name, or member, is a number.
fn is_number(dossier: &Dossier, key: &str) -> bool {
    let is_named =
        |name: &str| name == key || name.split_once('.').is_some_and(|(group, member)| member == key || group == key);
    dossier.manifest.facts.iter().any(|(name, fact)| is_named(name) && matches!(fact.value, FactValue::Number(_)))
}

/// A declared number in `unit`.
fn number(facts: &HashMap<String, Fact>, name: &str, unit: &str) -> Result<f64, ExecutionError> {
    let fail = |message: String| ExecutionError::function_error("fact", message);
    match facts.get(name).map(|fact| &fact.value) {
        Some(FactValue::Number(quantity)) => quantity.figure(unit).map_err(|fault| fail(format!("`{name}` {fault}"))),
        Some(_) => Err(fail(format!("`{name}` is no number"))),
        None => Err(fail(format!("`{name}` is not declared"))),
    }
}

fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

fn map(entries: Vec<(&str, Value)>) -> Value {
    let entries: HashMap<String, Value> = entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Value::from(entries)
}

fn vehicle(dossier: &Dossier) -> Value {
    let vehicle = &dossier.manifest.vehicle;
    let functions = vehicle.functions.iter().map(|name| text(name)).collect();
    let mut entries = vec![
        ("name", text(&vehicle.name)),
        ("manufacturer", text(&vehicle.manufacturer)),
        ("type", text(&vehicle.of_type)),
        ("functions", Value::List(Arc::new(functions))),
        ("software_version", text(&vehicle.software_version)),
    ];
    if !vehicle.category.is_empty() {
        entries.push(("category", text(&vehicle.category)));
    }
    entries.extend(vehicle.level.map(|level| ("level", Value::Int(i64::from(level)))));
    map(entries)
}

/// The facts by name; `alks.max_speed` is a member of `alks`.
fn facts(dossier: &Dossier) -> Value {
    let mut groups: HashMap<String, HashMap<String, Value>> = HashMap::new();
    let mut flat: HashMap<String, Value> = HashMap::new();
    for (name, fact) in &dossier.manifest.facts {
        let value = match &fact.value {
            FactValue::Truth(truth) => Value::Bool(*truth),
            // A number without its unit would be compared with anything.
            FactValue::Number(_) => continue,
            FactValue::Date(date) => text(&date.to_string()),
            FactValue::Text(words) => text(words),
            FactValue::Table(rows) => Value::Int(i64::try_from(rows.len()).unwrap_or(i64::MAX)),
        };
        match name.split_once('.') {
            Some((group, member)) => {
                groups.entry(group.to_owned()).or_default().insert(member.to_owned(), value);
            }
            None => {
                flat.insert(name.clone(), value);
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "goes from map to map")]
    for (group, members) in groups {
        flat.entry(group).or_insert_with(|| Value::from(members));
    }
    Value::from(flat)
}

/// The records of the kinds that the expression names.
fn records(expression: &str, dossier: &Dossier) -> Value {
    let mut lists: HashMap<String, Value> = HashMap::new();
    for (_, kind) in kinds(expression) {
        let list: Vec<Value> = dossier.records(&kind.name).map(record).collect();
        lists.insert(kind.name.clone(), Value::List(Arc::new(list)));
    }
    Value::from(lists)
}

fn record(record: RecordRef<'_>) -> Value {
    let mut values: HashMap<String, Value> = HashMap::new();
    let Some(kind) = record.kind else { return Value::from(values) };
    for field in &Schema::built_in().kind(kind).fields {
        values.extend(fields::read(record, field).present().map(|value| (field.name.clone(), value)));
    }
    Value::from(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth(expression: &str) -> Truth {
        let manifest = "[vehicle]\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n[facts]\nota = true\n\
            \"alks.max_speed\" = \"130 km/h\"\n[[record]]\nrecord = \"risk\"\nid = \"R-1\"\nvalue = 4\n";
        let dossier = Dossier::from_manifest("vehicle.toml", manifest).unwrap();
        evaluate(expression, &dossier, Date::new(2026, 11, 21).unwrap())
    }

    #[test]
    fn expressions_see_the_vehicle_its_facts_and_its_records() {
        for expression in [
            "facts.ota == true",
            "vehicle.level >= 3 && vehicle.category == \"M1\"",
            "'alks' in vehicle.functions",
            "fact('alks.max_speed', 'km/h') > 60.0",
            "fact('alks.max_speed', 'm/s') < 36.2",
            "records['risk'].all(r, has(r.value) && r.value <= 5.0)",
            "as_of >= '2026-01-01'",
        ] {
            assert_eq!(truth(expression), Truth::True, "{expression}");
        }
        assert_eq!(truth("records['risk'].exists(r, r.id == 'R-2')"), Truth::False);
    }

    /// The example holds one risk, of value 4.
    #[test]
    fn a_check_over_nothing_shows_nothing() {
        let manifest = "[[record]]\nrecord = \"risk\"\nid = \"R-1\"\nvalue = 4\n";
        let dossier = Dossier::from_manifest("vehicle.toml", manifest).unwrap();
        let check = |text: &str| evaluate_check(text, &dossier, Date::constant(2026, 11, 21));
        for text in [
            "records['risk'].filter(r, r.value > 4.0).all(r, has(r.justification))",
            "!records['risk'].filter(r, r.value > 4.0).exists(r, r.value > 3.0)",
            "records['risk'].exists(r, r.value > 3.0) && records['supplier'].all(s, has(s.contact))",
            "records['risk'].all(r, records['supplier'].all(s, has(s.contact)))",
            "records['supplier'].exists(s, has(s.contact)) || records['supplier'].all(s, has(s.contact))",
        ] {
            assert_eq!(evaluate(text, &dossier, Date::constant(2026, 11, 21)), Truth::True, "{text}");
            assert!(matches!(check(text), Truth::Unknown(_)), "{text}");
        }
        for text in [
            "records['risk'].filter(r, r.value > 3.0).all(r, r.value < 5.0)",
            "!records['risk'].exists(r, r.value > 4.0)",
            "records['risk'].filter(r, r.value > 4.0).size() == 0",
            "records['supplier'].exists(s, has(s.contact)) || records['risk'].all(r, r.value < 5.0)",
            "size(records['risk']) > 0 && records['risk'].all(r, has(r.value))",
        ] {
            assert_eq!(check(text), Truth::True, "{text}");
        }
    }

    #[test]
    fn what_is_not_declared_is_unknown() {
        assert!(matches!(truth("facts.lane_change == true"), Truth::Unknown(_)));
        assert!(matches!(truth("fact('alks.gap', 'm') > 2.0"), Truth::Unknown(_)));
    }

    #[test]
    fn a_fact_that_is_not_decided_is_unknown() {
        let dossier = Dossier::from_manifest("v.toml", "[facts]\nota = \"maybe\"\n").unwrap();
        let truth = evaluate("facts.ota == true", &dossier, Date::constant(2026, 11, 21));
        assert!(matches!(&truth, Truth::Unknown(what) if what.contains("maybe")), "{truth:?}");
    }

    #[test]
    fn what_is_no_expression_is_said() {
        let deep = "(".repeat(20_000) + "true" + &")".repeat(20_000);
        assert!(matches!(truth(&deep), Truth::Wrong(_)));
        for expression in ["facts.ota ==", "1 + 1", "((", "", "nonsense(1)", "vehicle.category > 3"] {
            assert!(matches!(truth(expression), Truth::Wrong(_)), "{expression}: {:?}", truth(expression));
        }
        assert!(fault("a &&").is_some() && fault("a && b").is_none());
    }
}
