//! Fields as rules read them.

use super::{Examination, Verdict};
use crate::dossier::{Reading, RecordRef};

impl<'d> Examination<'d> {
    /// The value of a field. What cannot be read becomes a remark at its place.
    pub fn read<T>(&mut self, record: RecordRef<'d>, field: &str, reading: Reading<T>) -> Option<T> {
        match reading {
            Reading::Present(value) => Some(value),
            Reading::Absent => None,
            Reading::Unreadable(message) => {
                let name = record.name();
                let field_name = field.replace('_', " ");
                self.remark(
                    Verdict::Unread,
                    (record, field).into(),
                    format!("{field_name} of {name} cannot be read: {message}"),
                )
                .help("write it as expected, or say in the manifest which column holds it");
                None
            }
        }
    }

    /// The same; what cannot be read concerns `clauses` alone.
    pub fn read_for<T>(
        &mut self,
        clauses: &[&str],
        record: RecordRef<'d>,
        field: &str,
        reading: Reading<T>,
    ) -> Option<T> {
        let known = self.findings.remarks.len();
        let value = self.read(record, field, reading);
        self.findings.remarks.iter_mut().skip(known).for_each(|remark| _ = remark.about(clauses));
        value
    }

    /// True if what a record says holds: neither the row nor its file is a
    /// draft, rejected, or about another version.
    pub fn holds(&self, record: RecordRef<'_>) -> bool {
        let document = self.dossier.document(record.document);
        let version = &self.dossier.manifest.vehicle.software_version;
        record.unsettled().is_none() && document.stale(version, self.as_of).is_none()
    }
}
