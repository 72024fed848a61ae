//! `roadworthy transfer`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use roadworthy::assessment::{Options, Outcome, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{LoadError, load};
use roadworthy::engine::RuleSet;
use roadworthy::mapping::{Atlas, Evidence, transfer};
use roadworthy::report::mapping::{transfer_csv, transfer_page};
use roadworthy::standard::Library;

use super::Global;
use super::compare::{ReportArgs, atlas, codes, document, graph};
use super::standards::Overlay;

/// What evidence carries over to another market, what is still to show, and who must accept it
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 answered, 2 usage error, 3 no vehicle.toml in the dossier.")]
pub(super) struct Transfer {
    /// Documents or clauses for which all evidence is at hand (`UN-R155`, `"GB 44495"`, `UN-R155:7.2.2.2(c)`)
    #[arg(long, value_name = "ID,…", value_delimiter = ',', required_unless_present = "dossier")]
    have: Vec<String>,
    /// A dossier: what its assessment passes is at hand
    #[arg(long, value_name = "DIR")]
    dossier: Option<PathBuf>,
    /// The markets, by the codes of their jurisdictions (CN,KR,SG,GB)
    #[arg(long, value_name = "CODE,…", value_delimiter = ',', required = true)]
    to: Vec<String>,
    /// The date for which it is said what is in force and accepted [default: today]
    #[arg(long, value_name = "DATE", env = "ROADWORTHY_AS_OF")]
    as_of: Option<Date>,
    #[command(flatten)]
    overlay: Overlay,
    #[command(flatten)]
    report: ReportArgs,
}

impl Transfer {
    pub(super) fn run(self, global: &Global, today: Date) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        let atlas = atlas(&library)?;
        let graph = graph(&atlas)?;
        let day = self.as_of.unwrap_or(today);
        let to = codes(&atlas, &self.to)?;
        let passed = match &self.dossier {
            None => Vec::new(),
            Some(folder) => match passed(folder, &library, day)? {
                Ok(passed) => passed,
                Err(message) => return super::no_input(global, &message),
            },
        };
        let (documents, clauses) = named(&atlas, &self.have)?;
        let held = Evidence::of_documents(&atlas, documents.iter().map(String::as_str))
            .with(Evidence::of_clauses(&atlas, clauses.iter().chain(&passed).map(String::as_str)));
        let have = documents.into_iter().chain(clauses).chain(passed).collect();
        let result = transfer(&graph, &held, have, &to, day);
        self.report.write(global, &result, &transfer_page(&result, &atlas), || transfer_csv(&result))
    }
}

/// The documents and the clauses that `names` mean.
fn named(atlas: &Atlas<'_>, names: &[String]) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (mut documents, mut clauses) = (Vec::new(), Vec::new());
    for name in names {
        anyhow::ensure!(!name.trim().is_empty(), "a name after --have is empty");
        let is_clause = atlas.library.clause(name).is_some_and(|clause| &*clause.id != clause.standard());
        if is_clause || atlas.clause(name).is_some() {
            clauses.push(name.clone());
            continue;
        }
        anyhow::ensure!(!name.contains(':'), "`{name}` is no clause known here");
        documents.push(document(atlas, name)?);
    }
    Ok((documents, clauses))
}

/// The clauses that pass in the assessment of a dossier; a message if there is none.
fn passed(folder: &std::path::Path, library: &Library, day: Date) -> anyhow::Result<Result<Vec<String>, String>> {
    let dossier = match load(folder, &ImportLimits::default()) {
        Ok(dossier) => dossier,
        Err(error @ LoadError::NoManifest(_)) => return Ok(Err(error.to_string())),
        Err(error) => return Err(error.into()),
    };
    let options = Options { rules: RuleSet::of_assess(&[], &[])?, as_of: day, jobs: None, suggest: 0 };
    let assessment = assess(&dossier, library, &options)?;
    let passed = assessment.requirements.into_iter().filter(|one| one.outcome == Outcome::Passed);
    Ok(Ok(passed.map(|one| one.id).collect()))
}
