//! A secret that is written into the Compose file.

use std::borrow::Cow;
use std::collections::HashSet;

use plimsoll_linter::prelude::*;
use project::client_config;
use project::secrets::{Certainty, Secret, SecretKind, in_command, judge};

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
        let least = if app.is_for_tests() { Certainty::Certain } else { Certainty::Likely };
        for (service, found) in secrets(app).filter(|(_, found)| found.secret.certainty >= least) {
            let why = exposed(found.secret.kind.noun());
            report(service, &found, why, cx);
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
pub(crate) fn report(service: &compose::Service, found: &Found, why: String, cx: &mut Context) {
    let message = format!("hard-coded {} in {}", found.secret.kind.noun(), found.place(service, cx));
    let help = advice(service, found, cx);
    cx.report(found.span, message).here(why).help(help).answers_to(aliases(found.secret.kind));
}

fn exposed(what: &str) -> String {
    format!("anyone who can read this file can see the {what}")
}

/// A secret, and where it is.
pub(crate) struct Found<'c> {
    /// The variable, label or option that it is the value of; empty for a word of a command.
    pub(crate) name: Cow<'c, str>,
    /// Where it is written.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) secret: Secret,
}

impl Found<'_> {
    pub(crate) fn place(&self, service: &compose::Service, cx: &Context) -> String {
        let container = cx.project().container_named(&service.name.value);
        let title = container.map_or_else(String::new, |container| container.title());
        match &*self.name {
            "" => format!("a command of {title}"),
            name if name.starts_with('-') => format!("option `{name}` of {title}"),
            name => format!("`{name}` of {title}"),
        }
    }
}

/// The secrets in what services set. One that several share, by an alias or a merge key, counts once.
pub(crate) fn secrets<'c>(
    app: &'c ComposeApp,
) -> impl Iterator<Item = (&'c compose::Service<'c>, Found<'c>)> {
    let mut seen = HashSet::new();
    let all = app.services().flat_map(|service| of_service(service).map(move |found| (service, found)));
    all.filter(move |(_, found)| seen.insert((found.span.file, found.span.start)))
}

/// The secrets in what a service sets: its environment, its build arguments, its commands, and its labels where there is
/// no doubt.
fn of_service<'c>(service: &'c compose::Service<'c>) -> impl Iterator<Item = Found<'c>> {
    let args = service.build.iter().flat_map(|build| &build.args);
    let labels = service.labels.iter().map(|pair| (pair, true));
    let pairs = service.environment.iter().chain(args).map(|pair| (pair, false)).chain(labels);
    let of_pairs = pairs.filter_map(|(pair, is_label)| {
        let (name, value) = (&*pair.name.value, pair.value.as_ref()?);
        let secret = judge(name, value.template())?;
        (!is_label || secret.certainty == Certainty::Certain).then_some(Found {
            name: Cow::Borrowed(name),
            span: value.span,
            secret,
        })
    });
    // What is written here counts, whatever `.env` puts in its place.
    let commands = service.command.iter().chain(&service.entrypoint).map(compose::Command::written_words);
    let test = service.healthcheck.iter().filter_map(|check| check.test.as_ref());
    let test = test.map(|test| test.words.iter().map(compose::yaml::Scalar::as_written).collect());
    let of_commands = commands.chain(test).flat_map(|words: Vec<_>| in_command(&words));
    of_pairs.chain(of_commands.map(|(name, span, secret)| Found { name: Cow::Owned(name), span, secret }))
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
