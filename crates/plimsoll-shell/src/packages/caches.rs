//! Where package managers keep what they download, and what keeps it out or removes it.
//!
//! Sources: the manual pages of each, and their defaults when root runs them.

use std::borrow::Cow;

use super::PackageManager as M;
use super::PackageManager;
use super::PackageVerb::{self, Install, Remove, UpdateIndex, Upgrade};
use crate::{Command, Outer, Script};

/// What a package manager keeps of what it downloads.
#[derive(Clone, Copy, Debug)]
pub struct PackageCache {
    /// The folders, of which one version or another uses each; `~` stands for any home directory.
    pub folders: &'static [&'static str],
    /// What fills it.
    pub filled_by: &'static [PackageVerb],
    /// The options with which nothing is kept, or elsewhere.
    pub avoided_by: &'static [&'static str],
    /// The variable that does the same when it is set to something true.
    pub variable: Option<&'static str>,
    /// The variables that name another folder.
    pub moved_by: &'static [&'static str],
    /// The command that empties it.
    pub clean: &'static str,
}

const DNF: PackageCache = PackageCache {
    folders: &["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum"],
    filled_by: &[Install, Upgrade],
    avoided_by: &["--installroot", "--downloadonly", "--assumeno"],
    variable: None,
    moved_by: &[],
    clean: "dnf clean all",
};

impl PackageManager {
    /// What it keeps of what it downloads, where that is known and worth removing.
    pub fn cache(self) -> Option<PackageCache> {
        let cache = match self {
            M::Apt | M::AptGet | M::Aptitude => PackageCache {
                folders: &["/var/lib/apt/lists"],
                filled_by: &[UpdateIndex],
                avoided_by: &["--print-uris"],
                clean: "rm -rf /var/lib/apt/lists/*",
                ..DNF
            },
            M::Apk => PackageCache {
                folders: &["/var/cache/apk", "/etc/apk/cache"],
                filled_by: &[Install],
                avoided_by: &[
                    "--no-cache",
                    "--no-network",
                    "--cache-dir",
                    "--root",
                    "-p",
                    "--simulate",
                    "-s",
                ],
                clean: "rm -rf /var/cache/apk/*",
                ..DNF
            },
            M::Dnf => DNF,
            M::Microdnf => PackageCache {
                folders: &["/var/cache/yum", "/var/cache/libdnf5"],
                clean: "microdnf clean all",
                ..DNF
            },
            M::Yum => PackageCache { clean: "yum clean all", ..DNF },
            M::Zypper => PackageCache {
                folders: &["/var/cache/zypp"],
                filled_by: &[Install, Upgrade, Remove],
                clean: "zypper clean --all",
                ..DNF
            },
            M::Pip => PackageCache {
                folders: &["~/.cache/pip"],
                filled_by: &[Install],
                avoided_by: &["--no-cache-dir", "--cache-dir", "--no-index", "--dry-run"],
                variable: Some("PIP_NO_CACHE_DIR"),
                moved_by: &["PIP_CACHE_DIR", "XDG_CACHE_HOME"],
                clean: "pip cache purge",
            },
            M::Uv => PackageCache {
                folders: &["~/.cache/uv"],
                filled_by: &[Install],
                avoided_by: &["--no-cache", "-n", "--no-cache-dir", "--cache-dir"],
                variable: Some("UV_NO_CACHE"),
                moved_by: &["UV_CACHE_DIR", "XDG_CACHE_HOME"],
                clean: "uv cache clean",
            },
            M::Yarn => PackageCache {
                folders: &["~/.cache/yarn", "/usr/local/share/.cache/yarn", "~/.yarn/berry/cache"],
                filled_by: &[Install],
                avoided_by: &["--cache-folder"],
                moved_by: &["YARN_CACHE_FOLDER", "XDG_CACHE_HOME"],
                clean: "yarn cache clean",
                ..DNF
            },
            M::Conda | M::Mamba => PackageCache {
                folders: &["/opt/conda/pkgs", "~/miniconda3/pkgs", "~/.conda/pkgs"],
                avoided_by: &["--dry-run", "--download-only"],
                moved_by: &["CONDA_PKGS_DIRS"],
                clean: "conda clean -afy",
                ..DNF
            },
            M::Npm => PackageCache {
                folders: &["~/.npm"],
                filled_by: &[Install],
                avoided_by: &["--cache"],
                moved_by: &["NPM_CONFIG_CACHE", "npm_config_cache"],
                clean: "npm cache clean --force",
                ..DNF
            },
            M::Composer => PackageCache {
                folders: &["~/.composer/cache", "~/.cache/composer"],
                filled_by: &[Install, Upgrade],
                avoided_by: &["--no-cache"],
                moved_by: &["COMPOSER_CACHE_DIR", "COMPOSER_HOME", "XDG_CACHE_HOME"],
                clean: "composer clear-cache",
                ..DNF
            },
            M::Bun | M::Bundle | M::Cargo | M::Dotnet | M::Gem | M::Go | M::Pecl | M::Pipx | M::Pnpm => {
                return None;
            }
        };
        Some(cache)
    }

    /// Whether one is the other under another name.
    fn is_same_as(self, other: PackageManager) -> bool {
        let families = [&[M::Dnf, M::Yum][..], &[M::Apt, M::AptGet, M::Aptitude], &[M::Conda, M::Mamba]];
        self == other || families.iter().any(|family| family.contains(&self) && family.contains(&other))
    }
}

