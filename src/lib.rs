//! Roadworthy: conformance checks for autonomous vehicles.
//!
//! The way of an input: [`source`] turns bytes into text, [`xml`] text into a
//! tree, [`openscenario`] and [`opendrive`] give the tree its meaning,
//! [`rules`] look at it, [`engine`] runs them, [`report`] writes what they
//! found.
//!
//! ```
//! use roadworthy::engine::{Settings, check_source};
//! use roadworthy::finding::Outcome;
//! use roadworthy::source::Source;
//!
//! let text = br#"<OpenSCENARIO><FileHeader revMajor="1" revMinor="3"/></OpenSCENARIO>"#;
//! let source = Source::from_bytes(text.to_vec())?;
//! let report = check_source("scenario.xosc", &source, &Settings::default());
//! assert_eq!(report.outcome, Outcome::Deviates);
//! # Ok::<(), roadworthy::source::DecodeError>(())
//! ```

pub mod applicability;
pub mod assessment;
pub mod citation;
pub mod companions;
pub mod dossier;
pub mod engine;
pub mod expression;
pub mod finding;
pub mod iso26262;
pub mod mapping;
pub mod opendrive;
pub mod openscenario;
pub mod r157;
pub mod report;
pub mod rules;
pub mod sotif;
pub mod source;
mod spelling;
pub mod standard;
pub mod xml;
