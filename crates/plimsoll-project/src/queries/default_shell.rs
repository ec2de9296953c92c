//! Which shell `sh` is in an image.

use plimsoll_dockerfile::Kind;
use plimsoll_facts::{ImageKind, ImageShell};
use plimsoll_shell::{Command, Dialect, PackageManager};

use crate::{Container, ImageName, Stage};

impl Stage<'_> {
    /// Which shell `sh` is before instruction `at`, where that is known: dash in images of Debian's family, ash in
    /// those of Alpine, Bash in Fedora's, unless an instruction seems to change that.
    pub fn sh_at(&self, at: usize) -> Option<Dialect> {
        let image = self.root_image()?;
        let hints = self.hints();
        let changes = hints.inherits_changed_sh || hints.sh_changes_from.is_some_and(|first| first < at);
        if changes { None } else { shell(image) }
    }

    /// Which shell `sh` probably is in an image that is not known: the one of the distribution whose package manager the
    /// stage, or one that it is based on, calls.
    pub fn probable_sh(&self) -> Option<Dialect> {
        let stages = std::iter::once(*self).chain(self.parents());
        let runs = stages.flat_map(|stage| stage.instructions()).filter_map(|it| match &it.kind {
            Kind::Run(run) => Some(run.command.commands()),
            _ => None,
        });
        let mut managers = runs.flatten().filter_map(Command::package_action).map(|action| action.manager);
        managers.find_map(|manager| match manager {
            PackageManager::Apk => Some(Dialect::Ash),
            PackageManager::Dnf | PackageManager::Microdnf | PackageManager::Yum | PackageManager::Zypper => {
                Some(Dialect::Bash)
            }
            _ => None,
        })
    }
}

impl Container<'_> {
    /// Which shell `sh` is in what it runs, where that is known.
    pub fn sh(&self) -> Option<Dialect> {
        if let Some(stage) = self.stage() {
            return stage.sh_at(stage.instructions().len());
        }
        shell(self.image().get().filter(|_| !self.is_built())?)
    }
}

fn shell(image: &ImageName<'_>) -> Option<Dialect> {
    let known = image.known()?;
    // A digest alone does not tell whether it is the variant of another distribution.
    let is_certain = image.tag.is_some() || image.digest.is_none() || known.kind == ImageKind::Base;
    match known.shell.filter(|_| is_certain)? {
        ImageShell::Dash => Some(Dialect::Dash),
        ImageShell::Bash => Some(Dialect::Bash),
        ImageShell::Busybox => Some(Dialect::Ash),
        ImageShell::Missing => None,
    }
}
