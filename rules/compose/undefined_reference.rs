//! A service uses a network, volume, secret, config or model that the file does not declare.

use std::collections::BTreeSet;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UndefinedReference;

/// What is declared under a top-level key.
struct Declared<'c> {
    key: &'static str,
    noun: &'static str,
    names: BTreeSet<&'c str>,
}

impl Rule for UndefinedReference {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let file = app.compose.resolved();
        let contents = |contents| names(contents, |content: &compose::Content| &content.key);
        let mut networks = names(&file.networks, |network| &network.key);
        networks.insert("default");
        let networks = Declared { key: "networks", noun: "network", names: networks };
        let volumes =
            Declared { key: "volumes", noun: "volume", names: names(&file.volumes, |volume| &volume.key) };
        let secrets = Declared { key: "secrets", noun: "secret", names: contents(&file.secrets) };
        let configs = Declared { key: "configs", noun: "config", names: contents(&file.configs) };
        let models =
            Declared { key: "models", noun: "model", names: names(&file.models, |model| &model.key) };
        for service in &file.services {
            for model in granted_models(service) {
                models.check(service, model, app, cx);
            }
            for network in &service.networks {
                networks.check(service, &network.name, app, cx);
            }
            let named = service.volumes.iter().filter(|mount| mount.kind == compose::MountKind::Volume);
            for source in named.filter_map(|mount| mount.source.as_ref()) {
                volumes.check(service, source, app, cx);
            }
            let of_build = service.build.iter().flat_map(|build| &build.secrets);
            for source in service.secrets.iter().chain(of_build).filter_map(|grant| grant.source.as_ref()) {
                secrets.check(service, source, app, cx);
            }
            for source in service.configs.iter().filter_map(|grant| grant.source.as_ref()) {
                configs.check(service, source, app, cx);
            }
        }
    }
}

/// The models of a service, from a list or a mapping.
fn granted_models<'c>(service: &'c compose::Service<'c>) -> Vec<&'c compose::yaml::Scalar<'c>> {
    let models = service.get("models");
    let items = models.and_then(|models| models.as_sequence()).unwrap_or_default();
    let entries = models.and_then(|models| models.as_mapping()).map(|mapping| &mapping.entries);
    items
        .iter()
        .filter_map(|item| item.as_scalar())
        .chain(entries.into_iter().flatten().map(|entry| &entry.key))
        .collect()
}

fn names<'c, T>(
    declared: &'c [T],
    key: impl Fn(&'c T) -> &'c compose::yaml::Scalar<'c>,
) -> BTreeSet<&'c str> {
    declared.iter().map(|one| &*key(one).value).collect()
}

impl Declared<'_> {
    fn check(
        &self,
        service: &compose::Service,
        used: &compose::yaml::Scalar,
        app: &ComposeApp,
        cx: &mut Context,
    ) {
        // A variable in a declared name is reported there.
        let is_hidden =
            || app.compose.is_resolved(used.span) && self.names.iter().any(|name| name.contains('$'));
        // `compose-schema` reports a mount without a source; `<path>` is for the reader to replace.
        let is_blank = used.value.is_empty() || used.value.starts_with('<') || used.is_interpolated();
        if is_blank || self.names.contains(&*used.value) || is_hidden() {
            return;
        }
        let Declared { key, noun, names } = self;
        // What cannot be read may declare it.
        let fields = &app.compose.resolved().fields;
        if fields.get(key).is_some_and(|declared| declared.as_mapping().is_none() && !declared.is_null()) {
            return;
        }
        let message = format!(
            "service `{}` uses the {noun} `{}`, which is not declared",
            service.name.value, used.value
        );
        // Only a file of the application itself can declare it, not one that a service is taken from.
        if app.borrowed_files().iter().any(|file| file.source.span.file == used.span.file) {
            cx.report(used.span, message)
                .here(format!("`extends` does not include the top-level `{key}` of this file"))
                .label(
                    service.name.span,
                    format!("`{}` is not declared under `{key}` in this file", used.value),
                )
                .help(format!("add `{}: {{}}` to the top-level `{key}` of `{}`", used.value, app.path));
            return;
        }
        let finding = cx.report(used.span, message);
        finding.here(format!("not declared under the top-level `{key}`"));
        app.compose.explain(finding);
        let other = names.iter().copied().filter(|name| !is_other_word(&used.value, name));
        match nearest(&used.value, other.take(MOST_COMPARED)) {
            Some(near) => finding
                .help(format!("did you mean `{near}`?"))
                .fix(Fix::risky(format!("use `{near}`")).replace(used.span, near)),
            // A source that starts with neither `.` nor `/` names a volume.
            None if *key == "volumes" && used.value.contains('/') => {
                finding.help(format!("write `./{}` to mount this host path", used.value))
            }
            None if names.is_empty() => {
                finding.help(format!("add this at the end of the file: `{key}: {{ {}: {{}} }}`", used.value))
            }
            None => finding.help(format!("add `{}: {{}}` to the top-level `{key}`", used.value)),
        };
    }
}

/// Whether two names differ in their last word alone, and that is no slip: `data_public`, `data_homes`.
fn is_other_word(used: &str, declared: &str) -> bool {
    let (front, last) = used.rsplit_once(['_', '-']).unwrap_or_default();
    let (other_front, other_last) = declared.rsplit_once(['_', '-']).unwrap_or_default();
    !front.is_empty() && front == other_front && nearest(last, [other_last]).is_none()
}
