use roadworthy::{source::*, xml::*, openscenario::*};
fn main() {
    let table = Table::builtin();
    let limits = Limits::default();
    for path in std::env::args().skip(1) {
        let v = match Source::from_path(path.as_ref(), limits.file_bytes) {
            Err(e) => format!("unreadable {e}"),
            Ok(source) => {
                let p = parse(&source, &limits, table.vocabulary());
                if !p.is_well_formed() { format!("illformed {:?}", p.faults[0]) } else if !p.is_complete() {format!("incomplete {:?}", p.faults)} else {
                    let root = p.tree.root().unwrap();
                    match declared_version(&p.tree, root) {
                        Declared::Version(v, _) => match table.schema(v) {
                            None => format!("noschema {v}"),
                            Some(s) => {
                                let val = validate(&p.tree, table, s, &limits);
                                let bad: Vec<_> = val.deviations.iter().filter(|d| d.kind.is_invalid()).collect();
                                if bad.is_empty() && p.tree.root().is_some() && s_root(&p.tree) { "valid".into() } else { format!("invalid {bad:?}") }
                            }
                        },
                        d => format!("noversion {d:?}"),
                    }
                }
            }
        };
        println!("{path}\t{v}");
    }
}
fn s_root(t: &Tree<'_>) -> bool { matches!(t.name(NodeId::ROOT), "OpenSCENARIO" | "OpenScenario") }
