use super::*;
use crate::openscenario::Table;

fn at(version: &str) -> Language<'static> {
    Language { operators: Table::builtin().operators(), version: version.parse().unwrap() }
}

fn lookup(name: &str) -> Lookup {
    match name {
        "speed" => Lookup::Found(Number::Double(30.0).into()),
        "count" => Lookup::Found(Number::Integer(7).into()),
        "on" => Lookup::Found(Number::Boolean(true).into()),
        "open" => Lookup::Found(Operand { sort: Some(Sort::Double), value: None }),
        "name" => Lookup::Found(Operand { sort: Some(Sort::Other), value: None }),
        _ => Lookup::Undeclared,
    }
}

fn value_in(version: &str, text: &str) -> Result<Option<Operand>, String> {
    let expression = read(text, at(version)).map_err(|fault| fault.to_string())?;
    evaluate(&expression, at(version), &lookup).map_err(|fault| fault.to_string())
}

fn number(text: &str) -> Number {
    value_in("1.4", text).unwrap().unwrap().value.unwrap()
}

#[test]
fn operators_bind_as_in_mathematics() {
    use Number::{Boolean, Double, Integer};
    let cases = [
        ("7 % 2 + 3 * 2", Integer(7)),
        ("2 - 3 - 4", Integer(-5)),
        ("-2 * -3", Integer(6)),
        ("--2", Integer(2)),
        ("(1 + 2) * 3", Integer(9)),
        ("7 / 2", Double(3.5)),
        ("4/2", Double(2.0)),
        ("pow(2, 3) * 2", Double(16.0)),
        ("round(2.5) + floor(-1.5) + ceil(1.2)", Integer(3)),
        ("sqrt(9)", Double(3.0)),
        ("max(2, 3.5)", Double(3.5)),
        ("min(2, 3)", Integer(2)),
        ("sign(-4) + abs(-2)", Integer(1)),
        ("2.1E-7 + 0", Double(2.1e-7)),
        ("$speed/2 + $count", Double(22.0)),
        ("not false and true or false", Boolean(true)),
        ("true or false and false", Boolean(true)),
        ("not $on", Boolean(false)),
        ("cos(0)", Double(1.0)),
        ("2 * pi", Double(std::f64::consts::TAU)),
        ("-(3)", Integer(-3)),
        ("- $count", Integer(-7)),
    ];
    for (text, expected) in cases {
        assert_eq!(number(text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        ("", "the expression is empty"),
        ("1 +", "a value is missing after `+`"),
        ("* 2", "a value is missing before `*`"),
        ("+ 2", "a value is missing before `+`"),
        ("1 2", "an operator is missing before `2`"),
        ("(1 + 2", "a bracket is not closed"),
        ("1 + 2)", "a bracket is not opened"),
        ("()", "a value is missing before `)`"),
        ("log(2)", "`log` is no operator, function or constant"),
        ("$speed + trajectory", "`trajectory` is no operator, function or constant"),
        ("round 2.6", "`round` needs its arguments in brackets"),
        ("pow(2)", "`pow` takes 2 arguments, found 1"),
        ("sqrt(1, 2)", "`sqrt` takes 1 argument, found 2"),
        ("round()", "`round` takes 1 argument, found 0"),
        ("(1, 2)", "a comma stands outside the arguments of a function"),
        ("1 / 0", "division by zero"),
        ("1 % 0", "division by zero"),
        ("$open / 0", "division by zero"),
        ("sqrt(-1)", "`sqrt` has no value here: -1"),
        ("acos(2)", "`acos` has no value here: 2"),
        ("true + 1", "`+` takes numbers, found a boolean"),
        ("not 1", "`not` takes booleans, found a whole number"),
        ("$open and true", "`and` takes booleans, found a number"),
        ("$name + 1", "`+` takes numbers, found a text"),
        ("1 ^ 2", "`^` means nothing in an expression"),
        ("and true", "a value is missing before `and`"),
    ];
    for (text, expected) in cases {
        assert_eq!(value_in("1.4", text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn what_came_later_is_no_part_of_an_earlier_edition() {
    for (version, text, expected) in [
        ("1.2", "sin(1)", "`sin` exists since 1.3, the file declares 1.2"),
        ("1.1", "max(1, 2)", "`max` exists since 1.3, the file declares 1.1"),
        ("1.3", "2 * pi", "`pi` exists since 1.4, the file declares 1.3"),
    ] {
        assert_eq!(value_in(version, text).unwrap_err(), expected);
    }
    assert!(value_in("1.3", "sin(1)").is_ok() && value_in("1.1", "round(1.5)").is_ok());
}

#[test]
fn what_is_not_known_keeps_its_sort() {
    let open = value_in("1.3", "$open * 2").unwrap().unwrap();
    assert_eq!((open.sort, open.value), (Some(Sort::Double), None));
    let rounded = value_in("1.3", "round($open)").unwrap().unwrap();
    assert_eq!(rounded.sort, Some(Sort::Integer));
    assert_eq!(value_in("1.3", "$nobody + 1").unwrap(), None);
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{}1{}", "(".repeat(2000), ")".repeat(2000));
    assert_eq!(number(&deep), Number::Integer(1));
    let long = "1+".repeat(5000);
    assert!(read(&long, at("1.3")).unwrap_err().to_string().contains("longer than"));
}
