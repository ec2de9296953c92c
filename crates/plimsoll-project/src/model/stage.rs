//! A stage of a Dockerfile, under the build arguments of a service or under none.

use std::collections::HashSet;
use std::ops::Range;

use plimsoll_diagnostics::{FileId, Span};
use plimsoll_dockerfile::{self as dockerfile, Instruction, Kind, Word};

use crate::model::evaluation::{BaseFact, Evaluation, StageFacts, State, UseFact};
use crate::{DockerfileModel, ImageName};
use plimsoll_facts::{ImageVariables, KnownImage};

/// How many bytes of a Dockerfile are looked at for each service.
const MOST_ASKED: usize = 1 << 15;

/// A stage: a FROM, and the instructions up to the next one.
///
/// What it means may depend on build arguments. A stage from [`DockerfileModel::stages`] has none but the defaults; one
/// from [`Container::stage`](crate::Container::stage) has those of the service.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'p> {
    pub(crate) file: &'p DockerfileModel<'p>,
    pub(crate) evaluation: &'p Evaluation<'p>,
    pub(crate) index: usize,
}

/// What a stage starts from, or what something is copied from.
#[derive(Clone, Copy, Debug)]
pub enum Base<'p> {
    /// Another stage of the file.
    Stage(Stage<'p>),
    /// An image.
    Image(&'p ImageName<'p>),
    /// Nothing: `scratch`.
    Scratch,
    /// It cannot be known: a variable without a default, a named context, a stage that is not there yet.
    Unknown {
        /// What hides it.
        because: Span,
    },
}

/// A COPY --from or a RUN --mount from=.
#[derive(Clone, Copy, Debug)]
pub struct CopiedFrom<'p> {
    /// The value of `from`.
    pub span: Span,
    /// The instruction, as an index into [`Stage::instructions`].
    pub at: usize,
    /// Whether it is a mount.
    pub is_mount: bool,
    /// What it names.
    pub source: Base<'p>,
}

/// Which stage it is, and under which build arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StageId {
    file: FileId,
    index: usize,
    /// Where the evaluation is in memory: each is there once.
    evaluation: *const (),
}

