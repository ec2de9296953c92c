//! What a Dockerfile uses and does not have, so that it may be a part of another one.

use crate::model::stage::Base;
use crate::{DockerfileModel, ImageName, Stage};

impl DockerfileModel<'_> {
    /// Whether it has no stage, or names a stage or an argument that it does not have.
    pub(crate) fn needs_other_parts(&self) -> bool {
        self.tree.has_no_stage()
            || self.stages().any(|stage| self.uses_argument_of_others(&stage) || uses_stage_of_others(&stage))
    }

    fn uses_argument_of_others(&self, stage: &Stage<'_>) -> bool {
        let variables = stage.from().map(|from| from.image.variables()).unwrap_or_default();
        variables.iter().any(|variable| self.global(variable.name).is_unset())
    }
}

fn uses_stage_of_others(stage: &Stage<'_>) -> bool {
    let copied = stage.copies_from().filter_map(|copied| match copied.source {
        Base::Image(name) => Some(name),
        _ => None,
    });
    stage.image_name().into_iter().chain(copied).any(may_be_stage)
}

/// Whether an image that is not known is called by a single word.
fn may_be_stage(name: &ImageName<'_>) -> bool {
    let is_word = name.registry.is_none() && !name.repository.text.contains('/');
    is_word && name.tag.is_none() && name.digest.is_none() && name.known().is_none()
}
