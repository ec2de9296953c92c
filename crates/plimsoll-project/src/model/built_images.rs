//! The images of an application that are built and not pulled: by its services, or by scripts of the repository.

use std::collections::{BTreeSet, HashSet};

/// The images of an application that are built.
#[derive(Debug, Default)]
pub(crate) struct BuiltImages {
    /// The repositories of those that services build.
    pub(crate) of_services: HashSet<String>,
    /// Those that scripts build, with their tags as services have them.
    pub(crate) of_scripts: HashSet<String>,
    /// The services that scripts build by name, for each command line.
    pub(crate) together: Vec<BTreeSet<String>>,
}
