//! What a container owes to the command line that makes it.

use plimsoll_diagnostics::Span;

use crate::{Build, Container, Line, Place};

impl<'p> Container<'p> {
    /// The command line that makes it; `None` for a service of Compose.
    pub fn line(&self) -> Option<&'p Line> {
        self.project.lines.as_ref()?.of_service(self.index)
    }

    /// Whether it runs. What only builds an image makes none.
    pub fn is_run(&self) -> bool {
        self.line().is_none_or(|line| line.command.verb != plimsoll_commands::Verb::Build)
    }

    /// Whether a build argument is given to this build alone: no target of Bake leaves it to others, and no step gives it to
    /// the builds of other Dockerfiles, too.
    pub fn is_only_one_given(&self, argument: Span) -> bool {
        let Some(line) = self.line() else { return true };
        let own = dockerfile(self);
        let is_beside = |other: &Container<'_>| other.line().is_some_and(|other| other.whole == line.whole);
        let mut beside = self.project.containers().filter(is_beside);
        line.command.span.contains(argument) && beside.all(|other| dockerfile(&other) == own)
    }

    /// Where what makes it runs; `None` for a service of Compose.
    pub fn place(&self) -> Option<Place> {
        self.project.lines.as_ref().map(|lines| lines.place)
    }

    /// Whether its image may excuse what is dangerous, because somebody chose it for just that. Of command lines, all dangers
    /// are told to those who ask for dangers.
    pub fn is_excused_by_image(&self) -> bool {
        self.line().is_none()
    }

    /// Whether it goes when what it runs ends, or when the line does: what is said of containers that stay is not said
    /// of it.
    pub fn is_passing(&self) -> bool {
        self.line().is_some_and(|line| !line.command.is_detached() && self.place() != Some(Place::Unit))
    }
}

/// The path of the Dockerfile that is built.
fn dockerfile<'p>(container: &Container<'p>) -> Option<&'p str> {
    match container.build() {
        Build::Linked { file, .. } => Some(file.path),
        _ => None,
    }
}
