//! Images in which there is certainly no shell.

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
        let hints = self.hints();
        let may_be_there = hints.inherits_shell || hints.shell_from.is_some_and(|from| from < at);
        (!may_be_there && !self.is_windows()).then_some(base)
    }
}

/// Whether an image is known to have no shell. A digest alone does not tell which variant it is.
fn has_none(image: &ImageName<'_>) -> bool {
    let is_tagged = image.tag.is_some() || image.digest.is_none();
    is_tagged && image.known().is_some_and(|known| known.has_tool("sh") == Some(false))
}
