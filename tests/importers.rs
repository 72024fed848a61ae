//! Importers against files of other hands: public ones, those of several
//! writers, and damaged ones.
//!
//! `ROADWORTHY_CORPORA` names the folder of public files; its folder
//! `documents` is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use roadworthy::dossier::import::{ImportLimits, Imported, RawTable, Unreadable, import};
use roadworthy::dossier::{Content, Spot, Value};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// No file may take longer, whatever is in it. Tests are not optimised and
/// share their processors; what does not end takes longer than this.
const BOUND: Duration = Duration::from_secs(30);

/// What `import` says where it had to catch a panic.
const CAUGHT: &str = "damaged: its reader failed on it";

fn read(name: &str, bytes: &[u8]) -> Result<Imported, Unreadable> {
    let start = Instant::now();
    let result = import(name, bytes, &ImportLimits::default());
    assert!(start.elapsed() < BOUND, "{name}: {:?}", start.elapsed());
    // Only the libraries for these may panic.
    let may_panic = [".pdf", ".xlsx"].iter().any(|end| name.ends_with(end));
    if let Err(unreadable) = &result {
        assert!(may_panic || unreadable.reason != CAUGHT, "{name} panicked");
    }
    result
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn own(name: &str) -> (String, Vec<u8>) {
    let path = support::project("tests/documents").join(name);
    (name.to_owned(), std::fs::read(path).unwrap())
}

fn corpora() -> Option<PathBuf> {
    support::corpora().map(|folder| folder.join("documents"))
}

// Files of several writers

/// Every document that holds the whole hazard analysis.
const TABLES: [&str; 11] = [
    "hara-openpyxl.xlsx",
    "hara-libreoffice.xlsx",
    "hara-odfpy.ods",
    "hara-libreoffice.ods",
    "hara-python-docx.docx",
    "hara-libreoffice.docx",
    "hara.csv",
    "hara.md",
    "hara.sdoc",
    "hara.json",
    "hara.reqif",
];

const ROWS: [[&str; 7]; 3] = [
    ["HE-1", "Unintended steering at high speed", "S3", "E4", "C3", "D", "SG-1"],
    ["HE-2", "Loss of assist when parking", "S0", "E4", "C1", "QM", ""],
    ["HE-3", "Late hand-over in the rain", "3", "3", "2", "B", "SG-2"],
];

/// How formats with words of their own call the columns.
const HEADERS: [&[&str]; 7] = [
    &["ID", "UID", "id", "ReqIF.ForeignID"],
    &["Hazardous event", "STATEMENT", "title"],
    &["S", "s"],
    &["E", "e"],
    &["C", "c"],
    &["ASIL", "asil"],
    &["Safety goal", "safety goal", "goals"],
];

fn cell<'t>(table: &'t RawTable, row: usize, names: &[&str]) -> Option<&'t Value> {
    let at = table.columns.iter().position(|column| names.contains(&&*column.name))?;
    table.rows[row].cells.get(at)?.as_ref()
}

fn text<'t>(table: &'t RawTable, row: usize, names: &[&str]) -> &'t str {
    cell(table, row, names).map_or("", |value| value.text().expect("readable"))
}

#[test]
fn every_writer_gives_the_same_cells() {
    for name in TABLES {
        let (name, bytes) = own(name);
        let imported = read(&name, &bytes).unwrap_or_else(|error| panic!("{name}: {}", error.reason));
        let table = imported.tables.iter().find(|table| table.rows.len() == 3).unwrap_or_else(|| panic!("{name}"));
        for (at, row) in ROWS.iter().enumerate() {
            let found: Vec<&str> = HEADERS.iter().map(|names| text(table, at, names)).collect();
            assert_eq!(&found, row, "{name}");
        }
        assert_eq!(imported.troubles, [], "{name}");
    }
}

