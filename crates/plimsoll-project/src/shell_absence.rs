//! Images in which there is certainly no shell.

use plimsoll_dockerfile::{Instruction, Kind, Word};

use crate::{Base, ImageName, Stage};

impl Stage<'_> {
    /// The name of the image that it starts from, when there is certainly no `/bin/sh` before instruction `at`: the
    /// image has none, and no step may bring one.
    pub fn lacks_shell(&self, at: usize) -> Option<String> {
        let base = match self.root_base() {
            Base::Scratch => "scratch".to_owned(),
            Base::Image(image) if has_none(image) => image.to_string(),
            _ => return None,
        };
        let traces = self.traces();
        let may_be_there = traces.inherits_shell || traces.shell_from.is_some_and(|from| from < at);
        (!may_be_there && !self.is_windows()).then_some(base)
    }
}

/// Whether an image is known to have no shell. A digest alone does not tell which variant it is.
fn has_none(image: &ImageName<'_>) -> bool {
    let is_tagged = image.tag.is_some() || image.digest.is_none();
    is_tagged && image.known().is_some_and(|known| known.has_tool("sh") == Some(false))
}

/// Whether an instruction may bring a shell into an image that has none.
pub(crate) fn may_bring_shell(instruction: &Instruction<'_>) -> bool {
    match &instruction.kind {
        // A program that was copied may unpack others. The shell form would need the shell itself.
        Kind::Run(run) => {
            run.command.is_exec() || run.command.interpreter().is_some() || !run.mounts.is_empty()
        }
        // What cannot be read may be a misspelt `COPY`.
        Kind::Malformed(_) => true,
        _ => instruction.copy_paths().is_some_and(|(_, destination)| holds_bin(destination)),
    }
}

/// Whether `/bin/sh` may be among the files that are copied to a path.
fn holds_bin(destination: &Word<'_>) -> bool {
    let path = destination.value.trim_matches(['"', '\'']);
    let path = path.trim_start_matches("./").trim_end_matches(['/', '.']);
    path.contains('$')
        || matches!(path, "" | "/usr" | "usr")
        || ["/bin", "bin", "/usr/bin"].iter().any(|bin| path.starts_with(bin))
}