impl Script {
    /// Whether something behind `command` removes what its package manager keeps. `outer` knows variables that the
    /// script does not set.
    pub fn cleans_up_after(
        &self,
        command: &Command,
        manager: PackageManager,
        cache: &PackageCache,
        outer: &Outer<'_>,
    ) -> bool {
        let mut behind = self.commands.iter().rev().take_while(|other| other.span.start > command.span.start);
        behind.any(|other| {
            let other = if other.has_expansions() && other.is_about_packages() {
                self.filled(other, outer)
            } else {
                Cow::Borrowed(other)
            };
            other.cleans(manager) || cache.folders.iter().any(|it| other.deletes(it))
        })
    }
}

impl Command {
    /// Whether it leaves something in the cache of its manager. Not when a variable may hold the option that keeps it out.
    pub fn fills(&self, cache: &PackageCache) -> bool {
        if !self.package_action().is_some_and(|it| cache.filled_by.contains(&it.verb)) {
            return false;
        }
        let is_given = |option: &&str| match option.strip_prefix("--") {
            Some(_) => self.has_option('\0', &[option]),
            None => self.has_option(option.chars().last().unwrap_or('\0'), &[]),
        };
        !self.may_hide_options() && !cache.avoided_by.iter().any(is_given)
    }

    /// Whether it empties the cache of `manager` by the manager's own means.
    fn cleans(&self, manager: PackageManager) -> bool {
        let Some(action) = self.package_action().filter(|it| it.verb == PackageVerb::Clean) else {
            return false;
        };
        let is_emptied = match manager {
            // `clean` leaves the lists; apt 2.8 can remove them.
            M::Apt | M::AptGet | M::Aptitude => {
                action.verb_word.is("distclean") || action.verb_word.is("dist-clean")
            }
            M::Dnf | M::Microdnf | M::Yum => self.arguments().iter().any(|word| word.is("all")),
            M::Apk => false,
            _ => true,
        };
        is_emptied && action.manager.is_same_as(manager)
    }

    /// Whether it deletes `folder`, or all that is in it, as far as its words tell: `rm -rf /var/lib/apt/lists/*`. A
    /// variable that is called like a cache may name it.
    pub fn deletes(&self, folder: &str) -> bool {
        let is_delete = match self.name() {
            "rm" => true,
            "find" => self.arguments().iter().any(|word| word.is("-delete")),
            _ => false,
        };
        is_delete
            && self.operands().any(|word| alternatives(word.unquoted()).iter().any(|it| names(it, folder)))
    }
}

/// Whether a path is a folder, one above it, or everything in either.
fn names(path: &str, folder: &str) -> bool {
    let path = path.trim_end_matches(['*', '.', '?']).trim_end_matches('/');
    let is_above = |path: &str, folder: &str| {
        folder.strip_prefix(path).is_some_and(|it| it.is_empty() || it.starts_with('/'))
    };
    match folder.strip_prefix('~') {
        // `/root/.cache`, `~/.cache/pip`, `$HOME/.cache`: from the first hidden folder on.
        Some(inside) => {
            let at = path.find("/.").or_else(|| path.find("/miniconda"));
            at.and_then(|at| path.get(at..)).map_or(is_variable(path), |path| is_above(path, inside))
        }
        None if path.starts_with('/') => path.len() > 1 && is_above(path, folder),
        // `cd /var/lib && rm -rf apt`
        None => is_variable(path) || folder.split('/').any(|part| !part.is_empty() && part == path),
    }
}

fn is_variable(path: &str) -> bool {
    let is_cache = || {
        let text = path.to_ascii_lowercase();
        ["cache", "lists", "apt"].iter().any(|part| text.contains(part))
    };
    path.starts_with(['$', '`']) && is_cache()
}

/// The words that the first `{a,b}` of a word stands for.
fn alternatives(word: &str) -> Vec<String> {
    let braces = word.split_once('{').filter(|(before, _)| !before.ends_with('$'));
    match braces.and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        Some((before, (inside, after))) => {
            inside.split(',').map(|part| format!("{before}{part}{after}")).collect()
        }
        None => vec![word.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    /// Whether the first command leaves something in its cache.
    fn leaves(text: &str) -> bool {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        let command = script.commands.first().unwrap();
        let manager = command.package_action().unwrap().manager;
        let cache = manager.cache().unwrap();
        command.fills(&cache) && !script.cleans_up_after(command, manager, &cache, &|_| None)
    }

    #[test]
    fn what_stays() {
        for text in [
            "apt-get update && apt-get install -y x && apt-get clean",
            "apt-get update && rm -rf /tmp/x",
            "apt-get update && rm -rf $FILES \"$GNUPGHOME\"",
            "apk add $PACKAGES",
            "yum install x && yum clean metadata",
            "dnf install x && microdnf clean all",
            "pip install x",
            "pip install x && rm -rf /root/.npm",
            "apk add x",
            "yarn",
        ] {
            assert!(leaves(text), "{text}");
        }
        for text in [
            "apt-get update && rm -rf /var/lib/apt/lists/*",
            "apt-get update && sudo rm -r /var/lib/apt/lists",
            "apt-get update && rm -rf /tmp/* /var/lib/{dpkg,apt}/*",
            "apt-get update && cd /var/lib && rm -rf apt dpkg",
            "apt-get update && find /var/lib/apt/lists -type f -delete",
            "apt-get update && rm -rf $LISTS",
            "apt-get update && apt-get distclean",
            "apt-get update; apt-get dist-clean",
            "yum install x && dnf clean all",
            "dnf install x; rm -rf /var/cache/*",
            "pip install x && rm -rf /root/.cache",
            "pip install x && rm -rf ~/.cache/pip",
            "pip install x && pip cache purge",
            "pip install --no-cache-dir x",
            "apk --no-cache add x",
            "apk add $APK_OPTS x",
            "apk add x && rm /var/cache/apk/*",
            "yarn && yarn cache clean",
        ] {
            assert!(!leaves(text), "{text}");
        }
    }
}
