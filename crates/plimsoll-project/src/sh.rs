//! Which shell `sh` is in an image.

use plimsoll_dockerfile::{Instruction, Kind};
use plimsoll_shell::Dialect;

use crate::{Container, ImageName, Stage};

/// Official images of Debian's family, whatever their tag says of other distributions.
const DEBIAN: [&str; 18] = [
    "buildpack-deps",
    "debian",
    "gcc",
    "golang",
    "httpd",
    "mariadb",
    "memcached",
    "mongo",
    "nginx",
    "node",
    "perl",
    "php",
    "postgres",
    "python",
    "rabbitmq",
    "redis",
    "ruby",
    "ubuntu",
];

/// Words in tags of other distributions, and of Windows.
const NOT_DEBIAN: [&str; 6] = ["alpine", "windows", "nanoserver", "ubi", "fedora", "rhel"];

impl Stage<'_> {
    /// Which shell `sh` is before instruction `at`, where that is known: dash in images of Debian's family, ash in
    /// those of Alpine, Bash in Fedora's, unless an instruction seems to change that.
    pub fn sh_at(&self, at: usize) -> Option<Dialect> {
        let image = self.root_image()?;
        let traces = self.traces();
        let changes = traces.inherits_changed_sh || traces.sh_changes_from.is_some_and(|first| first < at);
        let sh = if is_debian(image) { Dialect::Dash } else { small_or_bash(image)? };
        (!changes).then_some(sh)
    }
}

/// `sh` of images that are known to be of other families.
fn small_or_bash(image: &ImageName<'_>) -> Option<Dialect> {
    const BASH: [&str; 7] =
        ["fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "oraclelinux", "archlinux"];
    let name = image.official()?;
    if BASH.contains(&name) {
        return Some(Dialect::Bash);
    }
    let tag = image.tag.as_ref().map_or("", |tag| &*tag.text);
    let is_variant = DEBIAN.contains(&name) && tag.contains("alpine");
    let is_busybox = ["alpine", "busybox"].contains(&name);
    (is_variant || is_busybox).then_some(Dialect::Ash)
}

impl Container<'_> {
    /// Which shell `sh` is in what it runs, where that is known.
    pub fn sh(&self) -> Option<Dialect> {
        if let Some(stage) = self.stage() {
            return stage.sh_at(stage.instructions().len());
        }
        let image = self.image().get().filter(|_| !self.is_built())?;
        if is_debian(image) { Some(Dialect::Dash) } else { small_or_bash(image) }
    }
}

/// `ln -sf bash /bin/sh`, `dpkg-reconfigure dash`, and their like.
pub(crate) fn changes_sh(instruction: &Instruction) -> bool {
    let Kind::Run(run) = &instruction.kind else { return false };
    run.command.shell_text().is_some_and(|script| {
        ["/bin/sh", "dpkg-reconfigure", "dash/sh"].iter().any(|sign| script.text.contains(sign))
    })
}

fn is_debian(image: &ImageName<'_>) -> bool {
    let name = image.full_repository();
    let name = name.strip_prefix("docker.io/").unwrap_or(&name);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let tag = image.tag.as_ref().map(|tag| &*tag.text);
    let is_distribution = ["debian", "ubuntu"].contains(&name);
    // A digest alone does not tell whether it is the variant of another distribution.
    let is_variant = match (tag, &image.digest) {
        (Some(tag), _) => NOT_DEBIAN.iter().any(|word| tag.contains(word)),
        (None, digest) => digest.is_some() && !is_distribution,
    };
    DEBIAN.contains(&name) && !is_variant
}
