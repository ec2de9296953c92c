//! The arguments of an instruction as BuildKit's parser gives them, for `plimsoll parse` and for comparing.

use std::borrow::Cow;

use crate::{CommandLine, Form, HealthcheckTest, Instruction, Kind, Pair, Word};

impl Instruction<'_> {
    /// The arguments of BuildKit's node: for ENV and LABEL a name, a value and the separator of each pair; for
    /// an exec form its elements; for a shell form one string.
    pub fn arguments(&self) -> Vec<Cow<'_, str>> {
        match &self.kind {
            Kind::Add(add) => paths(&add.sources, &add.destination),
            Kind::Copy(copy) => paths(&copy.sources, &copy.destination),
            Kind::Arg(arg) => arg.pairs.iter().map(name_and_value).collect(),
            Kind::Cmd(cmd) => command(&cmd.command),
            Kind::Entrypoint(entrypoint) => command(&entrypoint.command),
            Kind::Run(run) => command(&run.command),
            Kind::Env(env) => triples(&env.pairs, env.is_legacy),
            Kind::Label(label) => triples(&label.pairs, label.is_legacy),
            Kind::Expose(expose) => words(&expose.ports),
            Kind::From(from) => {
                let as_keyword = from.as_keyword.map(|word| Cow::Borrowed(word.raw));
                std::iter::once(value(&from.image))
                    .chain(as_keyword)
                    .chain(from.name.as_ref().map(value))
                    .collect()
            }
            Kind::Healthcheck(healthcheck) => match &healthcheck.test {
                HealthcheckTest::None(keyword) => vec![Cow::Borrowed(keyword.raw)],
                HealthcheckTest::Cmd(keyword, test) => {
                    std::iter::once(Cow::Borrowed(keyword.raw)).chain(command(test)).collect()
                }
            },
            Kind::Maintainer(maintainer) => vec![value(&maintainer.name)],
            Kind::Onbuild(onbuild) => {
                let trigger = &onbuild.instruction;
                std::iter::once(value(&trigger.keyword)).chain(trigger.arguments()).collect()
            }
            Kind::Shell(shell) => words(&shell.words),
            Kind::Stopsignal(stopsignal) => vec![value(&stopsignal.signal)],
            Kind::User(user) => vec![value(&user.user)],
            Kind::Volume(volume) => words(&volume.paths),
            Kind::Workdir(workdir) => vec![value(&workdir.path)],
            Kind::Malformed(all) => words(all),
        }
    }
}

fn value<'w>(word: &'w Word<'_>) -> Cow<'w, str> {
    Cow::Borrowed(&word.value)
}

fn words<'w>(words: &'w [Word<'_>]) -> Vec<Cow<'w, str>> {
    words.iter().map(value).collect()
}

fn paths<'w>(sources: &'w [Word<'_>], destination: &'w Word<'_>) -> Vec<Cow<'w, str>> {
    sources.iter().chain([destination]).map(value).collect()
}

fn name_and_value<'w>(pair: &'w Pair<'_>) -> Cow<'w, str> {
    match &pair.value {
        Some(value) => Cow::Owned(format!("{}={}", pair.name.value, value.value)),
        None => value(&pair.name),
    }
}

fn triples<'w>(pairs: &'w [Pair<'_>], is_legacy: bool) -> Vec<Cow<'w, str>> {
    let separator = if is_legacy { "" } else { "=" };
    let triple = |pair: &'w Pair<'_>| {
        let written = pair.value.as_ref().map(value).unwrap_or_default();
        [value(&pair.name), written, Cow::Borrowed(separator)]
    };
    pairs.iter().flat_map(triple).collect()
}

fn command<'w>(command: &'w CommandLine<'_>) -> Vec<Cow<'w, str>> {
    match (&command.form, &command.line) {
        (Form::Exec(elements), _) => words(elements),
        (Form::Shell(_), Some(text)) | (Form::Shell(text), None) => {
            if text.text.is_empty() {
                Vec::new()
            } else {
                vec![Cow::Borrowed(&text.text)]
            }
        }
    }
}
