//! Roadworthy.
pub mod opendrive;
pub mod openscenario;
pub mod source;
pub mod xml;
