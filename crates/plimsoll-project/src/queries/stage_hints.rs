//! What the text of a stage hints at.

use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::Form;
use plimsoll_facts::programs::Role;

use crate::model::text_hints::TextHints;
use crate::{ImageUser, Stage};

impl<'p> Stage<'p> {
    /// Whether it has, or starts from a stage that has, a program such as `gosu`, by which an entrypoint that was
    /// started as root becomes another user.
    pub fn switches_user(&self) -> bool {
        self.hints().switches_user
    }

    /// Whether the script that it starts, which comes from the build context, becomes another user: through a program such
    /// as `gosu` or `su`, or through the entrypoint of an image that does so.
    pub fn script_switches_user(&self) -> bool {
        let is_dropping = self.known_image().is_some_and(|image| image.user == ImageUser::DropsPrivileges);
        let is_su = |line: &str| {
            let line = line.trim_start();
            let is_call =
                line.starts_with("su ") && [" -c ", "su - ", "<<"].iter().any(|it| line.contains(it));
            is_call || line.starts_with("exec su ")
        };
        self.entrypoint_texts().any(|text| {
            Role::UserSwitcher.programs().any(|name| text.raw.contains(name))
                || is_dropping && text.raw.contains("docker-entrypoint")
                || text.raw.lines().any(is_su)
        })
    }

    /// The texts of the scripts in its ENTRYPOINT and CMD that come from the build context, as far as they are at hand.
    pub fn entrypoint_texts(&self) -> impl Iterator<Item = Text<'p>> + use<'p> {
        let file = self.file();
        let commands = [self.entrypoint().get(), self.cmd().get()];
        let words = commands.into_iter().flatten().flat_map(|command| match &command.form {
            Form::Exec(words) => &**words,
            Form::Shell(_) => &[],
        });
        words.filter_map(|word| file.entrypoint_text(&word.value))
    }

    /// The text of the first script from the build context in the command that it starts, if that is at hand.
    pub fn started_script(&self) -> Option<Text<'p>> {
        let Form::Exec(words) = &self.started_command()?.form else { return None };
        words.iter().find_map(|word| self.file().entrypoint_text(&word.value))
    }

    /// Whether APT's configuration says up to the end of instruction `at`, in this stage or in one it starts from,
    /// that questions are answered with yes.
    pub fn apt_assumes_yes(&self, at: usize) -> bool {
        let end = self.instructions().get(at).map_or(u32::MAX, |instruction| instruction.span.end);
        self.hints().apt_assumes_yes.is_some_and(|since| since < end)
    }

    /// Whether the package of certificates is named before a place, in this stage or in one it starts from.
    pub fn has_certificates_before(&self, place: Span) -> bool {
        self.hints().certificates_from.is_some_and(|since| since < place.start)
    }

    /// Whether an `ONBUILD WORKDIR` stands before instruction `at`.
    pub fn has_workdir_trigger_at(&self, at: usize) -> bool {
        self.hints().workdir_trigger_from.is_some_and(|first| first < at)
    }

    /// Whether an instruction of it, or of a stage that it starts from, shows that a server runs: it exposes a port, or says how to
    /// check or stop what runs.
    pub fn shows_server(&self) -> bool {
        self.hints().shows_server
    }

    /// Whether it, or a stage that it starts from, speaks of `sudo`, and not only of `sudoers`.
    pub fn speaks_of_sudo(&self) -> bool {
        self.hints().speaks_of_sudo
    }

    /// Whether another stage starts from it.
    pub fn is_base(&self) -> bool {
        self.hints().is_base
    }

    /// Whether its file makes a program run as its owner, as some images for development have them.
    pub fn sets_owner(&self) -> bool {
        self.hints().sets_owner
    }

    /// Whether its file may give the number or the name of a user back, so that it can be taken again.
    pub fn frees_accounts(&self) -> bool {
        self.hints().frees_accounts
    }

    /// Whether its file changes the settings of Bundler.
    pub fn configures_bundler(&self) -> bool {
        self.hints().configures_bundler
    }

    pub(crate) fn hints(&self) -> TextHints {
        self.file().hints.get(self.index()).copied().unwrap_or_default()
    }
}
