//! A variable of the Compose file that only a file under `env_file` sets.

use compose::interpolate::Template;
use compose::yaml::{Node, Scalar, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct EnvFileVariable;

/// Scripts of the container have their own rule, `unescaped-variable`.
const SCRIPTS: [&str; 5] = ["command", "entrypoint", "healthcheck", "post_start", "pre_stop"];

/// The file in which Portainer writes a stack's variables, which it also uses for interpolation (Portainer, "Add a new stack").
const PORTAINER: &str = "stack.env";

impl Rule for EnvFileVariable {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if service.env_file.is_empty() || container.app.lists_variables() {
            return;
        }
        for entry in &service.fields.entries {
            if !SCRIPTS.contains(&&*entry.key.value) {
                look(container, &entry.value, cx);
            }
        }
    }
}

fn look(container: &Container, yaml: &Yaml, cx: &mut Context) {
    match &yaml.node {
        Node::Scalar(scalar) if scalar.value.contains('$') => check(container, scalar, cx),
        Node::Sequence(items) => items.iter().for_each(|item| look(container, item, cx)),
        Node::Mapping(mapping) => mapping.entries.iter().for_each(|entry| look(container, &entry.value, cx)),
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

fn check(container: &Container, scalar: &Scalar, cx: &mut Context) {
    let template = Template::parse(&scalar.value);
    for variable in template.variables().into_iter().filter(|variable| variable.operator.is_none()) {
        let name = variable.name;
        let Some(file) = container.env_file_with(name) else { continue };
        let path = path_at(container, file);
        if path.is_some_and(|path| path.value.rsplit('/').next() == Some(PORTAINER)) {
            continue;
        }
        let pair = container.service.environment.iter().find(|pair| pair.name.value == name);
        let is_shadow = pair.and_then(|pair| pair.value.as_ref()).is_some_and(|value| {
            scalar.span.contains(value.span) && value.value.trim_matches(['$', '{', '}']) == name
        });
        let finding = cx.report(
            scalar.place(variable.range.clone()),
            format!("`{name}` is empty here unless the shell sets it"),
        );
        finding.here("Compose does not use `env_file` for interpolation");
        if is_shadow {
            finding
                .label(file, format!("this file sets `{name}`, but the empty value overrides it"))
                .help("remove this entry: `env_file` already sets the variable");
        } else {
            finding
                .label(file, format!("this file sets `{name}` only in the container"))
                .help(format!("set `{name}` in `.env` next to this file{}", or_pass(path)));
        }
    }
}

/// The path of a file under `env_file`.
fn path_at<'p>(container: &Container<'p>, file: Span) -> Option<&'p Scalar<'p>> {
    container.service.env_file.iter().filter_map(|file| file.path.as_ref()).find(|path| path.span == file)
}

/// The option that makes Compose use a file under `env_file` for interpolation, too.
fn or_pass(path: Option<&Scalar>) -> String {
    let path = path.filter(|path| !path.is_interpolated() && !path.value.contains(' '));
    path.map_or_else(String::new, |path| {
        format!(", or pass `--env-file {}`", path.value.trim_start_matches("./"))
    })
}
