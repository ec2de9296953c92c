//! A build step that downloads again what it had the last time.

use dockerfile::{Form, Run};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

#[derive(Default)]
pub(crate) struct MissingCacheMount;

/// Programs that fetch what a project's files ask for, their verbs, and where they keep it for root in the official
/// image of their language.
const TOOLS: [(&str, &[&str], &str, &str); 5] = [
    ("go", &["build", "install", "mod"], "golang", "/go/pkg/mod"),
    ("cargo", &["build", "fetch", "install"], "rust", "/usr/local/cargo/registry"),
    ("mvn", &["package", "install", "verify", "dependency:go-offline"], "maven", "/root/.m2"),
    ("bundle", &["install"], "ruby", "/usr/local/bundle/cache"),
    ("pnpm", &["install", "i", "fetch"], "node", "/root/.local/share/pnpm/store"),
];

impl Rule for MissingCacheMount {
    fn check_run(&self, run: &Run, cx: &mut Context) {
        // Most scripts fetch nothing: the stage is not asked about those.
        let may_fetch =
            |it: &Command| TOOLS.iter().any(|(name, ..)| *name == it.name()) || it.package_action().is_some();
        if !run.command.commands().iter().any(may_fetch) {
            return;
        }
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let is_mounted = run.mounts.iter().any(|mount| ["cache", "tmpfs"].contains(&mount.kind()));
        let is_root = stage.user_at(cx.index()).get().is_some_and(project::is_root);
        if is_mounted || !is_root {
            return;
        }
        let commands = run.command.commands();
        let Some((verb, target)) = commands.iter().find_map(|it| fetched(it, &stage, cx.index())) else {
            return;
        };
        let mount = format!("--mount=type=cache,target={target}");
        let keyword = cx.instruction().map(|it| it.keyword.text.span);
        let finding = cx
            .report(verb, "this step downloads all dependencies again whenever it runs")
            .here(format!("the files in `{target}` are lost when an earlier layer changes"))
            .help(format!("mount a cache: `RUN {mount}`"));
        if let (Form::Shell(_), Some(keyword)) = (&run.command.form, keyword) {
            finding.fix(Fix::risky("mount a cache").insert_after(keyword, format!(" {mount}")));
        }
    }
}

/// The word of a command that fetches what a project needs, and the directory in which it keeps that.
fn fetched(command: &Command, stage: &Stage, at: usize) -> Option<(Span, String)> {
    if let Some((_, verbs, image, target)) = TOOLS.iter().find(|(name, ..)| *name == command.name()) {
        let is_image = stage.root_image().and_then(|it| it.official()) == Some(*image);
        let verb = command.verb(verbs).filter(|_| is_image && !is_offline(command))?;
        return Some((verb.span, (*target).to_owned()));
    }
    // What an image that ships keeps is said by `package-cache-kept`.
    let action = command.package_action().filter(|_| !stage.is_shipped())?;
    let cache = stage.package_cache(action.manager, at)?;
    let lists = action.packages.iter().all(|package| package.source == shell::PackageSource::List);
    let is_of_project = action.verb == PackageVerb::Install && action.group.is_none() && lists;
    let is_avoided =
        cache.avoided_by.iter().any(|option| command.has_option('\0', &[option])) || is_offline(command);
    let is_system = !cache.folders.iter().any(|folder| folder.starts_with('~') || folder.starts_with("/tmp"));
    let mount = stage.cache_mount(&cache, at).filter(|_| is_of_project && !is_avoided && !is_system)?;
    Some((action.verb_word.span, mount.target))
}

/// Whether a command takes everything from a directory that an earlier step filled.
fn is_offline(command: &Command) -> bool {
    let offline: &[&str] = match command.name() {
        "cargo" => &["--offline", "--frozen"],
        "bundle" => &["--local"],
        _ => &["--offline", "--no-index"],
    };
    command.has_option('\0', offline)
        || command.name() == "mvn" && command.has_option('o', &[])
        || command.arguments().iter().any(|word| word.is("-mod=vendor"))
}
