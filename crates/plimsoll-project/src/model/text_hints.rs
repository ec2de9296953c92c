//! Hints in the text of a stage, and of those it starts from, at what its programs and files do, which nobody reads here.

use std::ops::Range;

use plimsoll_diagnostics::Text;
use plimsoll_dockerfile::{Dockerfile, Instruction, Kind, Word};
use plimsoll_facts::programs::Role;

use crate::model::evaluation::{BaseFact, Evaluation};

/// The hints in the text of a stage.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextHints {
    /// Whether it has a program by which a script becomes another user.
    pub(crate) switches_user: bool,
    /// The byte of the file from which on APT is configured to assume yes.
    pub(crate) apt_assumes_yes: Option<u32>,
    /// The byte of the file from which on packages may come from other servers than those of the image.
    pub(crate) other_servers_from: Option<u32>,
    /// The byte of the file at which the package of certificates is first named.
    pub(crate) certificates_from: Option<u32>,
    /// Whether it, or a stage that it starts from, adds the packages of somebody else.
    pub(crate) adds_sources: bool,
    /// The first of its instructions that may bring a shell.
    pub(crate) shell_from: Option<usize>,
    /// Whether a stage that it starts from may have brought one.
    pub(crate) inherits_shell: bool,
    /// The first of its instructions that may make `sh` another shell.
    pub(crate) sh_changes_from: Option<usize>,
    /// Whether a stage that it starts from may have done so.
    pub(crate) inherits_changed_sh: bool,
    /// The first of its instructions that leaves a WORKDIR to stages that start from it.
    pub(crate) workdir_trigger_from: Option<usize>,
    /// Whether an instruction of it, or of a stage that it starts from, shows that a server runs: it exposes a port, or says how to
    /// check or stop what runs.
    pub(crate) shows_server: bool,
    /// Whether it, or a stage that it starts from, speaks of `sudo`, and not only of `sudoers`.
    pub(crate) speaks_of_sudo: bool,
    /// Whether a stage below starts from it.
    pub(crate) is_base: bool,
    /// Whether the file makes a program run as its owner.
    pub(crate) sets_owner: bool,
    /// Whether the file may give the number or the name of a user back.
    pub(crate) frees_accounts: bool,
    /// Whether Yarn may be a later one than Yarn 1.
    pub(crate) has_new_yarn: bool,
    /// Whether the file changes the settings of Bundler.
    pub(crate) configures_bundler: bool,
}

/// Reads the text of every stage once. `ranges` are the stages.
pub(crate) fn find(
    tree: &Dockerfile<'_>,
    file: Text<'_>,
    ranges: &[Range<usize>],
    evaluation: &Evaluation<'_>,
) -> Vec<TextHints> {
    let mut found: Vec<TextHints> = Vec::new();
    let has_any = |words: &[&str]| words.iter().any(|word| file.raw.contains(word));
    let of_file = TextHints {
        sets_owner: has_any(&["u+s", "+s ", "4755"]),
        frees_accounts: has_any(&["userdel", "deluser", "usermod", "/etc/passwd", "--non-unique"]),
        has_new_yarn: has_any(&["corepack", ".yarn", "yarn set", "yarnrc"]),
        configures_bundler: has_any(&["bundle config"]),
        ..TextHints::default()
    };
    for (index, range) in ranges.iter().enumerate() {
        let parent = match evaluation.stages.get(index).map(|stage| &stage.base) {
            Some(BaseFact::Stage(parent)) => found.get_mut(*parent),
            _ => None,
        };
        let inherited = parent.map_or_else(TextHints::default, |parent| {
            parent.is_base = true;
            *parent
        });
        let Some(own @ [from, instructions @ ..]) = tree.instructions.get(range.clone()) else { continue };
        let span = from.span.to(instructions.last().map_or(from.span, |last| last.span));
        let text = file.at(span).raw;
        found.push(TextHints {
            switches_user: inherited.switches_user
                || Role::UserSwitcher.programs().any(|name| text.contains(name)),
            apt_assumes_yes: inherited.apt_assumes_yes.map(|_| 0).or_else(|| {
                let at = assumption(&text.to_ascii_lowercase());
                let copied = own.iter().find(|it| copies_apt_settings(it)).map(|it| it.span.start);
                at.map(|at| span.start.saturating_add(at as u32)).into_iter().chain(copied).min()
            }),
            other_servers_from: inherited
                .other_servers_from
                .map(|_| 0)
                .or_else(|| Some(span.start.saturating_add(other_servers(text)? as u32))),
            certificates_from: inherited
                .certificates_from
                .or_else(|| Some(span.start.saturating_add(text.find("ca-certificates")? as u32))),
            adds_sources: inherited.adds_sources
                || ["sources.list.d", "add-apt-repository"].iter().any(|sign| text.contains(sign)),
            shell_from: instructions.iter().position(may_bring_shell),
            inherits_shell: inherited.inherits_shell || inherited.shell_from.is_some(),
            sh_changes_from: instructions.iter().position(changes_sh),
            inherits_changed_sh: inherited.inherits_changed_sh || inherited.sh_changes_from.is_some(),
            workdir_trigger_from: instructions.iter().position(leaves_workdir),
            shows_server: inherited.shows_server || instructions.iter().any(shows_server),
            speaks_of_sudo: inherited.speaks_of_sudo
                || text.contains("sudo") && own.iter().any(|it| speaks_of_sudo(file.at(it.span).raw)),
            is_base: false,
            ..of_file
        });
    }
    found
}

