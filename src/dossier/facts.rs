//! Facts declared in the manifest, each with its unit and its own place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::manifest::{Lines, ManifestError};
use super::record::Spot;
use super::units::Quantity;

/// A declared fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What is declared.
    pub value: FactValue,
    /// Where.
    pub spot: Spot,
}

/// What a fact declares.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// Yes or no.
    Truth(bool),
    /// A number, perhaps with a unit.
    Number(Quantity),
    /// A date.
    Date(Date),
    /// Words.
    Text(String),
    /// Rows of numbers with units, such as a distance for each speed.
    Table(Vec<BTreeMap<String, Quantity>>),
}

/// The facts of a manifest by their full names: `[facts.alks] max_speed = …`
/// and `"alks.max_speed" = …` are the same fact.
pub(super) fn collect(lines: &Lines<'_>, manifest: &DeTable<'_>) -> Result<BTreeMap<String, Fact>, ManifestError> {
    let mut facts = BTreeMap::new();
    if let Some(table) = manifest.get("facts").and_then(|value| value.get_ref().as_table()) {
        flatten(lines, "", table, &mut facts)?;
    }
    Ok(facts)
}

fn flatten(
    lines: &Lines<'_>,
    prefix: &str,
    table: &DeTable<'_>,
    facts: &mut BTreeMap<String, Fact>,
) -> Result<(), ManifestError> {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        if let DeValue::Table(inner) = value.get_ref() {
            flatten(lines, &format!("{name}."), inner, facts)?;
            continue;
        }
        let fail = |message: String| lines.error(Some(value.span()), message);
        let fact = Fact { value: fact(value).map_err(fail)?, spot: lines.spot(value.span().start) };
        if facts.insert(name.clone(), fact).is_some() {
            return Err(fail(format!("the fact `{name}` is declared twice")));
        }
    }
    Ok(())
}

fn fact(value: &Spanned<DeValue<'_>>) -> Result<FactValue, String> {
    Ok(match value.get_ref() {
        DeValue::Boolean(truth) => FactValue::Truth(*truth),
        DeValue::Datetime(date) => {
            FactValue::Date(date.to_string().parse().map_err(|_| format!("`{date}` is no date, expected YYYY-MM-DD"))?)
        }
        DeValue::String(text) => text_fact(text),
        DeValue::Array(rows) => FactValue::Table(rows.iter().map(table_row).collect::<Result<_, String>>()?),
        other => FactValue::Number(quantity(other)?),
    })
}

/// A date, a number with a unit, or words.
fn text_fact(text: &str) -> FactValue {
    if let Ok(date) = text.parse::<Date>() {
        return FactValue::Date(date);
    }
    if let "yes" | "no" | "true" | "false" = text.trim().to_lowercase().as_str() {
        return FactValue::Truth(matches!(text.trim().to_lowercase().as_str(), "yes" | "true"));
    }
    let is_number = text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    // A unit that is not known here makes words of it, which rules report.
    match Quantity::read(text) {
        Ok(quantity) if is_number => FactValue::Number(quantity),
        _ => FactValue::Text(text.to_owned()),
    }
}

fn table_row(row: &Spanned<DeValue<'_>>) -> Result<BTreeMap<String, Quantity>, String> {
    let table = row.get_ref().as_table().ok_or("expected rows such as { speed = \"60 km/h\", range = \"46 m\" }")?;
    let cells = table.iter().map(|(name, value)| {
        let quantity = quantity(value.get_ref()).map_err(|message| format!("`{}`: {message}", name.get_ref()))?;
        Ok((name.get_ref().to_string(), quantity))
    });
    cells.collect()
}

/// A number, or a number with a unit in quotes.
fn quantity(value: &DeValue<'_>) -> Result<Quantity, String> {
    let plain = |value: f64| Quantity { value, unit: String::new() };
    match value {
        DeValue::String(text) => Quantity::read(text),
        #[expect(clippy::cast_precision_loss, reason = "facts are small numbers")]
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(|value| plain(value as f64))
            .map_err(|error| format!("`{number}`: {error}")),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map(plain)
            .map_err(|error: std::num::ParseFloatError| format!("`{number}`: {error}")),
        other => Err(format!("{} where a number with a unit is expected", other.type_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::Manifest;
    use super::*;

    #[test]
    fn facts_keep_their_units_and_places() {
        let text = "[vehicle]\ncategory = \"M1\"\n[facts]\nota = true\n\"alks.max_speed\" = \"130 km/h\"\n\
                    [facts.csms]\nyears = 0x1_0\nratio = 1_000.5\n";
        let manifest = Manifest::parse("vehicle.toml", text).unwrap();
        let speed = &manifest.facts["alks.max_speed"];
        assert_eq!(speed.value, FactValue::Number(Quantity { value: 130.0, unit: "km/h".into() }));
        assert_eq!(speed.spot, Spot::Line { line: 5, column: 20 });
        assert_eq!(manifest.facts["ota"].value, FactValue::Truth(true));
        let number = |name: &str| manifest.facts[name].value.clone();
        assert_eq!(number("csms.years"), FactValue::Number(Quantity { value: 16.0, unit: String::new() }));
        assert_eq!(number("csms.ratio"), FactValue::Number(Quantity { value: 1000.5, unit: String::new() }));
        assert_eq!(manifest.facts["csms.ratio"].spot, Spot::Line { line: 8, column: 9 });
    }

    #[test]
    fn an_unknown_unit_makes_words() {
        let manifest = Manifest::parse("v.toml", "[facts]\nspeed = \"130 furlongs\"\n").unwrap();
        assert_eq!(manifest.facts["speed"].value, FactValue::Text("130 furlongs".into()));
    }

    #[test]
    fn a_fact_stands_once() {
        let text = "[facts]\n\"alks.max_speed\" = \"130 km/h\"\n[facts.alks]\nmax_speed = \"60 km/h\"\n";
        let error = Manifest::parse("vehicle.toml", text).unwrap_err();
        assert!(error.message.contains("`alks.max_speed` is declared twice"), "{error}");
    }

    #[test]
    fn what_is_no_number_in_a_table_is_an_error_at_its_line() {
        let text = "[facts]\nx = 1\nranges = [{ speed = \"60 km/h\", range = true }]\n";
        let error = Manifest::parse("vehicle.toml", text).unwrap_err();
        assert_eq!(error.line, 3, "{error}");
        assert!(error.message.contains("`range`"), "{error}");
    }
}
