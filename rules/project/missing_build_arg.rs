//! A service builds without an argument that the Dockerfile uses and has no default for.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingBuildArg;

/// Arguments that BuildKit sets by itself, or that stand for the caller's proxies.
fn is_predefined(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let starts = ["target", "build", "buildkit_", "source_date"];
    starts.iter().any(|start| lower.starts_with(start)) || lower.ends_with("_proxy")
}

impl Rule for MissingBuildArg {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        let (Some(stage), Some(build)) = (container.stage(), &container.service.build) else { return };
        let file = stage.file();
        for stage in stage.lineage() {
            for (at, instruction) in stage.indexed() {
                let Kind::Arg(arg) = &instruction.kind else { continue };
                for pair in arg.pairs.iter().filter(|pair| pair.value.is_none()) {
                    let name = &*pair.name.value;
                    let is_given = build.args.iter().any(|arg| arg.name.value == name);
                    let has_default = file
                        .global_args()
                        .flat_map(|arg| &arg.pairs)
                        .any(|global| global.name.value == name && global.value.is_some());
                    let used = uses(&stage, at, name);
                    if is_given || has_default || is_predefined(name) {
                        continue;
                    }
                    let Some(used) = used else { continue };
                    cx.report(
                        build.span,
                        format!("{} does not set the build argument `{name}`", container.builder()),
                    )
                    .here("not set in this build")
                    .label(pair.name.text.span, "no default here")
                    .label(used, "the value is empty here")
                    .help(format!(
                        "{}, or add a default: `ARG {name}=…`",
                        match container.line() {
                            Some(_) => format!("add `--build-arg {name}=…`"),
                            None => "add the argument to `args`".to_owned(),
                        }
                    ));
                }
            }
        }
    }
}

/// The first instruction behind an ARG that uses it as `$NAME` or `${NAME}`, without a default of its own.
fn uses(stage: &Stage, at: usize, name: &str) -> Option<Span> {
    let file = stage.file();
    let behind = stage.instructions().get(at + 1..).unwrap_or_default();
    let found = behind.iter().take_while(
        |it| !matches!(&it.kind, Kind::Arg(arg) if arg.pairs.iter().any(|pair| pair.name.value == name)),
    );
    found.into_iter().find_map(|instruction| {
        let text = file.text.at(instruction.span).raw;
        let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let is_used = text.contains(&format!("${{{name}}}"))
            || text
                .match_indices(&format!("${name}"))
                .any(|(at, all)| text.get(at + all.len()..).is_some_and(is_end));
        is_used.then_some(instruction.keyword.text.span)
    })
}
