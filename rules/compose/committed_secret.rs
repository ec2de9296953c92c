//! A secret that is written into the Compose file.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;
use project::secrets::{Certainty, EasyHashes, Found, SecretKind, judge, of_services};
use project::{client_config, dotenv_secrets};

#[derive(Default)]
pub(crate) struct CommittedSecret;

impl Rule for CommittedSecret {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        // No Compose file, but lines that run the same.
        if let (Some(app), Some(_)) = (&project.app, &project.lines) {
            self.check_app(app, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // `test-credential` reports passwords in files for tests. A token of a provider is a real one even there.
        let is_app_for_tests = app.is_for_tests();
        let sources = cx.project().sources;
        let written = |span: Span| sources.text(span.file).at(span).raw.trim_matches(['"', '\'']);
        let mut easy = EasyHashes::default();
        let is_ours = |(_, found): &(&compose::Service, &Found)| match found.secret.certainty {
            // A token of a provider is a real one even in an example; the hash of a password is not.
            Certainty::Certain => {
                let is_example = is_app_for_tests || found.default_of.is_some();
                !found.secret.kind.is_password_hash() || !is_example && !easy.contain(written(found.span))
            }
            // `secret-default` and `test-credential` report the others.
            Certainty::Likely => !is_app_for_tests && !found.is_of_dummy_setup && found.default_of.is_none(),
            Certainty::Guessable => false,
        };
        // One value is one secret to change, wherever it stands in a file.
        let mut by_value: HashMap<(Span, &str), usize> = HashMap::new();
        let mut each: Vec<(&compose::Service, &Found, Vec<Span>)> = Vec::new();
        for (service, found) in of_services(app).filter(is_ours) {
            let of_file = (sources.text(found.span.file).span, written(found.span));
            let at = *by_value.entry(of_file).or_insert(each.len());
            match each.get_mut(at) {
                Some((_, _, again)) => again.push(found.span),
                None => each.push((service, found, Vec::new())),
            }
        }
        for (service, found, again) in each {
            let finding = report(service, found, exposed(found.secret.kind.noun()), cx);
            for span in again {
                finding.label(span, "the same value is also here");
            }
        }
        for config in &app.compose.configs {
            let found = config.content.as_ref().and_then(|it| Some((it.span, judge("", it.template())?)));
            let Some((span, secret)) = found else { continue };
            cx.report(span, format!("hard-coded {} in config `{}`", secret.kind.noun(), config.key.value))
                .here(exposed(secret.kind.noun()))
                .help("move the value to a file, and declare the file under `secrets`")
                .answers_to(aliases(secret.kind));
        }
    }

    fn check_document(&self, document: &Document, cx: &mut Context) {
        for (name, span, kind) in dotenv_secrets::certain(document) {
            cx.report(span, format!("hard-coded {} in `{name}`", kind.noun()))
                .here(exposed(kind.noun()))
                .help("remove the file with `git rm --cached`, list it in `.gitignore`, and revoke the value")
                .answers_to([]);
        }
        let is_meant = document.kind == client_config::KIND;
        let found = is_meant.then(|| client_config::credentials(document));
        for (title, span, what) in found.into_iter().flatten() {
            cx.report(span, title)
                .here(exposed(what))
                .help("remove the file, revoke the credential, and use a credential helper")
                .answers_to([]);
        }
    }

    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for (name, span, secret) in daemon.secrets() {
            cx.report(span, format!("hard-coded {} in `{name}`", secret.kind.noun()))
                .here(exposed(secret.kind.noun()))
                .help("use a placeholder, and substitute the value when you install the file")
                .answers_to([]);
        }
    }
}

/// Reports a secret in what a service sets.
pub(crate) fn report<'c>(
    service: &compose::Service,
    found: &Found,
    why: String,
    cx: &'c mut Context,
) -> &'c mut Diagnostic {
    let message = format!("hard-coded {} in {}", found.secret.kind.noun(), place(found, service, cx));
    let help = advice(service, found, cx);
    let finding = cx.report(found.span, message);
    finding.here(why).help(help).answers_to(aliases(found.secret.kind));
    finding
}

fn exposed(what: &str) -> String {
    format!("anyone who can read this file can see the {what}")
}

/// Where a secret is.
pub(crate) fn place(found: &Found, service: &compose::Service, cx: &Context) -> String {
    let container = cx.project().container_named(&service.name.value);
    let title = container.map_or_else(String::new, |container| container.title());
    match &*found.name {
        "" => format!("a command of {title}"),
        name if name.starts_with('-') => format!("option `{name}` of {title}"),
        name => format!("`{name}` of {title}"),
    }
}

/// What to do, with the way that the image itself offers where it is known to.
pub(crate) fn advice(service: &compose::Service, found: &Found, cx: &Context) -> String {
    let name = &*found.name;
    if cx.project().lines.is_some() {
        return "read the value from a variable that is set outside this file".to_owned();
    }
    let to_file = "move the value to a file declared under `secrets`";
    let container = cx.project().container_named(&service.name.value);
    if let Some(variable) = container.and_then(|it| it.file_variable(name)) {
        return format!("{to_file}, and set `{variable}: /run/secrets/…`");
    }
    let is_flag = name.is_empty() || name.starts_with('-');
    let variable =
        if is_flag { "…".to_owned() } else { name.to_ascii_uppercase().replace(['.', '-'], "_") };
    format!("{to_file}, or to `.env`, and write `${{{variable}}}` here")
}

pub(crate) fn aliases(kind: SecretKind) -> [&'static str; 4] {
    let compose_lint =
        if kind == SecretKind::Connection { "compose-lint:CL-0021" } else { "compose-lint:CL-0020" };
    ["kics:a88baa34", compose_lint, "docksec:compose-plaintext-secret-env", "cis:7.4"]
}
