//! Which lanes vehicles do not drive on: `standards/asam/opendrive/`.

use std::sync::OnceLock;

use serde::Deserialize;

/// A type of lane that is not for vehicles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LaneUse {
    /// The type, as road files write it.
    #[serde(rename = "type")]
    pub lane_type: String,
    /// The categories of vehicles that drive on it all the same, as scenarios write them.
    except: String,
    /// What such a lane is.
    pub summary: String,
}

impl LaneUse {
    /// The row for a type of lane, if vehicles of this category do not drive on it.
    pub fn forbids(lane_type: &str, category: &str) -> Option<&'static LaneUse> {
        let row = table().iter().find(|row| row.lane_type == lane_type)?;
        (!row.except.split(' ').any(|except| except == category)).then_some(row)
    }
}

fn table() -> &'static [LaneUse] {
    static TABLE: OnceLock<Vec<LaneUse>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../standards/asam/opendrive/lanes-without-vehicles.csv");
        // A test reads every row, so none can be lost unseen.
        csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        let text = include_str!("../../standards/asam/opendrive/lanes-without-vehicles.csv");
        assert_eq!(table().len(), text.lines().count() - 1);
    }

    #[test]
    fn cyclists_may_ride_where_cars_may_not() {
        assert!(LaneUse::forbids("biking", "car").is_some());
        assert!(LaneUse::forbids("biking", "bicycle").is_none());
        assert!(LaneUse::forbids("driving", "car").is_none());
    }
}
