//! Images that a build uses without a Dockerfile that names them.

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Span;

use crate::{Container, Value, resolve};

impl Container<'_> {
    /// The images that `additional_contexts` and `cache_from` of its build name, each with the place; `None` where a
    /// variable without a value decides.
    pub fn build_images(&self) -> Vec<(Option<String>, Span)> {
        let Some(build) = &self.service.build else { return Vec::new() };
        let contexts = build.additional_contexts.iter().filter_map(|context| context.value.as_ref());
        let contexts =
            contexts.filter_map(|source| named(source, |text| text.strip_prefix("docker-image://")));
        contexts.chain(build.cache_from.iter().filter_map(|source| named(source, cached))).collect()
    }
}

fn named(source: &Scalar<'_>, image: fn(&str) -> Option<&str>) -> Option<(Option<String>, Span)> {
    match resolve(source) {
        Value::Known { value, .. } => Some((Some(image(&value)?.to_owned()), source.span)),
        _ => Some((None, source.span)),
    }
}

/// The image that an item of `cache_from` names: `acme/app:cache`, or `type=registry,ref=acme/app:cache`.
fn cached(source: &str) -> Option<&str> {
    if !source.contains('=') {
        return Some(source);
    }
    let mut parts = source.split(',').map(str::trim);
    let is_registry = parts.clone().any(|part| part == "type=registry");
    parts.find_map(|part| part.strip_prefix("ref=")).filter(|_| is_registry)
}
