//! The secrets that are written into what services set.

use std::collections::HashSet;
use std::rc::Rc;

use plimsoll_compose::interpolate::{OperatorKind, Template, Variable};
use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Command, Service};

use super::surroundings::{Surroundings, has_only_dummies, says_development};
use super::{Certainty, Found, Secret, in_command, is_key, judge};
use crate::ComposeApp;

/// The variable whose default is the secret in the value of `name`: without it, there is none.
fn default_of(name: &str, text: &str) -> Option<String> {
    let template = Template::parse(text);
    let is_default =
        |it: &Variable<'_>| it.operator.is_some_and(|operator| operator.kind == OperatorKind::Default);
    let holds_secret = |it: &&Variable<'_>| {
        let before = text.get(..it.range.start).unwrap_or_default();
        let after = text.get(it.range.end..).unwrap_or_default();
        judge(name, &format!("{before}{after}")).is_none()
    };
    let mut defaults = template.variables().into_iter().filter(|it| is_default(it)).take(MOST_DEFAULTS);
    defaults.find(holds_secret).map(|it| it.name.to_owned())
}

/// How many variables of one value are tried.
const MOST_DEFAULTS: usize = 8;

/// What a file says of itself.
#[derive(Clone, Copy)]
enum Setup {
    /// It is for development.
    Development,
    /// Its passwords are dummies.
    Dummies,
    Unknown,
}

/// The secrets in what services set. One that several share, by an alias or a merge key, counts once.
pub fn of_services<'c>(app: &'c ComposeApp) -> impl Iterator<Item = (&'c Service<'c>, &'c Found)> {
    let all = app.secrets.get_or_init(|| find(app));
    all.iter().filter_map(|(service, found)| Some((app.compose.services.get(*service)?, found)))
}

/// Each with the number of its service. Several rules ask, and to judge a value is a long search.
fn find(app: &ComposeApp) -> Vec<(usize, Found)> {
    let mut seen = HashSet::new();
    let setup = if app.services().any(says_development) {
        Setup::Development
    } else if has_only_dummies(app.services()) {
        Setup::Dummies
    } else {
        Setup::Unknown
    };
    let all = app.services().enumerate();
    let all = all.flat_map(|(at, service)| of_service(service, setup).map(move |found| (at, found)));
    all.filter(|(_, found)| seen.insert((found.span.file, found.span.start))).collect()
}

/// The secrets in what a service sets: its environment, its build arguments, its commands, and its labels where there is
/// no doubt.
fn of_service<'c>(service: &'c Service<'c>, setup: Setup) -> impl Iterator<Item = Found> + 'c {
    let around = Rc::new(Surroundings::new(service));
    let with = move |around: &Surroundings<'_>, name: Box<str>, span, secret: Secret, text: &str| {
        let is_probable = secret.certainty == Certainty::Likely;
        let is_of_dummy_file = match setup {
            Setup::Development => true,
            // A long key is made by a machine, and nobody's dummy.
            Setup::Dummies => !is_key(&name, text),
            Setup::Unknown => false,
        };
        let is_of_dummy_setup = is_probable && (is_of_dummy_file || around.is_dummy_setup());
        let may_be_default = text.contains("${") && (is_probable || secret.kind.is_password_hash());
        let default_of = may_be_default.then(|| default_of(&name, text)).flatten();
        Found { name, span, secret, is_of_dummy_setup, default_of }
    };
    let args = service.build.iter().flat_map(|build| &build.args);
    let labels = service.labels.iter().map(|pair| (pair, true));
    let pairs = service.environment.iter().chain(args).map(|pair| (pair, false)).chain(labels);
    let of_variables = Rc::clone(&around);
    let of_pairs = pairs.filter_map(move |(pair, is_label)| {
        let (name, value) = (&*pair.name.value, pair.value.as_ref()?);
        let secret = of_variables.judge(name, value.template(), judge(name, value.template())?);
        let is_sure = !is_label || secret.certainty == Certainty::Certain;
        is_sure.then(|| with(&of_variables, name.into(), value.span, secret, value.template()))
    });
    // What is written here counts, whatever `.env` puts in its place.
    let commands = service.command.iter().chain(&service.entrypoint).map(Command::written_words);
    let test = service.healthcheck.iter().filter_map(|check| check.test.as_ref());
    let test = test.map(|test| test.words.iter().map(Scalar::as_written).collect());
    let of_commands = commands.chain(test).flat_map(|words: Vec<_>| in_command(&words));
    let with_text = move |(name, span, secret, text): (String, _, _, String)| {
        with(&around, name.into(), span, secret, &text)
    };
    of_pairs.chain(of_commands.map(with_text))
}