impl PartialEq for Stage<'_> {
    /// Whether both are the same stage under the same build arguments.
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl<'p> Stage<'p> {
    pub(crate) fn id(&self) -> StageId {
        let evaluation = std::ptr::from_ref(self.evaluation).cast::<()>();
        StageId { file: self.file.tree.file, index: self.index, evaluation }
    }

    /// The file it is in.
    pub fn file(&self) -> &'p DockerfileModel<'p> {
        self.file
    }

    /// Its number in the file, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its name, as it is written.
    pub fn name(&self) -> Option<&'p Word<'p>> {
        self.from()?.name.as_ref()
    }

    /// Its FROM with flags and place.
    pub fn from_instruction(&self) -> Option<&'p Instruction<'p>> {
        self.file.tree.instructions.get(self.range().start)
    }

    /// Its FROM. Every stage has one; the `Option` spares the caller a panic.
    pub fn from(&self) -> Option<&'p dockerfile::From<'p>> {
        match &self.from_instruction()?.kind {
            Kind::From(from) => Some(from),
            _ => None,
        }
    }

    /// Its instructions behind FROM. Indices that other methods take and give count here, from 0.
    pub fn instructions(&self) -> &'p [Instruction<'p>] {
        let Range { start, end } = self.range();
        self.file.tree.instructions.get(start.saturating_add(1)..end).unwrap_or_default()
    }

    /// Its instructions behind FROM, each with its index.
    pub fn indexed(&self) -> impl DoubleEndedIterator<Item = (usize, &'p Instruction<'p>)> + use<'p> {
        self.instructions().iter().enumerate()
    }

    /// What was done before its instruction `at`: its own instructions above, then all of the stages it starts from.
    pub fn instructions_before(&self, at: usize) -> impl Iterator<Item = &'p Instruction<'p>> + use<'p> {
        let own = self.instructions().iter().take(at);
        own.chain(self.parents().flat_map(|parent| parent.instructions()))
    }

    /// Whether it is the last one: what is built when no target is named.
    pub fn is_last(&self) -> bool {
        self.index + 1 == self.file.ranges.len()
    }

    /// From its FROM to the end of its last instruction.
    pub fn span(&self) -> Span {
        let first = self.from_instruction().map_or(self.file.span().before(), |from| from.span);
        self.instructions().last().map_or(first, |last| first.to(last.span))
    }

    /// What it starts from, variables resolved with the ARG before the first FROM.
    pub fn base(&self) -> Base<'p> {
        self.facts().map_or(Base::Unknown { because: self.span() }, |facts| self.resolve(&facts.base))
    }

    /// The image it starts from, if its FROM names one.
    pub fn image_name(&self) -> Option<&'p ImageName<'p>> {
        match self.base() {
            Base::Image(image) => Some(image),
            _ => None,
        }
    }

    /// The same, if its FROM names the image itself, and not with a variable.
    pub fn written_image(&self) -> Option<&'p ImageName<'p>> {
        self.image_name().filter(|_| self.from().is_some_and(|from| !from.image.text.raw.contains('$')))
    }

    /// The stages it starts from, the nearest first.
    pub fn parents(&self) -> impl Iterator<Item = Stage<'p>> + use<'p> {
        std::iter::successors(Some(*self), |stage| match stage.base() {
            // Only earlier stages can be meant, so this ends.
            Base::Stage(parent) => Some(parent),
            _ => None,
        })
        .skip(1)
    }

    /// The stage at the start of its chain; itself when it starts from no other stage.
    #[must_use]
    pub fn root(&self) -> Stage<'p> {
        let index = self.facts().map_or(self.index, |facts| facts.root);
        Stage { index, ..*self }
    }

    /// What the first stage of its chain starts from: an image, `scratch`, or unknown.
    pub fn root_base(&self) -> Base<'p> {
        self.root().base()
    }

    /// The image that the first stage of its chain starts from.
    pub fn root_image(&self) -> Option<&'p ImageName<'p>> {
        self.root().image_name()
    }

    /// What is known of that image.
    pub fn known_image(&self) -> Option<KnownImage<'p>> {
        self.root().facts()?.known
    }

    /// Whether what it starts from is known to bring no variable but PATH.
    pub fn inherits_no_variables(&self) -> bool {
        self.inherited_variables() == Some(ImageVariables::None)
    }

    /// The variables that it inherits from outside of the file, if that is known.
    pub fn inherited_variables(&self) -> Option<ImageVariables> {
        match self.root_base() {
            Base::Scratch => Some(ImageVariables::None),
            Base::Image(image) => image.known()?.variables,
            _ => None,
        }
    }

    /// COPY --from and RUN --mount from=, in order.
    pub fn copies_from(&self) -> impl Iterator<Item = CopiedFrom<'p>> + use<'p> {
        self.copied(self.uses())
    }

    /// Those of instruction `at`.
    pub fn copies_from_at(&self, at: usize) -> impl Iterator<Item = CopiedFrom<'p>> + use<'p> {
        let uses = self.uses();
        let first = uses.partition_point(|used| used.at < at);
        let end = uses.partition_point(|used| used.at <= at);
        self.copied(uses.get(first..end).unwrap_or_default())
    }

    fn uses(&self) -> &'p [UseFact<'p>] {
        self.facts().map_or(&[], |facts| &facts.uses)
    }

    fn copied(&self, uses: &'p [UseFact<'p>]) -> impl Iterator<Item = CopiedFrom<'p>> + use<'p> {
        let stage = *self;
        uses.iter().map(move |used| CopiedFrom {
            span: used.span,
            at: used.at,
            is_mount: used.is_mount,
            source: stage.resolve(&used.source),
        })
    }

    /// Itself and the stages it starts from, the nearest first; not those behind more text than anybody writes,
    /// because this is asked for each service.
    pub fn lineage(&self) -> impl Iterator<Item = Stage<'p>> + use<'p> {
        let mut left = MOST_ASKED;
        std::iter::once(*self).chain(self.parents()).take_while(move |stage| take(&mut left, stage))
    }

    /// Itself, and every stage that building it needs: through FROM, COPY --from or a mount. Likewise not all of
    /// them where there are very many.
    pub fn needed(&self) -> Vec<Stage<'p>> {
        let mut left = MOST_ASKED;
        let mut found = vec![*self];
        let mut seen = HashSet::from([self.index]);
        let mut at = 0;
        while let Some(stage) = found.get(at).copied().filter(|stage| take(&mut left, stage)) {
            at += 1;
            let copied = stage.copies_from().map(|copied| copied.source);
            for base in std::iter::once(stage.base()).chain(copied) {
                if let Base::Stage(needed) = base
                    && seen.insert(needed.index)
                {
                    found.push(needed);
                }
            }
        }
        found.truncate(at);
        found
    }

    /// Whether the last stage of the file, or a stage that a service builds, needs it: through FROM, COPY --from or
    /// a mount.
    pub fn is_reachable(&self) -> bool {
        self.file.reachable.get(self.index).copied().unwrap_or_default()
    }

    /// Whether what it leaves behind is in an image that is used: the last stage, one that no other stage needs (it is
    /// there to be built by its name), one that a service builds, and those that they start from. What is only
    /// copied from is thrown away.
    pub fn is_shipped(&self) -> bool {
        self.file.shipped.get(self.index).copied().unwrap_or_default()
    }

    /// The index that stands for its end: what holds after all of its instructions.
    pub fn end(&self) -> usize {
        self.instructions().len()
    }

    fn range(&self) -> Range<usize> {
        self.file.ranges.get(self.index).cloned().unwrap_or_default()
    }

    pub(crate) fn facts(&self) -> Option<&'p StageFacts<'p>> {
        self.evaluation.stages.get(self.index)
    }

    pub(crate) fn time(&self, at: usize) -> u32 {
        self.facts().map_or(0, |facts| facts.start).saturating_add(at.min(self.end()) as u32)
    }

    pub(crate) fn state(&self, at: usize) -> Option<State> {
        self.evaluation.state(self.index, at)
    }

    fn resolve(&self, base: &'p BaseFact<'p>) -> Base<'p> {
        match base {
            BaseFact::Stage(index) => Base::Stage(Stage { index: *index, ..*self }),
            BaseFact::Image(image) => Base::Image(image),
            BaseFact::Scratch => Base::Scratch,
            BaseFact::Unknown(because) => Base::Unknown { because: *because },
        }
    }
}

