//! How much of a hostile document is read. Whoever hits a limit says so, once.

/// How deep lists and mappings may stand in each other.
pub(crate) const MAX_DEPTH: usize = 64;

/// How many scalars, lists and mappings one file may have.
pub(crate) const MAX_NODES: usize = 20_000;

/// How often a broken file is read again, each time with another line left out. A constant, so that the cost
/// stays linear in the size of the file.
pub(crate) const MAX_READS: usize = 24;

/// How many nodes aliases may add to a document: nine times what is written, enough for any small file, and no more
/// than memory is there for.
pub(crate) fn expanded_nodes(written: usize) -> usize {
    written + written.saturating_mul(9).clamp(1_000, MAX_NODES / 2)
}
