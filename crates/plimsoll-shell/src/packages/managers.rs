//! The package managers, their verbs and those of their options that matter.

use super::PackageManager as M;
use super::PackageVerb::{Clean, Install, Remove, UpdateIndex, Upgrade};
use super::words::{self, Read};
use super::{PackageManager, PackageVerb};

/// How a package manager's command line is read.
pub(super) struct Grammar {
    pub(super) name: &'static str,
    pub(super) manager: PackageManager,
    /// Words that may stand before the verb: `yarn global add`, `uv pip install`.
    pub(super) groups: &'static [&'static str],
    pub(super) verbs: &'static [(&'static str, PackageVerb)],
    /// What it does when no verb is given: `yarn`.
    pub(super) without_verb: Option<PackageVerb>,
    /// The options that take the next word as a value.
    pub(super) takes_value: &'static [&'static str],
    /// Of those, the ones whose value is a file that lists packages …
    pub(super) lists: &'static [&'static str],
    /// … is a package …
    pub(super) places: &'static [&'static str],
    /// … or is the version of the packages.
    pub(super) versions: &'static [&'static str],
    /// How a word is read as a package.
    pub(super) read: Read,
    /// Whether `python -m` runs it.
    pub(super) is_python_module: bool,
}

const fn manager(name: &'static str, manager: PackageManager, read: Read) -> Grammar {
    Grammar {
        name,
        manager,
        groups: &[],
        verbs: &[],
        without_verb: None,
        takes_value: &[],
        lists: &[],
        places: &[],
        versions: &[],
        read,
        is_python_module: false,
    }
}

const APT_VERBS: &[(&str, PackageVerb)] = &[
    ("update", UpdateIndex),
    ("install", Install),
    ("reinstall", Install),
    ("build-dep", Install),
    ("upgrade", Upgrade),
    ("safe-upgrade", Upgrade),
    ("dist-upgrade", Upgrade),
    ("full-upgrade", Upgrade),
    ("remove", Remove),
    ("purge", Remove),
    ("autoremove", Remove),
    ("autopurge", Remove),
    ("clean", Clean),
    ("autoclean", Clean),
    ("distclean", Clean),
];
const APT_VALUES: &[&str] = &[
    "-t",
    "--target-release",
    "--default-release",
    "-o",
    "--option",
    "-c",
    "--config-file",
    "-a",
    "--host-architecture",
    "-P",
    "--build-profiles",
];

const DNF_VERBS: &[(&str, PackageVerb)] = &[
    ("makecache", UpdateIndex),
    ("check-update", UpdateIndex),
    ("install", Install),
    ("reinstall", Install),
    ("localinstall", Install),
    ("groupinstall", Install),
    ("builddep", Install),
    ("update", Upgrade),
    ("upgrade", Upgrade),
    ("upgrade-minimal", Upgrade),
    ("distro-sync", Upgrade),
    ("distribution-synchronization", Upgrade),
    ("remove", Remove),
    ("erase", Remove),
    ("autoremove", Remove),
    ("clean", Clean),
];
const DNF_VALUES: &[&str] = &[
    "-c",
    "--config",
    "-d",
    "--debuglevel",
    "-e",
    "--errorlevel",
    "-x",
    "--exclude",
    "--excludepkgs",
    "--repo",
    "--repoid",
    "--enablerepo",
    "--disablerepo",
    "--installroot",
    "--releasever",
    "--setopt",
    "--forcearch",
    "--enableplugin",
    "--disableplugin",
    "--advisory",
    "--comment",
    "--downloaddir",
    "--destdir",
];

const NPM_VERBS: &[(&str, PackageVerb)] = &[
    ("install", Install),
    ("i", Install),
    ("in", Install),
    ("add", Install),
    ("ci", Install),
    ("clean-install", Install),
    ("update", Upgrade),
    ("upgrade", Upgrade),
    ("up", Upgrade),
    ("uninstall", Remove),
    ("remove", Remove),
    ("rm", Remove),
    ("un", Remove),
    ("clean", Clean),
];
const NPM_VALUES: &[&str] = &[
    "--registry",
    "--prefix",
    "--cache",
    "--tag",
    "--omit",
    "--include",
    "--loglevel",
    "--userconfig",
    "--globalconfig",
    "-w",
    "--workspace",
    "--network-timeout",
    "--cwd",
    "--modules-folder",
    "--cache-folder",
    "--mutex",
    "-C",
    "--dir",
    "--filter",
    "--store-dir",
];

