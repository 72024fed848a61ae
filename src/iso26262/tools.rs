//! Confidence in software tools.

use super::{certainty, rows};
use crate::standard::{Certainty, Library};

/// The confidence level of a tool by its impact and by how its errors are
/// detected, and how sure that is. A tool without impact needs no detection.
pub fn confidence<'l>(library: &'l Library, impact: &str, detection: Option<&str>) -> Option<(&'l str, Certainty)> {
    let of_impact = || rows(library, "tool-confidence").filter(|row| row.get("impact") == impact);
    let row = match detection {
        Some(detection) => of_impact().find(|row| row.get("detection") == detection)?,
        None => {
            let first = of_impact().next()?;
            of_impact().all(|row| row.get("level") == first.get("level")).then_some(first)?
        }
    };
    Some((row.get("level"), certainty(row, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_by_impact_and_detection() {
        let level =
            |impact, detection| confidence(Library::built_in(), impact, Some(detection)).map(|(level, _)| level);
        for detection in ["TD1", "TD2", "TD3"] {
            assert_eq!(level("TI1", detection), Some("TCL1"));
        }
        assert_eq!(level("TI2", "TD1"), Some("TCL1"));
        assert_eq!(level("TI2", "TD2"), Some("TCL2"));
        assert_eq!(level("TI2", "TD3"), Some("TCL3"));
    }

    #[test]
    fn detection_matters_where_there_is_impact() {
        let level = |impact| confidence(Library::built_in(), impact, None).map(|(level, _)| level);
        assert_eq!((level("TI1"), level("TI2")), (Some("TCL1"), None));
    }
}
