//! A RUN that uses a variable which is declared elsewhere in the file.

use std::collections::{HashMap, HashSet};

use dockerfile::{Arg, Env, Kind, Run};
use facts::ImageVariables;
use plimsoll_linter::prelude::*;
use project::is_platform_arg;

#[derive(Default)]
pub(crate) struct OutOfScopeVariable;

/// What the engine sets for every command.
const IN_EVERY_CONTAINER: [&str; 3] = ["PATH", "HOME", "HOSTNAME"];

/// Where a variable is declared: the stage, none for those before the first FROM.
#[derive(Clone, Copy)]
struct Declaration {
    stage: Option<usize>,
    span: Span,
}

impl Rule for OutOfScopeVariable {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let declared = declarations(file);
        for stage in file.stages().filter(|stage| !stage.is_windows()) {
            for (at, instruction) in stage.indexed() {
                if let Kind::Run(run) = &instruction.kind
                    && stage.shell_at(at).is_posix()
                {
                    check(run, &stage, at, &declared, cx);
                }
            }
        }
    }
}

fn check(run: &Run, stage: &Stage, at: usize, declared: &HashMap<&str, Declaration>, cx: &mut Context) {
    let Some(text) = run.command.shell_text().filter(|_| run.command.interpreter().is_none()) else { return };
    let is_missing = |name: &str| {
        (declared.contains_key(name) || is_platform_arg(name))
            && !stage.declares(name, at)
            && !may_inherit(stage, name)
            && !IN_EVERY_CONTAINER.contains(&name)
            && !is_proxy(name)
    };
    // Most scripts need not be read for this.
    if !names_in(&text.text).any(is_missing) || run.mounts.iter().any(|it| it.field(&["env"]).is_some()) {
        return;
    }
    let script = run.command.script();
    let Some(set) = script.names_it_may_set() else { return };
    let mut seen: HashSet<&str> = HashSet::new();
    for reference in script.commands.iter().flat_map(shell::Command::references) {
        let name = reference.name;
        if set.contains(name) || !is_missing(name) || sets_itself(&text.text, name) || !seen.insert(name) {
            continue;
        }
        let finding = cx.report(reference.span, format!("`{name}` is empty in this `RUN`"));
        finding.here("not declared in this stage before this instruction");
        finding.help(format!("add `ARG {name}` to this stage, above this `RUN`"));
        match declared.get(name).copied() {
            Some(Declaration { stage: None, span }) => {
                finding.label(span, "an `ARG` before the first `FROM` is only visible in `FROM` lines");
            }
            Some(Declaration { stage: Some(index), span }) if index == stage.index() => {
                finding.label(span, "declared here: move it above this `RUN`");
            }
            Some(Declaration { span, .. }) => {
                finding.label(span, "declared in another stage");
            }
            None => {
                finding.note("BuildKit only sets this argument in stages that declare it");
            }
        }
    }
}

/// The first declaration of each variable; those before the first FROM explain most.
fn declarations<'f>(file: &'f DockerfileModel) -> HashMap<&'f str, Declaration> {
    let mut found = HashMap::new();
    let mut add = |stage, pairs: &'f [dockerfile::Pair]| {
        for pair in pairs {
            found.entry(&*pair.name.value).or_insert(Declaration { stage, span: pair.span });
        }
    };
    file.global_args().for_each(|arg| add(None, &arg.pairs));
    for stage in file.stages() {
        for instruction in stage.instructions() {
            match &instruction.kind {
                Kind::Arg(Arg { pairs }) | Kind::Env(Env { pairs, .. }) => add(Some(stage.index()), pairs),
                _ => {}
            }
        }
    }
    found
}

/// The names in a script that stand where a variable may.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let behind = text.split('$').skip(1).map(|rest| rest.strip_prefix('{').unwrap_or(rest));
    behind.filter_map(move |rest| rest.split(|c| !is_of_name(c)).next())
}

/// Whether BuildKit sets the variable in every step when the build gets it: `--build-arg HTTP_PROXY=…`.
fn is_proxy(name: &str) -> bool {
    ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"]
        .iter()
        .any(|proxy| proxy.eq_ignore_ascii_case(name))
}

/// Whether a script gives a variable its value where it uses it: `${NAME:=value}`.
fn sets_itself(script: &str, name: &str) -> bool {
    script.match_indices("${").any(|(at, start)| {
        let rest = script.get(at + start.len()..).and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(":=") || rest.starts_with('='))
    })
}

/// Whether the image that the stage starts from may set the variable.
fn may_inherit(stage: &Stage, name: &str) -> bool {
    if is_platform_arg(name) {
        return false;
    }
    match stage.root_base() {
        Base::Scratch => false,
        Base::Image(image) => !image.known().is_some_and(|image| sets_no_such(&image, name)),
        _ => true,
    }
}

/// Whether an image certainly does not set a variable: those of systems set none, and others name theirs after
/// themselves or after the tools that they bring.
fn sets_no_such(image: &project::KnownImage, name: &str) -> bool {
    const OF_TOOLS: [&str; 9] = ["GPG", "LANG", "LC_", "JAVA", "PKG", "HOME", "PATH", "YARN", "RUST"];
    let own = image.repository.get(..2).unwrap_or(image.repository).to_ascii_uppercase();
    let is_of_tool = || OF_TOOLS.iter().any(|tool| name.starts_with(tool));
    match image.variables {
        Some(ImageVariables::None) => true,
        Some(ImageVariables::Own) => !name.starts_with(&*own) && !is_of_tool() && name != "VERSION",
        None => false,
    }
}