#[test]
fn sheets_keep_cells_dates_shares_errors_and_hidden_sheets() {
    for name in ["hara-openpyxl.xlsx", "hara-libreoffice.xlsx", "hara-libreoffice.ods"] {
        let (name, bytes) = own(name);
        let imported = read(&name, &bytes).unwrap();
        let table = &imported.tables[0];
        assert_eq!((table.name.as_str(), imported.tables[1].name.as_str()), ("HARA", "Old"), "{name}");
        assert_eq!(text(&imported.tables[1], 0, &["Text"]), "kept", "{name}");
        let rated = cell(table, 2, &["Rated on"]).unwrap();
        assert_eq!(
            (rated.text(), rated.spot),
            (Some("2026-09-30"), Spot::Cell { sheet: 0, row: 6, column: 7 }),
            "{name}"
        );
        assert_eq!(text(table, 0, &["Coverage"]), "99.5 %", "{name}");
        let error = cell(table, 0, &["Check"]).unwrap();
        assert_eq!(error.content, Content::Unreadable("#REF!".into()), "{name}");
        let property = |wanted: &str| {
            imported.properties.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.text())
        };
        assert_eq!(property("title"), Some("Hazard analysis of the steering assist"), "{name}");
        assert_eq!(property("version"), Some("2.1"), "{name}");
        assert_eq!(&*imported.paragraphs[0].text, "Hazard analysis of the steering assist", "{name}");
    }
}

#[test]
fn texts_keep_their_paragraphs() {
    let cited = "The ratings follow ISO 26262-3:2018, 6.4.3, and UN Regulation No. 157, paragraph 5.1.1.";
    for name in [
        "hara-python-docx.docx",
        "hara-libreoffice.docx",
        "hara-reportlab.pdf",
        "hara-libreoffice.pdf",
        "hara.md",
        "hara.txt",
        "hara.sdoc",
    ] {
        let (name, bytes) = own(name);
        let imported = read(&name, &bytes).unwrap_or_else(|error| panic!("{name}: {}", error.reason));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = imported.paragraphs.iter().find(|paragraph| words(&paragraph.text).contains(cited));
        let found = found.unwrap_or_else(|| panic!("{name}: {:?}", imported.paragraphs));
        assert!(!found.is_heading, "{name}");
        if name.ends_with(".pdf") {
            assert!(matches!(found.spot, Spot::Page { page: 1, .. }), "{name}");
            let whole: String = imported.paragraphs.iter().map(|paragraph| words(&paragraph.text) + " ").collect();
            let whole = whole.replace("- ", "-");
            assert!(ROWS.iter().all(|row| whole.contains(row[1])), "{name}: {whole}");
        } else if name.ends_with(".docx") {
            assert_eq!(found.spot, Spot::Paragraph(2), "{name}");
            assert!(imported.paragraphs[0].is_heading, "{name}");
        }
    }
}

#[test]
fn other_formats_are_not_supported() {
    for name in ["a.rst", "a.yaml", "a.yml", "a.png", "a", "a.xls", "a.doc"] {
        assert_eq!(read(name, b"x: y").unwrap_err().reason, "format not supported", "{name}");
    }
    assert_eq!(read("a.json", b"{}").unwrap_err().reason, "format not supported");
}

// Damaged files

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end.max(1)
    }
}

/// What may stand in the place of a byte: what formats are made of.
const BYTES: &[u8] = b"\0\x01\x7F\x80\xFF<>/\"'&;[]{}()-+,:#\n\r 09Aa%";

fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.insert(at, BYTES[random.below(BYTES.len())]),
            1 => drop(bytes.drain(at..(at + 1 + random.below(8)).min(bytes.len()))),
            2 => {
                let end = (at + random.below(64)).min(bytes.len());
                let copied = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, copied);
            }
            _ => bytes[at] = BYTES[random.below(BYTES.len())],
        }
    }
    bytes
}

/// Files of which every proper beginning must be found incomplete.
fn shows_its_end(name: &str) -> bool {
    [".xlsx", ".ods", ".docx", ".reqif", ".reqifz", ".json"].iter().any(|end| name.ends_with(end))
}

fn damage(name: &str, bytes: &[u8], times: usize) {
    let mut random = Random(0x0D05_51E2 ^ bytes.len() as u64);
    let meant = bytes.trim_ascii_end().len();
    for _ in 0..times / 3 {
        let end = random.below(meant);
        let result = read(name, &bytes[..end]);
        if shows_its_end(name) {
            let is_found = result.is_err_and(|error| !error.reason.is_empty());
            assert!(is_found, "{name} cut at {end} of {}", bytes.len());
        }
    }
    for _ in 0..times {
        let _ = read(name, &mutate(bytes, &mut random));
    }
}

