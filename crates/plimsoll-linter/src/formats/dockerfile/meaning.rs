//! When two Dockerfiles build the same, but for the words that edits took or put into commands.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{CommandLine, Flag, HealthcheckTest, Instruction, Kind, Variable, Word};
use plimsoll_project::{Base, DockerfileModel, Stage, Value};

use super::script::same_command;
use super::words::{port, same_pairs, same_word, same_words};
use crate::proof::{Changes, Proof, Unproven};

/// Compares the instructions one by one, and then what holds in each stage.
pub(super) fn same(old: &DockerfileModel<'_>, new: &DockerfileModel<'_>, changes: &Changes) -> Proof {
    if new.tree.problems.len() > old.tree.problems.len() {
        return Err(Unproven::Somewhere);
    }
    if old.tree.escape != new.tree.escape || old.tree.instructions.len() != new.tree.instructions.len() {
        return Err(Unproven::Somewhere);
    }
    let comparison = Comparison { old, new, changes };
    let instructions = old.tree.instructions.iter().zip(&new.tree.instructions);
    let is_other =
        |(before, after): &(&Instruction<'_>, &Instruction<'_>)| !comparison.instruction(before, after);
    let others: Vec<Span> = instructions.filter(is_other).map(|(before, _)| before.span).collect();
    if !others.is_empty() {
        return Err(Unproven::At(others));
    }
    let is_same = old.stages().zip(new.stages()).all(|(before, after)| comparison.stage(before, after));
    if is_same { Ok(()) } else { Err(Unproven::Somewhere) }
}

struct Comparison<'c> {
    old: &'c DockerfileModel<'c>,
    new: &'c DockerfileModel<'c>,
    changes: &'c Changes,
}

