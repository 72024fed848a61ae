//! Where the objects of a scenario stand at its beginning.
