//! The package managers of languages: pip, npm, gem, cargo and their kin, after their documentation.

use super::PackageManager as M;
use super::PackageVerb::{self, Clean, Install, Remove, Upgrade};
use super::grammar::{Grammar, manager};
use super::words;

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
    "-b",
    "--build",
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

/// Every one of them.
pub(super) const LANGUAGES: &[Grammar] = &[
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
        verbs: &[
            ("install", Install),
            ("i", Install),
            ("update", Upgrade),
            ("uninstall", Remove),
            ("cleanup", Clean),
        ],
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
        groups: &["tool"],
        verbs: &[("install", Install), ("update", Upgrade), ("uninstall", Remove)],
        takes_value: &["--add-source", "--configfile", "--framework", "--source", "--tool-path", "--version"],
        versions: &["--version"],
        ..manager("dotnet", M::Dotnet, words::dotnet)
    },
    Grammar {
        verbs: &[("install", Install), ("get", Install), ("run", Install)],
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
        groups: &["cache"],
        verbs: NPM_VERBS,
        takes_value: NPM_VALUES,
        ..manager("npm", M::Npm, words::npm)
    },
    Grammar {
        verbs: &[("install", Install), ("upgrade", Upgrade), ("uninstall", Remove)],
        takes_value: &["-D", "--configureoptions", "-R", "--installroot", "-P", "--packagingroot"],
        ..manager("pecl", M::Pecl, words::pecl)
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
];
