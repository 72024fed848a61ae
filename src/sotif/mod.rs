//! What ISO 21448 computes with.

pub mod exposure;
