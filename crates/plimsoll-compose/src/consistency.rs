//! What Compose refuses although every value has its type: parts that do not go together (compose-go,
//! `checkConsistency` and package `validation`). A value with a variable in it is never blamed.

mod build;
mod mounts;
mod service;

use plimsoll_diagnostics::{Diagnostic, Span};

use crate::model::{Compose, External};
use crate::yaml::{Mapping, Scalar};

/// Reports the contradictions in a file, or in several that were merged.
pub(crate) fn check(compose: &Compose<'_>, problems: &mut Vec<Diagnostic>) {
    for service in &compose.services {
        service::check(service, problems);
        build::check(service, problems);
        mounts::check(service, problems);
    }
    let networks = compose.networks.iter().map(|network| (&network.external, &network.fields));
    let volumes = compose.volumes.iter().map(|volume| (&volume.external, &volume.fields));
    let contents = compose.secrets.iter().chain(&compose.configs);
    let contents = contents.map(|content| (&content.external, &content.fields));
    for (external, fields) in networks.chain(volumes).chain(contents) {
        two_names(external.as_ref(), fields, problems);
    }
}

/// `external: { name: … }` is the obsolete form of `name`.
fn two_names(external: Option<&External<'_>>, fields: &Mapping<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(old) = external.and_then(|external| external.name.as_ref()) else { return };
    let Some(name) = fields.get("name").and_then(|name| name.as_scalar()) else { return };
    if old.value != name.value && is_known(old) && is_known(name) {
        let mut found = problem(old.span, "`name` and `external.name` differ".to_owned());
        found.label(name.span, "the other name").help("keep `name`, and write `external: true`");
        problems.push(found);
    }
}

fn problem(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("compose-schema", span, message)
}

fn is_known(scalar: &Scalar<'_>) -> bool {
    !scalar.is_interpolated()
}