/// Unpacks an archive, damages one part, and packs it again: a damaged
/// archive would seldom get as far as its content.
fn damage_inside(name: &str, bytes: &[u8], times: usize) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let is_text = |name: &str| [".xml", ".rels", ".reqif"].iter().any(|end| name.ends_with(end));
    let texts: Vec<usize> = (0..parts.len()).filter(|&at| is_text(&parts[at].0) && !parts[at].1.is_empty()).collect();
    let mut random = Random(0x0D05_51E3);
    for _ in 0..times {
        let at = texts[random.below(texts.len())];
        let damaged = mutate(&parts[at].1, &mut random);
        let parts = parts.iter().enumerate().map(|(other, (name, content))| {
            (name.as_str(), if other == at { damaged.as_slice() } else { content.as_slice() })
        });
        let packed = pack_with(parts, CompressionMethod::Stored);
        let _ = read(name, &packed);
    }
}

fn pack<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    pack_with(parts, CompressionMethod::Deflated)
}

fn pack_with<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn damaged_files_of_ours_never_panic_nor_hang() {
    for path in files(&support::project("tests/documents")) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        damage(&name, &bytes, if name.ends_with(".pdf") { 100 } else { 200 });
        if [".xlsx", ".ods", ".docx"].iter().any(|end| name.ends_with(end)) {
            damage_inside(&name, &bytes, 150);
        }
    }
    let (_, reqif) = own("hara.reqif");
    let packed = pack([("a/one.reqif", reqif.as_slice()), ("two.reqif", &reqif)].into_iter());
    damage("hara.reqifz", &packed, 200);
    damage_inside("hara.reqifz", &packed, 150);
}

#[test]
fn damaged_public_files_never_panic_nor_hang() {
    let Some(folder) = corpora() else { return };
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let times = if bytes.len() < 50_000 { 60 } else { 6 };
        if bytes.len() < 1_000_000 && import(&name, &bytes, &ImportLimits::default()).is_ok() {
            damage(&name, &bytes, times);
        }
    }
}

// Attacks

#[test]
fn archives_that_expand_without_bound_or_point_outside_are_refused() {
    let zeros = vec![b' '; 64 << 20];
    for (name, part) in [
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.ods", "content.xml"),
        ("a.docx", "word/document.xml"),
        ("a.reqifz", "a.reqif"),
    ] {
        let bomb = pack([(part, zeros.as_slice())].into_iter());
        assert!(bomb.len() < 1 << 20);
        assert!(read(name, &bomb).unwrap_err().reason.contains("fold"), "{name}");
        let outside = pack([("../../etc/passwd", &b"x"[..]), (part, b"<a/>")].into_iter());
        assert!(read(name, &outside).unwrap_err().reason.contains("outside"), "{name}");
    }
}

