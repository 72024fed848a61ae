//! What checking costs beside tokenising the same bytes.
//!
//! Run with `cargo bench`. The floor is quick-xml iterating all events and
//! attributes; the goal is at most three times that for everything `check`
//! does with a file in memory. Without `ROADWORTHY_CORPORA` the sample suite
//! is measured.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quick_xml::events::Event;
use quick_xml::reader::Reader;
use rayon::prelude::*;
use roadworthy::companions::Shelf;
use roadworthy::engine::{Settings, check_input, check_source};
use roadworthy::openscenario::{Declared, Table, declared_version, validate};
use roadworthy::source::{Input, Limits, Origin, Source, discover};
use roadworthy::xml::parse;

fn inputs() -> Vec<Input> {
    let folder = match std::env::var_os("ROADWORTHY_CORPORA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/motorway"),
    };
    discover(&[folder])
}

fn scenarios() -> Vec<(String, Vec<u8>)> {
    let read = |input: Input| match input.origin {
        Origin::File(path) if input.path.ends_with(".xosc") => Some((input.path, std::fs::read(path).ok()?)),
        _ => None,
    };
    inputs().into_iter().filter_map(read).collect()
}

fn tokenize(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut bytes = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return bytes,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                bytes += tag.attributes().flatten().map(|attribute| attribute.value.len()).sum::<usize>();
            }
            Ok(_) => {}
        }
    }
}

fn schema_only(source: &Source, limits: &Limits) -> usize {
    let table = Table::builtin();
    let parsed = parse(source, limits, table.vocabulary());
    let Some(root) = parsed.tree.root() else { return 0 };
    match declared_version(&parsed.tree, root) {
        Declared::Version(version, _) => match table.schema(version) {
            Some(schema) => validate(&parsed.tree, table, schema, limits, &|_| true).deviations.len(),
            None => 0,
        },
        _ => 0,
    }
}

fn stages(c: &mut Criterion) {
    let files = scenarios();
    let settings = Settings { jobs: Some(1), ..Settings::default() };
    let sources: Vec<(String, Source)> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.clone(), Source::from_bytes(bytes.clone()).ok()?)))
        .collect();
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let mut group = c.benchmark_group("one thread");
    group.throughput(Throughput::Bytes(bytes)).measurement_time(Duration::from_secs(4)).sample_size(40);
    group.bench_function("1 tokenise (quick-xml events and attributes)", |b| {
        b.iter(|| sources.iter().map(|(_, source)| tokenize(source.text())).sum::<usize>())
    });
    group.bench_function("2 well-formed tree", |b| {
        b.iter(|| {
            let vocabulary = Table::builtin().vocabulary();
            sources.iter().map(|(_, source)| parse(source, &settings.limits, vocabulary).tree.len()).sum::<usize>()
        })
    });
    group.bench_function("3 … and schema", |b| {
        b.iter(|| sources.iter().map(|(_, source)| schema_only(source, &settings.limits)).sum::<usize>())
    });
    group.bench_function("4 decode, tree, schema, rules", |b| {
        b.iter(|| {
            for (path, bytes) in &files {
                if let Ok(source) = Source::from_bytes(bytes.clone()) {
                    black_box(check_source(path, &source, &settings));
                }
            }
        })
    });
    // From the disk, with the roads and catalogs that the files refer to.
    let inputs: Vec<Input> = inputs().into_iter().filter(|input| input.path.ends_with(".xosc")).collect();
    group.bench_function("5 the same from the disk, with roads and catalogs", |b| {
        b.iter(|| {
            let shelf = Shelf::new(&settings.limits);
            inputs.iter().map(|input| check_input(input, &settings, &shelf).findings.len()).sum::<usize>()
        })
    });
    group.finish();
}

fn threads(c: &mut Criterion) {
    let files = scenarios();
    let sources: Vec<(String, Source)> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.clone(), Source::from_bytes(bytes.clone()).ok()?)))
        .collect();
    let settings = Settings::default();
    // Enough work that starting threads does not count.
    let many: Vec<&(String, Source)> = std::iter::repeat_n(&sources, 8).flatten().collect();
    let mut group = c.benchmark_group("threads");
    group.measurement_time(Duration::from_secs(4)).sample_size(20);
    for count in [1, 2] {
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(count).build() else { continue };
        group.bench_with_input(BenchmarkId::new("tokenise", count), &many, |b, many| {
            b.iter(|| pool.install(|| many.par_iter().map(|(_, source)| tokenize(source.text())).sum::<usize>()))
        });
        group.bench_with_input(BenchmarkId::new("check", count), &many, |b, many| {
            let check = |(path, source): &&(String, Source)| check_source(path, source, &settings).findings.len();
            b.iter(|| pool.install(|| many.par_iter().map(check).sum::<usize>()))
        });
    }
    group.finish();
}

criterion_group!(benches, stages, threads);
criterion_main!(benches);
