//! A variable that names the file of a secret which the service does not get.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnattachedSecret;

/// Where Compose puts secrets.
const FOLDER: &str = "/run/secrets/";

impl Rule for UnattachedSecret {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if !container.app.has_all_of(service) || !container.app.is_complete() {
            return;
        }
        let may_hold = |path: &str| {
            container.has_open_mounts() || container.mounted().any(|(_, target)| path.starts_with(&*target))
        };
        let secrets: Vec<String> = service.secrets.iter().filter_map(target).collect();
        let is_open = service.secrets.iter().any(|grant| target(grant).is_none());
        // Where no secret is known at all, another file or the engine has them.
        if service.secrets.is_empty() && container.app.compose.secrets.is_empty() {
            return;
        }
        for pair in &service.environment {
            let Some(value) = pair.value.as_ref().filter(|value| !value.is_interpolated()) else { continue };
            let path = value.value.trim_matches('"');
            let Some(name) = path.strip_prefix(FOLDER).filter(|name| !name.contains('/')) else { continue };
            let is_there = is_open || secrets.iter().any(|own| own == path);
            if is_there || may_hold(path) || !pair.name.value.to_ascii_uppercase().ends_with("_FILE") {
                continue;
            }
            let message = format!("{} has no secret at `{path}`", container.title());
            let finding = cx.report(value.span, message);
            finding.here("this file does not exist in the container");
            let near = nearest(name, secrets.iter().filter_map(|own| own.strip_prefix(FOLDER)));
            let is_declared = container.app.compose.secrets.iter().any(|secret| secret.key.value == name);
            match near {
                Some(near) => finding.help(format!("did you mean `{FOLDER}{near}`?")),
                None if is_declared => {
                    finding.help(format!("add the secret to the service: `secrets: [{name}]`"))
                }
                None => finding.help(format!(
                    "declare secret `{name}` at the top level and add `secrets: [{name}]` to the service"
                )),
            };
        }
    }
}

/// The path of a secret in the container.
fn target(grant: &compose::Grant) -> Option<String> {
    let name = grant.target.as_ref().or(grant.source.as_ref())?;
    if name.is_interpolated() {
        return None;
    }
    Some(if name.value.starts_with('/') { name.value.to_string() } else { format!("{FOLDER}{}", name.value) })
}