#[test]
fn entities_are_neither_expanded_nor_fetched() {
    let laughs = "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>";
    let file = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>";
    for head in [laughs, file] {
        let reqif = format!("{head}<REQ-IF>&c;</REQ-IF>");
        assert!(read("a.reqif", reqif.as_bytes()).unwrap_err().reason.contains("document type"));
        let word = format!("{head}<w:document xmlns:w='w'>&c;</w:document>");
        let packed = pack([("word/document.xml", word.as_bytes())].into_iter());
        assert!(read("a.docx", &packed).unwrap_err().reason.contains("document type"));
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("<REQ-IF>{}", "<a>".repeat(500_000));
    assert!(read("a.reqif", deep.as_bytes()).unwrap_err().reason.contains("nest deeper"));
    assert!(read("a.json", "[".repeat(1_000_000).as_bytes()).is_err());
    for text in ["> ".repeat(50_000), "- ".repeat(50_000), "[".repeat(50_000), "*a ".repeat(50_000)] {
        let _ = read("a.md", text.as_bytes());
    }
}

// Public files

#[test]
fn every_public_document_ends_as_it_did() {
    let Some(folder) = corpora() else { return };
    let mut shown = String::new();
    for path in files(&folder) {
        let relative = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        let result = read(&relative, &std::fs::read(&path).unwrap());
        if relative.ends_with(".rst") || relative.ends_with(".yaml") {
            assert_eq!(result.as_ref().unwrap_err().reason, "format not supported", "{relative}");
        }
        match result {
            Err(unreadable) => writeln!(shown, "{relative}: {}", unreadable.reason).unwrap(),
            Ok(imported) => {
                let tables: Vec<String> =
                    imported.tables.iter().map(|table| format!("{} x{}", table.name, table.rows.len())).collect();
                let (paragraphs, troubles) = (imported.paragraphs.len(), imported.troubles.len());
                writeln!(shown, "{relative}: [{}], {paragraphs} paragraphs, {troubles} troubles", tables.join(", "))
                    .unwrap();
            }
        }
    }
    insta::assert_snapshot!(shown);
}

/// Rows of all tables, and targets of all relations of these names.
fn counted(path: &str, relations: &[&str]) -> Option<(usize, usize)> {
    let imported = public(path)?;
    let rows = imported.tables.iter().map(|table| table.rows.len()).sum();
    let targets = imported.tables.iter().flat_map(|table| {
        (0..table.rows.len()).map(|row| text(table, row, relations).split("; ").filter(|id| !id.is_empty()).count())
    });
    Some((rows, targets.sum()))
}

fn public(path: &str) -> Option<Imported> {
    let path = corpora()?.join(path);
    Some(read(&path.to_string_lossy(), &std::fs::read(&path).unwrap()).unwrap())
}

/// Counted in the files by other means.
#[test]
fn nothing_of_public_requirements_is_lost() {
    let studio = "reqif/strictdoc-reqif/ReqIF_Studio/01_anonimized_example/sample.reqif";
    let Some(found) = counted(studio, &["_gFhrYGojEeuExICsU7Acmg"]) else { return };
    assert_eq!(found, (137, 14));
    assert_eq!(counted("reqif/strictdoc-reqif/Polarion/01_anonimized_example/sample.reqif", &[]), Some((101, 0)));
    assert_eq!(counted("reqif/reqifsharp/ProR_Traceability-Template-v1.0.reqif", &["realizes"]), Some((21, 9)));
    assert_eq!(counted("sdoc/strictdoc_21_l2_high_level_requirements.sdoc", &[]).unwrap().0, 133);
    assert_eq!(counted("needs/sphinx-needs/import_doc/needs_test.json", &[]).unwrap().0, 14);
}

/// A file with 163 values of enumerations: every choice made of them is read.
#[test]
fn choices_of_public_requirements_are_resolved() {
    let path = "reqif/strictdoc-reqif/Doors/02_example_from_a_user/sample.reqif";
    let Some(imported) = public(path) else { return };
    let raw = std::fs::read_to_string(corpora().unwrap().join(path)).unwrap();
    assert_eq!(raw.matches("<ENUM-VALUE ").count(), 163);
    let cells = || imported.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).flatten();
    assert!(cells().all(|value| value.text().is_some()));
    assert_eq!(imported.tables.iter().map(|table| table.rows.len()).sum::<usize>(), 3);
}

#[test]
fn public_needs_keep_their_safety_levels() {
    let Some(imported) = public("needs/score-scl_ls/needs.json") else { return };
    let count = |level: &str| -> usize {
        let levels =
            |table: &RawTable| (0..table.rows.len()).filter(|&row| text(table, row, &["safety"]) == level).count();
        imported.tables.iter().map(levels).sum()
    };
    assert_eq!([count("QM"), count("ASIL_B"), count("ASIL_D")], [2, 32, 2]);
    assert_eq!(imported.tables.iter().map(|table| table.rows.len()).sum::<usize>(), 36);
    assert!(imported.tables.iter().flat_map(|table| &table.rows).all(|row| matches!(row.spot, Spot::Line { .. })));
}

// Encodings and ends of lines

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

/// Texts without mark in UTF-16, and lines that end as on old systems, are the
/// same texts with the same lines.
#[test]
fn an_export_says_the_same_in_every_encoding() {
    for name in ["hara.csv", "hara.md", "hara.txt", "hara.sdoc", "hara.json"] {
        let (_, bytes) = own(name);
        let expected = read(name, &bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let old = text.replace('\n', "\r");
        let variants = [utf16(&text, false), utf16(&text, true), old.clone().into_bytes(), utf16(&old, false)];
        for variant in variants {
            assert_eq!(read(name, &variant).as_ref(), Ok(&expected), "{name}");
        }
        // Neither a mark nor the ends of lines of Windows make a difference.
        let windows = text.replace('\n', "\r\n");
        assert_eq!(read(name, &utf16(&format!("\u{FEFF}{windows}"), true)).as_ref(), Ok(&expected), "{name}");
    }
}
