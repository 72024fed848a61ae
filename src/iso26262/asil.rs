//! The ASIL of a hazardous event.

use super::{certainty, rows};
use crate::dossier::values::Asil;
use crate::standard::{Certainty, Library};

/// The ASIL that follows from the classes of severity, exposure and
/// controllability, and how sure that is. A class of 0 asks for none.
pub fn determine(library: &Library, severity: u8, exposure: u8, controllability: u8) -> Option<(Asil, Certainty)> {
    if severity == 0 || exposure == 0 || controllability == 0 {
        return Some((Asil::Qm, Certainty::Verified));
    }
    let wanted = [format!("S{severity}"), format!("E{exposure}"), format!("C{controllability}")];
    let columns = ["severity", "exposure", "controllability"];
    let row = rows(library, "asil")
        .find(|row| columns.iter().zip(&wanted).all(|(column, class)| row.get(column) == class))?;
    Some((Asil::from_name(row.get("asil"))?, certainty(row, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the table, the classes add up: 10 is D, 9 is C, 8 is B, 7 is A.
    #[test]
    fn the_table_follows_the_sum_of_the_classes() {
        for severity in 1..=3 {
            for exposure in 1..=4 {
                for controllability in 1..=3 {
                    let expected = match severity + exposure + controllability {
                        10 => Asil::D,
                        9 => Asil::C,
                        8 => Asil::B,
                        7 => Asil::A,
                        _ => Asil::Qm,
                    };
                    let found = determine(Library::built_in(), severity, exposure, controllability);
                    assert_eq!(
                        found,
                        Some((expected, Certainty::Verified)),
                        "S{severity} E{exposure} C{controllability}"
                    );
                }
            }
        }
        assert_eq!(determine(Library::built_in(), 0, 4, 3).map(|(asil, _)| asil), Some(Asil::Qm));
        assert_eq!(determine(Library::built_in(), 4, 4, 3), None);
    }
}
