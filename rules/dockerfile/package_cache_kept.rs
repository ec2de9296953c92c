//! A package manager's cache that stays in the image.

use dockerfile::{Form, Kind, Run};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageCache, PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct PackageCacheKept;

impl Rule for PackageCacheKept {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        // Whatever removes the last one's removes those of all before.
        let mut last: Vec<(PackageManager, PackageCache, Filled)> = Vec::new();
        for written in &script.commands {
            let command = cx.filled(written);
            let Some(manager) = command.package_action().map(|action| action.manager) else { continue };
            let of_image = |stage: Stage| stage.package_cache(manager, cx.index());
            let Some(cache) = cx.stage().map_or_else(|| manager.cache(), of_image) else { continue };
            if command.fills(&cache) {
                last.retain(|(other, ..)| *other != manager);
                last.push((manager, cache, command));
            }
        }
        let outer = |name: &str| cx.variable(name).get().map(str::to_owned);
        last.retain(|(manager, cache, command)| !script.cleans_up_after(command, *manager, cache, &outer));
        if !last.is_empty() && cx.stage().is_some_and(|stage| !stage.is_shipped()) {
            return;
        }
        for (manager, cache, command) in last {
            let is_needed = || cx.stage().is_some_and(|it| it.installs_from(&cache, cx.index() + 1));
            if !is_kept_out(run, script, &command, &cache, cx) && !is_needed() {
                report(manager, &cache, &command, run, cx);
            }
        }
    }
}

/// Whether a mount, or a variable, keeps the cache out of the image.
fn is_kept_out(run: &Run, script: &Script, command: &Command, cache: &PackageCache, cx: &Context) -> bool {
    let is_set = |name: &&str| {
        let own = script.variable_of(command, name);
        // An image may set it; few do.
        let value = own.or_else(|| cx.variable(name).get());
        value.is_some_and(|it| !["", "0", "off", "no", "false"].contains(&&*it.to_ascii_lowercase()))
    };
    cache.folders.iter().any(|folder| run.mounts.iter().any(|mount| mount.keeps_out(folder)))
        || cache.variable.iter().chain(cache.moved_by).any(is_set)
}

fn report(manager: PackageManager, cache: &PackageCache, command: &Command, run: &Run, cx: &mut Context) {
    let Some(action) = command.package_action() else { return };
    let (name, verb) = (manager.name(), action.verb_word);
    let group = action.group.map(|group| format!(" {}", group.unquoted())).unwrap_or_default();
    let what = match command.name_word() {
        // `yarn` alone installs.
        Some(program) if program == verb => name.to_owned(),
        _ => format!("{name}{group} {}", verb.unquoted()),
    };
    let is_apt = cache.folders == ["/var/lib/apt/lists"];
    let fix = is_apt.then(|| clean_up(cache, run, cx)).flatten();
    let kept = if is_apt { "its package index" } else { "its cache" };
    let option = cache.avoided_by.iter().find(|option| option.starts_with("--no-cache"));
    let clean = format!("end this `RUN` with `{}`", cache.clean);
    let remedy = option.map_or(clean, |option| format!("pass `{option}`"));
    let advice = |stage: Stage| stage.cache_advice(cache, &remedy, cx.index());
    let (place, help) = cx.stage().map_or_else(|| (cache.folders.concat(), remedy.clone()), advice);
    // hadolint holds that zypper fetches nothing to remove a package; it refreshes its lists.
    let in_layer = cx.stage().is_none_or(|stage| stage.is_last() || stage.is_base());
    let finding = cx
        .report(verb.span, format!("`{what}` leaves {kept} in the image"))
        .here(format!("files in `{place}` become part of this layer"))
        .help(help)
        .answers_to(
            answers(manager, in_layer)
                .into_iter()
                .filter(|code| action.verb != PackageVerb::Remove || *code != "hadolint:DL3036"),
        );
    match (option, &run.command.form) {
        (Some(option), Form::Shell(_)) => {
            finding.fix(Fix::safe(format!("add `{option}`")).insert_after(verb.span, format!(" {option}")));
        }
        (None, Form::Shell(_)) => finding.fixes.extend(fix),
        _ => {}
    }
}

/// Removes what is kept at the end of the RUN.
fn clean_up(cache: &PackageCache, run: &Run, cx: &Context) -> Option<Fix> {
    let instruction = cx.instruction().filter(|_| !cx.is_trigger())?;
    let joint = run.command.joint(instruction, cx.text(instruction.span))?;
    let all = &cx.stage()?.file().tree.instructions;
    let later = all.get(all.partition_point(|it| it.span.start <= instruction.span.end)..)?;
    let title = format!("end with `{}`", cache.clean);
    // A later step may count on what this one fetched.
    let speaks_of_it = |it: &dockerfile::Instruction| cx.text(it.span).contains("apt");
    let is_needed = later.iter().any(|it| !matches!(it.kind, Kind::From(_)) && speaks_of_it(it));
    let fix = if is_needed { Fix::risky(title) } else { Fix::safe(title) };
    Some(fix.insert_after(instruction.span, format!("{joint}{}", cache.clean)))
}

/// What other linters call it. hadolint looks for some of them only where they get into the last stage.
fn answers(manager: PackageManager, in_layer: bool) -> Vec<&'static str> {
    use PackageManager as M;
    let (everywhere, there): (&[_], &[_]) = match manager {
        M::Apt | M::AptGet | M::Aptitude => {
            (&["kics:df746b39", "semgrep:remove-package-lists", "dockle:DKL-DI-0005"], &["hadolint:DL3009"])
        }
        M::Apk => (
            &[
                "hadolint:DL3019",
                "trivy:DS-0025",
                "kics:ae9c56a6",
                "semgrep:missing-apk-no-cache",
                "dockle:DKL-DI-0004",
            ],
            &[],
        ),
        M::Dnf => {
            (&["hadolint:DL3040", "trivy:DS-0019", "kics:295acb63", "semgrep:missing-dnf-clean-all"], &[])
        }
        M::Microdnf => (&["hadolint:DL3040", "trivy:DS-0027"], &[]),
        M::Yum => {
            (&["hadolint:DL3032", "trivy:DS-0015", "kics:00481784", "semgrep:missing-yum-clean-all"], &[])
        }
        M::Zypper => {
            (&["hadolint:DL3036", "trivy:DS-0020", "kics:38300d1a", "semgrep:missing-zypper-clean"], &[])
        }
        M::Pip => (&["hadolint:DL3042", "kics:f2f903fb", "semgrep:missing-pip-no-cache-dir"], &[]),
        M::Yarn => (&["datadog-iac:9e13082c"], &["hadolint:DL3060"]),
        _ => (&[], &[]),
    };
    let there = if in_layer { there } else { &[] };
    everywhere.iter().chain(there).copied().collect()
}