const PIP_VERBS: &[(&str, PackageVerb)] = &[
    ("install", Install),
    ("sync", Install),
    ("uninstall", Remove),
    ("add", Install),
    ("upgrade", Upgrade),
    ("purge", Clean),
    ("clean", Clean),
];
const PIP_VALUES: &[&str] = &[
    "-r",
    "--requirement",
    "--requirements",
    "-c",
    "--constraint",
    "-e",
    "--editable",
    "-i",
    "--index-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--src",
    "--platform",
    "--python-version",
    "--implementation",
    "--abi",
    "--cache-dir",
    "--timeout",
    "--trusted-host",
    "--proxy",
    "--retries",
    "--progress-bar",
    "--no-binary",
    "--only-binary",
    "-C",
    "--config-settings",
    "--global-option",
    "--install-option",
    "--build-option",
    "--log",
    "--cert",
    "--client-cert",
    "--exists-action",
    "--report",
    "--upgrade-strategy",
    "--root-user-action",
    "--python",
    "-p",
    "--use-feature",
    "--use-deprecated",
    "--index",
    "--default-index",
    "--group",
    "--with",
    "--link-mode",
    "--pip-args",
    "--spec",
    "--suffix",
];

const CONDA_VERBS: &[(&str, PackageVerb)] = &[
    ("install", Install),
    ("create", Install),
    ("update", Upgrade),
    ("upgrade", Upgrade),
    ("remove", Remove),
    ("uninstall", Remove),
    ("clean", Clean),
];
const CONDA_VALUES: &[&str] = &[
    "-n",
    "--name",
    "-p",
    "--prefix",
    "-c",
    "--channel",
    "--file",
    "-f",
    "--solver",
    "--platform",
    "--revision",
];

