//! What the text of a stage, or of one it starts from, tells about programs that nobody reads here.

use plimsoll_facts::programs::Role;

use crate::default_shell::changes_sh;
use crate::shell_absence::may_bring_shell;
use crate::{Base, DockerfileModel, Stage};

/// What a stage's text tells.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traces {
    /// It has a program by which a script becomes another user.
    switches_user: bool,
    /// The byte of the file from which on APT is configured to assume yes.
    apt_assumes_yes: Option<u32>,
    /// The first of its instructions that may bring a shell.
    pub(crate) shell_from: Option<usize>,
    /// A stage that it starts from may have brought one.
    pub(crate) inherits_shell: bool,
    /// The first of its instructions that may make `sh` another shell.
    pub(crate) sh_changes_from: Option<usize>,
    /// A stage that it starts from may have done so.
    pub(crate) inherits_changed_sh: bool,
    /// A stage below starts from it.
    is_base: bool,
}

/// Reads the text of every stage once.
pub(crate) fn find(file: &DockerfileModel<'_>) -> Vec<Traces> {
    let mut found: Vec<Traces> = Vec::new();
    for stage in file.stages() {
        let parent = match stage.base() {
            Base::Stage(parent) => found.get_mut(parent.index()),
            _ => None,
        };
        let inherited = parent.map_or_else(Traces::default, |parent| {
            parent.is_base = true;
            *parent
        });
        let span = stage.span();
        let start = span.start.saturating_sub(file.text.span.start) as usize;
        let text = file.text.slice(start, start + span.len()).raw;
        found.push(Traces {
            switches_user: inherited.switches_user
                || Role::UserSwitcher.programs().any(|name| text.contains(name)),
            apt_assumes_yes: inherited.apt_assumes_yes.map(|_| 0).or_else(|| {
                let at = assumption(&text.to_ascii_lowercase())?;
                Some(span.start.saturating_add(at as u32))
            }),
            shell_from: stage.instructions().iter().position(may_bring_shell),
            inherits_shell: inherited.inherits_shell || inherited.shell_from.is_some(),
            sh_changes_from: stage.instructions().iter().position(changes_sh),
            inherits_changed_sh: inherited.inherits_changed_sh || inherited.sh_changes_from.is_some(),
            is_base: false,
        });
    }
    found
}

/// `APT::Get::Assume-Yes "true";` in a configuration: the option `--assume-yes`, and `-o APT::Get::Assume-Yes=true`, hold
/// for their own command only.
fn assumption(text: &str) -> Option<usize> {
    let mut places = text.match_indices("assume-yes");
    let is_set = |rest: &str| {
        let value = rest.trim_start_matches([' ', '\t', '"', '\'', '\\']);
        rest.starts_with([' ', '\t']) && ["true", "yes", "1", "on"].iter().any(|yes| value.starts_with(yes))
    };
    places.find(|(at, name)| is_set(text.get(at + name.len()..).unwrap_or_default())).map(|(at, _)| at)
}

impl Stage<'_> {
    /// Whether it has, or starts from a stage that has, a program such as `gosu`, by which an entrypoint that was
    /// started as root becomes another user.
    pub fn switches_user(&self) -> bool {
        self.traces().switches_user
    }

    /// Whether APT's configuration says up to the end of instruction `at`, in this stage or in one it starts from,
    /// that questions are answered with yes.
    pub fn apt_assumes_yes(&self, at: usize) -> bool {
        let end = self.instructions().get(at).map_or(u32::MAX, |instruction| instruction.span.end);
        self.traces().apt_assumes_yes.is_some_and(|since| since < end)
    }

    /// Whether another stage starts from it.
    pub fn is_base(&self) -> bool {
        self.traces().is_base
    }

    pub(crate) fn traces(&self) -> Traces {
        self.file().traces.get(self.index()).copied().unwrap_or_default()
    }
}
