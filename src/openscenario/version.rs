//! Which edition a file declares.

use std::fmt;

use serde::{Deserialize, Deserializer};

use crate::xml::{NodeId, Tree};

/// Major and minor revision, `1.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `revMajor`
    pub major: u16,
    /// `revMinor`
    pub minor: u16,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl std::str::FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Version, String> {
        let parts = text.split_once('.').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        let (major, minor) = parts.ok_or_else(|| format!("`{text}` is not a version such as `1.3`"))?;
        Ok(Version { major, minor })
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What the header says about the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// A version, known or not, and the element that declares it.
    Version(Version, NodeId),
    /// No header.
    NoHeader,
    /// A header without a usable `revMajor` or `revMinor`.
    Unusable {
        /// The header.
        header: NodeId,
        /// The attribute that is missing or not a number from 0 to 65535.
        attribute: &'static str,
        /// Its value, if it is there.
        value: Option<String>,
    },
}

/// Reads `FileHeader/@revMajor` and `@revMinor` below `root`.
pub fn declared_version(tree: &Tree<'_>, root: NodeId) -> Declared {
    let header =
        tree.find_name("FileHeader").and_then(|name| tree.children(root).find(|&id| tree.local_name(id) == name));
    let Some(header) = header else { return Declared::NoHeader };
    let read = |attribute: &'static str| {
        let value = tree.find_name(attribute).and_then(|name| tree.value_of(header, name));
        let number = value.and_then(|value| value.trim_matches([' ', '\t', '\n', '\r']).parse::<u16>().ok());
        let digits = value.is_some_and(|value| !value.contains('+'));
        match number {
            Some(number) if digits => Ok(number),
            _ => Err(Declared::Unusable { header, attribute, value: value.map(str::to_owned) }),
        }
    };
    match (read("revMajor"), read("revMinor")) {
        (Ok(major), Ok(minor)) => Declared::Version(Version { major, minor }, header),
        (Err(unusable), _) | (_, Err(unusable)) => unusable,
    }
}
