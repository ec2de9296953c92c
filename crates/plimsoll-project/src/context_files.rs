//! Files of the build context that tell more than the Dockerfile: lock files, `package.json`, entrypoint scripts.

use std::collections::HashMap;

use plimsoll_diagnostics::{Joined, Sources, Text};
use plimsoll_dockerfile::{Form, Instruction, Kind};
use plimsoll_shell::Script;

use crate::{DockerfileModel, Loaded, Loader, Presence, path};

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
/// How many scripts of a Dockerfile are read.
const MOST_SCRIPTS: usize = 8;

/// What was found in the build context.
#[derive(Debug, Default)]
pub(crate) struct ContextFiles<'s> {
    locks: Vec<&'static str>,
    manifest: Option<&'s str>,
    go_module: Option<&'s str>,
    /// Entrypoint scripts by their path in the image.
    scripts: HashMap<String, Text<'s>>,
}

impl<'s> DockerfileModel<'s> {
    /// Whether a lock file certainly lies at the root of the build context.
    pub fn has_in_context(&self, name: &str) -> bool {
        self.context.locks.contains(&name)
    }

    /// The lock files at the root of the build context.
    pub fn locks_in_context(&self) -> impl Iterator<Item = &'static str> {
        self.context.locks.iter().copied()
    }

    /// What a script of `package.json` runs, where that lies in the build context.
    pub fn package_script(&self, name: &str) -> Option<&'s str> {
        let (_, scripts) = self.context.manifest?.split_once("\"scripts\"")?;
        let scripts = scripts.split('}').next()?;
        let (_, rest) = scripts.split_once(&format!("\"{name}\""))?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next().filter(|value| !value.contains('\\'))
    }

    /// The release of Go that the module at the root of the build context requires at least.
    pub fn required_go(&self) -> Option<&'s str> {
        let mut lines = self.context.go_module?.lines();
        lines.find_map(|line| line.strip_prefix("go "))?.split_ascii_whitespace().next()
    }

    /// The script that is at a path of the image, where it lies in the build context.
    pub fn entrypoint_script(&self, path: &str) -> Option<(Text<'s>, Script)> {
        let text = *self.context.scripts.get(path)?;
        Some((text, Script::parse(&Joined::verbatim(text))))
    }

    /// Looks for them in the folder that is built.
    pub(crate) fn find_context_files(&mut self, context: &str, sources: &'s Sources, loader: &dyn Loader) {
        let is_there = |name: &str| loader.presence(&path::join(context, name)) == Presence::File;
        let load = |name: &str| match loader.load(&path::join(context, name)) {
            Loaded::File(file) => Some(sources.text(file)),
            Loaded::Missing | Loaded::Refused => None,
        };
        let text = self.text.raw;
        let hinted = LOCKS.iter().filter(|(hint, _)| text.contains(hint)).map(|(_, name)| *name);
        self.context.locks = hinted.filter(|name| is_there(name)).collect();
        let starts_script = |it: &Instruction<'_>| {
            let is_start = matches!(it.kind, Kind::Cmd(_) | Kind::Entrypoint(_));
            is_start && ["npm", "yarn", "pnpm"].iter().any(|it_is| self.slice(it).contains(it_is))
        };
        if self.tree.instructions.iter().any(starts_script) && is_there("package.json") {
            self.context.manifest = load("package.json").map(|text| text.raw);
        }
        // Where a folder above is a module too, that one may be what is built.
        let mut modules = path::upward(context).skip(1);
        if text.contains("golang:")
            && is_there("go.mod")
            && modules.all(|it| loader.presence(&path::join(it, "go.mod")) == Presence::Missing)
        {
            self.context.go_module = load("go.mod").map(|text| text.raw);
        }
        let scripts = self.copied_scripts().into_iter().take(MOST_SCRIPTS);
        let scripts = scripts.filter(|(_, source)| is_there(source));
        self.context.scripts = scripts.filter_map(|(path, source)| Some((path, load(&source)?))).collect();
    }

    /// The scripts that ENTRYPOINT and CMD name and that are copied from the context: where they are in the image, and where
    /// in the context.
    fn copied_scripts(&self) -> Vec<(String, String)> {
        let instructions = &self.tree.instructions;
        let starts = instructions.iter().filter_map(|it| match &it.kind {
            Kind::Entrypoint(entrypoint) => Some(&entrypoint.command.form),
            Kind::Cmd(cmd) => Some(&cmd.command.form),
            _ => None,
        });
        let words = starts.flat_map(|form| match form {
            Form::Exec(words) => &**words,
            Form::Shell(_) => &[],
        });
        let mut found = Vec::new();
        for script in words.filter(|word| word.value.ends_with(".sh")) {
            let name = script.value.rsplit('/').next().unwrap_or_default();
            let copies = instructions.iter().filter(|it| it.context_sources().next().is_some());
            let source = copies.filter_map(Instruction::copy_paths).find_map(|(sources, to)| {
                let source = sources.iter().find(|source| source.value.rsplit('/').next() == Some(name))?;
                let is_there = to.value == script.value || to.value.ends_with(['/', '.']);
                let path = source.literal()?;
                (is_there && !path.contains(['$', '*', '?'])).then(|| path.into_owned())
            });
            let source =
                source.map(|source| path::clean(&format!("/{source}")).trim_start_matches('/').to_owned());
            found.extend(source.map(|source| (script.value.to_string(), source)));
        }
        found
    }

    pub(crate) fn slice(&self, instruction: &Instruction<'_>) -> &'s str {
        let start = instruction.span.start.saturating_sub(self.text.span.start) as usize;
        self.text.slice(start, start + instruction.span.len()).raw
    }
}