/// Every package manager.
pub(super) const MANAGERS: &[Grammar] = &[
    Grammar {
        verbs: &[
            ("update", UpdateIndex),
            ("add", Install),
            ("fix", Install),
            ("upgrade", Upgrade),
            ("del", Remove),
            ("cache", Clean),
        ],
        takes_value: &[
            "-t",
            "--virtual",
            "-X",
            "--repository",
            "-p",
            "--root",
            "--repositories-file",
            "--keys-dir",
            "--cache-dir",
            "--arch",
            "--wait",
            "--cache-max-age",
            "--progress-fd",
            "--timeout",
        ],
        ..manager("apk", M::Apk, words::apk)
    },
    Grammar { verbs: APT_VERBS, takes_value: APT_VALUES, ..manager("apt", M::Apt, words::apt) },
    Grammar { verbs: APT_VERBS, takes_value: APT_VALUES, ..manager("apt-get", M::AptGet, words::apt) },
    Grammar { verbs: APT_VERBS, takes_value: APT_VALUES, ..manager("aptitude", M::Aptitude, words::apt) },
    Grammar {
        groups: &["global", "cache"],
        verbs: NPM_VERBS,
        takes_value: NPM_VALUES,
        ..manager("bun", M::Bun, words::npm)
    },
    Grammar {
        verbs: &[("install", Install), ("update", Upgrade), ("clean", Clean)],
        without_verb: Some(Install),
        takes_value: &["--gemfile", "--jobs", "-j", "--path", "--retry", "--with", "--without"],
        ..manager("bundle", M::Bundle, words::gem)
    },
    Grammar {
        verbs: &[("install", Install), ("binstall", Install), ("uninstall", Remove)],
        takes_value: &[
            "--version",
            "--vers",
            "--git",
            "--branch",
            "--tag",
            "--rev",
            "--path",
            "--root",
            "--features",
            "-F",
            "--profile",
            "--target",
            "--target-dir",
            "--registry",
            "--index",
            "--jobs",
            "-j",
            "--bin",
            "--example",
            "--color",
            "--config",
            "-Z",
            "-C",
        ],
        places: &["--git", "--path"],
        versions: &["--version", "--vers"],
        ..manager("cargo", M::Cargo, words::cargo)
    },
    Grammar {
        groups: &["global"],
        verbs: &[
            ("install", Install),
            ("i", Install),
            ("require", Install),
            ("create-project", Install),
            ("update", Upgrade),
            ("upgrade", Upgrade),
            ("remove", Remove),
            ("clear-cache", Clean),
            ("clearcache", Clean),
        ],
        takes_value: &["-d", "--working-dir", "--repository", "--stability", "-s"],
        ..manager("composer", M::Composer, words::composer)
    },
    Grammar {
        groups: &["env"],
        verbs: CONDA_VERBS,
        takes_value: CONDA_VALUES,
        lists: &["--file", "-f"],
        ..manager("conda", M::Conda, words::conda)
    },
    Grammar {
        groups: &["group", "module"],
        verbs: DNF_VERBS,
        takes_value: DNF_VALUES,
        ..manager("dnf", M::Dnf, words::dnf)
    },
    Grammar {
        verbs: &[("install", Install), ("update", Upgrade), ("uninstall", Remove), ("cleanup", Clean)],
        takes_value: &[
            "-v",
            "--version",
            "-s",
            "--source",
            "-i",
            "--install-dir",
            "-n",
            "--bindir",
            "-P",
            "--trust-policy",
            "-g",
            "--file",
            "-p",
            "--http-proxy",
            "--platform",
        ],
        lists: &["-g", "--file"],
        versions: &["-v", "--version"],
        ..manager("gem", M::Gem, words::gem)
    },
    Grammar {
        verbs: &[("install", Install), ("get", Install)],
        takes_value: &[
            "-ldflags",
            "-tags",
            "-mod",
            "-o",
            "-p",
            "-gcflags",
            "-asmflags",
            "-modfile",
            "-C",
            "-toolexec",
        ],
        ..manager("go", M::Go, words::go)
    },
    Grammar {
        groups: &["env"],
        verbs: CONDA_VERBS,
        takes_value: CONDA_VALUES,
        lists: &["--file", "-f"],
        ..manager("mamba", M::Mamba, words::conda)
    },
    Grammar {
        groups: &["env"],
        verbs: CONDA_VERBS,
        takes_value: CONDA_VALUES,
        lists: &["--file", "-f"],
        ..manager("micromamba", M::Mamba, words::conda)
    },
    Grammar {
        groups: &["module"],
        verbs: DNF_VERBS,
        takes_value: DNF_VALUES,
        ..manager("microdnf", M::Microdnf, words::dnf)
    },
    Grammar {
        groups: &["cache"],
        verbs: NPM_VERBS,
        takes_value: NPM_VALUES,
        ..manager("npm", M::Npm, words::npm)
    },
    Grammar {
        groups: &["cache"],
        verbs: PIP_VERBS,
        takes_value: PIP_VALUES,
        lists: &["-r", "--requirement"],
        places: &["-e", "--editable"],
        is_python_module: true,
        ..manager("pip", M::Pip, words::pip)
    },
    Grammar {
        verbs: &[("install", Install), ("upgrade", Upgrade), ("uninstall", Remove)],
        takes_value: PIP_VALUES,
        is_python_module: true,
        ..manager("pipx", M::Pipx, words::pip)
    },
    Grammar {
        groups: &["global", "cache"],
        verbs: NPM_VERBS,
        takes_value: NPM_VALUES,
        ..manager("pnpm", M::Pnpm, words::npm)
    },
    Grammar {
        groups: &["pip", "tool", "cache"],
        verbs: PIP_VERBS,
        takes_value: PIP_VALUES,
        lists: &["-r", "--requirement", "--requirements"],
        places: &["-e", "--editable"],
        is_python_module: true,
        ..manager("uv", M::Uv, words::pip)
    },
    Grammar {
        groups: &["global", "cache"],
        verbs: NPM_VERBS,
        without_verb: Some(Install),
        takes_value: NPM_VALUES,
        ..manager("yarn", M::Yarn, words::npm)
    },
    Grammar {
        groups: &["group", "module"],
        verbs: DNF_VERBS,
        takes_value: DNF_VALUES,
        ..manager("yum", M::Yum, words::dnf)
    },
    Grammar {
        verbs: &[
            ("refresh", UpdateIndex),
            ("ref", UpdateIndex),
            ("install", Install),
            ("in", Install),
            ("source-install", Install),
            ("update", Upgrade),
            ("up", Upgrade),
            ("patch", Upgrade),
            ("dist-upgrade", Upgrade),
            ("dup", Upgrade),
            ("remove", Remove),
            ("rm", Remove),
            ("clean", Clean),
            ("cc", Clean),
        ],
        takes_value: &[
            "-R",
            "--root",
            "--installroot",
            "-D",
            "--reposd-dir",
            "-C",
            "--cache-dir",
            "-c",
            "--config",
            "-r",
            "--repo",
            "-t",
            "--type",
            "--from",
            "--plus-repo",
            "-p",
        ],
        ..manager("zypper", M::Zypper, words::zypper)
    },
];
