//! What a row says of itself: a draft, rejected, still to be confirmed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::record::{Content, Value};
use super::schema::normalised;
use super::status::{self, Status};
use super::typed::RecordRef;
use super::values;
use crate::standard::Library;

/// What the words in a column say of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// A status: all but a plain yes is none.
    Status,
    /// That the row holds, unless they plainly say no: `Approved`.
    Yes,
    /// That the row does not hold, unless they say no or nothing: `Deleted`.
    No,
}

/// The headers of columns that hold the state of a row.
#[derive(Debug, Default)]
struct Headers {
    names: BTreeMap<String, Says>,
    /// Kinds of record whose state is that of the thing.
    except: BTreeSet<String>,
}

impl Headers {
    fn built_in() -> &'static Headers {
        static HEADERS: OnceLock<Headers> = OnceLock::new();
        HEADERS.get_or_init(|| {
            let mut headers = Headers::default();
            for row in Library::built_in().table("dossier/states.csv").into_iter().flat_map(|table| table.rows()) {
                let says = match row.get("says") {
                    "yes" => Says::Yes,
                    "no" => Says::No,
                    _ => Says::Status,
                };
                headers.names.extend(row.parts("names").into_iter().map(|name| (normalised(name), says)));
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
        let own = if self.has_status() { self.value("status") } else { None };
        let own = own.map(|value| (Says::Status, value));
        let of_columns = self
            .record
            .others
            .iter()
            .filter_map(|(header, value)| Some((*headers.names.get(&normalised(header))?, value)));
        own.into_iter().chain(of_columns).find(|(says, value)| !holds(*says, value)).map(|(_, value)| value)
    }

    /// The header of the column in which this value of the row stands, where
    /// none of its fields does.
    pub fn header_of(self, value: &Value) -> Option<&'d str> {
        let found = self.record.others.iter().find(|(_, other)| std::ptr::eq(other, value));
        found.map(|(header, _)| &**header)
    }
}

/// True if a row with this in its column counts.
fn holds(says: Says, value: &Value) -> bool {
    let Content::Text(text) = &value.content else { return false };
    let status = status::status(text);
    match says {
        Says::Status => matches!(status, Status::Unstated | Status::Released | Status::Met),
        Says::Yes => !matches!(status, Status::Open | Status::Unmet | Status::Ended | Status::Inapplicable),
        Says::No => values::says_nothing(text) || values::yes_no(text) == Ok(false),
    }
}
