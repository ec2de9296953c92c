//! A service builds without an argument that the Dockerfile uses and has no default for.

use std::collections::{HashMap, HashSet};

use dockerfile::{Kind, Pair};
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
        let given: HashSet<&str> = build.args.iter().map(|arg| &*arg.name.value).collect();
        let globals = stage.file().global_args().flat_map(|arg| &arg.pairs);
        let defaults: HashSet<&str> =
            globals.filter(|pair| pair.value.is_some()).map(|pair| &*pair.name.value).collect();
        for stage in stage.lineage() {
            for (pair, used) in empty_arguments(&stage) {
                let name = &*pair.name.value;
                if given.contains(name) || defaults.contains(name) || is_predefined(name) {
                    continue;
                }
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

/// The arguments of a stage without a default, each with the first instruction that uses it, before it is declared again,
/// as `$NAME` or `${NAME}`, without a default of its own.
fn empty_arguments<'p>(stage: &Stage<'p>) -> Vec<(&'p Pair<'p>, Span)> {
    let file = stage.file();
    let mut open: HashMap<&str, &Pair> = HashMap::new();
    let mut found = Vec::new();
    for instruction in stage.instructions() {
        let declared = match &instruction.kind {
            Kind::Arg(arg) => &*arg.pairs,
            _ => &[],
        };
        for pair in declared {
            open.remove(&*pair.name.value);
        }
        if !open.is_empty() {
            for name in names_in(file.text.at(instruction.span).raw) {
                found.extend(open.remove(name).map(|pair| (pair, instruction.keyword.text.span)));
            }
        }
        let empty = declared.iter().filter(|pair| pair.value.is_none());
        open.extend(empty.map(|pair| (&*pair.name.value, pair)));
    }
    found.sort_by_cached_key(|(pair, _)| pair.name.text.span);
    found
}

/// The names of variables in a text, without those that have a default.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).filter_map(|rest| {
        let (rest, is_braced) = rest.strip_prefix('{').map_or((rest, false), |rest| (rest, true));
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (name, rest) = rest.split_at_checked(end)?;
        (!is_braced || rest.starts_with('}')).then_some(name)
    })
}