impl<'s> DockerfileModel<'s> {
    /// Its stages, in order, as they are when no build arguments are given.
    pub fn stages<'p>(
        &'p self,
    ) -> impl DoubleEndedIterator<Item = Stage<'p>> + ExactSizeIterator + use<'p, 's>
    where
        's: 'p,
    {
        (0..self.ranges.len()).map(|index| self.stage_under(&self.evaluation, index))
    }

    /// The stage at `index`.
    pub fn stage(&self, index: usize) -> Option<Stage<'_>> {
        (index < self.ranges.len()).then(|| self.stage_under(&self.evaluation, index))
    }

    /// The last stage with this name, in any letter case.
    pub fn stage_named(&self, name: &str) -> Option<Stage<'_>> {
        self.stage(*self.names.get(&name.to_ascii_lowercase())?)
    }

    /// The stage that is built when none is named.
    pub fn last_stage(&self) -> Option<Stage<'_>> {
        self.stage(self.ranges.len().checked_sub(1)?)
    }

    pub(crate) fn stage_under<'p>(&'p self, evaluation: &'p Evaluation<'p>, index: usize) -> Stage<'p> {
        Stage { file: self, evaluation, index }
    }
}

/// Whether enough is left for one more stage.
fn take(left: &mut usize, stage: &Stage<'_>) -> bool {
    let rest = left.checked_sub(stage.span().len());
    *left = rest.unwrap_or_default();
    rest.is_some()
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{SourceFile, Sources};

    use crate::Project;

    #[test]
    fn what_ships() {
        let text =
            "FROM a AS base\nFROM base AS build\nFROM base AS other\nFROM b\nCOPY --from=build /x /x\n";
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("Dockerfile", text));
        let project = Project::dockerfile(&sources, file);
        let shipped: Vec<bool> = project.stages().map(|stage| stage.is_shipped()).collect();
        // `base` through `other`, which no stage needs, so it is there to be built by its name.
        assert_eq!(shipped, [true, false, true, true]);
    }
}
