//! Files of the build context that tell more than the Dockerfile: lock files, `package.json`, entrypoint scripts.

use std::collections::HashMap;

use plimsoll_diagnostics::{Joined, Sources, Span, Text};
use plimsoll_dockerfile::{Dockerfile, Form, Instruction, Kind};
use plimsoll_shell::Script;

use crate::{Loaded, Loader, Presence, path};

/// What hints at each lock file in the text of a Dockerfile, and its name.
const LOCKS: [(&str, &str); 8] = [
    ("npm", "package-lock.json"),
    ("npm", "npm-shrinkwrap.json"),
    ("yarn", "yarn.lock"),
    ("pnpm", "pnpm-lock.yaml"),
    ("bundle", "Gemfile.lock"),
    ("cargo", "Cargo.lock"),
    ("uv sync", "uv.lock"),
    ("poetry", "poetry.lock"),
];
/// What puts the modules elsewhere in a file of settings (Yarn 1, pnpm).
const MODULES_FOLDER: [&str; 3] = ["--modules-folder", "modules-folder ", "modules-dir"];
/// How many scripts of a Dockerfile are read.
const MOST_SCRIPTS: usize = 8;
/// How many are looked for in what is copied.
const MOST_STARTED: usize = 100;

/// A script that cannot be started.
#[derive(Clone, Debug)]
pub struct ScriptTrouble {
    /// The word that starts it.
    pub place: Span,
    /// Its path, as it is written.
    pub path: String,
    /// Whether a RUN starts it, and not the container.
    pub is_step: bool,
    /// Whether a shell starts it.
    pub is_in_shell: bool,
    /// What copies it, or the directory that it is not in; `None` where nothing is copied there.
    pub copy: Option<Span>,
    /// Where it is in the build context, if it is there and cannot be executed.
    pub source: Option<String>,
}

/// What was found in the build context.
#[derive(Debug, Default)]
pub(crate) struct ContextFiles<'s> {
    locks: Vec<&'static str>,
    manifest: Option<&'s str>,
    go_module: Option<&'s str>,
    /// Whether a file of settings puts the modules of Node.js elsewhere.
    moves_modules: bool,
    /// Entrypoint scripts by their path in the image.
    scripts: HashMap<String, Text<'s>>,
    /// Settings of package managers that are copied by name, as COPY writes their paths.
    package_settings: HashMap<String, Text<'s>>,
}

impl<'s> ContextFiles<'s> {
    /// The files of the build context `context` that a Dockerfile refers to.
    pub(crate) fn find(
        tree: &Dockerfile<'s>,
        text: Text<'s>,
        context: &str,
        sources: &'s Sources,
        loader: &dyn Loader,
    ) -> ContextFiles<'s> {
        let is_there = |name: &str| loader.presence(&path::join(context, name)) == Presence::File;
        let load = |name: &str| match loader.load(&path::join(context, name)) {
            Loaded::File(file) => Some(sources.text(file)),
            Loaded::Missing | Loaded::Refused => None,
        };
        let hinted = LOCKS.iter().filter(|(hint, _)| text.raw.contains(hint)).map(|(_, name)| *name);
        let locks = hinted.filter(|name| is_there(name)).collect();
        let starts_script = |it: &Instruction<'_>| {
            let is_start = matches!(it.kind, Kind::Cmd(_) | Kind::Entrypoint(_));
            is_start && ["npm", "yarn", "pnpm"].iter().any(|runner| text.at(it.span).raw.contains(runner))
        };
        let has_manifest = tree.instructions.iter().any(starts_script) && is_there("package.json");
        let manifest = if has_manifest { load("package.json").map(|text| text.raw) } else { None };
        // Where a folder above is a module too, that one may be what is built.
        let mut modules = path::upward(context).skip(1);
        let has_module = text.raw.contains("golang:")
            && is_there("go.mod")
            && modules.all(|it| loader.presence(&path::join(it, "go.mod")) != Presence::File);
        let go_module = if has_module { load("go.mod").map(|text| text.raw) } else { None };
        let scripts = copied_scripts(tree).into_iter().take(MOST_SCRIPTS);
        let scripts = scripts.filter(|(_, source)| is_there(source));
        let scripts = scripts.filter_map(|(path, source)| Some((path, load(&source)?))).collect();
        let settings = copied_settings(tree).into_iter().take(MOST_SCRIPTS);
        let settings = settings.filter(|path| is_there(path));
        let package_settings = settings.filter_map(|path| Some((path.clone(), load(&path)?))).collect();
        let moves_modules = ["yarn", "npm"].iter().any(|name| text.raw.contains(name))
            && settings_of_modules(tree).iter().any(|path| {
                load(path).is_some_and(|text| MODULES_FOLDER.iter().any(|option| text.raw.contains(option)))
            });
        ContextFiles { locks, manifest, go_module, moves_modules, scripts, package_settings }
    }

    /// Whether a file of settings puts the modules of Node.js elsewhere: `--modules-folder` in `.yarnrc`.
    pub(crate) fn moves_modules(&self) -> bool {
        self.moves_modules
    }

    /// The lock files at the root of the context.
    pub(crate) fn locks(&self) -> &[&'static str] {
        &self.locks
    }

    /// The command of a script in `package.json`.
    pub(crate) fn package_script(&self, name: &str) -> Option<&'s str> {
        let (_, scripts) = self.manifest?.split_once("\"scripts\"")?;
        let scripts = scripts.split('}').next()?;
        let (_, rest) = scripts.split_once(&format!("\"{name}\""))?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next().filter(|value| !value.contains('\\'))
    }

    /// The minimum release of Go in `go.mod`.
    pub(crate) fn required_go(&self) -> Option<&'s str> {
        let mut lines = self.go_module?.lines();
        lines.find_map(|line| line.strip_prefix("go "))?.split_ascii_whitespace().next()
    }

    /// The script with this path in the image.
    pub(crate) fn script(&self, path: &str) -> Option<(Text<'s>, Script)> {
        let text = self.script_text(path)?;
        Some((text, Script::parse(&Joined::verbatim(text))))
    }

    /// The text of a package manager's settings, by the path that COPY gives.
    pub(crate) fn package_settings(&self, path: &str) -> Option<Text<'s>> {
        self.package_settings.get(path).copied()
    }

    /// Its text.
    pub(crate) fn script_text(&self, path: &str) -> Option<Text<'s>> {
        self.scripts.get(path).copied()
    }
}

