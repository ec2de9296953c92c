//! An ENV that uses what it sets itself.

use std::collections::{HashMap, HashSet};

use dockerfile::Env;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SameEnvReference;

impl Rule for SameEnvReference {
    fn check_env(&self, env: &Env, cx: &mut Context) {
        // Set so far by this instruction, by name: BuildKit expands all of it with what was there before.
        let mut set: HashMap<&str, (Span, &dockerfile::Pair)> = HashMap::new();
        let mut told: HashSet<&str> = HashSet::new();
        for pair in &env.pairs {
            let Some(value) = &pair.value else { continue };
            for variable in value.variables() {
                let Some((place, setter)) = set.get(variable.name) else { continue };
                let place = *place;
                if told.contains(variable.name)
                    || is_unchanged(variable.name, setter, cx)
                    || extends_path(variable.name, setter)
                    || is_set_to(&variable, setter, cx)
                {
                    continue;
                }
                told.insert(variable.name);
                let name = variable.name;
                let is_undefined = cx.stage().is_some_and(|stage| {
                    stage.inherits_no_variables() && !stage.declares(name, cx.index()) && !cx.is_trigger()
                });
                let answers = ["hadolint:DL3044", "datadog-iac:be8aab51"].into_iter();
                cx.report(variable.span, format!("`{name}` does not have its new value yet"))
                    .here("this reference still expands to the previous value")
                    .label(place, "the new value only applies to later instructions")
                    .help(format!("set `{name}` in a separate `ENV` above this one"))
                    .answers_to(answers.chain(is_undefined.then_some("buildkit:UndefinedVar")))
                    .is_minor = is_of_windows(name) && cx.stage().is_some_and(|stage| stage.is_windows());
            }
            set.insert(&pair.name.value, (pair.name.text.span, pair));
        }
    }
}

/// Whether Windows gives a variable its usual value, which images often repeat.
fn is_of_windows(name: &str) -> bool {
    const NAMES: [&str; 6] =
        ["programdata", "programfiles", "systemdrive", "systemroot", "userprofile", "windir"];
    NAMES.contains(&&*name.to_ascii_lowercase())
}

/// Whether a variable has the value already that it is given: `VERSION=$VERSION` keeps a build argument in the image.
fn is_unchanged(name: &str, setter: &dockerfile::Pair, cx: &Context) -> bool {
    let (Some(stage), Some(value)) = (cx.stage(), &setter.value) else { return false };
    let variables = value.variables();
    if let [variable] = variables.as_slice()
        && variable.name == name
        && variable.default().is_none()
        && cx.text(variable.span) == value.value.trim_matches('"')
        && (stage.declares(name, cx.index()) || !stage.inherits_no_variables())
    {
        return true;
    }
    let before = stage.variable_at(name, cx.index()).get();
    before.is_some() && before == cx.expand(value).as_deref()
}

/// `HOST=${HOST:-local} URL=http://${HOST:-local}`: the reference is the new value, word for word.
fn is_set_to(variable: &dockerfile::Variable, setter: &dockerfile::Pair, cx: &Context) -> bool {
    let written = setter.value.as_ref().map(|value| cx.text(value.text.span).trim_matches('"'));
    written == Some(cx.text(variable.span))
}

/// `PATH=/opt/bin:$PATH`: what follows means the path of the image.
fn extends_path(name: &str, setter: &dockerfile::Pair) -> bool {
    let has_old = |value: &dockerfile::Word| value.variables().iter().any(|variable| variable.name == name);
    name == "PATH" && setter.value.as_ref().is_some_and(has_old)
}