impl Comparison<'_> {
    fn instruction(&self, old: &Instruction<'_>, new: &Instruction<'_>) -> bool {
        let is_untouched = self.old.text.raw.get(old.span.range()) == self.new.text.raw.get(new.span.range());
        if is_untouched && std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind) {
            return true;
        }
        let bodies_matter = !matches!(old.kind, Kind::Run(_));
        let heredocs = old.heredocs.iter().zip(&new.heredocs);
        let same = heredocs
            .into_iter()
            .all(|(old, new)| old.name == new.name && (!bodies_matter || old.body.raw == new.body.raw));
        same && old.heredocs.len() == new.heredocs.len()
            && self.flags(&old.flags, &new.flags)
            && self.kind(old, new)
    }

    fn kind(&self, old: &Instruction<'_>, new: &Instruction<'_>) -> bool {
        match (&old.kind, &new.kind) {
            (Kind::Run(old), Kind::Run(new)) => self.command(&old.command, &new.command),
            (Kind::Cmd(old), Kind::Cmd(new)) => self.command(&old.command, &new.command),
            (Kind::Entrypoint(old), Kind::Entrypoint(new)) => self.command(&old.command, &new.command),
            (Kind::Healthcheck(old), Kind::Healthcheck(new)) => match (&old.test, &new.test) {
                (HealthcheckTest::Cmd(_, old), HealthcheckTest::Cmd(_, new)) => self.command(old, new),
                (HealthcheckTest::None(_), HealthcheckTest::None(_)) => true,
                _ => false,
            },
            (Kind::Onbuild(old), Kind::Onbuild(new)) => self.trigger(&old.instruction, &new.instruction),
            (Kind::From(old), Kind::From(new)) => {
                let name = |from: &plimsoll_dockerfile::From<'_>| {
                    from.name.as_ref().map(|name| name.value.to_ascii_lowercase())
                };
                same_word(&old.image, &new.image) && name(old) == name(new)
            }
            (Kind::Env(old), Kind::Env(new)) => same_pairs(&old.pairs, &new.pairs),
            (Kind::Label(old), Kind::Label(new)) => same_pairs(&old.pairs, &new.pairs),
            (Kind::Arg(old), Kind::Arg(new)) => same_pairs(&old.pairs, &new.pairs),
            (Kind::Maintainer(old), Kind::Label(new)) => {
                let [pair] = &*new.pairs else { return false };
                // MAINTAINER takes its text as it is, quotes included, which nobody means.
                let value = pair.value.as_ref().and_then(Word::literal);
                let name = &*old.name.value;
                value.as_deref() == Some(name) || value.as_deref() == Some(name.trim_matches('"'))
            }
            (Kind::Maintainer(old), Kind::Maintainer(new)) => old.name.value == new.name.value,
            (Kind::Add(old), Kind::Add(new)) => same_words(
                old.sources.iter().chain([&old.destination]),
                new.sources.iter().chain([&new.destination]),
            ),
            (Kind::Copy(old), Kind::Copy(new)) => same_words(
                old.sources.iter().chain([&old.destination]),
                new.sources.iter().chain([&new.destination]),
            ),
            (Kind::Add(old), Kind::Copy(new)) => same_words(
                old.sources.iter().chain([&old.destination]),
                new.sources.iter().chain([&new.destination]),
            ),
            (Kind::Expose(old), Kind::Expose(new)) => {
                old.ports.iter().map(port).eq(new.ports.iter().map(port))
            }
            (Kind::User(old), Kind::User(new)) => same_word(&old.user, &new.user),
            (Kind::Shell(old), Kind::Shell(new)) => same_words(&old.words, &new.words),
            (Kind::Stopsignal(old), Kind::Stopsignal(new)) => same_word(&old.signal, &new.signal),
            (Kind::Volume(old), Kind::Volume(new)) => same_words(&old.paths, &new.paths),
            // Another word may name the same folder: what holds in the stage tells.
            (Kind::Workdir(_), Kind::Workdir(_)) => true,
            (Kind::Malformed(old), Kind::Malformed(new)) => same_words(old, new),
            _ => false,
        }
    }

    fn command(&self, old: &CommandLine<'_>, new: &CommandLine<'_>) -> bool {
        same_command(old, new, self.changes, self.new.text.raw)
    }

    fn trigger(&self, old: &Instruction<'_>, new: &Instruction<'_>) -> bool {
        // No stage tells where a WORKDIR of a trigger leads.
        if let (Kind::Workdir(old), Kind::Workdir(new)) = (&old.kind, &new.kind) {
            return same_word(&old.path, &new.path);
        }
        self.instruction(old, new)
    }

    /// Flags are the same, but that a stage may be called otherwise, and the default platform not at all.
    fn flags(&self, old: &[Flag<'_>], new: &[Flag<'_>]) -> bool {
        let is_default = |flag: &&Flag<'_>| {
            let variables = flag.value.as_ref().map(Word::variables).unwrap_or_default();
            let whole = flag.value.as_ref().map(|value| value.text.span);
            let is_it = |it: &Variable<'_>| it.name == "TARGETPLATFORM" && Some(it.span) == whole;
            flag.key() == "platform" && matches!(&*variables, [variable] if is_it(variable))
        };
        let old = old.iter().filter(|flag| !is_default(flag)).collect::<Vec<_>>();
        let new = new.iter().filter(|flag| !is_default(flag)).collect::<Vec<_>>();
        let same = |(old, new): (&&Flag<'_>, &&Flag<'_>)| {
            let same_value = match (&old.value, &new.value) {
                // What holds in the stage tells.
                (Some(_), Some(_)) if old.key() == "from" => true,
                (Some(old), Some(new)) => same_word(old, new),
                (None, None) => true,
                _ => false,
            };
            old.key() == new.key() && same_value
        };
        old.len() == new.len() && old.iter().zip(&new).all(same)
    }

    /// What follows from all instructions together.
    fn stage(&self, old: Stage<'_>, new: Stage<'_>) -> bool {
        let same_settings = same_value(&old.user(), &new.user())
            && same_value(&old.stop_signal(), &new.stop_signal())
            && old.shell().shell == new.shell().shell
            && same_base(&old.base(), &new.base());
        let (before, after) = (old.environment(), new.environment());
        let same_environment = before.len() == after.len()
            && before.iter().zip(&after).all(|(old, new)| old.0 == new.0 && same_value(&old.1, &new.1));
        let copies = |stage: Stage<'_>| stage.copies_from().count();
        let same_copies = copies(old) == copies(new)
            && old.copies_from().zip(new.copies_from()).all(|(old, new)| same_base(&old.source, &new.source));
        let workdirs = old.indexed().zip(new.indexed()).all(|((at, before), (_, after))| {
            match (&before.kind, &after.kind) {
                (Kind::Workdir(one), Kind::Workdir(other)) if !same_word(&one.path, &other.path) => {
                    let (one, other) = (old.workdir_at(at + 1).get(), new.workdir_at(at + 1).get());
                    one.is_some() && one == other
                }
                _ => true,
            }
        });
        same_settings && same_environment && same_copies && workdirs
    }
}

/// The same value, wherever it was decided.
fn same_value<T: PartialEq>(old: &Value<T>, new: &Value<T>) -> bool {
    match (old, new) {
        (Value::Known { value: old, .. }, Value::Known { value: new, .. }) => old == new,
        (Value::Unset, Value::Unset) | (Value::Unknown { .. }, Value::Unknown { .. }) => true,
        _ => false,
    }
}

fn same_base(old: &Base<'_>, new: &Base<'_>) -> bool {
    match (old, new) {
        (Base::Stage(old), Base::Stage(new)) => old.index() == new.index(),
        (Base::Image(old), Base::Image(new)) => old.to_string() == new.to_string(),
        (Base::Scratch, Base::Scratch) | (Base::Unknown { .. }, Base::Unknown { .. }) => true,
        _ => false,
    }
}
