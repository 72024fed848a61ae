//! A dossier of many items against all catalogues.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may fail loudly")]

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::Date;
use roadworthy::assessment::{Options, assess};
use roadworthy::citation::scan;
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::load;
use roadworthy::engine::RuleSet;
use roadworthy::standard::Library;

/// Items of the large dossier.
const ITEMS: usize = 100_000;

/// Writes a dossier of `items` requirements, verifications and statements that
/// hang together.
fn write_dossier(folder: &Path, items: usize) {
    let manifest = "[vehicle]\nname = \"Large\"\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n";
    std::fs::write(folder.join("vehicle.toml"), manifest).unwrap();
    let mut goals = String::from("id,text,asil,safe state,ftti\n");
    let mut requirements = String::from("id,level,text,asil,status,parents,allocated to,verified by\n");
    let mut tests = String::from("test id,targets,level,methods,result,item version,environment,date,specification\n");
    let mut statements = String::from("id,clause,statement,document\n");
    for goal in 0..20 {
        let _ = writeln!(goals, "SG-{goal},The vehicle shall stay safe in case {goal},D,Standstill,500 ms");
    }
    for number in 0..items * 6 / 10 {
        let parent = if number < 400 { format!("SG-{}", number % 20) } else { format!("R-{}", number / 20) };
        let _ = writeln!(
            requirements,
            "R-{number},TSR,The unit {number} shall report a fault within 100 ms (see ISO 26262-4:2018 clause 6.4.1),D,approved,{parent},E-{},T-{number}",
            number % 50
        );
    }
    for number in 0..items * 3 / 10 {
        let _ = writeln!(tests, "T-{number},R-{number},unit,Requirements-based test,passed,2.1,SiL,2026-05-01,TS-1");
    }
    for number in 0..items / 10 {
        let _ = writeln!(
            statements,
            "ST-{number},UN R155 7.{}.{},The process step {number} is described and lived,manual.md",
            2 + number % 2,
            1 + number % 5
        );
    }
    for (name, text) in [
        ("safety-goals.csv", goals),
        ("requirements.csv", requirements),
        ("verifications.csv", tests),
        ("statements.csv", statements),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    std::fs::write(folder.join("manual.md"), "# Manual\n\nAll steps are described here.\n").unwrap();
}

fn large(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    write_dossier(folder.path(), ITEMS);
    let library = Library::built_in();
    let options = Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: None,
        suggest: 0,
    };
    let mut group = criterion.benchmark_group("assess");
    group.sample_size(10).throughput(Throughput::Elements(ITEMS as u64));
    group.bench_function("load 100,000 items", |bencher| {
        bencher.iter(|| load(black_box(folder.path()), &ImportLimits::default()).unwrap());
    });
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    group.bench_function("assess 100,000 items", |bencher| {
        bencher.iter(|| assess(black_box(&dossier), library, &options).unwrap());
    });
    group.finish();
}

fn parts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parts of assess");
    group.bench_function("read the catalogues", |bencher| bencher.iter(|| Library::check_built_in().unwrap()));
    let text = "The process follows UN R155, 7.2.2.2 (c) and ISO/SAE 21434:2021 RQ-15-04; see also the manual.";
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("scan a sentence", |bencher| bencher.iter(|| scan(black_box(text))));
    group.finish();
}

criterion_group!(benches, large, parts);
criterion_main!(benches);