fn speaks_of_sudo(instruction: &str) -> bool {
    instruction.split("sudo").skip(1).any(|rest| !rest.starts_with("ers"))
}

/// `ONBUILD WORKDIR /app`.
fn leaves_workdir(instruction: &Instruction<'_>) -> bool {
    matches!(&instruction.kind, Kind::Onbuild(onbuild) if matches!(onbuild.instruction.kind, Kind::Workdir(_)))
}

fn shows_server(instruction: &Instruction<'_>) -> bool {
    matches!(instruction.kind, Kind::Expose(_) | Kind::Healthcheck(_) | Kind::Stopsignal(_))
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

/// Whether it copies a configuration of APT, which may say the same.
fn copies_apt_settings(instruction: &Instruction<'_>) -> bool {
    let settings =
        |path: &str| path.starts_with("/etc/apt/apt.conf") || path.trim_end_matches('/') == "/etc/apt";
    instruction.copy_paths().is_some_and(|(_, destination)| settings(&destination.value))
}

/// What stands in a file that names other servers than the image does.
const OTHER_SERVERS: [&str; 7] =
    ["archive.debian", "sources.list", "/etc/apt", "snapshot.debian", "yum.repos.d", "vault.", "http_proxy"];

/// Where a text first names other servers: not in a comment, and not as the path of sources and keys that are added to those
/// of the image, which stay.
fn other_servers(text: &str) -> Option<usize> {
    let is_added = |word: &str| {
        word.contains("/etc/apt/sources.list.d/")
            && word.trim_end_matches(['"', '\'', ';']).ends_with(".list")
            || ["/etc/apt/keyrings", "/etc/apt/trusted.gpg.d", "/etc/apt/apt.conf"]
                .iter()
                .any(|added| word.contains(added))
    };
    let names_one = |text: &str| OTHER_SERVERS.iter().any(|part| text.contains(part)) || text.contains(".sh");
    // Most texts name none, and are not read word by word.
    if !names_one(text) {
        return None;
    }
    let names = |word: &str| {
        changes_servers(word)
            || OTHER_SERVERS.iter().any(|part| word.contains(part)) && (!is_added(word) || word.contains('*'))
    };
    let place = |word: &str| word.as_ptr().addr().checked_sub(text.as_ptr().addr());
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.flat_map(str::split_ascii_whitespace).find(|word| names(word)).and_then(place)
}

/// Whether a script changes where packages come from, as its name says: `/tmp/fix-apt.sh`.
fn changes_servers(word: &str) -> bool {
    let script = word.trim_end_matches(['"', '\'', ';', ',', ']']);
    let name =
        script.strip_suffix(".sh").filter(|_| !word.contains("://")).and_then(|path| path.rsplit('/').next());
    let parts = ["apt", "yum", "sources", "repo", "mirror", "archive"];
    name.is_some_and(|name| {
        name.split(['-', '_', '.']).any(|part| parts.iter().any(|it| part.starts_with(it)))
    })
}

/// `ln -sf bash /bin/sh`, `dpkg-reconfigure dash`, and their like.
fn changes_sh(instruction: &Instruction) -> bool {
    let Kind::Run(run) = &instruction.kind else { return false };
    run.command.shell_text().is_some_and(|script| {
        ["/bin/sh", "dpkg-reconfigure", "dash/sh"].iter().any(|sign| script.text.contains(sign))
    })
}

/// Whether an instruction may bring a shell into an image that has none.
fn may_bring_shell(instruction: &Instruction<'_>) -> bool {
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
