//! What a row says of itself: a draft, rejected, still to be confirmed.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::record::{Content, Value};
use super::schema::normalised;
use super::status::{self, Status};
use super::typed::RecordRef;
use crate::standard::Library;

/// The headers of columns that hold the state of a row.
#[derive(Debug, Default)]
struct Headers {
    names: BTreeSet<String>,
    /// Kinds of record whose state is that of the thing.
    except: BTreeSet<String>,
}

impl Headers {
    fn built_in() -> &'static Headers {
        static HEADERS: OnceLock<Headers> = OnceLock::new();
        HEADERS.get_or_init(|| {
            let mut headers = Headers::default();
            for row in Library::built_in().table("dossier/states.csv").into_iter().flat_map(|table| table.rows()) {
                headers.names.extend(row.parts("names").into_iter().map(normalised));
                headers.except.extend(row.parts("except").into_iter().map(str::to_owned));
            }
            headers
        })
    }
}

impl<'d> RecordRef<'d> {
    /// What a row says of itself by which it is no evidence: a status that is
    /// no plain yes. It may stand in a field, or in a column that none is about.
    pub fn unsettled(self) -> Option<&'d Value> {
        let headers = Headers::built_in();
        if headers.except.contains(self.kind_name()) {
            return None;
        }
        let is_state = |header: &str| headers.names.contains(&normalised(header));
        let of_columns = self.record.others.iter().filter(|(header, _)| is_state(header)).map(|(_, value)| value);
        let own = if self.has_status() { self.value("status") } else { None };
        own.into_iter().chain(of_columns).find(|value| !holds(value))
    }
}

/// True if a row with this status counts.
fn holds(value: &Value) -> bool {
    match &value.content {
        Content::Text(text) => matches!(status::status(text), Status::Unstated | Status::Released | Status::Met),
        Content::Unreadable(_) => false,
    }
}
