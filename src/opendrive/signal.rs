//! Signals, objects and controllers.

use crate::xml::NodeId;

/// A traffic sign, light or marking.
#[derive(Debug)]
pub struct Signal {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
    /// Its name, which may be empty.
    pub name: Option<String>,
    /// Where it stands along the road.
    pub s_m: Option<f64>,
    /// How far to the left of the reference line it stands.
    pub t_m: Option<f64>,
    /// `+`, `-` or `none`.
    pub orientation: Option<String>,
    /// True if it changes, such as a light.
    pub is_dynamic: Option<bool>,
    /// The country whose codes `signal_type` follows.
    pub country: Option<String>,
    /// The code of its type.
    pub signal_type: Option<String>,
    /// The code of its subtype.
    pub subtype: Option<String>,
}

/// A signal of another road that counts for this one too.
#[derive(Debug)]
pub struct SignalReference {
    /// Its element.
    pub element: NodeId,
    /// The id of the signal.
    pub id: Option<String>,
    /// Where it counts along the road.
    pub s_m: Option<f64>,
    /// How far to the left of the reference line.
    pub t_m: Option<f64>,
}

/// An object beside or on the road.
#[derive(Debug)]
pub struct RoadObject {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: Option<String>,
    /// `tree`, `barrier`…
    pub object_type: Option<String>,
    /// Where it stands along the road.
    pub s_m: Option<f64>,
    /// How far to the left of the reference line it stands.
    pub t_m: Option<f64>,
}

/// A group of signals that are switched together.
#[derive(Debug)]
pub struct Controller {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
    /// Its name, which may be empty.
    pub name: Option<String>,
    /// Its rank among others, as written.
    pub sequence: Option<String>,
    /// Its signals.
    pub controls: Vec<Control>,
}

/// A signal in the hands of a controller.
#[derive(Debug)]
pub struct Control {
    /// Its element.
    pub element: NodeId,
    /// The id of the signal.
    pub signal: Option<String>,
    /// Free text.
    pub kind: Option<String>,
}
