//! Build arguments that a Dockerfile does not declare, and what misses them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use plimsoll_compose as compose;
use plimsoll_diagnostics::{MOST_COMPARED, Span, nearest};
use plimsoll_dockerfile::Kind;
use plimsoll_facts::build_variables::is_read;

use crate::{Base, Build, Container, DockerfileModel, Stage};

/// Arguments that need no declaration (BuildKit, Dockerfile reference, "Predefined ARGs").
const PREDEFINED: &[&str] =
    &["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy", "source_date_epoch"];

/// Variables of the client, which people pass on to be safe: they have no effect on a build, and were not meant to.
const OF_CLIENT: &[&str] = &["COMPOSE_", "DOCKER_BUILDKIT", "DOCKER_CLI_", "DOCKER_DEFAULT_PLATFORM"];

/// Programs that start the build of a web application.
const NODE: &[&str] = &["npm ", "yarn", "pnpm", "bun ", "vite"];

/// What misses an argument.
#[derive(Clone, Copy, Debug)]
pub enum Missed<'p> {
    /// Another argument is declared, and probably meant.
    Near(&'p str, Span),
    /// The Dockerfile uses the variable, or its bundler does.
    Used(&'static str),
    /// Nothing.
    Nowhere,
}

impl<'p> Container<'p> {
    /// The arguments of a build that its Dockerfile does not declare, and what misses them.
    pub fn undeclared_args(&self) -> Vec<(&'p compose::Pair<'p>, Missed<'p>)> {
        let (Build::Linked { file, .. }, Some(own)) = (self.build(), &self.service.build) else {
            return Vec::new();
        };
        if own.args.is_empty() || file.stages().any(|stage| may_declare(&stage)) {
            return Vec::new();
        }
        let declared: BTreeMap<&str, Span> = declared(file).collect();
        let given: BTreeSet<&str> = own.args.iter().map(|arg| &*arg.name.value).collect();
        let open: Vec<_> = own.args.iter().filter(|arg| is_open(arg, &declared, self)).collect();
        if open.is_empty() {
            return Vec::new();
        }
        let text = file.text.raw;
        let used = used(text);
        let builds_for_web = NODE.iter().any(|program| text.contains(program));
        let at_run_time: HashSet<&str> =
            self.service.environment.iter().map(|pair| &*pair.name.value).collect();
        let is_known = given.iter().any(|name| declared.contains_key(name));
        let left = || declared.keys().copied().filter(|name| !given.contains(name)).take(MOST_COMPARED);
        let missed = |name: &str| {
            let shares_word =
                |other: &&str| name.split('_').any(|word| other.split('_').any(|it| it == word));
            let near = nearest(name, left()).or_else(|| left().find(|it| !is_known && shares_word(it)));
            if let Some((near, span)) = near.and_then(|near| declared.get_key_value(near)) {
                Missed::Near(near, *span)
            } else if used.contains(name) {
                Missed::Used("the Dockerfile uses this variable, but does not declare it")
            } else if builds_for_web && is_read(name) && !at_run_time.contains(name) {
                Missed::Used("programs in this build read this variable, and it cannot be changed later")
            } else {
                Missed::Nowhere
            }
        };
        open.into_iter().map(|arg| (arg, missed(&arg.name.value))).collect()
    }
}

/// Whether an argument has no effect.
fn is_open(arg: &compose::Pair<'_>, declared: &BTreeMap<&str, Span>, container: &Container<'_>) -> bool {
    let name = &*arg.name.value;
    let lower = name.to_ascii_lowercase();
    let is_of_client = OF_CLIENT.iter().any(|start| name.starts_with(start));
    let is_predefined = PREDEFINED.contains(&&*lower) || lower.starts_with("buildkit_") || is_of_client;
    let is_no_name = name.is_empty() || arg.name.is_interpolated();
    !is_no_name
        && !is_predefined
        && !declared.contains_key(name)
        && container.is_only_one_given(arg.name.span)
}

/// Whether its image may leave an ARG with ONBUILD to what is built from it.
fn may_declare(stage: &Stage<'_>) -> bool {
    match stage.base() {
        Base::Image(image) => {
            image.to_string().contains("onbuild") || image.known().is_none() && image.official().is_none()
        }
        Base::Scratch | Base::Stage(_) => false,
        Base::Unknown { .. } => true,
    }
}

/// The variables in the text of a Dockerfile that it does not set: `$NAME` and `${NAME}`, but not `NAME=value`.
fn used(text: &str) -> HashSet<&str> {
    let names = text.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    });
    let set: HashSet<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ';' | '&' | '('))
        .filter_map(|word| word.split_once('=').map(|(name, _)| name))
        .collect();
    names.filter(|name| !set.contains(name)).collect()
}

/// The names of all ARG instructions of a file, and where they are.
fn declared<'p>(file: &'p DockerfileModel<'p>) -> impl Iterator<Item = (&'p str, Span)> {
    let instructions = file.tree.instructions.iter().map(|instruction| match &instruction.kind {
        Kind::Onbuild(onbuild) => &onbuild.instruction.kind,
        kind => kind,
    });
    let args = instructions.filter_map(|kind| match kind {
        Kind::Arg(arg) => Some(arg),
        _ => None,
    });
    args.flat_map(|arg| &arg.pairs).map(|pair| (&*pair.name.value, pair.name.text.span))
}
