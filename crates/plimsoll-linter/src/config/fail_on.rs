//! The level at which a run fails.

use plimsoll_diagnostics::Level;

/// From which level on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A finding at this level or above fails the run.
    Level(Level),
    /// No finding fails the run.
    Never,
}

impl FailOn {
    /// The variant with this name: a level, or `never`.
    pub fn from_name(name: &str) -> Option<FailOn> {
        if name == "never" { Some(FailOn::Never) } else { Level::from_name(name).map(FailOn::Level) }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            FailOn::Level(level) => level.name(),
            FailOn::Never => "never",
        }
    }

    /// Whether a finding of this level fails the run.
    pub fn fails(self, level: Level) -> bool {
        matches!(self, FailOn::Level(from) if level >= from)
    }
}
