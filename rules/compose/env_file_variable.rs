//! A variable of the Compose file that only a file under `env_file` sets.

use std::collections::{BTreeMap, HashSet};

use compose::interpolate::Template;
use compose::yaml::{Node, Scalar, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EnvFileVariable;

/// Scripts of the container have their own rule, `unescaped-variable`.
const SCRIPTS: [&str; 5] = ["command", "entrypoint", "healthcheck", "post_start", "pre_stop"];

/// The file in which Portainer writes a stack's variables, which it also uses for interpolation (Portainer, "Add a new stack").
const PORTAINER: &str = "stack.env";

/// How many variables a message names.
const MOST_NAMED: usize = 3;

/// A variable that is empty, and where.
struct Empty<'p> {
    name: &'p str,
    place: Span,
    /// Where the file that sets it is named.
    file: Span,
}

/// What is to be done about variables: by the path of the file that sets them, and whether they hide what it sets.
type Causes<'p> = BTreeMap<(&'p str, bool), Vec<Empty<'p>>>;

impl Rule for EnvFileVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if app.lists_variables() {
            return;
        }
        let mut causes = Causes::new();
        for container in cx.project().containers().filter(|it| !it.service.env_file.is_empty()) {
            for entry in &container.service.fields.entries {
                if !SCRIPTS.contains(&&*entry.key.value) {
                    look(&container, &entry.value, &mut causes);
                }
            }
        }
        for ((path, is_shadow), mut found) in causes {
            // Each variable is one thing to set, wherever it stands.
            let mut seen = HashSet::new();
            found.retain(|empty| seen.insert(empty.name));
            report(path, is_shadow, &found, cx);
        }
    }
}

fn look<'p>(container: &Container<'p>, yaml: &'p Yaml<'p>, causes: &mut Causes<'p>) {
    match &yaml.node {
        Node::Scalar(scalar) if scalar.value.contains('$') => check(container, scalar, causes),
        Node::Sequence(items) => items.iter().for_each(|item| look(container, item, causes)),
        Node::Mapping(mapping) => {
            mapping.entries.iter().for_each(|entry| look(container, &entry.value, causes));
        }
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

fn check<'p>(container: &Container<'p>, scalar: &'p Scalar<'p>, causes: &mut Causes<'p>) {
    let service = container.service;
    let template = Template::parse(&scalar.value);
    for variable in template.variables().into_iter().filter(|variable| variable.operator.is_none()) {
        let name = variable.name;
        let Some(file) = container.env_file_with(name) else { continue };
        // Without it the variable has the same value, or whoever starts Compose sets it.
        if container.app.is_set_elsewhere(name)
            || container.given_env(name).is_known_and(|value| value.is_empty())
        {
            continue;
        }
        let mut paths = service.env_file.iter().filter_map(|file| file.path.as_ref());
        let path = paths.find(|path| path.span == file).map_or("", |path| &*path.value);
        if path.rsplit('/').next() == Some(PORTAINER) {
            continue;
        }
        let pair = service.environment.iter().find(|pair| pair.name.value == name);
        let is_shadow = pair.and_then(|pair| pair.value.as_ref()).is_some_and(|value| {
            scalar.span.contains(value.span) && value.value.trim_matches(['$', '{', '}']) == name
        });
        let place = scalar.place(variable.range.clone());
        causes.entry((path, is_shadow)).or_default().push(Empty { name, place, file });
    }
}

fn report(path: &str, is_shadow: bool, found: &[Empty], cx: &mut Context) {
    let [first, others @ ..] = found else { return };
    let message = match (names(found), others) {
        (name, []) => format!("{name} is empty here unless the shell sets it"),
        (names, _) => format!("{names} are empty here unless the shell sets them"),
    };
    let finding = cx.report(first.place, message);
    finding.here("Compose does not use `env_file` for interpolation");
    let what = if others.is_empty() { names(found) } else { "them".to_owned() };
    let help = if is_shadow && others.is_empty() {
        finding.label(first.file, format!("this file sets {what}, but the empty value overrides it"));
        "remove this entry: `env_file` already sets the variable".to_owned()
    } else if is_shadow {
        finding.label(first.file, "this file sets them, but the empty values override it");
        "remove these entries: `env_file` already sets the variables".to_owned()
    } else {
        finding.label(first.file, format!("this file sets {what} only in the container"));
        format!("set {what} in `.env` next to this file{}", or_pass(path))
    };
    finding.help(help);
    for other in others {
        finding.label(other.place, "also empty");
    }
}

/// "`A`", "`A` and `B`", "5 variables".
fn names(found: &[Empty]) -> String {
    let names: Vec<String> = found.iter().map(|empty| format!("`{}`", empty.name)).collect();
    match &*names {
        [name] => name.clone(),
        [others @ .., last] if names.len() <= MOST_NAMED => format!("{} and {last}", others.join(", ")),
        _ => format!("{} variables", names.len()),
    }
}

/// The option that makes Compose use a file under `env_file` for interpolation, too.
fn or_pass(path: &str) -> String {
    if path.is_empty() || path.contains(['$', ' ']) {
        return String::new();
    }
    format!(", or pass `--env-file {}`", path.trim_start_matches("./"))
}
