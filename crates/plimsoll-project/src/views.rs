//! The model for people: as a summary, a graph or a dump.

pub(crate) mod dump;
pub(crate) mod graph;
pub(crate) mod summary;
