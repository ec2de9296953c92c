//! The descriptions of every package manager.

use super::grammar::Grammar;
use super::languages::LANGUAGES;
use super::system::SYSTEM;

/// Every package manager.
pub(super) fn managers() -> impl Iterator<Item = &'static Grammar> {
    SYSTEM.iter().chain(LANGUAGES)
}