/// The settings of package managers that may hold a token, and that COPY names.
fn copied_settings(tree: &Dockerfile<'_>) -> Vec<String> {
    let sources = tree.instructions.iter().flat_map(Instruction::context_sources);
    let paths = sources.filter_map(|source| Some(source.literal()?.into_owned()));
    let is_settings = |path: &String| matches!(path.rsplit('/').next(), Some(".npmrc" | ".yarnrc.yml"));
    paths.filter(is_settings).filter(|path| !path.contains(['$', '*', '?'])).collect()
}

/// The paths of settings of package managers: at the root of the context, and beside what is copied.
fn settings_of_modules(tree: &Dockerfile<'_>) -> Vec<String> {
    let mut folders = vec![String::new()];
    // Each is compared with all before it.
    let copies = tree.instructions.iter().filter(|it| it.context_sources().next().is_some());
    for (sources, _) in copies.filter_map(Instruction::copy_paths) {
        for source in sources.iter().filter_map(plimsoll_dockerfile::Word::literal) {
            let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
            let folder = folder.trim_start_matches("./").trim_start_matches('/');
            let is_full = folders.len() == MOST_SCRIPTS;
            if !is_full && !folder.contains(['*', '?', '$']) && !folders.iter().any(|known| known == folder) {
                folders.push(folder.to_owned());
            }
        }
    }
    let names = |folder: String| [".yarnrc", ".npmrc"].map(|name| path::join(&folder, name));
    folders.into_iter().flat_map(names).collect()
}

/// The scripts that ENTRYPOINT and CMD name, or that a step starts first, and that are copied from the context: where they
/// are in the image, and where in the context.
fn copied_scripts(tree: &Dockerfile<'_>) -> Vec<(String, String)> {
    let instructions = &tree.instructions;
    let starts = instructions.iter().filter_map(|it| match &it.kind {
        Kind::Entrypoint(entrypoint) => Some(&entrypoint.command),
        Kind::Cmd(cmd) => Some(&cmd.command),
        _ => None,
    });
    let words = starts.flat_map(|command| match &command.form {
        Form::Exec(words) => &**words,
        Form::Shell(_) => &[],
    });
    let first = |it: &Instruction<'_>| {
        let command = match &it.kind {
            Kind::Run(run) => &run.command,
            Kind::Entrypoint(entrypoint) => &entrypoint.command,
            Kind::Cmd(cmd) => &cmd.command,
            _ => return None,
        };
        command.commands().first()?.name_word()?.literal().map(str::to_owned)
    };
    let steps = instructions.iter().filter_map(first).filter(|path| path.contains('/'));
    let mut found: Vec<(String, String)> = Vec::new();
    let paths = words.map(|word| word.value.to_string()).chain(steps);
    for script in paths.filter(|path| path.ends_with(".sh")).take(MOST_STARTED) {
        if found.iter().any(|(known, _)| *known == script) {
            continue;
        }
        let name = script.rsplit('/').next().unwrap_or_default();
        let copies = instructions.iter().filter(|it| it.context_sources().next().is_some());
        let source = copies.filter_map(Instruction::copy_paths).find_map(|(sources, to)| {
            let source = sources.iter().find(|source| source.value.rsplit('/').next() == Some(name))?;
            let is_there = to.value == script || to.value.ends_with(['/', '.']);
            let path = source.literal()?;
            (is_there && !path.contains(['$', '*', '?'])).then(|| path.into_owned())
        });
        let source =
            source.map(|source| path::clean(&format!("/{source}")).trim_start_matches('/').to_owned());
        found.extend(source.map(|source| (script.clone(), source)));
    }
    found
}
