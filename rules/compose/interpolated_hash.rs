//! A password hash of which Compose takes parts for variables.

use compose::interpolate::Template;
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InterpolatedHash;

/// How hashes start: crypt(3), bcrypt, Apache, argon2.
const HASHES: &[&str] =
    &["$2a$", "$2b$", "$2y$", "$apr1$", "$1$", "$5$", "$6$", "$y$", "$argon2", "$pbkdf2", "$scrypt$"];

impl Rule for InterpolatedHash {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let pairs = service.environment.iter().chain(&service.labels).filter_map(|pair| pair.value.as_ref());
        let words = [&service.command, &service.entrypoint].into_iter().flatten().flat_map(|it| &it.words);
        for value in pairs.chain(words) {
            if let Some(name) = hidden_variable(value) {
                let message = "Compose interpolates part of this hash".to_owned();
                cx.report(value.span, message)
                    .here(format!("`${name}` becomes empty unless the host defines it"))
                    .help("escape each `$` as `$$`");
            }
        }
    }
}

/// The variable that Compose sees in a hash.
fn hidden_variable(value: &Scalar) -> Option<String> {
    let text = value.template();
    let at = HASHES.iter().filter_map(|start| text.find(start)).min()?;
    // `$$2y$$10$$…` is fine.
    if text.get(..at).is_some_and(|before| before.ends_with('$')) {
        return None;
    }
    let template = Template::parse(text);
    let variables = template.variables();
    let inside =
        variables.iter().find(|variable| variable.range.start >= at && variable.operator.is_none())?;
    let is_braced = text.get(inside.range.clone())?.starts_with("${");
    (!is_braced).then(|| inside.name.to_owned())
}
