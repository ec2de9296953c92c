//! A package that is installed in whatever version is current.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, Package, PackageAction, PackageManager, PackageSource};

/// What installs packages that are named behind it.
const VERBS: [&str; 8] = ["add", "create", "get", "i", "in", "install", "require", "run"];

#[derive(Default)]
pub(crate) struct UnpinnedPackage;

impl Rule for UnpinnedPackage {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let command = &*cx.filled(command);
        let Some(action) = command.package_action() else { return };
        let is_named = VERBS.iter().any(|verb| action.verb_word.is(verb));
        let is_group = action.group.is_some_and(|group| group.is("group"));
        if !is_named || is_group || is_constrained(command, &action) {
            return;
        }
        let is_unpinned = |package: &&Package| package.is_moving(action.manager);
        if action.packages.is_empty() && command.is_wrapped_by("xargs") {
            report_list(&action, cx);
            return;
        }
        let unpinned: Vec<&Package> = action.packages.iter().filter(is_unpinned).collect();
        report(&unpinned, &action, cx);
    }
}

/// What `xargs` reads is a list of names, as a rule.
fn report_list(action: &PackageAction, cx: &mut Context) {
    let name = action.manager.name();
    let command = format!("{name} {}", action.verb_word.unquoted());
    cx.report(action.verb_word.span, format!("packages that `{command}` reads from a list are not pinned"))
        .here("packages without a version in the list are not pinned")
        .help("list the packages in this command, each with its version")
        .answers_to(answers(action, &[]).iter().copied());
}

fn report(unpinned: &[&Package], action: &PackageAction, cx: &mut Context) {
    let Some(first) = unpinned.first() else { return };
    let named: Vec<String> = unpinned.iter().take(3).map(|package| format!("`{}`", package.name)).collect();
    let message = match (&*named, unpinned.len()) {
        ([one], _) => format!("{one} is not pinned to a version"),
        ([all @ .., last], 2 | 3) => {
            format!("{} and {last} are not pinned to a version", all.join(", "))
        }
        (some, count) => {
            let more = count.saturating_sub(some.len());
            format!("{} and {more} more are not pinned to a version", some.join(", "))
        }
    };
    let here = match &first.version {
        Some(version) if &*version.text == "latest" => "`latest` can be a different version tomorrow",
        Some(_) if action.manager != PackageManager::Apk => {
            "this tag or range can be a different version tomorrow"
        }
        _ => "no version specified",
    };
    let pin = match (first.source, action.manager) {
        (PackageSource::Url, PackageManager::Npm) => "#TAG",
        (PackageSource::Url, _) => "@TAG",
        (_, manager) => pin(manager),
    };
    let example = format!("{}{pin}", first.name);
    cx.report(first.word.span, message)
        .here(here)
        .help(format!("pin a version: `{example}`"))
        .answers_to(answers(action, unpinned).iter().copied());
}

/// Whether another file says which versions are to be installed, or a directory holds all that can be.
fn is_constrained(command: &Command, action: &PackageAction) -> bool {
    matches!(action.manager, PackageManager::Pip | PackageManager::Uv)
        && (command.has_option('c', &["--constraint", "--constraints"])
            || command.has_option('\0', &["--no-index"]) && command.has_option('f', &["--find-links"]))
}

/// How a version is written.
fn pin(manager: PackageManager) -> &'static str {
    use PackageManager as M;
    match manager {
        M::Pip | M::Pipx | M::Uv => "==VERSION",
        M::Dnf | M::Microdnf | M::Pecl | M::Yum => "-VERSION",
        M::Dotnet => " --version VERSION",
        M::Npm | M::Yarn | M::Pnpm | M::Bun | M::Go | M::Cargo => "@VERSION",
        M::Gem | M::Composer => ":VERSION",
        _ => "=VERSION",
    }
}

/// What other linters call it.
fn answers(action: &PackageAction, unpinned: &[&Package]) -> &'static [&'static str] {
    use PackageManager as M;
    let has_lists = action.packages.iter().any(|package| package.source == PackageSource::List);
    let all_tagged = !unpinned.is_empty() && unpinned.iter().all(|it| it.version.is_some());
    let all_repositories =
        !unpinned.is_empty() && unpinned.iter().all(|package| package.source == PackageSource::Url);
    match action.manager {
        M::AptGet => &["hadolint:DL3008", "kics:965a08d7"],
        M::Pip | M::Pipx if !has_lists => &["hadolint:DL3013", "kics:02d9c71f"],
        M::Npm if all_tagged => &[],
        M::Npm if all_repositories => &["hadolint:DL3016"],
        M::Npm if !action.verb_word.is("install") => &["kics:e36d8880"],
        M::Npm => &["hadolint:DL3016", "kics:e36d8880"],
        M::Apk => &["hadolint:DL3018", "kics:d3499f6d"],
        M::Gem => &["hadolint:DL3028", "kics:22cd11f7"],
        M::Yum => &["hadolint:DL3033", "kics:6452c424"],
        M::Zypper => &["hadolint:DL3037", "kics:562952e4"],
        M::Dnf => &["hadolint:DL3041", "kics:93d88cf7"],
        M::Microdnf => &["hadolint:DL3041"],
        M::Go => &["hadolint:DL3062"],
        _ => &[],
    }
}
