//! Compilers and what else builds programs, in a stage.

use std::borrow::Cow;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Kind;
use plimsoll_facts::packages::Role;
use plimsoll_shell::{Command, PackageVerb};

use crate::Stage;

/// Commands that turn sources into a program, and their verbs.
const BUILDS: [(&str, &[&str]); 7] = [
    ("go", &["build", "install"]),
    ("cargo", &["build", "install"]),
    ("mvn", &["package", "install", "verify"]),
    ("mvnw", &["package", "install", "verify"]),
    ("gradle", &["build", "assemble", "bootJar", "shadowJar"]),
    ("gradlew", &["build", "assemble", "bootJar", "shadowJar"]),
    ("dotnet", &["build", "publish"]),
];

impl Stage<'_> {
    /// What its own RUN instructions build with or leave behind to build with: the place and a sentence for each.
    pub fn build_tools(&self) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        for (at, instruction) in self.indexed() {
            let Kind::Run(run) = &instruction.kind else { continue };
            if self.script_shell(&run.command, at).is_posix() {
                let script = run.command.script();
                let commands: Vec<_> = script.commands.iter().map(|it| self.filled(script, it, at)).collect();
                found.extend(tools(&commands));
            }
        }
        found
    }
}

/// What the commands of one RUN leave behind.
fn tools(commands: &[Cow<'_, Command>]) -> Vec<(Span, String)> {
    let removes = |command: &Cow<'_, Command>| {
        command.package_action().is_some_and(|action| action.verb == PackageVerb::Remove)
    };
    let cleans_up = commands.iter().any(removes);
    commands.iter().filter_map(|command| tool(command, cleans_up)).collect()
}

fn tool(command: &Command, cleans_up: bool) -> Option<(Span, String)> {
    if let Some((name, verbs)) = BUILDS.iter().find(|(name, _)| *name == command.name()) {
        let verb =
            command.operands().find(|word| word.literal().is_some_and(|text| verbs.contains(&text)))?;
        return Some((verb.span, format!("`{name} {}` runs in the final stage", verb.unquoted())));
    }
    let action =
        command.package_action().filter(|action| action.verb == PackageVerb::Install && !cleans_up)?;
    let package = action.packages.iter().find(|package| Role::Compiler.is_of(&package.name))?;
    Some((package.word.span, format!("the build tool `{}` is in the final image", package.name)))
}
