//! Loops over nothing. `all` over an empty list is true, and `exists` is false:
//! a check that holds because of that has looked at no record.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, operators};

/// The loops that are turned over where they have nothing to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loops {
    /// `all` over nothing is false.
    All,
    /// `exists` over nothing is true.
    Exists,
}

/// The same expression, in which loops over nothing answer the opposite. Only
/// one kind at a time: two wrongs could make a right.
pub(super) fn turned_over(expression: &IdedExpr, loops: Loops) -> IdedExpr {
    let mut whole = expression.clone();
    let mut open = vec![&mut whole];
    while let Some(expression) = open.pop() {
        if is_loop(expression, loops) {
            wrap(expression, loops);
            // The loop itself is the second argument now.
            if let Expr::Call(call) = &mut expression.expr
                && let Some(inner) = call.args.get_mut(1)
            {
                open.extend(parts(inner));
            }
        } else {
            open.extend(parts(expression));
        }
    }
    whole
}

/// What `all` starts from is true, what `exists` starts from false.
fn is_loop(expression: &IdedExpr, loops: Loops) -> bool {
    let Expr::Comprehension(inner) = &expression.expr else { return false };
    match &inner.accu_init.expr {
        Expr::Literal(LiteralValue::Boolean(start)) => *start.inner() == (loops == Loops::All),
        // `exists_one` counts.
        Expr::Literal(LiteralValue::Int(_)) => loops == Loops::Exists,
        _ => false,
    }
}

/// `loop` becomes `size(range) > 0 ? loop : opposite`.
fn wrap(expression: &mut IdedExpr, loops: Loops) {
    let Expr::Comprehension(inner) = &expression.expr else { return };
    let range = inner.iter_range.clone();
    let size = call("size", vec![range]);
    let is_any = call(operators::GREATER, vec![size, literal(LiteralValue::Int(0.into()))]);
    let opposite = literal(LiteralValue::Boolean((loops == Loops::Exists).into()));
    let this = std::mem::take(expression);
    *expression = call(operators::CONDITIONAL, vec![is_any, this, opposite]);
}

fn call(name: &str, args: Vec<IdedExpr>) -> IdedExpr {
    IdedExpr { id: 0, expr: Expr::Call(CallExpr { func_name: name.to_owned(), target: None, args }) }
}

fn literal(value: LiteralValue) -> IdedExpr {
    IdedExpr { id: 0, expr: Expr::Literal(value) }
}

/// The expressions right below this one.
fn parts(expression: &mut IdedExpr) -> Vec<&mut IdedExpr> {
    match &mut expression.expr {
        Expr::Call(call) => call.target.iter_mut().map(|target| &mut **target).chain(&mut call.args).collect(),
        Expr::Comprehension(inner) => vec![&mut inner.iter_range, &mut inner.loop_step, &mut inner.result],
        Expr::List(list) => list.elements.iter_mut().collect(),
        Expr::Select(select) => vec![&mut *select.operand],
        Expr::Map(map) => map.entries.iter_mut().flat_map(|entry| entry_parts(&mut entry.expr)).collect(),
        Expr::Struct(object) => object.entries.iter_mut().flat_map(|entry| entry_parts(&mut entry.expr)).collect(),
        _ => Vec::new(),
    }
}

fn entry_parts(entry: &mut EntryExpr) -> Vec<&mut IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&mut field.value],
        EntryExpr::MapEntry(entry) => vec![&mut entry.key, &mut entry.value],
    }
}
