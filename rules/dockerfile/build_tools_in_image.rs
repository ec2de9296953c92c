//! Compilers and what else builds programs, in an image that ships.

use std::borrow::Cow;

use dockerfile::Kind;
use facts::packages::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

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

/// Parts of names of stages that are there for developers.
const NOT_SHIPPED: [&str; 9] = ["dev", "test", "build", "debug", "tool", "sdk", "lint", "check", "compile"];

#[derive(Default)]
pub(crate) struct BuildToolsInImage;

impl Rule for BuildToolsInImage {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let name = stage.name().map_or(String::new(), |name| name.value.to_ascii_lowercase());
        // An image that runs nothing is there for others to build with.
        let runs = stage.cmd().is_known() || stage.entrypoint().is_known();
        if !stage.is_shipped() || !runs || NOT_SHIPPED.iter().any(|part| name.contains(part)) {
            return;
        }
        let mut found: Vec<(Span, String)> = Vec::new();
        for (at, instruction) in stage.indexed() {
            let Kind::Run(run) = &instruction.kind else { continue };
            if stage.script_shell(&run.command, at).is_posix() {
                let script = run.command.script();
                let commands: Vec<_> =
                    script.commands.iter().map(|it| stage.filled(script, it, at)).collect();
                found.extend(tools(&commands));
            }
        }
        let mut found = found.into_iter();
        let Some((span, message)) = found.next() else { return };
        let finding = cx
            .report(span, message)
            .here("build tools stay in the image, where an attacker can use them")
            .help("build in a separate stage and copy the result with `COPY --from=`");
        for (span, _) in found.take(3) {
            finding.label(span, "also here");
        }
    }
}

/// What the commands of one RUN leave behind.
fn tools(commands: &[Cow<Command>]) -> Vec<(Span, String)> {
    let removes = |command: &Cow<Command>| {
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
