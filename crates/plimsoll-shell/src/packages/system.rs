//! The package managers of systems: apt, apk, dnf, zypper and their kin, after their manual pages.

use super::PackageManager as M;
use super::PackageVerb::{self, Clean, Install, Remove, UpdateIndex, Upgrade};
use super::managers::{Grammar, manager};
use super::words;

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

/// Every one of them.
pub(super) const SYSTEM: &[Grammar] = &[
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
        groups: &["group", "module"],
        verbs: DNF_VERBS,
        takes_value: DNF_VALUES,
        ..manager("dnf", M::Dnf, words::dnf)
    },
    Grammar {
        groups: &["module"],
        verbs: DNF_VERBS,
        takes_value: DNF_VALUES,
        ..manager("microdnf", M::Microdnf, words::dnf)
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
